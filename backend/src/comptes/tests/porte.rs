//! P14 and P15: the door tells nothing and lets nobody try without end.

use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use shared::{Problem, ProblemKind, comptes::RecoverCompte, comptes::SignIn};

use super::{by_phone, sign_in};
use crate::{
    comptes::cookies,
    test_app::{Client, TestApp},
};

// Without what is different in every answer: its id.
fn same(problem: &Problem) -> Problem {
    Problem { trace_id: None, ..problem.clone() }
}

fn median(mut times: Vec<i128>) -> i128 {
    times.sort_unstable();
    times[times.len() / 2]
}

fn timed(client: &Client, request: &SignIn) -> (Problem, i128) {
    let start = Instant::now();
    let refused = client.call(request.clone()).unwrap_err();
    (refused, i128::try_from(start.elapsed().as_micros()).unwrap())
}

#[test]
fn p14_known_and_unknown_have_one_answer_in_one_time() {
    let app = TestApp::with(&["--tries-account", "100000", "--tries-address", "100000"]);
    app.stranger().call(by_phone("0639980010", "la bonne phrase")).unwrap();
    let client = app.stranger();
    let (known, unknown) = (sign_in("0639980010", "une autre phrase"), sign_in("0639980011", "une autre phrase"));
    // In pairs, so that a slow moment of the machine counts for both.
    let apart = (0..60).map(|_| {
        let (one, of_known) = timed(&client, &known);
        let (other, of_unknown) = timed(&client, &unknown);
        assert_eq!(same(&one), same(&other));
        assert_eq!(one.kind, ProblemKind::AccesRefuse);
        of_known - of_unknown
    });
    let apart = median(apart.collect()).abs();
    assert!(apart < 20_000, "{apart} µs apart");
}

// A hash takes less than what the clock of a busy machine can tell: while nobody may make one, nobody is answered.
#[test]
fn p14_a_hash_is_made_for_the_unknown_too() {
    let app = TestApp::start();
    app.stranger().call(by_phone("0639980017", "la bonne phrase")).unwrap();
    let turns = app.app.hashing.try_acquire_many(2).unwrap();
    let (sender, answered) = mpsc::channel();
    let early = thread::scope(|scope| {
        for phone in ["0639980017", "0639980018"] {
            let (app, sender) = (&app, sender.clone());
            scope.spawn(move || {
                app.stranger().call(sign_in(phone, "une autre phrase")).unwrap_err();
                sender.send(phone).unwrap();
            });
        }
        let early = answered.recv_timeout(Duration::from_millis(500));
        drop(turns);
        early
    });
    assert_eq!(early, Err(mpsc::RecvTimeoutError::Timeout));
    assert_eq!(answered.try_iter().count(), 2);
}

#[test]
fn p14_signing_up_does_not_say_that_a_phone_is_known() {
    let app = TestApp::start();
    let first = app.stranger().raw(&uuid::Uuid::new_v4().to_string(), &by_phone("0639980012", "la bonne phrase"));
    let again = app.stranger().raw(&uuid::Uuid::new_v4().to_string(), &by_phone("0639980012", "une autre phrase"));
    assert_eq!((first.status, again.status), (200, 200));
    let keys = |raw: &str| {
        serde_json::from_str::<serde_json::Value>(raw).unwrap().as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(keys(&first.body), keys(&again.body));
}

#[test]
fn p14_a_code_for_nobody_and_a_wrong_code_have_one_answer() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let code = house.pro.call(shared::comptes::GiveCodeDeRetour { jeune: jeune.compte.unwrap() }).unwrap().code;
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    let recover = |prenom: &str| {
        app.stranger().call(RecoverCompte { prenom: prenom.parse().unwrap(), code: wrong.to_owned() }).unwrap_err()
    };
    assert_eq!(same(&recover("Aïssata")), same(&recover("Personne")));
}

#[test]
fn p15_ten_tries_then_one_waits_and_the_owner_still_enters() {
    let app = TestApp::start();
    let owner = app.stranger();
    owner.call(by_phone("0639980013", "la bonne phrase")).unwrap();
    let attacker = app.stranger();
    for _ in 0..10 {
        assert_eq!(attacker.call(sign_in("0639980013", "au hasard !")).unwrap_err().kind, ProblemKind::AccesRefuse);
    }
    let refused = attacker.raw("", &sign_in("0639980013", "au hasard !"));
    assert_eq!((refused.status, refused.problem().kind), (429, ProblemKind::TropDEssais));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=601).contains(&wait), "{wait}");
    // Even the right phrase waits, from a browser that nobody knows; from the owner's own browser it opens.
    assert_eq!(attacker.call(sign_in("0639980013", "la bonne phrase")).unwrap_err().kind, ProblemKind::TropDEssais);
    assert!(owner.call(sign_in("0639980013", "la bonne phrase")).is_ok());
    app.clock.shift_minutes(11);
    assert!(attacker.call(sign_in("0639980013", "la bonne phrase")).is_ok());
}

#[test]
fn p15_a_device_cookie_of_someone_else_buys_no_tries() {
    let app = TestApp::start();
    let (victim, attacker, unknown) = (app.stranger(), app.stranger(), app.stranger());
    victim.call(by_phone("0639980014", "la bonne phrase")).unwrap();
    attacker.call(by_phone("0639980015", "ma propre phrase")).unwrap();
    for _ in 0..10 {
        unknown.call(sign_in("0639980014", "au hasard !")).unwrap_err();
    }
    let refused = || attacker.call(sign_in("0639980014", "au hasard !")).unwrap_err().kind;
    assert_eq!(refused(), ProblemKind::TropDEssais);
    // The victim's account with a mark that was given to another.
    let (theirs, own) = (victim.cookie(cookies::DEVICE).unwrap(), attacker.cookie(cookies::DEVICE).unwrap());
    let forged = format!("{}.{}", theirs.split_once('.').unwrap().0, own.split_once('.').unwrap().1);
    attacker.keep(cookies::DEVICE, &forged);
    assert_eq!(refused(), ProblemKind::TropDEssais);
}

#[test]
fn p15_tries_are_counted_per_address_and_a_forged_header_changes_nothing() {
    let app = TestApp::with(&["--tries-address", "5"]);
    let client = app.stranger();
    for i in 0..5 {
        client.call(sign_in(&format!("063998002{i}"), "au hasard !")).unwrap_err();
    }
    let body = serde_json::to_string(&sign_in("0639980029", "au hasard !")).unwrap();
    let refused = client.send("POST", "/api/session", &[("X-Forwarded-For", "203.0.113.77")], &body);
    assert_eq!(refused.status, 429);
}

#[test]
fn p15_a_restart_forgives_nothing() {
    let app = TestApp::start();
    let attacker = app.stranger();
    for _ in 0..10 {
        attacker.call(sign_in("0639980016", "au hasard !")).unwrap_err();
    }
    let refused = app.again().stranger().call(sign_in("0639980016", "au hasard !")).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::TropDEssais);
}
