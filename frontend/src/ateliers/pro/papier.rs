//! The list on paper: to be ticked by hand, and entered later.

use leptos::prelude::*;
use shared::ateliers::{EtatInscription, ListeAtelier, Participant};

use super::feuille::Known;
use crate::{
    ask::shown,
    ateliers::mots::{heures, lieu},
    format,
    texts::ateliers,
};

/// Empty lines at its end, for those who come without having joined.
const EMPTY: usize = 6;

/// What is printed. Nothing of it is on the screen.
#[component]
pub fn Papier(
    /// What was read.
    known: Known,
) -> impl IntoView {
    shown(move || match known.get() {
        Some(liste) => view! { <Feuille liste /> }.into_any(),
        None => ().into_any(),
    })
}

// Whoever comes with somebody needs two seats.
fn name(one: Participant) -> String {
    match one.accompagne {
        true => format!("{} ({})", one.prenom, ateliers::pro_accompagne()),
        false => one.prenom,
    }
}

#[component]
fn Feuille(liste: ListeAtelier) -> impl IntoView {
    let atelier = liste.atelier.atelier;
    // Paper is read on another day than it is printed.
    let day = format::dated(atelier.debut, &atelier.lieu.fuseau);
    let (when, ou) = (format!("{day}, {}", heures(&atelier)), lieu(&atelier));
    let placed = |etat| matches!(etat, EtatInscription::Inscrit | EtatInscription::Present | EtatInscription::Absent);
    let names = liste.participants.into_iter().filter(|one| placed(one.etat)).map(name);
    let lines = names.chain(std::iter::repeat_n(String::new(), EMPTY));
    let line = |name: String| {
        view! {
            <tr>
                <td dir="auto">{name} "\u{a0}"</td>
                <td></td>
            </tr>
        }
    };
    view! {
        <section class="imprime hidden w-full print:block">
            <h2 class="titre-2" dir="auto">
                {atelier.titre}
            </h2>
            <p class="mb-4">
                <span class="block first-letter:uppercase">{when}</span>
                {ou}
            </p>
            <table class="liste-papier">
                <thead>
                    <tr>
                        <th scope="col">{ateliers::pro_papier_prenom()}</th>
                        <th scope="col">{ateliers::pro_papier_la()}</th>
                    </tr>
                </thead>
                <tbody>{lines.map(line).collect_view()}</tbody>
            </table>
        </section>
    }
}
