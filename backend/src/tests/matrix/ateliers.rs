//! What of somebody else's atelier or inscription could be reached.

use shared::{
    Instant, ProblemKind,
    ateliers::{
        AcceptPlace, AddInvite, CancelAtelier, ChangeAtelier, CloseAtelier, CreateAteliers, DuplicateAtelier,
        EtatAtelier, FicheAtelier, GiveRetour, JoinAtelier, LeaveAtelier, LieuAtelier, ListAteliersPublies,
        ListAutresAteliers, ListNouveautes, MarkParticipant, NewMeneur, Part, Pointage, PublishAtelier, ReadAtelier,
        ReadIcsAtelier, ReadListeAtelier, ReadPresence, SeeChangement, Visage, WithdrawAtelier,
    },
    comptes::Droits,
    fields::Jour,
    ids::{AtelierId, InscriptionId},
    permanences::{Besoin, Rythme},
};

use super::Attempt;
use crate::test_app::{ALL, Client, House, TestApp};

/// An atelier that somebody has joined.
pub struct Joined {
    atelier: AtelierId,
    inscription: InscriptionId,
}

impl Joined {
    /// Led by a provider: nobody else of the structure keeps its list.
    pub fn of(app: &TestApp, house: &House, owner: &Client) -> Self {
        let atelier = house.pro.call(request(house, app.day(3))).unwrap().remove(0).atelier.id;
        let asked = JoinAtelier { atelier, accompagne: false, ou_attendre: false };
        Self { atelier, inscription: owner.call(asked).unwrap().id }
    }
}

fn fiche(house: &House) -> FicheAtelier {
    let nom = Some("APASO".parse().unwrap());
    FicheAtelier {
        titre: "Autre chose".parse().unwrap(),
        presentation: "Autre chose".parse().unwrap(),
        besoin: Besoin::Droits,
        age_min: None,
        age_max: None,
        lieu: LieuAtelier::Espace { espace: house.code.clone() },
        point_rencontre: None,
        meneurs: vec![NewMeneur { structure: None, professionnel: None, nom, role: None }],
        a_apporter: None,
        pour_essayer: false,
        accompagne: false,
        places: 3,
    }
}

fn request(house: &House, jour: Jour) -> CreateAteliers {
    let (debut, fin) = ("14:00".parse().unwrap(), "15:00".parse().unwrap());
    CreateAteliers {
        structure: house.structure,
        fiche: fiche(house),
        rythme: Rythme::Date { jour },
        debut,
        fin,
        publie: true,
    }
}

/// See [`super::ATTEMPTS`].
pub const ATTEMPTS: [(&str, Attempt); 18] = [
    ("CreateAteliers", |world, client| client.call(request(&world.house, world.jour)).map(drop)),
    ("ReadListeAtelier", |world, client| client.call(ReadListeAtelier { atelier: world.joined.atelier }).map(drop)),
    ("PublishAtelier", |world, client| {
        client.call(PublishAtelier { atelier: world.joined.atelier, serie: false }).map(drop)
    }),
    ("ChangeAtelier", |world, client| {
        let (debut, fin) = ("08:00".parse().unwrap(), "09:00".parse().unwrap());
        let (atelier, fiche, mot) = (world.joined.atelier, fiche(&world.house), Some("non".parse().unwrap()));
        client
            .call(ChangeAtelier { atelier, version: 0, fiche, jour: world.jour, debut, fin, mot, suite: false })
            .map(drop)
    }),
    ("CancelAtelier", |world, client| {
        client
            .call(CancelAtelier { atelier: world.joined.atelier, mot: "non".parse().unwrap(), suite: false })
            .map(drop)
    }),
    ("DuplicateAtelier", |world, client| {
        client.call(DuplicateAtelier { atelier: world.joined.atelier, jours: vec![world.jour] }).map(drop)
    }),
    ("WithdrawAtelier", |world, client| {
        client.call(WithdrawAtelier { atelier: world.joined.atelier, part: Part::Lieu }).map(drop)
    }),
    ("CloseAtelier", |world, client| client.call(CloseAtelier { atelier: world.joined.atelier }).map(drop)),
    ("MarkParticipant", |world, client| {
        let inscription = world.joined.inscription;
        client.call(MarkParticipant { inscription, pointage: Pointage::Absent, le: Instant(0) }).map(drop)
    }),
    ("AddInvite", |world, client| {
        client.call(AddInvite { atelier: world.joined.atelier, prenom: "Curieuse".parse().unwrap() }).map(drop)
    }),
    ("ReadPresence", |world, client| client.call(ReadPresence { atelier: world.joined.atelier }).map(drop)),
    ("LeaveAtelier", |world, client| client.call(LeaveAtelier { inscription: world.joined.inscription }).map(drop)),
    ("AcceptPlace", |world, client| client.call(AcceptPlace { inscription: world.joined.inscription }).map(drop)),
    ("ListNouveautes", |world, client| client.call(ListNouveautes { inscription: world.joined.inscription }).map(drop)),
    ("SeeChangement", |world, client| {
        client.call(SeeChangement { inscription: world.joined.inscription, changements: 1 }).map(drop)
    }),
    ("ReadIcsAtelier", |world, client| client.call(ReadIcsAtelier { inscription: world.joined.inscription }).map(drop)),
    ("GiveRetour", |world, client| {
        let inscription = world.joined.inscription;
        client.call(GiveRetour { inscription, visage: Visage::Triste, mot: None }).map(drop)
    }),
    ("SendMessage", |world, client| {
        let message = crate::db::id();
        let card = shared::messages::SendMessage {
            texte: None,
            atelier: Some(world.joined.atelier),
            ..shared::messages::SendMessage::text(world.fil, message, "x".parse().unwrap())
        };
        client.call(card).map(drop)
    }),
];

// A draft is for those who publish in its structure, also when it was cancelled as one.
#[test]
fn p12_a_draft_that_was_cancelled_does_not_exist_for_anybody_else() {
    let app = TestApp::start();
    let house = app.house();
    let leader = app.professionnel(house.structure, Droits { publie: false, ..ALL });
    let meneurs = vec![NewMeneur { structure: None, professionnel: leader.compte, nom: None, role: None }];
    let make = |publie| {
        let fiche = FicheAtelier { meneurs: meneurs.clone(), ..fiche(&house) };
        let asked = CreateAteliers { fiche, publie, ..request(&house, app.day(3)) };
        let atelier = house.pro.call(asked).unwrap().remove(0).atelier.id;
        house.pro.call(CancelAtelier { atelier, mot: "Pas cette fois.".parse().unwrap(), suite: false }).unwrap();
        atelier
    };
    let (draft, published) = (make(false), make(true));
    let hidden = |result: Result<(), shared::Problem>| result.is_err_and(|why| why.kind == ProblemKind::Introuvable);
    let jeune = app.jeune_of(Some(house.espace));
    for client in [&app.stranger(), &jeune, &leader, &app.house().pro, &app.admin()] {
        assert!(hidden(client.call(ReadAtelier { atelier: draft }).map(drop)));
        assert!(hidden(client.call(ListAutresAteliers { atelier: draft }).map(drop)));
        assert_eq!(client.call(ReadAtelier { atelier: published }).unwrap().etat, EtatAtelier::Annule);
    }
    assert!(hidden(jeune.call(JoinAtelier { atelier: draft, accompagne: false, ou_attendre: true }).map(drop)));
    assert!(hidden(leader.call(ReadListeAtelier { atelier: draft }).map(drop)));
    assert!(leader.call(ReadListeAtelier { atelier: published }).is_ok());
    let listed = leader.call(ListAteliersPublies {}).unwrap();
    assert_eq!(listed.iter().map(|one| one.atelier.id).collect::<Vec<_>>(), [published]);
    let fil = house.fil(&jeune);
    house.pro.call(shared::messages::TakeFil { fil }).unwrap();
    let card = |atelier| {
        let text = shared::messages::SendMessage::text(fil, crate::db::id(), "x".parse().unwrap());
        house.pro.call(shared::messages::SendMessage { texte: None, atelier: Some(atelier), ..text }).map(drop)
    };
    assert!(hidden(card(draft)));
    assert_eq!(house.pro.call(ReadListeAtelier { atelier: draft }).unwrap().atelier.atelier.etat, EtatAtelier::Annule);
}
