//! One type for the connections of both engines. What the derive makes cannot be documented by hand.
#![allow(missing_docs)]

use diesel::{PgConnection, SqliteConnection};

#[derive(diesel::MultiConnection)]
pub enum Conn {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}
