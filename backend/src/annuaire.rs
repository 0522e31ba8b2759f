//! Structures: the organisations that animate places and publish permanences.

pub mod communes;
pub mod fuseaux;
pub mod import;
pub mod osm;
mod recherche;

#[cfg(test)]
mod tests;

use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use shared::{
    annuaire::{
        Commune, CreateStructure, ListCommunes, ListEquipe, ListStructures, Professionnel, Structure, Structures,
    },
    ids::StructureId,
};

use crate::{
    caller::{self, Admin, Animateur, Stranger},
    db::{AsText, Conn, Db, Tx, id},
    mount::{Call, Room},
    problem::Error,
    schema::{membre, professionnel, structure},
};

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(create_structure).on(list_structures).on(list_equipe).on(list_communes);
}

async fn create_structure(_: Admin, db: Db, request: CreateStructure) -> Result<Structure, Error> {
    db.write(move |tx| {
        let commune = request.commune.as_ref().map(|commune| commune.as_str());
        insert_structure(tx, request.nom.as_str(), commune)
    })
    .await
}

async fn list_structures(_: Animateur, call: Call, request: ListStructures) -> Result<Structures, Error> {
    let (now, zone) = (call.app.db.now(), call.app.settings.zone.clone());
    call.app.db.read(move |db| recherche::search(db, &request, now, &zone)).await
}

async fn list_equipe(caller: caller::Structure, db: Db, _: ListEquipe) -> Result<Vec<Professionnel>, Error> {
    db.read(move |db| equipe(db, &caller)).await
}

async fn list_communes(_: Stranger, _: Db, request: ListCommunes) -> Result<Vec<Commune>, Error> {
    Ok(communes::search(request.nom.as_str()))
}

/// Adds a structure.
pub fn insert_structure(tx: &mut Tx<'_>, nom: &str, commune: Option<&str>) -> Result<Structure, Error> {
    let made = Structure { id: id(), nom: nom.to_owned(), commune: commune.map(str::to_owned), fiche: None };
    diesel::insert_into(structure::table)
        .values((
            structure::id.eq(made.id.to_string()),
            structure::nom.eq(&made.nom),
            structure::commune.eq(&made.commune),
            structure::creee_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    Ok(made)
}

fn equipe(db: &mut Conn, caller: &caller::Structure) -> Result<Vec<Professionnel>, Error> {
    let mine = caller.structures.iter().map(ToString::to_string);
    let rows: Vec<(AsText<_>, String, String)> = professionnel::table
        .inner_join(membre::table.on(membre::compte_id.eq(professionnel::compte_id)))
        .filter(membre::structure_id.eq_any(mine))
        .order((professionnel::prenom, professionnel::compte_id))
        .select((professionnel::compte_id, professionnel::prenom, professionnel::aide))
        .distinct()
        .load(db)?;
    Ok(rows.into_iter().map(|(AsText(compte), prenom, aide)| Professionnel { compte, prenom, aide }).collect())
}

/// Whether a professional works in a structure.
pub fn works_in(db: &mut Conn, compte: shared::ids::CompteId, structure: StructureId) -> Result<bool, Error> {
    let found: i64 = membre::table
        .filter(membre::compte_id.eq(compte.to_string()))
        .filter(membre::structure_id.eq(structure.to_string()))
        .count()
        .get_result(db)?;
    Ok(0 < found)
}
