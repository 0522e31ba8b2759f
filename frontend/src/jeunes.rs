//! What the programs of jeunes share: the frame around their screens, the same in each.

use leptos::prelude::*;

use crate::{
    ask::{memo, shown},
    comptes::{DemoBanner, NewCard, Settings},
    live::Live,
    messages::{Outbox, jeune::unread},
    route::Route,
    session::Me,
    texts::{commun, jeune},
    ui::{BottomBar, NotFound, Tab, TopBar, icons},
};

/// The bars, and between them the screen of the address.
#[component]
pub fn Frame(
    /// The screen of an address, given its names.
    screen: fn(&[&str]) -> AnyView,
) -> impl IntoView {
    Settings::provide();
    Outbox::provide();
    let card = NewCard::provide();
    let route = Route::expect();
    let path = memo(move || route.path());
    let at = move |path: &str| screen(&path.split('/').skip(1).collect::<Vec<_>>());
    let cut = shown(move || match route.is_cut() {
        true => view! { <p class="note note-rouge mb-4">{commun::pas_de_reseau()}</p> }.into_any(),
        false => ().into_any(),
    });
    view! {
        <TopBar />
        <main id="contenu" class="cadre" tabindex="-1" hidden=move || route.is_leaving()>
            <DemoBanner />
            <div role="alert">{cut}</div>
            {shown(move || card.screen().unwrap_or_else(|| at(&path.get())))}
        </main>
        <div hidden=move || card.is_shown()>
            <Bar />
        </div>
    }
}

/// A bad id is a page that does not exist, not a default.
pub fn found<T>(what: Option<T>, show: impl Fn(T) -> AnyView) -> AnyView {
    what.map_or_else(|| view! { <NotFound /> }.into_any(), show)
}

#[component]
fn Bar() -> impl IntoView {
    let none = Signal::stored(0);
    let news = unread(Me::expect(), Live::expect());
    let tab = |href, label, icon, news| Tab { href, also: &[], label, icon, news };
    let tabs = vec![
        tab("/", jeune::accueil(), icons::HOUSE, none),
        tab("/rendez-vous", jeune::rendez_vous(), icons::CALENDAR, none),
        tab("/messages", jeune::messages(), icons::MESSAGES, news),
        tab("/moi", jeune::moi(), icons::PERSON, none),
    ];
    view! { <BottomBar tabs /> }
}
