//! Who receives in a place what others publish there, and who may say no to it.

use std::collections::BTreeSet;

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    ids::{CompteId, EspaceId, StructureId},
    messages::avis::GenreAvis,
};

use crate::{
    avis::{self, Avis},
    caller::Professionnel,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{animation, membre},
};

/// The structures of a place, when the one that publishes there is not one of them.
pub fn of(db: &mut Conn, espace: &str, publishes: StructureId) -> Result<Vec<StructureId>, Error> {
    let hosts = animating(db, espace)?;
    Ok(if hosts.contains(&publishes) { Vec::new() } else { hosts })
}

/// The structures that animate a place.
pub fn structures(db: &mut Conn, espace: EspaceId) -> Result<Vec<StructureId>, Error> {
    animating(db, &espace.to_string())
}

fn animating(db: &mut Conn, espace: &str) -> Result<Vec<StructureId>, Error> {
    let rows: Vec<AsText<StructureId>> =
        animation::table.filter(animation::espace_id.eq(espace)).select(animation::structure_id).load(db)?;
    Ok(rows.into_iter().map(|AsText(id)| id).collect())
}

/// Tells those who decide for the structures that came into a place or are out of it, but for the one who did it.
pub fn tell_moved(
    tx: &mut Tx<'_>,
    (espace, by): (EspaceId, CompteId),
    before: &[StructureId],
    after: &[StructureId],
) -> Result<(), Error> {
    let added = after.iter().filter(|one| !before.contains(one));
    let gone = before.iter().filter(|one| !after.contains(one));
    let moved: Vec<StructureId> = added.chain(gone).copied().collect();
    let mut told: BTreeSet<CompteId> = members(tx.db, &moved)?.into_iter().collect();
    told.remove(&by);
    told.into_iter()
        .try_for_each(|compte| avis::tell(tx, &Avis::new(compte, GenreAvis::RendezVous, format!("animation:{espace}"))))
}

/// Those who decide for some structures what they publish.
pub fn members(db: &mut Conn, of: &[StructureId]) -> Result<Vec<CompteId>, Error> {
    let of: Vec<String> = of.iter().map(ToString::to_string).collect();
    let rows: Vec<AsText<CompteId>> = membre::table
        .filter(membre::structure_id.eq_any(of))
        .filter(membre::publie.or(membre::coordonne))
        .select(membre::compte_id)
        .distinct()
        .load(db)?;
    Ok(rows.into_iter().map(|AsText(id)| id).collect())
}

/// The structures for which the caller decides.
pub fn decides(caller: &Professionnel) -> Vec<StructureId> {
    let deciding = caller.appartenances.iter().filter(|place| place.droits.publie || place.droits.coordonne);
    deciding.map(|place| place.structure).collect()
}
