//! Who writes in the storm: a few threads, each with a jeune on two phones and two professionals of the team.

use backend::{
    accueil, annuaire,
    app::App,
    comptes::{admin, cookies, sessions},
    config::Cli,
    db::{self, Clock},
    messages, schema,
};
use clap::Parser;
use diesel::{ExpressionMethods, RunQueryDsl};
use shared::{
    accueil::CreateEspaceTemps,
    comptes::Droits,
    ids::{CompteId, EspaceId, FilId, StructureId},
};

use crate::serveur::Lieu;

/// Somebody with an open page.
pub struct Auteur {
    /// The cookie of their session.
    pub cookie: String,
    /// Where they write.
    pub fil: FilId,
}

/// Fills an empty database: so many threads, four authors each, the jeune first.
pub fn fill(lieu: &Lieu, fils: usize) -> Vec<Auteur> {
    let fixed = ["cote-a-cote", "serve"].map(str::to_owned);
    let settings = Cli::try_parse_from(fixed.into_iter().chain(lieu.settings())).unwrap().settings;
    db::migrate(&settings.database).unwrap();
    let app = App::open(settings, Clock::default()).unwrap();
    let structure = app.db.write_now(|tx| annuaire::insert_structure(tx, "Mission locale", None)).unwrap().id;
    let espace = espace(&app, structure);
    let mut authors = Vec::new();
    for _ in 0..fils {
        let jeune = jeune(&app);
        let fil = app.db.write_now(move |tx| messages::db::open_fil(tx, jeune, espace)).unwrap();
        let comptes = [jeune, jeune, professionnel(&app, structure), professionnel(&app, structure)];
        authors.extend(comptes.map(|compte| Auteur { cookie: enter(&app, compte), fil }));
    }
    authors
}

fn espace(app: &App, structure: StructureId) -> EspaceId {
    let request: CreateEspaceTemps = serde_json::from_value(serde_json::json!({
        "code": "tempete", "nom": "Le Local", "presentation": "Un lieu.", "lieu": "Centre social", "adresse": "1 rue",
        "commune": "Bobigny", "horaires": [], "structures": [structure], "propositions": [],
    }))
    .unwrap();
    let today = app.today();
    app.db.write_now(move |tx| accueil::db::create(tx, &request, "Europe/Paris", today)).unwrap().id
}

fn enter(app: &App, compte: CompteId) -> String {
    let begun = app.db.write_now(move |tx| sessions::begin(tx, compte)).unwrap();
    format!("{}={}", cookies::ACCESS, app.keys.sign(compte, begun.session, app.db.now()).unwrap())
}

fn compte(app: &App, role: &'static str) -> CompteId {
    use schema::compte as c;
    let compte: CompteId = db::id();
    let insert = move |tx: &mut db::Tx<'_>| {
        let row = (c::id.eq(compte.to_string()), c::role.eq(role), c::cree_le.eq(tx.now.0), c::vu_le.eq(tx.now.0));
        diesel::insert_into(c::table).values(row).execute(tx.db)?;
        Ok(compte)
    };
    app.db.write_now(insert).unwrap()
}

fn jeune(app: &App) -> CompteId {
    use schema::jeune as j;
    let compte = compte(app, "jeune");
    let insert = move |tx: &mut db::Tx<'_>| {
        diesel::insert_into(j::table)
            .values((
                j::compte_id.eq(compte.to_string()),
                j::prenom.eq("Inès"),
                j::prenom_cherche.eq("ines"),
                j::naissance_annee.eq(2006),
                j::naissance_mois.eq(1),
            ))
            .execute(tx.db)?;
        Ok(compte)
    };
    app.db.write_now(insert).unwrap()
}

fn professionnel(app: &App, structure: StructureId) -> CompteId {
    use schema::professionnel as p;
    let compte = compte(app, "professionnel");
    let insert = move |tx: &mut db::Tx<'_>| {
        let row = (p::compte_id.eq(compte.to_string()), p::prenom.eq("Nadia"), p::aide.eq("les papiers"));
        diesel::insert_into(p::table).values(row).execute(tx.db)?;
        admin::add_membre(tx.db, compte, structure, Droits { referent: true, publie: false, coordonne: false })?;
        Ok(compte)
    };
    app.db.write_now(insert).unwrap()
}
