//! Changing a permanence from a date on. What people have booked stays as it is, and is shown before anything is done.

use serde::{Deserialize, Serialize};
use validator::Validate as _;

use super::{Conditions, FichePermanence, JourEcarte, Permanence, Rythme};
use crate::{
    fields::{Heure, Jour},
    ids::PermanenceId,
    instant::Instant,
    operation::operation,
};

/// What a change does, or would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changement {
    /// The permanence as it is afterwards.
    pub permanence: Permanence,
    /// How many free créneaux go.
    pub retires: u32,
    /// The créneaux that stay because somebody has booked them, in order.
    pub gardes: Vec<CreneauGarde>,
    /// How many créneaux are made.
    pub nouveaux: u32,
    /// The days of the rule on which none is made, in order.
    pub ecartes: Vec<JourEcarte>,
}

/// A créneau that a change leaves as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreneauGarde {
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// How many people have a rendez-vous, or a place that is kept for them.
    pub venues: u32,
}

operation! {
    /// Changes the rule of a permanence from a date on, or only shows what that would do. A rule whose last day comes
    /// before that date ends the permanence. The booked créneaux stay; their places follow when nobody loses theirs.
    ChangePermanence {
        /// The permanence.
        permanence: PermanenceId,
        /// From this day on, at the earliest today.
        a_partir_du: Jour,
        /// Only shows what would be done, and does nothing.
        apercu: bool,
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
        #[validate(nested)]
        conditions: Conditions,
    } Post "/api/permanences/{permanence}/changement" -> Changement
}

operation! {
    /// Gives the créneaux of one day another number of places. Refused below what is booked. New places go to those who wait.
    ChangePlaces {
        /// The permanence.
        permanence: PermanenceId,
        /// The day that the rule gives.
        jour: Jour,
        /// Places per créneau, from 1 to 200.
        #[validate(range(min = 1, max = 200, code = "de-1-a-200"))]
        places: u16,
    } Post "/api/permanences/{permanence}/occurrences/{jour}/places" -> FichePermanence
}

operation! {
    /// A day that was cancelled is held after all: its créneaux are made anew. Who was cancelled is not booked again by force.
    RestoreOccurrence {
        /// The permanence.
        permanence: PermanenceId,
        /// The day that the rule gives.
        jour: Jour,
    } Post "/api/permanences/{permanence}/occurrences/{jour}/retablissement" -> FichePermanence
}
