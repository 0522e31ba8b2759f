//! The other dates of a series: where they are found, and how they are taken along.

use leptos::prelude::*;
use shared::{Problem, ateliers::DateDeSerie, fields::Jour};

use super::{address, etat};
use crate::{
    format,
    permanences::pro::jours::noon,
    texts::ateliers,
    ui::{Icon, icons},
};

/// How many dates come after, that may be changed or cancelled too.
pub fn later(dates: &[DateDeSerie]) -> usize {
    dates.iter().filter(|one| one.suite).count()
}

/// What refuses one of those that were taken along, with its day.
pub fn refused(problem: &Problem) -> Option<String> {
    let jour: Jour = problem.fields.get("suite")?.first()?.parse().ok()?;
    let of_word = problem.fields.get("mot").and_then(|codes| codes.first());
    let raison = match of_word.map(String::as_str) {
        Some("hors-de-leur-age") => ateliers::pro_erreur_hors_age(),
        Some(_) => ateliers::pro_erreur_mot(),
        None => &problem.title,
    };
    Some(ateliers::pro_erreur_suite(&day(jour), raison))
}

fn day(jour: Jour) -> String {
    format::long_day(noon(jour), "UTC")
}

/// The other dates that are not over, each one tap away.
#[component]
pub fn OtherDates(
    /// Those.
    dates: Vec<DateDeSerie>,
) -> impl IntoView {
    let titre = match dates.len() {
        1 => ateliers::pro_serie_autre().to_owned(),
        many => ateliers::pro_serie_autres(&many.to_string()),
    };
    let item = |one: DateDeSerie| {
        let moment = ateliers::pro_serie_moment(&day(one.jour), &format::clock(&one.debut.to_string()));
        view! {
            <li>
                <a href=address(one.atelier) class="lien flex min-h-12 items-center gap-2">
                    <span class="flex min-w-0 grow flex-wrap justify-between gap-x-2">
                        <span class="first-letter:uppercase">{moment}</span>
                        <span class="discret">{etat(one.etat)}</span>
                    </span>
                    <Icon path=icons::NEXT />
                </a>
            </li>
        }
    };
    view! {
        <details>
            <summary class="lien min-h-12 content-center">{titre}</summary>
            <ul class="grid gap-1">{dates.into_iter().map(item).collect_view()}</ul>
        </details>
    }
}
