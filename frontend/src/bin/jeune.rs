//! The page of jeunes and families.

use frontend::{
    accueil::jeune::{AProposPage, AccessibilitePage, EspacePage, HomePage, UnknownEspace, UrgencePage},
    app,
    ask::{memo, shown},
    comptes::{
        DemoBanner, NewCard, Settings,
        jeune::{EntrerPage, MoiPage, RevenirPage},
    },
    live::Live,
    messages::{
        Outbox,
        jeune::{FilPage, MessagesPage, unread},
    },
    permanences::{booking::CreneauPage, creneaux::Chosen, jeune::RendezVousPage},
    route::Route,
    session::Me,
    texts::jeune,
    ui::{BottomBar, NotFound, Tab, TopBar, icons},
};
use leptos::prelude::*;
use shared::fields::CodeEspace;

fn main() {
    app::start(|| {
        Settings::provide();
        NewCard::provide();
        Outbox::provide();
        Chosen::provide();
        view! { <Jeune /> }
    });
}

#[component]
fn Jeune() -> impl IntoView {
    let route = Route::expect();
    let path = memo(move || route.path());
    let card = NewCard::expect();
    view! {
        <TopBar />
        <main id="contenu" class="cadre" tabindex="-1">
            <DemoBanner />
            {shown(move || card.screen().unwrap_or_else(|| screen(&path.get())))}
        </main>
        <div hidden=move || card.is_shown()>
            <Bar />
        </div>
    }
}

// A bad id is a page that does not exist, not a default.
fn screen(path: &str) -> AnyView {
    let names: Vec<&str> = path.split('/').skip(1).collect();
    match names.as_slice() {
        [] => view! { <HomePage /> }.into_any(),
        ["e", code] => match CodeEspace::parse(code) {
            Ok(code) => view! { <EspacePage code /> }.into_any(),
            Err(_) => view! { <UnknownEspace /> }.into_any(),
        },
        ["creneaux", id] => found(id.parse().ok(), |id| view! { <CreneauPage id /> }.into_any()),
        ["rendez-vous"] => view! { <RendezVousPage /> }.into_any(),
        ["messages"] => view! { <MessagesPage /> }.into_any(),
        ["messages", fil] => found(fil.parse().ok(), |fil| view! { <FilPage fil /> }.into_any()),
        ["entrer"] => view! { <EntrerPage /> }.into_any(),
        ["revenir"] => view! { <RevenirPage /> }.into_any(),
        ["moi"] => view! { <MoiPage /> }.into_any(),
        ["urgence"] => view! { <UrgencePage /> }.into_any(),
        ["a-propos"] => view! { <AProposPage /> }.into_any(),
        ["accessibilite"] => view! { <AccessibilitePage /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

fn found<T>(what: Option<T>, show: impl Fn(T) -> AnyView) -> AnyView {
    what.map_or_else(|| view! { <NotFound /> }.into_any(), show)
}

#[component]
fn Bar() -> impl IntoView {
    let none = Signal::stored(0);
    let news = unread(Me::expect(), Live::expect());
    let tab = |href, label, icon, news| Tab { href, label, icon, news };
    let tabs = vec![
        tab("/", jeune::accueil(), icons::HOUSE, none),
        tab("/rendez-vous", jeune::rendez_vous(), icons::CALENDAR, none),
        tab("/messages", jeune::messages(), icons::MESSAGES, news),
        tab("/moi", jeune::moi(), icons::PERSON, none),
    ];
    view! { <BottomBar tabs /> }
}
