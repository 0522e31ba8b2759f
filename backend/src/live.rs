//! Live events: who is told what after a commit. Ids only; the page reads the rest by the ordinary operations.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use shared::{ids::CompteId, messages::Evenement};
use tokio::sync::broadcast;

/// A phone, a computer, some tabs: nobody needs more streams at once.
const MOST_STREAMS: usize = 8;
/// More than that on one node is a mistake, or an attack.
const MOST_ACCOUNTS: usize = 4_096;

/// An event and those who may hear it.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Who.
    pub comptes: Vec<CompteId>,
    /// What.
    pub evenement: Evenement,
}

/// The open streams of this node. Cheap to clone.
#[derive(Clone, Default)]
pub struct Live(Arc<Mutex<Streams>>);

#[derive(Default)]
struct Streams {
    open: HashMap<CompteId, VecDeque<broadcast::Sender<Evenement>>>,
    closed: bool,
}

impl Live {
    /// Opens a stream for an account; `None` when the server is stopping, or has as many as it can bear. Of too many streams
    /// of one account the oldest ends: most often a page that was closed, which nobody has noticed yet.
    pub fn subscribe(&self, compte: CompteId) -> Option<broadcast::Receiver<Evenement>> {
        let mut streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        streams.open.retain(|_, of| of.iter().any(|sender| sender.receiver_count() > 0));
        if streams.closed || MOST_ACCOUNTS <= streams.open.len() {
            return None;
        }
        let of = streams.open.entry(compte).or_default();
        of.retain(|sender| sender.receiver_count() > 0);
        if of.len() == MOST_STREAMS {
            of.pop_front();
        }
        let (sender, receiver) = broadcast::channel(32);
        of.push_back(sender);
        Some(receiver)
    }

    /// Tells those who listen.
    pub fn publish(&self, notices: Vec<Notice>) {
        if notices.is_empty() {
            return;
        }
        let streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for notice in notices {
            for sender in notice.comptes.iter().filter_map(|compte| streams.open.get(compte)).flatten() {
                // Nobody listening any more is not a fault.
                drop(sender.send(notice.evenement));
            }
        }
    }

    /// Ends the streams of one account: it has signed out or changed.
    pub fn end(&self, compte: CompteId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).open.remove(&compte);
    }

    /// Ends all streams, so that the server can stop.
    pub fn close(&self) {
        let mut streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        streams.closed = true;
        streams.open.clear();
    }
}
