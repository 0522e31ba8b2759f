//! Who receives in a place what others publish there, and who may say no to it.

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::ids::{CompteId, StructureId};

use crate::{
    caller::Professionnel,
    db::{AsText, Conn},
    problem::Error,
    schema::{animation, membre},
};

/// The structures of a place, when the one that publishes there is not one of them.
pub fn of(db: &mut Conn, espace: &str, publishes: StructureId) -> Result<Vec<StructureId>, Error> {
    let rows: Vec<AsText<StructureId>> =
        animation::table.filter(animation::espace_id.eq(espace)).select(animation::structure_id).load(db)?;
    let hosts: Vec<StructureId> = rows.into_iter().map(|AsText(id)| id).collect();
    Ok(if hosts.contains(&publishes) { Vec::new() } else { hosts })
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
