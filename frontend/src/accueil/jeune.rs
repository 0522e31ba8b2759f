//! The first screen of a jeune, and the places.

use leptos::prelude::*;
use shared::accueil::{EspaceTemps, ListEspacesTemps};

use super::espace::DoorState;
pub use super::espace::{EspacePage, UnknownEspace};
use crate::{
    api::call,
    ask::{ask, memo, shown},
    ateliers::{
        entree::AteliersLink,
        miens::{Joined, Kept, inscriptions},
    },
    comptes::jeune::{Doors, Waiting},
    permanences::{attente::Waits, creneaux::FreeCreneaux, orientation::Orientations, prochain::NextRendezVous},
    session::Me,
    texts::{commun, jeune},
    ui::{Drawing, Icon, Loaded, Page, Picture, icons},
};

/// `/`.
#[component]
pub fn HomePage() -> impl IntoView {
    let me = Me::expect();
    let inside = memo(move || me.is_jeune());
    shown(move || match inside.get() {
        None => view! { <Waiting titre=jeune::accueil() /> }.into_any(),
        Some(true) => view! { <SignedIn /> }.into_any(),
        Some(false) => view! { <Welcome /> }.into_any(),
    })
}

#[component]
fn SignedIn() -> impl IntoView {
    let me = Me::expect();
    let titre = Signal::derive(move || jeune::salut(&me.prenom().unwrap_or_default()));
    let mine = inscriptions();
    view! {
        <Page titre>
            <Kept mine />
            <NextRendezVous />
            <Orientations />
            <Waits />
            <Joined mine />
            <AteliersLink />
            <FreeCreneaux />
            <Places />
            <Name />
        </Page>
    }
    .into_any()
}

#[component]
fn Welcome() -> impl IntoView {
    view! {
        <Page titre=jeune::bienvenue()>
            <p class="text-lg">{jeune::bienvenue_aide()}</p>
            <Doors />
            <div>
                <Picture drawing=Drawing::Together />
                <Name />
            </div>
            <Places />
            <AteliersLink />
            <FreeCreneaux />
        </Page>
    }
    .into_any()
}

// Where the bar at the top has no room for it; said there to whoever does not see it.
#[component]
fn Name() -> impl IntoView {
    view! {
        <p class="nom" aria-hidden="true">
            {commun::nom()}
        </p>
    }
}

/// The places there are.
#[component]
pub fn Places() -> impl IntoView {
    let espaces = ask(|| call(ListEspacesTemps {}));
    view! {
        <section class="pile" aria-labelledby="lieux">
            <h2 id="lieux" class="titre-2">
                {jeune::les_lieux()}
            </h2>
            <Loaded from=espaces let:liste>
                <ul class="pile">{liste.into_iter().map(|espace| view! { <Place espace /> }).collect_view()}</ul>
            </Loaded>
        </section>
    }
}

#[component]
fn Place(espace: EspaceTemps) -> impl IntoView {
    let EspaceTemps { code, nom, lieu, porte, .. } = espace;
    let href = format!("/e/{}", code.as_str());
    view! {
        <li>
            <a class="carte carte-lien" href=href>
                <span class="flex items-center justify-between gap-2">
                    <strong class="text-lg leading-snug">{nom}</strong>
                    <Icon path=icons::NEXT />
                </span>
                <DoorState porte zone=lieu.fuseau.clone() />
                <span class="discret">{lieu.adresse} ", " {lieu.commune}</span>
            </a>
        </li>
    }
}
