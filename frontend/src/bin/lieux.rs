//! All of a place, passing by, and what one has booked there.

use frontend::{
    accueil::{lieux::LieuPage, passe::PassePage},
    app,
    jeunes::{Frame, found},
    permanences::{commune::Near, creneaux::Chosen, jeune::RendezVousPage},
    ui::NotFound,
};
use leptos::prelude::*;
use shared::{Program, fields::CodeEspace};

fn main() {
    // After an absence the next free créneaux stand among the rendez-vous.
    app::start(Program::Lieux, || {
        Chosen::provide();
        Near::provide();
        view! { <Frame screen /> }
    });
}

fn screen(names: &[&str]) -> AnyView {
    match names {
        ["rendez-vous"] => view! { <RendezVousPage /> }.into_any(),
        ["lieux", code] => found(CodeEspace::parse(code).ok(), |code| view! { <LieuPage code /> }.into_any()),
        ["passe", code] => found(CodeEspace::parse(code).ok(), |espace| view! { <PassePage espace /> }.into_any()),
        _ => view! { <NotFound /> }.into_any(),
    }
}
