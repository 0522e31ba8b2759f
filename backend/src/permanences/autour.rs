//! What is around a créneau: how one meets, with whom, and where. It changes once in a year and is read at each look at the
//! list, from four tables: it is kept for half a minute. A change made on this server is seen at once.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock, PoisonError, RwLock},
    time::{Duration, Instant},
};

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{fields::CodeEspace, ids::PermanenceId};

use crate::{
    accueil::db::{LIEU, LieuRow},
    db::{AsText, Conn},
    problem::Error,
    schema::{espace_temps, lieu, permanence, professionnel},
};

/// How one meets, the first name of the professional and what they help with, the espace-temps, the place.
pub type Around = (String, (String, String), AsText<CodeEspace>, LieuRow);

const KEPT: Duration = Duration::from_secs(30);
// More than any list of a few minutes names; then all is forgotten at once.
const MOST: usize = 20_000;

type Known = HashMap<PermanenceId, (Arc<Around>, Instant)>;
static KNOWN: LazyLock<RwLock<Known>> = LazyLock::new(RwLock::default);

/// What is around some permanences.
pub fn read(db: &mut Conn, ids: &BTreeSet<PermanenceId>) -> Result<HashMap<PermanenceId, Arc<Around>>, Error> {
    let mut found = known(ids);
    let missing: Vec<String> = ids.iter().filter(|id| !found.contains_key(id)).map(ToString::to_string).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    let rows: Vec<(AsText<PermanenceId>, Around)> = permanence::table
        .inner_join(lieu::table)
        .inner_join(professionnel::table)
        .inner_join(espace_temps::table)
        .filter(permanence::id.eq_any(missing))
        .select((
            permanence::id,
            (permanence::mode, (professionnel::prenom, professionnel::aide), espace_temps::code, LIEU),
        ))
        .load(db)?;
    let now = Instant::now();
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if MOST < known.len() + rows.len() {
        known.clear();
    }
    for (AsText(id), around) in rows {
        let around = Arc::new(around);
        known.insert(id, (Arc::clone(&around), now));
        found.insert(id, around);
    }
    Ok(found)
}

fn known(ids: &BTreeSet<PermanenceId>) -> HashMap<PermanenceId, Arc<Around>> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    let fresh = |id: &PermanenceId| known.get(id).filter(|(_, since)| since.elapsed() < KEPT);
    ids.iter().filter_map(|id| Some((*id, Arc::clone(&fresh(id)?.0)))).collect()
}

/// A permanence has changed.
pub fn forget(permanence: PermanenceId) {
    KNOWN.write().unwrap_or_else(PoisonError::into_inner).remove(&permanence);
}
