//! "Rendez-vous sans délai", measured: how long people wait, and how far the next free créneau is.

use serde::{Deserialize, Serialize};

use super::Besoin;
use crate::{fields::CodeEspace, instant::Instant, operation::operation};

/// Fewer first rendez-vous than this show no figure: a figure of four people is a figure of somebody.
pub const FEWEST: u32 = 5;

/// For a need in a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delai {
    /// The espace-temps.
    pub espace: CodeEspace,
    /// Its name.
    pub lieu: String,
    /// The zone of its clock.
    pub fuseau: String,
    /// The need.
    pub besoin: Besoin,
    /// The next créneau that anybody can book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prochain: Option<Instant>,
    /// Whether it is farther than what is promised, or there is none.
    pub trop_loin: bool,
    /// Hours from the request (booking, or starting to wait) to the first rendez-vous: the median of the last 90 days, of
    /// five people at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures: Option<u32>,
}

/// The delays of the places and needs for which one publishes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delais {
    /// Within how many days a créneau is promised: a setting of the installation.
    pub promesse: u16,
    /// Those that are too far first.
    pub lignes: Vec<Delai>,
}

operation! {
    /// How long people wait for a rendez-vous where one publishes.
    ReadDelais {} Get "/api/delais" -> Delais
}
