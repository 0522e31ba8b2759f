//! What a server that goes away leaves behind: nothing has to be restarted, and nobody holds the others up.

use diesel::RunQueryDsl;
use shared::{
    messages::Evenement,
    permanences::{ListCreneaux, ListRendezVous},
};

use crate::{
    db::{self, Conn},
    live::{Live, Notice},
    test_app::TestApp,
};

// PostgreSQL cuts every connection, as a restart or a proxy does: the reads that follow find their way again.
#[test]
fn reads_go_on_after_the_connections_were_cut() {
    let app = TestApp::start();
    let jeune = app.jeune();
    let mut db = db::connect(&app.app.settings.database).unwrap();
    if matches!(db, Conn::Sqlite(_)) {
        // A file is not cut.
        assert_eq!(jeune.call(ListRendezVous {}), Ok(vec![]));
        return;
    }
    for _ in 0..3 {
        jeune.call(ListRendezVous {}).unwrap();
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        diesel::sql_query(cut).execute(&mut db).unwrap();
        let path = "/api/creneaux";
        let statuses: Vec<u16> = (0..30).map(|_| app.stranger().send("GET", path, &[], "").status).collect();
        assert!(statuses.iter().all(|status| matches!(status, 200 | 503)), "{statuses:?}");
        assert!(statuses.iter().filter(|status| **status == 503).count() <= 2, "{statuses:?}");
        assert!(app.stranger().call(ListCreneaux { besoin: None, espace: None, commune: None }).is_ok());
    }
}

#[test]
fn of_a_ninth_stream_the_oldest_ends_and_the_others_go_on() {
    use tokio::sync::broadcast::error::TryRecvError;
    let live = Live::default();
    let (greedy, other) = (db::id(), db::id());
    let mut open: Vec<_> = (0..9).map(|_| live.subscribe(greedy).unwrap()).collect();
    let mut theirs = live.subscribe(other).unwrap();
    live.publish(vec![Notice { comptes: vec![greedy, other], evenement: Evenement::RendezVous {} }]);
    assert_eq!(open[0].try_recv(), Err(TryRecvError::Closed));
    assert!(open[1..].iter_mut().all(|stream| stream.try_recv().is_ok()));
    assert!(theirs.try_recv().is_ok());
}
