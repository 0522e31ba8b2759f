//! What a screen asks from the server, and what it has done there.
//!
//! The same job as `LocalResource` and `Action`, made of plain signals: each of those costs the page about 3 KB of brotli
//! for every type that travels, these a few hundred bytes. Only the future depends on the operation.

use std::{cell::Cell, future::Future, pin::Pin, rc::Rc};

use leptos::{prelude::*, task::spawn_local};
use shared::Problem;

use crate::app;

type Asked<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// What the server answers to a question. It is asked again when a signal that the question reads changes.
pub struct Answer<T: Send + Sync + 'static> {
    value: RwSignal<Option<Result<T, Problem>>>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Answer<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Answer<T> {}

/// Asks. The question is a closure: what it reads before its future starts is followed.
pub fn ask<T, Fut>(question: impl Fn() -> Fut + 'static) -> Answer<T>
where
    T: PartialEq + Send + Sync + 'static,
    Fut: Future<Output = Result<T, Problem>> + 'static,
{
    ask_boxed(Box::new(move || Box::pin(question())))
}

fn ask_boxed<T: PartialEq + Send + Sync + 'static>(question: Box<dyn Fn() -> Asked<T>>) -> Answer<T> {
    let answer = Answer { value: RwSignal::new(None), again: RwSignal::new(0) };
    app::ask();
    let turn = Rc::new(Cell::new(0_u32));
    watch(Box::new(move || {
        answer.again.track();
        let future = question();
        let turn = Rc::clone(&turn);
        let mine = turn.get() + 1;
        turn.set(mine);
        spawn(Box::pin(async move {
            let result = Some(future.await);
            // An answer to a former question, or of a screen that was left, disturbs nothing; one that is the same
            // as before neither.
            let news = answer.value.try_with_untracked(|known| *known != result);
            if turn.get() == mine && news == Some(true) {
                answer.value.try_set(result);
            }
            if mine == 1 {
                app::answered();
            }
        }));
    }));
    answer
}

impl<T: Clone + Send + Sync + 'static> Answer<T> {
    /// The answer, once it is there.
    pub fn get(self) -> Option<Result<T, Problem>> {
        self.value.get()
    }

    /// The answer, when it is one.
    pub fn ok(self) -> Option<T> {
        self.value.get().and_then(Result::ok)
    }

    /// The answer, as a signal.
    pub fn signal(self) -> Signal<Option<Result<T, Problem>>> {
        self.value.into()
    }

    /// Asks again.
    pub fn refetch(self) {
        self.again.update(|count| *count += 1);
    }
}

/// Something that is done at the server: whether the answer is awaited, what went wrong.
#[derive(Clone, Copy)]
pub struct Attempt {
    /// Whether the answer is awaited.
    pub pending: RwSignal<bool>,
    /// Why it was refused.
    pub problem: RwSignal<Option<Problem>>,
}

impl Attempt {
    /// Nothing was tried yet.
    pub fn new() -> Self {
        Self { pending: RwSignal::new(false), problem: RwSignal::new(None) }
    }

    /// Tries, unless an answer is awaited, and goes on from the answer.
    pub fn run<T: 'static>(
        self,
        attempt: impl Future<Output = Result<T, Problem>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if !self.pending.get_untracked() {
            self.pending.set(true);
            self.run_boxed(Box::pin(attempt), Box::new(then));
        }
    }

    fn run_boxed<T: 'static>(self, attempt: Asked<T>, then: Box<dyn FnOnce(T)>) {
        spawn(Box::pin(async move {
            let result = attempt.await;
            self.pending.try_set(false);
            match result {
                Ok(value) => {
                    self.problem.try_set(None);
                    then(value);
                }
                Err(problem) => drop(self.problem.try_set(Some(problem))),
            }
        }));
    }
}

impl Default for Attempt {
    fn default() -> Self {
        Self::new()
    }
}

/// Runs now and whenever a signal that it reads changes.
pub fn watch(run: Box<dyn Fn()>) {
    Effect::new(move |_| run());
}

/// A value that is derived from signals, and does not change when the result is the same.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    memo_boxed(Box::new(value))
}

fn memo_boxed<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| value())
}

/// A part of a screen that follows signals.
pub fn shown(view: impl Fn() -> AnyView + Send + 'static) -> Box<dyn FnMut() -> AnyView + Send> {
    Box::new(view)
}

fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local(task);
}
