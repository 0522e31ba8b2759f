//! What time brings to the waiting lists.

use diesel::{ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use shared::ids::{AttenteId, CompteId, CreneauId};

use super::{Garde, OFFERED, PASSED, WAITS, can_take, count_down, end, first_free, pass_on};
use crate::{
    db::{AsText, Tx},
    problem::Error,
    schema::{attente, creneau},
};

/// Passes on what was offered and not taken in time, and offers what became free for a need. Says how much was done.
pub fn sweep(tx: &mut Tx<'_>, garde: Garde) -> Result<usize, Error> {
    Ok(end_begun(tx)? + pass_on_late(tx, garde)? + offer_free(tx, garde)?)
}

// Nobody waits for what has begun.
fn end_begun(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let begun: Vec<(AsText<AttenteId>, AsText<CreneauId>)> = attente::table
        .inner_join(creneau::table.on(creneau::id.nullable().eq(attente::creneau_id)))
        .filter(attente::etat.eq(WAITS))
        .filter(creneau::debut.le(tx.now.0))
        .order((attente::depuis, attente::id))
        .select((attente::id, creneau::id))
        .load(tx.db)?;
    let mut done = 0;
    for (AsText(attente), AsText(creneau)) in begun {
        if end(tx, attente, WAITS, PASSED)? {
            count_down(tx, creneau)?;
            done += 1;
        }
    }
    Ok(done)
}

fn pass_on_late(tx: &mut Tx<'_>, garde: Garde) -> Result<usize, Error> {
    let late: Vec<(AsText<AttenteId>, Option<AsText<CreneauId>>)> = attente::table
        .filter(attente::etat.eq(OFFERED))
        .filter(attente::offre_jusquau.le(tx.now.0))
        .order((attente::offre_jusquau, attente::id))
        .select((attente::id, attente::offre_id))
        .load(tx.db)?;
    let mut done = 0;
    for (AsText(attente), offre) in late {
        if let (true, Some(AsText(creneau))) = (end(tx, attente, OFFERED, PASSED)?, offre) {
            pass_on(tx, creneau, garde)?;
            done += 1;
        }
    }
    Ok(done)
}

fn offer_free(tx: &mut Tx<'_>, garde: Garde) -> Result<usize, Error> {
    let mut done = 0;
    let waiting: Vec<(AsText<CompteId>, String, String)> = attente::table
        .filter(attente::etat.eq(WAITS))
        .filter(attente::creneau_id.is_null())
        .order((attente::depuis, attente::id))
        .select((attente::jeune_id, attente::espace_id, attente::besoin))
        .load(tx.db)?;
    for (AsText(compte), espace, besoin) in waiting {
        let free = first_free(tx.db, &espace, &besoin, tx.now)?.map(|(creneau, _)| creneau);
        let now = tx.now;
        if let Some(creneau) = free
            && can_take(tx.db, compte, creneau, now, garde)?
        {
            let taken = diesel::update(creneau::table.find(creneau.to_string()))
                .filter(creneau::places_libres.gt(0))
                .set(creneau::places_libres.eq(creneau::places_libres - 1))
                .execute(tx.db)?;
            if taken == 1 {
                pass_on(tx, creneau, garde)?;
                done += 1;
            }
        }
    }
    Ok(done)
}
