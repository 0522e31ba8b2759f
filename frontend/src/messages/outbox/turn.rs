//! One tab at a time: those of the same phone share the letters, and only one of them sends.

use std::{cell::Cell, future::Future, pin::Pin, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

const LOCK: &str = "courrier";

/// What a turn came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// One letter less.
    Advanced,
    /// The network, or the server, does not answer.
    Cut,
    /// Nothing waits.
    Done,
}

/// Runs it while no other tab does. A browser without locks runs it all the same: the server recognises a double, only
/// the order of two tabs is then theirs.
pub async fn alone(work: Pin<Box<dyn Future<Output = Turn>>>) -> Turn {
    let Some((locks, request)) = manager() else { return work.await };
    let turn = Rc::new(Cell::new(Turn::Cut));
    let result = Rc::clone(&turn);
    let run = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        future_to_promise(async move {
            result.set(work.await);
            Ok(JsValue::UNDEFINED)
        })
    });
    if let Ok(held) = request.call2(&locks, &LOCK.into(), &run) {
        drop(JsFuture::from(Promise::resolve(&held)).await);
    }
    turn.get()
}

// `web-sys` still counts this interface among the unstable ones.
fn manager() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok().filter(JsValue::is_object)?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
