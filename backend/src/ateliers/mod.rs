//! Ateliers: collective actions that several lead, near where the jeunes live; joining, waiting, leaving.

mod attente;
mod avis;
mod creation;
mod inscription;
mod liste;
mod pro;
mod rappels;
mod retours;
mod stored;

#[cfg(test)]
mod tests;

pub use attente::sweep;
pub use rappels::replan_for;

use shared::{
    ateliers::{
        AcceptPlace, Atelier, AtelierPro, CreateAteliers, DuplicateAtelier, GiveRetour, Inscription, JoinAtelier,
        LeaveAtelier, ListAteliers, ListAteliersPublies, ListInscriptions, ListeAtelier, ReadAtelier, ReadListeAtelier,
        SeeChangement,
    },
    operation::Done,
};

use crate::{
    caller::{Jeune, Professionnel, Stranger, Structure},
    db::Db,
    mount::{Call, Room},
    permanences::Garde,
    problem::Error,
};

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(list).on(read).on(create).on(duplicate);
    room.on(list_published).on(read_list);
    room.on(join).on(list_joined).on(leave).on(accept).on(see).on(give_retour);
}

async fn list(_: Stranger, db: Db, request: ListAteliers) -> Result<Vec<Atelier>, Error> {
    let now = db.now();
    db.read(move |db| liste::list(db, &request, now)).await
}

async fn read(_: Stranger, db: Db, request: ReadAtelier) -> Result<Atelier, Error> {
    let now = db.now();
    db.read(move |db| Ok(liste::read(db, request.atelier)?.shown(now))).await
}

async fn create(structure: Structure, call: Call, request: CreateAteliers) -> Result<Vec<AtelierPro>, Error> {
    let zone = call.app.settings.zone.clone();
    call.db().write(move |tx| creation::create(tx, &structure, &request, &zone)).await
}

async fn duplicate(structure: Structure, call: Call, request: DuplicateAtelier) -> Result<Vec<AtelierPro>, Error> {
    let zone = call.app.settings.zone.clone();
    call.db().write(move |tx| creation::duplicate(tx, &structure, &request, &zone)).await
}

async fn list_published(caller: Professionnel, db: Db, _: ListAteliersPublies) -> Result<Vec<AtelierPro>, Error> {
    let now = db.now();
    db.read(move |db| pro::list(db, &caller, now)).await
}

async fn read_list(caller: Professionnel, db: Db, request: ReadListeAtelier) -> Result<ListeAtelier, Error> {
    let now = db.now();
    db.read(move |db| pro::read_list(db, &caller, request.atelier, now)).await
}

async fn join(jeune: Jeune, call: Call, request: JoinAtelier) -> Result<Inscription, Error> {
    let today = call.app.today();
    call.db().write(move |tx| inscription::join(tx, &jeune, &request, today)).await
}

async fn list_joined(jeune: Jeune, db: Db, _: ListInscriptions) -> Result<Vec<Inscription>, Error> {
    let now = db.now();
    db.read(move |db| inscription::list(db, &jeune, now)).await
}

async fn leave(jeune: Jeune, call: Call, request: LeaveAtelier) -> Result<Inscription, Error> {
    let garde = Garde::of(&call.app.settings);
    call.db().write(move |tx| inscription::leave(tx, &jeune, request.inscription, garde)).await
}

async fn accept(jeune: Jeune, db: Db, request: AcceptPlace) -> Result<Inscription, Error> {
    db.write(move |tx| inscription::accept(tx, &jeune, request.inscription)).await
}

async fn see(jeune: Jeune, db: Db, request: SeeChangement) -> Result<Done, Error> {
    db.write(move |tx| inscription::see(tx, &jeune, request.inscription).map(|()| Done {})).await
}

// Its key is not kept: beside it would stand a digest of the answer, and there are only three faces to try.
async fn give_retour(jeune: Jeune, call: Call, request: GiveRetour) -> Result<Done, Error> {
    call.app.db.write(move |tx| retours::give(tx, &jeune, &request).map(|()| Done {})).await
}
