//! What a rule leaves out is named day by day before anything is made, and what is announced is what is made.

use serde_json::{Value, json};
use shared::{
    Problem, ProblemKind,
    ateliers::{
        AtelierPro, CancelAtelier, ChangeAtelier, CreateAteliers, DatesAteliers, DuplicateAtelier, FicheAtelier,
        LieuAtelier, PreviewDates, PublishAtelier,
    },
    fields::Jour,
    permanences::{CloseEspace, RaisonEcart, Rythme},
};

use super::{fiche, kind, made, request};
use crate::{
    test_app::{House, TestApp},
    time,
};

fn day(text: &str) -> Jour {
    text.parse().unwrap()
}

// Wednesday 13 January 2027, at three: what was at two is past. Zone C has holidays on 10 and 17 February.
fn winter() -> (TestApp, House) {
    let app = TestApp::start();
    let now = time::moment(day("2027-01-13"), "15:00".parse().unwrap(), app.app.zone()).unwrap();
    app.clock.shift_minutes(now.minutes_since(app.app.db.now()) + 1);
    let house = app.house();
    (app, house)
}

fn change(house: &House, detail: &Value) {
    let request = json!({
        "code": house.code, "nom": "Le Local", "presentation": "x", "lieu": "Centre social", "adresse": "1 rue de la Paix",
        "commune": "Bobigny", "horaires": [], "structures": [house.structure], "propositions": [], "detail": detail,
    });
    house.pro.change_espace(request).unwrap();
}

fn close(house: &House, jour: &str) {
    let (du, motif) = (day(jour), "Travaux".parse().unwrap());
    house.pro.call(CloseEspace { espace: house.code.clone(), du, au: du, motif, mot: None }).unwrap();
}

// Each Wednesday from 14:00 to 16:00.
fn wednesdays(house: &House, du: &str, au: &str) -> CreateAteliers {
    let rythme = Rythme::Semaine { a_partir_du: day(du), jusquau: Some(day(au)), toutes_les: 1 };
    CreateAteliers { rythme, ..request(house, day(du), 5) }
}

fn preview(house: &House, wanted: &CreateAteliers) -> Result<DatesAteliers, Problem> {
    let CreateAteliers { rythme, debut, fin, fiche, .. } = wanted.clone();
    house.pro.call(PreviewDates { rythme, debut, fin, lieu: fiche.lieu })
}

fn left_out(dates: &DatesAteliers) -> Vec<(String, RaisonEcart)> {
    dates.ecartes.iter().map(|one| (one.jour.to_string(), one.raison)).collect()
}

fn days(made: &[AtelierPro]) -> Vec<Jour> {
    made.iter().map(|one| one.jour).collect()
}

#[test]
fn each_day_that_a_series_leaves_out_is_named_with_its_reason_and_the_others_are_made() {
    let (_app, house) = winter();
    let other_hours = json!({ "jour": "2027-01-27", "heures": [{ "debut": "10:00", "fin": "12:00" }] });
    change(&house, &json!({ "zone": "c", "vacances": "ferme", "jours": [other_hours] }));
    close(&house, "2027-01-20");
    let wanted = wednesdays(&house, "2027-01-06", "2027-03-03");
    let said = preview(&house, &wanted).unwrap();
    use RaisonEcart::{Fermeture, JourParticulier, Passe, Vacances};
    let expected = [
        ("2027-01-06", Passe),
        ("2027-01-13", Passe),
        ("2027-01-20", Fermeture),
        ("2027-01-27", JourParticulier),
        ("2027-02-10", Vacances),
        ("2027-02-17", Vacances),
    ];
    assert_eq!(left_out(&said), expected.map(|(jour, why)| (jour.to_owned(), why)));
    assert_eq!(said.jours, ["2027-02-03", "2027-02-24", "2027-03-03"].map(day));
    assert_eq!(days(&house.pro.call(wanted).unwrap()), said.jours);
    // Elsewhere the hours of the place leave nothing out.
    let lieu = LieuAtelier::Ailleurs {
        nom: "Parc".parse().unwrap(),
        adresse: Some("1 rue du Parc".parse().unwrap()),
        commune: "Stains".parse().unwrap(),
        espace: Some(house.code.clone()),
    };
    let outside = FicheAtelier { lieu, ..fiche(&house, 5) };
    let outside = CreateAteliers { fiche: outside, ..wednesdays(&house, "2027-01-06", "2027-03-03") };
    let said = preview(&house, &outside).unwrap();
    assert_eq!((said.jours.len(), said.ecartes.len()), (7, 2));
    assert_eq!(days(&house.pro.call(outside).unwrap()), said.jours);
}

#[test]
fn a_series_in_a_bus_leaves_out_the_days_without_a_stop() {
    let (_app, house) = winter();
    let stop = json!({ "jour": 3, "debut": "13:00", "fin": "17:00", "nom": "Piscine", "adresse": "Rue Clovis",
                       "commune": "Liévin" });
    let once = json!([{ "jour": "2027-01-27", "debut": "13:00" }]);
    let detail = json!({ "genre": "mobile", "arrets": [stop], "arrets_particuliers": once, "jours": [{ "jour": "2027-02-03" }] });
    change(&house, &detail);
    let wanted = wednesdays(&house, "2027-01-20", "2027-02-10");
    let said = preview(&house, &wanted).unwrap();
    let expected = [("2027-01-27", RaisonEcart::SansArret), ("2027-02-03", RaisonEcart::JourParticulier)];
    assert_eq!(left_out(&said), expected.map(|(jour, why)| (jour.to_owned(), why)));
    assert_eq!(days(&house.pro.call(wanted.clone()).unwrap()), said.jours);
    assert_eq!(said.jours, ["2027-01-20", "2027-02-10"].map(day));
    // Too late for the bus: nothing is left, and that is why.
    let late = CreateAteliers { debut: "16:00".parse().unwrap(), fin: "18:00".parse().unwrap(), ..wanted };
    let late = CreateAteliers { rythme: Rythme::Date { jour: day("2027-01-20") }, ..late };
    assert_eq!(preview(&house, &late).unwrap().jours, []);
    let refused = house.pro.call(late).unwrap_err();
    assert_eq!((refused.kind, refused.fields.contains_key("arrets")), (ProblemKind::LieuFerme, true));
}

#[test]
fn of_chosen_dates_those_that_cannot_be_held_are_refused_by_name() {
    let (_app, house) = winter();
    close(&house, "2027-01-20");
    let jours = ["2027-01-27", "2027-01-20", "2027-02-03"].map(day).to_vec();
    let wanted = CreateAteliers { rythme: Rythme::Dates { jours }, ..request(&house, day("2027-01-27"), 5) };
    assert_eq!(preview(&house, &wanted).unwrap().jours, ["2027-01-27", "2027-02-03"].map(day));
    let refused = house.pro.call(wanted.clone()).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::LieuFerme);
    assert_eq!(refused.fields.get("rythme.jours.1"), Some(&vec!["lieu-ferme".to_owned()]));
    assert!(refused.title.contains("20/01/2027") && !refused.title.contains("27/01/2027"), "{}", refused.title);
    let past = Rythme::Dates { jours: ["2027-01-11", "2027-01-27"].map(day).to_vec() };
    let said = preview(&house, &CreateAteliers { rythme: past.clone(), ..wanted.clone() }).unwrap();
    assert_eq!(left_out(&said), [("2027-01-11".to_owned(), RaisonEcart::Passe)]);
    assert_eq!(kind(house.pro.call(CreateAteliers { rythme: past, ..wanted })), ProblemKind::ChampsInvalides);
    // A copy is no way around.
    let like = made(&house, request(&house, day("2027-01-27"), 5)).atelier.id;
    let copy = DuplicateAtelier { atelier: like, jours: vec![day("2027-01-20")] };
    assert_eq!(house.pro.call(copy).unwrap_err().fields.get("jours.0"), Some(&vec!["lieu-ferme".to_owned()]));
}

#[test]
fn a_year_that_is_a_slip_of_the_finger_is_refused() {
    let (_app, house) = winter();
    let refused = |wanted: CreateAteliers| {
        let why = house.pro.call(wanted).unwrap_err();
        assert!(why.title.contains("vérifiez l’année") && why.fields.contains_key("rythme"), "{why:?}");
    };
    refused(wednesdays(&house, "2027-01-27", "2099-02-03"));
    refused(CreateAteliers {
        rythme: Rythme::Dates { jours: vec![day("2099-01-05")] },
        ..wednesdays(&house, "2027-01-27", "2027-02-03")
    });
    let made = house.pro.call(wednesdays(&house, "2027-01-27", "2027-02-03")).unwrap();
    let moved = ChangeAtelier { jour: day("2099-12-27"), ..changed(&made[0], "Le même") };
    let why = house.pro.call(moved).unwrap_err();
    assert_eq!(why.fields.get("jour"), Some(&vec!["trop-loin".to_owned()]));
}

#[test]
fn a_rule_of_which_nothing_is_left_says_why() {
    let (_app, house) = winter();
    let refused = |du, au| house.pro.call(wednesdays(&house, du, au)).unwrap_err();
    assert_eq!(refused("2027-01-06", "2027-01-13").kind, ProblemKind::AucuneDate);
    close(&house, "2027-01-20");
    assert_eq!(refused("2027-01-06", "2027-01-20").kind, ProblemKind::LieuFerme);
    // Wednesday 14 July is a public holiday.
    let holiday = refused("2027-07-14", "2027-07-14");
    assert_eq!(holiday.kind, ProblemKind::AucuneDate);
    assert!(holiday.title.contains("14/07/2027 : jour férié"), "{}", holiday.title);
}

fn changed(one: &AtelierPro, titre: &str) -> ChangeAtelier {
    ChangeAtelier {
        atelier: one.atelier.id,
        version: one.version,
        fiche: FicheAtelier { titre: titre.parse().unwrap(), ..one.fiche.clone() },
        jour: one.jour,
        debut: one.debut,
        fin: one.fin,
        mot: None,
        suite: false,
    }
}

#[test]
fn a_text_changes_also_when_the_place_has_closed_meanwhile_and_the_hour_does_not() {
    let (_app, house) = winter();
    let draft = CreateAteliers { publie: false, ..request(&house, day("2027-01-20"), 5) };
    let draft = made(&house, draft);
    close(&house, "2027-01-20");
    let renamed = house.pro.call(changed(&draft, "Cuisine du monde")).unwrap();
    assert_eq!(renamed.atelier.titre, "Cuisine du monde");
    // Another hour of the closed day, and its publication, are refused; another day is not.
    let later = ChangeAtelier { fin: "17:00".parse().unwrap(), ..changed(&renamed, "Cuisine") };
    assert_eq!(kind(house.pro.call(later)), ProblemKind::LieuFerme);
    assert_eq!(
        kind(house.pro.call(PublishAtelier { atelier: renamed.atelier.id, serie: false })),
        ProblemKind::LieuFerme
    );
    let next = ChangeAtelier { jour: day("2027-01-27"), ..changed(&renamed, "Cuisine") };
    assert_eq!(house.pro.call(next).unwrap().jour, day("2027-01-27"));
}

#[test]
fn a_text_changes_also_where_the_bus_stops_no_more() {
    let (_app, house) = winter();
    let stop = json!({ "jour": 3, "debut": "13:00", "fin": "17:00", "nom": "Piscine", "adresse": "Rue Clovis",
                       "commune": "Liévin" });
    let detail = |once: Value| json!({ "genre": "mobile", "arrets": [stop], "arrets_particuliers": once });
    change(&house, &detail(json!([])));
    let published = made(&house, request(&house, day("2027-01-20"), 5));
    let draft = made(&house, CreateAteliers { publie: false, ..request(&house, day("2027-01-20"), 5) });
    change(&house, &detail(json!([{ "jour": "2027-01-20", "debut": "13:00" }])));
    for one in [&published, &draft] {
        assert_eq!(house.pro.call(changed(one, "Cuisine du monde")).unwrap().atelier.titre, "Cuisine du monde");
    }
    let refused = house.pro.call(PublishAtelier { atelier: draft.atelier.id, serie: false }).unwrap_err();
    assert!(refused.fields.contains_key("arrets"), "{refused:?}");
    let mot = "Le bus est en panne.".parse().unwrap();
    house.pro.call(CancelAtelier { atelier: published.atelier.id, mot, suite: false }).unwrap();
}
