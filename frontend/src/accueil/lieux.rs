//! All of an espace-temps: what one can do there, who will be there, how one comes, what is held, when it is open.

use leptos::prelude::*;
use shared::{
    Instant,
    accueil::{
        ArretPrevu, DetailEspace, EnVacances, EspaceEnDetail, GenreEspace, JourParticulier, Ouverture, Present,
        ReadEspaceEnDetail, Vue, merged,
    },
    fields::{CodeEspace, Jour},
};

use super::{
    espace::{DoorState, days, hours, openings},
    moments::Held,
    mots,
};
use crate::{
    api::call,
    ask::{ask, memo, shown},
    format,
    permanences::{booking::Where, pro::jours::noon},
    texts::{jeune, lieux, passage, proche},
    ui::{Icon, Loaded, MAIN, PLAIN, Page, icons},
};

/// `/lieux/{code}`.
#[component]
pub fn LieuPage(
    /// Which.
    code: CodeEspace,
) -> impl IntoView {
    let asked = code.clone();
    let lieu = ask(move || call(ReadEspaceEnDetail { code: asked.clone() }));
    let code = StoredValue::new(code);
    let unknown = memo(move || matches!(lieu.get(), Some(Err(problem)) if problem.status == 404));
    shown(move || match unknown.get() {
        true => view! {
            <Page titre=jeune::lieu_introuvable()>
                <p>{jeune::lieu_introuvable_aide()}</p>
                <a class=MAIN href="/">
                    {proche::lieux()}
                </a>
            </Page>
        }
        .into_any(),
        false => view! {
            <Loaded from=lieu let:found>
                <Whole found code=code.get_value() />
            </Loaded>
        }
        .into_any(),
    })
}

#[component]
fn Whole(found: EspaceEnDetail, code: CodeEspace) -> impl IntoView {
    let EspaceEnDetail { espace, detail, prevus, presents, presents_le, photos, .. } = found;
    let zone = espace.lieu.fuseau.clone();
    let back = format!("/e/{}", code.as_str());
    let enter = format!("/entrer?espace={}", code.as_str());
    let pass = format!("/passe/{}", code.as_str());
    let relatives = format!("/proche/{}", code.as_str());
    let is_mobile = detail.genre == GenreEspace::Mobile;
    let programme = detail.programme.then(|| format!("{back}/programme"));
    let stops_zone = zone.clone();
    view! {
        <Page titre=espace.nom>
            <p>
                <a href=back class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {lieux::retour()}
                </a>
            </p>
            <DoorState porte=espace.porte zone=zone.clone() />
            <a class=PLAIN href=pass>
                <Icon path=icons::ROUTE />
                {passage::titre()}
            </a>
            <Doing propositions=espace.propositions pictos=espace.pictos />
            <People presents le=presents_le zone=zone.clone() />
            <section class="carte" aria-labelledby="venir">
                <h2 id="venir" class="titre-2">
                    {lieux::comment_venir()}
                </h2>
                <Where lieu=espace.lieu />
                {detail.venir.as_ref().map(|text| view! { <p>{text.as_str().to_owned()}</p> })}
            </section>
            {is_mobile.then(move || view! { <Stops prevus zone=stops_zone /> })}
            {photos.into_iter().map(photo).collect_view()}
            <Held code zone=zone.clone() />
            <OnSite detail=detail.clone() />
            <Hours semaine=espace.semaine detail note=espace.horaires_note />
            <section class="pile" aria-labelledby="structures">
                <h2 id="structures" class="titre-2">
                    {lieux::qui_anime()}
                </h2>
                <ul class="cote-a-cote">
                    {espace.structures.into_iter().map(|nom| view! { <li class="carte">{nom}</li> }).collect_view()}
                </ul>
            </section>
            <a class=PLAIN href=relatives>
                <Icon path=icons::PEOPLE />
                {proche::titre()}
            </a>
            <a class=MAIN href=enter>
                {lieux::entrer_ici()}
            </a>
            {programme.map(|href| view! { <a class="lien min-h-12" href=href rel="external">{lieux::programme()}</a> })}
        </Page>
    }
    .into_any()
}

// Below what matters, and asked for when it comes near.
fn photo(vue: Vue) -> impl IntoView {
    view! { <img src=vue.adresse alt=vue.description class="photo-lieu" loading="lazy" width="640" height="427" /> }
}

#[component]
fn Doing(propositions: Vec<String>, pictos: Vec<String>) -> impl IntoView {
    let one = |(line, picto): (String, String)| {
        view! {
            <li class="flex items-center gap-2">
                <Icon path=mots::dessin_de(&picto) class="size-7 shrink-0" />
                <span>{line}</span>
            </li>
        }
    };
    (!propositions.is_empty()).then(|| {
        let lines = propositions.into_iter().zip(pictos).map(one).collect_view();
        view! {
            <section class="carte" aria-labelledby="propositions">
                <h2 id="propositions" class="titre-2">
                    {lieux::que_faire_ici()}
                </h2>
                <ul class="grid gap-2 min-[26rem]:grid-cols-2">{lines}</ul>
            </section>
        }
    })
}

#[component]
fn People(presents: Vec<Present>, le: Option<Instant>, zone: String) -> impl IntoView {
    let titre = le.map_or_else(String::new, |le| lieux::qui_sera_la(&format::day(le, &zone)));
    let person = |one: Present| {
        let first = one.prenom.chars().next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        view! {
            <li class="ligne items-center">
                <span class="disque" aria-hidden="true">
                    {first}
                </span>
                <span>
                    <strong dir="auto">{one.prenom}</strong>
                    <br />
                    {one.aide}
                </span>
            </li>
        }
    };
    (!presents.is_empty()).then(|| {
        view! {
            <section class="carte" aria-labelledby="presents">
                <h2 id="presents" class="titre-2">
                    {titre}
                </h2>
                <ul class="pile">{presents.into_iter().map(person).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Stops(prevus: Vec<ArretPrevu>, zone: String) -> impl IntoView {
    let stop = |one: ArretPrevu| {
        let hours =
            lieux::de_a(&format::day(one.debut, &zone), &format::hour(one.debut, &zone), &format::hour(one.fin, &zone));
        view! {
            <li class="ligne">
                <Icon path=icons::PIN />
                <span>
                    <strong class="block first-letter:uppercase">{hours}</strong>
                    {format!("{}, {}, {}", one.lieu.nom, one.lieu.adresse, one.lieu.commune)}
                </span>
            </li>
        }
    };
    let none = prevus.is_empty().then(|| view! { <p>{lieux::sans_arret()}</p> });
    view! {
        <section class="carte" aria-labelledby="arrets">
            <h2 id="arrets" class="titre-2">
                {lieux::arrets()}
            </h2>
            {none}
            <ul class="pile">{prevus.into_iter().map(stop).collect_view()}</ul>
        </section>
    }
}

#[component]
fn OnSite(detail: DetailEspace) -> impl IntoView {
    let one = |one| {
        view! {
            <li class="flex items-center gap-3">
                <Icon path=mots::picto(one) class="size-8 shrink-0" />
                <span>{mots::commodite(one)}</span>
            </li>
        }
    };
    let is_said = !detail.commodites.is_empty() || detail.acces_note.is_some();
    is_said.then(|| {
        view! {
            <section class="carte" aria-labelledby="sur-place">
                <h2 id="sur-place" class="titre-2">
                    {lieux::sur_place()}
                </h2>
                <ul class="grid gap-3 min-[26rem]:grid-cols-2">{detail.commodites.into_iter().map(one).collect_view()}</ul>
                {detail.acces_note.map(|note| view! { <p>{note.as_str().to_owned()}</p> })}
            </section>
        }
    })
}

#[component]
fn Hours(semaine: Vec<Ouverture>, detail: DetailEspace, note: Option<String>) -> impl IntoView {
    let holidays = match detail.vacances {
        EnVacances::Autres if !detail.horaires_vacances.is_empty() => Some(
            view! {
                <h3 class="font-bold">{lieux::en_vacances()}</h3>
                {days(&merged(&detail.horaires_vacances))}
            }
            .into_any(),
        ),
        EnVacances::Ferme => Some(view! { <p>{lieux::en_vacances_ferme()}</p> }.into_any()),
        EnVacances::Pareil | EnVacances::Autres => None,
    };
    let dates = (!detail.jours.is_empty()).then(|| {
        let lines = detail.jours.iter().map(date).collect_view();
        view! {
            <h3 class="font-bold">{lieux::jours_particuliers()}</h3>
            <ul class="grid gap-2">{lines}</ul>
        }
    });
    let usual = if semaine.is_empty() {
        view! { <p>{lieux::semaine_rien()}</p> }.into_any()
    } else {
        view! {
            <h3 class="font-bold">{lieux::semaine_a_venir()}</h3>
            {days(&semaine)}
        }
        .into_any()
    };
    view! {
        <section class="carte" aria-labelledby="horaires">
            <h2 id="horaires" class="titre-2">
                {lieux::quand()}
            </h2>
            {usual}
            {holidays}
            {dates}
            {note.map(|note| view! { <p class="discret">{note}</p> })}
        </section>
    }
}

fn date(one: &JourParticulier) -> impl IntoView + use<> {
    let hours: Vec<String> = one.heures.iter().copied().map(hours).collect();
    let hours = if hours.is_empty() { vec![lieux::jour_ferme().to_owned()] } else { hours };
    let mot = one.mot.as_ref().map(|mot| format!(" · {}", mot.as_str()));
    view! {
        <li>
            <strong class="inline-block first-letter:uppercase">{long(one.jour)}</strong>
            " : "
            {openings(hours)}
            {mot}
        </li>
    }
}

fn long(jour: Jour) -> String {
    format::long_day(noon(jour), "UTC")
}
