//! Which messages of a thread stand in the document: of thousands, a few screens. What is known of the others stays known.

use std::{ops::Range, sync::Arc};

use leptos::prelude::*;
use shared::messages::PAGE;

use super::scroll;
use crate::messages::log::{Log, Said};

/// How many messages stand in the document at the most: what leaves is far from the eyes, on a high screen too.
const MOST: usize = 200;

/// The messages in the document: the last ones up to the one at this place, or up to the end.
#[derive(Clone, Copy)]
pub struct Window(RwSignal<Option<i64>>);

impl Window {
    /// The end of the thread, whatever comes.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Whether the last message stands in the document.
    pub fn is_at_end(self) -> bool {
        self.0.get().is_none()
    }

    /// Follows where it stands.
    pub fn track(self) {
        self.0.track();
    }

    /// Goes back to the end.
    pub fn to_end(self) {
        self.0.set(None);
    }

    /// The messages that stand in the document, of all that are known.
    pub fn range(self, all: &[Arc<Said>]) -> Range<usize> {
        range(all, self.0.get())
    }

    /// Lets the message at this place stand in the middle.
    pub fn show(self, log: &Log, seq: i64) {
        log.messages.with_untracked(|all| {
            let at = all.partition_point(|said| said.message.seq <= seq);
            self.0.set(last_of(all, at + MOST / 2));
        });
    }

    /// Goes up a page: what is known comes back, what is not is read.
    pub fn up(self, log: &Log) {
        let known = log.messages.with_untracked(|all| 0 < range(all, self.0.get_untracked()).start);
        if known {
            self.slide(log);
        } else {
            let after = log.clone();
            log.clone().read_older(move || self.slide(&after));
        }
    }

    /// Goes down a page.
    pub fn down(self, log: &Log) {
        log.messages.with_untracked(|all| {
            let Some(last) = self.0.get_untracked() else { return };
            scroll::hold();
            self.0.set(last_of(all, range(all, Some(last)).end + PAGE));
        });
    }

    // Up, over what is known. What one looks at stays under the eyes, also when nothing leaves at the other end.
    fn slide(self, log: &Log) {
        log.messages.with_untracked(|all| {
            scroll::hold();
            let shown = range(all, self.0.get_untracked());
            if 0 < shown.start {
                self.0.set(last_of(all, MOST.max(shown.end.saturating_sub(PAGE))));
            }
        });
    }
}

fn range(all: &[Arc<Said>], last: Option<i64>) -> Range<usize> {
    let end = last.map_or(all.len(), |last| all.partition_point(|said| said.message.seq <= last));
    end.saturating_sub(MOST)..end
}

// The place of the last of so many messages; none when these are all.
fn last_of(all: &[Arc<Said>], count: usize) -> Option<i64> {
    all.get(count).and_then(|_| all.get(count.checked_sub(1)?)).map(|said| said.message.seq)
}
