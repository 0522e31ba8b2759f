//! The free créneaux.

use serde::{Deserialize, Serialize};

use super::{Besoin, Mode, Public};
use crate::{
    accueil::Lieu, annuaire::CodeCommune, fields::CodeEspace, ids::CreneauId, instant::Instant, operation::operation,
};

/// A créneau that still has a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Creneau {
    /// Which.
    pub id: CreneauId,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// What for.
    pub besoin: Besoin,
    /// First name of the professional.
    pub professionnel: String,
    /// What the professional helps with.
    pub aide: String,
    /// The espace-temps.
    pub espace: CodeEspace,
    /// Where.
    pub lieu: Lieu,
    /// Whom for.
    pub public: Public,
    /// How one meets.
    pub mode: Mode,
    /// How many places are left.
    pub places_libres: u16,
    /// How far it is from the commune that was chosen, in kilometres as the crow flies, when both are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub km: Option<u16>,
}

/// The free créneaux, nearest first, in the words of everyday life.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Creneaux {
    /// Starts within two hours.
    pub maintenant: Vec<Creneau>,
    /// Later today, on the calendar of the place.
    pub aujourdhui: Vec<Creneau>,
    /// Within the seven days to come.
    pub semaine: Vec<Creneau>,
    /// After that.
    pub plus_tard: Vec<Creneau>,
    /// When the filter leaves nothing: the next free créneau whatever the need and the place.
    pub autre: Option<Creneau>,
}

operation! {
    /// The free créneaux, nearest first. Anybody may look before entering.
    ListCreneaux {
        /// Only this need.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        besoin: Option<Besoin>,
        /// Only this espace-temps.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        espace: Option<CodeEspace>,
        /// Near this commune: only what is within 20 km when there is something, the nearest of the same moment first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        commune: Option<CodeCommune>,
    } Get "/api/creneaux" -> Creneaux
}
