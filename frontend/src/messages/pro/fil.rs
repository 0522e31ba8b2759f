//! A thread, opened by a professional.

use leptos::prelude::*;
use shared::{
    ids::FilId,
    messages::{Fil, TakeFil},
};

use super::{code::CodeDialog, queue::Queue};
use crate::{
    api::call,
    messages::Thread,
    texts::{commun, pro},
    ui::{Drawing, EmptyState, Icon, Page, PLAIN, ProblemNotice, emergency::EmergencyButton, icons},
};

/// The thread beside the list.
#[component]
pub fn FilView(
    /// Which thread.
    fil: FilId,
) -> impl IntoView {
    let queue = Queue::expect().fils;
    // The name is known from the list before the thread has come.
    let prenom = Memo::new(move |former: Option<&String>| {
        let fils = queue.get().and_then(Result::ok).unwrap_or_default();
        let found = fils.into_iter().find(|known| known.id == fil).map(|known| known.prenom);
        found.or_else(|| former.cloned()).unwrap_or_default()
    });
    let titre = Signal::derive(move || match prenom.get() {
        unknown if unknown.is_empty() => pro::messages_titre().to_owned(),
        prenom => pro::fil_titre(&prenom),
    });
    view! {
        <p class="lg:hidden">
            <a href="/pro/messages" class="lien inline-flex min-h-12 items-center gap-1">
                <Icon path=icons::BACK />
                {pro::fil_retour()}
            </a>
        </p>
        <Page titre>
            <Thread fil let:head>
                <Head fil=head />
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

#[component]
fn Head(fil: Fil) -> impl IntoView {
    let (id, jeune) = (fil.id, fil.jeune);
    let queue = Queue::expect().fils;
    let take = Action::new_local(move |(): &()| async move {
        let answer = call(TakeFil { fil: id }).await;
        queue.refetch();
        answer
    });
    let problem = Signal::derive(move || take.value().get().and_then(Result::err));
    let taken = move || take.value().with(|answer| matches!(answer, Some(Ok(_))));
    let referent = match (&fil.referent, fil.est_mien) {
        (_, true) => pro::referent_moi().to_owned(),
        (Some(prenom), false) => pro::referent_autre(prenom),
        (None, false) => pro::sans_referent().to_owned(),
    };
    let free = fil.referent.is_none();
    let aide = pro::fil_devenir_referent_aide(&fil.prenom);
    view! {
        <div class="carte">
            <div class="flex flex-wrap items-center justify-between gap-3">
                <p class="min-w-0">
                    <strong class="first-letter:uppercase">{referent}</strong>
                    " · "
                    {fil.espace}
                </p>
                <CodeDialog jeune prenom=fil.prenom />
            </div>
            <Show when=move || free && !taken()>
                <button type="button" class="btn btn-primary" on:click=move |_| drop(take.dispatch(()))>
                    <Icon path=icons::HEART />
                    {pro::fil_devenir_referent()}
                </button>
                <p class="discret">{aide.clone()}</p>
            </Show>
            <ProblemNotice problem />
            <div class="flex flex-wrap items-center justify-between gap-3">
                <p class="discret">{commun::pas_une_urgence()}</p>
                <EmergencyButton />
            </div>
        </div>
    }
}
