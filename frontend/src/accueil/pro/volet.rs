//! The parts of a long form, folded: each says in a line what it holds.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::ui::{Icon, icons};

/// A part of a form.
#[component]
pub fn Volet(
    /// Its name.
    titre: &'static str,
    /// What it says now.
    #[prop(into)]
    resume: Signal<String>,
    /// Whether it is open at first.
    open: bool,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="volet" open=open>
            <summary>
                <span class="grow">
                    <span class="titre-2">{titre}</span>
                    <span class="discret">{resume}</span>
                </span>
                <Icon path=icons::NEXT class="chevron size-6 shrink-0" />
            </summary>
            <div class="pile">{children()}</div>
        </details>
    }
}

/// Opens the parts in which something is wrong, once the screen shows what: a folded field takes no focus.
pub fn open_wrong() {
    request_animation_frame(|| {
        let Ok(found) = document().query_selector_all("details.volet") else { return };
        for part in (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<web_sys::Element>().ok()) {
            let wrong = part.query_selector("[aria-invalid=true], .erreur:not(:empty)");
            if wrong.is_ok_and(|wrong| wrong.is_some()) {
                drop(part.set_attribute("open", ""));
            }
        }
    });
}
