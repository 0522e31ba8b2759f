//! Accounts made from the command line: the first administrator, and the people of the demonstration.

use shared::{
    comptes::Droits,
    fields::{Identifiant, Ligne, MotDePasse, Prenom},
    ids::{CompteId, StructureId},
};

use super::{
    inscription::{Acces, insert_acces, insert_compte},
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
