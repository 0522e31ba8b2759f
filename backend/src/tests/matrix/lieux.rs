//! What of somebody else's places could be reached. Several of those who try may look after the place of this world: they
//! try one that is not theirs because it is not there; who may do what with whose is in `accueil/tests`.

use shared::{
    accueil::{
        ChangeEspaceTemps, CreateSupport, DeletePhoto, DescribePhoto, EndSupport, GenreSupport, ListPhotos,
        ListSupports, ReadHorairesOsm, SendPhoto, TryHorairesOsm, WriteHorairesOsm,
    },
    fields::CodeEspace,
};

use super::Attempt;
use crate::db;

fn nowhere() -> CodeEspace {
    "nulle-part".parse().unwrap()
}

/// See [`super::ATTEMPTS`].
pub const ATTEMPTS: [(&str, Attempt); 11] = [
    ("ChangeEspaceTemps", |world, client| {
        let request = serde_json::json!({
            "code": world.house.code, "nom": "À moi", "presentation": "x", "lieu": "x", "adresse": "x", "commune": "x",
            "horaires": [], "structures": [world.house.structure, db::id::<shared::ids::StructureId>()], "propositions": [],
        });
        client.call(serde_json::from_value::<ChangeEspaceTemps>(request).unwrap()).map(drop)
    }),
    ("ListSupports", |_, client| client.call(ListSupports { espace: nowhere() }).map(drop)),
    ("CreateSupport", |_, client| {
        let (genre, libelle) = (GenreSupport::Affiche, "ici".parse().unwrap());
        client.call(CreateSupport { espace: nowhere(), genre, libelle }).map(drop)
    }),
    ("EndSupport", |_, client| client.call(EndSupport { support: db::id() }).map(drop)),
    ("ReadHorairesOsm", |_, client| client.call(ReadHorairesOsm { espace: nowhere() }).map(drop)),
    ("TryHorairesOsm", |_, client| {
        client.call(TryHorairesOsm { espace: nowhere(), texte: "Mo 10:00-12:00".parse().unwrap() }).map(drop)
    }),
    ("ListPhotos", |_, client| client.call(ListPhotos { espace: nowhere() }).map(drop)),
    ("SendPhoto", |_, client| client.upload(&SendPhoto { espace: nowhere(), photo: db::id() }, b"x").map(drop)),
    ("DescribePhoto", |_, client| {
        let request = DescribePhoto { espace: nowhere(), photo: db::id(), description: "ici".parse().unwrap() };
        client.call(request).map(drop)
    }),
    ("DeletePhoto", |_, client| client.call(DeletePhoto { espace: nowhere(), photo: db::id() }).map(drop)),
    ("WriteHorairesOsm", |_, client| {
        client
            .call(WriteHorairesOsm { espace: nowhere(), version: 0, texte: None, a_corriger: None, mot: None })
            .map(drop)
    }),
];
