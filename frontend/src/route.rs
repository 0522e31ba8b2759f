//! Where one is, and how one goes elsewhere: within this program without a reload, to the screens of another program as
//! the browser does. No screen knows which program it is in.
//!
//! Not leptos_router: our screens are a flat list, which a `match` reads well, and the router's nested routes cost the
//! page of jeunes some 40 KB of brotli.

use std::time::Duration;

use leptos::{ev, prelude::*};
use shared::Program;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{HtmlAnchorElement, UrlSearchParams};

/// How long the way to another program may take before this one shows itself again.
const PATIENCE: Duration = Duration::from_secs(5);

/// The address of the page.
#[derive(Clone, Copy)]
pub struct Route {
    program: Program,
    path: RwSignal<String>,
    query: RwSignal<String>,
    held: StoredValue<bool>,
    put_off: StoredValue<Option<Crossing>>,
    cut: RwSignal<bool>,
    leaving: RwSignal<bool>,
}

/// The way to a screen of another program.
#[derive(Clone)]
struct Crossing {
    address: String,
    in_place: bool,
}

impl Route {
    /// Follows the address and the links of the page, which is this program. Called once, at the root.
    pub fn provide(program: Program) -> Self {
        let route = Self {
            program,
            path: RwSignal::new(String::new()),
            query: RwSignal::new(String::new()),
            held: StoredValue::new(false),
            put_off: StoredValue::new(None),
            cut: RwSignal::new(false),
            leaving: RwSignal::new(false),
        };
        route.read();
        window_event_listener(ev::popstate, move |_| route.read());
        window_event_listener(ev::online, move |_| route.cut.set(false));
        window_event_listener(ev::click, move |event| {
            // The browser itself follows a link to another program, when nothing keeps one here.
            if let Some(address) = followed(&event).filter(|address| route.is_own(address) || route.stays()) {
                event.prevent_default();
                // After the link's own handlers, whichever come first.
                set_timeout(move || route.go(&address), Duration::ZERO);
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
        if !self.is_own(address) {
            return self.cross(Crossing { address: address.to_owned(), in_place: false });
        }
        if let Ok(history) = window().history() {
            drop(history.push_state_with_url(&JsValue::NULL, "", Some(address)));
        }
        self.arrive();
    }

    /// Goes there in place of this screen; Back skips it.
    pub fn replace(self, address: &str) {
        if !self.is_own(address) {
            return self.cross(Crossing { address: address.to_owned(), in_place: true });
        }
        if let Ok(history) = window().history() {
            drop(history.replace_state_with_url(&JsValue::NULL, "", Some(address)));
        }
        self.arrive();
    }

    /// Writes a value into the query of this screen, or takes it out: one stays where one is, and Back does not stop here.
    pub fn note(self, name: &str, value: &str) {
        let (Ok(query), Ok(history)) = (UrlSearchParams::new_with_str(&self.query.get_untracked()), window().history())
        else {
            return;
        };
        query.delete(name);
        if !value.is_empty() {
            query.append(name, value);
        }
        let address =
            format!("/{}?{}", self.path.get_untracked().trim_start_matches('/'), String::from(query.to_string()));
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(address.trim_end_matches('?'))));
        self.read();
    }

    /// Something here would be lost with the program: whoever goes to another one goes when it is no longer held.
    pub fn hold(self, held: bool) {
        self.held.set_value(held);
        let put_off = self.put_off.try_update_value(Option::take).flatten();
        if let Some(crossing) = put_off {
            self.cross(crossing);
        }
    }

    /// Whether one stayed here for want of a network.
    pub fn is_cut(self) -> bool {
        self.cut.get()
    }

    /// Whether the page of another program is on its way: what stood here is over.
    pub fn is_leaving(self) -> bool {
        self.leaving.get()
    }

    fn is_own(self, address: &str) -> bool {
        Program::at(address) == self.program
    }

    fn stays(self) -> bool {
        self.held.get_value() || !window().navigator().on_line()
    }

    fn cross(self, crossing: Crossing) {
        if self.held.get_value() {
            return self.put_off.set_value(Some(crossing));
        }
        // Without a network the browser would put its own page in the place of this one.
        if self.stays() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            return self.cut.set(true);
        }
        self.leaving.set(true);
        // Whoever stops the browser on its way is still here.
        set_timeout(move || self.leaving.set(false), PATIENCE);
        let (location, address) = (window().location(), &crossing.address);
        drop(if crossing.in_place { location.replace(address) } else { location.assign(address) });
    }

    fn arrive(self) {
        self.cut.set(false);
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

// The address of the link that was pressed, when it is one of this site and an ordinary press.
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
