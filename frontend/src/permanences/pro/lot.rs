//! Several rendez-vous of a day are moved or cancelled at once, with a word that each person reads.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::{
    Instant,
    fields::Jour,
    ids::RendezVousId,
    permanences::{CancelVenues, CreneauAgenda, EtatRendezVous, ListAgenda, MoveVenues},
};

use super::{
    journees::{Word, WordField},
    jours,
};
use crate::{
    api::call,
    ask::ask,
    format,
    live::Live,
    texts::pro,
    ui::{
        Choice, Creation, DANGER, Field, Loaded, ProblemNotice, RadioField, SMALL, SelectField, SeveralField,
        focus_first_error,
    },
};

const MOVE: &str = "deplacer";
const CANCEL: &str = "annuler";

/// Someone of the day who can be told.
#[derive(Clone)]
struct Expected {
    rendez_vous: RendezVousId,
    label: String,
}

fn expected(creneaux: &[CreneauAgenda]) -> Vec<Expected> {
    let now = format::now();
    let all = creneaux.iter().filter(|creneau| now < creneau.debut).flat_map(|creneau| {
        let hour = format::hour(creneau.debut, &creneau.lieu.fuseau);
        let venues = creneau.venues.iter().filter(|venue| venue.etat == EtatRendezVous::Confirme);
        venues
            .map(move |venue| Expected { rendez_vous: venue.rendez_vous, label: format!("{hour} · {}", venue.prenom) })
    });
    all.collect()
}

/// The button of a day, and what it opens.
#[component]
pub fn Lot(
    /// The créneaux of the day.
    creneaux: Vec<CreneauAgenda>,
) -> impl IntoView {
    let people = expected(&creneaux);
    let opened = RwSignal::new(false);
    (!people.is_empty()).then(|| {
        let people = StoredValue::new(people);
        view! {
            <button
                type="button"
                class="lien min-h-12 justify-self-start"
                aria-expanded=move || opened.get().to_string()
                on:click=move |_| opened.update(|opened| *opened = !*opened)
            >
                {pro::lot_ouvrir()}
            </button>
            {move || opened.get().then(|| view! { <Panel people=people.get_value() opened /> })}
        }
    })
}

#[component]
fn Panel(people: Vec<Expected>, opened: RwSignal<bool>) -> impl IntoView {
    let live = Live::expect();
    let in_order: Vec<RendezVousId> = people.iter().map(|one| one.rendez_vous).collect();
    let everybody: BTreeSet<String> = in_order.iter().map(ToString::to_string).collect();
    let chosen = RwSignal::new(everybody);
    let (action, word, onto) = (RwSignal::new(MOVE.to_owned()), Word::new(), RwSignal::new(String::new()));
    let (moving, cancelling) = (Creation::<MoveVenues>::new(), Creation::<CancelVenues>::new());
    let is_move = move || action.with(|action| action == MOVE);
    Effect::new(move || {
        if moving.reply().is_some() || cancelling.reply().is_some() {
            opened.set(false);
            live.rendez_vous.update(|count| *count += 1);
        }
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        word.tried.set(true);
        // In the order of the list: the first of them has the first place.
        let is_chosen = |id: &RendezVousId| chosen.with_untracked(|chosen| chosen.contains(&id.to_string()));
        let rendez_vous: Vec<RendezVousId> = in_order.iter().copied().filter(is_chosen).collect();
        let Some(Some(mot)) = word.read() else { return focus_first_error() };
        if rendez_vous.is_empty() {
            return;
        }
        if !untrack(is_move) {
            cancelling.send(CancelVenues { rendez_vous, mot });
        } else if let Ok(creneau) = onto.get_untracked().parse() {
            moving.send(MoveVenues { rendez_vous, creneau, mot });
        } else {
            focus_first_error();
        }
    };
    let choices = people.into_iter().map(|one| (one.rendez_vous.to_string(), one.label)).collect();
    let actions =
        vec![(MOVE.to_owned(), pro::lot_deplacer().to_owned()), (CANCEL.to_owned(), pro::lot_annuler().to_owned())];
    let nobody = move || chosen.with(BTreeSet::is_empty);
    view! {
        <form class="carte" novalidate on:submit=send>
            <SeveralField label=pro::lot_qui() choices chosen all=pro::lot_tous() none=pro::lot_aucun() />
            <RadioField label=pro::lot_quoi() name="lot" value=action choices=actions />
            <Show when=is_move>
                <Onto onto tried=word.tried />
            </Show>
            <WordField word />
            <ProblemNotice problem=moving.problem() />
            <ProblemNotice problem=cancelling.problem() />
            <div class="flex flex-wrap gap-2">
                <button
                    type="submit"
                    class=move || if is_move() { "btn btn-primary" } else { DANGER }
                    aria-disabled=move || nobody().then_some("true")>
                    {move || if is_move() { pro::lot_oui_deplacer() } else { pro::lot_oui_annuler() }}
                </button>
                <button type="button" class=SMALL on:click=move |_| opened.set(false)>
                    {pro::lot_fermer()}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// The first créneau to fill, of the seven days from one on.
#[component]
fn Onto(onto: RwSignal<String>, tried: RwSignal<bool>) -> impl IntoView {
    let from = RwSignal::new(jours::plus_days(jours::today(), 1).to_string());
    let day = Memo::new(move |_| from.get().parse::<Jour>().unwrap_or_else(|_| jours::today()));
    // What was listed for another day is neither shown nor chosen while this one is read.
    let agenda = ask(move || {
        let du = day.get();
        async move { call(ListAgenda { du }).await.map(|creneaux| (du, creneaux)) }
    });
    Effect::new(move |former: Option<Jour>| {
        let day = day.get();
        if former.is_some_and(|former| former != day) {
            onto.set(String::new());
        }
        day
    });
    let error = Signal::derive(move || {
        (tried.get() && onto.with(String::is_empty)).then(|| pro::erreur_a_choisir().to_owned())
    });
    view! {
        <Field label=pro::lot_a_partir_du() name="lot-du" value=from kind="date" />
        <Loaded from=agenda let:listed>
            {move || {
                let (du, creneaux) = &listed;
                let choices = if *du == day.get() { free(creneaux) } else { Vec::new() };
                view! {
                    <SelectField
                        label=pro::lot_vers()
                        name="lot-vers"
                        value=onto
                        choices
                        empty=pro::publier_choisir()
                        error
                    />
                }
            }}
        </Loaded>
        <p class="discret">{pro::lot_vers_aide()}</p>
    }
}

/// Those to come with a place that can be taken.
pub fn takes_more(creneaux: &[CreneauAgenda], now: Instant) -> impl Iterator<Item = &CreneauAgenda> {
    creneaux.iter().filter(move |one| now < one.debut && 0 < one.places_libres)
}

fn free(creneaux: &[CreneauAgenda]) -> Vec<Choice> {
    let choice = |one: &CreneauAgenda| {
        let when = format::moment(one.debut, &one.lieu.fuseau);
        (one.id.to_string(), format!("{when} · {} · {}", one.professionnel, one.lieu.nom))
    };
    takes_more(creneaux, format::now()).map(choice).collect()
}
