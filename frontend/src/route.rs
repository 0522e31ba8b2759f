//! Where one is, and how one goes elsewhere without a reload.
//!
//! Not leptos_router: our screens are a flat list, which a `match` reads well, and the router's nested routes cost the
//! page of jeunes some 40 KB of brotli.

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{HtmlAnchorElement, UrlSearchParams};

/// The address of the page.
#[derive(Clone, Copy)]
pub struct Route {
    path: RwSignal<String>,
    query: RwSignal<String>,
}

impl Route {
    /// Follows the address and the links of the page. Called once, at the root.
    pub fn provide() -> Self {
        let route = Self { path: RwSignal::new(String::new()), query: RwSignal::new(String::new()) };
        route.read();
        window_event_listener(ev::popstate, move |_| route.read());
        window_event_listener(ev::click, move |event| {
            if let Some(address) = followed(&event) {
                event.prevent_default();
                // After the link's own handlers, whichever come first.
                set_timeout(move || route.go(&address), std::time::Duration::ZERO);
            }
        });
        provide_context(route);
        route
    }

    /// The address of the page. Called at the top of a component.
    pub fn expect() -> Self {
        expect_context()
    }

    /// The path, without a slash at its end.
    pub fn path(self) -> String {
        self.path.get()
    }

    /// The value of a name in the query.
    pub fn query(self, name: &str) -> Option<String> {
        let query = UrlSearchParams::new_with_str(&self.query.get()).ok()?;
        query.get(name).filter(|value| !value.is_empty())
    }

    /// Goes there; Back comes back here.
    pub fn go(self, address: &str) {
        if let Ok(history) = window().history() {
            drop(history.push_state_with_url(&JsValue::NULL, "", Some(address)));
        }
        self.arrive();
    }

    /// Goes there in place of this screen; Back skips it.
    pub fn replace(self, address: &str) {
        if let Ok(history) = window().history() {
            drop(history.replace_state_with_url(&JsValue::NULL, "", Some(address)));
        }
        self.arrive();
    }

    fn arrive(self) {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        self.read();
    }

    fn read(self) {
        let location = window().location();
        let path = location.pathname().unwrap_or_default();
        change(self.query, location.search().unwrap_or_default());
        change(self.path, path.trim_end_matches('/').to_owned());
    }
}

fn change(signal: RwSignal<String>, value: String) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}

// The address of the link that was pressed, when it is one of this page and an ordinary press.
fn followed(event: &ev::MouseEvent) -> Option<String> {
    let special = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || special {
        return None;
    }
    let pressed: web_sys::Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = pressed.closest("a[href]").ok()??.dyn_into().ok()?;
    let ours = link.origin() == window().location().origin().ok()?;
    let external = link.has_attribute("download") || link.rel().contains("external") || !link.target().is_empty();
    (ours && !external).then(|| format!("{}{}{}", link.pathname(), link.search(), link.hash()))
}
