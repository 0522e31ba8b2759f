//! What a place that closes, once or for a time, does to what is held within it.

use serde_json::{Value, json};
use shared::{
    Problem, ProblemKind,
    accueil::{EnVacances, EspaceEnDetail, Ouverture, ZoneScolaire},
    ateliers::{
        CreateAteliers, EtatAtelier, EtatInscription, JoinAtelier, ListInscriptions, PublishAtelier, ReadAtelier,
    },
    fields::Jour,
    ids::AtelierId,
    permanences::{
        BookCreneau, CloseEspace, EtatOccurrence, EtatRendezVous, JoursFeries, ListCreneaux, ListFermetures,
        ListPermanences, ListRendezVous, PublishPermanence, ReadPermanence, Rythme,
    },
};

use super::{Horaires, Murs};

mod bus;
mod distance;
mod ecrits;
mod ensemble;

use crate::{
    test_app::{Client, House, TestApp, all},
    time,
};

fn kind<T: std::fmt::Debug>(answer: Result<T, Problem>) -> ProblemKind {
    answer.unwrap_err().kind
}

fn change(house: &House, detail: Value, mot: Option<&str>) -> Result<EspaceEnDetail, Problem> {
    let request = json!({
        "code": house.code, "nom": "Le Local", "presentation": "x", "lieu": "Centre social", "adresse": "1 rue de la Paix",
        "commune": "Bobigny", "horaires": [], "structures": [house.structure], "propositions": [], "detail": detail,
        "mot": mot,
    });
    house.pro.change_espace(request)
}

fn atelier(house: &House, jour: Jour, lieu: Value, publie: bool) -> Result<AtelierId, Problem> {
    let fiche = json!({
        "titre": "Cuisine", "presentation": "On cuisine.", "besoin": "parler", "places": 3, "lieu": lieu, "meneurs": [],
        "pour_essayer": true, "accompagne": false,
    });
    let request = json!({
        "structure": house.structure, "fiche": fiche, "rythme": { "quand": "date", "jour": jour }, "debut": "14:00",
        "fin": "16:00", "publie": publie,
    });
    let made = house.pro.call(serde_json::from_value::<CreateAteliers>(request).unwrap())?;
    Ok(made[0].atelier.id)
}

fn here(house: &House) -> Value {
    json!({ "ou": "espace", "espace": house.code })
}

fn park(house: &House) -> Value {
    json!({ "ou": "ailleurs", "nom": "Parc", "adresse": "1 rue du Parc", "commune": "Stains", "espace": house.code })
}

fn join(jeune: &Client, atelier: AtelierId) {
    jeune.call(JoinAtelier { atelier, accompagne: false, ou_attendre: false }).unwrap();
}

fn hours(app: &TestApp, house: &House) -> Vec<Jour> {
    let request = ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None };
    let free = app.stranger().call(request).unwrap();
    let lists = [free.maintenant, free.aujourdhui, free.semaine, free.plus_tard];
    lists.into_iter().flatten().map(|one| crate::time::day_of(one.debut, app.app.zone())).collect()
}

#[test]
fn a_closure_calls_off_the_ateliers_within_the_walls_with_a_word_or_does_nothing() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let (inside, outside) = (
        atelier(&house, app.day(5), here(&house), true).unwrap(),
        atelier(&house, app.day(5), park(&house), true).unwrap(),
    );
    join(&jeune, inside);
    let close = |mot: Option<&str>| CloseEspace {
        espace: house.code.clone(),
        du: app.day(4),
        au: app.day(6),
        motif: "Travaux".parse().unwrap(),
        mot: mot.map(|mot| mot.parse().unwrap()),
    };
    let refused = house.pro.call(close(None)).unwrap_err();
    assert_eq!((refused.kind, &refused.fields["venues"]), (ProblemKind::RendezVousTouches, &vec!["1".to_owned()]));
    assert!(house.pro.call(ListFermetures { espace: house.code.clone() }).unwrap().is_empty());
    house.pro.call(close(Some("Fuite d’eau, on revient vite."))).unwrap();
    let mine = jeune.call(ListInscriptions {}).unwrap().remove(0);
    assert_eq!((mine.etat, mine.atelier.etat), (EtatInscription::Annule, EtatAtelier::Annule));
    assert_eq!(app.stranger().call(ReadAtelier { atelier: outside }).unwrap().etat, EtatAtelier::Publie);
    // Nothing new comes in: a date is refused, a draft stays one, what is held outside goes on.
    assert_eq!(kind(atelier(&house, app.day(4), here(&house), true)), ProblemKind::LieuFerme);
    assert_eq!(kind(atelier(&house, app.day(4), here(&house), false)), ProblemKind::LieuFerme);
    atelier(&house, app.day(4), park(&house), true).unwrap();
    assert_eq!(kind(house.pro.call(house.permanence(app.day(5), 1))), ProblemKind::LieuFerme);
}

#[test]
fn a_draft_is_not_published_behind_a_closed_door_and_a_series_leaves_the_day_out() {
    let app = TestApp::start();
    let house = app.house();
    let draft = atelier(&house, app.day(5), here(&house), false).unwrap();
    change(&house, json!({ "jours": [{ "jour": app.day(5) }] }), None).unwrap();
    assert_eq!(kind(house.pro.call(PublishAtelier { atelier: draft, serie: false })), ProblemKind::LieuFerme);
    let rythme = json!({ "quand": "semaine", "a_partir_du": app.day(5), "jusquau": app.day(19) });
    let fiche = json!({
        "titre": "Cuisine", "presentation": "x", "besoin": "parler", "places": 3, "lieu": here(&house), "meneurs": [],
        "pour_essayer": true, "accompagne": false,
    });
    let series = json!({
        "structure": house.structure, "fiche": fiche, "rythme": rythme, "debut": "14:00", "fin": "16:00", "publie": false,
    });
    let made = house.pro.call(serde_json::from_value::<CreateAteliers>(series).unwrap()).unwrap();
    let days: Vec<Jour> = made.iter().map(|one| crate::time::day_of(one.atelier.debut, app.app.zone())).collect();
    assert!(!days.is_empty() && !days.contains(&app.day(5)), "{days:?}");
}

#[test]
fn a_date_that_is_closed_takes_back_what_is_booked_that_day_and_gives_it_back() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let rythme = Rythme::Dates { jours: vec![app.day(3), app.day(5)] };
    house.pro.call(PublishPermanence { rythme, ..house.permanence(app.day(3), 1) }).unwrap();
    let request = ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None };
    let creneau = all(&app.stranger().call(request).unwrap())[0];
    jeune.call(BookCreneau { creneau, accompagne: false }).unwrap();
    let closed = json!({ "jours": [{ "jour": app.day(3), "mot": "On se forme" }] });
    assert_eq!(kind(change(&house, closed.clone(), None)), ProblemKind::RendezVousTouches);
    let etat = || jeune.call(ListRendezVous {}).unwrap()[0].etat;
    assert_eq!((etat(), hours(&app, &house).len()), (EtatRendezVous::Confirme, 3));
    change(&house, closed, Some("On se forme ce jour-là.")).unwrap();
    assert_eq!((etat(), hours(&app, &house)), (EtatRendezVous::AnnuleParStructure, vec![app.day(5); 2]));
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    let sheet = || house.pro.call(ReadPermanence { permanence, tout: false }).unwrap().occurrences;
    assert_eq!(sheet()[0].etat, EtatOccurrence::LieuFerme);
    // Open after all: its créneaux are there again. Saving once more changes nothing.
    for _ in 0..2 {
        change(&house, json!({}), None).unwrap();
        assert_eq!(hours(&app, &house), [app.day(3), app.day(3), app.day(5), app.day(5)]);
    }
}

#[test]
fn a_date_with_other_hours_keeps_what_is_within_them() {
    let app = TestApp::start();
    let house = app.house();
    // From 10:00 to 11:00, two créneaux of half an hour.
    house.pro.call(house.permanence(app.day(3), 1)).unwrap();
    let late = json!({ "jours": [{ "jour": app.day(3), "heures": [{ "debut": "10:30", "fin": "23:00" }] }] });
    change(&house, late, None).unwrap();
    assert_eq!(hours(&app, &house), [app.day(3)]);
    atelier(&house, app.day(3), here(&house), true).unwrap();
    let early = json!({ "jours": [{ "jour": app.day(3), "heures": [{ "debut": "09:00", "fin": "15:00" }] }] });
    change(&house, early, None).unwrap();
    assert_eq!(hours(&app, &house).len(), 2);
    assert_eq!(kind(atelier(&house, app.day(3), here(&house), true)), ProblemKind::LieuFerme);
}

#[test]
fn school_holidays_that_close_a_place_leave_no_room_in_it() {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    let murs = |vacances, semaine: &[(u8, &str, &str)]| {
        let opening = |(jour, debut, fin): &(u8, &str, &str)| Ouverture {
            jour: *jour,
            debut: debut.parse().unwrap(),
            fin: fin.parse().unwrap(),
        };
        let door = Horaires {
            semaine: Vec::new(),
            regle: None,
            semaine_vacances: semaine.iter().map(opening).collect(),
            vacances,
            zone_scolaire: Some(ZoneScolaire::C),
            feries: JoursFeries::Metropole,
            jours: Vec::new(),
            fermetures: Vec::new(),
            zone: zone.clone(),
        };
        Murs { door, tour: None, fermes: Default::default() }
    };
    let at = |day: &str, hour: &str| time::moment(day.parse().unwrap(), hour.parse().unwrap(), &zone).unwrap();
    let take = |murs: &Murs, day, from, to| murs.refuses((at(day, from), at(day, to))).is_none();
    // Autumn holidays of zone C: from 17 October to 1 November 2026. The 19th and the 26th are Mondays.
    let shut = murs(EnVacances::Ferme, &[]);
    assert!(!take(&shut, "2026-10-19", "10:00", "11:00") && take(&shut, "2026-11-02", "10:00", "11:00"));
    let mornings = murs(EnVacances::Autres, &[(1, "09:00", "12:00"), (6, "20:00", "02:00")]);
    assert!(take(&mornings, "2026-10-19", "09:00", "12:00") && !take(&mornings, "2026-10-19", "11:30", "12:30"));
    assert!(!take(&mornings, "2026-10-20", "10:00", "11:00"));
    // The night of Saturday is one opening: also on Sunday.
    assert!(take(&mornings, "2026-10-25", "00:30", "01:30") && !take(&mornings, "2026-10-25", "03:30", "04:00"));
    // Who holds something on a public holiday has said so.
    assert!(take(&murs(EnVacances::Pareil, &[]), "2026-11-11", "10:00", "11:00"));
}
