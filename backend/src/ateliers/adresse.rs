//! Where ateliers are held has another address than before: those who joined are told.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    accueil::Lieu,
    ateliers::EtatAtelier,
    ids::{AtelierId, EspaceId, StructureId},
};

use super::{
    attente,
    changement::{announce, expected},
    lieux, liste,
    stored::Full,
};
use crate::{
    accueil::db::insert_lieu,
    db::{AsText, Tx},
    problem::Error,
    schema::atelier,
};

/// The ateliers to come within the walls of a place, locked: its address is about to change.
pub fn within(tx: &mut Tx<'_>, espace: EspaceId) -> Result<Vec<Full>, Error> {
    let ids: Vec<AsText<AtelierId>> = atelier::table
        .filter(atelier::espace_id.eq(espace.to_string()))
        .filter(atelier::chez_espace)
        .filter(atelier::etat.eq(EtatAtelier::Publie.code()))
        .filter(atelier::debut.gt(tx.now.0))
        .order(atelier::id)
        .select(atelier::id)
        .load(tx.db)?;
    ids.iter().try_for_each(|AsText(id)| attente::lock(tx, *id))?;
    let found = ids.iter().map(|AsText(id)| liste::find(tx.db, *id));
    found.filter_map(Result::transpose).collect()
}

/// Tells those who joined one of some ateliers, as they were before their place changed, when it is held elsewhere now: another
/// address, another stop of a bus.
pub fn tell_address(tx: &mut Tx<'_>, before: &[Full]) -> Result<(), Error> {
    for one in before {
        let now = liste::find(tx.db, one.id)?;
        if now.is_some_and(|now| now.etat == EtatAtelier::Publie && now.lieu != one.lieu) {
            let people = expected(tx, one.id)?;
            announce(tx, one, None, &people)?;
        }
    }
    Ok(())
}

/// What is to be held at the address of a structure follows it, and those who joined are told. Where the annuaire knows none any
/// more, the last one stays.
pub fn move_with(tx: &mut Tx<'_>, structure: StructureId) -> Result<(), Error> {
    let Some((nom, adresse, commune)) = lieux::known_address(tx.db, structure)? else { return Ok(()) };
    let ids: Vec<AsText<AtelierId>> = atelier::table
        .filter(atelier::chez_structure_id.eq(structure.to_string()))
        .filter(atelier::etat.eq_any([EtatAtelier::Brouillon.code(), EtatAtelier::Publie.code()]))
        .filter(atelier::debut.gt(tx.now.0))
        .order(atelier::id)
        .select(atelier::id)
        .load(tx.db)?;
    for AsText(id) in ids {
        attente::lock(tx, id)?;
        // Somebody may have taken it elsewhere meanwhile.
        let is_there = |one: &Full| one.stored.chez_structure_id.as_ref().is_some_and(|there| there.0 == structure);
        let Some(before) = liste::find(tx.db, id)?.filter(is_there) else { continue };
        let fuseau = before.lieu.fuseau.clone();
        let now = Lieu { nom: nom.clone(), adresse: adresse.clone(), commune: commune.clone(), fuseau };
        if now != before.lieu {
            let lieu = insert_lieu(tx.db, &now)?;
            diesel::update(atelier::table.find(id.to_string())).set(atelier::lieu_id.eq(lieu)).execute(tx.db)?;
            tell_address(tx, &[before])?;
        }
    }
    Ok(())
}
