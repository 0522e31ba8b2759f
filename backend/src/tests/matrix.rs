//! Who may call what, and what of someone else's can be reached: the access matrix (P12, invariants 3 and 5).

use shared::{
    Instant, Problem, ProblemKind,
    comptes::{Droits, GiveCodeDeRetour},
    fields::Jour,
    ids::{AbsenceId, AttenteId, CompteId, CreneauId, FermetureId, FilId, PermanenceId, PrescriptionId, RendezVousId},
    messages::{
        Etape, MarkFil, ReadFil, SendMessage, TakeFil,
        avis::{Geste, SeeAvis},
    },
    operation::path_names,
    permanences::{
        AcceptOffre, AcceptOrientation, AddVenue, Besoin, BookCreneau, CancelOccurrence, CancelPrescription,
        CancelRendezVous, CancelVenues, ChangePermanence, ChangePlaces, CloseEspace, DeclareAbsence,
        DeclineOrientation, EndAbsence, EndFermeture, JoinAttenteBesoin, LeaveAttente, ListFermetures, ListPermanences,
        MarkVenue, Marque, MoveOccurrence, MoveRendezVous, MoveVenues, Prescribe, PublishPermanence, ReadIcs,
        ReadPermanence, RecordEntree, RestoreOccurrence, WithdrawPermanence,
    },
};

use crate::{
    db, openapi, operations,
    test_app::{ALL, Client, House, TestApp},
};

mod ateliers;
mod fils;
mod lieux;
mod passages;
mod proches;

/// Operations whose path names something that everybody may see, and why.
const OPEN: [(&str, &str); 22] = [
    ("CountScan", "the code is on a poster; a count, of nobody"),
    ("ListStructures", "the annuaire is open to all who look after places; it names no person"),
    ("ReadAtelier", "what is published is shown to all, a draft to nobody"),
    ("ListAutresAteliers", "what is published is shown to all, and nothing is said beside a draft"),
    ("JoinAtelier", "a published atelier is open to all; what is taken is one's own"),
    ("SignPresence", "the code of the minute is the right; who is marked is oneself"),
    ("WriteAsProche", "the code is on a poster; what is written is one's own, and nobody is looked for"),
    ("ReadFrequentation", "the code is on a poster; words, no person"),
    ("ReadMonPassage", "the code is on a poster; what is read is one's own"),
    ("AnnouncePassage", "the code is on a poster; who comes is oneself"),
    ("ArrivePassage", "the code at the door is the right; who comes is oneself"),
    ("AnnounceRemplacement", "only a colleague is named, and what opens to them is one's own"),
    ("CloseSignalement", "what is reported is the administrator's, and no one else may call it"),
    ("ReadEspaceTemps", "the code is on a poster"),
    ("ReadEspaceEnDetail", "the code is on a poster"),
    ("ListMoments", "the code is on a poster; what is announced to all, and what a référent keeps for oneself"),
    ("JoinEspaceTemps", "the code is on a poster; what is joined is one's own account"),
    ("JoinAttente", "a full créneau is seen by all; who waits is oneself"),
    ("JoinAttenteBesoin", "the code is on a poster; who waits is oneself"),
    ("ReadOrientation", "the code is the right: whoever holds the paper reads it"),
    ("ClaimOrientation", "the code is the right; what is taken over is one's own"),
    ("BookCreneau", "a free créneau is offered to all; what is taken is one's own"),
];

#[test]
fn the_access_matrix_is_the_reviewed_one() {
    let lines: Vec<String> = operations()
        .iter()
        .map(|one| format!("{:4} {:42} {:16} {}", one.method.name(), one.path, one.role, one.name))
        .collect();
    let matrix = format!("{}\n", lines.join("\n"));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/access-matrix.txt");
    if std::env::var_os("REVIEWED").is_some() {
        std::fs::write(file, &matrix).unwrap();
    }
    let reviewed = std::fs::read_to_string(file).unwrap();
    assert_eq!(reviewed, matrix, "review the change, then run the test with REVIEWED=1");
}

struct World {
    house: House,
    jeune: CompteId,
    fil: FilId,
    rendez_vous: RendezVousId,
    creneau: CreneauId,
    permanence: PermanenceId,
    attente: AttenteId,
    prescription: PrescriptionId,
    fermeture: FermetureId,
    absence: AbsenceId,
    jour: Jour,
    threads: fils::Threads,
    joined: ateliers::Joined,
    door: passages::Door,
    relatives: proches::Relatives,
}

type Attempt = fn(&World, &Client) -> Result<(), Problem>;

/// One attempt on what belongs to someone else, for each operation that bears an id.
const ATTEMPTS: [(&str, Attempt); 35] = [
    ("CancelRendezVous", |world, client| client.call(CancelRendezVous { rendez_vous: world.rendez_vous }).map(drop)),
    ("GiveCodeDeRetour", |world, client| client.call(GiveCodeDeRetour { jeune: world.jeune }).map(drop)),
    ("ReadFil", |world, client| client.call(ReadFil::last(world.fil)).map(drop)),
    ("SendMessage", |world, client| {
        client.call(SendMessage::text(world.fil, db::id(), "curieux".parse().unwrap())).map(drop)
    }),
    ("MarkFil", |world, client| client.call(MarkFil { fil: world.fil, seq: 1, etape: Etape::Lu }).map(drop)),
    ("TakeFil", |world, client| client.call(TakeFil { fil: world.fil }).map(drop)),
    ("MoveRendezVous", |world, client| {
        client.call(MoveRendezVous { rendez_vous: world.rendez_vous, creneau: world.creneau }).map(drop)
    }),
    ("LeaveAttente", |world, client| client.call(LeaveAttente { attente: world.attente }).map(drop)),
    ("AcceptOffre", |world, client| client.call(AcceptOffre { attente: world.attente }).map(drop)),
    ("MarkVenue", |world, client| {
        let request = MarkVenue { rendez_vous: world.rendez_vous, marque: Marque::Absent, le: Instant(0) };
        client.call(request).map(drop)
    }),
    ("AddVenue", |world, client| {
        let prenom = "Curieuse".parse().unwrap();
        client.call(AddVenue { creneau: world.creneau, prenom, marque: Marque::Recu }).map(drop)
    }),
    ("RecordEntree", |world, client| {
        client.call(RecordEntree { rendez_vous: world.rendez_vous, programme: None }).map(drop)
    }),
    ("ReadPermanence", |world, client| {
        client.call(ReadPermanence { permanence: world.permanence, tout: true }).map(drop)
    }),
    ("CancelOccurrence", |world, client| {
        let (permanence, jour) = (world.permanence, world.jour);
        client.call(CancelOccurrence { permanence, jour, mot: Some("non".parse().unwrap()) }).map(drop)
    }),
    ("MoveOccurrence", |world, client| {
        let (permanence, jour) = (world.permanence, world.jour);
        let request = MoveOccurrence {
            permanence,
            jour,
            vers: jour,
            debut: "08:00".parse().unwrap(),
            mot: Some("non".parse().unwrap()),
        };
        client.call(request).map(drop)
    }),
    ("ChangePermanence", |world, client| {
        let new = world.house.permanence(world.jour, 1);
        let request = ChangePermanence {
            permanence: world.permanence,
            a_partir_du: world.jour,
            apercu: true,
            rythme: new.rythme,
            debut: new.debut,
            fin: new.fin,
            duree: new.duree,
            places: 1,
            conditions: new.conditions,
        };
        client.call(request).map(drop)
    }),
    ("ChangePlaces", |world, client| {
        client.call(ChangePlaces { permanence: world.permanence, jour: world.jour, places: 9 }).map(drop)
    }),
    ("RestoreOccurrence", |world, client| {
        client.call(RestoreOccurrence { permanence: world.permanence, jour: world.jour }).map(drop)
    }),
    ("WithdrawPermanence", |world, client| client.call(WithdrawPermanence { permanence: world.permanence }).map(drop)),
    ("CancelVenues", |world, client| {
        let request = CancelVenues { rendez_vous: vec![world.rendez_vous], mot: "non".parse().unwrap() };
        client.call(request).map(drop)
    }),
    ("MoveVenues", |world, client| {
        let (rendez_vous, mot) = (vec![world.rendez_vous], "non".parse().unwrap());
        client.call(MoveVenues { rendez_vous, creneau: world.creneau, mot }).map(drop)
    }),
    ("EndFermeture", |world, client| client.call(EndFermeture { fermeture: world.fermeture }).map(drop)),
    ("EndAbsence", |world, client| client.call(EndAbsence { absence: world.absence }).map(drop)),
    ("ReadIcs", |world, client| client.call(ReadIcs { rendez_vous: world.rendez_vous }).map(drop)),
    ("Prescribe", |world, client| {
        // One's own structure is one's own to speak for; another one is not.
        let (structure, creneau, surnom) = (db::id(), world.creneau, "Non".parse().unwrap());
        client.call(Prescribe { structure, creneau, surnom, contact: None, accompagne: false }).map(drop)
    }),
    ("CancelPrescription", |world, client| {
        client.call(CancelPrescription { prescription: world.prescription }).map(drop)
    }),
    ("AcceptOrientation", |world, client| {
        client.call(AcceptOrientation { prescription: world.prescription }).map(drop)
    }),
    ("DeclineOrientation", |world, client| {
        client.call(DeclineOrientation { prescription: world.prescription }).map(drop)
    }),
    ("CloseEspace", |world, client| {
        let (espace, jour, motif) = (world.house.code.clone(), world.jour, "non".parse().unwrap());
        client.call(CloseEspace { espace, du: jour, au: jour, motif, mot: Some("non".parse().unwrap()) }).map(drop)
    }),
    ("DeclareAbsence", |world, client| {
        let (professionnel, jour) = (world.house.pro.compte.unwrap(), world.jour);
        let mot = Some("non".parse().unwrap());
        client.call(DeclareAbsence { professionnel, du: jour, debut: None, au: jour, fin: None, mot }).map(drop)
    }),
    ("ListFermetures", |world, client| client.call(ListFermetures { espace: world.house.code.clone() }).map(drop)),
    ("PublishPermanence", |world, client| {
        let jour = "2030-01-09".parse().unwrap();
        client.call(PublishPermanence { ..world.house.permanence(jour, 1) }).map(drop)
    }),
    ("CreateEspaceTemps", |world, client| {
        let request = serde_json::json!({
            "code": "a-moi", "nom": "À moi", "presentation": "x", "lieu": "x", "adresse": "x", "commune": "x",
            "horaires": [], "structures": [world.house.structure, db::id::<shared::ids::StructureId>()], "propositions": [],
        });
        client.call(serde_json::from_value::<shared::accueil::CreateEspaceTemps>(request).unwrap()).map(drop)
    }),
    ("SeeAvis", |_, client| {
        // The mark that came with it is the right; nobody makes one.
        let request = SeeAvis { avis: db::id(), marque: "AAAA".to_owned(), geste: Geste::Vu };
        client.call(request).map(drop)
    }),
    ("InviteProfessionnel", |_, client| {
        client.call(shared::comptes::InviteProfessionnel { structure: db::id(), droits: ALL }).map(drop)
    }),
];

// Those of the attempts who work in the place.
const TEAM: [&str; 2] = ["another référent of the structure", "a coordonnateur"];

#[test]
fn p12_what_is_someone_elses_does_not_exist() {
    let app = TestApp::start();
    let house = app.house();
    let owner = app.jeune_of(Some(house.espace));
    let creneau = house.creneaux(app.day(1), 1)[0];
    let rendez_vous = owner.call(BookCreneau { creneau, accompagne: false }).unwrap().id;
    let fil = house.fil(&owner);
    house.pro.call(TakeFil { fil }).unwrap();
    let elsewhere = app.house();
    let same_structure = app.professionnel(house.structure, Droits { publie: false, ..ALL });
    let waits = JoinAttenteBesoin { espace: house.code.clone(), besoin: Besoin::Logement };
    let attente = owner.call(waits).unwrap().id;
    let permanence = house.pro.call(ListPermanences {}).unwrap()[0].id;
    let (jeune, jour) = (owner.compte.unwrap(), app.day(1));
    let (structure, surnom) = (house.structure, "Kévin".parse().unwrap());
    let taken =
        Prescribe { structure, creneau: house.creneaux(app.day(2), 1)[1], surnom, contact: None, accompagne: false };
    let prescription = house.pro.call(taken).unwrap().id;
    let (far, motif) = (app.day(40), "travaux".parse().unwrap());
    let closed = CloseEspace { espace: house.code.clone(), du: far, au: far, motif, mot: None };
    let fermeture = house.pro.call(closed).unwrap().id;
    let (professionnel, debut, fin) = (house.pro.compte.unwrap(), None, None);
    let away = DeclareAbsence { professionnel, du: far, debut, au: far, fin, mot: None };
    let absence = house.pro.call(away).unwrap().id;
    let threads = fils::Threads::of(&app, &house, &owner, fil);
    let joined = ateliers::Joined::of(&app, &house, &owner);
    let door = passages::Door::of(&house, &owner);
    let relatives = proches::Relatives::of(&app, &house, &owner);
    let before = owner.call(ReadFil::last(fil)).unwrap().messages;
    let world = World {
        jeune,
        fil,
        rendez_vous,
        creneau,
        permanence,
        attente,
        prescription,
        fermeture,
        absence,
        jour,
        threads,
        joined,
        door,
        relatives,
        house,
    };
    let others = [
        ("anonymous", app.stranger()),
        ("another jeune of the place", app.jeune_of(Some(world.house.espace))),
        ("another référent of the structure", same_structure),
        ("a référent of another structure", elsewhere.pro),
        ("a coordonnateur", app.professionnel(world.house.structure, Droits { coordonne: true, ..Droits::default() })),
        ("the administrator", app.admin()),
    ];
    // The administrator may name any structure, but not one that is not there.
    let hidden = [
        ProblemKind::ChampsInvalides,
        ProblemKind::Introuvable,
        ProblemKind::Interdit,
        ProblemKind::NonConnecte,
        ProblemKind::FilDejaPris,
        ProblemKind::LienFini,
    ];
    for (operation, attempt) in
        ATTEMPTS.into_iter().chain(fils::ATTEMPTS).chain(ateliers::ATTEMPTS).chain(lieux::ATTEMPTS)
    {
        for (who, client) in &others {
            let refused = attempt(&world, client).map_err(|problem| problem.kind);
            assert!(refused.is_err_and(|kind| hidden.contains(&kind)), "{operation} by {who}: {refused:?}");
        }
    }
    // The list at the door is the team's: only those of no structure of the place are others.
    for (operation, attempt) in passages::OUTSIDERS.into_iter().chain(proches::OUTSIDERS) {
        for (who, client) in others.iter().filter(|(who, _)| !TEAM.contains(who)) {
            let refused = attempt(&world, client).map_err(|problem| problem.kind);
            assert!(refused.is_err_and(|kind| hidden.contains(&kind)), "{operation} by {who}: {refused:?}");
        }
    }
    // What the others could not touch is untouched.
    assert_eq!(app.enter(world.jeune).call(shared::permanences::ListRendezVous {}).unwrap()[0].creneau, world.creneau);
    let owner = app.enter(world.jeune);
    assert_eq!(owner.call(ReadFil::last(fil)).unwrap().messages, before);
}

#[test]
fn p12_an_operation_that_bears_an_id_has_an_attempt() {
    let known: Vec<&str> = ATTEMPTS
        .iter()
        .chain(&fils::ATTEMPTS)
        .chain(&ateliers::ATTEMPTS)
        .chain(&lieux::ATTEMPTS)
        .chain(&passages::OUTSIDERS)
        .chain(&proches::OUTSIDERS)
        .map(|(name, _)| *name)
        .chain(OPEN.iter().map(|(name, _)| *name))
        .collect();
    for operation in operations() {
        let schema = serde_json::to_string(&(operation.request)()).unwrap();
        let bears_id = path_names(operation.path).next().is_some() || schema.contains("Id\"");
        assert!(!bears_id || known.contains(&operation.name), "{} has no someone-else's test", operation.name);
    }
}

#[test]
fn the_openapi_document_lists_every_operation_and_every_schema() {
    let mounted = operations();
    let document = openapi::document(&mounted);
    assert_eq!(document["openapi"], "3.1.0");
    for operation in &mounted {
        let described = &document["paths"][operation.path][operation.method.name().to_lowercase()];
        assert_eq!(described["operationId"], operation.name);
        assert!(described["summary"].as_str().is_some_and(|summary| 10 < summary.len()), "{}", operation.name);
    }
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name} is referred to and not there");
    }
    for name in [
        "SignUp",
        "SignIn",
        "SignOut",
        "ReadSession",
        "ReadEspaceTemps",
        "PublishPermanence",
        "ListCreneaux",
        "BookCreneau",
        "CancelRendezVous",
        "ListRendezVous",
        "ListFils",
        "ReadFil",
        "SendMessage",
        "TakeFil",
    ] {
        assert!(mounted.iter().any(|operation| operation.name == name), "{name}");
    }
}
