//! What lives only in memory, on the way from one program to another.
//!
//! It lies in the storage of the tab from the moment one page is left until the next one knows who is signed in, and is
//! given to no other account. The quick exit leaves nothing there.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;
use web_sys::Storage;

use crate::{ask::watch, session::Me, ui::quick_exit};

/// Takes over the texts that the former page of this tab left under a name, then leaves those there are when this page
/// goes; none is nothing. Called once for each name, at the root.
pub fn carry(me: Me, name: &'static str, take: Box<dyn Fn(Vec<String>)>, leave: Box<dyn Fn() -> Vec<String>>) {
    let taken = Rc::new(Cell::new(false));
    let going = Rc::clone(&taken);
    watch(Box::new(move || {
        if me.get().is_none() || taken.replace(true) {
            return;
        }
        let left = storage().and_then(|storage| storage.get_item(name).ok().flatten());
        forget(name);
        let texts: Option<Vec<String>> = left.and_then(|left| serde_json::from_str(&left).ok());
        let mut texts = texts.unwrap_or_default().into_iter();
        if texts.next().is_some_and(|whose| Some(whose) == me.compte().map(String::from)) {
            take(texts.collect());
        }
    }));
    window_event_listener_untyped("pagehide", move |_| {
        // What came before and was not taken over yet waits for the next page.
        if !going.replace(false) || quick_exit::is_leaving() {
            return;
        }
        let (whose, mut texts) = (untrack(move || me.compte()), leave());
        if let (Some(storage), Some(compte), false) = (storage(), whose, texts.is_empty()) {
            texts.insert(0, compte.into());
            drop(storage.set_item(name, &serde_json::Value::from(texts).to_string()));
        }
    });
}

fn forget(name: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(name));
    }
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
