//! What changed in an atelier since the jeune who joined it last looked.

use serde::{Deserialize, Serialize};

use crate::{ids::InscriptionId, instant::Instant, operation::operation};

/// Something that is not as it was when the jeune last looked; what it was before, where one asks for it. What it is now, the
/// atelier says itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Nouveaute {
    /// The day or the hours: when it would have started and ended.
    Quand((Instant, Instant)),
    /// The place, or its address: where it would have been, as name, address and town.
    Lieu(String),
    /// Where one meets.
    PointRencontre,
    /// The title: the former one.
    Titre(String),
    /// What one does there.
    Presentation,
    /// What for.
    Besoin,
    /// For which ages.
    Public,
    /// What to bring.
    Apporter,
    /// Who leads.
    Meneurs,
    /// Whether one may come once, to try.
    Essayer,
    /// Whether one may come with someone.
    Accompagne,
}

/// What is new for a jeune, and what the team wrote to them with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Nouveautes {
    /// Each thing once, whatever happened in between: what is again as it was is not there.
    pub liste: Vec<Nouveaute>,
    /// The words of each change, in order.
    pub mots: Vec<String>,
    /// How many changes there were in all: what "seen" is said of.
    pub changements: u32,
}

operation! {
    /// What changed since the jeune last looked. Of an atelier that was cancelled, the words that say so.
    ListNouveautes { /** Which. */ inscription: InscriptionId } Get "/api/inscriptions/{inscription}/nouveautes" -> Nouveautes
}
