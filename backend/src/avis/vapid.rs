//! Who sends, for the push services (RFC 8292): a pair of keys made once for the installation, and a token signed with it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use diesel::{OptionalExtension, QueryDsl, RunQueryDsl};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use shared::Instant;
use web_push_native::p256::{SecretKey, elliptic_curve::sec1::ToEncodedPoint, pkcs8::EncodePrivateKey};

use crate::{
    comptes::keys::{base64, random},
    db::Conn,
    problem::Error,
    schema::installation,
};

// At most a day (RFC 8292, 2).
const TOKEN_SECONDS: i64 = 12 * 60 * 60;
const NAME: &str = "vapid";

/// The keys.
#[derive(Clone)]
pub struct Vapid {
    signing: EncodingKey,
    public: String,
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'a str,
    exp: i64,
    sub: &'a str,
}

impl Vapid {
    /// Reads them, or makes them the first time. They outlive the key of the sessions: browsers subscribe to this very key.
    pub fn of_installation(db: &mut Conn) -> Result<Self, Error> {
        let stored =
            |db: &mut Conn| installation::table.find(NAME).select(installation::valeur).first::<String>(db).optional();
        if stored(db)?.is_none() {
            // Of two nodes that start together the first one's stays.
            diesel::sql_query("INSERT INTO installation (cle, valeur) VALUES ('vapid', $1) ON CONFLICT DO NOTHING")
                .bind::<diesel::sql_types::Text, _>(base64(&fresh()?))
                .execute(db)?;
        }
        let broken = || Error::Internal("the keys of the notifications cannot be read".to_owned());
        let bytes = URL_SAFE_NO_PAD.decode(stored(db)?.ok_or_else(broken)?).map_err(|_| broken())?;
        let secret = SecretKey::from_slice(&bytes).map_err(|_| broken())?;
        let der = secret.to_pkcs8_der().map_err(|_| broken())?;
        let public = secret.public_key().to_encoded_point(false);
        Ok(Self { signing: EncodingKey::from_ec_der(der.as_bytes()), public: base64(public.as_bytes()) })
    }

    /// The public key, uncompressed, base64url.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The header that says who sends, to one origin, for half a day.
    pub fn authorization(&self, origin: &str, contact: &str, now: Instant) -> Result<String, String> {
        let claims = Claims { aud: origin, exp: now.0.div_euclid(1000) + TOKEN_SECONDS, sub: contact };
        let header = Header { typ: Some("JWT".to_owned()), ..Header::new(Algorithm::ES256) };
        let token = jsonwebtoken::encode(&header, &claims, &self.signing).map_err(|why| why.to_string())?;
        Ok(format!("vapid t={token}, k={}", self.public))
    }
}

// Nearly every number of that length is a key.
fn fresh() -> Result<[u8; 32], Error> {
    loop {
        let bytes = random::<32>()?;
        if SecretKey::from_slice(&bytes).is_ok() {
            return Ok(bytes);
        }
    }
}
