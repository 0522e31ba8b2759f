//! To come back: with a phone or an e-mail, with the card, or with the code of a référent.

use leptos::{ev::SubmitEvent, prelude::*};
use shared::{
    comptes::{Entree, RecoverCompte, Session, SignIn},
    fields::{Identifiant, Prenom, Secret},
};

use super::{
    carte::{NewCard, split_words},
    jeune::{Aim, go_on},
};
use crate::{
    api::call,
    ask::{Attempt, memo, shown},
    route::Route,
    session::Me,
    texts::jeune,
    ui::{
        Field, PLAIN, Page, PasswordField, ProblemNotice, SMALL, Submit,
        codes::{explain, not_empty},
        focus_first_error,
        forms::error_view,
    },
};

type Error = RwSignal<Option<String>>;

/// `/revenir`, `/revenir?par=carte`, `/revenir?par=code`, and `/revenir#mots=…` of a scanned card.
#[component]
pub fn RevenirPage() -> impl IntoView {
    let route = Route::expect();
    let aim = memo(move || Aim::of(route));
    let scanned = StoredValue::new(take_scanned_words());
    let way = memo(move || match route.query("par").as_deref() {
        None if scanned.with_value(Option::is_some) => Way::Carte,
        Some("carte") => Way::Carte,
        Some("code") => Way::Code,
        Some(_) | None => Way::MotDePasse,
    });
    shown(move || match way.get() {
        Way::MotDePasse => view! { <ByPassword aim /> }.into_any(),
        Way::Carte => view! { <ByCard aim scanned=scanned.get_value().unwrap_or_default() /> }.into_any(),
        Way::Code => view! { <ByCode aim /> }.into_any(),
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    MotDePasse,
    Carte,
    Code,
}

// The words are taken out of the address at once: they stay neither in the history nor over a shoulder.
fn take_scanned_words() -> Option<String> {
    let location = window().location();
    let hash = location.hash().ok()?;
    let words = js_sys::decode_uri_component(hash.strip_prefix("#mots=")?).ok()?;
    let path = location.pathname().ok()?;
    if let Ok(history) = window().history() {
        drop(history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path)));
    }
    Some(String::from(words).replace('-', " "))
}

// Signs in; the session of the page follows, and one goes on.
#[derive(Clone, Copy)]
struct Return {
    attempt: Attempt,
    aim: Memo<Aim>,
    me: Me,
    route: Route,
}

impl Return {
    fn new(aim: Memo<Aim>) -> Self {
        Self { attempt: Attempt::new(), aim, me: Me::expect(), route: Route::expect() }
    }

    fn send(self, identifiant: Identifiant, secret: Secret) {
        let aim = self.aim.get_untracked();
        self.attempt.run(call(SignIn { identifiant, secret }), move |session: Session| {
            self.me.set(session.clone());
            go_on(self.route, &aim, &session);
        });
    }
}

#[component]
fn ByPassword(aim: Memo<Aim>) -> impl IntoView {
    let action = Return::new(aim);
    let (who, secret) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (wrong_who, wrong_secret): (Error, Error) = (RwSignal::new(None), RwSignal::new(None));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let identifiant = who.with_untracked(|text| not_empty(text).and_then(Identifiant::parse));
        let proof = secret.with_untracked(|text| Secret::parse(text));
        wrong_who.set(identifiant.as_ref().err().map(|refused| explain(refused.0).to_owned()));
        wrong_secret.set(proof.as_ref().err().map(|refused| explain(refused.0).to_owned()));
        match (identifiant, proof) {
            (Ok(identifiant), Ok(secret)) => action.send(identifiant, secret),
            _ => focus_first_error(),
        }
    };
    view! {
        <Page titre=jeune::je_reviens()>
            <form class="pile gap-5" novalidate on:submit=submit>
                <Field
                    label=jeune::telephone_ou_courriel()
                    name="identifiant"
                    value=who
                    error=wrong_who
                    autocomplete="username"
                    inputmode="email"
                />
                <PasswordField
                    label=jeune::mot_de_passe()
                    name="secret"
                    value=secret
                    error=wrong_secret
                    autocomplete="current-password"
                />
                <ProblemNotice problem=action.attempt.problem />
                <Submit label=jeune::revenir() pending=action.attempt.pending />
            </form>
            <Others aim without=Way::MotDePasse />
        </Page>
    }
    .into_any()
}

#[component]
fn ByCard(aim: Memo<Aim>, scanned: String) -> impl IntoView {
    let action = Return::new(aim);
    let words = RwSignal::new(scanned);
    let wrong: Error = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let split = words.with_untracked(|text| split_words(text));
        wrong.set(split.is_err().then(|| jeune::six_mots().to_owned()));
        match split {
            Ok((identifiant, secret)) => action.send(identifiant, secret),
            Err(_) => focus_first_error(),
        }
    };
    view! {
        <Page titre=jeune::revenir_avec_ma_carte()>
            <form class="pile gap-5" novalidate on:submit=submit>
                <div class="champ">
                    <label for="champ-mots" class="font-bold">
                        {jeune::les_six_mots()}
                    </label>
                    <p id="aide-mots" class="discret">
                        {jeune::les_six_mots_aide()}
                    </p>
                    <textarea
                        id="champ-mots"
                        class="textarea h-auto w-full text-xl"
                        rows="3"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-describedby="aide-mots erreur-mots"
                        aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                        bind:value=words
                    ></textarea>
                    {error_view("mots", wrong.into())}
                </div>
                <ProblemNotice problem=action.attempt.problem />
                <Submit label=jeune::revenir() pending=action.attempt.pending />
            </form>
            <Others aim without=Way::Carte />
        </Page>
    }
    .into_any()
}

#[component]
fn ByCode(aim: Memo<Aim>) -> impl IntoView {
    let (me, route) = (Me::expect(), Route::expect());
    let (attempt, card) = (Attempt::new(), NewCard::expect());
    let (prenom, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (wrong_prenom, wrong_code): (Error, Error) = (RwSignal::new(None), RwSignal::new(None));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let name = prenom.with_untracked(|text| Prenom::parse(text));
        let digits: String = code.with_untracked(|text| text.chars().filter(char::is_ascii_digit).collect());
        wrong_prenom.set(name.as_ref().err().map(|refused| explain(refused.0).to_owned()));
        wrong_code.set((digits.len() != 8).then(|| explain("huit-chiffres").to_owned()));
        match name {
            Ok(prenom) if digits.len() == 8 => {
                let aim = aim.get_untracked();
                attempt.run(call(RecoverCompte { prenom, code: digits }), move |entree: Entree| {
                    card.show(entree.carte);
                    me.set(entree.session.clone());
                    go_on(route, &aim, &entree.session);
                });
            }
            _ => focus_first_error(),
        }
    };
    view! {
        <Page titre=jeune::revenir_avec_un_code()>
            <p>{jeune::code_explication()}</p>
            <form class="pile gap-5" novalidate on:submit=submit>
                <Field
                    label=jeune::prenom_ou_surnom()
                    name="prenom"
                    value=prenom
                    error=wrong_prenom
                    autocomplete="given-name"
                    maxlength=60
                />
                <Field
                    label=jeune::les_huit_chiffres()
                    name="code"
                    value=code
                    error=wrong_code
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    maxlength=20
                />
                <ProblemNotice problem=attempt.problem />
                <Submit label=jeune::revenir() pending=attempt.pending />
            </form>
            <Others aim without=Way::Code />
        </Page>
    }
    .into_any()
}

#[component]
fn Others(aim: Memo<Aim>, without: Way) -> impl IntoView {
    let ways = [
        (Way::MotDePasse, "mot-de-passe", jeune::avec_mot_de_passe()),
        (Way::Carte, "carte", jeune::avec_ma_carte()),
        (Way::Code, "code", jeune::avec_un_code()),
    ];
    let link = |(_, name, label): (Way, &str, &'static str)| {
        let href = format!("/revenir{}", aim.get_untracked().query("par", name));
        view! {
            <a class=PLAIN href=href>
                {label}
            </a>
        }
    };
    let enter = format!("/entrer{}", aim.get_untracked().query("etape", "1"));
    view! {
        <nav class="pile" aria-label=jeune::autre_facon()>
            <p class="font-bold">{jeune::autre_facon()}</p>
            {ways.into_iter().filter(|(way, ..)| *way != without).map(link).collect_view()}
            <a class=SMALL href=enter>
                {jeune::premiere_fois()}
            </a>
        </nav>
    }
}
