//! The queue of the référent, read once for the list and for the badge of the menu.

use leptos::prelude::*;
use shared::{
    comptes::Session,
    ids::CompteId,
    messages::{Acces, Fil, ListFils},
};

use crate::{
    api::call,
    ask::{Answer, ask},
    comptes::pro::droits,
    live::Live,
    messages::receipts::acknowledge,
    session::Me,
};

/// The threads, the unanswered first. It lives at the root.
#[derive(Clone, Copy)]
pub struct Queue {
    /// What the server answered, read again at each event.
    pub fils: Answer<Vec<Fil>>,
}

impl Queue {
    /// Called once, at the root, after [`Me::provide`] and [`Live::provide`].
    pub fn provide() -> Self {
        let (me, live) = (Me::expect(), Live::expect());
        let referent = Memo::new(move |_| me.get().as_ref().and_then(referent));
        let fils = ask(move || {
            live.fils.track();
            let reads = referent.get().is_some();
            async move { if reads { call(ListFils {}).await } else { Ok(Vec::new()) } }
        });
        acknowledge(move || fils.ok().unwrap_or_default());
        let queue = Self { fils };
        provide_context(queue);
        queue
    }

    /// The queue of the page. Called at the top of a component.
    pub fn expect() -> Self {
        expect_context()
    }

    /// How many threads wait for an answer of the reader, or of anybody.
    pub fn waiting(self) -> u32 {
        let count = |fils: &Vec<Fil>| fils.iter().filter(|fil| awaits(fil)).count();
        self.fils.ok().map_or(0, |fils| u32::try_from(count(&fils)).unwrap_or(u32::MAX))
    }
}

/// Whether someone waits for an answer in this thread, and the reader is the one to give it.
pub fn awaits(fil: &Fil) -> bool {
    fil.attend_depuis.is_some() && fil.acces.is_some_and(|acces| acces != Acces::Lecteur)
}

fn referent(session: &Session) -> Option<CompteId> {
    match session {
        Session::Professionnel { compte, .. } if droits(session).referent => Some(*compte),
        Session::Professionnel { .. }
        | Session::Anonyme {}
        | Session::Jeune { .. }
        | Session::Administrateur { .. } => None,
    }
}
