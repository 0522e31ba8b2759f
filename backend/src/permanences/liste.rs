//! The permanences of a structure, as those who publish see them.

use std::collections::HashMap;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, ProblemKind,
    fields::{CodeEspace, Jour, Lien},
    ids::PermanenceId,
    permanences::{Besoin, Conditions, JoursFeries, Mode, Permanence, Public, Rythme},
};

use super::{creneaux::heure, regle::Regle};
use crate::{
    accueil::{
        db::{LIEU, LieuRow, to_lieu},
        escales::Escales,
    },
    caller::Structure,
    db::{AsText, Conn},
    problem::Error,
    schema::{creneau, espace_temps, lieu, permanence, professionnel, structure},
    time,
};

// How far ahead the days with a repeated hour are looked for: two clock changes.
const LOOK_AHEAD: i32 = 366;

macro_rules! rows {
    () => {
        permanence::table
            .inner_join(structure::table)
            .inner_join(espace_temps::table)
            .inner_join(lieu::table)
            .inner_join(professionnel::table)
            .select((
                permanence::id,
                structure::nom,
                espace_temps::code,
                LIEU,
                permanence::besoin,
                professionnel::prenom,
                (permanence::rythme, permanence::debut, permanence::fin, permanence::duree, permanence::places),
                (permanence::pause, permanence::delai, permanence::avance),
                (permanence::public, permanence::mode, permanence::lien, permanence::feries),
            ))
    };
}

/// The permanences of the structures in which one publishes, the soonest first.
pub fn list(db: &mut Conn, caller: &Structure, now: Instant) -> Result<Vec<Permanence>, Error> {
    let mine = caller.structures.iter().map(ToString::to_string);
    let rows: Vec<Row> = rows!().filter(permanence::structure_id.eq_any(mine)).load(db)?;
    complete(db, rows, now)
}

/// The permanences of some places that have créneaux to come and that none of some structures publishes, the soonest first.
pub fn list_hosted(db: &mut Conn, espaces: &[String], but: &[String], now: Instant) -> Result<Vec<Permanence>, Error> {
    let rows: Vec<Row> =
        rows!().filter(permanence::espace_id.eq_any(espaces)).filter(permanence::structure_id.ne_all(but)).load(db)?;
    Ok(complete(db, rows, now)?.into_iter().filter(|one| one.prochain.is_some()).collect())
}

fn complete(db: &mut Conn, rows: Vec<Row>, now: Instant) -> Result<Vec<Permanence>, Error> {
    let ids: Vec<String> = rows.iter().map(|(AsText(id), ..)| id.to_string()).collect();
    let to_come = to_come(db, &ids, now)?;
    let next = |row: &Row| to_come.get(&row.0.0).map_or(now.0, |(_, next)| *next);
    let escales = Escales::of(db, rows.iter().map(|row| (&row.3, next(row))))?;
    let mut list: Vec<Permanence> =
        rows.into_iter().filter_map(|row| to_permanence(row, &escales, &to_come, now)).collect();
    list.sort_by_key(|one| (one.prochain.unwrap_or(Instant(i64::MAX)), one.id));
    Ok(list)
}

/// One of them.
pub fn find(db: &mut Conn, caller: &Structure, permanence: PermanenceId, now: Instant) -> Result<Permanence, Error> {
    list(db, caller, now)?.into_iter().find(|one| one.id == permanence).ok_or_else(|| ProblemKind::Introuvable.into())
}

/// Whether a permanence is published by a structure in which the caller publishes.
pub fn check(db: &mut Conn, caller: &Structure, permanence: PermanenceId) -> Result<(), Error> {
    let count: i64 = permanence::table
        .filter(permanence::id.eq(permanence.to_string()))
        .filter(permanence::structure_id.eq_any(caller.structures.iter().map(ToString::to_string)))
        .count()
        .get_result(db)?;
    if count == 0 { Err(ProblemKind::Introuvable.into()) } else { Ok(()) }
}

// How many créneaux each has to come, and the next of them.
fn to_come(db: &mut Conn, of: &[String], now: Instant) -> Result<HashMap<PermanenceId, (i64, i64)>, Error> {
    let rows: Vec<(AsText<PermanenceId>, i64, Option<i64>)> = creneau::table
        .filter(creneau::permanence_id.eq_any(of))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::debut.gt(now.0))
        .group_by(creneau::permanence_id)
        .select((creneau::permanence_id, diesel::dsl::count_star(), diesel::dsl::min(creneau::debut)))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(AsText(id), count, next)| Some((id, (count, next?)))).collect())
}

type Row = (
    AsText<PermanenceId>,
    String,
    AsText<CodeEspace>,
    LieuRow,
    String,
    String,
    (String, i32, i32, i32, i32),
    (i32, i32, Option<i32>),
    (String, String, Option<String>, String),
);

fn to_permanence(
    row: Row,
    escales: &Escales,
    to_come: &HashMap<PermanenceId, (i64, i64)>,
    now: Instant,
) -> Option<Permanence> {
    let (AsText(id), structure, AsText(espace), lieu, besoin, professionnel, times, delays, who) = row;
    let (rythme, debut, fin, duree, places) = times;
    let next = to_come.get(&id);
    // In a bus, where the next one is.
    let lieu = next.map_or_else(|| to_lieu(lieu.clone()), |(_, at)| escales.place(lieu.clone(), Instant(*at)));
    let conditions = to_conditions(delays, who)?;
    let regle = Regle {
        rythme: serde_json::from_str::<Rythme>(&rythme).ok()?,
        debut: heure(debut)?,
        fin: heure(fin)?,
        duree: u16::try_from(duree).ok()?,
        pause: conditions.pause,
        feries: conditions.feries,
    };
    let zone = TimeZone::get(&lieu.fuseau).unwrap_or(TimeZone::UTC);
    Some(Permanence {
        id,
        structure,
        espace,
        heure_double: repeated(&regle, &zone, now),
        lieu,
        besoin: Besoin::from_code(&besoin)?,
        professionnel,
        rythme: regle.rythme,
        debut: regle.debut,
        fin: regle.fin,
        duree: regle.duree,
        places: u16::try_from(places).ok()?,
        conditions,
        creneaux: next.map_or(0, |(count, _)| u32::try_from(*count).unwrap_or(u32::MAX)),
        prochain: next.map(|(_, at)| Instant(*at)),
    })
}

fn repeated(regle: &Regle, zone: &TimeZone, now: Instant) -> Vec<Jour> {
    let today = time::day_of(now, zone);
    regle.repeated(&regle.days(today, time::plus_days(today, LOOK_AHEAD)), zone)
}

fn to_conditions(
    (pause, delai, avance): (i32, i32, Option<i32>),
    (public, mode, lien, feries): (String, String, Option<String>, String),
) -> Option<Conditions> {
    Some(Conditions {
        pause: u16::try_from(pause).ok()?,
        delai: u16::try_from(delai).ok()?,
        avance: avance.and_then(|days| u16::try_from(days).ok()),
        public: Public::from_code(&public)?,
        mode: Mode::from_code(&mode)?,
        lien: lien.and_then(|lien| Lien::parse(&lien).ok()),
        feries: JoursFeries::from_code(&feries)?,
    })
}
