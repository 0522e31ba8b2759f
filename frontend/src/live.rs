//! What happens elsewhere, as it happens: one stream of events for the page, and a signal to catch up after a silence.

use std::{cell::Cell, rc::Rc};

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{
    Operation,
    comptes::{ReadSession, Session},
    messages::{Evenement, ListenEvenements},
};
use wasm_bindgen::{JsCast as _, prelude::Closure};
use web_sys::{EventSource, MessageEvent, VisibilityState};

use crate::{
    api::{call, sleep},
    ask::{memo, watch},
    session::Me,
};

/// The signals of the live events. A resource that tracks one is read again when it changes.
#[derive(Clone, Copy)]
pub struct Live {
    me: Me,
    /// The last event.
    pub event: RwSignal<Option<Evenement>>,
    /// Changes when a thread may have changed.
    pub fils: RwSignal<u32>,
    /// Changes when a rendez-vous may have changed.
    pub rendez_vous: RwSignal<u32>,
    /// Changes when events may have been missed: the stream opens, the page is seen again, the network is back.
    pub catch_up: RwSignal<u32>,
}

impl Live {
    /// Opens the stream as long as someone is signed in. Called once, at the root, after [`Me::provide`].
    pub fn provide(me: Me) -> Self {
        let live = Self {
            me,
            event: RwSignal::new(None),
            fils: RwSignal::new(0),
            rendez_vous: RwSignal::new(0),
            catch_up: RwSignal::new(0),
        };
        provide_context(live);
        let stream = Stream::default();
        let compte = memo(move || me.compte());
        let following = stream.clone();
        watch(Box::new(move || {
            following.close();
            if compte.get().is_some() {
                following.clone().open(live);
            }
        }));
        live.watch_silences(&stream, compte);
        live
    }

    /// The live signals of the page. Called at the top of a component.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Everything may have changed.
    pub fn catch_up(self) {
        for signal in [self.catch_up, self.fils, self.rendez_vous] {
            signal.update(|count| *count += 1);
        }
    }

    fn tell(self, event: Evenement) {
        self.event.set(Some(event));
        match event {
            Evenement::Fil { .. } => self.fils.update(|count| *count += 1),
            Evenement::RendezVous {} => self.rendez_vous.update(|count| *count += 1),
            // The screens of who passes by follow the event itself.
            Evenement::Accueil {} => {}
        }
    }

    // A phone kills the stream of a page that sleeps, in silence: the stream is opened anew each time it is seen again. A page
    // that nobody sees does not listen: what comes rings the phone instead.
    fn watch_silences(self, stream: &Stream, compte: Memo<Option<shared::ids::CompteId>>) {
        let wake = {
            let stream = stream.clone();
            move || {
                if compte.get_untracked().is_some() && document().visibility_state() == VisibilityState::Visible {
                    stream.clone().open(self);
                }
            }
        };
        let (seen, shown, online, stream) = (wake.clone(), wake.clone(), wake, stream.clone());
        let hidden = stream.clone();
        let turn = move || match document().visibility_state() {
            VisibilityState::Hidden => hidden.close(),
            _ => seen(),
        };
        drop(document_event_listener("visibilitychange", turn));
        window_event_listener_untyped("pageshow", move |_| shown());
        window_event_listener(ev::online, move |_| online());
        window_event_listener_untyped("pagehide", move |_| stream.close());
    }
}

fn document_event_listener(name: &str, run: impl Fn() + 'static) -> Result<(), wasm_bindgen::JsValue> {
    let run = Closure::<dyn Fn()>::new(run).into_js_value();
    document().add_event_listener_with_callback(name, run.unchecked_ref())
}

/// The open stream, if there is one. A stream that is no longer of the current turn is closed and stays so.
#[derive(Clone, Default)]
struct Stream {
    turn: Rc<Cell<u32>>,
    failures: Rc<Cell<u32>>,
    source: Rc<Cell<Option<EventSource>>>,
}

impl Stream {
    fn close(&self) {
        self.turn.set(self.turn.get() + 1);
        if let Some(source) = self.source.take() {
            source.close();
        }
    }

    fn open(self, live: Live) {
        self.close();
        let Ok(source) = EventSource::new(ListenEvenements::PATH) else {
            return;
        };
        let opened = {
            let failures = Rc::clone(&self.failures);
            Closure::<dyn Fn()>::new(move || {
                failures.set(0);
                live.catch_up();
            })
        };
        let told = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
            let event = message.data().as_string().and_then(|data| serde_json::from_str(&data).ok());
            if let Some(event) = event {
                live.tell(event);
            }
        });
        let broken = {
            let stream = self.clone();
            Closure::<dyn Fn()>::new(move || stream.clone().mend(live))
        };
        source.set_onopen(Some(opened.into_js_value().unchecked_ref()));
        source.set_onmessage(Some(told.into_js_value().unchecked_ref()));
        source.set_onerror(Some(broken.into_js_value().unchecked_ref()));
        self.source.set(Some(source));
    }

    // The browser opens a cut stream again by itself, but not a refused one: the access may have run out.
    fn mend(self, live: Live) {
        let failures = self.failures.get();
        self.failures.set(failures + 1);
        self.close();
        let turn = self.turn.get();
        spawn_local(async move {
            sleep(1_000 << failures.min(5)).await;
            if self.turn.get() != turn {
                return;
            }
            let session = call(ReadSession {}).await;
            if self.turn.get() != turn {
                return;
            }
            match session {
                Ok(Session::Anonyme {}) => live.me.set(Session::Anonyme {}),
                Ok(_) => self.open(live),
                Err(_) => self.mend(live),
            }
        });
    }
}
