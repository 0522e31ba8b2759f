//! All of a place, passing by, and those whom a jeune invites along.

use frontend::{
    accueil::{
        lieux::LieuPage,
        passe::PassePage,
        proche::{EcrirePage, MesProchesPage, ProchePage},
    },
    app,
    jeunes::{Frame, found},
    ui::NotFound,
};
use leptos::prelude::*;
use shared::{Program, fields::CodeEspace};

fn main() {
    app::start(Program::Lieux, || view! { <Frame screen /> });
}

fn screen(names: &[&str]) -> AnyView {
    match names {
        ["lieux", code] => found(CodeEspace::parse(code).ok(), |code| view! { <LieuPage code /> }.into_any()),
        ["passe", code] => found(CodeEspace::parse(code).ok(), |espace| view! { <PassePage espace /> }.into_any()),
        ["proche"] => view! { <ProchePage /> }.into_any(),
        ["proche", "moi", "liste"] => view! { <MesProchesPage /> }.into_any(),
        ["proche", code] => found(CodeEspace::parse(code).ok(), |espace| view! { <EcrirePage espace /> }.into_any()),
        _ => view! { <NotFound /> }.into_any(),
    }
}
