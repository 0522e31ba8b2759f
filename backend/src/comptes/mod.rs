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

pub use carte::{plain_lower, qr_svg};
pub use inscription::searched;

use std::sync::Arc;

use actix_web::{cookie::time::Duration, web};
use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    comptes::{ReadReglages, ReadSession, RefreshSession, Reglages, Session, SignIn, SignOut},
    fields::Identifiant,
    ids::CompteId,
    operation::Done,
};

use crate::{
    accueil, address,
    app::App,
    caller::{Public, Stranger},
    db::{Conn, Db},
    mount::{Call, Room},
    problem::Error,
    schema::{code_retour, session},
};
use sessions::{Begun, Held, Refreshed};
use throttle::Try;

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(read_reglages).on(read_session).on(sign_in).on(sign_out).on(refresh_session);
    room.on(inscription::sign_up).on(inscription::replace_carte);
    room.on(retour::give_code).on(retour::recover_compte);
    room.on(invitations::invite).on(invitations::read).on(invitations::accept);
}

/// Forgets codes that have expired, and sessions that ended or expired a day ago at least.
pub fn forget_old(db: &mut Conn, now: Instant) -> Result<usize, Error> {
    let codes = diesel::delete(code_retour::table.filter(code_retour::expire_le.le(now.0))).execute(db)?;
    let yesterday = now.plus_days(-1).0;
    let over = session::expire_le.lt(yesterday).or(session::finie_le.lt(yesterday).assume_not_null());
    Ok(codes + diesel::delete(session::table.filter(over)).execute(db)?)
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
    let known = known_device(&call, &identifiant).await?;
    throttle::count(&call.app.db, vec![address_try(&call), first_try(&call, known, &identifiant)]).await?;
    let secret = typed_secret(&request.identifiant, request.secret.as_str());
    let empreinte = hash(&call.app, identifiant.clone(), secret).await?;
    let found = find(&call, &identifiant, &empreinte).await?;
    // A browser has tries of its own for its own account only: whatever else it tries counts for all (P15).
    if let Some(device) = known {
        if found != Some(device) {
            throttle::count(&call.app.db, vec![account_try(&call, &identifiant)]).await?;
        } else {
            throttle::forgive(&call.app.db, device_try(&call, device).key).await?;
        }
    }
    let compte = found.ok_or(ProblemKind::AccesRefuse)?;
    let before = held(&call);
    let begun = call.app.db.write(move |tx| {
        sessions::end_held(tx, &before)?;
        sessions::begin(tx, compte)
    });
    let begun = begun.await?;
    call.set(cookies::device(&call.app.keys, begun.compte));
    enter(&call, begun).await
}

async fn find(call: &Call, identifiant: &str, empreinte: &str) -> Result<Option<CompteId>, Error> {
    let (identifiant, empreinte) = (identifiant.to_owned(), empreinte.to_owned());
    call.app.db.read(move |db| inscription::find_compte(db, &identifiant, &empreinte)).await
}

async fn sign_out(_: Stranger, call: Call, request: SignOut) -> Result<Done, Error> {
    let held = held(&call);
    let ended = call.app.db.write(move |tx| sessions::end_held(tx, &held)).await?;
    for compte in ended {
        call.app.leave_everywhere(compte);
    }
    if request.vite {
        accueil::proches::leave(&call).await?;
    }
    let session = [cookies::ACCESS, cookies::REFRESH];
    let hurry = accueil::COOKIES.into_iter().filter(|_| request.vite);
    session.into_iter().chain(hurry).for_each(|name| call.set(cookies::removal(name)));
    Ok(Done {})
}

async fn refresh_session(_: Stranger, call: Call, _: RefreshSession) -> Result<Session, Error> {
    let token = call.http.cookie(cookies::REFRESH).map(|cookie| cookie.value().to_owned());
    let token = token.ok_or(ProblemKind::NonConnecte)?;
    match call.app.db.write(move |tx| sessions::refresh(tx, &token)).await? {
        Refreshed::Begun(begun) => return enter(&call, begun).await,
        Refreshed::Reused(compte) => call.app.leave_everywhere(compte),
        Refreshed::Over => {}
    }
    call.set(cookies::removal(cookies::ACCESS));
    call.set(cookies::removal(cookies::REFRESH));
    Err(ProblemKind::NonConnecte.into())
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

// The account that this browser has been in, when it is one of those that bear the identifiant.
async fn known_device(call: &Call, identifiant: &str) -> Result<Option<CompteId>, Error> {
    let cookie = call.http.cookie(cookies::DEVICE);
    let Some(compte) = cookie.and_then(|cookie| cookies::device_of(&call.app.keys, cookie.value())) else {
        return Ok(None);
    };
    let identifiant = identifiant.to_owned();
    let owns = call.app.db.read(move |db| inscription::owns(db, compte, &identifiant)).await?;
    Ok(owns.then_some(compte))
}

// A browser that the account knows has tries of its own: nobody elsewhere can use up the tries of its owner (P15).
fn first_try(call: &Call, known: Option<CompteId>, identifiant: &str) -> Try {
    known.map_or_else(|| account_try(call, identifiant), |compte| device_try(call, compte))
}

fn device_try(call: &Call, compte: CompteId) -> Try {
    tries(call, &format!("appareil {compte}"))
}

// Nothing forgives these but time: whoever enters one account of a shared phone says nothing about the others.
fn account_try(call: &Call, identifiant: &str) -> Try {
    tries(call, &format!("compte {identifiant}"))
}

fn tries(call: &Call, what: &str) -> Try {
    Try { key: call.app.keys.mark("essais", what), most: call.app.settings.tries_account }
}
