//! The migrations, the declaration of the columns, and the two engines say the same (invariant 6).

use diesel::{QueryDsl, QueryableByName, RunQueryDsl, sql_types::Text};
use diesel_migrations::MigrationHarness;
use shared::permanences::{BookCreneau, ListCreneaux, ListPermanences, PublishPermanence, Rythme};

use crate::{
    confidentialite::columns::{self, Personal},
    db::{self, Conn, MIGRATIONS},
    schema::{creneau, rendez_vous},
    test_app::{TestApp, all},
};

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
}

fn columns(db: &mut Conn) -> Vec<String> {
    let query = match db {
        Conn::Postgres(_) => {
            "SELECT table_name::text AS table_name, column_name::text AS column_name FROM information_schema.columns \
             WHERE table_schema = 'public'"
        }
        Conn::Sqlite(_) => {
            "SELECT m.name AS table_name, p.name AS column_name FROM sqlite_master m, pragma_table_info(m.name) p \
             WHERE m.type = 'table'"
        }
    };
    let rows: Vec<Name> = diesel::sql_query(query).load(db).unwrap();
    let ours = rows.into_iter().filter(|row| row.table_name != "__diesel_schema_migrations");
    let mut names: Vec<String> = ours.map(|row| format!("{}.{}", row.table_name, row.column_name)).collect();
    names.sort();
    names
}

#[test]
fn every_column_is_declared_and_every_declaration_is_a_column() {
    let app = TestApp::start();
    let stored = columns(&mut db::connect(&app.app.settings.database).unwrap());
    let mut declared: Vec<String> = columns::all().map(|column| format!("{}.{}", column.table, column.name)).collect();
    declared.sort();
    assert_eq!(stored, declared);
}

#[test]
fn what_is_personal_says_why_and_for_how_long() {
    for column in columns::all() {
        if let Personal::Yes { why, .. } = &column.personal {
            assert!(10 < why.len(), "{}.{}", column.table, column.name);
        }
    }
}

#[test]
fn the_migrations_go_down_and_up_again() {
    let app = TestApp::start();
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let before = columns(&mut db);
    db.revert_all_migrations(MIGRATIONS).unwrap();
    assert_eq!(columns(&mut db), Vec::<String>::new());
    db.run_pending_migrations(MIGRATIONS).unwrap();
    assert_eq!(columns(&mut db), before);
    // Left empty, as the server that still runs found it.
}

#[test]
fn what_was_stored_before_the_full_permanences_is_there_after() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let rythme = Rythme::Semaine { a_partir_du: app.day(1), jusquau: Some(app.day(40)), toutes_les: 1 };
    house.pro.call(PublishPermanence { rythme, ..house.permanence(app.day(1), 2) }).unwrap();
    let creneau = all(&house.pro.call(ListCreneaux { besoin: None, espace: None, commune: None }).unwrap())[0];
    jeune.call(BookCreneau { creneau, accompagne: false }).unwrap();
    type Stored = (Vec<(String, String, i32)>, Vec<(String, String)>);
    let look = |db: &mut Conn| -> Stored {
        let creneaux = creneau::table.order(creneau::debut);
        (
            creneaux.select((creneau::id, creneau::jour, creneau::places_libres)).load(db).unwrap(),
            rendez_vous::table.select((rendez_vous::id, rendez_vous::etat)).load(db).unwrap(),
        )
    };
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let before = (look(&mut db), house.pro.call(ListPermanences {}).unwrap());
    assert!(before.0.0.len() >= 10 && before.0.1.len() == 1);
    db.revert_last_migration(MIGRATIONS).unwrap();
    db.run_pending_migrations(MIGRATIONS).unwrap();
    assert_eq!((look(&mut db), house.pro.call(ListPermanences {}).unwrap()), before);
}
