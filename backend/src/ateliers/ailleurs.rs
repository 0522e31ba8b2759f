//! A bus stops elsewhere: whoever joined an atelier that is held in it is told.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{Instant, accueil::Lieu, ateliers::EtatAtelier, ids::AtelierId};

use super::{
    changement,
    stored::{Row, complete, rows},
};
use crate::{
    db::{Conn, Tx},
    problem::Error,
    schema::atelier,
};

/// The ateliers to come at a place, and where each is.
pub fn planned_at(db: &mut Conn, place: &str, now: Instant) -> Result<Vec<(AtelierId, Lieu)>, Error> {
    let found: Vec<Row> = rows!()
        .filter(atelier::lieu_id.eq(place))
        .filter(atelier::etat.eq(EtatAtelier::Publie.code()))
        .filter(atelier::debut.gt(now.0))
        .order(atelier::id)
        .load(db)?;
    Ok(complete(db, found)?.into_iter().map(|one| (one.id, one.lieu)).collect())
}

/// Tells those whose atelier is not where it was.
pub fn tell_moved(tx: &mut Tx<'_>, place: &str, before: &[(AtelierId, Lieu)]) -> Result<(), Error> {
    for now in planned_at(tx.db, place, tx.now)? {
        if !before.contains(&now) {
            changement::moved(tx, now.0)?;
        }
    }
    Ok(())
}
