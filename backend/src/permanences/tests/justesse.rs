//! What people are told is true: who waits can take what is offered, a past rule holds for its days, refusals name the cause.

use shared::{
    ProblemKind,
    fields::Jour,
    ids::CreneauId,
    permanences::{
        AcceptOffre, BookCreneau, CancelOccurrence, CancelRendezVous, ChangePermanence, CloseEspace, Conditions,
        DeclareAbsence, EndAbsence, EtatOccurrence, JoinAttente, JoinAttenteBesoin, ListAgenda, ListAttentes,
        ListCreneaux, ListPermanences, ListPrescriptions, ListRendezVous, MarkVenue, Marque, MoveOccurrence,
        MoveVenues, Prescribe, Public, PublishPermanence, ReadDelais, ReadPermanence, RestoreOccurrence, Rythme,
    },
};

use super::kind;
use crate::test_app::{Client, House, TestApp, all};

fn book(jeune: &Client, creneau: CreneauId) -> shared::permanences::RendezVous {
    jeune.call(BookCreneau { creneau, accompagne: false }).unwrap()
}

fn free(house: &House, client: &Client) -> Vec<CreneauId> {
    let filter = ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None };
    all(&client.call(filter).unwrap())
}

fn hours(house: &House, du: Jour) -> Vec<String> {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    let agenda = house.pro.call(ListAgenda { du }).unwrap();
    agenda.iter().map(|one| crate::time::stamp(one.debut, &zone)[9..13].to_owned()).collect()
}

fn give_back(jeune: &Client) {
    let rendez_vous = jeune.call(ListRendezVous {}).unwrap()[0].id;
    jeune.call(CancelRendezVous { rendez_vous }).unwrap();
}

fn offered(jeune: &Client) -> bool {
    jeune.call(ListAttentes {}).unwrap().iter().any(|one| one.offre.is_some())
}

#[test]
fn p05_a_place_is_offered_only_to_somebody_who_can_take_it() {
    let app = TestApp::start();
    let (house, adult, minor, other) = (app.house(), app.jeune(), app.minor(), app.minor());
    let conditions = Conditions { public: Public::Mineurs, ..Conditions::default() };
    house.pro.call(PublishPermanence { conditions, ..house.permanence(app.day(2), 1) }).unwrap();
    let creneau = free(&house, &minor)[0];
    // For the need one may wait, for what is not for oneself one may not.
    let (espace, besoin) = (house.code.clone(), shared::permanences::Besoin::Papiers);
    adult.call(JoinAttenteBesoin { espace, besoin }).unwrap();
    book(&minor, creneau);
    assert_eq!(kind(adult.call(JoinAttente { creneau })), ProblemKind::CreneauPasPourToi);
    give_back(&minor);
    assert!(!offered(&adult));
    book(&other, creneau);
    // Whoever has something else at that time meanwhile is passed over, the next one is asked.
    let (waits, next) = (app.minor(), app.minor());
    waits.call(JoinAttente { creneau }).unwrap();
    next.call(JoinAttente { creneau }).unwrap();
    let elsewhere = app.house();
    book(&waits, elsewhere.creneaux(app.day(2), 1)[0]);
    give_back(&other);
    assert!(!offered(&waits) && offered(&next));
    let attente = next.call(ListAttentes {}).unwrap()[0].id;
    assert_eq!(next.call(AcceptOffre { attente }).unwrap().creneau, creneau);
    // And who has something else at that time is told at once.
    assert_eq!(kind(next.call(JoinAttente { creneau })), ProblemKind::DejaReserve);
    give_back(&waits);
    waits.call(ListAttentes {}).unwrap().iter().for_each(|one| {
        waits.call(shared::permanences::LeaveAttente { attente: one.id }).unwrap();
    });
    let third = app.house();
    book(&waits, third.creneaux(app.day(2), 1)[0]);
    assert_eq!(kind(waits.call(JoinAttente { creneau })), ProblemKind::RendezVousEnMemeTemps);
}

#[test]
fn whoever_waits_for_a_cancelled_day_waits_on_for_the_need() {
    let app = TestApp::start();
    let (house, holder, waits) = (app.house(), app.jeune(), app.jeune());
    let creneau = house.creneaux(app.day(2), 1)[0];
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    book(&holder, creneau);
    let since = waits.call(JoinAttente { creneau }).unwrap();
    let mut heard = app.app.live.subscribe(waits.compte.unwrap()).unwrap();
    let mot = Some("Je suis malade.".parse().unwrap());
    house.pro.call(CancelOccurrence { permanence, jour: app.day(2), mot }).unwrap();
    assert!(heard.try_recv().is_ok());
    let still = waits.call(ListAttentes {}).unwrap();
    assert_eq!((still.len(), still[0].id, still[0].creneau, still[0].avant), (1, since.id, None, 0));
}

#[test]
fn the_days_before_a_change_keep_their_rule() {
    let app = TestApp::start();
    let house = app.house();
    let weekly = Rythme::Semaine { a_partir_du: app.day(2), jusquau: None, toutes_les: 1 };
    let before = PublishPermanence { rythme: weekly, ..house.permanence(app.day(2), 4) };
    house.pro.call(before.clone()).unwrap();
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    house.pro.call(CancelOccurrence { permanence, jour: app.day(2), mot: None }).unwrap();
    let professionnel = house.pro.compte.unwrap();
    let away = DeclareAbsence { professionnel, du: app.day(9), debut: None, au: app.day(9), fin: None, mot: None };
    let away = house.pro.call(away).unwrap();
    let change = |debut: &str, fin: &str, a_partir_du, places| ChangePermanence {
        permanence,
        a_partir_du,
        apercu: false,
        rythme: Rythme::Semaine { a_partir_du, jusquau: None, toutes_les: 1 },
        debut: debut.parse().unwrap(),
        fin: fin.parse().unwrap(),
        duree: 30,
        places,
        conditions: Conditions::default(),
    };
    house.pro.call(change("14:00", "15:00", app.day(13), 2)).unwrap();
    // A change that begins sooner takes the place of the other; the days before both keep the first rule.
    house.pro.call(change("13:00", "14:00", app.day(10), 1)).unwrap();
    let fiche = house.pro.call(RestoreOccurrence { permanence, jour: app.day(2) }).unwrap();
    assert_eq!((fiche.occurrences[0].jour, fiche.occurrences[0].places), (app.day(2), 8));
    assert_eq!(hours(&house, app.day(2)), ["1000", "1030"]);
    assert_eq!(hours(&house, app.day(9)), ["1300", "1330"]);
    house.pro.call(EndAbsence { absence: away.id }).unwrap();
    assert_eq!(hours(&house, app.day(9)), ["1000", "1030", "1300", "1330"]);
    assert_eq!(hours(&house, app.day(16)), ["1300", "1330"]);
}

#[test]
fn a_day_moves_only_to_where_it_can_be_held() {
    let app = TestApp::start();
    let (house, elsewhere, jeune) = (app.house(), app.house(), app.jeune());
    let creneau = house.creneaux(app.day(2), 1)[0];
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    let mine = book(&jeune, creneau);
    book(&jeune, elsewhere.creneaux(app.day(3), 1)[0]);
    let professionnel = house.pro.compte.unwrap();
    let away = DeclareAbsence { professionnel, du: app.day(4), debut: None, au: app.day(4), fin: None, mot: None };
    house.pro.call(away).unwrap();
    let (espace, du, au) = (house.code.clone(), app.day(5), app.day(5));
    house.pro.call(CloseEspace { espace, du, au, motif: "Travaux".parse().unwrap(), mot: None }).unwrap();
    let shift = |vers| {
        let (debut, mot) = ("10:00".parse().unwrap(), Some("Décalé.".parse().unwrap()));
        house.pro.call(MoveOccurrence { permanence, jour: app.day(2), vers, debut, mot })
    };
    assert_eq!(kind(shift(app.day(3))), ProblemKind::RendezVousEnMemeTemps);
    assert_eq!(kind(shift(app.day(4))), ProblemKind::ProfessionnelAbsent);
    assert_eq!(kind(shift(app.day(5))), ProblemKind::LieuFerme);
    assert_eq!(jeune.call(ListRendezVous {}).unwrap()[0], mine);
    assert!(shift(app.day(6)).is_ok());
}

#[test]
fn what_stands_in_the_way_of_a_permanence_is_named() {
    let app = TestApp::start();
    let house = app.house();
    house.creneaux(app.day(20), 1);
    let rythme = Rythme::Semaine { a_partir_du: app.day(6), jusquau: None, toutes_les: 1 };
    let refused = house.pro.call(PublishPermanence { rythme, ..house.permanence(app.day(6), 1) }).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::ProfessionnelOccupe);
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    let at = shared::Instant(refused.fields["conflit_debut"][0].parse().unwrap());
    assert_eq!(
        (crate::time::day_of(at, &zone), &*refused.fields["conflit_lieu"][0]),
        (app.day(20), "Centre social, Bobigny")
    );
    let backwards = Rythme::Semaine { a_partir_du: app.day(6), jusquau: Some(app.day(5)), toutes_les: 1 };
    let backwards = PublishPermanence { rythme: backwards, ..house.permanence(app.day(6), 1) };
    assert_eq!(kind(house.pro.call(backwards)), ProblemKind::FinAvantDebut);
    let close = |du, au| {
        let (espace, motif) = (house.code.clone(), "Travaux".parse().unwrap());
        house.pro.call(CloseEspace { espace, du, au, motif, mot: None })
    };
    assert!(kind(close(app.day(-9), app.day(-8))) == ProblemKind::ChampsInvalides);
    let closed = close(app.day(8), app.day(8)).unwrap();
    assert_eq!(close(app.day(8), app.day(8)).unwrap(), closed);
    assert_eq!(kind(house.pro.call(house.permanence(app.day(8), 1))), ProblemKind::LieuFerme);
    let professionnel = house.pro.compte.unwrap();
    let away = DeclareAbsence { professionnel, du: app.day(9), debut: None, au: app.day(9), fin: None, mot: None };
    house.pro.call(away).unwrap();
    assert_eq!(kind(house.pro.call(house.permanence(app.day(9), 1))), ProblemKind::ProfessionnelAbsent);
    // What a rule loses to a closure or an absence is shown.
    let two = Rythme::Dates { jours: vec![app.day(8), app.day(9), app.day(10)] };
    let made = house.pro.call(PublishPermanence { rythme: two, ..house.permanence(app.day(8), 1) }).unwrap();
    let days = house.pro.call(ReadPermanence { permanence: made.id, tout: false }).unwrap().occurrences;
    let etats: Vec<EtatOccurrence> = days.iter().map(|day| day.etat).collect();
    assert_eq!(etats, [EtatOccurrence::LieuFerme, EtatOccurrence::Absence, EtatOccurrence::Prevue]);
}

#[test]
fn a_permanence_that_is_over_promises_nothing() {
    let app = TestApp::start();
    let house = app.house();
    house.creneaux(app.day(1), 1);
    assert_eq!(house.pro.call(ReadDelais {}).unwrap().lignes.len(), 1);
    app.pass_days(3, &[&house.pro]);
    assert_eq!(house.pro.call(ReadDelais {}).unwrap().lignes, []);
}

#[test]
fn an_empty_filter_shows_the_same_need_elsewhere_first() {
    let app = TestApp::start();
    let (here, elsewhere) = (app.house(), app.house());
    here.creneaux(app.day(1), 1);
    let besoin = shared::permanences::Besoin::Argent;
    elsewhere.pro.call(PublishPermanence { besoin, ..elsewhere.permanence(app.day(3), 1) }).unwrap();
    let filter = ListCreneaux { besoin: Some(besoin), espace: Some(here.code.clone()), commune: None };
    let list = app.stranger().call(filter).unwrap();
    assert_eq!(
        (all(&list), list.autre.map(|autre| (autre.besoin, autre.espace))),
        (vec![], Some((besoin, elsewhere.code)))
    );
}

#[test]
fn a_prescripteur_sees_when_the_structure_holds_it_until_the_jeune_has_taken_over() {
    let app = TestApp::start();
    let house = app.house();
    let structure = app.structure();
    let partner = app.professionnel(structure, crate::test_app::ALL);
    let creneau = house.creneaux(app.day(2), 1)[0];
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    let surnom = "Zaz".parse().unwrap();
    partner.call(Prescribe { structure, creneau, surnom, contact: None, accompagne: false }).unwrap();
    let (debut, mot) = ("14:00".parse().unwrap(), Some("Décalé.".parse().unwrap()));
    house.pro.call(MoveOccurrence { permanence, jour: app.day(2), vers: app.day(4), debut, mot }).unwrap();
    let held = house.pro.call(ListAgenda { du: app.day(4) }).unwrap();
    let seen = partner.call(ListPrescriptions {}).unwrap().remove(0);
    assert_eq!((seen.debut, seen.code.is_some()), (held[0].debut, true));
    let onto = house.creneaux(app.day(5), 1);
    let (rendez_vous, mot) = (vec![held[0].venues[0].rendez_vous], "Encore décalé.".parse().unwrap());
    let moved = onto.last().copied().unwrap();
    house.pro.call(MoveVenues { rendez_vous, creneau: moved, mot }).unwrap();
    let held = house.pro.call(ListAgenda { du: app.day(5) }).unwrap();
    let there = held.iter().find(|one| one.id == moved).unwrap();
    assert_eq!(partner.call(ListPrescriptions {}).unwrap()[0].debut, there.debut);
}

#[test]
fn a_mark_bears_an_hour_of_that_day() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let late = PublishPermanence {
        debut: "23:00".parse().unwrap(),
        fin: "23:30".parse().unwrap(),
        ..house.permanence(app.day(1), 1)
    };
    house.pro.call(late).unwrap();
    let mine = book(&jeune, free(&house, &jeune)[0]);
    let zone = app.app.zone().clone();
    let morning = crate::time::start_of(app.day(1), &zone);
    app.clock.shift_minutes((morning.0 - app.app.db.now().0) / 60_000 + 30);
    let pro = app.enter(house.pro.compte.unwrap());
    let mark = |marque, le| pro.call(MarkVenue { rendez_vous: mine.id, marque, le: shared::Instant(le) });
    let venue = mark(Marque::Arrive, -5).unwrap();
    assert_eq!(venue.arrive_le, Some(morning));
}

#[test]
fn what_was_moved_is_not_said_to_have_begun() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let creneaux = house.creneaux(app.day(2), 1);
    let before = book(&jeune, creneaux[0]);
    let mot = "Décalé.".parse().unwrap();
    let rendez_vous = vec![before.id];
    house.pro.call(MoveVenues { rendez_vous, creneau: creneaux[1], mot }).unwrap();
    assert_eq!(kind(jeune.call(CancelRendezVous { rendez_vous: before.id })), ProblemKind::PlusPrevu);
}
