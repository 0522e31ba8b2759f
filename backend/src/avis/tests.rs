//! Promises P30, P43, P48: who is told what, by which way, when, how often, on the engine of the run.

mod ladder;
mod operations;
mod push;
mod rooms;
mod servers;
mod summary;
mod workers;

use std::collections::BTreeMap;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    ids::CompteId,
    messages::avis::{ChooseAvis, GenreAvis, PreferenceAvis, SubscribePush},
};

use super::Avis;
use crate::{
    db,
    outbox::{Channels, drain},
    schema::{acces, envoi},
    test_app::{
        Client, TestApp,
        post::{Browser, Ear},
    },
    time,
};

/// A server whose e-mails and text messages lie in a folder, and a push service.
pub struct World {
    pub app: TestApp,
    pub ear: Ear,
    folder: tempfile::TempDir,
}

impl World {
    pub fn new() -> Self {
        Self::with(&[])
    }

    pub fn with(flags: &[&str]) -> Self {
        let (folder, ear) = (tempfile::tempdir().unwrap(), Ear::open());
        let path = folder.path().to_str().unwrap();
        let ours = ["--outbox-folder", path, "--push-trusted-origins", &ear.origin, "--tries-address", "100000"];
        let app = TestApp::with(&[&ours, flags].concat());
        let world = Self { app, ear, folder };
        world.at(1, "10:00");
        world
    }

    /// Goes to a wall time of the installation, so many days from now.
    pub fn at(&self, days: i32, heure: &str) {
        let app = &self.app.app;
        let to = time::moment(self.app.day(days), heure.parse().unwrap(), app.zone()).unwrap();
        // To the minute that begins, never before it.
        self.app.clock.shift_minutes((to.0 - app.db.now().0).div_euclid(60_000) + 1);
    }

    pub fn pass(&self, minutes: i64) {
        self.app.clock.shift_minutes(minutes);
    }

    /// A jeune who left some ways to reach them.
    pub fn jeune(&self, ways: &[(&'static str, &str)]) -> CompteId {
        let compte = self.app.jeune().compte.unwrap();
        self.reach(compte, ways);
        compte
    }

    pub fn reach(&self, compte: CompteId, ways: &[(&'static str, &str)]) {
        for (genre, identifiant) in ways {
            let (genre, identifiant) = (*genre, (*identifiant).to_owned());
            let insert = move |tx: &mut db::Tx<'_>| {
                diesel::insert_into(acces::table)
                    .values((
                        acces::id.eq(db::id::<shared::ids::EnvoiId>().to_string()),
                        acces::compte_id.eq(compte.to_string()),
                        acces::genre.eq(genre),
                        acces::identifiant.eq(&identifiant),
                        acces::empreinte.eq(compte.to_string()),
                        acces::cree_le.eq(0),
                    ))
                    .execute(tx.db)?;
                Ok(())
            };
            self.app.app.db.write_now(insert).unwrap();
        }
    }

    /// A browser of somebody that rings, or answers something else.
    pub fn browser(&self, client: &Client, status: u16) -> Browser {
        let browser = Browser::at(&self.ear, status);
        client.call(subscription(&browser)).unwrap();
        browser
    }

    pub fn tell(&self, avis: Avis) {
        self.app.app.db.write_now(move |tx| super::tell(tx, &avis)).unwrap();
    }

    pub fn message(&self, compte: CompteId) {
        self.tell(Avis::new(compte, GenreAvis::Message, "fil:1".to_owned()));
    }

    /// A worker comes by: what lies in the folder after that.
    pub fn work(&self) -> BTreeMap<String, String> {
        self.drain();
        self.files()
    }

    pub fn drain(&self) -> usize {
        let channels = Channels::open(&self.app.app.settings).unwrap();
        actix_web::rt::System::new().block_on(drain(&self.app.app, &channels)).unwrap()
    }

    pub fn files(&self) -> BTreeMap<String, String> {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        files.map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).collect()
    }

    /// What was planned for somebody, and what became of it.
    pub fn rows(&self, compte: CompteId) -> Vec<(String, String, Option<String>)> {
        let mut db = db::connect(&self.app.app.settings.database).unwrap();
        envoi::table
            .filter(envoi::compte_id.eq(compte.to_string()))
            .order((envoi::a_partir_du, envoi::id))
            .select((envoi::etat, envoi::etape, envoi::canal))
            .load(&mut db)
            .unwrap()
    }

    pub fn states(&self, compte: CompteId) -> Vec<String> {
        self.rows(compte).into_iter().map(|(etat, ..)| etat).collect()
    }

    pub fn choose(&self, compte: CompteId, genres: &[PreferenceAvis], quiet: bool) {
        let silence = if quiet { shared::messages::avis::Silence::by_default() } else { None };
        let request = ChooseAvis { genres: genres.to_vec(), silence, resume: true };
        self.app.enter(compte).call(request).unwrap();
    }
}

pub fn subscription(browser: &Browser) -> SubscribePush {
    SubscribePush { endpoint: browser.adresse.clone(), p256dh: browser.p256dh.clone(), auth: browser.auth.clone() }
}

pub const MAIL: (&str, &str) = ("courriel", "ines@exemple.fr");
pub const PHONE: (&str, &str) = ("telephone", "+33639981234");
