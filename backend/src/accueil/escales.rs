//! Where what moves is at a moment: what is held in a bus is held at its stop of that hour.

use std::collections::HashMap;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{DetailEspace, EnVacances, Heures, Lieu, ZoneScolaire},
    fields::Jour,
    permanences::{JoursFeries, Mode},
};

use super::{
    arrets,
    db::{LieuRow, to_lieu},
    lignes::{load_arrets, load_fermetures, load_jours},
    porte::Horaires,
};
use crate::{
    db::Conn,
    problem::Error,
    schema::{espace_temps, lieu},
    time,
};

// Said instead of the name of a stop: the team took it away after something was published.
const NO_STOP: &str = "Pas d’arrêt prévu à cette heure";

/// Refuses what nobody would find: the bus is nowhere then.
pub fn refusal() -> Problem {
    let title =
        "Le bus n’a pas d’arrêt à cette heure. Choisissez une heure à l’un de ses arrêts, ou ajoutez d’abord l’arrêt.";
    let fields = [("arrets".to_owned(), vec!["sans-arret".to_owned()])].into();
    Problem { title: title.to_owned(), fields, ..ProblemKind::LieuFerme.into() }
}

/// The rounds of what moves, by the id of their espace-temps.
#[derive(Default)]
pub struct Escales(HashMap<String, Tour>);

impl Escales {
    /// Those of the places among some rows, each with the moment of what is held there. Places that stay where they are cost
    /// nothing.
    pub fn of<'a>(db: &mut Conn, rows: impl IntoIterator<Item = (&'a LieuRow, i64)>) -> Result<Self, Error> {
        let mut ids: Vec<String> = Vec::new();
        let mut first = i64::MAX;
        for ((.., mobile), at) in rows {
            if let Some(id) = mobile {
                ids.push(id.clone());
                first = first.min(at);
            }
        }
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        load(db, &ids, time::day_of(Instant(first), &TimeZone::UTC)).map(Self)
    }

    /// The place of something that is held there at a moment.
    pub fn place(&self, row: LieuRow, at: Instant) -> Lieu {
        let tour = row.4.as_ref().and_then(|id| self.0.get(id));
        let base = to_lieu(row);
        match tour {
            Some(tour) => tour.place(base, at),
            None => base,
        }
    }

    /// The same; who meets by phone or by video is nowhere.
    pub fn place_by(&self, mode: Mode, row: LieuRow, at: Instant) -> Lieu {
        match mode {
            Mode::SurPlace => self.place(row, at),
            Mode::Telephone | Mode::Video => to_lieu(row),
        }
    }
}

/// The place of one thing.
pub fn place(db: &mut Conn, row: LieuRow, at: i64) -> Result<Lieu, Error> {
    Ok(Escales::of(db, [(&row, at)])?.place(row, Instant(at)))
}

/// When and where something stops.
pub struct Tour {
    door: Horaires,
    detail: DetailEspace,
}

impl Tour {
    /// By the door of what stops, and its stops.
    pub fn new(door: Horaires, detail: DetailEspace) -> Self {
        Self { door, detail }
    }

    /// The hours of the stops of a day.
    pub fn hours(&self, day: Jour) -> Vec<Heures> {
        arrets::hours(&self.door, &self.detail, day)
    }

    /// Whether it stands at one stop from one moment to another.
    pub fn holds(&self, (debut, fin): (Instant, Instant)) -> bool {
        arrets::at(&self.door, &self.detail, debut).is_some_and(|(_, leaves)| fin <= leaves)
    }

    fn place(&self, base: Lieu, at: Instant) -> Lieu {
        match arrets::at(&self.door, &self.detail, at) {
            Some((stop, _)) => stop.lieu(&base),
            // Where it is at home is where nobody would find it.
            None => Lieu { nom: NO_STOP.to_owned(), adresse: base.nom.clone(), ..base },
        }
    }
}

fn load(db: &mut Conn, ids: &[String], since: Jour) -> Result<HashMap<String, Tour>, Error> {
    type Row = (String, String, Option<String>, String, String);
    let rows: Vec<Row> = espace_temps::table
        .inner_join(lieu::table)
        .filter(espace_temps::id.eq_any(ids))
        .select((
            espace_temps::id,
            espace_temps::vacances,
            espace_temps::zone_scolaire,
            espace_temps::feries,
            lieu::fuseau,
        ))
        .load(db)?;
    // The evening before may not be over, and the place may be a day behind.
    let since = time::plus_days(since, -2).to_string();
    let (mut stops, mut once) = (load_arrets(db, ids)?, arrets::load(db, ids, &since)?);
    let (mut days, mut closures) = (load_jours(db, ids, &since)?, load_fermetures(db, ids, &since)?);
    let tour = |(id, vacances, zone, feries, fuseau): Row| {
        let detail = DetailEspace {
            arrets: stops.remove(&id).unwrap_or_default(),
            arrets_particuliers: once.remove(&id).unwrap_or_default(),
            ..DetailEspace::default()
        };
        let door = Horaires {
            semaine: Vec::new(),
            regle: None,
            semaine_vacances: Vec::new(),
            vacances: EnVacances::from_code(&vacances).unwrap_or(EnVacances::Pareil),
            zone_scolaire: zone.as_deref().and_then(ZoneScolaire::from_code),
            feries: JoursFeries::from_code(&feries).unwrap_or(JoursFeries::Metropole),
            jours: days.remove(&id).unwrap_or_default(),
            fermetures: closures.remove(&id).unwrap_or_default(),
            zone: TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC),
        };
        (id, Tour::new(door, detail))
    };
    Ok(rows.into_iter().map(tour).collect())
}

#[cfg(test)]
pub mod tests;
