//! Permanences: the openings of a professional in a place, their créneaux, the rendez-vous that jeunes take.

mod agenda;
pub mod db;
pub mod publication;
mod regle;
mod rendez_vous;

#[cfg(test)]
mod tests;

pub use rendez_vous::book as book_for;

use shared::permanences::{
    BookCreneau, CancelRendezVous, CreneauAgenda, Creneaux, ListAgenda, ListCreneaux, ListPermanences, ListRendezVous,
    Permanence, PublishPermanence, RendezVous,
};

use crate::{
    caller::{Jeune, Professionnel, Stranger, Structure},
    db::Db,
    mount::{Call, Room},
    problem::Error,
    time,
};

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(publish).on(list_permanences).on(list_agenda);
    room.on(list_creneaux).on(book).on(list_rendez_vous).on(cancel);
}

async fn publish(structure: Structure, call: Call, request: PublishPermanence) -> Result<Permanence, Error> {
    let horizon = i32::from(call.app.settings.horizon_weeks) * 7;
    call.db().write(move |tx| publication::publish(tx, &structure, &request, horizon)).await
}

async fn list_permanences(structure: Structure, db: Db, _: ListPermanences) -> Result<Vec<Permanence>, Error> {
    let now = db.now();
    db.read(move |db| publication::list(db, &structure, now)).await
}

async fn list_creneaux(_: Stranger, call: Call, request: ListCreneaux) -> Result<Creneaux, Error> {
    let now = call.app.db.now();
    let tomorrow = time::start_of(time::plus_days(call.app.today(), 1), call.app.zone());
    call.app.db.read(move |db| db::list_free(db, &request, now, tomorrow)).await
}

async fn book(jeune: Jeune, db: Db, request: BookCreneau) -> Result<RendezVous, Error> {
    db.write_plan(move |db, now| rendez_vous::book(db, &jeune, request.creneau, now)).await
}

async fn list_rendez_vous(jeune: Jeune, db: Db, _: ListRendezVous) -> Result<Vec<RendezVous>, Error> {
    let now = db.now();
    db.read(move |db| rendez_vous::list(db, &jeune, now)).await
}

async fn cancel(jeune: Jeune, db: Db, request: CancelRendezVous) -> Result<RendezVous, Error> {
    db.write_plan(move |db, now| rendez_vous::cancel(db, &jeune, request.rendez_vous, now)).await
}

async fn list_agenda(caller: Professionnel, call: Call, request: ListAgenda) -> Result<Vec<CreneauAgenda>, Error> {
    let from = time::start_of(request.du, call.app.zone());
    let to = time::start_of(time::plus_days(request.du, 7), call.app.zone());
    call.app.db.read(move |db| agenda::list(db, &caller, from, to)).await
}
