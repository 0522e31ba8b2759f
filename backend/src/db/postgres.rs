//! PostgreSQL: a pool; two writers that collide are told apart by the engine, and the loser tries again.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use diesel::{
    Connection, ConnectionError, PgConnection,
    connection::SimpleConnection,
    r2d2::{self, CustomizeConnection, ManageConnection},
};

use super::Conn;
use crate::problem::Error;

/// The connections that readers and writers share. Cheap to clone.
#[derive(Clone)]
pub struct Pool {
    pool: r2d2::Pool<Manager>,
    // How many times the server was seen to have gone: what was opened before that is not used again.
    cuts: Arc<AtomicU64>,
}

impl Pool {
    /// Runs on a connection of the pool.
    pub fn run<T>(&self, run: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let mut held = self.pool.get()?;
        let seen = held.cuts;
        let done = run(&mut held.db);
        if done.as_ref().is_err_and(Error::is_cut) {
            // The first to notice speaks for all the connections that were open then.
            self.cuts.fetch_max(seen + 1, Ordering::Relaxed);
        }
        done
    }
}

const TRIES: usize = 4;

/// Opens the pool. Connections are made when they are needed.
pub fn open(address: &str) -> Result<Pool, Error> {
    connect(address)?;
    let cuts = Arc::new(AtomicU64::new(0));
    let manager = Manager { address: address.to_owned(), cuts: Arc::clone(&cuts) };
    let pool = r2d2::Pool::builder()
        .max_size(24)
        .min_idle(Some(2))
        .connection_timeout(std::time::Duration::from_secs(5))
        .connection_customizer(Box::new(Settings))
        .build(manager)?;
    Ok(Pool { pool, cuts })
}

/// A connection of one's own.
pub fn connect(address: &str) -> Result<PgConnection, Error> {
    PgConnection::establish(address).map_err(|why| Error::Internal(format!("PostgreSQL: {why}")))
}

/// Where nodes call each other.
pub const CHANNEL: &str = "cote_a_cote";

// Nobody answers on a connection that only hears: that the other side has gone is noticed by asking the wire. All of it in the
// address: what is SET would stay behind in a pooler that lends one connection to many.
const WATCHED: [(&str, &str); 6] = [
    ("application_name", "cote-a-cote-noeud"),
    ("connect_timeout", "5"),
    ("keepalives_idle", "3"),
    ("keepalives_interval", "1"),
    ("keepalives_count", "2"),
    ("tcp_user_timeout", "5000"),
];

/// A connection of one's own that hears the calls of the other nodes.
pub fn listen(address: &str) -> Result<PgConnection, Error> {
    let mut watched = address.to_owned();
    for (parameter, value) in WATCHED.iter().filter(|(parameter, _)| !address.contains(parameter)) {
        watched.push(if watched.contains('?') { '&' } else { '?' });
        watched.push_str(&format!("{parameter}={value}"));
    }
    let mut db = connect(&watched)?;
    // Without it the announcements are found by looking.
    match db.batch_execute(&format!("LISTEN {CHANNEL}")).map_err(Error::from) {
        Err(why) if why.is_cut() => return Err(why),
        Err(why) => tracing::warn!(%why, "the database lets nobody listen: the other nodes are heard a second later"),
        Ok(()) => {}
    }
    Ok(db)
}

/// Runs a write, again when two writers collided.
pub fn write<T>(pool: &Pool, run: impl Fn(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    pool.run(|db| {
        for _ in 1..TRIES {
            match run(db) {
                Err(error) if error.is_collision() => {}
                done => return done,
            }
        }
        run(db)
    })
}

/// A connection, and when it was opened.
pub struct Held {
    db: Conn,
    cuts: u64,
}

/// Makes connections for the pool.
#[derive(Debug)]
pub struct Manager {
    address: String,
    cuts: Arc<AtomicU64>,
}

impl ManageConnection for Manager {
    type Connection = Held;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Held, r2d2::Error> {
        let cuts = self.cuts.load(Ordering::Relaxed);
        let db = PgConnection::establish(&self.address).map_err(r2d2::Error::ConnectionError)?;
        Ok(Held { db: Conn::Postgres(db), cuts })
    }

    // One that works is not asked each time; one that was open when the server went away is not used again.
    fn is_valid(&self, held: &mut Held) -> Result<(), r2d2::Error> {
        if held.cuts == self.cuts.load(Ordering::Relaxed) {
            return Ok(());
        }
        Err(r2d2::Error::ConnectionError(ConnectionError::BadConnection("the server went away".to_owned())))
    }

    fn has_broken(&self, held: &mut Held) -> bool {
        use diesel::connection::TransactionManager;
        std::thread::panicking()
            || held.cuts != self.cuts.load(Ordering::Relaxed)
            || <Conn as Connection>::TransactionManager::is_broken_transaction_manager(&mut held.db)
    }
}

#[derive(Debug)]
struct Settings;

impl CustomizeConnection<Held, r2d2::Error> for Settings {
    fn on_acquire(&self, held: &mut Held) -> Result<(), r2d2::Error> {
        held.db.batch_execute(
            "SET lock_timeout = '10s'; SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '30s'",
        )
        .map_err(|why| r2d2::Error::ConnectionError(ConnectionError::BadConnection(why.to_string())))
    }
}
