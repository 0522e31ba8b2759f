//! The rungs, the quiet hours, the caps.

use shared::messages::avis::{GenreAvis, PreferenceAvis};

use super::{MAIL, PHONE, World};
use crate::avis::{self, Avis};

#[test]
fn an_open_page_is_enough_for_a_quarter_of_an_hour_then_the_phone_then_a_letter() {
    let world = World::new();
    let jeune = world.jeune(&[MAIL, PHONE]);
    world.browser(&world.app.enter(jeune), 201);
    let stream = world.app.app.live.subscribe(jeune).unwrap();
    world.message(jeune);
    assert_eq!((world.work().len(), world.ear.take().len()), (0, 0), "the page shows it");
    world.pass(14);
    assert_eq!((world.work().len(), world.ear.take().len()), (0, 0), "not yet");
    world.pass(1);
    assert_eq!((world.work().len(), world.ear.take().len()), (0, 1), "open, and not read: the phone rings");
    drop(stream);
    world.pass(14);
    assert_eq!((world.work().len(), world.ear.take().len()), (0, 0), "it rings once");
    world.pass(1);
    let sent = world.work();
    assert_eq!((sent.len(), world.ear.take().len()), (1, 0));
    assert!(sent.values().next().unwrap().contains("To: ines@exemple.fr"), "an e-mail comes before a text message");
    world.pass(60);
    assert_eq!(
        (world.work().len(), world.rows(jeune)),
        (1, vec![("envoye".into(), "ecrit".into(), Some("courriel".into()))])
    );
}

#[test]
fn a_page_that_is_closed_before_it_was_read_rings_the_phone_at_once() {
    let world = World::new();
    let jeune = world.jeune(&[MAIL]);
    world.browser(&world.app.enter(jeune), 201);
    let stream = world.app.app.live.subscribe(jeune).unwrap();
    world.message(jeune);
    assert_eq!((world.work().len(), world.ear.take().len()), (0, 0), "the page shows it");
    // One of two pages is closed: the other one still shows it.
    let other = world.app.app.live.subscribe(jeune).unwrap();
    drop(stream);
    world.pass(1);
    assert_eq!((world.work().len(), world.ear.take().len()), (0, 0));
    drop(other);
    assert_eq!((world.work().len(), world.ear.take().len()), (0, 1), "nobody looks any more");
    world.pass(1);
    assert_eq!((world.work().len(), world.ear.take().len()), (0, 0), "it rings once");
    world.pass(15);
    assert_eq!((world.work().len(), world.ear.take().len()), (1, 0), "then a letter");
}

#[test]
fn without_a_phone_to_ring_a_letter_leaves_when_a_message_is_unread_for_a_quarter_of_an_hour() {
    let world = World::new();
    let jeune = world.jeune(&[PHONE]);
    world.message(jeune);
    assert_eq!(world.work().len(), 0);
    world.pass(15);
    assert!(world.work().into_values().next().unwrap().contains("+33639981234"));
    // Read within that time: nothing leaves.
    world.message(jeune);
    world.work();
    world.app.app.db.write_now(move |tx| avis::cancel(tx, "fil:1", jeune)).unwrap();
    world.pass(30);
    assert_eq!((world.work().len(), world.states(jeune)), (1, vec!["envoye".to_owned(), "annule".to_owned()]));
}

#[test]
fn what_does_not_wait_leaves_at_once_and_an_open_page_shows_it_by_itself() {
    let world = World::new();
    let jeune = world.jeune(&[PHONE]);
    let place = Avis::new(jeune, GenreAvis::PlaceLiberee, "attente:1".into());
    world.tell(Avis { jusquau: Some(world.app.app.db.now().plus_minutes(30)), ..place });
    assert_eq!(world.work().len(), 1);
    let _stream = world.app.app.live.subscribe(jeune).unwrap();
    let moved = Avis::new(jeune, GenreAvis::RendezVous, "changement:1".into());
    world.tell(moved);
    assert_eq!(world.work().len(), 1);
    world.pass(15);
    assert_eq!(world.work().len(), 1);
    assert_eq!(world.rows(jeune)[1], ("envoye".into(), "push".into(), Some("app".into())));
}

#[test]
fn ten_messages_of_one_thread_ring_once() {
    let world = World::new();
    let jeune = world.jeune(&[MAIL]);
    (0..10).for_each(|_| world.message(jeune));
    assert_eq!(world.states(jeune), ["prevu"]);
    world.tell(Avis::new(jeune, GenreAvis::Message, "fil:2".into()));
    world.work();
    world.pass(15);
    assert_eq!(world.work().len(), 2);
    world.message(jeune);
    world.work();
    world.pass(15);
    assert_eq!(world.work().len(), 3, "what came after the letter is news again");
}

#[test]
fn news_that_become_urgent_wake_the_one_that_waits() {
    let world = World::new();
    world.at(0, "22:00");
    let jeune = world.jeune(&[MAIL]);
    let moved = Avis::new(jeune, GenreAvis::RendezVous, "changement:1".into());
    world.tell(moved.clone());
    assert_eq!(world.work().len(), 0, "the night is quiet");
    world.tell(Avis { urgent: true, ..moved });
    assert_eq!((world.work().len(), world.states(jeune)), (1, vec!["envoye".to_owned()]));
}

#[test]
fn the_night_is_quiet_until_eight_unless_it_is_urgent_or_in_vain() {
    let world = World::new();
    world.at(0, "21:30");
    let jeune = world.jeune(&[MAIL]);
    world.browser(&world.app.enter(jeune), 201);
    let now = world.app.app.db.now();
    let about = |sujet: &str| Avis::new(jeune, GenreAvis::RendezVous, sujet.to_owned());
    world.message(jeune);
    world.tell(Avis { jusquau: Some(now.plus_minutes(30)), ..Avis::new(jeune, GenreAvis::PlaceLiberee, "a".into()) });
    world.drain();
    assert_eq!(world.ear.take().len(), 0, "a place that is kept for half an hour wakes nobody");
    world.tell(Avis { urgent: true, ..about("today") });
    world.tell(Avis { jusquau: Some(now.plus_minutes(9 * 60)), ..about("at half past six") });
    let atelier = Avis::new(jeune, GenreAvis::Atelier, "an atelier at half past eight".to_owned());
    world.tell(Avis { jusquau: Some(now.plus_minutes(11 * 60)), ..atelier });
    world.tell(Avis { jusquau: Some(now.plus_minutes(14 * 60)), ..about("at half past eleven") });
    world.drain();
    assert_eq!(world.ear.take().len(), 3, "whoever would set out in vain is woken");
    world.at(1, "07:50");
    world.drain();
    assert_eq!(world.ear.take().len(), 0);
    world.at(0, "08:00");
    world.drain();
    assert_eq!(world.ear.take().len(), 2, "the message, and what is to come at half past eleven");
}

#[test]
fn the_hours_of_silence_and_each_kind_are_ones_own_choice() {
    let world = World::new();
    world.at(0, "22:00");
    let jeune = world.jeune(&[MAIL]);
    world.browser(&world.app.enter(jeune), 201);
    let only = |genre, push, ecrit| PreferenceAvis { genre, push, ecrit };
    world.choose(
        jeune,
        &[
            only(GenreAvis::Message, false, true),
            only(GenreAvis::RendezVous, true, false),
            only(GenreAvis::Atelier, false, false),
        ],
        false,
    );
    for genre in [GenreAvis::Message, GenreAvis::RendezVous, GenreAvis::Atelier] {
        world.tell(Avis::new(jeune, genre, "sujet".into()));
    }
    assert_eq!((world.work().len(), world.ear.take().len()), (0, 1), "the rendez-vous rings, at ten in the evening");
    world.pass(15);
    assert_eq!((world.work().len(), world.ear.take().len()), (1, 0), "the message is written");
    world.pass(60);
    world.drain();
    let mut states = world.states(jeune);
    states.sort();
    assert_eq!((states, world.files().len()), (vec!["abandonne".into(), "envoye".into(), "envoye".into()], 1));
}

#[test]
fn p48_a_day_has_its_caps_and_the_rest_comes_the_day_after() {
    let world = World::with(&["--most-mails", "2", "--most-sms", "1", "--most-pushes", "3"]);
    let (by_mail, by_sms, by_push) = (world.jeune(&[MAIL]), world.jeune(&[PHONE]), world.jeune(&[]));
    world.browser(&world.app.enter(by_push), 201);
    let tell = |compte, n: i32| {
        let urgent = Avis { urgent: true, ..Avis::new(compte, GenreAvis::RendezVous, format!("changement:{n}")) };
        world.tell(urgent);
    };
    for n in 0..5 {
        [by_mail, by_sms, by_push].into_iter().for_each(|compte| tell(compte, n));
    }
    let count = |ending: &str| world.files().keys().filter(|name| name.ends_with(ending)).count();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| world.drain());
        }
    });
    assert_eq!((count(".eml"), count(".sms.json"), world.ear.take().len()), (2, 1, 3), "with three workers too");
    world.pass(60);
    world.drain();
    assert_eq!((count(".eml"), count(".sms.json"), world.ear.take().len()), (2, 1, 0));
    world.at(1, "09:00");
    world.drain();
    assert_eq!((count(".eml"), count(".sms.json")), (4, 2), "the next day goes on where this one stopped");
}

#[test]
fn who_has_no_way_is_known_and_nothing_is_kept_for_them() {
    let world = World::new();
    let (nobody, written, rung, deaf) =
        (world.jeune(&[]), world.jeune(&[MAIL]), world.jeune(&[]), world.jeune(&[MAIL]));
    world.reach(nobody, &[("carte", "trois mots")]);
    world.browser(&world.app.enter(rung), 201);
    world.choose(deaf, &[PreferenceAvis { genre: GenreAvis::Message, push: false, ecrit: false }], true);
    let reached = |compte| {
        let mut db = crate::db::connect(&world.app.app.settings.database).unwrap();
        avis::joignable(&mut db, compte).unwrap()
    };
    assert_eq!([nobody, written, rung, deaf].map(reached), [false, true, true, false]);
    let mut db = crate::db::connect(&world.app.app.settings.database).unwrap();
    let all = avis::joignables(&mut db, &[nobody, written, rung, deaf]).unwrap();
    assert_eq!(all, [written, rung].into());
    world.message(nobody);
    world.drain();
    world.pass(15);
    world.drain();
    assert_eq!(world.states(nobody), ["abandonne"]);
}

#[test]
fn what_was_sent_is_forgotten_after_two_months_and_what_is_to_come_is_not() {
    let world = World::new();
    let jeune = world.jeune(&[MAIL]);
    world.tell(Avis { urgent: true, ..Avis::new(jeune, GenreAvis::RendezVous, "x".into()) });
    world.drain();
    let forget = || world.app.app.db.write_now(|tx| crate::outbox::forget_old(tx.db, tx.now)).unwrap();
    world.pass(59 * 24 * 60);
    let far = Some(world.app.app.db.now().plus_days(90));
    world.tell(Avis { jusquau: far, ..Avis::new(jeune, GenreAvis::RendezVous, "y".into()) });
    assert_eq!((forget(), world.states(jeune).len()), (0, 2));
    world.pass(2 * 24 * 60);
    assert_eq!((forget(), world.states(jeune)), (1, vec!["prevu".to_owned()]));
    world.pass(70 * 24 * 60);
    assert_eq!((forget(), world.states(jeune)), (0, vec!["prevu".to_owned()]));
}
