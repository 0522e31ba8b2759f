//! Messages: the thread between a jeune and the team of an espace-temps, then their référent.

pub mod db;
mod flux;
mod lists;

#[cfg(test)]
mod tests;

use shared::{
    messages::{Fil, FilLu, ListFils, MarkFil, Message, ReadFil, SendMessage, TakeFil},
    operation::Done,
};

use crate::{
    caller::{Correspondant, Referent},
    db::Db,
    mount::Room,
    problem::Error,
};

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(list_fils).on(read_fil).on(send).on(mark).on(take);
    room.on_stream(flux::listen);
}

async fn list_fils(reader: Correspondant, db: Db, _: ListFils) -> Result<Vec<Fil>, Error> {
    db.read(move |db| db::list(db, &reader)).await
}

async fn read_fil(reader: Correspondant, db: Db, request: ReadFil) -> Result<FilLu, Error> {
    db.read(move |db| db::read(db, &reader, &request)).await
}

async fn send(author: Correspondant, db: Db, request: SendMessage) -> Result<Message, Error> {
    db.write_plan(move |db, now| db::send(db, &author, &request, now)).await
}

async fn mark(reader: Correspondant, db: Db, request: MarkFil) -> Result<Done, Error> {
    db.write(move |tx| db::mark(tx, &reader, request.fil, request.seq)).await
}

async fn take(referent: Referent, db: Db, request: TakeFil) -> Result<Fil, Error> {
    db.write(move |tx| db::take(tx, &referent, request.fil)).await
}
