//! What is asked from the server: while it comes, when it is there, when it does not come.

use leptos::prelude::*;
use shared::Problem;

use super::{Icon, ProblemNotice, SMALL, icons};
use crate::{
    ask::{Answer, shown},
    texts::commun,
};

/// Shows an answer once it is there. While it is asked again the former content stays, and content that did not change
/// is not made anew: neither the focus nor a reader's place is lost.
#[component]
pub fn Loaded<T, F, V>(
    /// Where it comes from.
    from: Answer<T>,
    /// What to show.
    children: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Send + 'static,
    V: IntoView + 'static,
{
    shown(move || match from.get() {
        None => view! { <Loading /> }.into_any(),
        Some(Ok(value)) => children(value).into_any(),
        Some(Err(problem)) => trouble(problem, Callback::new(move |()| from.refetch())),
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
