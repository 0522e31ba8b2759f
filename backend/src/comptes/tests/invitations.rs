//! From an invitation to a professional's account.

use shared::{
    ProblemKind,
    comptes::{AcceptInvitation, Droits, InviteProfessionnel, ReadInvitation, Session},
    ids::StructureId,
};

use crate::{
    db,
    test_app::{ALL, Client, TestApp, race},
};

fn invite(admin: &Client, structure: StructureId) -> String {
    let made = admin.call(InviteProfessionnel { structure, droits: ALL }).unwrap();
    made.lien.rsplit_once('#').unwrap().1.to_owned()
}

fn accept(jeton: &str, courriel: &str) -> AcceptInvitation {
    AcceptInvitation {
        jeton: jeton.to_owned(),
        prenom: "Nadia".parse().unwrap(),
        aide: "les papiers".parse().unwrap(),
        courriel: courriel.parse().unwrap(),
        mot_de_passe: "une phrase de travail".parse().unwrap(),
    }
}

#[test]
fn an_invitation_makes_one_professional() {
    let app = TestApp::start();
    let structure = app.structure();
    let jeton = invite(&app.admin(), structure);
    let read = app.stranger().call(ReadInvitation { jeton: jeton.clone() }).unwrap();
    assert_eq!((read.structure.as_str(), read.droits), ("Mission locale", ALL));
    let clients: Vec<Client> = (0..8).map(|_| app.stranger()).collect();
    let turn = std::sync::atomic::AtomicUsize::new(0);
    let answers = race(&clients, |client| {
        let i = turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        client.call(accept(&jeton, &format!("pro{i}@exemple.fr")))
    });
    let entered: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect();
    assert_eq!(entered.len(), 1);
    assert!(matches!(entered[0], Session::Professionnel { appartenances, .. } if appartenances[0].droits == ALL));
    assert_eq!(app.stranger().call(ReadInvitation { jeton }).unwrap_err().kind, ProblemKind::InvitationInvalide);
}

#[test]
fn a_second_invitation_adds_a_structure_to_the_same_account() {
    let app = TestApp::start();
    let admin = app.admin();
    let pro = app.stranger();
    pro.call(accept(&invite(&admin, app.structure()), "nadia@exemple.fr")).unwrap();
    let session = pro.call(accept(&invite(&admin, app.structure()), "nadia@exemple.fr")).unwrap();
    assert!(matches!(session, Session::Professionnel { appartenances, .. } if appartenances.len() == 2));
    let stolen = AcceptInvitation {
        mot_de_passe: "une tout autre phrase".parse().unwrap(),
        ..accept(&invite(&admin, app.structure()), "nadia@exemple.fr")
    };
    assert_eq!(app.stranger().call(stolen).unwrap_err().kind, ProblemKind::DejaPris);
}

#[test]
fn an_invitation_ends_after_seven_days_and_cannot_be_forged() {
    let app = TestApp::start();
    let jeton = invite(&app.admin(), app.structure());
    let forged = format!("{}.{}", uuid::Uuid::now_v7(), jeton.split_once('.').unwrap().1);
    assert_eq!(
        app.stranger().call(ReadInvitation { jeton: forged }).unwrap_err().kind,
        ProblemKind::InvitationInvalide
    );
    app.clock.shift_minutes(7 * 24 * 60 + 1);
    assert_eq!(
        app.stranger().call(accept(&jeton, "tard@exemple.fr")).unwrap_err().kind,
        ProblemKind::InvitationInvalide
    );
}

#[test]
fn an_invitation_gives_at_least_one_right_in_a_structure_that_exists() {
    let app = TestApp::start();
    let admin = app.admin();
    let none = InviteProfessionnel { structure: app.structure(), droits: Droits::default() };
    assert_eq!(admin.call(none).unwrap_err().fields["droits"], ["au-moins-un"]);
    let nowhere = InviteProfessionnel { structure: db::id(), droits: ALL };
    assert_eq!(admin.call(nowhere).unwrap_err().kind, ProblemKind::Introuvable);
}
