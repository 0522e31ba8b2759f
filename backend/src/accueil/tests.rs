//! Tests of the room.

mod egalite;
mod programme;
mod version;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use serde_json::{Value, json};
use shared::{
    Problem, ProblemKind,
    accueil::{
        CodeSupport, CountScan, CreateEspaceTemps, CreateSupport, EndSupport, EspaceEnDetail, GenreSupport,
        ListEspacesAnimes, ListEspacesTemps, ListSupports, Porte, ReadEspaceEnDetail, ReadEspaceTemps,
    },
    annuaire::ListStructures,
    comptes::Droits,
    fields::CodeEspace,
    ids::StructureId,
};

use crate::{
    schema,
    test_app::{ALL, Client, House, TestApp},
    time,
};

const COORDONNE: Droits = Droits { referent: false, publie: false, coordonne: true };

fn place(code: &str, structures: &[StructureId], more: Value) -> CreateEspaceTemps {
    let mut all = json!({
        "code": code, "nom": "Le Local", "presentation": "Un lieu ouvert à tous.", "lieu": "Centre social",
        "adresse": "1 rue de la Paix", "commune": "Bobigny", "horaires": [], "structures": structures,
        "propositions": ["Parler"],
    });
    let (all_fields, more) = (all.as_object_mut().unwrap(), more.as_object().unwrap().clone());
    all_fields.extend(more);
    serde_json::from_value(all).unwrap()
}

fn change(client: &Client, new: CreateEspaceTemps) -> Result<EspaceEnDetail, Problem> {
    client.change_espace(new)
}

fn kind<T>(result: Result<T, Problem>) -> Option<ProblemKind> {
    result.err().map(|problem| problem.kind)
}

fn code(text: &str) -> CodeEspace {
    text.parse().unwrap()
}

#[test]
fn a_coordonnateur_opens_and_changes_the_places_of_her_structures_and_no_others() {
    let app = TestApp::start();
    let (mine, partner, other) = (app.structure(), app.structure(), app.structure());
    let coordo = app.professionnel(mine, COORDONNE);
    coordo.call(place("chez-nous", &[partner, mine], json!({}))).unwrap();
    assert_eq!(kind(coordo.call(place("chez-eux", &[other], json!({})))), Some(ProblemKind::ChampsInvalides));
    // Another structure animates it on equal terms: its coordonnateur changes it too, its référents do not.
    let equal = app.professionnel(partner, COORDONNE);
    let changed = change(&equal, place("chez-nous", &[partner, mine], json!({ "nom": "Chez nous tous" }))).unwrap();
    assert_eq!(changed.espace.nom, "Chez nous tous");
    let plain = app.professionnel(mine, Droits { coordonne: false, ..ALL });
    let foreign = app.professionnel(other, ALL);
    let attempt = |client: &Client| kind(change(client, place("chez-nous", &[mine, other], json!({}))));
    assert_eq!(attempt(&plain), Some(ProblemKind::Introuvable));
    assert_eq!(attempt(&foreign), Some(ProblemKind::Introuvable));
    assert_eq!(attempt(&app.jeune()), Some(ProblemKind::Interdit));
    assert_eq!(attempt(&app.stranger()), Some(ProblemKind::NonConnecte));
    assert_eq!(kind(plain.call(place("en-douce", &[mine], json!({})))), Some(ProblemKind::Interdit));
    // She does not give it away by mistake; the administrator does.
    let given = place("chez-nous", &[other], json!({}));
    assert_eq!(kind(change(&coordo, given.clone())), Some(ProblemKind::StructureDesAutres));
    assert_eq!(app.stranger().call(ReadEspaceTemps { code: code("chez-nous") }).unwrap().nom, "Chez nous tous");
    change(&app.admin(), given).unwrap();
    assert!(coordo.call(ListEspacesAnimes {}).unwrap().is_empty());
    let theirs = foreign.call(ListEspacesAnimes {}).unwrap();
    assert!(theirs.len() == 1 && theirs[0].modifiable);
    assert_eq!(coordo.call(ListStructures::of("")).unwrap().total, 3);
}

#[test]
fn what_a_place_says_comes_back_as_it_was_given() {
    let app = TestApp::start();
    let house = app.house();
    let detail = json!({
        "genre": "la-ou-ils-sont", "venir": "Tram 1", "commodites": ["langues", "plain-pied"], "acces_note": "Sonnez",
        "zone": "c", "vacances": "autres", "horaires_vacances": [{ "jour": 2, "debut": "10:00", "fin": "12:00" }],
        "feries": "aucun", "programme": true,
        "jours": [{ "jour": app.day(3), "heures": [], "mot": "Inventaire" },
                  { "jour": app.day(4), "heures": [{ "debut": "09:00", "fin": "10:00" }, { "debut": "20:00", "fin": "01:00" }] }],
    });
    let horaires = json!([{ "jour": 5, "debut": "20:00", "fin": "02:00" }]);
    let new = place(house.code.as_str(), &[house.structure], json!({ "horaires": horaires, "detail": detail }));
    let changed = change(&house.pro, new.clone()).unwrap();
    assert_eq!(changed.detail, new.detail);
    let read = app.stranger().call(ReadEspaceEnDetail { code: house.code.clone() }).unwrap();
    assert_eq!((&read.detail, read.modifiable), (&new.detail, false));
    assert_eq!(read.espace.horaires, new.horaires);
}

#[test]
fn a_bus_is_where_it_stops_and_the_door_follows() {
    let app = TestApp::start();
    let structure = app.structure();
    let today = app.day(0);
    let stop = |day, debut: &str, fin: &str, nom: &str| json!({ "jour": time::weekday(app.day(day)), "debut": debut, "fin": fin, "nom": nom, "adresse": "Place", "commune": "Lens" });
    // Tomorrow and after: whatever the hour is now, none of them is under way.
    let arrets = json!([
        stop(2, "10:00", "12:00", "Marché"),
        stop(1, "14:00", "16:00", "Piscine"),
        stop(1, "17:00", "19:00", "Gare")
    ]);
    let bus =
        place("le-bus", &[structure], json!({ "detail": { "genre": "mobile", "feries": "aucun", "arrets": arrets } }));
    let made = app.admin().call(bus).unwrap();
    assert_eq!(made.lieu.nom, "Piscine");
    let [piscine, gare] = [&made.arrets[0], &made.arrets[1]];
    assert!(
        piscine.ends_with(", 14\u{A0}h – 16\u{A0}h\u{A0}: Piscine, Place, Lens") && gare.contains("\u{A0}: Gare, "),
        "{piscine}"
    );
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    let at = |day, hour: &str| time::moment(app.day(day), hour.parse().unwrap(), &zone).unwrap();
    assert_eq!(made.porte, Porte::Fermee { ouvre: Some(at(1, "14:00")) });
    let read = |minutes: i64| {
        app.clock.shift_minutes(minutes);
        app.stranger().call(ReadEspaceEnDetail { code: code("le-bus") }).unwrap()
    };
    let to = at(1, "14:30").minutes_since(app.app.db.now());
    let there = read(to + 1);
    assert_eq!((there.espace.lieu.nom.as_str(), there.prevus.len()), ("Piscine", 7));
    assert!(matches!(there.espace.porte, Porte::Ouverte { .. }));
    let later = read(120);
    assert_eq!(later.espace.lieu.nom, "Gare");
    assert_eq!(later.base.nom, "Centre social");
    assert!(today < app.day(0));
}

#[test]
fn a_bus_leaves_one_stop_out_on_one_day_and_goes_elsewhere_once() {
    let app = TestApp::start();
    let structure = app.structure();
    let stop = |debut: &str, fin: &str, nom: &str| json!({ "jour": time::weekday(app.day(1)), "debut": debut, "fin": fin, "nom": nom, "adresse": "Place", "commune": "Lens" });
    let arrets = json!([stop("10:00", "12:00", "Marché"), stop("14:00", "16:00", "Piscine")]);
    let fete = json!({ "fin": "22:00", "nom": "Fête de quartier", "adresse": "Rue Clovis", "commune": "Liévin" });
    let once = json!([{ "jour": app.day(1), "debut": "10:00" },
                      { "jour": app.day(1), "debut": "18:00", "lieu": fete.clone() },
                      { "jour": app.day(3), "debut": "18:00", "lieu": fete }]);
    let detail = json!({ "genre": "mobile", "feries": "aucun", "arrets": arrets, "arrets_particuliers": once });
    let new = place("le-bus", &[structure], json!({ "detail": detail }));
    app.admin().call(new.clone()).unwrap();
    let read = || app.stranger().call(ReadEspaceEnDetail { code: code("le-bus") }).unwrap();
    let seen = read();
    assert_eq!(seen.detail, new.detail);
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    let told: Vec<_> =
        seen.prevus.iter().take(4).map(|one| (time::day_of(one.debut, &zone), one.lieu.nom.as_str())).collect();
    let days = [1, 1, 3, 8].map(|days| app.day(days));
    assert_eq!(
        told,
        [(days[0], "Piscine"), (days[1], "Fête de quartier"), (days[2], "Fête de quartier"), (days[3], "Marché")]
    );
    let at = |day, hour: &str| time::moment(app.day(day), hour.parse().unwrap(), &zone).unwrap();
    assert_eq!(seen.espace.porte, Porte::Fermee { ouvre: Some(at(1, "14:00")) });
    app.clock.shift_minutes(at(3, "19:00").minutes_since(app.app.db.now()) + 1);
    assert!(matches!(read().espace.porte, Porte::Ouverte { .. }));
    assert_eq!(read().espace.lieu.nom, "Fête de quartier");
    let same = json!([stop("10:00", "12:00", "Marché"), stop("10:00", "11:00", "Gare")]);
    let twice = place("un-autre", &[structure], json!({ "detail": { "genre": "mobile", "arrets": same } }));
    let refused = app.admin().call(twice).unwrap_err();
    assert_eq!(refused.fields.get("arrets"), Some(&vec!["en-meme-temps".to_owned()]));
}

#[test]
fn on_a_day_of_its_own_a_bus_is_at_one_place_too_and_leaves_out_only_stops_that_there_are() {
    let app = TestApp::start();
    let structure = app.structure();
    let (day, jour) = (app.day(3), time::weekday(app.day(3)));
    let at = |jour: u8, debut: &str, fin: &str| json!({ "jour": jour, "debut": debut, "fin": fin, "nom": "Marché", "adresse": "x", "commune": "x" });
    let elsewhere = |debut: &str, fin: &str| json!({ "jour": day, "debut": debut, "lieu": { "fin": fin, "nom": "Fête", "adresse": "x", "commune": "x" } });
    let without = |debut: &str| json!({ "jour": day, "debut": debut });
    let evening = if jour == 1 { 7 } else { jour - 1 };
    let stops = json!([at(jour, "14:00", "16:00"), at(evening, "22:00", "01:00"), at(jour % 7 + 1, "08:00", "09:00")]);
    let bus = |code: &str, changes: serde_json::Value| {
        let detail = json!({ "genre": "mobile", "feries": "aucun", "arrets": stops, "arrets_particuliers": changes });
        app.admin().call(place(code, &[structure], json!({ "detail": detail })))
    };
    let refused = |changes: serde_json::Value, why: &str| {
        let found = bus("bus-refuse", changes).unwrap_err();
        assert_eq!(found.fields.get("arrets_particuliers"), Some(&vec![why.to_owned()]));
    };
    refused(json!([elsewhere("15:00", "17:00")]), "en-meme-temps");
    // The night before is not over; the one after goes on into the morning of another day.
    refused(json!([elsewhere("00:30", "03:00")]), "en-meme-temps");
    refused(json!([without("15:00")]), "arret-inconnu");
    refused(json!([without("08:00")]), "arret-inconnu");
    bus("bus-un", json!([elsewhere("16:00", "18:00"), elsewhere("01:00", "03:00")])).unwrap();
    bus("bus-deux", json!([without("14:00"), elsewhere("15:00", "17:00")])).unwrap();
}

#[test]
fn what_makes_no_sense_is_refused_by_name_and_nothing_is_stored() {
    let app = TestApp::start();
    let house = app.house();
    let before = app.stranger().call(ReadEspaceEnDetail { code: house.code.clone() }).unwrap();
    let monday = |debut: &str, fin: &str| json!({ "jour": 1, "debut": debut, "fin": fin });
    for (more, field, code) in [
        (json!({ "horaires": [monday("14:00", "12:00")] }), "horaires", "fin-avant-debut"),
        (json!({ "horaires": [{ "jour": 9, "debut": "14:00", "fin": "18:00" }] }), "horaires", "jour-inconnu"),
        (json!({ "horaires": [monday("14:00", "18:00"), monday("14:00", "17:00")] }), "horaires", "en-double"),
        (json!({ "detail": { "genre": "mobile" } }), "arrets", "au-moins-une"),
        (json!({ "detail": { "vacances": "ferme" } }), "zone", "manquant"),
        (json!({ "detail": { "jours": [{ "jour": app.day(1) }, { "jour": app.day(1) }] } }), "jours", "en-double"),
    ] {
        let new = place(house.code.as_str(), &[house.structure], more.clone());
        let refused = change(&house.pro, new).unwrap_err();
        assert_eq!(refused.fields.get(field), Some(&vec![code.to_owned()]), "{more}: {refused:?}");
        let fresh = place("un-autre", &[house.structure], more);
        assert_eq!(app.admin().call(fresh).unwrap_err().fields.keys().collect::<Vec<_>>(), [field]);
    }
    assert_eq!(app.stranger().call(ReadEspaceEnDetail { code: house.code.clone() }).unwrap(), before);
    assert_eq!(app.stranger().call(ListEspacesTemps {}).unwrap().len(), 1);
}

#[test]
fn a_poster_counts_who_comes_without_knowing_who() {
    let app = TestApp::start();
    let house = app.house();
    let make = |genre, libelle: &str| {
        let request = CreateSupport { espace: house.code.clone(), genre, libelle: libelle.parse().unwrap() };
        house.pro.call(request).unwrap()
    };
    let (poster, cards) = (make(GenreSupport::Affiche, "à la gare"), make(GenreSupport::Cartes, "devant le lycée"));
    let scan = |house: &House, de: &str| {
        let path = format!("/api/espaces/{}/scans", house.code.as_str());
        app.stranger().send("POST", &path, &[], &json!({ "de": de }).to_string())
    };
    // The page itself counts nothing, however often it is loaded: the phone says it, once a day.
    let page = format!("/e/{}?de={}", house.code.as_str(), poster.code.as_str());
    (0..5).for_each(|_| assert_eq!(app.stranger().send("GET", &page, &[], "").headers.get("set-cookie"), None));
    for _ in 0..6 {
        let told = scan(&house, poster.code.as_str());
        assert_eq!((told.status, told.headers.get("set-cookie")), (200, None));
    }
    scan(&house, cards.code.as_str());
    // A wrong code, or the code of another place, tells nothing and counts for nothing.
    let elsewhere = app.house();
    let foreign = scan(&elsewhere, poster.code.as_str());
    assert_eq!((foreign.status, &foreign.body), (200, &scan(&house, "abcdefg").body));
    for wrong in ["", "x", "%00", "zzzzzzzzzzzzzzzzzzzz"] {
        assert_eq!(scan(&house, wrong).problem().kind, ProblemKind::ChampsInvalides);
    }
    let sign_up = |support: Option<&str>| {
        let body = json!({ "prenom": "Inès", "naissance": { "annee": 2006, "mois": 3 }, "retour": { "par": "carte" },
                           "espace": house.code, "support": support });
        app.stranger().call(serde_json::from_value::<shared::comptes::SignUp>(body).unwrap()).unwrap();
    };
    sign_up(Some(cards.code.as_str()));
    sign_up(Some("abcdefg"));
    sign_up(None);
    app.clock.shift_minutes(8 * 24 * 60);
    let pro = app.enter(house.pro.compte.unwrap());
    let told = || {
        let list = pro.call(ListSupports { espace: house.code.clone() }).unwrap();
        list.into_iter().map(|one| (one.scans.nombre(), one.scans_semaine, one.comptes.nombre())).collect::<Vec<_>>()
    };
    // Who was given the only card is not told apart, nor are the few of this week.
    (0..4).for_each(|_| drop(scan(&house, poster.code.as_str())));
    assert_eq!(told(), [(None, None, None), (Some(10), None, None)]);
    scan(&house, poster.code.as_str());
    assert_eq!(told(), [(None, None, None), (Some(11), Some(5), None)]);
    // Somebody else's posters are not there.
    let foreign = app.enter(elsewhere.pro.compte.unwrap());
    let hidden = |result: Result<(), Problem>| result.unwrap_err().kind;
    assert_eq!(hidden(foreign.call(ListSupports { espace: house.code.clone() }).map(drop)), ProblemKind::Introuvable);
    assert_eq!(hidden(foreign.call(EndSupport { support: poster.id }).map(drop)), ProblemKind::Introuvable);
    let theirs =
        CreateSupport { espace: house.code.clone(), genre: GenreSupport::Affiche, libelle: "x".parse().unwrap() };
    assert_eq!(hidden(foreign.call(theirs).map(drop)), ProblemKind::Introuvable);
    assert_eq!(hidden(app.jeune().call(EndSupport { support: poster.id }).map(drop)), ProblemKind::Interdit);
    let counted = || {
        let mut db = crate::db::connect(&app.app.settings.database).unwrap();
        let rows = schema::visite::table.filter(schema::visite::support_id.eq(poster.id.to_string()));
        rows.select(schema::visite::scans).load::<i32>(&mut db).unwrap().iter().sum::<i32>()
    };
    pro.call(EndSupport { support: poster.id }).unwrap();
    assert_eq!(pro.call(ListSupports { espace: house.code.clone() }).unwrap().len(), 1);
    // What is no longer counted is not counted; its code still leads to the place.
    let before = counted();
    assert_eq!(scan(&house, poster.code.as_str()).status, 200);
    assert_eq!(counted(), before);
}

#[test]
fn a_loop_that_scans_without_end_is_stopped_and_the_other_codes_go_on() {
    let app = TestApp::start();
    let house = app.house();
    let make = |libelle: &str| {
        let (espace, libelle) = (house.code.clone(), libelle.parse().unwrap());
        house.pro.call(CreateSupport { espace, genre: GenreSupport::Affiche, libelle }).unwrap().code
    };
    let (first, second) = (make("ici"), make("là"));
    let scan =
        |de: &CodeSupport| app.stranger().call(CountScan { espace: house.code.clone(), de: de.clone() }).map(drop);
    let told: Vec<_> = (0..45).map(|_| scan(&first).map_err(|why| why.kind)).collect();
    assert!(told[..40].iter().all(Result::is_ok));
    assert!(told[40..].iter().all(|one| *one == Err(ProblemKind::TropDEssais)), "{told:?}");
    scan(&second).unwrap();
    let list = house.pro.call(ListSupports { espace: house.code.clone() }).unwrap();
    assert_eq!(list.iter().map(|one| one.scans.nombre()).collect::<Vec<_>>(), [None, Some(40)]);
    app.clock.shift_minutes(11);
    scan(&first).unwrap();
}

#[test]
fn no_structure_of_a_place_is_put_forward_over_many_days_and_loads() {
    let app = TestApp::start();
    let structures: Vec<StructureId> = (0..4)
        .map(|at| {
            let nom = format!("Structure {at}");
            app.app.db.write_now(move |tx| crate::annuaire::insert_structure(tx, &nom, None)).unwrap().id
        })
        .collect();
    app.admin().call(place("ensemble", &structures, json!({}))).unwrap();
    let (days, mut ranks) = (120, std::collections::BTreeMap::<String, usize>::new());
    for _ in 0..days {
        let read = app.stranger().call(ReadEspaceTemps { code: code("ensemble") }).unwrap();
        let listed = app.stranger().call(ListEspacesTemps {}).unwrap().remove(0);
        // Whoever loads it on the same day sees the same order.
        assert_eq!(read.structures, listed.structures);
        for (rank, nom) in read.structures.into_iter().enumerate() {
            *ranks.entry(nom).or_default() += rank;
        }
        app.clock.shift_minutes(24 * 60);
    }
    assert_eq!(ranks.len(), 4);
    for (nom, sum) in ranks {
        let mean = sum as f64 / f64::from(days);
        assert!((mean - 1.5).abs() < 0.1, "{nom}: {mean}");
    }
}
