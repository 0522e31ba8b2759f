//! The head of a thread for the jeune: who answers, when, and who reads. Nothing is said that is not known.

use leptos::prelude::*;
use shared::{
    fields::Jour,
    ids::FilId,
    messages::{AbsenceDite, Attendre, Fil, ReadAttendre},
};

use super::{jeune::who_answers, thread::report::ReportForm};
use crate::{
    api::call,
    ask::{ask, memo, shown},
    format,
    live::Live,
    texts::jeune,
    ui::{EmergencyLink, Icon, PLAIN, icons},
};

/// Who answers and when; the rest opens on demand.
#[component]
pub fn Head(
    /// Which thread.
    id: FilId,
    /// The thread, once it was read.
    fil: RwSignal<Option<Fil>>,
) -> impl IntoView {
    let live = Live::expect();
    let attendre = ask(move || {
        live.event.track();
        live.catch_up.track();
        call(ReadAttendre { fil: id })
    });
    let said = memo(move || attendre.ok());
    // Who is away is named, and is not said to answer: the line below says who does.
    let who = memo(move || {
        let fil = fil.get()?;
        let away = said.get().is_some_and(|said| said.absence.is_some());
        Some(fil.referent.clone().filter(|_| away).unwrap_or_else(|| who_answers(&fil)))
    });
    let short = move || said.get().and_then(|said| in_short(&said));
    let lines = shown(move || {
        let (first, lines) = said.get().map(|said| (in_short(&said), in_full(&said))).unwrap_or_default();
        // What stands above is not said twice.
        lines
            .into_iter()
            .filter(|line| first.as_ref() != Some(line))
            .map(|line| view! { <p>{line}</p> })
            .collect_view()
            .into_any()
    });
    let reporting = RwSignal::new(false);
    let report = shown(move || match reporting.get() {
        false => view! {
            <button type="button" class=PLAIN on:click=move |_| reporting.set(true)>
                <Icon path=icons::FLAG />
                {jeune::signaler_quelquun()}
            </button>
        }
        .into_any(),
        true => view! {
            <ReportForm fil=id message=None close=Callback::new(move |()| reporting.set(false)) />
        }
        .into_any(),
    });
    view! {
        <details class="a-qui">
            <summary>
                <span class="disque size-9" aria-hidden="true">
                    <Icon path=icons::PEOPLE class="size-5" />
                </span>
                <span class="grid min-w-0 grow leading-snug">
                    <strong class="wrap-anywhere">{move || who.get()}</strong>
                    <span class="text-base empty:hidden" role="status">
                        {short}
                    </span>
                </span>
                <span class="sr-only">{jeune::en_savoir_plus()}</span>
                <Icon path=icons::NEXT class="chevron size-5 shrink-0" />
            </summary>
            <div class="a-qui-plus">
                {lines}
                <a class=PLAIN href="/messages/recherche">
                    <Icon path=icons::SEARCH />
                    {jeune::chercher_messages()}
                </a>
                {report}
            </div>
        </details>
        <EmergencyLink />
    }
}

// What matters most now, in one line.
fn in_short(said: &Attendre) -> Option<String> {
    if let Some(absence) = &said.absence {
        return Some(away(absence));
    }
    if said.relayee_le.is_some() {
        return Some(jeune::equipe_prevenue().to_owned());
    }
    match (said.maintenant, said.prochaine, said.d_habitude) {
        (Some(false), Some(next), _) => Some(next_answer(next)),
        (_, _, Some(minutes)) => Some(usually(minutes)),
        (Some(true), _, None) => Some(jeune::attendre_maintenant().to_owned()),
        (_, Some(next), None) => Some(next_answer(next)),
        (_, None, None) => None,
    }
}

fn in_full(said: &Attendre) -> Vec<String> {
    let mut lines = expected(said);
    lines.push(readers(&said.lecteurs));
    lines
}

/// When an answer may be expected, line by line, as the jeune reads it.
pub fn expected(said: &Attendre) -> Vec<String> {
    let here = said.maintenant.unwrap_or_default();
    let next = said.prochaine.filter(|_| !here);
    let lines = [
        said.absence.as_ref().map(away),
        said.relayee_le.map(|_| jeune::equipe_prevenue().to_owned()),
        here.then(|| jeune::attendre_maintenant().to_owned()),
        next.map(next_answer),
        said.d_habitude.map(usually),
    ];
    lines.into_iter().flatten().collect()
}

fn away(AbsenceDite { du, au, remplacant }: &AbsenceDite) -> String {
    let days = if du == au { jeune::absence_le(&day(*du)) } else { jeune::absence_du_au(&day(*du), &day(*au)) };
    match remplacant {
        Some(prenom) => format!("{days} {}", jeune::absence_remplacant(prenom)),
        None => days,
    }
}

fn next_answer(next: shared::Instant) -> String {
    let zone = format::own_zone();
    jeune::attendre_prochaine(&format::day(next, &zone), &format::hour(next, &zone))
}

fn usually(minutes: u32) -> String {
    let length = match minutes {
        0..60 => jeune::duree_minutes(&minutes.max(1).to_string()),
        60..1_440 => jeune::duree_heures(&(minutes / 60).to_string()),
        1_440..2_880 => jeune::duree_un_jour().to_owned(),
        _ => jeune::duree_jours(&(minutes / 1_440).to_string()),
    };
    jeune::attendre_habitude(&length)
}

fn readers(prenoms: &[String]) -> String {
    match prenoms {
        [] => jeune::lecteurs_equipe().to_owned(),
        [only] => jeune::lecteur_seul(only),
        [first @ .., last] => jeune::lecteurs(&first.join(", "), last),
    }
}

// A day without an hour is the same everywhere.
fn day(jour: Jour) -> String {
    let (annee, mois, jour) = jour.parts();
    let days = js_sys::Date::utc(f64::from(annee), f64::from(mois) - 1.0) + (f64::from(jour) - 1.0) * 86_400_000.0;
    format::long_day(shared::Instant(days as i64), "UTC")
}
