//! What is printed of a place: a poster, or ten cards. No logo; the structures side by side, in the same size. Who has no data
//! on their phone reads there when and where.

use leptos::prelude::*;
use shared::accueil::{EspaceEnDetail, GenreEspace, GenreSupport, Ouverture, Picto, Support, merged};

use crate::{
    accueil::{espace::by_day, mots},
    format,
    texts::espaces,
    ui::{Icon, PLAIN, icons},
};

/// How many cards a sheet has.
const CARDS: usize = 10;
/// How many lines of what one can do a poster has.
const LINES: usize = 5;

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
        GenreSupport::Affiche => poster(&espace, &source, &address).into_any(),
        GenreSupport::Cartes => {
            let cards = (0..CARDS).map(|_| card(&espace, &source, &address)).collect_view();
            view! { <div class="imprime planche">{cards}</div> }.into_any()
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

fn poster(espace: &EspaceEnDetail, source: &str, address: &str) -> impl IntoView + use<> {
    let line = |(text, picto): (&String, &Picto)| {
        view! {
            <li>
                <Icon path=mots::dessin(*picto) class="affiche-picto" />
                {text.clone()}
            </li>
        }
    };
    let what = espace.espace.propositions.iter().zip(&espace.pictos).take(LINES).map(line).collect_view();
    let when = times(espace).into_iter().map(|(day, rest)| view! { <li><b>{day}</b>" "{rest}</li> }).collect_view();
    let structures = espace.espace.structures.join(" · ");
    let (base, nom) = (&espace.base, espace.espace.nom.clone());
    let place = (!is_mobile(espace)).then(|| format!("{}, {}, {}", base.nom, base.adresse, base.commune));
    view! {
        <article class="imprime affiche">
            <p class="affiche-nom">{nom}</p>
            <p class="affiche-phrase">{espace.espace.presentation.clone()}</p>
            <img class="affiche-qr" src=source.to_owned() alt=espaces::papier_qr() width="400" height="400" />
            <p class="affiche-scanne">{espaces::papier_scanne()}</p>
            <p>{espaces::papier_ou(address)}</p>
            <ul class="affiche-liste">{what}</ul>
            {place.map(|place| view! { <p class="affiche-lieu">{place}</p> })}
            <ul class="affiche-heures">{when}</ul>
            <p class="font-bold">{espaces::papier_gratuit()}</p>
            <p class="affiche-structures">{structures}</p>
        </article>
    }
}

fn card(espace: &EspaceEnDetail, source: &str, address: &str) -> impl IntoView + use<> {
    let lieu = (!is_mobile(espace)).then(|| format!("{}, {}", espace.base.adresse, espace.base.commune));
    let when = times(espace).into_iter().map(|(day, rest)| view! { <li><b>{day}</b>" "{rest}</li> }).collect_view();
    view! {
        <div class="carte-papier">
            <img src=source.to_owned() alt=espaces::papier_qr() width="120" height="120" />
            <div>
                <p class="carte-nom">{espace.espace.nom.clone()}</p>
                {lieu.map(|lieu| view! { <p>{lieu}</p> })}
                <ul class="carte-heures">{when}</ul>
                <p class="font-bold">{espaces::papier_carte()}</p>
                <p class="carte-adresse">{address.to_owned()}</p>
            </div>
        </div>
    }
}

fn is_mobile(espace: &EspaceEnDetail) -> bool {
    espace.detail.genre == GenreEspace::Mobile
}

// When, each week, day by day; for what moves, where it stops too. Without hours of its own, what the place says of them.
fn times(espace: &EspaceEnDetail) -> Vec<(String, String)> {
    if !is_mobile(espace) {
        let days = by_day(&merged(&espace.espace.horaires));
        let note = espace.espace.horaires_note.clone().filter(|_| days.is_empty());
        let line = |(day, hours): (u8, Vec<String>)| (format::weekday(day), hours.join(", "));
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
