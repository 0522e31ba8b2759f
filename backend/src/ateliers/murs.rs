//! Ateliers within the walls of a place follow its hours: nothing is published on a day that leaves no room, and what a closure
//! touches is called off.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem, ProblemKind,
    ateliers::{EtatAtelier, Mot},
    fields::Ligne,
    ids::{AtelierId, EspaceId},
};

use super::{attente, changement, lieux::Place, liste, stored::Full};
use crate::{
    accueil::{
        murs::{Murs, refusal},
        version,
    },
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{atelier, inscription},
    time,
};

const CLOSED: &str = "Le lieu est fermé à ce moment-là.";

/// The walls of a place of ateliers; `None` when they are held elsewhere.
pub fn of(db: &mut Conn, place: &Place, now: Instant) -> Result<Option<Murs>, Error> {
    match place.espace.filter(|_| place.chez_espace) {
        Some(espace) => Murs::load(db, espace, time::day_of(now, &place.zone)).map(Some),
        None => Ok(None),
    }
}

/// Makes whoever changes the hours of the place, whose walls these are, wait until what is published here is there to be seen. It
/// comes before the lock of an atelier.
pub fn lock(tx: &mut Tx<'_>, place: &Place) -> Result<(), Error> {
    place.espace.filter(|_| place.chez_espace).map_or(Ok(()), |espace| version::lock(tx, espace))
}

/// Refuses a moment at which the place of an atelier is closed, or stops nowhere.
pub fn check(db: &mut Conn, place: &Place, span: (Instant, Instant), now: Instant) -> Result<(), Error> {
    match of(db, place, now)?.and_then(|murs| murs.refuses(span)) {
        Some(why) => Err(refusal(why).into()),
        None => Ok(()),
    }
}

/// Calls off what is published within the walls of a place and for which they leave no room any more. Refused without a word when
/// somebody has joined.
pub fn leave(tx: &mut Tx<'_>, espace: EspaceId, murs: &Murs, mot: Option<&Ligne>) -> Result<(), Error> {
    for id in outside(tx, espace, murs)? {
        attente::lock(tx, id)?;
        let full = liste::read(tx.db, id)?;
        call_off(tx, &full, mot)?;
    }
    Ok(())
}

/// How many have joined, or wait for, what is published where the walls leave no room.
pub fn expected_outside(tx: &mut Tx<'_>, espace: EspaceId, murs: &Murs) -> Result<i64, Error> {
    let off = outside(tx, espace, murs)?;
    expected(tx, &off)
}

fn outside(tx: &mut Tx<'_>, espace: EspaceId, murs: &Murs) -> Result<Vec<AtelierId>, Error> {
    let rows: Vec<(AsText<AtelierId>, i64, i64)> = atelier::table
        .filter(atelier::espace_id.eq(espace.to_string()))
        .filter(atelier::chez_espace.eq(true))
        .filter(atelier::etat.eq(EtatAtelier::Publie.code()))
        .filter(atelier::debut.ge(tx.now.0))
        .order(atelier::id)
        .select((atelier::id, atelier::debut, atelier::fin))
        .load(tx.db)?;
    let off = rows.into_iter().filter(|(_, debut, fin)| !murs.leave((Instant(*debut), Instant(*fin))));
    Ok(off.map(|(AsText(id), ..)| id).collect())
}

fn expected(tx: &mut Tx<'_>, ateliers: &[AtelierId]) -> Result<i64, Error> {
    Ok(inscription::table
        .filter(inscription::atelier_id.eq_any(ateliers.iter().map(ToString::to_string)))
        .filter(inscription::etat.eq_any(["inscrit", "attend", "offert"]))
        .count()
        .get_result(tx.db)?)
}

fn call_off(tx: &mut Tx<'_>, full: &Full, mot: Option<&Mot>) -> Result<(), Error> {
    let closed = Mot::parse(CLOSED).map_err(|why| Error::Internal(why.to_string()))?;
    let expected = expected(tx, &[full.id])?;
    if mot.is_none() && 0 < expected {
        let fields = [("venues".to_owned(), vec![expected.to_string()])].into();
        return Err(Problem { fields, ..ProblemKind::RendezVousTouches.into() }.into());
    }
    changement::call_off(tx, full, mot.unwrap_or(&closed))
}
