//! What somebody took for the jeune: it waits for a yes or a no.

use leptos::prelude::*;
use shared::permanences::{AcceptOrientation, DeclineOrientation, ListOrientations, Orientation};

use super::{
    besoin_label,
    booking::{Meet, When},
};
use crate::{
    api::{Once, call},
    ask::{Attempt, ask, shown},
    live::Live,
    texts::jeune,
    ui::{PLAIN, ProblemNotice, Submit},
};

/// What waits for an answer; nothing when nothing does.
#[component]
pub fn Orientations() -> impl IntoView {
    let live = Live::expect();
    let orientations = ask(move || {
        live.rendez_vous.track();
        call(ListOrientations {})
    });
    shown(move || {
        let list = orientations.ok().unwrap_or_default();
        view! { <ul class="pile empty:hidden">{list.into_iter().map(|one| view! { <Proposed one /> }).collect_view()}</ul> }
            .into_any()
    })
}

#[component]
fn Proposed(one: Orientation) -> impl IntoView {
    let (live, attempt) = (Live::expect(), Attempt::new());
    let prescription = one.id;
    let read_again = move || live.rendez_vous.update(|count| *count += 1);
    let once = StoredValue::new_local(Once::new());
    let accept = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        attempt.run(once.get_value().call(AcceptOrientation { prescription }), move |_| read_again());
    };
    let decline = move |_| attempt.run(call(DeclineOrientation { prescription }), move |_| read_again());
    view! {
        <li class="carte">
            <Proposal one />
            <form class="pile" on:submit=accept>
                <Submit label=jeune::orientation_prendre() pending=attempt.pending />
            </form>
            <button type="button" class=PLAIN on:click=decline>
                {jeune::orientation_refuser()}
            </button>
            <ProblemNotice problem=attempt.problem />
        </li>
    }
    .into_any()
}

/// Who took it, when, where.
#[component]
pub fn Proposal(
    /// What was taken.
    one: Orientation,
) -> impl IntoView {
    let Orientation { structure, debut, fin, besoin, professionnel, lieu, mode, .. } = one;
    view! {
        <p class="font-bold">{jeune::orientation_de(&structure)}</p>
        <When debut fin zone=lieu.fuseau.clone() />
        <p>{besoin_label(besoin)} " · " {jeune::avec(&professionnel)}</p>
        <Meet mode lien=None lieu />
    }
    .into_any()
}
