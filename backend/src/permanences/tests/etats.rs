//! Rendez-vous and waiting lists as a state machine: random commands, a plain model, and the server beside it at each step.

mod modele;
mod monde;

use std::collections::BTreeSet;

use proptest::{
    prelude::*,
    test_runner::{Config, TestCaseError, TestError, TestRunner},
};
use shared::permanences::{EtatRendezVous, Marque};

use crate::test_app::TestApp;
use modele::{Booked, Etat, Modele, Waiting, is_expected, is_live};
use monde::Monde;

/// How many jeunes there are.
const JEUNES: usize = 4;
/// How many rendez-vous to come each may have.
const MOST: usize = 2;

/// A command that names what there is: by its number in the model.
#[derive(Clone, Debug)]
enum Acte {
    Book { jeune: usize, creneau: usize },
    Cancel { jeune: usize, rendez_vous: usize },
    Move { jeune: usize, rendez_vous: usize, creneau: usize },
    Join { jeune: usize, creneau: usize },
    JoinBesoin { jeune: usize },
    Leave { jeune: usize, attente: usize },
    Accept { jeune: usize, attente: usize },
    CancelDay { permanence: usize, mot: bool },
    Mark { rendez_vous: usize, marque: Marque },
    Pass { minutes: i64 },
    Sweep,
}

/// A command that is drawn before anything exists: `n` becomes one of those there are.
#[derive(Clone, Debug)]
enum Geste {
    Certain(Acte),
    Join { jeune: usize, n: usize },
    Cancel { n: usize, by_another: bool },
    Move { n: usize, creneau: usize },
    Leave { n: usize, by_another: bool },
    Accept { n: usize, by_another: bool },
    Mark { n: usize, marque: Marque },
}

impl Geste {
    fn resolve(&self, etat: &Etat) -> Option<Acte> {
        let booked = |n| pick(etat.rendez_vous.len(), n, |i| etat.rendez_vous[i].etat == EtatRendezVous::Confirme);
        let waiting = |n| pick(etat.attentes.len(), n, |i| is_live(&etat.attentes[i].etat));
        let offered = |n| pick(etat.attentes.len(), n, |i| etat.attentes[i].etat == "offert");
        let is_full = |i: usize| etat.places[i].as_ref().is_some_and(|place| place.libres == 0 && !place.annule);
        let who = |jeune: usize, by_another: bool| (jeune + usize::from(by_another)) % JEUNES;
        Some(match *self {
            Self::Certain(ref acte) => acte.clone(),
            Self::Join { jeune, n } => Acte::Join { jeune, creneau: pick(etat.places.len(), n, is_full)? },
            Self::Cancel { n, by_another } => {
                let rendez_vous = booked(n)?;
                Acte::Cancel { jeune: who(etat.rendez_vous[rendez_vous].jeune, by_another), rendez_vous }
            }
            Self::Move { n, creneau } => {
                let rendez_vous = booked(n)?;
                Acte::Move { jeune: etat.rendez_vous[rendez_vous].jeune, rendez_vous, creneau }
            }
            Self::Leave { n, by_another } => {
                let attente = waiting(n)?;
                Acte::Leave { jeune: who(etat.attentes[attente].jeune, by_another), attente }
            }
            Self::Accept { n, by_another } => {
                let attente = offered(n)?;
                Acte::Accept { jeune: who(etat.attentes[attente].jeune, by_another), attente }
            }
            Self::Mark { n, marque } => Acte::Mark { rendez_vous: pick(etat.rendez_vous.len(), n, |_| true)?, marque },
        })
    }
}

// Mostly one that something can happen to, now and then any.
fn pick(count: usize, n: usize, is_live: impl Fn(usize) -> bool) -> Option<usize> {
    let live: Vec<usize> = (0..count).filter(|i| is_live(*i)).collect();
    let any = n.checked_rem(count);
    if n.is_multiple_of(6) { any } else { n.checked_rem(live.len()).map(|at| live[at]).or(any) }
}

fn gestes() -> impl Strategy<Value = Geste> {
    // Some are wanted more than others.
    let (jeune, creneau, n) = (0..JEUNES, prop::sample::select(vec![0, 0, 0, 1, 2, 2, 3]), 0..60_usize);
    let another = || prop::bool::weighted(0.06);
    let marque = prop::sample::select(vec![Marque::Attendu, Marque::Arrive, Marque::Recu, Marque::Absent]);
    let certain = prop_oneof![
        12 => (jeune.clone(), creneau.clone()).prop_map(|(jeune, creneau)| Acte::Book { jeune, creneau }),
        2 => jeune.clone().prop_map(|jeune| Acte::JoinBesoin { jeune }),
        5 => prop::sample::select(vec![7, 31, 31, 31, 130, 600]).prop_map(|minutes| Acte::Pass { minutes }),
        3 => Just(Acte::Sweep),
        1 => (0..monde::PERMANENCES, any::<bool>()).prop_map(|(permanence, mot)| Acte::CancelDay { permanence, mot }),
    ];
    prop_oneof![
        23 => certain.prop_map(Geste::Certain),
        12 => (jeune, n.clone()).prop_map(|(jeune, n)| Geste::Join { jeune, n }),
        9 => (n.clone(), another()).prop_map(|(n, by_another)| Geste::Cancel { n, by_another }),
        4 => (n.clone(), creneau).prop_map(|(n, creneau)| Geste::Move { n, creneau }),
        2 => (n.clone(), another()).prop_map(|(n, by_another)| Geste::Leave { n, by_another }),
        8 => (n.clone(), another()).prop_map(|(n, by_another)| Geste::Accept { n, by_another }),
        4 => (n, marque).prop_map(|(n, marque)| Geste::Mark { n, marque }),
    ]
}

// PROPTEST_CASES asks for more.
#[test]
fn p01_p02_p05_p06_the_server_does_what_the_model_says() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let app = TestApp::with(&["--tries-address", "1000000", "--most-rendez-vous", &MOST.to_string()]);
    // How long before the first créneau it begins, in minutes: two days, the same morning, at the last moment.
    let start = prop::sample::select(vec![2_880, 2_880, 300, 45]);
    let told = TestRunner::new(config)
        .run(&(start, prop::collection::vec(gestes(), 1..45)), |(start, gestes)| live_through(&app, start, &gestes));
    match told {
        Ok(()) => {}
        // The story says it all.
        Err(TestError::Fail(why, _)) => panic!("{why}"),
        Err(why) => panic!("{why}"),
    }
}

fn live_through(app: &TestApp, start: i64, gestes: &[Geste]) -> Result<(), TestCaseError> {
    let mut monde = Monde::new(app, start);
    let mut modele = Modele::new(monde.spans.clone());
    let mut story = String::new();
    let mut before = monde.look();
    for (step, geste) in gestes.iter().enumerate() {
        let Some(acte) = geste.resolve(&modele.etat) else { continue };
        let now = app.app.db.now();
        let answer = monde.perform(&acte, &modele.etat);
        let expected = modele.apply(now, &acte, answer.as_deref().unwrap_or_default());
        story += &format!("step {step}: {acte:?} -> {:?}\n", answer.as_ref().map(|_| ()));
        let after = monde.look();
        prop_assert_eq!(answer.as_ref().map(drop), expected.as_ref().map(|_| ()), "the answer, after\n{}", story);
        prop_assert!(answer.is_ok() || after == before, "a refusal changed something, after\n{}", story);
        prop_assert_eq!(after.untimed(), modele.etat.untimed(), "what is kept, after\n{}", story);
        check(&before, &after, &modele).map_err(|why| TestCaseError::fail(format!("{why}, after\n{story}")))?;
        modele.etat.keep_ends(&after).map_err(|why| TestCaseError::fail(format!("{why}, after\n{story}")))?;
        before = after;
    }
    monde.check_screens(&modele).map_err(|why| TestCaseError::fail(format!("{why}, after\n{story}")))
}

// What holds whatever the model says: it looks at the server alone.
fn check(before: &Etat, after: &Etat, modele: &Modele) -> Result<(), String> {
    let hold = |holds: bool, what: &str| if holds { Ok(()) } else { Err(what.to_owned()) };
    for (i, place) in after.places.iter().enumerate() {
        let Some(place) = place.as_ref().filter(|place| !place.annule) else { continue };
        let taken = after.rendez_vous.iter().filter(|one| one.creneau == i && is_expected(one.etat)).count();
        let offered = after.attentes.iter().filter(|one| one.etat == "offert" && one.offre == Some(i)).count();
        let places = modele.spans[i].places;
        hold(taken + offered <= places, "more places are taken than there are")?;
        hold(place.libres + taken + offered == places, "a place was lost or made")?;
    }
    let kept: Vec<_> = after.rendez_vous.iter().filter(|one| one.etat == EtatRendezVous::Confirme).collect();
    for (i, one) in kept.iter().enumerate() {
        let mut others = kept[i + 1..].iter().filter(|other| other.jeune == one.jeune);
        let twice = others.any(|other| modele.overlap(one.creneau, other.creneau));
        hold(!twice, "someone has two rendez-vous at the same time")?;
    }
    let mut followers = BTreeSet::new();
    for one in after.rendez_vous.iter().filter(|one| one.etat == EtatRendezVous::Reporte) {
        let next = after.rendez_vous.iter().find(|next| Some(&next.id) == one.suivi.as_ref());
        hold(next.is_some_and(|next| next.jeune == one.jeune), "a moved rendez-vous was lost")?;
        hold(followers.insert(&one.suivi), "two rendez-vous are followed by the same one")?;
    }
    let was = |id: &str| before.attentes.iter().find(|one| one.id == id);
    for one in &after.attentes {
        let former = was(&one.id);
        let ended = former.filter(|former| !is_live(&former.etat));
        hold(ended.is_none_or(|former| former == one), "a wait that had ended changed")?;
        if one.etat == "offert" && former.is_none_or(|former| former.etat != "offert") {
            let free_in = |etat: &Etat, jeune| {
                let theirs = || etat.rendez_vous.iter().filter(move |one| one.jeune == jeune && is_expected(one.etat));
                let meanwhile = |taken: &Booked| one.offre.is_some_and(|offre| modele.overlap(taken.creneau, offre));
                theirs().count() < MOST && !theirs().any(meanwhile)
            };
            // Whoever has just given the place back is not the one who waits for it.
            let can_come = |jeune| free_in(before, jeune) && free_in(after, jeune);
            let sooner = |other: &&Waiting| other.etat == "attend" && other.id < one.id && can_come(other.jeune);
            let mut waiting = after.attentes.iter().filter(sooner);
            let passed_over = waiting.any(|other| other.creneau.is_none() || other.creneau == one.offre);
            hold(!passed_over, "someone who waited longer was passed over")?;
        }
    }
    Ok(())
}

// What the machine found, told plainly.
mod plain {
    use shared::{
        ProblemKind,
        permanences::{
            AcceptOffre, BookCreneau, CancelRendezVous, EtatRendezVous, JoinAttente, ListAttentes, ListRendezVous,
            MarkVenue, Marque,
        },
    };

    use super::super::kind;
    use crate::test_app::{Client, TestApp};

    fn book(
        jeune: &Client,
        creneau: shared::ids::CreneauId,
    ) -> Result<shared::permanences::RendezVous, shared::Problem> {
        jeune.call(BookCreneau { creneau, accompagne: false })
    }

    // A tap by mistake, before the start: the jeune books again, the tap is taken back.
    #[test]
    fn p02_who_was_marked_absent_too_soon_is_not_expected_twice() {
        let app = TestApp::start();
        let (house, jeune) = (app.house(), app.jeune());
        let creneau = house.creneaux(app.day(2), 2)[0];
        let first = book(&jeune, creneau).unwrap();
        let to_come = first.debut.minutes_since(app.app.db.now());
        app.clock.shift_minutes(to_come - 60);
        app.pass_days(0, &[&jeune, &house.pro]);
        let mark = |marque| {
            let le = app.app.db.now();
            house.pro.call(MarkVenue { rendez_vous: first.id, marque, le }).unwrap().etat
        };
        assert_eq!(mark(Marque::Absent), EtatRendezVous::Absent);
        assert_eq!(kind(book(&jeune, creneau)), ProblemKind::DejaReserve);
        assert_eq!(mark(Marque::Attendu), EtatRendezVous::Confirme);
        assert_eq!(jeune.call(ListRendezVous {}).unwrap().len(), 1);
    }

    // What is offered is kept for them; it does not let them be in two places, nor hold more than the others may.
    #[test]
    fn p02_p04_an_offer_gives_no_second_rendez_vous_at_the_same_time_and_none_too_many() {
        let app = TestApp::with(&["--tries-address", "100000", "--most-rendez-vous", "1"]);
        let (house, other) = (app.house(), app.house());
        let (holder, waiter) = (app.jeune(), app.jeune());
        let here = house.creneaux(app.day(2), 1)[0];
        let there = other.creneaux(app.day(2), 1)[0];
        let another_day = other.creneaux(app.day(3), 1).pop().unwrap();
        let held = book(&holder, here).unwrap().id;
        waiter.call(JoinAttente { creneau: here }).unwrap();
        holder.call(CancelRendezVous { rendez_vous: held }).unwrap();
        let attente = waiter.call(ListAttentes {}).unwrap()[0].id;
        let accept = || waiter.call(AcceptOffre { attente });
        for (elsewhere, expected) in
            [(there, ProblemKind::RendezVousEnMemeTemps), (another_day, ProblemKind::TropDeRendezVous)]
        {
            let rendez_vous = book(&waiter, elsewhere).unwrap().id;
            assert_eq!(kind(accept()), expected);
            waiter.call(CancelRendezVous { rendez_vous }).unwrap();
        }
        // It was kept all the while.
        assert_eq!(accept().unwrap().creneau, here);
    }
}
