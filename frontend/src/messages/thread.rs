//! A thread, opened: what was said, what is on its way, where one writes. The same for both sides.

use std::cell::Cell;

use leptos::prelude::*;
use shared::{
    ids::{FilId, MessageId},
    messages::{Auteur, Evenement, Fil},
};

use super::{
    composer::Composer,
    log::{Log, insert},
    outbox::{Outbox, Progress},
};
use crate::{
    ask::{memo, shown, watch},
    format,
    live::Live,
    texts::commun,
    ui::{Icon, Loading, ProblemNotice, SMALL, icons},
};

/// A thread that stays up to date by itself. The children show who answers, from the thread.
#[component]
pub fn Thread<F, V>(
    /// Which thread.
    fil: FilId,
    /// What follows when the reader may see it no more, or never could.
    #[prop(optional)]
    on_lost: Option<Callback<()>>,
    /// What stands above the messages.
    children: F,
) -> impl IntoView
where
    F: Fn(Fil) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let log = Log::new(fil);
    follow(&log, fil);
    if let Some(on_lost) = on_lost {
        let log = log.clone();
        watch(Box::new(move || {
            if log.is_lost() {
                on_lost.run(());
            }
        }));
    }
    let (head, opened) = (log.fil.clone(), log.fil.clone());
    let head = memo(move || head.get());
    let opened = memo(move || opened.with(Option::is_some));
    let (trouble, lost) = (log.trouble.clone(), log.trouble.clone());
    view! {
        {shown(move || head.get().map(&children).into_any())}
        <ProblemNotice problem=Signal::derive(move || trouble.get()) />
        {shown(move || match opened.get() {
            true => view! { <Opened log=log.clone() /> }.into_any(),
            false if lost.with(Option::is_some) => ().into_any(),
            false => view! { <Loading /> }.into_any(),
        })}
    }
}

// Reads again when this thread says something, and after each silence.
fn follow(log: &Log, fil: FilId) {
    let live = Live::expect();
    let (first, on_event, on_silence) = (log.clone(), log.clone(), log.clone());
    first.catch_up(live);
    let heard = Cell::new(false);
    watch(Box::new(move || {
        let mine = matches!(live.event.get(), Some(Evenement::Fil { fil: said, .. }) if said == fil);
        if heard.replace(true) && mine {
            on_event.clone().catch_up(live);
        }
    }));
    let slept = Cell::new(false);
    watch(Box::new(move || {
        live.catch_up.track();
        if slept.replace(true) {
            on_silence.clone().catch_up(live);
        }
    }));
}

/// A message as the screen shows it.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    id: MessageId,
    day: Option<String>,
    mine: bool,
    prenom: String,
    texte: String,
    hour: Option<String>,
}

#[component]
fn Opened(log: Log) -> impl IntoView {
    let outbox = Outbox::expect();
    let (list, older) = (log.clone(), log.clone());
    let items = memo(move || items(&list, outbox));
    let last = memo(move || items.with(|items| items.last().map(|item| (item.id, item.mine))));
    let first = Cell::new(true);
    watch(Box::new(move || {
        if let Some((_, mine)) = last.get() {
            scroll_to_end(first.replace(false) || mine);
        }
    }));
    let fil = log.id;
    let has_older = log.older.clone();
    let older_button = shown(move || {
        let older = older.clone();
        match has_older.get() {
            true => view! {
                <button type="button" class=SMALL on:click=move |_| older.clone().read_older()>
                    {commun::plus_anciens()}
                </button>
            }
            .into_any(),
            false => ().into_any(),
        }
    });
    let nothing = shown(move || match items.with(Vec::is_empty) {
        true => view! { <p class="discret">{commun::fil_vide()}</p> }.into_any(),
        false => ().into_any(),
    });
    view! {
        {older_button}
        <div role="log" aria-label=commun::messages() class="grid gap-2">
            {nothing}
            <For
                each=move || items.get()
                key=|item| (item.id, item.day.is_some())
                children=move |item| view! { <Bubble item log=log.clone() /> }
            />
        </div>
        <Composer fil />
    }
}

#[component]
fn Bubble(item: Item, log: Log) -> impl IntoView {
    let Item { id, day, mine, prenom, texte, hour } = item;
    // The hour of one's own comes when it is stored. The bubble stays the same: it is not read out a second time.
    let outbox = Outbox::expect();
    let stored = move || match outbox.progress(id)? {
        Progress::Sent(message) => Some(format::hour(message.envoye, &format::own_zone())),
        Progress::Waiting | Progress::Failed(_) => None,
    };
    let hour = move || hour.clone().or_else(stored);
    let class = if mine { "bulle bulle-moi" } else { "bulle" };
    let name = if mine { commun::moi().to_owned() } else { prenom };
    view! {
        {day.map(|day| view! { <p class="jour">{day}</p> })}
        <div class=class>
            <p class="text-sm">
                <strong>{name}</strong>
                {move || hour().map(|hour| format!(" · {hour}"))}
            </p>
            <p class="bulle-texte" dir="auto">
                {texte}
            </p>
            {mine.then(|| view! { <State id log /> })}
        </div>
    }
}

// En attente, envoyé, lu, ou pas envoyé.
#[component]
fn State(id: MessageId, log: Log) -> impl IntoView {
    let outbox = Outbox::expect();
    let state = memo(move || match outbox.progress(id) {
        Some(Progress::Waiting) => (commun::en_attente(), None),
        Some(Progress::Failed(problem)) => (commun::pas_envoye(), Some(problem.title)),
        Some(Progress::Sent(_)) | None if log.is_read(id) => (commun::lu(), None),
        Some(Progress::Sent(_)) | None => (commun::envoye(), None),
    });
    shown(move || {
        let (word, why) = state.get();
        let retry = why.map(|why| {
            view! {
                <p class="text-sm font-bold">{why}</p>
                <button type="button" class=SMALL on:click=move |_| outbox.retry(id)>
                    <Icon path=icons::RETRY />
                    {commun::reessayer()}
                </button>
            }
        });
        view! {
            <p class="text-right text-sm">{word}</p>
            {retry}
        }
        .into_any()
    })
}

fn items(log: &Log, outbox: Outbox) -> Vec<Item> {
    let zone = format::own_zone();
    let mut former = None;
    let mut day_of = |at| {
        let day = format::day(at, &zone);
        let new = former.as_ref() != Some(&day);
        former = Some(day.clone());
        new.then_some(day)
    };
    let mut stored = log.messages.get();
    let mut waiting = Vec::new();
    for outgoing in outbox.of(log.id) {
        match outgoing.progress {
            Progress::Sent(message) => insert(&mut stored, *message),
            Progress::Waiting | Progress::Failed(_) => waiting.push(outgoing.request),
        }
    }
    let mut items: Vec<Item> = stored
        .into_iter()
        .map(|message| Item {
            id: message.id,
            day: day_of(message.envoye),
            mine: message.auteur == Auteur::Moi,
            prenom: message.prenom,
            texte: message.texte,
            hour: Some(format::hour(message.envoye, &zone)),
        })
        .collect();
    for request in waiting.into_iter().filter(|request| !log.has(request.message)) {
        let texte = request.texte().to_owned();
        items.push(Item { id: request.message, day: None, mine: true, prenom: String::new(), texte, hour: None });
    }
    items
}

// A reader who looks at older messages is left where they are.
fn scroll_to_end(surely: bool) {
    let Some(root) = document().document_element() else {
        return;
    };
    let seen = window().scroll_y().unwrap_or_default() + f64::from(root.client_height());
    if surely || f64::from(root.scroll_height()) - seen < 300.0 {
        request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, f64::from(root.scroll_height())));
    }
}
