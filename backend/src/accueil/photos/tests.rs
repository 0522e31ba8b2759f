//! Tests of the photos of a place.

use shared::{
    Problem, ProblemKind,
    accueil::{DeletePhoto, DescribePhoto, ListPhotos, PhotoEspace, ReadEspaceEnDetail, SendPhoto},
    ids::PhotoId,
    messages::PIECE_BYTES,
};

use crate::{
    db,
    server::do_chores,
    test_app::{ALL, Client, House, Raw, TestApp},
};

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut written = Vec::new();
    let image = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, 7]));
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut written, 100).encode_image(&image).unwrap();
    written
}

fn send(client: &Client, house: &House, photo: PhotoId, file: &[u8]) -> Result<PhotoEspace, Problem> {
    client.upload(&SendPhoto { espace: house.code.clone(), photo }, file)
}

fn describe(client: &Client, house: &House, photo: PhotoId) -> Result<Vec<PhotoEspace>, Problem> {
    let description = "La porte bleue, à gauche de la pharmacie".parse().unwrap();
    client.call(DescribePhoto { espace: house.code.clone(), photo, description })
}

fn delete(client: &Client, house: &House, photo: PhotoId) -> Result<Vec<PhotoEspace>, Problem> {
    client.call(DeletePhoto { espace: house.code.clone(), photo })
}

fn seen(app: &TestApp, house: &House, photo: PhotoId) -> Raw {
    app.stranger().send("GET", &format!("/e/{}/photos/{photo}", house.code.as_str()), &[], "")
}

fn shown(app: &TestApp, house: &House) -> usize {
    app.stranger().call(ReadEspaceEnDetail { code: house.code.clone() }).unwrap().photos.len()
}

fn kind<T: std::fmt::Debug>(result: Result<T, Problem>) -> ProblemKind {
    result.unwrap_err().kind
}

fn a_photo_is_shown_once_it_is_described(flags: &[&str]) {
    let app = TestApp::with(&[&["--tries-address", "100000"], flags].concat());
    let house = app.house();
    let (photo, file) = (db::id(), jpeg(2_000, 1_000));
    let sent = send(&house.pro, &house, photo, &file).unwrap();
    assert_eq!(send(&house.pro, &house, photo, &file).unwrap(), sent);
    assert_eq!(kind(send(&house.pro, &house, photo, &jpeg(10, 10))), ProblemKind::CleReutilisee);
    assert_eq!((seen(&app, &house, photo).status, shown(&app, &house)), (404, 0));
    describe(&house.pro, &house, photo).unwrap();
    let raw = seen(&app, &house, photo);
    let header = |name: &str| raw.header(name);
    assert_eq!((raw.status, header("content-type")), (200, "image/jpeg"));
    assert_eq!((header("cache-control"), header("x-content-type-options")), ("public, max-age=3600", "nosniff"));
    assert_eq!(raw.headers.get("set-cookie"), None);
    let detail = app.stranger().call(ReadEspaceEnDetail { code: house.code.clone() }).unwrap();
    assert_eq!(detail.photos[0].adresse, sent.adresse);
    assert_eq!(detail.photos[0].description, "La porte bleue, à gauche de la pharmacie");
    // Under the address of another place it is not there.
    let elsewhere = app.house();
    let other = format!("/e/{}/photos/{photo}", elsewhere.code.as_str());
    assert_eq!(app.stranger().send("GET", &other, &[], "").status, 404);
    // Whoever sends something else under its name elsewhere changes nothing of it.
    let foreign = app.enter(elsewhere.pro.compte.unwrap());
    assert_eq!(kind(send(&foreign, &elsewhere, photo, &jpeg(10, 10))), ProblemKind::CleReutilisee);
    assert_eq!(seen(&app, &house, photo).body, raw.body);
    delete(&house.pro, &house, photo).unwrap();
    assert_eq!((seen(&app, &house, photo).status, shown(&app, &house)), (404, 0));
    // What nobody described is forgotten after a day.
    let unused = db::id();
    send(&house.pro, &house, unused, &file).unwrap();
    app.pass_days(2, &[&house.pro]);
    actix_web::rt::System::new().block_on(do_chores(&app.app)).unwrap();
    assert_eq!(kind(describe(&house.pro, &house, unused)), ProblemKind::Introuvable);
    if let Some(folder) = &app.app.settings.pieces_folder {
        let left: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn a_photo_is_shown_once_it_is_described_from_the_database() {
    a_photo_is_shown_once_it_is_described(&[]);
}

#[test]
fn a_photo_is_shown_once_it_is_described_from_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    a_photo_is_shown_once_it_is_described(&["--pieces-folder", &folder.path().display().to_string()]);
}

#[test]
fn a_place_has_three_photos_and_its_team_alone_sends_and_deletes_them() {
    let app = TestApp::start();
    let house = app.house();
    let file = jpeg(40, 30);
    let photos: Vec<PhotoId> = (0..3).map(|_| db::id()).collect();
    for photo in &photos {
        send(&house.pro, &house, *photo, &file).unwrap();
    }
    let fourth = send(&house.pro, &house, db::id(), &file).unwrap_err();
    assert_eq!(fourth.fields.get("photo"), Some(&vec!["trop".to_owned()]));
    let foreign = app.professionnel(app.structure(), ALL);
    assert_eq!(kind(send(&foreign, &house, db::id(), &file)), ProblemKind::Introuvable);
    assert_eq!(kind(describe(&foreign, &house, photos[0])), ProblemKind::Introuvable);
    assert_eq!(kind(delete(&foreign, &house, photos[0])), ProblemKind::Introuvable);
    assert_eq!(kind(foreign.call(ListPhotos { espace: house.code.clone() })), ProblemKind::Introuvable);
    assert_eq!(kind(send(&app.jeune(), &house, db::id(), &file)), ProblemKind::Interdit);
    assert_eq!(delete(&house.pro, &house, photos[1]).unwrap().len(), 2);
    // The place that is free is taken again.
    send(&house.pro, &house, db::id(), &file).unwrap();
    assert_eq!(app.admin().call(ListPhotos { espace: house.code.clone() }).unwrap().len(), 3);
}

#[test]
fn a_file_that_is_no_photo_is_refused_and_a_heavy_one_becomes_light() {
    let app = TestApp::start();
    let house = app.house();
    let refused = |file: &[u8]| kind(send(&house.pro, &house, db::id(), file));
    assert_eq!(refused(b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"), ProblemKind::PieceInconnue);
    assert_eq!(refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ProblemKind::PieceInconnue);
    assert_eq!(refused(&jpeg(64, 64)[..60]), ProblemKind::PieceRefusee);
    assert_eq!(refused(&vec![b'x'; PIECE_BYTES + 1]), ProblemKind::PieceTropLourde);
    let (photo, file) = (db::id(), jpeg(2_600, 1_900));
    assert!(1_000_000 < file.len() && file.len() <= PIECE_BYTES, "{} bytes", file.len());
    send(&house.pro, &house, photo, &file).unwrap();
    describe(&house.pro, &house, photo).unwrap();
    let weight: usize = seen(&app, &house, photo).header("content-length").parse().unwrap();
    assert!(weight < 600_000, "{weight} bytes");
}
