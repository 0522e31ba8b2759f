//! The e-mail of the morning.

use shared::messages::{MarkFil, SendMessage};

use super::World;
use crate::{messages::plan_summaries, test_app::House};

fn plan(world: &World) -> usize {
    actix_web::rt::System::new().block_on(plan_summaries(&world.app.app)).unwrap()
}

// A house with two threads: one that waits for an answer, and nothing else.
fn house(world: &World) -> House {
    let house = world.app.house();
    world.reach(house.pro.compte.unwrap(), &[("courriel", "nadia@exemple.fr")]);
    for wrote in [true, true, false] {
        let jeune = world.app.jeune_of(Some(house.espace));
        if wrote {
            let message = SendMessage::text(house.fil(&jeune), crate::db::id(), "Bonjour".parse().unwrap());
            jeune.call(message).unwrap();
        }
    }
    house
}

// To the next day of the week, at an hour.
fn go_to(world: &World, weekday: u8, heure: &str) {
    let day = (1..=7).find(|days| crate::time::weekday(world.app.day(*days)) == weekday).unwrap();
    world.at(day, heure);
}

#[test]
fn p48_a_professional_has_one_letter_each_weekday_morning_with_counts_and_no_name() {
    let world = World::new();
    go_to(&world, 1, "07:00");
    let house = house(&world);
    assert_eq!(plan(&world), 0, "before eight");
    world.at(0, "08:00");
    let other = world.app.again();
    let planned: usize = std::thread::scope(|scope| {
        let both = [&world.app.app, &other.app]
            .map(|app| scope.spawn(|| actix_web::rt::System::new().block_on(plan_summaries(app)).unwrap()));
        both.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!((planned, plan(&world)), (1, 0), "once, on two nodes");
    let sent = world.work();
    let letter = sent.values().next().unwrap();
    assert_eq!(sent.len(), 1);
    assert!(letter.contains("To: nadia@exemple.fr") && letter.contains("Subject: Le point du matin"), "{letter}");
    for secret in ["Nadia,", "Aïssata", "Le Local", "Bobigny", "Bonjour"] {
        assert!(!letter.contains(secret), "{secret}");
    }
    world.at(1, "08:30");
    assert_eq!(plan(&world), 1, "the day after, what still waits");
    let pro = world.app.enter(house.pro.compte.unwrap());
    for fil in pro.call(shared::messages::ListFils {}).unwrap() {
        let answer = SendMessage::text(fil.id, crate::db::id(), "Oui".parse().unwrap());
        pro.call(answer).unwrap();
        pro.call(MarkFil { fil: fil.id, seq: 2, etape: shared::messages::Etape::Lu }).unwrap();
    }
    world.at(1, "08:30");
    assert_eq!(plan(&world), 0, "nothing waits");
}

#[test]
fn no_letter_at_the_week_end_at_noon_or_for_whom_wants_none() {
    let world = World::new();
    go_to(&world, 6, "09:00");
    let house = house(&world);
    assert_eq!(plan(&world), 0);
    world.at(2, "12:01");
    assert_eq!(plan(&world), 0);
    world.at(1, "08:01");
    let pro = world.app.enter(house.pro.compte.unwrap());
    let none = shared::messages::avis::ChooseAvis { genres: vec![], silence: None, resume: false };
    pro.call(none).unwrap();
    assert_eq!(plan(&world), 0);
}
