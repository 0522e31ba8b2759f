//! The settings of the installation, read once.

use leptos::prelude::*;
use shared::comptes::{ReadReglages, Reglages};

use crate::{
    api::call,
    ask::{Answer, ask, memo, shown},
    texts::commun,
};

/// The settings, for the whole page.
#[derive(Clone, Copy)]
pub struct Settings(pub Answer<Reglages>);

impl Settings {
    /// Called once, at the root.
    pub fn provide() {
        provide_context(Self(ask(|| call(ReadReglages {}))));
    }

    /// The settings of the page. Called at the top of a component.
    pub fn expect() -> Self {
        expect_context()
    }
}

/// Says that people and créneaux are invented, when they are.
#[component]
pub fn DemoBanner() -> impl IntoView {
    let Settings(settings) = Settings::expect();
    let invented = memo(move || settings.ok().is_some_and(|reglages| reglages.demonstration));
    shown(move || match invented.get() {
        true => view! { <p class="demo">{commun::demonstration()}</p> }.into_any(),
        false => ().into_any(),
    })
}
