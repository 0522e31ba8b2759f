//! The school holidays, zone by zone. See `backend/data/PROVENANCE.md`.

use std::sync::OnceLock;

use shared::{accueil::ZoneScolaire, fields::Jour};

use crate::time;

const DOUBT: &str = "Pendant les vacances scolaires, ces heures peuvent changer : mieux vaut demander à l’équipe.";
const LIST: &str = include_str!("../../data/vacances_scolaires.csv");

struct Periode {
    zone: ZoneScolaire,
    du: Jour,
    au: Jour,
}

/// Whether a day is one of school holidays in a zone. Past the end of the list none is: nothing is guessed.
pub fn is_vacances(jour: Jour, zone: ZoneScolaire) -> bool {
    all().iter().any(|one| one.zone == zone && one.du <= jour && jour <= one.au)
}

/// The last day that the list knows in every zone.
pub fn known_until() -> Option<Jour> {
    let last = |zone: &ZoneScolaire| all().iter().filter(|one| one.zone == *zone).map(|one| one.au).max();
    ZoneScolaire::ALL.iter().filter_map(last).min()
}

/// The note of hours that change in school holidays: where the days to come are not all known, it says so.
pub fn with_doubt(note: Option<String>, today: Jour) -> Option<String> {
    let week = time::plus_days(today, 6);
    if known_until().is_some_and(|last| week <= last) {
        return note;
    }
    Some(note.map_or_else(|| DOUBT.to_owned(), |note| format!("{note} · {DOUBT}")))
}

fn all() -> &'static [Periode] {
    static ALL: OnceLock<Vec<Periode>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut reader = csv::Reader::from_reader(LIST.as_bytes());
        let rows = reader.deserialize::<(String, String, Jour, Jour, String)>();
        let periods = rows.filter_map(Result::ok).filter_map(|(zone, _, du, au, _)| {
            Some(Periode { zone: ZoneScolaire::from_code(&zone.to_lowercase())?, du, au })
        });
        periods.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_zone_has_its_own_holidays_and_their_last_day_is_one() {
        assert_eq!(all().len(), 45);
        let off = |day: &str, zone| is_vacances(day.parse().unwrap(), zone);
        use ZoneScolaire::{A, B, C};
        assert_eq!([A, B, C].map(|zone| off("2027-02-10", zone)), [false, false, true]);
        assert_eq!([A, B, C].map(|zone| off("2027-02-25", zone)), [true, true, false]);
        assert!(off("2026-10-17", C) && off("2026-11-01", C));
        assert!(!off("2026-10-16", C) && !off("2026-11-02", C));
        assert_eq!(known_until(), "2027-08-31".parse().ok());
    }
}
