//! The communes and their centres: to say how far a place is, and to put near places first. See `backend/data/PROVENANCE.md`.

use std::{collections::HashMap, sync::OnceLock};

use shared::annuaire::{CodeCommune, Commune};

use crate::comptes::plain_lower;

// Read once; the list is part of the program.
const LIST: &str = include_str!("../../data/communes.csv");
// How many a phone is sent.
const MOST: usize = 8;
const EARTH_KM: f64 = 6_371.0;

/// A place on the map, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Centre {
    latitude: f64,
    longitude: f64,
}

struct Known {
    commune: Commune,
    searched: String,
    centre: Centre,
}

fn all() -> &'static [Known] {
    static ALL: OnceLock<Vec<Known>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut reader = csv::Reader::from_reader(LIST.as_bytes());
        let rows = reader.deserialize::<(CodeCommune, String, String, f64, f64)>();
        let known = rows.filter_map(Result::ok).map(|(code, nom, departement, latitude, longitude)| Known {
            searched: searched(&nom),
            commune: Commune { code, nom, departement },
            centre: Centre { latitude, longitude },
        });
        known.collect()
    })
}

// As people type it: without accents, capitals or hyphens, "st" for "saint".
fn searched(nom: &str) -> String {
    let plain = plain_lower(nom);
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(|word| match word {
        "st" => "saint",
        "ste" => "sainte",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The communes whose name begins so, the shortest first; then those in whose name a word begins so.
pub fn search(text: &str) -> Vec<Commune> {
    let asked = searched(text);
    if asked.is_empty() {
        return Vec::new();
    }
    let rank = |known: &&Known| match known.searched.strip_prefix(&asked) {
        Some(rest) => Some((0, rest.len())),
        None => known.searched.contains(&format!(" {asked}")).then_some((1, known.searched.len())),
    };
    let mut found: Vec<_> = all().iter().filter_map(|known| Some((rank(&known)?, known))).collect();
    found.sort_by(|a, b| {
        (a.0, &a.1.commune.nom, a.1.commune.code.as_str()).cmp(&(b.0, &b.1.commune.nom, b.1.commune.code.as_str()))
    });
    found.into_iter().take(MOST).map(|(_, known)| known.commune.clone()).collect()
}

/// The centre of a commune.
pub fn centre(code: &CodeCommune) -> Option<Centre> {
    all().iter().find(|known| known.commune.code == *code).map(|known| known.centre)
}

/// The centre of the commune of that name; of two that bear it, none: nothing is guessed.
pub fn centre_of(nom: &str) -> Option<Centre> {
    static NAMES: OnceLock<HashMap<&'static str, Option<Centre>>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let mut names = HashMap::new();
        for known in all() {
            names.entry(known.searched.as_str()).and_modify(|centre| *centre = None).or_insert(Some(known.centre));
        }
        names
    });
    names.get(searched(nom).as_str()).copied().flatten()
}

/// As the crow flies, in whole kilometres.
pub fn km(from: Centre, to: Centre) -> u16 {
    let (a, b) = (from.latitude.to_radians(), to.latitude.to_radians());
    let (height, width) = (b - a, (to.longitude - from.longitude).to_radians());
    let half = (height / 2.0).sin().powi(2) + a.cos() * b.cos() * (width / 2.0).sin().powi(2);
    let kilometres = 2.0 * EARTH_KM * half.sqrt().asin();
    format!("{kilometres:.0}").parse().unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        search(text).into_iter().map(|commune| commune.nom).collect()
    }

    #[test]
    fn a_commune_is_found_as_people_type_it() {
        assert_eq!(all().len(), 2_820);
        assert_eq!(names("AUBERVILLIERS"), ["Aubervilliers"]);
        assert_eq!(names("st denis")[0], "Saint-Denis");
        assert!(names("bobi").contains(&"Bobigny".to_owned()));
        assert!(names("sous-bois").contains(&"Clichy-sous-Bois".to_owned()));
        assert!(names("  ").is_empty() && names("zzz").is_empty());
        assert!(names("a").len() <= MOST);
    }

    #[test]
    fn a_distance_is_that_of_the_map_and_a_name_that_two_bear_has_none() {
        let at = |nom: &str| centre_of(nom).unwrap();
        assert!((2..=5).contains(&km(at("Aubervilliers"), at("Saint-Denis"))));
        assert!((180..=220).contains(&km(at("Bobigny"), at("Lille"))));
        assert_eq!(km(at("Bobigny"), at("bobigny")), 0);
        assert_eq!(centre_of("Grigny"), None);
        assert_eq!(centre_of("Marseille"), None);
    }
}
