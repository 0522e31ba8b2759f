//! The list of the team: first come, first met. Who receives people for a structure that animates the place sees it, whatever the
//! structure; of two who take care of somebody at once, one does. Whoever only coordinates counts, and reads nobody.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl,
};
use jiff::tz::TimeZone;
use shared::{
    Instant, ProblemKind,
    accueil::{
        AddPassage, EspaceAccueilli, EtatPassage, FollowPassage, GestePassage, MarkPassage, Passage, Suivi, TakePassage,
    },
    fields::CodeEspace,
    ids::{CompteId, EspaceId, FilId, PassageId, StructureId},
    permanences::Besoin,
};

use super::ici::{LASTS_HOURS, New, Place, clock, etat, insert, since, tell};
use crate::{
    caller::{Accueillant, Professionnel, Referent},
    db::{AsText, Conn, Tx},
    messages,
    problem::Error,
    schema::{animation, espace_temps, fil, jeune, lieu, passage, professionnel},
};

macro_rules! passages {
    () => {
        passage::table
            .left_join(jeune::table)
            .left_join(professionnel::table)
            .left_join(
                fil::table
                    .on(fil::espace_id.eq(passage::espace_id).and(fil::jeune_id.nullable().eq(passage::jeune_id))),
            )
            .select((
                passage::id,
                (passage::arrive_le, passage::pris_le, passage::fini_le, passage::vu_le),
                (passage::prenom, jeune::prenom.nullable(), passage::age, passage::besoin, passage::note),
                (passage::sans_compte, passage::pris_par, professionnel::prenom.nullable()),
                (fil::id.nullable(), fil::referent_id.nullable()),
            ))
    };
}

fn mine(pro: &Professionnel) -> Vec<StructureId> {
    pro.appartenances.iter().map(|place| place.structure).collect()
}

fn text(structures: &[StructureId]) -> Vec<String> {
    structures.iter().map(StructureId::to_string).collect()
}

/// The espaces-temps that the structures of a professional animate.
pub fn espaces(db: &mut Conn, pro: &Professionnel) -> Result<Vec<EspaceAccueilli>, Error> {
    let receives = |structure| pro.appartenances.iter().any(|one| one.structure == structure && one.droits.receives());
    let rows: Vec<(AsText<CodeEspace>, String, String, AsText<StructureId>)> = animation::table
        .inner_join(espace_temps::table.inner_join(lieu::table))
        .filter(animation::structure_id.eq_any(text(&mine(pro))))
        .select((espace_temps::code, espace_temps::nom, lieu::fuseau, animation::structure_id))
        .order((espace_temps::nom, espace_temps::code))
        .load(db)?;
    let mut all: Vec<EspaceAccueilli> = Vec::new();
    for (AsText(code), nom, fuseau, AsText(structure)) in rows {
        let recoit = receives(structure);
        match all.last_mut() {
            // Of two structures of one's own: who receives for one of them receives.
            Some(last) if last.code == code => last.recoit |= recoit,
            Some(_) | None => all.push(EspaceAccueilli { code, nom, fuseau, recoit }),
        }
    }
    Ok(all)
}

/// An espace-temps that a structure of the caller animates; any other does not exist.
pub fn check(db: &mut Conn, pro: &Professionnel, code: &CodeEspace) -> Result<Place, Error> {
    animated(db, &mine(pro), code)
}

fn animated(db: &mut Conn, structures: &[StructureId], code: &CodeEspace) -> Result<Place, Error> {
    let (AsText(id), nom, fuseau): (AsText<EspaceId>, String, String) = animation::table
        .inner_join(espace_temps::table.inner_join(lieu::table))
        .filter(espace_temps::code.eq(code.as_str()))
        .filter(animation::structure_id.eq_any(text(structures)))
        .select((espace_temps::id, espace_temps::nom, lieu::fuseau))
        .first(db)?;
    Ok(Place { id, nom, zone: TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC) })
}

/// Who is there, who waits, who is on the way and who has just left, in the order in which they came.
pub fn list(db: &mut Conn, pro: &Accueillant, code: &CodeEspace, now: Instant) -> Result<Vec<Passage>, Error> {
    let place = animated(db, &pro.structures, code)?;
    let rows: Vec<Row> = passages!()
        .filter(passage::espace_id.eq(place.id.to_string()))
        .filter(passage::vu_le.gt(since(now)))
        .order((passage::vu_le, passage::id))
        .load(db)?;
    let mut list: Vec<Passage> = rows.into_iter().map(|row| to_passage(row, pro.compte)).collect();
    list.sort_by_key(|one| (one.depuis, one.id));
    Ok(list)
}

/// Adds somebody without an account, who is there.
pub fn add(tx: &mut Tx<'_>, pro: &Accueillant, request: &AddPassage) -> Result<Passage, Error> {
    let place = animated(tx.db, &pro.structures, &request.espace)?;
    let new = New {
        jeune: None,
        prenom: request.prenom.as_ref().map(|prenom| prenom.as_str().to_owned()),
        age: request.age,
        besoin: request.besoin,
        note: request.note.as_ref().map(|note| note.as_str().to_owned()),
    };
    // Told late by a phone without a network; what was so long ago is over.
    let since = request.le.map_or(tx.now, |le| le.max(tx.now.plus_minutes(-60 * LASTS_HOURS)).min(tx.now));
    let added = insert(tx, &place, new, Some(since))?;
    tell(tx, place.id, None)?;
    read(tx.db, added, pro.compte)
}

/// One of the team takes care of somebody. Taking twice is taking once.
pub fn take(tx: &mut Tx<'_>, pro: &Accueillant, request: &TakePassage) -> Result<Passage, Error> {
    let one = find(tx.db, &pro.structures, request.passage)?;
    take_found(tx, &one, pro.compte, (request.passage, request.le))?;
    read(tx.db, request.passage, pro.compte)
}

// The write comes first: it decides between two, whenever they tapped. What was tapped before it does not undo it; what the same
// phone tapped after it, and says after it, does.
fn take_found(
    tx: &mut Tx<'_>,
    one: &Found,
    compte: CompteId,
    (which, le): (PassageId, Option<Instant>),
) -> Result<(), Error> {
    let at = le.unwrap_or(tx.now).min(tx.now).max(one.marque);
    let taken = diesel::update(passage::table.find(which.to_string()))
        .filter(passage::pris_le.is_null())
        .filter(passage::fini_le.is_null())
        .set((passage::pris_par.eq(compte.to_string()), passage::pris_le.eq(tx.now.0), passage::marque_le.eq(at.0)))
        .execute(tx.db)?;
    if taken == 1 {
        arrive(tx, one, (which, tx.now))?;
        return tell(tx, one.place.id, one.jeune);
    }
    let by: Option<AsText<CompteId>> = passage::table.find(which.to_string()).select(passage::pris_par).first(tx.db)?;
    match by {
        Some(AsText(by)) if by == compte => Ok(()),
        _ => Err(ProblemKind::DejaAccueilli.into()),
    }
}

fn arrive(tx: &mut Tx<'_>, one: &Found, (which, at): (PassageId, Instant)) -> Result<usize, Error> {
    let (jour, heure) = clock(&one.place, at);
    Ok(diesel::update(passage::table.find(which.to_string()))
        .filter(passage::arrive_le.is_null())
        .filter(passage::fini_le.is_null())
        .set((passage::arrive_le.eq(at.0), passage::jour.eq(jour), passage::heure.eq(heure)))
        .execute(tx.db)?)
}

/// Another tap. The last one counts, whatever the order in which they arrive; whoever took care of somebody takes it back
/// alone.
pub fn mark(tx: &mut Tx<'_>, pro: &Accueillant, request: &MarkPassage) -> Result<Passage, Error> {
    let which = request.passage;
    let one = find(tx.db, &pro.structures, which)?;
    // A phone whose clock is wrong: never before they were seen, never in the future.
    let at = request.le.max(one.vu).min(tx.now);
    let row = || passage::table.find(which.to_string());
    // The write comes first: an older tap than the last one ends here.
    let newer = diesel::update(row())
        .filter(passage::marque_le.is_null().or(passage::marque_le.le(at.0)))
        .set(passage::marque_le.eq(at.0))
        .execute(tx.db)?;
    if newer == 0 {
        return read(tx.db, which, pro.compte);
    }
    let changed = match request.geste {
        GestePassage::Arrive => arrive(tx, &one, (which, at))?,
        GestePassage::Parti => {
            diesel::update(row()).filter(passage::fini_le.is_null()).set(passage::fini_le.eq(at.0)).execute(tx.db)?
        }
        GestePassage::Revenu => come_back(tx, &one, which)?,
        GestePassage::Attend => take_back(tx, pro, which)?,
    };
    if changed == 1 {
        tell(tx, one.place.id, one.jeune)?;
    }
    read(tx.db, which, pro.compte)
}

fn take_back(tx: &mut Tx<'_>, pro: &Accueillant, which: PassageId) -> Result<usize, Error> {
    let row = || passage::table.find(which.to_string());
    let back = diesel::update(row())
        .filter(passage::pris_par.eq(pro.compte.to_string()))
        .filter(passage::fini_le.is_null())
        .set((passage::pris_par.eq(None::<String>), passage::pris_le.eq(None::<i64>)))
        .execute(tx.db)?;
    let taken: Option<i64> = row().select(passage::pris_le).first(tx.db)?;
    if back == 0 && taken.is_some() {
        return Err(ProblemKind::DejaAccueilli.into());
    }
    Ok(back)
}

// A jeune who has come again meanwhile is there already.
fn come_back(tx: &mut Tx<'_>, one: &Found, which: PassageId) -> Result<usize, Error> {
    if let Some(jeune) = one.jeune {
        let again = passage::table
            .filter(passage::espace_id.eq(one.place.id.to_string()))
            .filter(passage::jeune_id.eq(jeune.to_string()))
            .filter(passage::fini_le.is_null());
        let again: i64 = again.count().get_result(tx.db)?;
        if 0 < again {
            return Ok(0);
        }
    }
    let back = diesel::update(passage::table.find(which.to_string())).filter(passage::fini_le.is_not_null());
    Ok(back.set(passage::fini_le.eq(None::<i64>)).execute(tx.db)?)
}

/// The first meeting becomes a thread with the caller as référent; a colleague who was faster keeps it.
pub fn follow(tx: &mut Tx<'_>, referent: &Referent, request: &FollowPassage) -> Result<Passage, Error> {
    let which = request.passage;
    let one = find(tx.db, &referent.structures, which)?;
    let jeune = one.jeune.ok_or(ProblemKind::Introuvable)?;
    // Nobody else's care is taken over: only who waits, or is with the caller.
    take_found(tx, &one, referent.compte, (which, request.le))?;
    let fil = messages::db::open_fil(tx, jeune, one.place.id)?;
    messages::db::take(tx, referent, fil)?;
    tell(tx, one.place.id, one.jeune)?;
    read(tx.db, which, referent.compte)
}

struct Found {
    place: Place,
    jeune: Option<CompteId>,
    vu: Instant,
    // When the last tap on them was made, or when they were seen first.
    marque: Instant,
}

// Somebody in a place that one of these structures animates.
fn find(db: &mut Conn, structures: &[StructureId], which: PassageId) -> Result<Found, Error> {
    type Row = (AsText<EspaceId>, String, String, Option<AsText<CompteId>>, (i64, Option<i64>));
    let row: Option<Row> = passage::table
        .inner_join(espace_temps::table.inner_join(lieu::table))
        .inner_join(animation::table.on(animation::espace_id.eq(passage::espace_id)))
        .filter(passage::id.eq(which.to_string()))
        .filter(animation::structure_id.eq_any(text(structures)))
        .select((
            espace_temps::id,
            espace_temps::nom,
            lieu::fuseau,
            passage::jeune_id,
            (passage::vu_le, passage::marque_le),
        ))
        .first(db)
        .optional()?;
    let (AsText(id), nom, fuseau, jeune, (vu, marque)) = row.ok_or(ProblemKind::Introuvable)?;
    let zone = TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC);
    let (vu, marque) = (Instant(vu), Instant(marque.unwrap_or(vu)));
    Ok(Found { place: Place { id, nom, zone }, jeune: jeune.map(|AsText(jeune)| jeune), vu, marque })
}

type Row = (
    AsText<PassageId>,
    (Option<i64>, Option<i64>, Option<i64>, i64),
    (Option<String>, Option<String>, Option<i32>, Option<String>, Option<String>),
    (bool, Option<AsText<CompteId>>, Option<String>),
    (Option<AsText<FilId>>, Option<AsText<CompteId>>),
);

// Only after `find` or `check`, where the scope was checked.
fn read(db: &mut Conn, which: PassageId, me: CompteId) -> Result<Passage, Error> {
    let row: Row = passages!().filter(passage::id.eq(which.to_string())).first(db)?;
    Ok(to_passage(row, me))
}

fn to_passage(row: Row, me: CompteId) -> Passage {
    let (AsText(id), (arrive, pris, fini, vu), who, (sans_compte, by, par), (fil, referent)) = row;
    let (typed, prenom, age, besoin, note) = who;
    let suivi = match referent {
        _ if sans_compte => Suivi::SansCompte,
        None => Suivi::Personne,
        Some(AsText(referent)) if referent == me => Suivi::Moi,
        Some(_) => Suivi::Autre,
    };
    let etat = etat(arrive.is_some(), pris.is_some(), fini.is_some());
    Passage {
        id,
        etat,
        prenom: prenom.or(typed),
        age: age.and_then(|age| u8::try_from(age).ok()),
        besoin: besoin.as_deref().and_then(Besoin::from_code),
        note,
        depuis: Instant(if etat == EtatPassage::Annonce { vu } else { arrive.unwrap_or(vu) }),
        par,
        par_moi: by.is_some_and(|AsText(by)| by == me),
        suivi,
        fil: fil.filter(|_| suivi == Suivi::Moi).map(|AsText(fil)| fil),
    }
}
