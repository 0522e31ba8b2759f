//! The list of the day, and the figures that come of it.

use shared::{
    Instant, ProblemKind,
    fields::Jour,
    permanences::{
        AddVenue, BookCreneau, CancelOccurrence, Entonnoir, EtatRendezVous, ListAgenda, ListRendezVous, MarkVenue,
        Marque, PublishPermanence, ReadPermanence, RecordEntree, Rythme,
    },
};

use super::{key, kind};
use crate::test_app::TestApp;

#[test]
fn the_last_tap_counts_whatever_the_order_in_which_they_arrive() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let creneau = house.creneaux(app.day(1), 1)[0];
    let rendez_vous = jeune.call(BookCreneau { creneau, accompagne: false }).unwrap().id;
    let mark = |marque, le: Instant| house.pro.call(MarkVenue { rendez_vous, marque, le });
    assert_eq!(kind(mark(Marque::Recu, app.app.db.now())), ProblemKind::PasEncore);
    // At noon of that day: half an hour before is the same day, whenever this runs.
    let noon = crate::time::moment(app.day(1), "12:00".parse().unwrap(), app.app.zone()).unwrap();
    app.clock.shift_minutes(noon.minutes_since(app.app.db.now()));
    app.pass_days(0, &[&house.pro, &jeune]);
    let now = app.app.db.now();
    let at = |minutes: i64| now.plus_minutes(minutes);
    let arrived = mark(Marque::Arrive, at(-30)).unwrap();
    assert_eq!((arrived.etat, arrived.arrive_le), (EtatRendezVous::Confirme, Some(at(-30))));
    let received = mark(Marque::Recu, at(-10)).unwrap();
    assert_eq!((received.etat, received.arrive_le), (EtatRendezVous::Honore, Some(at(-30))));
    // A tap that was kept on a phone without a network, older than what is known: nothing changes.
    assert_eq!(mark(Marque::Absent, at(-20)).unwrap(), received);
    // A clock that is ahead gains nothing over the next tap.
    assert_eq!(mark(Marque::Absent, at(60)).unwrap().etat, EtatRendezVous::Absent);
    assert_eq!(mark(Marque::Attendu, app.app.db.now()).unwrap().etat, EtatRendezVous::Confirme);
    assert_eq!(jeune.call(ListRendezVous {}).unwrap()[0].etat, EtatRendezVous::Confirme);
}

#[test]
fn someone_who_comes_without_an_account_is_received_and_may_enter_a_programme() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let creneau = house.creneaux(app.day(1), 1)[0];
    jeune.call(BookCreneau { creneau, accompagne: false }).unwrap();
    let add = |marque| AddVenue { creneau, prenom: "Yaëlle".parse().unwrap(), marque };
    assert_eq!(kind(house.pro.call(add(Marque::Arrive))), ProblemKind::PasEncore);
    app.pass_days(1, &[&house.pro]);
    // Full is no reason to send someone away; a retry is the same person.
    let key = key();
    let answers = [house.pro.raw(&key, &add(Marque::Arrive)), house.pro.raw(&key, &add(Marque::Arrive))];
    assert_eq!((answers[0].status, answers[0].body.clone()), (200, answers[1].body.clone()));
    let agenda = house.pro.call(ListAgenda { du: app.day(0) }).unwrap();
    let there = agenda.iter().flat_map(|creneau| &creneau.venues).find(|venue| venue.sans_compte).unwrap().clone();
    assert_eq!((there.prenom.as_str(), there.etat), ("Yaëlle", EtatRendezVous::Confirme));
    let entree = |programme: Option<&str>| {
        let programme = programme.map(|one| one.parse().unwrap());
        house.pro.call(RecordEntree { rendez_vous: there.rendez_vous, programme })
    };
    assert_eq!(kind(entree(Some("DIP"))), ProblemKind::PasRecu);
    let le = app.app.db.now();
    house.pro.call(MarkVenue { rendez_vous: there.rendez_vous, marque: Marque::Recu, le }).unwrap();
    assert_eq!(entree(Some("DIP")).unwrap().programme.as_deref(), Some("DIP"));
    assert_eq!(entree(None).unwrap().programme, None);
    // Taken back to expected, nobody has entered anything.
    entree(Some("DIP")).unwrap();
    let undone = MarkVenue { rendez_vous: there.rendez_vous, marque: Marque::Attendu, le: app.app.db.now() };
    assert_eq!(house.pro.call(undone).unwrap().programme, None);
}

// Mission Locale de Paris, bilan DIP2 (seed 001): 46 permanences at the SEJM in 2019, 104 orientés, 79 reçus, 65 entrés.
#[test]
fn the_year_2019_of_the_sejm_is_entered_afterwards() {
    let app = TestApp::start();
    let house = app.house();
    let rythme = Rythme::Semaine {
        a_partir_du: "2019-01-02".parse().unwrap(),
        jusquau: Some("2019-12-31".parse().unwrap()),
        toutes_les: 1,
    };
    let request = PublishPermanence {
        rythme,
        debut: "14:00".parse().unwrap(),
        fin: "17:00".parse().unwrap(),
        ..house.permanence(app.day(1), 1)
    };
    assert_eq!(kind(house.pro.call(request.clone())), ProblemKind::AucuneDate);
    let permanence = house.pro.call(PublishPermanence { deja_tenue: true, ..request }).unwrap().id;
    // 52 Wednesdays, less 1 May, 8 May and 25 December: 49. Three in August were not held.
    for jour in ["2019-08-07", "2019-08-14", "2019-08-21"] {
        house.pro.call(CancelOccurrence { permanence, jour: jour.parse().unwrap(), mot: None }).unwrap();
    }
    let mut people = (0..104).map(|i| match i {
        0..65 => (Marque::Recu, true),
        65..79 => (Marque::Recu, false),
        _ => (Marque::Absent, false),
    });
    let mut monday: Jour = "2018-12-31".parse().unwrap();
    while monday < "2020-01-01".parse().unwrap() {
        // Three on a half-day, until all have been entered.
        let day = house.pro.call(ListAgenda { du: monday }).unwrap();
        for creneau in day.iter().take(3) {
            let Some((marque, entered)) = people.next() else { break };
            let prenom = "Quelqu’un".parse().unwrap();
            let venue = house.pro.call(AddVenue { creneau: creneau.id, prenom, marque }).unwrap();
            if entered {
                let programme = Some("DIP".parse().unwrap());
                house.pro.call(RecordEntree { rendez_vous: venue.rendez_vous, programme }).unwrap();
            }
        }
        monday = crate::time::plus_days(monday, 7);
    }
    let figures = house.pro.call(ReadPermanence { permanence, tout: false }).unwrap().entonnoir;
    assert_eq!(figures, Entonnoir { tenues: 46, orientes: 104, prescrits: 0, recus: 79, entres: 65 });
    assert_eq!((figures.part_recus(), figures.part_entres()), (Some(76), Some(82)));
}
