//! 2. How one wants to come back.

use leptos::{ev::SubmitEvent, prelude::*};
use shared::comptes::{Courriel, Telephone};

use super::{Answers, Enter, Error, Progress, Way};
use crate::{
    ask::shown,
    comptes::jeune::Aim,
    route::Route,
    texts::jeune,
    ui::{
        Field, Icon, Page, ProblemNotice, Submit,
        codes::{explain_field, not_empty},
        focus_first_error,
        forms::error_view,
        icons,
    },
};

/// 2. How to come back.
#[component]
pub(super) fn WayStep(answers: Answers, aim: Memo<Aim>, enter: Enter) -> impl IntoView {
    let route = Route::expect();
    let wrong_way: Error = RwSignal::new(None);
    let wrong: Error = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let way = answers.way.get_untracked();
        let refused = match way {
            Some(Way::Telephone) => {
                answers.telephone.with_untracked(|text| not_empty(text).and_then(Telephone::parse)).err()
            }
            Some(Way::Courriel) => {
                answers.courriel.with_untracked(|text| not_empty(text).and_then(Courriel::parse)).err()
            }
            Some(Way::Carte) | None => None,
        };
        wrong.set(refused.map(explain_field));
        wrong_way.set(way.is_none().then(|| jeune::retour_a_choisir().to_owned()));
        match way {
            _ if refused.is_some() => focus_first_error(),
            None => focus_first_error(),
            Some(Way::Carte) => enter.send(answers),
            Some(_) => route.go(&format!("/entrer{}", aim.get_untracked().query("etape", "3"))),
        }
    };
    let label = Signal::derive(move || match answers.way.get() {
        Some(Way::Carte) => jeune::faire_ma_carte().to_owned(),
        Some(Way::Telephone | Way::Courriel) | None => jeune::continuer().to_owned(),
    });
    view! {
        <Page titre=jeune::comment_revenir()>
            <Progress step=2 answers />
            <form class="pile gap-5" novalidate on:submit=submit>
                <fieldset class="champ gap-3">
                    <legend class="mb-3">{jeune::comment_revenir_aide()}</legend>
                    <WayChoice answers way=Way::Telephone wrong />
                    <WayChoice answers way=Way::Courriel wrong />
                    <WayChoice answers way=Way::Carte wrong />
                    {error_view("retour", wrong_way.into())}
                </fieldset>
                <ProblemNotice problem=enter.attempt.problem />
                <Submit label pending=enter.attempt.pending />
            </form>
        </Page>
    }
    .into_any()
}

#[component]
fn WayChoice(answers: Answers, way: Way, wrong: Error) -> impl IntoView {
    let (icon, label, hint) = match way {
        Way::Telephone => (icons::PHONE, jeune::avec_telephone(), None),
        Way::Courriel => (icons::MAIL, jeune::par_courriel(), None),
        Way::Carte => (icons::CARD, jeune::par_carte(), Some(jeune::par_carte_aide())),
    };
    let field = shown(move || match way {
        _ if answers.way.get() != Some(way) => ().into_any(),
        Way::Telephone => view! {
            <Field
                label=jeune::ton_numero()
                name="telephone"
                value=answers.telephone
                error=wrong
                kind="tel"
                inputmode="tel"
                autocomplete="tel"
                maxlength=30
            />
        }
        .into_any(),
        Way::Courriel => view! {
            <Field
                label=jeune::ton_adresse()
                name="courriel"
                value=answers.courriel
                error=wrong
                kind="email"
                inputmode="email"
                autocomplete="email"
            />
        }
        .into_any(),
        Way::Carte => ().into_any(),
    });
    view! {
        <label class="choix">
            <input
                type="radio"
                name="retour"
                class="radio radio-primary"
                prop:checked=move || answers.way.get() == Some(way)
                on:change=move |_| answers.way.set(Some(way))
            />
            <Icon path=icon />
            <span>
                <strong>{label}</strong>
                {hint.map(|hint| view! { <span class="discret block">{hint}</span> })}
            </span>
        </label>
        {field}
    }
}
