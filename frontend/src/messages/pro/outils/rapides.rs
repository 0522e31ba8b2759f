//! Quick replies: one tap puts a text that one wrote oneself where one writes; it is sent by hand.

use leptos::prelude::*;
use shared::messages::ReadReponses;

use crate::{
    api::call,
    ask::ask,
    messages::Insert,
    texts::pro,
    ui::{Loaded, SMALL},
};

/// The replies of the reader.
#[component]
pub fn Replies(
    /// What follows.
    close: Callback<()>,
) -> impl IntoView {
    let insert = Insert::expect();
    let reponses = ask(|| call(ReadReponses {}));
    let line = move |texte: String| {
        let shown = texte.clone();
        view! {
            <li>
                <button
                    type="button"
                    class=format!("{SMALL} h-auto w-full justify-start py-2 text-left whitespace-normal")
                    on:click=move |_| {
                        insert.put(texte.clone());
                        close.run(());
                    }
                >
                    <span dir="auto">{shown}</span>
                </button>
            </li>
        }
    };
    view! {
        <h2 class="font-bold">{pro::outil_reponses()}</h2>
        <Loaded from=reponses let:reponses>
            {if reponses.textes.is_empty() {
                view! { <p>{pro::outil_reponses_vide()}</p> }.into_any()
            } else {
                view! { <ul class="grid gap-2">{reponses.textes.into_iter().map(line).collect_view()}</ul> }.into_any()
            }}
        </Loaded>
        <a href="/pro/reponses" class="lien inline-flex min-h-12 items-center">
            {pro::outil_reponses_changer()}
        </a>
    }
}
