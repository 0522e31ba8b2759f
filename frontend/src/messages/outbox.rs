//! What was written and is not stored yet. It lives at the root: leaving a screen loses neither a message nor a draft.

use std::cell::Cell;

use leptos::{prelude::*, task::spawn_local};
use shared::{
    Problem,
    fields::Texte,
    ids::{FilId, MessageId},
    messages::{Message, SendMessage},
};

use crate::{
    api::{call, is_network, new_uuid, sleep},
    ask::{memo, watch},
    carry::carry,
    session::Me,
};

/// The longest silence between two tries, in milliseconds.
const LONGEST_PAUSE: i32 = 30_000;

/// How far a message has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// It waits for the network or for those before it.
    Waiting,
    /// The server has stored it.
    Sent(Box<Message>),
    /// The server refuses it.
    Failed(Box<Problem>),
}

/// A message on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The request, with the id that was made once.
    pub request: SendMessage,
    /// How far it has come.
    pub progress: Progress,
}

/// The messages on their way and the drafts of this page.
#[derive(Clone, Copy)]
pub struct Outbox {
    messages: RwSignal<Vec<Outgoing>>,
    drafts: StoredValue<Vec<(FilId, String)>>,
    sending: StoredValue<bool>,
}

impl Outbox {
    /// Called once, at the root, after [`Me::provide`].
    pub fn provide() -> Self {
        let outbox = Self {
            messages: RwSignal::new(Vec::new()),
            drafts: StoredValue::new(Vec::new()),
            sending: StoredValue::new(false),
        };
        let me = Me::expect();
        let compte = memo(move || me.compte());
        // Another account on the same phone finds nothing of the former one.
        let former = Cell::new(None);
        watch(Box::new(move || {
            let now = compte.get();
            if former.replace(now).is_some_and(|former| Some(former) != now) {
                outbox.messages.set(Vec::new());
                outbox.drafts.set_value(Vec::new());
            }
        }));
        carry(me, "courrier", Box::new(move |left| outbox.take_over(&left)), Box::new(move || outbox.leave_behind()));
        provide_context(outbox);
        outbox
    }

    // What another program of this tab could not send yet, and what was being written: thread, message, text.
    fn take_over(self, left: &[String]) {
        for line in left.chunks_exact(3) {
            let [fil, message, text] = line else { continue };
            let Ok(fil) = fil.parse() else { continue };
            match (message.parse(), Texte::parse(text)) {
                (Ok(message), Ok(texte)) => self.add(SendMessage::text(fil, message, texte)),
                _ => self.keep_draft(fil, text.clone()),
            }
        }
        self.run();
    }

    fn leave_behind(self) -> Vec<String> {
        let line = |fil: FilId, message: String, text: &str| [fil.into(), message, text.to_owned()];
        let unsent = self.messages.with_untracked(|all| {
            let unsent = all.iter().filter(|message| !matches!(message.progress, Progress::Sent(_)));
            unsent.map(|Outgoing { request, .. }| line(request.fil, request.message.into(), request.texte())).collect()
        });
        let mut lines: Vec<[String; 3]> = unsent;
        self.drafts.with_value(|all| {
            let drafts = all.iter().filter(|(_, text)| !text.is_empty());
            lines.extend(drafts.map(|(fil, text)| line(*fil, String::new(), text)));
        });
        lines.into_iter().flatten().collect()
    }

    /// The outbox of the page. Called at the top of a component.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Those of a thread, in the order in which they were written.
    pub fn of(self, fil: FilId) -> Vec<Outgoing> {
        self.messages.with(|all| all.iter().filter(|message| message.request.fil == fil).cloned().collect())
    }

    /// How far a message has come, when this page sent it.
    pub fn progress(self, id: MessageId) -> Option<Progress> {
        self.messages.with(|all| all.iter().find(|m| m.request.message == id).map(|m| m.progress.clone()))
    }

    /// Sends a text.
    pub fn send(self, fil: FilId, texte: Texte) {
        let Ok(message) = new_uuid().parse() else { return };
        self.add(SendMessage::text(fil, message, texte));
        self.run();
    }

    fn add(self, request: SendMessage) {
        self.messages.update(|all| all.push(Outgoing { request, progress: Progress::Waiting }));
    }

    /// Sends a refused message once more, under the same id.
    pub fn retry(self, id: MessageId) {
        self.mark(id, Progress::Waiting);
        self.run();
    }

    /// What was being written in a thread.
    pub fn draft(self, fil: FilId) -> String {
        self.drafts
            .with_value(|all| all.iter().find(|(of, _)| *of == fil).map(|(_, text)| text.clone()))
            .unwrap_or_default()
    }

    /// Keeps what is being written in a thread.
    pub fn keep_draft(self, fil: FilId, text: String) {
        self.drafts.update_value(|all| {
            all.retain(|(of, _)| *of != fil);
            all.push((fil, text));
        });
    }

    // One after the other: the order in which they were written is the order in which they are stored.
    fn run(self) {
        if self.sending.get_value() {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            let mut pause = 1_000;
            while let Some(request) = self.next() {
                let id = request.message;
                match call(request).await {
                    Ok(message) => self.mark(id, Progress::Sent(Box::new(message))),
                    Err(problem) if is_network(&problem) || problem.status >= 500 || problem.status == 429 => {
                        sleep(pause).await;
                        pause = (pause * 2).min(LONGEST_PAUSE);
                        continue;
                    }
                    Err(problem) => self.mark(id, Progress::Failed(Box::new(problem))),
                }
                pause = 1_000;
            }
            self.sending.set_value(false);
        });
    }

    fn next(self) -> Option<SendMessage> {
        self.messages.with_untracked(|all| {
            all.iter().find(|message| message.progress == Progress::Waiting).map(|message| message.request.clone())
        })
    }

    fn mark(self, id: MessageId, progress: Progress) {
        self.messages.update(|all| {
            if let Some(message) = all.iter_mut().find(|message| message.request.message == id) {
                message.progress = progress;
            }
        });
    }
}
