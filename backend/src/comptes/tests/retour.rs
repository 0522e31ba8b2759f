//! Coming back with the code of a référent.

use shared::{
    ProblemKind,
    comptes::{GiveCodeDeRetour, RecoverCompte, Session},
    messages::ListFils,
};

use crate::test_app::{ALL, TestApp};

fn recover(code: &str) -> RecoverCompte {
    RecoverCompte { prenom: "aïssata".parse().unwrap(), code: code.to_owned() }
}

#[test]
fn a_code_opens_the_account_once_and_gives_a_new_card() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let given = house.pro.call(GiveCodeDeRetour { jeune: jeune.compte.unwrap() }).unwrap();
    assert_eq!(given.code.len(), 8);
    let phone = app.stranger();
    let entree = phone.call(recover(&given.code)).unwrap();
    assert!(matches!(entree.session, Session::Jeune { compte, .. } if Some(compte) == jeune.compte));
    assert_eq!(entree.carte.unwrap().mots.len(), 6);
    assert_eq!(phone.call(ListFils {}).unwrap()[0].id, entree.fil.unwrap());
    assert_eq!(app.stranger().call(recover(&given.code)).unwrap_err().kind, ProblemKind::CodeRefuse);
}

#[test]
fn a_code_dies_after_ten_minutes() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace)).compte.unwrap();
    let code = house.pro.call(GiveCodeDeRetour { jeune }).unwrap().code;
    app.clock.shift_minutes(11);
    assert_eq!(app.stranger().call(recover(&code)).unwrap_err().kind, ProblemKind::CodeRefuse);
}

// From another network, by the only proxy that is believed.
fn from(app: &TestApp, network: &str, code: &str) -> ProblemKind {
    let body = serde_json::to_string(&recover(code)).unwrap();
    let key = uuid::Uuid::new_v4().to_string();
    let headers = [("X-Forwarded-For", network), ("Idempotency-Key", &key)];
    app.stranger().send("POST", "/api/comptes/retour", &headers, &body).problem().kind
}

// Five tries from one place, and nobody elsewhere can use up the tries of someone who stands beside their référent.
#[test]
fn five_wrong_tries_stop_the_one_who_tries_and_nobody_else() {
    let app = TestApp::with(&["--trusted-proxies", "127.0.0.1/32"]);
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace)).compte.unwrap();
    let code = house.pro.call(GiveCodeDeRetour { jeune }).unwrap().code;
    let wrong = if code == "12345678" { "12345679" } else { "12345678" };
    for _ in 0..5 {
        assert_eq!(from(&app, "198.51.100.1", wrong), ProblemKind::CodeRefuse);
    }
    assert_eq!(from(&app, "198.51.100.1", &code), ProblemKind::TropDEssais);
    assert!(app.stranger().call(recover(&code)).is_ok());
}

#[test]
fn fifty_wrong_tries_from_everywhere_end_a_code() {
    let app = TestApp::with(&["--trusted-proxies", "127.0.0.1/32"]);
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace)).compte.unwrap();
    let code = house.pro.call(GiveCodeDeRetour { jeune }).unwrap().code;
    let wrong = if code == "12345678" { "12345679" } else { "12345678" };
    for i in 0..50 {
        assert_eq!(from(&app, &format!("198.51.100.{i}"), wrong), ProblemKind::CodeRefuse);
    }
    assert_eq!(app.stranger().call(recover(&code)).unwrap_err().kind, ProblemKind::CodeRefuse);
}

#[test]
fn only_a_referent_of_the_jeune_gives_a_code() {
    let app = TestApp::start();
    let (house, elsewhere) = (app.house(), app.house());
    let jeune = app.jeune_of(Some(house.espace)).compte.unwrap();
    let give = |client: &crate::test_app::Client| {
        client.call(GiveCodeDeRetour { jeune }).map(drop).map_err(|problem| problem.kind)
    };
    assert_eq!(give(&elsewhere.pro), Err(ProblemKind::Introuvable));
    assert_eq!(give(&app.jeune()), Err(ProblemKind::Interdit));
    let publisher = app.professionnel(house.structure, shared::comptes::Droits { referent: false, ..ALL });
    assert_eq!(give(&publisher), Err(ProblemKind::Interdit));
    assert_eq!(give(&house.pro), Ok(()));
}
