//! What jeunes and families see first. The screens that come later are in `ateliers.rs`, `fil.rs`
//! and `suite.rs`.

use frontend::{
    accueil::jeune::{EspacePage, HomePage, UnknownEspace},
    app,
    comptes::jeune::EntrerPage,
    jeunes::{Frame, found},
    permanences::{autre::AutreMomentPage, booking::CreneauPage, commune::Near, creneaux::Chosen},
    ui::NotFound,
};
use leptos::prelude::*;
use shared::{Program, fields::CodeEspace};

fn main() {
    app::start(Program::Jeune, || {
        Chosen::provide();
        Near::provide();
        view! { <Frame screen /> }
    });
}

fn screen(names: &[&str]) -> AnyView {
    match names {
        [] => view! { <HomePage /> }.into_any(),
        ["e", code] => match CodeEspace::parse(code) {
            Ok(code) => view! { <EspacePage code /> }.into_any(),
            Err(_) => view! { <UnknownEspace /> }.into_any(),
        },
        ["creneaux", id] => found(id.parse().ok(), |id| view! { <CreneauPage id /> }.into_any()),
        ["creneaux"] => view! { <AutreMomentPage /> }.into_any(),
        ["entrer"] => view! { <EntrerPage /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}
