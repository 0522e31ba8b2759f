//! Servers that are down, slow, or answer nonsense: nothing is lost, nothing comes twice.

use shared::messages::avis::GenreAvis;

use super::{MAIL, PHONE, World};
use crate::{
    avis::{self, Avis},
    test_app::post::{Ear, MailServer, Mood},
};

fn urgent(world: &World, compte: shared::ids::CompteId, sujet: &str) {
    world.tell(Avis { urgent: true, ..Avis::new(compte, GenreAvis::RendezVous, sujet.to_owned()) });
}

#[test]
fn p48_a_mail_server_that_is_ill_loses_nothing_and_gets_each_letter_once() {
    for mood in [Mood::Busy, Mood::Nonsense, Mood::Silent] {
        let server = MailServer::open(mood);
        let world = World::with(&["--smtp-url", &server.url]);
        let jeunes: Vec<_> = (0..3).map(|_| world.jeune(&[MAIL])).collect();
        jeunes.iter().for_each(|jeune| urgent(&world, *jeune, "x"));
        let before = std::time::Instant::now();
        world.drain();
        assert!(before.elapsed().as_secs() < 25, "one waits for it, not all");
        assert_eq!(server.letters().len(), 0);
        server.turns(Mood::Well);
        for _ in 0..3 {
            world.pass(2);
            world.drain();
        }
        let letters = server.letters();
        assert_eq!(letters.len(), 3, "{mood:?}");
        assert!(letters[0].contains("Subject: Du nouveau pour toi"));
        assert!(jeunes.iter().all(|jeune| world.states(*jeune) == ["envoye"]));
    }
}

#[test]
fn p48_a_server_that_is_down_is_asked_less_and_less_as_long_as_it_is_worth_it() {
    let world = World::with(&["--smtp-url", "smtp://127.0.0.1:1"]);
    let (patient, short) = (world.jeune(&[MAIL]), world.jeune(&[MAIL]));
    urgent(&world, patient, "x");
    let near = Some(world.app.app.db.now().plus_minutes(20));
    world.tell(Avis { jusquau: near, urgent: true, ..Avis::new(short, GenreAvis::RendezVous, "y".into()) });
    let mut tries = 0;
    for _ in 0..240 {
        let before = essais(&world, patient);
        world.drain();
        tries += i32::from(essais(&world, patient) != before);
        world.pass(1);
    }
    assert!((7..=14).contains(&tries), "{tries} tries in four hours");
    assert_eq!((world.states(patient), world.states(short)), (vec!["prevu".to_owned()], vec!["abandonne".to_owned()]));
}

fn essais(world: &World, compte: shared::ids::CompteId) -> i32 {
    use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
    let mut db = crate::db::connect(&world.app.app.settings.database).unwrap();
    let of = crate::schema::envoi::table.filter(crate::schema::envoi::compte_id.eq(compte.to_string()));
    of.select(crate::schema::envoi::essais).first(&mut db).unwrap()
}

#[test]
fn p48_a_letter_that_may_have_been_taken_comes_again_under_the_same_id() {
    let server = MailServer::open(Mood::HangsUp);
    let world = World::with(&["--smtp-url", &server.url]);
    urgent(&world, world.jeune(&[MAIL]), "x");
    world.drain();
    server.turns(Mood::Well);
    world.pass(2);
    world.drain();
    let letters = server.letters();
    let id = |letter: &String| letter.lines().find(|line| line.starts_with("Message-ID")).unwrap().to_owned();
    assert_eq!((letters.len(), id(&letters[0])), (2, id(&letters[1])));
}

#[test]
fn an_address_that_nobody_has_is_left_alone_and_the_phone_is_written_to_instead() {
    let server = MailServer::open(Mood::Nobody);
    let world = World::with(&["--smtp-url", &server.url]);
    let (both, only) = (world.jeune(&[MAIL, PHONE]), world.jeune(&[MAIL]));
    urgent(&world, both, "x");
    urgent(&world, only, "x");
    assert_eq!(world.work().len(), 1, "a text message");
    assert_eq!((world.states(both), world.states(only)), (vec!["envoye".to_owned()], vec!["abandonne".to_owned()]));
    let mut db = crate::db::connect(&world.app.app.settings.database).unwrap();
    assert!(avis::joignable(&mut db, both).unwrap() && !avis::joignable(&mut db, only).unwrap());
}

#[test]
fn p48_a_gateway_that_is_ill_loses_nothing_and_hears_the_same_key() {
    for status in [500, 429, 302, 1] {
        let gateway = Ear::open();
        let world = World::with(&["--sms-url", &format!("{}/{status}/sms", gateway.origin), "--sms-token", "jeton"]);
        let jeune = world.jeune(&[PHONE]);
        urgent(&world, jeune, "x");
        world.drain();
        world.pass(2);
        world.drain();
        let heard = gateway.take();
        assert_eq!((heard.len(), world.states(jeune)), (2, vec!["prevu".to_owned()]), "{status}");
        assert_eq!(heard[0].headers["idempotency-key"], heard[1].headers["idempotency-key"]);
        assert_eq!(heard[0].headers["authorization"], "Bearer jeton");
        let body: serde_json::Value = serde_json::from_slice(&heard[0].body).unwrap();
        assert_eq!(
            body["text"],
            "Tu as une nouvelle information. Ouvre la page dès que tu peux.\nhttp://localhost:8080"
        );
    }
    let gateway = Ear::open();
    let world = World::with(&["--sms-url", &format!("{}/404/sms", gateway.origin)]);
    let jeune = world.jeune(&[PHONE]);
    urgent(&world, jeune, "x");
    world.drain();
    assert_eq!((gateway.take().len(), world.states(jeune)), (1, vec!["abandonne".to_owned()]));
}
