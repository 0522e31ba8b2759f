//! What signs and what hashes: the access token (JWT, HS256), the passwords (argon2id), the tokens of links.

use std::io::Write;

use argon2::Argon2;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::{
    Instant,
    ids::{CompteId, SessionId},
};

use crate::{
    config::{SECRET_BYTES, Secret, Settings},
    db::Conn,
    problem::Error,
    schema::installation,
};

/// How long an access token is good, in minutes.
pub const ACCESS_MINUTES: i64 = 10;

const AUDIENCE: &str = "cote-a-cote";
const TYPE: &str = "at+jwt";
// Clocks of two nodes may differ by this much, in seconds.
const LEEWAY: i64 = 5;

/// What an access token says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    sub: CompteId,
    sid: SessionId,
    aud: String,
    iss: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// The keys of the installation.
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    kid: String,
    secret: Vec<u8>,
}

impl Keys {
    /// The key of the settings, or of the file, which is made when it is missing.
    pub fn load(settings: &Settings) -> Result<Self, Error> {
        match &settings.secret {
            Some(Secret(secret)) if secret.len() < SECRET_BYTES => {
                Err(Error::Setting(format!("--secret: at least {SECRET_BYTES} bytes are needed")))
            }
            Some(Secret(secret)) => Ok(Self::new(secret)),
            None => secret_file(&settings.secret_file).map(|secret| Self::new(&secret)),
        }
    }

    /// From at least 32 bytes.
    pub fn new(secret: &[u8]) -> Self {
        let signing = mac(secret, b"access-token", b"");
        Self {
            encoding: EncodingKey::from_secret(&signing),
            decoding: DecodingKey::from_secret(&signing),
            kid: base64(&Sha256::digest(signing)).chars().take(12).collect(),
            secret: secret.to_vec(),
        }
    }

    /// The key of the access tokens, so that a test can sign what the server never would.
    #[cfg(test)]
    pub fn signing_key_for_tests(&self) -> EncodingKey {
        EncodingKey::from_secret(&mac(&self.secret, b"access-token", b""))
    }

    /// Signs an access token of ten minutes.
    pub fn sign(&self, compte: CompteId, session: SessionId, now: Instant) -> Result<String, Error> {
        let seconds = now.0.div_euclid(1000);
        let claims = Claims {
            sub: compte,
            sid: session,
            aud: AUDIENCE.to_owned(),
            iss: AUDIENCE.to_owned(),
            iat: seconds,
            nbf: seconds,
            exp: seconds + ACCESS_MINUTES * 60,
        };
        let header =
            Header { typ: Some(TYPE.to_owned()), kid: Some(self.kid.clone()), ..Header::new(Algorithm::HS256) };
        jsonwebtoken::encode(&header, &claims, &self.encoding).map_err(|why| Error::Internal(why.to_string()))
    }

    /// The session of an access token that this installation signed, for this use, and that is good now.
    pub fn read(&self, token: &str, now: Instant) -> Option<SessionId> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        if header.typ.as_deref() != Some(TYPE) || header.kid.as_deref() != Some(self.kid.as_str()) {
            return None;
        }
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_audience(&[AUDIENCE]);
        rules.set_issuer(&[AUDIENCE]);
        // The times are compared with the clock of the server below, which a test can move.
        rules.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &rules).ok()?.claims;
        let seconds = now.0.div_euclid(1000);
        (claims.nbf <= seconds + LEEWAY && seconds < claims.exp).then_some(claims.sid)
    }

    /// A mark that only this installation can make, for a purpose and a content.
    pub fn mark(&self, purpose: &str, content: &str) -> String {
        base64(&mac(&self.secret, purpose.as_bytes(), content.as_bytes()))
    }

    /// Bytes that only this installation makes of a content: the same each time.
    pub fn derive(&self, purpose: &str, content: &str) -> Vec<u8> {
        mac(&self.secret, purpose.as_bytes(), content.as_bytes())
    }

    /// Whether a mark is ours; compared in constant time.
    pub fn is_mark(&self, purpose: &str, content: &str, mark: &str) -> bool {
        let Ok(mark) = URL_SAFE_NO_PAD.decode(mark) else {
            return false;
        };
        keyed(&self.secret, purpose.as_bytes(), content.as_bytes()).is_some_and(|mac| mac.verify_slice(&mark).is_ok())
    }
}

fn keyed(key: &[u8], purpose: &[u8], content: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(purpose);
    mac.update(&[0]);
    mac.update(content);
    Some(mac)
}

fn mac(key: &[u8], purpose: &[u8], content: &[u8]) -> Vec<u8> {
    keyed(key, purpose, content).map(|mac| mac.finalize().into_bytes().to_vec()).unwrap_or_default()
}

fn secret_file(path: &std::path::Path) -> Result<Vec<u8>, Error> {
    let broken = |why: std::io::Error| Error::Internal(format!("{}: {why}", path.display()));
    match std::fs::read(path) {
        Ok(secret) if secret.len() >= 32 => Ok(secret),
        Ok(secret) => {
            Err(Error::Internal(format!("{}: {} bytes, at least 32 are needed", path.display(), secret.len())))
        }
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            let secret = base64(&random::<48>()?);
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(broken)?;
            }
            private(path).and_then(|mut file| file.write_all(secret.as_bytes())).map_err(broken)?;
            Ok(secret.into_bytes())
        }
        Err(why) => Err(broken(why)),
    }
}

#[cfg(unix)]
fn private(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    std::fs::OpenOptions::new().write(true).create_new(true).open(path)
}

/// What makes the passwords of this installation unlike those of any other.
#[derive(Clone)]
pub struct Salt(Vec<u8>);

impl Salt {
    /// Reads it, or makes it the first time.
    pub fn of_installation(db: &mut Conn) -> Result<Self, Error> {
        let fresh = base64(&random::<32>()?);
        diesel::sql_query("INSERT INTO installation (cle, valeur) VALUES ('sel', $1) ON CONFLICT DO NOTHING")
            .bind::<diesel::sql_types::Text, _>(fresh)
            .execute(db)?;
        let stored: Option<String> = installation::table
            .filter(installation::cle.eq("sel"))
            .select(installation::valeur)
            .first(db)
            .optional()?;
        stored.map(|salt| Self(salt.into_bytes())).ok_or_else(|| Error::Internal("no salt".to_owned()))
    }

    /// The argon2id of a secret (m = 19,456 KiB, t = 2, p = 1: the minimum of OWASP).
    ///
    /// The salt belongs to the identifiant: one computation answers for all who share a phone, and takes the same time
    /// whether the identifiant is known or not (P14).
    pub fn hash(&self, identifiant: &str, secret: &str) -> Result<String, Error> {
        let salt = mac(&self.0, b"secret", identifiant.as_bytes());
        let mut hash = [0; 32];
        Argon2::default()
            .hash_password_into(secret.as_bytes(), &salt, &mut hash)
            .map_err(|why| Error::Internal(why.to_string()))?;
        Ok(format!("a1.{}", base64(&hash)))
    }
}

/// Bytes that nobody can guess.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|why| Error::Internal(why.to_string()))?;
    Ok(bytes)
}

/// A digest of a token that has enough entropy of its own.
pub fn digest(token: &str) -> String {
    base64(&Sha256::digest(token.as_bytes()))
}

/// Base64 for addresses, without padding.
pub fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
