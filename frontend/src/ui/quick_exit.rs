//! "Quitter vite": the screen is blank at once, the session ends, the weather comes instead.
//!
//! Without a network the server hears of it later: until then a mark stays on the device, and the next page that starts
//! here signs out before it reads who it is ([`is_unfinished`]).
//!
//! What it cannot do: the history of the browser keeps the addresses. Going back is answered by leaving again.

use std::cell::{Cell, RefCell};

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::{PageTransitionEvent, Storage};

use super::{Icon, icons};
use crate::{api, texts::commun};

const ELSEWHERE: &str = "https://www.meteofrance.com/";
/// In the storage of the tab: it was left in a hurry. In that of the device: the session may still be open. The word says
/// nothing to whoever looks there.
const LEFT: &str = "fin";
/// On the document: the style shows nothing of it.
const GONE: &str = "parti";
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
}

/// What the browser kept of a page is not shown again as it was: meanwhile one may have signed out, or left in a hurry.
pub fn watch_returns() {
    let is_kept =
        |event: &web_sys::Event| event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted);
    window_event_listener_untyped("pagehide", move |event| {
        if let Some(body) = document().body().filter(|_| is_kept(&event)) {
            body.set_hidden(true);
        }
    });
    window_event_listener_untyped("pageshow", move |event| {
        if is_marked(tab()) {
            leave_again();
        } else if is_kept(&event) {
            drop(window().location().reload());
        }
    });
}

/// Whether this device was left in a hurry and the server may not know: nobody is here until it does.
pub fn is_unfinished() -> bool {
    is_marked(device())
}

/// The server knows.
pub fn finish() {
    unmark(device());
}

/// The posters and cards that this device was brought by today are nobody else's business.
pub fn forget_scans() {
    if let Some(storage) = device() {
        drop(storage.remove_item("vus"));
    }
}

/// Whether one comes back, by the Back button, to a page that was left in a hurry.
pub fn was_left() -> bool {
    let came_back =
        window().performance().is_some_and(|performance| performance.navigation().type_() == BACK_OR_FORWARD);
    if !came_back {
        // The address was opened on purpose.
        unmark(tab());
    }
    is_marked(tab())
}

/// Whether one is on the way out.
pub fn is_leaving() -> bool {
    document().document_element().is_some_and(|root| root.class_list().contains(GONE))
}

/// Runs this when one leaves in a hurry: what else the page has kept on the device is forgotten.
pub fn on_leave(run: impl Fn() + 'static) {
    ON_LEAVE.with_borrow_mut(|all| all.push(Box::new(run)));
}

thread_local! {
    static ON_LEAVE: RefCell<Vec<Box<dyn Fn()>>> = const { RefCell::new(Vec::new()) };
}

/// Somebody else is here now: the page is blank at once, and starts again as theirs.
pub fn start_anew() {
    blank();
    drop(window().location().reload());
}

/// Goes away at once.
pub fn leave_again() {
    blank();
    drop(window().location().replace(ELSEWHERE));
}

fn leave() {
    blank();
    ON_LEAVE.with_borrow(|all| all.iter().for_each(|run| run()));
    api::sign_out_while_leaving();
    forget();
    mark(tab());
    mark(device());
    drop(window().location().replace(ELSEWHERE));
}

fn blank() {
    let document = document();
    document.set_title(commun::titre_neutre());
    if let Some(root) = document.document_element() {
        drop(root.class_list().add_1(GONE));
    }
}

fn forget() {
    for storage in [tab(), device()].into_iter().flatten() {
        drop(storage.clear());
    }
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

fn tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn device() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn mark(storage: Option<Storage>) {
    if let Some(storage) = storage {
        drop(storage.set_item(LEFT, "1"));
    }
}

fn unmark(storage: Option<Storage>) {
    if let Some(storage) = storage {
        drop(storage.remove_item(LEFT));
    }
}

fn is_marked(storage: Option<Storage>) -> bool {
    storage.is_some_and(|storage| matches!(storage.get_item(LEFT), Ok(Some(_))))
}
