//! Moving, the bounds of a booking, and whom a créneau is for.

use shared::{
    ProblemKind,
    ids::CreneauId,
    messages::TakeFil,
    permanences::{
        BookCreneau, Conditions, EtatRendezVous, ListCreneaux, ListRendezVous, Mode, MoveRendezVous, Public,
        PublishPermanence,
    },
};

use super::{key, kind};
use crate::test_app::{Client, House, TestApp, all, race};

fn book(jeune: &Client, creneau: CreneauId) -> Result<shared::permanences::RendezVous, shared::Problem> {
    jeune.call(BookCreneau { creneau, accompagne: false })
}

fn free(house: &House, client: &Client) -> Vec<CreneauId> {
    all(&client.call(ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None }).unwrap())
}

fn publish(house: &House, app: &TestApp, days: i32, conditions: Conditions) -> CreneauId {
    let known = free(house, &house.pro);
    house.pro.call(PublishPermanence { conditions, ..house.permanence(app.day(days), 1) }).unwrap();
    free(house, &house.pro).into_iter().find(|one| !known.contains(one)).unwrap()
}

// P06: moving is both or nothing. Two want the same new place, each keeps a rendez-vous, and no place is lost.
#[test]
fn p06_moving_never_loses_the_old_one() {
    let app = TestApp::with(&["--tries-address", "100000", "--most-rendez-vous", "1"]);
    for round in 0..10 {
        let house = app.house();
        let (jeunes, before) = ((0..8).map(|_| app.jeune()).collect::<Vec<_>>(), house.creneaux(app.day(2), 8)[0]);
        let wanted = *house.creneaux(app.day(3), 1).last().unwrap();
        let old: Vec<_> = jeunes.iter().map(|jeune| (jeune, book(jeune, before).unwrap().id)).collect();
        let answers = race(&jeunes, |jeune| {
            let (_, rendez_vous) = *old.iter().find(|(one, _)| one.compte == jeune.compte).unwrap();
            jeune.raw(&key(), &MoveRendezVous { rendez_vous, creneau: wanted })
        });
        let moved = answers.iter().filter(|answer| answer.status == 200).count();
        let full = answers.iter().filter(|answer| answer.status == 409).map(|answer| answer.problem().kind);
        assert_eq!((moved, full.filter(|kind| *kind == ProblemKind::CreneauComplet).count()), (1, 7), "round {round}");
        for jeune in &jeunes {
            let kept = jeune.call(ListRendezVous {}).unwrap();
            let kept: Vec<_> = kept.iter().filter(|one| one.etat == EtatRendezVous::Confirme).collect();
            assert_eq!(kept.len(), 1, "everyone has exactly one");
        }
        // The place that was left is free, once: seven are taken of eight.
        let again: Vec<Client> = (0..2).map(|_| app.jeune()).collect();
        assert!(book(&again[0], before).is_ok());
        assert_eq!(kind(book(&again[1], before)), ProblemKind::CreneauComplet);
    }
}

#[test]
fn a_moved_rendez_vous_keeps_its_history_and_cannot_be_moved_twice() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let creneaux = house.creneaux(app.day(2), 1);
    let first = jeune.call(BookCreneau { creneau: creneaux[0], accompagne: true }).unwrap();
    // The other half hour touches the first one: it is no overlap with what it replaces.
    let second = jeune.call(MoveRendezVous { rendez_vous: first.id, creneau: creneaux[1] }).unwrap();
    assert!(second.accompagne);
    let list = jeune.call(ListRendezVous {}).unwrap();
    let old = list.iter().find(|one| one.id == first.id).unwrap();
    assert_eq!((old.etat, old.suivi_par), (EtatRendezVous::Reporte, Some(second.id)));
    let again = |rendez_vous, creneau| kind(jeune.call(MoveRendezVous { rendez_vous, creneau }));
    assert_eq!(again(first.id, creneaux[0]), ProblemKind::PlusPrevu);
    assert_eq!(again(second.id, creneaux[1]), ProblemKind::DejaReserve);
    // A retry of the same tap is the same move.
    let key = key();
    let third = MoveRendezVous { rendez_vous: second.id, creneau: creneaux[0] };
    let answers = [jeune.raw(&key, &third), jeune.raw(&key, &third)];
    assert_eq!((answers[0].status, answers[0].body.clone()), (200, answers[1].body.clone()));
    app.pass_days(3, &[&jeune]);
    let kept = jeune.call(ListRendezVous {}).unwrap();
    let late = kept.iter().find(|one| one.etat == EtatRendezVous::Confirme).unwrap().id;
    assert_eq!(again(late, creneaux[1]), ProblemKind::RendezVousPasse);
}

// P04: a jeune holds at most so many places to come; one is free again as soon as one is given back.
#[test]
fn p04_a_jeune_has_at_most_five_rendez_vous_to_come() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let creneaux: Vec<CreneauId> = (0..6).map(|day| house.creneaux(app.day(2 + day), 1).pop().unwrap()).collect();
    let phones: Vec<Client> = (0..6).map(|_| app.enter(jeune.compte.unwrap())).collect();
    let wanted: Vec<_> = phones.iter().zip(&creneaux).collect();
    let answers = race(&phones, |phone| {
        let (_, creneau) = wanted.iter().find(|(one, _)| std::ptr::eq(*one, phone)).unwrap();
        phone.raw(&key(), &BookCreneau { creneau: **creneau, accompagne: false })
    });
    let refused: Vec<_> =
        answers.iter().filter(|answer| answer.status != 200).map(|answer| answer.problem().kind).collect();
    assert_eq!(refused, [ProblemKind::TropDeRendezVous]);
    let held = jeune.call(ListRendezVous {}).unwrap();
    let left = *creneaux.iter().find(|one| held.iter().all(|rdv| rdv.creneau != **one)).unwrap();
    // Moving needs no sixth; giving one back makes room.
    let moved = jeune.call(MoveRendezVous { rendez_vous: held[0].id, creneau: left }).unwrap();
    assert_eq!(kind(book(&jeune, held[0].creneau)), ProblemKind::TropDeRendezVous);
    jeune.call(shared::permanences::CancelRendezVous { rendez_vous: moved.id }).unwrap();
    assert!(book(&jeune, held[0].creneau).is_ok());
}

#[test]
fn a_creneau_is_booked_between_its_opening_and_its_lead_time() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let conditions = Conditions { delai: 48 * 60, avance: Some(7), ..Conditions::default() };
    house.pro.call(PublishPermanence { conditions, ..house.permanence(app.day(10), 1) }).unwrap();
    let agenda = house.pro.call(shared::permanences::ListAgenda { du: app.day(7) }).unwrap();
    let creneau = agenda[0].id;
    assert_eq!(free(&house, &jeune), []);
    assert_eq!(kind(book(&jeune, creneau)), ProblemKind::HorsDelai);
    app.pass_days(4, &[&jeune]);
    assert!(free(&house, &jeune).contains(&creneau));
    app.pass_days(5, &[&jeune]);
    assert_eq!(free(&house, &jeune), []);
    assert_eq!(kind(book(&jeune, creneau)), ProblemKind::HorsDelai);
}

#[test]
fn a_creneau_for_minors_is_for_minors() {
    let app = TestApp::start();
    let (house, adult) = (app.house(), app.jeune());
    let creneau = publish(&house, &app, 2, Conditions { public: Public::Mineurs, ..Conditions::default() });
    assert_eq!(kind(book(&adult, creneau)), ProblemKind::CreneauPasPourToi);
    assert!(book(&app.minor(), creneau).is_ok());
}

#[test]
fn a_creneau_kept_by_a_referent_is_seen_by_their_jeunes_only() {
    let app = TestApp::start();
    let house = app.house();
    let (theirs, other) = (app.jeune_of(Some(house.espace)), app.jeune_of(Some(house.espace)));
    house.pro.call(TakeFil { fil: house.fil(&theirs) }).unwrap();
    let conditions = Conditions { public: Public::SesJeunes, ..Conditions::default() };
    house.pro.call(PublishPermanence { conditions, ..house.permanence(app.day(2), 1) }).unwrap();
    for client in [&other, &house.pro, &app.stranger()] {
        assert_eq!(free(&house, client), []);
    }
    let creneau = free(&house, &theirs)[0];
    assert_eq!(kind(book(&other, creneau)), ProblemKind::CreneauPasPourToi);
    assert!(book(&theirs, creneau).is_ok());
}

#[test]
fn the_link_of_a_meeting_is_for_those_who_have_a_rendez_vous() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let video = |lien: Option<&str>| Conditions {
        mode: Mode::Video,
        lien: lien.map(|lien| lien.parse().unwrap()),
        ..Conditions::default()
    };
    let refused = house.pro.call(PublishPermanence { conditions: video(None), ..house.permanence(app.day(2), 1) });
    assert_eq!(kind(refused), ProblemKind::LienManquant);
    let creneau = publish(&house, &app, 2, video(Some("https://visio.exemple.fr/salle-3")));
    let list = jeune.send("GET", "/api/creneaux", &[], "").body;
    assert!(list.contains("\"video\"") && !list.contains("visio.exemple"));
    assert_eq!(book(&jeune, creneau).unwrap().lien.as_deref(), Some("https://visio.exemple.fr/salle-3"));
}
