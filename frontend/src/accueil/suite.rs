//! What every page must say of itself: where the data comes from, how accessible it is.

use leptos::prelude::*;

pub use super::urgence::UrgencePage;
use crate::{texts::jeune, ui::Page};

/// `/a-propos`.
#[component]
pub fn AProposPage() -> impl IntoView {
    view! {
        <Page titre=jeune::a_propos()>
            <p>{jeune::a_propos_quoi()}</p>
            <p>{jeune::a_propos_donnees_perso()}</p>
            <section class="carte" aria-labelledby="donnees">
                <h2 id="donnees" class="titre-2">
                    {jeune::donnees()}
                </h2>
                <p>{jeune::attribution()}</p>
            </section>
            <p>{jeune::logiciel_libre()}</p>
        </Page>
    }
    .into_any()
}

/// `/accessibilite`.
#[component]
pub fn AccessibilitePage() -> impl IntoView {
    view! {
        <Page titre=jeune::accessibilite()>
            <p class="font-bold">{jeune::accessibilite_etat()}</p>
            <p>{jeune::accessibilite_essais()}</p>
            <p>{jeune::accessibilite_probleme()}</p>
        </Page>
    }
    .into_any()
}
