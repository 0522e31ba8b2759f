//! Structures: the organisations that animate places and publish permanences.

pub mod communes;
pub mod import;
mod osm;

#[cfg(test)]
mod tests;

use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    annuaire::{
        Commune, CreateStructure, FicheStructure, ListCommunes, ListEquipe, ListStructures, Professionnel, Structure,
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

async fn list_structures(_: Animateur, call: Call, _: ListStructures) -> Result<Vec<Structure>, Error> {
    let (now, zone) = (call.app.db.now(), call.app.settings.zone.clone());
    call.app.db.read(move |db| all_structures(db, now, &zone)).await
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

fn all_structures(db: &mut Conn, now: Instant, zone: &str) -> Result<Vec<Structure>, Error> {
    type Fiche = (Option<String>, Option<String>, Option<String>, Option<String>);
    let rows: Vec<(AsText<StructureId>, String, Option<String>, Fiche)> = structure::table
        .order((structure::nom, structure::id))
        .select((
            structure::id,
            structure::nom,
            structure::commune,
            (structure::adresse, structure::horaires, structure::horaires_note, structure::source),
        ))
        .load(db)?;
    let clock = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let list = rows.into_iter().map(|(AsText(id), nom, commune, (adresse, horaires, horaires_note, source))| {
        let porte = horaires.and_then(|hours| osm::porte(&hours, now, &clock));
        let is_known = adresse.is_some() || porte.is_some() || horaires_note.is_some();
        let fiche = FicheStructure { adresse, porte, fuseau: zone.to_owned(), horaires_note, source };
        Structure { id, nom, commune, fiche: is_known.then_some(fiche) }
    });
    Ok(list.collect())
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
