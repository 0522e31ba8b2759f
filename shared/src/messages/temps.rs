//! Trust in time: when someone answers, and who does while they are away.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    fields::{Heure, Jour},
    ids::{CompteId, FilId, RemplacementId},
    instant::Instant,
    operation::{Done, operation},
};

/// A span of a weekday in which one answers, on the clock of the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Plage {
    /// 1 is Monday, 7 is Sunday.
    #[validate(range(min = 1, max = 7, code = "de-1-a-7"))]
    pub jour: u8,
    /// From.
    pub debut: Heure,
    /// To.
    pub fin: Heure,
}

/// When a professional answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Horaires {
    /// In the order of the week; none: nothing is said to the jeunes.
    pub plages: Vec<Plage>,
    /// After how many minutes without an answer the team is told (a setting of the installation).
    pub promesse_minutes: u32,
}

/// Who reads a thread, and when an answer may be expected. Nothing is said that is not known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attendre {
    /// The median of the time to an answer over the last thirty days, in minutes; from five answers on.
    pub d_habitude: Option<u32>,
    /// Whether now is within the answering hours; nothing when there are none.
    pub maintenant: Option<bool>,
    /// The next moment at which someone is there to answer.
    pub prochaine: Option<Instant>,
    /// The référent is away.
    pub absence: Option<AbsenceDite>,
    /// Since when the team knows that nobody has answered in time.
    pub relayee_le: Option<Instant>,
    /// First names of those who may read besides the jeune; nothing as long as the whole team may.
    pub lecteurs: Vec<String>,
}

/// An absence, as it is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsenceDite {
    /// First day.
    pub du: Jour,
    /// Last day.
    pub au: Jour,
    /// First name of who answers meanwhile.
    pub remplacant: Option<String>,
}

/// Some days on which a professional does not answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Remplacement {
    /// Which.
    pub id: RemplacementId,
    /// First name of who is away.
    pub absent: String,
    /// Whether that is the reader.
    pub est_moi: bool,
    /// First name of who answers meanwhile.
    pub remplacant: Option<String>,
    /// First day.
    pub du: Jour,
    /// Last day.
    pub au: Jour,
}

operation! {
    /// When one answers.
    ReadHoraires {} Get "/api/horaires-de-reponse" -> Horaires
}

operation! {
    /// Sets when one answers: the whole week at once.
    SetHoraires {
        /// At most 28 spans; those of a day do not overlap.
        #[validate(nested, length(max = 28, code = "trop-long"))]
        plages: Vec<Plage>,
    } Post "/api/horaires-de-reponse" -> Horaires
}

operation! {
    /// The absences to come or under way, of oneself and those in which one answers for a colleague.
    ListRemplacements {} Get "/api/remplacements" -> Vec<Remplacement>
}

operation! {
    /// Announces an absence: each jeune sees it in their thread, and the substitute reads and answers for that time only.
    AnnounceRemplacement {
        /// First day.
        du: Jour,
        /// Last day, at most 90 days later.
        au: Jour,
        /// A colleague who answers meanwhile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remplacant: Option<CompteId>,
    } Post "/api/remplacements" (once) -> Remplacement
}

operation! {
    /// One is back sooner, or does not leave: the absence is over, and what the substitute could see with it.
    EndRemplacement { /** The absence. */ remplacement: RemplacementId } Post "/api/remplacements/{remplacement}/fin" -> Done
}

operation! {
    /// Who reads a thread, and when an answer may be expected.
    ReadAttendre { /** The thread. */ fil: FilId } Get "/api/fils/{fil}/attendre" -> Attendre
}
