//! Searching in the messages of one's threads: on a tap, what was typed above the list is looked for in them.

use leptos::prelude::*;
use shared::messages::{SearchMessages, Trouve};

use crate::{
    api::call,
    ask::Attempt,
    format,
    texts::pro,
    ui::{ProblemNotice, SMALL},
};

/// The button below the list, and what was found.
#[component]
pub fn Search(
    /// What is typed.
    wanted: RwSignal<String>,
) -> impl IntoView {
    let attempt = Attempt::new();
    let found = RwSignal::new(None::<(String, Vec<Trouve>)>);
    let text = move || wanted.with(|wanted| wanted.trim().to_owned());
    let long_enough = Memo::new(move |_| (2..=100).contains(&text().chars().count()));
    let search = move |_| {
        let texte = text();
        let asked = texte.clone();
        attempt.run(call(SearchMessages { texte }), move |all| drop(found.try_set(Some((asked, all)))));
    };
    // What was found for other words is gone as soon as one types on.
    let results = move || {
        let (of, all) = found.get()?;
        (of == text()).then(|| {
            let none = all.is_empty().then(|| view! { <p role="status">{pro::trouver_rien()}</p> });
            view! {
                {none}
                <ul class="grid gap-2">{all.into_iter().map(line).collect_view()}</ul>
            }
        })
    };
    view! {
        <Show when=move || long_enough.get()>
            <div class="mt-3 grid gap-2">
                <button type="button" class=SMALL on:click=search>
                    {move || pro::trouver_dans_messages(&text())}
                </button>
                <ProblemNotice problem=attempt.problem />
                {results}
            </div>
        </Show>
    }
}

fn line(one: Trouve) -> impl IntoView {
    let when = format::moment(one.envoye, &format::own_zone());
    view! {
        <li>
            <a class="carte carte-lien" href=format!("/pro/messages/{}?message={}", one.fil, one.seq)>
                <span class="discret">{one.jeune} " · " {one.prenom} " · " {when}</span>
                <span class="bulle-texte" dir="auto">
                    {one.extrait}
                </span>
            </a>
        </li>
    }
}
