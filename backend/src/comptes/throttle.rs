//! How often one may try: counted per account and per address, in the database, so that a restart forgives nothing (P15).

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
    sql_types::{BigInt, Text},
};
use shared::Instant;

use crate::{
    db::{Conn, Db},
    problem::Error,
    schema::tentative,
};

/// How long tries are remembered.
pub const WINDOW_MINUTES: i64 = 10;

/// Something that is tried, and how often it may be in ten minutes.
#[derive(Clone, Debug)]
pub struct Try {
    /// What: an account, an address, a browser. Never in clear: a digest.
    pub key: String,
    /// How often.
    pub most: i32,
}

/// Counts a try of each; refuses when one has been tried too often. Both are counted even when one refuses.
pub async fn count(db: &Db, tries: Vec<Try>) -> Result<(), Error> {
    let wait = db.write(move |tx| {
        let mut wait = 0;
        for one in &tries {
            wait = wait.max(count_one(tx.db, tx.now, one)?);
        }
        Ok(wait)
    });
    match wait.await? {
        0 => Ok(()),
        seconds => Err(Error::Throttled(seconds)),
    }
}

/// Forgets the tries of something that has succeeded.
pub async fn forgive(db: &Db, key: String) -> Result<(), Error> {
    db.write(move |tx| {
        diesel::delete(tentative::table.find(&key)).execute(tx.db)?;
        Ok(())
    })
    .await
}

/// Forgets the tries that no longer count.
pub fn forget_old(db: &mut Conn, now: Instant) -> Result<usize, Error> {
    let old = tentative::depuis.lt(now.plus_minutes(-WINDOW_MINUTES).0);
    Ok(diesel::delete(tentative::table.filter(old)).execute(db)?)
}

fn count_one(db: &mut Conn, now: Instant, one: &Try) -> Result<u64, Error> {
    diesel::sql_query(
        "INSERT INTO tentative (cle, essais, depuis) VALUES ($1, 1, $2) ON CONFLICT (cle) DO UPDATE SET \
         essais = CASE WHEN tentative.depuis <= $3 THEN 1 ELSE tentative.essais + 1 END, \
         depuis = CASE WHEN tentative.depuis <= $3 THEN $2 ELSE tentative.depuis END",
    )
    .bind::<Text, _>(&one.key)
    .bind::<BigInt, _>(now.0)
    .bind::<BigInt, _>(now.plus_minutes(-WINDOW_MINUTES).0)
    .execute(db)?;
    let (tried, since): (i32, i64) = tentative::table
        .find(&one.key)
        .select((tentative::essais, tentative::depuis))
        .first(db)
        .optional()?
        .unwrap_or((1, now.0));
    if tried <= one.most {
        return Ok(0);
    }
    let end = Instant(since).plus_minutes(WINDOW_MINUTES);
    Ok(u64::try_from((end.0 - now.0) / 1000 + 1).unwrap_or(1))
}
