//! Files: whose they are, what is stored of them, until when.

use shared::{
    ProblemKind,
    messages::{DeleteMessage, GenrePiece, PIECE_BYTES, ReadPiece, SendMessage, SendPiece},
};

use super::{kind, said};
use crate::{
    db,
    server::do_chores,
    test_app::{Client, TestApp},
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";

fn png() -> Vec<u8> {
    let mut written = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 20).write_to(&mut written, image::ImageFormat::Png).unwrap();
    written.into_inner()
}

fn read(client: &Client, piece: shared::ids::PieceId) -> (u16, String) {
    let raw = client.raw("", &ReadPiece { piece });
    let header = raw.headers.get("content-type").map(|value| value.to_str().unwrap().to_owned());
    (raw.status, header.unwrap_or_default())
}

fn chores(app: &TestApp) {
    actix_web::rt::System::new().block_on(do_chores(&app.app)).unwrap();
}

fn a_file_lives_with_its_message(flags: &[&str]) {
    let app = TestApp::with(&[&["--tries-address", "100000", "--pieces-days", "30"], flags].concat());
    let house = app.house();
    let (jeune, neighbour) = (app.jeune_of(Some(house.espace)), app.jeune_of(Some(house.espace)));
    let fil = house.fil(&jeune);
    let (photo, pdf) = (db::id(), db::id());
    let sent = jeune.upload(&SendPiece { fil, piece: photo }, &png()).unwrap();
    assert_eq!((sent.genre, sent.largeur, sent.hauteur), (GenrePiece::Photo, 40, 20));
    assert_eq!(jeune.upload(&SendPiece { fil, piece: photo }, &png()).unwrap(), sent);
    assert_eq!(kind(jeune.upload(&SendPiece { fil, piece: photo }, PDF)), ProblemKind::CleReutilisee);
    // Until a message bears it, it is its author's alone.
    assert_eq!((read(&jeune, photo).0, read(&house.pro, photo).0), (200, 404));
    let bearing =
        |piece| SendMessage { fil, message: db::id(), texte: None, piece: Some(piece), creneau: None, atelier: None };
    let message = bearing(photo);
    for _ in 0..2 {
        assert_eq!(jeune.call(message.clone()).unwrap().piece.map(|piece| piece.id), Some(photo));
    }
    assert_eq!(kind(jeune.call(bearing(photo))), ProblemKind::PiecePerdue);
    assert_eq!(kind(house.pro.call(bearing(photo))), ProblemKind::PiecePerdue);
    assert_eq!(read(&house.pro, photo), (200, "image/jpeg".to_owned()));
    assert_eq!((read(&neighbour, photo).0, read(&app.stranger(), photo).0), (404, 401));
    // A file of one thread is not borne by a message of another.
    let theirs = house.fil(&neighbour);
    neighbour.upload(&SendPiece { fil: theirs, piece: pdf }, PDF).unwrap();
    assert_eq!(kind(neighbour.upload(&SendPiece { fil, piece: db::id() }, PDF)), ProblemKind::Introuvable);
    assert_eq!(kind(jeune.call(bearing(pdf))), ProblemKind::PiecePerdue);
    let raw = neighbour.raw("", &ReadPiece { piece: pdf });
    assert_eq!(raw.headers["content-disposition"], "attachment; filename=\"document.pdf\"");
    assert_eq!(raw.body.as_bytes(), PDF);
    // Taken back with its message; unused for a day; kept long enough.
    jeune.call(DeleteMessage { message: message.message }).unwrap();
    assert_eq!((read(&jeune, photo).0, said(&jeune, fil)[0].piece), (404, None));
    let kept = db::id();
    jeune.upload(&SendPiece { fil, piece: kept }, PDF).unwrap();
    jeune.call(bearing(kept)).unwrap();
    app.pass_days(2, &[&jeune, &neighbour]);
    chores(&app);
    assert_eq!((read(&neighbour, pdf).0, read(&jeune, kept).0), (404, 200));
    app.pass_days(29, &[&jeune]);
    chores(&app);
    assert!(said(&jeune, fil).pop().unwrap().piece.unwrap().perimee);
    assert_eq!(kind(jeune.call(ReadPiece { piece: kept })), ProblemKind::PiecePerdue);
    if let Some(folder) = &app.app.settings.pieces_folder {
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0);
    }
}

#[test]
fn a_file_lives_with_its_message_in_the_database() {
    a_file_lives_with_its_message(&[]);
}

#[test]
fn a_file_lives_with_its_message_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let pieces = folder.path().join("pieces").display().to_string();
    a_file_lives_with_its_message(&["--pieces-folder", &pieces]);
}

#[test]
fn nobody_replaces_the_file_of_somebody_else_nor_leaves_one_behind() {
    let folder = tempfile::tempdir().unwrap();
    let pieces = folder.path().join("pieces");
    let app = TestApp::with(&["--tries-address", "100000", "--pieces-folder", &pieces.display().to_string()]);
    let house = app.house();
    let (jeune, other) = (app.jeune_of(Some(house.espace)), app.jeune_of(Some(house.espace)));
    let (fil, theirs) = (house.fil(&jeune), house.fil(&other));
    let piece = db::id();
    jeune.upload(&SendPiece { fil, piece }, PDF).unwrap();
    let forged = [b"%PDF-1.4\n1 0 obj <</A 1>> endobj\n", PDF].concat();
    assert_eq!(kind(other.upload(&SendPiece { fil: theirs, piece }, &forged)), ProblemKind::CleReutilisee);
    assert_eq!(kind(other.upload(&SendPiece { fil: theirs, piece }, PDF)), ProblemKind::CleReutilisee);
    assert_eq!(jeune.raw("", &ReadPiece { piece }).body.as_bytes(), PDF);
    let files = || std::fs::read_dir(&pieces).unwrap().count();
    assert_eq!(files(), 1);
    // What is refused because it is one too many leaves nothing behind.
    for _ in 0..50 {
        other.upload(&SendPiece { fil: theirs, piece: db::id() }, PDF).unwrap();
    }
    assert_eq!(kind(other.upload(&SendPiece { fil: theirs, piece: db::id() }, PDF)), ProblemKind::TropDEssais);
    assert_eq!(files(), 51);
}

#[test]
fn what_is_refused_says_why_and_nothing_is_stored() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let upload = |file: &[u8]| {
        let piece = db::id();
        let refused = kind(jeune.upload(&SendPiece { fil, piece }, file));
        assert_eq!(read(&jeune, piece).0, 404);
        refused
    };
    assert_eq!(upload(b"MZ this is a program called photo.jpg"), ProblemKind::PieceInconnue);
    assert_eq!(upload(&png()[..40]), ProblemKind::PieceRefusee);
    assert_eq!(upload(&vec![b'a'; PIECE_BYTES + 1]), ProblemKind::PieceTropLourde);
    assert_eq!(upload(&[PDF, b"PK\x05\x06"].concat()), ProblemKind::PieceRefusee);
    // An account fills no disk.
    for _ in 0..50 {
        jeune.upload(&SendPiece { fil, piece: db::id() }, PDF).unwrap();
    }
    assert_eq!(upload(PDF), ProblemKind::TropDEssais);
}
