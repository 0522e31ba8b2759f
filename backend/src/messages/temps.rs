//! Trust in time: answering hours, absences and who answers meanwhile, and the wait that was too long.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    fields::Jour,
    ids::{CompteId, FilId, RemplacementId},
    messages::{Annonce, AnnounceRemplacement, Horaires, Plage, Remplacement, avis::GenreAvis},
    operation::Done,
};

use super::{
    annonce::{about, announce, prenom, tell, tell_team},
    equipe,
    reader::{coordonnateurs, team},
};
use crate::{
    avis::{self, Avis},
    caller::Referent,
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{fil, plage, remplacement},
    time,
};

// The longest absence, in days.
const LONGEST: i32 = 90;
// How many threads one errand relays or announces in: the next one goes on.
const AT_ONCE: i64 = 200;

/// When someone answers.
pub fn read_horaires(db: &mut Conn, compte: CompteId, promesse_minutes: u32) -> Result<Horaires, Error> {
    Ok(Horaires { plages: plages(db, compte)?, promesse_minutes })
}

/// The spans of someone, in the order of the week.
pub fn plages(db: &mut Conn, compte: CompteId) -> Result<Vec<Plage>, Error> {
    let rows: Vec<(i32, i32, i32)> = plage::table
        .filter(plage::compte_id.eq(compte.to_string()))
        .order((plage::jour, plage::debut))
        .select((plage::jour, plage::debut, plage::fin))
        .load(db)?;
    let heure = crate::permanences::heure;
    let plages = rows.into_iter().filter_map(|(jour, debut, fin)| {
        Some(Plage { jour: u8::try_from(jour).ok()?, debut: heure(debut)?, fin: heure(fin)? })
    });
    Ok(plages.collect())
}

/// Sets when the caller answers, the whole week at once.
pub fn set_horaires(tx: &mut Tx<'_>, caller: &Referent, plages: &[Plage], promesse: u32) -> Result<Horaires, Error> {
    let mut sorted = plages.to_vec();
    sorted.sort_unstable();
    for one in &sorted {
        if one.fin <= one.debut {
            return Err(ProblemKind::FinAvantDebut.into());
        }
    }
    if sorted.windows(2).any(|pair| matches!(pair, [one, next] if one.jour == next.jour && next.debut < one.fin)) {
        return Err(Problem::fields([("plages", "en-double")]).into());
    }
    let me = caller.compte.to_string();
    diesel::delete(plage::table.filter(plage::compte_id.eq(&me))).execute(tx.db)?;
    for one in &sorted {
        diesel::insert_into(plage::table)
            .values((
                plage::compte_id.eq(&me),
                plage::jour.eq(i32::from(one.jour)),
                plage::debut.eq(i32::from(one.debut.minutes())),
                plage::fin.eq(i32::from(one.fin.minutes())),
            ))
            .execute(tx.db)?;
    }
    read_horaires(tx.db, caller.compte, promesse)
}

/// The absences that are not over: those of the caller, and those in which they answer for a colleague.
pub fn list(db: &mut Conn, caller: &Referent, now: Instant) -> Result<Vec<Remplacement>, Error> {
    type Row = (AsText<RemplacementId>, AsText<CompteId>, Option<AsText<CompteId>>, AsText<Jour>, AsText<Jour>);
    let me = caller.compte.to_string();
    let rows: Vec<Row> =
        remplacement::table
            .filter(remplacement::fin_le.gt(now.0))
            .filter(remplacement::absent_id.eq(&me).or(
                remplacement::remplacant_id.is_not_null().and(remplacement::remplacant_id.assume_not_null().eq(&me)),
            ))
            .order((remplacement::debut_le, remplacement::id))
            .select((
                remplacement::id,
                remplacement::absent_id,
                remplacement::remplacant_id,
                remplacement::du,
                remplacement::au,
            ))
            .load(db)?;
    let mut list = Vec::new();
    for (AsText(id), AsText(absent), remplacant, AsText(du), AsText(au)) in rows {
        let remplacant = match remplacant {
            Some(AsText(compte)) => Some(prenom(db, compte)?),
            None => None,
        };
        let est_moi = absent == caller.compte;
        list.push(Remplacement { id, absent: prenom(db, absent)?, est_moi, remplacant, du, au });
    }
    Ok(list)
}

/// Announces an absence. Whoever answers meanwhile sees the threads for that time only: their right is the row itself.
pub fn announce_absence(
    tx: &mut Tx<'_>,
    caller: &Referent,
    request: &AnnounceRemplacement,
    zone: &TimeZone,
) -> Result<Remplacement, Error> {
    let (du, au) = (request.du, request.au);
    if au < du {
        return Err(ProblemKind::FinAvantDebut.into());
    }
    let (debut, fin) = (time::start_of(du, zone), time::start_of(time::plus_days(au, 1), zone));
    if fin <= tx.now {
        return Err(Problem::fields([("au", "passe")]).into());
    }
    if time::plus_days(du, LONGEST) < au {
        return Err(Problem::fields([("au", "trop-long")]).into());
    }
    if let Some(collegue) = request.remplacant {
        let colleagues = equipe::list_collegues(tx.db, caller, None, tx.now)?;
        if !colleagues.iter().any(|one| one.compte == collegue) {
            return Err(ProblemKind::CollegueInvalide.into());
        }
    }
    let me = caller.compte.to_string();
    let same_time: i64 = remplacement::table
        .filter(remplacement::absent_id.eq(&me))
        .filter(remplacement::debut_le.lt(fin.0))
        .filter(remplacement::fin_le.gt(debut.0.max(tx.now.0)))
        .count()
        .get_result(tx.db)?;
    if 0 < same_time {
        return Err(ProblemKind::AbsenceEnDouble.into());
    }
    let made: RemplacementId = id();
    diesel::insert_into(remplacement::table)
        .values((
            remplacement::id.eq(made.to_string()),
            remplacement::absent_id.eq(&me),
            remplacement::remplacant_id.eq(request.remplacant.map(|one| one.to_string())),
            remplacement::du.eq(du.to_string()),
            remplacement::au.eq(au.to_string()),
            remplacement::debut_le.eq(debut.0),
            remplacement::fin_le.eq(fin.0),
            remplacement::cree_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    tell_all(tx, caller.compte, request.remplacant)?;
    let known = list(tx.db, caller, tx.now)?.into_iter().find(|one| one.id == made);
    known.ok_or_else(|| ProblemKind::Introuvable.into())
}

/// The absence is over: the substitute sees nothing more of it. Twice is once.
pub fn end_absence(tx: &mut Tx<'_>, caller: &Referent, absence: RemplacementId) -> Result<Done, Error> {
    let row: Option<Option<AsText<CompteId>>> = remplacement::table
        .find(absence.to_string())
        .filter(remplacement::absent_id.eq(caller.compte.to_string()))
        .select(remplacement::remplacant_id)
        .first(tx.db)
        .optional()?;
    let remplacant = row.ok_or(ProblemKind::Introuvable)?.map(|AsText(compte)| compte);
    diesel::update(remplacement::table.find(absence.to_string()))
        .filter(remplacement::fin_le.gt(tx.now.0))
        .set(remplacement::fin_le.eq(tx.now.0))
        .execute(tx.db)?;
    tell_all(tx, caller.compte, remplacant)?;
    Ok(Done {})
}

// The jeunes of a référent, and whoever answers for them, hear that something changed.
fn tell_all(tx: &mut Tx<'_>, referent: CompteId, remplacant: Option<CompteId>) -> Result<(), Error> {
    let others: Vec<CompteId> = remplacant.into_iter().chain([referent]).collect();
    for fil in fils_of(tx.db, referent)? {
        tell(tx, fil)?;
        tell_team(tx, fil, &others)?;
    }
    Ok(())
}

fn fils_of(db: &mut Conn, referent: CompteId) -> Result<Vec<FilId>, Error> {
    let rows: Vec<AsText<FilId>> =
        fil::table.filter(fil::referent_id.eq(referent.to_string())).order(fil::id).select(fil::id).load(db)?;
    Ok(rows.into_iter().map(|AsText(fil)| fil).collect())
}

/// What time brings: whoever answers meanwhile is named in the threads when an absence begins, and the team is told of whoever
/// has waited longer than what is promised. Says how much was done.
pub fn sweep(tx: &mut Tx<'_>, promesse_minutes: u32) -> Result<usize, Error> {
    Ok(announce_substitutes(tx)? + relay_late(tx, promesse_minutes)?)
}

fn announce_substitutes(tx: &mut Tx<'_>) -> Result<usize, Error> {
    type Row = (AsText<RemplacementId>, AsText<CompteId>, Option<AsText<CompteId>>);
    let begun: Vec<Row> = remplacement::table
        .filter(remplacement::annonce_le.is_null())
        .filter(remplacement::remplacant_id.is_not_null())
        .filter(remplacement::debut_le.le(tx.now.0))
        .filter(remplacement::fin_le.gt(tx.now.0))
        .order(remplacement::id)
        .limit(AT_ONCE)
        .select((remplacement::id, remplacement::absent_id, remplacement::remplacant_id))
        .load(tx.db)?;
    let mut done = 0;
    for (AsText(id), AsText(absent), remplacant) in begun {
        let first = diesel::update(remplacement::table.find(id.to_string()))
            .filter(remplacement::annonce_le.is_null())
            .set(remplacement::annonce_le.eq(tx.now.0))
            .execute(tx.db)?;
        let Some(AsText(remplacant)) = remplacant.filter(|_| first == 1) else { continue };
        let name = prenom(tx.db, remplacant)?;
        for fil in fils_of(tx.db, absent)? {
            announce(tx, fil, Annonce::Remplacant, remplacant, &name)?;
        }
        done += 1;
    }
    Ok(done)
}

// Once for each wait: an answer takes the mark away.
fn relay_late(tx: &mut Tx<'_>, promesse_minutes: u32) -> Result<usize, Error> {
    let since = tx.now.plus_minutes(-i64::from(promesse_minutes));
    let late: Vec<(AsText<FilId>, AsText<CompteId>)> = fil::table
        .filter(fil::attend_depuis.le(since.0))
        .filter(fil::relayee_le.is_null())
        .order((fil::attend_depuis, fil::id))
        .limit(AT_ONCE)
        .select((fil::id, fil::jeune_id))
        .load(tx.db)?;
    let mut done = 0;
    for (AsText(fil), AsText(jeune)) in late {
        let first = diesel::update(fil::table.find(fil.to_string()))
            .filter(fil::attend_depuis.le(since.0))
            .filter(fil::relayee_le.is_null())
            .set(fil::relayee_le.eq(tx.now.0))
            .execute(tx.db)?;
        if first == 1 {
            announce(tx, fil, Annonce::Relayee, jeune, "")?;
            let coordonne = coordonnateurs(tx.db, fil)?;
            tell_team(tx, fil, &coordonne)?;
            let mut comptes = [team(tx.db, fil)?, coordonne].concat();
            comptes.sort_unstable();
            comptes.dedup();
            for compte in comptes {
                avis::tell(tx, &Avis::new(compte, GenreAvis::Message, about(fil)))?;
            }
            done += 1;
        }
    }
    Ok(done)
}
