//! The ateliers to come, as a jeune looks for them: by need, near home.

use leptos::prelude::*;
use shared::{
    ateliers::{Atelier, ListAteliers, ListAutresAteliers},
    fields::CodeEspace,
    ids::AtelierId,
    permanences::Besoin,
};

use super::{
    miens::Mine,
    mots::{avec, heures, lieu, places},
};
use crate::{
    api::call,
    ask::{ask, memo, shown},
    format,
    live::Live,
    permanences::{
        besoin_icon, besoin_label,
        commune::{ChooseCommune, Near},
        creneaux::Needs,
    },
    route::Route,
    texts::{ateliers, jeune},
    ui::{Drawing, EmptyState, Icon, Loaded, MAIN, PLAIN, Page, icons},
};

/// `/ateliers`, `/ateliers?besoin=emploi`, `/ateliers?espace=le-local`.
#[component]
pub fn AteliersPage() -> impl IntoView {
    view! {
        <Page titre=ateliers::titre()>
            <p>{ateliers::aide()}</p>
            <Mine />
            <ToCome />
        </Page>
    }
    .into_any()
}

#[component]
fn ToCome() -> impl IntoView {
    let (live, route) = (Live::expect(), Route::expect());
    let Near(near) = expect_context();
    // In the address: a link and a reload keep them.
    let besoin = memo(move || route.query("besoin").and_then(|code| Besoin::from_code(&code)));
    let espace = memo(move || route.query("espace").and_then(|code| CodeEspace::parse(&code).ok()));
    let found = ask(move || {
        live.catch_up.track();
        live.rendez_vous.track();
        let commune = near.get().map(|commune| commune.code);
        call(ListAteliers { espace: espace.get(), besoin: besoin.get(), commune })
    });
    let narrowed = memo(move || besoin.get().is_some() || espace.get().is_some() || near.get().is_some());
    view! {
        <section class="pile" aria-labelledby="a-venir">
            <h2 id="a-venir" class="titre-2">
                {ateliers::a_venir()}
            </h2>
            <Needs besoin />
            <ChooseCommune />
            <Loaded from=found let:liste>
                {match liste.is_empty() {
                    false => view! { <Days liste /> }.into_any(),
                    true => view! { <Nothing narrowed /> }.into_any(),
                }}
            </Loaded>
        </section>
    }
}

// Never a dead end: the others, or somebody to talk to.
#[component]
fn Nothing(narrowed: Memo<bool>) -> impl IntoView {
    shown(move || match narrowed.get() {
        true => view! {
            <p role="status">{ateliers::rien_ici()}</p>
            <Others />
        }
        .into_any(),
        false => view! { <NoneAtAll /> }.into_any(),
    })
}

#[component]
fn NoneAtAll() -> impl IntoView {
    view! {
        <EmptyState drawing=Drawing::Together>
            <p>{ateliers::rien_du_tout()}</p>
        </EmptyState>
        <a class=MAIN href="/">
            {jeune::prendre_rendez_vous()}
        </a>
    }
}

/// Every atelier to come.
#[component]
pub fn Others() -> impl IntoView {
    let all = ask(|| call(ListAteliers { espace: None, besoin: None, commune: None }));
    view! {
        <Loaded from=all let:liste>
            {match liste.is_empty() {
                false => view! { <Days liste /> }.into_any(),
                true => view! { <NoneAtAll /> }.into_any(),
            }}
        </Loaded>
    }
}

/// What is offered to somebody who has lost a place: its other dates, then what is near.
#[component]
pub fn Instead(
    /// The one that they had joined.
    of: AtelierId,
) -> impl IntoView {
    let all = ask(move || call(ListAutresAteliers { atelier: of }));
    view! {
        <section class="pile" aria-labelledby="autres">
            <h2 id="autres" class="titre-2">
                {ateliers::autres()}
            </h2>
            <Loaded from=all let:liste>
                <ul class="pile empty:hidden">
                    {liste.into_iter().map(|one| view! { <Card one day=true /> }).collect_view()}
                </ul>
            </Loaded>
            <a class=PLAIN href="/ateliers">
                {ateliers::voir_tous()}
            </a>
        </section>
    }
}

// One heading for each day, in the order of time.
#[component]
fn Days(liste: Vec<Atelier>) -> impl IntoView {
    let mut days: Vec<(String, Vec<Atelier>)> = Vec::new();
    for one in liste {
        let day = format::day(one.debut, &one.lieu.fuseau);
        match days.iter_mut().find(|(known, _)| *known == day) {
            Some((_, list)) => list.push(one),
            None => days.push((day, vec![one])),
        }
    }
    let group = |(day, list): (String, Vec<Atelier>)| {
        view! {
            <h3 class="mt-2 flex items-center gap-2 text-lg font-bold">
                <Icon path=icons::CALENDAR class="size-5 shrink-0" />
                <span class="first-letter:uppercase inline-block">{day}</span>
            </h3>
            <ul class="pile">{list.into_iter().map(|one| view! { <Card one day=false /> }).collect_view()}</ul>
        }
    };
    days.into_iter().map(group).collect_view()
}

/// An atelier in a list: the whole card is the link.
#[component]
fn Card(one: Atelier, day: bool) -> impl IntoView {
    let href = format!("/ateliers/{}", one.id);
    let quand = if day { super::mots::quand(&one) } else { heures(&one) };
    let km = one.km.map(|km| format!(" · {}", ateliers::a_km(&km.to_string())));
    let (ou, with) = (lieu(&one), avec(&one.meneurs));
    view! {
        <li>
            <a class="carte carte-lien" href=href>
                <span class="ligne">
                    <span class="disque" aria-hidden="true">
                        <Icon path=besoin_icon(one.besoin) />
                    </span>
                    <span class="grid min-w-0">
                        <strong class="text-lg leading-snug" dir="auto">
                            {one.titre}
                        </strong>
                        <span class="sr-only">{besoin_label(one.besoin)}</span>
                        <span class="font-bold first-letter:uppercase">{quand}</span>
                        <span>{ou} {km}</span>
                        {with.map(|with| view! { <span class="discret">{with}</span> })}
                    </span>
                </span>
                <span class="mt-1 flex flex-wrap items-center gap-2">
                    <span class="etiquette" class=("etiquette-pleine", one.places_libres == 0)>
                        {places(one.places_libres)}
                    </span>
                    {one.pour_essayer.then(|| view! { <span class="etiquette">{ateliers::essayer_court()}</span> })}
                </span>
            </a>
        </li>
    }
}
