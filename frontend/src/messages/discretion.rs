//! In "Moi": what a jeune keeps to themselves in their threads.

use leptos::prelude::*;
use shared::messages::{ChooseDiscretion, Discretion, ReadDiscretion};

use crate::{
    api::call,
    ask::{Attempt, ask},
    texts::jeune,
    ui::{CheckField, Icon, Loaded, ProblemNotice, icons},
};

/// Whether professionals see what was read. Each tap is stored at once.
#[component]
pub fn DiscretionChoice() -> impl IntoView {
    let discretion = ask(|| call(ReadDiscretion {}));
    view! {
        <section class="carte" aria-labelledby="discretion">
            <h2 id="discretion" class="titre-2 flex items-center gap-2">
                <Icon path=icons::EYE_OFF />
                {jeune::discretion_titre()}
            </h2>
            <p>{jeune::discretion_aide()}</p>
            <Loaded from=discretion let:discretion>
                <Choice discretion />
            </Loaded>
        </section>
    }
}

#[component]
fn Choice(discretion: Discretion) -> impl IntoView {
    let (attempt, done) = (Attempt::new(), RwSignal::new(false));
    let cachees = RwSignal::new(discretion.lectures_cachees);
    Effect::new(move |before: Option<()>| {
        let request = ChooseDiscretion { lectures_cachees: cachees.get() };
        if before.is_some() {
            done.set(false);
            attempt.run(call(request), move |_| {
                done.try_set(true);
            });
        }
    });
    view! {
        <CheckField label=jeune::discretion_cacher() name="lectures-cachees" value=cachees />
        <p role="status" class="font-bold empty:hidden">
            {move || done.get().then(jeune::cest_note)}
        </p>
        <ProblemNotice problem=attempt.problem />
    }
}
