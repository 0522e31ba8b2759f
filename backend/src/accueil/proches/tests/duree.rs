//! Until when a link is good: as long as what it is for is not over.

use serde_json::json;
use shared::{ateliers::ChangeAtelier, permanences::MoveRendezVous};

use super::{
    super::mots,
    moment::{come_along, elsewhere, join, open_on, sent},
    *,
};

#[test]
fn a_link_to_come_along_lasts_until_the_moment_is_over() {
    let app = TestApp::start();
    let house = app.house();
    let (jeune, other) = (app.jeune_of(Some(house.espace)), app.jeune_of(Some(house.espace)));
    let made = elsewhere(&house, app.day(90), (Some("1 rue X"), None));
    let link = come_along(&jeune, &join(&jeune, &made));
    let aunt = open_on(&app, &link);
    let unopened = come_along(&other, &join(&other, &made));
    let thread = open_on(&app, &invite(&jeune, Portee::Equipe));
    app.pass_days(80, &[&jeune, &other, &house.pro]);
    assert_eq!(kind(thread.call(ReadProches {})), ProblemKind::LienFini);
    assert!(sent(&aunt)["moment"]["debut"].is_i64());
    assert_eq!(other.call(ListInvitationsProche {}).unwrap()[0].etat, EtatProche::Envoyee);
    let uncle = open_on(&app, &unopened);
    // It is put off: so is the end.
    let later = ChangeAtelier {
        atelier: made.atelier.id,
        version: made.version,
        fiche: made.fiche.clone(),
        jour: app.day(60),
        debut: made.debut,
        fin: made.fin,
        mot: Some("Plus tard".parse().unwrap()),
        suite: false,
    };
    house.pro.call(later).unwrap();
    app.pass_days(55, &[&jeune, &other]);
    assert!(sent(&aunt)["moment"]["debut"].is_i64());
    // The jeune ends it all the same, at once.
    other.call(EndProche { proche: unopened.proche }).unwrap();
    assert_eq!(kind(uncle.call(ReadProches {})), ProblemKind::LienFini);
    app.pass_days(6, &[&jeune]);
    assert_eq!(kind(aunt.call(ReadProches {})), ProblemKind::LienFini);
    assert_eq!(kind(app.stranger().call(jeton(&link))), ProblemKind::LienFini);
    let ended = jeune.call(ListInvitationsProche {}).unwrap();
    assert!(ended.iter().all(|one| one.etat == EtatProche::Finie), "{ended:?}");
}

#[test]
fn a_rendez_vous_that_is_put_off_takes_the_link_along() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let booked = jeune.call(BookCreneau { creneau: house.creneaux(app.day(3), 1)[0], accompagne: true }).unwrap();
    let (prenom, portee) = ("Papa".parse().unwrap(), Portee::RendezVous);
    let request = InviteProche { prenom, portee, rendez_vous: Some(booked.id), inscription: None, signe: None };
    let father = open_on(&app, &jeune.call(request).unwrap());
    let creneau = app.house().creneaux(app.day(50), 1)[0];
    let moved = jeune.call(MoveRendezVous { rendez_vous: booked.id, creneau }).unwrap();
    app.pass_days(45, &[&jeune]);
    assert_eq!(sent(&father)["moment"]["debut"], json!(moved.debut.0));
    // Called off, it is said, and the link still ends with the moment that it was for.
    jeune.call(CancelRendezVous { rendez_vous: moved.id }).unwrap();
    assert_eq!(father.call(ReadProches {}).unwrap()[0].moment, None);
    app.pass_days(6, &[]);
    assert_eq!(kind(father.call(ReadProches {})), ProblemKind::LienFini);
}

// Ateliers are published up to two years ahead.
#[test]
fn what_is_more_than_a_year_ahead_is_not_forgotten_before() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let made = elsewhere(&house, app.day(400), (Some("1 rue X"), None));
    let link = come_along(&jeune, &join(&jeune, &made));
    let phone = app.stranger();
    let opened = phone.raw(&uuid::Uuid::new_v4().to_string(), &jeton(&link));
    let cookie = opened.header("set-cookie");
    let age: i64 = cookie.split("Max-Age=").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
    // What the browser keeps at the most: the database says when it ends.
    assert_eq!(age, 400 * 24 * 3600, "{cookie}");
    let forget = || {
        let now = app.app.db.now();
        app.app.db.write_now(move |tx| mots::forget_old(tx.db, now)).unwrap()
    };
    app.pass_days(380, &[]);
    assert_eq!((forget(), sent(&phone)["moment"]["debut"].is_i64()), (0, true));
    app.pass_days(21, &[]);
    assert_eq!(forget(), 1);
}
