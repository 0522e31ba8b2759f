//! The days of a permanence: one is cancelled, moved, changed or taken back alone.

use leptos::prelude::*;
use shared::{
    fields::{Heure, Jour, Ligne},
    ids::PermanenceId,
    permanences::{
        CancelOccurrence, ChangePlaces, EtatOccurrence, FichePermanence, MoveOccurrence, Occurrence, RestoreOccurrence,
    },
};

use crate::{
    api::call,
    ask::Attempt,
    format,
    texts::pro,
    ui::{DANGER, Field, Icon, ProblemNotice, SMALL, codes::explain_field, icons},
};

/// What is shown of a day that one has opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Panel {
    Cancel,
    Move,
    Places,
}

/// The days, those to come first.
#[component]
pub fn Days(
    /// Whose.
    permanence: PermanenceId,
    /// The zone of its place.
    zone: String,
    /// The days, in order.
    occurrences: Vec<Occurrence>,
    /// Where the sheet goes that an action answers with.
    done: RwSignal<Option<FichePermanence>>,
) -> impl IntoView {
    let now = format::now();
    let (past, to_come): (Vec<_>, Vec<_>) = occurrences.into_iter().partition(|day| day.debut <= now);
    let former = (!past.is_empty()).then(|| {
        let zone = zone.clone();
        let rows = past.into_iter().rev().map(|day| view! { <PastDay permanence day zone=zone.clone() done /> });
        view! {
            <h2 class="titre-2">{pro::jours_passes()}</h2>
            <ul class="grid gap-2 lg:grid-cols-2">{rows.collect_view()}</ul>
        }
    });
    let none = to_come.is_empty().then(|| view! { <p>{pro::jours_aucun()}</p> });
    let row = |day: Occurrence| view! { <DayToCome permanence day zone=zone.clone() done /> };
    view! {
        <section class="pile" aria-labelledby="jours">
            <h2 id="jours" class="titre-2">
                {pro::jours_a_venir()}
            </h2>
            {none}
            <ul class="grid items-start gap-3 lg:grid-cols-2">{to_come.into_iter().map(row).collect_view()}</ul>
            {former}
        </section>
    }
}

fn summary(day: &Occurrence, zone: &str) -> impl IntoView + use<> {
    let what = match (day.etat, day.venues) {
        (EtatOccurrence::Annulee, _) => pro::jour_annule().to_owned(),
        (EtatOccurrence::LieuFerme, _) => pro::jour_lieu_ferme().to_owned(),
        (EtatOccurrence::Absence, _) => pro::jour_absence().to_owned(),
        (_, 0) if day.debut <= format::now() => pro::jour_personne_note().to_owned(),
        (_, 0) => pro::jour_personne().to_owned(),
        (_, 1) => pro::jour_une_personne().to_owned(),
        (_, many) => pro::jour_personnes(&many.to_string()),
    };
    let moved = (day.etat == EtatOccurrence::Deplacee).then(pro::jour_deplace);
    view! {
        <p class="font-bold first-letter:uppercase">{format::moment(day.debut, zone)}</p>
        <p class="discret">{what} {moved.map(|moved| format!(" · {moved}"))}</p>
    }
}

// The agenda of that day is where who came is entered; a day on which nobody came may not have been held at all.
#[component]
fn PastDay(
    permanence: PermanenceId,
    day: Occurrence,
    zone: String,
    done: RwSignal<Option<FichePermanence>>,
) -> impl IntoView {
    let attempt = Attempt::new();
    let (jour, about) = (day.jour, format::day(day.debut, &zone));
    let not_held = move |_| {
        attempt.run(call(CancelOccurrence { permanence, jour, mot: None }), move |fiche| done.set(Some(fiche)));
    };
    let actions = (!matches!(day.etat, EtatOccurrence::Annulee | EtatOccurrence::LieuFerme | EtatOccurrence::Absence))
        .then(|| {
            let who = about.clone();
            view! {
                <div class="flex flex-wrap gap-2">
                    <a class=SMALL href=format!("/pro/agenda?du={jour}")>
                        {pro::jour_liste()}
                        <span class="sr-only">" : " {who}</span>
                    </a>
                    {(day.venues == 0)
                        .then(|| {
                            view! {
                                <button type="button" class=SMALL on:click=not_held>
                                    {pro::jour_pas_tenu()}
                                    <span class="sr-only">" : " {about}</span>
                                </button>
                            }
                        })}
                </div>
            }
        });
    let summary = summary(&day, &zone);
    view! {
        <li class="carte gap-2">
            <div>{summary}</div>
            {actions}
            <ProblemNotice problem=attempt.problem />
        </li>
    }
}

#[component]
fn DayToCome(
    permanence: PermanenceId,
    day: Occurrence,
    zone: String,
    done: RwSignal<Option<FichePermanence>>,
) -> impl IntoView {
    let (panel, attempt) = (RwSignal::new(None::<Panel>), Attempt::new());
    let cancelled = day.etat == EtatOccurrence::Annulee;
    let about = format::day(day.debut, &zone);
    let open = move |one: Panel, label: &'static str| {
        let about = about.clone();
        view! {
            <button
                type="button"
                class=SMALL
                aria-expanded=move || (panel.get() == Some(one)).to_string()
                on:click=move |_| panel.update(|panel| *panel = Some(one).filter(|one| *panel != Some(*one)))
            >
                {label}
                <span class="sr-only">" : " {about}</span>
            </button>
        }
    };
    let jour = day.jour;
    let restore = move |_| {
        attempt.run(call(RestoreOccurrence { permanence, jour }), move |fiche| done.set(Some(fiche)));
    };
    let actions = if matches!(day.etat, EtatOccurrence::LieuFerme | EtatOccurrence::Absence) {
        // What closes the place or keeps somebody away is changed where it was said.
        view! {
            <a class=SMALL href="/pro/permanences/fermetures">
                {pro::jour_fermetures()}
            </a>
        }
        .into_any()
    } else if cancelled {
        view! {
            <button type="button" class=SMALL on:click=restore>
                <Icon path=icons::RETRY />
                {pro::jour_retablir()}
            </button>
        }
        .into_any()
    } else {
        view! {
            {open(Panel::Move, pro::jour_deplacer())} {open(Panel::Places, pro::jour_places())}
            {open(Panel::Cancel, pro::jour_annuler())}
        }
        .into_any()
    };
    let summary = summary(&day, &zone);
    view! {
        <li class="carte">
            <div>{summary}</div>
            <div class="flex flex-wrap gap-2">{actions}</div>
            {move || panel.get().map(|panel| view! { <Change permanence day=day.clone() panel attempt done /> })}
            <ProblemNotice problem=attempt.problem />
        </li>
    }
    .into_any()
}

#[component]
fn Change(
    permanence: PermanenceId,
    day: Occurrence,
    panel: Panel,
    attempt: Attempt,
    done: RwSignal<Option<FichePermanence>>,
) -> impl IntoView {
    let text = |text: String| RwSignal::new(text);
    let (mot, tried) = (text(String::new()), RwSignal::new(false));
    let (vers, debut) = (text(day.jour.to_string()), text("14:00".to_owned()));
    let places = text(String::new());
    let jour = day.jour;
    let (touched, word) = (0 < day.venues, Word { mot, tried, needed: 0 < day.venues });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let then = move |fiche| done.set(Some(fiche));
        match panel {
            Panel::Cancel => {
                let Some(mot) = word.read() else { return };
                attempt.run(call(CancelOccurrence { permanence, jour, mot }), then);
            }
            Panel::Move => {
                let (Some(mot), Ok(vers), Ok(debut)) =
                    (word.read(), vers.get_untracked().parse::<Jour>(), debut.get_untracked().parse::<Heure>())
                else {
                    return;
                };
                attempt.run(call(MoveOccurrence { permanence, jour, vers, debut, mot }), then);
            }
            Panel::Places => {
                let Some(places) = read_places(places) else { return };
                attempt.run(call(ChangePlaces { permanence, jour, places }), then);
            }
        }
    };
    let places_error = Signal::derive(move || {
        (tried.get() && read_places(places).is_none()).then(|| pro::erreur_de_1_a_200().to_owned())
    });
    let fields = match panel {
        Panel::Cancel => view! { <p class="font-bold">{pro::jour_annuler_question()}</p> }.into_any(),
        Panel::Move => view! {
            <div class="grid grid-cols-2 items-start gap-3">
                <Field label=pro::jour_vers() name="vers" value=vers kind="date" />
                <Field label=pro::jour_debut() name="debut" value=debut kind="time" />
            </div>
        }
        .into_any(),
        Panel::Places => view! {
            <Field
                label=pro::publier_places()
                name="places"
                value=places
                inputmode="numeric"
                maxlength=3
                error=places_error
            />
        }
        .into_any(),
    };
    let (label, class) = match panel {
        Panel::Cancel => (pro::jour_oui_annuler(), DANGER),
        Panel::Move => (pro::jour_oui_deplacer(), "btn btn-primary"),
        Panel::Places => (pro::jour_oui_places(), "btn btn-primary"),
    };
    let asks_a_word = touched && panel != Panel::Places;
    view! {
        <form class="pile" novalidate on:submit=send>
            {fields} {asks_a_word.then(|| view! { <WordField word /> })}
            <button type="submit" class=class aria-disabled=move || attempt.pending.get().then_some("true")>
                {label}
            </button>
        </form>
    }
    .into_any()
}

fn read_places(places: RwSignal<String>) -> Option<u16> {
    places.get().trim().parse().ok().filter(|places| (1..=200).contains(places))
}

/// A word to those who have a rendez-vous.
#[derive(Clone, Copy)]
pub struct Word {
    /// What is typed.
    pub mot: RwSignal<String>,
    /// Whether one has tried to send it.
    pub tried: RwSignal<bool>,
    /// Whether there is somebody to read it.
    pub needed: bool,
}

impl Word {
    /// Nothing is typed yet.
    pub fn new() -> Self {
        Self { mot: RwSignal::new(String::new()), tried: RwSignal::new(false), needed: true }
    }

    /// The word, or nothing where nobody would read it; `None` when one is missing.
    pub fn read(self) -> Option<Option<Ligne>> {
        let mot = Ligne::parse(&self.mot.get_untracked()).ok();
        if self.needed && mot.is_none() { None } else { Some(mot) }
    }
}

/// Where that word is typed.
#[component]
pub fn WordField(
    /// The word.
    word: Word,
) -> impl IntoView {
    let error = Signal::derive(move || {
        let wrong = Ligne::parse(&word.mot.get()).err();
        wrong.filter(|_| word.tried.get() && word.needed).map(explain_field)
    });
    view! { <Field label=pro::jour_mot() name="mot" value=word.mot hint=pro::jour_mot_aide() maxlength=200 error /> }
}
