//! Promises P01, P03, P05 and the refusals of the room, on the engine of the run.

mod accord;
mod attente;
mod calendrier;
mod courses;
mod creation;
mod dates;
mod etats;
mod fuseaux;
mod limites;
mod neutralite;
mod nouveautes;
mod presence;
mod serie;
mod vie;

use shared::{
    ProblemKind,
    ateliers::{
        AtelierPro, ChangeAtelier, CreateAteliers, EtatInscription, FicheAtelier, Inscription, JoinAtelier,
        LieuAtelier, ListInscriptions, ListNouveautes, Nouveautes, ReadAtelier, ReadListeAtelier, SeeChangement,
    },
    fields::Jour,
    ids::AtelierId,
    permanences::{Besoin, Rythme},
};

use crate::test_app::{Client, House, TestApp, race};

fn key() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn kind<T: std::fmt::Debug>(answer: Result<T, shared::Problem>) -> ProblemKind {
    answer.unwrap_err().kind
}

fn fiche(house: &House, places: u16) -> FicheAtelier {
    FicheAtelier {
        titre: "Préparer un entretien".parse().unwrap(),
        presentation: "On s’entraîne ensemble, sans jugement.".parse().unwrap(),
        besoin: Besoin::Emploi,
        age_min: None,
        age_max: None,
        lieu: LieuAtelier::Espace { espace: house.code.clone() },
        point_rencontre: None,
        meneurs: Vec::new(),
        a_apporter: None,
        pour_essayer: true,
        accompagne: false,
        places,
    }
}

fn request(house: &House, jour: Jour, places: u16) -> CreateAteliers {
    CreateAteliers {
        structure: house.structure,
        fiche: fiche(house, places),
        rythme: Rythme::Date { jour },
        debut: "14:00".parse().unwrap(),
        fin: "16:00".parse().unwrap(),
        publie: true,
    }
}

/// Publishes an atelier of so many places.
pub fn publish(house: &House, jour: Jour, places: u16) -> AtelierId {
    made(house, request(house, jour, places)).atelier.id
}

fn made(house: &House, request: CreateAteliers) -> AtelierPro {
    house.pro.call(request).unwrap().remove(0)
}

fn ask(atelier: AtelierId) -> JoinAtelier {
    JoinAtelier { atelier, accompagne: false, ou_attendre: false }
}

fn join(jeune: &Client, atelier: AtelierId) -> Inscription {
    jeune.call(ask(atelier)).unwrap()
}

fn wait(jeune: &Client, atelier: AtelierId) -> Inscription {
    jeune.call(JoinAtelier { ou_attendre: true, ..ask(atelier) }).unwrap()
}

fn mine(jeune: &Client) -> Inscription {
    jeune.call(ListInscriptions {}).unwrap().remove(0)
}

/// What is new for somebody.
fn news(jeune: &Client) -> Nouveautes {
    jeune.call(ListNouveautes { inscription: mine(jeune).id }).unwrap()
}

fn see(jeune: &Client, changements: u32) {
    jeune.call(SeeChangement { inscription: mine(jeune).id, changements }).unwrap();
}

fn as_it_is(one: &AtelierPro) -> ChangeAtelier {
    ChangeAtelier {
        atelier: one.atelier.id,
        version: one.version,
        fiche: one.fiche.clone(),
        jour: one.jour,
        debut: one.debut,
        fin: one.fin,
        mot: None,
        suite: false,
    }
}

fn free(app: &TestApp, atelier: AtelierId) -> u16 {
    app.stranger().call(ReadAtelier { atelier }).unwrap().places_libres
}

// P01: 200 people at once for 30 places; the others wait in an order that all agree on.
#[test]
// How long it took is worth knowing. It is judged where the program is the one that runs in earnest.
#[allow(clippy::print_stdout)]
fn p01_two_hundred_join_an_atelier_of_thirty() {
    let app = TestApp::start();
    let house = app.house();
    let atelier = publish(&house, app.day(2), 30);
    let jeunes: Vec<Client> = (0..200).map(|_| app.jeune()).collect();
    let began = std::time::Instant::now();
    let answers = race(&jeunes, |jeune| jeune.raw(&key(), &JoinAtelier { ou_attendre: true, ..ask(atelier) }).status);
    let took = began.elapsed();
    println!("200 people joined or waited in {took:?}");
    assert!(cfg!(debug_assertions) || took <= std::time::Duration::from_secs(2), "{took:?}");
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    let list = house.pro.call(ReadListeAtelier { atelier }).unwrap();
    assert_eq!((list.atelier.inscrits, list.atelier.attentes, free(&app, atelier)), (30, 170, 0));
    let etats: Vec<EtatInscription> = list.participants.iter().map(|one| one.etat).collect();
    assert!(etats[..30].iter().all(|etat| *etat == EtatInscription::Inscrit));
    assert!(etats[30..].iter().all(|etat| *etat == EtatInscription::Attend));
    // What each is told of those before is their place on the list of whoever leads, exactly.
    let all: Vec<Inscription> = jeunes.iter().map(mine).collect();
    for (before, one) in (0_u32..).zip(&list.participants[30..]) {
        let theirs = all.iter().find(|inscription| inscription.id == one.inscription).unwrap();
        assert_eq!(theirs.avant, before);
    }
}

#[test]
fn p01_an_atelier_is_never_oversold_without_a_waiting_list_either() {
    let app = TestApp::start();
    let house = app.house();
    let jeunes: Vec<Client> = (0..48).map(|_| app.jeune()).collect();
    for (days, places) in (2..).zip([1, 3, 10]) {
        let atelier = publish(&house, app.day(days), places);
        let answers = race(&jeunes, |jeune| jeune.raw(&key(), &ask(atelier)));
        let joined = answers.iter().filter(|answer| answer.status == 200).count();
        let full = answers.iter().filter(|answer| answer.status == 409);
        assert_eq!(joined, usize::from(places));
        assert_eq!(full.filter(|answer| answer.problem().kind == ProblemKind::AtelierComplet).count(), 48 - joined);
    }
}

#[test]
fn p03_a_retry_gives_the_same_answer_and_takes_no_second_place() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let atelier = publish(&house, app.day(2), 2);
    let (key, asked) = (key(), ask(atelier));
    let first = jeune.call_once(&key, &asked).unwrap();
    assert_eq!(jeune.call_once(&key, &asked).unwrap(), first);
    assert_eq!(free(&app, atelier), 1);
    assert_eq!(kind(jeune.call(asked)), ProblemKind::DejaInscrit);
    assert_eq!(free(&app, atelier), 1);
}

#[test]
fn joining_what_is_past_cancelled_full_or_for_another_age_is_refused_by_name() {
    let app = TestApp::start();
    let (house, jeune, minor) = (app.house(), app.jeune(), app.minor());
    let grown = FicheAtelier { age_min: Some(18), age_max: Some(25), ..fiche(&house, 1) };
    let atelier = made(&house, CreateAteliers { fiche: grown, ..request(&house, app.day(1), 1) }).atelier.id;
    assert_eq!(kind(minor.call(ask(atelier))), ProblemKind::AgeHorsPublic);
    assert_eq!(free(&app, atelier), 1);
    let accompanied = JoinAtelier { accompagne: true, ..ask(atelier) };
    assert_eq!(kind(jeune.call(accompanied)), ProblemKind::ChampsInvalides);
    join(&jeune, atelier);
    assert_eq!(kind(jeune.call(ask(atelier))), ProblemKind::DejaInscrit);
    assert_eq!(kind(app.jeune().call(ask(atelier))), ProblemKind::AtelierComplet);
    assert_eq!(kind(minor.call(JoinAtelier { ou_attendre: true, ..ask(atelier) })), ProblemKind::AgeHorsPublic);
    assert_eq!(kind(jeune.call(ask(crate::db::id()))), ProblemKind::Introuvable);
    let draft = made(&house, CreateAteliers { publie: false, ..request(&house, app.day(1), 1) }).atelier.id;
    assert_eq!(kind(jeune.call(ask(draft))), ProblemKind::Introuvable);
    assert_eq!(kind(jeune.call(ReadAtelier { atelier: draft })), ProblemKind::Introuvable);
    let late = app.jeune();
    app.pass_days(2, &[&late, &jeune]);
    assert_eq!(kind(late.call(ask(atelier))), ProblemKind::AtelierPasse);
    let inscription = mine(&jeune).id;
    let leave = shared::ateliers::LeaveAtelier { inscription };
    assert_eq!(kind(jeune.call(leave)), ProblemKind::AtelierPasse);
}
