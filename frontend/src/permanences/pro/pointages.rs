//! Taps on the list of the day: each is shown at once, kept on this device, and sent when the network is there. The server
//! keeps the last tap by the clock of the device, so that one that arrives late disturbs nothing; who came without a
//! rendez-vous bears a key that is made once, so that they are on the list once.

use std::cell::Cell;

use leptos::{ev, prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use shared::{
    Problem,
    fields::Prenom,
    ids::{CreneauId, RendezVousId},
    permanences::{AddVenue, MarkVenue, Marque, Venue},
};

use crate::{
    api::{Key, call, call_once, is_network, sleep},
    ask::{memo, watch},
    format,
    live::Live,
    session::Me,
};

/// The longest silence between two tries, in milliseconds.
const LONGEST_PAUSE: i32 = 15_000;
/// In the storage of the device: ids and hours, and the first names that the server does not have yet.
const KEY: &str = "pointages";

/// What was tapped. Untagged: what a former version of this page kept is read too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Tap {
    Mark(MarkVenue),
    Arrival { key: Key, request: AddVenue },
}

impl Tap {
    async fn send(self) -> Result<Venue, Problem> {
        match self {
            Self::Mark(request) => call(request).await,
            Self::Arrival { key, request } => call_once(&key, request).await,
        }
    }

    // Where somebody came.
    fn creneau(&self) -> Option<CreneauId> {
        match self {
            Self::Mark(_) => None,
            Self::Arrival { request, .. } => Some(request.creneau),
        }
    }
}

/// The taps that the server does not have yet.
#[derive(Clone, Copy)]
pub struct Pointages {
    waiting: RwSignal<Vec<Tap>>,
    // What the server has stored since the agenda was read: it is shown until the agenda says it itself.
    answered: RwSignal<Vec<(Option<CreneauId>, Venue)>>,
    // What the server refused: the tap is taken back, and why is said once.
    refused: RwSignal<Option<(Tap, Problem)>>,
    sending: StoredValue<bool>,
    live: Live,
    me: Me,
}

impl Pointages {
    /// Called once, at the root of the page of professionals, after [`Me::provide`].
    pub fn provide() {
        let this = Self {
            waiting: RwSignal::new(Vec::new()),
            answered: RwSignal::new(Vec::new()),
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
            this.is_read();
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
            all.retain(|one| !is_mark_of(one, rendez_vous));
            all.push(Tap::Mark(request));
        });
        self.run();
    }

    /// Someone is there without a rendez-vous.
    pub fn come(self, creneau: CreneauId, prenom: Prenom) {
        let request = AddVenue { creneau, prenom, marque: Marque::Arrive };
        self.refused.set(None);
        self.change(move |all| all.push(Tap::Arrival { key: Key::new(), request }));
        self.run();
    }

    /// What was tapped for somebody and is not stored yet.
    pub fn of(self, rendez_vous: RendezVousId) -> Option<Marque> {
        self.waiting.with(|all| {
            all.iter().find_map(|one| match one {
                Tap::Mark(mark) => (mark.rendez_vous == rendez_vous).then_some(mark.marque),
                Tap::Arrival { .. } => None,
            })
        })
    }

    /// Who came at a créneau and is not stored yet.
    pub fn coming(self, creneau: CreneauId) -> Vec<String> {
        self.waiting.with(|all| {
            let names = all.iter().filter_map(|one| match one {
                Tap::Mark(_) => None,
                Tap::Arrival { request, .. } => {
                    (request.creneau == creneau).then(|| request.prenom.as_str().to_owned())
                }
            });
            names.collect()
        })
    }

    /// What the server has stored for somebody since the agenda was read.
    pub fn stored(self, rendez_vous: RendezVousId) -> Option<Venue> {
        let find = |all: &Vec<(_, Venue)>| all.iter().find(|(_, one)| one.rendez_vous == rendez_vous).cloned();
        self.answered.with(find).map(|(_, venue)| venue)
    }

    /// Who came at a créneau and was stored since the agenda was read.
    pub fn came(self, creneau: CreneauId) -> Vec<Venue> {
        let here = |all: &Vec<(Option<CreneauId>, Venue)>| {
            all.iter().filter(|(at, _)| *at == Some(creneau)).map(|(_, venue)| venue.clone()).collect()
        };
        self.answered.with(here)
    }

    /// The agenda was read again: it knows what the server has stored.
    pub fn is_read(self) {
        if self.answered.with_untracked(|all| !all.is_empty()) {
            self.answered.update(Vec::clear);
        }
    }

    /// Why the last tap on somebody was refused.
    pub fn refusal(self, rendez_vous: RendezVousId) -> Option<Problem> {
        self.refused.get().filter(|(tap, _)| is_mark_of(tap, rendez_vous)).map(|(_, problem)| problem)
    }

    /// Who was not added to a créneau, and why.
    pub fn refused_at(self, creneau: CreneauId) -> Option<(String, Problem)> {
        match self.refused.get()? {
            (Tap::Arrival { request, .. }, why) if request.creneau == creneau => {
                Some((request.prenom.as_str().to_owned(), why))
            }
            _ => None,
        }
    }

    fn change(self, change: impl FnOnce(&mut Vec<Tap>)) {
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
            while let Some(tap) = self.waiting.with_untracked(|all| all.first().cloned()) {
                let answer = tap.clone().send().await;
                if answer.as_ref().is_err_and(|why| is_network(why) || 500 <= why.status || why.status == 429) {
                    sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    continue;
                }
                pause = 500;
                match answer {
                    Ok(venue) => self.answered.update(|all| {
                        let former = all.iter().position(|(_, one)| one.rendez_vous == venue.rendez_vous);
                        let at = former.and_then(|at| all.remove(at).0).or(tap.creneau());
                        all.push((at, venue));
                    }),
                    Err(problem) => self.refused.set(Some((tap.clone(), problem))),
                }
                self.change(|all| all.retain(|one| *one != tap));
                self.live.rendez_vous.update(|count| *count += 1);
            }
            self.sending.set_value(false);
        });
    }
}

fn is_mark_of(tap: &Tap, rendez_vous: RendezVousId) -> bool {
    matches!(tap, Tap::Mark(mark) if mark.rendez_vous == rendez_vous)
}

type Compte = Option<shared::ids::CompteId>;

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn stored(compte: Compte) -> Vec<Tap> {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten()).unwrap_or_default();
    let (of, taps): (Compte, Vec<Tap>) = serde_json::from_str(&text).unwrap_or_default();
    if of == compte { taps } else { Vec::new() }
}

fn keep(compte: Compte, taps: &[Tap]) {
    let Some(storage) = storage() else { return };
    if taps.is_empty() {
        drop(storage.remove_item(KEY));
    } else if let Ok(text) = serde_json::to_string(&(compte, taps)) {
        drop(storage.set_item(KEY, &text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_also_from_a_former_version() {
        let mark = r#"{"rendez_vous":"018f0000-0000-7000-8000-000000000001","marque":"recu","le":1}"#;
        let read: Tap = serde_json::from_str(mark).unwrap();
        assert!(matches!(&read, Tap::Mark(mark) if mark.marque == Marque::Recu));
        let arrival = r#"{"key":"k","request":{"creneau":"018f0000-0000-7000-8000-000000000002","prenom":"Bakary","marque":"arrive"}}"#;
        let arrival: Tap = serde_json::from_str(arrival).unwrap();
        assert!(matches!(&arrival, Tap::Arrival { request, .. } if request.prenom.as_str() == "Bakary"));
        for tap in [read, arrival] {
            let kept = serde_json::to_string(&tap).unwrap();
            assert_eq!(serde_json::from_str::<Tap>(&kept).unwrap(), tap, "{kept}");
        }
    }
}
