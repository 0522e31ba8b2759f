//! What the rooms say: a place that is freed, a rendez-vous that others move, cancel or take for somebody.

use shared::{
    fields::Identifiant,
    permanences::{
        AcceptOffre, AcceptOrientation, BookCreneau, CancelOccurrence, CancelRendezVous, CancelVenues, JoinAttente,
        ListAttentes, ListOrientations, ListPermanences, MoveVenues, Prescribe,
    },
};

use super::{MAIL, PHONE, World};
use crate::test_app::{Client, House};

fn news(world: &World, client: &Client) -> Vec<String> {
    let all = world.rows(client.compte.unwrap());
    all.into_iter().filter(|(_, etape, _)| etape == "app").map(|(etat, ..)| etat).collect()
}

fn book(client: &Client, creneau: shared::ids::CreneauId) -> shared::ids::RendezVousId {
    client.call(BookCreneau { creneau, accompagne: false }).unwrap().id
}

fn start() -> (World, House, Client) {
    let world = World::new();
    let house = world.app.house();
    let house = House { pro: world.app.enter(house.pro.compte.unwrap()), ..house };
    let jeune = world.app.jeune();
    (world, house, jeune)
}

#[test]
fn a_place_that_is_freed_is_told_and_taken_back_with_the_offer() {
    let (world, house, jeune) = start();
    let waits = world.app.jeune();
    world.reach(waits.compte.unwrap(), &[PHONE]);
    let creneau = house.creneaux(world.app.day(2), 1)[0];
    let rendez_vous = book(&jeune, creneau);
    waits.call(JoinAttente { creneau }).unwrap();
    assert_eq!(news(&world, &waits), [""; 0]);
    jeune.call(CancelRendezVous { rendez_vous }).unwrap();
    assert_eq!(news(&world, &waits), ["prevu"]);
    let offer = waits.call(ListAttentes {}).unwrap()[0].id;
    waits.call(AcceptOffre { attente: offer }).unwrap();
    assert_eq!((news(&world, &waits), world.work().len()), (vec!["annule".to_owned()], 0));
    // Not taken in time: it passes on, and the news with it.
    let rendez_vous = waits.call(shared::permanences::ListRendezVous {}).unwrap()[0].id;
    jeune.call(JoinAttente { creneau }).unwrap();
    waits.call(CancelRendezVous { rendez_vous }).unwrap();
    assert_eq!(news(&world, &jeune), ["prevu"]);
    world.pass(31);
    world.app.sweep_waiting();
    assert_eq!(news(&world, &jeune), ["annule"]);
}

#[test]
fn a_rendez_vous_that_the_structure_changes_is_told_by_night_too_when_it_is_of_the_day() {
    let (world, house, jeune) = start();
    world.reach(jeune.compte.unwrap(), &[MAIL]);
    let near = house.creneaux(world.app.day(1), 1);
    let far = house.creneaux(world.app.day(4), 1);
    let far: Vec<_> = far.into_iter().filter(|one| !near.contains(one)).collect();
    let mot = || "Un imprévu".parse().unwrap();
    let (first, second) = (book(&jeune, near[0]), book(&jeune, far[0]));
    // Five in the morning of the day.
    world.at(1, "05:00");
    let pro = world.app.enter(house.pro.compte.unwrap());
    pro.call(MoveVenues { rendez_vous: vec![second], creneau: far[1], mot: mot() }).unwrap();
    assert_eq!(world.work().len(), 0, "in three days: it waits for the morning");
    pro.call(CancelVenues { rendez_vous: vec![first], mot: mot() }).unwrap();
    let sent = world.work();
    assert_eq!(sent.len(), 1);
    let letter = sent.values().next().unwrap();
    assert!(letter.contains("Du nouveau pour toi") && !letter.contains("imprévu") && !letter.contains("endez"));
    world.at(0, "08:00");
    world.drain();
    world.pass(15);
    assert_eq!(world.work().len(), 2);
}

#[test]
fn a_day_that_is_cancelled_is_told_to_each_who_had_a_rendez_vous() {
    let (world, house, jeune) = start();
    let (other, jour) = (world.app.jeune(), world.app.day(3));
    let creneaux = house.creneaux(jour, 1);
    book(&jeune, creneaux[0]);
    book(&other, creneaux[1]);
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    house.pro.call(CancelOccurrence { permanence, jour, mot: Some("Un imprévu".parse().unwrap()) }).unwrap();
    assert_eq!([&jeune, &other].map(|one| news(&world, one)), [["prevu"], ["prevu"]]);
}

#[test]
fn what_a_partner_proposes_is_told_until_there_is_an_answer() {
    let (world, house, jeune) = start();
    world.reach(jeune.compte.unwrap(), &[PHONE]);
    let request = Prescribe {
        structure: house.structure,
        creneau: house.creneaux(world.app.day(2), 1)[0],
        surnom: "Aïssata".parse().unwrap(),
        contact: Some(Identifiant::parse("+33639981234").unwrap()),
        accompagne: false,
    };
    house.pro.call(request).unwrap();
    assert_eq!(news(&world, &jeune), ["prevu"]);
    let prescription = jeune.call(ListOrientations {}).unwrap()[0].id;
    jeune.call(AcceptOrientation { prescription }).unwrap();
    assert_eq!(news(&world, &jeune), ["annule"]);
}
