//! What was written and is not stored yet. It is kept on the phone before the bubble shows, and sent in the order in which
//! it was written: also after the page was closed, by whichever program runs next, by one tab at a time.
//!
//! Bound to the account: another one neither sees nor sends it, and nothing is left after one has signed out, left in a
//! hurry, or lost the session.

mod letter;
mod store;
mod turn;

use std::cell::Cell;

use leptos::{ev, prelude::*, task::spawn_local};
use letter::Written;
pub use letter::{Attachment, Outgoing, Progress};
use shared::{
    Problem,
    fields::Texte,
    ids::{CompteId, FilId, MessageId},
    messages::{Message, SendMessage, SendPiece},
};
use store::Letter;
use turn::Turn;
use web_sys::Blob;

use crate::{
    api::{call, call_with_bytes, is_network, new_uuid, sleep},
    ask::{memo, watch},
    live::Live,
    session::Me,
    ui::quick_exit,
};

/// The longest silence between two tries, in milliseconds.
const LONGEST_PAUSE: i32 = 30_000;
/// How soon a network that is back is noticed, in milliseconds.
const BLINK: i32 = 250;

/// The messages on their way and the drafts of this phone.
#[derive(Clone, Copy)]
pub struct Outbox {
    me: Me,
    messages: RwSignal<Vec<Outgoing>>,
    drafts: RwSignal<Option<Vec<(FilId, String)>>>,
    bytes: StoredValue<Vec<(MessageId, Blob)>, LocalStorage>,
    sending: StoredValue<bool>,
    again: StoredValue<bool>,
    // Changes when the network may be back.
    wakes: StoredValue<u32>,
}

impl Outbox {
    /// Called once, at the root, after [`Me::provide`] and [`Live::provide`].
    pub fn provide() {
        let outbox = Self {
            me: Me::expect(),
            messages: RwSignal::new(Vec::new()),
            drafts: RwSignal::new(None),
            bytes: StoredValue::new_local(Vec::new()),
            sending: StoredValue::new(false),
            again: StoredValue::new(false),
            wakes: StoredValue::new(0),
        };
        outbox.follow_account();
        let live = Live::expect();
        watch(Box::new(move || {
            live.catch_up.track();
            outbox.wake();
        }));
        window_event_listener(ev::online, move |_| outbox.wake());
        quick_exit::on_leave(store::clear_while_leaving);
        provide_context(outbox);
    }

    /// The outbox of the page. Called at the top of a component.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Those of a thread, in the order in which they were written.
    pub fn of(self, fil: FilId) -> Vec<Outgoing> {
        self.messages.with(|all| all.iter().filter(|message| message.request.fil == fil).cloned().collect())
    }

    /// How far a message has come, when this page sends it.
    pub fn progress(self, id: MessageId) -> Option<Progress> {
        self.messages.with(|all| all.iter().find(|m| m.request.message == id).map(|m| m.progress.clone()))
    }

    /// Sends a text, a file, or both. The bubble shows once the phone keeps it.
    pub fn send(self, fil: FilId, texte: Option<Texte>, attachment: Option<Attachment>) {
        let (Some(compte), Ok(message)) = (self.compte(), new_uuid().parse()) else { return };
        let piece = attachment.as_ref().and_then(|_| new_uuid().parse().ok());
        let genre = attachment.as_ref().map(|attachment| attachment.genre);
        let bytes = attachment.map(|attachment| attachment.bytes);
        if let Some(bytes) = bytes.clone() {
            self.bytes.update_value(|all| all.push((message, bytes)));
        }
        self.set_draft(fil, String::new());
        let request = SendMessage { fil, message, texte, piece, creneau: None, atelier: None };
        let mut one = Outgoing { request, genre, progress: Progress::Waiting, number: None, uploaded: false };
        spawn_local(async move {
            one.number = self.keep(compte, &one).await;
            if self.compte() != Some(compte) {
                return;
            }
            // The turn that runs meanwhile may have found it on the phone already.
            if self.find(message).is_none() {
                self.messages.update(|all| all.push(one));
            }
            self.run();
        });
    }

    /// Sends a refused message once more, under the same id.
    pub fn retry(self, id: MessageId) {
        self.mark(id, Progress::Waiting);
        let kept = self.find(id);
        spawn_local(async move {
            if let (Some(one), Some(compte)) = (kept, self.compte()) {
                self.keep(compte, &one).await;
            }
            self.run();
        });
    }

    /// Gives up a refused message.
    pub fn give_up(self, id: MessageId) {
        let kept = self.find(id);
        self.messages.update(|all| all.retain(|message| message.request.message != id));
        spawn_local(async move { self.forget(kept).await });
    }

    /// What was being written in a thread; nothing while it is being read.
    pub fn draft(self, fil: FilId) -> Option<String> {
        self.drafts.with(|all| {
            let mine = all.as_ref()?.iter().find(|(of, _)| *of == fil);
            Some(mine.map(|(_, text)| text.clone()).unwrap_or_default())
        })
    }

    /// Keeps what is being written in a thread.
    pub fn keep_draft(self, fil: FilId, text: String) {
        self.set_draft(fil, text.clone());
        if let Some(compte) = self.compte() {
            spawn_local(async move { drop(store::keep_draft(compte, fil, &text).await) });
        }
    }

    fn set_draft(self, fil: FilId, text: String) {
        self.drafts.update(|all| {
            let all = all.get_or_insert_default();
            all.retain(|(of, _)| *of != fil);
            all.push((fil, text));
        });
    }

    fn compte(self) -> Option<CompteId> {
        untrack(|| self.me.compte())
    }

    // Another account on the same phone finds nothing of the former one; who comes back finds their own.
    fn follow_account(self) {
        let me = self.me;
        let compte = memo(move || me.get().map(|_| me.compte()));
        let former = Cell::new(None);
        watch(Box::new(move || {
            let Some(now) = compte.get() else { return };
            if former.replace(Some(now)) == Some(now) {
                return;
            }
            self.messages.set(Vec::new());
            self.drafts.set(None);
            self.bytes.set_value(Vec::new());
            spawn_local(async move {
                match now {
                    Some(compte) => self.take_up(compte).await,
                    None => drop(store::clear().await),
                }
            });
        }));
    }

    async fn take_up(self, compte: CompteId) {
        drop(store::leave_only(compte).await);
        let drafts = store::drafts(compte).await.unwrap_or_default();
        if self.compte() == Some(compte) {
            self.drafts.update(|all| *all = all.take().or(Some(drafts)));
            self.run();
        }
    }

    fn wake(self) {
        self.wakes.update_value(|count| *count += 1);
        self.run();
    }

    // One after the other: the order in which they were written is the order in which they are stored.
    fn run(self) {
        self.again.set_value(true);
        if self.sending.get_value() {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            let mut pause = 1_000;
            loop {
                self.again.set_value(false);
                match turn::alone(Box::pin(self.turn())).await {
                    Turn::Advanced => pause = 1_000,
                    Turn::Cut => {
                        self.rest(pause).await;
                        pause = (pause * 2).min(LONGEST_PAUSE);
                    }
                    Turn::Done if self.again.get_value() => {}
                    Turn::Done => break,
                }
            }
            self.sending.set_value(false);
        });
    }

    async fn rest(self, pause: i32) {
        let wakes = self.wakes.get_value();
        let mut rested = 0;
        while rested < pause && self.wakes.get_value() == wakes {
            sleep(BLINK).await;
            rested += BLINK;
        }
    }

    // Sends the first of all tabs.
    async fn turn(self) -> Turn {
        let Some(compte) = self.compte() else { return Turn::Done };
        if let Ok(letters) = store::letters(compte).await {
            if self.compte() != Some(compte) {
                return Turn::Done;
            }
            self.compare(letters);
        }
        let first = self
            .messages
            .with_untracked(|all| all.iter().find(|message| message.progress == Progress::Waiting).cloned());
        let Some(one) = first else { return Turn::Done };
        let id = one.request.message;
        let answer = self.deliver(&one).await;
        if self.compte() != Some(compte) {
            return Turn::Done;
        }
        match answer {
            Ok(message) => {
                self.mark(id, Progress::Sent(Box::new(message)));
                self.forget(Some(one)).await;
            }
            Err(problem) if is_passing(&problem) => return Turn::Cut,
            Err(problem) => {
                self.mark(id, Progress::Failed(Box::new(problem)));
                if let Some(one) = self.find(id) {
                    self.keep(compte, &one).await;
                }
            }
        }
        Turn::Advanced
    }

    async fn deliver(self, one: &Outgoing) -> Result<Message, Problem> {
        let id = one.request.message;
        if let (Some(piece), false) = (one.request.piece, one.uploaded) {
            let bytes =
                self.bytes.with_value(|all| all.iter().find(|(of, _)| *of == id).map(|(_, bytes)| bytes.clone()));
            if let Some(bytes) = bytes {
                call_with_bytes(SendPiece { fil: one.request.fil, piece }, &bytes).await?;
                self.change(id, |one| one.uploaded = true);
            }
        }
        let answer = call(one.request.clone()).await;
        // The server has forgotten a file that waited too long: it is sent anew at the next try.
        if answer.is_err() {
            self.change(id, |one| one.uploaded = answer.as_ref().is_err_and(is_passing) && one.uploaded);
        }
        answer
    }

    // What the phone keeps, with what this tab knows: another tab may have sent some, or written more.
    fn compare(self, letters: Vec<Letter>) {
        let mut kept: Vec<Outgoing> = Vec::new();
        for Letter { number, text, bytes } in letters {
            let Ok(Written { request, genre, refused }) = serde_json::from_str(&text) else { continue };
            let id = request.message;
            if let Some(bytes) = bytes.filter(|_| self.bytes.with_value(|all| all.iter().all(|(of, _)| *of != id))) {
                self.bytes.update_value(|all| all.push((id, bytes)));
            }
            let progress = refused.map_or(Progress::Waiting, Progress::Failed);
            kept.push(Outgoing { request, genre, progress, number: Some(number), uploaded: false });
        }
        let mut next = self.messages.get_untracked();
        next.retain(|one| {
            let is_kept = || kept.iter().any(|other| other.request.message == one.request.message);
            matches!(one.progress, Progress::Sent(_)) || one.number.is_none() || is_kept()
        });
        for other in kept {
            match next.iter_mut().find(|one| one.request.message == other.request.message) {
                Some(one) if matches!(one.progress, Progress::Sent(_)) => {}
                Some(one) => one.progress = other.progress,
                None => next.push(other),
            }
        }
        next.sort_by(|one, other| match (one.number, other.number) {
            (Some(one), Some(other)) => one.total_cmp(&other),
            _ => std::cmp::Ordering::Equal,
        });
        if self.messages.with_untracked(|known| *known != next) {
            self.messages.set(next);
        }
    }

    async fn keep(self, compte: CompteId, one: &Outgoing) -> Option<f64> {
        let Outgoing { request, genre, progress, number, .. } = one.clone();
        let (fil, id) = (request.fil, request.message);
        let refused = match progress {
            Progress::Failed(problem) => Some(problem),
            Progress::Waiting | Progress::Sent(_) => None,
        };
        let text = serde_json::to_string(&Written { request, genre, refused }).ok()?;
        let bytes = self.bytes.with_value(|all| all.iter().find(|(of, _)| *of == id).map(|(_, bytes)| bytes.clone()));
        store::keep(compte, fil, &Letter { number: number.unwrap_or_default(), text, bytes }).await.ok()
    }

    async fn forget(self, one: Option<Outgoing>) {
        let Some(one) = one else { return };
        self.bytes.update_value(|all| all.retain(|(of, _)| *of != one.request.message));
        if let Some(number) = one.number {
            drop(store::remove(number).await);
        }
    }

    fn find(self, id: MessageId) -> Option<Outgoing> {
        self.messages.with_untracked(|all| all.iter().find(|one| one.request.message == id).cloned())
    }

    fn mark(self, id: MessageId, progress: Progress) {
        self.change(id, move |one| one.progress = progress);
    }

    fn change(self, id: MessageId, change: impl FnOnce(&mut Outgoing)) {
        self.messages.update(|all| {
            if let Some(one) = all.iter_mut().find(|one| one.request.message == id) {
                change(one);
            }
        });
    }
}

// Whether a later try may succeed by itself. Who is signed in no more is told by the session, not by each message.
fn is_passing(problem: &Problem) -> bool {
    is_network(problem) || problem.status >= 500 || matches!(problem.status, 401 | 408 | 429)
}
