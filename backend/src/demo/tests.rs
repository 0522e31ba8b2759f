//! The demonstration itself.

use std::collections::HashSet;

use diesel::{QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    accueil::{ListEspacesTemps, ListMoments, Ouverture, ReadEspaceTemps},
    ateliers::{EtatAtelier, ListAteliers, ListAteliersPublies, ReadListeAtelier},
    comptes::SignIn,
    messages::ListFils,
    permanences::{Entonnoir, ListCreneaux, ListPermanences, ListRendezVous, Mode, ReadPermanence},
};

use crate::{
    db,
    schema::creneau,
    test_app::{TestApp, all},
    time,
};

#[test]
fn the_demonstration_fills_an_empty_database_once_and_its_accounts_open() {
    let app = TestApp::start();
    let accounts = super::seed(&app.app).unwrap();
    let roles: Vec<&str> = accounts.iter().map(|one| one.role.as_str()).collect();
    assert_eq!(roles.iter().filter(|role| **role == "jeune").count(), 3);
    assert!(roles.contains(&"administrateur") && roles.contains(&"professionnel"));
    for account in &accounts {
        let client = app.stranger();
        let request =
            SignIn { identifiant: account.identifiant.parse().unwrap(), secret: account.secret.parse().unwrap() };
        client.call(request).unwrap_or_else(|why| panic!("{account:?}: {why:?}"));
        if account.role == "jeune" {
            assert_eq!(client.call(ListFils {}).unwrap().len(), 1);
        }
    }
    let first = app.stranger();
    first
        .call(SignIn {
            identifiant: accounts.iter().find(|one| one.role == "jeune").unwrap().identifiant.parse().unwrap(),
            secret: "demonstration-2026".parse().unwrap(),
        })
        .unwrap();
    assert_eq!(first.call(ListRendezVous {}).unwrap().len(), 1);
    let espaces = app.stranger().call(shared::accueil::ListEspacesTemps {}).unwrap();
    assert!(espaces.len() == 4 && espaces.iter().all(|one| 2 <= one.structures.len()));
    // A place has its hours; the bus has its stops, and is at one of them or on its way to it.
    assert_eq!(espaces.iter().filter(|one| one.horaires.is_empty()).count(), 1);
    assert!(espaces.iter().all(|one| one.horaires.is_empty() == (one.code.as_str() == "bus-lens-lievin")));
    assert!(10 < all(&app.stranger().call(ListCreneaux { besoin: None, espace: None, commune: None }).unwrap()).len());
    assert!(super::seed(&app.app).is_err());
}

#[test]
fn the_demonstration_can_be_made_at_any_moment() {
    // Near midnight, in the hour that the clocks skip, in the one that they repeat, on a public holiday, between two years,
    // on a day that most years do not have.
    let moments = [
        ("2027-01-31", "23:20"),
        ("2027-03-28", "01:40"),
        ("2027-10-31", "02:10"),
        ("2027-12-25", "10:00"),
        ("2027-12-27", "09:00"),
        ("2027-12-31", "23:59"),
        ("2028-02-29", "12:00"),
    ];
    for (day, hour) in moments {
        let app = TestApp::start();
        let moment = time::moment(day.parse().unwrap(), hour.parse().unwrap(), app.app.zone()).unwrap();
        app.clock.shift_minutes(moment.minutes_since(app.app.db.now()));
        super::seed(&app.app).unwrap_or_else(|why| panic!("{day} {hour}: {why}"));
        let free = app.stranger().call(ListCreneaux { besoin: None, espace: None, commune: None }).unwrap();
        assert!(10 < all(&free).len(), "{day} {hour}");
    }
}

#[test]
fn nobody_receives_at_night_and_the_next_creneau_is_today_or_else_tomorrow() {
    // A Saturday before a Sunday on which most doors are closed, the eve of a public holiday and the holiday, a weekday.
    for (day, hour, in_days) in [
        ("2027-01-30", "01:00", 0),
        ("2027-01-30", "19:10", 0),
        ("2027-01-30", "19:40", 1),
        ("2027-12-24", "23:50", 1),
        ("2027-12-25", "05:20", 0),
        ("2027-02-03", "12:05", 0),
    ] {
        let app = TestApp::start();
        let moment = time::moment(day.parse().unwrap(), hour.parse().unwrap(), app.app.zone()).unwrap();
        app.clock.shift_minutes(moment.minutes_since(app.app.db.now()) + 1);
        super::seed(&app.app).unwrap();
        let mut db = db::connect(&app.app.settings.database).unwrap();
        let all: Vec<(i64, i64)> =
            creneau::table.order(creneau::debut).select((creneau::debut, creneau::fin)).load(&mut db).unwrap();
        for (debut, fin) in &all {
            let [debut, fin] = [*debut, *fin].map(|at| time::heure_of(Instant(at), app.app.zone()).to_string());
            assert!("08:00" <= debut.as_str() && fin.as_str() <= "20:00", "{day} {hour}: {debut} to {fin}");
        }
        let free = app.stranger().call(ListCreneaux { besoin: None, espace: None, commune: None }).unwrap();
        let next = [free.maintenant, free.aujourdhui, free.semaine].concat().remove(0);
        assert_eq!(time::day_of(next.debut, app.app.zone()), app.day(in_days), "{day} {hour}: {next:?}");
    }
}

#[test]
fn an_installation_that_has_an_administrator_takes_no_demonstration() {
    let app = TestApp::start();
    app.admin();
    assert!(super::seed(&app.app).unwrap_err().to_string().contains("not empty"));
    assert_eq!(app.stranger().call(shared::accueil::ListEspacesTemps {}).unwrap().len(), 0);
}

#[test]
fn the_year_2019_of_the_sejm_is_in_the_demonstration_with_its_figures() {
    let app = TestApp::start();
    let accounts = super::seed(&app.app).unwrap();
    let nadia = accounts.iter().find(|one| one.prenom == "Nadia").unwrap();
    let client = app.stranger();
    let (identifiant, secret) = (nadia.identifiant.parse().unwrap(), nadia.secret.parse().unwrap());
    client.call(SignIn { identifiant, secret }).unwrap();
    let year = client.call(ListPermanences {}).unwrap().into_iter().find(|one| one.prochain.is_none()).unwrap();
    let figures = client.call(ReadPermanence { permanence: year.id, tout: false }).unwrap().entonnoir;
    assert_eq!(figures, Entonnoir { tenues: 46, orientes: 104, prescrits: 0, recus: 79, entres: 65 });
}

#[test]
fn the_demonstration_shows_a_week_of_ateliers_one_full_one_held_one_being_prepared() {
    let app = TestApp::start();
    let accounts = super::seed(&app.app).unwrap();
    let list = app.stranger().call(ListAteliers { espace: None, besoin: None, commune: None }).unwrap();
    let kinds: HashSet<_> = list.iter().map(|one| one.besoin).collect();
    assert!(12 < list.len() && 5 < kinds.len(), "{} ateliers, {kinds:?}", list.len());
    assert!(list.iter().any(|one| one.espace.is_some() && one.point_rencontre.is_some()));
    assert!(list.iter().any(|one| 2 < one.meneurs.len()));
    let pro = |prenom: &str| {
        let account = accounts.iter().find(|one| one.prenom == prenom).unwrap();
        let client = app.stranger();
        let (identifiant, secret) = (account.identifiant.parse().unwrap(), account.secret.parse().unwrap());
        client.call(SignIn { identifiant, secret }).unwrap();
        client
    };
    let full = pro("Nadia").call(ListAteliersPublies {}).unwrap();
    assert!(full.iter().any(|one| (one.inscrits, one.attentes) == (2, 3)));
    let helene = pro("Hélène");
    let hers = helene.call(ListAteliersPublies {}).unwrap();
    assert!(hers.iter().any(|one| one.atelier.etat == EtatAtelier::Brouillon));
    let held = hers.iter().find(|one| one.atelier.etat == EtatAtelier::Fait).unwrap().atelier.id;
    let held = helene.call(ReadListeAtelier { atelier: held }).unwrap();
    assert_eq!((held.atelier.presents, held.retours.nombre, held.retours.mots.len()), (7, 6, 3));
}

#[test]
fn whoever_receives_does_so_while_the_door_is_open_and_the_bus_has_its_week() {
    // Days without holidays around them: a Wednesday at noon, a Saturday evening, early on a Monday.
    for (day, hour) in [("2027-01-20", "12:05"), ("2027-01-23", "18:41"), ("2027-01-18", "05:00")] {
        let app = TestApp::start();
        let moment = time::moment(day.parse().unwrap(), hour.parse().unwrap(), app.app.zone()).unwrap();
        app.clock.shift_minutes(moment.minutes_since(app.app.db.now()));
        let accounts = super::seed(&app.app).unwrap();
        assert!(accounts.iter().any(|one| one.montre.contains("coordonne")));
        for place in app.stranger().call(ListEspacesTemps {}).unwrap() {
            let code = place.code.clone();
            let place = app.stranger().call(ReadEspaceTemps { code: code.clone() }).unwrap();
            let held = app.stranger().call(ListMoments { code: code.clone() }).unwrap();
            assert!(3 < held.len(), "{code:?}: {held:?}");
            let week = app.app.db.now().plus_days(6);
            let mut seen = 0;
            for one in held.iter().filter(|one| one.debut < week && one.ailleurs.is_none() && one.atelier.is_none()) {
                let at = |moment| time::heure_of(moment, app.app.zone());
                let jour = time::weekday(time::day_of(one.debut, app.app.zone()));
                let is_open = |door: &Ouverture| {
                    let late = door.heures().crosses_midnight() || at(one.fin) <= door.fin;
                    door.jour == jour && door.debut <= at(one.debut) && late
                };
                // By phone or by video no door is needed.
                let is_there = one.mode == Mode::SurPlace;
                assert!(
                    !is_there || place.semaine.iter().any(is_open),
                    "{day} {hour} {code:?}: {one:?} {:?}",
                    place.semaine
                );
                seen += 1;
            }
            assert!(0 < seen || code.as_str() == "bus-lens-lievin", "{code:?}");
        }
    }
}
