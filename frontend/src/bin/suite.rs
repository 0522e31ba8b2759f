//! What jeunes reach rarely, and never first: a program of its own keeps the first one small. A new room here is a line
//! below and a name in `shared/src/pages.rs`.

use frontend::{
    accueil::suite::{AProposPage, AccessibilitePage},
    app,
    comptes::suite::{MoiPage, RevenirPage},
    jeunes::Frame,
    ui::NotFound,
};
use leptos::prelude::*;
use shared::Program;

fn main() {
    app::start(Program::Suite, || view! { <Frame screen /> });
}

fn screen(names: &[&str]) -> AnyView {
    match names {
        ["a-propos"] => view! { <AProposPage /> }.into_any(),
        ["accessibilite"] => view! { <AccessibilitePage /> }.into_any(),
        ["moi"] => view! { <MoiPage /> }.into_any(),
        ["revenir"] => view! { <RevenirPage /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}
