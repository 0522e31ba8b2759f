//! Typed ids and closed lists of `shared`, read from TEXT columns.

use std::{fmt::Display, str::FromStr};

use diesel::{backend::Backend, deserialize, sql_types::Text};

/// A new id, in the order of time (UUIDv7).
pub fn id<T: From<uuid::Uuid>>() -> T {
    uuid::Uuid::now_v7().into()
}

/// A value that is stored as TEXT and read back by its own `FromStr`.
#[derive(Clone, Copy, Debug, diesel::deserialize::FromSqlRow)]
pub struct AsText<T>(pub T);

impl<T, DB> deserialize::FromSql<Text, DB> for AsText<T>
where
    DB: Backend,
    String: deserialize::FromSql<Text, DB>,
    T: FromStr<Err: Display>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as deserialize::FromSql<Text, DB>>::from_sql(bytes)?;
        text.parse().map(Self).map_err(|why: T::Err| why.to_string().into())
    }
}
