//! For professionals: what they publish and lead, the form, the list of who comes, the calendar of the places.

mod accueillis;
mod calendrier;
mod champs;
mod changer;
mod code;
mod creer;
mod feuille;
mod gestes;
mod invite;
mod liste;
mod meneurs;
mod papier;
mod pointage;
mod relecture;
mod retours;
mod saisie;
mod serie;

pub use calendrier::CalendrierPage;
pub use changer::ChangerPage;
pub use code::CodePage;
pub use creer::CreerPage;
pub use feuille::FeuillePage;
pub use liste::AteliersPage;

use leptos::prelude::*;
use shared::{
    ateliers::{AtelierPro, EtatAtelier, EtatInscription, Participant},
    ids::AtelierId,
};

use crate::{
    route::Route,
    texts::ateliers,
    ui::{Icon, icons},
};

/// The atelier in the address `/pro/ateliers/{atelier}[/changer]`.
fn in_address() -> Option<AtelierId> {
    Route::expect().path().split('/').nth(3).and_then(|id| id.parse().ok())
}

fn address(id: AtelierId) -> String {
    format!("/pro/ateliers/{id}")
}

/// The way back to the list, or to an atelier.
#[component]
fn Back(
    /// Where.
    #[prop(into)]
    href: String,
    /// Its word.
    label: &'static str,
) -> impl IntoView {
    view! {
        <p>
            <a href=href class="lien inline-flex min-h-12 items-center gap-1">
                <Icon path=icons::BACK />
                {label}
            </a>
        </p>
    }
}

fn etat(etat: EtatAtelier) -> &'static str {
    match etat {
        EtatAtelier::Brouillon => ateliers::pro_etat_brouillon(),
        EtatAtelier::Publie => ateliers::pro_etat_publie(),
        EtatAtelier::Annule => ateliers::pro_etat_annule(),
        EtatAtelier::Fait => ateliers::pro_etat_fait(),
    }
}

/// "8 inscrit·es sur 12 · 2 en attente", where nobody knows which of them are guests: more than there are seats are people.
fn counts(pro: &AtelierPro) -> String {
    let places = u32::from(pro.atelier.places);
    let all = match pro.inscrits <= places {
        true => joined(pro.inscrits, &places.to_string()),
        false => ateliers::pro_plus_que_places(&pro.inscrits.to_string(), &places.to_string()),
    };
    with_others(all, pro)
}

/// "30 inscrit·es sur 30, et 1 sans inscription · 2 en attente": a guest takes no seat from those who joined.
fn counts_apart(pro: &AtelierPro, guests: u32) -> String {
    let all = joined(pro.inscrits.saturating_sub(guests), &pro.atelier.places.to_string());
    let all = match guests {
        0 => all,
        some => ateliers::pro_et_invites(&all, &some.to_string()),
    };
    with_others(all, pro)
}

fn joined(inscrits: u32, places: &str) -> String {
    match inscrits {
        1 => ateliers::pro_inscrits_un(places),
        many => ateliers::pro_inscrits(&many.to_string(), places),
    }
}

fn with_others(all: String, pro: &AtelierPro) -> String {
    let waits = (0 < pro.attentes).then(|| ateliers::pro_attendent(&pro.attentes.to_string()));
    let came = match pro.presents {
        0 => None,
        1 => Some(ateliers::pro_presents_un().to_owned()),
        many => Some(ateliers::pro_presents(&many.to_string())),
    };
    [Some(all), waits, came].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Whether somebody has a place: joined, or came.
fn is_placed(one: &Participant) -> bool {
    matches!(one.etat, EtatInscription::Inscrit | EtatInscription::Present | EtatInscription::Absent)
}
