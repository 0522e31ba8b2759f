//! How many came, day by day. Counts, and nobody's name.

use leptos::prelude::*;
use shared::{
    accueil::{CompteBesoin, CountPassages, JourDePassages, SemaineDePassages},
    fields::{CodeEspace, Jour},
};

use crate::{
    api::call,
    ask::{ask, memo},
    permanences::{
        besoin_label,
        pro::{date, jours},
    },
    route::Route,
    texts::accueil,
    ui::{Icon, Loaded, SMALL, icons},
};

/// The week of a place; `?du=` is its first day.
#[component]
pub fn Week(
    /// Which.
    espace: CodeEspace,
) -> impl IntoView {
    let route = Route::expect();
    let du = memo(move || route.query("du").and_then(|day| day.parse::<Jour>().ok()));
    let here = StoredValue::new(espace);
    let week = ask(move || call(CountPassages { espace: here.get_value(), du: du.get() }));
    view! {
        <p>{accueil::semaine_aide()}</p>
        <Loaded from=week let:week>
            <Days week />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Days(week: SemaineDePassages) -> impl IntoView {
    let route = Route::expect();
    let SemaineDePassages { jours: week, passages: total } = week;
    let (Some(first), Some(last)) = (week.first().map(|day| day.jour), week.last().map(|day| day.jour)) else {
        return ().into_any();
    };
    let go = move |days: i64| route.note("du", &jours::plus_days(first, days).to_string());
    let total = total.map(|total| total.to_string());
    let in_all = total.as_ref().map(|total| accueil::semaine_en_tout(total));
    view! {
        <div class="deux-boutons sm:flex">
            <button type="button" class=SMALL on:click=move |_| go(-7)>
                <Icon path=icons::BACK />
                {accueil::semaine_precedente()}
            </button>
            <button type="button" class=SMALL on:click=move |_| go(7)>
                {accueil::semaine_suivante()}
                <Icon path=icons::NEXT />
            </button>
        </div>
        <h2 class="titre-2 lg:hidden">{accueil::semaine_du_au(&date(first), &date(last))}</h2>
        <p class="font-bold empty:hidden lg:hidden">{in_all}</p>
        <ul class="grid gap-2 lg:hidden">{week.iter().map(card).collect_view()}</ul>
        <div class="overflow-x-auto max-lg:hidden" tabindex="0" role="region" aria-label=accueil::semaine_titre()>
            <table class="table">
                <caption class="pb-2 text-start font-bold">
                    {accueil::semaine_du_au(&date(first), &date(last))}
                </caption>
                <thead class="text-base-content">
                    <tr>
                        <th scope="col">{accueil::semaine_jour()}</th>
                        <th scope="col">{accueil::semaine_passages()}</th>
                        <th scope="col">{accueil::semaine_recus()}</th>
                        <th scope="col">{accueil::semaine_besoins()}</th>
                        <th scope="col">{accueil::semaine_heures()}</th>
                    </tr>
                </thead>
                <tbody>{week.into_iter().map(row).collect_view()}</tbody>
                <tfoot class="text-base-content">
                    <tr>
                        <th scope="row">{accueil::semaine_total()}</th>
                        <td>{total.unwrap_or_else(|| accueil::semaine_non_montre().to_owned())}</td>
                        <td></td>
                        <td></td>
                        <td></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

// A day on a phone, where a table would be cut: what it is for stands on lines of its own.
fn card(day: &JourDePassages) -> impl IntoView + use<> {
    let passages = day.passages.to_string();
    let said = match day.recus {
        Some(recus) => accueil::semaine_nombres(&passages, &recus.to_string()),
        None => accueil::semaine_nombre(&passages),
    };
    let line = |label: &'static str, text: String| {
        (!text.is_empty()).then(|| {
            view! {
                <p>
                    <span class="discret">{label} " : "</span>
                    {text}
                </p>
            }
        })
    };
    view! {
        <li class="carte gap-1">
            <div class="flex flex-wrap justify-between gap-x-4">
                <h3 class="font-bold first-letter:uppercase">{date(day.jour)}</h3>
                <p>{said}</p>
            </div>
            {line(accueil::semaine_besoins(), needs(day))}
            {line(accueil::semaine_heures(), hours(day))}
        </li>
    }
}

fn row(day: JourDePassages) -> impl IntoView {
    let (needs, hours) = (needs(&day), hours(&day));
    let met = day.recus.map_or_else(|| accueil::semaine_non_montre().to_owned(), |recus| recus.to_string());
    view! {
        <tr>
            <th scope="row">{date(day.jour)}</th>
            <td>{day.passages.to_string()}</td>
            <td>{met}</td>
            <td>{needs}</td>
            <td>{hours}</td>
        </tr>
    }
}

fn needs(day: &JourDePassages) -> String {
    let need = |one: &CompteBesoin| {
        let label = one.besoin.map_or(accueil::sans_besoin(), besoin_label);
        format!("{label} : {}", one.passages)
    };
    day.besoins.iter().map(need).collect::<Vec<_>>().join(", ")
}

fn hours(day: &JourDePassages) -> String {
    let hours = day.heures.iter().map(|one| accueil::heure(&one.heure.to_string(), &one.passages.to_string()));
    hours.collect::<Vec<_>>().join(", ")
}
