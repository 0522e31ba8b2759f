//! Espaces-temps d'accueil: a shared, neutral place and moment where any jeune can turn up.

pub mod db;
mod porte;

#[cfg(test)]
mod tests;

use shared::{
    Problem,
    accueil::{Bienvenue, CreateEspaceTemps, EspaceTemps, JoinEspaceTemps, ListEspacesTemps, ReadEspaceTemps},
};

use crate::{
    caller::{Admin, Jeune, Stranger},
    mount::{Call, Room},
    problem::Error,
};

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(list_espaces).on(read_espace).on(create_espace).on(join_espace);
}

async fn list_espaces(_: Stranger, call: Call, _: ListEspacesTemps) -> Result<Vec<EspaceTemps>, Error> {
    let (now, today) = (call.app.db.now(), call.app.today());
    call.app.db.read(move |db| db::list(db, now, today)).await
}

async fn read_espace(_: Stranger, call: Call, request: ReadEspaceTemps) -> Result<EspaceTemps, Error> {
    let (now, today) = (call.app.db.now(), call.app.today());
    call.app.db.read(move |db| db::read(db, &request.code, now, today)).await
}

async fn create_espace(_: Admin, call: Call, request: CreateEspaceTemps) -> Result<EspaceTemps, Error> {
    if !request.horaires.iter().all(shared::accueil::Ouverture::is_sound) {
        return Err(Problem::fields([("horaires", "fin-avant-debut")]).into());
    }
    let (zone, today) = (call.app.settings.zone.clone(), call.app.today());
    call.db().write(move |tx| db::create(tx, &request, &zone, today)).await
}

async fn join_espace(jeune: Jeune, call: Call, request: JoinEspaceTemps) -> Result<Bienvenue, Error> {
    let compte = jeune.compte;
    let done = call.db().write(move |tx| db::join(tx, &jeune, &request.code)).await?;
    call.app.forget(compte);
    Ok(done)
}
