//! What comes into sight while one scrolls.

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// Watches whether a part of the screen is in sight.
#[derive(Clone, Copy)]
pub struct Sight(StoredValue<Option<(IntersectionObserver, Told)>, LocalStorage>);

type Told = Closure<dyn Fn(js_sys::Array)>;

impl Sight {
    /// Nothing is watched yet. `margin` widens what counts as the screen, as in CSS.
    pub fn new(margin: &str, tell: impl Fn(bool) + 'static) -> Self {
        let told = Told::new(move |entries: js_sys::Array| {
            let last: JsValue = entries.pop();
            if let Ok(entry) = last.dyn_into::<IntersectionObserverEntry>() {
                tell(entry.is_intersecting());
            }
        });
        let init = IntersectionObserverInit::new();
        init.set_root_margin(margin);
        let observer = IntersectionObserver::new_with_options(told.as_ref().unchecked_ref(), &init).ok();
        let sight = Self(StoredValue::new_local(observer.map(|observer| (observer, told))));
        on_cleanup(move || {
            sight.0.try_update_value(|watched| {
                if let Some((observer, _)) = watched.take() {
                    observer.disconnect();
                }
            });
        });
        sight
    }

    /// Tells now, and whenever it comes into sight or leaves it.
    pub fn watch(self, element: &Element) {
        self.0.try_with_value(|watched| {
            if let Some((observer, _)) = watched {
                observer.unobserve(element);
                observer.observe(element);
            }
        });
    }
}
