//! The thread: its list, its pages, how far each side has read, and what the live stream says of it.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::{
    ids::{CompteId, FilId},
    instant::Instant,
    operation::{Done, closed_list, operation},
};

/// How many messages a page of a thread holds.
pub const PAGE: usize = 50;

closed_list! {
    /// Why a professional may see a thread.
    Acces {
        /// They are the référent.
        Referent "referent"
        /// They answer in the place of the référent, who is away.
        Remplacant "remplacant"
        /// They follow it with the référent.
        Lecteur "lecteur"
        /// Nobody has taken it yet: the team answers.
        Equipe "equipe"
        /// Nobody has answered in time: the team may.
        Relayee "relayee"
    }
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
    /// Why the reader may see it; nothing for the jeune, whose it is.
    pub acces: Option<Acces>,
    /// The last message, cut to 120 characters.
    pub dernier: Option<String>,
    /// When it was stored.
    pub dernier_le: Option<Instant>,
    /// Since when the jeune waits for an answer.
    pub attend_depuis: Option<Instant>,
    /// How many messages of others the reader has not read.
    pub non_lus: u32,
    /// Whether there is a way to tell the jeune that something is new; only professionals are told.
    pub joignable: Option<bool>,
}

/// A thread, opened: a page of its messages in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilLu {
    /// The thread.
    pub fil: Fil,
    /// At most fifty messages, in the order of `seq`; of `version` when it was asked what is new.
    pub messages: Vec<Message>,
    /// Whether there are older ones than the first of these.
    pub avant: bool,
    /// From where to ask what is new the next time.
    pub version: i64,
    /// Up to where a device of the other side has what was sent.
    pub recu_par_autre: i64,
    /// Up to where the other side has read: the jeune, for a professional; any professional, for the jeune. 0 when a jeune
    /// keeps that to themselves.
    pub lu_par_autre: i64,
}

operation! {
    /// The threads of the caller. A référent sees the unanswered first, the longest wait at the top.
    ListFils {} Get "/api/fils" -> Vec<Fil>
}

operation! {
    /// Opens a thread: its last messages, what is new or changed since a `version` (to catch up), those before a `seq`
    /// (older), or those around one (found by a search).
    ReadFil {
        /// The thread.
        fil: FilId,
        /// Only what was stored or changed after this `version`, in that order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        depuis: Option<i64>,
        /// Only those before this `seq`, the latest of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        avant: Option<i64>,
    } Get "/api/fils/{fil}" -> FilLu
}

impl ReadFil {
    /// The last messages of a thread.
    pub fn last(fil: FilId) -> Self {
        Self { fil, depuis: None, avant: None }
    }
}

closed_list! {
    /// How far a message has come with whom it is for.
    Etape {
        /// A device has it.
        Recu "recu"
        /// The person has seen it.
        Lu "lu"
    }
}

operation! {
    /// Marks a thread as received or read up to a `seq`. Neither goes back, and what is read was received.
    MarkFil {
        /// The thread.
        fil: FilId,
        /// Up to here.
        #[validate(range(min = 0, code = "positif"))]
        seq: i64,
        /// How far.
        etape: Etape,
    } Post "/api/fils/{fil}/lecture" -> Done
}

/// What a jeune keeps to themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Discretion {
    /// Professionals do not see up to where the jeune has read.
    pub lectures_cachees: bool,
}

operation! {
    /// What the caller keeps to themselves.
    ReadDiscretion {} Get "/api/discretion" -> Discretion
}

operation! {
    /// The jeune chooses what they keep to themselves.
    ChooseDiscretion {
        /// Professionals do not see up to where the jeune has read.
        lectures_cachees: bool,
    } Post "/api/discretion" -> Discretion
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
    /// A thread has a new or a changed message, a new référent or a new mark.
    Fil {
        /// Which.
        fil: FilId,
        /// Its last `seq`.
        seq: i64,
    },
    /// A rendez-vous of the caller or an inscription to an atelier, or one that they receive, has changed.
    RendezVous {},
    /// Somebody passes by a place of the caller, or a relative has written there.
    Accueil {},
}

operation! {
    /// Server-sent events for the caller. Ids only; after a silence the page catches up by `seq`.
    ListenEvenements {} Get "/api/evenements" -> Evenement
}
