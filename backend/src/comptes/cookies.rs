//! The cookies: `__Host-`, HttpOnly, SameSite=Strict. No script ever reaches a token.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use shared::ids::{CompteId, SessionId};

use super::keys::{self, Keys};
use crate::problem::Error;

/// The access token.
pub const ACCESS: &str = "__Host-acces";
/// The refresh token.
pub const REFRESH: &str = "__Host-suite";
/// A mark that says that an account has already signed in with this browser.
pub const DEVICE: &str = "__Host-appareil";

const DEVICE_DAYS: i64 = 180;
const DEVICE_PURPOSE: &str = "appareil";

/// A cookie of the house.
pub fn cookie(name: &'static str, value: String, age: Duration) -> Cookie<'static> {
    Cookie::build(name, value).path("/").secure(true).http_only(true).same_site(SameSite::Strict).max_age(age).finish()
}

/// A cookie that takes another away.
pub fn removal(name: &'static str) -> Cookie<'static> {
    cookie(name, String::new(), Duration::ZERO)
}

/// A refresh token: the session, which it names, and 256 bits.
pub fn refresh_token(session: SessionId) -> Result<String, Error> {
    Ok(format!("{session}.{}", keys::base64(&keys::random::<32>()?)))
}

/// The session that a refresh token names.
pub fn session_of(token: &str) -> Option<SessionId> {
    token.split_once('.')?.0.parse().ok()
}

/// Marks this browser as known to an account.
pub fn device(keys: &Keys, compte: CompteId) -> Cookie<'static> {
    let compte = compte.to_string();
    let value = format!("{compte}.{}", keys.mark(DEVICE_PURPOSE, &compte));
    cookie(DEVICE, value, Duration::days(DEVICE_DAYS))
}

/// The account that knows this browser.
pub fn device_of(keys: &Keys, value: &str) -> Option<CompteId> {
    let (compte, mark) = value.split_once('.')?;
    keys.is_mark(DEVICE_PURPOSE, compte, mark).then(|| compte.parse().ok()).flatten()
}
