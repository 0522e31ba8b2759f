//! What of somebody else's relative could be reached.

use shared::{
    accueil::{
        AnswerProche, EndProche, InviteProche, OpenLienProche, Portee, ReadProche, ReadProches, WriteAsProche,
        WriteMotProche,
    },
    ids::ProcheId,
};

use super::Attempt;
use crate::test_app::{Client, House, TestApp};

/// A relative whom the owner has invited, and one who came on their own.
pub struct Relatives {
    invited: ProcheId,
    alone: ProcheId,
}

impl Relatives {
    /// See [`Relatives`].
    pub fn of(app: &TestApp, house: &House, owner: &Client) -> Self {
        let (prenom, portee) = ("Tata".parse().unwrap(), Portee::Equipe);
        let link =
            owner.call(InviteProche { prenom, portee, rendez_vous: None, inscription: None, signe: None }).unwrap();
        let aunt = app.stranger();
        aunt.call(OpenLienProche { jeton: link.lien.split_once('#').unwrap().1.to_owned() }).unwrap();
        let texte = "bonjour".parse().unwrap();
        aunt.call(WriteMotProche { proche: link.proche, texte }).unwrap();
        let father = app.stranger();
        let (prenom, texte) = ("Papa".parse().unwrap(), "bonjour".parse().unwrap());
        father.call(WriteAsProche { espace: house.code.clone(), prenom, texte }).unwrap();
        Self { invited: link.proche, alone: father.call(ReadProches {}).unwrap()[0].id }
    }
}

/// See [`super::ATTEMPTS`]: by those who are no part of the team.
pub const OUTSIDERS: [(&str, Attempt); 5] = [
    ("ReadProche", |world, client| client.call(ReadProche { proche: world.relatives.alone }).map(drop)),
    ("AnswerProche", |world, client| {
        let texte = "curieux".parse().unwrap();
        client.call(AnswerProche { proche: world.relatives.invited, texte }).map(drop)
    }),
    ("EndProche", |world, client| client.call(EndProche { proche: world.relatives.invited }).map(drop)),
    ("InviteProche", |world, client| {
        let (prenom, portee, signe) = ("Tata".parse().unwrap(), Portee::RendezVous, None);
        client
            .call(InviteProche { prenom, portee, rendez_vous: Some(world.rendez_vous), inscription: None, signe })
            .map(drop)
    }),
    ("WriteMotProche", |world, client| {
        let texte = "curieux".parse().unwrap();
        client.call(WriteMotProche { proche: world.relatives.invited, texte }).map(drop)
    }),
];
