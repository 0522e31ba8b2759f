//! What this device knows of a thread, and how it catches up.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicI64, Ordering::Relaxed},
};

use leptos::{prelude::*, task::spawn_local};
use shared::{
    Problem, ProblemKind,
    ids::{FilId, MessageId},
    messages::{Etape, Fil, FilLu, MarkFil, Message, PAGE, ReadFil},
};
use web_sys::VisibilityState;

use crate::{api::call, live::Live};

/// The messages of a thread as they are known here. Its signals are shared: an answer that comes after the screen was
/// left disturbs nothing.
#[derive(Clone)]
pub struct Log {
    /// Which thread.
    pub id: FilId,
    /// The thread, once it was read.
    pub fil: ArcRwSignal<Option<Fil>>,
    /// What was said, in order.
    pub messages: ArcRwSignal<Vec<Message>>,
    /// Whether there is something older.
    pub older: ArcRwSignal<bool>,
    /// Why it could not be opened.
    pub trouble: ArcRwSignal<Option<Problem>>,
    read_by_other: ArcRwSignal<i64>,
    version: Arc<AtomicI64>,
    marked: Arc<AtomicI64>,
    busy: Arc<AtomicBool>,
    again: Arc<AtomicBool>,
}

impl Log {
    /// Nothing is known yet.
    pub fn new(id: FilId) -> Self {
        Self {
            id,
            fil: ArcRwSignal::new(None),
            messages: ArcRwSignal::new(Vec::new()),
            older: ArcRwSignal::new(false),
            trouble: ArcRwSignal::new(None),
            read_by_other: ArcRwSignal::new(0),
            version: Arc::default(),
            marked: Arc::default(),
            busy: Arc::default(),
            again: Arc::default(),
        }
    }

    /// Whether the reader may see it no more, or never could.
    pub fn is_lost(&self) -> bool {
        self.trouble.with(|trouble| trouble.as_ref().is_some_and(|problem| problem.kind == ProblemKind::Introuvable))
    }

    /// Whether the other side has read this message.
    pub fn is_read(&self, id: MessageId) -> bool {
        let read = self.read_by_other.get();
        self.messages.with(|all| all.iter().any(|message| message.id == id && message.seq <= read))
    }

    /// Whether this message is known here.
    pub fn has(&self, id: MessageId) -> bool {
        self.messages.with(|all| all.iter().any(|message| message.id == id))
    }

    /// Reads what is new; one reading at a time, and once more when something happened meanwhile.
    pub fn catch_up(self, live: Live) {
        if self.busy.swap(true, Relaxed) {
            return self.again.store(true, Relaxed);
        }
        spawn_local(async move {
            while self.read_new(live).await || self.again.swap(false, Relaxed) {}
            self.busy.store(false, Relaxed);
        });
    }

    /// Reads the page before the oldest message that is known.
    pub fn read_older(self) {
        let avant = self.messages.with_untracked(|all| all.first().map(|message| message.seq));
        spawn_local(async move {
            match call(ReadFil { fil: self.id, depuis: None, avant }).await {
                Ok(page) => {
                    self.older.set(page.avant);
                    self.take(page);
                }
                Err(problem) => self.trouble.set(Some(problem)),
            }
        });
    }

    // Whether there is probably more.
    async fn read_new(&self, live: Live) -> bool {
        let depuis = Some(self.version.load(Relaxed)).filter(|version| 0 < *version);
        match call(ReadFil { fil: self.id, depuis, avant: None }).await {
            Ok(page) => {
                let more = depuis.is_some() && page.messages.len() >= PAGE;
                if depuis.is_none() {
                    self.older.set(page.avant);
                }
                self.version.store(page.version, Relaxed);
                self.take(page);
                self.mark(live).await;
                more
            }
            // What is shown stays; the next event or the next silence asks again. A thread that is no longer the
            // reader's to see does not stay.
            Err(problem) => {
                if problem.kind == ProblemKind::Introuvable {
                    self.fil.set(None);
                }
                if self.fil.with_untracked(Option::is_none) {
                    self.trouble.set(Some(problem));
                }
                false
            }
        }
    }

    fn take(&self, page: FilLu) {
        self.trouble.set(None);
        self.read_by_other.set(page.lu_par_autre);
        self.messages.update(|all| {
            for message in page.messages {
                insert(all, message);
            }
        });
        self.fil.set(Some(page.fil));
    }

    async fn mark(&self, live: Live) {
        let Some(seq) = self.last_seq() else { return };
        let seen = document().visibility_state() == VisibilityState::Visible;
        if !seen || seq <= self.marked.load(Relaxed) {
            return;
        }
        if call(MarkFil { fil: self.id, seq, etape: Etape::Lu }).await.is_ok() {
            self.marked.store(seq, Relaxed);
            live.fils.update(|count| *count += 1);
        }
    }

    fn last_seq(&self) -> Option<i64> {
        self.messages.with_untracked(|all| all.last().map(|message| message.seq))
    }
}

/// Puts a message in its place, once.
pub fn insert(all: &mut Vec<Message>, message: Message) {
    let place = all.iter().rposition(|known| known.seq <= message.seq).map_or(0, |place| place + 1);
    let known = place.checked_sub(1).and_then(|place| all.get(place));
    match known {
        Some(known) if known.seq == message.seq => all[place - 1] = message,
        Some(_) | None => all.insert(place, message),
    }
}

#[cfg(test)]
mod tests {
    use shared::messages::Auteur;

    use super::*;

    fn message(seq: i64) -> Message {
        let id = format!("01890a5d-ac96-774b-bcce-{seq:012}").parse().unwrap();
        let envoye = shared::Instant(seq);
        Message {
            id,
            seq,
            version: seq,
            auteur: Auteur::Moi,
            prenom: String::new(),
            texte: String::new(),
            envoye,
            modifie: None,
            supprime: false,
            annonce: None,
            piece: None,
            carte: None,
        }
    }

    #[test]
    fn messages_stand_in_order_whatever_order_they_come_in() {
        let mut all = Vec::new();
        for seq in [3, 1, 2, 3, 5, 4, 1] {
            insert(&mut all, message(seq));
        }
        assert_eq!(all.iter().map(|message| message.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    }
}
