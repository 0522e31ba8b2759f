//! The code of the minute was scanned: the jeune says that they are there.

use leptos::{ev, prelude::*};
use shared::{
    Problem, ProblemKind,
    ateliers::{CodePresence, Inscription, SignPresence},
    ids::AtelierId,
};

use crate::{
    api::Once,
    ask::{Answer, ask, memo, shown},
    comptes::jeune::Waiting,
    session::Me,
    texts::{ateliers, jeune},
    ui::{Icon, Loading, MAIN, PLAIN, Page, ProblemNotice, icons},
};

/// `/ateliers/{atelier}/presence#code`.
#[component]
pub fn PresencePage(
    /// Which.
    atelier: AtelierId,
) -> impl IntoView {
    let me = Me::expect();
    let is_jeune = memo(move || me.is_jeune());
    let code = RwSignal::new(take_code());
    // Scanned again where this screen is open: only what follows the path changes.
    let scanned = window_event_listener(ev::hashchange, move |_| {
        if let Some(new) = take_code() {
            code.set(Some(new));
        }
    });
    on_cleanup(move || scanned.remove());
    shown(move || match (is_jeune.get(), code.get()) {
        (None, _) => view! { <Waiting titre=ateliers::presence_titre() /> }.into_any(),
        (Some(false), _) => view! { <Outside atelier /> }.into_any(),
        (Some(true), None) => view! { <Again atelier problem=None /> }.into_any(),
        (Some(true), Some(code)) => view! { <Sign atelier code /> }.into_any(),
    })
}

// The code is taken out of the address at once: it stays neither in the history nor over a shoulder.
fn take_code() -> Option<CodePresence> {
    let location = window().location();
    let hash = location.hash().ok()?;
    let code = CodePresence::parse(hash.strip_prefix('#')?).ok()?;
    let path = location.pathname().ok()?;
    if let Ok(history) = window().history() {
        drop(history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path)));
    }
    Some(code)
}

#[component]
fn Sign(atelier: AtelierId, code: CodePresence) -> impl IntoView {
    let once = StoredValue::new_local(Once::new());
    let signed: Answer<Inscription> = ask(move || once.get_value().call(SignPresence { atelier, code: code.clone() }));
    shown(move || match signed.get() {
        None => view! {
            <Page titre=ateliers::presence_titre()>
                <Loading />
            </Page>
        }
        .into_any(),
        Some(Ok(inscription)) => view! { <Signed inscription /> }.into_any(),
        Some(Err(problem)) => view! { <Again atelier problem=Some(problem) /> }.into_any(),
    })
}

#[component]
fn Signed(inscription: Inscription) -> impl IntoView {
    view! {
        <Page titre=ateliers::presence_titre()>
            <p class="note text-lg font-bold" role="status">
                <Icon path=icons::CHECK />
                {ateliers::presence_fait()}
            </p>
            <p class="text-lg" dir="auto">
                {inscription.atelier.titre}
            </p>
            <a class=MAIN href=format!("/ateliers/{}", inscription.atelier.id)>
                {ateliers::voir()}
            </a>
        </Page>
    }
    .into_any()
}

// Too old, mistyped, or no code at all: what to do now.
#[component]
fn Again(atelier: AtelierId, problem: Option<Problem>) -> impl IntoView {
    let is_old = problem.as_ref().is_none_or(|problem| problem.kind == ProblemKind::CodeDePassageRefuse);
    let help = match (&problem, is_old) {
        (None, _) => ateliers::presence_rien(),
        (Some(_), true) => ateliers::presence_encore(),
        (Some(_), false) => "",
    };
    // A list that is full or closed is refused in words that say already whom to ask.
    let is_said = problem
        .as_ref()
        .is_some_and(|problem| matches!(problem.kind, ProblemKind::AtelierComplet | ProblemKind::AtelierPasse));
    view! {
        <Page titre=ateliers::presence_titre()>
            <ProblemNotice problem=Signal::stored(problem) />
            <p class="text-lg empty:hidden">{help}</p>
            {(!is_said).then(|| view! { <p>{ateliers::presence_liste()}</p> })}
            <a class=MAIN href=format!("/ateliers/{atelier}")>
                {ateliers::voir()}
            </a>
        </Page>
    }
    .into_any()
}

#[component]
fn Outside(atelier: AtelierId) -> impl IntoView {
    view! {
        <Page titre=ateliers::presence_titre()>
            <p class="text-lg">{ateliers::presence_dehors()}</p>
            <p>{ateliers::presence_liste()}</p>
            <a class=MAIN href=format!("/entrer?atelier={atelier}")>
                {jeune::entrer()}
            </a>
            <a class=PLAIN href=format!("/revenir?atelier={atelier}")>
                {jeune::je_reviens()}
            </a>
        </Page>
    }
    .into_any()
}
