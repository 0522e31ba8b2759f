//! What an installation is made of: its espaces-temps with their hours, photos, posters and cards, its structures, who is
//! invited. Opened rarely, and mostly at a computer. A new room here is a line below and a name in `shared/src/pages.rs`.

use frontend::{
    accueil::pro::{ChangerEspacePage, CreerEspacePage, EspacesPage, HorairesPage, PhotosPage, SupportsPage},
    annuaire::pro::StructuresPage,
    api, app,
    comptes::pro::{InviterPage, voix},
    pros::{Frame, Need, Screen},
    texts,
};
use leptos::prelude::*;
use shared::Program;

fn main() {
    texts::say_vous();
    api::on_refusal(voix::say);
    app::start(Program::Installation, || view! { <Frame at /> });
}

fn at(path: &str) -> Screen {
    match path {
        "/structures" => Screen::of(Need::Administrateur, "structures", || view! { <StructuresPage /> }.into_any()),
        "/inviter" => Screen::of(Need::Administrateur, "inviter", || view! { <InviterPage /> }.into_any()),
        "/espaces" => Screen::of(Need::Session, "espaces", || view! { <EspacesPage /> }.into_any()),
        "/espaces/creer" => Screen::of(Need::Etablit, "creer", || view! { <CreerEspacePage /> }.into_any()),
        one if one.starts_with("/espaces/") && one.ends_with("/changer") => {
            Screen::of(Need::Etablit, "changer-espace", || view! { <ChangerEspacePage /> }.into_any())
        }
        one if one.starts_with("/espaces/") && one.ends_with("/affiche") => {
            Screen::of(Need::Session, "affiche", || view! { <SupportsPage /> }.into_any())
        }
        one if one.starts_with("/espaces/") && one.ends_with("/cartes") => {
            Screen::of(Need::Session, "cartes", || view! { <SupportsPage /> }.into_any())
        }
        one if one.starts_with("/horaires/") => {
            Screen::of(Need::Etablit, "horaires", || view! { <HorairesPage /> }.into_any())
        }
        one if one.starts_with("/photos/") => {
            Screen::of(Need::Session, "photos", || view! { <PhotosPage /> }.into_any())
        }
        _ => Screen::unknown(),
    }
}
