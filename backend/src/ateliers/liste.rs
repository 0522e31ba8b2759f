//! The ateliers to come, as anybody may see them: by time, then by distance, then nobody first.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ateliers::{Atelier, EtatAtelier, ListAteliers},
    fields::Jour,
    ids::{AtelierId, EspaceId},
};

use super::stored::{Full, Row, complete, rows};
use crate::{
    accueil::db::find_id,
    annuaire::communes::{self, Centre, centre_of, km},
    comptes::keys,
    db::Conn,
    permanences::NEAR_KM,
    problem::Error,
    schema::atelier,
    time,
};

// As many as are looked at to find what is near; and as many as a phone is sent.
const MOST_READ: i64 = 1_000;
const MOST: usize = 200;
// How many are offered instead of one.
const INSTEAD: usize = 3;

/// The ateliers to come that answer a filter.
pub fn list(db: &mut Conn, filter: &ListAteliers, now: Instant) -> Result<Vec<Atelier>, Error> {
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
    let found: Vec<Row> = query.load(db)?;
    let mut list = sorted(near(dated(db, found, now)?, filter.commune.as_ref().and_then(communes::centre)));
    list.truncate(MOST);
    Ok(list)
}

/// What is offered instead of an atelier: its other dates first, then what is not far.
pub fn others(db: &mut Conn, atelier: AtelierId, now: Instant) -> Result<Vec<Atelier>, Error> {
    let lost = read(db, atelier)?.shown(now);
    let found: Vec<Row> = rows!()
        .filter(atelier::debut.gt(now.0))
        .filter(atelier::etat.eq(EtatAtelier::Publie.code()))
        .filter(atelier::id.ne(atelier.to_string()))
        .order((atelier::debut, atelier::id))
        .limit(MOST_READ)
        .load(db)?;
    let with_room = dated(db, found, now)?.into_iter().filter(|(one, _)| 0 < one.places_libres).collect();
    let mut list = sorted(near(with_room, centre_of(&lost.lieu.commune)));
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
