//! Safety: telling the administrator, and stopping an exchange without leaving the jeune alone. No word is ever searched for.

use serde::{Deserialize, Serialize};

use crate::{
    fields::Texte,
    ids::{CompteId, FilId, MessageId, SignalementId},
    instant::Instant,
    operation::{Done, closed_list, operation},
};

closed_list! {
    /// Why something is reported.
    Motif {
        /// Hurtful words.
        Blessant "blessant"
        /// A threat.
        Menace "menace"
        /// A request that is out of place.
        Deplace "deplace"
        /// Somebody pretends to be someone else.
        Identite "identite"
        /// Something else.
        Autre "autre"
    }
}

/// Something that was reported, as the administrator reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signalement {
    /// Which.
    pub id: SignalementId,
    /// First name of who reports.
    pub par: String,
    /// Whether that is the jeune of the thread.
    pub par_jeune: bool,
    /// First name of whom it is about.
    pub vise: String,
    /// The espace-temps of the thread.
    pub espace: String,
    /// Why.
    pub motif: Motif,
    /// In the words of who reports.
    pub precisions: Option<String>,
    /// What the reported message said when it was reported; nothing when a person is reported.
    pub message: Option<String>,
    /// Whether a professional has stopped the exchange, with a relay.
    pub blocage: bool,
    /// When.
    pub cree_le: Instant,
    /// Since when it is settled.
    pub traite_le: Option<Instant>,
}

operation! {
    /// Reports a message of the other side, or the other person when no message is named.
    ReportFil {
        /// The thread.
        fil: FilId,
        /// The message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<MessageId>,
        /// Why.
        motif: Motif,
        /// In one's own words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precisions: Option<Texte>,
    } Post "/api/fils/{fil}/signalements" (once) -> Done
}

operation! {
    /// A professional stops an exchange: why is written to the administrator, and a colleague is the référent from then on, so
    /// that the jeune is not left alone.
    BlockFil {
        /// The thread; the caller is its référent.
        fil: FilId,
        /// Why.
        motif: Texte,
        /// The colleague of the team who takes over.
        relais: CompteId,
    } Post "/api/fils/{fil}/blocage" -> Done
}

operation! {
    /// What was reported, the open ones first.
    ListSignalements {} Get "/api/signalements" -> Vec<Signalement>
}

operation! {
    /// Settles a report.
    CloseSignalement { /** Which. */ signalement: SignalementId } Post "/api/signalements/{signalement}/fin" -> Done
}

/// A wait that is longer than what is promised, without the name of anybody who waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlerteFil {
    /// The espace-temps.
    pub espace: String,
    /// First name of the référent, when there is one.
    pub referent: Option<String>,
    /// Since when someone waits.
    pub attend_depuis: Instant,
}

operation! {
    /// The waits that are longer than what is promised, in the espaces-temps that the caller coordinates.
    ListAlertesFils {} Get "/api/alertes/fils" -> Vec<AlerteFil>
}
