//! What anybody may see of an atelier.

use serde::{Deserialize, Serialize};

use crate::{
    accueil::Lieu,
    annuaire::CodeCommune,
    fields::CodeEspace,
    ids::AtelierId,
    instant::Instant,
    operation::{closed_list, operation},
    permanences::Besoin,
};

closed_list! {
    /// Where an atelier is in its life.
    EtatAtelier {
        /// Being prepared: only those who publish see it.
        Brouillon "brouillon"
        /// One may join.
        Publie "publie"
        /// It will not be held; those who had joined were told.
        Annule "annule"
        /// It was held, and its list is closed.
        Fait "fait"
    }
}

/// Who leads an atelier: a structure, a person, or a person of a structure. Several do, on equal terms: the order turns with
/// the day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Meneur {
    /// The structure, or the provider: "APASO", "Emploi coaching".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure: Option<String>,
    /// A first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prenom: Option<String>,
    /// What they bring: "juriste", "coach".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// An atelier, as anybody may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Atelier {
    /// Which.
    pub id: AtelierId,
    /// Its title.
    pub titre: String,
    /// In plain words, what one does there.
    pub presentation: String,
    /// What for.
    pub besoin: Besoin,
    /// From this age, in years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_min: Option<u8>,
    /// Up to this age, in years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_max: Option<u8>,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// Where.
    pub lieu: Lieu,
    /// Where one meets, when it is not at the door: "devant la gare, sortie 2".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point_rencontre: Option<String>,
    /// The espace-temps that it belongs to, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub espace: Option<CodeEspace>,
    /// Who leads.
    pub meneurs: Vec<Meneur>,
    /// What to bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a_apporter: Option<String>,
    /// Coming once, to try, is welcome.
    pub pour_essayer: bool,
    /// One may come with someone.
    pub accompagne: bool,
    /// How many places there are.
    pub places: u16,
    /// How many are left that anybody may take.
    pub places_libres: u16,
    /// Published, cancelled or done. A draft is shown to nobody.
    pub etat: EtatAtelier,
    /// How far it is from the commune that was chosen, in kilometres as the crow flies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub km: Option<u16>,
}

impl Atelier {
    /// Whether somebody of this age is of its public.
    pub fn is_for(&self, age: u8) -> bool {
        self.age_min.is_none_or(|min| min <= age) && self.age_max.is_none_or(|max| age <= max)
    }
}

operation! {
    /// The ateliers to come, by time, then by distance when a commune is chosen. Anybody may look before entering.
    ListAteliers {
        /// Only those of this espace-temps.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        espace: Option<CodeEspace>,
        /// Only this need.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        besoin: Option<Besoin>,
        /// Near this commune: within 20 km when there is something.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        commune: Option<CodeCommune>,
    } Get "/api/ateliers" -> Vec<Atelier>
}

operation! {
    /// What is offered to somebody who has lost a place in an atelier, at most three that have room: its other dates, then what
    /// is in the same town, then near it (within 20 km when there is something), those for the same need first.
    ListAutresAteliers { /** The one that is lost. */ atelier: AtelierId } Get "/api/ateliers/{atelier}/autres" -> Vec<Atelier>
}

operation! {
    /// An atelier that is published, was cancelled or is done.
    ReadAtelier { /** Which. */ atelier: AtelierId } Get "/api/ateliers/{atelier}" -> Atelier
}
