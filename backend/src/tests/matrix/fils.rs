//! What of somebody else's thread could be reached.

use shared::{
    ids::{FilId, MessageId, PieceId, RemplacementId},
    messages::{
        AnnounceRemplacement, BlockFil, DeleteMessage, Destinataire, EditMessage, EndRemplacement, FollowFil, HandFil,
        ListCollegues, Motif, ReadAttendre, ReadPiece, ReportFil, SendMessage, SendPiece, SendToMany,
    },
};

use super::Attempt;
use crate::{
    db,
    test_app::{Client, House, TestApp},
};

/// What there is in a thread.
pub struct Threads {
    message: MessageId,
    piece: PieceId,
    remplacement: RemplacementId,
}

impl Threads {
    /// A message with a file, and an absence of the référent.
    pub fn of(app: &TestApp, house: &House, owner: &Client, fil: FilId) -> Self {
        let (message, piece) = (db::id(), db::id());
        let pdf = b"%PDF-1.4\ntrailer\n%%EOF\n";
        owner.upload(&SendPiece { fil, piece }, pdf).unwrap();
        let request = SendMessage { piece: Some(piece), ..SendMessage::text(fil, message, "bonjour".parse().unwrap()) };
        owner.call(request).unwrap();
        let away = AnnounceRemplacement { du: app.day(30), au: app.day(31), remplacant: None };
        let remplacement = house.pro.call(away).unwrap().id;
        Self { message, piece, remplacement }
    }
}

/// See [`super::ATTEMPTS`].
pub const ATTEMPTS: [(&str, Attempt); 12] = [
    ("EditMessage", |world, client| {
        let texte = "autre chose".parse().unwrap();
        client.call(EditMessage { message: world.threads.message, texte }).map(drop)
    }),
    ("DeleteMessage", |world, client| client.call(DeleteMessage { message: world.threads.message }).map(drop)),
    ("SendPiece", |world, client| {
        client.upload(&SendPiece { fil: world.fil, piece: db::id() }, b"%PDF-1.4\n%%EOF").map(drop)
    }),
    ("ReadPiece", |world, client| client.call(ReadPiece { piece: world.threads.piece }).map(drop)),
    ("ReadAttendre", |world, client| client.call(ReadAttendre { fil: world.fil }).map(drop)),
    ("ListCollegues", |world, client| client.call(ListCollegues { fil: Some(world.fil) }).map(drop)),
    ("HandFil", |world, client| {
        client.call(HandFil { fil: world.fil, collegue: client.compte.unwrap_or(world.jeune) }).map(drop)
    }),
    ("FollowFil", |world, client| {
        let collegue = client.compte.unwrap_or(world.jeune);
        client.call(FollowFil { fil: world.fil, collegue, suit: true }).map(drop)
    }),
    ("SendToMany", |world, client| {
        let destinataires = vec![Destinataire { fil: world.fil, message: db::id() }];
        client.call(SendToMany { destinataires, texte: "curieux".parse().unwrap() }).map(drop)
    }),
    ("ReportFil", |world, client| {
        let message = Some(world.threads.message);
        client.call(ReportFil { fil: world.fil, message, motif: Motif::Autre, precisions: None }).map(drop)
    }),
    ("BlockFil", |world, client| {
        let relais = client.compte.unwrap_or(world.jeune);
        client.call(BlockFil { fil: world.fil, motif: "non".parse().unwrap(), relais }).map(drop)
    }),
    ("EndRemplacement", |world, client| {
        client.call(EndRemplacement { remplacement: world.threads.remplacement }).map(drop)
    }),
];
