//! What other sites read of a place.

use serde_json::{Value, json};
use shared::{
    ProblemKind,
    ateliers::JoinAtelier,
    permanences::{Conditions, Mode, PublishPermanence},
};

use super::{change, place};
use crate::test_app::TestApp;

#[test]
fn a_programme_is_read_by_other_sites_when_the_place_wants_it() {
    let app = TestApp::start();
    let house = app.house();
    let get = |name: &str| app.stranger().send("GET", &format!("/e/{}/{name}", house.code.as_str()), &[], "");
    let names = ["programme", "programme.json", "programme.ics"];
    for name in names {
        assert_eq!(get(name).problem().kind, ProblemKind::Introuvable, "{name}");
    }
    let wanted = json!({ "nom": "Chez <nous>", "detail": { "programme": true } });
    change(&house.pro, place(house.code.as_str(), &[house.structure], wanted)).unwrap();
    house.creneaux(app.day(2), 1);
    let kept = shared::permanences::Conditions { public: shared::permanences::Public::SesJeunes, ..Default::default() };
    let own = shared::permanences::PublishPermanence {
        debut: "15:00".parse().unwrap(),
        fin: "16:00".parse().unwrap(),
        conditions: kept,
        ..house.permanence(app.day(2), 1)
    };
    house.pro.call(own).unwrap();
    crate::ateliers::publish_for_tests(&house, app.day(3), 5);
    let [page, feed, calendar] = names.map(get);
    assert!(page.body.contains("Chez &lt;nous&gt;") && page.body.contains("Papiers et démarches, avec Nadia"));
    assert!(!page.body.contains("<script") && !page.body.contains("15\u{A0}h"));
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self';") && !policy.contains("script-src"), "{policy}");
    let read: Value = serde_json::from_str(&feed.body).unwrap();
    let moments = read["programme"].as_array().unwrap();
    let kinds: Vec<&str> = moments.iter().map(|one| one["genre"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["permanence", "atelier"]);
    assert_eq!((&moments[0]["titre"], &moments[0]["avec"]), (&json!("Papiers et démarches"), &json!(["Nadia"])));
    assert!(moments[0]["debut"].as_str().unwrap().starts_with(&format!("{}T10:00:00+0", app.day(2))));
    assert!(moments.iter().all(|one| one["etat"] == "libre"));
    assert!(calendar.body.contains(&format!("UID:{}", moments[0]["id"].as_str().unwrap())));
    assert!(calendar.body.contains("SUMMARY:Papiers et démarches"));
    assert_eq!(calendar.body.matches("BEGIN:VEVENT").count(), 2);
    let full = crate::ateliers::publish_for_tests(&house, app.day(4), 1);
    let join = JoinAtelier { atelier: full, accompagne: false, ou_attendre: false };
    assert!(!page.body.contains("Complet"));
    app.jeune().call(join).unwrap();
    let said = get("programme").body;
    assert_eq!(said.matches("Complet – liste d’attente").count(), 1, "{said}");
    assert!(get("programme.json").body.contains("\"etat\":\"complet\""));
    for answer in [&feed, &calendar] {
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(answer.header("access-control-allow-credentials"), "");
    }
    // Nobody else opens to other sites.
    assert_eq!(page.header("access-control-allow-origin"), "");
    let other = app.stranger().send("GET", "/api/espaces", &[], "");
    assert_eq!(
        (other.header("access-control-allow-origin"), other.header("cross-origin-resource-policy")),
        ("", "same-origin")
    );
    for answer in [&page, &feed, &calendar] {
        assert_eq!(answer.headers.get("set-cookie"), None);
        assert!(!answer.body.contains(&house.pro.compte.unwrap().to_string()));
    }
    assert_eq!(
        app.stranger().send("POST", &format!("/e/{}/programme.json", house.code.as_str()), &[], "{}").status,
        405
    );
}

#[test]
fn nobody_is_sent_to_an_address_for_what_is_held_by_telephone() {
    let app = TestApp::start();
    let house = app.house();
    let wanted = json!({ "detail": { "programme": true } });
    change(&house.pro, place(house.code.as_str(), &[house.structure], wanted)).unwrap();
    for (mode, said) in [(Mode::Telephone, "Par téléphone"), (Mode::Video, "En visio")] {
        let hour = if mode == Mode::Video { "15:00" } else { "10:00" };
        let lien = (mode == Mode::Video).then(|| "https://visio.exemple.fr/x".parse().unwrap());
        let conditions = Conditions { mode, lien, ..Conditions::default() };
        let (debut, fin) = (hour.parse().unwrap(), hour.replace(":00", ":30").parse().unwrap());
        house.pro.call(PublishPermanence { conditions, debut, fin, ..house.permanence(app.day(2), 1) }).unwrap();
        let get = |name: &str| app.stranger().send("GET", &format!("/e/{}/{name}", house.code.as_str()), &[], "").body;
        let page = get("programme");
        let items = page.split_once("<ul>").unwrap().1;
        assert!(items.contains(said) && !items.contains("rue"), "{items}");
        let feed: Value = serde_json::from_str(&get("programme.json")).unwrap();
        let last = feed["programme"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["mode"], last.get("lieu")), (&json!(mode.code()), None));
        assert!(!get("programme.ics").contains("LOCATION"));
        assert!(!page.contains("visio.exemple.fr"));
    }
}
