//! Sends a request that creates something, so that it takes effect once.

use leptos::prelude::*;
use shared::{Operation, Problem};

use crate::api::{Key, call_once};

/// A creating request of a form. The same request sent again bears the same key; a corrected one bears a new key.
pub struct Creation<O: Operation>
where
    O::Reply: Send + Sync,
{
    intention: StoredValue<Option<(O, Key)>>,
    action: Action<(O, Key), Result<O::Reply, Problem>>,
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
        let action = Action::new_local(|(request, key): &(O, Key)| {
            let (request, key) = (request.clone(), key.clone());
            async move { call_once(&key, request).await }
        });
        Self { intention: StoredValue::new(None), action }
    }

    /// Sends it, unless an answer is already awaited.
    pub fn send(self, request: O) {
        if self.action.pending().get_untracked() {
            return;
        }
        let known = self.intention.with_value(|known| known.clone().filter(|(former, _)| *former == request));
        let intention = known.unwrap_or_else(|| (request, Key::new()));
        self.intention.set_value(Some(intention.clone()));
        self.action.dispatch(intention);
    }

    /// Forgets the answer: the next request is another intention.
    pub fn reset(self) {
        self.intention.set_value(None);
        self.action.value().set(None);
    }

    /// Whether the answer is awaited.
    pub fn pending(self) -> Signal<bool> {
        self.action.pending().into()
    }

    /// What was created.
    pub fn reply(self) -> Option<O::Reply> {
        self.action.value().get().and_then(Result::ok)
    }

    /// Why it was refused.
    pub fn problem(self) -> Signal<Option<Problem>> {
        Signal::derive(move || self.action.value().get().and_then(Result::err))
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
