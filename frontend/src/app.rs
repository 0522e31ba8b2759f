//! Starts a page: one place in the document, one session, one live stream.

use std::{cell::Cell, time::Duration};

use leptos::prelude::*;
use shared::Program;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::{live::Live, route::Route, session::Me, ui::quick_exit};

/// Puts the page of a program in the place of what the server wrote first into `#app`.
pub fn start<N: IntoView + 'static>(program: Program, page: impl FnOnce() -> N + 'static) {
    if quick_exit::was_left() {
        return quick_exit::leave_again();
    }
    let place = document().get_element_by_id("app").and_then(|app| app.dyn_into::<HtmlElement>().ok());
    let stage = document().create_element("div").ok().and_then(|stage| stage.dyn_into::<HtmlElement>().ok());
    let (Some(place), Some(stage)) = (place, stage) else { return };
    let is_empty = place.child_element_count() == 0;
    STAGE.set(Some((place, stage.clone())));
    if is_empty {
        show();
    }
    set_timeout(show, PATIENCE);
    let handle = leptos::mount::mount_to(stage, move || {
        Route::provide(program);
        let me = Me::provide();
        Live::provide(me);
        quick_exit::watch_keyboard();
        quick_exit::watch_returns();
        page()
    });
    handle.forget();
}

/// The first screen has something to say: it is shown once what it asked from the server is there, so that nothing
/// moves under the thumb. Until then what the server wrote stays.
pub fn reveal() {
    READY.set(true);
    settle();
}

/// A screen asks something from the server.
pub fn ask() {
    AWAITED.set(AWAITED.get() + 1);
}

/// A first answer is there.
pub fn answered() {
    AWAITED.set(AWAITED.get().saturating_sub(1));
    settle();
}

fn settle() {
    if READY.get() && AWAITED.get() == 0 {
        show();
    }
}

fn show() {
    if let Some((place, stage)) = STAGE.take() {
        place.replace_children_with_node_1(&stage);
    }
}

thread_local! {
    static STAGE: Cell<Option<(HtmlElement, HtmlElement)>> = const { Cell::new(None) };
    static READY: Cell<bool> = const { Cell::new(false) };
    static AWAITED: Cell<u32> = const { Cell::new(0) };
}

/// How long what the server wrote may stay.
const PATIENCE: Duration = Duration::from_secs(2);
