//! What somebody who means harm tries at the door.

use shared::{
    ProblemKind,
    comptes::{
        AcceptInvitation, GiveCodeDeRetour, InviteProfessionnel, ReadSession, RecoverCompte, RefreshSession, Retour,
        Session,
    },
    messages::ListFils,
};

use super::{by_phone, sign_in, sign_up};
use crate::{
    comptes::cookies,
    test_app::{ALL, TestApp, race},
};

fn by_mail(courriel: &str, secret: &str) -> shared::comptes::SignUp {
    sign_up(Retour::Courriel { courriel: courriel.parse().unwrap(), mot_de_passe: secret.parse().unwrap() })
}

#[test]
fn p15_signing_up_is_no_way_round_the_tries_of_an_account() {
    let app = TestApp::start();
    app.stranger().call(by_phone("0639980031", "la bonne phrase")).unwrap();
    for i in 0..10 {
        app.stranger().call(by_phone("0639980031", &format!("au hasard {i} !"))).unwrap();
    }
    let refused = app.stranger().call(by_phone("0639980031", "la bonne phrase")).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::TropDEssais);
}

#[test]
fn signing_up_never_opens_the_account_of_a_professional() {
    let app = TestApp::start();
    let house = app.house();
    let invitation = app.admin().call(InviteProfessionnel { structure: house.structure, droits: ALL }).unwrap();
    let accept = |mot_de_passe: &str| AcceptInvitation {
        jeton: invitation.lien.split_once('#').unwrap().1.to_owned(),
        prenom: "Nadia".parse().unwrap(),
        aide: "les papiers".parse().unwrap(),
        courriel: "nadia@exemple.fr".parse().unwrap(),
        mot_de_passe: mot_de_passe.parse().unwrap(),
    };
    app.stranger().call(accept("le chat de Nadia")).unwrap();
    let refused = app.stranger().call(by_mail("nadia@exemple.fr", "le chat de Nadia")).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::AccesRefuse);
}

// One phone for two siblings: the second account and its browser buy no tries on the first.
#[test]
fn p15_a_second_account_on_the_same_phone_buys_no_tries() {
    let app = TestApp::start();
    app.stranger().call(by_phone("0639980032", "la bonne phrase")).unwrap();
    let other = app.stranger();
    other.call(by_phone("0639980032", "ma propre phrase")).unwrap();
    let mut waits = 0;
    for i in 0..30 {
        let kind = other.call(sign_in("0639980032", &format!("au hasard {i} !"))).unwrap_err().kind;
        waits += u32::from(kind == ProblemKind::TropDEssais);
        // One's own way in forgives one's own browser, and nothing else.
        drop(other.call(sign_in("0639980032", "ma propre phrase")));
    }
    assert!(waits >= 20, "{waits}");
    assert_eq!(other.call(sign_in("0639980032", "la bonne phrase")).unwrap_err().kind, ProblemKind::TropDEssais);
    let stranger = app.stranger();
    assert_eq!(stranger.call(sign_in("0639980032", "la bonne phrase")).unwrap_err().kind, ProblemKind::TropDEssais);
}

#[test]
fn p18_whoever_was_in_is_out_once_the_account_is_recovered() {
    let app = TestApp::start();
    let house = app.house();
    let thief = app.jeune_of(Some(house.espace));
    thief.call(ListFils {}).unwrap();
    let code = house.pro.call(GiveCodeDeRetour { jeune: thief.compte.unwrap() }).unwrap().code;
    let owner = app.stranger();
    owner.call(RecoverCompte { prenom: "aïssata".parse().unwrap(), code }).unwrap();
    assert!(thief.call(ListFils {}).is_err());
    assert!(thief.call(RefreshSession {}).is_err());
    let again = app.enter(thief.compte.unwrap());
    owner.call(shared::comptes::ReplaceCarte {}).unwrap();
    assert!(again.call(ListFils {}).is_err());
    assert!(owner.call(ListFils {}).is_ok());
}

#[test]
fn p17_a_refresh_token_that_comes_back_ends_what_is_open() {
    let app = TestApp::start();
    let jeune = app.jeune();
    let stolen = jeune.cookie(cookies::REFRESH).unwrap();
    jeune.call(RefreshSession {}).unwrap();
    jeune.call(ListFils {}).unwrap();
    app.clock.shift_minutes(1);
    let thief = app.stranger();
    thief.keep(cookies::REFRESH, &stolen);
    thief.call(RefreshSession {}).unwrap_err();
    // What the thief holds is removed with the refusal, and the access of the owner is believed no longer.
    assert_eq!(thief.cookie(cookies::REFRESH), None);
    assert!(matches!(thief.call(ReadSession {}).unwrap(), Session::Anonyme {}));
    assert!(jeune.call(ListFils {}).is_err());
}

#[test]
fn what_is_past_its_time_is_forgotten() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    house.pro.call(GiveCodeDeRetour { jeune: jeune.compte.unwrap() }).unwrap();
    let count = || {
        use diesel::{QueryDsl, RunQueryDsl};
        let mut db = crate::db::connect(&app.app.settings.database).unwrap();
        let codes: i64 = crate::schema::code_retour::table.count().get_result(&mut db).unwrap();
        let sessions: i64 = crate::schema::session::table.count().get_result(&mut db).unwrap();
        (codes, sessions)
    };
    let chores = || actix_web::rt::System::new().block_on(crate::server::do_chores(&app.app)).unwrap();
    chores();
    assert_eq!(count(), (1, 2));
    app.clock.shift_minutes(11);
    chores();
    assert_eq!(count(), (0, 2));
    app.clock.shift_minutes(40 * 24 * 60);
    chores();
    assert_eq!(count(), (0, 0));
}

#[test]
fn p29_an_address_in_disguise_is_guarded_too() {
    let app = TestApp::start();
    for path in ["/%61pi/session/fin", "/ap%69/session/fin", "/api/session/fin"] {
        let headers = [("Origin", "https://ailleurs.example"), ("Sec-Fetch-Site", "cross-site"), ("X-App", "")];
        assert_eq!(app.stranger().send("POST", path, &headers, "{}").status, 403, "{path}");
    }
}

#[test]
fn p03_a_retry_of_signing_up_gives_the_card_of_the_first_time() {
    let app = TestApp::start();
    let key = uuid::Uuid::new_v4().to_string();
    let request = sign_up(Retour::Carte {});
    let first = app.stranger().call_once(&key, &request).unwrap();
    app.clock.shift_minutes(20 * 60);
    let second = app.stranger().call_once(&key, &request).unwrap();
    assert_eq!(first.carte.as_ref().unwrap().mots, second.carte.unwrap().mots);
    let mots = first.carte.unwrap().mots;
    let (name, proof) = (mots[..2].join("-"), mots[2..].join("-"));
    assert!(app.stranger().call(sign_in(&name, &proof)).is_ok());
    let other = app.stranger().call_once(&uuid::Uuid::new_v4().to_string(), &request).unwrap();
    assert_ne!(other.carte.unwrap().mots, mots);
}

#[test]
fn p03_the_same_sign_up_sent_many_times_at_once_is_one_account_with_one_card() {
    let app = TestApp::start();
    let request = sign_up(Retour::Carte {});
    let phones: Vec<_> = (0..16).map(|_| app.stranger()).collect();
    for _ in 0..3 {
        let key = uuid::Uuid::new_v4().to_string();
        let answers = race(&phones, |phone| phone.call_once(&key, &request).map(|entree| entree.carte.unwrap().mots));
        assert!(answers.iter().all(|one| one.is_ok() && *one == answers[0]), "{answers:?}");
    }
}

#[test]
fn p15_an_invitation_is_no_way_to_guess_a_password() {
    let app = TestApp::start();
    let house = app.house();
    let admin = app.admin();
    let invite = || admin.call(InviteProfessionnel { structure: house.structure, droits: ALL }).unwrap().lien;
    let accept = |lien: &str, secret: &str| {
        let request = AcceptInvitation {
            jeton: lien.split_once('#').unwrap().1.to_owned(),
            prenom: "Nadia".parse().unwrap(),
            aide: "les papiers".parse().unwrap(),
            courriel: "nadia@exemple.fr".parse().unwrap(),
            mot_de_passe: secret.parse().unwrap(),
        };
        app.stranger().call(request).map(drop).map_err(|problem| problem.kind)
    };
    accept(&invite(), "le chat de Nadia").unwrap();
    let lien = invite();
    let refused: Vec<_> = (0..12).map(|i| accept(&lien, &format!("au hasard {i} !")).unwrap_err()).collect();
    assert_eq!(refused.last(), Some(&ProblemKind::TropDEssais));
    assert_eq!(accept(&lien, "le chat de Nadia"), Err(ProblemKind::TropDEssais));
}
