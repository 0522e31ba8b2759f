//! Notifications: what a push service sees, what a phone shows, who is gone.

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use shared::{
    ProblemKind,
    comptes::SignOut,
    messages::avis::{GenreAvis, Geste, ReadAvis, ReadPushKey, RenewPush, SeeAvis, UnsubscribePush},
};

use super::{MAIL, World, subscription};
use crate::{
    avis::Avis,
    test_app::post::{Browser, Ear, Heard},
};

#[derive(Debug, serde::Deserialize)]
struct Claims {
    aud: String,
    exp: i64,
    sub: String,
}

#[test]
fn p43_a_phone_shows_neutral_words_and_the_service_on_the_way_nothing() {
    let world = World::new();
    let jeune = world.jeune(&[]);
    let client = world.app.enter(jeune);
    let browser = world.browser(&client, 201);
    world.message(jeune);
    world.drain();
    let heard = world.ear.take().pop().unwrap();
    let shown = browser.open(&heard);
    assert_eq!(shown["texte"], "Tu as une nouvelle information. Ouvre la page pour voir.");
    assert_eq!((&shown["objet"], &shown["page"]), (&"Du nouveau pour toi".into(), &"/messages".into()));
    assert_eq!(shown.as_object().unwrap().len(), 5, "{shown}");
    assert_eq!(heard.headers["content-encoding"], "aes128gcm");
    assert_eq!(heard.headers["topic"].len(), 32);
    assert!(heard.headers["ttl"].parse::<i64>().is_ok_and(|ttl| 0 < ttl && ttl <= 86_400));
    assert!(!String::from_utf8_lossy(&heard.body).contains("information"));
    check_token(&world, &heard, &client.call(ReadPushKey {}).unwrap().cle);
}

// RFC 8292: signed by the key that the browser asked for, for this service, for less than a day.
fn check_token(world: &World, heard: &Heard, cle: &str) {
    let (token, key) = heard.headers["authorization"].strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(key, cle);
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, key).unwrap();
    let mut rules = Validation::new(Algorithm::ES256);
    rules.set_audience(&[&world.ear.origin]);
    rules.validate_exp = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_ec_der(&bytes), &rules).unwrap().claims;
    let now = world.app.app.db.now().0 / 1000;
    assert!(now < claims.exp && claims.exp <= now + 86_400 && claims.sub.starts_with("mailto:"), "{claims:?}");
    assert_eq!(claims.aud, world.ear.origin);
}

#[test]
fn every_node_and_every_start_has_the_same_key() {
    let world = World::new();
    let again = world.app.again();
    assert_eq!(world.app.app.vapid.public(), again.app.vapid.public());
}

#[test]
fn a_device_that_is_gone_is_forgotten_and_one_that_rings_is_enough() {
    let world = World::new();
    let jeune = world.jeune(&[MAIL]);
    let client = world.app.enter(jeune);
    for status in [404, 410, 500, 201] {
        world.browser(&client, status);
    }
    assert_eq!(client.call(ReadAvis {}).unwrap().appareils, 4);
    world.message(jeune);
    world.drain();
    assert_eq!(world.ear.take().len(), 4);
    assert_eq!(world.app.enter(jeune).call(ReadAvis {}).unwrap().appareils, 2);
    assert_eq!(world.files().len(), 0);
}

#[test]
fn phones_that_cannot_be_rung_are_tried_again_then_a_letter_leaves() {
    for status in [500, 1, 2, 302] {
        let world = World::new();
        let jeune = world.jeune(&[MAIL]);
        world.browser(&world.app.enter(jeune), status);
        world.tell(Avis { urgent: true, ..Avis::new(jeune, GenreAvis::RendezVous, "x".into()) });
        // An answer without an end is one all the same: only its first bytes are taken in.
        let (tries, letters) = if status == 2 { (1, 0) } else { (3, 1) };
        let mut heard = 0;
        for _ in 0..12 {
            world.drain();
            heard += world.ear.take().len();
            world.pass(1);
        }
        assert_eq!((heard, world.files().len()), (tries, letters), "{status}");
    }
    let world = World::new();
    let jeune = world.jeune(&[MAIL]);
    world.browser(&world.app.enter(jeune), 410);
    world.tell(Avis { urgent: true, ..Avis::new(jeune, GenreAvis::RendezVous, "x".into()) });
    assert_eq!(world.work().len(), 1, "no phone is left: the letter leaves at once");
}

#[test]
fn what_was_touched_on_the_phone_is_not_written_and_only_that_phone_can_say_so() {
    let world = World::new();
    let jeune = world.jeune(&[MAIL]);
    let browser = world.browser(&world.app.enter(jeune), 201);
    world.message(jeune);
    world.drain();
    let shown = browser.open(&world.ear.take()[0]);
    let (avis, marque): (shared::ids::EnvoiId, String) =
        (shown["id"].as_str().unwrap().parse().unwrap(), shown["marque"].as_str().unwrap().to_owned());
    let say = |marque: &str, geste| world.app.stranger().call(SeeAvis { avis, marque: marque.to_owned(), geste });
    assert_eq!(say("AAAA", Geste::Vu).unwrap_err().kind, ProblemKind::Introuvable);
    say(&marque, Geste::Recu).unwrap();
    assert_eq!(world.states(jeune), ["prevu"], "a message that is shown is not read yet");
    say(&marque, Geste::Vu).unwrap();
    say(&marque, Geste::Vu).unwrap();
    world.pass(30);
    assert_eq!((world.work().len(), world.states(jeune)), (0, vec!["envoye".to_owned()]));
}

#[test]
fn whoever_signs_out_is_not_rung_any_more_and_a_shared_phone_asks_the_next_one_first() {
    let world = World::new();
    let (first, second) = (world.jeune(&[]), world.jeune(&[]));
    let client = world.app.enter(first);
    let browser = world.browser(&client, 201);
    client.call(SignOut { vite: false }).unwrap();
    world.message(first);
    world.drain();
    assert_eq!(world.ear.take().len(), 0, "the session has ended");
    let renew = |browser: &Browser| RenewPush {
        ancien: browser.adresse.clone(),
        endpoint: browser.adresse.clone(),
        p256dh: browser.p256dh.clone(),
        auth: browser.auth.clone(),
    };
    let other = world.app.enter(second);
    other.call(renew(&browser)).unwrap();
    assert_eq!(other.call(ReadAvis {}).unwrap().appareils, 0, "the phone was allowed by somebody else");
    let back = world.app.enter(first);
    back.call(renew(&browser)).unwrap();
    assert_eq!(back.call(ReadAvis {}).unwrap().appareils, 1, "back on their own phone, it rings again");
    other.call(subscription(&browser)).unwrap();
    let counts = [&back, &other].map(|client| client.call(ReadAvis {}).unwrap().appareils);
    assert_eq!(counts, [0, 1], "allowed by the second, it is theirs");
    back.call(UnsubscribePush { endpoint: browser.adresse.clone() }).unwrap();
    assert_eq!(other.call(ReadAvis {}).unwrap().appareils, 1);
    other.call(UnsubscribePush { endpoint: browser.adresse }).unwrap();
    assert_eq!(other.call(ReadAvis {}).unwrap().appareils, 0);
}

#[test]
fn a_person_has_at_most_eight_devices_and_the_oldest_goes() {
    let world = World::new();
    let jeune = world.jeune(&[]);
    let client = world.app.enter(jeune);
    for _ in 0..10 {
        world.browser(&client, 201);
    }
    assert_eq!(client.call(ReadAvis {}).unwrap().appareils, 8);
}

#[test]
fn p30_an_address_that_is_not_the_public_internet_is_refused_with_a_name() {
    let world = World::new();
    let client = world.app.enter(world.jeune(&[]));
    let other = Ear::open();
    let good = subscription(&Browser::at(&world.ear, 201));
    for endpoint in [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://2130706433/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://169.254.169.254/latest",
        "http://updates.push.services.mozilla.com/x",
        "file:///etc/passwd",
        "x",
        &format!("{}/201/x", other.origin),
    ] {
        let refused =
            client.call(shared::messages::avis::SubscribePush { endpoint: endpoint.to_owned(), ..good.clone() });
        assert_eq!(refused.unwrap_err().fields["endpoint"], ["adresse-refusee"], "{endpoint}");
    }
    for p256dh in ["x", "AAAA", &"A".repeat(87)] {
        let refused = client.call(shared::messages::avis::SubscribePush { p256dh: p256dh.to_owned(), ..good.clone() });
        assert_eq!(refused.unwrap_err().fields["p256dh"], ["cle-mal-formee"], "{p256dh}");
    }
    assert_eq!(other.take().len(), 0);
    // Stored before it was refused, or a name that has changed since: it is judged again when it is used.
    world.browser(&client, 201);
    let stored = client.compte.unwrap();
    let lead = format!("UPDATE abonnement_push SET adresse = '{}/201/x'", other.origin);
    let mut db = crate::db::connect(&world.app.app.settings.database).unwrap();
    diesel::connection::SimpleConnection::batch_execute(&mut db, &lead).unwrap();
    world.message(stored);
    world.drain();
    assert_eq!((other.take().len(), world.ear.take().len()), (0, 0));
}
