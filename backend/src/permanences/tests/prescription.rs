//! Prescription: a partner takes a place, the jeune takes it over once, and the partner learns nothing else.

use shared::{
    ProblemKind,
    comptes::{Droits, SignUp},
    ids::CreneauId,
    permanences::{
        AcceptOrientation, BookCreneau, CancelPrescription, CancelRendezVous, ClaimOrientation, DeclineOrientation,
        EtatPrescription, EtatRendezVous, ListAgenda, ListOrientations, ListPrescriptions, ListRendezVous, MarkVenue,
        Marque, MoveRendezVous, Prescribe, Prescription, ReadOrientation, ReadPermanence, Venue,
    },
};

use super::{key, kind};
use crate::test_app::{Client, House, TestApp, race};

// Someone of another structure, without any right: prescribing needs none.
fn partner(app: &TestApp) -> (Client, shared::ids::StructureId) {
    let structure = app.structure();
    (app.professionnel(structure, Droits::default()), structure)
}

fn request(structure: shared::ids::StructureId, creneau: CreneauId) -> Prescribe {
    Prescribe { structure, creneau, surnom: "Kévin".parse().unwrap(), contact: None, accompagne: false }
}

fn venue(app: &TestApp, house: &House) -> Venue {
    let agenda = house.pro.call(ListAgenda { du: app.day(0) }).unwrap();
    agenda.into_iter().flat_map(|creneau| creneau.venues).next().unwrap()
}

fn only(partner: &Client) -> Prescription {
    partner.call(ListPrescriptions {}).unwrap().pop().unwrap()
}

#[test]
fn a_code_on_a_paper_is_taken_over_once() {
    let app = TestApp::start();
    let house = app.house();
    let (partner, structure) = partner(&app);
    let creneau = house.creneaux(app.day(1), 1)[0];
    let prescribe = request(structure, creneau);
    // A retry is the same rendez-vous with the same code.
    let key = key();
    let answers = [partner.raw(&key, &prescribe), partner.raw(&key, &prescribe)];
    assert_eq!((answers[0].status, &answers[0].body), (200, &answers[1].body));
    let made: Prescription = serde_json::from_str(&answers[0].body).unwrap();
    let code = made.code.clone().unwrap();
    assert_eq!(only(&partner), made);
    let here = venue(&app, &house);
    assert_eq!((here.prenom.as_str(), here.sans_compte), ("Kévin", true));
    assert_eq!(here.oriente_par.as_deref(), Some("Mission locale"));
    assert_eq!(kind(partner.call(request(structure, creneau))), ProblemKind::CreneauComplet);
    // Whoever holds the paper reads it; the nickname is not on it.
    let shown = app.stranger().raw("", &ReadOrientation { code: code.clone() });
    assert!(shown.status == 200 && !shown.body.contains("Kévin"), "{}", shown.body);
    assert_eq!(
        kind(app.stranger().call(ReadOrientation { code: "22222-22222".parse().unwrap() })),
        ProblemKind::Introuvable
    );
    let jeunes: Vec<Client> = (0..8).map(|_| app.jeune()).collect();
    let taken = race(&jeunes, |jeune| jeune.call(ClaimOrientation { code: code.clone() }));
    assert_eq!(taken.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert!(taken.into_iter().filter_map(Result::err).all(|problem| problem.kind == ProblemKind::CodeUtilise));
    assert_eq!(kind(app.stranger().call(ReadOrientation { code })), ProblemKind::CodeUtilise);
    // The account's own first name is on the list now, and no second place was taken.
    let here = venue(&app, &house);
    assert_eq!((here.prenom.as_str(), here.sans_compte), ("Aïssata", false));
    let owner = jeunes.iter().find(|jeune| !jeune.call(ListRendezVous {}).unwrap().is_empty()).unwrap();
    assert_eq!(owner.call(ListRendezVous {}).unwrap()[0].creneau, creneau);
    assert_eq!(only(&partner).code, None);
    assert_eq!(kind(partner.call(CancelPrescription { prescription: made.id })), ProblemKind::PlusPrevu);
}

#[test]
fn whoever_took_a_paper_over_gets_the_same_answer_again_and_nobody_else_does() {
    let app = TestApp::start();
    let house = app.house();
    let (partner, structure) = partner(&app);
    let creneaux = house.creneaux(app.day(1), 1);
    let code = partner.call(request(structure, creneaux[0])).unwrap().code.unwrap();
    let (jeune, other) = (app.jeune(), app.jeune());
    let claim = |who: &Client| who.call(ClaimOrientation { code: code.clone() });
    let first = claim(&jeune).unwrap();
    assert_eq!(claim(&jeune).unwrap(), first);
    assert_eq!(kind(claim(&other)), ProblemKind::CodeUtilise);
    assert_eq!(jeune.call(ListRendezVous {}).unwrap().len(), 1);
    // Moved, it is still theirs; cancelled, there is nothing any more.
    let moved = jeune.call(MoveRendezVous { rendez_vous: first.id, creneau: creneaux[1] }).unwrap();
    assert_eq!(claim(&jeune).unwrap(), moved);
    assert_eq!(kind(claim(&other)), ProblemKind::CodeUtilise);
    jeune.call(CancelRendezVous { rendez_vous: moved.id }).unwrap();
    assert_eq!(kind(claim(&jeune)), ProblemKind::CodeUtilise);
}

#[test]
fn the_prescripteur_sees_booked_received_absent_and_nothing_else() {
    let app = TestApp::start();
    let house = app.house();
    let (partner, structure) = partner(&app);
    let creneaux = house.creneaux(app.day(1), 1);
    let made = partner.call(request(structure, creneaux[0])).unwrap();
    let jeune = app.jeune();
    let before = jeune.call(ClaimOrientation { code: made.code.clone().unwrap() }).unwrap();
    let seen = || partner.raw("", &ListPrescriptions {}).body;
    let booked = seen();
    // Moving it is the jeune's own business: the prescripteur sees the very same thing.
    let after = jeune.call(MoveRendezVous { rendez_vous: before.id, creneau: creneaux[1] }).unwrap();
    assert_eq!(seen(), booked);
    app.pass_days(1, &[&house.pro, &jeune, &partner]);
    let le = app.app.db.now();
    let mark = |marque| house.pro.call(MarkVenue { rendez_vous: after.id, marque, le }).unwrap();
    mark(Marque::Arrive);
    assert_eq!(only(&partner).etat, Some(EtatPrescription::Reserve));
    mark(Marque::Absent);
    assert_eq!(only(&partner).etat, Some(EtatPrescription::Absent));
    mark(Marque::Recu);
    assert_eq!(only(&partner).etat, Some(EtatPrescription::Recu));
    assert!(!seen().contains("Aïssata"), "the first name of the account is nobody's business");
    let permanence = house.pro.call(shared::permanences::ListPermanences {}).unwrap()[0].id;
    app.clock.shift_minutes(24 * 60);
    app.pass_days(0, &[&house.pro]);
    let figures = house.pro.call(ReadPermanence { permanence, tout: false }).unwrap().entonnoir;
    assert_eq!((figures.orientes, figures.prescrits, figures.recus), (1, 1, 1));
}

// The same answer, whether the contact is that of an account or not (P14).
#[test]
fn who_has_an_account_accepts_or_declines_and_the_prescripteur_cannot_tell() {
    let app = TestApp::start();
    let house = app.house();
    let (partner, structure) = partner(&app);
    let creneaux = house.creneaux(app.day(1), 5);
    let jeune = app.stranger();
    let sign_up: SignUp = serde_json::from_value(serde_json::json!({
        "prenom": "Kevin", "naissance": { "annee": 2007, "mois": 3 },
        "retour": { "par": "telephone", "telephone": "06 39 98 12 34", "mot_de_passe": "une phrase bien longue" },
    }))
    .unwrap();
    jeune.call(sign_up).unwrap();
    let to = |contact: &str, surnom: &str, creneau: CreneauId| Prescribe {
        contact: Some(contact.parse().unwrap()),
        surnom: surnom.parse().unwrap(),
        ..request(structure, creneau)
    };
    let known = partner.call(to("+33639981234", "Kévin", creneaux[0])).unwrap();
    let unknown = partner.call(to("+33639980987", "Kévin", creneaux[1])).unwrap();
    let other_name = partner.call(to("+33639981234", "Sofia", creneaux[1])).unwrap();
    for one in [&known, &unknown, &other_name] {
        assert_eq!((one.etat, one.code.is_some()), (Some(EtatPrescription::Reserve), true));
    }
    let offered = jeune.call(ListOrientations {}).unwrap();
    assert_eq!(offered.iter().map(|one| one.id).collect::<Vec<_>>(), [known.id]);
    assert_eq!(kind(jeune.call(AcceptOrientation { prescription: unknown.id })), ProblemKind::Introuvable);
    let taken = jeune.call(AcceptOrientation { prescription: known.id }).unwrap();
    assert_eq!(taken.etat, EtatRendezVous::Confirme);
    assert_eq!(kind(jeune.call(DeclineOrientation { prescription: known.id })), ProblemKind::PlusPrevu);
    assert!(jeune.call(ListOrientations {}).unwrap().is_empty());
    // Declined: free again, told to nobody as such.
    let second = partner.call(to("+33639981234", "KEVIN", creneaux[1])).unwrap();
    for _ in 0..2 {
        jeune.call(DeclineOrientation { prescription: second.id }).unwrap();
    }
    let listed = partner.call(ListPrescriptions {}).unwrap();
    let declined = listed.iter().find(|one| one.id == second.id).unwrap();
    let withdrawn = partner.call(CancelPrescription { prescription: unknown.id }).unwrap();
    assert_eq!((declined.etat, declined.code.clone()), (withdrawn.etat, withdrawn.code));
}

#[test]
fn what_is_taken_over_never_doubles_what_the_jeune_has() {
    let app = TestApp::start();
    let (house, elsewhere) = (app.house(), app.house());
    let (partner, structure) = partner(&app);
    let (here, there) = (house.creneaux(app.day(1), 2), elsewhere.creneaux(app.day(1), 1));
    let made = partner.call(request(structure, here[0])).unwrap();
    let code = made.code.clone().unwrap();
    let jeune = app.jeune();
    let mine = jeune.call(BookCreneau { creneau: there[0], accompagne: false }).unwrap();
    assert_eq!(kind(jeune.call(ClaimOrientation { code: code.clone() })), ProblemKind::RendezVousEnMemeTemps);
    jeune.call(CancelRendezVous { rendez_vous: mine.id }).unwrap();
    jeune.call(BookCreneau { creneau: here[0], accompagne: false }).unwrap();
    assert_eq!(kind(jeune.call(ClaimOrientation { code: code.clone() })), ProblemKind::DejaReserve);
    // Nothing was done by half: the code is still good for somebody else, until the start.
    app.pass_days(2, &[&jeune, &partner]);
    assert_eq!(kind(jeune.call(ClaimOrientation { code })), ProblemKind::CodeUtilise);
    assert_eq!(only(&partner).code, None);
    assert_eq!(kind(app.jeune().call(Prescribe { ..request(structure, here[1]) })), ProblemKind::Interdit);
    let not_mine = app.structure();
    assert_eq!(kind(partner.call(request(not_mine, here[1]))), ProblemKind::Introuvable);
}

#[test]
fn p01_partners_and_jeunes_do_not_share_a_last_place() {
    let app = TestApp::start();
    let house = app.house();
    let structure = app.structure();
    let creneau = house.creneaux(app.day(1), 3)[0];
    let partners = (0..12).map(|_| app.professionnel(structure, Droits::default()));
    let people: Vec<Client> = partners.chain((0..12).map(|_| app.jeune())).collect();
    let turn = std::sync::atomic::AtomicUsize::new(0);
    let answers = race(&people, |one| {
        let _ = turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let booked = one.raw(&key(), &BookCreneau { creneau, accompagne: false });
        if booked.status == 403 { one.raw(&key(), &request(structure, creneau)) } else { booked }
    });
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3);
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 409)));
}
