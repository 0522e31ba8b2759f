//! Publishing: what a permanence is made of, and what those who publish see of it.

use serde::{Deserialize, Serialize};
use validator::Validate as _;

use super::{Besoin, Conditions, Rythme};
use crate::{
    accueil::Lieu,
    fields::{CodeEspace, Heure, Jour, Ligne},
    ids::{CompteId, PermanenceId, StructureId},
    instant::Instant,
    operation::{Done, operation},
};

/// A permanence, as those who publish see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Permanence {
    /// Which.
    pub id: PermanenceId,
    /// The structure that publishes it.
    pub structure: String,
    /// The espace-temps that hosts it.
    pub espace: CodeEspace,
    /// Where.
    pub lieu: Lieu,
    /// What for.
    pub besoin: Besoin,
    /// First name of the professional.
    pub professionnel: String,
    /// When.
    pub rythme: Rythme,
    /// From, on the clock of the place.
    pub debut: Heure,
    /// To, on the clock of the place.
    pub fin: Heure,
    /// Length of a créneau in minutes.
    pub duree: u16,
    /// Places per créneau.
    pub places: u16,
    /// How the créneaux are booked.
    pub conditions: Conditions,
    /// The days on which the clocks repeat the hour of the start: the first of the two is meant.
    pub heure_double: Vec<Jour>,
    /// How many créneaux are still to come.
    pub creneaux: u32,
    /// The next of them.
    pub prochain: Option<Instant>,
}

operation! {
    /// Opens a permanence and makes its créneaux.
    PublishPermanence {
        /// The structure in whose name it is published; the caller must have the right to publish there.
        structure: StructureId,
        /// The espace-temps that hosts it; the structure need not be one of those that animate it.
        espace: CodeEspace,
        /// A one-off place, when it is not held at the espace-temps itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ailleurs: Option<Ailleurs>,
        /// What for.
        besoin: Besoin,
        /// The professional who receives; a colleague of the structure.
        professionnel: CompteId,
        /// When.
        rythme: Rythme,
        /// From, on the clock of the place.
        debut: Heure,
        /// To, on the clock of the place.
        fin: Heure,
        /// Length of a créneau in minutes, from 5 to 480.
        #[validate(range(min = 5, max = 480, code = "de-5-a-480"))]
        duree: u16,
        /// Places per créneau, from 1 to 200.
        #[validate(range(min = 1, max = 200, code = "de-1-a-200"))]
        places: u16,
        /// How the créneaux are booked.
        #[serde(default)]
        #[validate(nested)]
        conditions: Conditions,
        /// It was held already: its past days are made too, so that who came is entered afterwards. Nobody books the past.
        #[serde(default)]
        deja_tenue: bool,
    } Post "/api/permanences" (once) -> Permanence
}

/// A one-off place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ailleurs {
    /// Its name.
    pub nom: Ligne,
    /// Street and number, or a meeting point.
    pub adresse: Ligne,
    /// Town.
    pub commune: Ligne,
}

operation! {
    /// The permanences of the structures in which one publishes.
    ListPermanences {} Get "/api/permanences" -> Vec<Permanence>
}

operation! {
    /// What others publish in the places that the caller's structures animate, with créneaux to come: the soonest first. The link of
    /// a meeting by video is left out.
    ListPermanencesAccueillies {} Get "/api/permanences-accueillies" -> Vec<Permanence>
}

operation! {
    /// The team of the place does not receive a permanence of others any longer: it ends now, and whoever has a rendez-vous to come
    /// is told. Twice is once.
    WithdrawPermanence {
        /// Which.
        permanence: PermanenceId,
    } Post "/api/permanences-accueillies/{permanence}/retrait" -> Done
}
