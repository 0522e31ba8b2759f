//! Families and trusted adults: what they see on their phone, and the invitations of a jeune.

mod inviter;
mod liste;
mod mots;
mod vu;

pub use inviter::MesProchesPage;
pub use mots::Words;
pub use vu::{EcrirePage, ProchePage};

use leptos::prelude::*;

use crate::texts::proche;

/// Nobody answers at once here; those who do are one tap away.
#[component]
fn Emergency() -> impl IntoView {
    view! {
        <p class="discret">
            {proche::urgence()} " "
            <a href="/urgence" class="lien">
                {proche::urgence_numeros()}
            </a>
        </p>
    }
}
