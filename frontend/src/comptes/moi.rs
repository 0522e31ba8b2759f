//! "Moi": what the place knows, a new card, the way out.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::{
    Problem,
    accueil::ReadEspaceTemps,
    comptes::{Carte, ReplaceCarte},
    fields::CodeEspace,
};

use super::{carte::AccessCard, jeune::Inside};
use crate::{
    api::call,
    session::Me,
    texts::jeune,
    ui::{Icon, Loaded, PLAIN, Page, ProblemNotice, SMALL, icons},
};

/// `/moi`.
#[component]
pub fn MoiPage() -> impl IntoView {
    view! {
        <Inside titre=jeune::moi()>
            <About />
        </Inside>
    }
    .into_any()
}

#[component]
fn About() -> impl IntoView {
    let me = Me::expect();
    let replace: Action<(), Result<Carte, Problem>> = Action::new_local(|(): &()| call(ReplaceCarte {}));
    let kept = RwSignal::new(false);
    let carte = Memo::new(move |_| replace.value().get().and_then(Result::ok).filter(|_| !kept.get()));
    let next = Callback::new(move |()| kept.set(true));
    let ask = Callback::new(move |()| {
        kept.set(false);
        replace.dispatch(());
    });
    move || match carte.get() {
        Some(carte) => view! {
            <Page titre=jeune::garde_ta_carte()>
                <AccessCard carte next />
            </Page>
        }
        .into_any(),
        None => view! {
            <Page titre=jeune::moi()>
                <div class="carte">
                    <div class="ligne items-center">
                        <span class="disque" aria-hidden="true">
                            {initial(&me.prenom().unwrap_or_default())}
                        </span>
                        <p class="text-xl font-bold" dir="auto">
                            {me.prenom()}
                        </p>
                    </div>
                    {me.espace().map(|code| view! { <MyEspace code /> })}
                </div>
                <NewCard
                    ask
                    pending=replace.pending()
                    problem=Signal::derive(move || replace.value().get().and_then(Result::err))
                />
                <Links />
                <LeaveButton />
            </Page>
        }
        .into_any(),
    }
}

fn initial(prenom: &str) -> String {
    prenom.chars().take(1).flat_map(char::to_uppercase).collect()
}

#[component]
fn MyEspace(code: CodeEspace) -> impl IntoView {
    let href = format!("/e/{}", code.as_str());
    let espace = LocalResource::new(move || call(ReadEspaceTemps { code: code.clone() }));
    view! {
        <Loaded from=espace let:espace>
            <p>
                {jeune::ton_lieu()} " : "
                <a class="lien" href=href.clone()>
                    {espace.nom}
                </a>
            </p>
        </Loaded>
    }
}

// A new card ends the former one: it is asked twice.
#[component]
fn NewCard(ask: Callback<()>, pending: Memo<bool>, problem: Signal<Option<Problem>>) -> impl IntoView {
    let sure = RwSignal::new(false);
    let action = move || match sure.get() {
        false => view! {
            <button type="button" class=PLAIN on:click=move |_| sure.set(true)>
                {jeune::nouvelle_carte()}
            </button>
        }
        .into_any(),
        true => view! {
            <p class="font-bold" role="alert">
                {jeune::ancienne_carte()}
            </p>
            <div class="flex flex-wrap gap-2">
                <button type="button" class=SMALL on:click=move |_| sure.set(false)>
                    {jeune::non_merci()}
                </button>
                <button
                    type="button"
                    class="btn btn-primary"
                    aria-disabled=move || pending.get().then_some("true")
                    on:click=move |_| ask.run(())
                >
                    {jeune::oui_nouvelle_carte()}
                </button>
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="carte" aria-labelledby="ma-carte">
            <h2 id="ma-carte" class="titre-2 flex items-center gap-2">
                <Icon path=icons::CARD />
                {jeune::ma_carte()}
            </h2>
            <p>{jeune::ma_carte_aide()}</p>
            <ProblemNotice problem />
            {action}
        </section>
    }
}

#[component]
fn Links() -> impl IntoView {
    let link = |(href, icon, label): (&'static str, &'static str, &'static str)| {
        view! {
            <li>
                <a class="numero font-bold" href=href>
                    <Icon path=icon />
                    <span class="grow">{label}</span>
                    <Icon path=icons::NEXT />
                </a>
            </li>
        }
    };
    let links = [
        ("/urgence", icons::PHONE, jeune::numeros_urgence()),
        ("/a-propos", icons::INFO, jeune::a_propos()),
        ("/accessibilite", icons::PEOPLE, jeune::accessibilite()),
    ];
    view! { <ul class="grid gap-2">{links.map(link).collect_view()}</ul> }
}

#[component]
fn LeaveButton() -> impl IntoView {
    let me = Me::expect();
    let navigate = use_navigate();
    let leave: Action<(), Result<(), Problem>> = Action::new_local(move |(): &()| me.sign_out());
    Effect::new(move |_| {
        if matches!(leave.value().get(), Some(Ok(()))) {
            navigate("/", leptos_router::NavigateOptions::default());
        }
    });
    view! {
        <ProblemNotice problem=Signal::derive(move || leave.value().get().and_then(Result::err)) />
        <button
            type="button"
            class=PLAIN
            on:click=move |_| {
                leave.dispatch(());
            }
        >
            <Icon path=icons::LEAVE />
            {jeune::sortir()}
        </button>
        <p class="discret">{jeune::sortir_aide()}</p>
    }
}
