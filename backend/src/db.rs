//! The database: two doors, [`Db::read`] and [`Db::write`], over SQLite or PostgreSQL.

mod alone;
pub mod annonce;
mod conn;
pub mod once;
mod plan;
mod postgres;
mod sqlite;
mod text;

pub use alone::Alone;
pub use conn::{Conn, MultiBackend};
pub use once::Once;
pub use plan::Plan;
pub use postgres::{CHANNEL, listen};
pub use text::{AsText, id};

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use diesel::{Connection, RunQueryDsl, r2d2};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use serde::{Serialize, de::DeserializeOwned};
use shared::{Instant, ProblemKind};

use crate::{
    live::{Live, Notice, Word},
    problem::Error,
};

/// The migrations, embedded, the same for both engines.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

/// One transaction that writes: the connection, the moment, and what to tell the live streams once it is committed.
pub struct Tx<'a> {
    /// The connection.
    pub db: &'a mut Conn,
    /// The moment of the transaction.
    pub now: Instant,
    notices: Vec<Notice>,
}

impl Tx<'_> {
    /// Says something to the live streams, after the commit only.
    pub fn tell(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    /// Does something, says what came of it, and undoes it: nobody is told.
    pub fn pretend<T>(&mut self, run: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let (now, mut answer) = (self.now, Err(Error::Unavailable));
        let undone = self.db.transaction(|db| {
            answer = run(&mut Tx { db, now, notices: Vec::new() });
            Err::<(), Error>(diesel::result::Error::RollbackTransaction.into())
        });
        drop(undone);
        answer
    }

    /// Carries a plan out as a part of this transaction.
    pub fn carry_out<T>(&mut self, plan: Plan<T>) -> Result<T, Error> {
        if !plan.carry_out(self.db)? {
            return Err(Error::Unavailable);
        }
        self.notices.extend(plan.notices);
        Ok(plan.value)
    }
}

/// The doors to the database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    clock: Clock,
    live: Live,
    once: Option<Arc<Once>>,
}

#[derive(Clone)]
enum Engine {
    Postgres(postgres::Pool),
    Sqlite(sqlite::Doors),
}

impl Db {
    /// Opens the database at an address: a path (SQLite) or `postgres://…`.
    pub fn open(address: &str, live: Live, clock: Clock) -> Result<Self, Error> {
        let engine = if is_postgres(address) {
            Engine::Postgres(postgres::open(address)?)
        } else {
            Engine::Sqlite(sqlite::Doors::open(address)?)
        };
        Ok(Self { engine, clock, live, once: None })
    }

    /// The same doors, whose next write is done once for a key.
    pub fn once(&self, once: Once) -> Self {
        Self { once: Some(Arc::new(once)), ..self.clone() }
    }

    /// The moment it is.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Reads, off the executor.
    pub async fn read<T, F>(&self, read: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let engine = self.engine.clone();
        blocking(move || match engine {
            Engine::Postgres(pool) => pool.run(read),
            Engine::Sqlite(doors) => read(&mut *doors.reader()?),
        })
        .await
    }

    /// Writes in one transaction, off the executor: all of it is durable when this returns, or nothing happened.
    ///
    /// The closure may run again when two writers collide. With a key ([`Db::once`]) the effect and the key are committed
    /// together, and a retry gives the first answer.
    pub async fn write<T, F>(&self, write: F) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    {
        let turn = self.turn();
        let run = move |db: &mut Conn| attempt(db, &turn, &write);
        let (value, notices) = match &self.engine {
            Engine::Postgres(pool) => {
                let pool = pool.clone();
                blocking(move || postgres::write(&pool, run)).await?
            }
            Engine::Sqlite(doors) => doors.write(run).await?,
        };
        self.live.publish(notices);
        Ok(value)
    }

    /// Writes what a plan says, off the executor: all of it is durable when this returns, or nothing happened.
    ///
    /// For what many do at the same moment: no lock is held between two statements. The closure only reads; it runs again
    /// when what it read has changed before its plan was carried out. A key ([`Db::once`]) is a part of the plan.
    pub async fn write_plan<T, F>(&self, make: F) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: Fn(&mut Conn, Instant) -> Result<Plan<T>, Error> + Send + 'static,
    {
        let turn = self.turn();
        let run = move |db: &mut Conn| follow(db, &turn, &make);
        let (value, notices) = match &self.engine {
            Engine::Postgres(pool) => {
                let pool = pool.clone();
                blocking(move || pool.run(run)).await?
            }
            Engine::Sqlite(doors) => doors.write(run).await?,
        };
        self.live.publish(notices);
        Ok(value)
    }

    /// Writes outside of the server (commands, tests).
    pub fn write_now<T, F>(&self, write: F) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    {
        let turn = Turn { once: None, ..self.turn() };
        let run = move |db: &mut Conn| attempt(db, &turn, &write);
        let (value, notices) = match &self.engine {
            Engine::Postgres(pool) => postgres::write(pool, run)?,
            Engine::Sqlite(doors) => doors.write_now(run)?,
        };
        self.live.publish(notices);
        Ok(value)
    }

    fn turn(&self) -> Turn {
        Turn { now: self.now(), once: self.once.clone(), live: self.live.clone() }
    }
}

// What one write is done with.
struct Turn {
    now: Instant,
    once: Option<Arc<Once>>,
    live: Live,
}

impl Turn {
    // What the streams of the other nodes are told is written with what happened.
    fn announce<T>(&self, plan: Plan<T>, db: &Conn) -> Result<Plan<T>, Error> {
        if plan.notices.is_empty() || matches!(db, Conn::Sqlite(_)) {
            return Ok(plan);
        }
        let words: Vec<Word> = plan.notices.iter().cloned().map(Word::Told).collect();
        let annonce = annonce::Annonce::new(self.live.node(), &words)?;
        Ok(plan.change(annonce))
    }
}

// One transaction; with a key, a second look tells a retry from a first time.
fn attempt<T, F>(db: &mut Conn, turn: &Turn, write: &F) -> Result<(T, Vec<Notice>), Error>
where
    T: Serialize + DeserializeOwned,
    F: Fn(&mut Tx<'_>) -> Result<T, Error>,
{
    let done = diesel::Connection::transaction(db, |db| {
        let mut tx = Tx { db, now: turn.now, notices: Vec::new() };
        let value = write(&mut tx)?;
        // The key and what the other nodes are told are one statement: what the write has locked is free soon.
        let last = Plan { notices: tx.notices, ..Plan::answer(()) };
        let last = match &turn.once {
            Some(once) => last.change(once.keeping(turn.now, &value)?),
            None => last,
        };
        let last = turn.announce(last, tx.db)?;
        match last.run(tx.db) {
            Err(why) if Error::is_duplicate(&why) => return Err(ProblemKind::CleReutilisee.into()),
            done => done?,
        }
        Ok((value, last.notices))
    });
    match (done, &turn.once) {
        // The effect fails or the key is taken: if the key has an answer, this is a retry.
        (Err(error), Some(once)) => match once.answer(db)? {
            Some(value) => Ok((value, Vec::new())),
            None => Err(error),
        },
        (done, _) => done,
    }
}

// Plans, until one is carried out before it is overtaken; with a key, a second look tells a retry from a first time.
fn follow<T, F>(db: &mut Conn, turn: &Turn, make: &F) -> Result<(T, Vec<Notice>), Error>
where
    T: Serialize + DeserializeOwned,
    F: Fn(&mut Conn, Instant) -> Result<Plan<T>, Error>,
{
    for _ in 0..plan::TRIES {
        let refused = match make(db, turn.now) {
            Ok(plan) => {
                let plan = match &turn.once {
                    Some(once) => {
                        let kept = once.keeping(turn.now, &plan.value)?;
                        plan.change(kept)
                    }
                    None => plan,
                };
                let plan = turn.announce(plan, db)?;
                if plan.carry_out(db)? {
                    return Ok((plan.value, plan.notices));
                }
                None
            }
            Err(error) => Some(error),
        };
        if let Some(once) = &turn.once
            && let Some(value) = once.answer(db)?
        {
            return Ok((value, Vec::new()));
        }
        if let Some(error) = refused {
            return Err(error);
        }
    }
    Err(Error::Unavailable)
}

/// The time that the server believes it is; a test may shift it.
#[derive(Clone, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// The moment it is.
    pub fn now(&self) -> Instant {
        Instant(jiff::Timestamp::now().as_millisecond() + self.0.load(Ordering::Relaxed))
    }

    /// Moves the clock.
    pub fn shift_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }
}

/// Whether an address is one of PostgreSQL.
pub fn is_postgres(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

/// Brings the schema to the newest migration. Says how many were run.
pub fn migrate(address: &str) -> Result<usize, Error> {
    let mut db = connect(address)?;
    // Two nodes may start together: PostgreSQL lets one migrate at a time. SQLite has one writer.
    if matches!(db, Conn::Postgres(_)) {
        diesel::sql_query("SELECT pg_advisory_lock(4207)").execute(&mut db)?;
    }
    let done = db.run_pending_migrations(MIGRATIONS).map_err(|why| Error::Internal(why.to_string()))?;
    Ok(done.len())
}

/// How many migrations are still to run.
pub fn pending(address: &str) -> Result<usize, Error> {
    let mut db = connect(address)?;
    let pending = db.pending_migrations(MIGRATIONS).map_err(|why| Error::Internal(why.to_string()))?;
    Ok(pending.len())
}

/// A connection of one's own, for the commands and the tests.
pub fn connect(address: &str) -> Result<Conn, Error> {
    if is_postgres(address) {
        postgres::connect(address).map(Conn::Postgres)
    } else {
        sqlite::connect(address).map(Conn::Sqlite)
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    actix_web::web::block(work).await.unwrap_or_else(|_| Err(Error::Internal("the blocking pool is closed".to_owned())))
}

impl From<r2d2::PoolError> for Error {
    fn from(_: r2d2::PoolError) -> Self {
        Self::Unavailable
    }
}
