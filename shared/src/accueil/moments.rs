//! What is held at a place, by time: permanences and ateliers, also those that are full or have begun.

use serde::{Deserialize, Serialize};

use super::Lieu;
use crate::{
    fields::CodeEspace,
    ids::{AtelierId, CreneauId},
    instant::Instant,
    operation::{closed_list, operation},
    permanences::{Besoin, Mode},
};

closed_list! {
    /// Whether one can still take part.
    EtatMoment {
        /// There is room.
        Libre "libre"
        /// No place is left: one waits on a list.
        Complet "complet"
        /// It has begun and goes on.
        EnCours "en-cours"
        /// It is too early or too late to book.
        Clos "clos"
    }
}

/// Something that is held at a place, or near it by its team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MomentDuLieu {
    /// What for.
    pub besoin: Besoin,
    /// Its title, when it is an atelier.
    pub titre: Option<String>,
    /// First names of who is there, or the names of the structures.
    pub avec: Vec<String>,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// The créneau to book or to wait for, when it is a permanence.
    pub creneau: Option<CreneauId>,
    /// Which atelier, when it is one.
    pub atelier: Option<AtelierId>,
    /// Whether one can still take part.
    pub etat: EtatMoment,
    /// How one meets.
    pub mode: Mode,
    /// Where, when it is not at the place itself.
    pub ailleurs: Option<Lieu>,
}

operation! {
    /// What is held at a place in the eight weeks to come, by time; what starts together is drawn anew each day.
    ListMoments { /** The code. */ code: CodeEspace } Get "/api/espaces/{code}/moments" -> Vec<MomentDuLieu>
}
