//! Searching in one's messages: what is found leads to its place in the thread.

use leptos::{ev, prelude::*};
use shared::messages::{SearchMessages, Trouve};

use crate::{
    api::call,
    ask::{Attempt, shown},
    comptes::jeune::Inside,
    format,
    texts::{commun, jeune},
    ui::{Drawing, EmptyState, Field, Icon, Page, ProblemNotice, Submit, icons},
};

/// `/messages/recherche`.
#[component]
pub fn RecherchePage() -> impl IntoView {
    view! {
        <Inside titre=jeune::chercher_messages()>
            <Search />
        </Inside>
    }
    .into_any()
}

#[component]
fn Search() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let (attempt, error) = (Attempt::new(), RwSignal::new(None::<String>));
    let found = RwSignal::new(None::<Vec<Trouve>>);
    let search = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let texte = text.get_untracked().trim().to_owned();
        let long_enough = (2..=100).contains(&texte.chars().count());
        error.set((!long_enough).then(|| jeune::recherche_longueur().to_owned()));
        if long_enough {
            attempt.run(call(SearchMessages { texte }), move |all| drop(found.try_set(Some(all))));
        }
    };
    let results = shown(move || match found.get() {
        None => ().into_any(),
        Some(none) if none.is_empty() => view! {
            <EmptyState drawing=Drawing::Bubbles>
                <p>{jeune::recherche_rien()}</p>
            </EmptyState>
        }
        .into_any(),
        Some(all) => view! { <ul class="pile">{all.into_iter().map(|one| view! { <Line one /> }).collect_view()}</ul> }
            .into_any(),
    });
    let count = move || {
        found.get().filter(|all| !all.is_empty()).map(|all| match all.len() {
            1 => jeune::recherche_un().to_owned(),
            many => jeune::recherche_nombre(&many.to_string()),
        })
    };
    view! {
        <Page titre=jeune::chercher_messages()>
            <a href="/messages" class="lien inline-flex min-h-12 items-center gap-1">
                <Icon path=icons::BACK />
                {commun::messages()}
            </a>
            <form class="pile" on:submit=search>
                <Field label=jeune::recherche_mot() name="texte" value=text error maxlength=100 />
                <Submit label=jeune::recherche_chercher() pending=attempt.pending />
            </form>
            <ProblemNotice problem=attempt.problem />
            <p role="status" class="font-bold">
                {count}
            </p>
            {results}
        </Page>
    }
    .into_any()
}

#[component]
fn Line(one: Trouve) -> impl IntoView {
    let when = format::moment(one.envoye, &format::own_zone());
    view! {
        <li>
            <a class="carte carte-lien" href=format!("/messages/{}?message={}", one.fil, one.seq)>
                <span class="discret">{one.prenom} " · " {when}</span>
                <span class="bulle-texte" dir="auto">
                    {one.extrait}
                </span>
            </a>
        </li>
    }
}
