//! What a jeune has joined or waits for: what is offered first.

use leptos::prelude::*;
use shared::ateliers::{EtatInscription, Inscription, ListInscriptions};

use super::mots::{lieu, quand};
use crate::{
    api::call,
    ask::{Answer, ask, memo, shown},
    format,
    live::Live,
    session::Me,
    texts::ateliers,
    ui::{Icon, icons},
};

/// The inscriptions of the jeune who is signed in; none of anybody else.
pub fn inscriptions() -> Answer<Vec<Inscription>> {
    let (me, live) = (Me::expect(), Live::expect());
    let is_jeune = memo(move || me.is_jeune());
    ask(move || {
        live.rendez_vous.track();
        let is_jeune = is_jeune.get();
        async move {
            match is_jeune {
                Some(true) => call(ListInscriptions {}).await,
                Some(false) | None => Ok(Vec::new()),
            }
        }
    })
}

/// One's own, above the others.
#[component]
pub fn Mine() -> impl IntoView {
    let mine = inscriptions();
    shown(move || {
        let (now, former): (Vec<_>, Vec<_>) = mine.ok().unwrap_or_default().into_iter().partition(is_current);
        let all = |list: Vec<Inscription>| list.into_iter().map(|one| view! { <Item one /> }).collect_view();
        let current = (!now.is_empty())
            .then(|| view! { <Current id="les-miens" titre=ateliers::les_miens().to_owned() list=now /> });
        let former = (!former.is_empty()).then(|| {
            view! {
                <details>
                    <summary class="lien min-h-12 content-center">{ateliers::avant()}</summary>
                    <ul class="pile pt-2">{all(former)}</ul>
                </details>
            }
        });
        view! {
            {current}
            {former}
        }
        .into_any()
    })
}

/// A place that is kept for half an hour: before all else, on the first screen and among the rendez-vous.
#[component]
pub fn Kept(
    /// See [`inscriptions`].
    mine: Answer<Vec<Inscription>>,
) -> impl IntoView {
    view! { <Few mine only=|one| one.etat == EtatInscription::Offert /> }
}

/// What else is to come, was changed or does not take place, in short.
#[component]
pub fn Joined(
    /// See [`inscriptions`].
    mine: Answer<Vec<Inscription>>,
) -> impl IntoView {
    view! { <Few mine only=|one| one.etat != EtatInscription::Offert /> }
}

/// How many stand on other screens than their own.
const MOST: usize = 3;

#[component]
fn Few(mine: Answer<Vec<Inscription>>, only: fn(&Inscription) -> bool) -> impl IntoView {
    shown(move || {
        let all = mine.ok().unwrap_or_default().into_iter();
        let list: Vec<_> = all.filter(|one| is_current(one) && only(one)).take(MOST).collect();
        match list.first().map(heading) {
            None => ().into_any(),
            Some((id, titre)) => view! { <Current id titre list /> }.into_any(),
        }
    })
}

// What is kept says until when before it says what.
fn heading(first: &Inscription) -> (&'static str, String) {
    match first.etat {
        EtatInscription::Offert => ("gardee", kept(first)),
        _ => ("les-miens", ateliers::les_miens().to_owned()),
    }
}

#[component]
fn Current(id: &'static str, titre: String, list: Vec<Inscription>) -> impl IntoView {
    view! {
        <section class="pile" aria-labelledby=id>
            <h2 id=id class="titre-2">
                {titre}
            </h2>
            <ul class="pile">{list.into_iter().map(|one| view! { <Item one /> }).collect_view()}</ul>
        </section>
    }
}

// What is to come, or has something to do or to read.
fn is_current(one: &Inscription) -> bool {
    let to_come = format::now() < one.atelier.fin;
    match one.etat {
        EtatInscription::Offert | EtatInscription::Inscrit | EtatInscription::Attend | EtatInscription::Annule => {
            to_come
        }
        EtatInscription::Present => to_come || one.retour_possible,
        EtatInscription::Quitte | EtatInscription::Passe | EtatInscription::Absent => false,
    }
}

#[component]
fn Item(one: Inscription) -> impl IntoView {
    let (path, word) = state(&one);
    let (when, ou) = (quand(&one.atelier), lieu(&one.atelier));
    let more = match (one.change, one.retour_possible) {
        (true, _) => Some(ateliers::change_titre()),
        (false, true) => Some(ateliers::retour_dire()),
        (false, false) => None,
    };
    view! {
        <li>
            <a class="carte carte-moment gap-1" href=format!("/ateliers/{}", one.atelier.id)>
                <span class="flex items-center justify-between gap-2">
                    <strong class="text-lg leading-snug" dir="auto">
                        {one.atelier.titre}
                    </strong>
                    <Icon path=icons::NEXT />
                </span>
                <span class="font-bold first-letter:uppercase">{when}</span>
                <span class="discret">{ou}</span>
                <span class="flex items-center gap-2 font-bold">
                    <Icon path class="size-5 shrink-0" />
                    {word}
                </span>
                {more.map(|more| view! { <span class="etiquette justify-self-start">{more}</span> })}
            </a>
        </li>
    }
}

/// What became of an inscription, as an icon and words.
pub fn state(one: &Inscription) -> (&'static str, String) {
    match one.etat {
        EtatInscription::Inscrit => (icons::CHECK, ateliers::tu_participes().to_owned()),
        EtatInscription::Attend => (icons::CLOCK, format!("{}. {}", ateliers::tu_attends(), rank(one))),
        EtatInscription::Offert => (icons::BELL, kept(one)),
        EtatInscription::Quitte => (icons::LEAVE, ateliers::tu_es_parti().to_owned()),
        EtatInscription::Passe => (icons::CLOCK, ateliers::passe_tour().to_owned()),
        EtatInscription::Annule => (icons::CLOSE, ateliers::annule().to_owned()),
        EtatInscription::Present => (icons::CHECK, ateliers::tu_es_venu().to_owned()),
        EtatInscription::Absent => (icons::INFO, ateliers::pas_venu().to_owned()),
    }
}

// How many are before.
fn rank(one: &Inscription) -> String {
    match one.avant {
        0 => ateliers::premier().to_owned(),
        many => ateliers::avant_toi(&many.to_string()),
    }
}

// Until when a place is kept.
fn kept(one: &Inscription) -> String {
    let until = one.offre_jusquau.unwrap_or(one.atelier.debut);
    ateliers::gardee(&format::until(until, &one.atelier.lieu.fuseau))
}
