//! Invented people: an administrator, professionals, jeunes.

use shared::{
    comptes::Droits,
    fields::{Identifiant, MotDePasse, Prenom},
    ids::{CompteId, FilId, StructureId},
};

use super::{
    Account,
    places::{Espace, field, line},
};
use crate::{
    app::App,
    comptes::{
        admin::{self, NewJeune, NewProfessionnel, Way},
        keys::Salt,
    },
    messages,
    problem::Error,
};

const SECRET: &str = "demonstration-2026";
const NAMES: &str = include_str!("../../demo/prenoms.csv");
/// The words of the card of the demonstration: two that name it, four that prove it.
const CARD: (&str, &str) = ("ourson-soleil", "jardin-fleuve-musique-citron");

/// A professional of the demonstration.
pub struct Pro {
    /// The account.
    pub compte: CompteId,
    /// The structure in whose name they publish.
    pub structure: StructureId,
    /// Where they work.
    pub code: &'static str,
    /// What `seed-demo` prints, when it does.
    pub account: Option<Account>,
}

/// A jeune of the demonstration.
pub struct Jeune {
    /// The account.
    pub compte: CompteId,
    /// The thread with the team.
    pub fil: FilId,
    /// Which espace-temps, by its place in the list.
    pub espace: usize,
    /// What `seed-demo` prints, when it does.
    pub account: Option<Account>,
}

/// Who: first name, what they help with, which espace-temps, which of its structures, printed or not.
const PROS: [(&str, &str, usize, usize, bool); 7] = [
    ("Nadia", "les papiers et les démarches", 0, 0, true),
    ("Karim", "tes droits, en juriste", 0, 1, true),
    ("Hélène", "l’emploi et les entretiens", 1, 0, true),
    ("Moussa", "la formation et l’apprentissage", 1, 1, false),
    ("Sophie", "parler, souffler, la santé", 2, 0, true),
    ("Youssef", "le logement et l’urgence", 2, 1, false),
    ("Camille", "l’argent et le budget", 0, 2, false),
];

/// Creates the administrator.
pub fn administrateur(app: &App, salt: &Salt) -> Result<Account, Error> {
    let courriel = Identifiant::courriel("admin@exemple.fr").map_err(field)?;
    let (secret, salt, way) = (password()?, salt.clone(), courriel.clone());
    app.db.write_now(move |tx| admin::create_admin(tx, &salt, &way, &secret))?;
    Ok(Account {
        role: "administrateur",
        identifiant: courriel.as_str().to_owned(),
        secret: SECRET.to_owned(),
        prenom: "Administration".to_owned(),
        montre: "structures, invitations, espaces-temps".to_owned(),
        adresse: "/pro".to_owned(),
        code: "aubervilliers",
    })
}

/// Creates the professionals.
pub fn professionnels(app: &App, salt: &Salt, espaces: &[Espace]) -> Result<Vec<Pro>, Error> {
    let mut pros = Vec::new();
    for (prenom, aide, at, structure, shown) in PROS {
        let Some(espace) = espaces.get(at) else { continue };
        let Some(structure) = espace.structures.get(structure).or(espace.structures.first()).copied() else { continue };
        let identifiant = format!("{}@exemple.fr", admin::plain(prenom));
        let (name, aide_line) = (Prenom::parse(prenom).map_err(field)?, line(aide)?);
        let (courriel, secret, salt) = (Identifiant::courriel(&identifiant).map_err(field)?, password()?, salt.clone());
        let compte = app.db.write_now(move |tx| {
            let new = NewProfessionnel { prenom: &name, aide: &aide_line, courriel: &courriel, secret: &secret };
            let compte = admin::create_professionnel(tx, &salt, &new)?;
            let droits = Droits { referent: true, publie: true, coordonne: false };
            admin::add_membre(tx.db, compte, structure, droits)?;
            Ok(compte)
        })?;
        let account = Account {
            role: "professionnel",
            identifiant,
            secret: SECRET.to_owned(),
            prenom: prenom.to_owned(),
            montre: format!("référent·e, publie ; {aide}"),
            adresse: "/pro".to_owned(),
            code: espace.code,
        };
        pros.push(Pro { compte, structure, code: espace.code, account: shown.then_some(account) });
    }
    Ok(pros)
}

/// Creates the jeunes, each in an espace-temps; the first three are printed: a phone, an e-mail, a card.
pub fn jeunes(app: &App, salt: &Salt, espaces: &[Espace]) -> Result<Vec<Jeune>, Error> {
    let names: Vec<&str> = NAMES.lines().skip(1).collect();
    let mut jeunes = Vec::new();
    for (i, name) in (0..12_usize).zip(names.iter().step_by(6)) {
        let Some(espace) = espaces.get(i % espaces.len().max(1)) else { continue };
        let (identifiant, secret) = match i % 3 {
            0 => (format!("+3363998{i:04}"), SECRET),
            1 => (format!("jeune{i}@exemple.fr"), SECRET),
            _ if i == 2 => (CARD.0.to_owned(), CARD.1),
            _ => (format!("+3363998{:04}", 100 + i), SECRET),
        };
        let way = Way { identifiant: identifiant.clone(), secret: secret.to_owned() };
        let prenom = Prenom::parse(name).map_err(field)?;
        let annee = 2002 + i32::try_from(i % 8).unwrap_or(0);
        let (salt, id) = (salt.clone(), espace.id);
        let (compte, fil) = app.db.write_now(move |tx| {
            let new = NewJeune { prenom: &prenom, naissance: (annee, 3), espace: Some(id), way: &way };
            let compte = admin::create_jeune(tx, &salt, &new)?;
            Ok((compte, messages::db::open_fil(tx, compte, id)?))
        })?;
        let account = Account {
            role: "jeune",
            identifiant,
            secret: secret.to_owned(),
            prenom: (*name).to_owned(),
            montre: ["par téléphone", "par e-mail", "par carte"].get(i).copied().unwrap_or_default().to_owned(),
            adresse: format!("/e/{}", espace.code),
            code: espace.code,
        };
        jeunes.push(Jeune { compte, fil, espace: i % espaces.len().max(1), account: (i < 3).then_some(account) });
    }
    Ok(jeunes)
}

fn password() -> Result<MotDePasse, Error> {
    MotDePasse::parse(SECRET).map_err(field)
}
