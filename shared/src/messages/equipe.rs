//! The side of the team: who else may answer, handing over, following, sending to several, quick replies.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    fields::Texte,
    ids::{CompteId, FilId, MessageId},
    operation::{Done, operation},
};

/// To how many jeunes at once one may send.
pub const MOST_RECIPIENTS: u64 = 60;

/// A référent of a team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Collegue {
    /// Who.
    pub compte: CompteId,
    /// First name.
    pub prenom: String,
    /// What they help with.
    pub aide: String,
    /// Whether they follow the thread that was asked about.
    pub suit: bool,
}

operation! {
    /// The référents who work with the caller: of the espace-temps of a thread, or of all those of the caller.
    ListCollegues {
        /// Those of this thread only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fil: Option<FilId>,
    } Get "/api/collegues" -> Vec<Collegue>
}

operation! {
    /// Hands a thread over to a colleague of the team, who is the référent from then on. The jeune is told.
    HandFil {
        /// The thread; the caller is its référent.
        fil: FilId,
        /// A référent of the team.
        collegue: CompteId,
    } Post "/api/fils/{fil}/remise" -> Done
}

operation! {
    /// Lets a colleague of the team read and answer along, or no longer. The jeune is told.
    FollowFil {
        /// The thread; the caller is its référent, or leaves it.
        fil: FilId,
        /// A référent of the team.
        collegue: CompteId,
        /// Whether they follow from now on.
        suit: bool,
    } Post "/api/fils/{fil}/suivi" -> Done
}

/// One of several to whom the same is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Destinataire {
    /// The thread.
    pub fil: FilId,
    /// The id of the message in this thread, made by the sender.
    pub message: MessageId,
}

operation! {
    /// Sends the same text to several jeunes: each gets a private message and sees nobody else. All or none; a retry stores
    /// nothing twice.
    SendToMany {
        /// To whom: 1 to 60.
        #[validate(nested, length(min = 1, max = 60, code = "de-1-a-60"))]
        destinataires: Vec<Destinataire>,
        /// What.
        texte: Texte,
    } Post "/api/envois-groupes" -> Done
}

operation! {
    /// The quick replies that the caller has written.
    ReadReponses {} Get "/api/reponses-rapides" -> Reponses
}

operation! {
    /// Keeps the quick replies of the caller: all of them at once.
    SetReponses {
        /// At most 20, in the order in which they are shown.
        #[validate(length(max = 20, code = "trop-long"))]
        textes: Vec<Texte>,
    } Post "/api/reponses-rapides" -> Reponses
}

/// Quick replies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reponses {
    /// In the order in which they are shown.
    pub textes: Vec<String>,
}
