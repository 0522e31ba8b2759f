//! Calendars: the `.ics` of a rendez-vous, and a secret address for the calendar of a phone (RFC 5545).

use serde::{Deserialize, Serialize};

use crate::{
    ids::RendezVousId,
    instant::Instant,
    operation::{Done, operation},
};

/// A calendar as text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ics {
    /// The content of the file, `text/calendar`.
    pub texte: String,
}

/// Whether there is an address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calendrier {
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depuis: Option<Instant>,
}

/// A new address. Shown once: whoever has it reads the calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdresseCalendrier {
    /// The address, `https://…/agenda/….ics`.
    pub adresse: String,
}

operation! {
    /// The file of a rendez-vous of the jeune, for the calendar of their phone. Its title names no structure and no need.
    ReadIcs { /** The rendez-vous. */ rendez_vous: RendezVousId } Get "/api/rendez-vous/{rendez_vous}/ics" -> Ics
}

operation! {
    /// Whether one has a secret address for one's calendar.
    ReadCalendrier {} Get "/api/calendrier" -> Calendrier
}

operation! {
    /// Makes a secret address for one's calendar; a former one ends.
    CreateCalendrier {} Post "/api/calendrier" (once) -> AdresseCalendrier
}

operation! {
    /// Ends the secret address of one's calendar. Twice is once.
    EndCalendrier {} Post "/api/calendrier/fin" -> Done
}
