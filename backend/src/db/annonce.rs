//! What the other nodes are told, on PostgreSQL: a row that is a part of the write, so that nothing stored goes untold,
//! whatever becomes of the node that stored it. `live/nodes.rs` reads them.
//!
//! A reader asks for what was written by transactions that had not ended when it read last. Numbers given by a sequence would
//! not do: who draws the smaller one may well commit last, and would be passed over.

use std::collections::HashSet;

use diesel::{
    PgConnection, QueryResult, QueryableByName, RunQueryDsl,
    query_builder::{AstPass, QueryFragment},
    sql_types::{BigInt, Nullable, Text},
};

use super::{MultiBackend, Plan};
use crate::{live::Word, problem::Error};

/// How long an announcement can be read.
pub const KEPT_MINUTES: i64 = 5;

/// An announcement that is not written yet.
pub(super) struct Annonce {
    id: String,
    noeud: String,
    contenu: String,
}

impl Annonce {
    pub(super) fn new(node: &str, words: &[Word]) -> Result<Self, Error> {
        let contenu = serde_json::to_string(words).map_err(|why| Error::Internal(why.to_string()))?;
        Ok(Self { id: uuid::Uuid::now_v7().to_string(), noeud: node.to_owned(), contenu })
    }
}

impl QueryFragment<MultiBackend> for Annonce {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        // The clock of the database: those of the nodes may differ, and an announcement is as old as it says.
        out.push_sql(
            "INSERT INTO evenement (transaction_id, cree_le, id, noeud, contenu) VALUES \
             (pg_current_xact_id()::text::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint, ",
        );
        out.push_bind_param::<Text, _>(&self.id)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.noeud)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.contenu)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Announces something that no write goes with.
pub fn announce(db: &mut super::Conn, node: &str, words: &[Word]) -> Result<(), Error> {
    Plan::answer(()).change(Annonce::new(node, words)?).carry_out(db).map(drop)
}

/// How far a node has read what the others announce.
#[derive(Debug)]
pub struct Place {
    // Every transaction before this one had ended.
    horizon: i64,
    // What was read of the later ones already.
    seen: HashSet<String>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    horizon: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    transaction_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    contenu: Option<String>,
}

// So many rows that come again are better read each second than at each call.
const MANY: usize = 1_000;

// Both sides of the join are one snapshot. A transaction that lasts for hours, of another program, makes the same rows come
// again, which is why they do not stay for long.
const READ: &str = "SELECT pg_snapshot_xmin(s.seen)::text::bigint AS horizon, e.transaction_id, e.id, e.contenu \
    FROM (SELECT pg_current_snapshot() AS seen) s \
    LEFT JOIN evenement e ON $1 <= e.transaction_id AND e.noeud <> $2 ORDER BY e.id";

impl Place {
    /// The end of what has been announced so far.
    pub fn last(db: &mut PgConnection, node: &str) -> QueryResult<Self> {
        let mut place = Self { horizon: i64::MAX, seen: HashSet::new() };
        place.read(db, node)?;
        Ok(place)
    }

    /// Whether a long transaction of somebody makes much come again at each look.
    pub fn is_held_up(&self) -> bool {
        MANY < self.seen.len()
    }

    /// What the other nodes have announced since, each announcement once.
    pub fn read(&mut self, db: &mut PgConnection, node: &str) -> QueryResult<Vec<String>> {
        let query = diesel::sql_query(READ).bind::<BigInt, _>(self.horizon).bind::<Text, _>(node);
        let rows: Vec<Row> = query.load(db)?;
        let Some(horizon) = rows.first().map(|row| row.horizon) else {
            return Ok(Vec::new());
        };
        let (mut told, mut seen) = (Vec::new(), HashSet::new());
        for row in rows {
            let (Some(transaction), Some(id), Some(contenu)) = (row.transaction_id, row.id, row.contenu) else {
                continue;
            };
            if !self.seen.contains(&id) {
                told.push(contenu);
            }
            if horizon <= transaction {
                seen.insert(id);
            }
        }
        *self = Self { horizon, seen };
        Ok(told)
    }
}

/// Forgets what every node has read long since.
pub fn forget_old(db: &mut PgConnection) -> QueryResult<usize> {
    let old = "DELETE FROM evenement WHERE cree_le < (extract(epoch FROM clock_timestamp()) * 1000)::bigint - $1";
    diesel::sql_query(old).bind::<BigInt, _>(KEPT_MINUTES * 60_000).execute(db)
}
