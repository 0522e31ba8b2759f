//! Messages: the thread between a jeune and the team of an espace-temps, then their référent.

mod annonce;
mod attendre;
mod avis;
mod changer;
pub mod db;
mod envoi;
mod equipe;
mod flux;
mod gestion;
mod lists;
mod message;
mod pdf;
pub mod photo;
mod pieces;
pub mod reader;
mod recherche;
mod resume;
mod surete;
mod temps;

#[cfg(test)]
mod tests;

pub use changer::forget_former;
pub use envoi::{send, send_now};
pub use lists::{excerpt, list};
pub use pieces::{Store, digest, forget_old as forget_old_pieces};
pub use resume::plan as plan_summaries;
pub use temps::sweep;

use actix_web::{HttpResponse, http::header, web};
use shared::{
    ids::FilId,
    messages::{
        Acces, ChooseDiscretion, DeleteMessage, Discretion, EditMessage, Fil, FilLu, GenrePiece, ListFils, MarkFil,
        Message, Piece, ReadDiscretion, ReadFil, ReadPiece, SearchMessages, SendMessage, SendPiece, SendToMany,
        TakeFil, Trouve,
    },
    operation::Done,
};

use crate::{
    caller::{Correspondant, Jeune, Referent},
    db::{Conn, Db, Tx},
    mount::{Call, Room},
    problem::Error,
};
use reader::Reader;

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(list_fils).on(read_fil).on(send_message).on(mark).on(take);
    room.on(edit).on(delete).on(search).on(send_to_many);
    room.on(read_discretion).on(choose_discretion);
    room.on_upload(send_piece, shared::messages::PIECE_BYTES).on_file(read_piece);
    gestion::routes(room);
    room.on_stream(flux::listen);
    avis::routes(room);
}

async fn list_fils(who: Correspondant, db: Db, _: ListFils) -> Result<Vec<Fil>, Error> {
    let now = db.now();
    db.read(move |db| {
        let reader = Reader::at(db, &who, now)?;
        lists::list(db, &reader)
    })
    .await
}

async fn read_fil(who: Correspondant, call: Call, request: ReadFil) -> Result<FilLu, Error> {
    let (now, today, fil) = (call.app.db.now(), call.app.today(), request.fil);
    let reading = who.clone();
    let read = move |db: &mut Conn| {
        let reader = Reader::at(db, &reading, now)?;
        let page = db::read(db, &reader, &request, now)?;
        let (_, referent) = reader.find(db, fil)?;
        Ok((page, reader::traces(db, &reader, vec![(fil, referent)], today)?))
    };
    let (page, traces) = call.app.db.read(read).await?;
    record(&call, &who, traces).await?;
    Ok(page)
}

// Who is not the référent leaves a trace of what they read.
async fn record(call: &Call, who: &Correspondant, traces: Vec<(FilId, Acces)>) -> Result<(), Error> {
    if traces.is_empty() {
        return Ok(());
    }
    let (compte, today) = (who.compte(), call.app.today());
    let write = move |tx: &mut Tx<'_>| {
        traces.iter().try_for_each(|(fil, acces)| reader::record(tx, compte, *fil, *acces, today))
    };
    call.app.db.write(write).await
}

async fn send_message(author: Correspondant, db: Db, request: SendMessage) -> Result<Message, Error> {
    db.write_plan(move |db, now| envoi::send(db, &author, &request, now)).await
}

async fn send_to_many(referent: Referent, db: Db, request: SendToMany) -> Result<Done, Error> {
    db.write(move |tx| envoi::send_to_many(tx, &referent, &request)).await
}

async fn mark(reader: Correspondant, db: Db, request: MarkFil) -> Result<Done, Error> {
    db.write(move |tx| db::mark(tx, &reader, (request.fil, request.seq, request.etape))).await
}

async fn take(referent: Referent, db: Db, request: TakeFil) -> Result<Fil, Error> {
    db.write(move |tx| db::take(tx, &referent, request.fil)).await
}

async fn edit(author: Correspondant, db: Db, request: EditMessage) -> Result<Message, Error> {
    db.write(move |tx| changer::edit(tx, &author, request.message, &request.texte)).await
}

async fn delete(author: Correspondant, call: Call, request: DeleteMessage) -> Result<Message, Error> {
    let delete = move |tx: &mut Tx<'_>| changer::delete(tx, &author, request.message);
    let (message, gone) = call.db().write(delete).await?;
    let store = Store::of(&call.app);
    in_background(move || {
        store.forget(&gone);
        Ok(())
    })
    .await?;
    Ok(message)
}

async fn search(who: Correspondant, call: Call, request: SearchMessages) -> Result<Vec<Trouve>, Error> {
    let (now, today, reading) = (call.app.db.now(), call.app.today(), who.clone());
    let search = move |db: &mut Conn| {
        let reader = Reader::at(db, &reading, now)?;
        let (found, read) = recherche::search(db, &reader, &request.texte)?;
        Ok((found, reader::traces(db, &reader, read, today)?))
    };
    let (found, traces) = call.app.db.read(search).await?;
    record(&call, &who, traces).await?;
    Ok(found)
}

async fn read_discretion(jeune: Jeune, db: Db, _: ReadDiscretion) -> Result<Discretion, Error> {
    db.read(move |db| db::read_discretion(db, &jeune)).await
}

async fn choose_discretion(jeune: Jeune, db: Db, request: ChooseDiscretion) -> Result<Discretion, Error> {
    db.write(move |tx| db::choose_discretion(tx, &jeune, request.lectures_cachees)).await
}

// Reading a photo takes memory: one at a time on a node, and not before it is known that the thread is the author's.
async fn send_piece(author: Correspondant, call: Call, request: SendPiece, octets: Vec<u8>) -> Result<Piece, Error> {
    let (now, id, fil) = (call.app.db.now(), request.piece, request.fil);
    let (who, empreinte) = (author.clone(), pieces::digest(&octets));
    let nom = pieces::Nom::new(id, &empreinte);
    let sent = empreinte.clone();
    // Whose id it is already is known before anything is written into the folder.
    let look = move |db: &mut Conn| {
        let reader = Reader::at(db, &who, now)?;
        pieces::find_known(db, &reader, (fil, id), &sent)
    };
    if let Some(known) = call.app.db.read(look).await? {
        return Ok(known);
    }
    let _one = call.app.photos.acquire().await.map_err(|_| Error::Unavailable)?;
    let store = Store::of(&call.app);
    let (put, kept) = (nom.clone(), store.clone());
    let fichier = in_background(move || {
        let fichier = photo::look(octets)?;
        kept.put(&put, &fichier.octets)?;
        Ok(std::sync::Arc::new(fichier))
    })
    .await?;
    let in_folder = store.0.is_some();
    let stored =
        call.db().write(move |tx| pieces::store(tx, &author, (fil, id), &fichier, (&empreinte, in_folder))).await;
    if stored.is_err() {
        in_background(move || {
            store.forget(&[nom]);
            Ok(())
        })
        .await?;
    }
    stored
}

async fn read_piece(who: Correspondant, call: Call, request: ReadPiece) -> Result<HttpResponse, Error> {
    let (now, today, store, reading) = (call.app.db.now(), call.app.today(), Store::of(&call.app), who.clone());
    let read = move |db: &mut Conn| {
        let reader = Reader::at(db, &reading, now)?;
        let (file, read) = pieces::read(db, &reader, request.piece, &store)?;
        Ok((file, reader::traces(db, &reader, vec![read], today)?))
    };
    let ((genre, octets), traces) = call.app.db.read(read).await?;
    record(&call, &who, traces).await?;
    let mut response = HttpResponse::Ok();
    match genre {
        GenrePiece::Photo => response.content_type("image/jpeg"),
        GenrePiece::Pdf => response
            .content_type("application/pdf")
            .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"document.pdf\"")),
    };
    Ok(response.body(octets))
}

/// Does what takes long off the executor.
pub async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    web::block(work).await.map_err(|_| Error::Internal("the blocking pool is closed".to_owned()))?
}
