//! To enter: a first name and an age, how to come back, a password or a card. Nothing is asked twice, and no more.

mod way;
mod who;

use leptos::{ev::SubmitEvent, prelude::*};
use shared::{
    ProblemKind,
    comptes::{Courriel, Entree, Retour, Session, SignUp, Telephone},
    fields::{BadField, MoisDeNaissance, MotDePasse, Prenom},
};

use self::{way::WayStep, who::WhoStep};
use super::{
    NewCard, Settings,
    jeune::{Aim, go_on},
};
use crate::{
    api::Once,
    ask::{Attempt, memo, shown, watch},
    route::Route,
    session::Me,
    texts::jeune,
    ui::{
        ChildLine, EmergencyNumbers, Loaded, Notice, Page, PasswordField, ProblemNotice, Submit,
        codes::{explain_field, not_empty},
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
        let mot_de_passe = || self.mot_de_passe.with_untracked(|text| not_empty(text).and_then(MotDePasse::parse));
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
    card: NewCard,
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
            card: NewCard::expect(),
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
        let request = SignUp { prenom, naissance, retour, espace: aim.espace.clone(), support: aim.support.clone() };
        let once = self.once.get_value();
        let answer = async move {
            let answer = once.call(request).await;
            if answer.as_ref().is_err_and(|problem| problem.kind == ProblemKind::TropJeune) {
                self.too_young.try_set(true);
            }
            answer
        };
        self.attempt.run(answer, move |entree: Entree| {
            // A card covers the next screen until it is kept.
            self.card.show(entree.carte);
            self.me.set(entree.session.clone());
            go_on(self.route, &aim, &entree.session);
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
    // Whoever is inside does not enter again: neither from the address, nor by Back after entering.
    let entered = aim.get_untracked();
    watch(Box::new(move || {
        if let Some(session @ Session::Jeune { .. }) = me.get() {
            go_on(route, &entered, &session);
        }
    }));
    shown(move || match (enter.too_young.get(), step.get()) {
        (true, _) => view! { <TooYoung /> }.into_any(),
        (false, 2) => view! { <WayStep answers aim enter /> }.into_any(),
        (false, 3) => view! { <PasswordStep answers enter /> }.into_any(),
        (false, _) => view! {
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

/// Under the minimum age: no account, nothing kept, people to talk to.
#[component]
fn TooYoung() -> impl IntoView {
    let Settings(settings) = Settings::expect();
    view! {
        <Page titre=jeune::trop_jeune_titre()>
            <p>{jeune::trop_jeune()}</p>
            <ChildLine />
            <Loaded from=settings let:reglages>
                <Notice>
                    <p class="font-bold">{jeune::une_personne()}</p>
                    <p>{reglages.contact_humain.clone()}</p>
                </Notice>
            </Loaded>
            <EmergencyNumbers without_child=true />
            <p>{jeune::rien_garde()}</p>
        </Page>
    }
    .into_any()
}
