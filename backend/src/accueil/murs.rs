//! What the hours of a place leave room for within its walls. On a day like the others whoever holds something there decides; on
//! a day that is closed, or has other hours, nothing is held outside of them, and what was to be is taken back with a word.

use diesel::{QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    accueil::{DetailEspace, EnVacances, GenreEspace},
    fields::{Jour, Ligne},
    ids::EspaceId,
};

use super::{
    db::{Detail, door, find_lieu, to_detail},
    lignes::Lignes,
    porte::Horaires,
};
use crate::{
    ateliers,
    db::{Conn, Tx},
    permanences,
    problem::Error,
    schema::espace_temps,
    time,
};

// As far as anything is made.
const AHEAD: i32 = 366;

/// The days of a place that are not like the others.
pub struct Murs(Horaires);

impl Murs {
    /// Those of a place, from now on.
    pub fn load(db: &mut Conn, espace: EspaceId, now: Instant) -> Result<Self, Error> {
        let key = espace.to_string();
        let (text, row): (Option<String>, Detail) = espace_temps::table
            .find(&key)
            .select((
                espace_temps::horaires_osm,
                (
                    espace_temps::genre,
                    espace_temps::venir,
                    espace_temps::commodites,
                    espace_temps::acces_note,
                    espace_temps::zone_scolaire,
                    espace_temps::vacances,
                    espace_temps::feries,
                    espace_temps::programme,
                ),
            ))
            .first(db)?;
        let (_, lieu) = find_lieu(db, espace)?;
        let zone = TimeZone::get(&lieu.fuseau).unwrap_or(TimeZone::UTC);
        let mut lines = Lignes::load(db, std::slice::from_ref(&key), time::day_of(now, &zone))?;
        let known = to_detail(row);
        let openings = lines.horaires.remove(&key).unwrap_or_default().into_iter();
        let detail = DetailEspace {
            // Whoever writes a week in words says there what school holidays change; what moves has its own stops.
            vacances: match (known.vacances, known.genre) {
                (EnVacances::Autres, GenreEspace::Mobile) => EnVacances::Pareil,
                (vacances, _) => vacances,
            },
            horaires_vacances: openings.filter_map(|(vacances, one)| vacances.then_some(one)).collect(),
            jours: lines.jours.remove(&key).unwrap_or_default(),
            ..known
        };
        let fermetures = lines.fermetures.remove(&key).unwrap_or_default();
        let says_vacances = text.is_some_and(|text| crate::annuaire::osm::says_vacances(&text));
        let vacances = if says_vacances { EnVacances::Pareil } else { detail.vacances };
        Ok(Self(Horaires { vacances, ..door(&[], &detail, fermetures, zone) }))
    }

    /// Whether something may be held from one moment to another.
    pub fn take(&self, span: (Instant, Instant)) -> bool {
        let day = time::day_of(span.0, &self.0.zone);
        !self.0.is_unlike(day) || self.0.is_open_during(day, span)
    }

    /// The first and the last of the days from today on that differ from what they were.
    pub fn changed(&self, before: &Self, now: Instant) -> Option<(Jour, Jour)> {
        let today = time::day_of(now, &self.0.zone);
        let room = |murs: &Self, day| murs.0.is_unlike(day).then(|| murs.0.plages(day));
        let days = (0..=AHEAD).map(|days| time::plus_days(today, days));
        let mut changed = days.filter(|day| room(self, *day) != room(before, *day));
        let first = changed.next()?;
        Some((first, changed.next_back().unwrap_or(first)))
    }
}

/// Takes back what is held within the walls of a place and its hours leave no room for any more. Refused without a word when
/// somebody is expected there.
pub fn clear(tx: &mut Tx<'_>, espace: EspaceId, mot: Option<&Ligne>) -> Result<(), Error> {
    let murs = Murs::load(tx.db, espace, tx.now)?;
    permanences::leave_walls(tx, espace, &murs, mot)?;
    ateliers::leave_walls(tx, espace, &murs, mot)
}

#[cfg(test)]
mod tests;
