//! Closures of an espace-temps and absences of a professional: what they touch is taken back with a word.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    fields::{CodeEspace, Jour},
    ids::{AbsenceId, CompteId, CreneauId, EspaceId, FermetureId, PermanenceId},
    permanences::{Absence, CloseEspace, DeclareAbsence, Fermeture},
};

use super::{annulation::release, creneaux::make_again, murs};
use crate::{
    accueil::{
        self,
        db::{find_id, find_lieu},
    },
    annuaire,
    caller::{Professionnel, Structure},
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{absence, animation, creneau, espace_temps, fermeture, membre, permanence, professionnel},
    time,
};

/// Closes an espace-temps that a structure of the caller animates.
pub fn close(tx: &mut Tx<'_>, caller: &Structure, request: &CloseEspace) -> Result<Fermeture, Error> {
    let espace = animated(tx.db, caller, &request.espace)?;
    if request.au < request.du {
        return Err(ProblemKind::FinAvantDebut.into());
    }
    let (_, lieu) = find_lieu(tx.db, espace)?;
    let zone = TimeZone::get(&lieu.fuseau).unwrap_or(TimeZone::UTC);
    if request.au < time::day_of(tx.now, &zone) {
        return Err(Problem::fields([("au", "passe")]).into());
    }
    // The write on the place comes first: what is published there meanwhile is seen here, or sees the closure.
    accueil::version::lock(tx, espace)?;
    if let Some(known) = same(tx.db, espace, request)? {
        return Ok(known);
    }
    let made = Fermeture { id: id(), du: request.du, au: request.au, motif: request.motif.as_str().to_owned() };
    diesel::insert_into(fermeture::table)
        .values((
            fermeture::id.eq(made.id.to_string()),
            fermeture::espace_id.eq(espace.to_string()),
            fermeture::du.eq(made.du.to_string()),
            fermeture::au.eq(made.au.to_string()),
            fermeture::motif.eq(&made.motif),
            fermeture::creee_par.eq(caller.compte.to_string()),
            fermeture::creee_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    // What is held elsewhere, by phone or by video goes on.
    accueil::murs::clear(tx, espace, request.mot.as_ref())?;
    Ok(made)
}

// Closed on these days already.
fn same(db: &mut Conn, espace: EspaceId, request: &CloseEspace) -> Result<Option<Fermeture>, Error> {
    let known: Option<(AsText<FermetureId>, String)> = fermeture::table
        .filter(fermeture::espace_id.eq(espace.to_string()))
        .filter(fermeture::du.eq(request.du.to_string()))
        .filter(fermeture::au.eq(request.au.to_string()))
        .select((fermeture::id, fermeture::motif))
        .first(db)
        .optional()?;
    Ok(known.map(|(AsText(id), motif)| Fermeture { id, du: request.du, au: request.au, motif }))
}

/// The closures to come of an espace-temps that a structure of the caller animates.
pub fn list(db: &mut Conn, caller: &Structure, code: &CodeEspace, today: Jour) -> Result<Vec<Fermeture>, Error> {
    let espace = animated(db, caller, code)?;
    let rows: Vec<(AsText<FermetureId>, String, String, String)> = fermeture::table
        .filter(fermeture::espace_id.eq(espace.to_string()))
        .filter(fermeture::au.ge(today.to_string()))
        .order((fermeture::du, fermeture::id))
        .select((fermeture::id, fermeture::du, fermeture::au, fermeture::motif))
        .load(db)?;
    let closed = rows.into_iter().filter_map(|(AsText(id), du, au, motif)| {
        Some(Fermeture { id, du: du.parse().ok()?, au: au.parse().ok()?, motif })
    });
    Ok(closed.collect())
}

/// A professional is away: the caller, or a colleague of a structure in which the caller publishes.
pub fn declare(
    tx: &mut Tx<'_>,
    caller: &Professionnel,
    request: &DeclareAbsence,
    zone: &TimeZone,
) -> Result<Absence, Error> {
    let who = request.professionnel;
    if !may_speak_for(tx.db, caller, who)? {
        return Err(ProblemKind::Introuvable.into());
    }
    let (debut, fin) = span(request, zone)?;
    // The write on the professional comes first: nothing is published for them meanwhile.
    diesel::update(professionnel::table.find(who.to_string()))
        .set(professionnel::agenda.eq(professionnel::agenda + 1))
        .execute(tx.db)?;
    let absence: AbsenceId = id();
    diesel::insert_into(absence::table)
        .values((
            absence::id.eq(absence.to_string()),
            absence::professionnel_id.eq(who.to_string()),
            absence::debut.eq(debut.0),
            absence::fin.eq(fin.0),
            absence::creee_par.eq(caller.compte.to_string()),
            absence::creee_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    let touched: Vec<AsText<CreneauId>> = creneau::table
        .filter(creneau::professionnel_id.eq(who.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::debut.gt(tx.now.0))
        .filter(creneau::debut.lt(fin.0))
        .filter(creneau::fin.gt(debut.0))
        .select(creneau::id)
        .load(tx.db)?;
    release(tx, &ids(touched), request.mot.as_ref())?;
    let prenom = professionnel::table.find(who.to_string()).select(professionnel::prenom).first(tx.db)?;
    Ok(Absence { id: absence, professionnel: who, prenom, debut, fin })
}

/// The absences to come of the caller, and of those who work where the caller publishes.
pub fn list_absences(db: &mut Conn, caller: &Professionnel, now: Instant) -> Result<Vec<Absence>, Error> {
    type Row = (AsText<AbsenceId>, AsText<CompteId>, String, i64, i64);
    let colleagues = membre::table.filter(membre::structure_id.eq_any(publishing(caller))).select(membre::compte_id);
    let rows: Vec<Row> = absence::table
        .inner_join(professionnel::table)
        .filter(absence::fin.gt(now.0))
        .filter(
            absence::professionnel_id.eq(caller.compte.to_string()).or(absence::professionnel_id.eq_any(colleagues)),
        )
        .order((absence::debut, absence::id))
        .select((absence::id, absence::professionnel_id, professionnel::prenom, absence::debut, absence::fin))
        .load(db)?;
    let away = rows.into_iter().map(|(AsText(id), AsText(professionnel), prenom, debut, fin)| Absence {
        id,
        professionnel,
        prenom,
        debut: Instant(debut),
        fin: Instant(fin),
    });
    Ok(away.collect())
}

/// Takes a closure back: the créneaux of its days are made anew.
pub fn reopen(tx: &mut Tx<'_>, caller: &Structure, fermeture: FermetureId) -> Result<(), Error> {
    let row: Option<(AsText<CodeEspace>, String, String)> = fermeture::table
        .inner_join(espace_temps::table)
        .filter(fermeture::id.eq(fermeture.to_string()))
        .select((espace_temps::code, fermeture::du, fermeture::au))
        .first(tx.db)
        .optional()?;
    let (AsText(code), du, au) = row.ok_or(ProblemKind::Introuvable)?;
    let espace = animated(tx.db, caller, &code)?;
    accueil::version::lock(tx, espace)?;
    diesel::delete(fermeture::table.find(fermeture.to_string())).execute(tx.db)?;
    match (du.parse(), au.parse()) {
        (Ok(du), Ok(au)) => murs::make_up(tx, espace, (du, au)),
        _ => Err(ProblemKind::Introuvable.into()),
    }
}

/// Takes an absence back: the créneaux of its hours are made anew.
pub fn come_back(tx: &mut Tx<'_>, caller: &Professionnel, absence: AbsenceId, zone: &TimeZone) -> Result<(), Error> {
    let row: Option<(AsText<CompteId>, i64, i64)> = absence::table
        .find(absence.to_string())
        .select((absence::professionnel_id, absence::debut, absence::fin))
        .first(tx.db)
        .optional()?;
    let (AsText(who), debut, fin) = row.ok_or(ProblemKind::Introuvable)?;
    if !may_speak_for(tx.db, caller, who)? {
        return Err(ProblemKind::Introuvable.into());
    }
    diesel::delete(absence::table.find(absence.to_string())).execute(tx.db)?;
    let theirs: Vec<AsText<PermanenceId>> = permanence::table
        .filter(permanence::professionnel_id.eq(who.to_string()))
        .order(permanence::id)
        .select(permanence::id)
        .load(tx.db)?;
    let theirs: Vec<PermanenceId> = theirs.into_iter().map(|AsText(id)| id).collect();
    make_again(tx, &theirs, time::day_of(Instant(debut), zone), time::day_of(Instant(fin), zone))
}

fn ids(rows: Vec<AsText<CreneauId>>) -> Vec<CreneauId> {
    rows.into_iter().map(|AsText(id)| id).collect()
}

fn publishing(caller: &Professionnel) -> Vec<String> {
    let places = caller.appartenances.iter().filter(|place| place.droits.publie);
    places.map(|place| place.structure.to_string()).collect()
}

fn may_speak_for(db: &mut Conn, caller: &Professionnel, who: CompteId) -> Result<bool, Error> {
    if caller.compte == who {
        return Ok(true);
    }
    for place in caller.appartenances.iter().filter(|place| place.droits.publie) {
        if annuaire::works_in(db, who, place.structure)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn animated(db: &mut Conn, caller: &Structure, code: &CodeEspace) -> Result<EspaceId, Error> {
    let espace = find_id(db, code)?.ok_or(ProblemKind::Introuvable)?;
    let count: i64 = animation::table
        .filter(animation::espace_id.eq(espace.to_string()))
        .filter(animation::structure_id.eq_any(caller.structures.iter().map(ToString::to_string)))
        .count()
        .get_result(db)?;
    if count == 0 { Err(ProblemKind::Introuvable.into()) } else { Ok(espace) }
}

// A day without hours is the whole of it; an hour that the clocks skip is refused by name.
fn span(request: &DeclareAbsence, zone: &TimeZone) -> Result<(Instant, Instant), Error> {
    let moment = |jour, heure| time::moment(jour, heure, zone).ok_or(ProblemKind::HeureInexistante);
    let debut = match request.debut {
        Some(heure) => moment(request.du, heure)?,
        None => time::start_of(request.du, zone),
    };
    let fin = match request.fin {
        Some(heure) => moment(request.au, heure)?,
        None => time::start_of(time::plus_days(request.au, 1), zone),
    };
    if fin <= debut {
        return Err(Problem::from(ProblemKind::FinAvantDebut).into());
    }
    Ok((debut, fin))
}
