//! The phones and computers that allowed notifications. One is told as long as somebody's session on it has not ended: signing
//! out, leaving in a hurry and a stolen token each make it silent at once, whatever the page managed to do.

use diesel::{ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use shared::ids::{CompteId, EnvoiId, SessionId};

use crate::{
    comptes::keys,
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{abonnement_push, session},
};

/// More than that are most often browsers that nobody uses any more.
const MOST: i64 = 8;

/// A device, as the browser named it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Device {
    /// The address at its push service.
    pub adresse: String,
    /// The public key of the browser, base64url.
    pub p256dh: String,
    /// The secret that it shares, base64url.
    pub auth: String,
}

/// The devices of a person on which they are signed in, the one that was seen last first.
pub fn of(db: &mut Conn, compte: CompteId) -> Result<Vec<Device>, Error> {
    let rows: Vec<(String, String, String)> = abonnement_push::table
        .inner_join(session::table.on(session::id.nullable().eq(abonnement_push::session_id)))
        .filter(abonnement_push::compte_id.eq(compte.to_string()))
        .filter(session::finie_le.is_null())
        .order((abonnement_push::vu_le.desc(), abonnement_push::id))
        .limit(MOST)
        .select((abonnement_push::adresse, abonnement_push::p256dh, abonnement_push::auth))
        .load(db)?;
    Ok(rows.into_iter().map(|(adresse, p256dh, auth)| Device { adresse, p256dh, auth }).collect())
}

/// Somebody allows notifications on a device: it is theirs from now on.
pub fn keep(tx: &mut Tx<'_>, (compte, session): (CompteId, SessionId), device: &Device) -> Result<(), Error> {
    let empreinte = keys::digest(&device.adresse);
    diesel::delete(abonnement_push::table.filter(abonnement_push::empreinte.eq(&empreinte))).execute(tx.db)?;
    insert(tx, (compte, session), device, empreinte)
}

/// A device that somebody allowed before is still there, perhaps under another address. One of somebody else is left alone.
pub fn renew(
    tx: &mut Tx<'_>,
    (compte, session): (CompteId, SessionId),
    before: &str,
    device: &Device,
) -> Result<(), Error> {
    let known = diesel::delete(abonnement_push::table.filter(abonnement_push::empreinte.eq(keys::digest(before))))
        .filter(abonnement_push::compte_id.eq(compte.to_string()))
        .execute(tx.db)?;
    if known == 0 { Ok(()) } else { keep(tx, (compte, session), device) }
}

fn insert(
    tx: &mut Tx<'_>,
    (compte, session): (CompteId, SessionId),
    device: &Device,
    empreinte: String,
) -> Result<(), Error> {
    diesel::insert_into(abonnement_push::table)
        .values((
            abonnement_push::id.eq(id::<EnvoiId>().to_string()),
            abonnement_push::compte_id.eq(compte.to_string()),
            abonnement_push::session_id.eq(session.to_string()),
            abonnement_push::adresse.eq(&device.adresse),
            abonnement_push::empreinte.eq(empreinte),
            abonnement_push::p256dh.eq(&device.p256dh),
            abonnement_push::auth.eq(&device.auth),
            abonnement_push::vu_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    let last: Vec<AsText<EnvoiId>> = abonnement_push::table
        .filter(abonnement_push::compte_id.eq(compte.to_string()))
        .order((abonnement_push::vu_le.desc(), abonnement_push::id.desc()))
        .limit(MOST)
        .select(abonnement_push::id)
        .load(tx.db)?;
    diesel::delete(abonnement_push::table.filter(abonnement_push::compte_id.eq(compte.to_string())))
        .filter(abonnement_push::id.ne_all(last.into_iter().map(|AsText(id)| id.to_string())))
        .execute(tx.db)?;
    Ok(())
}

/// A device is not told any more. Twice is once.
pub fn forget(tx: &mut Tx<'_>, compte: CompteId, adresse: &str) -> Result<(), Error> {
    diesel::delete(abonnement_push::table.filter(abonnement_push::empreinte.eq(keys::digest(adresse))))
        .filter(abonnement_push::compte_id.eq(compte.to_string()))
        .execute(tx.db)?;
    Ok(())
}
