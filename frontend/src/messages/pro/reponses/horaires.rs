//! The answering hours of the week, saved at once as a whole.

use leptos::{ev, prelude::*};
use shared::messages::{Horaires, ReadHoraires, SetHoraires};

use super::{
    focus,
    semaine::{SPANS, Span, Week},
};
use crate::{
    api::call,
    ask::{Attempt, ask, memo},
    format,
    texts::pro,
    ui::{Icon, Loaded, ProblemNotice, SMALL, Submit, focus_first_error, icons},
};

/// When one answers.
#[component]
pub fn HorairesSection(
    /// Changes when they are saved.
    changed: RwSignal<u32>,
) -> impl IntoView {
    let known = ask(|| call(ReadHoraires {}));
    view! {
        <section class="carte" aria-labelledby="horaires">
            <h2 id="horaires" class="titre-2">
                {pro::reponses_horaires_titre()}
            </h2>
            <Loaded from=known let:known>
                <Editor known changed />
            </Loaded>
        </section>
    }
}

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct Form {
    week: Week,
    tried: RwSignal<bool>,
    // What was just done, for those who do not see it.
    done: RwSignal<&'static str>,
}

#[component]
fn Editor(known: Horaires, changed: RwSignal<u32>) -> impl IntoView {
    let week = Week::new(&known.plages);
    let form = Form { week, tried: RwSignal::new(false), done: RwSignal::new("") };
    let attempt = Attempt::new();
    let plages = memo(move || week.plages());
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.tried.set(true);
        form.done.set("");
        let Some(plages) = plages.get_untracked() else { return focus_first_error() };
        attempt.run(call(SetHoraires { plages }), move |_| {
            form.tried.try_set(false);
            form.done.try_set(pro::reponses_enregistre());
            changed.try_update(|count| *count += 1);
        });
    };
    view! {
        <p>{pro::reponses_horaires_aide()}</p>
        <form class="pile" novalidate on:submit=send on:input=move |_| form.done.set("")>
            {(1..=7).map(|jour| view! { <Day jour form /> }).collect_view()}
            <p class="note">
                <Icon path=icons::INFO />
                <span>{pro::reponses_promesse(&known.promesse_heures.to_string())}</span>
            </p>
            <p role="status" class="font-bold">
                {move || Some(form.done.get()).filter(|done| !done.is_empty())}
            </p>
            <ProblemNotice problem=attempt.problem />
            <Submit label=pro::reponses_enregistrer() pending=attempt.pending />
        </form>
    }
    .into_any()
}

#[component]
fn Day(jour: u8, form: Form) -> impl IntoView {
    let Form { week, done, .. } = form;
    let name = format::weekday(jour);
    let count = memo(move || week.of_day(jour).len());
    let is_model = memo(move || week.model() == Some(jour));
    let add = move |_| {
        done.set("");
        focus(hour_id(week.add(jour)));
    };
    let copy = move |_| {
        week.copy(jour);
        done.set(pro::reponses_copie());
    };
    let (of_day, group) = (StoredValue::new(name.clone()), name.clone());
    let add_button = move || {
        (count.get() < SPANS).then(|| {
            view! {
                <button type="button" id=add_id(jour) class=SMALL on:click=add>
                    <Icon path=icons::PLUS />
                    {pro::reponses_ajouter()}
                    <span class="sr-only">" : " {of_day.get_value()}</span>
                </button>
            }
        })
    };
    let copy_button = move || {
        is_model.get().then(|| {
            view! {
                <button type="button" class=SMALL on:click=copy>
                    <Icon path=icons::COPY />
                    {pro::reponses_copier()}
                </button>
            }
        })
    };
    view! {
        <div role="group" aria-label=group class="grid gap-2 border-b border-base-300 pb-3">
            <div class="flex min-h-12 flex-wrap items-center justify-between gap-2">
                <h3 class="font-bold first-letter:uppercase">{name}</h3>
                {move || (count.get() == 0).then(|| view! { <span class="discret">{pro::reponses_aucun_horaire()}</span> })}
                {add_button}
            </div>
            <For each=move || week.of_day(jour) key=|span| span.id let:span>
                <SpanRow span jour form />
            </For>
            {copy_button}
        </div>
    }
    .into_any()
}

#[component]
fn SpanRow(span: Span, jour: u8, form: Form) -> impl IntoView {
    let Form { week, tried, done } = form;
    let wrong = memo(move || tried.get().then(|| week.wrong(span)).flatten());
    let error_id = format!("erreur-horaire-{}", span.id);
    let number = move || week.of_day(jour).iter().position(|one| *one == span).map_or(0, |place| place + 1).to_string();
    let hour = |label: &'static str, id: Option<String>, value: RwSignal<String>| {
        view! {
            <label class="champ">
                <span class="font-bold">{label}</span>
                <input
                    id=id
                    type="time"
                    class="input w-full"
                    aria-describedby=error_id.clone()
                    aria-invalid=move || wrong.get().is_some().then_some("true")
                    bind:value=value
                />
            </label>
        }
    };
    let remove = move |_| {
        done.set("");
        week.remove(span.id);
        focus(add_id(jour));
    };
    view! {
        <div role="group" aria-label=move || pro::reponses_horaire(&number()) class="champ">
            <div class="grid grid-cols-2 items-end gap-2 sm:grid-cols-[1fr_1fr_auto]">
                {hour(pro::espace_debut(), Some(hour_id(span.id)), span.debut)}
                {hour(pro::espace_fin(), None, span.fin)}
                <button type="button" class="btn bouton-simple max-sm:col-span-2" on:click=remove>
                    <Icon path=icons::TRASH class="size-5 shrink-0" />
                    {pro::espace_retirer()}
                    <span class="sr-only">
                        " : " {format::weekday(jour)} ", " {move || pro::reponses_horaire(&number())}
                    </span>
                </button>
            </div>
            <p id=error_id.clone() class="erreur" role="alert">
                {wrong}
            </p>
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
