//! One atelier: readable in ten seconds, and the one thing to do with it.

use leptos::prelude::*;
use shared::{
    accueil::Lieu,
    ateliers::{Atelier, EtatAtelier, EtatInscription, Inscription, Meneur, Nouveautes, ReadAtelier},
    ids::AtelierId,
};

use super::{
    action::{Action, Doing},
    liste::{Instead, Others},
    miens::{inscriptions, state},
    mots::{ages, is_open, meneur, places},
    nouveau::{Cancelled, News, nouveautes},
    retour::{Retour, Thanks},
};
use crate::{
    api::call,
    ask::{Answer, ask, memo, shown},
    live::Live,
    permanences::{besoin_icon, besoin_label, booking::When},
    texts::{ateliers, jeune},
    ui::{Icon, Loaded, Loading, Page, icons},
};

/// `/ateliers/{atelier}`.
#[component]
pub fn AtelierPage(
    /// Which.
    id: AtelierId,
) -> impl IntoView {
    let live = Live::expect();
    let found = ask(move || {
        live.catch_up.track();
        live.rendez_vous.track();
        call(ReadAtelier { atelier: id })
    });
    let mine = inscriptions();
    // Above what is read again: what is typed and what was just done stay.
    let own = memo(move || mine.ok().and_then(|all| own(all, id)));
    let (doing, thanked, news) = (Doing::new(), RwSignal::new(false), nouveautes(own));
    let ready = memo(move || mine.get().is_some());
    let gone = memo(move || matches!(found.get(), Some(Err(problem)) if problem.status == 404));
    shown(move || match gone.get() {
        true => view! { <Gone /> }.into_any(),
        false => view! {
            <Page titre=titre(found.signal())>
                <Loaded from=found let:atelier>
                    {shown(move || match ready.get() {
                        true => view! { <Sheet atelier=atelier.clone() own news doing thanked /> }.into_any(),
                        false => view! { <Loading /> }.into_any(),
                    })}
                </Loaded>
            </Page>
        }
        .into_any(),
    })
}

type Read = Option<Result<Atelier, shared::Problem>>;

fn titre(found: Signal<Read>) -> Signal<String> {
    Signal::derive(move || match found.get() {
        Some(Ok(atelier)) => atelier.titre,
        Some(Err(_)) | None => ateliers::titre().to_owned(),
    })
}

// Whoever left may have joined again: what is current goes before.
fn own(all: Vec<Inscription>, id: AtelierId) -> Option<Inscription> {
    let mine = all.into_iter().filter(|one| one.atelier.id == id);
    mine.min_by_key(|one| is_former(one.etat))
}

fn is_former(etat: EtatInscription) -> bool {
    matches!(etat, EtatInscription::Quitte | EtatInscription::Passe)
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <Page titre=ateliers::introuvable()>
            <p>{ateliers::introuvable_aide()}</p>
            <h2 class="titre-2">{ateliers::autres()}</h2>
            <Others />
        </Page>
    }
    .into_any()
}

#[component]
fn Sheet(
    atelier: Atelier,
    own: Memo<Option<Inscription>>,
    news: Answer<Nouveautes>,
    doing: Doing,
    thanked: RwSignal<bool>,
) -> impl IntoView {
    let closed = closed(&atelier);
    let lost = memo(move || own.get().is_some_and(|one| one.etat == EtatInscription::Annule));
    let asked = memo(move || own.get().filter(|one| one.retour_possible).map(|one| one.id));
    let kept = StoredValue::new(atelier.clone());
    let seats = is_open(&atelier).then(|| places(atelier.places_libres));
    // One's own place goes before how many there are. That it is cancelled is said at the top.
    let is_shown = |one: &Inscription| !is_former(one.etat) && one.etat != EtatInscription::Annule;
    let state = shown(move || match own.get().filter(is_shown) {
        Some(one) => {
            let (path, word) = state(&one);
            view! {
                <p class="flex items-center gap-2 text-lg font-bold">
                    <Icon path />
                    {word}
                </p>
            }
            .into_any()
        }
        None => seats.clone().map(|seats| view! { <p class="etiquette">{seats}</p> }).into_any(),
    });
    let presentation = atelier.presentation.clone();
    let (id, is_over, is_cancelled) = (atelier.id, closed.is_some(), atelier.etat == EtatAtelier::Annule);
    let is_full = !is_over && atelier.places_libres == 0;
    // A place that is kept goes at some hour: one does not look for it at the end of the page.
    let is_offered = memo(move || own.get().is_some_and(|one| one.etat == EtatInscription::Offert));
    let has_none = memo(move || own.get().is_none_or(|one| is_former(one.etat) || one.etat == EtatInscription::Attend));
    let action = move |first| {
        shown(move || match !is_over && is_offered.get() == first {
            true => view! { <Action atelier=kept.get_value() own doing /> }.into_any(),
            false => ().into_any(),
        })
    };
    view! {
        {closed.map(|word| view! { <p class="note font-bold">{word}</p> })}
        {shown(move || match lost.get() || kept.with_value(|one| one.etat == EtatAtelier::Annule) {
            true => view! { <Cancelled news /> }.into_any(),
            false => view! { <News own news /> }.into_any(),
        })}
        {shown(move || match (thanked.get(), asked.get()) {
            (true, _) => view! { <Thanks /> }.into_any(),
            (false, Some(inscription)) => view! { <Retour inscription thanked /> }.into_any(),
            (false, None) => ().into_any(),
        })}
        {is_cancelled.then(|| view! { <Instead of=id /> })}
        <p role="status" class="font-bold empty:hidden">
            {move || doing.left()}
        </p>
        {action(true)}
        <article class="carte carte-moment">
            <When debut=atelier.debut fin=atelier.fin zone=atelier.lieu.fuseau.clone() />
            <Where lieu=atelier.lieu.clone() point=atelier.point_rencontre.clone() />
            <div role="status">{state}</div>
        </article>
        <section class="pile" aria-labelledby="quoi">
            <h2 id="quoi" class="titre-2">
                {ateliers::ce_qu_on_fait()}
            </h2>
            <p class="whitespace-pre-line" dir="auto">
                {presentation}
            </p>
            <Facts atelier=atelier.clone() />
        </section>
        <Leaders meneurs=atelier.meneurs.clone() />
        {action(false)}
        {shown(move || match (is_over && !is_cancelled) || (is_full && has_none.get()) {
            true => view! { <Instead of=id /> }.into_any(),
            false => ().into_any(),
        })}
    }
}

// What one must know first: it is not held, it has begun, it is over.
fn closed(atelier: &Atelier) -> Option<&'static str> {
    let now = crate::format::now();
    match atelier.etat {
        EtatAtelier::Annule => Some(ateliers::annule()),
        EtatAtelier::Fait => Some(ateliers::fini()),
        EtatAtelier::Publie | EtatAtelier::Brouillon if atelier.fin <= now => Some(ateliers::fini()),
        EtatAtelier::Publie | EtatAtelier::Brouillon if atelier.debut <= now => Some(ateliers::commence()),
        EtatAtelier::Publie | EtatAtelier::Brouillon => None,
    }
}

/// The place, with where one meets and the way to it.
#[component]
pub fn Where(
    /// The place.
    lieu: Lieu,
    /// The meeting point.
    point: Option<String>,
) -> impl IntoView {
    // What is no street is found by the name of the place, and where people meet is said once.
    let point = point.filter(|ou| !ou.is_empty());
    let is_street = !lieu.adresse.is_empty() && point.as_ref() != Some(&lieu.adresse);
    let known = if is_street { lieu.adresse.clone() } else { lieu.nom.clone() };
    let query = String::from(js_sys::encode_uri_component(&format!("{known}, {}", lieu.commune)));
    let href = format!("https://www.openstreetmap.org/search?query={query}");
    let point = point.map(|ou| {
        view! {
            <p class="font-bold" dir="auto">
                {ateliers::rendez_vous_ou(&ou)}
            </p>
        }
    });
    view! {
        <div class="ligne">
            <span class="grid size-12 shrink-0 place-items-center">
                <Icon path=icons::PIN />
            </span>
            <div>
                <p class="text-lg font-bold">{lieu.nom}</p>
                {is_street.then(|| view! { <p>{lieu.adresse}</p> })}
                <p>{lieu.commune}</p>
                {point}
                <a class="lien inline-flex min-h-12 items-center gap-1" href=href rel="external noreferrer">
                    {jeune::itineraire()}
                    <Icon path=icons::EXIT class="size-4 shrink-0" />
                </a>
            </div>
        </div>
    }
}

#[component]
fn Facts(atelier: Atelier) -> impl IntoView {
    let ages = ages(&atelier).map(|ages| (icons::INFO, ages));
    let bring = match atelier.a_apporter {
        Some(what) => ateliers::apporter(&what),
        None => ateliers::rien_a_apporter().to_owned(),
    };
    let with = if atelier.accompagne { ateliers::accompagne_ok() } else { ateliers::accompagne_non() };
    let facts = [
        Some((besoin_icon(atelier.besoin), besoin_label(atelier.besoin).to_owned())),
        Some((icons::BRING, bring)),
        atelier.pour_essayer.then(|| (icons::TRY, ateliers::essayer().to_owned())),
        Some((icons::PEOPLE, with.to_owned())),
        ages,
    ];
    let fact = |(path, word): (&'static str, String)| {
        view! {
            <li class="flex gap-3">
                <Icon path />
                <span dir="auto">{word}</span>
            </li>
        }
    };
    view! { <ul class="grid gap-2">{facts.into_iter().flatten().map(fact).collect_view()}</ul> }
}

/// Those who lead, all in the same size, in the order of the day.
#[component]
fn Leaders(meneurs: Vec<Meneur>) -> impl IntoView {
    (!meneurs.is_empty()).then(|| {
        let one = |one: Meneur| {
            view! {
                <li class="flex gap-3">
                    <Icon path=icons::PERSON />
                    <span dir="auto">{meneur(&one)}</span>
                </li>
            }
        };
        view! {
            <section class="pile" aria-labelledby="qui">
                <h2 id="qui" class="titre-2">
                    {ateliers::qui_anime()}
                </h2>
                <ul class="grid gap-2">{meneurs.into_iter().map(one).collect_view()}</ul>
            </section>
        }
    })
}
