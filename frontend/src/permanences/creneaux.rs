//! The free créneaux, as a jeune looks for them: by need, nearest first.

use leptos::prelude::*;
use shared::{
    fields::CodeEspace,
    permanences::{Besoin, Creneau, Creneaux, ListCreneaux},
};

use super::{
    attente::WaitForNeed,
    besoin_icon, besoin_label,
    commune::{ChooseCommune, Near},
};
use crate::{
    api::call,
    ask::{ask, memo, shown},
    format,
    live::Live,
    route::Route,
    session::Me,
    texts::jeune,
    ui::{Drawing, EmptyState, Icon, Loaded, SMALL, icons},
};

/// How many cards of a moment are shown at first.
const FIRST: usize = 3;

/// The créneau on which one has just pressed: the next screen shows it without asking again.
#[derive(Clone, Copy)]
pub struct Chosen(pub RwSignal<Option<Creneau>>);

impl Chosen {
    /// Called once, at the root.
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }
}

/// The free créneaux with the needs to filter them.
#[component]
pub fn FreeCreneaux(
    /// Only this espace-temps.
    #[prop(into, default = None)]
    espace: Option<CodeEspace>,
) -> impl IntoView {
    let live = Live::expect();
    let Near(near) = expect_context();
    let everywhere = espace.is_none();
    // The need is in the address: a link and a reload keep it.
    let route = Route::expect();
    let besoin = memo(move || route.query("besoin").and_then(|code| Besoin::from_code(&code)));
    let place = StoredValue::new(espace.clone());
    let creneaux = ask(move || {
        live.catch_up.track();
        let commune = near.get().filter(|_| espace.is_none()).map(|commune| commune.code);
        call(ListCreneaux { besoin: besoin.get(), espace: espace.clone(), commune })
    });
    view! {
        <section class="pile" aria-labelledby="libres">
            <h2 id="libres" class="titre-2">
                {jeune::creneaux_libres()}
            </h2>
            <Needs besoin />
            {everywhere.then(|| view! { <ChooseCommune /> })}
            <Loaded from=creneaux let:liste>
                <Moments liste besoin espace=place.get_value() />
            </Loaded>
        </section>
    }
}

/// The needs, as chips: the one that is on is in the address.
#[component]
pub fn Needs(
    /// Which one is on.
    besoin: Memo<Option<Besoin>>,
) -> impl IntoView {
    let route = Route::expect();
    let chip = move |value: Option<Besoin>| {
        let pressed = move || (besoin.get() == value).to_string();
        let (icon, label) = match value {
            Some(value) => (besoin_icon(value), besoin_label(value)),
            None => (icons::SEARCH, jeune::tous_les_besoins()),
        };
        view! {
            <button type="button" class="puce" aria-pressed=pressed on:click=move |_| route.note("besoin", value.map_or("", Besoin::code))>
                <Icon path=icon class="size-5 shrink-0" />
                {label}
            </button>
        }
    };
    let all = std::iter::once(None).chain(Besoin::ALL.iter().copied().map(Some));
    view! {
        <div class="puces" role="group" aria-label=jeune::pour_quoi()>
            {all.map(chip).collect_view()}
        </div>
    }
}

#[component]
fn Moments(liste: Creneaux, besoin: Memo<Option<Besoin>>, espace: Option<CodeEspace>) -> impl IntoView {
    let Creneaux { maintenant, aujourdhui, semaine, plus_tard, autre } = liste;
    let moments = [
        (jeune::maintenant(), maintenant),
        (jeune::aujourdhui(), aujourdhui),
        (jeune::cette_semaine(), semaine),
        (jeune::plus_tard(), plus_tard),
    ];
    if moments.iter().all(|(_, creneaux)| creneaux.is_empty()) {
        // Nothing is nothing, for one need as for another: the words follow the need.
        let nothing = shown(move || {
            let (autre, espace) = (autre.clone(), espace.clone());
            view! { <NothingFree autre besoin=besoin.get() espace /> }.into_any()
        });
        return view! { {nothing} }.into_any();
    }
    let shown = moments.into_iter().filter(|(_, creneaux)| !creneaux.is_empty());
    shown.map(|(titre, creneaux)| view! { <Moment titre creneaux /> }).collect_view().into_any()
}

#[component]
fn NothingFree(autre: Option<Creneau>, besoin: Option<Besoin>, espace: Option<CodeEspace>) -> impl IntoView {
    let me = Me::expect();
    // One waits in the place that one looks at, or in one's own.
    let waits = besoin.zip(espace.or_else(|| untrack(|| me.espace())));
    let sentence = if besoin.is_some() { jeune::rien_pour_ce_besoin() } else { jeune::rien_de_libre() };
    view! {
        <EmptyState drawing=Drawing::Calendar>
            <p>{sentence}</p>
        </EmptyState>
        {waits.map(|(besoin, espace)| view! { <WaitForNeed besoin espace /> })}
        {autre
            .map(|creneau| {
                view! {
                    <h3 class="font-bold">{jeune::le_prochain_libre()}</h3>
                    <GroupCard group=Group::of(creneau) />
                }
            })}
    }
}

/// The next free créneau for a need, after a line to somebody who has none any more.
#[component]
pub fn NextFree(
    /// The need.
    besoin: Besoin,
    /// What is said before it.
    line: &'static str,
) -> impl IntoView {
    let creneaux = ask(move || call(ListCreneaux { besoin: Some(besoin), espace: None, commune: None }));
    shown(move || {
        let next = creneaux.ok().and_then(|list| {
            let all = [list.maintenant, list.aujourdhui, list.semaine, list.plus_tard];
            all.into_iter().flatten().next().or(list.autre)
        });
        let card = |creneau| {
            view! {
                <section class="pile">
                    <p class="font-bold">{line}</p>
                    <GroupCard group=Group::of(creneau) />
                </section>
            }
            .into_any()
        };
        next.map_or_else(|| ().into_any(), card)
    })
}

#[component]
fn Moment(titre: &'static str, creneaux: Vec<Creneau>) -> impl IntoView {
    let mut groups = groups(creneaux);
    let rest = groups.split_off(groups.len().min(FIRST));
    let open = RwSignal::new(rest.is_empty());
    let rest = StoredValue::new(rest);
    let card = |group: Group| view! { <GroupCard group /> };
    let more = shown(move || match open.get() {
        true => rest.get_value().into_iter().map(card).collect_view().into_any(),
        false => view! {
            <button type="button" class=SMALL on:click=move |_| open.set(true)>
                <Icon path=icons::PLUS />
                {jeune::voir_plus()}
            </button>
        }
        .into_any(),
    });
    view! {
        <h3 class="mt-2 flex items-center gap-2 text-lg font-bold">
            <Icon path=icons::CLOCK class="size-5 shrink-0" />
            {titre}
        </h3>
        {groups.into_iter().map(card).collect_view()}
        {more}
    }
}

/// The créneaux of one person in one place on one day.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    day: String,
    first: Creneau,
    creneaux: Vec<Creneau>,
}

impl Group {
    fn of(creneau: Creneau) -> Self {
        let day = format::day(creneau.debut, &creneau.lieu.fuseau);
        Self { day, first: creneau.clone(), creneaux: vec![creneau] }
    }

    fn takes(&self, creneau: &Creneau, day: &str) -> bool {
        let first = &self.first;
        self.day == day
            && first.besoin == creneau.besoin
            && first.professionnel == creneau.professionnel
            && first.lieu == creneau.lieu
    }
}

fn groups(creneaux: Vec<Creneau>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for creneau in creneaux {
        let day = format::day(creneau.debut, &creneau.lieu.fuseau);
        match groups.iter_mut().find(|group| group.takes(&creneau, &day)) {
            Some(group) => group.creneaux.push(creneau),
            None => groups.push(Group::of(creneau)),
        }
    }
    groups
}

#[component]
fn GroupCard(group: Group) -> impl IntoView {
    let Group { day, first, creneaux } = group;
    let about = format!("{}, {}, {day}", besoin_label(first.besoin), first.professionnel);
    let times = creneaux.into_iter().map(|creneau| view! { <Time creneau about=about.clone() /> }).collect_view();
    view! {
        <article class="carte">
            <div class="ligne">
                <span class="disque" aria-hidden="true">
                    <Icon path=besoin_icon(first.besoin) />
                </span>
                <div>
                    <h4 class="text-lg leading-snug font-bold">{besoin_label(first.besoin)}</h4>
                    <p>{jeune::avec(&first.professionnel)} " · " {first.aide}</p>
                    <p class="discret">
                        {first.lieu.nom} ", " {first.lieu.commune} {first.km.map(|km| jeune::a_km(&km.to_string()))}
                    </p>
                </div>
            </div>
            <p class="font-bold first-letter:uppercase">{day}</p>
            <ul class="heures">{times}</ul>
        </article>
    }
}

#[component]
fn Time(creneau: Creneau, about: String) -> impl IntoView {
    let Chosen(chosen) = expect_context();
    let href = address(&creneau);
    let hour = format::hour(creneau.debut, &creneau.lieu.fuseau);
    view! {
        <li>
            <a class="heure" href=href on:click=move |_| chosen.set(Some(creneau.clone()))>
                <span>{hour} <span class="sr-only">", " {about}</span></span>
            </a>
        </li>
    }
}

/// The screen where this créneau is booked.
pub fn address(creneau: &Creneau) -> String {
    match super::booking::moving() {
        Some(rendez_vous) => format!("/creneaux/{}?deplacer={rendez_vous}", creneau.id),
        None => format!("/creneaux/{}", creneau.id),
    }
}
