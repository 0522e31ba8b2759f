//! What others publish in our places: said by name, and ended in two taps.

use leptos::prelude::*;
use shared::permanences::{ListPermanencesAccueillies, Permanence, WithdrawPermanence};

use super::liste::{heures, quand};
use crate::{
    api::call,
    ask::{Answer, Attempt, ask, shown},
    live::Live,
    permanences::{besoin_icon, besoin_label},
    texts::pro,
    ui::{CARD, Confirm, DANGER, Drawing, EmptyState, Icon, ProblemNotice, SMALL, icons},
};

/// What others publish in our places.
#[component]
pub fn Accueillies(
    /// Nothing else is on the page: that there is nothing is said.
    alone: bool,
) -> impl IntoView {
    let live = Live::expect();
    let list = ask(move || {
        live.catch_up.track();
        call(ListPermanencesAccueillies {})
    });
    shown(move || {
        let Some(all) = list.ok() else { return ().into_any() };
        if all.is_empty() {
            return alone.then(nothing).into_any();
        }
        view! {
            <section class="pile" aria-labelledby="accueillies">
                <h2 id="accueillies" class="titre-2">
                    {pro::accueillies()}
                </h2>
                <p class="discret">{pro::accueillies_aide()}</p>
                <ul class="grid gap-3 lg:grid-cols-2">
                    {all.into_iter().map(|one| view! { <Accueillie one list /> }).collect_view()}
                </ul>
            </section>
        }
        .into_any()
    })
}

fn nothing() -> impl IntoView {
    view! {
        <EmptyState drawing=Drawing::Calendar>
            <p class="font-bold">{pro::accueillies_vide_titre()}</p>
            <p>{pro::accueillies_vide_texte()}</p>
        </EmptyState>
    }
}

#[component]
fn Accueillie(one: Permanence, list: Answer<Vec<Permanence>>) -> impl IntoView {
    let (attempt, asked) = (Attempt::new(), RwSignal::new(false));
    let (permanence, besoin) = (one.id, one.besoin);
    let when = format!("{}, {}", quand(&one.rythme), heures(&one));
    let about = format!("{}, {when}", besoin_label(besoin));
    let end = move || attempt.run(call(WithdrawPermanence { permanence }), move |_| list.refetch());
    let action = shown(move || {
        if asked.get() {
            return view! {
                <Confirm
                    question=pro::accueillies_question()
                    detail=pro::accueillies_detail()
                    no=pro::accueillies_non()
                    yes=pro::accueillies_oui()
                    yes_class=DANGER
                    on_no=Callback::new(move |()| asked.set(false))
                    on_yes=Callback::new(move |()| end())
                />
            }
            .into_any();
        }
        view! {
            <button type="button" class=SMALL on:click=move |_| asked.set(true)>
                {pro::accueillies_oui()}
                <span class="sr-only">" : " {about.clone()}</span>
            </button>
        }
        .into_any()
    });
    view! {
        <li class=CARD>
            <h3 class="titre-2 flex items-center gap-2">
                <Icon path=besoin_icon(besoin) />
                {besoin_label(besoin)}
            </h3>
            <div class="grid gap-1">
                <p class="font-bold first-letter:uppercase">{when}</p>
                <p class="flex gap-2">
                    <Icon path=icons::PIN class="size-5 mt-0.5 shrink-0" />
                    {format!("{}, {}", one.lieu.nom, one.lieu.commune)}
                </p>
                <p class="flex gap-2">
                    <Icon path=icons::PERSON class="size-5 mt-0.5 shrink-0" />
                    {pro::permanence_avec_structure(&one.professionnel, &one.structure)}
                </p>
            </div>
            {action}
            <ProblemNotice problem=attempt.problem />
        </li>
    }
}
