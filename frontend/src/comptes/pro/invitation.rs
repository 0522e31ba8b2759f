//! The invitation that a professional opens: the secret is in the fragment of the link, which no server sees.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    comptes::{AcceptInvitation, Courriel, InvitationLue, ReadInvitation},
    fields::{BadField, Ligne, MotDePasse, Prenom},
};
use wasm_bindgen::JsValue;

use super::droits_labels;
use crate::{
    api::call,
    ask::{Attempt, ask},
    route::Route,
    session::Me,
    texts::pro,
    ui::{
        Drawing, EmptyState, Field, Icon, Loaded, PLAIN, Page, PasswordField, ProblemNotice, Submit, codes,
        focus_first_error, icons,
    },
};

/// The address `/pro/invitation#…`.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let Some(jeton) = take_jeton() else {
        return view! { <Broken titre=pro::invitation_sans_jeton_titre() texte=pro::invitation_sans_jeton_texte() /> }
            .into_any();
    };
    let lue = ask({
        let jeton = jeton.clone();
        // A link that no longer works is an answer too, not a trouble.
        move || {
            let request = ReadInvitation { jeton: jeton.clone() };
            async move {
                match call(request).await {
                    Err(problem) if is_over(&problem) => Ok(None),
                    answer => answer.map(Some),
                }
            }
        }
    });
    view! {
        <Loaded from=lue let:lue>
            {match lue {
                Some(lue) => view! { <Accept lue jeton=jeton.clone() /> }.into_any(),
                None => {
                    view! { <Broken titre=pro::invitation_invalide_titre() texte=pro::invitation_invalide_texte() /> }
                        .into_any()
                }
            }}
        </Loaded>
    }
    .into_any()
}

#[component]
fn Broken(titre: &'static str, texte: &'static str) -> impl IntoView {
    view! {
        <Page titre=titre>
            <EmptyState drawing=Drawing::Door>
                <p>{texte}</p>
            </EmptyState>
            <a href="/pro/connexion" class=PLAIN>
                {pro::invitation_aller_connexion()}
            </a>
        </Page>
    }
}

/// What is typed.
#[derive(Clone, Copy)]
struct Form {
    prenom: RwSignal<String>,
    aide: RwSignal<String>,
    courriel: RwSignal<String>,
    mot_de_passe: RwSignal<String>,
    tried: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self { prenom: empty(), aide: empty(), courriel: empty(), mot_de_passe: empty(), tried: RwSignal::new(false) }
    }

    fn request(self, jeton: String) -> Result<AcceptInvitation, BadField> {
        Ok(AcceptInvitation {
            jeton,
            prenom: Prenom::parse(&self.prenom.get_untracked())?,
            aide: Ligne::parse(&self.aide.get_untracked())?,
            courriel: Courriel::parse(&self.courriel.get_untracked())?,
            mot_de_passe: mot_de_passe(&self.mot_de_passe.get_untracked())?,
        })
    }
}

fn mot_de_passe(text: &str) -> Result<MotDePasse, BadField> {
    codes::not_empty(text).and_then(MotDePasse::parse)
}

#[component]
fn Accept(lue: InvitationLue, jeton: String) -> impl IntoView {
    let (me, route) = (Me::expect(), Route::expect());
    let form = Form::new();
    let accept = Attempt::new();
    let problem = accept.problem;
    let enter = move |session| {
        me.set(session);
        route.replace("/pro");
    };
    let error = move |name: &'static str, check: fn(Form) -> Option<BadField>| {
        Signal::derive(move || {
            let here = check(form).filter(|_| form.tried.get()).map(codes::explain_field);
            here.or_else(|| problem.with(|problem| of_server(problem.as_ref(), name)))
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.tried.set(true);
        match form.request(jeton.clone()) {
            Ok(request) => accept.run(call(request), enter),
            Err(_) => focus_first_error(),
        }
    };
    view! {
        <Page titre=pro::invitation_titre()>
            <div class="carte max-w-md">
                <p class="titre-2">{pro::invitation_de(&lue.structure)}</p>
                <p>{pro::invitation_vous_pourrez()}</p>
                <ul class="grid gap-1">
                    {droits_labels(lue.droits)
                        .into_iter()
                        .map(|label| {
                            view! {
                                <li class="flex gap-2">
                                    <Icon path=icons::CHECK class="size-5 mt-0.5 shrink-0 text-primary" />
                                    {label}
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </div>
            <form class="pile max-w-md" novalidate on:submit=submit>
                <Field
                    label=pro::invitation_prenom()
                    name="prenom"
                    value=form.prenom
                    hint=pro::invitation_prenom_aide()
                    autocomplete="given-name"
                    maxlength=40
                    error=error("prenom", |form| Prenom::parse(&form.prenom.get()).err())
                />
                <Field
                    label=pro::invitation_aide()
                    name="aide"
                    value=form.aide
                    hint=pro::invitation_aide_aide()
                    maxlength=200
                    error=error("aide", |form| Ligne::parse(&form.aide.get()).err())
                />
                <Field
                    label=pro::invitation_courriel()
                    name="courriel"
                    value=form.courriel
                    hint=pro::invitation_courriel_aide()
                    kind="email"
                    inputmode="email"
                    autocomplete="username"
                    error=error("courriel", |form| Courriel::parse(&form.courriel.get()).err())
                />
                <PasswordField
                    label=pro::invitation_mot_de_passe()
                    name="mot_de_passe"
                    value=form.mot_de_passe
                    hint=pro::invitation_mot_de_passe_aide()
                    autocomplete="new-password"
                    error=error("mot_de_passe", |form| mot_de_passe(&form.mot_de_passe.get()).err())
                />
                <ProblemNotice problem />
                <Submit label=pro::invitation_action() pending=accept.pending />
            </form>
        </Page>
    }
}

fn of_server(problem: Option<&Problem>, name: &str) -> Option<String> {
    let taken = problem?.kind == ProblemKind::DejaPris && name == "courriel";
    if taken { Some(pro::erreur_courriel_pris().to_owned()) } else { codes::of_field(problem, name) }
}

fn is_over(problem: &Problem) -> bool {
    matches!(problem.kind, ProblemKind::InvitationInvalide | ProblemKind::ChampsInvalides)
}

// Read once, then taken out of the address bar: nobody finds it in the history.
fn take_jeton() -> Option<String> {
    let location = window().location();
    let jeton = location.hash().ok()?.trim_start_matches('#').to_owned();
    if let (Ok(history), Ok(path)) = (window().history(), location.pathname()) {
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&path)));
    }
    (!jeton.is_empty()).then_some(jeton)
}
