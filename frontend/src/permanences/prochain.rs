//! The next rendez-vous, for the first screen.

use leptos::prelude::*;
use shared::permanences::{EtatRendezVous, ListRendezVous, RendezVous};

use super::{besoin_label, booking::When};
use crate::{
    api::call,
    ask::{Answer, ask},
    format,
    live::Live,
    texts::jeune,
    ui::{Icon, Loaded, icons},
};

/// The rendez-vous of the jeune, read again when one changes.
pub fn rendez_vous(live: Live) -> Answer<Vec<RendezVous>> {
    ask(move || {
        live.rendez_vous.track();
        call(ListRendezVous {})
    })
}

/// The next rendez-vous, on the first screen.
#[component]
pub fn NextRendezVous() -> impl IntoView {
    let liste = rendez_vous(Live::expect());
    let next = |liste: Vec<RendezVous>| {
        let now = format::now();
        let to_come = liste.into_iter().filter(|rdv| rdv.etat == EtatRendezVous::Confirme && now < rdv.fin);
        to_come.min_by_key(|rdv| rdv.debut)
    };
    let card = move |rdv: RendezVous| {
        view! {
            <section aria-labelledby="prochain">
                <a class="carte carte-moment gap-1" href="/rendez-vous">
                    <h2 id="prochain" class="flex items-center justify-between gap-2 font-bold">
                        {jeune::prochain_rendez_vous()}
                        <Icon path=icons::NEXT />
                    </h2>
                    <When debut=rdv.debut fin=rdv.fin zone=rdv.lieu.fuseau.clone() />
                    <p>{besoin_label(rdv.besoin)} " · " {jeune::avec(&rdv.professionnel)}</p>
                    <p class="discret">{rdv.lieu.nom} ", " {rdv.lieu.commune}</p>
                </a>
            </section>
        }
    };
    view! { <Loaded from=liste let:liste>{next(liste).map(card)}</Loaded> }
}
