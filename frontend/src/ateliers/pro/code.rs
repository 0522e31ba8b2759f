//! The code of the minute, as large as the phone allows: those who come scan it.

use std::time::Duration;

use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*};
use shared::ateliers::ReadPresence;

use super::{Back, address, in_address};
use crate::{
    api::call,
    ask::{ask, watch},
    comptes::pro::voix,
    format,
    texts::ateliers,
    ui::{Loaded, Page, QrImage},
};

/// The longest that a code is shown, whatever the clock of this phone says, in milliseconds.
const LONGEST: i64 = 30_000;
/// How soon it is asked again when it did not come.
const AGAIN: i64 = 5_000;

/// The address `/pro/ateliers/{atelier}/code`.
#[component]
pub fn CodePage() -> impl IntoView {
    let asked = ask(|| {
        let atelier = in_address();
        async move { call(ReadPresence { atelier: atelier.ok_or_else(voix::unknown)? }).await }
    });
    let next = StoredValue::new(format::now().0 + AGAIN);
    watch(Box::new(move || {
        if let Some(presence) = asked.ok() {
            let now = format::now().0;
            next.set_value(presence.jusquau.0.clamp(now + 1_000, now + LONGEST));
        }
    }));
    let tick = move || {
        let now = format::now().0;
        if next.get_value() <= now {
            next.set_value(now + AGAIN);
            asked.refetch();
        }
    };
    if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || ticking.clear());
    }
    let back = in_address().map(address).unwrap_or_default();
    view! {
        <Page titre=ateliers::pro_code_titre()>
            <Back href=back label=ateliers::pro_code_retour() />
            <div class="code-minute">
                <Loaded from=asked let:presence>
                    <QrImage svg=presence.qr alt=ateliers::pro_code_alt() />
                </Loaded>
            </div>
            <p class="discret text-center">{ateliers::pro_code_aide()}</p>
        </Page>
    }
    .into_any()
}
