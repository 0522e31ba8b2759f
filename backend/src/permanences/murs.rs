//! What is held within the walls of a place follows its hours: on a day that is not like the others nothing is left outside of them.

use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    fields::{Jour, Ligne},
    ids::{CreneauId, EspaceId, PermanenceId},
};

use super::{
    annulation::release,
    creneaux::{Modele, make_again},
};
use crate::{
    accueil::murs::Murs,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{creneau, espace_temps, permanence},
};

/// The walls within which a permanence is held; `None` when that is elsewhere.
pub fn of(db: &mut Conn, modele: &Modele, now: Instant) -> Result<Option<Murs>, Error> {
    let here = held_in(db, modele.espace)?.contains(&modele.permanence);
    if here { Murs::load(db, modele.espace, now).map(Some) } else { Ok(None) }
}

/// Whether the walls, if there are any, leave room.
pub fn take(murs: Option<&Murs>, span: (Instant, Instant)) -> bool {
    murs.is_none_or(|murs| murs.take(span))
}

/// Takes back the créneaux to come for which the walls leave no room.
pub fn leave(tx: &mut Tx<'_>, espace: EspaceId, murs: &Murs, mot: Option<&Ligne>) -> Result<(), Error> {
    let rows: Vec<(AsText<CreneauId>, i64, i64)> = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(espace_temps::table.on(espace_temps::id.eq(creneau::espace_id)))
        .filter(creneau::espace_id.eq(espace.to_string()))
        .filter(permanence::lieu_id.eq(espace_temps::lieu_id))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::debut.ge(tx.now.0))
        .select((creneau::id, creneau::debut, creneau::fin))
        .load(tx.db)?;
    let off = rows.into_iter().filter(|(_, debut, fin)| !murs.take((Instant(*debut), Instant(*fin))));
    let off: Vec<CreneauId> = off.map(|(AsText(id), ..)| id).collect();
    if off.is_empty() { Ok(()) } else { release(tx, &off, mot) }
}

/// Makes what is missing, between two days, of the permanences that are held within the walls of a place: it has room again.
pub fn make_up(tx: &mut Tx<'_>, espace: EspaceId, (from, to): (Jour, Jour)) -> Result<(), Error> {
    let here = held_in(tx.db, espace)?;
    make_again(tx, &here, from, to)
}

/// The permanences that are held within the walls of a place.
pub fn held_in(db: &mut Conn, espace: EspaceId) -> Result<Vec<PermanenceId>, Error> {
    let rows: Vec<AsText<PermanenceId>> = permanence::table
        .inner_join(espace_temps::table)
        .filter(permanence::espace_id.eq(espace.to_string()))
        .filter(permanence::lieu_id.eq(espace_temps::lieu_id))
        .order(permanence::id)
        .select(permanence::id)
        .load(db)?;
    Ok(rows.into_iter().map(|AsText(id)| id).collect())
}
