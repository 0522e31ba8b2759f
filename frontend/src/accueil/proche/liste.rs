//! Whom a jeune has invited, and the tap that ends it.

use leptos::prelude::*;
use shared::accueil::{EndProche, EtatProche, InvitationProche, ListInvitationsProche, Portee};

use crate::{
    api::call,
    ask::{Answer, Attempt, ask, shown},
    format,
    live::Live,
    texts::proche,
    ui::{CARD, Confirm, DANGER, Loaded, ProblemNotice, SMALL},
};

/// The invitations, the last first; `again` is counted up when there is a new one.
#[component]
pub fn Invited(
    /// See [`Invited`].
    again: RwSignal<u32>,
) -> impl IntoView {
    let live = Live::expect();
    let list = ask(move || {
        again.track();
        live.catch_up.track();
        call(ListInvitationsProche {})
    });
    view! {
        <section class="pile" aria-labelledby="invites">
            <h2 id="invites" class="titre-2">
                {proche::moi_invites()}
            </h2>
            <Loaded from=list let:found>
                <All found list />
            </Loaded>
        </section>
    }
    .into_any()
}

#[component]
fn All(found: Vec<InvitationProche>, list: Answer<Vec<InvitationProche>>) -> impl IntoView {
    if found.is_empty() {
        return view! { <p>{proche::moi_personne()}</p> }.into_any();
    }
    let one = move |one: InvitationProche| view! { <One one list /> };
    view! { <ul class="grid gap-3">{found.into_iter().map(one).collect_view()}</ul> }.into_any()
}

#[component]
fn One(one: InvitationProche, list: Answer<Vec<InvitationProche>>) -> impl IntoView {
    let (attempt, asked) = (Attempt::new(), RwSignal::new(false));
    let InvitationProche { id, prenom, portee, debut, fuseau, etat, .. } = one;
    let state = match etat {
        EtatProche::Envoyee => proche::moi_etat_envoyee(),
        EtatProche::Ouverte => proche::moi_etat_ouverte(),
        EtatProche::Finie => proche::moi_etat_finie(),
        EtatProche::Annulee => proche::moi_etat_annulee(),
    };
    let scope = match portee {
        Portee::Equipe => proche::moi_portee_equipe(),
        Portee::RendezVous => proche::moi_portee_rendez_vous(),
        Portee::Atelier => proche::moi_portee_atelier(),
    };
    let when = debut.map(|debut| format!(" · {}", format::moment(debut, &fuseau)));
    let end = Callback::new(move |()| attempt.run(call(EndProche { proche: id }), move |_| list.refetch()));
    let about = prenom.clone();
    let action = shown(move || match (etat, asked.get()) {
        (EtatProche::Finie | EtatProche::Annulee, _) => ().into_any(),
        (_, true) => view! {
            <Confirm
                question=proche::moi_arreter_question()
                detail=proche::moi_arreter_detail()
                no=proche::moi_arreter_non()
                yes=proche::moi_arreter_oui()
                yes_class=DANGER
                on_no=Callback::new(move |()| asked.set(false))
                on_yes=end
            />
        }
        .into_any(),
        (_, false) => view! {
            <button type="button" class=SMALL on:click=move |_| asked.set(true)>
                {proche::moi_arreter()}
                <span class="sr-only">" : " {about.clone()}</span>
            </button>
        }
        .into_any(),
    });
    view! {
        <li class=CARD>
            <p>
                <strong dir="auto">{prenom}</strong>
                " · "
                {state}
            </p>
            <p class="discret">{scope} {when}</p>
            {action}
            <ProblemNotice problem=attempt.problem />
        </li>
    }
}
