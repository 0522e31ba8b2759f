//! Another moment for a rendez-vous.

use leptos::prelude::*;

use super::creneaux::FreeCreneaux;
use crate::{
    texts::jeune,
    ui::{PLAIN, Page},
};

/// `/creneaux?deplacer=…`: the rendez-vous stays until the new moment is taken.
#[component]
pub fn AutreMomentPage() -> impl IntoView {
    view! {
        <Page titre=jeune::choisis_autre_moment()>
            <p class="note">{jeune::lancien_reste()}</p>
            <FreeCreneaux />
            <a class=PLAIN href="/rendez-vous">
                {jeune::je_le_garde()}
            </a>
        </Page>
    }
    .into_any()
}
