//! Invented people: an administrator, professionals, jeunes.

use shared::{
    comptes::Droits,
    fields::{Identifiant, MotDePasse, Prenom},
    ids::{CompteId, FilId, StructureId},
};

use super::{
    Account, World,
    places::{Espace, field, line},
};
use crate::{
    comptes::admin::{self, NewJeune, NewProfessionnel, Way},
    db::Tx,
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
    /// What they may do there.
    pub droits: Droits,
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
    /// The code of their espace-temps.
    pub code: &'static str,
    /// What `seed-demo` prints, when it does.
    pub account: Option<Account>,
}

const COORDONNE: Droits = Droits { referent: true, publie: false, coordonne: true };
const PUBLIE: Droits = Droits { referent: false, publie: true, coordonne: false };
const BOTH: Droits = Droits { referent: true, publie: true, coordonne: false };

/// Who: first name, what they help with, which espace-temps, which of its structures, rights, printed or not.
const PROS: [(&str, &str, usize, usize, Droits, bool); 10] = [
    ("Nadia", "les papiers et les démarches", 0, 0, BOTH, true),
    ("Karim", "tes droits, en juriste", 0, 1, PUBLIE, true),
    ("Hélène", "l’emploi et les entretiens", 1, 0, BOTH, true),
    ("Moussa", "la formation et l’apprentissage", 1, 1, BOTH, false),
    ("Sophie", "parler, souffler, la santé", 2, 0, BOTH, true),
    ("Youssef", "le logement et l’urgence", 2, 1, BOTH, false),
    ("Camille", "l’argent et le budget", 0, 2, PUBLIE, false),
    ("Leïla", "l’orientation et l’écoute", 0, 3, COORDONNE, true),
    ("Awa", "les démarches et l’écoute", 3, 0, BOTH, true),
    ("Thomas", "la formation et le travail", 3, 1, PUBLIE, false),
];

/// How long ago the people of the demonstration came, in days: before what they wrote.
const DAYS: i64 = 10;

/// Creates the administrator.
pub fn administrateur(tx: &mut Tx<'_>, world: &World) -> Result<Account, Error> {
    let courriel = Identifiant::courriel("admin@exemple.fr").map_err(field)?;
    admin::create_admin(tx, &world.salt, &courriel, &password()?)?;
    Ok(Account {
        role: "administrateur".to_owned(),
        identifiant: courriel.as_str().to_owned(),
        secret: SECRET.to_owned(),
        prenom: "Administration".to_owned(),
        montre: "structures, invitations, espaces-temps".to_owned(),
        adresse: "/pro".to_owned(),
        code: "aubervilliers".to_owned(),
    })
}

/// Creates the professionals.
pub fn professionnels(tx: &mut Tx<'_>, world: &World, espaces: &[&Espace]) -> Result<Vec<Pro>, Error> {
    let mut pros = Vec::new();
    for (prenom, aide, at, structure, droits, shown) in PROS {
        let Some(espace) = espaces.get(at) else { continue };
        let Some(structure) = espace.structures.get(structure).copied() else { continue };
        let identifiant = format!("{}@exemple.fr", admin::plain(prenom));
        let new = NewProfessionnel {
            prenom: &Prenom::parse(prenom).map_err(field)?,
            aide: &line(aide)?,
            courriel: &Identifiant::courriel(&identifiant).map_err(field)?,
            secret: &password()?,
        };
        let compte = admin::create_professionnel(tx, &world.salt, &new)?;
        admin::add_membre(tx.db, compte, structure, droits)?;
        let account = Account {
            role: "professionnel".to_owned(),
            identifiant,
            secret: SECRET.to_owned(),
            prenom: prenom.to_owned(),
            montre: format!("{} ; {aide}", named(droits)),
            adresse: "/pro".to_owned(),
            code: espace.code.to_owned(),
        };
        pros.push(Pro { compte, structure, droits, code: espace.code, account: shown.then_some(account) });
    }
    Ok(pros)
}

fn named(droits: Droits) -> String {
    let names = [(droits.referent, "référent·e"), (droits.publie, "publie"), (droits.coordonne, "coordonne")];
    names.into_iter().filter_map(|(has, name)| has.then_some(name)).collect::<Vec<_>>().join(", ")
}

/// Creates the jeunes, each in an espace-temps; the first three are printed: a phone, an e-mail, a card.
pub fn jeunes(tx: &mut Tx<'_>, world: &World, espaces: &[Espace]) -> Result<Vec<Jeune>, Error> {
    let now = tx.now;
    tx.now = now.plus_days(-DAYS);
    let names = NAMES.lines().skip(1).step_by(6);
    let mut jeunes = Vec::new();
    for (i, (name, espace)) in (0..12_usize).zip(names.zip(espaces.iter().cycle())) {
        let (identifiant, secret) = match i % 3 {
            0 => (format!("+3363998{i:04}"), SECRET),
            1 => (format!("jeune{i}@exemple.fr"), SECRET),
            _ if i == 2 => (CARD.0.to_owned(), CARD.1),
            _ => (format!("+3363998{:04}", 100 + i), SECRET),
        };
        let way = Way { identifiant: identifiant.clone(), secret: secret.to_owned() };
        // From 17 to 24 years, whenever the demonstration is made.
        let annee = i32::from(world.today.parts().0) - 24 + i32::try_from(i % 8).unwrap_or(0);
        let prenom = Prenom::parse(name).map_err(field)?;
        let new = NewJeune { prenom: &prenom, naissance: (annee, 3), espace: Some(espace.id), way: &way };
        let compte = admin::create_jeune(tx, &world.salt, &new)?;
        let fil = messages::db::open_fil(tx, compte, espace.id)?;
        let account = Account {
            role: "jeune".to_owned(),
            identifiant,
            secret: secret.to_owned(),
            prenom: name.to_owned(),
            montre: ["par téléphone", "par e-mail", "par carte"].get(i).copied().unwrap_or_default().to_owned(),
            adresse: format!("/e/{}", espace.code),
            code: espace.code.to_owned(),
        };
        jeunes.push(Jeune { compte, fil, code: espace.code, account: (i < 3).then_some(account) });
    }
    tx.now = now;
    Ok(jeunes)
}

fn password() -> Result<MotDePasse, Error> {
    MotDePasse::parse(SECRET).map_err(field)
}
