//! Searching in one's threads.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{FilId, MessageId},
    instant::Instant,
    operation::operation,
};

/// How many messages a search finds at the most, the latest first.
pub const MOST_FOUND: usize = 50;

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Trouve {
    /// Its thread.
    pub fil: FilId,
    /// The message.
    pub message: MessageId,
    /// Its place in the thread.
    pub seq: i64,
    /// First name of who wrote it.
    pub prenom: String,
    /// First name of the jeune of the thread.
    pub jeune: String,
    /// What it says around what was searched.
    pub extrait: String,
    /// When it was stored.
    pub envoye: Instant,
}

operation! {
    /// Searches the messages of one's threads, whatever the accents and the capitals; the latest first.
    SearchMessages {
        /// What is searched: 2 to 100 characters.
        #[validate(length(min = 2, max = 100, code = "de-2-a-100"))]
        texte: String,
    } Get "/api/messages" -> Vec<Trouve>
}
