//! Taps on the list of the day: each is shown at once, kept on this device, and sent when the network is there. The server
//! keeps the last tap by the clock of the device, so that one that arrives late disturbs nothing.

use std::cell::Cell;

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{
    ids::RendezVousId,
    permanences::{MarkVenue, Marque},
};

use crate::{
    api::{call, is_network, sleep},
    ask::{memo, watch},
    format,
    live::Live,
    session::Me,
};

/// The longest silence between two tries, in milliseconds.
const LONGEST_PAUSE: i32 = 15_000;
/// In the storage of the device: ids and hours, no name.
const KEY: &str = "pointages";

/// The taps that the server does not have yet.
#[derive(Clone, Copy)]
pub struct Pointages {
    waiting: RwSignal<Vec<MarkVenue>>,
    // What the server refused: the tap is taken back, and why is said once.
    refused: RwSignal<Option<(RendezVousId, shared::Problem)>>,
    sending: StoredValue<bool>,
    live: Live,
    me: Me,
}

impl Pointages {
    /// Called once, at the root of the page of professionals, after [`Me::provide`].
    pub fn provide() {
        let this = Self {
            waiting: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            sending: StoredValue::new(false),
            live: Live::expect(),
            me: Me::expect(),
        };
        let me = this.me;
        let compte = memo(move || me.get().map(|_| me.compte()));
        let former = Cell::new(None);
        watch(Box::new(move || {
            let Some(now) = compte.get() else { return };
            // Those of this account come back; another account on the same device finds nothing of them.
            match former.replace(Some(now)) {
                None if now.is_some() => this.waiting.set(stored(now)),
                Some(former) if former == now => return,
                _ => this.waiting.set(Vec::new()),
            }
            keep(now, &this.waiting.get_untracked());
            this.run();
        }));
        window_event_listener(ev::online, move |_| this.run());
        provide_context(this);
    }

    /// The taps of the page. Called at the top of a component.
    pub fn expect() -> Self {
        expect_context()
    }

    /// A tap, now.
    pub fn tap(self, rendez_vous: RendezVousId, marque: Marque) {
        let request = MarkVenue { rendez_vous, marque, le: format::now() };
        self.refused.set(None);
        self.change(move |all| {
            // Only the last tap on somebody counts.
            all.retain(|one| one.rendez_vous != rendez_vous);
            all.push(request);
        });
        self.run();
    }

    /// What was tapped for somebody and is not stored yet.
    pub fn of(self, rendez_vous: RendezVousId) -> Option<Marque> {
        self.waiting.with(|all| all.iter().find(|one| one.rendez_vous == rendez_vous).map(|one| one.marque))
    }

    /// Why the last tap on somebody was refused.
    pub fn refusal(self, rendez_vous: RendezVousId) -> Option<shared::Problem> {
        self.refused.get().filter(|(of, _)| *of == rendez_vous).map(|(_, problem)| problem)
    }

    fn change(self, change: impl FnOnce(&mut Vec<MarkVenue>)) {
        self.waiting.update(change);
        keep(untrack(|| self.me.compte()), &self.waiting.get_untracked());
    }

    fn run(self) {
        if self.sending.get_value() {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            let mut pause = 500;
            while let Some(request) = self.waiting.with_untracked(|all| all.first().cloned()) {
                let answer = call(request.clone()).await;
                if answer.as_ref().is_err_and(|why| is_network(why) || 500 <= why.status || why.status == 429) {
                    sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    continue;
                }
                pause = 500;
                if let Err(problem) = answer {
                    self.refused.set(Some((request.rendez_vous, problem)));
                }
                self.change(|all| all.retain(|one| *one != request));
                self.live.rendez_vous.update(|count| *count += 1);
            }
            self.sending.set_value(false);
        });
    }
}

type Compte = Option<shared::ids::CompteId>;

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn stored(compte: Compte) -> Vec<MarkVenue> {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten()).unwrap_or_default();
    let (of, taps): (Compte, Vec<MarkVenue>) = serde_json::from_str(&text).unwrap_or_default();
    if of == compte { taps } else { Vec::new() }
}

fn keep(compte: Compte, taps: &[MarkVenue]) {
    let Some(storage) = storage() else { return };
    if taps.is_empty() {
        drop(storage.remove_item(KEY));
    } else if let Ok(text) = serde_json::to_string(&(compte, taps)) {
        drop(storage.set_item(KEY, &text));
    }
}
