//! Choices in a form: one of a list, one of a few, several.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::forms::error_view;

/// A choice: what it is called on the wire, what it says.
pub type Choice = (String, String);

/// One of a list.
#[component]
pub fn SelectField(
    /// Its label.
    #[prop(into)]
    label: String,
    /// Its name, unique on the screen.
    name: &'static str,
    /// The chosen one.
    value: RwSignal<String>,
    /// What there is to choose from.
    choices: Vec<Choice>,
    /// What the empty line says, when nothing is chosen yet.
    #[prop(into, optional)]
    empty: Option<String>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = format!("champ-{name}");
    let option = |(code, label): Choice| {
        let chosen = value.get_untracked() == code;
        view! {
            <option value=code selected=chosen>
                {label}
            </option>
        }
    };
    let empty = empty.map(|label| view! { <option value="">{label}</option> });
    view! {
        <div class="champ">
            <label for=id.clone() class="font-bold">
                {label}
            </label>
            <select
                id=id
                name=name
                class="select w-full"
                aria-describedby=format!("erreur-{name}")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:change=move |event| value.set(event_target_value(&event))
            >
                {empty}
                {choices.into_iter().map(option).collect_view()}
            </select>
            {error_view(name, error)}
        </div>
    }
}

/// One of a few, all shown.
#[component]
pub fn RadioField(
    /// Its label.
    #[prop(into)]
    label: String,
    /// Its name, unique on the screen.
    name: &'static str,
    /// The chosen one.
    value: RwSignal<String>,
    /// What there is to choose from.
    choices: Vec<Choice>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let legend = format!("titre-{name}");
    let choice = |(code, label): Choice| {
        let (this, shown) = (code.clone(), code.clone());
        view! {
            <label class="choix">
                <input
                    type="radio"
                    class="radio radio-primary"
                    name=name
                    value=code
                    prop:checked=move || value.with(|value| *value == shown)
                    on:change=move |_| value.set(this.clone())
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset
            class="grid gap-2"
            role="radiogroup"
            tabindex="-1"
            aria-labelledby=legend.clone()
            aria-describedby=format!("erreur-{name}")
            aria-invalid=move || error.with(Option::is_some).then_some("true")
        >
            <legend id=legend.clone() class="mb-1.5 font-bold">
                {label}
            </legend>
            <div class="grid gap-2 sm:grid-cols-2">{choices.into_iter().map(choice).collect_view()}</div>
            {error_view(name, error)}
        </fieldset>
    }
}

/// Yes or no.
#[component]
pub fn CheckField(
    /// Its label.
    #[prop(into)]
    label: String,
    /// Its name.
    name: &'static str,
    /// Whether it is chosen.
    value: RwSignal<bool>,
    /// Whether a choice is missing here.
    #[prop(into, optional)]
    invalid: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="choix">
            <input
                type="checkbox"
                aria-invalid=move || invalid.get().then_some("true")
                class="checkbox checkbox-primary rounded-md"
                name=name
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}

/// Several of a list, with one tap for all or none.
#[component]
pub fn SeveralField(
    /// Its label.
    label: &'static str,
    /// What there is to choose from.
    choices: Vec<Choice>,
    /// Those that are chosen.
    chosen: RwSignal<BTreeSet<String>>,
    /// How many may be chosen at the most.
    #[prop(default = usize::MAX)]
    most: usize,
    /// What the tap says that chooses all.
    all: &'static str,
    /// What the tap says that chooses none.
    none: &'static str,
) -> impl IntoView {
    let everybody: BTreeSet<String> = choices.iter().take(most).map(|(code, _)| code.clone()).collect();
    let item = move |(code, label): Choice| {
        let own = code.clone();
        let toggle = move |_| {
            chosen.update(|chosen| {
                if !chosen.remove(&code) && chosen.len() < most {
                    chosen.insert(code.clone());
                }
            });
        };
        view! {
            <label class="choix">
                <input
                    type="checkbox"
                    class="checkbox checkbox-primary rounded-md"
                    prop:checked=move || chosen.with(|chosen| chosen.contains(&own))
                    on:change=toggle
                />
                <span>{label}</span>
            </label>
        }
    };
    let whole = everybody.len();
    let is_whole = move || chosen.with(|chosen| whole <= chosen.len());
    let turn = move |_| chosen.set(if untrack(is_whole) { BTreeSet::new() } else { everybody.clone() });
    view! {
        <fieldset class="grid gap-2">
            <legend class="mb-1.5 font-bold">{label}</legend>
            {choices.into_iter().map(item).collect_view()}
            <button type="button" class="lien min-h-12 justify-self-start" on:click=turn>
                {move || if is_whole() { none } else { all }}
            </button>
        </fieldset>
    }
    .into_any()
}

/// Several lines to fill in.
#[component]
pub fn TextField(
    /// Its label.
    #[prop(into)]
    label: String,
    /// Its name, unique on the screen.
    name: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// What helps to fill it in.
    #[prop(into)]
    hint: String,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = format!("champ-{name}");
    let hint_id = format!("aide-{name}");
    view! {
        <div class="champ">
            <label for=id.clone() class="font-bold">
                {label}
            </label>
            <p id=hint_id class="discret">
                {hint}
            </p>
            <textarea
                id=id
                name=name
                rows="4"
                class="textarea h-auto! w-full"
                aria-describedby=format!("aide-{name} erreur-{name}")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                bind:value=value
            ></textarea>
            {error_view(name, error)}
        </div>
    }
}
