//! Waiting for a place: in the order of arrival, an offer to one at a time, which passes on when nobody answers.

use serde::{Deserialize, Serialize};

use super::{Besoin, RendezVous};
use crate::{
    fields::CodeEspace,
    ids::{AttenteId, CreneauId},
    instant::Instant,
    operation::{Done, operation},
};

/// Someone who waits, as they see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attente {
    /// Which.
    pub id: AttenteId,
    /// The full créneau, when one waits for that one and not for a need in a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creneau: Option<CreneauId>,
    /// When that créneau starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debut: Option<Instant>,
    /// What for.
    pub besoin: Besoin,
    /// The espace-temps.
    pub espace: CodeEspace,
    /// Its name.
    pub lieu: String,
    /// The zone of its clock.
    pub fuseau: String,
    /// How many people wait before, for the same thing.
    pub avant: u32,
    /// A place that is kept for this person for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offre: Option<Offre>,
}

/// A place that is kept for someone who waited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offre {
    /// The créneau.
    pub creneau: CreneauId,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// First name of the professional.
    pub professionnel: String,
    /// Until when it is kept; then it goes to the next one.
    pub jusquau: Instant,
}

operation! {
    /// A jeune waits for a place of a créneau that is full.
    JoinAttente { /** The créneau. */ creneau: CreneauId } Post "/api/creneaux/{creneau}/attente" (once) -> Attente
}

operation! {
    /// A jeune waits for any place for a need in an espace-temps.
    JoinAttenteBesoin {
        /// The espace-temps.
        espace: CodeEspace,
        /// The need.
        besoin: Besoin,
    } Post "/api/espaces-temps/{espace}/attente" (once) -> Attente
}

operation! {
    /// What the jeune waits for, what is offered first.
    ListAttentes {} Get "/api/attentes" -> Vec<Attente>
}

operation! {
    /// The jeune does not wait any more, or does not take what is offered: it goes to the next one. Twice is once.
    LeaveAttente { /** Which. */ attente: AttenteId } Post "/api/attentes/{attente}/depart" -> Done
}

operation! {
    /// The jeune takes the place that is kept for them.
    AcceptOffre { /** Which. */ attente: AttenteId } Post "/api/attentes/{attente}/acceptation" (once) -> RendezVous
}
