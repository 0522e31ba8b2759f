//! Idempotency: the effect of a creating request and its key are committed together (P03).
//!
//! The effect comes first and the key last: the usual case costs one statement. A retry either fails in its effect or
//! on the key; both times the transaction is undone and the first answer is given again. A retry that arrives while
//! the first is under way waits for it instead of being refused. Keys are kept for 48 hours and belong to one account.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, dsl::Eq, query_builder::QueryFragment};
use serde::{Serialize, de::DeserializeOwned};
use shared::{Instant, ProblemKind};

use super::{Conn, MultiBackend};
use crate::{problem::Error, schema::cle_idempotence};

type Row = (
    Eq<cle_idempotence::porteur, String>,
    Eq<cle_idempotence::cle, String>,
    Eq<cle_idempotence::empreinte, String>,
    Eq<cle_idempotence::reponse, String>,
    Eq<cle_idempotence::creee_le, i64>,
);

/// How long a key is kept.
pub const KEPT_MINUTES: i64 = 48 * 60;

/// The key of a creating request.
#[derive(Clone, Debug)]
pub struct Once {
    /// The account, or `public` before there is one.
    pub porteur: String,
    /// The key that the client made.
    pub cle: String,
    /// A digest of the method, the path and the body.
    pub empreinte: String,
}

impl Once {
    /// The key with its answer, as a part of a plan.
    pub(super) fn keeping<T: Serialize>(
        &self,
        now: Instant,
        value: &T,
    ) -> Result<impl QueryFragment<MultiBackend> + 'static + use<T>, Error> {
        Ok(diesel::insert_into(cle_idempotence::table).values(self.row(now, value)?))
    }

    fn row<T: Serialize>(&self, now: Instant, value: &T) -> Result<Row, Error> {
        Ok((
            cle_idempotence::porteur.eq(self.porteur.clone()),
            cle_idempotence::cle.eq(self.cle.clone()),
            cle_idempotence::empreinte.eq(self.empreinte.clone()),
            cle_idempotence::reponse.eq(serde_json::to_string(value).map_err(|why| Error::Internal(why.to_string()))?),
            cle_idempotence::creee_le.eq(now.0),
        ))
    }

    pub(super) fn answer<T: DeserializeOwned>(&self, db: &mut Conn) -> Result<Option<T>, Error> {
        let stored: Option<(String, String)> = cle_idempotence::table
            .find((&self.porteur, &self.cle))
            .select((cle_idempotence::empreinte, cle_idempotence::reponse))
            .first(db)
            .optional()?;
        match stored {
            None => Ok(None),
            Some((empreinte, _)) if empreinte != self.empreinte => Err(ProblemKind::CleReutilisee.into()),
            Some((_, reponse)) => {
                serde_json::from_str(&reponse).map(Some).map_err(|why| Error::Internal(why.to_string()))
            }
        }
    }
}

/// Forgets the keys that are older than 48 hours.
pub fn forget_old(db: &mut Conn, now: Instant) -> Result<usize, Error> {
    let old = cle_idempotence::creee_le.lt(now.plus_minutes(-KEPT_MINUTES).0);
    Ok(diesel::delete(cle_idempotence::table.filter(old)).execute(db)?)
}
