//! Several at once: on threads that start together, or in an order that is forced.

use std::{sync::mpsc, thread};

use super::{Client, TestApp, postgres};
use crate::{db, problem::Error};

/// Runs the same thing on many threads at once and gives what each got.
pub fn race<T: Send>(clients: &[Client], run: impl Fn(&Client) -> T + Sync) -> Vec<T> {
    let gate = std::sync::Barrier::new(clients.len());
    thread::scope(|scope| {
        let (gate, run) = (&gate, &run);
        let started: Vec<_> = clients
            .iter()
            .map(|client| {
                scope.spawn(move || {
                    gate.wait();
                    run(client)
                })
            })
            .collect();
        started.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

/// Does one thing in a transaction that is not over before another one waits for it, or was done without waiting. Gives what the
/// other one got.
pub fn overtaken<T: Send>(
    app: &TestApp,
    first: impl Fn(&mut db::Tx<'_>) -> Result<(), Error> + Send + 'static,
    second: impl FnOnce() -> T + Send,
) -> T {
    let (held, is_held) = mpsc::channel();
    let (go, may_go) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let begun = scope.spawn(move || {
            app.app.db.write_now(move |tx| {
                first(tx)?;
                held.send(()).unwrap();
                may_go.recv().unwrap();
                Ok(())
            })
        });
        is_held.recv().unwrap();
        let other = scope.spawn(second);
        // SQLite has one writer: there the other one waits whatever it does.
        if postgres().is_some() {
            let mut db = db::connect(&app.app.settings.database).unwrap();
            while !other.is_finished() && !is_waiting(&mut db) {
                thread::yield_now();
            }
        }
        go.send(()).unwrap();
        begun.join().unwrap().unwrap();
        other.join().unwrap()
    })
}

// Whether somebody waits for a lock, in this database.
fn is_waiting(db: &mut db::Conn) -> bool {
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let asked =
        "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    0 < diesel::RunQueryDsl::get_result::<Count>(diesel::sql_query(asked), db).unwrap().n
}
