//! To enter: a first name and an age, how to come back, a password or a card. Nothing is asked twice, and no more.

use leptos::{either::EitherOf4, ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use shared::{
    Problem, ProblemKind,
    comptes::{Carte, Courriel, Entree, Reglages, Retour, SignUp, Telephone},
    fields::{BadField, MoisDeNaissance, MotDePasse, Prenom},
};

use super::{
    Settings,
    carte::AccessCard,
    jeune::{Aim, go_on},
};
use crate::{
    api::Once,
    format,
    session::Me,
    texts::jeune,
    ui::{
        EmergencyNumbers, Field, Icon, Loaded, Notice, Page, PasswordField, ProblemNotice, Submit,
        codes::explain_field, focus_first_error, forms::error_view, icons,
    },
};

type Error = RwSignal<Option<String>>;

/// How one wants to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Telephone,
    Courriel,
    Carte,
}

/// What was answered so far. It lives as long as the screen, and nowhere else.
#[derive(Clone, Copy)]
struct Answers {
    prenom: RwSignal<String>,
    mois: RwSignal<String>,
    annee: RwSignal<String>,
    way: RwSignal<Option<Way>>,
    telephone: RwSignal<String>,
    courriel: RwSignal<String>,
    mot_de_passe: RwSignal<String>,
}

impl Answers {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            prenom: empty(),
            mois: empty(),
            annee: empty(),
            way: RwSignal::new(None),
            telephone: empty(),
            courriel: empty(),
            mot_de_passe: empty(),
        }
    }

    fn prenom(self) -> Result<Prenom, BadField> {
        self.prenom.with_untracked(|text| Prenom::parse(text))
    }

    fn naissance(self) -> Option<MoisDeNaissance> {
        let annee = self.annee.with_untracked(|text| text.parse().ok())?;
        let mois = self.mois.with_untracked(|text| text.parse().ok())?;
        Some(MoisDeNaissance { annee, mois })
    }

    fn retour(self) -> Result<Retour, BadField> {
        let mot_de_passe = || self.mot_de_passe.with_untracked(|text| MotDePasse::parse(text));
        Ok(match self.way.get_untracked() {
            None | Some(Way::Carte) => Retour::Carte {},
            Some(Way::Telephone) => Retour::Telephone {
                telephone: self.telephone.with_untracked(|text| Telephone::parse(text))?,
                mot_de_passe: mot_de_passe()?,
            },
            Some(Way::Courriel) => Retour::Courriel {
                courriel: self.courriel.with_untracked(|text| Courriel::parse(text))?,
                mot_de_passe: mot_de_passe()?,
            },
        })
    }
}

type Enter = Action<SignUp, Result<Entree, Problem>>;

/// `/entrer`.
#[component]
pub fn EntrerPage() -> impl IntoView {
    let Settings(settings) = Settings::expect();
    let me = Me::expect();
    let query = use_query_map();
    let answers = Answers::new();
    let too_young = RwSignal::new(false);
    let once = Once::new();
    let enter = Enter::new_local(move |request: &SignUp| once.clone().call(request.clone()));
    let go_on = go_on();
    let aim = Memo::new(move |_| query.with(Aim::of));
    // With a card the screen stays until it is kept.
    let carte = Memo::new(move |_| match enter.value().get() {
        Some(Ok(Entree { carte, .. })) => carte.map(Same),
        _ => None,
    });
    let on_entered = go_on.clone();
    Effect::new(move |_| match enter.value().get() {
        Some(Ok(entree)) => {
            me.set(entree.session.clone());
            if entree.carte.is_none() {
                on_entered(&aim.get_untracked(), &entree.session);
            }
        }
        Some(Err(problem)) if problem.kind == ProblemKind::TropJeune => too_young.set(true),
        Some(Err(_)) | None => {}
    });
    let step = Memo::new(move |_| {
        let asked = query.with(|query| query.get("etape")).and_then(|text| text.parse().ok()).unwrap_or(1_u8);
        // After a reload the answers are gone: one begins again.
        if answers.prenom.with(String::is_empty) { 1 } else { asked }
    });
    let next = Callback::new(move |()| {
        if let Some(session) = me.get_untracked() {
            go_on(&aim.get_untracked(), &session);
        }
    });
    move || match (carte.get(), too_young.get(), step.get()) {
        (Some(Same(carte)), ..) => EitherOf4::A(view! { <CardStep carte next /> }),
        (None, true, _) => EitherOf4::B(view! { <TooYoung /> }),
        (None, false, 2) => EitherOf4::C(view! { <WayStep answers aim enter /> }.into_any()),
        (None, false, 3) => EitherOf4::C(view! { <PasswordStep answers aim enter /> }.into_any()),
        (None, false, _) => EitherOf4::D(view! {
            <Loaded from=settings let:reglages>
                <WhoStep answers aim reglages too_young />
            </Loaded>
        }),
    }
}

/// A card compares as itself, so that it is not drawn twice.
#[derive(Clone, PartialEq)]
struct Same(Carte);

/// 1. First name or nickname, month and year of birth.
#[component]
fn WhoStep(answers: Answers, aim: Memo<Aim>, reglages: Reglages, too_young: RwSignal<bool>) -> impl IntoView {
    let navigate = use_navigate();
    let (wrong_name, wrong_birth): (Error, Error) = (RwSignal::new(None), RwSignal::new(None));
    let (annee, _, _) = reglages.aujourdhui.parts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        wrong_name.set(answers.prenom().err().map(explain_field));
        let age = answers.naissance().and_then(|naissance| naissance.age_on(reglages.aujourdhui));
        wrong_birth.set(age.is_none().then(|| jeune::naissance_a_choisir().to_owned()));
        match age {
            _ if wrong_name.with_untracked(Option::is_some) => focus_first_error(),
            None => focus_first_error(),
            // Nothing is sent, nothing is kept.
            Some(age) if age < reglages.age_minimum => too_young.set(true),
            Some(_) => navigate(&aim.get_untracked().query("etape", "2"), NavigateOptions::default()),
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

/// 2. How to come back.
#[component]
fn WayStep(answers: Answers, aim: Memo<Aim>, enter: Enter) -> impl IntoView {
    let navigate = use_navigate();
    let wrong_way: Error = RwSignal::new(None);
    let wrong: Error = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let way = answers.way.get_untracked();
        let refused = match way {
            Some(Way::Telephone) => answers.telephone.with_untracked(|text| Telephone::parse(text)).err(),
            Some(Way::Courriel) => answers.courriel.with_untracked(|text| Courriel::parse(text)).err(),
            Some(Way::Carte) | None => None,
        };
        wrong.set(refused.map(explain_field));
        wrong_way.set(way.is_none().then(|| jeune::retour_a_choisir().to_owned()));
        match way {
            _ if refused.is_some() => focus_first_error(),
            None => focus_first_error(),
            Some(Way::Carte) => send(answers, &aim.get_untracked(), enter),
            Some(_) => navigate(&aim.get_untracked().query("etape", "3"), NavigateOptions::default()),
        }
    };
    let label = Signal::derive(move || match answers.way.get() {
        Some(Way::Carte) => jeune::faire_ma_carte().to_owned(),
        Some(Way::Telephone | Way::Courriel) | None => jeune::continuer().to_owned(),
    });
    let problem = Signal::derive(move || enter.value().get().and_then(Result::err));
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
                <ProblemNotice problem />
                <Submit label pending=enter.pending() />
            </form>
        </Page>
    }
    .into_any()
}

#[component]
fn WayChoice(answers: Answers, way: Way, wrong: Error) -> impl IntoView {
    let (icon, label, hint) = match way {
        Way::Telephone => (icons::PHONE, jeune::par_telephone(), None),
        Way::Courriel => (icons::MAIL, jeune::par_courriel(), None),
        Way::Carte => (icons::CARD, jeune::par_carte(), Some(jeune::par_carte_aide())),
    };
    let field = move || match way {
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
    };
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

/// 3. A password, for those who come back with a phone or an e-mail.
#[component]
fn PasswordStep(answers: Answers, aim: Memo<Aim>, enter: Enter) -> impl IntoView {
    let wrong: Error = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        wrong.set(answers.retour().err().map(explain_field));
        if wrong.with_untracked(Option::is_some) {
            focus_first_error();
        } else {
            send(answers, &aim.get_untracked(), enter);
        }
    };
    let problem = Signal::derive(move || enter.value().get().and_then(Result::err));
    view! {
        <Page titre=jeune::ton_mot_de_passe()>
            <Progress step=3 answers />
            <form class="pile gap-5" novalidate on:submit=submit>
                <PasswordField
                    label=jeune::mot_de_passe()
                    hint=jeune::mot_de_passe_aide()
                    name="mot_de_passe"
                    value=answers.mot_de_passe
                    error=wrong
                    autocomplete="new-password"
                />
                <ProblemNotice problem />
                <Submit label=jeune::c_est_parti() pending=enter.pending() />
            </form>
        </Page>
    }
    .into_any()
}

fn send(answers: Answers, aim: &Aim, enter: Enter) {
    let (Ok(prenom), Some(naissance), Ok(retour)) = (answers.prenom(), answers.naissance(), answers.retour()) else {
        return;
    };
    if !enter.pending().get_untracked() {
        enter.dispatch(SignUp { prenom, naissance, retour, espace: aim.espace.clone() });
    }
}

#[component]
fn Progress(step: u8, answers: Answers) -> impl IntoView {
    let total = move || {
        if answers.way.get() == Some(Way::Carte) { "2" } else { "3" }
    };
    view! {
        <p class="discret font-bold">{move || jeune::etape(&step.to_string(), total())}</p>
    }
}

/// The card, for those who have neither phone nor e-mail.
#[component]
fn CardStep(carte: Carte, next: Callback<()>) -> impl IntoView {
    view! {
        <Page titre=jeune::garde_ta_carte()>
            <AccessCard carte next />
        </Page>
    }
    .into_any()
}

/// Under the minimum age: no account, nothing kept, people to talk to.
#[component]
fn TooYoung() -> impl IntoView {
    let Settings(settings) = Settings::expect();
    view! {
        <Page titre=jeune::trop_jeune_titre()>
            <p>{jeune::trop_jeune()}</p>
            <p>{jeune::rien_garde()}</p>
            <Loaded from=settings let:reglages>
                <Notice>
                    <p class="font-bold">{jeune::une_personne()}</p>
                    <p>{reglages.contact_humain.clone()}</p>
                </Notice>
            </Loaded>
            <EmergencyNumbers />
        </Page>
    }
    .into_any()
}
