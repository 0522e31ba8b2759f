//! Forms: a label, a hint, an error that is linked to its field; notices.

use leptos::prelude::*;
use shared::Problem;
use wasm_bindgen::JsCast as _;

use super::{Icon, MAIN, icons};
use crate::texts::commun;

/// One line to fill in.
#[component]
pub fn Field(
    /// Its label.
    #[prop(into)]
    label: String,
    /// Its name, unique on the screen.
    name: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What helps to fill it in.
    #[prop(into, optional)]
    hint: Option<String>,
    /// The type of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// How many characters at most.
    #[prop(default = 254)]
    maxlength: u32,
) -> impl IntoView {
    let id = format!("champ-{name}");
    view! {
        <div class="champ">
            <label for=id.clone() class="font-bold">
                {label}
            </label>
            {hint_view(name, hint.clone())}
            <input
                id=id
                name=name
                type=kind
                class="input w-full"
                autocomplete=autocomplete
                autocapitalize=if kind == "text" && autocomplete == "given-name" { "words" } else { "none" }
                spellcheck="false"
                inputmode=inputmode
                maxlength=maxlength
                aria-describedby=described_by(name, hint.is_some())
                aria-invalid=move || invalid(error)
                bind:value=value
            />
            {error_view(name, error)}
        </div>
    }
}

/// A password, with a button that shows it.
#[component]
pub fn PasswordField(
    /// Its label.
    #[prop(into)]
    label: String,
    /// Its name, unique on the screen.
    name: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What helps to find one.
    #[prop(into, optional)]
    hint: Option<String>,
    /// `new-password` or `current-password`.
    autocomplete: &'static str,
) -> impl IntoView {
    let id = format!("champ-{name}");
    let shown = RwSignal::new(false);
    view! {
        <div class="champ">
            <label for=id.clone() class="font-bold">
                {label}
            </label>
            {hint_view(name, hint.clone())}
            <div class="flex gap-2">
                <input
                    id=id
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    class="input grow"
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="128"
                    aria-describedby=described_by(name, hint.is_some())
                    aria-invalid=move || invalid(error)
                    bind:value=value
                />
                <button
                    type="button"
                    class="btn bouton-simple px-3"
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || {
                        let path = if shown.get() { icons::EYE_OFF } else { icons::EYE };
                        view! { <Icon path /> }
                    }}
                    {commun::voir()}
                </button>
            </div>
            {error_view(name, error)}
        </div>
    }
}

/// The button that sends a form. It stays in place while the answer is awaited, and does nothing then.
#[component]
pub fn Submit(
    /// What it does: a verb.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the answer is awaited.
    #[prop(into)]
    pending: Signal<bool>,
) -> impl IntoView {
    view! {
        <button type="submit" class=MAIN aria-disabled=move || pending.get().then_some("true")>
            {move || pending.get().then(|| view! { <span class="loading loading-dots" aria-hidden="true"></span> })}
            {label}
        </button>
    }
}

/// Something to know.
#[component]
pub fn Notice(
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="note">
            <Icon path=icons::INFO />
            <div>{children()}</div>
        </div>
    }
}

/// What went wrong, announced as soon as it is there.
#[component]
pub fn ProblemNotice(
    /// What, when there is something.
    #[prop(into)]
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let notice = move || {
        let problem = problem.get()?;
        let trace = problem.trace_id.filter(|_| problem.status >= 500).map(|trace| commun::a_citer(&trace));
        Some(view! {
            <div class="note note-rouge">
                <Icon path=icons::ALERT />
                <div>
                    <p>{problem.title}</p>
                    {trace.map(|trace| view! { <p class="text-sm break-all">{trace}</p> })}
                </div>
            </div>
        })
    };
    view! { <div role="alert">{notice}</div> }
}

/// Moves the focus to the first wrong field, once the screen shows which one it is.
pub fn focus_first_error() {
    request_animation_frame(|| {
        let found = document().query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(field) = found.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(field.focus());
        }
    });
}

fn described_by(name: &str, has_hint: bool) -> String {
    if has_hint { format!("aide-{name} erreur-{name}") } else { format!("erreur-{name}") }
}

fn invalid(error: Signal<Option<String>>) -> Option<&'static str> {
    error.with(Option::is_some).then_some("true")
}

fn hint_view(name: &str, hint: Option<String>) -> impl IntoView + use<> {
    let id = format!("aide-{name}");
    hint.map(|hint| view! { <p id=id class="discret">{hint}</p> })
}

/// The line under a field that says what is wrong; empty when nothing is.
pub fn error_view(name: &str, error: Signal<Option<String>>) -> impl IntoView + use<> {
    let id = format!("erreur-{name}");
    view! {
        <p id=id class="erreur" role="alert">
            {move || error.get()}
        </p>
    }
}
