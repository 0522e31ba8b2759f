//! What those who joined are told of a change: all of it, in the order of the changes, until they have looked.

use shared::{
    ProblemKind,
    accueil::ChangeEspaceTemps,
    annuaire::ListStructures,
    ateliers::{
        ChangeAtelier, CreateAteliers, FicheAtelier, LieuAtelier, ListAteliers, NewMeneur, Nouveaute, Part,
        ReadAtelier, ReadListeAtelier, WithdrawAtelier,
    },
    permanences::{BookCreneau, ListRendezVous},
};

use super::{as_it_is, fiche, join, kind, made, mine, news, request};
use crate::test_app::{ALL, House, TestApp};

#[test]
fn each_change_is_said_by_what_it_changes_also_without_a_word() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let one = made(&house, request(&house, app.day(3), 5));
    join(&jeune, one.atelier.id);
    let other = FicheAtelier {
        titre: "Écrire une lettre".parse().unwrap(),
        besoin: shared::permanences::Besoin::Formation,
        a_apporter: Some("ton CV".parse().unwrap()),
        age_max: Some(30),
        accompagne: true,
        meneurs: vec![NewMeneur {
            structure: None,
            professionnel: None,
            nom: Some("APASO".parse().unwrap()),
            role: None,
        }],
        places: 9,
        ..one.fiche.clone()
    };
    house.pro.call(ChangeAtelier { fiche: other, ..as_it_is(&one) }).unwrap();
    let said = news(&jeune);
    let avant = "Préparer un entretien".to_owned();
    let expected = [
        Nouveaute::Titre(avant),
        Nouveaute::Besoin,
        Nouveaute::Public,
        Nouveaute::Apporter,
        Nouveaute::Meneurs,
        Nouveaute::Accompagne,
    ];
    assert_eq!((said.liste.as_slice(), said.mots.len(), mine(&jeune).change), (expected.as_slice(), 0, true));
    super::see(&jeune, said.changements);
    assert_eq!((news(&jeune).liste, news(&jeune).mots), (vec![], vec![]));
}

#[test]
fn several_changes_add_up_until_they_are_seen_and_no_word_is_lost() {
    let app = TestApp::start();
    let (house, early, late) = (app.house(), app.jeune(), app.jeune());
    let one = made(&house, request(&house, app.day(3), 5));
    let atelier = one.atelier.id;
    join(&early, atelier);
    let moved = ChangeAtelier { jour: app.day(5), mot: Some("Reporté.".parse().unwrap()), ..as_it_is(&one) };
    let moved = house.pro.call(moved).unwrap();
    join(&late, atelier);
    let bring = FicheAtelier { a_apporter: Some("un stylo".parse().unwrap()), ..moved.fiche.clone() };
    let brought = house.pro.call(ChangeAtelier { fiche: bring, ..as_it_is(&moved) }).unwrap();
    let quand = Nouveaute::Quand((one.atelier.debut, one.atelier.fin));
    let said = news(&early);
    assert_eq!((said.liste, said.mots), (vec![quand, Nouveaute::Apporter], vec!["Reporté.".to_owned()]));
    // Whoever joined after a change knew it.
    assert_eq!((news(&late).liste, news(&late).mots.len()), (vec![Nouveaute::Apporter], 0));
    // What is again as it was is no news; the words stay.
    let back = ChangeAtelier {
        jour: one.jour,
        fiche: one.fiche.clone(),
        mot: Some("Finalement comme prévu.".parse().unwrap()),
        ..as_it_is(&brought)
    };
    house.pro.call(back).unwrap();
    let said = news(&early);
    assert_eq!((said.liste.len(), said.mots), (0, vec!["Reporté.".to_owned(), "Finalement comme prévu.".to_owned()]));
}

#[test]
fn the_word_of_a_change_is_for_those_who_joined_only() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let one = made(&house, request(&house, app.day(3), 5));
    join(&jeune, one.atelier.id);
    let mot = Some("Digicode 4821B.".parse().unwrap());
    let changed = house.pro.call(ChangeAtelier { jour: app.day(4), mot, ..as_it_is(&one) }).unwrap();
    assert_eq!(
        (news(&jeune).mots, changed.mot.as_deref()),
        (vec!["Digicode 4821B.".to_owned()], Some("Digicode 4821B."))
    );
    let read = app.stranger().call(ReadAtelier { atelier: one.atelier.id }).unwrap();
    let list = app.stranger().call(ListAteliers { espace: None, besoin: None, commune: None }).unwrap();
    let all = serde_json::to_string(&(read, list)).unwrap();
    assert!(!all.contains("4821B"), "{all}");
}

fn elsewhere(house: &House, adresse: &str) -> ChangeEspaceTemps {
    let wanted = serde_json::json!({
        "code": house.code, "nom": "Le Local", "presentation": "x", "lieu": "Centre social", "adresse": adresse,
        "commune": "Bobigny", "horaires": [], "structures": [house.structure], "propositions": [],
        "detail": { "programme": true },
    });
    serde_json::from_value(wanted).unwrap()
}

#[test]
fn when_the_address_of_a_place_changes_those_who_are_expected_there_are_told() {
    let app = TestApp::start();
    let (house, jeune, booked) = (app.house(), app.jeune(), app.jeune());
    house.pro.change_espace(elsewhere(&house, "1 rue de la Paix")).unwrap();
    let creneau = house.creneaux(app.day(2), 1)[0];
    booked.call(BookCreneau { creneau, accompagne: false }).unwrap();
    let one = made(&house, request(&house, app.day(3), 5));
    let parc = LieuAtelier::Ailleurs {
        nom: "Parc".parse().unwrap(),
        adresse: Some("2 allée du Parc".parse().unwrap()),
        commune: "Stains".parse().unwrap(),
        espace: Some(house.code.clone()),
    };
    let away = FicheAtelier { lieu: parc, ..fiche(&house, 5) };
    let away = made(&house, CreateAteliers { fiche: away, ..request(&house, app.day(4), 5) });
    join(&jeune, one.atelier.id);
    let apart = app.jeune();
    join(&apart, away.atelier.id);
    // The same address again is no news.
    house.pro.change_espace(elsewhere(&house, "1 rue de la Paix")).unwrap();
    assert!(!mine(&jeune).change && booked.call(ListRendezVous {}).unwrap()[0].mot.is_none());
    house.pro.change_espace(elsewhere(&house, "9 rue Neuve")).unwrap();
    let avant = "Centre social, 1 rue de la Paix, Bobigny".to_owned();
    assert_eq!(news(&jeune).liste, [Nouveaute::Lieu(avant)]);
    assert_eq!(mine(&jeune).atelier.lieu.adresse, "9 rue Neuve");
    let mot = booked.call(ListRendezVous {}).unwrap()[0].mot.clone();
    assert_eq!(mot.as_deref(), Some("L’adresse a changé : Centre social, 9 rue Neuve, Bobigny."));
    // Held elsewhere, it did not move.
    assert!(!mine(&apart).change);
}

#[test]
fn when_the_annuaire_says_another_address_what_is_held_there_follows() {
    let app = TestApp::start();
    let (house, jeune, before) = (app.house(), app.jeune(), app.jeune());
    let bring = |adresse: &str| {
        let text = format!("id,nom,adresse,commune\nx:1,La Fabrique,{adresse},Bobigny\n");
        app.app.db.write_now(move |tx| crate::annuaire::import::import(tx, &text)).unwrap();
    };
    bring("1 rue de la Paix");
    let structure = app.admin().call(ListStructures::of("La Fabrique")).unwrap().liste[0].id;
    let fiche = FicheAtelier { lieu: LieuAtelier::Structure { structure, espace: None }, ..fiche(&house, 5) };
    let make = |days: i32| made(&house, CreateAteliers { fiche: fiche.clone(), ..request(&house, app.day(days), 5) });
    let (past, one) = (make(1), make(4));
    join(&before, past.atelier.id);
    join(&jeune, one.atelier.id);
    app.pass_days(2, &[&jeune, &before, &house.pro]);
    // The same again is no news; an address that is not known any more leaves the last one.
    bring("1 rue de la Paix");
    bring("");
    assert!(!mine(&jeune).change);
    bring("9 rue Neuve");
    assert_eq!(mine(&jeune).atelier.lieu.adresse, "9 rue Neuve");
    assert_eq!(news(&jeune).liste, [Nouveaute::Lieu("La Fabrique, 1 rue de la Paix, Bobigny".to_owned())]);
    // What was held was held where it was.
    assert_eq!((mine(&before).atelier.lieu.adresse.as_str(), mine(&before).change), ("1 rue de la Paix", false));
}

#[test]
fn a_form_that_is_older_than_a_change_is_refused_and_a_retry_is_not() {
    let app = TestApp::start();
    let (house, guest, jeune) = (app.house(), app.house(), app.jeune());
    let person = app.professionnel(guest.structure, ALL);
    let leads = NewMeneur { structure: None, professionnel: person.compte, nom: None, role: None };
    let fiche = FicheAtelier { meneurs: vec![leads], ..fiche(&house, 5) };
    let one = made(&house, CreateAteliers { fiche, ..request(&house, app.day(3), 5) });
    let atelier = one.atelier.id;
    join(&jeune, atelier);
    let bring = FicheAtelier { a_apporter: Some("un stylo".parse().unwrap()), ..one.fiche.clone() };
    let first = ChangeAtelier { fiche: bring, ..as_it_is(&one) };
    let done = house.pro.call(first.clone()).unwrap();
    assert_eq!(house.pro.call(first).unwrap(), done);
    assert_eq!(kind(house.pro.call(as_it_is(&one))), ProblemKind::AtelierChange);
    // Whoever took back their part is not put back by a form that was opened before.
    person.call(WithdrawAtelier { atelier, part: Part::Anime }).unwrap();
    let stale = ChangeAtelier { debut: "13:00".parse().unwrap(), ..as_it_is(&done) };
    assert_eq!(kind(house.pro.call(stale)), ProblemKind::AtelierChange);
    let now = house.pro.call(ReadListeAtelier { atelier }).unwrap().atelier;
    assert_eq!(now.fiche.meneurs.iter().map(|one| one.structure).collect::<Vec<_>>(), [Some(house.structure)]);
    assert_eq!(news(&jeune).liste, [Nouveaute::Apporter, Nouveaute::Meneurs]);
}
