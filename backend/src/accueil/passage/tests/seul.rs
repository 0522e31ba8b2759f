//! Somebody without an account, and the phone that said that they were there.

use shared::{
    ProblemKind,
    accueil::{EtatPassage, GestePassage, LeavePassage, PassageEnCours, ReadMonPassage, TakePassage},
};

use super::{arrive, door, kind, list, mark};
use crate::test_app::TestApp;

#[test]
fn a_tap_too_many_without_an_account_is_taken_back_on_the_same_phone_alone() {
    let app = TestApp::start();
    let house = app.house();
    let (phone, other) = (app.stranger(), app.stranger());
    let read = |client: &crate::test_app::Client| {
        client.call(ReadMonPassage { espace: house.code.clone() }).unwrap().passage.map(|one| one.id)
    };
    assert_eq!(read(&phone), None);
    let there = arrive(&phone, &house, &door(&house)).unwrap().id;
    assert_eq!((read(&phone), read(&other)), (Some(there), None), "a page that is loaded again says the same");
    let undo = LeavePassage { passage: there, erreur: true };
    assert_eq!(kind(other.call(undo.clone())), ProblemKind::Introuvable);
    assert_eq!(kind(house.pro.call(undo.clone())), ProblemKind::Interdit);
    assert_eq!(list(&house.pro, &house).len(), 1);
    assert_eq!(phone.call(undo).unwrap(), PassageEnCours::default());
    assert_eq!((read(&phone), list(&house.pro, &house).len()), (None, 0));
    assert_eq!(kind(mark(&house.pro, there, GestePassage::Parti)), ProblemKind::Introuvable, "nobody came");
}

#[test]
fn who_was_taken_care_of_or_leaves_has_come() {
    let app = TestApp::start();
    let house = app.house();
    let met = app.stranger();
    let there = arrive(&met, &house, &door(&house)).unwrap().id;
    house.pro.call(TakePassage { passage: there, le: None }).unwrap();
    met.call(LeavePassage { passage: there, erreur: true }).unwrap();
    let gone = app.stranger();
    let there = arrive(&gone, &house, &door(&house)).unwrap().id;
    gone.call(LeavePassage { passage: there, erreur: false }).unwrap();
    let states: Vec<_> = list(&house.pro, &house).iter().map(|one| one.etat).collect();
    assert_eq!(states, [EtatPassage::Parti; 2], "both have come and are counted");
}
