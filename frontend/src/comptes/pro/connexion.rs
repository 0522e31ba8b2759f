//! Signing in with an e-mail and a password.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    comptes::{Session, SignIn},
    fields::{Identifiant, Secret},
};

use crate::{
    api::call,
    ask::Attempt,
    route::Route,
    session::Me,
    texts::pro,
    ui::{Field, Page, PasswordField, ProblemNotice, Submit, codes::explain_field, focus_first_error},
};

/// The address `/pro/connexion`: once signed in, one goes to one's first screen.
#[component]
pub fn ConnexionPage() -> impl IntoView {
    let (me, route) = (Me::expect(), Route::expect());
    Effect::new(move || {
        if me.is_anonyme() == Some(false) {
            route.replace("/pro");
        }
    });
    view! { <Connexion /> }
}

/// The form. It also stands in the place of a screen that needs a session.
#[component]
pub fn Connexion() -> impl IntoView {
    let me = Me::expect();
    let (courriel, secret) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let tried = RwSignal::new(false);
    let sign_in = Attempt::new();
    let courriel_error = Signal::derive(move || explained(tried, Identifiant::parse(&courriel.get())));
    let secret_error = Signal::derive(move || explained(tried, Secret::parse(&secret.get())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        match (Identifiant::parse(&courriel.get_untracked()), Secret::parse(&secret.get_untracked())) {
            (Ok(identifiant), Ok(secret)) => {
                sign_in.run(call(SignIn { identifiant, secret }), move |session: Session| me.set(session));
            }
            _ => focus_first_error(),
        }
    };
    let problem = Signal::derive(move || sign_in.problem.get().map(same_sentence));
    view! {
        <Page titre=pro::connexion_titre()>
            <form class="pile max-w-md" novalidate on:submit=submit>
                <Field
                    label=pro::connexion_courriel()
                    name="courriel"
                    value=courriel
                    error=courriel_error
                    kind="email"
                    autocomplete="username"
                    inputmode="email"
                />
                <PasswordField
                    label=pro::connexion_mot_de_passe()
                    name="mot_de_passe"
                    value=secret
                    error=secret_error
                    autocomplete="current-password"
                />
                <ProblemNotice problem />
                <Submit label=pro::connexion_action() pending=sign_in.pending />
            </form>
            <p class="discret max-w-md">{pro::connexion_invitation()}</p>
            <p>
                <a href="/" class="lien" rel="external">
                    {pro::connexion_jeune()}
                </a>
            </p>
        </Page>
    }
    .into_any()
}

fn explained<T>(tried: RwSignal<bool>, parsed: Result<T, shared::fields::BadField>) -> Option<String> {
    parsed.err().filter(|_| tried.get()).map(explain_field)
}

// What the server cannot read is not known to it either: the sentence is the same.
fn same_sentence(problem: Problem) -> Problem {
    match problem.kind {
        ProblemKind::ChampsInvalides => Problem { title: pro::connexion_refusee().to_owned(), ..problem },
        _ => problem,
    }
}
