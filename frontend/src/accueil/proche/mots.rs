//! What a relative and the team wrote to each other, for both sides.

use leptos::prelude::*;
use shared::accueil::MotProche;

use crate::{format, texts::proche};

/// The thread: those of one's own side on one side.
#[component]
pub fn Words(
    /// What was written.
    mots: Vec<MotProche>,
    /// Whether the team is reading.
    team: bool,
    /// First name of the relative, for the team.
    #[prop(into)]
    prenom: String,
) -> impl IntoView {
    let zone = format::own_zone();
    let one = |mot: MotProche| {
        let mine = mot.professionnel.is_some() == team;
        let who = match mot.professionnel {
            Some(prenom) if !prenom.is_empty() => prenom,
            Some(_) => proche::equipe().to_owned(),
            None if team => prenom.clone(),
            None => proche::vous().to_owned(),
        };
        let class = if mine { "carte bg-base-200" } else { "carte carte-moment" };
        view! {
            <li class=class>
                <p class="discret">
                    <strong dir="auto">{who}</strong>
                    " · "
                    {format::moment(mot.envoye, &zone)}
                </p>
                <p class="whitespace-pre-wrap" dir="auto">
                    {mot.texte}
                </p>
            </li>
        }
    };
    view! {
        <ol class="grid gap-3" aria-label=proche::echanges()>
            {mots.into_iter().map(one).collect_view()}
        </ol>
    }
}
