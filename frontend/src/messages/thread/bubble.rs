//! What somebody says, with how far it has come and what may be done with it.

use leptos::prelude::*;
use shared::{
    ids::MessageId,
    messages::{CHANGE_MINUTES, Etape},
};

use super::{
    carte::{AtelierView, CarteView},
    links::with_links,
    panel::{Panel, PanelView, Panels, menu_id},
    piece::{PieceView, PieceWaiting},
    rows,
};
use crate::{
    ask::{memo, shown},
    format,
    messages::{
        log::Log,
        outbox::{Outbox, Progress},
    },
    texts::commun,
    ui::{Icon, SMALL, icons},
};

/// One message.
#[component]
pub fn Bubble(
    /// What it is.
    bubble: rows::Bubble,
    /// Its thread.
    log: Log,
    /// What is open below a message.
    panels: Panels,
) -> impl IntoView {
    let rows::Bubble { id, mine, prenom, texte, stored, modifie, supprime, piece, piece_waiting, carte, atelier } =
        bubble;
    let outbox = Outbox::expect();
    // The moment of one's own comes when it is stored. The bubble stays the same: it is not read out a second time.
    let (was_stored, known) = (stored.clone(), log.clone());
    let stored = memo(move || {
        was_stored.clone().or_else(|| match outbox.progress(id) {
            Some(Progress::Sent(message)) => {
                Some((message.seq, message.envoye, format::hour(message.envoye, &known.zone)))
            }
            Some(Progress::Waiting | Progress::Failed(_)) => None,
            None => find(&known, id),
        })
    });
    let hour = move || stored.get().map(|(_, _, hour)| format!(" · {hour}"));
    let name = if mine { commun::moi().to_owned() } else { prenom };
    let changed = (modifie.is_some() && !supprime).then(|| view! { <span>{" · "}{commun::modifie()}</span> });
    let words = match (supprime, texte.is_empty()) {
        (true, _) => view! { <p class="discret-bulle">{commun::message_repris()}</p> }.into_any(),
        (false, true) => ().into_any(),
        (false, false) => view! {
            <p class="bulle-texte" dir="auto">
                {with_links(&texte)}
            </p>
        }
        .into_any(),
    };
    let class = if mine { "bulle bulle-moi" } else { "bulle" };
    // Of one's own: for ten minutes. Of others: it can be reported.
    let offers = memo(move || {
        panels.minute.track();
        let young = |at| format::now().minutes_since(at) < CHANGE_MINUTES;
        // What was taken back can still be reported.
        stored.get().is_some_and(|(_, at, _)| if mine { !supprime && young(at) } else { true })
    });
    let menu = shown(move || match offers.get() {
        true => view! { <MenuButton id panels /> }.into_any(),
        false => ().into_any(),
    });
    let side = if mine { "rangee rangee-moi" } else { "rangee" };
    let state = (mine && !supprime).then(|| view! { <State id stored log=log.clone() /> });
    view! {
        <div class=side>
            <div class=class>
                <p class="text-sm">
                    <strong>{name}</strong>
                    {hour}
                    {changed}
                </p>
                {piece.filter(|_| !supprime).map(|piece| view! { <PieceView piece /> })}
                {piece_waiting.map(|genre| view! { <PieceWaiting genre /> })}
                {words}
                {carte.map(|carte| view! { <CarteView carte mine /> })}
                {atelier.map(|carte| view! { <AtelierView carte mine /> })}
                {state}
            </div>
            {menu}
        </div>
        <PanelView id mine texte log panels />
    }
}

fn find(log: &Log, id: MessageId) -> Option<(i64, shared::Instant, String)> {
    let seq = log.seq_of(id)?;
    log.messages.with(|all| {
        let said = all.iter().rev().find(|said| said.message.seq == seq)?;
        Some((seq, said.message.envoye, said.hour.clone()))
    })
}

#[component]
fn MenuButton(id: MessageId, panels: Panels) -> impl IntoView {
    let is_open = move || panels.open.get().is_some_and(|(of, _)| of == id);
    let toggle = move |_| {
        let open = is_open();
        panels.open.set((!open).then_some((id, Panel::Menu)));
    };
    view! {
        <button
            type="button"
            id=menu_id(id)
            class="bouton-menu"
            aria-expanded=move || is_open().to_string()
            on:click=toggle
        >
            <Icon path=icons::MORE />
            <span class="sr-only">{commun::message_options()}</span>
        </button>
    }
}

/// The state of one's own message: an icon and its word.
#[component]
fn State(id: MessageId, stored: Memo<Option<(i64, shared::Instant, String)>>, log: Log) -> impl IntoView {
    let outbox = Outbox::expect();
    let state = memo(move || match (outbox.progress(id), stored.get()) {
        (Some(Progress::Failed(problem)), _) => (icons::ALERT, commun::echec(), Some(problem.title)),
        (_, Some((seq, _, _))) => match log.stage(seq) {
            Some(Etape::Lu) => (icons::EYE, commun::lu(), None),
            Some(Etape::Recu) => (icons::RECEIVED, commun::recu(), None),
            None => (icons::CHECK, commun::envoye(), None),
        },
        (_, None) => (icons::CLOCK, commun::en_attente(), None),
    });
    shown(move || {
        let (path, word, why) = state.get();
        let retry = why.map(|why| {
            view! {
                <p class="text-sm font-bold">{why}</p>
                <div class="flex flex-wrap justify-end gap-2">
                    <button type="button" class=SMALL on:click=move |_| outbox.give_up(id)>
                        <Icon path=icons::TRASH />
                        {commun::enlever()}
                    </button>
                    <button type="button" class=SMALL on:click=move |_| outbox.retry(id)>
                        <Icon path=icons::RETRY />
                        {commun::reessayer()}
                    </button>
                </div>
            }
        });
        view! {
            <p class="etat">
                <Icon path class="size-4 shrink-0" />
                <span>{word}</span>
            </p>
            {retry}
        }
        .into_any()
    })
}
