//! Waiting lists (P05): in order, once, passed on, and free at once when nobody waits.

use shared::{
    ProblemKind,
    ids::CreneauId,
    permanences::{
        AcceptOffre, Attente, Besoin, BookCreneau, CancelRendezVous, EtatRendezVous, JoinAttente, JoinAttenteBesoin,
        LeaveAttente, ListAgenda, ListAttentes, ListCreneaux, ListRendezVous,
    },
};

use super::{key, kind};
use crate::test_app::{Client, House, TestApp, all, race};

fn book(jeune: &Client, creneau: CreneauId) -> Result<shared::permanences::RendezVous, shared::Problem> {
    jeune.call(BookCreneau { creneau, accompagne: false })
}

fn waits(jeune: &Client) -> Vec<Attente> {
    jeune.call(ListAttentes {}).unwrap()
}

fn cancel(jeune: &Client) {
    let rendez_vous = jeune.call(ListRendezVous {}).unwrap()[0].id;
    jeune.call(CancelRendezVous { rendez_vous }).unwrap();
}

fn is_free(app: &TestApp, house: &House, creneau: CreneauId) -> bool {
    all(&app.stranger().call(ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None }).unwrap())
        .contains(&creneau)
}

fn sweep(app: &TestApp) {
    app.sweep_waiting();
}

#[test]
fn p05_the_first_who_waits_is_offered_the_place_and_nobody_else_gets_it() {
    let app = TestApp::start();
    let house = app.house();
    let creneau = house.creneaux(app.day(2), 1)[0];
    let people: Vec<Client> = (0..4).map(|_| app.jeune()).collect();
    let [holder, first, second, passer] = people.as_slice() else { unreachable!() };
    assert_eq!(kind(first.call(JoinAttente { creneau })), ProblemKind::PlaceLibre);
    book(holder, creneau).unwrap();
    assert_eq!(first.call(JoinAttente { creneau }).unwrap().avant, 0);
    assert_eq!(second.call(JoinAttente { creneau }).unwrap().avant, 1);
    assert_eq!(kind(first.call(JoinAttente { creneau })), ProblemKind::DejaEnAttente);
    cancel(holder);
    let offre = waits(first)[0].offre.clone().unwrap();
    assert_eq!((offre.creneau, waits(second)[0].offre.is_none()), (creneau, true));
    assert!(!is_free(&app, &house, creneau));
    assert_eq!(kind(book(passer, creneau)), ProblemKind::CreneauComplet);
    let (theirs, other) = (waits(first)[0].id, waits(second)[0].id);
    assert_eq!(kind(second.call(AcceptOffre { attente: theirs })), ProblemKind::Introuvable);
    assert_eq!(kind(second.call(AcceptOffre { attente: other })), ProblemKind::OffrePassee);
    assert_eq!(first.call(AcceptOffre { attente: theirs }).unwrap().creneau, creneau);
    assert_eq!(waits(first), []);
    cancel(first);
    // The second declines, nobody waits any more: everybody may book.
    let theirs = waits(second)[0].id;
    second.call(LeaveAttente { attente: theirs }).unwrap();
    second.call(LeaveAttente { attente: theirs }).unwrap();
    assert!(is_free(&app, &house, creneau));
    book(passer, creneau).unwrap();
}

#[test]
fn the_agenda_tells_a_place_that_is_kept_from_one_that_is_free() {
    let app = TestApp::start();
    let house = app.house();
    let creneau = house.creneaux(app.day(2), 1)[0];
    let (holder, waiting) = (app.jeune(), app.jeune());
    let agenda = || {
        let agenda = house.pro.call(ListAgenda { du: app.day(2) }).unwrap();
        let one = agenda.into_iter().find(|one| one.id == creneau).unwrap();
        (one.places, one.places_libres)
    };
    assert_eq!(agenda(), (1, 1));
    book(&holder, creneau).unwrap();
    waiting.call(JoinAttente { creneau }).unwrap();
    assert_eq!(agenda(), (1, 0));
    cancel(&holder);
    assert_eq!(agenda(), (1, 0));
    waiting.call(LeaveAttente { attente: waits(&waiting)[0].id }).unwrap();
    assert_eq!(agenda(), (1, 1));
}

#[test]
fn p05_an_offer_that_nobody_takes_passes_on_once() {
    let app = TestApp::at_noon();
    let house = app.house();
    let creneau = house.creneaux(app.day(2), 1)[0];
    let people: Vec<Client> = (0..3).map(|_| app.jeune()).collect();
    book(&people[0], creneau).unwrap();
    for waiter in &people[1..] {
        waiter.call(JoinAttente { creneau }).unwrap();
    }
    cancel(&people[0]);
    let attente = waits(&people[1])[0].id;
    app.clock.shift_minutes(31);
    let again: Vec<Client> = people.iter().map(|one| app.enter(one.compte.unwrap())).collect();
    assert_eq!(kind(again[1].call(AcceptOffre { attente })), ProblemKind::OffrePassee);
    // Two workers at the same moment pass on once.
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(|| sweep(&app))).collect();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    });
    assert_eq!((waits(&again[1]), waits(&again[2])[0].offre.is_some()), (vec![], true));
    app.clock.shift_minutes(31);
    sweep(&app);
    assert!(is_free(&app, &house, creneau));
}

// P05: phones are quiet from nine in the evening to eight. What is given back meanwhile is not lost by all of them in turn.
#[test]
fn p05_a_place_given_back_at_night_is_kept_until_phones_ring_again() {
    let app = TestApp::at_noon();
    let house = app.house();
    let people: Vec<Client> = (0..3).map(|_| app.jeune()).collect();
    let creneau = house.creneaux(app.day(2), 1)[0];
    book(&people[0], creneau).unwrap();
    for waiter in &people[1..] {
        waiter.call(JoinAttente { creneau }).unwrap();
    }
    let again = || people.iter().map(|one| app.enter(one.compte.unwrap())).collect::<Vec<_>>();
    app.clock.shift_minutes(10 * 60);
    cancel(&again()[0]);
    for _ in 0..8 {
        app.clock.shift_minutes(60);
        sweep(&app);
    }
    let morning = again();
    let until = crate::time::moment(app.day(0), "08:30".parse().unwrap(), app.app.zone()).unwrap();
    assert_eq!(waits(&morning[1])[0].offre.as_ref().map(|offre| offre.jusquau), Some(until));
    assert_eq!(waits(&morning[2])[0].offre, None);
    app.clock.shift_minutes(until.minutes_since(app.app.db.now()) + 1);
    sweep(&app);
    let told = again();
    assert_eq!((waits(&told[1]), waits(&told[2])[0].offre.is_some()), (vec![], true));
}

// As many give back as wait, all at once: each place goes to one who waits, or is free; none is lost, none is there twice.
#[test]
fn p05_fifty_give_back_while_fifty_start_to_wait() {
    let app = TestApp::start();
    let house = app.house();
    let places = 50;
    let creneau = house.creneaux(app.day(2), places)[0];
    let people: Vec<Client> = (0..100).map(|_| app.jeune()).collect();
    let (holders, waiters) = people.split_at(50);
    let held: Vec<_> = holders.iter().map(|one| (one.compte, book(one, creneau).unwrap().id)).collect();
    let answers = race(&people, |person| match held.iter().find(|(compte, _)| *compte == person.compte) {
        Some((_, rendez_vous)) => person.raw(&key(), &CancelRendezVous { rendez_vous: *rendez_vous }).status,
        None => person.raw(&key(), &JoinAttente { creneau }).status,
    });
    assert!(answers.iter().all(|status| matches!(status, 200 | 409)), "{answers:?}");
    sweep(&app);
    let mut offered = 0;
    for waiter in waiters {
        for wait in waits(waiter) {
            assert!(wait.offre.is_some(), "a place was free while someone waited");
            assert_eq!(waiter.call(AcceptOffre { attente: wait.id }).unwrap().creneau, creneau);
            offered += 1;
        }
    }
    // What was not offered is free: as many as there were places can still be booked, and not one more.
    let more: Vec<Client> = (0..=places - offered).map(|_| app.jeune()).collect();
    let booked = more.iter().filter(|one| book(one, creneau).is_ok()).count();
    assert_eq!(booked, usize::from(places - offered));
}

#[test]
fn p05_who_waits_for_a_need_is_offered_the_next_place() {
    let app = TestApp::start();
    let house = app.house();
    let waiter = app.jeune();
    let request = JoinAttenteBesoin { espace: house.code.clone(), besoin: Besoin::Papiers };
    waiter.call(request.clone()).unwrap();
    assert_eq!(kind(waiter.call(request)), ProblemKind::DejaEnAttente);
    let creneaux = house.creneaux(app.day(2), 1);
    sweep(&app);
    let offre = waits(&waiter)[0].offre.clone().unwrap();
    assert_eq!((offre.creneau, is_free(&app, &house, creneaux[0])), (creneaux[0], false));
    let attente = waits(&waiter)[0].id;
    let taken = waiter.call(AcceptOffre { attente }).unwrap();
    assert_eq!(taken.etat, EtatRendezVous::Confirme);
    sweep(&app);
    assert!(is_free(&app, &house, creneaux[1]));
}

#[test]
fn an_offer_for_a_near_creneau_lasts_half_the_time_that_is_left() {
    let app = TestApp::at_noon();
    let house = app.house();
    let creneau = house.creneaux(app.day(1), 1)[0];
    let (holder, waiter) = (app.jeune(), app.jeune());
    let debut = book(&holder, creneau).unwrap().debut;
    waiter.call(JoinAttente { creneau }).unwrap();
    let twenty_before = debut.minutes_since(app.app.db.now()) - 20;
    app.clock.shift_minutes(twenty_before);
    cancel(&app.enter(holder.compte.unwrap()));
    let offre = waits(&app.enter(waiter.compte.unwrap()))[0].offre.clone().unwrap();
    assert!((9..=10).contains(&offre.jusquau.minutes_since(app.app.db.now())));
}
