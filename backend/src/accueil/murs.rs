//! What the hours of a place leave room for within its walls. On a day like the others whoever holds something there decides; on
//! a day that is closed, or has other hours, nothing is held outside of them, and what was to be is taken back with a word. What
//! moves has room where it stops: what is held there without a stop is not taken from whoever is expected, who is told.

use std::collections::BTreeSet;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{DetailEspace, EnVacances, GenreEspace, Heures},
    fields::{Jour, Ligne},
    ids::EspaceId,
    permanences::RaisonEcart,
};

use super::{
    arrets,
    db::{DETAIL, Detail, door, to_detail},
    escales::{self, Tour},
    lignes::{load_arrets, load_fermetures, load_horaires, load_jours},
    porte::Horaires,
    regle::{Plage, closed_on_purpose},
};
use crate::{
    annuaire::osm,
    ateliers,
    db::{Conn, Tx},
    permanences,
    problem::Error,
    schema::{espace_temps, lieu},
    time,
};

// As far as anything is made.
const AHEAD: i32 = 366;
// As far as a date may be chosen.
const FARTHEST: i32 = 810;

/// The days of a place that are not like the others, and the stops of what moves.
pub struct Murs {
    door: Horaires,
    tour: Option<Tour>,
    // The days that the written week closes on purpose.
    fermes: BTreeSet<Jour>,
}

impl Murs {
    /// Those of a place, from a day on.
    pub fn load(db: &mut Conn, espace: EspaceId, since: Jour) -> Result<Self, Error> {
        let key = espace.to_string();
        let (text, row, fuseau): (Option<String>, Detail, String) = espace_temps::table
            .inner_join(lieu::table)
            .filter(espace_temps::id.eq(&key))
            .select((espace_temps::horaires_osm, DETAIL, lieu::fuseau))
            .first(db)?;
        let keys = std::slice::from_ref(&key);
        // The evening before may not be over, and the place may be a day behind.
        let first = time::plus_days(since, -2);
        let since = first.to_string();
        let openings = load_horaires(db, keys)?.remove(&key).unwrap_or_default().into_iter();
        let detail = DetailEspace {
            horaires_vacances: openings.filter_map(|(vacances, one)| vacances.then_some(one)).collect(),
            jours: load_jours(db, keys, &since)?.remove(&key).unwrap_or_default(),
            arrets: load_arrets(db, keys)?.remove(&key).unwrap_or_default(),
            arrets_particuliers: arrets::load(db, keys, &since)?.remove(&key).unwrap_or_default(),
            ..to_detail(row)
        };
        let fermetures = load_fermetures(db, keys, &since)?.remove(&key).unwrap_or_default();
        let zone = TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC);
        let door = door(&[], &detail, fermetures, zone);
        let is_mobile = detail.genre == GenreEspace::Mobile;
        // Whoever writes a week in words says there what school holidays change; what moves has its own stops.
        let text = text.filter(|_| !is_mobile);
        let says = text.as_deref().is_some_and(osm::says_vacances);
        let fermes = text.map(|text| {
            closed_on_purpose(&text, (first, time::plus_days(first, FARTHEST)), detail.feries, detail.zone)
        });
        let vacances = match (detail.vacances, is_mobile) {
            (EnVacances::Autres, true) => EnVacances::Pareil,
            _ if says => EnVacances::Pareil,
            (vacances, _) => vacances,
        };
        let tour = is_mobile.then(|| Tour::new(door.clone(), detail));
        Ok(Self { door: Horaires { vacances, ..door }, tour, fermes: fermes.unwrap_or_default() })
    }

    /// Why nothing may be held from one moment to another; `None` when something may.
    pub fn refuses(&self, span: (Instant, Instant)) -> Option<RaisonEcart> {
        let day = time::day_of(span.0, &self.door.zone);
        let unlike = self.unlike(day);
        match &self.tour {
            Some(tour) if tour.holds(span) => None,
            Some(_) => unlike.or(Some(RaisonEcart::SansArret)),
            None => unlike.filter(|_| !self.door.is_open_during(day, span)),
        }
    }

    /// Whether what is held from one moment to another is left alone: it has room, or lacks nothing but a stop.
    pub fn leave(&self, span: (Instant, Instant)) -> bool {
        self.refuses(span).is_none_or(|why| why == RaisonEcart::SansArret)
    }

    /// The first and the last of the days from today on that differ from what they were.
    pub fn changed(&self, before: &Self, now: Instant) -> Option<(Jour, Jour)> {
        let today = time::day_of(now, &self.door.zone);
        let days = (0..=AHEAD).map(|days| time::plus_days(today, days));
        let mut changed = days.filter(|day| self.room(*day) != before.room(*day));
        let first = changed.next()?;
        Some((first, changed.next_back().unwrap_or(first)))
    }

    // The dates and the closures of a place say more than its written week.
    fn unlike(&self, day: Jour) -> Option<RaisonEcart> {
        self.door.unlike(day).or_else(|| self.fermes.contains(&day).then_some(RaisonEcart::Fermeture))
    }

    fn room(&self, day: Jour) -> (Option<Vec<Plage>>, Option<Vec<Heures>>) {
        (self.unlike(day).map(|_| self.door.plages(day)), self.tour.as_ref().map(|tour| tour.hours(day)))
    }
}

/// The refusal of what has no room.
pub fn refusal(why: RaisonEcart) -> Problem {
    if why == RaisonEcart::SansArret { escales::refusal() } else { ProblemKind::LieuFerme.into() }
}

/// Has what is held within the walls of a place follow them, from what they were: what they leave no room for is taken back, what
/// they leave room for again is made.
pub fn follow(tx: &mut Tx<'_>, espace: EspaceId, before: &Murs, mot: Option<&Ligne>) -> Result<(), Error> {
    let after = Murs::load(tx.db, espace, time::day_of(tx.now, &TimeZone::UTC))?;
    match after.changed(before, tx.now) {
        Some(days) => {
            clear(tx, espace, mot)?;
            permanences::make_up(tx, espace, days)
        }
        None => Ok(()),
    }
}

/// Takes back what is held within the walls of a place and its hours leave no room for any more. Refused without a word when
/// somebody is expected there: how many is said at once, whatever they come for.
pub fn clear(tx: &mut Tx<'_>, espace: EspaceId, mot: Option<&Ligne>) -> Result<(), Error> {
    let murs = Murs::load(tx.db, espace, time::day_of(tx.now, &TimeZone::UTC))?;
    if mot.is_none() {
        let met = permanences::expected_outside(tx, espace, &murs)?;
        let joined = ateliers::expected_outside(tx, espace, &murs)?;
        if 0 < met + joined {
            let fields = [("venues".to_owned(), vec![(met + joined).to_string()])].into();
            return Err(Problem { fields, ..ProblemKind::RendezVousTouches.into() }.into());
        }
    }
    permanences::leave_walls(tx, espace, &murs, mot)?;
    ateliers::leave_walls(tx, espace, &murs, mot)
}

#[cfg(test)]
mod tests;
