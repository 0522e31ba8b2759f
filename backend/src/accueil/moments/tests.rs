//! What the page of a place says is held there, and who will be there.

use serde_json::json;
use shared::{
    accueil::{EtatMoment, ListMoments, MomentDuLieu, ReadEspaceEnDetail},
    ateliers::CreateAteliers,
    fields::Jour,
    permanences::{BookCreneau, Conditions, Mode, MoveOccurrence, PublishPermanence},
};

use crate::{
    test_app::{ALL, House, TestApp},
    time,
};

fn list(app: &TestApp, house: &House) -> Vec<MomentDuLieu> {
    app.stranger().call(ListMoments { code: house.code.clone() }).unwrap()
}

// From now on until a moment of a day.
fn go_to(app: &TestApp, jour: Jour, heure: &str) {
    let at = time::moment(jour, heure.parse().unwrap(), app.app.zone()).unwrap();
    app.clock.shift_minutes(at.minutes_since(app.app.db.now()) + 1);
}

#[test]
fn two_permanences_of_one_day_are_two_and_the_hours_between_them_are_nobodys() {
    let app = TestApp::start();
    let house = app.house();
    house.pro.call(house.permanence(app.day(2), 1)).unwrap();
    let (debut, fin) = ("16:00".parse().unwrap(), "17:00".parse().unwrap());
    house.pro.call(PublishPermanence { debut, fin, ..house.permanence(app.day(2), 1) }).unwrap();
    let hour = |at| time::heure_of(at, app.app.zone()).to_string();
    let spans: Vec<_> = list(&app, &house).iter().map(|one| (hour(one.debut), hour(one.fin))).collect();
    let text = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(spans, [text("10:00", "11:00"), text("16:00", "17:00")]);
}

#[test]
fn what_is_full_stays_and_what_has_begun_stays_until_its_end() {
    let app = TestApp::start();
    let house = app.house();
    let free = house.creneaux(app.day(2), 1);
    let seen = || list(&app, &house).into_iter().map(|one| (one.etat, one.creneau)).collect::<Vec<_>>();
    assert_eq!(seen(), [(EtatMoment::Libre, Some(free[0]))]);
    let book = |at: usize| app.jeune().call(BookCreneau { creneau: free[at], accompagne: false }).unwrap();
    book(0);
    assert_eq!(seen(), [(EtatMoment::Libre, Some(free[1]))]);
    book(1);
    assert_eq!(seen(), [(EtatMoment::Complet, Some(free[0]))]);
    go_to(&app, app.day(2), "10:40");
    let under_way = list(&app, &house).remove(0);
    assert_eq!((under_way.etat, under_way.creneau), (EtatMoment::EnCours, None));
    assert_eq!(time::heure_of(under_way.debut, app.app.zone()).to_string(), "10:00");
    app.clock.shift_minutes(20);
    assert_eq!(seen(), []);
}

#[test]
fn an_atelier_elsewhere_says_where_on_the_page_of_its_place_and_in_the_calendar() {
    let app = TestApp::start();
    let house = app.house();
    crate::ateliers::publish_for_tests(&house, app.day(2), 5);
    let fiche = json!({
        "titre": "Balade au parc", "presentation": "On marche et on parle.", "besoin": "parler", "places": 8,
        "lieu": { "ou": "ailleurs", "nom": "Parc", "commune": "Stains", "espace": house.code },
        "point_rencontre": "devant la gare", "meneurs": [], "pour_essayer": true, "accompagne": false,
    });
    let request = json!({
        "structure": house.structure, "fiche": fiche, "rythme": { "quand": "date", "jour": app.day(3) },
        "debut": "08:00", "fin": "09:00", "publie": true,
    });
    house.pro.call(serde_json::from_value::<CreateAteliers>(request).unwrap()).unwrap();
    let found = list(&app, &house);
    let towns: Vec<_> = found.iter().map(|one| one.ailleurs.as_ref().map(|lieu| lieu.commune.as_str())).collect();
    assert_eq!(towns, [None, Some("Stains")]);
    assert_eq!(found[1].ailleurs.as_ref().unwrap().adresse, "devant la gare");
    let wanted = json!({
        "code": house.code, "nom": "Le Local", "presentation": "x", "lieu": "Centre social", "adresse": "1 rue de la Paix",
        "commune": "Bobigny", "horaires": [], "structures": [house.structure], "propositions": [],
        "detail": { "programme": true },
    });
    house.pro.change_espace(wanted).unwrap();
    let path = format!("/e/{}/programme.ics", house.code.as_str());
    let calendar = app.stranger().send("GET", &path, &[], "").body.replace("\r\n ", "");
    assert!(calendar.contains("LOCATION:Parc\\, devant la gare\\, Stains"), "{calendar}");
    assert!(calendar.contains("LOCATION:Centre social\\, 1 rue de la Paix\\, Bobigny"), "{calendar}");
    // Under way it is there still; over, it is not.
    go_to(&app, app.day(3), "08:30");
    assert_eq!(list(&app, &house)[0].etat, EtatMoment::EnCours);
    app.clock.shift_minutes(30);
    assert_eq!(list(&app, &house), []);
}

#[test]
fn who_will_be_there_is_who_holds_something_there_on_the_next_such_day() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let read = || app.stranger().call(ReadEspaceEnDetail { code: house.code.clone() }).unwrap();
    // A référent of the team is not there every day.
    assert_eq!((read().presents.len(), read().presents_le), (0, None));
    let by = |client: &crate::test_app::Client, days, conditions| {
        let professionnel = client.compte.unwrap();
        let new = PublishPermanence { professionnel, conditions, ..house.permanence(app.day(days), 1) };
        client.call(new).unwrap();
    };
    by(&colleague, 2, Conditions { mode: Mode::Telephone, ..Conditions::default() });
    by(&house.pro, 3, Conditions::default());
    by(&colleague, 4, Conditions::default());
    let seen = read();
    assert_eq!((seen.presents.len(), seen.presents[0].prenom.as_str()), (1, "Nadia"));
    assert_eq!(time::day_of(seen.presents_le.unwrap(), app.app.zone()), app.day(3));
    go_to(&app, app.day(3), "11:00");
    let later = read();
    assert_eq!(time::day_of(later.presents_le.unwrap(), app.app.zone()), app.day(1));
    assert_eq!(later.presents.len(), 1);
}

fn wanted(house: &House) -> shared::accueil::ChangeEspaceTemps {
    let wanted = json!({
        "code": house.code, "nom": "Le Local", "presentation": "x", "lieu": "Centre social", "adresse": "1 rue de la Paix",
        "commune": "Bobigny", "horaires": [], "structures": [house.structure], "propositions": [],
        "detail": { "programme": true },
    });
    serde_json::from_value(wanted).unwrap()
}

fn programme(app: &TestApp, house: &House, form: &str) -> String {
    let path = format!("/e/{}/programme{form}", house.code.as_str());
    app.stranger().send("GET", &path, &[], "").body.replace("\r\n ", "")
}

#[test]
fn where_one_meets_is_said_beside_the_address_everywhere() {
    let app = TestApp::start();
    let house = app.house();
    house.pro.change_espace(wanted(&house)).unwrap();
    let fiche = json!({
        "titre": "Match", "presentation": "On joue.", "besoin": "sante", "places": 8,
        "lieu": { "ou": "ailleurs", "nom": "Stade", "adresse": "92 rue Bauer", "commune": "Saint-Ouen", "espace": house.code },
        "point_rencontre": "devant la gare",
    });
    let request = json!({
        "structure": house.structure, "fiche": fiche, "rythme": { "quand": "date", "jour": app.day(3) },
        "debut": "08:00", "fin": "09:00", "publie": true,
    });
    house.pro.call(serde_json::from_value::<CreateAteliers>(request).unwrap()).unwrap();
    let whole = "92 rue Bauer (on se retrouve : devant la gare)";
    assert_eq!(list(&app, &house)[0].ailleurs.as_ref().unwrap().adresse, whole);
    assert!(programme(&app, &house, "").contains(whole));
    assert!(programme(&app, &house, ".ics").contains("92 rue Bauer (on se retrouve : devant la gare)"));
    let feed: serde_json::Value = serde_json::from_str(&programme(&app, &house, ".json")).unwrap();
    assert_eq!(feed["programme"][0]["point_rencontre"], "devant la gare");
    assert_eq!(feed["programme"][0]["lieu"]["adresse"], "92 rue Bauer");
}

#[test]
fn a_calendar_of_a_place_takes_what_has_moved_and_an_empty_one_is_a_calendar() {
    let app = TestApp::start();
    let house = app.house();
    house.pro.change_espace(wanted(&house)).unwrap();
    let empty = programme(&app, &house, ".ics");
    assert!(empty.contains("BEGIN:VTIMEZONE\r\nTZID:Europe/Paris") && !empty.contains("VEVENT"), "{empty}");
    // Five minutes later it may be another day.
    let (jour, vers) = (app.day(3), app.day(4));
    let permanence = house.pro.call(house.permanence(jour, 1)).unwrap().id;
    let read = |name: &str| {
        let text = programme(&app, &house, ".ics");
        let event = text.split_once("BEGIN:VEVENT").unwrap().1.to_owned();
        let line = event.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_once(':').unwrap().1.to_owned()
    };
    let before = (read("UID"), read("DTSTAMP"));
    assert_eq!(read("SEQUENCE"), "0");
    app.clock.shift_minutes(5);
    assert_eq!((read("UID"), read("DTSTAMP")), before);
    let debut = "15:00".parse().unwrap();
    house.pro.call(MoveOccurrence { permanence, jour, vers, debut, mot: None }).unwrap();
    assert!(read("DTSTART").ends_with("T150000"));
    assert_eq!((read("UID"), read("SEQUENCE")), (before.0, "300".to_owned()));
    assert!(before.1 < read("DTSTAMP"));
}
