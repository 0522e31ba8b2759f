//! The code on a paper: what it stands for, and the one button that makes it one's own.

use leptos::prelude::*;
use shared::{
    Problem,
    permanences::{ClaimOrientation, CodePrescription, Orientation, ReadOrientation, RendezVous},
};

use super::{
    booking::{Meet, When},
    orientation::Proposal,
};
use crate::{
    api::{Once, call},
    ask::{Attempt, ask, shown},
    live::Live,
    route::Route,
    session::Me,
    texts::{commun, jeune},
    ui::{Field, Icon, Loaded, MAIN, PLAIN, Page, ProblemNotice, Submit, codes::explain_field, icons},
};

/// `/orientation`: the code is typed.
#[component]
pub fn TypeCodePage() -> impl IntoView {
    let (route, tried) = (Route::expect(), RwSignal::new(false));
    let typed = RwSignal::new(String::new());
    let wrong = Signal::derive(move || CodePrescription::parse(&typed.get()).err().filter(|_| tried.get()));
    let error = Signal::derive(move || wrong.get().map(explain_field));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if let Ok(code) = CodePrescription::parse(&typed.get_untracked()) {
            route.go(&format!("/orientation/{}", code.as_str()));
        }
    };
    view! {
        <Page titre=jeune::orientation_titre()>
            <form class="pile" novalidate on:submit=submit>
                <Field
                    label=jeune::orientation_code()
                    hint=jeune::orientation_code_aide()
                    name="code"
                    value=typed
                    maxlength=20
                    error
                />
                <Submit label=jeune::orientation_voir() pending=Signal::stored(false) />
            </form>
        </Page>
    }
    .into_any()
}

/// `/orientation/{code}`.
#[component]
pub fn OrientationPage(
    /// The code.
    code: CodePrescription,
) -> impl IntoView {
    let (attempt, taken) = (Attempt::new(), RwSignal::new(None::<RendezVous>));
    let read = code.clone();
    let orientation = ask(move || call(ReadOrientation { code: read.clone() }));
    shown(move || match taken.get() {
        Some(rendez_vous) => view! { <Taken rendez_vous /> }.into_any(),
        None => {
            let code = code.clone();
            view! {
                <Page titre=jeune::orientation_titre()>
                    {shown(move || match orientation.get() {
                        Some(Err(problem)) if problem.status != 0 && problem.status < 500 => {
                            view! { <Over problem /> }.into_any()
                        }
                        _ => {
                            let code = code.clone();
                            view! {
                                <Loaded from=orientation let:one>
                                    <Offer one code=code.clone() attempt taken />
                                </Loaded>
                            }
                                .into_any()
                        }
                    })}
                </Page>
            }
            .into_any()
        }
    })
}

#[component]
fn Offer(
    one: Orientation,
    code: CodePrescription,
    attempt: Attempt,
    taken: RwSignal<Option<RendezVous>>,
) -> impl IntoView {
    let (me, live) = (Me::expect(), Live::expect());
    let once = StoredValue::new_local(Once::new());
    let (enter, back) =
        (format!("/entrer?orientation={}", code.as_str()), format!("/revenir?orientation={}", code.as_str()));
    let claim = StoredValue::new(code);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let request = ClaimOrientation { code: claim.get_value() };
        attempt.run(once.get_value().call(request), move |rendez_vous| {
            taken.try_set(Some(rendez_vous));
            live.rendez_vous.update(|count| *count += 1);
        });
    };
    let action = shown(move || match me.is_jeune() {
        None => ().into_any(),
        Some(true) => view! {
            <form class="pile" on:submit=submit>
                <Submit label=jeune::orientation_prendre() pending=attempt.pending />
                <p class="discret text-center">{jeune::annuler_jusquau_debut()}</p>
            </form>
        }
        .into_any(),
        Some(false) => view! {
            <p>{jeune::orientation_entrer_aide()}</p>
            <a class=MAIN href=enter.clone()>
                {jeune::orientation_entrer()}
            </a>
            <a class=PLAIN href=back.clone()>
                {jeune::je_reviens()}
            </a>
        }
        .into_any(),
    });
    view! {
        <article class="carte carte-moment">
            <Proposal one />
        </article>
        <ProblemNotice problem=attempt.problem />
        {action}
    }
    .into_any()
}

// Used, over, or mistyped: what to do now.
#[component]
fn Over(problem: Problem) -> impl IntoView {
    view! {
        <ProblemNotice problem=Signal::stored(Some(problem)) />
        <a class=MAIN href="/orientation">
            {jeune::orientation_autre_code()}
        </a>
        <a class=PLAIN href="/">
            {commun::retour_accueil()}
        </a>
    }
}

#[component]
fn Taken(rendez_vous: RendezVous) -> impl IntoView {
    let RendezVous { debut, fin, professionnel, lieu, mode, lien, .. } = rendez_vous;
    view! {
        <Page titre=jeune::cest_reserve()>
            <p class="note">
                <Icon path=icons::CHECK />
                <span>{jeune::on_t_attend(&professionnel)}" "{jeune::annuler_jusquau_debut()}</span>
            </p>
            <article class="carte carte-moment">
                <When debut fin zone=lieu.fuseau.clone() />
                <Meet mode lien lieu />
            </article>
            <a class=MAIN href="/rendez-vous">
                {jeune::voir_mes_rendez_vous()}
            </a>
        </Page>
    }
    .into_any()
}
