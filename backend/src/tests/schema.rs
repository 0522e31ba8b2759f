//! The migrations, the declaration of the columns, and the two engines say the same (invariant 6).

use diesel::{QueryableByName, RunQueryDsl, sql_types::Text};
use diesel_migrations::MigrationHarness;

use crate::{
    confidentialite::columns::{COLUMNS, Personal},
    db::{self, Conn, MIGRATIONS},
    test_app::TestApp,
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
    let mut declared: Vec<String> = COLUMNS.iter().map(|column| format!("{}.{}", column.table, column.name)).collect();
    declared.sort();
    assert_eq!(stored, declared);
}

#[test]
fn what_is_personal_says_why_and_for_how_long() {
    for column in COLUMNS {
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
