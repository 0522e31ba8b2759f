//! What the device keeps of the taps that the server does not have yet: ids and hours, and the first names that are new. It is
//! bound to the account; leaving in a hurry forgets the whole storage.

use leptos::prelude::window;
use shared::ids::CompteId;

use super::Tap;

const KEY: &str = "pointages";

/// Whose.
pub type Compte = Option<CompteId>;

/// Those of an account; what is of another one, or of nobody, is forgotten.
pub fn take_up(compte: Compte) -> Vec<Tap> {
    let taps = read(compte);
    write(compte, &taps);
    taps
}

/// Changes what is kept. It is read first: another tab may have kept more.
pub fn change(compte: Compte, change: impl FnOnce(&mut Vec<Tap>)) {
    let mut taps = read(compte);
    change(&mut taps);
    write(compte, &taps);
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn read(compte: Compte) -> Vec<Tap> {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten()).unwrap_or_default();
    let (of, taps): (Compte, Vec<Tap>) = serde_json::from_str(&text).unwrap_or_default();
    if of == compte && compte.is_some() { taps } else { Vec::new() }
}

fn write(compte: Compte, taps: &[Tap]) {
    let Some(storage) = storage() else { return };
    if taps.is_empty() || compte.is_none() {
        drop(storage.remove_item(KEY));
    } else if let Ok(text) = serde_json::to_string(&(compte, taps)) {
        drop(storage.set_item(KEY, &text));
    }
}
