//! The version of a place: a form is made from one, and is refused when somebody has changed the place since. Its row is also what
//! those wait for who publish within its walls while its hours change, or the other way round: one of the two sees the other.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{Problem, ProblemKind, ids::EspaceId};

use crate::{db::Tx, problem::Error, schema::espace_temps};

const STALE: &str = "Quelqu’un a changé ce lieu entre-temps. Relisez, puis recommencez.";

/// Raises the version that a form was made from. Says whether the place still had it.
pub fn raise(tx: &mut Tx<'_>, espace: EspaceId, version: u32) -> Result<bool, Error> {
    let Ok(version) = i32::try_from(version) else { return Ok(false) };
    let raised = diesel::update(espace_temps::table.find(espace.to_string()))
        .filter(espace_temps::version.eq(version))
        .set(espace_temps::version.eq(espace_temps::version + 1))
        .execute(tx.db)?;
    Ok(raised == 1)
}

/// Makes whoever changes a place, or publishes within its walls, wait. It comes before the lock of anything that is held there.
pub fn lock(tx: &mut Tx<'_>, espace: EspaceId) -> Result<(), Error> {
    diesel::update(espace_temps::table.find(espace.to_string()))
        .set(espace_temps::version.eq(espace_temps::version))
        .execute(tx.db)?;
    Ok(())
}

/// The refusal of a form that is older than the place.
pub fn stale() -> Problem {
    Problem { title: STALE.to_owned(), ..ProblemKind::AtelierChange.into() }
}
