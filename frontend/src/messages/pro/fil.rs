//! A thread, opened by a professional.

use leptos::prelude::*;
use shared::{
    ids::{CompteId, FilId},
    messages::{Fil, TakeFil},
};

use super::{code::CodeDialog, queue::Queue};
use crate::{
    api::call,
    ask::Attempt,
    messages::Thread,
    texts::{commun, pro},
    ui::{Drawing, EmptyState, Icon, PLAIN, Page, ProblemNotice, icons},
};

/// The thread beside the list.
#[component]
pub fn FilView(
    /// Which thread.
    fil: FilId,
) -> impl IntoView {
    let queue = Queue::expect().fils;
    let read = RwSignal::new(None::<Fil>);
    // The name is known from the list before the thread has come. What a message changes does not make the head anew:
    // the dialog of the code stays open.
    let head = Memo::new(move |former: Option<&Option<Head>>| {
        let listed = || queue.ok()?.into_iter().find(|known| known.id == fil);
        read.get().or_else(listed).map(Head::from).or_else(|| former.cloned().flatten())
    });
    let titre = Signal::derive(move || match head.get() {
        Some(head) => pro::fil_titre(&head.prenom),
        None => pro::messages_titre().to_owned(),
    });
    let taking = Attempt::new();
    let take = move |_| {
        taking.run(call(TakeFil { fil }), move |taken| {
            read.try_set(Some(taken));
            queue.refetch();
        });
    };
    let free = move || head.with(|head| head.as_ref().is_some_and(|head| head.referent.is_none()));
    let who = Memo::new(move |_| head.get().map(|head| (head.jeune, head.prenom)));
    view! {
        <Page titre>
            <p class="-order-1 lg:hidden">
                <a href="/pro/messages" class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {pro::fil_retour()}
                </a>
            </p>
            {move || head.get().map(|head| view! { <Intro head /> })}
            <div class="fil-tete">
                <Show when=free>
                    <button type="button" class="btn btn-primary px-3" on:click=take>
                        {pro::fil_devenir_referent()}
                    </button>
                </Show>
                {move || who.get().map(|(jeune, prenom)| view! { <CodeDialog jeune prenom /> })}
            </div>
            <ProblemNotice problem=taking.problem />
            <Thread fil let:now>
                {read.set(Some(now))}
            </Thread>
        </Page>
    }
}

/// The address is not one of a thread.
#[component]
pub fn Unknown() -> impl IntoView {
    view! {
        <Page titre=pro::fil_introuvable_titre()>
            <EmptyState drawing=Drawing::Signpost>
                <p>{pro::fil_introuvable_texte()}</p>
            </EmptyState>
            <a href="/pro/messages" class=PLAIN>
                {pro::fil_retour()}
            </a>
        </Page>
    }
}

/// What the head of a thread shows.
#[derive(Clone, PartialEq)]
struct Head {
    jeune: CompteId,
    prenom: String,
    espace: String,
    referent: Option<String>,
    est_mien: bool,
}

impl From<Fil> for Head {
    fn from(fil: Fil) -> Self {
        let Fil { jeune, prenom, espace, referent, est_mien, .. } = fil;
        Self { jeune, prenom, espace, referent, est_mien }
    }
}

#[component]
fn Intro(head: Head) -> impl IntoView {
    let referent = match (&head.referent, head.est_mien) {
        (_, true) => pro::fil_vous_referent().to_owned(),
        (Some(prenom), false) => pro::fil_autre_referent(prenom, &head.prenom),
        (None, false) => pro::fil_sans_referent(&head.prenom),
    };
    view! {
        <p>{format!("{referent} {}", pro::fil_espace(&head.espace))}</p>
        <p class="discret">
            {commun::pas_une_urgence()} " "
            <a href="/urgence" class="lien" rel="external">
                {commun::voir_les_numeros()}
            </a>
        </p>
    }
}
