//! Promises P43 and P48: neutral words, once, never late, never after a cancellation.

use std::{collections::BTreeMap, path::Path};

use diesel::{ExpressionMethods, RunQueryDsl};
use shared::{
    Instant,
    ids::CompteId,
    permanences::{BookCreneau, CancelRendezVous, ChooseRappels, MoveRendezVous, ReadRappels},
};

use super::{Channels, drain};
use crate::{
    db,
    schema::acces,
    test_app::{Client, House, TestApp, all},
};

struct Post {
    app: TestApp,
    house: House,
    jeune: Client,
    folder: tempfile::TempDir,
}

impl Post {
    fn with(genre: &'static str, identifiant: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = TestApp::with(&["--outbox-folder", folder.path().to_str().unwrap(), "--tries-address", "100000"]);
        let (house, jeune) = (app.house(), app.jeune());
        let compte: CompteId = jeune.compte.unwrap();
        let insert = move |tx: &mut db::Tx<'_>| {
            diesel::insert_into(acces::table)
                .values((
                    acces::id.eq(db::id::<shared::ids::EnvoiId>().to_string()),
                    acces::compte_id.eq(compte.to_string()),
                    acces::genre.eq(genre),
                    acces::identifiant.eq(identifiant),
                    acces::empreinte.eq("x"),
                    acces::cree_le.eq(0),
                ))
                .execute(tx.db)?;
            Ok(())
        };
        app.app.db.write_now(insert).unwrap();
        Self { app, house, jeune, folder }
    }

    fn channels(&self) -> Channels {
        Channels::open(&self.app.app.settings).unwrap()
    }

    // What lies in the folder after a worker was there.
    fn sent(&self) -> BTreeMap<String, String> {
        let channels = self.channels();
        actix_web::rt::System::new().block_on(drain(&self.app.app, &channels)).unwrap();
        files(self.folder.path())
    }

    fn go_to(&self, at: Instant) {
        self.app.clock.shift_minutes(at.minutes_since(self.app.app.db.now()) + 1);
    }
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn p48_a_reminder_is_sent_once_by_two_workers_and_says_nothing() {
    let post = Post::with("courriel", "ines@exemple.fr");
    let creneau = post.house.creneaux(post.app.day(3), 1)[0];
    let booked = post.jeune.call(BookCreneau { creneau, accompagne: false }).unwrap();
    assert_eq!(post.sent().len(), 0, "nothing is due yet");
    post.go_to(booked.debut.plus_minutes(-120));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| post.sent());
        }
    });
    let sent = post.sent();
    // The one of the evening before was still in time; both were claimed once.
    assert_eq!(sent.len(), 1, "{:?}", sent.keys());
    // When it was written is not when the rendez-vous is.
    let written = sent.values().next().unwrap().lines().filter(|line| !line.starts_with("Date:"));
    let letter = written.collect::<Vec<_>>().join("\n");
    assert!(letter.contains("To: ines@exemple.fr") && letter.contains("Subject: Petit rappel"));
    for secret in ["Nadia", "Centre social", "Bobigny", "papiers", "rendez-vous", "Aïssata", "10:00"] {
        assert!(!letter.contains(secret), "{secret}");
    }
}

#[test]
fn p48_the_evening_before_at_six_on_the_clock_of_the_place() {
    let post = Post::with("telephone", "+33639981234");
    let creneau = post.house.creneaux(post.app.day(3), 1)[0];
    post.jeune.call(BookCreneau { creneau, accompagne: false }).unwrap();
    let six = crate::time::moment(post.app.day(2), "18:00".parse().unwrap(), post.app.app.zone()).unwrap();
    post.go_to(six.plus_minutes(-5));
    assert_eq!(post.sent().len(), 0);
    post.go_to(six);
    let sent = post.sent();
    assert_eq!(sent.len(), 1);
    assert!(sent.values().next().unwrap().contains("+33639981234"));
}

#[test]
fn p48_nothing_is_sent_after_a_cancellation_or_too_late() {
    let post = Post::with("courriel", "ines@exemple.fr");
    let creneaux = post.house.creneaux(post.app.day(3), 1);
    let first = post.jeune.call(BookCreneau { creneau: creneaux[0], accompagne: false }).unwrap();
    let second = post.jeune.call(MoveRendezVous { rendez_vous: first.id, creneau: creneaux[1] }).unwrap();
    post.jeune.call(CancelRendezVous { rendez_vous: second.id }).unwrap();
    post.go_to(first.debut.plus_minutes(-100));
    assert_eq!(post.sent().len(), 0);
    // Booked again, but the worker was away until a minute before the start.
    let jeune = post.app.enter(post.jeune.compte.unwrap());
    let later = PublishLater(&post).creneau();
    let booked = jeune.call(BookCreneau { creneau: later, accompagne: false }).unwrap();
    post.go_to(booked.debut.plus_minutes(-2));
    assert_eq!(post.sent().len(), 0);
}

struct PublishLater<'a>(&'a Post);

impl PublishLater<'_> {
    fn creneau(&self) -> shared::ids::CreneauId {
        let pro = self.0.app.enter(self.0.house.pro.compte.unwrap());
        pro.call(self.0.house.permanence(self.0.app.day(5), 1)).unwrap();
        let request =
            shared::permanences::ListCreneaux { besoin: None, espace: Some(self.0.house.code.clone()), commune: None };
        *all(&pro.call(request).unwrap()).last().unwrap()
    }
}

#[test]
fn the_jeune_chooses_and_what_is_booked_already_follows() {
    let post = Post::with("courriel", "ines@exemple.fr");
    let creneau = post.house.creneaux(post.app.day(3), 1)[0];
    let booked = post.jeune.call(BookCreneau { creneau, accompagne: false }).unwrap();
    assert!(post.jeune.call(ReadRappels {}).unwrap().joignable);
    let none = post.jeune.call(ChooseRappels { semaine: false, veille: false, heures: false }).unwrap();
    assert!(!none.veille && !none.heures);
    post.go_to(booked.debut.plus_minutes(-110));
    assert_eq!(post.sent().len(), 0);
    let nobody = post.app.jeune();
    assert!(!nobody.call(ReadRappels {}).unwrap().joignable);
}
