//! What this device knows of a thread, and how it catches up.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicI64, Ordering::Relaxed},
};

use leptos::{prelude::*, task::spawn_local};
use shared::{
    Problem, ProblemKind,
    ids::{FilId, MessageId},
    messages::{Auteur, Etape, Fil, FilLu, MarkFil, Message, PAGE, ReadFil},
};
use web_sys::VisibilityState;

use crate::{api::call, format, live::Live};

/// How many pages one goes back for a message that was searched: 10,000 messages.
const FAR: usize = 200;

/// A message, with what the screen says of its moment: the calendar is asked once for each.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The message.
    pub message: Message,
    /// The day of the calendar, as a number.
    pub day: i64,
    /// "14 h 30".
    pub hour: String,
}

impl Said {
    /// A message that the server has stored.
    pub fn new(message: Message, zone: &str) -> Arc<Self> {
        let (day, hour) = (format::day_number(message.envoye, zone), format::hour(message.envoye, zone));
        Arc::new(Self { message, day, hour })
    }
}

/// The messages of a thread as they are known here. Its signals are shared: an answer that comes after the screen was
/// left disturbs nothing.
#[derive(Clone)]
pub struct Log {
    /// Which thread.
    pub id: FilId,
    /// The thread, once it was read.
    pub fil: ArcRwSignal<Option<Fil>>,
    /// What was said, in order.
    pub messages: ArcRwSignal<Vec<Arc<Said>>>,
    /// Whether there is something older.
    pub older: ArcRwSignal<bool>,
    /// Whether older messages are on their way.
    pub reaching: ArcRwSignal<bool>,
    /// Where those began that the reader had not read when the thread was opened.
    pub unread: ArcRwSignal<Option<i64>>,
    /// Why it could not be opened.
    pub trouble: ArcRwSignal<Option<Problem>>,
    /// The zone of this device.
    pub zone: Arc<str>,
    received_by_other: ArcRwSignal<i64>,
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
            reaching: ArcRwSignal::new(false),
            unread: ArcRwSignal::new(None),
            trouble: ArcRwSignal::new(None),
            zone: format::own_zone().into(),
            received_by_other: ArcRwSignal::new(0),
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

    /// How far the other side has come with the message at this place.
    pub fn stage(&self, seq: i64) -> Option<Etape> {
        if seq <= self.read_by_other.get() {
            Some(Etape::Lu)
        } else if seq <= self.received_by_other.get() {
            Some(Etape::Recu)
        } else {
            None
        }
    }

    /// The place of a message that is known here.
    pub fn seq_of(&self, id: MessageId) -> Option<i64> {
        let of = |said: &&Arc<Said>| said.message.id == id;
        // The latest are asked for most.
        self.messages.with(|all| all.iter().rev().find(of).map(|said| said.message.seq))
    }

    /// The last place.
    pub fn last_seq(&self) -> i64 {
        self.messages.with(|all| all.last().map_or(0, |said| said.message.seq))
    }

    /// How many messages of others came after this place.
    pub fn count_after(&self, seq: i64) -> usize {
        self.messages.with(|all| {
            let after = all.iter().rev().take_while(|said| seq < said.message.seq);
            after.filter(|said| is_of_other(&said.message)).count()
        })
    }

    /// Puts a message in the place of what was known of it.
    pub fn replace(&self, message: Message) {
        let said = Said::new(message, &self.zone);
        self.messages.update(|all| insert(all, said));
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

    /// Reads the page before the oldest message that is known, then says that it is.
    pub fn read_older(self, known: impl FnOnce() + 'static) {
        spawn_local(async move {
            if self.older_page().await {
                known();
            }
        });
    }

    /// Goes back until the message at this place is known, then says which one it is.
    pub fn reach(self, seq: i64, then: impl FnOnce(Option<MessageId>) + 'static) {
        spawn_local(async move {
            let is_known =
                || self.messages.with_untracked(|all| all.first().is_some_and(|said| said.message.seq <= seq));
            for _ in 0..FAR {
                if is_known() || !self.older_page().await {
                    break;
                }
            }
            let there = |said: &&Arc<Said>| said.message.seq == seq;
            then(self.messages.with_untracked(|all| all.iter().find(there).map(|said| said.message.id)));
        });
    }

    // Whether there was one.
    async fn older_page(&self) -> bool {
        if !self.older.get_untracked() || self.reaching.get_untracked() {
            return false;
        }
        self.reaching.set(true);
        let avant = self.messages.with_untracked(|all| all.first().map(|said| said.message.seq));
        let page = call(ReadFil { fil: self.id, depuis: None, avant }).await;
        let came = page.is_ok();
        match page {
            Ok(page) => {
                self.older.set(page.avant);
                self.take(page);
            }
            Err(problem) => self.trouble.set(Some(problem)),
        }
        self.reaching.set(false);
        came
    }

    // Whether there is probably more.
    async fn read_new(&self, live: Live) -> bool {
        let depuis = Some(self.version.load(Relaxed)).filter(|version| 0 < *version);
        match call(ReadFil { fil: self.id, depuis, avant: None }).await {
            Ok(mut page) => {
                let more = depuis.is_some() && page.messages.len() >= PAGE;
                if depuis.is_none() {
                    self.older.set(page.avant);
                    self.unread.set(first_unread(&page.messages, page.fil.non_lus));
                } else if self.older.get_untracked() {
                    // A change before the first message that is known would leave a hole: it comes with its page.
                    let first = self.messages.with_untracked(|all| all.first().map_or(0, |said| said.message.seq));
                    page.messages.retain(|message| first <= message.seq);
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
        // Marks never go back, whichever answer comes last.
        self.read_by_other.update(|known| *known = page.lu_par_autre.max(*known));
        self.received_by_other.update(|known| *known = page.recu_par_autre.max(*known));
        if !page.messages.is_empty() {
            self.messages.update(|all| {
                for message in page.messages {
                    insert(all, Said::new(message, &self.zone));
                }
            });
        }
        self.fil.set(Some(page.fil));
    }

    // Read is what stands on a screen that is looked at.
    async fn mark(&self, live: Live) {
        let seq = self.messages.with_untracked(|all| all.last().map_or(0, |said| said.message.seq));
        let seen = document().visibility_state() == VisibilityState::Visible;
        if !seen || seq <= self.marked.load(Relaxed) {
            return;
        }
        if call(MarkFil { fil: self.id, seq, etape: Etape::Lu }).await.is_ok() {
            self.marked.store(seq, Relaxed);
            live.fils.update(|count| *count += 1);
        }
    }
}

/// Puts a message in its place, in the place of what was known of it.
pub fn insert(all: &mut Vec<Arc<Said>>, said: Arc<Said>) {
    let seq = said.message.seq;
    let place = all.iter().rposition(|known| known.message.seq <= seq).map_or(0, |place| place + 1);
    let known = place.checked_sub(1).and_then(|place| all.get_mut(place));
    match known {
        Some(known) if known.message.seq == seq => *known = said,
        Some(_) | None => all.insert(place, said),
    }
}

// What the thread says by itself, or what was taken back, waits for nobody: the server counts the same.
fn is_of_other(message: &Message) -> bool {
    message.auteur != Auteur::Moi && message.annonce.is_none() && !message.supprime
}

// When more are unread than were read here, the line stands above all of them.
fn first_unread(messages: &[Message], unread: u32) -> Option<i64> {
    let unread = usize::try_from(unread).ok().filter(|unread| 0 < *unread)?;
    let of_others: Vec<i64> =
        messages.iter().filter(|message| is_of_other(message)).map(|message| message.seq).collect();
    of_others.get(of_others.len().saturating_sub(unread)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(seq: i64, auteur: Auteur) -> Arc<Said> {
        let message = Message {
            id: format!("01890a5d-ac96-774b-bcce-{seq:012}").parse().unwrap(),
            seq,
            version: seq,
            auteur,
            prenom: String::new(),
            texte: String::new(),
            envoye: shared::Instant(seq),
            modifie: None,
            supprime: false,
            annonce: None,
            piece: None,
            carte: None,
            atelier: None,
        };
        Arc::new(Said { message, day: 0, hour: String::new() })
    }

    #[test]
    fn messages_stand_in_order_whatever_order_they_come_in() {
        let mut all = Vec::new();
        for seq in [3, 1, 2, 3, 5, 4, 1] {
            insert(&mut all, said(seq, Auteur::Moi));
        }
        assert_eq!(all.iter().map(|said| said.message.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_changed_message_takes_the_place_of_the_former() {
        let mut all = vec![said(1, Auteur::Moi), said(2, Auteur::Moi)];
        let mut changed = (*said(1, Auteur::Moi)).clone();
        changed.message.texte = "autre".to_owned();
        insert(&mut all, Arc::new(changed));
        assert_eq!(all.iter().map(|said| said.message.texte.as_str()).collect::<Vec<_>>(), ["autre", ""]);
    }

    #[test]
    fn the_line_stands_before_the_first_unread_of_others() {
        let others = [Auteur::Jeune, Auteur::Moi, Auteur::Jeune, Auteur::Maison, Auteur::Jeune, Auteur::Moi];
        let messages: Vec<Message> =
            others.into_iter().zip(1..).map(|(auteur, seq)| said(seq, auteur).message.clone()).collect();
        assert_eq!(first_unread(&messages, 0), None);
        assert_eq!(first_unread(&messages, 1), Some(5));
        assert_eq!(first_unread(&messages, 2), Some(4));
        assert_eq!(first_unread(&messages, 9), Some(1));
        // What the thread says by itself after the last words, and what was taken back, is not what was not read.
        let mut announced = said(7, Auteur::Maison).message.clone();
        announced.annonce = Some(shared::messages::Annonce::Lecteur);
        let taken_back = Message { supprime: true, ..said(8, Auteur::Jeune).message.clone() };
        let messages = [messages, vec![announced, taken_back]].concat();
        assert_eq!(first_unread(&messages, 1), Some(5));
    }
}
