//! What somebody who comes along is told: where, how, and nothing of where the jeune goes otherwise.

use serde_json::{Value, json};
use shared::{
    ateliers::{AtelierPro, CreateAteliers, FicheAtelier, Inscription},
    permanences::{Conditions, Mode, PublishPermanence, Rythme},
};

use super::*;

/// An atelier somewhere else, that belongs to no espace-temps.
pub(super) fn elsewhere(
    house: &House,
    days: shared::fields::Jour,
    (adresse, point): (Option<&str>, Option<&str>),
) -> AtelierPro {
    let fiche: FicheAtelier = serde_json::from_value(json!({
        "titre": "Visite", "presentation": "On visite ensemble.", "besoin": "emploi", "accompagne": true, "places": 3,
        "lieu": { "ou": "ailleurs", "nom": "L’usine", "adresse": adresse, "commune": "Saint-Denis" },
        "point_rencontre": point,
    }))
    .unwrap();
    let (debut, fin) = ("14:00".parse().unwrap(), "16:00".parse().unwrap());
    let rythme = Rythme::Date { jour: days };
    let request = CreateAteliers { structure: house.structure, fiche, rythme, debut, fin, publie: true };
    house.pro.call(request).unwrap().remove(0)
}

pub(super) fn join(jeune: &Client, one: &AtelierPro) -> Inscription {
    jeune.call(JoinAtelier { atelier: one.atelier.id, accompagne: false, ou_attendre: false }).unwrap()
}

pub(super) fn come_along(jeune: &Client, joined: &Inscription) -> LienProche {
    let (prenom, portee) = ("Tata".parse().unwrap(), Portee::Atelier);
    jeune.call(InviteProche { prenom, portee, rendez_vous: None, inscription: Some(joined.id), signe: None }).unwrap()
}

pub(super) fn open_on(app: &TestApp, link: &LienProche) -> Client {
    let phone = app.stranger();
    phone.call(jeton(link)).unwrap();
    phone
}

// What is sent, whatever the page makes of it.
pub(super) fn sent(phone: &Client) -> Value {
    serde_json::from_str::<Value>(&phone.send("GET", "/api/proche", &[], "").body).unwrap()[0].take()
}

#[test]
fn who_comes_along_to_an_atelier_is_told_where_one_meets() {
    let app = TestApp::start();
    let house = app.house();
    for place in
        [(None, Some("devant la gare, sortie 2")), (Some("1 rue X"), Some("à l’accueil")), (Some("1 rue X"), None)]
    {
        let jeune = app.jeune_of(Some(house.espace));
        let joined = join(&jeune, &elsewhere(&house, app.day(3), place));
        let moment = sent(&open_on(&app, &come_along(&jeune, &joined)))["moment"].take();
        // What the jeune reads, and nothing less.
        assert_eq!(moment["lieu"], serde_json::to_value(&joined.atelier.lieu).unwrap());
        assert_eq!(moment["point_rencontre"].as_str(), place.1);
        assert_eq!(moment["mode"], "sur-place");
    }
}

#[test]
fn who_comes_along_by_phone_or_by_video_is_sent_nowhere() {
    let app = TestApp::start();
    let lien = "https://visio.exemple.fr/secret-du-jeune";
    for (days, mode) in [(2, Mode::Telephone), (3, Mode::Video)] {
        let house = app.house();
        let jeune = app.jeune_of(Some(house.espace));
        let link = (mode == Mode::Video).then(|| lien.parse().unwrap());
        let conditions = Conditions { mode, lien: link, ..Conditions::default() };
        house.pro.call(PublishPermanence { conditions, ..house.permanence(app.day(days), 1) }).unwrap();
        let request =
            shared::permanences::ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None };
        let creneau = crate::test_app::all(&jeune.call(request).unwrap())[0];
        let booked = jeune.call(BookCreneau { creneau, accompagne: true }).unwrap();
        let (prenom, portee) = ("Papa".parse().unwrap(), Portee::RendezVous);
        let request = InviteProche { prenom, portee, rendez_vous: Some(booked.id), inscription: None, signe: None };
        let father = open_on(&app, &jeune.call(request).unwrap());
        let seen = sent(&father);
        assert_eq!((seen["moment"]["mode"].as_str(), seen["moment"].get("lieu")), (Some(mode.code()), None));
        assert_eq!(seen["moment"]["fuseau"], json!(booked.lieu.fuseau));
        // Neither the address, nor the link: it is the jeune's.
        let raw = seen.to_string();
        assert!(!raw.contains(&booked.lieu.adresse) && !raw.contains("visio.exemple"), "{raw}");
    }
}

// An atelier that is held elsewhere says nothing of the place that welcomes the jeune.
#[test]
fn only_who_writes_to_a_team_is_told_which() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let nom = app.stranger().call(shared::accueil::ReadEspaceTemps { code: house.code.clone() }).unwrap().nom;
    let joined = join(&jeune, &elsewhere(&house, app.day(3), (Some("1 rue X"), None)));
    let seen = sent(&open_on(&app, &come_along(&jeune, &joined)));
    assert!(seen.get("espace").is_none() && !seen.to_string().contains(&nom), "{seen}");
    let booked = jeune.call(BookCreneau { creneau: house.creneaux(app.day(4), 1)[0], accompagne: true }).unwrap();
    let (prenom, portee) = ("Papa".parse().unwrap(), Portee::RendezVous);
    let request = InviteProche { prenom, portee, rendez_vous: Some(booked.id), inscription: None, signe: None };
    assert_eq!(sent(&open_on(&app, &jeune.call(request).unwrap())).get("espace"), None);
    assert_eq!(sent(&open_on(&app, &invite(&jeune, Portee::Equipe)))["espace"], json!(nom));
}
