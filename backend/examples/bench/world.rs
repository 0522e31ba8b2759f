//! What is measured: a place, its créneaux, jeunes who are signed in, and the requests that they send.

use std::path::Path;

use backend::{
    accueil, annuaire,
    app::App,
    caller::Structure,
    comptes::{admin, cookies, sessions},
    config::{Cli, Settings},
    db::{self, Clock, Tx},
    messages, permanences, schema,
};
use clap::Parser;
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Operation,
    accueil::CreateEspaceTemps,
    comptes::Droits,
    ids::{CompteId, EspaceId, FilId},
    messages::SendMessage,
    permanences::{BookCreneau, ListCreneaux, ListRendezVous, PublishPermanence},
};

/// What can go wrong.
pub type Failure = Box<dyn std::error::Error>;

// So many that each has a handful of rendez-vous at the end, as in life.
const JEUNES: usize = 8_192;

/// A jeune who is signed in.
pub struct Jeune {
    /// Their account.
    pub compte: CompteId,
    /// The cookie of their session.
    pub cookie: String,
    /// Their thread.
    pub fil: FilId,
}

/// A team of one, and the jeunes to whom they write.
pub struct People {
    /// The cookie of the professional.
    pub pro: String,
    /// The jeunes.
    pub jeunes: Vec<Jeune>,
}

impl People {
    /// Fills an empty database; nothing of it stays open.
    pub fn open(settings: &Settings, jeunes: usize) -> Result<Self, Failure> {
        let app = App::open(settings.clone(), Clock::default())?;
        let (structure, espace) = place(&app)?;
        let pro = professionnel(&app, structure, 0)?;
        let begun = app.db.write_now(move |tx| sessions::begin(tx, pro))?;
        let pro = format!("{}={}", cookies::ACCESS, app.keys.sign(pro, begun.session, app.db.now())?);
        let jeunes = (0..jeunes).map(|_| jeune(&app, espace)).collect::<Result<_, _>>()?;
        diesel::sql_query("ANALYZE").execute(&mut db::connect(&settings.database)?)?;
        Ok(Self { pro, jeunes })
    }
}

/// Everything that the requests name.
pub struct World {
    jeunes: Vec<Jeune>,
    creneaux: Vec<String>,
}

/// The default settings, on the database of the environment or in a folder.
pub fn settings(folder: &Path) -> Result<Settings, Failure> {
    let own = folder.join("bench.db").display().to_string();
    let database = std::env::var("DATABASE_URL").unwrap_or(own);
    let key = folder.join("secret.key").display().to_string();
    let args = ["cote-a-cote", "serve", "--database", &database, "--secret-file", &key, "--log", "error"];
    Ok(Cli::try_parse_from(args)?.settings)
}

impl World {
    /// Fills an empty database.
    pub fn build(app: &App) -> Result<Self, Failure> {
        let (structure, espace) = place(app)?;
        for i in 0..8 {
            permanence(app, structure, i)?;
        }
        let mut jeunes = Vec::new();
        for _ in 0..JEUNES {
            jeunes.push(jeune(app, espace)?);
        }
        let mut db = db::connect(&app.settings.database)?;
        // What an installation has within its first minute: the planner knows how large the tables are.
        diesel::sql_query("ANALYZE").execute(&mut db)?;
        let creneaux = schema::creneau::table
            .order((schema::creneau::debut, schema::creneau::id))
            .select(schema::creneau::id)
            .load(&mut db)?;
        Ok(Self { jeunes, creneaux })
    }

    /// Each jeune opens their page once.
    pub fn arrive(&self, i: usize) -> Option<Vec<u8>> {
        (i < JEUNES).then(|| request("GET", ListRendezVous::PATH, self.cookie(i), ""))
    }

    /// A jeune looks at the free créneaux.
    pub fn list(&self, i: usize) -> Vec<u8> {
        request("GET", ListCreneaux::PATH, self.cookie(i), "")
    }

    /// A jeune books; each pair of a jeune and a créneau is used once.
    pub fn book(&self, i: usize) -> Option<Vec<u8>> {
        let round = i / JEUNES;
        // Another créneau for each jeune of a round, so that they do not all want the same place.
        let creneau = self.creneaux.get((i % JEUNES + round * 7) % self.creneaux.len())?;
        (round < 16).then(|| request("POST", &BookCreneau::PATH.replace("{creneau}", creneau), self.cookie(i), "{}"))
    }

    /// A jeune writes.
    pub fn send(&self, i: usize) -> Vec<u8> {
        let fil = self.jeunes.get(i % self.jeunes.len()).map(|jeune| jeune.fil.to_string()).unwrap_or_default();
        let body = format!(
            r#"{{"message":"{}","texte":"Bonjour, j’ai besoin d’aide pour mes papiers."}}"#,
            uuid::Uuid::now_v7()
        );
        request("POST", &SendMessage::PATH.replace("{fil}", &fil), self.cookie(i), &body)
    }

    fn cookie(&self, i: usize) -> &str {
        self.jeunes.get(i % self.jeunes.len()).map_or("", |jeune| &jeune.cookie)
    }
}

/// A request of the page, as it travels.
pub fn request(method: &str, path: &str, cookie: &str, body: &str) -> Vec<u8> {
    let (key, length) = (uuid::Uuid::now_v7(), body.len());
    format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nx-app: 1\r\ncookie: {cookie}\r\nidempotency-key: {key}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn place(app: &App) -> Result<(shared::ids::StructureId, EspaceId), Failure> {
    let structure = app.db.write_now(|tx| annuaire::insert_structure(tx, "Mission locale", None))?.id;
    let request: CreateEspaceTemps = serde_json::from_value(serde_json::json!({
        "code": "bench", "nom": "Le Local", "presentation": "Un lieu.", "lieu": "Centre social", "adresse": "1 rue",
        "commune": "Bobigny", "horaires": [], "structures": [structure], "propositions": [],
    }))?;
    let today = app.today();
    let espace = app.db.write_now(move |tx| accueil::db::create(tx, &request, "Europe/Paris", today))?.id;
    Ok((structure, espace))
}

// A day of twelve hours in five minutes, two hundred places each.
fn permanence(app: &App, structure: shared::ids::StructureId, days: i32) -> Result<(), Failure> {
    let jour = backend::time::plus_days(app.today(), 2 + days);
    let pro = professionnel(app, structure, days)?;
    let request: PublishPermanence = serde_json::from_value(serde_json::json!({
        "structure": structure, "espace": "bench", "besoin": "papiers", "professionnel": pro,
        "rythme": { "quand": "date", "jour": jour }, "debut": "08:00", "fin": "20:00", "duree": 5, "places": 200,
    }))?;
    let caller = Structure { compte: pro, structures: vec![structure] };
    app.db.write_now(move |tx| permanences::publication::publish(tx, &caller, &request, 84))?;
    Ok(())
}

fn professionnel(app: &App, structure: shared::ids::StructureId, number: i32) -> Result<CompteId, Failure> {
    let (prenom, aide, courriel, secret) = (
        "Nadia".parse()?,
        "les papiers".parse()?,
        format!("pro{number}@exemple.fr").parse()?,
        "une phrase de travail".parse()?,
    );
    let salt = backend::comptes::keys::Salt::of_installation(&mut db::connect(&app.settings.database)?)?;
    Ok(app.db.write_now(move |tx| {
        let new = admin::NewProfessionnel { prenom: &prenom, aide: &aide, courriel: &courriel, secret: &secret };
        let pro = admin::create_professionnel(tx, &salt, &new)?;
        admin::add_membre(tx.db, pro, structure, Droits { referent: true, publie: true, coordonne: false })?;
        Ok(pro)
    })?)
}

fn jeune(app: &App, espace: EspaceId) -> Result<Jeune, Failure> {
    let compte: CompteId = db::id();
    let (begun, fil) = app.db.write_now(move |tx| {
        insert_jeune(tx, compte)?;
        let fil = messages::db::open_fil(tx, compte, espace)?;
        Ok((sessions::begin(tx, compte)?, fil))
    })?;
    let access = app.keys.sign(compte, begun.session, app.db.now())?;
    Ok(Jeune { compte, cookie: format!("{}={access}", cookies::ACCESS), fil })
}

fn insert_jeune(tx: &mut Tx<'_>, compte: CompteId) -> Result<(), backend::problem::Error> {
    use schema::{compte as c, jeune as j};
    diesel::insert_into(c::table)
        .values((c::id.eq(compte.to_string()), c::role.eq("jeune"), c::cree_le.eq(tx.now.0), c::vu_le.eq(tx.now.0)))
        .execute(tx.db)?;
    diesel::insert_into(j::table)
        .values((
            j::compte_id.eq(compte.to_string()),
            j::prenom.eq("Inès"),
            j::prenom_cherche.eq("ines"),
            j::naissance_annee.eq(2006),
            j::naissance_mois.eq(1),
        ))
        .execute(tx.db)?;
    Ok(())
}
