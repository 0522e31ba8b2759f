//! A whole server for one test: its own database (SQLite, or PostgreSQL when `TEST_DATABASE_URL` says so), a real socket.

mod client;
mod ensemble;
pub mod post;

pub use client::{Client, Raw};
pub use ensemble::{overtaken, race};

use std::{
    net::{SocketAddr, TcpListener},
    sync::mpsc,
    thread,
};

use actix_web::{dev::ServerHandle, web};
use clap::Parser;
use diesel::connection::SimpleConnection;
use shared::{
    comptes::Droits,
    fields::{CodeEspace, Jour},
    ids::{CompteId, CreneauId, EspaceId, FilId, StructureId},
    permanences::{Besoin, Conditions, Creneaux, ListCreneaux, PublishPermanence, Rythme},
};

use crate::{
    accueil,
    app::App,
    comptes::{cookies, sessions},
    config::{Cli, Settings},
    db::{self, Clock},
    schema, server, time,
};

/// A running server.
pub struct TestApp {
    /// What the server reaches.
    pub app: web::Data<App>,
    /// Its clock, which the test may move.
    pub clock: Clock,
    /// Where it listens.
    pub address: SocketAddr,
    handle: ServerHandle,
    // The last field: the server has been told to stop when its database goes.
    _base: Option<Base>,
}

/// All rights.
pub const ALL: Droits = Droits { referent: true, publie: true, coordonne: true };

impl TestApp {
    /// A server that counts no tries per address: all clients of a test have one.
    pub fn start() -> Self {
        Self::with(&["--tries-address", "100000"])
    }

    /// A server at the next noon, when no phone is quiet.
    pub fn at_noon() -> Self {
        let app = Self::start();
        let noon = time::moment(app.day(1), "12:00".parse().unwrap(), app.app.zone()).unwrap();
        app.clock.shift_minutes(noon.minutes_since(app.app.db.now()) + 1);
        app
    }

    /// A server with some settings of its own.
    pub fn with(flags: &[&str]) -> Self {
        Self::with_patience(flags, server::Patience::default())
    }

    /// A server that waits for its clients as long as the test can.
    pub fn with_patience(flags: &[&str], patience: server::Patience) -> Self {
        let base = Base::new();
        let secret = base.folder.path().join("secret.key").display().to_string();
        let fixed = ["cote-a-cote", "serve", "--database", &base.address, "--secret-file", &secret];
        let settings = Cli::try_parse_from(fixed.iter().chain(flags)).unwrap().settings;
        db::migrate(&settings.database).unwrap();
        Self::open(settings, Clock::default(), patience, Some(base))
    }

    /// Another server on the same database: a second node, or the first one after a restart.
    pub fn again(&self) -> Self {
        Self::open(self.app.settings.clone(), self.clock.clone(), server::Patience::default(), None)
    }

    fn open(settings: Settings, clock: Clock, patience: server::Patience, base: Option<Base>) -> Self {
        let app = web::Data::new(App::open(settings, clock.clone()).unwrap());
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let handle = serve(app.clone(), socket, patience);
        Self { app, clock, address, handle, _base: base }
    }

    /// A client nobody knows.
    pub fn stranger(&self) -> Client {
        Client::new(self.address)
    }

    /// A jeune of 20 with no place yet.
    pub fn jeune(&self) -> Client {
        self.jeune_of(None)
    }

    /// Jeunes whose phones are never quiet.
    pub fn awake(&self, many: usize) -> Vec<Client> {
        let jeunes: Vec<Client> = (0..many).map(|_| self.jeune()).collect();
        let choose = || shared::messages::avis::ChooseAvis { genres: Vec::new(), silence: None, resume: true };
        jeunes.iter().for_each(|jeune| drop(jeune.call(choose()).unwrap()));
        jeunes
    }

    /// A jeune who came by an espace-temps.
    pub fn jeune_of(&self, espace: Option<EspaceId>) -> Client {
        self.jeune_born(2006, espace)
    }

    /// A jeune of 16 or 17.
    pub fn minor(&self) -> Client {
        self.jeune_born(i32::from(self.app.today().parts().0) - 17, None)
    }

    fn jeune_born(&self, annee: i32, espace: Option<EspaceId>) -> Client {
        use diesel::{ExpressionMethods, RunQueryDsl};
        let compte: CompteId = db::id();
        self.insert_compte(compte, "jeune");
        let row = move |tx: &mut db::Tx<'_>| {
            diesel::insert_into(schema::jeune::table)
                .values((
                    schema::jeune::compte_id.eq(compte.to_string()),
                    schema::jeune::prenom.eq("Aïssata"),
                    schema::jeune::prenom_cherche.eq("aissata"),
                    schema::jeune::naissance_annee.eq(annee),
                    schema::jeune::naissance_mois.eq(1),
                    schema::jeune::espace_id.eq(espace.map(|espace| espace.to_string())),
                ))
                .execute(tx.db)?;
            if let Some(espace) = espace {
                crate::messages::db::open_fil(tx, compte, espace)?;
            }
            Ok(())
        };
        self.app.db.write_now(row).unwrap();
        self.enter(compte)
    }

    /// A professional of a structure.
    pub fn professionnel(&self, structure: StructureId, droits: Droits) -> Client {
        use diesel::{ExpressionMethods, RunQueryDsl};
        let compte: CompteId = db::id();
        self.insert_compte(compte, "professionnel");
        let row = move |tx: &mut db::Tx<'_>| {
            diesel::insert_into(schema::professionnel::table)
                .values((
                    schema::professionnel::compte_id.eq(compte.to_string()),
                    schema::professionnel::prenom.eq("Nadia"),
                    schema::professionnel::aide.eq("les papiers"),
                ))
                .execute(tx.db)?;
            crate::comptes::admin::add_membre(tx.db, compte, structure, droits)
        };
        self.app.db.write_now(row).unwrap();
        self.enter(compte)
    }

    /// An administrator.
    pub fn admin(&self) -> Client {
        let compte: CompteId = db::id();
        self.insert_compte(compte, "administrateur");
        self.enter(compte)
    }

    /// A structure.
    pub fn structure(&self) -> StructureId {
        let made = self.app.db.write_now(|tx| crate::annuaire::insert_structure(tx, "Mission locale", Some("Bobigny")));
        made.unwrap().id
    }

    /// An espace-temps animated by a structure.
    pub fn espace(&self, code: &str, structure: StructureId) -> EspaceId {
        let request: shared::accueil::CreateEspaceTemps = serde_json::from_value(serde_json::json!({
            "code": code, "nom": "Le Local", "presentation": "Un lieu ouvert à tous.", "lieu": "Centre social",
            "adresse": "1 rue de la Paix", "commune": "Bobigny", "horaires": [], "structures": [structure],
            "propositions": ["Parler"],
        }))
        .unwrap();
        let today = self.app.today();
        let made = self.app.db.write_now(move |tx| accueil::db::create(tx, &request, "Europe/Paris", today));
        made.unwrap().id
    }

    /// A structure with its espace-temps, and a professional with all rights.
    pub fn house(&self) -> House {
        let structure = self.structure();
        let code = format!("lieu-{}", &uuid::Uuid::new_v4().simple().to_string()[..8]);
        let espace = self.espace(&code, structure);
        let pro = self.professionnel(structure, ALL);
        House { structure, espace, code: CodeEspace::parse(&code).unwrap(), pro }
    }

    /// So many days from today.
    pub fn day(&self, days: i32) -> Jour {
        time::plus_days(self.app.today(), days)
    }

    /// A client of an account, signed in.
    pub fn enter(&self, compte: CompteId) -> Client {
        let client = Client::of(self.address, compte);
        self.sign_in(&client);
        client
    }

    /// Lets days pass; these people sign in again.
    pub fn pass_days(&self, days: i64, clients: &[&Client]) {
        self.clock.shift_minutes(days * 24 * 60);
        clients.iter().for_each(|client| self.sign_in(client));
    }

    /// What time brings to the waiting lists, as the settings of this server want it.
    pub fn sweep_waiting(&self) {
        let garde = crate::permanences::Garde::of(&self.app.settings);
        self.app.db.write_now(move |tx| crate::permanences::sweep(tx, garde)).unwrap();
        self.app.db.write_now(move |tx| crate::ateliers::sweep(tx, garde)).unwrap();
    }

    fn sign_in(&self, client: &Client) {
        let compte = client.compte.unwrap();
        let begun = self.app.db.write_now(move |tx| sessions::begin(tx, compte)).unwrap();
        client.keep(cookies::ACCESS, &self.app.keys.sign(compte, begun.session, self.app.db.now()).unwrap());
        client.keep(cookies::REFRESH, &begun.refresh.unwrap());
    }

    fn insert_compte(&self, compte: CompteId, role: &'static str) {
        use diesel::{ExpressionMethods, RunQueryDsl};
        let row = move |tx: &mut db::Tx<'_>| {
            diesel::insert_into(schema::compte::table)
                .values((
                    schema::compte::id.eq(compte.to_string()),
                    schema::compte::role.eq(role),
                    schema::compte::cree_le.eq(tx.now.0),
                    schema::compte::vu_le.eq(tx.now.0),
                ))
                .execute(tx.db)?;
            Ok(())
        };
        self.app.db.write_now(row).unwrap();
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.app.live.close();
        drop(self.handle.stop(false));
    }
}

/// A place with someone in it.
pub struct House {
    /// The structure.
    pub structure: StructureId,
    /// The espace-temps.
    pub espace: EspaceId,
    /// Its code.
    pub code: CodeEspace,
    /// A professional with all rights.
    pub pro: Client,
}

impl House {
    /// A permanence on a day, from 10:00, one hour, two créneaux.
    pub fn permanence(&self, jour: Jour, places: u16) -> PublishPermanence {
        PublishPermanence {
            structure: self.structure,
            espace: self.code.clone(),
            ailleurs: None,
            besoin: Besoin::Papiers,
            professionnel: self.pro.compte.unwrap(),
            rythme: Rythme::Date { jour },
            debut: "10:00".parse().unwrap(),
            fin: "11:00".parse().unwrap(),
            duree: 30,
            places,
            conditions: Conditions::default(),
            deja_tenue: false,
        }
    }

    /// The free créneaux of a new permanence.
    pub fn creneaux(&self, jour: Jour, places: u16) -> Vec<CreneauId> {
        self.pro.call(self.permanence(jour, places)).unwrap();
        let request = ListCreneaux { besoin: None, espace: Some(self.code.clone()), commune: None };
        all(&self.pro.call(request).unwrap())
    }

    /// The thread of a jeune of this place.
    pub fn fil(&self, jeune: &Client) -> FilId {
        jeune.call(shared::messages::ListFils {}).unwrap()[0].id
    }
}

/// The ids of a list, in order.
pub fn all(creneaux: &Creneaux) -> Vec<CreneauId> {
    let lists = [&creneaux.maintenant, &creneaux.aujourdhui, &creneaux.semaine, &creneaux.plus_tard];
    lists.into_iter().flatten().map(|creneau| creneau.id).collect()
}

fn serve(app: web::Data<App>, socket: TcpListener, patience: server::Patience) -> ServerHandle {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = server::start(app, socket, patience).unwrap();
            sender.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

/// A database of its own, which goes with the test: those of a whole run would fill a small disk.
struct Base {
    folder: tempfile::TempDir,
    address: String,
}

impl Base {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = match postgres() {
            Some(server) => {
                let name = format!("test_{}", uuid::Uuid::new_v4().simple());
                db::connect(&server).unwrap().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
                let (path, query) = server.split_once('?').unwrap_or((&server, ""));
                let (path, _) = path.rsplit_once('/').unwrap();
                if query.is_empty() { format!("{path}/{name}") } else { format!("{path}/{name}?{query}") }
            }
            None => folder.path().join("test.db").display().to_string(),
        };
        Self { folder, address }
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        let Some(server) = postgres() else { return };
        let name = self.address.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        // One that stays harms no test: nothing is said of it.
        if let Ok(mut db) = db::connect(&server) {
            let _ = db.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn postgres() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|address| !address.is_empty())
}
