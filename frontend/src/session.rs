//! Who is using this page: one signal at the root, read once at the start. The tabs of a browser share one session: each
//! tells the others who it is, and a page that was of somebody else starts anew.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    Problem,
    comptes::{ReadSession, Session, SignOut},
    fields::CodeEspace,
    ids::CompteId,
};

use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::{
    api::{ask_for, call, on_session_lost, sleep},
    ui::quick_exit,
};

/// The session of this page. It is copied freely; the signals live as long as the page.
#[derive(Clone, Copy)]
pub struct Me {
    session: RwSignal<Option<Session>>,
    trouble: RwSignal<Option<Problem>>,
    tabs: StoredValue<Option<BroadcastChannel>, LocalStorage>,
}

/// What the tabs speak through.
const TABS: &str = "qui";

impl Me {
    /// Makes the session known to the whole page and starts to read it. Called once, at the root.
    pub fn provide() -> Self {
        let tabs = StoredValue::new_local(BroadcastChannel::new(TABS).ok());
        let me = Self { session: RwSignal::new(None), trouble: RwSignal::new(None), tabs };
        provide_context(me);
        me.watch_tabs();
        quick_exit::on_leave(move || me.tell_tabs(None));
        on_session_lost(move || me.set(Session::Anonyme {}));
        if quick_exit::is_unfinished() {
            me.session.set(Some(Session::Anonyme {}));
            spawn_local(me.end());
        } else {
            spawn_local(me.read());
        }
        me
    }

    /// The session of the page. Called at the top of a component.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Who it is; `None` while it is being read.
    pub fn get(self) -> Option<Session> {
        self.session.get()
    }

    /// Who it is, without following the changes.
    pub fn get_untracked(self) -> Option<Session> {
        self.session.get_untracked()
    }

    /// Someone has signed in, or out.
    pub fn set(self, session: Session) {
        quick_exit::finish();
        self.trouble.set(None);
        ask_for(compte(&session));
        self.tell_tabs(compte(&session));
        self.session.set(Some(session));
    }

    /// Why the session could not be read yet.
    pub fn trouble(self) -> Option<Problem> {
        self.trouble.get()
    }

    /// The account that is signed in.
    pub fn compte(self) -> Option<CompteId> {
        self.session.with(|session| session.as_ref().and_then(compte))
    }

    /// The first name of the jeune or the professional who is signed in.
    pub fn prenom(self) -> Option<String> {
        match self.session.get()? {
            Session::Jeune { prenom, .. } | Session::Professionnel { prenom, .. } => Some(prenom),
            Session::Anonyme {} | Session::Administrateur { .. } => None,
        }
    }

    /// The espace-temps that welcomes the jeune.
    pub fn espace(self) -> Option<CodeEspace> {
        match self.session.get()? {
            Session::Jeune { espace, .. } => espace,
            Session::Anonyme {} | Session::Professionnel { .. } | Session::Administrateur { .. } => None,
        }
    }

    /// Whether a jeune is signed in; `None` while it is being read.
    pub fn is_jeune(self) -> Option<bool> {
        self.session.with(|session| session.as_ref().map(|session| matches!(session, Session::Jeune { .. })))
    }

    /// Whether nobody is signed in; `None` while it is being read.
    pub fn is_anonyme(self) -> Option<bool> {
        self.session.with(|session| session.as_ref().map(|session| matches!(session, Session::Anonyme {})))
    }

    /// Signs out on this device.
    pub async fn sign_out(self) -> Result<(), Problem> {
        self.leave(SignOut { vite: false }).await
    }

    async fn leave(self, request: SignOut) -> Result<(), Problem> {
        call(request).await?;
        quick_exit::forget_scans();
        self.set(Session::Anonyme {});
        Ok(())
    }

    fn tell_tabs(self, compte: Option<CompteId>) {
        self.tabs.with_value(|tabs| tabs.as_ref().map(|tabs| tabs.post_message(&name(compte))));
    }

    // What was shown and what waits here is of somebody who is gone: nothing of it is left, and nothing is sent.
    fn watch_tabs(self) {
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |said: MessageEvent| {
            let known = self.session.with_untracked(|session| session.as_ref().map(|session| name(compte(session))));
            if known.is_some_and(|known| known != said.data()) {
                quick_exit::start_anew();
            }
        });
        let heard = heard.into_js_value();
        self.tabs.with_value(|tabs| tabs.as_ref().map(|tabs| tabs.set_onmessage(Some(heard.unchecked_ref()))));
    }

    // Ends the session of whoever left in a hurry, as soon as there is a network.
    async fn end(self) {
        for attempt in 0_u32.. {
            if !quick_exit::is_unfinished() || self.leave(SignOut { vite: true }).await.is_ok() {
                return;
            }
            sleep(1_000 << attempt.min(4)).await;
        }
    }

    // The first thing that a page asks: it is asked again until there is an answer.
    async fn read(self) {
        for attempt in 0_u32.. {
            match call(ReadSession {}).await {
                Ok(session) => {
                    // Whoever signed in meanwhile knows better.
                    if self.session.with_untracked(Option::is_none) {
                        self.set(session);
                    }
                    return;
                }
                Err(problem) if problem.status == 401 => return self.set(Session::Anonyme {}),
                Err(problem) => self.trouble.set(Some(problem)),
            }
            sleep(1_000 << attempt.min(4)).await;
        }
    }
}

fn name(compte: Option<CompteId>) -> JsValue {
    compte.map(String::from).unwrap_or_default().into()
}

fn compte(session: &Session) -> Option<CompteId> {
    match session {
        Session::Anonyme {} => None,
        Session::Jeune { compte, .. } | Session::Professionnel { compte, .. } | Session::Administrateur { compte } => {
            Some(*compte)
        }
    }
}
