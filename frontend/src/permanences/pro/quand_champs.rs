//! The fields of when a permanence is held and how it is booked.

use leptos::prelude::*;
use shared::{
    fields::Jour,
    permanences::{JoursFeries, MOST_DATES, Mode, Public},
};

use super::{
    date,
    quand::{DATE, DATES, MOIS, Quand, SEMAINE, SEMAINES},
};
use crate::{
    texts::pro,
    ui::{CheckField, Choice, Field, Icon, RadioField, SMALL, SelectField, icons},
};

/// What is wrong with a field, by its name.
pub type Errors = Callback<&'static str, Signal<Option<String>>>;

fn words<const N: usize>(list: [(&str, &str); N]) -> Vec<Choice> {
    list.map(|(code, word)| (code.to_owned(), word.to_owned())).to_vec()
}

/// When it is held.
#[component]
pub fn Rhythm(
    /// What is typed.
    quand: Quand,
    /// What is wrong.
    error: Errors,
    /// How its last day is called.
    #[prop(default = pro::publier_jusquau())]
    last: &'static str,
) -> impl IntoView {
    let rythmes = words([
        (DATE, pro::publier_une_fois()),
        (DATES, pro::publier_dates()),
        (SEMAINE, pro::publier_chaque_semaine()),
        (SEMAINES, pro::publier_semaines()),
        (MOIS, pro::publier_mois()),
    ]);
    let is = move |code: &'static str| quand.rythme.with(|rythme| rythme == code);
    let repeats = move || !is(DATE) && !is(DATES);
    let day = move |name: &'static str, label: &'static str, value: RwSignal<String>| {
        view! { <Field label name value kind="date" error=error.run(name) /> }
    };
    let weeks = error.run("toutes_les");
    view! {
        <RadioField label=pro::publier_quand() name="rythme" value=quand.rythme choices=rythmes />
        <Show when=move || is(DATE)>{day("jour", pro::publier_jour(), quand.jour)}</Show>
        <Show when=move || is(DATES)>
            <Dates quand error />
        </Show>
        <Show when=move || is(SEMAINES)>
            <Field
                label=pro::publier_toutes_les()
                name="toutes_les"
                value=quand.toutes_les
                inputmode="numeric"
                maxlength=2
                error=weeks
            />
        </Show>
        <Show when=move || is(MOIS)>
            <Ranks quand error />
        </Show>
        <Show when=repeats>
            <p class="discret">{pro::publier_semaine_aide()}</p>
            <div class="grid items-start gap-3 sm:grid-cols-2">
                {day("jour", pro::publier_a_partir_du(), quand.jour)}
                {day("jusquau", last, quand.jusquau)}
            </div>
        </Show>
    }
}

/// The chosen days: one is added, one is taken out.
#[component]
pub fn Dates(
    /// What is typed.
    quand: Quand,
    /// What is wrong.
    error: Errors,
) -> impl IntoView {
    let add = move |_| {
        if let Ok(day) = quand.ajout.get_untracked().parse::<Jour>() {
            quand.dates.update(|dates| {
                if !dates.contains(&day) && dates.len() < MOST_DATES {
                    dates.push(day);
                    dates.sort_unstable();
                }
            });
            quand.ajout.set(String::new());
        }
    };
    let remove = move |day: Jour| quand.dates.update(|dates| dates.retain(|one| *one != day));
    let item = move |day: Jour| {
        let name = date(day);
        view! {
            <li class="flex items-center justify-between gap-2">
                <span class="first-letter:uppercase">{name.clone()}</span>
                <button type="button" class=SMALL on:click=move |_| remove(day)>
                    {pro::publier_date_retirer()}
                    <span class="sr-only">" : " {name}</span>
                </button>
            </li>
        }
    };
    view! {
        <div class="pile">
            <Field
                label=pro::publier_date_ajouter()
                name="ajout"
                value=quand.ajout
                kind="date"
                error=error.run("ajout")
            />
            <button type="button" class=SMALL on:click=add>
                <Icon path=icons::PLUS />
                {pro::publier_ajouter()}
            </button>
            <ul class="grid gap-1" aria-label=pro::publier_dates() aria-live="polite">
                {move || quand.dates.get().into_iter().map(item).collect_view()}
            </ul>
        </div>
    }
}

#[component]
fn Ranks(quand: Quand, error: Errors) -> impl IntoView {
    let names = [
        pro::publier_rang_1(),
        pro::publier_rang_2(),
        pro::publier_rang_3(),
        pro::publier_rang_4(),
        pro::publier_rang_5(),
    ];
    let wrong = error.run("rangs");
    let boxes = names.into_iter().zip(quand.rangs).zip(["rang1", "rang2", "rang3", "rang4", "rang5"]);
    view! {
        <fieldset class="grid gap-2">
            <legend class="mb-1.5 font-bold">{pro::publier_rangs()}</legend>
            <div class="grid gap-2 sm:grid-cols-2">
                {boxes
                    .map(|((label, value), name)| {
                        let invalid = Signal::derive(move || wrong.with(Option::is_some));
                        view! { <CheckField label name value invalid /> }
                    })
                    .collect_view()}
            </div>
            <p class="erreur" role="alert">
                {move || wrong.get()}
            </p>
        </fieldset>
    }
}

/// From, to, how long, how many.
#[component]
pub fn Hours(
    /// What is typed.
    quand: Quand,
    /// What is wrong.
    error: Errors,
) -> impl IntoView {
    let number = move |name: &'static str, label: &'static str, value: RwSignal<String>| {
        view! { <Field label name value inputmode="numeric" maxlength=3 error=error.run(name) /> }
    };
    let hour = move |name: &'static str, label: &'static str, value: RwSignal<String>| {
        view! { <Field label name value kind="time" error=error.run(name) /> }
    };
    view! {
        <div class="cases">
            {hour("debut", pro::publier_debut(), quand.debut)} {hour("fin", pro::publier_fin(), quand.fin)}
            {number("duree", pro::publier_duree(), quand.duree)}
            {number("places", pro::publier_places(), quand.places)}
            {number("pause", pro::publier_pause(), quand.pause)}
        </div>
    }
}

/// How one meets, whom for, and when one can book.
#[component]
pub fn Booked(
    /// What is typed.
    quand: Quand,
    /// What is wrong.
    error: Errors,
) -> impl IntoView {
    let modes = words([
        (Mode::SurPlace.code(), pro::publier_sur_place()),
        (Mode::Telephone.code(), pro::publier_telephone()),
        (Mode::Video.code(), pro::publier_visio()),
    ]);
    let publics = words([
        (Public::Tous.code(), pro::publier_pour_tous()),
        (Public::Mineurs.code(), pro::publier_pour_mineurs()),
        (Public::SesJeunes.code(), pro::publier_pour_ses_jeunes()),
    ]);
    let feries = JoursFeries::ALL.iter().map(|one| (one.code().to_owned(), holidays(*one).to_owned()));
    let number = move |name: &'static str, label: &'static str, value: RwSignal<String>| {
        view! { <Field label name value inputmode="numeric" maxlength=3 error=error.run(name) /> }
    };
    view! {
        <RadioField label=pro::publier_comment() name="mode" value=quand.mode choices=modes />
        <Show when=move || quand.mode.with(|mode| mode == Mode::Video.code())>
            <Field label=pro::publier_lien() name="lien" value=quand.lien maxlength=300 error=error.run("lien") />
        </Show>
        <RadioField label=pro::publier_public() name="public" value=quand.public choices=publics />
        <details class="grid gap-3">
            <summary class="lien min-h-12 content-center">{pro::publier_plus()}</summary>
            <div class="pile pt-2">
                <div class="grid grid-cols-1 items-start gap-3 sm:grid-cols-2">
                    {number("delai", pro::publier_delai(), quand.delai)}
                    {number("avance", pro::publier_avance(), quand.avance)}
                </div>
                <SelectField
                    label=pro::publier_feries()
                    name="feries"
                    value=quand.feries
                    choices=feries.collect()
                />
            </div>
        </details>
        <p role="status" class="note font-bold">
            <Icon path=icons::CALENDAR />
            {move || match quand.creneaux() {
                None => pro::publier_apercu_aucun().to_owned(),
                Some(1) => pro::publier_apercu_un().to_owned(),
                Some(many) => pro::publier_apercu(&many.to_string()),
            }}
        </p>
    }
}

/// The public holidays of a calendar.
pub fn holidays(feries: JoursFeries) -> &'static str {
    match feries {
        JoursFeries::Metropole => pro::feries_metropole(),
        JoursFeries::AlsaceMoselle => pro::feries_alsace_moselle(),
        JoursFeries::Guadeloupe => pro::feries_guadeloupe(),
        JoursFeries::Guyane => pro::feries_guyane(),
        JoursFeries::Martinique => pro::feries_martinique(),
        JoursFeries::Mayotte => pro::feries_mayotte(),
        JoursFeries::Reunion => pro::feries_reunion(),
        JoursFeries::SaintBarthelemy => pro::feries_saint_barthelemy(),
        JoursFeries::SaintMartin => pro::feries_saint_martin(),
        JoursFeries::Aucun => pro::feries_aucun(),
    }
}
