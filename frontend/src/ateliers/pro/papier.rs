//! The list on paper: to be ticked by hand, and entered later.

use leptos::prelude::*;
use shared::ateliers::{EtatInscription, ListeAtelier, Participant};

use super::{feuille::Known, is_placed};
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

/// A line of the list; nobody's yet at its end.
#[derive(Default)]
struct Line {
    name: String,
    // What is known already: printed in the middle of an atelier, what was tapped is on the paper too.
    known: &'static str,
    // Whoever comes with somebody needs two seats: each of the two is ticked.
    with: bool,
}

impl From<Participant> for Line {
    fn from(one: Participant) -> Self {
        let known = match one.etat {
            EtatInscription::Present => "✓",
            EtatInscription::Absent => ateliers::pro_pas_la(),
            EtatInscription::Inscrit
            | EtatInscription::Attend
            | EtatInscription::Offert
            | EtatInscription::Quitte
            | EtatInscription::Passe
            | EtatInscription::Annule => "",
        };
        Self { name: one.prenom, known, with: one.accompagne }
    }
}

// "34 personnes attendues, dont 4 qui accompagnent".
fn total(lines: &[Line]) -> String {
    let with = lines.iter().filter(|line| line.with).count();
    let all = (lines.len() + with).to_string();
    match with {
        0 => ateliers::pro_papier_total(&all),
        some => ateliers::pro_papier_total_avec(&all, &some.to_string()),
    }
}

#[component]
fn Feuille(liste: ListeAtelier) -> impl IntoView {
    let atelier = liste.atelier.atelier;
    // Paper is read on another day than it is printed.
    let day = format::dated(atelier.debut, &atelier.lieu.fuseau);
    let (when, ou) = (format!("{day}, {}", heures(&atelier)), lieu(&atelier));
    let point = atelier.point_rencontre.as_ref().map(|ou| ateliers::rendez_vous_ou(ou));
    let mut lines: Vec<Line> = liste.participants.into_iter().filter(is_placed).map(Line::from).collect();
    let total = match lines.len() {
        0 | 1 => None,
        _ => Some(total(&lines)),
    };
    // Whoever comes without having joined may come with somebody too.
    let with = atelier.accompagne || lines.iter().any(|line| line.with);
    lines.extend(std::iter::repeat_with(|| Line { with, ..Line::default() }).take(EMPTY));
    let line = |line: Line| {
        let companion =
            with.then(|| view! { <td>{line.with.then(|| view! { <span class="case-papier"></span> })}</td> });
        let known = match line.known {
            "" => view! { <span class="case-papier"></span> }.into_any(),
            known => known.into_any(),
        };
        view! {
            <tr>
                <td dir="auto">{line.name} "\u{a0}"</td>
                <td>{known}</td>
                {companion}
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
                {point.map(|point| view! { <span class="block font-bold" dir="auto">{point}</span> })}
                {total.map(|total| view! { <span class="block">{total}</span> })}
            </p>
            <table class="liste-papier">
                <thead>
                    <tr>
                        <th scope="col">{ateliers::pro_papier_prenom()}</th>
                        <th scope="col">{ateliers::pro_papier_la()}</th>
                        {with.then(|| view! { <th scope="col">{ateliers::pro_papier_avec()}</th> })}
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(line).collect_view()}</tbody>
            </table>
        </section>
    }
}
