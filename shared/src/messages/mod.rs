//! Messages: the thread between a jeune and the team of an espace-temps, then their référent.

use serde::{Deserialize, Serialize};

use crate::{
    fields::Texte,
    ids::{CompteId, FilId, MessageId},
    instant::Instant,
    operation::{Done, operation},
};

/// How many messages a page of a thread holds.
pub const PAGE: usize = 50;

/// Who wrote a message, as the reader sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Auteur {
    /// The reader.
    Moi,
    /// The jeune.
    Jeune,
    /// A professional of the team.
    Professionnel,
}

/// A message of a thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// The id that the sender made.
    pub id: MessageId,
    /// Its place in the thread: 1, 2, 3 … without a gap.
    pub seq: i64,
    /// Who wrote it.
    pub auteur: Auteur,
    /// First name of who wrote it.
    pub prenom: String,
    /// What it says.
    pub texte: String,
    /// When the server stored it.
    pub envoye: Instant,
}

/// A thread, in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fil {
    /// Which.
    pub id: FilId,
    /// The jeune; a référent needs it to help them come back.
    pub jeune: CompteId,
    /// First name or nickname of the jeune.
    pub prenom: String,
    /// Name of the espace-temps whose team answers.
    pub espace: String,
    /// First name of the référent, once there is one.
    pub referent: Option<String>,
    /// Whether the reader is that référent.
    pub est_mien: bool,
    /// The last message, cut to 120 characters.
    pub dernier: Option<String>,
    /// When it was stored.
    pub dernier_le: Option<Instant>,
    /// Since when the jeune waits for an answer.
    pub attend_depuis: Option<Instant>,
    /// How many messages of others the reader has not read.
    pub non_lus: u32,
}

/// A thread, opened: a page of its messages in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilLu {
    /// The thread.
    pub fil: Fil,
    /// At most fifty messages, in the order of `seq`.
    pub messages: Vec<Message>,
    /// Whether there are older ones than the first of these.
    pub avant: bool,
    /// Up to where the other side has read: the jeune, for a professional; any professional, for the jeune.
    pub lu_par_autre: i64,
}

operation! {
    /// The threads of the caller. A référent sees the unanswered first, the longest wait at the top.
    ListFils {} Get "/api/fils" -> Vec<Fil>
}

operation! {
    /// Opens a thread: its last messages, those after a `seq` (to catch up), or those before one (older).
    ReadFil {
        /// The thread.
        fil: FilId,
        /// Only those after this `seq`, the oldest of them first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        apres: Option<i64>,
        /// Only those before this `seq`, the latest of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        avant: Option<i64>,
    } Get "/api/fils/{fil}" -> FilLu
}

operation! {
    /// Sends a message. The sender makes the id once: a retry, even a week later, stores nothing twice.
    SendMessage {
        /// The thread.
        fil: FilId,
        /// The id made by the sender.
        message: MessageId,
        /// The text.
        texte: Texte,
    } Post "/api/fils/{fil}/messages" -> Message
}

operation! {
    /// Marks a thread as read up to a `seq`. It never goes back.
    MarkFil {
        /// The thread.
        fil: FilId,
        /// Up to here.
        #[validate(range(min = 0, code = "positif"))]
        seq: i64,
    } Post "/api/fils/{fil}/lecture" -> Done
}

operation! {
    /// A référent of the team becomes the référent of the jeune ("je deviens référent·e").
    TakeFil { /** The thread. */ fil: FilId } Post "/api/fils/{fil}/referent" -> Fil
}

/// What a live stream says: ids only. The page then reads what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "genre", rename_all = "kebab-case")]
pub enum Evenement {
    /// A thread has a new message, a new référent or a new read mark.
    Fil {
        /// Which.
        fil: FilId,
        /// Its last `seq`.
        seq: i64,
    },
    /// A rendez-vous of the caller, or one that they receive, has changed.
    RendezVous {},
}

operation! {
    /// Server-sent events for the caller. Ids only; after a silence the page catches up by `seq`.
    ListenEvenements {} Get "/api/evenements" -> Evenement
}
