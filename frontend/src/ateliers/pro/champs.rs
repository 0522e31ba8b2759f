//! The fields of an atelier, whatever its date.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    accueil::{EspaceTemps, ListEspacesTemps},
    annuaire::{ListEquipe, Professionnel},
    permanences::Besoin,
};

use super::{
    meneurs::{Meneurs, choices},
    saisie::{AILLEURS, STRUCTURE, Saisie},
    serie,
};
use crate::{
    annuaire::chercher::OneStructure,
    api::call,
    comptes::pro::appartenances,
    permanences::{besoin_label, pro::quand_champs::Errors},
    session::Me,
    texts::{ateliers, pro},
    ui::{CheckField, Choice, Field, SelectField, TextField, codes::of_field},
};

/// What a form chooses from.
#[derive(Clone, PartialEq)]
pub struct Listes {
    /// The espaces-temps.
    pub espaces: Vec<Choice>,
    /// The structures in which one publishes.
    pub structures: Vec<Choice>,
    equipe: Vec<Choice>,
}

/// Asks for what a form chooses from. Called at the top of a component.
pub fn listes(me: Me) -> impl Fn() -> std::pin::Pin<Box<dyn Future<Output = Result<Listes, Problem>>>> {
    let structures: Vec<Choice> = appartenances(me)
        .into_iter()
        .filter(|place| place.droits.publie)
        .map(|place| (place.structure.to_string(), place.nom))
        .collect();
    move || {
        let structures = structures.clone();
        Box::pin(async move {
            let espaces = call(ListEspacesTemps {}).await?.into_iter().map(espace).collect();
            let equipe = call(ListEquipe {}).await?.into_iter().map(professional).collect();
            Ok(Listes { espaces, structures, equipe })
        })
    }
}

fn espace(espace: EspaceTemps) -> Choice {
    (espace.code.as_str().to_owned(), format!("{} ({})", espace.nom, espace.lieu.commune))
}

fn professional(professionnel: Professionnel) -> Choice {
    (professionnel.compte.to_string(), format!("{} · {}", professionnel.prenom, professionnel.aide))
}

/// The field that a refusal of the server is about, when it is about one.
pub fn field_of(kind: ProblemKind) -> Option<&'static str> {
    match kind {
        ProblemKind::FinAvantDebut => Some("fin"),
        ProblemKind::HeureInexistante => Some("debut"),
        ProblemKind::AucuneDate => Some("jour"),
        ProblemKind::PlacesReservees => Some("places"),
        ProblemKind::LieuSansAdresse => Some("adresse"),
        _ => None,
    }
}

/// What the server says of a field.
pub fn of_server(problem: Option<&Problem>, name: &str) -> Option<String> {
    let problem = problem?;
    // Of a later date of the series: none of the fields is wrong for this one.
    if problem.fields.contains_key("suite") {
        return serie::refused(problem)
            .filter(|_| name == "suite" || name == "mot" && problem.fields.contains_key(name));
    }
    let codes = problem.fields.get(name).map(Vec::as_slice).unwrap_or_default();
    if codes.iter().any(|code| code == "hors-de-leur-age") {
        return Some(ateliers::pro_erreur_hors_age().to_owned());
    }
    if codes.iter().any(|code| code == "en-double") && name == "meneurs" {
        return Some(ateliers::pro_erreur_meneurs().to_owned());
    }
    // The annuaire does not say where a structure is.
    if name == "chez" && problem.kind == ProblemKind::LieuSansAdresse {
        return Some(problem.title.clone());
    }
    match field_of(problem.kind) == Some(name) {
        true => Some(problem.title.clone()),
        false => of_field(Some(problem), name),
    }
}

/// What, for whom, where, who leads, how many.
#[component]
pub fn Champs(
    /// What is typed.
    saisie: Saisie,
    /// What there is to choose from.
    listes: Listes,
    /// What is wrong.
    error: Errors,
) -> impl IntoView {
    let besoins = Besoin::ALL.iter().map(|besoin| (besoin.code().to_owned(), besoin_label(*besoin).to_owned()));
    let leaders = choices(&listes.structures, &listes.equipe);
    view! {
        <Field
            label=ateliers::pro_champ_titre()
            hint=ateliers::pro_champ_titre_aide()
            name="titre"
            value=saisie.titre
            maxlength=200
            error=error.run("titre")
        />
        <TextField
            label=ateliers::pro_champ_presentation()
            hint=ateliers::pro_champ_presentation_aide()
            name="presentation"
            value=saisie.presentation
            error=error.run("presentation")
        />
        <SelectField
            label=ateliers::pro_champ_besoin()
            name="besoin"
            value=saisie.besoin
            choices=besoins.collect()
            empty=pro::publier_choisir()
            error=error.run("besoin")
        />
        <Place saisie espaces=listes.espaces error />
        <Meneurs meneurs=saisie.meneurs choices=leaders error=error.run("meneurs") />
        <Field
            label=ateliers::pro_champ_apporter()
            name="a_apporter"
            value=saisie.apporter
            maxlength=200
            error=error.run("a_apporter")
        />
        <Whom saisie error />
    }
}

#[component]
fn Place(saisie: Saisie, espaces: Vec<Choice>, error: Errors) -> impl IntoView {
    let elsewhere = (AILLEURS.to_owned(), ateliers::pro_champ_ailleurs().to_owned());
    let structure = (STRUCTURE.to_owned(), ateliers::pro_champ_structure_lieu().to_owned());
    let all: Vec<Choice> = espaces.iter().cloned().chain([structure, elsewhere]).collect();
    let espaces = StoredValue::new(espaces);
    let line = move |name: &'static str, label: &'static str, value: RwSignal<String>| {
        view! { <Field label name value maxlength=200 error=error.run(name) /> }
    };
    let announced = move || {
        view! {
            <SelectField
                label=ateliers::pro_champ_espace()
                name="espace"
                value=saisie.espace
                choices=espaces.get_value()
                empty=ateliers::pro_champ_espace_aucun()
            />
        }
    };
    let chez = error.run("chez");
    view! {
        <SelectField
            label=ateliers::pro_champ_ou()
            name="ou"
            value=saisie.ou
            choices=all
            empty=pro::publier_choisir()
            error=error.run("ou")
        />
        <Show when=move || saisie.is_elsewhere()>
            <div class="pile border-l-4 border-accent pl-4">
                {line("nom", ateliers::pro_champ_nom(), saisie.nom)}
                {line("adresse", ateliers::pro_champ_adresse(), saisie.adresse)}
                {line("commune", ateliers::pro_champ_commune(), saisie.commune)} {announced()}
            </div>
        </Show>
        <Show when=move || saisie.is_structure()>
            <div class="pile border-l-4 border-accent pl-4">
                <OneStructure label=ateliers::pro_champ_chez() chosen=saisie.chez />
                <p class="erreur empty:hidden" role="alert">
                    {chez}
                </p>
                {announced()}
            </div>
        </Show>
        <Field
            label=ateliers::pro_champ_point()
            hint=ateliers::pro_champ_point_aide()
            name="point_rencontre"
            value=saisie.point
            maxlength=200
            error=error.run("point_rencontre")
        />
    }
}

#[component]
fn Whom(saisie: Saisie, error: Errors) -> impl IntoView {
    let number = move |name: &'static str, label: &'static str, value: RwSignal<String>| {
        view! { <Field label name value inputmode="numeric" maxlength=3 error=error.run(name) /> }
    };
    view! {
        <div class="cases">
            {number("places", ateliers::pro_champ_places(), saisie.places)} <span></span>
            {number("age_min", ateliers::pro_champ_age_min(), saisie.age_min)}
            {number("age_max", ateliers::pro_champ_age_max(), saisie.age_max)}
        </div>
        <p class="discret">{ateliers::pro_champ_age_aide()}</p>
        <CheckField label=ateliers::pro_champ_essayer() name="pour_essayer" value=saisie.essayer />
        <CheckField label=ateliers::pro_champ_accompagne() name="accompagne" value=saisie.accompagne />
    }
}
