//! What is asked from the server: while it comes, when it is there, when it does not come.

use leptos::prelude::*;
use shared::Problem;

use super::{Icon, ProblemNotice, SMALL, icons};
use crate::{
    ask::{Answer, shown},
    texts::commun,
};

/// Something that comes from the server and can be asked again.
pub trait Source: Copy + Send + Sync + 'static {
    /// What comes.
    type Value: Clone + Send + Sync + 'static;
    /// The latest answer; it changes only when the answer does.
    fn latest(self) -> Signal<Option<Result<Self::Value, Problem>>>;
    /// Asks again.
    fn again(self);
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Source for LocalResource<Result<T, Problem>> {
    type Value = T;
    fn latest(self) -> Signal<Option<Result<T, Problem>>> {
        Memo::new(move |_| self.get()).into()
    }
    fn again(self) {
        self.refetch();
    }
}

impl<T: Clone + Send + Sync + 'static> Source for Answer<T> {
    type Value = T;
    fn latest(self) -> Signal<Option<Result<T, Problem>>> {
        self.signal()
    }
    fn again(self) {
        self.refetch();
    }
}

/// Shows an answer once it is there. While it is asked again the former content stays, and content that did not change
/// is not made anew: neither the focus nor a reader's place is lost.
#[component]
pub fn Loaded<S, F, V>(
    /// Where it comes from.
    from: S,
    /// What to show.
    children: F,
) -> impl IntoView
where
    S: Source,
    F: Fn(S::Value) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let latest = from.latest();
    shown(move || match latest.get() {
        None => view! { <Loading /> }.into_any(),
        Some(Ok(value)) => children(value).into_any(),
        Some(Err(problem)) => trouble(problem, Callback::new(move |()| from.again())),
    })
}

/// Something is on its way.
#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <p class="flex items-center gap-3 py-6" role="status">
            <span class="loading loading-dots loading-md" aria-hidden="true"></span>
            {commun::chargement()}
        </p>
    }
    .into_any()
}

// It did not come: why, and a way to ask again.
fn trouble(problem: Problem, again: Callback<()>) -> AnyView {
    view! {
        <div class="grid gap-3">
            <ProblemNotice problem=Signal::stored(Some(problem)) />
            <button type="button" class=SMALL on:click=move |_| again.run(())>
                <Icon path=icons::RETRY />
                {commun::reessayer()}
            </button>
        </div>
    }
    .into_any()
}
