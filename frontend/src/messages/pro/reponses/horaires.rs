//! The answering hours of the week, saved at once as a whole.

use leptos::{ev, prelude::*};
use shared::messages::{Horaires, SetHoraires};

use super::{
    focus,
    semaine::{SPANS, Span, Week},
};
use crate::{
    api::call,
    ask::{Attempt, shown},
    format,
    texts::pro,
    ui::{Icon, ProblemNotice, SMALL, Submit, focus_first_error, forms::error_view, icons},
};

const COPY: &str = "copier";

/// When one answers.
#[component]
pub fn HorairesSection(
    /// What the server knows.
    known: Horaires,
    /// Changes when they are saved.
    changed: RwSignal<u32>,
) -> impl IntoView {
    let week = Week::new(&known.plages);
    let form = Form { week, tried: RwSignal::new(false), done: RwSignal::new(None) };
    let attempt = Attempt::new();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.tried.set(true);
        form.done.set(None);
        let Some(plages) = untrack(|| week.plages()) else { return focus_first_error() };
        attempt.run(call(SetHoraires { plages }), move |_| {
            form.tried.try_set(false);
            form.done.try_set(Some(pro::reponses_enregistre().to_owned()));
            changed.try_update(|count| *count += 1);
        });
    };
    // What is typed lives in the spans: the rows may be made anew when one comes or goes.
    let days = shown(move || (1..=7).map(|jour| day(jour, form)).collect_view().into_any());
    view! {
        <section class="carte" aria-labelledby="horaires">
            <h2 id="horaires" class="titre-2">
                {pro::reponses_horaires_titre()}
            </h2>
            <p>{pro::reponses_horaires_aide()}</p>
            <form class="pile" novalidate on:submit=send on:input=move |_| form.done.set(None)>
                {days}
                <p class="note">
                    <Icon path=icons::INFO />
                    <span>{pro::reponses_promesse(&promise(known.promesse_minutes))}</span>
                </p>
                <p role="status" class="font-bold">
                    {form.done}
                </p>
                <ProblemNotice problem=attempt.problem />
                <Submit label=pro::reponses_enregistrer() pending=attempt.pending />
            </form>
        </section>
    }
    .into_any()
}

// In hours when they are whole, as long as they are: "48 h".
fn promise(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => pro::duree_heures(&hours.to_string()),
        (_, _) => pro::duree_minutes(&minutes.to_string()),
    }
}

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct Form {
    week: Week,
    tried: RwSignal<bool>,
    // What was just done.
    done: RwSignal<Option<String>>,
}

fn day(jour: u8, form: Form) -> AnyView {
    let Form { week, done, .. } = form;
    let (name, spans) = (format::weekday(jour), week.of_day(jour));
    let add = move |_| {
        done.set(None);
        focus(hour_id(week.add(jour)));
    };
    let copy = move |_| {
        week.copy(jour);
        done.set(Some(pro::reponses_copie().to_owned()));
        focus(COPY.to_owned());
    };
    let nothing =
        spans.is_empty().then(|| view! { <span class="discret mr-auto">{pro::reponses_aucun_horaire()}</span> });
    let add_button = (spans.len() < SPANS).then(|| {
        view! {
            <button type="button" id=add_id(jour) class=SMALL on:click=add>
                <Icon path=icons::PLUS />
                {pro::reponses_ajouter()}
                <span class="sr-only">" : " {name.clone()}</span>
            </button>
        }
    });
    let copy_button = (week.model() == Some(jour)).then(|| {
        view! {
            <button type="button" id=COPY class=SMALL on:click=copy>
                <Icon path=icons::COPY />
                {pro::reponses_copier()}
            </button>
        }
    });
    let rows = spans.into_iter().enumerate().map(|(place, span)| row(span, (jour, place), form)).collect_view();
    view! {
        <div role="group" aria-label=name.clone() class="grid gap-2 border-b border-base-300 pb-3">
            <div class="flex min-h-12 flex-wrap items-center justify-between gap-2">
                <h3 class="w-24 font-bold first-letter:uppercase">{name.clone()}</h3>
                {nothing}
                {add_button}
            </div>
            {rows}
            {copy_button}
        </div>
    }
    .into_any()
}

fn row(span: Span, (jour, place): (u8, usize), form: Form) -> AnyView {
    let Form { week, tried, done } = form;
    let wrong = Signal::derive(move || tried.get().then(|| week.wrong(span)).flatten().map(str::to_owned));
    let error_name = format!("horaire-{}", span.id);
    let error_id = format!("erreur-{error_name}");
    let which = pro::reponses_horaire(&(place + 1).to_string());
    let hour = |label: &'static str, id: Option<String>, value: RwSignal<String>| {
        view! {
            <label class="champ">
                <span class="font-bold">{label}</span>
                <input
                    id=id
                    type="time"
                    class="input w-full"
                    aria-describedby=error_id.clone()
                    aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                    bind:value=value
                />
            </label>
        }
        .into_any()
    };
    let remove = move |_| {
        done.set(None);
        week.remove(span.id);
        focus(add_id(jour));
    };
    view! {
        <div role="group" aria-label=which.clone() class="champ">
            <div class="grid grid-cols-2 items-end gap-2 sm:grid-cols-[1fr_1fr_auto]">
                {hour(pro::espace_debut(), Some(hour_id(span.id)), span.debut)}
                {hour(pro::espace_fin(), None, span.fin)}
                <button type="button" class="btn bouton-simple max-sm:col-span-2" on:click=remove>
                    <Icon path=icons::TRASH class="size-5 shrink-0" />
                    {pro::espace_retirer()}
                    <span class="sr-only">" : " {format::weekday(jour)} ", " {which.clone()}</span>
                </button>
            </div>
            {error_view(&error_name, wrong)}
        </div>
    }
    .into_any()
}

fn hour_id(span: u32) -> String {
    format!("horaire-{span}")
}

fn add_id(jour: u8) -> String {
    format!("ajouter-{jour}")
}
