//! Ateliers, as jeunes see them, and those whom they invite along.

use frontend::{
    accueil::proche::{EcrirePage, MesProchesPage, ProchePage},
    app,
    ateliers::{detail::AtelierPage, liste::AteliersPage},
    jeunes::{Frame, found},
    permanences::commune::Near,
    ui::NotFound,
};
use leptos::prelude::*;
use shared::{Program, fields::CodeEspace};

fn main() {
    app::start(Program::Ateliers, || {
        Near::provide();
        view! { <Frame screen /> }
    });
}

fn screen(names: &[&str]) -> AnyView {
    match names {
        ["ateliers"] => view! { <AteliersPage /> }.into_any(),
        ["ateliers", id] => found(id.parse().ok(), |id| view! { <AtelierPage id /> }.into_any()),
        ["proche", "moi", "liste"] => view! { <MesProchesPage /> }.into_any(),
        ["proche"] => view! { <ProchePage /> }.into_any(),
        ["proche", code] => found(CodeEspace::parse(code).ok(), |espace| view! { <EcrirePage espace /> }.into_any()),
        _ => view! { <NotFound /> }.into_any(),
    }
}
