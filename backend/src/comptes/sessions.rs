//! Sessions: one a device, continued by a refresh token that changes each time; an old one that comes back ends it (P17).

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl,
};
use serde::{Deserialize, Serialize};
use shared::{
    Instant,
    comptes::{Appartenance, Droits, Session},
    fields::{CodeEspace, Jour, MoisDeNaissance},
    ids::{CompteId, SessionId},
};

use super::{cookies, keys};
use crate::{
    caller::Identity,
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{compte, espace_temps, jeune, membre, professionnel, session, structure},
};

/// How long a session may last in all: a jeune's own phone, a professional's day (P19).
pub const JEUNE_MINUTES: i64 = 30 * 24 * 60;
/// See [`JEUNE_MINUTES`].
pub const PRO_MINUTES: i64 = 12 * 60;

// Two tabs may refresh together: the second one comes within this time with the token of before.
const GRACE_MS: i64 = 15_000;

/// A session that begins or goes on.
#[derive(Debug, Serialize, Deserialize)]
pub struct Begun {
    /// The account.
    pub compte: CompteId,
    /// The session.
    pub session: SessionId,
    /// The refresh token to hand over, when it has changed.
    #[serde(skip)]
    pub refresh: Option<String>,
    /// How long the browser keeps it, in minutes.
    pub minutes: i64,
}

/// Begins a session for an account.
pub fn begin(tx: &mut Tx<'_>, compte: CompteId) -> Result<Begun, Error> {
    let role: String = compte::table.find(compte.to_string()).select(compte::role).first(tx.db)?;
    let minutes = if role == "jeune" { JEUNE_MINUTES } else { PRO_MINUTES };
    let session: SessionId = id();
    let token = cookies::refresh_token(session)?;
    diesel::insert_into(session::table)
        .values((
            session::id.eq(session.to_string()),
            session::compte_id.eq(compte.to_string()),
            session::empreinte.eq(keys::digest(&token)),
            session::changee_le.eq(tx.now.0),
            session::creee_le.eq(tx.now.0),
            session::expire_le.eq(tx.now.plus_minutes(minutes).0),
        ))
        .execute(tx.db)?;
    diesel::update(compte::table.find(compte.to_string())).set(compte::vu_le.eq(tx.now.0)).execute(tx.db)?;
    Ok(Begun { compte, session, refresh: Some(token), minutes })
}

/// What came of a refresh token.
#[derive(Debug, Serialize, Deserialize)]
pub enum Refreshed {
    /// The session goes on.
    Begun(Begun),
    /// It has ended, or never was.
    Over,
    /// A token that was replaced long ago came back: the session of that account was ended for everybody.
    Reused(CompteId),
}

/// Continues a session.
pub fn refresh(tx: &mut Tx<'_>, token: &str) -> Result<Refreshed, Error> {
    let Some(session) = cookies::session_of(token) else {
        return Ok(Refreshed::Over);
    };
    // The new token first: the write takes the row, so that two tabs come one after the other.
    let fresh = cookies::refresh_token(session)?;
    let digest = keys::digest(token);
    let turned = diesel::update(session::table.find(session.to_string()))
        .filter(session::empreinte.eq(&digest))
        .filter(session::finie_le.is_null())
        .filter(session::expire_le.gt(tx.now.0))
        .set((
            session::empreinte.eq(keys::digest(&fresh)),
            session::precedente.eq(&digest),
            session::changee_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    type Row = (AsText<CompteId>, Option<String>, i64, i64, Option<i64>);
    let row: Option<Row> = session::table
        .find(session.to_string())
        .select((session::compte_id, session::precedente, session::changee_le, session::expire_le, session::finie_le))
        .first(tx.db)
        .optional()?;
    let Some((AsText(compte), before, changed, expires, ended)) = row else {
        return Ok(Refreshed::Over);
    };
    if ended.is_some() || expires <= tx.now.0 {
        return Ok(Refreshed::Over);
    }
    let minutes = Instant(expires).minutes_since(tx.now).max(1);
    if turned == 1 {
        return Ok(Refreshed::Begun(Begun { compte, session, refresh: Some(fresh), minutes }));
    }
    if before.as_deref() == Some(digest.as_str()) && tx.now.0 - changed <= GRACE_MS {
        return Ok(Refreshed::Begun(Begun { compte, session, refresh: None, minutes }));
    }
    tracing::warn!(%session, "a refresh token came back: the session is ended");
    end(tx, session)?;
    Ok(Refreshed::Reused(compte))
}

/// Ends a session.
pub fn end(tx: &mut Tx<'_>, session: SessionId) -> Result<(), Error> {
    diesel::update(session::table.find(session.to_string())).set(session::finie_le.eq(tx.now.0)).execute(tx.db)?;
    Ok(())
}

/// Ends all sessions of an account but one: whoever else was in it is out (P18).
pub fn end_others(tx: &mut Tx<'_>, compte: CompteId, but: Option<SessionId>) -> Result<(), Error> {
    diesel::update(session::table.filter(session::compte_id.eq(compte.to_string())))
        .filter(session::id.ne(but.map(|session| session.to_string()).unwrap_or_default()))
        .filter(session::finie_le.is_null())
        .set(session::finie_le.eq(tx.now.0))
        .execute(tx.db)?;
    Ok(())
}

/// What a browser holds of a session: an access token that was read, a refresh token that was not.
pub struct Held {
    /// The session that a good access token names.
    pub access: Option<SessionId>,
    /// The refresh token.
    pub token: Option<String>,
}

/// Ends the sessions that a browser proves to hold; says whose they were.
pub fn end_held(tx: &mut Tx<'_>, held: &Held) -> Result<Vec<CompteId>, Error> {
    let by_token = match held.token.as_deref() {
        Some(token) => find_by_token(tx.db, token)?,
        None => None,
    };
    let mut comptes = Vec::new();
    for session in [held.access, by_token].into_iter().flatten() {
        end(tx, session)?;
        let whose = session::table.find(session.to_string()).select(session::compte_id);
        comptes.extend(whose.first::<AsText<CompteId>>(tx.db).optional()?.map(|AsText(compte)| compte));
    }
    Ok(comptes)
}

fn find_by_token(db: &mut Conn, token: &str) -> Result<Option<SessionId>, Error> {
    let Some(session) = cookies::session_of(token) else {
        return Ok(None);
    };
    let digest = keys::digest(token);
    let known = session::table
        .find(session.to_string())
        .filter(session::empreinte.eq(&digest).or(session::precedente.eq(&digest).assume_not_null()))
        .select(session::id)
        .first::<String>(db)
        .optional()?;
    Ok(known.map(|_| session))
}

/// Who a live session belongs to.
pub fn identity(db: &mut Conn, session: SessionId, now: Instant, today: Jour) -> Result<Option<Identity>, Error> {
    let row: Option<(AsText<CompteId>, String)> = session::table
        .inner_join(compte::table)
        .filter(session::id.eq(session.to_string()))
        .filter(session::finie_le.is_null())
        .filter(session::expire_le.gt(now.0))
        .select((compte::id, compte::role))
        .first(db)
        .optional()?;
    let Some((AsText(compte), role)) = row else {
        return Ok(None);
    };
    let qui = match role.as_str() {
        "jeune" => read_jeune(db, compte, today)?,
        "professionnel" => read_professionnel(db, compte)?,
        _ => Session::Administrateur { compte },
    };
    Ok(Some(Identity { compte, session, qui }))
}

fn read_jeune(db: &mut Conn, compte: CompteId, today: Jour) -> Result<Session, Error> {
    let (prenom, annee, mois, espace): (String, i32, i32, Option<AsText<CodeEspace>>) = jeune::table
        .find(compte.to_string())
        .left_join(espace_temps::table)
        .select((jeune::prenom, jeune::naissance_annee, jeune::naissance_mois, espace_temps::code.nullable()))
        .first(db)?;
    let naissance = MoisDeNaissance { annee: i16::try_from(annee).unwrap_or(0), mois: u8::try_from(mois).unwrap_or(0) };
    let mineur = naissance.age_on(today).is_none_or(|age| age < 18);
    Ok(Session::Jeune { compte, prenom, espace: espace.map(|AsText(code)| code), mineur })
}

fn read_professionnel(db: &mut Conn, compte: CompteId) -> Result<Session, Error> {
    let (prenom, aide) =
        professionnel::table.find(compte.to_string()).select((professionnel::prenom, professionnel::aide)).first(db)?;
    let rows: Vec<(AsText<_>, String, bool, bool, bool)> = membre::table
        .inner_join(structure::table.on(structure::id.eq(membre::structure_id)))
        .filter(membre::compte_id.eq(compte.to_string()))
        .order((structure::nom, structure::id))
        .select((structure::id, structure::nom, membre::referent, membre::publie, membre::coordonne))
        .load(db)?;
    let appartenances = rows.into_iter().map(|(AsText(structure), nom, referent, publie, coordonne)| Appartenance {
        structure,
        nom,
        droits: Droits { referent, publie, coordonne },
    });
    Ok(Session::Professionnel { compte, prenom, aide, appartenances: appartenances.collect() })
}
