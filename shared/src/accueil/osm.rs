//! The hours of a place, written in the language of OpenStreetMap: what can be read drives its door, what cannot is kept for
//! the team to correct. Nothing is guessed.

use serde::{Deserialize, Serialize};

use super::{Ouverture, Porte};
use crate::{
    fields::{CodeEspace, HorairesEcrits, Jour, Ligne},
    operation::operation,
};

/// What is written of the hours of a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HorairesOsm {
    /// The place.
    pub nom: String,
    /// The clock of its door.
    pub fuseau: String,
    /// How often the place was changed: what a form is made from.
    #[serde(default)]
    pub version: u32,
    /// What drives the door, in the place of the hours of the week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texte: Option<HorairesEcrits>,
    /// What cannot be read and waits for somebody who corrects it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a_corriger: Option<HorairesEcrits>,
    /// For a place whose hours change in school holidays, the last day until which these are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vacances: Option<Jour>,
    /// What open data says of the structures that animate the place: one taps instead of typing.
    pub structures: Vec<HorairesDeStructure>,
}

/// The hours of a structure, as open data writes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HorairesDeStructure {
    /// The structure.
    pub nom: String,
    /// Its hours.
    pub texte: HorairesEcrits,
}

/// What a text would do at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "lecture", rename_all = "kebab-case")]
pub enum EssaiHoraires {
    /// It can be read.
    Lisible {
        /// The seven days to come, with the dates and the closures of the place.
        semaine: Vec<Ouverture>,
        /// The door at the moment of the answer.
        porte: Porte,
        /// Whether the text opens anything in the four months to come, whatever the dates of the place say.
        ouvre: bool,
        /// What it says besides hours, which the page of the place says too: "« sur rendez-vous »".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        a_cote: Option<String>,
    },
    /// It speaks of school holidays, and the place has no zone of them.
    SansZone {},
    /// It cannot.
    Illisible {
        /// How far it makes sense; empty when none of it does.
        compris: String,
        /// What follows; empty when something is missing at the end.
        suite: String,
    },
}

/// Hours of a place that somebody must correct.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HorairesACorriger {
    /// The place.
    pub espace: CodeEspace,
    /// What is written.
    pub texte: HorairesEcrits,
}

/// Until when the school holidays are known, and the clock that a place has when it says no other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vacances {
    /// The last day; after it no day is one of school holidays.
    pub jusquau: Jour,
    /// The clock of the installation, an IANA name.
    pub fuseau: String,
}

operation! {
    /// What is written of the hours of a place that the caller may change.
    ReadHorairesOsm { /** The place. */ espace: CodeEspace } Get "/api/espaces/{espace}/horaires-osm" -> HorairesOsm
}

operation! {
    /// What a text would do at a place that the caller may change. Nothing is stored.
    TryHorairesOsm {
        /// The place.
        espace: CodeEspace,
        /// The text.
        texte: HorairesEcrits,
    } Get "/api/espaces/{espace}/horaires-osm/essai" -> EssaiHoraires
}

operation! {
    /// Writes the hours of a place: what is not given is taken away, and without a text the hours of its week drive its door
    /// again.
    WriteHorairesOsm {
        /// The place.
        espace: CodeEspace,
        /// The version of the place that was read: another one is refused. Without it, that of a place that nobody has changed yet.
        #[serde(default)]
        version: u32,
        /// What drives the door: it can be read, or it is refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        texte: Option<HorairesEcrits>,
        /// What waits for somebody who corrects it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        a_corriger: Option<HorairesEcrits>,
        /// To whoever is expected there on a day that the text closes; asked for when there is somebody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mot: Option<Ligne>,
    } Post "/api/espaces/{espace}/horaires-osm" (once) -> HorairesOsm
}

operation! {
    /// The hours to correct at the places that the caller's structures animate.
    ListHorairesACorriger {} Get "/api/horaires-a-corriger" -> Vec<HorairesACorriger>
}

operation! {
    /// Until when the school holidays are known, and the clock of the installation.
    ReadVacances {} Get "/api/vacances-scolaires" -> Vacances
}
