//! By phone or by video one needs no door: what closes a place leaves these meetings as they are.

use serde_json::json;
use shared::{
    ProblemKind,
    permanences::{
        BookCreneau, CloseEspace, Conditions, EndFermeture, EtatOccurrence, EtatRendezVous, ListCreneaux,
        ListFermetures, ListPermanences, ListRendezVous, Mode, PublishPermanence, ReadPermanence,
    },
};

use super::{change, hours, kind};
use crate::{
    test_app::{House, TestApp, all},
    time,
};

fn by_phone(house: &House, app: &TestApp, days: i32) -> PublishPermanence {
    let conditions = Conditions { mode: Mode::Telephone, ..Conditions::default() };
    PublishPermanence { conditions, ..house.permanence(app.day(days), 1) }
}

#[test]
fn a_meeting_by_phone_goes_on_when_the_place_is_closed_for_a_date_or_for_days() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    house.pro.call(by_phone(&house, &app, 3)).unwrap();
    let request = ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None };
    let creneau = all(&app.stranger().call(request).unwrap())[0];
    jeune.call(BookCreneau { creneau, accompagne: false }).unwrap();
    let etat = || jeune.call(ListRendezVous {}).unwrap()[0].etat;
    // Nobody is expected at the door: no word is asked for.
    change(&house, json!({ "jours": [{ "jour": app.day(3) }] }), None).unwrap();
    assert_eq!((etat(), hours(&app, &house)), (EtatRendezVous::Confirme, vec![app.day(3)]));
    let (du, au, motif) = (app.day(3), app.day(4), "Travaux".parse().unwrap());
    house.pro.call(CloseEspace { espace: house.code.clone(), du, au, motif, mot: None }).unwrap();
    assert_eq!((etat(), hours(&app, &house)), (EtatRendezVous::Confirme, vec![app.day(3)]));
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    let sheet = house.pro.call(ReadPermanence { permanence, tout: false }).unwrap().occurrences;
    assert_eq!(sheet.iter().map(|one| one.etat).collect::<Vec<_>>(), [EtatOccurrence::Prevue]);
    // What is new on such a day is by phone, or waits for the door.
    assert_eq!(kind(house.pro.call(house.permanence(app.day(4), 1))), ProblemKind::LieuFerme);
    house.pro.call(by_phone(&house, &app, 4)).unwrap();
    let fermeture = house.pro.call(ListFermetures { espace: house.code.clone() }).unwrap()[0].id;
    house.pro.call(EndFermeture { fermeture }).unwrap();
    assert_eq!(hours(&app, &house), [app.day(3), app.day(4), app.day(4)]);
}

#[test]
fn a_meeting_by_phone_goes_on_in_school_holidays_that_close_the_place() {
    let app = TestApp::start();
    // Zone C has holidays on 10 February 2027.
    let holiday = "2027-02-10".parse().unwrap();
    let now = time::moment("2027-02-01".parse().unwrap(), "12:00".parse().unwrap(), app.app.zone()).unwrap();
    app.clock.shift_minutes(now.minutes_since(app.app.db.now()));
    let house = app.house();
    house.pro.call(by_phone(&house, &app, 9)).unwrap();
    change(&house, json!({ "zone": "c", "vacances": "ferme" }), None).unwrap();
    assert_eq!(hours(&app, &house), [holiday; 2]);
    assert_eq!(kind(house.pro.call(house.permanence(holiday, 1))), ProblemKind::LieuFerme);
}
