//! A créneau that is proposed: the jeune books it in one tap.

use leptos::prelude::*;
use shared::{
    ProblemKind,
    messages::{Carte, EtatCarte},
    permanences::BookCreneau,
};

use crate::{
    api::Once,
    ask::{Attempt, shown},
    format,
    live::Live,
    permanences::{besoin_icon, besoin_label},
    session::Me,
    texts::commun,
    ui::{Icon, ProblemNotice, icons},
};

/// The card.
#[component]
pub fn CarteView(
    /// What is proposed.
    carte: Carte,
    /// Whether the reader proposed it.
    mine: bool,
) -> impl IntoView {
    let Carte { creneau, besoin, debut, lieu, professionnel, etat } = carte;
    let (me, live) = (Me::expect(), Live::expect());
    let (etat, attempt, once) = (RwSignal::new(etat), Attempt::new(), StoredValue::new_local(Once::new()));
    let book = move |_| {
        let request = once.get_value().call(BookCreneau { creneau, accompagne: false });
        let answer = async move {
            let answer = request.await;
            // Others were quicker, or it has begun: the card says so from now on.
            if let Some(other) = answer.as_ref().err().and_then(|problem| after(problem.kind)) {
                etat.try_set(other);
            }
            answer
        };
        attempt.run(answer, move |_| {
            etat.try_set(EtatCarte::Reserve);
            live.rendez_vous.update(|count| *count += 1);
        });
    };
    let action = shown(move || match (etat.get(), mine || me.is_jeune() != Some(true)) {
        (EtatCarte::Libre, false) => view! {
            <button
                type="button"
                class="btn btn-primary btn-block"
                aria-disabled=move || attempt.pending.get().then_some("true")
                on:click=book
            >
                {commun::carte_reserver()}
            </button>
        }
        .into_any(),
        (EtatCarte::Libre, true) => word(icons::CLOCK, commun::carte_libre()),
        (EtatCarte::Reserve, _) => word(icons::CHECK, commun::carte_reserve()),
        (EtatCarte::Pris, _) => word(icons::CLOSE, commun::carte_pris()),
        (EtatCarte::Passe, _) => word(icons::CLOCK, commun::carte_passe()),
    });
    let moment = format::moment(debut, &lieu.fuseau);
    view! {
        <section class="carte carte-moment carte-fil" aria-label=commun::carte_titre()>
            <p class="text-xl leading-tight font-bold first-letter:uppercase">{moment}</p>
            <p class="flex items-center gap-2">
                <Icon path=besoin_icon(besoin) />
                <span>{besoin_label(besoin)} " · " {professionnel}</span>
            </p>
            <p class="flex items-center gap-2">
                <Icon path=icons::PIN />
                <span>{lieu.nom} ", " {lieu.commune}</span>
            </p>
            <ProblemNotice problem=attempt.problem />
            <div role="status">{action}</div>
        </section>
    }
}

fn word(path: &'static str, word: &'static str) -> AnyView {
    view! {
        <p class="flex items-center gap-2 font-bold">
            <Icon path />
            {word}
        </p>
    }
    .into_any()
}

fn after(kind: ProblemKind) -> Option<EtatCarte> {
    let known = [
        (ProblemKind::DejaReserve, EtatCarte::Reserve),
        (ProblemKind::CreneauComplet, EtatCarte::Pris),
        (ProblemKind::Introuvable, EtatCarte::Pris),
        (ProblemKind::CreneauPasse, EtatCarte::Passe),
    ];
    known.into_iter().find(|(why, _)| *why == kind).map(|(_, etat)| etat)
}
