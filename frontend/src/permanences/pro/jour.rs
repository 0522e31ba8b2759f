//! The list of the day: one tap for who is there, who was received, who did not come; a first name for who comes without a
//! rendez-vous; the programme that somebody enters.

use leptos::prelude::*;
use shared::{
    Problem,
    fields::{Ligne, Prenom},
    ids::{CreneauId, RendezVousId},
    permanences::{EtatRendezVous, Marque, RecordEntree, Venue},
};

use super::{
    agenda::{is_expected, is_walk_in},
    pointages::Pointages,
};
use crate::{
    api::call,
    ask::Attempt,
    live::Live,
    permanences::etat_label,
    texts::pro,
    ui::{Field, Icon, ProblemNotice, SMALL, Submit, codes::explain_field, icons},
};

/// Who comes at a créneau, and who came: what was tapped here is shown at once, sent or not.
#[component]
pub fn People(
    /// When they are received.
    creneau: CreneauId,
    /// Who, as the agenda says it.
    venues: Vec<Venue>,
    /// Whether the day has come.
    day: bool,
) -> impl IntoView {
    let taps = Pointages::expect();
    let known: Vec<RendezVousId> = venues.iter().map(|venue| venue.rendez_vous).collect();
    let is_empty = known.is_empty();
    // Memos: those who did not change are not made anew.
    let came = Memo::new(move |_| {
        let came = taps.came(creneau).into_iter();
        came.filter(|venue| !known.contains(&venue.rendez_vous)).collect::<Vec<_>>()
    });
    let coming = Memo::new(move |_| taps.coming(creneau));
    let nobody = move || is_empty && came.with(Vec::is_empty) && coming.with(Vec::is_empty);
    let refused = Signal::derive(move || {
        let (prenom, why) = taps.refused_at(creneau)?;
        Some(Problem { title: format!("{} {}", pro::jour_pas_ajoute(&prenom), why.title), ..why })
    });
    let person = move |venue: Venue| view! { <Person venue day /> };
    let on_its_way = |prenom: String| view! { <OnItsWay prenom /> };
    view! {
        {move || nobody().then(|| view! { <p class="discret">{pro::agenda_personne()}</p> })}
        <ul class="grid gap-1" aria-label=pro::agenda_qui_vient()>
            {venues.into_iter().map(person).collect_view()}
            {move || came.get().into_iter().map(person).collect_view()}
            {move || coming.get().into_iter().map(on_its_way).collect_view()}
        </ul>
        <ProblemNotice problem=refused />
        {day.then(|| view! { <WalkIn creneau /> })}
    }
}

/// Someone who came and whom the server does not know yet: marks can wait until it does.
#[component]
fn OnItsWay(prenom: String) -> impl IntoView {
    let words = format!("{} · {} · {}", pro::jour_arrive(), pro::jour_sans_rendez_vous(), pro::jour_en_attente());
    view! {
        <li>
            <Name prenom comes=true>
                {words}
            </Name>
        </li>
    }
}

#[component]
fn Name(prenom: String, comes: bool, children: Children) -> impl IntoView {
    let initial: String = prenom.chars().take(1).collect();
    view! {
        <p class="flex items-center gap-2">
            <span class="initiale" class=("initiale-vient", comes) aria-hidden="true">
                {initial}
            </span>
            <span class="min-w-0">
                <strong>{prenom}</strong>
                " "
                <span class="discret">{children()}</span>
            </span>
        </p>
    }
}

/// Someone on the list; on the day itself with the three taps. The same tap again takes it back.
#[component]
fn Person(venue: Venue, day: bool) -> impl IntoView {
    let taps = Pointages::expect();
    let without = is_walk_in(&venue);
    let Venue { rendez_vous, prenom, etat, arrive_le, accompagne, oriente_par, programme, .. } = venue;
    let comes = is_expected(etat);
    let read = known(etat, arrive_le.is_some());
    // What was tapped here is shown at once, sent or not.
    let now = Memo::new(move |_| {
        let stored = || taps.stored(rendez_vous).map(|one| known(one.etat, one.arrive_le.is_some()));
        taps.of(rendez_vous).or_else(stored).unwrap_or(read)
    });
    let word = move || match (taps.of(rendez_vous).is_some(), comes) {
        (true, _) => format!("{} · {}", marque_label(now.get()), pro::jour_en_attente()),
        (false, true) => marque_label(now.get()).to_owned(),
        (false, false) => etat_label(etat).to_owned(),
    };
    let more = [
        accompagne.then(|| pro::jour_accompagne().to_owned()),
        oriente_par.as_ref().map(|structure| pro::jour_oriente(structure)),
        without.then(|| pro::jour_sans_rendez_vous().to_owned()),
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
            <button type="button" class="btn pointage" aria-pressed=move || pressed().to_string() on:click=send>
                {move || pressed().then(|| view! { <Icon path=icons::CHECK class="size-5 shrink-0" /> })}
                <span>{label} <span class="sr-only">" : " {name.clone()}</span></span>
            </button>
        }
    };
    let whose = prenom.clone();
    let undo = move || {
        (now.get() != Marque::Attendu).then(|| {
            let take_back = move |_| taps.tap(rendez_vous, Marque::Attendu);
            view! {
                <button type="button" class="lien min-h-12 justify-self-start" on:click=take_back>
                    {pro::jour_annuler_marque()}
                    <span class="sr-only">" : " {whose.clone()}</span>
                </button>
            }
        })
    };
    let buttons = (day && comes).then(|| {
        view! {
            <div class="pointages">
                {tap(Marque::Arrive, pro::jour_arrive())} {tap(Marque::Recu, pro::jour_recu())}
                {tap(Marque::Absent, pro::jour_absent())}
            </div>
            {undo}
        }
    });
    let who = prenom.clone();
    let entry = move || {
        let stored_already = etat == EtatRendezVous::Honore && now.get() == Marque::Recu;
        stored_already.then(|| view! { <Entree rendez_vous who=who.clone() programme=programme.clone() /> })
    };
    view! {
        <li class="grid gap-2">
            <Name prenom comes>
                {word} {more}
            </Name>
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
                        <button type="button" class="lien min-h-12 justify-self-start text-start" on:click=move |_| opened.set(true)>
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

/// Someone came without a rendez-vous: a first name is enough, with or without a network.
#[component]
fn WalkIn(creneau: CreneauId) -> impl IntoView {
    let taps = Pointages::expect();
    let (opened, tried) = (RwSignal::new(false), RwSignal::new(false));
    let prenom = RwSignal::new(String::new());
    let error = Signal::derive(move || Prenom::parse(&prenom.get()).err().filter(|_| tried.get()).map(explain_field));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if let Ok(who) = Prenom::parse(&prenom.get_untracked()) {
            tried.set(false);
            prenom.set(String::new());
            opened.set(false);
            taps.come(creneau, who);
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
                <Submit label=pro::jour_ajouter() pending=Signal::stored(false) />
            </form>
        </Show>
    }
}
