//! Promises P01, P02, P03 and the refusals of the room, on the engine of the run.

mod accord;
mod attente;
mod calendrier;
mod changement;
mod ecarts;
mod etats;
mod jour;
mod justesse;
mod prescription;
mod publication;
mod rendez_vous;

use shared::{
    ProblemKind,
    ids::{CreneauId, RendezVousId},
    permanences::{
        BookCreneau, CancelRendezVous, Conditions, EtatRendezVous, ListAgenda, ListCreneaux, ListRendezVous, Public,
        PublishPermanence, Rythme,
    },
};

use crate::{
    db,
    test_app::{Client, House, TestApp, all, race},
};

fn key() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn kind<T: std::fmt::Debug>(answer: Result<T, shared::Problem>) -> ProblemKind {
    answer.unwrap_err().kind
}

// P01: N clients at once, exactly as many succeed as there are places; the others are told so; nothing breaks.
#[test]
fn p01_a_place_is_never_sold_twice() {
    let app = TestApp::with(&["--tries-address", "100000", "--most-rendez-vous", "100"]);
    let house = app.house();
    let jeunes: Vec<Client> = (0..64).map(|_| app.jeune()).collect();
    for round in 0..20 {
        let places = [1, 3, 10][round % 3];
        let creneau = house.creneaux(app.day(2 + i32::try_from(round).unwrap()), places).pop().unwrap();
        let answers = race(&jeunes, |jeune| jeune.raw(&key(), &BookCreneau { creneau, accompagne: false }));
        let booked = answers.iter().filter(|answer| answer.status == 200).count();
        let full = answers.iter().filter(|answer| answer.status == 409);
        assert_eq!(booked, usize::from(places), "round {round}");
        assert_eq!(full.filter(|answer| answer.problem().kind == ProblemKind::CreneauComplet).count(), 64 - booked);
        assert_eq!(taken(&house, creneau), booked);
    }
}

fn taken(house: &House, creneau: CreneauId) -> usize {
    let free = house.pro.call(ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None }).unwrap();
    assert!(!all(&free).contains(&creneau), "a full créneau is still offered");
    let mut total = 0;
    for week in 0..5 {
        let du = crate::time::plus_days(today(), week * 7);
        let agenda = house.pro.call(ListAgenda { du }).unwrap();
        total += agenda.iter().filter(|one| one.id == creneau).map(|one| one.venues.len()).sum::<usize>();
    }
    total
}

fn today() -> shared::fields::Jour {
    let paris = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    crate::time::day_of(db::Clock::default().now(), &paris)
}

// P02: one jeune with two phones gets one rendez-vous, and never two at the same time.
#[test]
fn p02_one_jeune_on_many_phones_books_once() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune();
    let phones: Vec<Client> = (0..32).map(|_| app.enter(jeune.compte.unwrap())).collect();
    let creneau = house.creneaux(app.day(1), 40)[0];
    let answers = race(&phones, |phone| phone.raw(&key(), &BookCreneau { creneau, accompagne: false }));
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(
        answers
            .iter()
            .filter(|answer| answer.status != 200)
            .all(|answer| answer.problem().kind == ProblemKind::DejaReserve)
    );
    assert_eq!(jeune.call(ListRendezVous {}).unwrap().len(), 1);
}

#[test]
fn p02_two_rendez_vous_at_the_same_time_are_never_both_confirmed() {
    let app = TestApp::with(&["--tries-address", "100000", "--most-rendez-vous", "100"]);
    let (here, there) = (app.house(), app.house());
    let jeune = app.jeune();
    let phones: Vec<Client> = (0..16).map(|_| app.enter(jeune.compte.unwrap())).collect();
    // Many rounds: whether two phones of one jeune read before either writes is a matter of luck.
    for round in 1..=12 {
        let creneaux = [&here, &there].map(|house| *house.creneaux(app.day(round), 5).last().unwrap());
        let turn = std::sync::atomic::AtomicUsize::new(0);
        race(&phones, |phone| {
            let creneau = creneaux[turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % 2];
            phone.raw(&key(), &BookCreneau { creneau, accompagne: false })
        });
        assert_eq!(jeune.call(ListRendezVous {}).unwrap().len(), usize::try_from(round).unwrap());
    }
}

#[test]
fn p02_a_professional_is_never_in_two_places_at_once() {
    let app = TestApp::start();
    let house = app.house();
    let pros: Vec<Client> = (0..8).map(|_| app.enter(house.pro.compte.unwrap())).collect();
    let answers = race(&pros, |pro| pro.call(house.permanence(app.day(3), 1)));
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert!(
        answers.into_iter().filter_map(Result::err).all(|problem| problem.kind == ProblemKind::ProfessionnelOccupe)
    );
    // Not the same hour, but a part of it.
    for round in 4..=12 {
        let minute = std::sync::atomic::AtomicUsize::new(0);
        let answers = race(&pros, |pro| {
            let minute = minute.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let (debut, fin) = (format!("10:{minute:02}"), format!("11:{minute:02}"));
            let hours = (debut.parse().unwrap(), fin.parse().unwrap());
            pro.call(PublishPermanence { debut: hours.0, fin: hours.1, ..house.permanence(app.day(round), 1) })
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "round {round}");
    }
    let late = PublishPermanence {
        debut: "10:45".parse().unwrap(),
        fin: "11:15".parse().unwrap(),
        ..house.permanence(app.day(3), 1)
    };
    assert_eq!(kind(house.pro.call(late)), ProblemKind::ProfessionnelOccupe);
    let after = PublishPermanence {
        debut: "11:00".parse().unwrap(),
        fin: "12:00".parse().unwrap(),
        ..house.permanence(app.day(3), 1)
    };
    assert!(house.pro.call(after).is_ok());
}

// P03: the same key gives the same answer, before, after and during; another content is refused; a key belongs to one person.
#[test]
fn p03_a_retry_books_once_and_gets_the_same_answer() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune();
    let creneaux = house.creneaux(app.day(5), 3);
    let request = BookCreneau { creneau: creneaux[0], accompagne: false };
    let key = key();
    let phones: Vec<Client> = (0..16).map(|_| app.enter(jeune.compte.unwrap())).collect();
    let during = race(&phones, |phone| phone.raw(&key, &request));
    assert!(during.iter().all(|answer| answer.status == 200 && answer.body == during[0].body));
    // A day later, what is old has been forgotten, and the key is not.
    app.clock.shift_minutes(24 * 60);
    actix_web::rt::System::new().block_on(crate::server::do_chores(&app.app)).unwrap();
    let jeune = app.enter(jeune.compte.unwrap());
    assert_eq!(jeune.raw(&key, &request).body, during[0].body);
    assert_eq!(jeune.call(ListRendezVous {}).unwrap().len(), 1);
    assert_eq!(
        kind(jeune.call_once(&key, &BookCreneau { creneau: creneaux[1], accompagne: false })),
        ProblemKind::CleReutilisee
    );
    let other = app.jeune().call_once(&key, &BookCreneau { creneau: creneaux[1], accompagne: false }).unwrap();
    assert_ne!(other.id, jeune.call(ListRendezVous {}).unwrap()[0].id);
}

#[test]
fn p03_a_retry_after_a_cancellation_books_nothing_again() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune();
    let request = BookCreneau { creneau: house.creneaux(app.day(1), 1)[0], accompagne: false };
    let key = key();
    let booked = jeune.call_once(&key, &request).unwrap();
    jeune.call(CancelRendezVous { rendez_vous: booked.id }).unwrap();
    assert_eq!(jeune.call_once(&key, &request).unwrap(), booked);
    assert_eq!(jeune.call(ListRendezVous {}).unwrap()[0].etat, EtatRendezVous::AnnuleParJeune);
}

#[test]
fn p03_a_key_is_needed_and_must_be_a_uuid() {
    let app = TestApp::start();
    let house = app.house();
    let request = BookCreneau { creneau: house.creneaux(app.day(1), 1)[0], accompagne: false };
    for wrong in ["", "1", "not-a-uuid"] {
        assert_eq!(kind(app.jeune().call_once(wrong, &request)), ProblemKind::CleManquante);
    }
}

#[test]
fn a_cancelled_place_is_free_at_once_and_cancelling_twice_frees_one() {
    let app = TestApp::start();
    let house = app.house();
    let (first, second, third) = (app.jeune(), app.jeune(), app.jeune());
    let creneau = house.creneaux(app.day(1), 1)[0];
    let booked = first.call(BookCreneau { creneau, accompagne: false }).unwrap();
    assert_eq!(kind(second.call(BookCreneau { creneau, accompagne: false })), ProblemKind::CreneauComplet);
    let phones: Vec<Client> = (0..8).map(|_| app.enter(first.compte.unwrap())).collect();
    let cancelled = race(&phones, |phone| phone.call(CancelRendezVous { rendez_vous: booked.id }).unwrap().etat);
    assert!(cancelled.iter().all(|etat| *etat == EtatRendezVous::AnnuleParJeune));
    assert!(second.call(BookCreneau { creneau, accompagne: false }).is_ok());
    assert_eq!(kind(third.call(BookCreneau { creneau, accompagne: false })), ProblemKind::CreneauComplet);
    // The first may come back: a cancellation is no sanction.
    assert_eq!(kind(first.call(BookCreneau { creneau, accompagne: false })), ProblemKind::CreneauComplet);
}

#[test]
fn what_has_begun_is_neither_booked_nor_cancelled() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune();
    let creneaux = house.creneaux(app.day(1), 2);
    let booked = jeune.call(BookCreneau { creneau: creneaux[0], accompagne: false }).unwrap();
    let to_start = booked.debut.minutes_since(app.app.db.now());
    app.clock.shift_minutes(to_start + 1);
    let jeune = app.enter(jeune.compte.unwrap());
    assert_eq!(kind(jeune.call(CancelRendezVous { rendez_vous: booked.id })), ProblemKind::RendezVousPasse);
    assert_eq!(
        kind(app.jeune().call(BookCreneau { creneau: creneaux[0], accompagne: false })),
        ProblemKind::CreneauPasse
    );
    assert_eq!(kind(jeune.call(BookCreneau { creneau: db::id(), accompagne: false })), ProblemKind::Introuvable);
}

#[test]
fn someone_elses_rendez_vous_does_not_exist() {
    let app = TestApp::start();
    let house = app.house();
    let booked =
        app.jeune().call(BookCreneau { creneau: house.creneaux(app.day(1), 1)[0], accompagne: false }).unwrap();
    let other = app.jeune();
    assert_eq!(kind(other.call(CancelRendezVous { rendez_vous: booked.id })), ProblemKind::Introuvable);
    assert_eq!(kind(other.call(CancelRendezVous { rendez_vous: db::id::<RendezVousId>() })), ProblemKind::Introuvable);
    assert_eq!(other.call(ListRendezVous {}).unwrap(), []);
}

#[test]
fn a_structure_publishes_only_for_itself_and_its_own_people() {
    let app = TestApp::start();
    let (house, other) = (app.house(), app.house());
    let foreign = PublishPermanence { structure: other.structure, ..house.permanence(app.day(1), 1) };
    assert_eq!(kind(house.pro.call(foreign)), ProblemKind::Introuvable);
    let stranger = PublishPermanence { professionnel: other.pro.compte.unwrap(), ..house.permanence(app.day(1), 1) };
    let refused = house.pro.call(stranger).unwrap_err();
    assert_eq!(refused.fields["professionnel"], ["inconnu"]);
    assert_eq!(house.pro.call(ListAgenda { du: app.day(0) }).unwrap(), []);
}

#[test]
fn a_rule_that_holds_nothing_is_refused_by_name_and_stores_nothing() {
    let app = TestApp::start();
    let house = app.house();
    let base = house.permanence(app.day(1), 1);
    let at = |debut: &str, fin: &str| PublishPermanence {
        debut: debut.parse().unwrap(),
        fin: fin.parse().unwrap(),
        ..base.clone()
    };
    assert_eq!(kind(house.pro.call(at("11:00", "10:00"))), ProblemKind::FinAvantDebut);
    assert_eq!(kind(house.pro.call(at("10:00", "10:00"))), ProblemKind::FinAvantDebut);
    assert_eq!(kind(house.pro.call(at("10:00", "10:20"))), ProblemKind::PermanenceTropCourte);
    let past = PublishPermanence { rythme: Rythme::Date { jour: app.day(-1) }, ..base.clone() };
    assert_eq!(kind(house.pro.call(past)), ProblemKind::AucuneDate);
    let ended = Rythme::Semaine { a_partir_du: app.day(-30), jusquau: Some(app.day(-2)), toutes_les: 1 };
    assert_eq!(kind(house.pro.call(PublishPermanence { rythme: ended, ..base.clone() })), ProblemKind::AucuneDate);
    let gap = Rythme::Date { jour: "2027-03-28".parse().unwrap() };
    let night = PublishPermanence { rythme: gap, ..at("02:30", "05:00") };
    assert_eq!(kind(house.pro.call(night)), ProblemKind::HeureInexistante);
    let refused = house.pro.call(PublishPermanence { duree: 2, places: 0, ..base }).unwrap_err();
    assert_eq!(refused.fields["duree"], ["de-5-a-480"]);
    assert_eq!(refused.fields["places"], ["de-1-a-200"]);
    assert_eq!(house.pro.call(shared::permanences::ListPermanences {}).unwrap(), []);
}

#[test]
fn a_weekly_permanence_grows_with_the_horizon_and_skips_nothing() {
    let app = TestApp::with(&["--horizon-weeks", "4"]);
    let house = app.house();
    let rythme = Rythme::Semaine { a_partir_du: app.day(1), jusquau: None, toutes_les: 1 };
    let made = house.pro.call(PublishPermanence { rythme, ..house.permanence(app.day(1), 1) }).unwrap();
    let before = made.creneaux;
    app.clock.shift_minutes(28 * 24 * 60);
    let runtime = actix_web::rt::System::new();
    runtime.block_on(crate::server::do_chores(&app.app)).unwrap();
    let pro = app.enter(house.pro.compte.unwrap());
    let after = pro.call(shared::permanences::ListPermanences {}).unwrap();
    // Four weeks later there is as much ahead as before, give or take a public holiday.
    assert!(before.abs_diff(after[0].creneaux) <= 4 && 4 <= after[0].creneaux, "{before} then {}", after[0].creneaux);
}

#[test]
fn an_empty_filter_shows_the_next_creneau_of_all() {
    let app = TestApp::start();
    let house = app.house();
    house.creneaux(app.day(1), 1);
    let none = app
        .stranger()
        .call(ListCreneaux { besoin: Some(shared::permanences::Besoin::Logement), espace: None, commune: None })
        .unwrap();
    assert!(all(&none).is_empty());
    assert!(none.autre.is_some());
    let unknown = ListCreneaux { besoin: None, espace: Some("nulle-part".parse().unwrap()), commune: None };
    assert_eq!(kind(app.stranger().call(unknown)), ProblemKind::Introuvable);
}

#[test]
fn what_is_for_minors_is_not_shown_to_who_is_18_and_near_places_come_first() {
    let app = TestApp::start();
    let house = app.house();
    let conditions = Conditions { public: Public::Mineurs, ..Conditions::default() };
    house.pro.call(PublishPermanence { conditions, ..house.permanence(app.day(1), 1) }).unwrap();
    let look = |client: &Client, commune: Option<&str>| {
        let commune = commune.map(|code| code.parse().unwrap());
        client.call(ListCreneaux { besoin: None, espace: None, commune }).unwrap()
    };
    assert_eq!(all(&look(&app.stranger(), None)).len(), 2);
    assert_eq!((all(&look(&app.minor(), None)).len(), all(&look(&app.jeune(), None)).len()), (2, 0));
    // Bobigny: seen from Aubervilliers with its distance; from Lille too, since nothing is nearer.
    let (near, far) = (look(&app.stranger(), Some("93001")), look(&app.stranger(), Some("59350")));
    let km =
        |list: &shared::permanences::Creneaux| list.semaine.iter().chain(&list.aujourdhui).next().unwrap().km.unwrap();
    assert!(km(&near) < 10 && 100 < km(&far), "{} {}", km(&near), km(&far));
    let unknown = look(&app.stranger(), Some("13055"));
    assert_eq!((all(&unknown).len(), unknown.semaine.first().and_then(|one| one.km)), (2, None));
}
