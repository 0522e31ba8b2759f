//! Taps on the lists of professionals – the day's permanences, an atelier, who passes by: each is shown at once, kept on this
//! device, and sent in order when the network is there, by whichever of their programs runs next.
//!
//! The server keeps the last tap by the clock of the device, so that one that arrives late disturbs nothing; whoever is new bears
//! a key that is made once, so that they are on the list once. Bound to the account: another one neither sees nor sends them. When
//! the session ends first they wait for the same account to sign in again; nothing is left after one has signed out or left in a
//! hurry.

mod notice;
mod store;
mod tap;

use std::cell::Cell;

use leptos::{ev, prelude::*, task::spawn_local};
pub use notice::TapsNotice;
use shared::Problem;
use store::Compte;
pub use tap::{Reply, Tap};

use crate::{
    api::{is_network, sleep},
    ask::{memo, watch},
    live::Live,
    session::Me,
    ui::quick_exit,
};

/// The longest silence between two tries, in milliseconds.
const LONGEST_PAUSE: i32 = 15_000;
/// How soon a network that is back is noticed, in milliseconds.
const BLINK: i32 = 250;

/// The taps that the server does not have yet, and what it said to the others.
#[derive(Clone, Copy)]
pub struct Taps {
    waiting: RwSignal<Vec<Tap>>,
    // Whose they are.
    owner: StoredValue<Compte>,
    // What the server has stored since a list was read: it is shown until the list says it itself.
    answered: RwSignal<Vec<(Tap, Reply)>>,
    refused: RwSignal<Option<(Tap, Problem)>>,
    cut: RwSignal<bool>,
    /// Changes when a tap has reached the server.
    pub sent: RwSignal<u32>,
    sending: StoredValue<bool>,
    // Changes when the network may be back.
    wakes: StoredValue<u32>,
    live: Live,
    me: Me,
}

impl Taps {
    /// Called once, at the root of the programs of professionals, after [`Me::provide`].
    pub fn provide() {
        let this = Self {
            waiting: RwSignal::new(Vec::new()),
            owner: StoredValue::new(None),
            answered: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            cut: RwSignal::new(false),
            sent: RwSignal::new(0),
            sending: StoredValue::new(false),
            wakes: StoredValue::new(0),
            live: Live::expect(),
            me: Me::expect(),
        };
        this.follow_account();
        window_event_listener(ev::online, move |_| {
            this.wakes.update_value(|count| *count += 1);
            this.run();
        });
        quick_exit::on_leave(move || this.waiting.set(Vec::new()));
        provide_context(this);
    }

    /// The taps of the page. Called at the top of a component.
    pub fn expect() -> Self {
        expect_context()
    }

    /// A tap, now.
    pub fn push(self, tap: Tap) {
        self.refused.set(None);
        self.change(move |all| {
            all.retain(|one| !tap.replaces(one));
            all.push(tap.clone());
        });
        self.run();
    }

    /// What waits, in order.
    pub fn waiting<T>(self, look: impl FnOnce(&[Tap]) -> T) -> T {
        self.waiting.with(|all| look(all))
    }

    /// What the server has stored since a list was read, in order.
    pub fn answered<T>(self, look: impl FnOnce(&[(Tap, Reply)]) -> T) -> T {
        self.answered.with(|all| look(all))
    }

    /// What the server refused last: the tap is taken back, and why is said once.
    pub fn refused(self) -> Option<(Tap, Problem)> {
        self.refused.get()
    }

    /// Whether taps wait because there is no network.
    pub fn is_cut(self) -> bool {
        self.cut.get()
    }

    /// The list of the screen was read again: it knows what the server has stored.
    pub fn is_read(self) {
        if self.answered.with_untracked(|all| !all.is_empty()) {
            self.answered.update(Vec::clear);
        }
    }

    /// Somebody has signed out: what they tapped and what was not sent is forgotten.
    pub fn forget(self, compte: Compte) {
        store::change(compte, Vec::clear);
        self.waiting.set(Vec::new());
    }

    // Those of this account come back; another account on the same device finds nothing of them.
    fn follow_account(self) {
        let me = self.me;
        let compte = memo(move || me.get().map(|_| me.compte()));
        let former = Cell::new(None);
        watch(Box::new(move || {
            let Some(now) = compte.get() else { return };
            if former.replace(Some(now)) == Some(now) {
                return;
            }
            self.owner.set_value(now);
            self.waiting.set(store::take_up(now));
            self.refused.set(None);
            self.cut.set(false);
            self.is_read();
            self.run();
        }));
    }

    fn compte(self) -> Compte {
        untrack(|| self.me.compte())
    }

    fn change(self, change: impl Fn(&mut Vec<Tap>)) {
        self.waiting.update(&change);
        store::change(self.owner.get_value(), change);
    }

    fn run(self) {
        if self.sending.get_value() {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            let mut pause = 500;
            while let Some(tap) = self.waiting.with_untracked(|all| all.first().cloned()) {
                let compte = self.compte();
                // Nobody sends what somebody else tapped.
                if compte.is_none() || compte != self.owner.get_value() {
                    break;
                }
                let answer = tap.clone().send().await;
                // Whoever is here now is somebody else, or on the way out: nothing of it is kept.
                if self.compte() != compte || quick_exit::is_leaving() {
                    continue;
                }
                // The session is over: it waits for the same account.
                if answer.as_ref().is_err_and(|why| why.status == 401) {
                    break;
                }
                let is_passing = |why: &Problem| is_network(why) || 500 <= why.status || why.status == 429;
                if answer.as_ref().is_err_and(is_passing) {
                    self.cut.set(true);
                    self.rest(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    continue;
                }
                pause = 500;
                self.cut.set(false);
                self.end(tap, answer);
            }
            self.sending.set_value(false);
        });
    }

    fn end(self, tap: Tap, answer: Result<Reply, Problem>) {
        let done = tap.clone();
        match answer {
            Ok(reply) => self.answered.update(|all| all.push((done, reply))),
            Err(problem) => self.refused.set(Some((done, problem))),
        }
        self.change(move |all| all.retain(|one| *one != tap));
        self.sent.update(|count| *count += 1);
        self.live.rendez_vous.update(|count| *count += 1);
    }

    async fn rest(self, pause: i32) {
        let wakes = self.wakes.get_value();
        let mut rested = 0;
        while rested < pause && self.wakes.get_value() == wakes {
            sleep(BLINK).await;
            rested += BLINK;
        }
    }
}
