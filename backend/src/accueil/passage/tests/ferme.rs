//! A door that is closed.

use shared::accueil::Porte;

use super::*;

#[test]
fn nobody_is_sent_to_a_door_that_stays_closed_all_day() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let change = |horaires: serde_json::Value| {
        let new = serde_json::json!({
            "code": house.code, "nom": "Le Local", "presentation": "Un lieu ouvert à tous.", "lieu": "Centre social",
            "adresse": "1 rue de la Paix", "commune": "Bobigny", "horaires": horaires, "structures": [house.structure],
            "propositions": ["Parler"], "detail": { "feries": "aucun" },
        });
        house.pro.change_espace(new).unwrap();
    };
    let weekday = |days| time::weekday(app.day(days));
    let read = || app.stranger().call(ReadFrequentation { espace: house.code.clone() }).unwrap();
    let announce = || jeune.call(AnnouncePassage { espace: house.code.clone(), besoin: None });
    // It opens in three days, and not before.
    change(serde_json::json!([{ "jour": weekday(3), "debut": "15:00", "fin": "18:00" }]));
    let Some(Porte::Fermee { ouvre: Some(ouvre) }) = read().porte else { panic!("{:?}", read()) };
    assert_eq!(time::day_of(ouvre, app.app.zone()), app.day(3));
    let refused = announce().unwrap_err();
    assert_eq!(refused.kind, ProblemKind::LieuFerme);
    let when = time::long_day(ouvre, app.app.zone(), app.app.db.now());
    assert!(
        refused.title.contains(&format!("Ça ouvre {when} à 15\u{A0}h : Centre social, Bobigny")),
        "{}",
        refused.title
    );
    assert!(list(&house.pro, &house).is_empty());
    // The code that is printed at the door can be read from anywhere: with an account as without, nobody is there either.
    let here = app.jeune();
    for client in [&here, &app.stranger()] {
        assert_eq!(kind(arrive(client, &house, &door(&house))), ProblemKind::LieuFerme);
    }
    assert!(list(&house.pro, &house).is_empty());
    // Today, now or later: it is noted.
    change(serde_json::json!([{ "jour": weekday(0), "debut": "00:00", "fin": "23:59" }]));
    assert_eq!(announce().unwrap().etat, EtatPassage::Annonce);
    // Who came while it was open is still there, and says so again.
    let there = arrive(&here, &house, &door(&house)).unwrap();
    change(serde_json::json!([{ "jour": weekday(3), "debut": "15:00", "fin": "18:00" }]));
    assert_eq!(arrive(&here, &house, &door(&house)).unwrap(), there);
    // Who only said that they come is not there: they wait for the door to open.
    assert_eq!(kind(arrive(&jeune, &house, &door(&house))), ProblemKind::LieuFerme);
}

#[test]
fn after_closing_time_it_is_said_that_it_was_open_and_when_it_opens_again() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let weekday = |days| time::weekday(app.day(days));
    let new = serde_json::json!({
        "code": house.code, "nom": "Le Local", "presentation": "Un lieu ouvert à tous.", "lieu": "Centre social",
        "adresse": "1 rue de la Paix", "commune": "Bobigny",
        "horaires": [{ "jour": weekday(1), "debut": "08:00", "fin": "09:00" },
                     { "jour": weekday(3), "debut": "15:00", "fin": "18:00" }],
        "structures": [house.structure], "propositions": ["Parler"], "detail": { "feries": "aucun" },
    });
    house.pro.change_espace(new).unwrap();
    // Tomorrow at ten: it has been open.
    let ten = time::moment(app.day(1), "10:00".parse().unwrap(), app.app.zone()).unwrap();
    app.clock.shift_minutes(ten.minutes_since(app.app.db.now()));
    let jeune = app.enter(jeune.compte.unwrap());
    let refused = jeune.call(AnnouncePassage { espace: house.code.clone(), besoin: None }).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::LieuFerme);
    let said = "C’était ouvert aujourd’hui, mais c’est déjà fini. Ça rouvre ";
    assert!(
        refused.title.starts_with(said) && refused.title.contains(" à 15\u{A0}h : Centre social"),
        "{}",
        refused.title
    );
}
