//! Who waits, who is on the way, who is with somebody: one tap each, first come first met.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    Operation, Problem,
    accueil::{
        EspaceAccueilli, EtatPassage, FollowPassage, GestePassage, ListPassages, MarkPassage, Passage, Suivi,
        TakePassage,
    },
};

use super::ajouter::Add;
use crate::{
    api::{call, is_network, sleep},
    ask::{Answer, ask, shown},
    comptes::pro::droits,
    format,
    live::Live,
    permanences::{besoin_icon, besoin_label},
    session::Me,
    texts::accueil,
    ui::{CARD, Drawing, EmptyState, Icon, Loaded, ProblemNotice, SMALL},
};

/// The longest silence between two tries, in milliseconds.
const LONGEST_PAUSE: i32 = 15_000;

/// What the taps of the list share: none is lost while there is no network, and the last refusal stays in sight.
#[derive(Clone, Copy)]
pub struct Taps {
    list: Answer<Vec<Passage>>,
    problem: RwSignal<Option<Problem>>,
    waiting: RwSignal<bool>,
}

impl Taps {
    /// Does something, however long the network takes; doing it twice is doing it once. The list is read again.
    pub fn tap<O: Operation + Clone>(self, request: O) {
        self.problem.set(None);
        spawn_local(async move {
            let mut pause = 500;
            let answer = loop {
                match call(request.clone()).await {
                    Err(problem) if is_network(&problem) => {
                        // The screen was left: so was the tap.
                        if self.waiting.try_set(true).is_some() {
                            return;
                        }
                        sleep(pause).await;
                        pause = (pause * 2).min(LONGEST_PAUSE);
                    }
                    answer => break answer,
                }
            };
            self.waiting.try_set(false);
            self.problem.try_set(answer.err());
            self.list.refetch();
        });
    }
}

/// The list of a place.
#[component]
pub fn List(
    /// Which.
    espace: EspaceAccueilli,
) -> impl IntoView {
    let live = Live::expect();
    let code = espace.code.clone();
    let list = ask(move || {
        live.event.track();
        live.catch_up.track();
        call(ListPassages { espace: code.clone() })
    });
    let taps = Taps { list, problem: RwSignal::new(None), waiting: RwSignal::new(false) };
    let cut = shown(move || match taps.waiting.get() {
        true => view! { <p class="note">{accueil::en_attente()}</p> }.into_any(),
        false => ().into_any(),
    });
    view! {
        <Add espace=espace.code list />
        <div role="status">{cut}</div>
        <ProblemNotice problem=taps.problem />
        <Loaded from=list let:list>
            <Groups list taps />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Groups(list: Vec<Passage>, taps: Taps) -> impl IntoView {
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
                        {list.into_iter().map(|one| view! { <Somebody one taps /> }).collect_view()}
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
fn Somebody(one: Passage, taps: Taps) -> impl IntoView {
    let me = Me::expect();
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
            <div class="flex flex-wrap gap-2">{actions(&one, &name, taps, is_referent)}</div>
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
    let mark = |label, geste| button(label, SMALL, Box::new(move || taps.tap(MarkPassage { passage, geste })));
    let take = |class| button(accueil::je_m_en_occupe(), class, Box::new(move || taps.tap(TakePassage { passage })));
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
                let follow = Box::new(move || taps.tap(FollowPassage { passage }));
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
