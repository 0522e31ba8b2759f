//! All of a place, and passing by.

use frontend::{
    accueil::{lieux::LieuPage, passe::PassePage},
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
        _ => view! { <NotFound /> }.into_any(),
    }
}
