//! P48: several workers, and workers that die.

use std::collections::BTreeSet;

use shared::messages::avis::GenreAvis;

use super::{PHONE, World};
use crate::{
    avis::Avis,
    outbox::{Channels, testing},
    test_app::post::Ear,
};

// Some die before they send, some after and before they say so; two live on two nodes.
#[test]
#[allow(clippy::print_stdout)]
fn p48_with_two_workers_and_random_kills_every_text_message_counts_once() {
    let gateway = Ear::open();
    let world = World::with(&["--sms-url", &format!("{}/200/sms", gateway.origin), "--most-sms", "100"]);
    let other = world.app.again();
    let jeunes: Vec<_> = (0..20).map(|_| world.jeune(&[PHONE])).collect();
    for (n, jeune) in jeunes.iter().enumerate() {
        for sujet in ["a", "b"] {
            let avis = Avis::new(*jeune, GenreAvis::RendezVous, format!("{sujet}{n}"));
            world.tell(Avis { urgent: true, ..avis });
        }
    }
    let channels = Channels::open(&world.app.app.settings).unwrap();
    let (mut killed_before, mut killed_after) = (0, 0);
    for round in 0..8 {
        for _ in 0..3 {
            let dies_late = uuid::Uuid::new_v4().as_bytes()[0].is_multiple_of(2);
            let died = testing::die(&world.app.app, &channels, dies_late);
            killed_before += usize::from(died && !dies_late);
            killed_after += usize::from(died && dies_late);
        }
        if round == 4 {
            std::thread::scope(|scope| {
                for app in [&world.app.app, &other.app] {
                    scope.spawn(|| testing::drain_now(app, &channels));
                }
            });
        }
        world.pass(3);
    }
    std::thread::scope(|scope| {
        for app in [&world.app.app, &other.app] {
            scope.spawn(|| testing::drain_now(app, &channels));
        }
    });
    world.pass(3);
    world.drain();
    let heard = gateway.take();
    let keys: BTreeSet<&String> = heard.iter().map(|one| &one.headers["idempotency-key"]).collect();
    println!("40 to send, {killed_before} killed before, {killed_after} after: {} heard", heard.len());
    assert_eq!((keys.len(), heard.len()), (40, 40 + killed_after));
    assert!(jeunes.iter().all(|jeune| world.states(*jeune) == ["envoye", "envoye"]));
}

#[test]
fn p48_a_worker_that_comes_back_too_late_changes_nothing() {
    let world = World::new();
    let jeune = world.jeune(&[PHONE]);
    world.tell(Avis { urgent: true, ..Avis::new(jeune, GenreAvis::RendezVous, "x".into()) });
    let held = testing::claim_now(&world.app.app).unwrap();
    assert!(testing::claim_now(&world.app.app).is_none(), "it is taken");
    world.pass(3);
    world.drain();
    assert_eq!(world.states(jeune), ["envoye"]);
    testing::fail_now(&world.app.app, held);
    assert_eq!(world.states(jeune), ["envoye"]);
    // Cancelled while it is on its way: it stays cancelled.
    world.tell(Avis { urgent: true, ..Avis::new(jeune, GenreAvis::RendezVous, "y".into()) });
    let held = testing::claim_now(&world.app.app).unwrap();
    world.app.app.db.write_now(move |tx| crate::avis::cancel(tx, "y", jeune)).unwrap();
    testing::fail_now(&world.app.app, held);
    world.pass(10);
    world.drain();
    assert_eq!((world.states(jeune), world.files().len()), (vec!["envoye".to_owned(), "annule".to_owned()], 1));
}
