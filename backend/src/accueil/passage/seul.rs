//! Somebody without an account takes back, on the phone that kept it, what they said at the door.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    accueil::PassageEnCours,
    ids::{EspaceId, PassageId},
};

use super::ici::tell;
use crate::{
    db::{AsText, Tx},
    problem::Error,
    schema::passage,
};

// For how long a tap too many is taken back: later it was a visit.
const MISTAKE_MINUTES: i64 = 10;

/// They leave. A tap too many that nobody has answered leaves nothing.
pub fn leave(tx: &mut Tx<'_>, which: PassageId, erreur: bool) -> Result<PassageEnCours, Error> {
    let alone = || {
        passage::table
            .filter(passage::id.eq(which.to_string()))
            .filter(passage::sans_compte)
            .filter(passage::fini_le.is_null())
    };
    let Some(AsText(espace)): Option<AsText<EspaceId>> = alone().select(passage::espace_id).first(tx.db).optional()?
    else {
        return Ok(PassageEnCours::default());
    };
    let recent = tx.now.plus_minutes(-MISTAKE_MINUTES).0;
    let undone = if erreur {
        let mistake = alone().filter(passage::pris_le.is_null()).filter(passage::vu_le.gt(recent));
        diesel::delete(mistake).execute(tx.db)?
    } else {
        0
    };
    if undone == 0 {
        diesel::update(alone()).set((passage::fini_le.eq(tx.now.0), passage::marque_le.eq(tx.now.0))).execute(tx.db)?;
    }
    tell(tx, espace, None)?;
    Ok(PassageEnCours::default())
}
