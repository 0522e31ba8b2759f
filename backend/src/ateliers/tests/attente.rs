//! Waiting lists (P05): in order, once, passed on, and free at once when nobody waits.

use std::time::Instant;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    ProblemKind,
    ateliers::{
        AcceptPlace, CreateAteliers, EtatInscription, JoinAtelier, LeaveAtelier, ListInscriptions, ReadListeAtelier,
    },
    ids::InscriptionId,
};

use super::{ask, free, join, key, kind, made, mine, publish, request, wait};
use crate::{
    db, schema,
    test_app::{Client, TestApp, race},
    time,
};

fn leave(jeune: &Client) {
    let inscription = mine(jeune).id;
    jeune.call(LeaveAtelier { inscription }).unwrap();
}

#[test]
fn p05_the_first_who_waits_is_offered_the_place_and_nobody_else_gets_it() {
    let app = TestApp::start();
    let house = app.house();
    let atelier = publish(&house, app.day(2), 1);
    let people: Vec<Client> = (0..4).map(|_| app.jeune()).collect();
    let [holder, first, second, passer] = people.as_slice() else { unreachable!() };
    join(holder, atelier);
    assert_eq!((wait(first, atelier).avant, wait(second, atelier).avant), (0, 1));
    assert_eq!(kind(first.call(JoinAtelier { ou_attendre: true, ..ask(atelier) })), ProblemKind::DejaInscrit);
    leave(holder);
    let (offer, still) = (mine(first), mine(second));
    assert_eq!((offer.etat, still.etat, still.avant), (EtatInscription::Offert, EtatInscription::Attend, 0));
    assert_eq!((offer.offre_jusquau.is_some(), still.offre_jusquau), (true, None));
    assert_eq!(kind(passer.call(ask(atelier))), ProblemKind::AtelierComplet);
    assert_eq!(kind(second.call(AcceptPlace { inscription: offer.id })), ProblemKind::Introuvable);
    let early = second.call(AcceptPlace { inscription: still.id }).unwrap_err();
    assert_eq!(early.kind, ProblemKind::OffrePassee);
    assert!(early.title.contains("liste d’attente"), "{}", early.title);
    assert_eq!(first.call(AcceptPlace { inscription: offer.id }).unwrap().etat, EtatInscription::Inscrit);
    leave(first);
    // The second declines, twice is once; nobody waits any more: everybody may join.
    let theirs = mine(second).id;
    second.call(LeaveAtelier { inscription: theirs }).unwrap();
    second.call(LeaveAtelier { inscription: theirs }).unwrap();
    assert_eq!(free(&app, atelier), 1);
    join(passer, atelier);
    // Whoever left may wait again, at the end.
    assert_eq!(wait(holder, atelier).etat, EtatInscription::Attend);
}

#[test]
fn p05_an_offer_that_nobody_takes_passes_on_once() {
    let app = TestApp::at_noon();
    let house = app.house();
    let atelier = publish(&house, app.day(2), 1);
    let people: Vec<Client> = (0..3).map(|_| app.jeune()).collect();
    join(&people[0], atelier);
    people[1..].iter().for_each(|one| drop(wait(one, atelier)));
    leave(&people[0]);
    let offer = mine(&people[1]).id;
    app.clock.shift_minutes(31);
    let again: Vec<Client> = people.iter().map(|one| app.enter(one.compte.unwrap())).collect();
    assert_eq!(kind(again[1].call(AcceptPlace { inscription: offer })), ProblemKind::OffrePassee);
    // Two workers at the same moment pass on once.
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(|| app.sweep_waiting())).collect();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    });
    let etats = [&again[1], &again[2]].map(|one| mine(one).etat);
    assert_eq!(etats, [EtatInscription::Passe, EtatInscription::Offert]);
    app.clock.shift_minutes(31);
    app.sweep_waiting();
    assert_eq!(free(&app, atelier), 1);
}

// P05: phones are quiet from nine in the evening to eight. What is given back meanwhile is not lost by all of them in turn.
#[test]
fn p05_a_place_given_back_at_night_is_kept_until_phones_ring_again() {
    let app = TestApp::at_noon();
    let house = app.house();
    let people: Vec<Client> = (0..3).map(|_| app.jeune()).collect();
    let atelier = publish(&house, app.day(2), 1);
    join(&people[0], atelier);
    people[1..].iter().for_each(|one| drop(wait(one, atelier)));
    let later = |minutes: i64| {
        app.clock.shift_minutes(minutes);
        app.sweep_waiting();
        people.iter().map(|one| app.enter(one.compte.unwrap())).collect::<Vec<_>>()
    };
    let at = |heure: &str| time::moment(app.day(0), heure.parse().unwrap(), app.app.zone()).unwrap();
    leave(&later(10 * 60)[0]);
    let offer = mine(&later(0)[1]);
    let morning = later(8 * 60);
    assert_eq!(offer.offre_jusquau, Some(at("08:30")));
    assert_eq!([1, 2].map(|one| mine(&morning[one]).etat), [EtatInscription::Offert, EtatInscription::Attend]);
    // 08:31: it passes on, and is kept as long as by day.
    let told = later(at("08:30").minutes_since(app.app.db.now()) + 1);
    assert_eq!([1, 2].map(|one| mine(&told[one]).etat), [EtatInscription::Passe, EtatInscription::Offert]);
    let next = mine(&told[2]).offre_jusquau.unwrap();
    assert!((29..=30).contains(&next.minutes_since(app.app.db.now())), "{next:?}");
}

// Nobody can be told before it begins: the first has half of the night to look, not half an hour of it.
#[test]
fn p05_a_place_of_the_early_morning_is_not_passed_on_all_night() {
    let app = TestApp::at_noon();
    let house = app.house();
    let people: Vec<Client> = (0..2).map(|_| app.jeune()).collect();
    let (debut, fin) = ("07:00".parse().unwrap(), "09:00".parse().unwrap());
    let early = CreateAteliers { debut, fin, ..request(&house, app.day(1), 1) };
    let one = made(&house, early).atelier;
    join(&people[0], one.id);
    wait(&people[1], one.id);
    app.clock.shift_minutes(10 * 60);
    leave(&app.enter(people[0].compte.unwrap()));
    let until = mine(&app.enter(people[1].compte.unwrap())).offre_jusquau.unwrap();
    let half = one.debut.minutes_since(app.app.db.now()) / 2;
    assert!((half - 1..=half).contains(&until.minutes_since(app.app.db.now())), "{half} {until:?}");
}

// As many leave as wait, all at once: each place goes to one who waits, in order, or is free; none is lost, none is there twice.
#[test]
fn p05_fifty_leave_while_fifty_start_to_wait() {
    let app = TestApp::start();
    let house = app.house();
    let atelier = publish(&house, app.day(2), 50);
    let people: Vec<Client> = (0..100).map(|_| app.jeune()).collect();
    let (holders, waiters) = people.split_at(50);
    let held: Vec<_> = holders.iter().map(|one| (one.compte, join(one, atelier).id)).collect();
    let answers = race(&people, |person| match held.iter().find(|(compte, _)| *compte == person.compte) {
        Some((_, inscription)) => person.raw(&key(), &LeaveAtelier { inscription: *inscription }).status,
        None => person.raw(&key(), &JoinAtelier { ou_attendre: true, ..ask(atelier) }).status,
    });
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    let mut taken = 0;
    for waiter in waiters {
        let one = mine(waiter);
        match one.etat {
            EtatInscription::Inscrit => {}
            EtatInscription::Offert => drop(waiter.call(AcceptPlace { inscription: one.id }).unwrap()),
            other => panic!("a place was free while somebody waited: {other:?}"),
        }
        taken += 1;
    }
    assert_eq!((taken, free(&app, atelier)), (50, 0));
}

// Whoever had their answer before somebody else asked stands before them, however many ask at the same time.
#[test]
fn p05_those_who_come_later_stand_behind() {
    let app = TestApp::start();
    let house = app.house();
    let atelier = publish(&house, app.day(2), 30);
    let people: Vec<Client> = (0..160).map(|_| app.jeune()).collect();
    let lines: Vec<&[Client]> = people.chunks(10).collect();
    // Sixteen lines of people, one after the other in each: when each asked, when each knew.
    let mut asked: Vec<(InscriptionId, Instant, Instant)> = Vec::new();
    let in_turn = |line: &[Client]| {
        let one = |person: &Client| {
            let before = Instant::now();
            let id = wait(person, atelier).id;
            (id, before, Instant::now())
        };
        line.iter().map(one).collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let in_turn = &in_turn;
        let running: Vec<_> = lines.iter().map(|line| scope.spawn(move || in_turn(line))).collect();
        running.into_iter().for_each(|line| asked.extend(line.join().unwrap()));
    });
    let list = house.pro.call(ReadListeAtelier { atelier }).unwrap().participants;
    let rank = |id: InscriptionId| list.iter().position(|one| one.inscription == id).unwrap();
    let ranked: Vec<(usize, Instant, Instant)> = asked.into_iter().map(|(id, from, to)| (rank(id), from, to)).collect();
    let mut pairs = 0_u32;
    for (first, _, known) in &ranked {
        for (second, from, _) in ranked.iter().filter(|(_, from, _)| known < from) {
            pairs += 1;
            assert!(first < second || second < &30 && first < &30, "{first} knew before {second} asked ({from:?})");
        }
    }
    assert!(1_000 < pairs, "{pairs} pairs came one after the other");
}

// Of fifty who wait, the first thirty get the thirty places that are given back at once, and nobody else.
#[test]
fn p05_places_that_are_given_back_at_once_go_to_the_first_who_wait() {
    let app = TestApp::start();
    let house = app.house();
    let atelier = publish(&house, app.day(2), 30);
    let holders: Vec<Client> = (0..30).map(|_| app.jeune()).collect();
    let held: Vec<_> = holders.iter().map(|one| (one.compte, join(one, atelier).id)).collect();
    let waiters: Vec<Client> = (0..50).map(|_| app.jeune()).collect();
    waiters.iter().for_each(|one| drop(wait(one, atelier)));
    let answers = race(&holders, |person| {
        let (_, inscription) = held.iter().find(|(compte, _)| *compte == person.compte).unwrap();
        person.raw(&key(), &LeaveAtelier { inscription: *inscription }).status
    });
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    let etats: Vec<EtatInscription> = waiters.iter().map(|one| mine(one).etat).collect();
    assert!(etats[..30].iter().all(|etat| *etat == EtatInscription::Offert), "{etats:?}");
    assert!(etats[30..].iter().all(|etat| *etat == EtatInscription::Attend), "{etats:?}");
}

#[test]
fn nobody_waits_for_what_has_begun() {
    let app = TestApp::start();
    let house = app.house();
    let atelier = publish(&house, app.day(1), 1);
    let (holder, first, second) = (app.jeune(), app.jeune(), app.jeune());
    join(&holder, atelier);
    [&first, &second].iter().for_each(|one| drop(wait(one, atelier)));
    leave(&holder);
    app.pass_days(2, &[&first, &second]);
    app.sweep_waiting();
    assert_eq!(free(&app, atelier), 1);
    assert_eq!((first.call(ListInscriptions {}).unwrap(), second.call(ListInscriptions {}).unwrap()), (vec![], vec![]));
}

#[test]
fn an_offer_for_a_near_atelier_lasts_half_the_time_that_is_left() {
    let app = TestApp::at_noon();
    let house = app.house();
    let atelier = publish(&house, app.day(1), 1);
    let (holder, waiter) = (app.jeune(), app.jeune());
    let debut = join(&holder, atelier).atelier.debut;
    wait(&waiter, atelier);
    app.clock.shift_minutes(debut.minutes_since(app.app.db.now()) - 20);
    leave(&app.enter(holder.compte.unwrap()));
    let until = mine(&app.enter(waiter.compte.unwrap())).offre_jusquau.unwrap();
    assert!((9..=10).contains(&until.minutes_since(app.app.db.now())));
}

fn planned(app: &TestApp, sujet: String) -> Vec<String> {
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let rows = schema::envoi::table.filter(schema::envoi::sujet.eq(sujet)).filter(schema::envoi::etat.eq("prevu"));
    rows.select(schema::envoi::genre).load(&mut db).unwrap()
}

#[test]
fn reminders_come_with_a_place_and_go_with_it() {
    let app = TestApp::start();
    let house = app.house();
    let atelier = publish(&house, app.day(3), 1);
    let (holder, waiter) = (app.jeune(), app.jeune());
    let held = join(&holder, atelier).id;
    let waits: InscriptionId = wait(&waiter, atelier).id;
    let of = |id: InscriptionId| planned(&app, id.to_string());
    // The evening before and two hours before.
    assert_eq!((of(held), of(waits)), (vec!["rappel".to_owned(), "rappel".to_owned()], vec![]));
    let choose = shared::permanences::ChooseRappels { semaine: false, veille: false, heures: true };
    holder.call(choose).unwrap();
    assert_eq!(of(held), ["rappel"]);
    leave(&holder);
    assert_eq!(of(held), Vec::<String>::new());
    assert_eq!(planned(&app, format!("inscription:{waits}")), ["place-liberee"]);
    waiter.call(AcceptPlace { inscription: waits }).unwrap();
    assert_eq!((of(waits).len(), planned(&app, format!("inscription:{waits}")).len()), (2, 0));
}
