//! The threads of jeunes: all that one does with a message would be too much for the first program, and the account for
//! this one.

use frontend::{
    app,
    jeunes::{Frame, found},
    messages::jeune::{FilPage, MessagesPage},
    ui::NotFound,
};
use leptos::prelude::*;
use shared::Program;

fn main() {
    app::start(Program::Fil, || view! { <Frame screen /> });
}

fn screen(names: &[&str]) -> AnyView {
    match names {
        ["messages"] => view! { <MessagesPage /> }.into_any(),
        ["messages", fil] => found(fil.parse().ok(), |fil| view! { <FilPage fil /> }.into_any()),
        _ => view! { <NotFound /> }.into_any(),
    }
}
