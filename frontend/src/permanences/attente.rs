//! Waiting for a place: joining the list of a full créneau, taking what is offered, or not.

use leptos::prelude::*;
use shared::{
    fields::CodeEspace,
    ids::CreneauId,
    permanences::{AcceptOffre, Attente, Besoin, JoinAttente, JoinAttenteBesoin, LeaveAttente, ListAttentes},
};

use super::{besoin_label, booking::When};
use crate::{
    api::{Once, call},
    ask::{Attempt, ask, shown},
    format,
    live::Live,
    session::Me,
    texts::jeune,
    ui::{PLAIN, ProblemNotice, SMALL, Submit},
};

/// The button that puts a jeune on the list of a créneau.
#[component]
pub fn WaitFor(
    /// Which.
    creneau: CreneauId,
) -> impl IntoView {
    let (attempt, waits) = (Attempt::new(), RwSignal::new(false));
    let once = StoredValue::new_local(Once::new());
    let join = move || attempt.run(once.get_value().call(JoinAttente { creneau }), move |_| waits.set(true));
    view! { <Join attempt waits join=Callback::new(move |()| join()) /> }
}

/// The button that puts a jeune on the list for a need in a place.
#[component]
pub fn WaitForNeed(
    /// The need.
    besoin: Besoin,
    /// The place.
    espace: CodeEspace,
) -> impl IntoView {
    let (attempt, waits) = (Attempt::new(), RwSignal::new(false));
    let once = StoredValue::new_local(Once::new());
    let request = StoredValue::new(JoinAttenteBesoin { espace, besoin });
    let join = move || attempt.run(once.get_value().call(request.get_value()), move |_| waits.set(true));
    view! { <Join attempt waits join=Callback::new(move |()| join()) /> }
}

#[component]
fn Join(attempt: Attempt, waits: RwSignal<bool>, join: Callback<()>) -> impl IntoView {
    let me = Me::expect();
    shown(move || match (waits.get(), me.is_jeune()) {
        (true, _) => view! {
            <p class="note" role="status">
                {jeune::attente_faite()}
            </p>
        }
        .into_any(),
        (false, Some(true)) => view! {
            <button type="button" class=PLAIN on:click=move |_| join.run(())>
                {jeune::attente_rejoindre()}
            </button>
            <ProblemNotice problem=attempt.problem />
        }
        .into_any(),
        (false, _) => ().into_any(),
    })
}

/// What the jeune waits for; what is offered comes first.
#[component]
pub fn Waits() -> impl IntoView {
    let live = Live::expect();
    let attentes = ask(move || {
        live.rendez_vous.track();
        call(ListAttentes {})
    });
    shown(move || {
        let attentes = attentes.ok().unwrap_or_default();
        view! { <ul class="pile empty:hidden">{attentes.into_iter().map(|one| view! { <Wait one /> }).collect_view()}</ul> }
            .into_any()
    })
}

#[component]
fn Wait(one: Attente) -> impl IntoView {
    let (live, attempt) = (Live::expect(), Attempt::new());
    let Attente { id, besoin, lieu, fuseau, avant, debut, offre, .. } = one;
    let read_again = move || live.rendez_vous.update(|count| *count += 1);
    let leave = move |_| attempt.run(call(LeaveAttente { attente: id }), move |_| read_again());
    let once = StoredValue::new_local(Once::new());
    let accept = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        attempt.run(once.get_value().call(AcceptOffre { attente: id }), move |_| read_again());
    };
    let no = if offre.is_some() { jeune::attente_refuser() } else { jeune::attente_quitter() };
    let what = match offre {
        Some(offre) => view! {
            <p class="font-bold">{jeune::attente_offerte(&format::until(offre.jusquau, &fuseau))}</p>
            <When debut=offre.debut fin=offre.fin zone=fuseau.clone() />
            <form class="pile" on:submit=accept>
                <Submit label=jeune::attente_prendre() pending=attempt.pending />
            </form>
        }
        .into_any(),
        None => {
            let quand = debut.map(|debut| format!(" · {}", format::moment(debut, &fuseau)));
            let rang = match avant {
                0 => jeune::attente_premier().to_owned(),
                before => jeune::attente_avant(&before.to_string()),
            };
            view! {
                <p class="font-bold">{jeune::attente_en_cours()} {quand}</p>
                <p class="discret">{rang}</p>
            }
            .into_any()
        }
    };
    view! {
        <li class="carte">
            {what} <p>{besoin_label(besoin)} " · " {lieu}</p> <button type="button" class=SMALL on:click=leave>
                {no}
            </button> <ProblemNotice problem=attempt.problem />
        </li>
    }
    .into_any()
}
