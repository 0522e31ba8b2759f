//! The permanences that one's structures have opened.

use leptos::prelude::*;
use shared::permanences::{ListPermanences, Permanence, Rythme};

use super::{accueillies::Accueillies, date, delais::DelaisSection, jours};
use crate::{
    api::call,
    ask::ask,
    comptes::pro::droits,
    format,
    permanences::{besoin_icon, besoin_label},
    session::Me,
    texts::{ateliers, pro},
    ui::{CARD, Drawing, EmptyState, Icon, Loaded, MAIN, PLAIN, Page, SMALL, icons},
};

/// The address `/pro/permanences`.
#[component]
pub fn PermanencesPage() -> impl IntoView {
    let publishes = Me::expect().get_untracked().is_some_and(|session| droits(&session).publie);
    view! { <Page titre=pro::permanences_titre()>{publishes.then(|| view! { <Own /> })} <Accueillies alone=!publishes /></Page> }
        .into_any()
}

#[component]
fn Own() -> impl IntoView {
    let permanences = ask(|| call(ListPermanences {}));
    view! {
        <a href="/pro/permanences/ouvrir" class=format!("{MAIN} max-w-md")>
            <Icon path=icons::PLUS />
            {pro::permanences_ouvrir()}
        </a>
        <a href="/pro/permanences/fermetures" class=format!("{PLAIN} max-w-md")>
            {pro::permanences_fermetures()}
        </a>
        <DelaisSection />
        <Loaded from=permanences let:permanences>
            <List permanences />
        </Loaded>
    }
}

#[component]
fn List(permanences: Vec<Permanence>) -> impl IntoView {
    if permanences.is_empty() {
        return view! {
            <EmptyState drawing=Drawing::Calendar>
                <p class="font-bold">{pro::permanences_vide_titre()}</p>
                <p>{pro::permanences_vide_texte()}</p>
            </EmptyState>
        }
        .into_any();
    }
    view! { <ul class="grid gap-3 lg:grid-cols-2">{permanences.into_iter().map(item).collect_view()}</ul> }.into_any()
}

fn item(permanence: Permanence) -> impl IntoView {
    let quand = quand(&permanence.rythme);
    let (heures, href) = (heures(&permanence), format!("/pro/permanences/{}", permanence.id));
    let lieu = permanence.lieu;
    let avenir = match permanence.creneaux {
        0 => pro::permanence_creneaux_aucun().to_owned(),
        1 => pro::permanence_creneaux_un().to_owned(),
        many => pro::permanence_creneaux(&many.to_string()),
    };
    let prochain = permanence.prochain.map(|at| pro::permanence_prochain(&format::moment(at, &lieu.fuseau)));
    view! {
        <li class=CARD>
            <h2 class="titre-2 flex items-center gap-2">
                <Icon path=besoin_icon(permanence.besoin) />
                {besoin_label(permanence.besoin)}
            </h2>
            <div class="grid gap-1">
                <p class="font-bold first-letter:uppercase">{format!("{quand}, {heures}")}</p>
                <p class="flex gap-2">
                    <Icon path=icons::PIN class="size-5 mt-0.5 shrink-0" />
                    {format!("{}, {}", lieu.nom, lieu.commune)}
                </p>
                <p class="flex gap-2">
                    <Icon path=icons::PERSON class="size-5 mt-0.5 shrink-0" />
                    {pro::permanence_avec_structure(&permanence.professionnel, &permanence.structure)}
                </p>
                <p class="flex gap-2">
                    <Icon path=icons::CALENDAR class="size-5 mt-0.5 shrink-0" />
                    <span>{avenir} {prochain.map(|prochain| format!(" · {prochain}"))}</span>
                </p>
            </div>
            <a href=href class=SMALL>
                {pro::permanence_ouvrir()}
                <span class="sr-only">" : " {besoin_label(permanence.besoin)}", "{quand}</span>
            </a>
        </li>
    }
}

/// "de 14 h à 17 h".
pub fn heures(permanence: &Permanence) -> String {
    pro::permanence_heures(&clock(permanence.debut), &clock(permanence.fin))
}

/// "chaque mercredi, jusqu’au vendredi 18 décembre".
pub fn quand(rythme: &Rythme) -> String {
    let (first, until) = (rythme.premier(), rythme.dernier());
    let mut words = vec![match rythme {
        Rythme::Date { jour } => return pro::permanence_le(&date(*jour)),
        Rythme::Dates { jours } if jours.len() == 1 => pro::permanence_date().to_owned(),
        Rythme::Dates { jours } => pro::permanence_dates(&jours.len().to_string()),
        Rythme::Semaine { a_partir_du, toutes_les: 1, .. } => {
            pro::permanence_chaque(&format::weekday(jours::weekday(*a_partir_du)))
        }
        Rythme::Semaine { a_partir_du, toutes_les, .. } => {
            pro::permanence_toutes_les(&format::weekday(jours::weekday(*a_partir_du)), &toutes_les.to_string())
        }
        Rythme::Mois { jour, rangs, .. } => pro::permanence_du_mois(&ranks(rangs), &format::weekday(*jour)),
    }];
    words.extend(first.filter(|first| *first > jours::today()).map(|first| pro::permanence_a_partir_du(&date(first))));
    words.extend(until.map(|until| pro::permanence_jusquau(&date(until))));
    words.join(", ")
}

// "le 1er", "le 1er et le 3e", "le 1er, le 2e et le 4e".
fn ranks(rangs: &[u8]) -> String {
    let word = |rang: &u8| match rang {
        1 => pro::permanence_du_mois_premier().to_owned(),
        other => pro::permanence_du_mois_rang(&other.to_string()),
    };
    let mut sorted = rangs.to_vec();
    sorted.sort_unstable();
    let words: Vec<String> = sorted.iter().map(word).collect();
    match words.split_last() {
        Some((last, first)) if !first.is_empty() => ateliers::et(&first.join(", "), last),
        _ => words.concat(),
    }
}

fn clock(heure: shared::fields::Heure) -> String {
    format::clock(&heure.to_string())
}
