//! The messages of a jeune: usually one thread, with the team or the référent.

use leptos::prelude::*;
use shared::{
    accueil::{Bienvenue, EspaceTemps, JoinEspaceTemps, ListEspacesTemps},
    fields::CodeEspace,
    ids::FilId,
    messages::{Fil, ListFils},
};

use super::{Thread, head::Head, receipts::acknowledge};
use crate::{
    api::{Once, call},
    ask::{Attempt, ask, memo, shown, watch},
    comptes::jeune::{Inside, Waiting},
    live::Live,
    route::Route,
    session::Me,
    texts::jeune,
    ui::{Drawing, EmergencyLink, EmptyState, Loaded, PLAIN, Page, ProblemNotice},
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
    let route = Route::expect();
    let fils = ask(move || {
        live.fils.track();
        call(ListFils {})
    });
    let only = memo(move || match fils.ok().as_deref() {
        Some([only]) => Some(only.id),
        _ => None,
    });
    watch(Box::new(move || {
        if let Some(only) = only.get() {
            route.replace(&address(only));
        }
    }));
    let list = move |fils: Vec<Fil>| match fils.as_slice() {
        [] => view! { <ChooseEspace /> }.into_any(),
        _ => view! { <ul class="pile">{fils.into_iter().map(|fil| view! { <Line fil /> }).collect_view()}</ul> }
            .into_any(),
    };
    // On the way to the only thread the title is no screen of its own: the focus moves once.
    let chooses = memo(move || fils.get().is_some() && only.get().is_none());
    shown(move || match chooses.get() {
        false => view! { <Waiting titre=jeune::messages() /> }.into_any(),
        true => view! {
            <Page titre=jeune::messages()>
                <Loaded from=fils let:fils>
                    {list(fils)}
                </Loaded>
            </Page>
        }
        .into_any(),
    })
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

/// Who answers, in a sentence.
pub fn who_answers(fil: &Fil) -> String {
    match &fil.referent {
        Some(referent) => jeune::referent_repond(referent),
        None => jeune::equipe_repond(&fil.espace),
    }
}

// No thread yet: one chooses who welcomes.
#[component]
fn ChooseEspace() -> impl IntoView {
    let live = Live::expect();
    let route = Route::expect();
    let espaces = ask(|| call(ListEspacesTemps {}));
    let join = Attempt::new();
    let once = StoredValue::new_local(Once::new());
    let choose = Callback::new(move |code: CodeEspace| {
        join.run(once.get_value().call(JoinEspaceTemps { code }), move |Bienvenue { fil }| {
            live.fils.update(|count| *count += 1);
            route.go(&address(fil));
        });
    });
    let line = move |espace: EspaceTemps| {
        let code = espace.code;
        view! {
            <li>
                <button
                    type="button"
                    class=PLAIN
                    on:click=move |_| choose.run(code.clone())
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
        <ProblemNotice problem=join.problem />
        <Loaded from=espaces let:liste>
            <ul class="pile">{liste.into_iter().map(line).collect_view()}</ul>
        </Loaded>
        <EmergencyLink />
    }
}

/// `/messages/{fil}`.
#[component]
pub fn FilPage(
    /// Which.
    fil: FilId,
) -> impl IntoView {
    view! {
        <Inside titre=jeune::messages()>
            <Opened fil />
        </Inside>
    }
    .into_any()
}

#[component]
fn Opened(fil: FilId) -> impl IntoView {
    let read = RwSignal::new(None::<Fil>);
    view! {
        <Page titre=jeune::messages()>
            <Head id=fil fil=read />
            <Thread fil let:now>
                {read.set(Some(now))}
            </Thread>
        </Page>
    }
    .into_any()
}

/// How many messages the jeune has not read, for the bottom bar. What came is acknowledged, whatever screen is shown.
pub fn unread(me: Me, live: Live) -> Signal<u32> {
    let fils = ask(move || {
        live.fils.track();
        let inside = me.is_jeune() == Some(true);
        async move { if inside { call(ListFils {}).await } else { Ok(Vec::new()) } }
    });
    acknowledge(move || fils.ok().unwrap_or_default());
    Signal::derive(move || fils.ok().map_or(0, |fils| fils.iter().map(|fil| fil.non_lus).sum()))
}
