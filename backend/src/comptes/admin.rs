//! Accounts made from the command line: the first administrator, and the people of the demonstration.

use shared::{
    comptes::Droits,
    fields::{Identifiant, Ligne, MotDePasse, Prenom},
    ids::{CompteId, EspaceId, StructureId},
};

use super::{
    inscription::{Acces, insert_acces, insert_compte, insert_jeune},
    invitations,
    keys::Salt,
};
use crate::{
    db::{Conn, Tx},
    problem::Error,
};

/// Creates an administrator.
pub fn create_admin(
    tx: &mut Tx<'_>,
    salt: &Salt,
    courriel: &Identifiant,
    secret: &MotDePasse,
) -> Result<CompteId, Error> {
    if invitations::is_taken_by_professionnel(tx.db, courriel.as_str())? {
        let why = "--courriel: this address is already that of a professional or an administrator";
        return Err(Error::Setting(why.to_owned()));
    }
    let way = with_password(salt, courriel, secret)?;
    let compte = insert_compte(tx, "administrateur")?;
    insert_acces(tx, compte, &way)?;
    Ok(compte)
}

/// A professional who needs no invitation.
pub struct NewProfessionnel<'a> {
    /// First name.
    pub prenom: &'a Prenom,
    /// What they help with.
    pub aide: &'a Ligne,
    /// E-mail address.
    pub courriel: &'a Identifiant,
    /// Password.
    pub secret: &'a MotDePasse,
}

/// Creates a professional.
pub fn create_professionnel(tx: &mut Tx<'_>, salt: &Salt, new: &NewProfessionnel<'_>) -> Result<CompteId, Error> {
    let way = with_password(salt, new.courriel, new.secret)?;
    invitations::insert_professionnel(tx, new.prenom.as_str(), new.aide.as_str(), &way)
}

/// Gives a professional rights in a structure.
pub fn add_membre(db: &mut Conn, compte: CompteId, structure: StructureId, droits: Droits) -> Result<(), Error> {
    invitations::add_membre(db, compte, structure, droits)
}

fn with_password(salt: &Salt, identifiant: &Identifiant, secret: &MotDePasse) -> Result<Acces, Error> {
    let empreinte = salt.hash(identifiant.as_str(), secret.as_str())?;
    let genre = if identifiant.is_courriel() { "courriel" } else { "telephone" };
    Ok(Acces { genre, identifiant: identifiant.as_str().to_owned(), empreinte })
}

/// A way to come back that was chosen for someone.
pub struct Way {
    /// A phone in E.164, an e-mail, or the first words of a card.
    pub identifiant: String,
    /// A password, or the last words of a card.
    pub secret: String,
}

/// A jeune who is entered by the command line.
pub struct NewJeune<'a> {
    /// First name.
    pub prenom: &'a Prenom,
    /// Year and month of birth.
    pub naissance: (i32, i32),
    /// The espace-temps that welcomes them.
    pub espace: Option<EspaceId>,
    /// How they come back.
    pub way: &'a Way,
}

/// Creates a jeune.
pub fn create_jeune(tx: &mut Tx<'_>, salt: &Salt, new: &NewJeune<'_>) -> Result<CompteId, Error> {
    let identifiant = new.way.identifiant.clone();
    let genre = match identifiant.chars().find(|c| matches!(c, '@' | '+')) {
        Some('@') => "courriel",
        Some(_) => "telephone",
        None => "carte",
    };
    let empreinte = salt.hash(&identifiant, &new.way.secret)?;
    let compte = insert_compte(tx, "jeune")?;
    insert_acces(tx, compte, &Acces { genre, identifiant, empreinte })?;
    insert_jeune(tx, compte, new.prenom, new.naissance, new.espace)?;
    Ok(compte)
}

pub use super::carte::plain_lower as plain;
