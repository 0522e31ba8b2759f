//! PostgreSQL: a pool; two writers that collide are told apart by the engine, and the loser tries again.

use diesel::{
    Connection, ConnectionError, PgConnection,
    r2d2::{self, CustomizeConnection, ManageConnection},
};

use super::Conn;
use crate::problem::Error;

/// The connections that readers and writers share.
pub type Pool = r2d2::Pool<Manager>;

const TRIES: usize = 4;

/// Opens the pool. Connections are made when they are needed.
pub fn open(address: &str) -> Result<Pool, Error> {
    connect(address)?;
    let pool = r2d2::Pool::builder()
        .max_size(24)
        .min_idle(Some(2))
        .connection_timeout(std::time::Duration::from_secs(5))
        .connection_customizer(Box::new(Settings))
        .build(Manager(address.to_owned()))?;
    Ok(pool)
}

/// A connection of one's own.
pub fn connect(address: &str) -> Result<PgConnection, Error> {
    PgConnection::establish(address).map_err(|why| Error::Internal(format!("PostgreSQL: {why}")))
}

/// Runs a write, again when two writers collided.
pub fn write<T>(pool: &Pool, run: impl Fn(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    let mut db = pool.get()?;
    for _ in 1..TRIES {
        match run(&mut db) {
            Err(error) if error.is_collision() => {}
            done => return done,
        }
    }
    run(&mut db)
}

/// Makes connections for the pool.
#[derive(Debug)]
pub struct Manager(String);

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Conn, r2d2::Error> {
        PgConnection::establish(&self.0).map(Conn::Postgres).map_err(r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, _: &mut Conn) -> Result<(), r2d2::Error> {
        Ok(())
    }

    // A connection that died is thrown away, one that works is not asked each time.
    fn has_broken(&self, db: &mut Conn) -> bool {
        use diesel::connection::TransactionManager;
        std::thread::panicking() || <Conn as Connection>::TransactionManager::is_broken_transaction_manager(db)
    }
}

#[derive(Debug)]
struct Settings;

impl CustomizeConnection<Conn, r2d2::Error> for Settings {
    fn on_acquire(&self, db: &mut Conn) -> Result<(), r2d2::Error> {
        use diesel::connection::SimpleConnection;
        db.batch_execute(
            "SET lock_timeout = '10s'; SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '30s'",
        )
        .map_err(|why| r2d2::Error::ConnectionError(ConnectionError::BadConnection(why.to_string())))
    }
}
