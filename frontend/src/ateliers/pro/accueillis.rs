//! What others publish with us or in our places: said by name, and taken back in two taps.

use leptos::prelude::*;
use shared::ateliers::{AtelierAccueilli, ListAteliersAccueillis, Part, WithdrawAtelier};

use crate::{
    api::call,
    ask::{Answer, Attempt, ask, shown},
    ateliers::mots::{lieu, quand},
    live::Live,
    texts::ateliers,
    ui::{CARD, Confirm, DANGER, ProblemNotice, SMALL},
};

/// What others publish; nothing when they do not.
#[component]
pub fn Accueillis() -> impl IntoView {
    let live = Live::expect();
    let list = ask(move || {
        live.catch_up.track();
        call(ListAteliersAccueillis {})
    });
    shown(move || {
        let all = list.ok().unwrap_or_default();
        if all.is_empty() {
            return ().into_any();
        }
        view! {
            <section class="pile" aria-labelledby="accueillis">
                <h2 id="accueillis" class="titre-2">
                    {ateliers::pro_accueillis()}
                </h2>
                <p class="discret">{ateliers::pro_accueillis_aide()}</p>
                <ul class="grid gap-3 lg:grid-cols-2">
                    {all.into_iter().map(|one| view! { <Accueilli one list /> }).collect_view()}
                </ul>
            </section>
        }
        .into_any()
    })
}

#[component]
fn Accueilli(one: AtelierAccueilli, list: Answer<Vec<AtelierAccueilli>>) -> impl IntoView {
    let AtelierAccueilli { atelier, structure, parts } = one;
    let (attempt, asked) = (Attempt::new(), RwSignal::new(None::<Part>));
    let (id, when, ou, titre) = (atelier.id, quand(&atelier), lieu(&atelier), atelier.titre);
    let about = titre.clone();
    let take_back = move |part| attempt.run(call(WithdrawAtelier { atelier: id, part }), move |_| list.refetch());
    let action = shown(move || match asked.get() {
        Some(part) => {
            let (question, detail, yes) = words(part);
            view! {
                <Confirm
                    question
                    detail
                    no=ateliers::pro_accueillis_non()
                    yes
                    yes_class=DANGER
                    on_no=Callback::new(move |()| asked.set(None))
                    on_yes=Callback::new(move |()| take_back(part))
                />
            }
            .into_any()
        }
        None => {
            let button = |part: Part| {
                let about = about.clone();
                view! {
                    <button type="button" class=SMALL on:click=move |_| asked.set(Some(part))>
                        {words(part).2}
                        <span class="sr-only">" : " {about}</span>
                    </button>
                }
            };
            view! { <div class="flex flex-wrap gap-2">{parts.iter().copied().map(button).collect_view()}</div> }
                .into_any()
        }
    });
    view! {
        <li class=CARD>
            <strong class="text-lg leading-snug" dir="auto">
                {titre}
            </strong>
            <span class="font-bold first-letter:uppercase">{when}</span>
            <span>{ou}</span>
            <span class="discret">{ateliers::pro_de_structure(&structure)}</span>
            {action}
            <ProblemNotice problem=attempt.problem />
        </li>
    }
}

// The question, what happens then, the button.
fn words(part: Part) -> (&'static str, &'static str, &'static str) {
    match part {
        Part::Anime => (ateliers::pro_anime_question(), ateliers::pro_anime_detail(), ateliers::pro_anime_oui()),
        Part::Lieu => (ateliers::pro_lieu_question(), ateliers::pro_lieu_detail(), ateliers::pro_lieu_oui()),
    }
}
