//! What the device keeps of the taps that the server does not have yet: ids and hours, and the first names that are new. It is
//! kept by account, so that a session that ends before the network is back loses nothing: only the same account takes it up
//! again, within two days. Signing out forgets what is one's own; leaving in a hurry forgets the whole storage.

use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use shared::{Instant, ids::CompteId};

use super::Tap;
use crate::format;

const KEY: &str = "pointages";
// As long as the server knows who passed by.
const KEPT_DAYS: i64 = 2;

/// Whose.
pub type Compte = Option<CompteId>;

/// What waits for somebody, and since when nothing was added.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    compte: CompteId,
    le: Instant,
    taps: Vec<Tap>,
}

/// Those of an account.
pub fn take_up(compte: Compte) -> Vec<Tap> {
    let all = read();
    write(&all);
    all.into_iter().find(|one| Some(one.compte) == compte).map(|one| one.taps).unwrap_or_default()
}

/// Changes what is kept for an account. It is read first: another tab may have kept more.
pub fn change(compte: Compte, change: impl FnOnce(&mut Vec<Tap>)) {
    let Some(compte) = compte else { return };
    let mut all = read();
    let own = all.iter().position(|one| one.compte == compte).map(|at| all.swap_remove(at));
    let mut taps = own.map(|own| own.taps).unwrap_or_default();
    change(&mut taps);
    if !taps.is_empty() {
        all.push(Kept { compte, le: format::now(), taps });
    }
    write(&all);
}

/// How many taps wait on this device, whoever tapped.
pub fn count() -> usize {
    read().iter().map(|one| one.taps.len()).sum()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn read() -> Vec<Kept> {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten()).unwrap_or_default();
    fresh(parse(&text, format::now()), format::now())
}

// A former version of this page kept those of one account.
fn parse(text: &str, now: Instant) -> Vec<Kept> {
    serde_json::from_str(text).unwrap_or_else(|_| match serde_json::from_str::<(Compte, Vec<Tap>)>(text) {
        Ok((Some(compte), taps)) => vec![Kept { compte, le: now, taps }],
        Ok((None, _)) | Err(_) => Vec::new(),
    })
}

fn fresh(mut all: Vec<Kept>, now: Instant) -> Vec<Kept> {
    all.retain(|one| now.plus_days(-KEPT_DAYS).0 < one.le.0);
    all
}

fn write(all: &[Kept]) {
    let Some(storage) = storage() else { return };
    if all.is_empty() {
        drop(storage.remove_item(KEY));
    } else if let Ok(text) = serde_json::to_string(all) {
        drop(storage.set_item(KEY, &text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAP: &str = r#"{"rendez_vous":"018f0000-0000-7000-8000-000000000001","marque":"recu","le":1}"#;
    const WHO: &str = "018f0000-0000-7000-8000-000000000002";

    #[test]
    fn what_is_kept_is_read_again_also_from_a_former_version_and_not_for_ever() {
        let now = Instant(1_700_000_000_000);
        let kept = parse(&format!(r#"["{WHO}",[{TAP}]]"#), now);
        assert_eq!((kept.len(), kept[0].compte.to_string().as_str(), kept[0].taps.len()), (1, WHO, 1));
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(parse(&text, Instant(0)), kept);
        assert!(parse("", now).is_empty() && parse(&format!("[null,[{TAP}]]"), now).is_empty());
        assert_eq!(fresh(parse(&text, now), now.plus_days(1)).len(), 1);
        assert!(fresh(kept, now.plus_days(2)).is_empty());
    }
}
