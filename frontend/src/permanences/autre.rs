//! Another moment for a rendez-vous.

use leptos::prelude::*;

use super::creneaux::FreeCreneaux;
use crate::{
    comptes::jeune::Inside,
    texts::jeune,
    ui::{PLAIN, Page},
};

/// `/creneaux?deplacer=…`: the rendez-vous stays until the new moment is taken.
#[component]
pub fn AutreMomentPage() -> impl IntoView {
    view! {
        <Inside titre=jeune::choisis_autre_moment()>
            <Page titre=jeune::choisis_autre_moment()>
                <p class="note">{jeune::lancien_reste()}</p>
                <FreeCreneaux />
                <a class=PLAIN href="/rendez-vous">
                    {jeune::je_le_garde()}
                </a>
            </Page>
        </Inside>
    }
    .into_any()
}
