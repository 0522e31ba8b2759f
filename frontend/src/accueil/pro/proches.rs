//! What relatives write to the team of a place, and the answers: those who wait first.

use leptos::{ev::SubmitEvent, prelude::*};
use shared::{
    accueil::{AnswerProche, FilProche, ListProches, ProcheSuivi, ReadProche},
    fields::Texte,
    ids::ProcheId,
};

use crate::{
    accueil::proche::Words,
    api::{Once, call},
    ask::{Answer, Attempt, ask, memo, shown},
    format,
    live::Live,
    route::Route,
    texts::proche,
    ui::{
        Drawing, EmptyState, Icon, Loaded, Page, ProblemNotice, SMALL, Submit, TextField, codes::explain_field,
        emergency::EmergencyLink, focus_first_error, icons,
    },
};

/// The addresses `/pro/proches` and `/pro/proches/{id}`.
#[component]
pub fn ProchesPage() -> impl IntoView {
    let route = Route::expect();
    let which = memo(move || route.path().strip_prefix("/pro/proches/").and_then(|id| id.parse::<ProcheId>().ok()));
    view! {
        <Page titre=proche::pro_titre()>
            <p class="note">
                <Icon path=icons::INFO />
                <span>{proche::pro_aide()}</span>
            </p>
            {shown(move || match which.get() {
                Some(which) => view! { <Thread which /> }.into_any(),
                None => view! { <List /> }.into_any(),
            })}
            <EmergencyLink />
        </Page>
    }
    .into_any()
}

#[component]
fn List() -> impl IntoView {
    let live = Live::expect();
    let list = ask(move || {
        live.event.track();
        live.catch_up.track();
        call(ListProches {})
    });
    view! {
        <Loaded from=list let:list>
            <All list />
        </Loaded>
    }
}

#[component]
fn All(list: Vec<ProcheSuivi>) -> impl IntoView {
    if list.is_empty() {
        return view! {
            <EmptyState drawing=Drawing::Together>
                <p class="font-bold">{proche::pro_vide_titre()}</p>
                <p>{proche::pro_vide_texte()}</p>
            </EmptyState>
        }
        .into_any();
    }
    view! { <ul class="grid gap-3 lg:grid-cols-2">{list.into_iter().map(item).collect_view()}</ul> }.into_any()
}

fn item(one: ProcheSuivi) -> impl IntoView {
    let waits = one.attend_depuis.map(|since| {
        view! { <span class="attente">{proche::pro_attend()} " · " {format::since(since)}</span> }
    });
    let ended = one.finie.then(|| view! { <span class="discret">{proche::pro_etat_finie()}</span> });
    view! {
        <li>
            <a href=format!("/pro/proches/{}", one.id) class="fil-ligne">
                <span class="grid min-w-0 gap-1">
                    <strong dir="auto">{one.prenom.clone()}</strong>
                    <span class="discret">{one.espace.clone()} " · " {came_by(&one)}</span>
                    <span dir="auto">{one.dernier}</span>
                    <span>{waits} {ended}</span>
                </span>
            </a>
        </li>
    }
}

fn came_by(one: &ProcheSuivi) -> String {
    one.invite_par.as_ref().map_or_else(|| proche::pro_seul().to_owned(), |prenom| proche::pro_invite_par(prenom))
}

#[component]
fn Thread(which: ProcheId) -> impl IntoView {
    let live = Live::expect();
    let fil = ask(move || {
        live.event.track();
        live.catch_up.track();
        call(ReadProche { proche: which })
    });
    let is_ended = memo(move || fil.ok().map(|one| one.proche.finie));
    view! {
        <a href="/pro/proches" class=format!("{SMALL} justify-self-start self-start")>
            <Icon path=icons::BACK />
            {proche::pro_retour()}
        </a>
        <Loaded from=fil let:one>
            <Head one />
        </Loaded>
        {shown(move || match is_ended.get() {
            Some(false) => view! { <Reply which fil /> }.into_any(),
            Some(true) => view! {
                <p class="note" role="status">
                    <Icon path=icons::INFO />
                    <span>{proche::pro_finie()}</span>
                </p>
            }
            .into_any(),
            None => ().into_any(),
        })}
    }
}

#[component]
fn Head(one: FilProche) -> impl IntoView {
    let FilProche { proche: who, mots } = one;
    view! {
        <h2 class="titre-2" dir="auto">
            {who.prenom.clone()}
        </h2>
        <p class="discret">{who.espace.clone()} " · " {came_by(&who)}</p>
        <Words mots team=true prenom=who.prenom />
    }
    .into_any()
}

#[component]
fn Reply(which: ProcheId, fil: Answer<FilProche>) -> impl IntoView {
    let (attempt, tried, typed) = (Attempt::new(), RwSignal::new(false), RwSignal::new(String::new()));
    let error = Signal::derive(move || Texte::parse(&typed.get()).err().filter(|_| tried.get()).map(explain_field));
    let once = StoredValue::new_local(Once::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Ok(texte) = Texte::parse(&typed.get_untracked()) else { return focus_first_error() };
        attempt.run(once.get_value().call(AnswerProche { proche: which, texte }), move |_| {
            tried.try_set(false);
            typed.try_set(String::new());
            once.try_set_value(Once::new());
            fil.refetch();
        });
    };
    let hint = proche::message_aide();
    view! {
        <form class="pile max-w-xl" novalidate on:submit=submit>
            <TextField label=proche::pro_reponse() hint name="reponse" value=typed error />
            <ProblemNotice problem=attempt.problem />
            <Submit label=proche::pro_repondre() pending=attempt.pending />
        </form>
    }
}
