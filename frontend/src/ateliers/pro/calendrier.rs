//! What is published in the places where one's structures publish, by them and by others: to know each other.

use leptos::prelude::*;
use shared::{
    ateliers::{ListPrevus, Prevu},
    fields::Jour,
};

use super::Back;
use crate::{
    api::call,
    ask::ask,
    comptes::pro::droits,
    format,
    permanences::{
        besoin_icon, besoin_label,
        pro::{date, jours},
    },
    route::Route,
    session::Me,
    texts::{ateliers, jeune, pro},
    ui::{Drawing, EmptyState, Icon, Loaded, Page, SMALL, icons},
};

/// The address `/pro/ateliers/calendrier?du=2026-11-23`.
#[component]
pub fn CalendrierPage() -> impl IntoView {
    let route = Route::expect();
    // Weeks start on Monday.
    let du = Memo::new(move |_| {
        let asked = route.query("du").and_then(|day| day.parse().ok()).unwrap_or_else(jours::today);
        jours::plus_days(asked, 1 - i64::from(jours::weekday(asked)))
    });
    let prevus = ask(move || call(ListPrevus { du: du.get() }));
    view! {
        <Page titre=ateliers::pro_calendrier_titre()>
            <Back href="/pro/ateliers" label=ateliers::pro_retour() />
            <p>{ateliers::pro_calendrier_aide()}</p>
            <Weeks du />
            <Loaded from=prevus let:prevus>
                <Calendar prevus du=du.get_untracked() />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn Weeks(du: Memo<Jour>) -> impl IntoView {
    let at = move |weeks: i64| format!("/pro/ateliers/calendrier?du={}", jours::plus_days(du.get(), weeks * 7));
    let route = Route::expect();
    view! {
        <nav class="deux-boutons sm:flex" aria-label=ateliers::pro_calendrier_semaines()>
            <a href=move || at(-4) class=SMALL>
                <Icon path=icons::BACK />
                {ateliers::pro_quatre_avant()}
            </a>
            <a href=move || at(4) class=SMALL>
                {ateliers::pro_quatre_apres()}
                <Icon path=icons::NEXT />
            </a>
            <Show when=move || route.query("du").is_some()>
                <a href="/pro/ateliers/calendrier" class=format!("{SMALL} max-sm:col-span-2")>
                    {pro::agenda_aujourdhui()}
                </a>
            </Show>
        </nav>
    }
}

/// A day with what is held on it.
type Day = (String, Vec<Prevu>);

#[component]
fn Calendar(prevus: Vec<Prevu>, du: Jour) -> impl IntoView {
    if prevus.is_empty() {
        return view! {
            <EmptyState drawing=Drawing::Calendar>
                <p>{ateliers::pro_calendrier_vide()}</p>
            </EmptyState>
        }
        .into_any();
    }
    let all = StoredValue::new(prevus.clone());
    let day = move |(day, list): Day| {
        view! {
            <section class="grid content-start gap-3">
                <h3 class="font-bold first-letter:uppercase">{day}</h3>
                <ul class="grid gap-3">
                    {list.into_iter().map(|one| view! { <Item one all /> }).collect_view()}
                </ul>
            </section>
        }
    };
    let week = |(week, days): (i64, Vec<Day>)| {
        let monday = date(jours::plus_days(du, week * 7));
        view! {
            <section class="pile">
                <h2 class="titre-2">{ateliers::pro_semaine_du(&monday)}</h2>
                <div class="grid gap-6 lg:grid-cols-2 xl:grid-cols-3">{days.into_iter().map(day).collect_view()}</div>
            </section>
        }
    };
    by_week(prevus, du).into_iter().map(week).collect_view().into_any()
}

// In the order in which they come: they are sorted by their start.
fn by_week(prevus: Vec<Prevu>, du: Jour) -> Vec<(i64, Vec<Day>)> {
    let first = format::day_number(jours::noon(du), "UTC");
    let mut weeks: Vec<(i64, Vec<Day>)> = Vec::new();
    for one in prevus {
        let week = (format::day_number(one.debut, &one.fuseau) - first).div_euclid(7);
        let day = format::day(one.debut, &one.fuseau);
        if weeks.last().is_none_or(|(last, _)| *last != week) {
            weeks.push((week, Vec::new()));
        }
        let Some((_, days)) = weeks.last_mut() else { continue };
        match days.last_mut() {
            Some((last, list)) if *last == day => list.push(one),
            _ => days.push((day, vec![one])),
        }
    }
    weeks
}

fn title(one: &Prevu) -> String {
    match &one.titre {
        Some(titre) => titre.clone(),
        None => format!("{} · {}", ateliers::pro_permanence(), besoin_label(one.besoin)),
    }
}

#[component]
fn Item(one: Prevu, all: StoredValue<Vec<Prevu>>) -> impl IntoView {
    let hours = jeune::de_a(&format::hour(one.debut, &one.fuseau), &format::hour(one.fin, &one.fuseau));
    let conflict = one.conflit.then(|| conflict(&one, all));
    let name = title(&one);
    // The list of an atelier is for those who receive people.
    let receives = Me::expect().get_untracked().is_some_and(|session| droits(&session).receives());
    let title = match (one.atelier, one.a_nous && receives) {
        (Some(id), true) => view! {
            <a href=super::address(id) class="lien" dir="auto">
                {name}
            </a>
        }
        .into_any(),
        _ => view! { <span dir="auto">{name}</span> }.into_any(),
    };
    view! {
        <li class="carte gap-1" class=("carte-moment", one.a_nous)>
            <p class="font-bold first-letter:uppercase">{hours}</p>
            <p class="flex gap-2">
                <Icon path=besoin_icon(one.besoin) class="size-5 mt-0.5 shrink-0" />
                {title}
            </p>
            <p class="flex gap-2">
                <Icon path=icons::PIN class="size-5 mt-0.5 shrink-0" />
                {one.lieu}
            </p>
            <p class="discret">
                {one.structure} {one.a_nous.then(|| format!(" · {}", ateliers::pro_a_nous()))}
            </p>
            {conflict
                .map(|words| {
                    view! {
                        <p class="flex gap-2">
                            <Icon path=icons::INFO class="size-5 mt-0.5 shrink-0" />
                            {words}
                        </p>
                    }
                })}
        </li>
    }
}

// What else is held there meanwhile; else somebody of it is elsewhere.
fn conflict(one: &Prevu, all: StoredValue<Vec<Prevu>>) -> String {
    let meanwhile = |other: &&Prevu| {
        let same = other.debut == one.debut && other.atelier == one.atelier && other.structure == one.structure;
        other.lieu == one.lieu && other.debut < one.fin && one.debut < other.fin && !same
    };
    let others: Vec<String> = all.with_value(|all| {
        all.iter().filter(meanwhile).map(|other| format!("{} ({})", title(other), other.structure)).collect()
    });
    match others.is_empty() {
        true => ateliers::pro_conflit_autre().to_owned(),
        false => ateliers::pro_conflit_avec(&others.join(", ")),
    }
}
