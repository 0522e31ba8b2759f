//! Accounts: a jeune signs up alone, a professional is invited, both sign in and out, a référent helps to come back.

pub mod admin;
mod carte;
pub mod cookies;
mod inscription;
mod invitations;
pub mod keys;
mod retour;
pub mod sessions;
pub mod throttle;

#[cfg(test)]
mod tests;

pub use carte::qr_svg;

use std::sync::Arc;

use actix_web::{cookie::time::Duration, web};
use shared::{
    ProblemKind,
    comptes::{ReadReglages, ReadSession, RefreshSession, Reglages, Session, SignIn, SignOut},
    fields::Identifiant,
    ids::CompteId,
    operation::Done,
};

use crate::{
    address,
    app::App,
    caller::{Public, Stranger},
    db::{Db, Tx},
    mount::{Call, Room},
    problem::Error,
};
use sessions::{Begun, Held};
use throttle::Try;

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(read_reglages).on(read_session).on(sign_in).on(sign_out).on(refresh_session);
    room.on(inscription::sign_up).on(inscription::replace_carte);
    room.on(retour::give_code).on(retour::recover_compte);
    room.on(invitations::invite).on(invitations::read).on(invitations::accept);
}

async fn read_reglages(_: Stranger, call: Call, _: ReadReglages) -> Result<Reglages, Error> {
    let settings = &call.app.settings;
    Ok(Reglages {
        age_minimum: settings.minimum_age,
        demonstration: settings.demonstration,
        aujourdhui: call.app.today(),
        contact_humain: settings.contact.clone(),
    })
}

async fn read_session(public: Public, _: Db, _: ReadSession) -> Result<Session, Error> {
    Ok(public.identity.map_or(Session::Anonyme {}, |identity| identity.qui))
}

// The tries are counted before anything is looked up, and the hash is made whether the identifiant is known or not: the
// answer and its time tell nothing (P14).
async fn sign_in(_: Stranger, call: Call, request: SignIn) -> Result<Session, Error> {
    let identifiant = typed_identifiant(&request.identifiant);
    let account = account_try(&call, &identifiant).await?;
    let key = account.key.clone();
    throttle::count(&call.app.db, vec![address_try(&call), account]).await?;
    let secret = typed_secret(&request.identifiant, request.secret.as_str());
    let empreinte = hash(&call.app, identifiant.clone(), secret).await?;
    let before = held(&call);
    let begun = call.app.db.write(move |tx| sign_in_with(tx, &identifiant, &empreinte, &before)).await?;
    let begun = begun.ok_or(ProblemKind::AccesRefuse)?;
    throttle::forgive(&call.app.db, key).await?;
    call.set(cookies::device(&call.app.keys, begun.compte));
    enter(&call, begun).await
}

fn sign_in_with(tx: &mut Tx<'_>, identifiant: &str, empreinte: &str, before: &Held) -> Result<Option<Begun>, Error> {
    let Some(compte) = inscription::find_compte(tx.db, identifiant, empreinte)? else {
        return Ok(None);
    };
    sessions::end_held(tx, before)?;
    sessions::begin(tx, compte).map(Some)
}

async fn sign_out(_: Stranger, call: Call, _: SignOut) -> Result<Done, Error> {
    let held = held(&call);
    let ended = call.app.db.write(move |tx| sessions::end_held(tx, &held)).await?;
    for compte in ended {
        call.app.live.end(compte);
        call.app.forget(compte);
    }
    call.set(cookies::removal(cookies::ACCESS));
    call.set(cookies::removal(cookies::REFRESH));
    Ok(Done {})
}

async fn refresh_session(_: Stranger, call: Call, _: RefreshSession) -> Result<Session, Error> {
    let token = call.http.cookie(cookies::REFRESH).map(|cookie| cookie.value().to_owned());
    let token = token.ok_or(ProblemKind::NonConnecte)?;
    let begun = call.app.db.write(move |tx| sessions::refresh(tx, &token)).await?;
    match begun {
        Some(begun) => enter(&call, begun).await,
        None => {
            call.set(cookies::removal(cookies::ACCESS));
            call.set(cookies::removal(cookies::REFRESH));
            Err(ProblemKind::NonConnecte.into())
        }
    }
}

/// Hands over the cookies of a session and says whose it is.
async fn enter(call: &Call, begun: Begun) -> Result<Session, Error> {
    let (now, today) = (call.app.db.now(), call.app.today());
    let access = call.app.keys.sign(begun.compte, begun.session, now)?;
    call.set(cookies::cookie(cookies::ACCESS, access, Duration::minutes(keys::ACCESS_MINUTES)));
    if let Some(refresh) = begun.refresh {
        call.set(cookies::cookie(cookies::REFRESH, refresh, Duration::minutes(begun.minutes)));
    }
    let session = begun.session;
    let identity = call.app.db.read(move |db| sessions::identity(db, session, now, today)).await?;
    let identity = identity.ok_or(ProblemKind::NonConnecte)?;
    call.app.remember(session, identity.clone());
    Ok(identity.qui)
}

// What this browser holds of a session.
fn held(call: &Call) -> Held {
    let access =
        call.http.cookie(cookies::ACCESS).and_then(|cookie| call.app.keys.read(cookie.value(), call.app.db.now()));
    let token = call.http.cookie(cookies::REFRESH).map(|cookie| cookie.value().to_owned());
    Held { access, token }
}

/// A hash, off the executor, a few at a time (P24).
async fn hash(app: &web::Data<App>, identifiant: String, secret: String) -> Result<String, Error> {
    let _turn = app.hashing.acquire().await.map_err(|_| Error::Unavailable)?;
    let app = Arc::clone(app);
    let hashed = web::block(move || app.salt.hash(&identifiant, &secret)).await;
    hashed.unwrap_or_else(|_| Err(Error::Internal("the blocking pool is closed".to_owned())))
}

// The words of a card are forgiven their accents and capitals; a phone or an e-mail is already normalised.
fn typed_identifiant(identifiant: &Identifiant) -> String {
    if is_words(identifiant) { carte::forgive(identifiant.as_str()) } else { identifiant.as_str().to_owned() }
}

fn typed_secret(identifiant: &Identifiant, secret: &str) -> String {
    if is_words(identifiant) { carte::forgive(secret) } else { secret.to_owned() }
}

fn is_words(identifiant: &Identifiant) -> bool {
    !identifiant.is_courriel() && !identifiant.is_telephone()
}

fn address_try(call: &Call) -> Try {
    let network = address::network(&call.http, &call.app.settings.trusted_proxies);
    Try { key: call.app.keys.mark("adresse", &network), most: call.app.settings.tries_address }
}

// A browser that the account knows has tries of its own: nobody elsewhere can use up the tries of its owner (P15).
async fn account_try(call: &Call, identifiant: &str) -> Result<Try, Error> {
    let device = call.http.cookie(cookies::DEVICE);
    let known = device.and_then(|cookie| cookies::device_of(&call.app.keys, cookie.value()));
    let key = match known {
        Some(compte) if owns(&call.app.db, compte, identifiant.to_owned()).await? => {
            format!("appareil {compte}")
        }
        _ => format!("compte {identifiant}"),
    };
    Ok(Try { key: call.app.keys.mark("essais", &key), most: call.app.settings.tries_account })
}

async fn owns(db: &Db, compte: CompteId, identifiant: String) -> Result<bool, Error> {
    db.read(move |db| inscription::owns(db, compte, &identifiant)).await
}
