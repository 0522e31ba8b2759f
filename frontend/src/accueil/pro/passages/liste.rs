//! Who waits, who is on the way, who is with somebody: one tap each, first come first met.

use leptos::prelude::*;
use shared::{
    accueil::{
        EspaceAccueilli, EtatPassage, FollowPassage, GestePassage, ListPassages, MarkPassage, Passage, Suivi,
        TakePassage,
    },
    fields::CodeEspace,
    ids::PassageId,
};

use super::ajouter::Add;
use crate::{
    api::call,
    ask::{ask, memo, shown},
    comptes::pro::droits,
    format,
    live::Live,
    permanences::{besoin_icon, besoin_label},
    session::Me,
    taps::{Tap, Taps},
    texts::{accueil, pro},
    ui::{CARD, Drawing, EmptyState, Icon, Loaded, ProblemNotice, SMALL},
};

/// The list of a place.
#[component]
pub fn List(
    /// Which.
    espace: EspaceAccueilli,
) -> impl IntoView {
    let (live, taps) = (Live::expect(), Taps::expect());
    let code = espace.code.clone();
    let list = ask(move || {
        live.event.track();
        live.catch_up.track();
        taps.sent.track();
        call(ListPassages { espace: code.clone() })
    });
    let refused = Signal::derive(move || match taps.refused()? {
        (Tap::Passage(_) | Tap::Prise(_) | Tap::Suivi(_) | Tap::Ajout { .. }, why) => Some(why),
        _ => None,
    });
    let here = StoredValue::new(espace.code.clone());
    let added = memo(move || taps.waiting(|all| here.with_value(|here| waiting_in(all, here))));
    let coming = shown(move || match added.get().is_empty() {
        true => ().into_any(),
        false => view! {
            <ul class="grid items-start gap-3 lg:grid-cols-2">
                {added.get().into_iter().map(|prenom| view! { <OnItsWay prenom /> }).collect_view()}
            </ul>
        }
        .into_any(),
    });
    view! {
        <Add espace=espace.code />
        <ProblemNotice problem=refused />
        {coming}
        <Loaded from=list let:list>
            <Groups list />
        </Loaded>
    }
    .into_any()
}

// Who was added here and is not stored yet.
fn waiting_in(all: &[Tap], espace: &CodeEspace) -> Vec<String> {
    let names = all.iter().filter_map(|tap| match tap {
        Tap::Ajout { request, .. } if request.espace == *espace => {
            Some(request.prenom.as_ref().map_or(accueil::quelquun(), |prenom| prenom.as_str()).to_owned())
        }
        _ => None,
    });
    names.collect()
}

// The steps of somebody that are not stored yet.
fn steps_of(all: &[Tap], passage: PassageId) -> Vec<&'static str> {
    let words = all.iter().filter_map(|tap| match tap {
        Tap::Passage(mark) if mark.passage == passage => Some(match mark.geste {
            GestePassage::Arrive => accueil::est_la(),
            GestePassage::Attend => accueil::remettre(),
            GestePassage::Parti => accueil::parti(),
            GestePassage::Revenu => accueil::revenu(),
        }),
        Tap::Prise(take) if take.passage == passage => Some(accueil::je_m_en_occupe()),
        Tap::Suivi(follow) if follow.passage == passage => Some(accueil::devenir_referent()),
        _ => None,
    });
    words.collect()
}

/// Somebody whom the server does not know yet.
#[component]
fn OnItsWay(prenom: String) -> impl IntoView {
    view! {
        <li class=CARD>
            <p>
                <strong dir="auto">{prenom}</strong>
                " "
                <span class="discret">{pro::jour_en_attente()}</span>
            </p>
        </li>
    }
}

#[component]
fn Groups(list: Vec<Passage>) -> impl IntoView {
    let of = |etat: EtatPassage| list.iter().filter(|one| one.etat == etat).cloned().collect::<Vec<_>>();
    let (waits, coming, met, gone) =
        (of(EtatPassage::Attend), of(EtatPassage::Annonce), of(EtatPassage::Recu), of(EtatPassage::Parti));
    let nobody = waits.is_empty().then(|| {
        view! {
            <EmptyState drawing=Drawing::Together>
                <p class="font-bold">{accueil::personne_titre()}</p>
                <p>{accueil::personne_texte()}</p>
            </EmptyState>
        }
    });
    let group = move |id: &'static str, title: &'static str, list: Vec<Passage>| {
        (!list.is_empty()).then(|| {
            let count = list.len().to_string();
            view! {
                <section class="pile" aria-labelledby=id>
                    <h2 id=id class="titre-2">
                        {title} " · " {count}
                    </h2>
                    <ul class="grid gap-3 lg:grid-cols-2">
                        {list.into_iter().map(|one| view! { <Somebody one /> }).collect_view()}
                    </ul>
                </section>
            }
        })
    };
    view! {
        {nobody}
        {group("attendent", accueil::attendent(), waits)}
        {group("recus", accueil::recus(), met)}
        {group("en-route", accueil::en_route(), coming)}
        {group("partis", accueil::partis(), gone)}
    }
    .into_any()
}

#[component]
fn Somebody(one: Passage) -> impl IntoView {
    let (me, taps, passage) = (Me::expect(), Taps::expect(), one.id);
    let steps = memo(move || taps.waiting(|all| steps_of(all, passage)));
    let tapped = shown(move || match steps.get().is_empty() {
        true => ().into_any(),
        false => {
            let said = format!("{} · {}", steps.get().join(" · "), pro::jour_en_attente());
            view! { <p class="discret">{said}</p> }.into_any()
        }
    });
    let name = one.prenom.clone().unwrap_or_else(|| accueil::quelquun().to_owned());
    let initial: String = one.prenom.iter().flat_map(|name| name.chars()).take(1).collect();
    let since = format::since(one.depuis);
    let when = match one.etat {
        EtatPassage::Annonce => accueil::annonce_depuis(&since),
        EtatPassage::Attend | EtatPassage::Recu | EtatPassage::Parti => accueil::depuis(&since),
    };
    let with = (one.etat == EtatPassage::Recu).then(|| match (one.par_moi, &one.par) {
        (true, _) => accueil::par_moi().to_owned(),
        (false, Some(prenom)) => accueil::par(prenom),
        (false, None) => accueil::par_equipe().to_owned(),
    });
    let age = one.age.map(|age| accueil::age(&age.to_string()));
    let without = (one.suivi == Suivi::SansCompte).then(|| accueil::sans_compte().to_owned());
    let words: Vec<String> = [age, without, Some(when), with].into_iter().flatten().collect();
    let need = one.besoin.map(|besoin| {
        view! {
            <p class="flex gap-2">
                <Icon path=besoin_icon(besoin) />
                {besoin_label(besoin)}
            </p>
        }
    });
    let is_referent = untrack(move || me.get()).is_some_and(|session| droits(&session).referent);
    view! {
        <li class=CARD>
            <p class="flex items-center gap-2">
                <span class="initiale initiale-vient" aria-hidden="true">
                    {if initial.is_empty() { "?".to_owned() } else { initial }}
                </span>
                <span class="min-w-0">
                    <strong dir="auto">{name.clone()}</strong>
                    " "
                    <span class="discret">{words.join(" · ")}</span>
                </span>
            </p>
            {need}
            {one.note.clone().map(|note| view! { <p dir="auto">{note}</p> })}
            {tapped}
            <div class="flex flex-wrap items-start gap-2">{actions(&one, &name, taps, is_referent)}</div>
        </li>
    }
}

fn actions(one: &Passage, name: &str, taps: Taps, is_referent: bool) -> Vec<AnyView> {
    let passage = one.id;
    let button = |label: &'static str, class: &'static str, run: Box<dyn Fn()>| {
        let about = name.to_owned();
        view! {
            <button type="button" class=class on:click=move |_| run()>
                {label}
                <span class="sr-only">" : " {about}</span>
            </button>
        }
        .into_any()
    };
    let mark = |label, geste| {
        button(
            label,
            SMALL,
            Box::new(move || {
                taps.push(Tap::Passage(MarkPassage { passage, geste, le: format::now() }));
            }),
        )
    };
    let take = |class| {
        button(
            accueil::je_m_en_occupe(),
            class,
            Box::new(move || taps.push(Tap::Prise(TakePassage { passage, le: Some(format::now()) }))),
        )
    };
    let mut shown = Vec::new();
    match one.etat {
        EtatPassage::Attend => shown.push(take("btn btn-primary")),
        EtatPassage::Annonce => {
            shown.push(mark(accueil::est_la(), GestePassage::Arrive));
            shown.push(take(SMALL));
        }
        EtatPassage::Recu if one.par_moi => {
            if let Some(fil) = one.fil {
                shown.push(
                    view! {
                        <a class="btn btn-primary" href=format!("/pro/messages/{fil}")>
                            {accueil::ouvrir_fil()}
                        </a>
                    }
                    .into_any(),
                );
            } else if is_referent && one.suivi == Suivi::Personne {
                let follow =
                    Box::new(move || taps.push(Tap::Suivi(FollowPassage { passage, le: Some(format::now()) })));
                shown.push(button(accueil::devenir_referent(), "btn btn-primary", follow));
            }
            shown.push(mark(accueil::remettre(), GestePassage::Attend));
        }
        EtatPassage::Recu => {}
        EtatPassage::Parti => return vec![mark(accueil::revenu(), GestePassage::Revenu)],
    }
    shown.push(mark(accueil::parti(), GestePassage::Parti));
    shown
}
