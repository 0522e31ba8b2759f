//! What jeunes reach rarely, and never first: a program of its own keeps the first one small. A new room here is a line
//! below and a name in `shared/src/pages.rs`.

use frontend::{
    accueil::suite::{AProposPage, AccessibilitePage, UrgencePage},
    app,
    ateliers::presence::PresencePage,
    comptes::suite::{MoiPage, RevenirPage},
    jeunes::{Frame, found},
    messages::recherche::RecherchePage,
    permanences::reprise::{OrientationPage, TypeCodePage},
    ui::NotFound,
};
use leptos::prelude::*;
use shared::{Program, permanences::CodePrescription};

fn main() {
    app::start(Program::Suite, || view! { <Frame screen /> });
}

fn screen(names: &[&str]) -> AnyView {
    match names {
        ["a-propos"] => view! { <AProposPage /> }.into_any(),
        ["accessibilite"] => view! { <AccessibilitePage /> }.into_any(),
        ["ateliers", id, "presence"] => found(id.parse().ok(), |atelier| view! { <PresencePage atelier /> }.into_any()),
        ["messages", "recherche"] => view! { <RecherchePage /> }.into_any(),
        ["moi"] => view! { <MoiPage /> }.into_any(),
        ["orientation"] => view! { <TypeCodePage /> }.into_any(),
        ["orientation", code] => {
            found(CodePrescription::parse(code).ok(), |code| view! { <OrientationPage code /> }.into_any())
        }
        ["urgence"] => view! { <UrgencePage /> }.into_any(),
        ["revenir"] => view! { <RevenirPage /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}
