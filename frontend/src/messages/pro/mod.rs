//! For référents: the queue of threads, the thread, the code that helps a jeune to come back.

mod alertes;
mod code;
mod fil;
mod groupe;
mod liste;
mod outils;
pub mod queue;
mod reponses;
mod signalements;
mod trouver;

pub use alertes::{AlertesNotice, AlertesPage};
pub use reponses::ReponsesPage;
pub use signalements::SignalementsPage;

use leptos::prelude::*;
use shared::ids::FilId;

use crate::{
    route::Route,
    texts::pro,
    ui::{Drawing, EmptyState, Icon, Page, icons},
};

/// The addresses `/pro/messages` and `/pro/messages/{fil}`: side by side on a wide screen, one at a time on a phone.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let route = Route::expect();
    // `None`: no thread is chosen; `Some(None)`: the address is not one of a thread.
    let fil = Memo::new(move |_| {
        let path = route.path();
        let id = path.strip_prefix("/pro/messages/")?;
        Some(id.parse::<FilId>().ok())
    });
    let chosen = move || fil.get().is_some();
    let beside = move || match fil.get() {
        None => view! {
            <EmptyState drawing=Drawing::Bubbles>
                <p>{pro::choisir_un_fil()}</p>
            </EmptyState>
        }
        .into_any(),
        Some(None) => view! { <fil::Unknown /> }.into_any(),
        Some(Some(fil)) => view! { <fil::FilView fil /> }.into_any(),
    };
    view! {
        <div class="grid items-start gap-6 lg:grid-cols-[23rem_minmax(0,1fr)]">
            <section
                class="colonne"
                class=("max-lg:hidden", chosen)
                aria-label=pro::messages_titre()
            >
                <Show when=move || !chosen() fallback=|| view! { <h2 class="titre">{pro::messages_titre()}</h2> }>
                    <Page titre=pro::messages_titre()>""</Page>
                </Show>
                <a href="/pro/reponses" class="lien mt-1 inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::CLOCK />
                    {pro::reponses_lien()}
                </a>
                <liste::Queue chosen=Signal::derive(move || fil.get().flatten()) />
            </section>
            <div class=("max-lg:hidden", move || !chosen())>{beside}</div>
        </div>
    }
    .into_any()
}
