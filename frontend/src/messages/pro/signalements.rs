//! What was reported, for the administrator: the open ones first.

use leptos::prelude::*;
use shared::messages::{CloseSignalement, ListSignalements, Signalement};

use crate::{
    api::call,
    ask::{Attempt, ask, shown},
    format,
    messages::thread::report::motif_label,
    texts::pro,
    ui::{CARD, Confirm, Drawing, EmptyState, Icon, Loaded, Page, ProblemNotice, SMALL, focus_heading, icons},
};

/// The address `/pro/signalements`.
#[component]
pub fn SignalementsPage() -> impl IntoView {
    let settled = RwSignal::new(0_u32);
    let signalements = ask(move || {
        settled.track();
        call(ListSignalements {})
    });
    view! {
        <Page titre=pro::signalements_titre()>
            <p>{pro::signalements_aide()}</p>
            <Loaded from=signalements let:signalements>
                <Lists signalements settled />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn Lists(signalements: Vec<Signalement>, settled: RwSignal<u32>) -> impl IntoView {
    let (open, closed): (Vec<_>, Vec<_>) = signalements.into_iter().partition(|one| one.traite_le.is_none());
    let none = open.is_empty().then(|| {
        view! {
            <EmptyState drawing=Drawing::Together>
                <p class="font-bold">{pro::signalements_vide_titre()}</p>
                <p>{pro::signalements_vide_texte()}</p>
            </EmptyState>
        }
    });
    let list = move |list: Vec<Signalement>| {
        let item = |one| view! { <Item one settled /> };
        view! { <ul class="grid items-start gap-3 lg:grid-cols-2">{list.into_iter().map(item).collect_view()}</ul> }
    };
    let section = move |title: String, of: Vec<Signalement>| {
        (!of.is_empty()).then(|| {
            view! {
                <h2 class="titre-2">{title}</h2>
                {list(of)}
            }
        })
    };
    view! {
        {none}
        {section(pro::signalements_ouverts(&open.len().to_string()), open)}
        {section(pro::signalements_regles(&closed.len().to_string()), closed)}
    }
    .into_any()
}

#[component]
fn Item(one: Signalement, settled: RwSignal<u32>) -> impl IntoView {
    let zone = format::own_zone();
    let par = if one.par_jeune { pro::signalements_jeune(&one.par) } else { pro::signalements_pro(&one.par) };
    let vise = match (one.vise.is_empty(), one.par_jeune) {
        (true, _) => pro::signalements_equipe().to_owned(),
        (false, true) => pro::signalements_pro(&one.vise),
        // A professional may report a message of the jeune or of a colleague: the contract does not say which.
        (false, false) if one.message.is_some() => one.vise.clone(),
        (false, false) => pro::signalements_jeune(&one.vise),
    };
    let what = if one.blocage { pro::signalements_arret() } else { motif_label(one.motif) };
    let relay = one.blocage.then(|| {
        view! {
            <p class="note">
                <Icon path=icons::PEOPLE />
                <span>{pro::signalements_relais()}</span>
            </p>
        }
    });
    let quoted = |label: &'static str, words: Option<String>| {
        words.map(|words| {
            view! {
                <div>
                    <p class="font-bold">{label}</p>
                    <blockquote class="border-l-4 border-base-300 pl-3 wrap-anywhere whitespace-pre-wrap" dir="auto">
                        {words}
                    </blockquote>
                </div>
            }
        })
    };
    let end = match one.traite_le {
        Some(at) => view! {
            <p class="flex gap-2 font-bold">
                <Icon path=icons::CHECK class="size-5 mt-0.5 shrink-0 text-primary" />
                {pro::signalements_regle_le(&format::moment(at, &zone))}
            </p>
        }
        .into_any(),
        None => view! { <Settle one=one.clone() settled /> }.into_any(),
    };
    view! {
        <li class=CARD>
            <h3 class="font-bold">{what}</h3>
            <p>{pro::signalements_qui(&par, &vise)}</p>
            {relay}
            {quoted(pro::signalements_message(), one.message)}
            {quoted(pro::signalements_mots(), one.precisions)}
            <p class="discret">
                <Icon path=icons::PIN class="inline size-4 align-[-2px]" />
                " "
                {one.espace}
                " · "
                {format::moment(one.cree_le, &zone)}
            </p>
            {end}
        </li>
    }
    .into_any()
}

#[component]
fn Settle(one: Signalement, settled: RwSignal<u32>) -> impl IntoView {
    let (attempt, asking) = (Attempt::new(), RwSignal::new(false));
    let signalement = one.id;
    let button = NodeRef::<leptos::html::Button>::new();
    let on_no = Callback::new(move |()| {
        asking.set(false);
        request_animation_frame(move || {
            if let Some(button) = button.get_untracked() {
                drop(button.focus());
            }
        });
    });
    let on_yes = Callback::new(move |()| {
        attempt.run(call(CloseSignalement { signalement }), move |_| {
            settled.try_update(|count| *count += 1);
            focus_heading();
        });
    });
    let name = pro::signalements_de(&one.par);
    let action = shown(move || match asking.get() {
        false => view! {
            <button type="button" node_ref=button class=SMALL on:click=move |_| asking.set(true)>
                <Icon path=icons::CHECK />
                {pro::signalements_regler()}
                <span class="sr-only">" : " {name.clone()}</span>
            </button>
        }
        .into_any(),
        true => view! {
            <Confirm
                question=pro::signalements_question()
                detail=pro::signalements_detail()
                no=pro::signalements_pas_encore()
                yes=pro::signalements_oui()
                on_no
                on_yes
            />
        }
        .into_any(),
    });
    view! {
        {action}
        <ProblemNotice problem=attempt.problem />
    }
}
