//! Sends a request that creates something, so that it takes effect once.

use leptos::prelude::*;
use shared::{Operation, Problem};

use crate::{
    api::{Key, call_once},
    ask::Attempt,
};

/// A creating request of a form. The same request sent again bears the same key; a corrected one bears a new key.
pub struct Creation<O: Operation>
where
    O::Reply: Send + Sync,
{
    intention: StoredValue<Option<(O, Key)>>,
    attempt: Attempt,
    reply: RwSignal<Option<O::Reply>>,
}

impl<O: Operation> Clone for Creation<O>
where
    O::Reply: Send + Sync,
{
    fn clone(&self) -> Self {
        *self
    }
}

impl<O: Operation> Copy for Creation<O> where O::Reply: Send + Sync {}

impl<O> Creation<O>
where
    O: Operation + Clone + PartialEq + Send + Sync,
    O::Reply: Clone + Send + Sync,
{
    /// Nothing is sent yet.
    pub fn new() -> Self {
        Self { intention: StoredValue::new(None), attempt: Attempt::new(), reply: RwSignal::new(None) }
    }

    /// Sends it, unless an answer is already awaited.
    pub fn send(self, request: O) {
        if self.attempt.pending.get_untracked() {
            return;
        }
        let known = self.intention.with_value(|known| known.clone().filter(|(former, _)| *former == request));
        let (request, key) = known.unwrap_or_else(|| (request, Key::new()));
        self.intention.set_value(Some((request.clone(), key.clone())));
        // What was created needs no retry: the same content sent once more is another intention.
        self.attempt.run(async move { call_once(&key, request).await }, move |reply| {
            self.intention.try_set_value(None);
            self.reply.try_set(Some(reply));
        });
    }

    /// Forgets the answer.
    pub fn reset(self) {
        self.reply.set(None);
    }

    /// Whether the answer is awaited.
    pub fn pending(self) -> Signal<bool> {
        self.attempt.pending.into()
    }

    /// What was created. It changes only when something is: what is typed beside it stays.
    pub fn reply(self) -> Option<O::Reply> {
        self.reply.get()
    }

    /// Why it was refused.
    pub fn problem(self) -> Signal<Option<Problem>> {
        self.attempt.problem.into()
    }
}

impl<O> Default for Creation<O>
where
    O: Operation + Clone + PartialEq + Send + Sync,
    O::Reply: Clone + Send + Sync,
{
    fn default() -> Self {
        Self::new()
    }
}
