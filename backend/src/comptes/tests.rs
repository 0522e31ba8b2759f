//! Promises P14, P15, P20 and the ways in and out, on the engine of the run.

mod abus;
mod acces;
mod invitations;
mod jetons;
mod porte;
mod retour;

use shared::{
    comptes::{Retour, SignIn, SignUp},
    fields::MoisDeNaissance,
};

/// A jeune of 20 who signs up by a way.
fn sign_up(retour: Retour) -> SignUp {
    let naissance = MoisDeNaissance { annee: 2006, mois: 1 };
    SignUp { prenom: "Inès".parse().unwrap(), naissance, retour, espace: None, support: None }
}

fn by_phone(telephone: &str, mot_de_passe: &str) -> SignUp {
    sign_up(Retour::Telephone { telephone: telephone.parse().unwrap(), mot_de_passe: mot_de_passe.parse().unwrap() })
}

fn sign_in(identifiant: &str, secret: &str) -> SignIn {
    SignIn { identifiant: identifiant.parse().unwrap(), secret: secret.parse().unwrap() }
}
