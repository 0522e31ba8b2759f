//! Families and trusted adults: the invitations of jeunes, and whoever writes on their own. A relative is known by a cookie of
//! one phone; no operation of theirs looks for a jeune, so none can tell whether there is one.

mod equipe;
mod jeune;
mod mots;
mod telephone;

#[cfg(test)]
mod tests;

pub use jeune::{end_company, following};
pub use mots::{add, forget_old, seed};

use actix_web::cookie::time::Duration;
use shared::{
    accueil::{
        AnswerProche, EndProche, FilProche, ForgetProche, InvitationProche, InviteProche, LienProche,
        ListInvitationsProche, ListProches, MotProche, OpenLienProche, ProcheSuivi, ReadProche, ReadProches, VuProche,
        WriteAsProche, WriteMotProche,
    },
    operation::Done,
};

use crate::{
    address,
    caller::{Jeune, Public, Referent, Stranger},
    comptes::{
        cookies, keys, qr_svg,
        throttle::{self, Try},
    },
    db::Db,
    mount::{Call, Room},
    problem::Error,
};
pub use telephone::COOKIE;
use telephone::{KEPT_DAYS, Proche};

/// The operations of relatives, of those who invite them and of those who answer.
pub fn routes(room: &mut Room) {
    room.on(invite).on(list_mine).on(end);
    room.on(open).on(write_alone).on(read_all).on(write).on(forget);
    room.on(list).on(read).on(answer);
}

// The link is derived, not kept: the database alone opens nothing.
async fn invite(jeune: Jeune, call: Call, request: InviteProche) -> Result<LienProche, Error> {
    let app = call.app.clone();
    let proche = call.db().write(move |tx| jeune::invite(tx, &jeune, &request, |id| jeton(&app.keys, id))).await?;
    let lien = format!("{}/proche#{}", call.app.settings.public_url, jeton(&call.app.keys, &proche.to_string()));
    Ok(LienProche { proche, qr: qr_svg(&lien)?, lien })
}

fn jeton(keys: &keys::Keys, proche: &str) -> String {
    keys.mark("proche", proche)
}

async fn list_mine(jeune: Jeune, db: Db, _: ListInvitationsProche) -> Result<Vec<InvitationProche>, Error> {
    let now = db.now();
    db.read(move |db| jeune::list(db, &jeune, now)).await
}

async fn end(jeune: Jeune, db: Db, request: EndProche) -> Result<Done, Error> {
    db.write(move |tx| jeune::end(tx, &jeune, request.proche)).await
}

// A jeune who looks at their own link does not take it.
async fn open(public: Public, call: Call, request: OpenLienProche) -> Result<Done, Error> {
    count_try(&call).await?;
    let appareil = device(&call)?;
    let (empreinte, lie) = (keys::digest(&request.jeton), keys::digest(&appareil));
    let by = public.identity.as_ref().map(|identity| identity.compte);
    let done = call.db().write(move |tx| telephone::bind(tx, &empreinte, &lie, by)).await?;
    keep(&call, appareil);
    Ok(done)
}

async fn write_alone(_: Stranger, call: Call, request: WriteAsProche) -> Result<Done, Error> {
    count_try(&call).await?;
    count_thread(&call).await?;
    let appareil = device(&call)?;
    let lie = keys::digest(&appareil);
    let done = call.db().write(move |tx| mots::open_alone(tx, &request, &lie)).await?;
    keep(&call, appareil);
    Ok(done)
}

async fn read_all(proche: Proche, db: Db, _: ReadProches) -> Result<Vec<VuProche>, Error> {
    let now = db.now();
    db.read(move |db| telephone::read(db, &proche, now)).await
}

async fn write(proche: Proche, call: Call, request: WriteMotProche) -> Result<MotProche, Error> {
    let written = call.db().write(move |tx| mots::write(tx, &proche, request.proche, &request.texte)).await?;
    if let Some(cookie) = call.http.cookie(COOKIE) {
        keep(&call, cookie.value().to_owned());
    }
    Ok(written)
}

async fn forget(_: Stranger, call: Call, _: ForgetProche) -> Result<Done, Error> {
    leave(&call).await?;
    call.set(cookies::removal(COOKIE));
    Ok(Done {})
}

/// Whoever leaves in a hurry leaves nothing that could be opened again on this phone.
pub async fn leave(call: &Call) -> Result<(), Error> {
    let Some(cookie) = call.http.cookie(COOKIE) else { return Ok(()) };
    let appareil = keys::digest(cookie.value());
    call.app.db.write(move |tx| telephone::leave(tx, &appareil)).await?;
    Ok(())
}

async fn list(referent: Referent, db: Db, _: ListProches) -> Result<Vec<ProcheSuivi>, Error> {
    let now = db.now();
    db.read(move |db| equipe::list(db, &referent, now)).await
}

async fn read(referent: Referent, call: Call, request: ReadProche) -> Result<FilProche, Error> {
    let (proche, today, compte, now) = (request.proche, call.app.today(), referent.compte, call.app.db.now());
    let read = move |db: &mut crate::db::Conn| {
        Ok((equipe::read(db, &referent, proche, now)?, equipe::is_recorded(db, compte, proche, today)?))
    };
    let (fil, known) = call.app.db.read(read).await?;
    if !known {
        call.app.db.write(move |tx| equipe::record(tx, compte, proche, today)).await?;
    }
    Ok(fil)
}

async fn answer(referent: Referent, db: Db, request: AnswerProche) -> Result<MotProche, Error> {
    db.write(move |tx| equipe::answer(tx, &referent, request.proche, &request.texte)).await
}

// What this phone is known by: what it has already, or something that a retry of the same request makes again.
fn device(call: &Call) -> Result<String, Error> {
    if let Some(cookie) = call.http.cookie(COOKIE) {
        return Ok(cookie.value().to_owned());
    }
    match call.retry_key() {
        Some(key) => Ok(keys::base64(&call.app.keys.derive("appareil-proche", &key))),
        None => Ok(keys::base64(&keys::random::<32>()?)),
    }
}

fn keep(call: &Call, appareil: String) {
    call.set(cookies::cookie(COOKIE, appareil, Duration::days(KEPT_DAYS)));
}

async fn count_try(call: &Call) -> Result<(), Error> {
    count(call, "proche-adresse", call.app.settings.tries_address).await
}

// Each thread is somebody who waits for an answer: of a tenth as many, a team still reads all.
async fn count_thread(call: &Call) -> Result<(), Error> {
    count(call, "proche-fil", (call.app.settings.tries_address / 10).max(1)).await
}

async fn count(call: &Call, what: &str, most: i32) -> Result<(), Error> {
    let network = address::network(&call.http, &call.app.settings.trusted_proxies);
    throttle::count(&call.app.db, vec![Try { key: call.app.keys.mark(what, &network), most }]).await
}
