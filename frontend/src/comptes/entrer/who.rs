//! 1. Who one is: a first name or a nickname, a month of birth.

use leptos::{ev::SubmitEvent, prelude::*};
use shared::comptes::Reglages;

use super::{Answers, Error, Progress};
use crate::{
    comptes::jeune::Aim,
    format,
    route::Route,
    texts::jeune,
    ui::{Field, Page, Submit, codes::explain_field, focus_first_error, forms::error_view},
};

/// 1. First name or nickname, month and year of birth.
#[component]
pub(super) fn WhoStep(
    answers: Answers,
    aim: Memo<Aim>,
    reglages: Reglages,
    too_young: RwSignal<bool>,
) -> impl IntoView {
    let route = Route::expect();
    let (wrong_name, wrong_birth): (Error, Error) = (RwSignal::new(None), RwSignal::new(None));
    let (annee, _, _) = reglages.aujourdhui.parts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        wrong_name.set(answers.prenom().err().map(explain_field));
        let chosen = answers.chosen();
        let age = chosen.and_then(|naissance| naissance.age_on(reglages.aujourdhui));
        wrong_birth.set(age.is_none().then(|| jeune::naissance_a_choisir().to_owned()));
        match age {
            _ if wrong_name.with_untracked(Option::is_some) => focus_first_error(),
            None => focus_first_error(),
            // Nothing is sent, nothing is kept.
            Some(age) if age < reglages.age_minimum => too_young.set(true),
            Some(_) => {
                answers.naissance.set(chosen);
                route.go(&format!("/entrer{}", aim.get_untracked().query("etape", "2")));
            }
        }
    };
    let months = (1..=12_u8).map(|mois| (mois.to_string(), format::month(mois))).collect();
    let years = (annee - 35..=annee - 8).rev().map(|annee| (annee.to_string(), annee.to_string())).collect();
    view! {
        <Page titre=jeune::qui_es_tu()>
            <Progress step=1 answers />
            <form class="pile gap-5" novalidate on:submit=submit>
                <Field
                    label=jeune::prenom_ou_surnom()
                    hint=jeune::prenom_aide()
                    name="prenom"
                    value=answers.prenom
                    error=wrong_name
                    autocomplete="given-name"
                    maxlength=60
                />
                <fieldset class="champ" aria-describedby="aide-naissance erreur-naissance">
                    <legend class="font-bold">{jeune::naissance()}</legend>
                    <p id="aide-naissance" class="discret">
                        {jeune::naissance_aide()}
                    </p>
                    <div class="grid grid-cols-2 gap-3">
                        <Choice label=jeune::mois() name="mois" value=answers.mois options=months wrong=wrong_birth />
                        <Choice label=jeune::annee() name="annee" value=answers.annee options=years wrong=wrong_birth />
                    </div>
                    {error_view("naissance", wrong_birth.into())}
                </fieldset>
                <Submit label=jeune::continuer() pending=false />
            </form>
        </Page>
    }
    .into_any()
}

#[component]
fn Choice(
    label: &'static str,
    name: &'static str,
    value: RwSignal<String>,
    options: Vec<(String, String)>,
    wrong: Error,
) -> impl IntoView {
    let id = format!("champ-{name}");
    let option = move |(code, label): (String, String)| {
        let chosen = value.with_untracked(|value| *value == code);
        view! {
            <option value=code selected=chosen>
                {label}
            </option>
        }
    };
    let is_wrong = move || wrong.with(Option::is_some) && value.with(String::is_empty);
    view! {
        <div class="grid gap-1">
            <label for=id.clone()>{label}</label>
            <select
                id=id
                name=name
                class="select w-full"
                aria-invalid=move || is_wrong().then_some("true")
                aria-describedby="erreur-naissance"
                on:change:target=move |event| value.set(event.target().value())
            >
                <option value="">{jeune::choisir()}</option>
                {options.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}
