//! Publishing, and the days that differ from the rule.

use shared::{
    ProblemKind,
    ids::CreneauId,
    permanences::{
        BookCreneau, CancelOccurrence, CloseEspace, Conditions, DeclareAbsence, EtatOccurrence, EtatRendezVous,
        ListAbsences, ListAgenda, ListCreneaux, ListFermetures, ListRendezVous, MoveOccurrence, PublishPermanence,
        ReadPermanence, Rythme,
    },
};

use super::kind;
use crate::{
    server,
    test_app::{House, TestApp, all},
    time,
};

fn weekly(app: &TestApp, house: &House, first: i32) -> PublishPermanence {
    let rythme = Rythme::Semaine { a_partir_du: app.day(first), jusquau: None, toutes_les: 1 };
    PublishPermanence { rythme, ..house.permanence(app.day(first), 1) }
}

fn free(house: &House) -> Vec<CreneauId> {
    all(&house.pro.call(ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None }).unwrap())
}

#[test]
fn what_can_never_be_booked_is_refused_by_name() {
    let app = TestApp::start();
    let house = app.house();
    let base = house.permanence(app.day(2), 1);
    let conditions = Conditions { delai: 2 * 24 * 60, avance: Some(2), ..Conditions::default() };
    let refused = house.pro.call(PublishPermanence { conditions, ..base.clone() });
    assert_eq!(kind(refused), ProblemKind::AvanceTropCourte);
    let rythme = Rythme::Dates { jours: vec![] };
    let refused = house.pro.call(PublishPermanence { rythme, ..base }).unwrap_err();
    assert_eq!((refused.kind, &refused.fields["rythme"][0][..]), (ProblemKind::ChampsInvalides, "vide"));
    assert_eq!(free(&house), []);
}

#[test]
fn an_hour_that_comes_twice_is_said_when_publishing() {
    let app = TestApp::start();
    let house = app.house();
    let night = Rythme::Date { jour: "2027-10-31".parse().unwrap() };
    let (debut, fin) = ("02:00".parse().unwrap(), "04:00".parse().unwrap());
    let made =
        house.pro.call(PublishPermanence { rythme: night, debut, fin, ..house.permanence(app.day(2), 1) }).unwrap();
    assert_eq!(made.heure_double, ["2027-10-31".parse().unwrap()]);
    // Three hours pass between the first two o'clock and four.
    assert_eq!(made.creneaux, 6);
}

// One permanence that cannot be continued stops nobody else's: the others are made, and so are its other days.
#[test]
fn a_conflict_beyond_the_horizon_stops_nothing() {
    let app = TestApp::with(&["--tries-address", "100000", "--horizon-weeks", "2"]);
    let (house, other) = (app.house(), app.house());
    house.pro.call(weekly(&app, &house, 1)).unwrap();
    other.pro.call(weekly(&app, &other, 1)).unwrap();
    // Beyond the two weeks, at the same hour, the same person elsewhere.
    house.pro.call(house.permanence(app.day(1 + 7 * 4), 1)).unwrap();
    app.pass_days(7 * 3, &[&house.pro, &other.pro]);
    actix_web::rt::System::new().block_on(server::do_chores(&app.app)).unwrap();
    let days = |house: &House| {
        let starts: Vec<i64> = (0..4)
            .flat_map(|week| house.pro.call(ListAgenda { du: app.day(week * 7) }).unwrap())
            .map(|creneau| creneau.debut.0)
            .collect();
        assert!(starts.windows(2).all(|pair| pair[0] < pair[1]), "no one is in two places");
        starts.len()
    };
    assert_eq!((days(&house), days(&other)), (4, 4));
}

#[test]
fn one_day_is_cancelled_alone_with_a_word_to_those_who_come() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let permanence = house.pro.call(weekly(&app, &house, 1)).unwrap().id;
    let (jour, before) = (app.day(1), free(&house));
    jeune.call(BookCreneau { creneau: before[0], accompagne: false }).unwrap();
    let cancel = |mot: Option<&str>| {
        let mot = mot.map(|mot| mot.parse().unwrap());
        house.pro.call(CancelOccurrence { permanence, jour, mot })
    };
    let touched = cancel(None).unwrap_err();
    assert_eq!((touched.kind, &touched.fields["venues"][0][..]), (ProblemKind::RendezVousTouches, "1"));
    assert_eq!(free(&house).len(), before.len() - 1, "nothing half done");
    let fiche = cancel(Some("Je suis malade, à bientôt.")).unwrap();
    assert_eq!(fiche.occurrences[0].etat, EtatOccurrence::Annulee);
    assert_eq!(free(&house).len(), before.len() - 2);
    let told = &jeune.call(ListRendezVous {}).unwrap()[0];
    assert_eq!(told.etat, EtatRendezVous::AnnuleParStructure);
    assert_eq!(told.mot.as_deref(), Some("Je suis malade, à bientôt."));
    // Once more changes nothing; a day that is no day of the rule does not exist.
    assert_eq!(cancel(None).unwrap().occurrences, fiche.occurrences);
    let other = CancelOccurrence { permanence, jour: app.day(2), mot: None };
    assert_eq!(kind(house.pro.call(other)), ProblemKind::Introuvable);
    // The hour is free for something else.
    house.pro.call(house.permanence(jour, 1)).unwrap();
}

#[test]
fn one_day_moves_alone_and_its_rendez_vous_with_it() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let permanence = house.pro.call(weekly(&app, &house, 2)).unwrap().id;
    let booked = jeune.call(BookCreneau { creneau: free(&house)[0], accompagne: false }).unwrap();
    let shift = |vers, debut: &str, mot: Option<&str>| {
        let (debut, mot) = (debut.parse().unwrap(), mot.map(|mot| mot.parse().unwrap()));
        house.pro.call(MoveOccurrence { permanence, jour: app.day(2), vers, debut, mot })
    };
    assert_eq!(kind(shift(app.day(3), "10:00", None)), ProblemKind::RendezVousTouches);
    // By half an hour: each takes the place of the next.
    shift(app.day(2), "10:30", Some("Une demi-heure plus tard.")).unwrap();
    shift(app.day(3), "14:00", Some("Le lendemain.")).unwrap();
    let moved = jeune.call(ListRendezVous {}).unwrap().remove(0);
    let paris = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    assert_eq!(
        (moved.id, moved.etat, moved.mot.as_deref()),
        (booked.id, EtatRendezVous::Confirme, Some("Le lendemain."))
    );
    assert_eq!(time::day_of(moved.debut, &paris), app.day(3));
    assert_eq!(time::heure_of(moved.debut, &paris).to_string(), "14:00");
    let fiche = house.pro.call(ReadPermanence { permanence, tout: false }).unwrap();
    assert_eq!((fiche.occurrences[0].jour, fiche.occurrences[0].etat), (app.day(2), EtatOccurrence::Deplacee));
    // Onto another of one's own permanences: the conflict is named, nothing moves.
    assert_eq!(kind(shift(app.day(9), "10:00", Some("x"))), ProblemKind::ProfessionnelOccupe);
    assert_eq!(kind(shift(app.day(-1), "10:00", Some("x"))), ProblemKind::CreneauPasse);
    assert_eq!(jeune.call(ListRendezVous {}).unwrap()[0].debut, moved.debut);
}

#[test]
fn a_closed_place_holds_nothing_and_what_is_made_later_neither() {
    let app = TestApp::with(&["--tries-address", "100000", "--horizon-weeks", "2"]);
    let (house, jeune) = (app.house(), app.jeune());
    house.pro.call(weekly(&app, &house, 1)).unwrap();
    jeune.call(BookCreneau { creneau: free(&house)[2], accompagne: false }).unwrap();
    let close = |mot: Option<&str>| {
        let (motif, mot) = ("Travaux".parse().unwrap(), mot.map(|mot| mot.parse().unwrap()));
        house.pro.call(CloseEspace { espace: house.code.clone(), du: app.day(7), au: app.day(7 * 4), motif, mot })
    };
    assert_eq!(kind(close(None)), ProblemKind::RendezVousTouches);
    assert_eq!(house.pro.call(ListFermetures { espace: house.code.clone() }).unwrap(), []);
    close(Some("Travaux : venez la semaine d’avant.")).unwrap();
    assert_eq!(free(&house).len(), 2);
    app.pass_days(7 * 3, &[&house.pro]);
    actix_web::rt::System::new().block_on(server::do_chores(&app.app)).unwrap();
    let closed = house.pro.call(ListAgenda { du: app.day(0) }).unwrap();
    assert!(closed.iter().all(|creneau| app.day(7) < time::day_of(creneau.debut, app.app.zone())));
    let again = house.pro.call(ListAgenda { du: app.day(7) }).unwrap();
    assert_eq!(again.len(), 2, "the first week after the works is held again");
    assert_eq!(house.pro.call(ListFermetures { espace: house.code.clone() }).unwrap().len(), 1);
}

#[test]
fn an_absence_of_two_hours_takes_two_hours() {
    let app = TestApp::start();
    let (house, colleague) = (app.house(), app.house());
    let long = PublishPermanence { fin: "16:00".parse().unwrap(), ..house.permanence(app.day(2), 1) };
    house.pro.call(long).unwrap();
    let professionnel = house.pro.compte.unwrap();
    let away = |debut: &str, fin: &str| DeclareAbsence {
        professionnel,
        du: app.day(2),
        debut: Some(debut.parse().unwrap()),
        au: app.day(2),
        fin: Some(fin.parse().unwrap()),
        mot: None,
    };
    assert_eq!(kind(house.pro.call(away("14:00", "12:00"))), ProblemKind::FinAvantDebut);
    assert_eq!(kind(colleague.pro.call(away("12:00", "14:00"))), ProblemKind::Introuvable);
    house.pro.call(away("12:00", "14:00")).unwrap();
    assert_eq!(free(&house).len(), 12 - 4);
    assert_eq!(house.pro.call(ListAbsences {}).unwrap().len(), 1);
    assert_eq!(colleague.pro.call(ListAbsences {}).unwrap(), []);
    // What is published during it is not made.
    let during = PublishPermanence {
        debut: "12:00".parse().unwrap(),
        fin: "14:00".parse().unwrap(),
        ..house.permanence(app.day(2), 1)
    };
    assert_eq!(kind(house.pro.call(during)), ProblemKind::ProfessionnelAbsent);
}

// P34: the days of 23 and of 25 hours are whole in the agenda, and 10:00 is 10:00 on each of them.
#[test]
fn p34_a_day_of_23_or_of_25_hours_is_whole_in_the_agenda() {
    let app = TestApp::start();
    let house = app.house();
    let paris = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    for text in ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"] {
        let jour: shared::fields::Jour = text.parse().unwrap();
        for (debut, fin) in [("00:00", "00:30"), ("10:00", "10:30"), ("23:30", "23:59")] {
            let (debut, fin) = (debut.parse().unwrap(), fin.parse().unwrap());
            let held = PublishPermanence { deja_tenue: true, duree: 29, debut, fin, ..house.permanence(jour, 1) };
            house.pro.call(held).unwrap();
        }
        let week = |du| house.pro.call(shared::permanences::ListAgenda { du }).unwrap();
        let hours = |du| {
            let stamps = week(du).into_iter().map(|one| crate::time::stamp(one.debut, &paris));
            stamps.filter(|stamp| stamp.starts_with(&text.replace('-', ""))).collect::<Vec<_>>()
        };
        let day = text.replace('-', "");
        let all = ["T000000", "T100000", "T233000"].map(|hour| format!("{day}{hour}"));
        assert_eq!(hours(jour), all);
        assert_eq!(hours(crate::time::plus_days(jour, -6)), all, "the last of seven days");
        assert!(
            hours(crate::time::plus_days(jour, 1)).is_empty() && hours(crate::time::plus_days(jour, -7)).is_empty()
        );
    }
}
