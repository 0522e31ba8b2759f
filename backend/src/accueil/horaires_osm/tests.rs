//! Tests of the hours that are written in the language of OpenStreetMap.

use serde_json::json;
use shared::{
    Problem, ProblemKind,
    accueil::{
        EspaceTemps, EssaiHoraires, HorairesOsm, ListEspacesAnimes, ListHorairesACorriger, Porte, ReadEspaceTemps,
        ReadHorairesOsm, ReadVacances, TryHorairesOsm, WriteHorairesOsm,
    },
    comptes::Droits,
    fields::HorairesEcrits,
};

use crate::{
    annuaire::{import, osm},
    test_app::{ALL, Client, House, TestApp},
    time,
};

const HORAIRES: &str = include_str!("../../../demo/horaires_osm_exemples.csv");

fn text(text: &str) -> HorairesEcrits {
    text.parse().unwrap()
}

fn write(house: &House, texte: Option<&str>, a_corriger: Option<&str>) -> Result<HorairesOsm, Problem> {
    let espace = house.code.clone();
    let version = house.pro.version_of(&espace);
    house.pro.call(WriteHorairesOsm {
        espace,
        version,
        texte: texte.map(text),
        a_corriger: a_corriger.map(text),
        mot: None,
    })
}

fn attempt(house: &House, texte: &str) -> EssaiHoraires {
    house.pro.call(TryHorairesOsm { espace: house.code.clone(), texte: text(texte) }).unwrap()
}

fn seen(app: &TestApp, house: &House) -> EspaceTemps {
    app.stranger().call(ReadEspaceTemps { code: house.code.clone() }).unwrap()
}

// The place of a house, with a week of its own.
fn change(client: &Client, house: &House, detail: serde_json::Value) {
    try_change(client, house, detail).unwrap();
}

fn try_change(client: &Client, house: &House, detail: serde_json::Value) -> Result<(), Problem> {
    let request = json!({
        "code": house.code, "nom": "Le Local", "presentation": "Un lieu.", "lieu": "Ici", "adresse": "1 rue",
        "commune": "Bobigny", "horaires": [{ "jour": 3, "debut": "14:00", "fin": "18:00" }],
        "structures": [house.structure], "propositions": [], "detail": detail,
    });
    client.change_espace(request).map(drop)
}

#[test]
fn the_250_strings_that_can_be_read_drive_a_place_and_the_50_others_are_refused_and_kept() {
    let app = TestApp::start();
    let house = app.house();
    change(&house.pro, &house, json!({ "feries": "aucun" }));
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    let mut reader = csv::Reader::from_reader(HORAIRES.as_bytes());
    let (mut good, mut bad) = (0, 0);
    for row in reader.deserialize::<(String, u32, String)>().map(Result::unwrap) {
        let (written, _, verdict) = row;
        if verdict == "oui" {
            good += 1;
            assert_eq!(write(&house, Some(&written), None).unwrap().texte, Some(text(&written)));
            let espace = seen(&app, &house);
            let expected = osm::porte(&written, app.app.db.now(), &zone).unwrap();
            assert_eq!(espace.porte, expected, "{written}");
            assert!(!espace.semaine.is_empty(), "{written}");
            let a_cote = osm::beside(&written);
            let same = EssaiHoraires::Lisible { semaine: espace.semaine, porte: espace.porte, ouvre: true, a_cote };
            assert_eq!(attempt(&house, &written), same);
        } else {
            bad += 1;
            write(&house, None, None).unwrap();
            let before = seen(&app, &house);
            let refused = write(&house, Some(&written), None).unwrap_err();
            assert_eq!(refused.fields.get("texte"), Some(&vec!["illisible".to_owned()]), "{written}");
            let EssaiHoraires::Illisible { compris, suite } = attempt(&house, &written) else { panic!("{written}") };
            assert_eq!(format!("{compris}{suite}").replace(' ', ""), written.replace(' ', ""));
            // It begins with something that makes sense in each of them, and the rest is what is shown.
            assert!(!compris.is_empty(), "{written}");
            let kept = write(&house, None, Some(&written)).unwrap();
            assert_eq!((kept.texte, kept.a_corriger), (None, Some(text(&written))));
            assert_eq!(seen(&app, &house), before, "a note opens no door");
        }
    }
    assert_eq!((good, bad), (250, 50));
}

#[test]
fn a_written_week_takes_the_place_of_the_hours_and_gives_it_back() {
    let app = TestApp::start();
    let house = app.house();
    change(&house.pro, &house, json!({ "feries": "aucun" }));
    let usual = seen(&app, &house);
    write(&house, Some("Mo-Su 08:00-08:30"), None).unwrap();
    let written = seen(&app, &house);
    assert_eq!((written.semaine.len(), &written.horaires), (7, &usual.horaires));
    // Changing the rest of the place keeps it; its dates win over it.
    change(&house.pro, &house, json!({ "feries": "aucun", "jours": [{ "jour": app.day(1) }] }));
    assert_eq!(seen(&app, &house).semaine.len(), 6);
    change(&house.pro, &house, json!({ "feries": "aucun" }));
    write(&house, None, None).unwrap();
    assert_eq!(seen(&app, &house).semaine, usual.semaine);
}

#[test]
fn a_text_that_opens_nothing_is_said_whatever_the_dates_of_the_place_open() {
    let app = TestApp::start();
    let house = app.house();
    change(
        &house.pro,
        &house,
        json!({ "jours": [{ "jour": app.day(2), "heures": [{ "debut": "10:00", "fin": "12:00" }] }] }),
    );
    let opens = |texte| {
        let EssaiHoraires::Lisible { ouvre, porte, .. } = attempt(&house, texte) else { panic!("{texte}") };
        assert_ne!(porte, Porte::Fermee { ouvre: None }, "the date opens the door");
        ouvre
    };
    assert!(!opens("2020 Mo-Su 10:00-12:00"));
    assert!(!opens("off"));
    assert!(opens("Mo-Su 10:00-12:00"));
    assert!(opens("Tu[1] 10:00-12:00"));
}

#[test]
fn words_beside_hours_are_on_the_page_and_holidays_need_their_zone() {
    let app = TestApp::start();
    let house = app.house();
    let written = "Mo-Fr 09:00-17:00 \"sonnez deux fois\"";
    let tried = attempt(&house, written);
    let EssaiHoraires::Lisible { a_cote, .. } = tried else { panic!("{tried:?}") };
    assert_eq!(a_cote.as_deref(), Some("« sonnez deux fois »"));
    write(&house, Some(written), None).unwrap();
    assert_eq!(seen(&app, &house).horaires_note.as_deref(), Some("« sonnez deux fois »"));
    // The form does not take them for words of the team.
    let mine = house.pro.call(ListEspacesAnimes {}).unwrap();
    assert_eq!(mine[0].espace.horaires_note, None);

    let holidays = "Mo-Fr 09:00-17:00; SH off";
    assert_eq!(attempt(&house, holidays), EssaiHoraires::SansZone {});
    let refused = write(&house, Some(holidays), None).unwrap_err();
    assert_eq!(refused.fields.get("texte"), Some(&vec!["sans-zone".to_owned()]));
    change(&house.pro, &house, json!({ "zone": "c" }));
    write(&house, Some(holidays), None).unwrap();
    let refused = try_change(&house.pro, &house, json!({})).unwrap_err();
    assert_eq!(refused.fields.get("zone"), Some(&vec!["manquant".to_owned()]));
}

#[test]
fn a_bus_has_stops_and_no_written_hours() {
    let app = TestApp::start();
    let house = app.house();
    let stop = json!({ "jour": 2, "debut": "14:00", "fin": "16:00", "nom": "Gare", "adresse": "x", "commune": "x" });
    change(&house.pro, &house, json!({ "genre": "mobile", "arrets": [stop] }));
    let refused = write(&house, Some("Mo 10:00-12:00"), None).unwrap_err();
    assert_eq!(refused.fields.get("texte"), Some(&vec!["arret-sans-heures".to_owned()]));
}

#[test]
fn the_hours_of_the_structures_of_the_place_are_offered_and_what_is_to_correct_is_shown_to_its_team_only() {
    let app = TestApp::start();
    let house = app.house();
    let file = "id,nom,horaires_osm\nx:1,Point jeunes,Mo-Fr 09:00-12:00\nx:2,Ailleurs,Sa 09:00-12:00\n";
    app.app.db.write_now(move |tx| import::import(tx, file)).unwrap();
    let all = app.admin().call(shared::annuaire::ListStructures::of("")).unwrap().liste;
    let imported = all.iter().find(|one| one.nom == "Point jeunes").unwrap().id;
    let request = json!({
        "code": house.code, "nom": "Le Local", "presentation": "Un lieu.", "lieu": "Ici", "adresse": "1 rue",
        "commune": "Bobigny", "horaires": [], "structures": [house.structure, imported], "propositions": [],
    });
    house.pro.change_espace(request).unwrap();
    let read = house.pro.call(ReadHorairesOsm { espace: house.code.clone() }).unwrap();
    let offered: Vec<_> = read.structures.iter().map(|one| (one.nom.as_str(), one.texte.as_str())).collect();
    assert_eq!(offered, [("Point jeunes", "Mo-Fr 09:00-12:00")]);
    write(&house, None, Some("Mo 08:22")).unwrap();
    let listed = |client: &Client| client.call(ListHorairesACorriger {}).map(|list| list.len());
    // Whoever works there sees it, whoever coordinates corrects it.
    let colleague = app.professionnel(house.structure, Droits { coordonne: false, ..ALL });
    assert_eq!((listed(&colleague).unwrap(), listed(&app.admin()).unwrap()), (1, 1));
    let hidden = colleague.call(ReadHorairesOsm { espace: house.code.clone() }).unwrap_err();
    assert_eq!(hidden.kind, ProblemKind::Introuvable);
    let foreign = app.professionnel(app.structure(), ALL);
    assert_eq!(listed(&foreign).unwrap(), 0);
    assert_eq!(listed(&app.jeune()).unwrap_err().kind, ProblemKind::Interdit);
    assert_eq!(app.admin().call(ReadVacances {}).unwrap().jusquau, "2027-08-31".parse().unwrap());
}

#[test]
fn past_the_last_known_holidays_the_team_is_told_and_the_page_does_not_state_hours_in_silence() {
    let app = TestApp::start();
    let house = app.house();
    let read = || house.pro.call(ReadHorairesOsm { espace: house.code.clone() }).unwrap().vacances;
    let note = || seen(&app, &house).horaires_note;
    // What does not change in holidays needs none of them.
    assert_eq!((read(), note()), (None, None));
    change(&house.pro, &house, json!({ "zone": "c", "vacances": "ferme" }));
    let last = read().unwrap();
    assert_eq!(note(), None);
    // At noon, whatever the clocks did meanwhile.
    let go_to = |day| {
        let noon = time::moment(day, "12:00".parse().unwrap(), app.app.zone()).unwrap();
        app.clock.shift_minutes(noon.minutes_since(app.app.db.now()));
        app.pass_days(0, &[&house.pro]);
    };
    go_to(time::plus_days(last, -6));
    assert_eq!(note(), None);
    go_to(time::plus_days(last, -5));
    assert!(note().unwrap().contains("demander à l’équipe"));
    // The form does not take the sentence for one of the team.
    let mine = house.pro.call(ListEspacesAnimes {}).unwrap();
    assert_eq!(mine[0].espace.horaires_note, None);
    change(&house.pro, &house, json!({ "zone": "c" }));
    write(&house, Some("Mo-Fr 09:00-17:00; SH off"), None).unwrap();
    assert!(read().is_some() && note().is_some());
}
