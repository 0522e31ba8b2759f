//! The code on a paper: what it stands for, and the one button that makes it one's own.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    permanences::{ClaimOrientation, CodePrescription, Orientation, ReadOrientation, RendezVous},
};

use super::{
    booking::{Meet, When},
    orientation::Proposal,
};
use crate::{
    api::{Once, call},
    ask::{Attempt, ask, memo, shown},
    live::Live,
    route::Route,
    session::Me,
    texts::{commun, jeune},
    ui::{
        Field, Icon, Loaded, Loading, MAIN, PLAIN, Page, ProblemNotice, Submit, codes::explain_field,
        focus_first_error, icons,
    },
};

/// `/orientation`: the code is typed.
#[component]
pub fn TypeCodePage() -> impl IntoView {
    let (route, tried, attempt) = (Route::expect(), RwSignal::new(false), Attempt::new());
    let (typed, unknown) = (RwSignal::new(String::new()), RwSignal::new(None::<CodePrescription>));
    let error = Signal::derive(move || match CodePrescription::parse(&typed.get()) {
        Err(wrong) => tried.get().then(|| explain_field(wrong)),
        Ok(code) => (unknown.get() == Some(code)).then(|| jeune::orientation_code_inconnu().to_owned()),
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Ok(code) = CodePrescription::parse(&typed.get_untracked()) else { return focus_first_error() };
        // What nobody knows stays in the field, to be compared with the paper.
        attempt.run(is_known(code.clone()), move |known| match known {
            true => route.go(&format!("/orientation/{}", code.as_str())),
            false => {
                unknown.try_set(Some(code));
                focus_first_error();
            }
        });
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
                <ProblemNotice problem=attempt.problem />
                <Submit label=jeune::orientation_voir() pending=attempt.pending />
            </form>
        </Page>
    }
    .into_any()
}

async fn is_known(code: CodePrescription) -> Result<bool, Problem> {
    match call(ReadOrientation { code }).await {
        Err(problem) if problem.status == 404 => Ok(false),
        // Used, or over: the next screen says so.
        Err(problem) if problem.kind != ProblemKind::CodeUtilise => Err(problem),
        _ => Ok(true),
    }
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
    // The screen is not made anew when the answer comes, only when it is a refusal.
    let refusal = memo(move || {
        let refused = orientation.get().and_then(Result::err);
        refused.filter(|problem| problem.status != 0 && problem.status < 500)
    });
    shown(move || match (taken.get(), refusal.get()) {
        (Some(rendez_vous), _) => view! { <Taken titre=jeune::cest_reserve() rendez_vous /> }.into_any(),
        (None, Some(problem)) if problem.kind == ProblemKind::CodeUtilise => {
            view! { <Used code=code.clone() problem /> }.into_any()
        }
        (None, Some(problem)) => view! { <Over problem /> }.into_any(),
        (None, None) => {
            let code = code.clone();
            view! {
                <Page titre=jeune::orientation_titre()>
                    <Loaded from=orientation let:one>
                        <Offer one code=code.clone() attempt taken />
                    </Loaded>
                </Page>
            }
            .into_any()
        }
    })
}

// Whoever took it may open the paper again: the same code gives the same jeune the same answer.
#[component]
fn Used(code: CodePrescription, problem: Problem) -> impl IntoView {
    let me = Me::expect();
    let is_jeune = memo(move || me.is_jeune());
    shown(move || match is_jeune.get() {
        None => view! { <Loading /> }.into_any(),
        Some(false) => view! { <Over problem=problem.clone() /> }.into_any(),
        Some(true) => view! { <UsedByMe code=code.clone() /> }.into_any(),
    })
}

#[component]
fn UsedByMe(code: CodePrescription) -> impl IntoView {
    let mine = ask(move || call(ClaimOrientation { code: code.clone() }));
    shown(move || match mine.get() {
        None => view! { <Loading /> }.into_any(),
        Some(Ok(rendez_vous)) => view! { <Taken titre=jeune::orientation_a_toi() rendez_vous /> }.into_any(),
        Some(Err(problem)) => view! { <Over problem /> }.into_any(),
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
    let problem = match problem.status {
        404 => Problem { title: jeune::orientation_code_inconnu().to_owned(), ..problem },
        _ => problem,
    };
    view! {
        <Page titre=jeune::orientation_titre()>
            <ProblemNotice problem=Signal::stored(Some(problem)) />
            <a class=MAIN href="/orientation">
                {jeune::orientation_autre_code()}
            </a>
            <a class=PLAIN href="/">
                {commun::retour_accueil()}
            </a>
        </Page>
    }
}

#[component]
fn Taken(titre: &'static str, rendez_vous: RendezVous) -> impl IntoView {
    let RendezVous { debut, fin, professionnel, lieu, mode, lien, .. } = rendez_vous;
    view! {
        <Page titre>
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
