//! Live events: who is told what after a commit. Ids only; the page reads the rest by the ordinary operations.

pub mod nodes;

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, OnceLock, PoisonError, mpsc::SyncSender},
};

use serde::{Deserialize, Serialize};
use shared::{ids::CompteId, messages::Evenement};
use tokio::sync::broadcast;

/// A phone, a computer, some tabs: nobody needs more streams at once.
const MOST_STREAMS: usize = 8;
/// More than that on one node is a mistake, or an attack.
const MOST_ACCOUNTS: usize = 4_096;

/// An event and those who may hear it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Who.
    pub comptes: Vec<CompteId>,
    /// What.
    pub evenement: Evenement,
}

/// What a node tells the others.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// Something for the streams.
    Told(Notice),
    /// An account has left, or was made to.
    Left(CompteId),
    /// What is remembered of an account is no longer true.
    Changed(CompteId),
}

/// The open streams of this node, and the way to the other nodes. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    streams: Arc<Mutex<Streams>>,
    node: Arc<str>,
    others: Arc<OnceLock<SyncSender<Option<Word>>>>,
}

impl Default for Live {
    fn default() -> Self {
        let node = uuid::Uuid::new_v4().simple().to_string();
        Self { streams: Arc::default(), node: node.into(), others: Arc::default() }
    }
}

#[derive(Default)]
struct Streams {
    open: HashMap<CompteId, VecDeque<broadcast::Sender<Evenement>>>,
    // Who has listened since the last look, see `gone`.
    heard: HashSet<CompteId>,
    closed: bool,
}

impl Live {
    /// Opens a stream for an account; `None` when the server is stopping, or has as many as it can bear. Of too many streams
    /// of one account the oldest ends: most often a page that was closed, which nobody has noticed yet.
    pub fn subscribe(&self, compte: CompteId) -> Option<broadcast::Receiver<Evenement>> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.open.retain(|_, of| of.iter().any(|sender| sender.receiver_count() > 0));
        if streams.closed || MOST_ACCOUNTS <= streams.open.len() {
            return None;
        }
        streams.heard.insert(compte);
        let of = streams.open.entry(compte).or_default();
        of.retain(|sender| sender.receiver_count() > 0);
        if of.len() == MOST_STREAMS {
            of.pop_front();
        }
        let (sender, receiver) = broadcast::channel(32);
        of.push_back(sender);
        Some(receiver)
    }

    /// Whether an account listens on this node: what is new is on its screen already.
    pub fn is_open(&self, compte: CompteId) -> bool {
        let streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let of = streams.open.get(&compte);
        of.is_some_and(|of| of.iter().any(|sender| sender.receiver_count() > 0))
    }

    /// The accounts that have listened since the last look and do not now: nobody looks at their pages any more.
    pub fn gone(&self) -> Vec<CompteId> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let Streams { open, heard, .. } = &mut *streams;
        let listens =
            |compte: &CompteId| open.get(compte).is_some_and(|of| of.iter().any(|sender| sender.receiver_count() > 0));
        let (still, gone) = heard.drain().partition(listens);
        *heard = still;
        Vec::from_iter::<HashSet<CompteId>>(gone)
    }

    /// Who this node is among the others.
    pub fn node(&self) -> &str {
        &self.node
    }

    /// Tells those who listen, after a commit; the other nodes find in the database what to tell theirs, and are called.
    pub fn publish(&self, notices: Vec<Notice>) {
        if !notices.is_empty() {
            self.tell(notices);
            self.speak(None);
        }
    }

    /// Says something to the other nodes that is not in the database yet; `None`: there is something.
    pub fn speak(&self, word: Option<Word>) {
        if let Some(others) = self.others.get()
            && let Err(why) = others.try_send(word)
        {
            // They look by themselves; of a word of one's own, a minute makes up for it (an identity is not believed for longer).
            tracing::debug!(%why, "the other nodes are not called");
        }
    }

    fn speak_by(&self, others: SyncSender<Option<Word>>) {
        // A node that is started twice keeps its first voice.
        drop(self.others.set(others));
    }

    /// Tells those who listen here.
    pub fn tell(&self, notices: Vec<Notice>) {
        let streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        for notice in notices {
            for sender in notice.comptes.iter().filter_map(|compte| streams.open.get(compte)).flatten() {
                // Nobody listening any more is not a fault.
                drop(sender.send(notice.evenement));
            }
        }
    }

    /// Ends the streams of one account: it has signed out or changed.
    pub fn end(&self, compte: CompteId) {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner).open.remove(&compte);
    }

    /// Ends the streams that are open now: the pages open them again, and catch up.
    pub fn restart(&self) {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner).open.clear();
    }

    /// Whether the server is stopping.
    pub fn is_closed(&self) -> bool {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner).closed
    }

    /// Ends all streams, so that the server can stop.
    pub fn close(&self) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.closed = true;
        streams.open.clear();
    }
}
