//! Ateliers, passing by, and those whom a jeune invites along.

use frontend::{app, jeunes::Frame, ui::NotFound};
use leptos::prelude::*;
use shared::Program;

fn main() {
    app::start(Program::Lieux, || view! { <Frame screen /> });
}

fn screen(_: &[&str]) -> AnyView {
    view! { <NotFound /> }.into_any()
}
