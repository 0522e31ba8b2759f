//! The list of the day: one tap for who is there, who was received, who did not come; a first name for who comes without a
//! rendez-vous; the programme that somebody enters.

use leptos::prelude::*;
use shared::{
    fields::{Ligne, Prenom},
    ids::{CreneauId, RendezVousId},
    permanences::{AddVenue, EtatRendezVous, Marque, RecordEntree, Venue},
};

use super::{agenda::takes_a_place, pointages::Pointages};
use crate::{
    api::{Once, call},
    ask::Attempt,
    live::Live,
    permanences::etat_label,
    texts::pro,
    ui::{Field, Icon, ProblemNotice, SMALL, Submit, codes::explain_field, icons},
};

/// Someone on the list; on the day itself with the three taps. The same tap again takes it back.
#[component]
pub fn Person(
    /// Who.
    venue: Venue,
    /// Whether the day has come.
    day: bool,
) -> impl IntoView {
    let taps = Pointages::expect();
    let Venue { rendez_vous, prenom, etat, arrive_le, sans_compte, accompagne, oriente_par, programme } = venue;
    let initial: String = prenom.chars().take(1).collect();
    let comes = takes_a_place(etat);
    let stored = known(etat, arrive_le.is_some());
    // What was tapped here is shown at once, sent or not.
    let now = Memo::new(move |_| taps.of(rendez_vous).unwrap_or(stored));
    let word = move || match (taps.of(rendez_vous).is_some(), comes) {
        (true, _) => format!("{} · {}", marque_label(now.get()), pro::jour_en_attente()),
        (false, true) => marque_label(stored).to_owned(),
        (false, false) => etat_label(etat).to_owned(),
    };
    let more = [
        accompagne.then(|| pro::jour_accompagne().to_owned()),
        oriente_par.as_ref().map(|structure| pro::jour_oriente(structure)),
        (sans_compte && oriente_par.is_none()).then(|| pro::jour_sans_rendez_vous().to_owned()),
    ];
    let more: String = more.into_iter().flatten().map(|word| format!(" · {word}")).collect();
    let name = prenom.clone();
    let tap = move |marque: Marque, label: &'static str| {
        let pressed = move || now.get() == marque;
        let send = move |_| {
            let next = if now.get_untracked() == marque { Marque::Attendu } else { marque };
            taps.tap(rendez_vous, next);
        };
        view! {
            <button
                type="button"
                class=SMALL
                class=("btn-primary", pressed)
                aria-pressed=move || pressed().to_string()
                on:click=send
            >
                {label}
                <span class="sr-only">" : " {name.clone()}</span>
            </button>
        }
    };
    let buttons = (day && comes).then(|| {
        view! {
            <div class="flex flex-wrap gap-2">
                {tap(Marque::Arrive, pro::jour_arrive())} {tap(Marque::Recu, pro::jour_recu())}
                {tap(Marque::Absent, pro::jour_absent())}
            </div>
        }
    });
    let who = prenom.clone();
    let entry = move || {
        let stored_already = etat == EtatRendezVous::Honore && now.get() == Marque::Recu;
        stored_already.then(|| view! { <Entree rendez_vous who=who.clone() programme=programme.clone() /> })
    };
    view! {
        <li class="grid gap-2">
            <p class="flex items-center gap-2">
                <span class="initiale" class=("initiale-vient", comes) aria-hidden="true">
                    {initial}
                </span>
                <strong>{prenom}</strong>
                <span class="discret">{word} {more}</span>
            </p>
            {buttons}
            {entry}
            <ProblemNotice problem=Signal::derive(move || taps.refusal(rendez_vous)) />
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

fn marque_label(marque: Marque) -> &'static str {
    match marque {
        Marque::Attendu => pro::jour_attendu(),
        Marque::Arrive => pro::jour_arrive(),
        Marque::Recu => pro::jour_recu(),
        Marque::Absent => pro::jour_absent(),
    }
}

/// Entering a programme, from a rendez-vous that took place.
#[component]
fn Entree(rendez_vous: RendezVousId, who: String, programme: Option<String>) -> impl IntoView {
    let (attempt, live) = (Attempt::new(), Live::expect());
    let (opened, typed) = (RwSignal::new(false), RwSignal::new("DIP".to_owned()));
    let record = move |programme: Option<Ligne>| {
        let request = RecordEntree { rendez_vous, programme };
        attempt.run(call(request), move |_| live.rendez_vous.update(|count| *count += 1));
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Ok(programme) = Ligne::parse(&typed.get_untracked()) {
            record(Some(programme));
        }
    };
    let about = view! { <span class="sr-only">" : " {who.clone()}</span> };
    let shown = match programme {
        Some(programme) => view! {
            <p class="flex flex-wrap items-center gap-2">
                <Icon path=icons::CHECK class="size-5 shrink-0 text-primary" />
                {pro::entree_dans(&programme)}
                <button type="button" class="lien min-h-12" on:click=move |_| record(None)>
                    {pro::entree_retirer()}
                    {about}
                </button>
            </p>
        }
        .into_any(),
        None => view! {
            <Show
                when=move || opened.get()
                fallback=move || {
                    view! {
                        <button type="button" class="lien min-h-12 justify-self-start" on:click=move |_| opened.set(true)>
                            {pro::entree_noter()}
                            <span class="sr-only">" : " {who.clone()}</span>
                        </button>
                    }
                }
            >
                <form class="grid gap-2" novalidate on:submit=submit>
                    <Field label=pro::entree_programme() name="programme" value=typed maxlength=80 />
                    <Submit label=pro::entree_enregistrer() pending=attempt.pending />
                </form>
            </Show>
        }
        .into_any(),
    };
    view! {
        {shown}
        <ProblemNotice problem=attempt.problem />
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
