//! The list of threads: the unanswered first, with the age of the wait.

use std::time::Duration;

use leptos::prelude::*;
use shared::{
    ids::FilId,
    messages::{Acces, Fil},
};

use super::{
    groupe::Group,
    queue::{self, awaits},
    trouver::Search,
};
use crate::{
    comptes::pro::voix::duration,
    format,
    texts::pro,
    ui::{Drawing, EmptyState, Field, Icon, Loaded, icons},
};

/// Which threads are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    AwaitAnswer,
    All,
    Mine,
}

impl Filter {
    const ALL: [Self; 3] = [Self::AwaitAnswer, Self::All, Self::Mine];

    fn keeps(self, fil: &Fil) -> bool {
        match self {
            Self::AwaitAnswer => awaits(fil),
            Self::All => true,
            Self::Mine => fil.est_mien,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::AwaitAnswer => pro::filtre_a_repondre(),
            Self::All => pro::filtre_tous(),
            Self::Mine => pro::filtre_mes_jeunes(),
        }
    }

    fn nothing(self) -> (&'static str, &'static str) {
        match self {
            Self::AwaitAnswer => (pro::vide_a_repondre_titre(), pro::vide_a_repondre_texte()),
            Self::All => (pro::vide_tous_titre(), pro::vide_tous_texte()),
            Self::Mine => (pro::vide_mes_jeunes_titre(), pro::vide_mes_jeunes_texte()),
        }
    }
}

/// The list, with its filters.
#[component]
pub fn Queue(
    /// The thread that is open beside it.
    chosen: Signal<Option<FilId>>,
) -> impl IntoView {
    let fils = queue::Queue::expect().fils;
    let filter = RwSignal::new(Filter::AwaitAnswer);
    let wanted = RwSignal::new(String::new());
    let minute = every_minute();
    let count = move |of: Filter| fils.ok().map_or(0, |fils| fils.iter().filter(|fil| of.keeps(fil)).count());
    let tab = move |this: Filter| {
        view! {
            <button
                type="button"
                class="puce"
                aria-pressed=move || (filter.get() == this).to_string()
                on:click=move |_| filter.set(this)
            >
                {move || pro::filtre_compte(this.label(), &count(this).to_string())}
            </button>
        }
    };
    view! {
        <div role="group" aria-label=pro::messages_filtres() class="mt-4 mb-3 flex flex-wrap gap-2">
            {Filter::ALL.map(tab).collect_view()}
        </div>
        <div class="mb-3 grid gap-2">
            <Field label=pro::chercher_surnom() name="surnom" value=wanted />
            <Group />
        </div>
        <Loaded from=fils let:fils>
            <Rows fils filter wanted chosen minute />
        </Loaded>
        <Search wanted />
    }
}

#[component]
fn Rows(
    fils: Vec<Fil>,
    filter: RwSignal<Filter>,
    wanted: RwSignal<String>,
    chosen: Signal<Option<FilId>>,
    minute: RwSignal<u32>,
) -> impl IntoView {
    move || {
        let filter = filter.get();
        // Whoever is looked for by name is found in all of them.
        let name = wanted.with(|wanted| plain(wanted));
        let keeps = |fil: &&Fil| if name.is_empty() { filter.keeps(fil) } else { plain(&fil.prenom).contains(&name) };
        let kept: Vec<Fil> = fils.iter().filter(keeps).cloned().collect();
        if kept.is_empty() && !name.is_empty() {
            return view! { <p class="py-4">{pro::aucun_surnom()}</p> }.into_any();
        }
        if kept.is_empty() {
            let (title, text) = filter.nothing();
            return view! {
                <EmptyState drawing=Drawing::Together>
                    <p class="font-bold">{title}</p>
                    <p>{text}</p>
                </EmptyState>
            }
            .into_any();
        }
        let rows = kept.into_iter().map(|fil| view! { <Row fil chosen minute /> }).collect_view();
        view! { <ul class="grid gap-2">{rows}</ul> }.into_any()
    }
}

#[component]
fn Row(fil: Fil, chosen: Signal<Option<FilId>>, minute: RwSignal<u32>) -> impl IntoView {
    let id = fil.id;
    let initial: String = fil.prenom.chars().take(1).collect();
    let said = fil.dernier_le;
    let when = move || {
        minute.track();
        said.map(format::since)
    };
    let age = move |since| {
        minute.track();
        waiting(since)
    };
    let unread = match fil.non_lus {
        0 => None,
        1 => Some(pro::non_lu_un().to_owned()),
        many => Some(pro::non_lus(&many.to_string())),
    };
    let referent = match fil.acces {
        Some(Acces::Referent) => pro::referent_moi(),
        Some(Acces::Remplacant) => pro::en_remplacement(),
        Some(Acces::Lecteur) => pro::vous_suivez(),
        Some(Acces::Relayee) => pro::relaye(),
        Some(Acces::Equipe) | None => pro::sans_referent(),
    };
    let alone = (fil.joignable == Some(false)).then(|| {
        view! { <span class="discret text-sm">{pro::pas_joignable()}</span> }
    });
    view! {
        <li>
            <a
                href=format!("/pro/messages/{id}")
                class="fil-ligne"
                aria-current=move || (chosen.get() == Some(id)).then_some("true")
            >
                <span class="disque" aria-hidden="true">
                    {initial}
                </span>
                <span class="grid min-w-0 grow gap-0.5">
                    <span class="flex items-baseline justify-between gap-2">
                        <strong class="truncate">{fil.prenom}</strong>
                        <span class="discret text-sm whitespace-nowrap">{when}</span>
                    </span>
                    <span class="truncate" dir="auto">
                        {fil.dernier.unwrap_or_else(|| unread_here(fil.dernier_le).to_owned())}
                    </span>
                    <span class="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
                        {fil.attend_depuis.map(|since| view! { <span class="attente">{move || age(since)}</span> })}
                        {unread.map(|unread| view! { <span class="non-lus">{unread}</span> })}
                        <span class="discret text-sm">{referent}</span>
                        {alone}
                    </span>
                    <span class="discret truncate text-sm">
                        <Icon path=icons::PIN class="inline size-4 align-[-2px]" />
                        " "
                        {fil.espace}
                    </span>
                </span>
            </a>
        </li>
    }
}

// Capitals and accents aside, as far as the browser knows them.
fn plain(text: &str) -> String {
    let apart: String = js_sys::JsString::from(text.trim().to_lowercase()).normalize("NFD").into();
    apart.chars().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).collect()
}

// The age of a wait grows while one looks at it.
fn every_minute() -> RwSignal<u32> {
    let minute = RwSignal::new(0);
    let tick = move || minute.update(|count| *count += 1);
    if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(60)) {
        on_cleanup(move || ticking.clear());
    }
    minute
}

fn waiting(since: shared::Instant) -> String {
    match format::now().minutes_since(since) {
        ..1 => pro::attend_maintenant().to_owned(),
        minutes => pro::attend_depuis(&duration(minutes * 60)),
    }
}

// Whoever answers in the place of a colleague reads by opening.
fn unread_here(said: Option<shared::Instant>) -> &'static str {
    if said.is_some() { pro::message_a_ouvrir() } else { pro::pas_de_message() }
}
