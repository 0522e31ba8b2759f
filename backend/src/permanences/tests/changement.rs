//! A rule that changes from a date on: what is booked stays, what is touched is shown first.

use shared::{
    ProblemKind,
    ids::CreneauId,
    permanences::{
        AcceptOffre, BookCreneau, CancelOccurrence, CancelVenues, ChangePermanence, ChangePlaces, CloseEspace,
        Conditions, DeclareAbsence, EndAbsence, EndFermeture, EtatRendezVous, JoinAttente, ListAgenda, ListAttentes,
        ListPermanences, ListRendezVous, Mode, MoveVenues, PublishPermanence, ReadDelais, ReadPermanence,
        RestoreOccurrence, Rythme,
    },
};

use super::kind;
use crate::test_app::{Client, House, TestApp};

// Every week from tomorrow on, 10:00 to 11:00, two créneaux of one place.
fn weekly(app: &TestApp, house: &House) -> PublishPermanence {
    let rythme = Rythme::Semaine { a_partir_du: app.day(1), jusquau: None, toutes_les: 1 };
    PublishPermanence { rythme, ..house.permanence(app.day(1), 1) }
}

fn changed(house: &House, new: &PublishPermanence, a_partir_du: shared::fields::Jour) -> ChangePermanence {
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    ChangePermanence {
        permanence,
        a_partir_du,
        apercu: false,
        rythme: new.rythme.clone(),
        debut: new.debut,
        fin: new.fin,
        duree: new.duree,
        places: new.places,
        conditions: new.conditions.clone(),
    }
}

fn creneaux(house: &House, du: shared::fields::Jour) -> Vec<(String, CreneauId)> {
    let agenda = house.pro.call(ListAgenda { du }).unwrap();
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    agenda.into_iter().map(|one| (crate::time::stamp(one.debut, &zone)[9..13].to_owned(), one.id)).collect()
}

fn book(jeune: &Client, creneau: CreneauId) -> shared::permanences::RendezVous {
    jeune.call(BookCreneau { creneau, accompagne: false }).unwrap()
}

#[test]
fn a_rule_changes_from_a_date_on_and_what_is_booked_stays() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let before = weekly(&app, &house);
    house.pro.call(before.clone()).unwrap();
    // The second week, 10:30.
    let kept = creneaux(&house, app.day(8))[1].1;
    let mine = book(&jeune, kept);
    let afternoon = PublishPermanence { debut: "14:00".parse().unwrap(), fin: "15:00".parse().unwrap(), ..before };
    let request = changed(&house, &afternoon, app.day(8));
    let shown = house.pro.call(ChangePermanence { apercu: true, ..request.clone() }).unwrap();
    // 12 weeks on the horizon, the first of them stays as it is.
    assert_eq!((shown.retires, shown.gardes.len(), shown.nouveaux), (21, 1, 22));
    assert_eq!((shown.gardes[0].debut, shown.gardes[0].venues), (mine.debut, 1));
    assert_eq!(house.pro.call(ListPermanences {}).unwrap()[0].debut, "10:00".parse().unwrap());
    assert_eq!(creneaux(&house, app.day(8)).len(), 2);
    assert_eq!(house.pro.call(request).unwrap(), shown);
    let hours = |day| creneaux(&house, app.day(day)).into_iter().map(|(hour, _)| hour).collect::<Vec<_>>();
    assert_eq!(hours(1), ["1000", "1030"]);
    assert_eq!(hours(8), ["1030", "1400", "1430"]);
    assert_eq!(hours(15), ["1400", "1430"]);
    assert_eq!(jeune.call(ListRendezVous {}).unwrap(), [mine]);
    // The horizon goes on with the new rule.
    app.pass_days(30, &[&house.pro]);
    app.app.db.write_now(|tx| crate::permanences::extend(tx, 84)).unwrap();
    assert_eq!(creneaux(&house, app.day(71)).len(), 2);
}

#[test]
fn a_permanence_ends_and_what_is_booked_is_still_held() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let before = weekly(&app, &house);
    house.pro.call(before.clone()).unwrap();
    let mine = book(&jeune, creneaux(&house, app.day(15))[0].1);
    let rythme = Rythme::Semaine { a_partir_du: app.day(1), jusquau: Some(app.day(7)), toutes_les: 1 };
    let done = house.pro.call(changed(&house, &PublishPermanence { rythme, ..before }, app.day(8))).unwrap();
    assert_eq!((done.gardes.len(), done.nouveaux, done.permanence.creneaux), (1, 0, 3));
    assert_eq!(jeune.call(ListRendezVous {}).unwrap(), [mine]);
}

#[test]
fn what_a_change_cannot_do_is_named_and_not_done() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let before = PublishPermanence { places: 3, ..weekly(&app, &house) };
    house.pro.call(before.clone()).unwrap();
    let creneau = creneaux(&house, app.day(8))[0].1;
    book(&jeune, creneau);
    book(&app.jeune(), creneau);
    let request = changed(&house, &before, app.day(8));
    let refused = |request: ChangePermanence| kind(house.pro.call(request));
    assert_eq!(refused(ChangePermanence { places: 1, ..request.clone() }), ProblemKind::PlacesReservees);
    let phone = Conditions { mode: Mode::Telephone, ..Conditions::default() };
    assert_eq!(refused(ChangePermanence { conditions: phone, ..request.clone() }), ProblemKind::RendezVousTouches);
    assert_eq!(refused(ChangePermanence { a_partir_du: app.day(-1), ..request.clone() }), ProblemKind::ChampsInvalides);
    assert_eq!(
        refused(ChangePermanence { fin: "09:00".parse().unwrap(), ..request.clone() }),
        ProblemKind::FinAvantDebut
    );
    // Another permanence of the same person, in the afternoon: the conflict is named.
    let rythme = Rythme::Date { jour: app.day(16) };
    let (debut, fin) = ("14:00".parse().unwrap(), "15:00".parse().unwrap());
    house.pro.call(PublishPermanence { rythme, debut, fin, ..house.permanence(app.day(16), 1) }).unwrap();
    let onto = Rythme::Semaine { a_partir_du: app.day(9), jusquau: None, toutes_les: 1 };
    assert_eq!(refused(ChangePermanence { rythme: onto, debut, fin, ..request }), ProblemKind::ProfessionnelOccupe);
    assert_eq!(creneaux(&house, app.day(8)).len(), 2);
    assert_eq!(jeune.call(ListRendezVous {}).unwrap().len(), 1);
}

#[test]
fn places_never_go_below_what_is_booked_and_new_ones_go_to_who_waits() {
    let app = TestApp::start();
    let (house, first, waiting) = (app.house(), app.jeune(), app.jeune());
    house.pro.call(weekly(&app, &house)).unwrap();
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    let creneau = creneaux(&house, app.day(1))[0].1;
    book(&first, creneau);
    waiting.call(JoinAttente { creneau }).unwrap();
    let places = |places| house.pro.call(ChangePlaces { permanence, jour: app.day(1), places });
    places(3).unwrap();
    let attente = waiting.call(ListAttentes {}).unwrap().pop().unwrap();
    assert_eq!(attente.offre.as_ref().map(|offre| offre.creneau), Some(creneau));
    // One booked, one kept for who waited: three go to two, not to one.
    assert_eq!(kind(places(1)), ProblemKind::PlacesReservees);
    let agenda = || house.pro.call(ListAgenda { du: app.day(1) }).unwrap();
    assert!(agenda().iter().all(|one| one.places == 3), "nothing is done by half");
    places(2).unwrap();
    waiting.call(AcceptOffre { attente: attente.id }).unwrap();
    assert_eq!(agenda()[0].venues.len(), 2);
    assert_eq!(kind(app.jeune().call(BookCreneau { creneau, accompagne: false })), ProblemKind::CreneauComplet);
}

#[test]
fn a_cancelled_day_a_closure_and_an_absence_are_taken_back() {
    let app = TestApp::start();
    let house = app.house();
    house.pro.call(weekly(&app, &house)).unwrap();
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    let held = |day| creneaux(&house, app.day(day)).len();
    house.pro.call(CancelOccurrence { permanence, jour: app.day(8), mot: None }).unwrap();
    assert_eq!(held(8), 0);
    for _ in 0..2 {
        house.pro.call(RestoreOccurrence { permanence, jour: app.day(8) }).unwrap();
        assert_eq!(held(8), 2);
    }
    assert_eq!(kind(house.pro.call(RestoreOccurrence { permanence, jour: app.day(9) })), ProblemKind::Introuvable);
    let (espace, du, au) = (house.code.clone(), app.day(5), app.day(16));
    let motif = "travaux".parse().unwrap();
    let closed = house.pro.call(CloseEspace { espace, du, au, motif, mot: None }).unwrap();
    assert_eq!((held(1), held(8), held(15)), (2, 0, 0));
    house.pro.call(EndFermeture { fermeture: closed.id }).unwrap();
    assert_eq!((held(1), held(8), held(15)), (2, 2, 2));
    assert_eq!(kind(house.pro.call(EndFermeture { fermeture: closed.id })), ProblemKind::Introuvable);
    let professionnel = house.pro.compte.unwrap();
    let (debut, fin) = (Some("10:00".parse().unwrap()), Some("10:20".parse().unwrap()));
    let away = DeclareAbsence { professionnel, du: app.day(8), debut, au: app.day(8), fin, mot: None };
    let away = house.pro.call(away).unwrap();
    assert_eq!(held(8), 1);
    house.pro.call(EndAbsence { absence: away.id }).unwrap();
    assert_eq!(held(8), 2);
    assert_eq!(house.pro.call(ReadPermanence { permanence, tout: false }).unwrap().permanence.creneaux, 24);
}

#[test]
fn several_rendez_vous_are_moved_or_cancelled_with_a_word_all_or_none() {
    let app = TestApp::start();
    let house = app.house();
    let people: Vec<Client> = (0..3).map(|_| app.jeune()).collect();
    let today = PublishPermanence { places: 3, ..house.permanence(app.day(1), 3) };
    house.pro.call(today).unwrap();
    let from = creneaux(&house, app.day(1))[0].1;
    let booked: Vec<_> = people.iter().map(|jeune| book(jeune, from).id).collect();
    let rythme = Rythme::Date { jour: app.day(3) };
    house.pro.call(PublishPermanence { rythme, ..house.permanence(app.day(3), 2) }).unwrap();
    let onto = creneaux(&house, app.day(3));
    let mot = || "Je suis malade, désolée.".parse().unwrap();
    // Two places at 10:00, the third person comes at 10:30; a fourth who is not there spoils all of it.
    let with_a_stranger = [booked.clone(), vec![crate::db::id()]].concat();
    let refused = MoveVenues { rendez_vous: with_a_stranger, creneau: onto[0].1, mot: mot() };
    assert_eq!(kind(house.pro.call(refused)), ProblemKind::Introuvable);
    let still: Vec<_> = people.iter().map(|jeune| jeune.call(ListRendezVous {}).unwrap()[0].id).collect();
    assert_eq!(still, booked);
    house.pro.call(MoveVenues { rendez_vous: booked.clone(), creneau: onto[0].1, mot: mot() }).unwrap();
    let agenda = house.pro.call(ListAgenda { du: app.day(3) }).unwrap();
    assert_eq!(agenda.iter().map(|one| one.venues.len()).collect::<Vec<_>>(), [2, 1]);
    let mine = people[0].call(ListRendezVous {}).unwrap();
    let (former, now) = (&mine[0], &mine[1]);
    assert_eq!((former.etat, former.suivi_par), (EtatRendezVous::Reporte, Some(now.id)));
    assert_eq!((now.etat, now.mot.as_deref()), (EtatRendezVous::Confirme, Some("Je suis malade, désolée.")));
    // The places that they left are free at once.
    book(&app.jeune(), from);
    let rendez_vous = vec![now.id];
    let cancelled = house.pro.call(CancelVenues { rendez_vous: rendez_vous.clone(), mot: mot() }).unwrap();
    assert_eq!(cancelled[0].etat, EtatRendezVous::AnnuleParStructure);
    assert_eq!(kind(house.pro.call(CancelVenues { rendez_vous, mot: mot() })), ProblemKind::PlusPrevu);
    // Nobody is put at two places at once.
    let busy = app.house();
    let elsewhere = busy.creneaux(app.day(3), 1)[0];
    let late = book(&people[0], elsewhere);
    let back = book(&people[0], creneaux(&house, app.day(1))[1].1);
    let clash = MoveVenues { rendez_vous: vec![back.id], creneau: onto[0].1, mot: mot() };
    assert_eq!(kind(house.pro.call(clash)), ProblemKind::RendezVousEnMemeTemps);
    let etats: Vec<_> = people[0].call(ListRendezVous {}).unwrap().into_iter().map(|one| (one.id, one.etat)).collect();
    assert!(
        etats.contains(&(back.id, EtatRendezVous::Confirme)) && etats.contains(&(late.id, EtatRendezVous::Confirme))
    );
    // What has begun is not taken back.
    app.pass_days(2, &[&house.pro]);
    let over = CancelVenues { rendez_vous: vec![back.id], mot: mot() };
    assert_eq!(kind(house.pro.call(over)), ProblemKind::RendezVousPasse);
}

#[test]
fn a_structure_is_told_when_its_next_creneau_is_too_far() {
    let app = TestApp::with(&["--tries-address", "100000", "--promise-days", "3"]);
    let house = app.house();
    let rythme = |day| Rythme::Date { jour: app.day(day) };
    house.pro.call(PublishPermanence { rythme: rythme(5), places: 5, ..house.permanence(app.day(5), 5) }).unwrap();
    let line = || house.pro.call(ReadDelais {}).unwrap().lignes.pop().unwrap();
    assert!(line().trop_loin && line().prochain.is_some());
    house.pro.call(PublishPermanence { rythme: rythme(2), places: 9, ..house.permanence(app.day(2), 9) }).unwrap();
    assert!(!line().trop_loin);
    let creneau = creneaux(&house, app.day(2))[0].1;
    let people: Vec<Client> = (0..5).map(|_| app.jeune()).collect();
    let asked = app.app.db.now();
    let debut = people.iter().map(|jeune| book(jeune, creneau).debut).max().unwrap();
    // Four are never shown, five are a figure; what is not over yet is none.
    assert_eq!(line().heures, None);
    app.pass_days(3, &[&house.pro]);
    let hours = u32::try_from((debut.0 - asked.0) / 3_600_000).unwrap();
    assert_eq!(line().heures, Some(hours));
}
