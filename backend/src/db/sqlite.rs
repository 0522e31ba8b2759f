//! SQLite: several readers, and one writer thread that commits in groups what waits.
//!
//! Each job runs in its savepoint and is answered only after the commit of its group, so that a slow disk costs one sync
//! for all who wait together.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use diesel::{
    Connection, ConnectionError, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    r2d2::{self, ManageConnection},
};
use tokio::sync::oneshot;

use super::Conn;
use crate::problem::Error;

/// The most jobs that one commit carries.
const GROUP: usize = 256;

const SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; \
    PRAGMA cache_size = -8000;";

type Answer = Box<dyn FnOnce(bool) + Send>;
type Job = Box<dyn FnOnce(&mut Conn) -> Answer + Send>;

/// The readers and the way to the writer.
#[derive(Clone)]
pub struct Doors {
    readers: r2d2::Pool<Manager>,
    writer: Arc<mpsc::SyncSender<Job>>,
}

impl Doors {
    /// Opens the file, makes its folder when it is missing, and starts the writer.
    pub fn open(path: &str) -> Result<Self, Error> {
        let first = connect(path)?;
        let (writer, jobs) = mpsc::sync_channel(4 * GROUP);
        let owned = path.to_owned();
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write_groups(&owned, Conn::Sqlite(first), &jobs))
            .map_err(|why| Error::Internal(why.to_string()))?;
        let readers = r2d2::Pool::builder()
            .max_size(6)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(5))
            .build(Manager(path.to_owned()))?;
        Ok(Self { readers, writer: Arc::new(writer) })
    }

    /// A connection that reads.
    pub fn reader(&self) -> Result<r2d2::PooledConnection<Manager>, Error> {
        Ok(self.readers.get()?)
    }

    /// Hands a write over and waits for its commit.
    pub async fn write<T: Send + 'static>(
        &self,
        run: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (job, answer) = job(run);
        self.hand_over(job)?;
        answer.await.unwrap_or_else(|_| Err(Error::Unavailable))
    }

    /// The same, for a thread that may block.
    pub fn write_now<T: Send + 'static>(
        &self,
        run: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (job, answer) = job(run);
        self.writer.send(job).map_err(|_| Error::Unavailable)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(Error::Unavailable))
    }

    // A full queue is a refusal that the client may repeat, never a wait without end.
    fn hand_over(&self, job: Job) -> Result<(), Error> {
        self.writer.try_send(job).map_err(|_| Error::Unavailable)
    }
}

fn job<T: Send + 'static>(
    run: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
) -> (Job, oneshot::Receiver<Result<T, Error>>) {
    let (sender, receiver) = oneshot::channel();
    let job: Job = Box::new(move |db| {
        let done = run(db);
        Box::new(move |committed| {
            let answer = if committed { done } else { done.and(Err(Error::Unavailable)) };
            // Whoever asked may have hung up: the write stands all the same.
            drop(sender.send(answer));
        })
    });
    (job, receiver)
}

fn write_groups(path: &str, mut db: Conn, jobs: &mpsc::Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let group = std::iter::once(first).chain(std::iter::from_fn(|| jobs.try_recv().ok())).take(GROUP);
        let mut answers = Vec::new();
        let committed = commit_group(&mut db, group, &mut answers);
        for answer in answers {
            answer(committed);
        }
        if !committed {
            reopen(path, &mut db);
        }
    }
}

fn commit_group(db: &mut Conn, group: impl Iterator<Item = Job>, answers: &mut Vec<Answer>) -> bool {
    if begin(db).is_err() {
        answers.extend(group.map(refuse));
        return false;
    }
    for job in group {
        match catch_unwind(AssertUnwindSafe(|| job(db))) {
            Ok(answer) => answers.push(answer),
            // The job's own asker is told by its closed channel; the others of the group may repeat.
            Err(_) => return false,
        }
    }
    <Conn as Connection>::TransactionManager::commit_transaction(db).is_ok()
}

fn begin(db: &mut Conn) -> Result<(), diesel::result::Error> {
    match db {
        Conn::Sqlite(db) => AnsiTransactionManager::begin_transaction_sql(db, "BEGIN IMMEDIATE"),
        Conn::Postgres(_) => Err(diesel::result::Error::BrokenTransactionManager),
    }
}

// The job cannot run: it is given a connection to nothing, so that its asker is answered.
fn refuse(job: Job) -> Answer {
    drop(job);
    Box::new(|_| ())
}

fn reopen(path: &str, db: &mut Conn) {
    loop {
        match connect(path) {
            Ok(fresh) => {
                *db = Conn::Sqlite(fresh);
                return;
            }
            Err(why) => {
                tracing::error!(%why, "the database cannot be opened again");
                thread::sleep(Duration::from_millis(200));
            }
        }
    }
}

/// A connection of one's own, with the settings of the house.
pub fn connect(path: &str) -> Result<SqliteConnection, Error> {
    let folder = std::path::Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).map_err(|why| Error::Internal(format!("{}: {why}", folder.display())))?;
    }
    establish(path).map_err(|why| Error::Internal(format!("SQLite {path}: {why}")))
}

fn establish(path: &str) -> Result<SqliteConnection, ConnectionError> {
    let mut db = SqliteConnection::establish(path)?;
    db.batch_execute(SETTINGS).map_err(|why| ConnectionError::BadConnection(why.to_string()))?;
    Ok(db)
}

/// Makes readers for the pool.
#[derive(Debug)]
pub struct Manager(String);

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Conn, r2d2::Error> {
        establish(&self.0).map(Conn::Sqlite).map_err(r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, _: &mut Conn) -> Result<(), r2d2::Error> {
        Ok(())
    }

    fn has_broken(&self, _: &mut Conn) -> bool {
        thread::panicking()
    }
}
