//! To enter: a first name and an age, how to come back, a password or a card. Nothing is asked twice, and no more.

mod way;
mod who;

use leptos::{ev::SubmitEvent, prelude::*};
use shared::{
    ProblemKind,
    comptes::{Carte, Courriel, Entree, Retour, SignUp, Telephone},
    fields::{BadField, MoisDeNaissance, MotDePasse, Prenom},
};

use self::{way::WayStep, who::WhoStep};
use super::{
    Settings,
    carte::AccessCard,
    jeune::{Aim, go_on},
};
use crate::{
    api::Once,
    ask::{Attempt, memo, shown},
    route::Route,
    session::Me,
    texts::jeune,
    ui::{
        EmergencyNumbers, Loaded, Notice, Page, PasswordField, ProblemNotice, Submit, codes::explain_field,
        focus_first_error,
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
    naissance: RwSignal<Option<MoisDeNaissance>>,
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
            naissance: RwSignal::new(None),
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
        self.naissance.get_untracked()
    }

    fn chosen(self) -> Option<MoisDeNaissance> {
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

/// What happens with the answers.
#[derive(Clone, Copy)]
struct Enter {
    attempt: Attempt,
    once: StoredValue<Once<SignUp>, LocalStorage>,
    carte: RwSignal<Option<Carte>>,
    too_young: RwSignal<bool>,
    aim: Memo<Aim>,
    me: Me,
    route: Route,
}

impl Enter {
    fn new(aim: Memo<Aim>) -> Self {
        Self {
            attempt: Attempt::new(),
            once: StoredValue::new_local(Once::new()),
            carte: RwSignal::new(None),
            too_young: RwSignal::new(false),
            aim,
            me: Me::expect(),
            route: Route::expect(),
        }
    }

    fn send(self, answers: Answers) {
        let parsed = (answers.prenom(), answers.naissance(), answers.retour());
        let (Ok(prenom), Some(naissance), Ok(retour)) = parsed else { return };
        let aim = self.aim.get_untracked();
        let request = SignUp { prenom, naissance, retour, espace: aim.espace.clone() };
        let once = self.once.get_value();
        let answer = async move {
            let answer = once.call(request).await;
            if answer.as_ref().is_err_and(|problem| problem.kind == ProblemKind::TropJeune) {
                self.too_young.try_set(true);
            }
            answer
        };
        self.attempt.run(answer, move |entree: Entree| {
            // With a card the screen stays until it is kept.
            let stays = entree.carte.is_some() && self.carte.try_set(entree.carte).is_none();
            self.me.set(entree.session.clone());
            if !stays {
                go_on(self.route, &aim, &entree.session);
            }
        });
    }
}

/// `/entrer`.
#[component]
pub fn EntrerPage() -> impl IntoView {
    let Settings(settings) = Settings::expect();
    let (me, route) = (Me::expect(), Route::expect());
    let answers = Answers::new();
    let aim = memo(move || Aim::of(route));
    let enter = Enter::new(aim);
    let step = memo(move || {
        let asked = route.query("etape").and_then(|text| text.parse().ok()).unwrap_or(1_u8);
        // After a reload the answers are gone: one begins again.
        if answers.naissance.with(Option::is_none) { 1 } else { asked }
    });
    let next = Callback::new(move |()| {
        if let Some(session) = me.get_untracked() {
            go_on(route, &aim.get_untracked(), &session);
        }
    });
    shown(move || match (enter.carte.get(), enter.too_young.get(), step.get()) {
        (Some(carte), ..) => view! { <CardStep carte next /> }.into_any(),
        (None, true, _) => view! { <TooYoung /> }.into_any(),
        (None, false, 2) => view! { <WayStep answers aim enter /> }.into_any(),
        (None, false, 3) => view! { <PasswordStep answers enter /> }.into_any(),
        (None, false, _) => view! {
            <Loaded from=settings let:reglages>
                <WhoStep answers aim reglages too_young=enter.too_young />
            </Loaded>
        }
        .into_any(),
    })
}

/// 3. A password, for those who come back with a phone or an e-mail.
#[component]
fn PasswordStep(answers: Answers, enter: Enter) -> impl IntoView {
    let wrong: Error = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        wrong.set(answers.retour().err().map(explain_field));
        if wrong.with_untracked(Option::is_some) {
            focus_first_error();
        } else {
            enter.send(answers);
        }
    };
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
                <ProblemNotice problem=enter.attempt.problem />
                <Submit label=jeune::c_est_parti() pending=enter.attempt.pending />
            </form>
        </Page>
    }
    .into_any()
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
