//! For those who look after places: their pages, their hours, their posters and cards. For the team of a place: who passes by.

mod affiche;
mod ajuste;
mod arrets;
mod brouillon;
mod creer;
mod fuseau;
mod horaires;
mod lignes;
mod liste;
mod osm;
mod papier;
mod passages;
mod photos;
mod proches;
mod structures;
mod volet;

pub use affiche::SupportsPage;
pub use creer::{ChangerEspacePage, CreerEspacePage};

pub use liste::{EspacesPage, door};
pub use osm::HorairesPage;
pub use passages::{AccueilPage, PortePage, SemainePage};
pub use photos::PhotosPage;
pub use proches::ProchesPage;

use leptos::prelude::*;
use shared::fields::CodeEspace;

use crate::{
    texts::pro,
    ui::{Icon, icons},
};

/// The place of an address `/pro/espaces/{code}/…`, `/pro/horaires/{code}` or `/pro/photos/{code}`.
fn code_of(path: &str) -> Option<CodeEspace> {
    path.split('/').nth(3).and_then(|code| CodeEspace::parse(code).ok())
}

#[component]
fn Back() -> impl IntoView {
    view! {
        <p class="pas-imprimer">
            <a href="/pro/espaces" class="lien inline-flex min-h-12 items-center gap-1">
                <Icon path=icons::BACK />
                {pro::espace_retour()}
            </a>
        </p>
    }
}
