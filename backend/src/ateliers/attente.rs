//! The waiting list of an atelier: a place that is given back goes to the first who waits, as an offer that passes on (P05).
//!
//! A place that is offered stays taken. Whoever changes the places of an atelier locks its row first: two of them come one
//! after the other, and none waits for the other's rows. `attentes` counts who waits without an offer; the table itself
//! refuses a free place beside somebody who waits.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    ateliers::EtatInscription,
    ids::{AtelierId, CompteId, InscriptionId},
};

use super::{avis, inscription as joined};
use crate::{
    db::{AsText, Tx},
    permanences::{Garde, kept_until},
    problem::Error,
    schema::{atelier, inscription},
};

/// Makes whoever else changes the places of an atelier wait.
pub fn lock(tx: &mut Tx<'_>, of: AtelierId) -> Result<(), Error> {
    diesel::update(atelier::table.find(of.to_string())).set(atelier::attentes.eq(atelier::attentes)).execute(tx.db)?;
    Ok(())
}

/// Gives a place of a locked atelier back: it is offered to the first who waits, or free for all.
pub fn give_back(tx: &mut Tx<'_>, of: AtelierId, garde: Garde) -> Result<(), Error> {
    let row = || atelier::table.find(of.to_string());
    let debut: i64 = row().select(atelier::debut).first(tx.db)?;
    let Some((next, jeune)) = first_waiting(tx, of)? else {
        // Nobody waits, also when somebody who did has erased their account.
        diesel::update(row())
            .set((atelier::places_libres.eq(atelier::places_libres + 1), atelier::attentes.eq(0)))
            .execute(tx.db)?;
        return Ok(());
    };
    let jusquau = kept_until(tx.db, jeune, (tx.now, Instant(debut)), garde)?;
    diesel::update(inscription::table.find(next.to_string()))
        .set((
            inscription::etat.eq(EtatInscription::Offert.code()),
            inscription::offre_jusquau.eq(jusquau.0),
            inscription::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    diesel::update(row()).set(atelier::attentes.eq(atelier::attentes - 1)).execute(tx.db)?;
    crate::avis::tell(tx, &avis::offered(next, jeune, jusquau))?;
    joined::tell(tx, jeune);
    Ok(())
}

fn first_waiting(tx: &mut Tx<'_>, of: AtelierId) -> Result<Option<(InscriptionId, CompteId)>, Error> {
    let row: Option<(AsText<InscriptionId>, Option<AsText<CompteId>>)> = inscription::table
        .filter(inscription::atelier_id.eq(of.to_string()))
        .filter(inscription::etat.eq(EtatInscription::Attend.code()))
        .order(inscription::numero)
        .select((inscription::id, inscription::jeune_id))
        .first(tx.db)
        .optional()?;
    Ok(row.and_then(|(AsText(id), jeune)| Some((id, jeune?.0))))
}

/// What time brings: what was offered and not taken in time passes on; nobody waits for what has begun. Says how much was done.
pub fn sweep(tx: &mut Tx<'_>, garde: Garde) -> Result<usize, Error> {
    Ok(end_begun(tx)? + pass_on_late(tx, garde)?)
}

fn end_begun(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let waiting = [EtatInscription::Attend.code(), EtatInscription::Offert.code()];
    let begun: Vec<AsText<AtelierId>> = inscription::table
        .inner_join(atelier::table)
        .filter(inscription::etat.eq_any(waiting))
        .filter(atelier::debut.le(tx.now.0))
        .order(atelier::id)
        .select(atelier::id)
        .distinct()
        .load(tx.db)?;
    for AsText(of) in &begun {
        lock(tx, *of)?;
        close(tx, *of)?;
    }
    Ok(begun.len())
}

/// Ends the waiting list of a locked atelier; a place that was kept is free.
pub fn close(tx: &mut Tx<'_>, of: AtelierId) -> Result<(), Error> {
    let waiting = [EtatInscription::Attend.code(), EtatInscription::Offert.code()];
    let rows: Vec<(AsText<InscriptionId>, String)> = inscription::table
        .filter(inscription::atelier_id.eq(of.to_string()))
        .filter(inscription::etat.eq_any(waiting))
        .select((inscription::id, inscription::etat))
        .load(tx.db)?;
    let offered = rows.iter().filter(|(_, etat)| etat == EtatInscription::Offert.code()).count();
    let offered = i32::try_from(offered).unwrap_or(0);
    diesel::update(atelier::table.find(of.to_string()))
        .set((atelier::attentes.eq(0), atelier::places_libres.eq(atelier::places_libres + offered)))
        .execute(tx.db)?;
    for (AsText(id), _) in rows {
        joined::end(tx, id, EtatInscription::Passe)?;
    }
    Ok(())
}

fn pass_on_late(tx: &mut Tx<'_>, garde: Garde) -> Result<usize, Error> {
    let offered = EtatInscription::Offert.code();
    let late: Vec<(AsText<InscriptionId>, AsText<AtelierId>)> = inscription::table
        .filter(inscription::etat.eq(offered))
        .filter(inscription::offre_jusquau.le(tx.now.0))
        .order((inscription::atelier_id, inscription::numero))
        .select((inscription::id, inscription::atelier_id))
        .load(tx.db)?;
    let mut done = 0;
    for (AsText(id), AsText(of)) in late {
        lock(tx, of)?;
        // Of two who look at the same moment, one ends it.
        let still: Option<String> = inscription::table
            .find(id.to_string())
            .filter(inscription::etat.eq(offered))
            .filter(inscription::offre_jusquau.le(tx.now.0))
            .select(inscription::id)
            .first(tx.db)
            .optional()?;
        if still.is_some() {
            joined::end(tx, id, EtatInscription::Passe)?;
            give_back(tx, of, garde)?;
            done += 1;
        }
    }
    Ok(done)
}
