//! The demonstration: real structures of Seine-Saint-Denis, invented people and moments. See `backend/demo/PROVENANCE.md`.

mod ateliers;
mod horaires;
mod moments;
mod orientations;
mod passages;
mod people;
mod places;
mod recurrences;
mod vie;

#[cfg(test)]
mod tests;

use diesel::{QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use shared::{fields::Jour, ids::PrescriptionId};

use crate::{
    app::App,
    comptes::keys::Salt,
    db::{Tx, id},
    permanences,
    problem::Error,
    schema::{compte, structure},
};

/// An account of the demonstration, as `seed-demo` prints it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Account {
    /// `administrateur`, `professionnel` or `jeune`.
    pub role: String,
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
    pub code: String,
}

/// What the parts of the demonstration need to know of the installation.
pub struct World {
    /// Its salt.
    pub salt: Salt,
    /// Its time zone.
    pub zone: TimeZone,
    /// The IANA name of that zone.
    pub zone_name: String,
    /// The day it is.
    pub today: Jour,
    /// How far ahead créneaux are made, in days.
    pub horizon: i32,
    /// The ids of what partners prescribe, each with what is stored of its code.
    pub papers: Vec<(PrescriptionId, String)>,
}

/// Fills an empty database, in one transaction: all of the demonstration or nothing, so that a failure can be tried again.
pub fn seed(app: &App) -> Result<Vec<Account>, Error> {
    let world = World {
        salt: app.salt.clone(),
        zone: app.zone().clone(),
        zone_name: app.settings.zone.clone(),
        today: app.today(),
        horizon: i32::from(app.settings.horizon_weeks) * 7,
        papers: papers(app)?,
    };
    app.db.write_now(move |tx| fill(tx, &world))
}

fn papers(app: &App) -> Result<Vec<(PrescriptionId, String)>, Error> {
    let paper = |_| {
        let prescription = id();
        let code = permanences::paper_code(&app.keys, prescription)?;
        Ok((prescription, permanences::paper_mark(&app.keys, &code)))
    };
    (0..2).map(paper).collect()
}

fn fill(tx: &mut Tx<'_>, world: &World) -> Result<Vec<Account>, Error> {
    // An account is enough to refuse: the passwords of the demonstration are public.
    let structures: i64 = structure::table.count().get_result(tx.db)?;
    let comptes: i64 = compte::table.count().get_result(tx.db)?;
    if 0 < structures + comptes {
        return Err(Error::Internal("the database is not empty: the demonstration is for a new one".to_owned()));
    }
    let structures = places::structures(tx)?;
    let espaces = places::espaces(tx, world, &structures)?;
    let admin = people::administrateur(tx, world)?;
    let bus = vie::bus(tx, world)?;
    let everywhere: Vec<_> = espaces.iter().chain([&bus]).collect();
    let pros = people::professionnels(tx, world, &everywhere)?;
    moments::permanences(tx, world, &pros, &espaces)?;
    if let Some(pro) = pros.first() {
        recurrences::year_2019(tx, world, pro)?;
    }
    let jeunes = people::jeunes(tx, world, &espaces)?;
    moments::lives(tx, &pros, &jeunes)?;
    orientations::orientations(tx, world, &pros)?;
    passages::passages(tx, world, &pros, (&espaces, &jeunes))?;
    ateliers::ateliers(tx, world, (&pros, &espaces), &jeunes)?;
    espaces.iter().try_for_each(|espace| vie::unlike(tx, espace))?;
    orientations::closures(tx, world, &pros)?;
    if let Some((espace, pro)) = espaces.first().zip(pros.first()) {
        vie::supports(tx, world, espace.id, pro.compte)?;
    }
    let mut accounts = vec![admin];
    accounts.extend(pros.into_iter().filter_map(|pro| pro.account));
    accounts.extend(jeunes.into_iter().filter_map(|jeune| jeune.account));
    Ok(accounts)
}
