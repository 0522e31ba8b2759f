//! A thread, opened by a professional.

use leptos::prelude::*;
use shared::{
    ProblemKind,
    ids::{CompteId, FilId},
    messages::{Acces, Fil, TakeFil},
};

use super::{code::CodeDialog, outils::Tools, queue::Queue};
use crate::{
    api::call,
    ask::Attempt,
    messages::{Insert, Thread},
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
    // A colleague was quicker: it is theirs, and out of the queue.
    let lost = RwSignal::new(false);
    move || match (lost.get(), head.get_untracked()) {
        (false, _) => view! { <Open fil head read lost /> }.into_any(),
        (true, Some(head)) => view! { <Taken prenom=head.prenom /> }.into_any(),
        (true, None) => view! { <Unknown /> }.into_any(),
    }
}

#[component]
fn Open(fil: FilId, head: Memo<Option<Head>>, read: RwSignal<Option<Fil>>, lost: RwSignal<bool>) -> impl IntoView {
    let queue = Queue::expect().fils;
    let titre = Signal::derive(move || match head.get() {
        Some(head) => pro::fil_titre(&head.prenom),
        None => pro::messages_titre().to_owned(),
    });
    let taking = Attempt::new();
    let on_lost = Callback::new(move |()| {
        queue.refetch();
        lost.set(true);
    });
    let take = move |_| {
        let answer = async move {
            let answer = call(TakeFil { fil }).await;
            if answer.as_ref().is_err_and(|problem| problem.kind == ProblemKind::FilDejaPris) {
                on_lost.try_run(());
            }
            answer
        };
        taking.run(answer, move |taken| {
            read.try_set(Some(taken));
            queue.refetch();
        });
    };
    let free = move || head.with(|head| head.as_ref().is_some_and(|head| head.acces == Some(Acces::Equipe)));
    Insert::provide();
    let est_mien = Memo::new(move |_| head.with(|head| head.as_ref().is_some_and(|head| head.est_mien)));
    let changed = Callback::new(move |()| queue.refetch());
    let who = Memo::new(move |_| head.get().map(|head| (head.jeune, head.prenom)));
    view! {
        <Page titre>
            <p class="fil-retour">
                <a href="/pro/messages" class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {pro::fil_retour()}
                </a>
            </p>
            {move || head.get().map(|head| view! { <Intro head /> })}
            <div class="fil-tete">
                // On a phone the title is far above: to whom one writes stays in sight.
                <strong class="fil-nom" aria-hidden="true">
                    {move || who.get().map(|(_, prenom)| prenom)}
                </strong>
                <Show when=free>
                    <button type="button" class="btn btn-primary px-3" on:click=take>
                        {pro::fil_devenir_referent()}
                    </button>
                </Show>
                {move || who.get().map(|(jeune, prenom)| view! { <CodeDialog jeune prenom /> })}
            </div>
            <ProblemNotice problem=taking.problem />
            <Tools fil est_mien changed />
            <Thread fil on_lost let:now>
                {read.set(Some(now))}
            </Thread>
        </Page>
    }
}

#[component]
fn Taken(prenom: String) -> impl IntoView {
    view! {
        <Page titre=pro::fil_pris_titre(&prenom)>
            <EmptyState drawing=Drawing::Together>
                <p>{pro::fil_pris_texte()}</p>
            </EmptyState>
            <a href="/pro/messages" class=PLAIN>
                {pro::fil_retour()}
            </a>
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
    est_mien: bool,
    acces: Option<Acces>,
    referent: Option<String>,
    joignable: bool,
}

impl From<Fil> for Head {
    fn from(fil: Fil) -> Self {
        let Fil { jeune, prenom, espace, est_mien, acces, referent, joignable, .. } = fil;
        Self { jeune, prenom, espace, est_mien, acces, referent, joignable: joignable != Some(false) }
    }
}

// On a phone the messages have the room: the list says where, the bar at the top has the numbers.
#[component]
fn Intro(head: Head) -> impl IntoView {
    let name = head.referent.clone().unwrap_or_default();
    let referent = match head.acces {
        Some(Acces::Referent) => pro::fil_vous_referent().to_owned(),
        Some(Acces::Remplacant) => pro::fil_vous_remplacez(&name),
        Some(Acces::Lecteur) => pro::fil_vous_suivez(&name),
        Some(Acces::Relayee) => pro::fil_relaye(&name),
        Some(Acces::Equipe) | None => pro::fil_sans_referent(&head.prenom),
    };
    let alone = (!head.joignable).then(|| view! { <p class="discret">{pro::fil_pas_joignable(&head.prenom)}</p> });
    view! {
        {alone}
        <p>{referent} <span class="max-lg:hidden">" " {pro::fil_espace(&head.espace)}</span></p>
        <p class="discret max-lg:hidden">
            {commun::pas_une_urgence()} " "
            <a href="/urgence" class="lien" rel="external">
                {commun::voir_les_numeros()}
            </a>
        </p>
    }
}
