//! How many taps wait, and for what.

use leptos::prelude::*;

use super::{Taps, store};
use crate::{
    ask::{memo, shown},
    session::Me,
    texts::pro,
};

/// Says that taps wait: for the network, or, when nobody is signed in, for whoever tapped.
#[component]
pub fn TapsNotice() -> impl IntoView {
    let (taps, me) = (Taps::expect(), Me::expect());
    let said = memo(move || match me.is_anonyme()? {
        true => Some((store::count(), pro::gestes_reprise())),
        false => taps.is_cut().then(|| (taps.waiting(<[_]>::len), pro::gestes_reseau())),
    });
    let note = shown(move || match said.get() {
        Some((count, what)) if 0 < count => {
            let waiting = match count {
                1 => pro::gestes_un().to_owned(),
                _ => pro::gestes_plusieurs(&count.to_string()),
            };
            view! { <p class="note mb-4">{waiting} " " {what}</p> }.into_any()
        }
        _ => ().into_any(),
    });
    view! { <div role="status">{note}</div> }
}
