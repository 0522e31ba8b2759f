//! What must be said everywhere: the emergency numbers, and how one leaves.

use leptos::prelude::*;

use crate::{
    texts::{commun, jeune},
    ui::{EmergencyNumbers, Page},
};

/// `/urgence`.
#[component]
pub fn UrgencePage() -> impl IntoView {
    view! {
        <Page titre=commun::urgence_titre()>
            <p>{commun::urgence_gratuit()}</p>
            <EmergencyNumbers />
            <section class="carte" aria-labelledby="partir-vite">
                <h2 id="partir-vite" class="titre-2">
                    {commun::quitter_vite()}
                </h2>
                <p>{jeune::quitter_vite_aide()}</p>
                <p class="discret">{jeune::quitter_vite_limite()}</p>
            </section>
        </Page>
    }
    .into_any()
}
