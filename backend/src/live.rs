//! Live events: who is told what after a commit. Ids only; the page reads the rest by the ordinary operations.

use std::{
    collections::HashMap,
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
    open: HashMap<CompteId, broadcast::Sender<Evenement>>,
    closed: bool,
}

impl Live {
    /// Opens a stream for an account; `None` when the server is stopping, or has as many as it can bear.
    pub fn subscribe(&self, compte: CompteId) -> Option<broadcast::Receiver<Evenement>> {
        let mut streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        streams.open.retain(|_, sender| sender.receiver_count() > 0);
        let of = |streams: &Streams| streams.open.get(&compte).map_or(0, broadcast::Sender::receiver_count);
        if streams.closed || MOST_ACCOUNTS <= streams.open.len() || MOST_STREAMS <= of(&streams) {
            return None;
        }
        Some(streams.open.entry(compte).or_insert_with(|| broadcast::channel(32).0).subscribe())
    }

    /// Tells those who listen.
    pub fn publish(&self, notices: Vec<Notice>) {
        if notices.is_empty() {
            return;
        }
        let streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for notice in notices {
            for sender in notice.comptes.iter().filter_map(|compte| streams.open.get(compte)) {
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
