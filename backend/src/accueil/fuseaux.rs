//! The clock of a place, changed: as long as nothing to come was drawn on the former one.

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{Problem, ids::EspaceId};

use crate::{
    ateliers,
    db::Tx,
    permanences,
    problem::Error,
    schema::{lieu, permanence},
};

const HELD: &str = "L’heure de ce lieu ne change plus : des permanences ou des ateliers y sont prévus, peut-être en brouillon. \
                    Annulez-les d’abord.";

/// Puts a place on another clock. What is to come there has its moments on the former one, and people were told of them: it is
/// called off first.
pub fn change(tx: &mut Tx<'_>, (espace, place): (EspaceId, &str), (before, after): (&str, &str)) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    let key = espace.to_string();
    if permanences::is_held(tx.db, (espace, before), tx.now)? || ateliers::is_held(tx.db, (espace, before), tx.now)? {
        return Err(Problem { title: HELD.to_owned(), ..Problem::fields([("fuseau", "a-venir")]) }.into());
    }
    // What its permanences held elsewhere on the same clock follows it.
    let elsewhere = permanence::table.filter(permanence::espace_id.eq(&key)).select(permanence::lieu_id);
    diesel::update(lieu::table.filter(lieu::id.eq(place).or(lieu::id.eq_any(elsewhere))))
        .filter(lieu::fuseau.eq(before))
        .set(lieu::fuseau.eq(after))
        .execute(tx.db)?;
    Ok(())
}

#[cfg(test)]
mod tests;
