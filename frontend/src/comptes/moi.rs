//! "Moi": what the place knows, a new card, the way out.

use leptos::prelude::*;
use shared::{accueil::ReadEspaceTemps, comptes::ReplaceCarte, fields::CodeEspace};

use super::{NewCard, jeune::Inside};
use crate::{
    api::call,
    ask::{Attempt, ask, shown},
    avis::{self, Prevenir, Whom},
    messages::discretion::DiscretionChoice,
    permanences::reglages::{CalendarAddress, Reminders},
    route::Route,
    session::Me,
    texts::{jeune, proche},
    ui::{Confirm, Icon, Loaded, PLAIN, Page, ProblemNotice, icons},
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
    let (replace, card) = (Attempt::new(), NewCard::expect());
    let ask = Callback::new(move |()| replace.run(call(ReplaceCarte {}), move |carte| card.show(Some(carte))));
    view! {
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
                <LeaveButton />
            </div>
            <Reminders />
            <Prevenir whom=Whom::Jeune />
            <DiscretionChoice />
            <CalendarAddress />
            <a class=PLAIN href="/proche/moi/liste">
                <Icon path=icons::HEART />
                {proche::moi_lien()}
            </a>
            <AskCard ask replace />
            <Links />
        </Page>
    }
    .into_any()
}

fn initial(prenom: &str) -> String {
    prenom.chars().take(1).flat_map(char::to_uppercase).collect()
}

#[component]
fn MyEspace(code: CodeEspace) -> impl IntoView {
    let href = format!("/e/{}", code.as_str());
    let espace = ask(move || call(ReadEspaceTemps { code: code.clone() }));
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
fn AskCard(ask: Callback<()>, replace: Attempt) -> impl IntoView {
    let sure = RwSignal::new(false);
    let action = shown(move || match sure.get() {
        false => view! {
            <button type="button" class=PLAIN on:click=move |_| sure.set(true)>
                {jeune::nouvelle_carte()}
            </button>
        }
        .into_any(),
        true => view! {
            <Confirm
                question=jeune::ancienne_carte()
                no=jeune::non_merci()
                yes=jeune::oui_nouvelle_carte()
                on_no=Callback::new(move |()| sure.set(false))
                on_yes=ask
            />
        }
        .into_any(),
    });
    view! {
        <section class="carte" aria-labelledby="ma-carte">
            <h2 id="ma-carte" class="titre-2 flex items-center gap-2">
                <Icon path=icons::CARD />
                {jeune::ma_carte()}
            </h2>
            <p>{jeune::ma_carte_aide()}</p>
            <ProblemNotice problem=replace.problem />
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
    let route = Route::expect();
    let leave = Attempt::new();
    let go = move |_| {
        let out = async move {
            avis::leave().await;
            me.sign_out().await
        };
        leave.run(out, move |()| route.go("/"));
    };
    view! {
        <ProblemNotice problem=leave.problem />
        <button type="button" class=PLAIN on:click=go>
            <Icon path=icons::LEAVE />
            {jeune::sortir()}
        </button>
        <p class="discret">{jeune::sortir_aide()}</p>
    }
}
