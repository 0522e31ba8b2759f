//! Accounts: a jeune signs up alone, a professional is invited, both sign in and out, a référent helps to come back.

use serde::{Deserialize, Serialize};

use crate::{
    accueil::CodeSupport,
    fields::{CodeEspace, Identifiant, Ligne, MoisDeNaissance, MotDePasse, Prenom, Secret},
    ids::{CompteId, FilId, StructureId},
    instant::Instant,
    operation::{Done, operation},
};

/// How a jeune wants to come back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "par", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Retour {
    /// With a phone number and a password. Siblings may share a phone: the password tells them apart.
    Telephone {
        /// The number as it is typed.
        telephone: Telephone,
        /// The password.
        mot_de_passe: MotDePasse,
    },
    /// With an e-mail address and a password.
    Courriel {
        /// The address as it is typed.
        courriel: Courriel,
        /// The password.
        mot_de_passe: MotDePasse,
    },
    /// With neither: the application makes a personal access card.
    Carte {},
}

crate::fields::text_field! {
    /// A phone number, normalised to E.164.
    Telephone, parse_telephone
}
crate::fields::text_field! {
    /// An e-mail address, in lower case.
    Courriel, parse_courriel
}

fn parse_telephone(text: &str) -> Result<String, crate::fields::BadField> {
    Identifiant::telephone(text).map(String::from)
}

fn parse_courriel(text: &str) -> Result<String, crate::fields::BadField> {
    Identifiant::courriel(text).map(String::from)
}

/// The personal access card: shown once, to screenshot or print.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Carte {
    /// Six code words. The first two are the identifiant, the other four the secret.
    pub mots: Vec<String>,
    /// The words in a QR code (SVG) that opens the page where one comes back; the words are in the fragment, which no server sees.
    pub qr: String,
}

impl std::fmt::Debug for Carte {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Carte(…)")
    }
}

/// How many words of a card are the identifiant; the rest is the secret.
pub const MOTS_IDENTIFIANT: usize = 2;
/// How many words a card has.
pub const MOTS_CARTE: usize = 6;

/// What a professional may do in a structure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Droits {
    /// Answers and accompanies jeunes.
    pub referent: bool,
    /// Publishes permanences.
    pub publie: bool,
    /// Coordinates a groupe opérationnel.
    pub coordonne: bool,
}

impl Droits {
    /// Whether there is at least one right.
    pub fn is_some(self) -> bool {
        self.referent || self.publie || self.coordonne
    }

    /// Whether they are for receiving people, and so for reading who comes: to coordinate is to read counts.
    pub fn receives(self) -> bool {
        self.referent || self.publie
    }
}

/// A professional's place in a structure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appartenance {
    /// Which structure.
    pub structure: StructureId,
    /// Its name.
    pub nom: String,
    /// What the professional may do there.
    pub droits: Droits,
}

/// Who is using this browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "role", rename_all = "kebab-case")]
pub enum Session {
    /// Nobody yet.
    Anonyme {},
    /// A jeune.
    Jeune {
        /// The account.
        compte: CompteId,
        /// The first name or nickname.
        prenom: String,
        /// The espace-temps that welcomes them, when they came by one.
        espace: Option<CodeEspace>,
        /// Whether they are under 18 today.
        mineur: bool,
    },
    /// A professional.
    Professionnel {
        /// The account.
        compte: CompteId,
        /// The first name.
        prenom: String,
        /// What they help with.
        aide: String,
        /// Where they work and what they may do there.
        appartenances: Vec<Appartenance>,
    },
    /// The administrator of the installation.
    Administrateur {
        /// The account.
        compte: CompteId,
    },
}

/// The settings of the installation that a page needs before anyone signs in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reglages {
    /// The youngest age for an account, in years.
    pub age_minimum: u8,
    /// Whether the people and the créneaux are invented.
    pub demonstration: bool,
    /// The day it is at the server, `YYYY-MM-DD`, in the zone of the installation.
    pub aujourdhui: crate::fields::Jour,
    /// A human being to talk to, for those who cannot have an account.
    pub contact_humain: String,
}

/// A jeune who has just signed up, or has just come back with a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entree {
    /// Who they are from now on; the cookies come with it.
    pub session: Session,
    /// The access card, when one was made. It is shown only now.
    pub carte: Option<Carte>,
    /// The thread with the team of the espace-temps, when there is one.
    pub fil: Option<FilId>,
}

/// What a code of recovery is, for the référent who reads it out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeDeRetour {
    /// Eight digits.
    pub code: String,
    /// Until when: ten minutes.
    pub expire: Instant,
}

/// The invitation of a professional.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// The address to hand over, usable once.
    pub lien: String,
    /// Until when: seven days.
    pub expire: Instant,
}

/// What an invitation says to the one who opens it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationLue {
    /// The structure that invites.
    pub structure: String,
    /// What the professional will be able to do there.
    pub droits: Droits,
}

operation! {
    /// Reads the settings that a page needs before anyone signs in.
    ReadReglages {} Get "/api/reglages" -> Reglages
}

operation! {
    /// A jeune signs up: a first name or nickname, a month of birth, a way to come back. No account exists under the minimum age.
    SignUp {
        /// First name or nickname.
        prenom: Prenom,
        /// Month and year of birth.
        naissance: MoisDeNaissance,
        /// How to come back.
        retour: Retour,
        /// The espace-temps whose poster brought them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        espace: Option<CodeEspace>,
        /// Which poster or card: only counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        support: Option<CodeSupport>,
    } Post "/api/comptes/jeunes" (once) -> Entree
}

operation! {
    /// Signs in, jeune or professional. The answer is the same for a known and an unknown identifiant.
    SignIn {
        /// Phone, e-mail, or the first two words of the card.
        identifiant: Identifiant,
        /// Password, or the last four words of the card.
        secret: Secret,
    } Post "/api/session" -> Session
}

operation! {
    /// Signs out on this device.
    SignOut {
        /// Whether one leaves in a hurry: what a relative sees on this phone, and that somebody has come to a place, go too.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        vite: bool,
    } Post "/api/session/fin" -> Done
}

operation! {
    /// Continues a session whose access has run out, with the refresh cookie. The page does it by itself.
    RefreshSession {} Post "/api/session/suite" -> Session
}

operation! {
    /// Who is using this browser.
    ReadSession {} Get "/api/session" -> Session
}

operation! {
    /// A référent makes a one-time code for a jeune who stands beside them: eight digits, ten minutes, five tries.
    GiveCodeDeRetour { /** The jeune. */ jeune: CompteId } Post "/api/jeunes/{jeune}/code-de-retour" -> CodeDeRetour
}

operation! {
    /// A jeune comes back with the code of a référent and gets a new access card; the former card ends.
    RecoverCompte {
        /// The first name or nickname of the account.
        prenom: Prenom,
        /// The eight digits.
        #[validate(length(min = 8, max = 8, code = "huit-chiffres"))]
        code: String,
    } Post "/api/comptes/retour" -> Entree
}

operation! {
    /// A jeune makes a new access card; the former one ends.
    ReplaceCarte {} Post "/api/moi/carte" -> Carte
}

operation! {
    /// The administrator invites a professional into a structure by a one-time link of seven days.
    InviteProfessionnel {
        /// The structure.
        structure: StructureId,
        /// What they may do there; at least one right.
        droits: Droits,
    } Post "/api/invitations" (once) -> Invitation
}

operation! {
    /// Reads what an invitation offers, before accepting it.
    ReadInvitation {
        /// The secret part of the link.
        #[validate(length(min = 20, max = 100, code = "jeton-mal-forme"))]
        jeton: String,
    } Post "/api/invitations/lecture" -> InvitationLue
}

operation! {
    /// A professional accepts an invitation: their account is made, or the structure is added to the account that they have.
    AcceptInvitation {
        /// The secret part of the link.
        #[validate(length(min = 20, max = 100, code = "jeton-mal-forme"))]
        jeton: String,
        /// First name, the one jeunes see.
        prenom: Prenom,
        /// What they help with, in a few words.
        aide: Ligne,
        /// E-mail address.
        courriel: Courriel,
        /// Password.
        mot_de_passe: MotDePasse,
    } Post "/api/invitations/acceptation" -> Session
}
