//! A page of the page: its title, its `<h1>`, the focus when one arrives.

use std::cell::Cell;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

use super::{Drawing, EmptyState, MAIN};
use crate::{app, ask::watch, texts::commun};

thread_local! {
    static ARRIVED: Cell<bool> = const { Cell::new(false) };
}

/// A screen: sets the title of the document and, when one comes from another screen, moves the focus to the `<h1>`.
#[component]
pub fn Page(
    /// What the `<h1>` and the title of the document say.
    #[prop(into)]
    titre: Signal<String>,
    /// Keeps the `<h1>` for screen readers only, when the screen shows the same thing otherwise.
    #[prop(optional)]
    discreet: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    watch(Box::new(move || document().set_title(&commun::titre_de_page(&titre.get()))));
    watch(Box::new(move || {
        app::reveal();
        // Not at the first screen: the browser has just announced it.
        if let Some(heading) = heading.get().filter(|_| ARRIVED.replace(true)) {
            drop(heading.focus());
        }
    }));
    let class = if discreet { "sr-only" } else { "titre" };
    view! {
        <div class="page">
            <h1 node_ref=heading tabindex="-1" class=class>
                {titre}
            </h1>
            {children()}
        </div>
    }
}

/// Moves the focus to the title of the screen, when what had it has gone.
pub fn focus_heading() {
    request_animation_frame(|| {
        let found = document().query_selector("h1").ok().flatten();
        if let Some(heading) = found.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(heading.focus());
        }
    });
}

/// Gives a text to the phone as a file.
pub fn save(name: &str, text: &str) {
    let Ok(link) = document().create_element("a") else { return };
    let address = format!("data:text/calendar;charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)));
    drop(link.set_attribute("href", &address));
    drop(link.set_attribute("download", name));
    if let Ok(link) = link.dyn_into::<web_sys::HtmlElement>() {
        link.click();
    }
}

/// "Page introuvable".
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Page titre=commun::page_introuvable()>
            <EmptyState drawing=Drawing::Signpost>
                <p>{commun::page_introuvable_aide()}</p>
            </EmptyState>
            <a href="/" class=MAIN rel="external">
                {commun::retour_accueil()}
            </a>
        </Page>
    }
    .into_any()
}

/// A QR code that the server drew.
#[component]
pub fn QrImage(
    /// The SVG.
    svg: String,
    /// What it is, for those who do not see it.
    #[prop(into)]
    alt: String,
) -> impl IntoView {
    // As an image: an SVG that came over the network never becomes part of the document.
    let source = format!("data:image/svg+xml;utf8,{}", js_sys::encode_uri_component(&svg));
    view! { <img src=source alt=alt class="qr" width="220" height="220" /> }
}
