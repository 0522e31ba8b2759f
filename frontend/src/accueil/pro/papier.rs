//! What is printed of a place: a poster, or ten cards. No logo; the structures side by side, in the same size. Who has no data
//! on their phone reads there when and where.

use leptos::{html::Article, prelude::*};
use shared::accueil::{EnVacances, EspaceEnDetail, GenreEspace, GenreSupport, Ouverture, Support, merged};
use shared::permanences::JoursFeries;

use super::ajuste::keep_whole;
use crate::{
    accueil::{espace::by_day, mots},
    format,
    texts::espaces,
    ui::{Icon, PLAIN, icons},
};

/// How many cards a sheet has.
const CARDS: usize = 10;
/// How many lines of hours a card has: whoever has more says so, and the page of the place has them all.
const LINES: usize = 2;

/// What is printed, and the button that prints it.
#[component]
pub fn Paper(
    /// The place.
    espace: EspaceEnDetail,
    /// What bears its code.
    support: Support,
) -> impl IntoView {
    let code = espace.espace.code.as_str().to_owned();
    let source = format!("/e/{code}/qr.svg?de={}", support.code.as_str());
    let host = window().location().host().unwrap_or_default();
    let address = format!("{host}/e/{code}");
    let sheet = match support.genre {
        GenreSupport::Affiche => view! { <Poster espace source address /> }.into_any(),
        GenreSupport::Cartes => {
            let one = |_| view! { <Card espace=espace.clone() source=source.clone() address=address.clone() /> };
            view! { <div class="imprime planche">{(0..CARDS).map(one).collect_view()}</div> }.into_any()
        }
    };
    view! {
        <section class="pile" aria-label=support.libelle>
            <button type="button" class=format!("{PLAIN} max-w-md") on:click=move |_| drop(window().print())>
                <Icon path=icons::PRINT />
                {espaces::imprimer()}
            </button>
            {sheet}
        </section>
    }
}

#[component]
fn Poster(espace: EspaceEnDetail, source: String, address: String) -> impl IntoView {
    let sheet = NodeRef::<Article>::new();
    keep_whole(sheet);
    let line = |(text, picto): (&String, &String)| {
        view! {
            <li>
                <Icon path=mots::dessin_de(picto) class="affiche-picto" />
                <span>{text.clone()}</span>
            </li>
        }
    };
    let what = espace.espace.propositions.iter().zip(&espace.espace.pictos).map(line).collect_view();
    let when = times(&espace).into_iter().map(|(day, rest)| view! { <li><b>{day}</b>" "{rest}</li> }).collect_view();
    let other = other_times(&espace).map(|text| view! { <p class="affiche-autrement">{text}</p> });
    let structures = espace.espace.structures.join(" · ");
    let place = (!is_mobile(&espace)).then(|| {
        let base = &espace.base;
        view! { <p class="affiche-lieu">{format!("{}, {}, {}", base.nom, base.adresse, base.commune)}</p> }
    });
    view! {
        <article class="imprime affiche" node_ref=sheet>
            <p class="affiche-nom">{espace.espace.nom}</p>
            <p class="affiche-phrase">{espace.espace.presentation}</p>
            <img class="affiche-qr" src=source alt=espaces::papier_qr() width="400" height="400" />
            <p class="affiche-scanne">{espaces::papier_scanne()}</p>
            <p class="affiche-adresse">{espaces::papier_ou(&address)}</p>
            <ul class="affiche-liste">{what} <li class="affiche-suite">{espaces::papier_autres()}</li></ul>
            {place}
            <ul class="affiche-heures">{when} <li class="affiche-suite">{espaces::papier_heures()}</li></ul>
            {other}
            <p class="font-bold">{espaces::papier_gratuit()}</p>
            <p class="affiche-structures">{structures}</p>
        </article>
    }
}

#[component]
fn Card(espace: EspaceEnDetail, source: String, address: String) -> impl IntoView {
    let sheet = NodeRef::<Article>::new();
    keep_whole(sheet);
    let lieu = (!is_mobile(&espace)).then(|| {
        view! { <p class="affiche-lieu">{format!("{}, {}", espace.base.adresse, espace.base.commune)}</p> }
    });
    let times = if is_mobile(&espace) { Vec::new() } else { times(&espace) };
    let when = match times.len() {
        1..=LINES => {
            let line = |(day, rest): (String, String)| view! { <li><b>{day}</b>" "{rest}</li> };
            let lines = times.into_iter().map(line).collect_view();
            view! { <ul class="affiche-heures">{lines} <li class="affiche-suite">{espaces::papier_carte_heures()}</li></ul> }
                .into_any()
        }
        _ => view! { <p>{espaces::papier_carte_heures()}</p> }.into_any(),
    };
    view! {
        <article class="carte-papier" node_ref=sheet>
            <img src=source alt=espaces::papier_qr() width="120" height="120" />
            <div>
                <p class="carte-nom">{espace.espace.nom}</p>
                {lieu}
                {when}
                <p class="font-bold">{espaces::papier_carte()}</p>
                <p class="carte-adresse">{address}</p>
            </div>
        </article>
    }
}

fn is_mobile(espace: &EspaceEnDetail) -> bool {
    espace.detail.genre == GenreEspace::Mobile
}

// When, each week; for what moves, where it stops too. Without hours of its own, what the place says of them.
fn times(espace: &EspaceEnDetail) -> Vec<(String, String)> {
    if !is_mobile(espace) {
        let days = alike(by_day(&merged(&espace.espace.horaires)));
        let note = espace.espace.horaires_note.clone().filter(|_| days.is_empty());
        let line = |(days, hours): (Vec<u8>, Vec<String>)| (names(&days), hours.join(", "));
        return days.into_iter().map(line).chain(note.map(|note| (String::new(), note))).collect();
    }
    let mut stops: Vec<_> = espace.detail.arrets.iter().filter(|stop| !stop.vacances).collect();
    stops.sort_by_key(|stop| stop.ouverture());
    let line = |stop: &shared::accueil::Arret| {
        let hours = by_day(&[stop.ouverture()]).into_iter().flat_map(|(_, hours)| hours).collect::<String>();
        let Ouverture { jour, .. } = stop.ouverture();
        let place = format!("{}, {}, {}", stop.nom.as_str(), stop.adresse.as_str(), stop.commune.as_str());
        (format::weekday(jour), format!("{hours} : {place}"))
    };
    stops.into_iter().map(line).collect()
}

// Days that follow one another with the same hours are one line.
fn alike(days: Vec<(u8, Vec<String>)>) -> Vec<(Vec<u8>, Vec<String>)> {
    let mut lines: Vec<(Vec<u8>, Vec<String>)> = Vec::new();
    for (day, hours) in days {
        match lines.last_mut().filter(|(days, same)| *same == hours && days.last() == Some(&(day - 1))) {
            Some((days, _)) => days.push(day),
            None => lines.push((vec![day], hours)),
        }
    }
    lines
}

fn names(days: &[u8]) -> String {
    match days {
        [] => String::new(),
        [one] => format::weekday(*one),
        [one, other] => espaces::papier_deux_jours(&format::weekday(*one), &format::weekday(*other)),
        [first, .., last] => espaces::papier_jours(&format::weekday(*first), &format::weekday(*last)),
    }
}

// What the ordinary week does not say.
fn other_times(espace: &EspaceEnDetail) -> Option<String> {
    let detail = &espace.detail;
    let has_other_stops = detail.arrets.iter().any(|stop| stop.vacances);
    let holidays = match detail.vacances {
        EnVacances::Ferme => Some(espaces::papier_vacances_ferme()),
        EnVacances::Autres => Some(espaces::papier_vacances_autres()),
        EnVacances::Pareil => has_other_stops.then(espaces::papier_vacances_autres),
    };
    let is_closed = detail.feries != JoursFeries::Aucun;
    let said: Vec<_> = holidays.into_iter().chain(is_closed.then(espaces::papier_feries)).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_follow_one_another_with_the_same_hours_are_one_line() {
        let day = |day: u8, hours: &str| (day, vec![hours.to_owned()]);
        let week = vec![day(1, "9 h – 18 h"), day(2, "9 h – 18 h"), day(4, "9 h – 18 h"), day(5, "14 h – 18 h")];
        let lines: Vec<_> = alike(week).into_iter().map(|(days, _)| days).collect();
        assert_eq!(lines, [vec![1, 2], vec![4], vec![5]]);
    }
}
