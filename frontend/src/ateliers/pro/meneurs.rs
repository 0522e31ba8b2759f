//! Who leads: structures, colleagues, anybody by their name. Several, on equal terms.

use leptos::prelude::*;
use shared::{ateliers::NewMeneur, fields::Ligne, ids::StructureId};

use crate::{
    annuaire::chercher::OneStructure,
    texts::ateliers,
    ui::{Choice, Field, Icon, SMALL, SelectField, icons},
};

/// The code of the choice "somebody else": whom no annuaire knows.
const AUTRE: &str = "autre";
/// That of another structure, which one looks for.
const STRUCTURE: &str = "structure";
/// How many may lead.
const MOST: usize = 10;

/// What there is to choose from, each with its kind before its id: `s:` a structure, `p:` a professional.
pub fn choices(structures: &[Choice], equipe: &[Choice]) -> Vec<Choice> {
    let kind = |kind: &'static str, list: &[Choice]| -> Vec<Choice> {
        list.iter().map(|(id, label)| (format!("{kind}:{id}"), label.clone())).collect()
    };
    let another = (STRUCTURE.to_owned(), ateliers::pro_meneur_structure().to_owned());
    let other = (AUTRE.to_owned(), ateliers::pro_meneur_autre().to_owned());
    kind("s", structures).into_iter().chain(kind("p", equipe)).chain([another, other]).collect()
}

/// The list of those who lead, and the way to add one.
#[component]
pub fn Meneurs(
    /// Those who lead.
    meneurs: RwSignal<Vec<NewMeneur>>,
    /// Who may be added.
    choices: Vec<Choice>,
    /// What is wrong with them.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let (who, nom, role) = (text(), text(), text());
    who.set(AUTRE.to_owned());
    let known = StoredValue::new(choices.clone());
    let found = RwSignal::new(None::<(StructureId, String)>);
    let add = move |_| {
        let role_text = role.get_untracked();
        let chosen = match (who.get_untracked(), found.get_untracked()) {
            (code, Some((id, label))) if code == STRUCTURE => {
                let choice = (format!("s:{id}"), label);
                known.update_value(|known| known.push(choice.clone()));
                choice.0
            }
            (code, _) => code,
        };
        let Some(one) = read(&chosen, &nom.get_untracked(), &role_text) else { return };
        meneurs.update(|all| {
            if all.len() < MOST && all.iter().all(|known| known.who() != one.who()) {
                all.push(one);
            }
        });
        found.set(None);
        nom.set(String::new());
        role.set(String::new());
    };
    let item = move |(at, one): (usize, NewMeneur)| {
        let name = known.with_value(|choices| label(&one, choices));
        let said = name.clone();
        view! {
            <li class="flex items-center justify-between gap-2">
                <span class="flex min-w-0 gap-2" dir="auto">
                    <Icon path=icons::PERSON />
                    {name}
                </span>
                <button type="button" class=SMALL on:click=move |_| meneurs.update(|all| drop(all.remove(at)))>
                    {ateliers::pro_meneur_retirer()}
                    <span class="sr-only">" : " {said}</span>
                </button>
            </li>
        }
    };
    view! {
        <fieldset class="grid gap-3">
            <legend class="mb-1.5 font-bold">{ateliers::pro_champ_meneurs()}</legend>
            <p class="discret">{ateliers::pro_champ_meneurs_aide()}</p>
            <ul class="grid gap-1 empty:hidden" aria-label=ateliers::pro_champ_meneurs() aria-live="polite">
                {move || meneurs.get().into_iter().enumerate().map(item).collect_view()}
            </ul>
            <SelectField label=ateliers::pro_meneur_qui() name="meneur" value=who choices />
            <Show when=move || who.with(|who| who == STRUCTURE)>
                <OneStructure label=ateliers::pro_meneur_laquelle() chosen=found />
            </Show>
            <Show when=move || who.with(|who| who == AUTRE)>
                <Field label=ateliers::pro_meneur_nom() name="meneur_nom" value=nom maxlength=200 />
            </Show>
            <Field label=ateliers::pro_meneur_role() name="meneur_role" value=role maxlength=200 />
            <button type="button" class=format!("{SMALL} justify-self-start") on:click=add>
                <Icon path=icons::PLUS />
                {ateliers::pro_meneur_ajouter()}
            </button>
            <p class="erreur empty:hidden" role="alert">
                {error}
            </p>
        </fieldset>
    }
}

fn read(chosen: &str, nom: &str, role: &str) -> Option<NewMeneur> {
    let role = Ligne::parse(role).ok();
    let nobody = NewMeneur { structure: None, professionnel: None, nom: None, role };
    match chosen.split_once(':') {
        Some(("s", id)) => Some(NewMeneur { structure: Some(id.parse().ok()?), ..nobody }),
        Some(("p", id)) => Some(NewMeneur { professionnel: Some(id.parse().ok()?), ..nobody }),
        _ if chosen == STRUCTURE => None,
        Some(_) | None => Some(NewMeneur { nom: Some(Ligne::parse(nom).ok()?), ..nobody }),
    }
}

// Those whom the caller may not choose bear the name that the atelier says.
fn label(one: &NewMeneur, choices: &[Choice]) -> String {
    let code = match (one.structure, one.professionnel) {
        (_, Some(id)) => format!("p:{id}"),
        (Some(id), None) => format!("s:{id}"),
        (None, None) => String::new(),
    };
    let known = choices.iter().find(|(known, _)| *known == code).map(|(_, label)| label.clone());
    let name = known.or_else(|| one.nom.as_ref().map(|nom| nom.as_str().to_owned()));
    let name = name.unwrap_or_else(|| ateliers::pro_meneur_autre().to_owned());
    match &one.role {
        Some(role) => format!("{name}, {}", role.as_str()),
        None => name,
    }
}
