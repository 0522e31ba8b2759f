//! The settings of the installation, read once.

use leptos::prelude::*;
use shared::{
    Problem,
    comptes::{ReadReglages, Reglages},
};

use crate::{api::call, texts::commun};

/// The settings, for the whole page.
#[derive(Clone, Copy)]
pub struct Settings(pub LocalResource<Result<Reglages, Problem>>);

impl Settings {
    /// Called once, at the root.
    pub fn provide() {
        provide_context(Self(LocalResource::new(|| call(ReadReglages {}))));
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
    let shown = Memo::new(move |_| matches!(settings.get(), Some(Ok(reglages)) if reglages.demonstration));
    move || shown.get().then(|| view! { <p class="demo">{commun::demonstration()}</p> })
}
