//! "Are you sure?", in the place where one has asked.

use leptos::{html, prelude::*};

use super::SMALL;
use crate::ask::watch;

/// A question with two answers. The focus goes to the one that changes nothing.
#[component]
pub fn Confirm(
    /// What is asked.
    question: &'static str,
    /// What to know before answering.
    #[prop(default = "")]
    detail: &'static str,
    /// The answer that changes nothing.
    no: &'static str,
    /// The other one.
    yes: &'static str,
    /// The looks of the other one.
    #[prop(default = "btn btn-primary")]
    yes_class: &'static str,
    /// What follows the first.
    on_no: Callback<()>,
    /// What follows the other.
    on_yes: Callback<()>,
) -> impl IntoView {
    let keep = NodeRef::<html::Button>::new();
    watch(Box::new(move || {
        if let Some(keep) = keep.get() {
            drop(keep.focus());
        }
    }));
    view! {
        <div class="pile" role="group" aria-label=question>
            <p class="font-bold">{question}</p>
            <p class="empty:hidden">{detail}</p>
            <div class="flex flex-wrap gap-2">
                <button type="button" class=SMALL node_ref=keep on:click=move |_| on_no.run(())>
                    {no}
                </button>
                <button type="button" class=yes_class on:click=move |_| on_yes.run(())>
                    {yes}
                </button>
            </div>
        </div>
    }
    .into_any()
}
