//! A form of a place is made from one version of it: an older one undoes nothing of what a colleague has saved since.

use serde_json::json;
use shared::{
    Problem, ProblemKind,
    accueil::{ChangeEspaceTemps, EspaceEnDetail, HorairesOsm, ReadEspaceEnDetail, ReadHorairesOsm, WriteHorairesOsm},
};

use super::{kind, place};
use crate::test_app::{ALL, Client, House, TestApp, race};

// The key of a form.
const FIRST: &str = "0190f3c1-7c2a-4a52-8c5e-3f0d2b9e6a11";

fn read(house: &House) -> EspaceEnDetail {
    house.pro.call(ReadEspaceEnDetail { code: house.code.clone() }).unwrap()
}

fn hours(house: &House) -> HorairesOsm {
    house.pro.call(ReadHorairesOsm { espace: house.code.clone() }).unwrap()
}

fn form(house: &House, version: u32, nom: &str, detail: serde_json::Value) -> ChangeEspaceTemps {
    let new = place(house.code.as_str(), &[house.structure], json!({ "nom": nom, "detail": detail }));
    ChangeEspaceTemps { version, ..new.into() }
}

fn text(house: &House, version: u32, texte: Option<&str>) -> WriteHorairesOsm {
    let texte = texte.map(|texte| texte.parse().unwrap());
    WriteHorairesOsm { espace: house.code.clone(), version, texte, a_corriger: None, mot: None }
}

fn stale<T: std::fmt::Debug>(answer: Result<T, Problem>) {
    let refused = answer.unwrap_err();
    assert_eq!(refused.kind, ProblemKind::AtelierChange);
    assert!(refused.title.starts_with("Quelqu’un a changé ce lieu entre-temps"), "{}", refused.title);
}

#[test]
fn an_older_form_of_a_place_is_refused_and_the_same_form_twice_is_not() {
    let app = TestApp::start();
    let house = app.house();
    let opened = read(&house).version;
    let closed = json!({ "jours": [{ "jour": app.day(3) }] });
    let first = form(&house, opened, "Le Local", closed.clone());
    let saved = house.pro.call_once(FIRST, &first).unwrap();
    assert_eq!((saved.detail.jours.len(), saved.version), (1, opened + 1));
    // A colleague whose form was opened before changes only the name.
    stale(house.pro.call(form(&house, opened, "Le Grand Local", json!({}))));
    assert_eq!(read(&house).detail.jours.len(), 1);
    // The answer was lost on the way: the same form is not somebody else's.
    assert_eq!(house.pro.call_once(FIRST, &first).unwrap(), saved);
    let renamed = house.pro.call(form(&house, saved.version, "Le Grand Local", closed)).unwrap();
    assert_eq!((renamed.espace.nom.as_str(), renamed.version), ("Le Grand Local", opened + 2));
    // Whoever may not change the place learns nothing of its versions.
    let foreign = app.professionnel(app.structure(), ALL);
    assert_eq!(kind(foreign.call(form(&house, opened, "x", json!({})))), Some(ProblemKind::Introuvable));
}

#[test]
fn written_hours_and_the_form_of_a_place_do_not_undo_each_other() {
    let app = TestApp::start();
    let house = app.house();
    let opened = hours(&house).version;
    let once = text(&house, opened, Some("Mo-Fr 09:00-17:00"));
    let written = house.pro.call_once(FIRST, &once).unwrap();
    assert_eq!((written.version, read(&house).version), (opened + 1, opened + 1));
    assert_eq!(house.pro.call_once(FIRST, &once).unwrap(), written);
    stale(house.pro.call(text(&house, opened, None)));
    stale(house.pro.call(form(&house, opened, "Le Local", json!({}))));
    assert_eq!(hours(&house).texte, written.texte);
    house.pro.call(form(&house, written.version, "Le Local", json!({}))).unwrap();
    stale(house.pro.call(text(&house, written.version, None)));
}

#[test]
fn of_those_who_save_at_once_one_is_told_nothing_and_the_others_that_they_came_after() {
    let app = TestApp::start();
    let house = app.house();
    let opened = read(&house).version;
    let colleagues: Vec<Client> = (0..4).map(|_| app.professionnel(house.structure, ALL)).collect();
    let answers = race(&colleagues, |client| kind(client.call(form(&house, opened, "Le Local", json!({})))));
    assert_eq!(answers.iter().filter(|answer| answer.is_none()).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| **answer == Some(ProblemKind::AtelierChange)).count(), 3, "{answers:?}");
    assert_eq!(read(&house).version, opened + 1);
}
