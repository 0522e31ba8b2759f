//! The dates of a series dealt with together: those that come after one are changed and cancelled with it, all or none.

use shared::{
    ProblemKind,
    ateliers::{
        AtelierPro, CancelAtelier, ChangeAtelier, CreateAteliers, EtatAtelier, EtatInscription, FicheAtelier,
        JoinAtelier, ListeAtelier, NewMeneur, ReadListeAtelier,
    },
    permanences::Rythme,
};

use super::{as_it_is, ask, fiche, join, kind, mine, news, request};
use crate::test_app::{House, TestApp};

// Four dates, in 3, 5, 7 and 9 days.
fn series(app: &TestApp, house: &House, places: u16) -> Vec<AtelierPro> {
    let jours = [3, 5, 7, 9].map(|days| app.day(days)).to_vec();
    let rythme = Rythme::Dates { jours };
    house.pro.call(CreateAteliers { rythme, ..request(house, app.day(3), places) }).unwrap()
}

fn read(house: &House, one: &AtelierPro) -> ListeAtelier {
    house.pro.call(ReadListeAtelier { atelier: one.atelier.id }).unwrap()
}

fn states(house: &House, all: &[AtelierPro]) -> Vec<EtatAtelier> {
    all.iter().map(|one| read(house, one).atelier.atelier.etat).collect()
}

fn cancel(one: &AtelierPro) -> CancelAtelier {
    CancelAtelier { atelier: one.atelier.id, mot: "La salle ferme.".parse().unwrap(), suite: true }
}

#[test]
fn what_comes_after_a_date_is_cancelled_with_it_and_what_came_before_is_not() {
    let app = TestApp::start();
    let (house, early, late) = (app.house(), app.jeune(), app.jeune());
    let all = series(&app, &house, 3);
    join(&early, all[0].atelier.id);
    join(&late, all[3].atelier.id);
    house.pro.call(cancel(&all[1])).unwrap();
    let expected = [EtatAtelier::Publie, EtatAtelier::Annule, EtatAtelier::Annule, EtatAtelier::Annule];
    assert_eq!(states(&house, &all), expected);
    assert_eq!(mine(&early).etat, EtatInscription::Inscrit);
    assert_eq!(mine(&late).etat, EtatInscription::Annule);
    assert_eq!(news(&late).mots, ["La salle ferme."]);
    // Twice is once; somebody else's is not found.
    house.pro.call(cancel(&all[1])).unwrap();
    assert_eq!(news(&late).mots, ["La salle ferme."]);
    assert_eq!(kind(app.house().pro.call(cancel(&all[0]))), ProblemKind::Introuvable);
    assert_eq!(kind(app.jeune().call(ask(all[2].atelier.id))), ProblemKind::AtelierAnnule);
}

#[test]
fn one_date_alone_is_cancelled_alone() {
    let app = TestApp::start();
    let house = app.house();
    let all = series(&app, &house, 3);
    house.pro.call(CancelAtelier { suite: false, ..cancel(&all[1]) }).unwrap();
    let expected = [EtatAtelier::Publie, EtatAtelier::Annule, EtatAtelier::Publie, EtatAtelier::Publie];
    assert_eq!(states(&house, &all), expected);
}

#[test]
fn what_is_changed_on_a_date_is_changed_on_those_that_come_after_it() {
    let app = TestApp::start();
    let (house, late) = (app.house(), app.jeune());
    let all = series(&app, &house, 3);
    join(&late, all[3].atelier.id);
    house.pro.call(CancelAtelier { suite: false, ..cancel(&all[2]) }).unwrap();
    let fiche = FicheAtelier { titre: "Parler en public".parse().unwrap(), ..all[1].fiche.clone() };
    let change = ChangeAtelier {
        fiche,
        jour: app.day(6),
        debut: "10:00".parse().unwrap(),
        fin: "12:00".parse().unwrap(),
        suite: true,
        ..as_it_is(&all[1])
    };
    // Of this date nobody needs to be told; of a later one somebody does.
    let refused = house.pro.call(change.clone()).unwrap_err();
    let named = [("mot", "vide".to_owned()), ("suite", app.day(9).to_string())];
    assert_eq!(refused.fields, named.map(|(field, said)| (field.to_owned(), vec![said])).into());
    let told = ChangeAtelier { mot: Some("Le matin désormais.".parse().unwrap()), ..change };
    house.pro.call(told.clone()).unwrap();
    house.pro.call(told).unwrap();
    let now: Vec<AtelierPro> = all.iter().map(|one| read(&house, one).atelier).collect();
    let titres: Vec<&str> = now.iter().map(|one| one.atelier.titre.as_str()).collect();
    assert_eq!(titres, ["Préparer un entretien", "Parler en public", "Préparer un entretien", "Parler en public"]);
    assert_eq!(now.iter().map(|one| one.jour).collect::<Vec<_>>(), [3, 6, 7, 10].map(|days| app.day(days)));
    let debuts: Vec<String> = now.iter().map(|one| one.debut.to_string()).collect();
    assert_eq!(debuts, ["14:00", "10:00", "14:00", "10:00"]);
    assert_eq!(news(&late).mots, ["Le matin désormais."]);
}

#[test]
fn what_a_later_date_says_for_itself_stays() {
    let app = TestApp::start();
    let house = app.house();
    let all = series(&app, &house, 3);
    let bring = FicheAtelier { a_apporter: Some("un stylo".parse().unwrap()), ..all[1].fiche.clone() };
    let (debut, fin) = ("18:00".parse().unwrap(), "20:00".parse().unwrap());
    house.pro.call(ChangeAtelier { fiche: bring, debut, fin, jour: app.day(6), ..as_it_is(&all[1]) }).unwrap();
    // A form that was opened before that.
    let fiche = FicheAtelier {
        titre: "Parler en public".parse().unwrap(),
        age_min: Some(18),
        meneurs: Vec::new(),
        ..all[0].fiche.clone()
    };
    house.pro.call(ChangeAtelier { fiche, suite: true, ..as_it_is(&all[0]) }).unwrap();
    let now = read(&house, &all[1]).atelier;
    assert_eq!((now.jour, now.debut, now.fin), (app.day(6), debut, fin));
    let expected = FicheAtelier {
        titre: "Parler en public".parse().unwrap(),
        age_min: Some(18),
        a_apporter: Some("un stylo".parse().unwrap()),
        ..all[1].fiche.clone()
    };
    assert_eq!(now.fiche, expected);
    // What is taken away is taken away there too.
    let first = read(&house, &all[0]).atelier;
    let fiche = FicheAtelier { age_min: None, ..first.fiche.clone() };
    house.pro.call(ChangeAtelier { fiche, suite: true, ..as_it_is(&first) }).unwrap();
    assert_eq!(read(&house, &all[1]).atelier.fiche, FicheAtelier { age_min: None, ..expected });
}

#[test]
fn what_one_later_date_refuses_is_said_by_its_day_and_changes_none() {
    let app = TestApp::start();
    let house = app.house();
    let all = series(&app, &house, 3);
    for _ in 0..2 {
        join(&app.jeune(), all[2].atelier.id);
    }
    let change = ChangeAtelier { fiche: fiche(&house, 1), suite: true, ..as_it_is(&all[0]) };
    let refused = house.pro.call(change).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::PlacesReservees);
    assert_eq!(refused.fields, [("suite".to_owned(), vec![app.day(7).to_string()])].into());
    let now: Vec<u32> = all.iter().map(|one| read(&house, one).atelier.version).collect();
    assert_eq!(now, all.iter().map(|one| one.version).collect::<Vec<_>>());
}

#[test]
fn the_other_dates_are_shown_to_whoever_keeps_their_lists() {
    let app = TestApp::start();
    let (house, partner) = (app.house(), app.house());
    let all = series(&app, &house, 3);
    house.pro.call(CancelAtelier { suite: false, ..cancel(&all[3]) }).unwrap();
    let led = NewMeneur { structure: Some(partner.structure), professionnel: None, nom: None, role: None };
    for one in &all[..2] {
        let fiche = FicheAtelier { meneurs: vec![led.clone()], ..one.fiche.clone() };
        house.pro.call(ChangeAtelier { fiche, ..as_it_is(one) }).unwrap();
    }
    let dates = read(&house, &all[1]).dates;
    let told: Vec<_> = dates.iter().map(|one| (one.atelier, one.jour, one.suite)).collect();
    let expected = [(0, 3, false), (2, 7, true), (3, 9, false)];
    assert_eq!(told, expected.map(|(which, days, suite)| (all[which].atelier.id, app.day(days), suite)));
    let theirs = partner.pro.call(ReadListeAtelier { atelier: all[1].atelier.id }).unwrap().dates;
    assert_eq!(theirs.iter().map(|one| one.atelier).collect::<Vec<_>>(), [all[0].atelier.id]);
    // What is over is on the list of what one has held.
    app.pass_days(6, &[&house.pro]);
    assert_eq!(read(&house, &all[0]).dates.len(), 2);
}

// Whoever joins a later date meanwhile is told like the others, or finds it cancelled.
#[test]
fn nobody_keeps_a_place_on_a_date_that_is_cancelled_with_the_others() {
    let app = TestApp::start();
    let house = app.house();
    let all = series(&app, &house, 30);
    let jeunes: Vec<_> = (0..20).map(|_| app.jeune()).collect();
    std::thread::scope(|scope| {
        let ended = scope.spawn(|| house.pro.call(cancel(&all[0])).unwrap());
        for (jeune, one) in jeunes.iter().zip(all.iter().cycle()) {
            let joined = jeune.call(JoinAtelier { ou_attendre: true, ..ask(one.atelier.id) });
            assert!(joined.is_ok() || kind(joined) == ProblemKind::AtelierAnnule);
        }
        ended.join().unwrap();
    });
    let all: Vec<ListeAtelier> = all.iter().map(|one| read(&house, one)).collect();
    assert!(all.iter().all(|one| one.atelier.atelier.etat == EtatAtelier::Annule && one.atelier.inscrits == 0));
}
