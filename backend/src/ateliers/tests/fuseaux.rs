//! The clock of an atelier that is held at no espace-temps: what its address says, then who announces or publishes it.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    annuaire::ListStructures,
    ateliers::{CreateAteliers, FicheAtelier, LieuAtelier},
    fields::CodeEspace,
};

use super::{fiche, made, request};
use crate::{
    annuaire::import,
    db::Tx,
    schema::{espace_temps, lieu, structure},
    test_app::{House, TestApp},
    time,
};

const FILE: &str = "id,nom,adresse,commune,code_insee,code_postal,horaires_osm\n\
                    x:1,Maison des jeunes,2 rue,Saint-Denis,97411,97400,Mo-Su 09:00-17:00\n\
                    x:2,Point jeunes,3 rue,Mamoudzou,,97600,Mo-Su 09:00-17:00\n\
                    x:3,Mission,4 rue,97300 Cayenne,,,Mo-Su 09:00-17:00\n\
                    x:4,Foyer,5 rue,Quelque part,,,Mo-Su 09:00-17:00\n";

// The zone in which an atelier that was made for 14:00 starts at 14:00.
fn zone(app: &TestApp, house: &House, lieu: LieuAtelier) -> String {
    let day = app.day(2);
    let wanted = CreateAteliers { fiche: FicheAtelier { lieu, ..fiche(house, 3) }, ..request(house, day, 3) };
    let atelier = made(house, wanted).atelier;
    let clock = TimeZone::get(&atelier.lieu.fuseau).unwrap();
    assert_eq!(Some(atelier.debut), time::moment(day, "14:00".parse().unwrap(), &clock));
    atelier.lieu.fuseau
}

fn park(commune: &str, espace: Option<CodeEspace>) -> LieuAtelier {
    let line = |text: &str| text.parse().unwrap();
    LieuAtelier::Ailleurs { nom: line("Parc"), adresse: Some(line("1 rue")), commune: line(commune), espace }
}

#[test]
fn an_address_has_the_clock_that_it_says() {
    let app = TestApp::start();
    let house = app.house();
    app.app.db.write_now(|tx| import::import(tx, FILE)).unwrap();
    let all = app.admin().call(ListStructures::of("")).unwrap().liste;
    let of = |nom: &str| all.iter().find(|one| one.nom == nom).unwrap();
    let known = |nom: &str| of(nom).fiche.as_ref().unwrap().fuseau.clone();
    let names = ["Maison des jeunes", "Point jeunes", "Mission", "Foyer"];
    assert_eq!(names.map(known), ["Indian/Reunion", "Indian/Mayotte", "America/Cayenne", "Europe/Paris"]);
    let there = LieuAtelier::Structure { structure: of("Maison des jeunes").id, espace: None };
    assert_eq!(zone(&app, &house, there), "Indian/Reunion");
    assert_eq!(zone(&app, &house, park("97400 Saint-Denis", None)), "Indian/Reunion");
    // There is another one, and nothing is guessed.
    assert_eq!(zone(&app, &house, park("Saint-Denis", None)), "Europe/Paris");
}

#[test]
fn an_address_of_which_nothing_is_known_has_the_clock_of_its_espace_temps_else_of_its_structure() {
    let app = TestApp::start();
    let (house, other) = (app.house(), app.house());
    let (mine, theirs) = (house.structure, other.espace);
    let set = move |tx: &mut Tx<'_>| {
        let place: String = espace_temps::table.find(theirs.to_string()).select(espace_temps::lieu_id).first(tx.db)?;
        diesel::update(lieu::table.find(place)).set(lieu::fuseau.eq("America/Cayenne")).execute(tx.db)?;
        let mine = structure::table.find(mine.to_string());
        diesel::update(mine).set(structure::code_commune.eq("97209")).execute(tx.db)?;
        Ok(())
    };
    app.app.db.write_now(set).unwrap();
    assert_eq!(zone(&app, &house, park("Le Bourg", Some(other.code.clone()))), "America/Cayenne");
    assert_eq!(zone(&app, &house, park("97400 Saint-Denis", Some(other.code))), "Indian/Reunion");
    assert_eq!(zone(&app, &house, park("Le Bourg", None)), "America/Martinique");
}
