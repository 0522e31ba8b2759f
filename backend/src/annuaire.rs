//! Structures: the organisations that animate places and publish permanences.

pub mod communes;

use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use shared::{
    annuaire::{Commune, CreateStructure, ListCommunes, ListEquipe, ListStructures, Professionnel, Structure},
    ids::StructureId,
};

use crate::{
    caller::{self, Admin, Animateur, Stranger},
    db::{AsText, Conn, Db, Tx, id},
    mount::Room,
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

async fn list_structures(_: Animateur, db: Db, _: ListStructures) -> Result<Vec<Structure>, Error> {
    db.read(all_structures).await
}

async fn list_equipe(caller: caller::Structure, db: Db, _: ListEquipe) -> Result<Vec<Professionnel>, Error> {
    db.read(move |db| equipe(db, &caller)).await
}

async fn list_communes(_: Stranger, _: Db, request: ListCommunes) -> Result<Vec<Commune>, Error> {
    Ok(communes::search(request.nom.as_str()))
}

/// Adds a structure.
pub fn insert_structure(tx: &mut Tx<'_>, nom: &str, commune: Option<&str>) -> Result<Structure, Error> {
    let made = Structure { id: id(), nom: nom.to_owned(), commune: commune.map(str::to_owned) };
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

fn all_structures(db: &mut Conn) -> Result<Vec<Structure>, Error> {
    let rows: Vec<(AsText<StructureId>, String, Option<String>)> = structure::table
        .order((structure::nom, structure::id))
        .select((structure::id, structure::nom, structure::commune))
        .load(db)?;
    Ok(rows.into_iter().map(|(AsText(id), nom, commune)| Structure { id, nom, commune }).collect())
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
