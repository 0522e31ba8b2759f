//! Signing up, in and out; the card; the age.

use shared::{
    ProblemKind,
    comptes::{Carte, ReadSession, RefreshSession, ReplaceCarte, Retour, Session, SignOut, SignUp},
    fields::MoisDeNaissance,
    messages::ListFils,
};

use super::{by_phone, sign_in, sign_up};
use crate::{comptes::cookies, test_app::TestApp};

fn words(carte: &Carte) -> (String, String) {
    (carte.mots[..2].join("-"), carte.mots[2..].join("-"))
}

#[test]
fn a_jeune_enters_with_a_phone_and_comes_back() {
    let app = TestApp::start();
    let phone = app.stranger();
    let entree = phone.call(by_phone("06 39 98 00 01", "le chat de Mamie")).unwrap();
    assert!(
        matches!(phone.call(ReadSession {}).unwrap(), Session::Jeune { prenom, mineur: false, .. } if prenom == "Inès")
    );
    assert_eq!(entree.carte, None);
    phone.call(SignOut { vite: false }).unwrap();
    assert_eq!(phone.call(ReadSession {}).unwrap(), Session::Anonyme {});
    assert_eq!(phone.call(sign_in("+33639980001", "le chat de Mamie")).unwrap(), entree.session);
    assert_eq!(phone.call(sign_in("+33639980001", "le chat de Papi!")).unwrap_err().kind, ProblemKind::AccesRefuse);
}

#[test]
fn a_sign_out_ends_the_access_token_too() {
    let app = TestApp::start();
    let jeune = app.jeune();
    let access = jeune.cookie(cookies::ACCESS).unwrap();
    jeune.call(ListFils {}).unwrap();
    jeune.call(SignOut { vite: false }).unwrap();
    jeune.keep(cookies::ACCESS, &access);
    assert_eq!(jeune.call(ListFils {}).unwrap_err().kind, ProblemKind::NonConnecte);
}

#[test]
fn siblings_share_a_phone_and_the_password_tells_them_apart() {
    let app = TestApp::start();
    let (elder, younger) = (app.stranger(), app.stranger());
    let first = elder.call(by_phone("0639980002", "phrase de la grande")).unwrap();
    let second =
        younger.call(SignUp { prenom: "Sami".parse().unwrap(), ..by_phone("0639980002", "phrase du petit") }).unwrap();
    assert_ne!(first.session, second.session);
    let back = app.stranger();
    assert_eq!(back.call(sign_in("0639980002", "phrase du petit")).unwrap(), second.session);
    assert_eq!(back.call(sign_in("0639980002", "phrase de la grande")).unwrap(), first.session);
    // The same phone and password again: the same person, not a second account.
    assert_eq!(back.call(by_phone("0639980002", "phrase du petit")).unwrap().session, second.session);
}

#[test]
fn a_card_opens_the_account_however_it_is_typed_and_a_new_card_ends_it() {
    let app = TestApp::start();
    let phone = app.stranger();
    let entree = phone.call(sign_up(Retour::Carte {})).unwrap();
    let carte = entree.carte.unwrap();
    assert_eq!(carte.mots.len(), 6);
    assert!(carte.qr.contains("<svg"));
    let (name, proof) = words(&carte);
    let back = app.stranger();
    assert_eq!(back.call(sign_in(&name.to_uppercase(), &proof.to_uppercase())).unwrap(), entree.session);
    let starts = |words: &str| {
        words.split('-').map(|word| word.chars().take(4).collect::<String>()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(back.call(sign_in(&starts(&name), &starts(&proof))).unwrap(), entree.session);
    let second = back.call(ReplaceCarte {}).unwrap();
    assert_eq!(app.stranger().call(sign_in(&name, &proof)).unwrap_err().kind, ProblemKind::AccesRefuse);
    let (name, proof) = words(&second);
    assert_eq!(app.stranger().call(sign_in(&name, &proof)).unwrap(), entree.session);
}

#[test]
fn a_lost_answer_to_a_sign_up_is_asked_again_without_a_second_account() {
    let app = TestApp::start();
    let house = app.house();
    let key = uuid::Uuid::new_v4().to_string();
    let request = SignUp { espace: Some(house.code.clone()), ..sign_up(Retour::Carte {}) };
    let first = app.stranger().call_once(&key, &request).unwrap();
    let phone = app.stranger();
    let second = phone.call_once(&key, &request).unwrap();
    assert_eq!(first.session, second.session);
    assert_eq!(first.fil, second.fil);
    assert_eq!(phone.call(ListFils {}).unwrap().len(), 1);
    let (name, proof) = words(&second.carte.unwrap());
    assert_eq!(app.stranger().call(sign_in(&name, &proof)).unwrap(), first.session);
    // A key that was found a day later opens nothing.
    app.clock.shift_minutes(24 * 60);
    assert_eq!(app.stranger().call_once(&key, &request).unwrap_err().kind, ProblemKind::NonConnecte);
}

#[test]
fn under_the_minimum_age_nothing_is_kept() {
    use diesel::{QueryDsl, RunQueryDsl};
    let app = TestApp::start();
    let (annee, mois, _) = app.day(0).parts();
    for naissance in [MoisDeNaissance { annee: annee - 15, mois }, MoisDeNaissance { annee: annee - 10, mois: 1 }] {
        let request = SignUp { naissance, ..by_phone("0639980003", "une phrase longue") };
        assert_eq!(app.stranger().call(request).unwrap_err().kind, ProblemKind::TropJeune);
    }
    let future = SignUp {
        naissance: MoisDeNaissance { annee: annee + 1, mois: 1 },
        ..by_phone("0639980003", "une phrase longue")
    };
    assert_eq!(app.stranger().call(future).unwrap_err().fields["naissance"], ["impossible"]);
    let mut db = crate::db::connect(&app.app.settings.database).unwrap();
    let comptes: i64 = crate::schema::compte::table.count().get_result(&mut db).unwrap();
    let keys: i64 = crate::schema::cle_idempotence::table.count().get_result(&mut db).unwrap();
    assert_eq!((comptes, keys), (0, 0));
}

#[test]
fn a_poster_opens_a_thread_with_its_team() {
    let app = TestApp::start();
    let house = app.house();
    let phone = app.stranger();
    let entree = phone.call(SignUp { espace: Some(house.code.clone()), ..sign_up(Retour::Carte {}) }).unwrap();
    assert_eq!(phone.call(ListFils {}).unwrap()[0].id, entree.fil.unwrap());
    let lost = SignUp { espace: Some("nulle-part".parse().unwrap()), ..sign_up(Retour::Carte {}) };
    assert_eq!(app.stranger().call(lost).unwrap_err().fields["espace"], ["inconnu"]);
}

#[test]
fn a_session_goes_on_by_itself_and_ends_when_its_old_token_comes_back() {
    let app = TestApp::start();
    let jeune = app.jeune();
    let old = jeune.cookie(cookies::REFRESH).unwrap();
    app.clock.shift_minutes(11);
    assert_eq!(jeune.call(ListFils {}).unwrap_err().kind, ProblemKind::SessionExpiree);
    jeune.call(RefreshSession {}).unwrap();
    assert!(jeune.call(ListFils {}).is_ok());
    assert_ne!(jeune.cookie(cookies::REFRESH).unwrap(), old);
    // A second tab, a moment later, with the token of before: nobody is signed out.
    let tab = app.stranger();
    tab.keep(cookies::REFRESH, &old);
    tab.call(RefreshSession {}).unwrap();
    assert!(tab.call(ListFils {}).is_ok());
    // The same token a minute later is a theft: the session ends for everybody.
    app.clock.shift_minutes(1);
    let thief = app.stranger();
    thief.keep(cookies::REFRESH, &old);
    assert_eq!(thief.call(RefreshSession {}).unwrap_err().kind, ProblemKind::NonConnecte);
    assert_eq!(jeune.call(RefreshSession {}).unwrap_err().kind, ProblemKind::NonConnecte);
}
