//! The dates of a series, dealt with together.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem,
    ateliers::{DateDeSerie, EtatAtelier},
    fields::Jour,
    ids::AtelierId,
};

use super::{
    pro,
    stored::{Full, Row, complete, rows},
};
use crate::{
    caller::Professionnel,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::atelier,
    time,
};

// What may still be changed or cancelled.
const ALIVE: [EtatAtelier; 2] = [EtatAtelier::Brouillon, EtatAtelier::Publie];

/// The dates that come after one of a series, and that may still be changed or cancelled, in order.
pub fn later(tx: &mut Tx<'_>, one: &Full) -> Result<Vec<AtelierId>, Error> {
    match &one.stored.serie_id {
        Some(serie) => after(tx, serie, one.debut().max(tx.now), &ALIVE),
        None => Ok(Vec::new()),
    }
}

/// The dates of a series after a moment, in some states, in order.
pub fn after(tx: &mut Tx<'_>, serie: &str, moment: Instant, etats: &[EtatAtelier]) -> Result<Vec<AtelierId>, Error> {
    let found: Vec<AsText<AtelierId>> = atelier::table
        .filter(atelier::serie_id.eq(serie))
        .filter(atelier::etat.eq_any(etats.iter().map(|etat| etat.code())))
        .filter(atelier::debut.gt(moment.0))
        .order((atelier::debut, atelier::id))
        .select(atelier::id)
        .load(tx.db)?;
    Ok(found.into_iter().map(|AsText(id)| id).collect())
}

/// What refuses one date of several, with its day; what is wrong with the word is wrong for all.
pub fn named(why: Error, jour: Jour) -> Error {
    match why {
        Error::Refused(problem) if !problem.fields.contains_key("mot") => {
            Problem { fields: [("suite".to_owned(), vec![jour.to_string()])].into(), ..problem }.into()
        }
        why => why,
    }
}

/// The other dates of a series that are not over, of which the caller keeps the list.
pub fn others(db: &mut Conn, caller: &Professionnel, one: &Full, now: Instant) -> Result<Vec<DateDeSerie>, Error> {
    let Some(serie) = &one.stored.serie_id else { return Ok(Vec::new()) };
    let found: Vec<Row> = rows!()
        .filter(atelier::serie_id.eq(serie))
        .filter(atelier::id.ne(one.id.to_string()))
        .filter(atelier::fin.gt(now.0))
        .order((atelier::debut, atelier::id))
        .load(db)?;
    let kept = complete(db, found)?.into_iter().filter(|other| pro::keeps(caller, other));
    let date = |other: Full| DateDeSerie {
        atelier: other.id,
        jour: time::day_of(other.debut(), &other.zone),
        debut: time::heure_of(other.debut(), &other.zone),
        etat: other.etat,
        suite: one.debut().max(now) < other.debut() && ALIVE.contains(&other.etat),
    };
    Ok(kept.map(date).collect())
}
