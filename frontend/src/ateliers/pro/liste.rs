//! What one's structures publish and what one leads: drafts, to come, past.

use leptos::prelude::*;
use shared::ateliers::{AtelierPro, EtatAtelier, ListAteliersPublies};

use super::{accueillis::Accueillis, address, counts, etat};
use crate::{
    api::call,
    ask::ask,
    ateliers::mots::{lieu, quand},
    comptes::pro::droits,
    format,
    permanences::besoin_icon,
    session::Me,
    texts::{ateliers, pro},
    ui::{CARD, Drawing, EmptyState, Icon, Loaded, MAIN, PLAIN, Page, icons},
};

/// The address `/pro/ateliers`.
#[component]
pub fn AteliersPage() -> impl IntoView {
    let (me, list) = (Me::expect(), ask(|| call(ListAteliersPublies {})));
    let publishes = untrack(|| me.get()).is_some_and(|session| droits(&session).publie);
    let actions = publishes.then(|| {
        view! {
            <a href="/pro/ateliers/creer" class=format!("{MAIN} max-w-md")>
                <Icon path=icons::PLUS />
                {ateliers::pro_creer()}
            </a>
            <a href="/pro/permanences" class=format!("{PLAIN} max-w-md lg:hidden")>
                <Icon path=icons::CLOCK />
                {pro::onglet_permanences()}
            </a>
        }
    });
    view! {
        <Page titre=ateliers::pro_titre()>
            {actions}
            <a href="/pro/ateliers/calendrier" class=format!("{PLAIN} max-w-md")>
                <Icon path=icons::CALENDAR />
                {ateliers::pro_calendrier()}
            </a>
            <Loaded from=list let:liste>
                <Groups liste publishes />
            </Loaded>
            <Accueillis />
        </Page>
    }
    .into_any()
}

#[component]
fn Groups(liste: Vec<AtelierPro>, publishes: bool) -> impl IntoView {
    if liste.is_empty() {
        return view! {
            <EmptyState drawing=Drawing::Together>
                <p class="font-bold">{ateliers::pro_vide_titre()}</p>
                <p>{if publishes { ateliers::pro_vide_texte() } else { ateliers::pro_vide_lecture() }}</p>
            </EmptyState>
        }
        .into_any();
    }
    let now = format::now();
    let (mut drafts, mut to_come, mut past) = (Vec::new(), Vec::new(), Vec::new());
    for one in liste {
        match one.atelier.etat {
            EtatAtelier::Brouillon if now < one.atelier.fin => drafts.push(one),
            EtatAtelier::Publie | EtatAtelier::Annule if now < one.atelier.fin => to_come.push(one),
            EtatAtelier::Brouillon | EtatAtelier::Publie | EtatAtelier::Annule | EtatAtelier::Fait => past.push(one),
        }
    }
    let group = |titre: &'static str, list: Vec<AtelierPro>| {
        (!list.is_empty()).then(|| {
            view! {
                <section class="pile">
                    <h2 class="titre-2">{titre}</h2>
                    <ul class="grid gap-3 lg:grid-cols-2">{list.into_iter().map(item).collect_view()}</ul>
                </section>
            }
        })
    };
    let former = (!past.is_empty()).then(|| {
        view! {
            <details>
                <summary class="lien min-h-12 content-center">{ateliers::pro_passes()}</summary>
                <ul class="grid gap-3 pt-2 lg:grid-cols-2">{past.into_iter().map(item).collect_view()}</ul>
            </details>
        }
    });
    view! {
        {group(ateliers::pro_brouillons(), drafts)}
        {group(ateliers::pro_a_venir(), to_come)}
        {former}
    }
    .into_any()
}

fn item(one: AtelierPro) -> impl IntoView {
    let (when, ou, how_many, state) = (quand(&one.atelier), lieu(&one.atelier), counts(&one), etat(one.atelier.etat));
    let cancelled = one.atelier.etat == EtatAtelier::Annule;
    view! {
        <li>
            <a href=address(one.atelier.id) class=format!("{CARD} h-full carte-lien")>
                <span class="flex items-start gap-2">
                    <Icon path=besoin_icon(one.atelier.besoin) />
                    <strong class="min-w-0 grow text-lg leading-snug" dir="auto">
                        {one.atelier.titre}
                    </strong>
                    <Icon path=icons::NEXT />
                </span>
                <span class="font-bold first-letter:uppercase">{when}</span>
                <span>{ou}</span>
                <span class="discret">{how_many}</span>
                <span class="etiquette justify-self-start" class=("etiquette-alerte", cancelled)>
                    {state}
                </span>
            </a>
        </li>
    }
}
