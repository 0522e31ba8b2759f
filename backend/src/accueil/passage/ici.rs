//! Who passes by: what anybody may know of it, what the jeune says and sees, and what is forgotten.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl,
};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{
        Affluence, AnnouncePassage, ArrivePassage, EspaceEnDetail, EtatPassage, Frequentation, Lieu, MonPassage,
        PassageEnCours, Porte,
    },
    fields::CodeEspace,
    ids::{CompteId, EspaceId, PassageId},
    messages::Evenement,
    permanences::Besoin,
};

use super::porte;
use crate::{
    accueil::db::read_all,
    caller::Jeune,
    db::{AsText, Conn, Tx, id},
    live::Notice,
    problem::Error,
    schema::{animation, espace_temps, lieu, membre, passage, professionnel},
    time,
};

/// For how long who it was is known.
pub const KEPT_HOURS: i64 = 48;
/// A passage is over after that, whether somebody said so or not: a place may be open past midnight.
pub const LASTS_HOURS: i64 = 12;
/// For the affluence, who came so long ago has left.
const STAYS_HOURS: i64 = 3;

/// An espace-temps and its clock.
#[derive(Clone)]
pub struct Place {
    /// Which.
    pub id: EspaceId,
    /// Its name.
    pub nom: String,
    /// Its clock.
    pub zone: TimeZone,
}

/// An espace-temps by its code.
pub fn find_place(db: &mut Conn, code: &CodeEspace) -> Result<Place, Error> {
    let (AsText(id), nom, fuseau): (AsText<EspaceId>, String, String) = espace_temps::table
        .inner_join(lieu::table)
        .filter(espace_temps::code.eq(code.as_str()))
        .select((espace_temps::id, espace_temps::nom, lieu::fuseau))
        .first(db)?;
    Ok(Place { id, nom, zone: TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC) })
}

/// The moment before which a passage is over.
pub fn since(now: Instant) -> i64 {
    now.plus_minutes(-60 * LASTS_HOURS).0
}

/// How it is in a place now, in words.
pub fn frequentation(db: &mut Conn, code: &CodeEspace, now: Instant) -> Result<Frequentation, Error> {
    let place = find_place(db, code)?;
    let there: i64 = passage::table
        .filter(passage::espace_id.eq(place.id.to_string()))
        .filter(passage::vu_le.gt(since(now)))
        .filter(passage::arrive_le.is_not_null())
        .filter(passage::arrive_le.assume_not_null().gt(now.plus_minutes(-60 * STAYS_HOURS).0))
        .filter(passage::fini_le.is_null())
        .count()
        .get_result(db)?;
    let affluence = Affluence::of(u32::try_from(there).unwrap_or(u32::MAX));
    let Door { porte, lieu, .. } = door(db, code, now)?;
    Ok(Frequentation { nom: place.nom, affluence, porte, lieu })
}

// What the door of a place says.
struct Door {
    // Nothing where no hours are said at all: it is neither open nor closed.
    porte: Option<Porte>,
    lieu: Lieu,
    // The days of the week to come, from today on, on which it opens or has opened.
    semaine: Vec<u8>,
}

fn door(db: &mut Conn, code: &CodeEspace, now: Instant) -> Result<Door, Error> {
    let EspaceEnDetail { espace, detail, .. } = read_all(db, code, now, time::day_of(now, &TimeZone::UTC))?;
    let has_hours = !espace.horaires.is_empty() || !detail.arrets.is_empty() || !detail.jours.is_empty();
    let porte = (has_hours || espace.porte != Porte::Fermee { ouvre: None }).then_some(espace.porte);
    Ok(Door { porte, lieu: espace.lieu, semaine: espace.semaine.into_iter().map(|one| one.jour).collect() })
}

// Nobody is sent to a door that stays closed until tomorrow: when it opens, and where, is said.
fn check_open(db: &mut Conn, place: &Place, code: &CodeEspace, now: Instant) -> Result<(), Error> {
    let Door { porte, lieu, semaine } = door(db, code, now)?;
    let Some(Porte::Fermee { ouvre }) = porte else { return Ok(()) };
    let today = time::day_of(now, &place.zone);
    let was_open = semaine.contains(&time::weekday(today));
    let (closed, opens) = match was_open {
        true => ("C’était ouvert aujourd’hui, mais c’est déjà fini", "Ça rouvre"),
        false => ("C’est fermé aujourd’hui", "Ça ouvre"),
    };
    let title = match ouvre {
        Some(at) if time::day_of(at, &place.zone) == today => return Ok(()),
        Some(at) => {
            let (jour, heure) = (time::long_day(at, &place.zone, now), time::said_hour(at, &place.zone));
            format!("{closed}. {opens} {jour} à {heure} : {}, {}.", lieu.nom, lieu.commune)
        }
        None => format!("{closed}, et on ne sait pas encore quand ça {}.", if was_open { "rouvre" } else { "ouvre" }),
    };
    Err(Problem { title, ..ProblemKind::LieuFerme.into() }.into())
}

/// The jeune says that they come.
pub fn announce(tx: &mut Tx<'_>, jeune: &Jeune, request: &AnnouncePassage) -> Result<MonPassage, Error> {
    let place = find_place(tx.db, &request.espace)?;
    end_old(tx, jeune.compte, place.id)?;
    let under_way = read_one(tx.db, jeune.compte, place.id, tx.now)?;
    if let Some(known) = under_way {
        return Ok(known);
    }
    check_open(tx.db, &place, &request.espace, tx.now)?;
    let new = New { jeune: Some(jeune.compte), prenom: None, age: None, besoin: request.besoin, note: None };
    insert(tx, &place, new, None)?;
    tell(tx, place.id, Some(jeune.compte))?;
    read_one(tx.db, jeune.compte, place.id, tx.now)?.ok_or_else(|| ProblemKind::Introuvable.into())
}

/// Somebody is at the door, with the code that it shows now.
pub fn arrive(
    tx: &mut Tx<'_>,
    jeune: Option<&Jeune>,
    request: &ArrivePassage,
    numero: i32,
) -> Result<MonPassage, Error> {
    let place = find_place(tx.db, &request.espace).map_err(|_| ProblemKind::CodeDePassageRefuse)?;
    porte::check(tx.db, place.id, numero)?;
    let Some(jeune) = jeune else {
        let prenom = request.prenom.as_ref().map(|prenom| prenom.as_str().to_owned());
        let new = New { jeune: None, prenom, age: None, besoin: request.besoin, note: None };
        let id = insert(tx, &place, new, Some(tx.now))?;
        tell(tx, place.id, None)?;
        return Ok(MonPassage { id, etat: EtatPassage::Attend, besoin: request.besoin, avec: None });
    };
    end_old(tx, jeune.compte, place.id)?;
    // What is printed at the door can be read from anywhere: who is not there yet is not there when nobody is.
    let known = read_one(tx.db, jeune.compte, place.id, tx.now)?;
    if known.is_none_or(|one| one.etat == EtatPassage::Annonce) {
        porte::check_hours(tx.db, &request.espace, tx.now, time::day_of(tx.now, &place.zone))?;
    }
    let of_place = passage::espace_id.eq(place.id.to_string()).and(passage::fini_le.is_null());
    let mine = passage::table.filter(passage::jeune_id.eq(jeune.compte.to_string())).filter(of_place);
    let (jour, heure) = clock(&place, tx.now);
    let arrived = diesel::update(mine.clone().filter(passage::arrive_le.is_null()))
        .set((
            (passage::arrive_le.eq(tx.now.0), passage::marque_le.eq(tx.now.0)),
            (passage::jour.eq(jour), passage::heure.eq(heure)),
        ))
        .execute(tx.db)?;
    if arrived == 1
        && let Some(besoin) = request.besoin
    {
        diesel::update(mine).set(passage::besoin.eq(besoin.code())).execute(tx.db)?;
    }
    if arrived == 0 && read_one(tx.db, jeune.compte, place.id, tx.now)?.is_none() {
        let new = New { jeune: Some(jeune.compte), prenom: None, age: None, besoin: request.besoin, note: None };
        insert(tx, &place, new, Some(tx.now))?;
    }
    tell(tx, place.id, Some(jeune.compte))?;
    read_one(tx.db, jeune.compte, place.id, tx.now)?.ok_or_else(|| ProblemKind::Introuvable.into())
}

/// The jeune leaves, or does not come after all: who never was there is not counted.
pub fn leave(tx: &mut Tx<'_>, jeune: &Jeune, which: PassageId) -> Result<PassageEnCours, Error> {
    let mine =
        passage::table.filter(passage::id.eq(which.to_string())).filter(passage::jeune_id.eq(jeune.compte.to_string()));
    let AsText(espace): AsText<EspaceId> = mine.clone().select(passage::espace_id).first(tx.db)?;
    let left = diesel::update(mine.filter(passage::fini_le.is_null()))
        .set((passage::fini_le.eq(tx.now.0), passage::marque_le.eq(tx.now.0)));
    if left.execute(tx.db)? == 1 {
        tell(tx, espace, Some(jeune.compte))?;
    }
    Ok(PassageEnCours::default())
}

/// The passage of a jeune in a place, when one is under way.
pub fn read_mine(db: &mut Conn, jeune: &Jeune, code: &CodeEspace, now: Instant) -> Result<PassageEnCours, Error> {
    let place = find_place(db, code)?;
    Ok(PassageEnCours { passage: read_one(db, jeune.compte, place.id, now)? })
}

/// Somebody new.
pub struct New {
    /// Their account.
    pub jeune: Option<CompteId>,
    /// How to call them, without one.
    pub prenom: Option<String>,
    /// About how old, without one.
    pub age: Option<u8>,
    /// What for.
    pub besoin: Option<Besoin>,
    /// What the team noted.
    pub note: Option<String>,
}

/// Adds somebody, there since a moment or on the way.
pub fn insert(tx: &mut Tx<'_>, place: &Place, new: New, arrived: Option<Instant>) -> Result<PassageId, Error> {
    let passage: PassageId = id();
    let (jour, heure) = clock(place, arrived.unwrap_or(tx.now));
    diesel::insert_into(passage::table)
        .values((
            passage::id.eq(passage.to_string()),
            passage::espace_id.eq(place.id.to_string()),
            passage::jeune_id.eq(new.jeune.map(|jeune| jeune.to_string())),
            passage::sans_compte.eq(new.jeune.is_none()),
            passage::prenom.eq(new.prenom),
            passage::age.eq(new.age.map(i32::from)),
            passage::besoin.eq(new.besoin.map(Besoin::code)),
            passage::note.eq(new.note),
            passage::jour.eq(jour),
            passage::heure.eq(heure),
            passage::vu_le.eq(tx.now.0),
            passage::arrive_le.eq(arrived.map(|at| at.0)),
        ))
        .execute(tx.db)?;
    Ok(passage)
}

/// The day and the hour on the clock of a place.
pub fn clock(place: &Place, now: Instant) -> (String, i32) {
    let heure = time::heure_of(now, &place.zone).minutes() / 60;
    (time::day_of(now, &place.zone).to_string(), i32::from(heure))
}

/// Tells the team of a place, and the jeune, that something has changed: nothing else is said.
pub fn tell(tx: &mut Tx<'_>, espace: EspaceId, jeune: Option<CompteId>) -> Result<(), Error> {
    let team: Vec<AsText<CompteId>> = animation::table
        .inner_join(membre::table.on(membre::structure_id.eq(animation::structure_id)))
        .filter(animation::espace_id.eq(espace.to_string()))
        .select(membre::compte_id)
        .distinct()
        .load(tx.db)?;
    let comptes = team.into_iter().map(|AsText(compte)| compte).chain(jeune).collect();
    tx.tell(Notice { comptes, evenement: Evenement::Accueil {} });
    Ok(())
}

/// Forgets who it was, 48 hours after: the day, the hour and the need stay. Who never came leaves nothing.
pub fn forget_old(db: &mut Conn, now: Instant) -> Result<usize, Error> {
    let old = || passage::vu_le.lt(now.plus_minutes(-60 * KEPT_HOURS).0);
    let never = passage::table.filter(old()).filter(passage::arrive_le.is_null());
    let gone = diesel::delete(never).execute(db)?;
    let somebody = passage::jeune_id
        .is_not_null()
        .or(passage::prenom.is_not_null())
        .or(passage::age.is_not_null())
        .or(passage::note.is_not_null())
        .or(passage::pris_par.is_not_null());
    let forgotten = diesel::update(passage::table.filter(old()).filter(somebody))
        .set((
            passage::jeune_id.eq(None::<String>),
            passage::prenom.eq(None::<String>),
            passage::age.eq(None::<i32>),
            passage::note.eq(None::<String>),
            passage::pris_par.eq(None::<String>),
        ))
        .execute(db)?;
    Ok(gone + forgotten)
}

/// Where somebody is.
pub fn etat(arrived: bool, taken: bool, gone: bool) -> EtatPassage {
    match (gone, taken, arrived) {
        (true, ..) => EtatPassage::Parti,
        (false, true, _) => EtatPassage::Recu,
        (false, false, true) => EtatPassage::Attend,
        (false, false, false) => EtatPassage::Annonce,
    }
}

// One that nobody ended keeps no one from coming again.
fn end_old(tx: &mut Tx<'_>, jeune: CompteId, espace: EspaceId) -> Result<(), Error> {
    let old = passage::table
        .filter(passage::espace_id.eq(espace.to_string()))
        .filter(passage::jeune_id.eq(jeune.to_string()))
        .filter(passage::fini_le.is_null())
        .filter(passage::vu_le.le(since(tx.now)));
    diesel::update(old).set(passage::fini_le.eq(passage::vu_le.nullable())).execute(tx.db)?;
    Ok(())
}

/// The passage of somebody without an account, by what their phone has kept of it, as long as they are there.
pub fn read_alone(
    db: &mut Conn,
    which: PassageId,
    espace: &CodeEspace,
    now: Instant,
) -> Result<Option<MonPassage>, Error> {
    let row: Option<Row> = passage::table
        .inner_join(espace_temps::table)
        .left_join(professionnel::table)
        .filter(passage::id.eq(which.to_string()))
        .filter(espace_temps::code.eq(espace.as_str()))
        .filter(passage::sans_compte)
        .filter(passage::fini_le.is_null())
        .filter(passage::vu_le.gt(since(now)))
        .select((passage::id, passage::besoin, passage::arrive_le, passage::pris_le, professionnel::prenom.nullable()))
        .first(db)
        .optional()?;
    Ok(row.map(to_mine))
}

type Row = (AsText<PassageId>, Option<String>, Option<i64>, Option<i64>, Option<String>);

fn read_one(db: &mut Conn, jeune: CompteId, espace: EspaceId, now: Instant) -> Result<Option<MonPassage>, Error> {
    let row: Option<Row> = passage::table
        .left_join(professionnel::table)
        .filter(passage::espace_id.eq(espace.to_string()))
        .filter(passage::jeune_id.eq(jeune.to_string()))
        .filter(passage::fini_le.is_null())
        .filter(passage::vu_le.gt(since(now)))
        .select((passage::id, passage::besoin, passage::arrive_le, passage::pris_le, professionnel::prenom.nullable()))
        .first(db)
        .optional()?;
    Ok(row.map(to_mine))
}

fn to_mine((AsText(id), besoin, arrive, pris, avec): Row) -> MonPassage {
    MonPassage {
        id,
        etat: etat(arrive.is_some(), pris.is_some(), false),
        besoin: besoin.as_deref().and_then(Besoin::from_code),
        avec,
    }
}
