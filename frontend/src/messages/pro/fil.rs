//! A thread, opened by a professional.

use leptos::prelude::*;
use shared::{
    ids::{CompteId, FilId},
    messages::{Fil, TakeFil},
};

use super::{code::CodeDialog, queue::Queue};
use crate::{
    api::call,
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
        let listed = || queue.get().and_then(Result::ok)?.into_iter().find(|known| known.id == fil);
        read.get().or_else(listed).map(Head::from).or_else(|| former.cloned().flatten())
    });
    let titre = Signal::derive(move || match head.get() {
        Some(head) => pro::fil_titre(&head.prenom),
        None => pro::messages_titre().to_owned(),
    });
    view! {
        <Page titre>
            <p class="-order-1 lg:hidden">
                <a href="/pro/messages" class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {pro::fil_retour()}
                </a>
            </p>
            {move || head.get().map(|head| view! { <HeadView fil head /> })}
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
fn HeadView(fil: FilId, head: Head) -> impl IntoView {
    let queue = Queue::expect().fils;
    let take = Action::new_local(move |(): &()| async move {
        let answer = call(TakeFil { fil }).await;
        queue.refetch();
        answer
    });
    let problem = Signal::derive(move || take.value().get().and_then(Result::err));
    let taken = move || take.value().with(|answer| matches!(answer, Some(Ok(_))));
    let referent = match (&head.referent, head.est_mien) {
        (_, true) => pro::fil_vous_referent().to_owned(),
        (Some(prenom), false) => pro::fil_autre_referent(prenom, &head.prenom),
        (None, false) => pro::fil_sans_referent(&head.prenom),
    };
    let free = head.referent.is_none();
    view! {
        <p>{format!("{referent} {}", pro::fil_espace(&head.espace))}</p>
        <p class="discret">
            {commun::pas_une_urgence()} " "
            <a href="/urgence" class="lien" rel="external">
                {commun::voir_les_numeros()}
            </a>
        </p>
        <div class="fil-tete">
            <Show when=move || free && !taken()>
                <button type="button" class="btn btn-primary px-3" on:click=move |_| drop(take.dispatch(()))>
                    {pro::fil_devenir_referent()}
                </button>
            </Show>
            <CodeDialog jeune=head.jeune prenom=head.prenom />
        </div>
        <ProblemNotice problem />
    }
}
