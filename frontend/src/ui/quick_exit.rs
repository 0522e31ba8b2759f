//! "Quitter vite": the screen is blank at once, the session ends, the weather comes instead.
//!
//! What it cannot do: the history of the browser keeps the addresses. Going back is answered by leaving again.

use std::cell::Cell;

use leptos::{ev, prelude::*};

use super::{Icon, icons};
use crate::{api, texts::commun};

const ELSEWHERE: &str = "https://www.meteofrance.com/";
/// In the storage of the tab: it was left in a hurry.
const LEFT: &str = "fin";
const BACK_OR_FORWARD: u16 = 2;

/// The button of the top bar.
#[component]
pub fn QuickExit() -> impl IntoView {
    view! {
        <button type="button" class="bouton-barre bouton-quitter" on:click=move |_| leave()>
            <Icon path=icons::LOGOUT class="size-5 shrink-0" />
            {commun::quitter_vite()}
        </button>
    }
}

/// Leaves when Shift is pressed three times within five seconds.
pub fn watch_keyboard() {
    let presses = Cell::new((0_u8, 0.0_f64));
    window_event_listener(ev::keydown, move |event| {
        if event.key() != "Shift" {
            return presses.set((0, 0.0));
        }
        let now = js_sys::Date::now();
        let (count, since) = presses.get();
        let (count, since) = if count == 0 || now - since > 5_000.0 { (1, now) } else { (count + 1, since) };
        presses.set((count, since));
        if count == 3 && !event.repeat() {
            leave();
        }
    });
    window_event_listener_untyped("pageshow", move |_| {
        if is_marked() {
            leave_again();
        }
    });
}

/// Whether one comes back, by the Back button, to a page that was left in a hurry.
pub fn was_left() -> bool {
    let came_back =
        window().performance().is_some_and(|performance| performance.navigation().type_() == BACK_OR_FORWARD);
    if is_marked() && !came_back {
        // The address was opened on purpose.
        with_tab_storage(|storage| drop(storage.remove_item(LEFT)));
        return false;
    }
    is_marked()
}

/// Goes away at once.
pub fn leave_again() {
    blank();
    drop(window().location().replace(ELSEWHERE));
}

fn leave() {
    blank();
    api::sign_out_while_leaving();
    forget();
    with_tab_storage(|storage| drop(storage.set_item(LEFT, "1")));
    drop(window().location().replace(ELSEWHERE));
}

fn blank() {
    let document = document();
    document.set_title(commun::titre_neutre());
    if let Some(root) = document.document_element() {
        drop(root.class_list().add_1("parti"));
    }
}

fn forget() {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.clear());
    }
    with_tab_storage(|storage| drop(storage.clear()));
    let Ok(caches) = window().caches() else { return };
    leptos::task::spawn_local(async move {
        let Ok(names) = wasm_bindgen_futures::JsFuture::from(caches.keys()).await else {
            return;
        };
        for name in js_sys::Array::from(&names).iter().filter_map(|name| name.as_string()) {
            drop(caches.delete(&name));
        }
    });
}

fn is_marked() -> bool {
    let mut marked = false;
    with_tab_storage(|storage| marked = matches!(storage.get_item(LEFT), Ok(Some(_))));
    marked
}

fn with_tab_storage(run: impl FnOnce(&web_sys::Storage)) {
    if let Ok(Some(storage)) = window().session_storage() {
        run(&storage);
    }
}
