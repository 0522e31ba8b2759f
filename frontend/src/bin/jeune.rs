//! The page of jeunes and families.

use frontend::{
    accueil::jeune::{AProposPage, AccessibilitePage, EspacePage, HomePage, UrgencePage},
    app,
    comptes::{
        DemoBanner, Settings,
        jeune::{EntrerPage, MoiPage, RevenirPage},
    },
    live::Live,
    messages::{
        Outbox,
        jeune::{FilPage, MessagesPage, unread},
    },
    permanences::{booking::CreneauPage, creneaux::Chosen, jeune::RendezVousPage},
    session::Me,
    texts::jeune,
    ui::{BottomBar, NotFound, Tab, TopBar, icons},
};
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

fn main() {
    app::start(|| {
        Settings::provide();
        Outbox::provide();
        Chosen::provide();
        view! { <Jeune /> }
    });
}

#[component]
fn Jeune() -> impl IntoView {
    view! {
        <Router>
            <TopBar />
            <main id="contenu" class="cadre" tabindex="-1">
                <DemoBanner />
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=HomePage />
                    <Route path=path!("/e/:code") view=EspacePage />
                    <Route path=path!("/creneaux/:creneau") view=CreneauPage />
                    <Route path=path!("/rendez-vous") view=RendezVousPage />
                    <Route path=path!("/messages") view=MessagesPage />
                    <Route path=path!("/messages/:fil") view=FilPage />
                    <Route path=path!("/entrer") view=EntrerPage />
                    <Route path=path!("/revenir") view=RevenirPage />
                    <Route path=path!("/moi") view=MoiPage />
                    <Route path=path!("/urgence") view=UrgencePage />
                    <Route path=path!("/a-propos") view=AProposPage />
                    <Route path=path!("/accessibilite") view=AccessibilitePage />
                </Routes>
            </main>
            <Bar />
        </Router>
    }
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
