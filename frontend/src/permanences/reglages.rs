//! In "Moi": which reminders one wants, and the secret address of one's calendar.

use leptos::prelude::*;
use shared::permanences::{ChooseRappels, CreateCalendrier, EndCalendrier, Rappels, ReadCalendrier, ReadRappels};

use crate::{
    api::{Once, call},
    ask::{Attempt, ask},
    format,
    texts::{commun, jeune},
    ui::{CheckField, Icon, Loaded, PLAIN, ProblemNotice, SMALL, icons},
};

/// Which reminders one wants. Each tap is stored at once.
#[component]
pub fn Reminders() -> impl IntoView {
    let rappels = ask(|| call(ReadRappels {}));
    view! {
        <section class="carte" aria-labelledby="rappels">
            <h2 id="rappels" class="titre-2 flex items-center gap-2">
                <Icon path=icons::CLOCK />
                {jeune::rappels_titre()}
            </h2>
            <p>{jeune::rappels_aide()}</p>
            <Loaded from=rappels let:rappels>
                <Choices rappels />
            </Loaded>
        </section>
    }
}

#[component]
fn Choices(rappels: Rappels) -> impl IntoView {
    let attempt = Attempt::new();
    let (semaine, veille, heures) =
        (RwSignal::new(rappels.semaine), RwSignal::new(rappels.veille), RwSignal::new(rappels.heures));
    let done = RwSignal::new(false);
    Effect::new(move |before: Option<()>| {
        let request = ChooseRappels { semaine: semaine.get(), veille: veille.get(), heures: heures.get() };
        if before.is_some() {
            done.set(false);
            attempt.run(call(request), move |_| done.set(true));
        }
    });
    let unreachable = (!rappels.joignable).then(|| view! { <p class="note">{jeune::rappels_injoignable()}</p> });
    view! {
        {unreachable}
        <CheckField label=jeune::rappel_semaine() name="semaine" value=semaine />
        <CheckField label=jeune::rappel_veille() name="veille" value=veille />
        <CheckField label=jeune::rappel_heures() name="heures" value=heures />
        <p role="status" class="font-bold empty:hidden">
            {move || done.get().then(jeune::cest_note)}
        </p>
        <ProblemNotice problem=attempt.problem />
    }
}

/// The secret address of one's calendar: made, shown once, ended.
#[component]
pub fn CalendarAddress() -> impl IntoView {
    let calendrier = ask(|| call(ReadCalendrier {}));
    let (attempt, once) = (Attempt::new(), StoredValue::new_local(Once::new()));
    let adresse = RwSignal::new(None::<String>);
    let make = move |_| {
        attempt.run(once.get_value().call(CreateCalendrier {}), move |made| {
            adresse.set(Some(made.adresse));
            once.set_value(Once::new());
            calendrier.refetch();
        });
    };
    let end = move |_| {
        attempt.run(call(EndCalendrier {}), move |_| {
            adresse.set(None);
            calendrier.refetch();
        });
    };
    let shown_once = move || {
        adresse.get().map(|adresse| {
            view! {
                <p class="note">{commun::calendrier_garder()}</p>
                <p class="carte break-all select-all" dir="ltr">
                    {adresse}
                </p>
            }
        })
    };
    view! {
        <section class="carte" aria-labelledby="calendrier">
            <h2 id="calendrier" class="titre-2 flex items-center gap-2">
                <Icon path=icons::CALENDAR />
                {commun::calendrier_titre()}
            </h2>
            <p>{commun::calendrier_aide()}</p>
            {shown_once}
            <Loaded from=calendrier let:calendrier>
                {calendrier
                    .depuis
                    .map(|depuis| {
                        let depuis = commun::calendrier_depuis(&format::day(depuis, &format::own_zone()));
                        view! {
                            <p class="discret">{depuis}</p>
                            <button type="button" class=SMALL on:click=end>
                                {commun::calendrier_finir()}
                            </button>
                        }
                    })}
                <button type="button" class=PLAIN on:click=make>
                    {if calendrier.depuis.is_some() { commun::calendrier_nouvelle() } else { commun::calendrier_creer() }}
                </button>
            </Loaded>
            <ProblemNotice problem=attempt.problem />
        </section>
    }
}
