//! Starts a page: one place in the document, one session, one live stream.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::{live::Live, session::Me, ui::quick_exit};

/// Puts a page in the place of what the server wrote first into `#app`.
pub fn start<N: IntoView + 'static>(page: impl FnOnce() -> N + 'static) {
    if quick_exit::was_left() {
        return quick_exit::leave_again();
    }
    let Some(place) = document().get_element_by_id("app").and_then(|app| app.dyn_into().ok()) else {
        return;
    };
    let place: web_sys::HtmlElement = place;
    place.set_text_content(None);
    let handle = leptos::mount::mount_to(place, move || {
        let me = Me::provide();
        Live::provide(me);
        quick_exit::watch_keyboard();
        page()
    });
    handle.forget();
}
