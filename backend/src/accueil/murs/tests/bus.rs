//! Closed days of a place and the stops of a bus, together.

use serde_json::{Value, json};
use shared::{
    Problem, ProblemKind,
    ids::CreneauId,
    permanences::{
        BookCreneau, CancelOccurrence, CloseEspace, EndFermeture, EtatRendezVous, ListCreneaux, ListFermetures,
        ListPermanences, ListRendezVous, PublishPermanence, Rythme,
    },
};

use super::{atelier, here, hours, join, kind};
use crate::{
    accueil::escales::tests::news,
    test_app::{Client, House, TestApp},
    time,
};

// A stop each day of the week from 9 to 12, at the swimming pool.
fn change(house: &House, once: Value, closed: Value, mot: Option<&str>) -> Result<(), Problem> {
    let stop = |jour: u8| {
        json!({ "jour": jour, "debut": "09:00", "fin": "12:00", "nom": "Piscine", "adresse": "Rue Clovis",
                "commune": "Liévin" })
    };
    let arrets: Vec<Value> = (1..=7).map(stop).collect();
    let detail = json!({ "genre": "mobile", "feries": "aucun", "arrets": arrets, "arrets_particuliers": once,
                         "jours": closed });
    let wanted = json!({
        "code": house.code, "nom": "Le bus", "presentation": "Un bus.", "lieu": "Dépôt", "adresse": "ZI Nord",
        "commune": "Bobigny", "horaires": [], "structures": [house.structure], "propositions": [], "detail": detail,
        "mot": mot,
    });
    house.pro.change_espace(wanted).map(drop)
}

fn bus(app: &TestApp) -> House {
    let house = app.house();
    change(&house, json!([]), json!([]), None).unwrap();
    house
}

fn left_out(app: &TestApp, days: i32) -> Value {
    json!({ "jour": app.day(days), "debut": "09:00" })
}

fn at_station(app: &TestApp, days: i32, debut: &str, fin: &str) -> Value {
    let gare = json!({ "fin": fin, "nom": "Gare", "adresse": "Place Cantin", "commune": "Lens" });
    json!({ "jour": app.day(days), "debut": debut, "lieu": gare })
}

// From 10:00 to 11:00 on some days.
fn open(app: &TestApp, house: &House, days: &[i32]) {
    let rythme = Rythme::Dates { jours: days.iter().map(|days| app.day(*days)).collect() };
    house.pro.call(PublishPermanence { rythme, ..house.permanence(app.day(days[0]), 1) }).unwrap();
}

fn book(app: &TestApp, house: &House, days: i32) -> Client {
    let jeune = app.jeune();
    book_for(app, house, days, &jeune);
    jeune
}

fn book_for(app: &TestApp, house: &House, days: i32, jeune: &Client) {
    let request = ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None };
    let free = app.stranger().call(request).unwrap();
    let all = [free.maintenant, free.aujourdhui, free.semaine, free.plus_tard].into_iter().flatten();
    let mut of_day = all.filter(|one| time::day_of(one.debut, app.app.zone()) == app.day(days));
    let creneau: CreneauId = of_day.next().unwrap().id;
    jeune.call(BookCreneau { creneau, accompagne: false }).unwrap();
}

fn etat(jeune: &Client) -> EtatRendezVous {
    jeune.call(ListRendezVous {}).unwrap()[0].etat
}

#[test]
fn a_closure_takes_the_stops_of_its_days_away_and_gives_them_back() {
    let app = TestApp::start();
    let house = bus(&app);
    open(&app, &house, &[2, 3]);
    let (closed, other) = (book(&app, &house, 2), book(&app, &house, 3));
    let close = |mot: Option<&str>| CloseEspace {
        espace: house.code.clone(),
        du: app.day(2),
        au: app.day(2),
        motif: "Panne".parse().unwrap(),
        mot: mot.map(|mot| mot.parse().unwrap()),
    };
    assert_eq!(kind(house.pro.call(close(None))), ProblemKind::RendezVousTouches);
    house.pro.call(close(Some("Le bus est en panne."))).unwrap();
    assert_eq!((etat(&closed), etat(&other)), (EtatRendezVous::AnnuleParStructure, EtatRendezVous::Confirme));
    assert_eq!((news(&app, &closed), news(&app, &other)), (1, 0));
    assert_eq!(hours(&app, &house), [app.day(3)]);
    // A special stop does not open a day that is closed.
    change(&house, json!([at_station(&app, 2, "14:00", "16:00")]), json!([]), None).unwrap();
    assert_eq!(kind(house.pro.call(house.permanence(app.day(2), 1))), ProblemKind::LieuFerme);
    assert_eq!(kind(atelier(&house, app.day(2), here(&house), true)), ProblemKind::LieuFerme);
    let fermeture = house.pro.call(ListFermetures { espace: house.code.clone() }).unwrap()[0].id;
    house.pro.call(EndFermeture { fermeture }).unwrap();
    assert_eq!(hours(&app, &house), [app.day(2), app.day(2), app.day(3)]);
    assert_eq!((news(&app, &closed), news(&app, &other)), (1, 0));
    atelier(&house, app.day(2), here(&house), true).unwrap();
}

#[test]
fn on_a_date_without_the_usual_stops_a_special_stop_has_room() {
    let app = TestApp::start();
    let house = bus(&app);
    open(&app, &house, &[2]);
    let jeune = book(&app, &house, 2);
    let nowhere = atelier(&house, app.day(3), here(&house), true).unwrap_err();
    assert!(nowhere.fields.contains_key("arrets"), "{nowhere:?}");
    let (station, closed) = (json!([at_station(&app, 2, "14:00", "16:00")]), json!([{ "jour": app.day(2) }]));
    assert_eq!(kind(change(&house, station.clone(), closed.clone(), None)), ProblemKind::RendezVousTouches);
    change(&house, station.clone(), closed.clone(), Some("Le bus est à la gare l’après-midi.")).unwrap();
    assert_eq!((etat(&jeune), news(&app, &jeune)), (EtatRendezVous::AnnuleParStructure, 1));
    assert_eq!(hours(&app, &house), []);
    let (debut, fin) = ("14:00".parse().unwrap(), "15:00".parse().unwrap());
    house.pro.call(PublishPermanence { debut, fin, ..house.permanence(app.day(2), 1) }).unwrap();
    let joined = app.jeune();
    join(&joined, atelier(&house, app.day(2), here(&house), true).unwrap());
    // What stands at the special stop stays when the place is saved again.
    change(&house, station, closed, None).unwrap();
    assert_eq!((hours(&app, &house), news(&app, &joined)), (vec![app.day(2); 2], 0));
}

#[test]
fn a_change_that_closes_a_day_and_moves_a_stop_asks_once_for_a_word_and_tells_each_once() {
    let app = TestApp::start();
    let house = bus(&app);
    open(&app, &house, &[2, 3, 4]);
    let (closed, moved, both, untouched) =
        (book(&app, &house, 2), book(&app, &house, 3), book(&app, &house, 2), book(&app, &house, 4));
    book_for(&app, &house, 3, &both);
    // An atelier of the day that will be closed, at a stop of its own.
    change(&house, json!([at_station(&app, 2, "14:00", "16:00")]), json!([]), None).unwrap();
    let joined = app.jeune();
    join(&joined, atelier(&house, app.day(2), here(&house), true).unwrap());
    let once = json!([left_out(&app, 3), at_station(&app, 3, "10:00", "12:00")]);
    let day = json!([{ "jour": app.day(2) }]);
    let refused = change(&house, once.clone(), day.clone(), None).unwrap_err();
    assert_eq!((refused.kind, &refused.fields["venues"]), (ProblemKind::RendezVousTouches, &vec!["3".to_owned()]));
    let told = || [&closed, &moved, &both, &untouched, &joined].map(|one| news(&app, one));
    assert_eq!(told(), [0; 5]);
    change(&house, once, day, Some("Le bus ne vient pas.")).unwrap();
    // Two rendez-vous are two news.
    assert_eq!(told(), [1, 1, 2, 0, 1]);
    let states = |jeune: &Client| {
        let mut list = jeune.call(ListRendezVous {}).unwrap();
        list.sort_by_key(|one| one.debut);
        list.into_iter().map(|one| (one.etat, one.lieu.nom)).collect::<Vec<_>>()
    };
    let (gare, cancelled) = ((EtatRendezVous::Confirme, "Gare".to_owned()), EtatRendezVous::AnnuleParStructure);
    assert_eq!((states(&closed)[0].0, states(&moved)), (cancelled, vec![gare.clone()]));
    assert_eq!((states(&both)[0].0, &states(&both)[1]), (cancelled, &gare));
}

#[test]
fn a_stop_that_is_added_makes_what_was_left_out_and_brings_back_nothing_that_was_cancelled() {
    let app = TestApp::start();
    let house = bus(&app);
    change(&house, json!([left_out(&app, 3), left_out(&app, 4)]), json!([]), None).unwrap();
    open(&app, &house, &[2, 3, 4, 5]);
    assert_eq!(hours(&app, &house), [app.day(2), app.day(2), app.day(5), app.day(5)]);
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    for jour in [app.day(4), app.day(5)] {
        house.pro.call(CancelOccurrence { permanence, jour, mot: None }).unwrap();
    }
    // Saving once more changes nothing.
    for _ in 0..2 {
        change(&house, json!([]), json!([]), None).unwrap();
        assert_eq!(hours(&app, &house), [app.day(2), app.day(2), app.day(3), app.day(3)]);
    }
    // Left out again: what nobody has booked goes, whoever is expected is told and keeps their rendez-vous.
    let jeune = book(&app, &house, 3);
    change(&house, json!([left_out(&app, 2), left_out(&app, 3)]), json!([]), None).unwrap();
    assert_eq!((hours(&app, &house), news(&app, &jeune)), (vec![], 1));
    assert_eq!(etat(&jeune), EtatRendezVous::Confirme);
}

#[test]
fn a_closed_day_that_is_taken_back_makes_what_was_left_out_and_brings_back_nothing_that_was_cancelled() {
    let app = TestApp::start();
    let house = app.house();
    let save = |closed: &[i32]| {
        let jours: Vec<Value> = closed.iter().map(|days| json!({ "jour": app.day(*days) })).collect();
        super::change(&house, json!({ "jours": jours }), None).unwrap();
    };
    save(&[3, 4]);
    open(&app, &house, &[2, 3, 4, 5]);
    assert_eq!(hours(&app, &house), [app.day(2), app.day(2), app.day(5), app.day(5)]);
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    for jour in [app.day(4), app.day(5)] {
        house.pro.call(CancelOccurrence { permanence, jour, mot: None }).unwrap();
    }
    for _ in 0..2 {
        save(&[]);
        assert_eq!(hours(&app, &house), [app.day(2), app.day(2), app.day(3), app.day(3)]);
    }
}
