//! A day that the written week of a place closes on purpose closes its walls, as a date of the place does.

use serde_json::json;
use shared::{
    Problem, ProblemKind,
    accueil::{HorairesOsm, WriteHorairesOsm},
    ateliers::{EtatAtelier, EtatInscription, ListInscriptions, PreviewDates},
    fields::Jour,
    permanences::{JourEcarte, PublishPermanence, RaisonEcart, Rythme},
};

use super::{atelier, change, here, hours, join, kind, park};
use crate::test_app::{House, TestApp};

fn write(house: &House, texte: Option<&str>, mot: Option<&str>) -> Result<HorairesOsm, Problem> {
    let (espace, version) = (house.code.clone(), house.pro.version_of(&house.code));
    let (texte, mot) = (texte.map(|texte| texte.parse().unwrap()), mot.map(|mot| mot.parse().unwrap()));
    house.pro.call(WriteHorairesOsm { espace, version, texte, a_corriger: None, mot })
}

// Open every day but one.
fn but_on(day: Jour) -> String {
    let (annee, mois, jour) = day.parts();
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    format!("Mo-Su 09:00-22:00; {annee} {} {jour:02} off", names[usize::from(mois) - 1])
}

#[test]
fn nothing_is_published_on_a_day_that_the_text_closes_and_a_series_names_it() {
    let app = TestApp::start();
    let house = app.house();
    let (closed, open) = (app.day(5), app.day(6));
    write(&house, Some(&but_on(closed)), None).unwrap();
    assert_eq!(kind(atelier(&house, closed, here(&house), true)), ProblemKind::LieuFerme);
    assert_eq!(kind(house.pro.call(house.permanence(closed, 1))), ProblemKind::LieuFerme);
    atelier(&house, open, here(&house), true).unwrap();
    atelier(&house, closed, park(&house), true).unwrap();
    let request = json!({
        "rythme": { "quand": "dates", "jours": [closed, open] }, "debut": "14:00", "fin": "16:00", "lieu": here(&house),
    });
    let plan = house.pro.call(serde_json::from_value::<PreviewDates>(request).unwrap()).unwrap();
    assert_eq!(plan.jours, [open]);
    assert_eq!(plan.ecartes, [JourEcarte { jour: closed, raison: RaisonEcart::Fermeture }]);
    // A date of the place says more than its text.
    let hours = json!([{ "debut": "13:00", "fin": "18:00" }]);
    change(&house, json!({ "jours": [{ "jour": closed, "heures": hours }] }), None).unwrap();
    atelier(&house, closed, here(&house), true).unwrap();
}

#[test]
fn a_text_that_closes_a_day_takes_back_what_is_held_there_with_a_word_and_gives_it_back() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let rythme = Rythme::Dates { jours: vec![app.day(4), app.day(5)] };
    house.pro.call(PublishPermanence { rythme, ..house.permanence(app.day(4), 1) }).unwrap();
    let held = atelier(&house, app.day(5), here(&house), true).unwrap();
    join(&jeune, held);
    let text = but_on(app.day(5));
    let refused = write(&house, Some(&text), None).unwrap_err();
    assert_eq!((refused.kind, &refused.fields["venues"]), (ProblemKind::RendezVousTouches, &vec!["1".to_owned()]));
    write(&house, Some(&text), Some("On repeint la salle.")).unwrap();
    let mine = jeune.call(ListInscriptions {}).unwrap().remove(0);
    assert_eq!((mine.etat, mine.atelier.etat), (EtatInscription::Annule, EtatAtelier::Annule));
    assert!(!hours(&app, &house).contains(&app.day(5)) && hours(&app, &house).contains(&app.day(4)));
    write(&house, None, None).unwrap();
    assert!(hours(&app, &house).contains(&app.day(5)));
}
