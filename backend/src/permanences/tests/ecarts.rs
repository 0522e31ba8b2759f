//! The days that a rule of a permanence leaves out are named, each with its reason; so is why nothing is left.

use shared::{
    Problem, ProblemKind,
    fields::Jour,
    permanences::{
        CancelOccurrence, ChangePermanence, Changement, CloseEspace, DeclareAbsence, JourEcarte, ListPermanences,
        MoveOccurrence, PublishPermanence, RaisonEcart, Rythme,
    },
};

use crate::test_app::{House, TestApp};

// On chosen days, from 10:00 to 11:00, two créneaux a day.
fn open(app: &TestApp, days: &[i32]) -> (House, PublishPermanence) {
    let house = app.house();
    let jours = days.iter().map(|days| app.day(*days)).collect();
    let new = PublishPermanence { rythme: Rythme::Dates { jours }, ..house.permanence(app.day(days[0]), 1) };
    house.pro.call(new.clone()).unwrap();
    (house, new)
}

fn cancel(house: &House, jour: Jour) {
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    house.pro.call(CancelOccurrence { permanence, jour, mot: None }).unwrap();
}

fn close(house: &House, jour: Jour) {
    let motif = "Travaux".parse().unwrap();
    house.pro.call(CloseEspace { espace: house.code.clone(), du: jour, au: jour, motif, mot: None }).unwrap();
}

fn away(house: &House, jour: Jour) {
    let professionnel = house.pro.compte.unwrap();
    house.pro.call(DeclareAbsence { professionnel, du: jour, au: jour, debut: None, fin: None, mot: None }).unwrap();
}

// The same an hour later, from today on.
fn later(app: &TestApp, house: &House, new: &PublishPermanence, apercu: bool) -> Result<Changement, Problem> {
    house.pro.call(ChangePermanence {
        permanence: house.pro.call(ListPermanences {}).unwrap()[0].id,
        a_partir_du: app.day(0),
        apercu,
        rythme: new.rythme.clone(),
        debut: "11:00".parse().unwrap(),
        fin: "12:00".parse().unwrap(),
        duree: 30,
        places: 1,
        conditions: new.conditions.clone(),
    })
}

#[test]
fn a_change_names_the_days_that_it_leaves_out_before_it_is_made() {
    let app = TestApp::start();
    let (house, new) = open(&app, &[2, 3, 4, 5, 6]);
    cancel(&house, app.day(2));
    close(&house, app.day(3));
    away(&house, app.day(4));
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    let (jour, vers, debut) = (app.day(5), app.day(7), "10:00".parse().unwrap());
    house.pro.call(MoveOccurrence { permanence, jour, vers, debut, mot: None }).unwrap();
    let shown = later(&app, &house, &new, true).unwrap();
    let left_out = |days, raison| JourEcarte { jour: app.day(days), raison };
    let (cancelled, closed) = (left_out(2, RaisonEcart::Annule), left_out(3, RaisonEcart::Fermeture));
    assert_eq!(shown.ecartes, [cancelled, closed, left_out(4, RaisonEcart::Absence)]);
    // A day that was moved and that nobody has booked follows the new rule: two days, two créneaux each.
    assert_eq!((shown.nouveaux, later(&app, &house, &new, false).unwrap().nouveaux), (4, 4));
}

#[test]
fn a_rule_of_which_nothing_is_left_says_the_right_reason() {
    let app = TestApp::start();
    let refused = |house: &House, new| later(&app, house, new, false).unwrap_err();
    let (house, new) = open(&app, &[2, 3]);
    cancel(&house, app.day(2));
    cancel(&house, app.day(3));
    let cancelled = refused(&house, &new);
    assert_eq!(cancelled.kind, ProblemKind::AucuneDate);
    assert!(cancelled.title.contains("déjà annulé") && !cancelled.title.contains("absente"), "{}", cancelled.title);
    let (house, new) = open(&app, &[2, 3]);
    cancel(&house, app.day(2));
    close(&house, app.day(3));
    let both = refused(&house, &new);
    assert_eq!(both.kind, ProblemKind::AucuneDate);
    for words in ["déjà annulé", "le lieu est fermé"] {
        assert!(both.title.contains(words), "{}", both.title);
    }
    let (house, new) = open(&app, &[2, 3]);
    close(&house, app.day(2));
    close(&house, app.day(3));
    assert_eq!(refused(&house, &new).kind, ProblemKind::LieuFerme);
    let (house, new) = open(&app, &[2, 3]);
    away(&house, app.day(2));
    away(&house, app.day(3));
    assert_eq!(refused(&house, &new).kind, ProblemKind::ProfessionnelAbsent);
}
