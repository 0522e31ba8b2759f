//! The messages of a jeune: usually one thread, with the team or the référent.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Redirect,
    hooks::{use_navigate, use_params_map},
};
use shared::{
    Problem,
    accueil::{Bienvenue, EspaceTemps, JoinEspaceTemps, ListEspacesTemps},
    fields::CodeEspace,
    ids::FilId,
    messages::{Fil, ListFils},
};

use super::Thread;
use crate::{
    api::{Once, call},
    comptes::jeune::Inside,
    live::Live,
    session::Me,
    texts::jeune,
    ui::{Drawing, EmergencyLink, EmptyState, Icon, Loaded, NotFound, PLAIN, Page, ProblemNotice, icons},
};

/// `/messages`.
#[component]
pub fn MessagesPage() -> impl IntoView {
    view! {
        <Inside titre=jeune::messages()>
            <Threads />
        </Inside>
    }
    .into_any()
}

#[component]
fn Threads() -> impl IntoView {
    let live = Live::expect();
    let fils = LocalResource::new(move || {
        live.fils.track();
        call(ListFils {})
    });
    let list = |fils: Vec<Fil>| match fils.as_slice() {
        [] => view! { <ChooseEspace /> }.into_any(),
        [only] => {
            let path = address(only.id);
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            view! { <Redirect path options /> }.into_any()
        }
        _ => view! { <ul class="pile">{fils.into_iter().map(|fil| view! { <Line fil /> }).collect_view()}</ul> }
            .into_any(),
    };
    view! {
        <Page titre=jeune::messages()>
            <Loaded from=fils let:fils>
                {list(fils)}
            </Loaded>
        </Page>
    }
}

fn address(fil: FilId) -> String {
    format!("/messages/{fil}")
}

#[component]
fn Line(fil: Fil) -> impl IntoView {
    let news = (fil.non_lus > 0).then(|| {
        view! { <span class="font-bold text-primary">{jeune::non_lus(&fil.non_lus.to_string())}</span> }
    });
    view! {
        <li>
            <a class="carte carte-lien" href=address(fil.id)>
                <strong class="text-lg">{who_answers(&fil)}</strong>
                <span class="discret" dir="auto">
                    {fil.dernier}
                </span>
                {news}
            </a>
        </li>
    }
}

fn who_answers(fil: &Fil) -> String {
    match &fil.referent {
        Some(referent) => jeune::referent_repond(referent),
        None => jeune::equipe_repond(&fil.espace),
    }
}

// No thread yet: one chooses who welcomes.
#[component]
fn ChooseEspace() -> impl IntoView {
    let live = Live::expect();
    let navigate = use_navigate();
    let espaces = LocalResource::new(|| call(ListEspacesTemps {}));
    let once = Once::new();
    let join: Action<CodeEspace, Result<Bienvenue, Problem>> =
        Action::new_local(move |code: &CodeEspace| once.clone().call(JoinEspaceTemps { code: code.clone() }));
    Effect::new(move |_| {
        if let Some(Ok(Bienvenue { fil })) = join.value().get() {
            live.fils.update(|count| *count += 1);
            navigate(&address(fil), NavigateOptions::default());
        }
    });
    let line = move |espace: EspaceTemps| {
        let code = espace.code;
        view! {
            <li>
                <button
                    type="button"
                    class=PLAIN
                    on:click=move |_| {
                        join.dispatch(code.clone());
                    }
                >
                    {espace.nom}
                    " · "
                    {espace.lieu.commune}
                </button>
            </li>
        }
    };
    view! {
        <EmptyState drawing=Drawing::Bubbles>
            <p>{jeune::choisir_espace()}</p>
        </EmptyState>
        <ProblemNotice problem=Signal::derive(move || join.value().get().and_then(Result::err)) />
        <Loaded from=espaces let:liste>
            <ul class="pile">{liste.into_iter().map(line).collect_view()}</ul>
        </Loaded>
        <EmergencyLink />
    }
}

/// `/messages/{fil}`.
#[component]
pub fn FilPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("fil")?.parse::<FilId>().ok()));
    move || match id.get() {
        Some(fil) => view! {
            <Inside titre=jeune::messages()>
                <Page titre=jeune::messages()>
                    <Thread fil let:fil>
                        <Head fil />
                    </Thread>
                </Page>
            </Inside>
        }
        .into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Head(fil: Fil) -> impl IntoView {
    view! {
        <div class="pile gap-1">
            <p class="ligne items-center">
                <span class="disque" aria-hidden="true">
                    <Icon path=icons::PEOPLE />
                </span>
                <strong>{who_answers(&fil)}</strong>
            </p>
            <EmergencyLink />
        </div>
    }
}

/// How many messages the jeune has not read, for the bottom bar.
pub fn unread(me: Me, live: Live) -> Signal<u32> {
    let fils = LocalResource::new(move || {
        live.fils.track();
        let inside = me.is_jeune() == Some(true);
        async move { if inside { call(ListFils {}).await.unwrap_or_default() } else { Vec::new() } }
    });
    Signal::derive(move || fils.get().map_or(0, |fils| fils.iter().map(|fil| fil.non_lus).sum()))
}
