//! Nobody is put forward: what is really listed, over many days.

use std::collections::HashMap;

use shared::ateliers::{CreateAteliers, FicheAtelier, ListAteliers, NewMeneur};

use super::{fiche, made, request};
use crate::{ateliers::liste, test_app::TestApp};

const DAYS: i64 = 400;

// One structure publishes four ateliers, the two others one and two; all start together, under names in the order of the alphabet.
#[test]
fn neutrality_over_many_days_each_structure_has_the_same_mean_rank_in_the_list() {
    let app = TestApp::start();
    let houses = [app.house(), app.house(), app.house()];
    let mut owners = HashMap::new();
    for (at, owner) in [0_usize, 0, 0, 0, 1, 2, 2].into_iter().enumerate() {
        let titre = format!("{} atelier", ["A", "B", "C", "D", "E", "F", "G"][at]).parse().unwrap();
        let house = &houses[owner];
        let one = FicheAtelier { titre, ..fiche(house, 5) };
        let day = app.day(i32::try_from(DAYS).unwrap() + 2);
        owners.insert(made(house, CreateAteliers { fiche: one, ..request(house, day, 5) }).atelier.id, owner);
    }
    let mut db = crate::db::connect(&app.app.settings.database).unwrap();
    let filter = ListAteliers { espace: None, besoin: None, commune: None };
    let (mut ranks, mut counts) = ([0.0_f64; 3], [0.0_f64; 3]);
    for days in 0..DAYS {
        let now = app.app.db.now().plus_days(days);
        let list = liste::list(&mut db, &filter, now).unwrap();
        assert_eq!(list.len(), 7);
        for (rank, one) in list.iter().enumerate() {
            ranks[owners[&one.id]] += f64::from(u32::try_from(rank).unwrap());
            counts[owners[&one.id]] += 1.0;
        }
    }
    // The mean of 0 to 6 is 3; the noise of 400 draws of deviation 2 is 0.1: five times that. An order by name or by structure gives
    // 1.5, 4 and 5.5.
    for (sum, count) in ranks.into_iter().zip(counts) {
        assert!((sum / count - 3.0).abs() < 0.5, "mean ranks {ranks:?} of {counts:?}");
    }
    // However often one looks that day, the order is the same: a reload gains nothing.
    let mut ids =
        || liste::list(&mut db, &filter, app.app.db.now()).unwrap().iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(), ids());
}

// Whoever types the list puts nobody first.
#[test]
fn neutrality_those_who_lead_an_atelier_stand_first_in_turn() {
    let app = TestApp::start();
    let house = app.house();
    let named = |nom: &str| NewMeneur { structure: None, professionnel: None, nom: nom.parse().ok(), role: None };
    let own = NewMeneur { structure: Some(house.structure), nom: None, ..named("") };
    let led = FicheAtelier { meneurs: vec![own, named("APASO"), named("Emploi coaching")], ..fiche(&house, 5) };
    let id = made(&house, CreateAteliers { fiche: led, ..request(&house, app.day(40), 5) }).atelier.id;
    let mut db = crate::db::connect(&app.app.settings.database).unwrap();
    let mut firsts: HashMap<String, u32> = HashMap::new();
    for days in 0..30 {
        let shown = liste::read(&mut db, id).unwrap().shown(app.app.db.now().plus_days(days));
        *firsts.entry(shown.meneurs[0].structure.clone().unwrap()).or_default() += 1;
    }
    assert!(firsts.len() == 3 && firsts.values().all(|first| (8..=12).contains(first)), "{firsts:?}");
}
