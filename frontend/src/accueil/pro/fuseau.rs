//! The clock of a place, chosen by the name of its territory.

use leptos::prelude::*;
use shared::{Problem, accueil::Fuseau};

use crate::{
    texts::espaces,
    ui::{Choice, SelectField},
};

/// The choice of the clock of a place.
#[component]
pub fn FuseauField(
    /// What is chosen, an IANA name.
    value: RwSignal<String>,
    /// What is chosen as long as nobody has: the clock of the installation.
    usual: String,
    /// Why the server refuses another one.
    refused: Signal<Option<String>>,
) -> impl IntoView {
    if value.with_untracked(String::is_empty) {
        value.set(usual);
    }
    let mut choices: Vec<Choice> =
        Fuseau::ALL.iter().map(|one| (one.code().to_owned(), word(*one).to_owned())).collect();
    // An installation may be anywhere: its own clock stays as it is as long as nobody chooses another.
    let own = value.get_untracked();
    if Fuseau::from_code(&own).is_none() {
        choices.insert(0, (own.clone(), own));
    }
    view! { <SelectField label=espaces::fuseau() name="fuseau" value choices error=refused /> }
}

/// What the server says of it, in words.
pub fn refusal(problem: &Problem) -> Option<String> {
    problem.fields.contains_key("fuseau").then(|| espaces::erreur_fuseau().to_owned())
}

fn word(one: Fuseau) -> &'static str {
    match one {
        Fuseau::Paris => espaces::fuseau_paris(),
        Fuseau::Guadeloupe => espaces::fuseau_guadeloupe(),
        Fuseau::Guyane => espaces::fuseau_guyane(),
        Fuseau::Reunion => espaces::fuseau_reunion(),
        Fuseau::Martinique => espaces::fuseau_martinique(),
        Fuseau::Mayotte => espaces::fuseau_mayotte(),
        Fuseau::NouvelleCaledonie => espaces::fuseau_nouvelle_caledonie(),
        Fuseau::Polynesie => espaces::fuseau_polynesie(),
        Fuseau::Gambier => espaces::fuseau_gambier(),
        Fuseau::Marquises => espaces::fuseau_marquises(),
        Fuseau::SaintBarthelemy => espaces::fuseau_saint_barthelemy(),
        Fuseau::SaintMartin => espaces::fuseau_saint_martin(),
        Fuseau::SaintPierreEtMiquelon => espaces::fuseau_saint_pierre_et_miquelon(),
        Fuseau::WallisEtFutuna => espaces::fuseau_wallis_et_futuna(),
    }
}
