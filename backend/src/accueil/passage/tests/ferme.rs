//! A door that is closed.

use shared::accueil::{ChangeEspaceTemps, Porte};

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
        house.pro.call(serde_json::from_value::<ChangeEspaceTemps>(new).unwrap()).unwrap();
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
    assert!(refused.title.contains(&format!("Ça ouvre {when} à 15 h : Centre social, Bobigny")), "{}", refused.title);
    assert!(list(&house.pro, &house).is_empty());
    // Whoever is at the door is there, whatever the hours say.
    arrive(&app.jeune(), &house, &door(&house)).unwrap();
    // Today, now or later: it is noted.
    change(serde_json::json!([{ "jour": weekday(0), "debut": "00:00", "fin": "23:59" }]));
    assert_eq!(announce().unwrap().etat, EtatPassage::Annonce);
}
