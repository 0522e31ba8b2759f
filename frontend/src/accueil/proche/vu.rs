//! What a relative sees: when and where they come along, their thread with the team. No jeune is named but as they chose.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use shared::{
    Problem, ProblemKind,
    accueil::{
        ForgetProche, MomentProche, OpenLienProche, Portee, ReadFrequentation, ReadProches, VuProche, WriteAsProche,
        WriteMotProche,
    },
    fields::{CodeEspace, Prenom, Texte},
    ids::ProcheId,
    permanences::Mode,
};
use wasm_bindgen::JsValue;

use super::{Emergency, Words};
use crate::{
    api::{Once, call, is_network, sleep},
    ask::{Answer, Attempt, ask, memo, shown, watch},
    ateliers::detail::Where,
    format,
    route::Route,
    session::Me,
    texts::{jeune, proche},
    ui::{
        Confirm, Drawing, EmptyState, Field, Icon, Loaded, Loading, MAIN, PLAIN, Page, ProblemNotice, SMALL, Submit,
        TextField, codes::explain_field, focus_first_error, icons,
    },
};

/// How often a page that is looked at asks, in milliseconds: whoever ends an invitation was told that nothing more is seen, at once.
/// At the least, when nobody answers.
const LOOKS: i32 = 3_000;
const RAREST: i32 = 320_000;
/// How soon a page that is seen again, or has a network again, asks.
const BLINK: i32 = 1_000;

/// `/proche`, and `/proche#…` of a link that is opened for the first time.
#[component]
pub fn ProchePage() -> impl IntoView {
    let attempt = Attempt::new();
    let opened = RwSignal::new(false);
    // Whoever left in a hurry is gone before anything is read: only then it is known who is here.
    let me = Me::expect();
    let is_known = memo(move || me.is_jeune().is_some());
    match take_jeton() {
        Some(jeton) => attempt.run(Once::new().call(OpenLienProche { jeton }), move |_| opened.set(true)),
        None => opened.set(true),
    }
    shown(move || match (is_known.get() && opened.get(), attempt.problem.get()) {
        (true, _) => view! { <Seen /> }.into_any(),
        (false, Some(problem)) if problem.kind == ProblemKind::LienFini => {
            over(proche::fini_titre(), proche::fini_texte())
        }
        (false, Some(problem)) if problem.fields.contains_key("jeton") => view! { <Own /> }.into_any(),
        (false, Some(problem)) => view! {
            <Page titre=proche::titre()>
                <ProblemNotice problem=Signal::stored(Some(problem)) />
                <Emergency />
            </Page>
        }
        .into_any(),
        (false, None) => view! {
            <Page titre=proche::titre()>
                <Loading />
            </Page>
        }
        .into_any(),
    })
}

// The secret is taken out of the address at once: it stays neither in the history nor over a shoulder.
fn take_jeton() -> Option<String> {
    let hash = window().location().hash().ok()?;
    let jeton = hash.strip_prefix('#').filter(|jeton| !jeton.is_empty())?.to_owned();
    if let Ok(history) = window().history() {
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some("/proche")));
    }
    Some(jeton)
}

// A jeune looks at their own link: it stays whole for the person for whom it is.
#[component]
fn Own() -> impl IntoView {
    view! {
        <Page titre=proche::tien_titre()>
            <p class="note">{proche::tien_texte()}</p>
            <a class=PLAIN href="/proche/moi/liste">
                {proche::tien_retour()}
            </a>
        </Page>
    }
    .into_any()
}

fn over(titre: &'static str, texte: &'static str) -> AnyView {
    view! {
        <Page titre>
            <EmptyState drawing=Drawing::Door>
                <p>{texte}</p>
            </EmptyState>
            <a class=PLAIN href="/">
                {proche::lieux()}
            </a>
            <Emergency />
        </Page>
    }
    .into_any()
}

#[component]
fn Seen() -> impl IntoView {
    let seen = ask(|| call(ReadProches {}));
    spawn_local(look(seen, StoredValue::new(())));
    let is_over =
        memo(move || seen.get().and_then(Result::err).is_some_and(|problem| problem.kind == ProblemKind::LienFini));
    // The screen is made once: what is being written stays while the thread is read again, and when nobody answers.
    let ids = Memo::new(move |before: Option<&Vec<ProcheId>>| match seen.ok() {
        Some(all) => all.iter().map(|one| one.id).collect(),
        None => before.cloned().unwrap_or_default(),
    });
    shown(move || match is_over.get() {
        // It was there a moment ago: somebody has ended it. Else this phone has none, which is nobody's doing.
        true if untrack(|| ids.with(|ids| !ids.is_empty())) => over(proche::fini_titre(), proche::fini_texte()),
        true => over(proche::sans_titre(), proche::sans_texte()),
        false => view! {
            <Page titre=proche::titre()>
                <ProblemNotice problem=Signal::derive(move || seen.get().and_then(Result::err)) />
                <Show when=move || seen.get().is_none()>
                    <Loading />
                </Show>
                {move || ids.get().into_iter().map(|id| view! { <One id seen /> }).collect_view()}
                <Forget />
                <Emergency />
            </Page>
        }
        .into_any(),
    })
}

// Asks as long as the screen is there and is looked at, and has a network: behind another page, never. A relative has no session,
// and so no stream of events.
async fn look(seen: Answer<Vec<VuProche>>, screen: StoredValue<()>) {
    let (mut waited, mut pause) = (0, LOOKS);
    loop {
        sleep(BLINK).await;
        if screen.try_get_value().is_none() {
            return;
        }
        if document().hidden() || !window().navigator().on_line() {
            (waited, pause) = (0, 0);
            continue;
        }
        waited += BLINK;
        if pause <= waited {
            let is_cut = untrack(|| seen.get()).and_then(Result::err).is_some_and(|why| is_network(&why));
            (waited, pause) = (0, if is_cut { (pause * 2).clamp(LOOKS, RAREST) } else { LOOKS });
            seen.refetch();
        }
    }
}

#[component]
fn One(id: ProcheId, seen: Answer<Vec<VuProche>>) -> impl IntoView {
    let one = Memo::new(move |before: Option<&Option<VuProche>>| match seen.ok() {
        Some(all) => all.into_iter().find(|one| one.id == id),
        None => before.cloned().flatten(),
    });
    let is_thread = memo(move || one.get().is_some_and(|one| one.portee == Portee::Equipe));
    let head = shown(move || one.get().map_or_else(|| ().into_any(), |one| head(one).into_any()));
    let titre = format!("proche-{id}");
    let labelled = titre.clone();
    view! {
        <section class="pile" aria-labelledby=labelled>
            <h2 id=titre class="titre-2" dir="auto">
                {move || one.get().map(|one| title(&one))}
            </h2>
            {head}
            <Show when=move || is_thread.get()>
                <Write id seen />
            </Show>
        </section>
    }
}

fn title(one: &VuProche) -> String {
    let espace = one.espace.clone().unwrap_or_default();
    match (one.portee, &one.signe) {
        (Portee::RendezVous, Some(signe)) => proche::rendez_vous_de(signe),
        (Portee::RendezVous, None) => proche::rendez_vous_titre().to_owned(),
        (Portee::Atelier, Some(signe)) => proche::atelier_de(signe),
        (Portee::Atelier, None) => proche::atelier_titre().to_owned(),
        (Portee::Equipe, Some(signe)) => proche::echange_de(&espace, signe),
        (Portee::Equipe, None) => espace,
    }
}

fn head(one: VuProche) -> AnyView {
    match (one.portee, one.moment) {
        (Portee::RendezVous | Portee::Atelier, Some(MomentProche { debut, fuseau, mode, lieu, point_rencontre })) => {
            let place = lieu.map_or_else(
                || {
                    let how = if mode == Mode::Video { jeune::en_visio() } else { jeune::par_telephone() };
                    view! { <p class="text-lg font-bold">{how}</p> }.into_any()
                },
                |lieu| view! { <Where lieu point=point_rencontre /> }.into_any(),
            );
            view! {
                <article class="carte carte-moment">
                    <p class="text-xl font-bold first-letter:uppercase">{format::moment(debut, &fuseau)}</p>
                    {place}
                </article>
            }
            .into_any()
        }
        (Portee::RendezVous, None) => view! { <p class="note">{proche::rendez_vous_plus()}</p> }.into_any(),
        (Portee::Atelier, None) => view! { <p class="note">{proche::atelier_plus()}</p> }.into_any(),
        (Portee::Equipe, _) if one.mots.is_empty() => view! { <p>{proche::vide()}</p> }.into_any(),
        (Portee::Equipe, _) => view! {
            <Words mots=one.mots team=false prenom="" />
            <p class="discret">{proche::reponse_ici()}</p>
        }
        .into_any(),
    }
}

#[component]
fn Write(id: ProcheId, seen: Answer<Vec<VuProche>>) -> impl IntoView {
    let (attempt, tried, typed) = (Attempt::new(), RwSignal::new(false), RwSignal::new(String::new()));
    let error = Signal::derive(move || Texte::parse(&typed.get()).err().filter(|_| tried.get()).map(explain_field));
    let once = StoredValue::new_local(Once::new());
    // Ended while one was writing: the thread is there no longer.
    watch(Box::new(move || {
        if attempt.problem.with(|why| why.as_ref().is_some_and(|why| why.kind == ProblemKind::LienFini)) {
            seen.refetch();
        }
    }));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Ok(texte) = Texte::parse(&typed.get_untracked()) else { return focus_first_error() };
        let sent = once.get_value().call(WriteMotProche { proche: id, texte });
        attempt.run(sent, move |_| {
            tried.try_set(false);
            typed.try_set(String::new());
            // The same words again are another message.
            once.try_set_value(Once::new());
            seen.refetch();
        });
    };
    view! {
        <form class="pile" novalidate on:submit=submit>
            <TextField label=proche::message() hint=proche::message_aide() name="message" value=typed error />
            <ProblemNotice problem=attempt.problem />
            <Submit label=proche::envoyer() pending=attempt.pending />
        </form>
    }
}

#[component]
fn Forget() -> impl IntoView {
    let (route, attempt, asked) = (Route::expect(), Attempt::new(), RwSignal::new(false));
    let forget = Callback::new(move |()| attempt.run(call(ForgetProche {}), move |_| route.go("/")));
    shown(move || match asked.get() {
        true => view! {
            <Confirm
                question=proche::oublier_question()
                detail=proche::oublier_detail()
                no=proche::oublier_non()
                yes=proche::oublier_oui()
                on_no=Callback::new(move |()| asked.set(false))
                on_yes=forget
            />
        }
        .into_any(),
        false => view! {
            <button type="button" class=SMALL on:click=move |_| asked.set(true)>
                <Icon path=icons::TRASH />
                {proche::oublier()}
            </button>
        }
        .into_any(),
    })
}

/// `/proche/{espace}`: a relative writes to the team of a place on their own.
#[component]
pub fn EcrirePage(
    /// Which place.
    espace: CodeEspace,
) -> impl IntoView {
    let here = StoredValue::new(espace);
    let place = ask(move || call(ReadFrequentation { espace: here.get_value() }));
    // Whoever wrote from this phone finds the answer by the way they came.
    let known = ask(|| async { Ok::<_, Problem>(call(ReadProches {}).await.unwrap_or_default()) });
    let back = move || {
        let some = known.ok().is_some_and(|all| !all.is_empty());
        some.then(|| view! { <a class=MAIN href="/proche">{proche::retrouver()}</a> })
    };
    view! {
        <Page titre=proche::bienvenue()>
            <Loaded from=place let:place>
                {back}
                <p>{proche::bienvenue_texte(&place.nom)}</p>
                <p class="note">
                    <Icon path=icons::HEART />
                    <span>{proche::bienvenue_secret()}</span>
                </p>
                <WriteAlone espace=here.get_value() />
            </Loaded>
            <Emergency />
        </Page>
    }
    .into_any()
}

#[component]
fn WriteAlone(espace: CodeEspace) -> impl IntoView {
    let (route, attempt, tried) = (Route::expect(), Attempt::new(), RwSignal::new(false));
    let (prenom, typed) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let no_name = Signal::derive(move || Prenom::parse(&prenom.get()).err().filter(|_| tried.get()).map(explain_field));
    let no_text = Signal::derive(move || Texte::parse(&typed.get()).err().filter(|_| tried.get()).map(explain_field));
    let once = StoredValue::new_local(Once::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let who = Prenom::parse(&prenom.get_untracked());
        let (Ok(prenom), Ok(texte)) = (who, Texte::parse(&typed.get_untracked())) else { return focus_first_error() };
        let request = WriteAsProche { espace: espace.clone(), prenom, texte };
        attempt.run(once.get_value().call(request), move |_| route.go("/proche"));
    };
    view! {
        <form class="pile" novalidate on:submit=submit>
            <Field
                label=proche::prenom()
                name="prenom"
                value=prenom
                autocomplete="given-name"
                maxlength=40
                error=no_name
            />
            <TextField label=proche::message() hint=proche::message_aide() name="message" value=typed error=no_text />
            <ProblemNotice problem=attempt.problem />
            <Submit label=proche::ecrire() pending=attempt.pending />
        </form>
    }
}
