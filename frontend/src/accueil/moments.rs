//! What is held at a place, by time: what comes soon at once, all the rest folded.

use leptos::prelude::*;
use shared::{
    accueil::{EtatMoment, ListMoments, MomentDuLieu},
    fields::CodeEspace,
    permanences::Mode,
};

use crate::{
    api::call,
    ask::ask,
    format,
    permanences::{besoin_icon, besoin_label},
    texts::{jeune, lieux},
    ui::{Icon, Loaded, icons},
};

/// How many things to come are shown at once, after those of today.
const SOON: usize = 4;

/// What is held there.
#[component]
pub fn Held(
    /// The place.
    code: CodeEspace,
    /// The zone of its clock.
    zone: String,
) -> impl IntoView {
    let list = ask(move || call(ListMoments { code: code.clone() }));
    view! { <Loaded from=list let:list>{shown(list, &zone)}</Loaded> }
}

fn shown(list: Vec<MomentDuLieu>, zone: &str) -> AnyView {
    let (today, mut soon): (Vec<_>, Vec<_>) = list.into_iter().partition(|one| format::days_away(one.debut, zone) <= 0);
    let rest = soon.split_off(SOON.min(soon.len()));
    let nothing = today.is_empty().then(|| view! { <p>{lieux::rien_aujourdhui()}</p> });
    let items = |list: Vec<MomentDuLieu>| list.into_iter().map(|one| item(one, zone)).collect_view();
    let later = (!soon.is_empty()).then(|| {
        let more = (!rest.is_empty()).then(|| {
            view! {
                <details class="pile">
                    <summary class="lien min-h-12 cursor-pointer content-center">
                        {lieux::tout_le_programme(&rest.len().to_string())}
                    </summary>
                    <ul class="pile">{items(rest)}</ul>
                </details>
            }
        });
        view! {
            <section class="pile" aria-labelledby="bientot">
                <h2 id="bientot" class="titre-2">
                    {lieux::bientot()}
                </h2>
                <ul class="pile">{items(soon)}</ul>
                {more}
            </section>
        }
    });
    view! {
        <section class="pile" aria-labelledby="aujourdhui">
            <h2 id="aujourdhui" class="titre-2">
                {lieux::aujourdhui()}
            </h2>
            {nothing}
            <ul class="pile">{items(today)}</ul>
        </section>
        {later}
    }
    .into_any()
}

fn item(one: MomentDuLieu, zone: &str) -> impl IntoView + use<> {
    let zone = one.ailleurs.as_ref().map_or(zone, |lieu| &lieu.fuseau);
    let hours =
        lieux::de_a(&format::day(one.debut, zone), &format::hour(one.debut, zone), &format::hour(one.fin, zone));
    let titre = one.titre.unwrap_or_else(|| besoin_label(one.besoin).to_owned());
    let avec = (!one.avec.is_empty()).then(|| lieux::permanence_avec(&one.avec.join(", ")));
    let mot = match one.etat {
        EtatMoment::Libre => lieux::places_libres(),
        EtatMoment::Complet => lieux::complet(),
        EtatMoment::EnCours => lieux::en_cours(),
        EtatMoment::Clos => lieux::clos(),
    };
    let ailleurs = one.ailleurs.map(|lieu| {
        view! {
            <span class="flex items-start gap-2">
                <Icon path=icons::PIN class="size-5 mt-0.5 shrink-0" />
                {format!("{}, {}, {}", lieu.nom, lieu.adresse, lieu.commune)}
            </span>
        }
    });
    let how = match one.mode {
        Mode::SurPlace => None,
        Mode::Telephone => Some(jeune::par_telephone()),
        Mode::Video => Some(jeune::en_visio()),
    };
    let text = view! {
        <span class="discret first-letter:uppercase">{hours}</span>
        <span class="flex items-center gap-2 text-lg leading-snug font-bold">
            <Icon path=besoin_icon(one.besoin) />
            {titre}
        </span>
        {avec.map(|avec| view! { <span>{avec}</span> })}
        {how.map(|how| view! { <span>{how}</span> })}
        {ailleurs}
        <span class="font-bold">{mot}</span>
    };
    let href = one.atelier.map(|id| format!("/ateliers/{id}")).or(one.creneau.map(|id| format!("/creneaux/{id}")));
    let card = match href {
        Some(href) => view! { <a class="carte carte-lien carte-moment" href=href>{text}</a> }.into_any(),
        None => view! { <div class="carte carte-moment gap-1">{text}</div> }.into_any(),
    };
    view! { <li>{card}</li> }
}
