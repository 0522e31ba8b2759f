//! "Mes réponses": when a référent answers, who does while they are away, and what they often write.

mod absences;
mod apercu;
mod horaires;
mod rapides;
mod semaine;

use leptos::prelude::*;
use shared::{
    Problem,
    messages::{ListCollegues, ReadHoraires, ReadReponses},
};
use wasm_bindgen::JsCast as _;

use crate::{
    api::call,
    ask::ask,
    texts::pro,
    ui::{Icon, Loaded, Page, icons},
};

/// The address `/pro/reponses`.
#[component]
pub fn ReponsesPage() -> impl IntoView {
    // Hours and absences change what the jeunes read above them.
    let changed = RwSignal::new(0_u32);
    let known = ask(|| async {
        let horaires = call(ReadHoraires {}).await?;
        let collegues = call(ListCollegues { fil: None }).await?;
        Ok::<_, Problem>((horaires, collegues, call(ReadReponses {}).await?))
    });
    view! {
        <Page titre=pro::reponses_titre()>
            <p>
                <a href="/pro/messages" class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {pro::reponses_retour()}
                </a>
            </p>
            <apercu::Apercu changed />
            <Loaded from=known let:known>
                <div class="grid items-start gap-6 lg:grid-cols-2">
                    <horaires::HorairesSection known=known.0 changed />
                    <div class="grid min-w-0 gap-6">
                        <absences::AbsencesSection collegues=known.1 changed />
                        <rapides::RapidesSection textes=known.2.textes />
                    </div>
                </div>
            </Loaded>
        </Page>
    }
    .into_any()
}

/// Moves the focus, once the screen shows what it goes to: what had it may be gone.
fn focus(id: String) {
    request_animation_frame(move || {
        if let Some(found) =
            document().get_element_by_id(&id).and_then(|one| one.dyn_into::<web_sys::HtmlElement>().ok())
        {
            drop(found.focus());
        }
    });
}
