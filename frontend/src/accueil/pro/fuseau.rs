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
    // In the order of the list: a sentence for each of them would weigh more than the field.
    let names = espaces::fuseaux().split(" | ");
    let mut choices: Vec<Choice> =
        Fuseau::ALL.iter().zip(names).map(|(one, name)| (one.code().to_owned(), name.to_owned())).collect();
    // An installation may be anywhere: its own clock stays as it is as long as nobody chooses another.
    let own = value.get_untracked();
    if Fuseau::from_code(&own).is_none() {
        choices.insert(0, (own.clone(), own));
    }
    view! { <SelectField label=espaces::fuseau() name="fuseau" value choices error=refused /> }.into_any()
}

/// What the server says of it, in words.
pub fn refusal(problem: &Problem) -> Option<String> {
    problem.fields.contains_key("fuseau").then(|| espaces::erreur_fuseau().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_clock_has_its_name() {
        let names: Vec<&str> = espaces::fuseaux().split(" | ").collect();
        let name = |wanted| Fuseau::ALL.iter().zip(&names).find(|(one, _)| **one == wanted).map(|(_, name)| *name);
        assert_eq!(names.len(), Fuseau::ALL.len());
        for (one, said) in [
            (Fuseau::Paris, "Heure de Paris"),
            (Fuseau::Reunion, "La Réunion"),
            (Fuseau::NouvelleCaledonie, "Nouvelle-Calédonie"),
            (Fuseau::SaintPierreEtMiquelon, "Saint-Pierre-et-Miquelon"),
            (Fuseau::WallisEtFutuna, "Wallis-et-Futuna"),
        ] {
            assert_eq!(name(one), Some(said));
        }
    }
}
