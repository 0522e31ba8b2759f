//! A draft, as the jeunes will read it: nobody publishes what they have not seen.

use leptos::prelude::*;
use shared::ateliers::Atelier;

use crate::{
    ateliers::mots::ages,
    texts::ateliers,
    ui::{CARD, Icon, icons},
};

/// What the head of its page does not say: what one does there, for whom, what to bring.
#[component]
pub fn Relecture(
    /// The draft.
    atelier: Atelier,
) -> impl IntoView {
    let ages = ages(&atelier).map(|ages| (icons::INFO, ages));
    let bring = match &atelier.a_apporter {
        Some(what) => ateliers::apporter(what),
        None => ateliers::rien_a_apporter().to_owned(),
    };
    let with = if atelier.accompagne { ateliers::accompagne_ok() } else { ateliers::accompagne_non() };
    let facts = [
        Some((icons::BRING, bring)),
        atelier.pour_essayer.then(|| (icons::TRY, ateliers::essayer().to_owned())),
        Some((icons::PEOPLE, with.to_owned())),
        ages,
    ];
    let fact = |(path, word): (&'static str, String)| {
        view! {
            <li class="flex gap-3">
                <Icon path />
                <span dir="auto">{word}</span>
            </li>
        }
    };
    view! {
        <section class=CARD aria-labelledby="relire">
            <h2 id="relire" class="titre-2">
                {ateliers::pro_relire()}
            </h2>
            <p class="whitespace-pre-line" dir="auto">
                {atelier.presentation}
            </p>
            <ul class="grid gap-2">{facts.into_iter().flatten().map(fact).collect_view()}</ul>
        </section>
    }
}
