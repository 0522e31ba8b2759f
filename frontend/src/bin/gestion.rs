//! What professionals prepare and look after: permanences, ateliers, alerts. A new room here is a line below and a name in
//! `shared/src/pages.rs`.

use frontend::{
    api, app,
    ateliers::pro as ateliers,
    comptes::pro::voix,
    messages::pro::AlertesPage,
    permanences::pro::{ChangerPage, FermeturesPage, FichePage, PermanencesPage, PublierPage},
    pros::{Frame, Need, Screen},
    texts,
};
use leptos::prelude::*;
use shared::Program;

fn main() {
    texts::say_vous();
    api::on_refusal(voix::say);
    app::start(Program::Gestion, || view! { <Frame at /> });
}

fn at(path: &str) -> Screen {
    match path {
        "/alertes" => Screen::of(Need::Coordonne, "alertes", || view! { <AlertesPage /> }.into_any()),
        "/permanences" => Screen::of(Need::Decide, "permanences", || view! { <PermanencesPage /> }.into_any()),
        "/permanences/ouvrir" => Screen::of(Need::Publie, "ouvrir", || view! { <PublierPage /> }.into_any()),
        "/permanences/fermetures" => Screen::of(Need::Publie, "fermetures", || view! { <FermeturesPage /> }.into_any()),
        "/ateliers" => Screen::of(Need::Professionnel, "ateliers", || view! { <ateliers::AteliersPage /> }.into_any()),
        "/ateliers/creer" => Screen::of(Need::Publie, "atelier-creer", || view! { <ateliers::CreerPage /> }.into_any()),
        "/ateliers/calendrier" => {
            Screen::of(Need::Professionnel, "calendrier", || view! { <ateliers::CalendrierPage /> }.into_any())
        }
        one if one.starts_with("/ateliers/") => atelier(one),
        one if one.starts_with("/permanences/") && one.ends_with("/changer") => {
            Screen::of(Need::Publie, "changer", || view! { <ChangerPage /> }.into_any())
        }
        one if one.starts_with("/permanences/") => {
            Screen::of(Need::Publie, "fiche", || view! { <FichePage /> }.into_any())
        }
        _ => Screen::unknown(),
    }
}

// One atelier: whoever only leads it keeps its list.
fn atelier(path: &str) -> Screen {
    if path.ends_with("/changer") {
        Screen::of(Need::Publie, "atelier-changer", || view! { <ateliers::ChangerPage /> }.into_any())
    } else if path.ends_with("/code") {
        Screen::of(Need::Professionnel, "atelier-code", || view! { <ateliers::CodePage /> }.into_any())
    } else {
        Screen::of(Need::Professionnel, "atelier", || view! { <ateliers::FeuillePage /> }.into_any())
    }
}
