//! A thread, opened: what was said, what is on its way, where one writes. The same for both sides.

mod bubble;
mod carte;
mod links;
mod panel;
mod piece;
pub mod report;
mod rows;
mod scroll;
mod window;

use std::{cell::Cell, time::Duration};

use bubble::Bubble;
use leptos::{html, prelude::*};
use panel::Panels;
use rows::{Key, Row};
use shared::{
    ids::FilId,
    messages::{Evenement, Fil},
};

use window::Window;

use super::{composer::Composer, log::Log, outbox::Outbox};
use crate::{
    ask::{memo, shown, watch},
    live::Live,
    route::Route,
    texts::commun,
    ui::{Icon, Loading, ProblemNotice, SMALL, Sight, icons},
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

#[component]
fn Opened(log: Log) -> impl IntoView {
    let outbox = Outbox::expect();
    let window = Window::new();
    let known = log.clone();
    let rows = memo(move || rows::rows(&known, outbox, window));
    let panels = Panels { open: RwSignal::new(None), minute: every_minute() };
    let place = Place::follow(&log, outbox, window);
    let (older, reaching, lines) = (log.clone(), log.reaching.clone(), log.clone());
    let above = log.clone();
    let has_older = memo(move || above.older.get() || 0 < above.messages.with(|all| window.range(all).start));
    let older_button = shown(move || {
        let older = older.clone();
        match has_older.get() {
            true => view! {
                <button type="button" class=SMALL on:click=move |_| window.up(&older)>
                    {commun::plus_anciens()}
                </button>
            }
            .into_any(),
            false => ().into_any(),
        }
    });
    let nothing = shown(move || match rows.with(Vec::is_empty) {
        true => view! { <p class="discret">{commun::fil_vide()}</p> }.into_any(),
        false => ().into_any(),
    });
    view! {
        <div class="grid empty:hidden" node_ref=place.top>
            {older_button}
        </div>
        <div
            role="log"
            aria-label=commun::messages()
            aria-busy=move || reaching.get().to_string()
            class="fil"
        >
            {nothing}
            <For
                each=move || rows.get()
                key=Row::key
                children=move |row| line(row, &lines, panels)
            />
        </div>
        <div id=scroll::END class="fin-du-fil" node_ref=place.end></div>
        <div class="ecrire">
            <ToEnd place />
            <Composer fil=log.id />
        </div>
    }
}

fn line(row: Row, log: &Log, panels: Panels) -> AnyView {
    let key = row.key();
    let id = match key {
        Key::Message(id, ..) => Some(scroll::line_id(id)),
        Key::Day(_) | Key::Unread => None,
    };
    match row {
        Row::Day(_, day) => view! { <p class="jour">{day}</p> }.into_any(),
        Row::Unread => view! {
            <p id=scroll::UNREAD class="trait">
                {commun::nouveaux_messages()}
            </p>
        }
        .into_any(),
        Row::Line(_, text) => view! {
            <p id=id class="annonce">
                {text}
            </p>
        }
        .into_any(),
        Row::Bubble(bubble) => view! {
            <div id=id tabindex="-1">
                <Bubble bubble=*bubble log=log.clone() panels />
            </div>
        }
        .into_any(),
    }
}

/// Where the reader is.
#[derive(Clone, Copy)]
struct Place {
    top: NodeRef<html::Div>,
    end: NodeRef<html::Div>,
    window: Window,
    /// Whether the last message is in sight.
    at_end: Memo<bool>,
    /// How many messages of others came below what is in sight.
    news: Memo<usize>,
}

impl Place {
    fn follow(log: &Log, outbox: Outbox, window: Window) -> Self {
        let (near_end, seen) = (RwSignal::new(true), RwSignal::new(log.last_seq()));
        let at_end = memo(move || near_end.get() && window.is_at_end());
        let (reader, counter) = (log.clone(), log.clone());
        watch(Box::new(move || {
            let last = reader.last_seq();
            if at_end.get() {
                seen.set(last);
            }
        }));
        let news = memo(move || counter.count_after(seen.get()));
        let place = Self { top: NodeRef::new(), end: NodeRef::new(), window, at_end, news };
        place.watch_sight(log, near_end);
        place.stay(log, outbox);
        place
    }

    fn to_end(self) {
        self.window.to_end();
        scroll::to_end();
    }

    // Goes where the reader wants to be when the thread opens; then follows what comes, for whoever looks at the end, and
    // what one writes. A reader who looks at older messages is left there.
    fn stay(self, log: &Log, outbox: Outbox) {
        let aim: Option<i64> = untrack(|| Route::expect().query("message")).and_then(|seq| seq.parse().ok());
        let known = log.clone();
        let last = memo(move || (known.last_seq(), outbox.of(known.id).last().map(|mine| mine.request.message)));
        let (log, opened, written) = (log.clone(), Cell::new(false), Cell::new(None));
        watch(Box::new(move || {
            let (seq, mine) = last.get();
            if seq == 0 && mine.is_none() {
                return;
            }
            let wrote = written.replace(mine) != mine && mine.is_some();
            if opened.replace(true) {
                if wrote || self.at_end.get_untracked() {
                    self.to_end();
                }
                return;
            }
            match aim {
                Some(seq) => log.clone().reach(seq, {
                    let log = log.clone();
                    move |id| match id {
                        Some(id) => {
                            self.window.show(&log, seq);
                            scroll::to_message(id);
                        }
                        None => scroll::to_end(),
                    }
                }),
                None if log.unread.with_untracked(Option::is_some) => scroll::to_unread(),
                None => scroll::to_end(),
            }
        }));
    }

    fn watch_sight(self, log: &Log, near_end: RwSignal<bool>) {
        let window = self.window;
        let (above, below, reaching) = (log.clone(), log.clone(), log.reaching.clone());
        let end = Sight::new("0px 0px 160px 0px", move |in_sight| {
            near_end.try_set(in_sight);
        });
        let bottom = Sight::new("0px 0px 1500px 0px", move |in_sight| {
            if in_sight {
                window.down(&below);
            }
        });
        let top = Sight::new("1500px 0px 0px 0px", move |in_sight| {
            if in_sight {
                window.up(&above);
            }
        });
        // After the first place was taken, and again after each page: one that is short leaves its edge in sight.
        watch(Box::new(move || {
            window.track();
            if reaching.get() {
                return;
            }
            if let (Some(at_top), Some(at_end)) = (self.top.get(), self.end.get()) {
                let begin = move || {
                    end.watch(&at_end);
                    bottom.watch(&at_end);
                    top.watch(&at_top);
                };
                set_timeout(begin, Duration::from_millis(300));
            }
        }));
    }
}

/// The way back to the last message.
#[component]
fn ToEnd(place: Place) -> impl IntoView {
    shown(move || match (place.at_end.get(), place.news.get()) {
        (true, _) => ().into_any(),
        (false, count) => view! {
            <button type="button" class="vers-la-fin" on:click=move |_| place.to_end()>
                <Icon path=icons::DOWN />
                {news_in_words(count)}
            </button>
        }
        .into_any(),
    })
}

fn news_in_words(count: usize) -> String {
    match count {
        0 => commun::derniers_messages().to_owned(),
        1 => commun::nouveau_message_un().to_owned(),
        many => commun::nouveaux_messages_nombre(&many.to_string()),
    }
}

fn every_minute() -> RwSignal<u32> {
    let minute = RwSignal::new(0);
    let tick = move || {
        minute.try_update(|count| *count += 1);
    };
    if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(60)) {
        on_cleanup(move || ticking.clear());
    }
    minute
}
