//! Photos of a place: checked and written anew as those of a thread are, stored where those are, seen by everybody.

#[cfg(test)]
mod tests;

use actix_web::{HttpResponse, http::header};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Problem, ProblemKind,
    accueil::{DeletePhoto, DescribePhoto, ListPhotos, PHOTOS, PhotoEspace, SendPhoto, Vue},
    fields::CodeEspace,
    ids::{EspaceId, PhotoId},
    messages::PIECE_BYTES,
};

use super::{db::find_id, equipe::Team, lignes::By};
use crate::{
    app::App,
    caller::Animateur,
    db::{AsText, Conn, Tx},
    messages::{Store, digest, in_background, photo},
    mount::{Call, Room},
    problem::Error,
    schema::{espace_temps, photo_espace},
};

// The long side, in pixels: as wide as a phone shows it, and not a screen full.
const LONG_SIDE: u32 = 1_280;
// One that nobody described is forgotten after a day.
const UNUSED_DAYS: i64 = 1;
// A phone may keep it as long: what is deleted is named by no page any more.
const CACHE: &str = "public, max-age=3600";

/// The operations.
pub fn routes(room: &mut Room) {
    room.on(list_photos).on_upload(send_photo, PIECE_BYTES).on(describe_photo).on(delete_photo);
}

async fn list_photos(caller: Animateur, call: Call, request: ListPhotos) -> Result<Vec<PhotoEspace>, Error> {
    let read = move |db: &mut Conn| {
        let espace = own(db, &Team::of(&caller), &request.espace)?;
        list(db, &request.espace, espace)
    };
    call.app.db.read(read).await
}

// Reading a photo takes memory: one at a time on a node, and not before it is known that the place is the caller's.
async fn send_photo(caller: Animateur, call: Call, request: SendPhoto, octets: Vec<u8>) -> Result<PhotoEspace, Error> {
    let (team, code) = (Team::of(&caller), request.espace.clone());
    let known = team.clone();
    call.app.db.read(move |db| own(db, &known, &code)).await?;
    let _one = call.app.photos.acquire().await.map_err(|_| Error::Unavailable)?;
    let (store, of) = (Store::of(&call.app), request.clone());
    let in_folder = store.0.is_some();
    let (empreinte, written) = in_background(move || {
        let empreinte = digest(&octets);
        let written = photo::picture(&octets, LONG_SIDE)?.octets;
        store.put(file(&of.espace, of.photo, &empreinte), &written)?;
        Ok((empreinte, std::sync::Arc::new(written)))
    })
    .await?;
    let bytes = if in_folder { None } else { Some(written) };
    let (store, name) = (Store::of(&call.app), file(&request.espace, request.photo, &empreinte));
    let stored = call.db().write(move |tx| store_row(tx, &team, &request, (&empreinte, bytes.as_deref()))).await;
    if matches!(stored, Err(Error::Refused(_))) {
        // No row bears it: the same photo again would not have been refused.
        forget(store, name).await?;
    }
    stored
}

async fn describe_photo(caller: Animateur, call: Call, request: DescribePhoto) -> Result<Vec<PhotoEspace>, Error> {
    call.db().write(move |tx| describe(tx, &Team::of(&caller), &request)).await
}

async fn delete_photo(caller: Animateur, call: Call, request: DeletePhoto) -> Result<Vec<PhotoEspace>, Error> {
    let store = Store::of(&call.app);
    let (left, name) = call.db().write(move |tx| delete(tx, &Team::of(&caller), &request)).await?;
    // The row first: a file whose row is gone is read by nobody.
    forget(store, name).await?;
    Ok(left)
}

async fn forget(store: Store, name: String) -> Result<(), Error> {
    in_background(move || {
        store.forget(&[name]);
        Ok(())
    })
    .await
}

/// What `/e/{code}/photos/{photo}` names.
pub fn named(rest: &str) -> Option<(&str, PhotoId)> {
    let (code, photo) = rest.split_once("/photos/")?;
    Some((code, photo.parse().ok()?))
}

/// The bytes of a photo that is described, for anybody.
pub async fn respond(app: &App, code: &str, photo: PhotoId) -> Result<HttpResponse, Error> {
    let code = CodeEspace::parse(code).map_err(|_| ProblemKind::Introuvable)?;
    let (kept, name) = app.db.read(move |db| read(db, &code, photo)).await?;
    let octets = match kept {
        Some(octets) => octets,
        None => {
            let store = Store::of(app);
            in_background(move || store.get(name)).await?
        }
    };
    let mut response = HttpResponse::Ok();
    response.content_type("image/jpeg").insert_header((header::CACHE_CONTROL, CACHE));
    Ok(response.body(octets))
}

/// The photos that everybody sees, place by place.
pub fn load(db: &mut Conn, ids: &[String]) -> Result<By<Vue>, Error> {
    type Row = (String, AsText<CodeEspace>, AsText<PhotoId>, Option<String>);
    let rows: Vec<Row> = photo_espace::table
        .inner_join(espace_temps::table)
        .filter(photo_espace::espace_id.eq_any(ids))
        .filter(photo_espace::description.is_not_null())
        .order((photo_espace::espace_id, photo_espace::rang))
        .select((photo_espace::espace_id, espace_temps::code, photo_espace::id, photo_espace::description))
        .load(db)?;
    let mut all: By<Vue> = By::new();
    for (espace, AsText(code), AsText(id), description) in rows {
        let vue = Vue { adresse: address(&code, id), description: description.unwrap_or_default() };
        all.entry(espace).or_default().push(vue);
    }
    Ok(all)
}

/// Forgets those that nobody described. Says which.
pub fn forget_unused(tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
    let rows: Vec<(AsText<PhotoId>, AsText<CodeEspace>, String)> = photo_espace::table
        .inner_join(espace_temps::table)
        .filter(photo_espace::description.is_null())
        .filter(photo_espace::creee_le.lt(tx.now.plus_days(-UNUSED_DAYS).0))
        .select((photo_espace::id, espace_temps::code, photo_espace::empreinte))
        .load(tx.db)?;
    let ids = rows.iter().map(|(AsText(id), ..)| id.to_string());
    diesel::delete(photo_espace::table.filter(photo_espace::id.eq_any(ids))).execute(tx.db)?;
    Ok(rows.into_iter().map(|(AsText(id), AsText(code), empreinte)| file(&code, id, &empreinte)).collect())
}

// The name of a photo is in its address: in a folder its file bears also the place and what was sent, so that nobody who sends
// another photo under that name writes over it.
fn file(code: &CodeEspace, photo: PhotoId, empreinte: &str) -> String {
    format!("{}-{photo}-{empreinte}", code.as_str())
}

fn address(code: &CodeEspace, photo: PhotoId) -> String {
    format!("/e/{}/photos/{photo}", code.as_str())
}

fn own(db: &mut Conn, team: &Team, code: &CodeEspace) -> Result<EspaceId, Error> {
    let espace = find_id(db, code)?.ok_or(ProblemKind::Introuvable)?;
    team.require(db, espace)?;
    Ok(espace)
}

fn list(db: &mut Conn, code: &CodeEspace, espace: EspaceId) -> Result<Vec<PhotoEspace>, Error> {
    let rows: Vec<(AsText<PhotoId>, Option<String>)> = photo_espace::table
        .filter(photo_espace::espace_id.eq(espace.to_string()))
        .order(photo_espace::rang)
        .select((photo_espace::id, photo_espace::description))
        .load(db)?;
    let photo = |(AsText(id), description)| PhotoEspace { id, adresse: address(code, id), description };
    Ok(rows.into_iter().map(photo).collect())
}

// The same id and the same bytes are the same photo. A fourth one finds no rank: the table itself has three.
fn store_row(
    tx: &mut Tx<'_>,
    team: &Team,
    request: &SendPhoto,
    (empreinte, octets): (&str, Option<&Vec<u8>>),
) -> Result<PhotoEspace, Error> {
    let espace = own(tx.db, team, &request.espace)?.to_string();
    let known: Option<(String, String, Option<String>)> = photo_espace::table
        .find(request.photo.to_string())
        .select((photo_espace::espace_id, photo_espace::empreinte, photo_espace::description))
        .first(tx.db)
        .optional()?;
    let made =
        |description| PhotoEspace { id: request.photo, adresse: address(&request.espace, request.photo), description };
    if let Some((of, bytes, description)) = known {
        let same = of == espace && bytes == empreinte;
        return if same { Ok(made(description)) } else { Err(ProblemKind::CleReutilisee.into()) };
    }
    let taken: Vec<i32> =
        photo_espace::table.filter(photo_espace::espace_id.eq(&espace)).select(photo_espace::rang).load(tx.db)?;
    let free = (1..).take(PHOTOS).find(|rang| !taken.contains(rang));
    let rang = free.ok_or_else(|| Problem::fields([("photo", "trop")]))?;
    diesel::insert_into(photo_espace::table)
        .values((
            photo_espace::id.eq(request.photo.to_string()),
            photo_espace::espace_id.eq(espace),
            photo_espace::rang.eq(rang),
            photo_espace::empreinte.eq(empreinte),
            photo_espace::octets.eq(octets),
            photo_espace::creee_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    Ok(made(None))
}

fn describe(tx: &mut Tx<'_>, team: &Team, request: &DescribePhoto) -> Result<Vec<PhotoEspace>, Error> {
    let espace = own(tx.db, team, &request.espace)?;
    let described = diesel::update(photo_espace::table.find(request.photo.to_string()))
        .filter(photo_espace::espace_id.eq(espace.to_string()))
        .set(photo_espace::description.eq(request.description.as_str()))
        .execute(tx.db)?;
    if described == 0 {
        return Err(ProblemKind::Introuvable.into());
    }
    list(tx.db, &request.espace, espace)
}

// What is left, and the name of its file.
fn delete(tx: &mut Tx<'_>, team: &Team, request: &DeletePhoto) -> Result<(Vec<PhotoEspace>, String), Error> {
    let espace = own(tx.db, team, &request.espace)?;
    let key = request.photo.to_string();
    let known: Option<String> = photo_espace::table
        .find(&key)
        .filter(photo_espace::espace_id.eq(espace.to_string()))
        .select(photo_espace::empreinte)
        .first(tx.db)
        .optional()?;
    let empreinte = known.ok_or(ProblemKind::Introuvable)?;
    diesel::delete(photo_espace::table.find(&key)).execute(tx.db)?;
    let left = list(tx.db, &request.espace, espace)?;
    Ok((left, file(&request.espace, request.photo, &empreinte)))
}

fn read(db: &mut Conn, code: &CodeEspace, photo: PhotoId) -> Result<(Option<Vec<u8>>, String), Error> {
    let espace = find_id(db, code)?.ok_or(ProblemKind::Introuvable)?;
    let found = photo_espace::table
        .find(photo.to_string())
        .filter(photo_espace::espace_id.eq(espace.to_string()))
        .filter(photo_espace::description.is_not_null())
        .select((photo_espace::octets, photo_espace::empreinte))
        .first::<(Option<Vec<u8>>, String)>(db)
        .optional()?;
    let (octets, empreinte) = found.ok_or(ProblemKind::Introuvable)?;
    Ok((octets, file(code, photo, &empreinte)))
}
