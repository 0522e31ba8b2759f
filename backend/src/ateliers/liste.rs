//! The ateliers to come, as anybody may see them: by time, then by distance, then nobody first.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ateliers::{Atelier, EtatAtelier, ListAteliers},
    fields::Jour,
    ids::{AtelierId, EspaceId},
};

use super::{
    lecture,
    stored::{Full, Row, complete, rows},
};
use crate::{
    accueil::db::find_id,
    annuaire::communes::{self, Centre, centre_of, km},
    caller::Jeune,
    comptes::keys,
    db::{AsText, Conn},
    permanences::NEAR_KM,
    problem::Error,
    schema::{atelier, lieu},
    time,
};

// As many as are looked at to find what is near; and as many as a phone is sent.
const MOST_READ: i64 = 1_000;
const MOST: usize = 200;
// How many are offered instead of one.
const INSTEAD: usize = 3;

/// The ateliers to come that answer a filter.
pub fn list(db: &mut Conn, filter: &ListAteliers, now: Instant) -> Result<Vec<Atelier>, Error> {
    let centre = filter.commune.as_ref().and_then(communes::centre);
    let around = centre.map(|centre| around(db, centre, now)).transpose()?.unwrap_or_default();
    // What is near comes first of all, however much is announced elsewhere before it.
    let mut found = if around.is_empty() { Vec::new() } else { found(db, filter, &around, now)? };
    if found.is_empty() {
        found = self::found(db, filter, &[], now)?;
    }
    let mut list = sorted(near(dated(db, found, now)?, centre));
    list.truncate(MOST);
    Ok(list)
}

// The towns near a point in which something is to come, as they are written.
fn around(db: &mut Conn, from: Centre, now: Instant) -> Result<Vec<String>, Error> {
    let written: Vec<String> = atelier::table
        .inner_join(lieu::table)
        .filter(atelier::debut.gt(now.0))
        .filter(atelier::etat.eq(EtatAtelier::Publie.code()))
        .select(lieu::commune)
        .distinct()
        .load(db)?;
    let is_near = |name: &String| centre_of(name).is_some_and(|there| km(from, there) <= NEAR_KM);
    Ok(written.into_iter().filter(is_near).collect())
}

fn found(db: &mut Conn, filter: &ListAteliers, communes: &[String], now: Instant) -> Result<Vec<Row>, Error> {
    let mut query = rows!()
        .filter(atelier::debut.gt(now.0))
        .filter(atelier::etat.eq(EtatAtelier::Publie.code()))
        .order((atelier::debut, atelier::id))
        .limit(MOST_READ)
        .into_boxed();
    if let Some(code) = &filter.espace {
        let espace = find_id(db, code)?.ok_or(ProblemKind::Introuvable)?;
        query = query.filter(atelier::espace_id.eq(espace.to_string()));
    }
    if let Some(besoin) = filter.besoin {
        query = query.filter(atelier::besoin.eq(besoin.code()));
    }
    if !communes.is_empty() {
        query = query.filter(lieu::commune.eq_any(communes));
    }
    Ok(query.load(db)?)
}

/// What is offered instead of an atelier: its other dates first, then what is not far; nothing that the caller has already.
pub fn others(db: &mut Conn, atelier: AtelierId, caller: Option<&Jeune>, now: Instant) -> Result<Vec<Atelier>, Error> {
    let held = caller.map(|jeune| lecture::known(db, jeune.compte)).transpose()?.unwrap_or_default();
    let is_offered = |one: &Atelier| 0 < one.places_libres && held.iter().all(|AsText(held)| *held != one.id);
    let lost = read(db, atelier)?.shown(now);
    let centre = centre_of(&lost.lieu.commune);
    let around = centre.map(|centre| around(db, centre, now)).transpose()?.unwrap_or_default();
    let all = ListAteliers { espace: None, besoin: None, commune: None };
    let mut offered = |communes: &[String]| -> Result<Vec<Dated>, Error> {
        let found = found(db, &all, communes, now)?;
        Ok(dated(db, found, now)?.into_iter().filter(|(one, _)| one.id != atelier && is_offered(one)).collect())
    };
    let mut with_room = if around.is_empty() { Vec::new() } else { offered(&around)? };
    if with_room.is_empty() {
        with_room = offered(&[])?;
    }
    let mut list = sorted(near(with_room, centre));
    // Stable: those of a kind stay in the order of time.
    list.sort_by_key(|one| {
        let is_elsewhere = one.lieu.commune != lost.lieu.commune;
        (is_elsewhere || one.titre != lost.titre, is_elsewhere, one.besoin != lost.besoin)
    });
    list.truncate(INSTEAD);
    // How far it is from a town that nobody chose says nothing.
    Ok(list.into_iter().map(|one| Atelier { km: None, ..one }).collect())
}

fn dated(db: &mut Conn, found: Vec<Row>, now: Instant) -> Result<Vec<Dated>, Error> {
    Ok(complete(db, found)?.iter().map(|one| (one.shown(now), time::day_of(now, &one.zone))).collect())
}

/// An atelier with when it was announced and when it last changed.
pub type Announced = (Atelier, (Instant, Instant));

/// The published ateliers of a place that are not over, also those that have begun.
pub fn of_place(db: &mut Conn, espace: EspaceId, now: Instant, until: Instant) -> Result<Vec<Announced>, Error> {
    let found: Vec<Row> = rows!()
        .filter(atelier::espace_id.eq(espace.to_string()))
        .filter(atelier::debut.gt(now.plus_days(-1).0))
        .filter(atelier::debut.lt(until.0))
        .filter(atelier::fin.gt(now.0))
        .filter(atelier::etat.eq(EtatAtelier::Publie.code()))
        .order((atelier::debut, atelier::id))
        .limit(MOST_READ)
        .load(db)?;
    let times = |one: &Full| {
        let made = Instant(one.stored.publie_le.unwrap_or(one.stored.cree_le));
        (made, made.max(Instant(one.stored.change_le)))
    };
    Ok(complete(db, found)?.iter().map(|one| (one.shown(now), times(one))).collect())
}

type Dated = (Atelier, Jour);

// What is near, when there is something: then, whatever the distance.
fn near(list: Vec<Dated>, centre: Option<Centre>) -> Vec<Dated> {
    let Some(centre) = centre else { return list };
    let measure = |(atelier, day): Dated| {
        let km = centre_of(&atelier.lieu.commune).map(|other| km(centre, other));
        (Atelier { km, ..atelier }, day)
    };
    let measured: Vec<Dated> = list.into_iter().map(measure).collect();
    let is_near = |(atelier, _): &Dated| atelier.km.is_some_and(|km| km <= NEAR_KM);
    if measured.iter().any(is_near) { measured.into_iter().filter(is_near).collect() } else { measured }
}

/// By time, then by distance. What is left is drawn anew each day, the same for all who look: whoever publishes more, sooner
/// or under a nicer name is as often first as anybody else.
fn sorted(mut list: Vec<Dated>) -> Vec<Atelier> {
    list.sort_by_cached_key(|(one, day)| (one.debut, one.km.unwrap_or(u16::MAX), drawn(*day, one.id)));
    list.into_iter().map(|(one, _)| one).collect()
}

fn drawn(day: Jour, atelier: AtelierId) -> String {
    keys::digest(&format!("{day} {atelier}"))
}

/// An atelier that was published, whatever became of it.
pub fn read(db: &mut Conn, atelier: AtelierId) -> Result<Full, Error> {
    find(db, atelier)?.filter(Full::is_published).ok_or_else(|| ProblemKind::Introuvable.into())
}

/// An atelier, whatever it is; the caller's right to it is looked at by whoever asks.
pub fn find(db: &mut Conn, atelier: AtelierId) -> Result<Option<Full>, Error> {
    let row: Option<Row> = rows!().filter(atelier::id.eq(atelier.to_string())).first(db).optional()?;
    Ok(complete(db, row.into_iter().collect())?.pop())
}
