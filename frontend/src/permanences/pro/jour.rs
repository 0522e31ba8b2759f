//! The list of the day: one tap for who is there, who was received, who did not come; a first name for who comes without a
//! rendez-vous.

use leptos::prelude::*;
use shared::{
    fields::Prenom,
    ids::CreneauId,
    permanences::{AddVenue, EtatRendezVous, MarkVenue, Marque, Venue},
};

use super::agenda::takes_a_place;
use crate::{
    api::{Once, call},
    ask::Attempt,
    format,
    live::Live,
    permanences::etat_label,
    texts::pro,
    ui::{Field, ProblemNotice, SMALL, Submit, codes::explain_field},
};

/// Someone on the list; on the day itself with the three taps. The same tap again takes it back.
#[component]
pub fn Person(
    /// Who.
    venue: Venue,
    /// Whether the day has come.
    day: bool,
) -> impl IntoView {
    let attempt = Attempt::new();
    let live = Live::expect();
    let Venue { rendez_vous, prenom, etat, arrive_le, sans_compte, accompagne, .. } = venue;
    let initial: String = prenom.chars().take(1).collect();
    let comes = takes_a_place(etat);
    let known = known(etat, arrive_le.is_some());
    let word =
        if arrive_le.is_some() && etat == EtatRendezVous::Confirme { pro::jour_arrive() } else { etat_label(etat) };
    let more = [accompagne.then(pro::jour_accompagne), sans_compte.then(pro::jour_sans_rendez_vous)];
    let more: String = more.into_iter().flatten().map(|word| format!(" · {word}")).collect();
    let name = prenom.clone();
    let tap = move |marque: Marque, label: &'static str| {
        let pressed = known == marque;
        let next = if pressed { Marque::Attendu } else { marque };
        let send = move |_| {
            let request = MarkVenue { rendez_vous, marque: next, le: format::now() };
            attempt.run(call(request), move |_| live.rendez_vous.update(|count| *count += 1));
        };
        view! {
            <button type="button" class=SMALL class=("btn-primary", pressed) aria-pressed=pressed.to_string() on:click=send>
                {label}
                <span class="sr-only">" : " {name.clone()}</span>
            </button>
        }
    };
    let taps = (day && comes).then(|| {
        view! {
            <div class="flex flex-wrap gap-2">
                {tap(Marque::Arrive, pro::jour_arrive())} {tap(Marque::Recu, pro::jour_recu())}
                {tap(Marque::Absent, pro::jour_absent())}
            </div>
        }
    });
    view! {
        <li class="grid gap-2">
            <p class="flex items-center gap-2">
                <span class="initiale" class=("initiale-vient", comes) aria-hidden="true">
                    {initial}
                </span>
                <strong>{prenom}</strong>
                <span class="discret">{word} {more}</span>
            </p>
            {taps}
            <ProblemNotice problem=attempt.problem />
        </li>
    }
}

fn known(etat: EtatRendezVous, arrived: bool) -> Marque {
    match etat {
        EtatRendezVous::Honore => Marque::Recu,
        EtatRendezVous::Absent => Marque::Absent,
        _ if arrived => Marque::Arrive,
        _ => Marque::Attendu,
    }
}

/// Someone came without a rendez-vous: a first name is enough.
#[component]
pub fn WalkIn(
    /// When they are received.
    creneau: CreneauId,
) -> impl IntoView {
    let attempt = Attempt::new();
    let live = Live::expect();
    let (opened, tried) = (RwSignal::new(false), RwSignal::new(false));
    let prenom = RwSignal::new(String::new());
    let once = StoredValue::new_local(Once::new());
    let error = Signal::derive(move || Prenom::parse(&prenom.get()).err().filter(|_| tried.get()).map(explain_field));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if let Ok(prenom) = Prenom::parse(&prenom.get_untracked()) {
            let request = AddVenue { creneau, prenom, marque: Marque::Arrive };
            attempt.run(once.get_value().call(request), move |_| live.rendez_vous.update(|count| *count += 1));
        }
    };
    view! {
        <Show
            when=move || opened.get()
            fallback=move || {
                view! {
                    <button type="button" class=SMALL on:click=move |_| opened.set(true)>
                        {pro::jour_quelquun()}
                    </button>
                }
            }
        >
            <form class="grid gap-2" novalidate on:submit=submit>
                <Field label=pro::jour_prenom() name="prenom" value=prenom maxlength=40 error />
                <ProblemNotice problem=attempt.problem />
                <Submit label=pro::jour_ajouter() pending=attempt.pending />
            </form>
        </Show>
    }
}
