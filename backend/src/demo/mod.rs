//! The demonstration: real structures of Seine-Saint-Denis, invented people and moments. See `backend/demo/PROVENANCE.md`.

mod horaires;
mod moments;
mod people;
mod places;

#[cfg(test)]
mod tests;

use diesel::{QueryDsl, RunQueryDsl};
use serde::Serialize;

use crate::{app::App, comptes::keys::Salt, db, problem::Error, schema::structure};

/// An account of the demonstration, as `seed-demo` prints it.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// `administrateur`, `professionnel` or `jeune`.
    pub role: &'static str,
    /// What to type to say who one is.
    pub identifiant: String,
    /// What to type to prove it.
    pub secret: String,
    /// The first name.
    pub prenom: String,
    /// What this account shows.
    pub montre: String,
    /// The address to open.
    pub adresse: String,
    /// The code of the espace-temps.
    pub code: &'static str,
}

/// Fills an empty database.
pub fn seed(app: &App) -> Result<Vec<Account>, Error> {
    let mut db = db::connect(&app.settings.database)?;
    let known: i64 = structure::table.count().get_result(&mut db)?;
    if 0 < known {
        return Err(Error::Internal("the database is not empty: the demonstration is for a new one".to_owned()));
    }
    let salt = Salt::of_installation(&mut db)?;
    let structures = places::structures(app)?;
    let espaces = places::espaces(app, &structures)?;
    let admin = people::administrateur(app, &salt)?;
    let pros = people::professionnels(app, &salt, &espaces)?;
    moments::permanences(app, &pros)?;
    let jeunes = people::jeunes(app, &salt, &espaces)?;
    moments::lives(app, &pros, &jeunes)?;
    let mut accounts = vec![admin];
    accounts.extend(pros.into_iter().filter_map(|pro| pro.account));
    accounts.extend(jeunes.into_iter().filter_map(|jeune| jeune.account));
    Ok(accounts)
}
