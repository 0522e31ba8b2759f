//! Joining, waiting, leaving. An *inscription* is to an atelier, never an account.

use serde::{Deserialize, Serialize};

use super::Atelier;
use crate::{
    fields::{Ligne, Texte},
    ids::{AtelierId, InscriptionId},
    instant::Instant,
    operation::{Done, closed_list, operation},
};

closed_list! {
    /// What became of an inscription. Absent is not a refusal, and leaving is not counted.
    EtatInscription {
        /// A place is taken.
        Inscrit "inscrit"
        /// On the waiting list, in the order of arrival.
        Attend "attend"
        /// A place is kept for a while; it then goes to the next one.
        Offert "offert"
        /// Left by the jeune.
        Quitte "quitte"
        /// The place that was kept was not taken in time.
        Passe "passe"
        /// The structure cancelled the atelier.
        Annule "annule"
        /// Came.
        Present "present"
        /// Did not come.
        Absent "absent"
    }
}

/// An inscription, as the jeune sees it. Nobody sees who else joined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inscription {
    /// Which.
    pub id: InscriptionId,
    /// To what.
    pub atelier: Atelier,
    /// What became of it.
    pub etat: EtatInscription,
    /// How many people wait before; 0 for the next one, and for whoever does not wait.
    pub avant: u32,
    /// Until when a place is kept, when one is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offre_jusquau: Option<Instant>,
    /// Whether the jeune comes with someone.
    pub accompagne: bool,
    /// Whether the atelier was changed since the jeune joined, and the jeune has not seen it yet.
    pub change: bool,
    /// Whether the two questions may be answered now.
    pub retour_possible: bool,
}

operation! {
    /// The jeune takes a place, or waits for one when it is full and they want to.
    JoinAtelier {
        /// The atelier.
        atelier: AtelierId,
        /// "Je viens accompagné·e", where one may.
        #[serde(default)]
        accompagne: bool,
        /// On the waiting list when it is full; without it a full atelier is refused.
        #[serde(default)]
        ou_attendre: bool,
    } Post "/api/ateliers/{atelier}/inscriptions" (once) -> Inscription
}

operation! {
    /// What the jeune has joined or waits for: what is offered first, then what is to come, then the past.
    ListInscriptions {} Get "/api/inscriptions" -> Vec<Inscription>
}

operation! {
    /// The jeune leaves, up to the start, or waits no longer, or does not take what is offered. Twice is once.
    LeaveAtelier { /** Which. */ inscription: InscriptionId } Post "/api/inscriptions/{inscription}/depart" -> Inscription
}

operation! {
    /// The jeune takes the place that is kept for them.
    AcceptPlace { /** Which. */ inscription: InscriptionId } Post "/api/inscriptions/{inscription}/acceptation" (once) -> Inscription
}

operation! {
    /// The jeune has seen what was changed. What was changed after they looked stays to be seen.
    SeeChangement {
        /// Which.
        inscription: InscriptionId,
        /// How many changes there were when they looked: [`Nouveautes::changements`](super::Nouveautes::changements).
        changements: u32,
    } Post "/api/inscriptions/{inscription}/vu" -> Done
}

/// An atelier as a file for a calendar, with a neutral title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IcsAtelier {
    /// The text of the `.ics` (RFC 5545).
    pub ics: String,
}

operation! {
    /// The `.ics` of an inscription: stable UID, SEQUENCE, cancellation.
    ReadIcsAtelier { /** Which. */ inscription: InscriptionId } Get "/api/inscriptions/{inscription}/ics" -> IcsAtelier
}

closed_list! {
    /// How it was, as a face.
    Visage {
        /// Good.
        Content "content"
        /// So-so.
        Moyen "moyen"
        /// Not good.
        Triste "triste"
    }
}

operation! {
    /// The two questions after an atelier one came to: a face, and a line if one wants. Once; who said what is not stored.
    GiveRetour {
        /// Which.
        inscription: InscriptionId,
        /// How it was.
        visage: Visage,
        /// In words, optional.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mot: Option<Texte>,
    } Post "/api/inscriptions/{inscription}/retour" (once) -> Done
}

/// What those who came have said. Below five answers only their number is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retours {
    /// How many answered.
    pub nombre: u32,
    /// How many of each face, five answers at a time.
    pub visages: Vec<(Visage, u32)>,
    /// The lines, in no order that says who, five answers at a time.
    pub mots: Vec<String>,
}

/// A short line that travels to those who joined.
pub type Mot = Ligne;
