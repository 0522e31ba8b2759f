//! A place on another clock than that of the installation: all that is read of it is on its own.

use jiff::tz::TimeZone;
use serde_json::{Value, json};
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{
        CreateEspaceTemps, EspaceEnDetail, Fuseau, ListMoments, Porte, ReadEspaceEnDetail, ReadEspaceTemps,
        ReadVacances,
    },
    ateliers::{CancelAtelier, CreateAteliers, ListPrevus},
    fields::{Heure, Jour},
    ids::AtelierId,
    permanences::{Ailleurs, CancelOccurrence, ListAgenda, ListCreneaux, ListPermanences, PublishPermanence, Rythme},
};

use crate::{
    test_app::{House, TestApp},
    time,
};

const REUNION: &str = "Indian/Reunion";
const MARTINIQUE: &str = "America/Martinique";

fn at(zone: &str, jour: Jour, heure: &str) -> Instant {
    time::moment(jour, heure.parse().unwrap(), &TimeZone::get(zone).unwrap()).unwrap()
}

fn wall(zone: &str, at: Instant) -> Heure {
    time::heure_of(at, &TimeZone::get(zone).unwrap())
}

// From now on until a moment, and a little more.
fn go_to(app: &TestApp, moment: Instant) {
    app.clock.shift_minutes(moment.minutes_since(app.app.db.now()) + 1);
}

// Open each day from 9 to 17.
fn wanted(house: &House, more: Value) -> Value {
    let day = |jour: u8| json!({ "jour": jour, "debut": "09:00", "fin": "17:00" });
    let mut all = json!({
        "code": house.code, "nom": "La Case", "presentation": "Un lieu.", "lieu": "Case", "adresse": "1 rue",
        "commune": "Saint-Denis", "horaires": (1..=7).map(day).collect::<Vec<_>>(), "structures": [house.structure],
        "propositions": [], "detail": { "programme": true, "feries": "aucun" },
    });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

fn change(house: &House, more: Value) -> Result<EspaceEnDetail, Problem> {
    house.pro.change_espace(wanted(house, more))
}

fn atelier(house: &House, jour: Jour, hours: (&str, &str)) -> AtelierId {
    let fiche = json!({
        "titre": "Cuisine", "presentation": "On cuisine.", "besoin": "parler", "places": 3, "meneurs": [],
        "lieu": { "ou": "espace", "espace": house.code },
        "pour_essayer": true, "accompagne": false,
    });
    let request = json!({
        "structure": house.structure, "fiche": fiche, "rythme": { "quand": "date", "jour": jour }, "debut": hours.0,
        "fin": hours.1, "publie": true,
    });
    house.pro.call(serde_json::from_value::<CreateAteliers>(request).unwrap()).unwrap()[0].atelier.id
}

fn read(app: &TestApp, path: &str) -> String {
    app.stranger().send("GET", path, &[], "").body
}

#[test]
fn the_door_and_all_that_is_read_of_a_place_are_on_its_own_clock() {
    let app = TestApp::start();
    let house = app.house();
    assert_eq!(change(&house, json!({ "fuseau": REUNION })).unwrap().base.fuseau, REUNION);
    let day = app.day(2);
    house.pro.call(house.permanence(day, 1)).unwrap();
    // In winter it is 6 o'clock in Paris, in summer 7: there it is 9.
    go_to(&app, at(REUNION, day, "08:58"));
    let seen = || app.stranger().call(ReadEspaceTemps { code: house.code.clone() }).unwrap();
    assert_eq!(seen().porte, Porte::Fermee { ouvre: Some(at(REUNION, day, "09:00")) });
    let code = house.code.as_str();
    let painted = read(&app, &format!("/e/{code}"));
    // Before `deploy/page.sh` there is no page to send.
    let has_page = painted.contains("first-paint");
    assert!(!has_page || painted.contains("à 9\u{A0}h"), "{painted}");
    app.clock.shift_minutes(2);
    assert_eq!(seen().porte, Porte::Ouverte { jusqua: Some(at(REUNION, day, "17:00")) });
    let painted = read(&app, &format!("/e/{code}"));
    assert!(!has_page || painted.contains("17\u{A0}h"), "{painted}");
    assert_eq!(
        wall(REUNION, app.stranger().call(ListMoments { code: house.code.clone() }).unwrap()[0].debut),
        "10:00".parse().unwrap()
    );
    let feed: Value = serde_json::from_str(&read(&app, &format!("/e/{code}/programme.json"))).unwrap();
    assert_eq!(feed["programme"][0]["debut"], format!("{day}T10:00:00+04:00"));
    assert!(read(&app, &format!("/e/{code}/programme")).contains("de 10\u{A0}h à 11\u{A0}h"));
    let calendar = read(&app, &format!("/e/{code}/programme.ics"));
    let local = day.to_string().replace('-', "");
    assert!(calendar.contains(&format!("DTSTART;TZID=Indian/Reunion:{local}T100000")), "{calendar}");
    assert!(calendar.contains("TZID:Indian/Reunion") && calendar.contains("TZOFFSETTO:+0400"), "{calendar}");
}

#[test]
fn the_stops_of_a_bus_and_the_dates_of_a_place_are_on_the_clock_of_its_base() {
    let app = TestApp::start();
    let house = app.house();
    let (day, jour) = (app.day(2), time::weekday(app.day(2)));
    let stop =
        json!({ "jour": jour, "debut": "09:00", "fin": "12:00", "nom": "Plage", "adresse": "x", "commune": "x" });
    let bus = json!({ "genre": "mobile", "feries": "aucun", "arrets": [stop] });
    let made = change(&house, json!({ "fuseau": MARTINIQUE, "horaires": [], "detail": bus })).unwrap();
    assert_eq!((made.prevus[0].debut, made.prevus[0].lieu.fuseau.as_str()), (at(MARTINIQUE, day, "09:00"), MARTINIQUE));
    let dated = json!({ "jours": [{ "jour": day, "heures": [{ "debut": "20:00", "fin": "22:00" }] }] });
    change(&house, json!({ "horaires": [], "detail": dated })).unwrap();
    // In Paris the next day has begun.
    go_to(&app, at(MARTINIQUE, day, "20:30"));
    assert_ne!(app.app.today(), day);
    let seen = app.stranger().call(ReadEspaceEnDetail { code: house.code.clone() }).unwrap();
    assert_eq!(seen.espace.porte, Porte::Ouverte { jusqua: Some(at(MARTINIQUE, day, "22:00")) });
}

#[test]
fn without_a_word_a_place_has_the_clock_of_the_installation_and_keeps_its_own_when_it_changes() {
    let app = TestApp::start();
    let house = app.house();
    let admin = app.admin();
    let open = |code: &str, more: Value| {
        let mut all = wanted(&house, more);
        all["code"] = json!(code);
        admin.call(serde_json::from_value::<CreateEspaceTemps>(all).unwrap()).unwrap().lieu.fuseau
    };
    assert_eq!(open("sans-rien", json!({})), "Europe/Paris");
    assert_eq!(open("mayotte", json!({ "fuseau": "Indian/Mayotte" })), "Indian/Mayotte");
    assert_eq!(admin.call(ReadVacances {}).unwrap().fuseau, "Europe/Paris");
    change(&house, json!({ "fuseau": MARTINIQUE })).unwrap();
    assert_eq!(change(&house, json!({ "nom": "La Yole" })).unwrap().base.fuseau, MARTINIQUE);
    for one in Fuseau::ALL {
        assert!(TimeZone::get(one.code()).is_ok(), "{}", one.code());
    }
}

#[test]
fn a_clock_that_is_not_one_is_refused_by_name() {
    let app = TestApp::start();
    let house = app.house();
    for nonsense in ["Europe/Bobigny", "", "paris", "UTC"] {
        let body = wanted(&house, json!({ "fuseau": nonsense })).to_string();
        let answer = app.admin().send("POST", "/api/espaces", &[("content-type", "application/json")], &body);
        let problem = answer.problem();
        assert_eq!(problem.kind, ProblemKind::ChampsInvalides);
        assert_eq!(problem.fields.get("fuseau"), Some(&vec!["choix-inconnu".to_owned()]), "{nonsense}");
    }
}

#[test]
fn a_place_stays_on_its_clock_while_something_is_to_come_there() {
    let app = TestApp::start();
    let house = app.house();
    let refused = || {
        let problem = change(&house, json!({ "nom": "La Yole", "fuseau": MARTINIQUE })).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::ChampsInvalides);
        assert_eq!(problem.fields.get("fuseau"), Some(&vec!["a-venir".to_owned()]));
        assert_eq!(app.stranger().call(ReadEspaceTemps { code: house.code.clone() }).unwrap().nom, "Le Local");
    };
    let day = app.day(2);
    let permanence = house.pro.call(house.permanence(day, 1)).unwrap().id;
    refused();
    // What says the same clock again changes nothing.
    change(&house, json!({ "nom": "Le Local", "fuseau": "Europe/Paris" })).unwrap();
    house.pro.call(CancelOccurrence { permanence, jour: day, mot: None }).unwrap();
    let mine = atelier(&house, day, ("14:00", "16:00"));
    refused();
    house.pro.call(CancelAtelier { atelier: mine, mot: "Fuite d’eau.".parse().unwrap(), suite: false }).unwrap();
    assert_eq!(change(&house, json!({ "fuseau": MARTINIQUE })).unwrap().base.fuseau, MARTINIQUE);
    // What is published from now on is on the new one, and what its permanences hold elsewhere too.
    let elsewhere = |commune: &str| {
        let line = |text: &str| text.parse().unwrap();
        let there = Ailleurs { nom: line("Mairie"), adresse: line("1 rue"), commune: line(commune) };
        PublishPermanence { ailleurs: Some(there), ..house.permanence(app.day(3), 1) }
    };
    assert_eq!(
        house.pro.call(elsewhere("Fort-de-France")).unwrap().prochain,
        Some(at(MARTINIQUE, app.day(3), "10:00"))
    );
    let far =
        house.pro.call(PublishPermanence { rythme: Rythme::Date { jour: app.day(4) }, ..elsewhere("97420 Le Port") });
    assert_eq!(far.unwrap().prochain, Some(at(REUNION, app.day(4), "10:00")));
}

#[test]
fn what_is_over_does_not_hold_a_clock_back_and_a_rule_goes_on_with_the_new_one() {
    let app = TestApp::start();
    let house = app.house();
    house.pro.call(house.permanence(app.day(2), 1)).unwrap();
    go_to(&app, at("Europe/Paris", app.day(2), "11:00"));
    app.pass_days(0, &[&house.pro]);
    change(&house, json!({ "fuseau": REUNION })).unwrap();
    house.pro.call(house.permanence(app.day(2), 1)).unwrap();
    let next = house.pro.call(ListPermanences {}).unwrap().into_iter().filter_map(|one| one.prochain).next();
    assert_eq!(next, Some(at(REUNION, app.day(2), "10:00")));
}

#[test]
fn the_days_of_a_team_are_those_of_its_places() {
    let app = TestApp::start();
    let house = app.house();
    change(&house, json!({ "fuseau": MARTINIQUE })).unwrap();
    let day = app.day(3);
    // In Paris it is the day after.
    let evening = ("20:00".parse().unwrap(), "21:00".parse().unwrap());
    let request = PublishPermanence { debut: evening.0, fin: evening.1, ..house.permanence(day, 1) };
    house.pro.call(request).unwrap();
    atelier(&house, day, ("20:00", "22:00"));
    let agenda = |du: Jour| house.pro.call(ListAgenda { du }).unwrap().len();
    let weeks = |du: Jour| house.pro.call(ListPrevus { du }).unwrap().len();
    let back = |days: i32| time::plus_days(day, -days);
    assert_eq!((agenda(back(6)), agenda(back(7)), agenda(day), agenda(time::plus_days(day, 1))), (2, 0, 2, 0));
    assert_eq!((weeks(back(27)), weeks(back(28)), weeks(day), weeks(time::plus_days(day, 1))), (2, 0, 2, 0));
    // What is free in the evening is of today until the day ends there.
    go_to(&app, at(MARTINIQUE, day, "12:00"));
    let request = ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None };
    let free = app.stranger().call(request).unwrap();
    assert_eq!((free.aujourdhui.len(), free.semaine.len()), (2, 0));
}
