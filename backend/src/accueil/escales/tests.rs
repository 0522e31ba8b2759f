//! What is held in a bus is held at its stop of that hour, everywhere.

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl, TextExpressionMethods};
use serde_json::{Value, json};
use shared::{
    ProblemKind,
    accueil::{Lieu, ListMoments},
    ateliers::{CreateAteliers, JoinAtelier, ListAteliers, ListInscriptions},
    fields::Jour,
    ids::CreneauId,
    permanences::{
        BookCreneau, Conditions, Creneaux, ListAgenda, ListCreneaux, ListPermanences, ListRendezVous, Mode,
        PublishPermanence, Rythme,
    },
};

use crate::{
    db,
    schema::envoi,
    test_app::{Client, House, TestApp, all},
    time,
};

const LENS: &str = "62498";
const BOBIGNY: &str = "93008";
const NO_STOP: &str = "Pas d’arrêt prévu à cette heure";

fn stop(jour: Jour, debut: &str, fin: &str, nom: &str) -> Value {
    let jour = time::weekday(jour);
    json!({ "jour": jour, "debut": debut, "fin": fin, "nom": nom, "adresse": "Rue Clovis", "commune": "Liévin" })
}

// At home in Lens; at the swimming pool on one day of the week, at the market on the next one.
fn bus(app: &TestApp, once: &Value) -> House {
    let house = app.house();
    change(&house, app, once);
    house
}

fn change(house: &House, app: &TestApp, once: &Value) {
    let arrets = [stop(app.day(2), "09:00", "12:00", "Piscine"), stop(app.day(3), "10:00", "12:00", "Marché")];
    let detail = json!({ "genre": "mobile", "feries": "aucun", "arrets": arrets, "arrets_particuliers": once,
                         "programme": true });
    let wanted = json!({
        "code": house.code, "nom": "Le bus", "presentation": "Un bus.", "lieu": "Dépôt", "adresse": "ZI Nord",
        "commune": "Bobigny", "horaires": [], "structures": [house.structure], "propositions": [], "detail": detail,
    });
    house.pro.change_espace(wanted).unwrap();
}

fn creneaux(app: &TestApp, house: &House) -> Vec<(CreneauId, Lieu)> {
    let request = ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None };
    let list = app.stranger().call(request).unwrap();
    let spans = [list.maintenant, list.aujourdhui, list.semaine, list.plus_tard];
    spans.into_iter().flatten().map(|one| (one.id, one.lieu)).collect()
}

fn told(lieu: &Lieu) -> (&str, &str, &str) {
    (&lieu.nom, &lieu.adresse, &lieu.commune)
}

/// What was to be told to somebody, reminders left out.
pub fn news(app: &TestApp, client: &Client) -> i64 {
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let mine = envoi::table.filter(envoi::compte_id.eq(client.compte.unwrap().to_string()));
    let of_places = envoi::sujet.like("changement:%").or(envoi::sujet.like("atelier:%"));
    mine.filter(of_places).count().get_result(&mut db).unwrap()
}

const POOL: (&str, &str, &str) = ("Piscine", "Rue Clovis", "Liévin");

#[test]
fn a_permanence_in_a_bus_is_at_its_stop_wherever_it_is_read() {
    let app = TestApp::start();
    let house = bus(&app, &json!([]));
    let made = house.pro.call(house.permanence(app.day(2), 1)).unwrap();
    assert_eq!(told(&made.lieu), POOL);
    let free = creneaux(&app, &house);
    assert_eq!(free.iter().map(|(_, lieu)| told(lieu)).collect::<Vec<_>>(), [POOL, POOL]);
    let jeune = app.jeune();
    let booked = jeune.call(BookCreneau { creneau: free[0].0, accompagne: false }).unwrap();
    assert_eq!(told(&booked.lieu), POOL);
    assert_eq!(told(&jeune.call(ListRendezVous {}).unwrap()[0].lieu), POOL);
    let agenda = house.pro.call(ListAgenda { du: app.day(2) }).unwrap();
    assert_eq!(told(&agenda[0].lieu), POOL);
    let moments = app.stranger().call(ListMoments { code: house.code.clone() }).unwrap();
    assert_eq!(told(moments[0].ailleurs.as_ref().unwrap()), POOL);
    assert_eq!(told(&house.pro.call(ListPermanences {}).unwrap()[0].lieu), POOL);
    let path = format!("/e/{}/programme.ics", house.code.as_str());
    let calendar = app.stranger().send("GET", &path, &[], "").body.replace("\r\n ", "");
    assert!(calendar.contains("LOCATION:Piscine\\, Rue Clovis\\, Liévin"), "{calendar}");
    // No address is said of the bus itself: it stands there for nobody.
    let read = |name: &str| app.stranger().send("GET", &format!("/e/{}/{name}", house.code.as_str()), &[], "").body;
    let (page, feed) = (read("programme"), read("programme.json"));
    assert!(page.contains("Ce lieu se déplace") && page.contains("Rue Clovis") && !page.contains("Dépôt"), "{page}");
    assert!(!feed.contains("\"adresse\":\"1 rue") && !feed.contains("Dépôt"), "{feed}");
}

#[test]
fn a_permanence_is_made_only_when_the_bus_stands_at_one_stop_and_otherwise_refused_by_name() {
    let app = TestApp::start();
    let house = bus(&app, &json!([]));
    let refused = house.pro.call(house.permanence(app.day(1), 1)).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::LieuFerme);
    assert_eq!(refused.fields.get("arrets"), Some(&vec!["sans-arret".to_owned()]));
    assert!(refused.title.contains("pas d’arrêt"), "{}", refused.title);
    assert_eq!(creneaux(&app, &house), []);
    // The market opens at ten: what would begin before, or end after, is not made.
    let hours = |debut: &str, fin: &str| (debut.parse().unwrap(), fin.parse().unwrap());
    let (debut, fin) = hours("09:30", "12:30");
    house.pro.call(PublishPermanence { debut, fin, ..house.permanence(app.day(3), 1) }).unwrap();
    assert_eq!(creneaux(&app, &house).len(), 4);
    // By phone one is nowhere.
    let conditions = Conditions { mode: Mode::Telephone, ..Conditions::default() };
    house.pro.call(PublishPermanence { conditions, ..house.permanence(app.day(1), 1) }).unwrap();
    assert_eq!(creneaux(&app, &house)[0].1.nom, "Dépôt");
}

#[test]
fn a_permanence_that_goes_on_at_the_next_stop_is_told_at_both() {
    let app = TestApp::start();
    let gare = json!({ "fin": "15:00", "nom": "Gare", "adresse": "Place Cantin", "commune": "Lens" });
    let house = bus(&app, &json!([{ "jour": app.day(2), "debut": "13:00", "lieu": gare }]));
    let (debut, fin) = ("11:00".parse().unwrap(), "14:00".parse().unwrap());
    house.pro.call(PublishPermanence { debut, fin, ..house.permanence(app.day(2), 1) }).unwrap();
    let moments = app.stranger().call(ListMoments { code: house.code.clone() }).unwrap();
    let hour = |at| time::heure_of(at, app.app.zone()).to_string();
    let told: Vec<_> = moments
        .iter()
        .map(|one| (hour(one.debut), hour(one.fin), one.ailleurs.as_ref().unwrap().nom.clone()))
        .collect();
    let text = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(told, [text("11:00", "12:00", "Piscine"), text("13:00", "14:00", "Gare")]);
}

#[test]
fn a_rule_follows_the_bus_and_leaves_out_the_days_on_which_it_does_not_come() {
    let app = TestApp::start();
    let house = bus(&app, &json!([{ "jour": app.day(9), "debut": "09:00" }]));
    let jours = vec![app.day(2), app.day(9), app.day(16)];
    house.pro.call(PublishPermanence { rythme: Rythme::Dates { jours }, ..house.permanence(app.day(2), 1) }).unwrap();
    let moments = app.stranger().call(ListMoments { code: house.code.clone() }).unwrap();
    let days: Vec<Jour> = moments.iter().map(|one| time::day_of(one.debut, app.app.zone())).collect();
    assert_eq!(days, [app.day(2), app.day(16)]);
}

#[test]
fn whoever_is_expected_is_told_when_the_bus_stops_elsewhere_that_day() {
    let app = TestApp::start();
    let house = bus(&app, &json!([]));
    house.pro.call(house.permanence(app.day(2), 2)).unwrap();
    let free = creneaux(&app, &house);
    let (jeune, other) = (app.jeune(), app.jeune());
    jeune.call(BookCreneau { creneau: free[0].0, accompagne: false }).unwrap();
    let news = |client: &Client| news(&app, client);
    assert_eq!((news(&jeune), news(&other)), (0, 0));
    // The same again is no news.
    change(&house, &app, &json!([]));
    assert_eq!(news(&jeune), 0);
    let gare = json!({ "fin": "12:00", "nom": "Gare", "adresse": "Place Cantin", "commune": "Lens" });
    let left_out = json!({ "jour": app.day(2), "debut": "09:00" });
    change(&house, &app, &json!([left_out, { "jour": app.day(2), "debut": "10:00", "lieu": gare }]));
    assert_eq!(told(&jeune.call(ListRendezVous {}).unwrap()[0].lieu), ("Gare", "Place Cantin", "Lens"));
    assert_eq!((news(&jeune), news(&other)), (1, 0));
    // Left out, and nothing instead: that is said, and no wrong address.
    change(&house, &app, &json!([left_out]));
    assert_eq!(told(&jeune.call(ListRendezVous {}).unwrap()[0].lieu), (NO_STOP, "Dépôt", "Bobigny"));
}

#[test]
fn an_atelier_in_a_bus_is_at_its_stop_and_is_refused_where_there_is_none() {
    let app = TestApp::start();
    let house = bus(&app, &json!([]));
    let request = |jour: Jour| {
        let fiche = json!({
            "titre": "Un CV qui te ressemble", "presentation": "On le fait ensemble.", "besoin": "emploi", "places": 8,
            "lieu": { "ou": "espace", "espace": house.code }, "meneurs": [], "pour_essayer": true, "accompagne": false,
        });
        let request = json!({
            "structure": house.structure, "fiche": fiche, "rythme": { "quand": "date", "jour": jour },
            "debut": "10:00", "fin": "11:00", "publie": true,
        });
        serde_json::from_value::<CreateAteliers>(request).unwrap()
    };
    let refused = house.pro.call(request(app.day(1))).unwrap_err();
    assert_eq!((refused.kind, refused.fields.contains_key("arrets")), (ProblemKind::LieuFerme, true));
    house.pro.call(request(app.day(2))).unwrap();
    let list = app.stranger().call(ListAteliers { besoin: None, espace: None, commune: None }).unwrap();
    assert_eq!(list.iter().map(|one| told(&one.lieu)).collect::<Vec<_>>(), [POOL]);
    let jeune = app.jeune();
    jeune.call(JoinAtelier { atelier: list[0].id, accompagne: false, ou_attendre: false }).unwrap();
    let gare = json!({ "fin": "12:00", "nom": "Gare", "adresse": "Place Cantin", "commune": "Lens" });
    let left_out = json!({ "jour": app.day(2), "debut": "09:00" });
    change(&house, &app, &json!([left_out, { "jour": app.day(2), "debut": "10:00", "lieu": gare }]));
    assert_eq!(jeune.call(ListInscriptions {}).unwrap()[0].atelier.lieu.nom, "Gare");
    assert_eq!(news(&app, &jeune), 1);
}

#[test]
fn what_is_near_a_stop_of_the_bus_is_near() {
    let app = TestApp::start();
    let house = bus(&app, &json!([]));
    house.pro.call(house.permanence(app.day(2), 1)).unwrap();
    // Nearer than any other place: a bus is not near its depot.
    let near = |commune: &str| {
        let commune = Some(commune.parse().unwrap());
        app.stranger().call(ListCreneaux { besoin: None, espace: None, commune }).unwrap()
    };
    let km = |list: &Creneaux| list.semaine.first().and_then(|one| one.km);
    assert!(km(&near(LENS)).is_some_and(|km| km < 20));
    assert!(km(&near(BOBIGNY)).is_some_and(|km| 100 < km));
    // With something near the depot, that is what is shown there.
    let other = app.house();
    other.pro.call(other.permanence(app.day(2), 1)).unwrap();
    let list = near(BOBIGNY);
    assert_eq!(list.semaine.iter().map(|one| &one.espace).collect::<Vec<_>>(), [&other.code, &other.code]);
    assert_eq!(all(&near(LENS)).len(), 2);
}
