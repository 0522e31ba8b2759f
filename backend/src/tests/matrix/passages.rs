//! What of somebody else's passage, or of somebody else's place, could be reached.

use shared::{
    accueil::{
        AddPassage, AnnouncePassage, CountPassages, FollowPassage, GestePassage, LeavePassage, ListPassages,
        MarkPassage, ReadPorte, RenewPorte, TakePassage,
    },
    ids::PassageId,
};

use super::Attempt;
use crate::test_app::{Client, House};

/// What there is at the door of a place.
pub struct Door {
    passage: PassageId,
}

impl Door {
    /// The owner says that they come.
    pub fn of(house: &House, owner: &Client) -> Self {
        let passage = owner.call(AnnouncePassage { espace: house.code.clone(), besoin: None }).unwrap().id;
        Self { passage }
    }
}

/// See [`super::ATTEMPTS`]: by those who are no part of the team.
pub const OUTSIDERS: [(&str, Attempt); 9] = [
    ("ListPassages", |world, client| client.call(ListPassages { espace: world.house.code.clone() }).map(drop)),
    ("CountPassages", |world, client| {
        client.call(CountPassages { espace: world.house.code.clone(), du: None }).map(drop)
    }),
    ("AddPassage", |world, client| {
        let espace = world.house.code.clone();
        client.call(AddPassage { espace, prenom: None, age: None, besoin: None, note: None, le: None }).map(drop)
    }),
    ("ReadPorte", |world, client| client.call(ReadPorte { espace: world.house.code.clone() }).map(drop)),
    ("RenewPorte", |world, client| client.call(RenewPorte { espace: world.house.code.clone() }).map(drop)),
    ("TakePassage", |world, client| client.call(TakePassage { passage: world.door.passage, le: None }).map(drop)),
    ("MarkPassage", |world, client| {
        let (passage, geste) = (world.door.passage, GestePassage::Parti);
        client.call(MarkPassage { passage, geste, le: shared::Instant(0) }).map(drop)
    }),
    ("FollowPassage", |world, client| client.call(FollowPassage { passage: world.door.passage, le: None }).map(drop)),
    ("LeavePassage", |world, client| client.call(LeavePassage { passage: world.door.passage, erreur: true }).map(drop)),
];
