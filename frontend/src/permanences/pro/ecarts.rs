//! The days on which a rule makes nothing, each with why: said before anything is made.

use leptos::prelude::*;
use shared::permanences::{JourEcarte, RaisonEcart};

use super::date;
use crate::texts::pro;

/// One line for each day.
#[component]
pub fn LeftOut(
    /// The days, in order.
    ecartes: Vec<JourEcarte>,
) -> impl IntoView {
    let line = |one: JourEcarte| {
        view! {
            <li>
                <span class="inline-block font-bold first-letter:uppercase">{date(one.jour)}</span>
                {format!(" : {}", why(one.raison))}
            </li>
        }
    };
    view! { <ul class="grid gap-1">{ecartes.into_iter().map(line).collect_view()}</ul> }
}

fn why(raison: RaisonEcart) -> &'static str {
    match raison {
        RaisonEcart::Passe => pro::ecart_passe(),
        RaisonEcart::Ferie => pro::ecart_ferie(),
        RaisonEcart::Fermeture => pro::ecart_fermeture(),
        RaisonEcart::JourParticulier => pro::ecart_jour_particulier(),
        RaisonEcart::Vacances => pro::ecart_vacances(),
        RaisonEcart::SansArret => pro::ecart_sans_arret(),
        RaisonEcart::Annule => pro::ecart_annule(),
        RaisonEcart::Deplace => pro::ecart_deplace(),
        RaisonEcart::Absence => pro::ecart_absence(),
    }
}
