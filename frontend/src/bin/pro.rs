//! The page of professionals, under `/pro`.

use frontend::{
    accueil::pro::{CreerEspacePage, EspacesPage},
    annuaire::pro::StructuresPage,
    api, app,
    comptes::pro::{Connexion, ConnexionPage, InvitationPage, InviterPage, MoiPage, droits, voix},
    messages::{
        Outbox,
        pro::{MessagesPage, queue::Queue},
    },
    permanences::pro::{AgendaPage, PermanencesPage, PublierPage},
    session::Me,
    texts::{self, commun, pro},
    ui::{
        BottomBar, Drawing, EmptyState, Icon, Loading, MAIN, Page, ProblemNotice, Tab, bars::Mark,
        emergency::EmergencyButton, icons,
    },
};
use leptos::{either::Either, prelude::*};
use leptos_router::{
    components::{A, Redirect, Route, Router, Routes},
    path,
};
use shared::comptes::{ReadReglages, Session};

fn main() {
    texts::say_vous();
    api::on_refusal(voix::say);
    app::start(ProPage);
}

#[component]
fn ProPage() -> impl IntoView {
    Outbox::provide();
    Queue::provide();
    view! {
        <Router base="/pro">
            <TopBar />
            <main id="contenu" class="cadre cadre-pro">
                <Routes fallback=Unknown>
                    <Route path=path!("/") view=Home />
                    <Route path=path!("/connexion") view=ConnexionPage />
                    <Route path=path!("/invitation") view=InvitationPage />
                    <Route path=path!("/messages/:fil?") view=|| guarded(Need::Referent, MessagesPage) />
                    <Route path=path!("/agenda") view=|| guarded(Need::Professionnel, AgendaPage) />
                    <Route path=path!("/permanences") view=|| guarded(Need::Publie, PermanencesPage) />
                    <Route path=path!("/permanences/nouvelle") view=|| guarded(Need::Publie, PublierPage) />
                    <Route path=path!("/structures") view=|| guarded(Need::Administrateur, StructuresPage) />
                    <Route path=path!("/inviter") view=|| guarded(Need::Administrateur, InviterPage) />
                    <Route path=path!("/espaces") view=|| guarded(Need::Administrateur, EspacesPage) />
                    <Route path=path!("/espaces/nouveau") view=|| guarded(Need::Administrateur, CreerEspacePage) />
                    <Route path=path!("/moi") view=|| guarded(Need::Session, MoiPage) />
                </Routes>
            </main>
            <Bottom />
        </Router>
    }
}

/// What a screen needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Session,
    Professionnel,
    Referent,
    Publie,
    Administrateur,
}

/// What stands at the address of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Unknown,
    Anonyme,
    Jeune,
    Refused,
    Granted,
}

impl Need {
    fn access(self, session: Option<&Session>) -> Access {
        let granted = match session {
            None => return Access::Unknown,
            Some(Session::Anonyme {}) => return Access::Anonyme,
            Some(Session::Jeune { .. }) => return Access::Jeune,
            Some(Session::Administrateur { .. }) => matches!(self, Self::Session | Self::Administrateur),
            Some(session @ Session::Professionnel { .. }) => match self {
                Self::Session | Self::Professionnel => true,
                Self::Referent => droits(session).referent,
                Self::Publie => droits(session).publie,
                Self::Administrateur => false,
            },
        };
        if granted { Access::Granted } else { Access::Refused }
    }
}

// Comfort, not security: the server decides.
fn guarded<V: IntoView + 'static>(need: Need, screen: fn() -> V) -> impl IntoView {
    let me = Me::expect();
    let access = Memo::new(move |_| need.access(me.get().as_ref()));
    move || match access.get() {
        Access::Unknown => view! { <Waiting /> }.into_any(),
        Access::Anonyme => view! { <Connexion /> }.into_any(),
        Access::Jeune => view! { <ForJeunes /> }.into_any(),
        Access::Refused => view! { <Refused /> }.into_any(),
        Access::Granted => screen().into_any(),
    }
}

#[component]
fn Waiting() -> impl IntoView {
    let me = Me::expect();
    view! {
        <ProblemNotice problem=Signal::derive(move || me.trouble()) />
        <Loading />
    }
}

/// The first screen is the first tab.
#[component]
fn Home() -> impl IntoView {
    let me = Me::expect();
    let first = Memo::new(move |_| me.get().map(|session| tabs(&session).first().map(|tab| tab.href)));
    move || match first.get() {
        None => Either::Left(view! { <Waiting /> }),
        Some(first) => Either::Right(view! { <Redirect path=first.unwrap_or("/connexion") /> }),
    }
}

#[component]
fn Refused() -> impl IntoView {
    view! {
        <Page titre=pro::pas_le_droit_titre()>
            <EmptyState drawing=Drawing::Door>
                <p>{pro::pas_le_droit_texte()}</p>
            </EmptyState>
            <a href="/pro/" class=MAIN>
                {commun::retour_accueil()}
            </a>
        </Page>
    }
}

#[component]
fn ForJeunes() -> impl IntoView {
    view! {
        <Page titre=pro::compte_jeune_titre()>
            <EmptyState drawing=Drawing::Together>
                <p>{pro::compte_jeune_texte()}</p>
            </EmptyState>
            <a href="/" class=MAIN rel="external">
                {pro::compte_jeune_aller()}
            </a>
        </Page>
    }
}

#[component]
fn Unknown() -> impl IntoView {
    view! {
        <Page titre=commun::page_introuvable()>
            <EmptyState drawing=Drawing::Signpost>
                <p>{commun::page_introuvable_aide()}</p>
            </EmptyState>
            <a href="/pro/" class=MAIN>
                {commun::retour_accueil()}
            </a>
        </Page>
    }
    .into_any()
}

/// The name, the rooms on a wide screen, the emergency numbers.
#[component]
fn TopBar() -> impl IntoView {
    let reglages = LocalResource::new(|| api::call(ReadReglages {}));
    let is_demonstration = move || reglages.get().and_then(Result::ok).is_some_and(|reglages| reglages.demonstration);
    view! {
        <a href="#contenu" class="evitement" rel="external">
            {commun::aller_au_contenu()}
        </a>
        <header class="barre-haut">
            <div class="barre-dedans barre-large">
                <A href="/" attr:class="marque">
                    <Mark />
                    <span class="whitespace-nowrap">{commun::nom()}</span>
                </A>
                <Links />
                <EmergencyButton />
            </div>
        </header>
        {move || is_demonstration().then(|| view! { <aside class="demonstration">{pro::demonstration()}</aside> })}
    }
}

/// The rooms, at the top of a wide screen.
#[component]
fn Links() -> impl IntoView {
    let tabs = current_tabs();
    let link = |tab: Tab| {
        let news = tab.news;
        view! {
            <li>
                <A href=tab.href attr:class="onglet">
                    <span class="onglet-rond">
                        <Icon path=tab.icon class="size-5 shrink-0" />
                    </span>
                    {tab.label}
                    {move || (news.get() > 0).then(|| view! { <span class="pastille">{news}</span> })}
                </A>
            </li>
        }
    };
    move || {
        let tabs = tabs.get();
        (!tabs.is_empty()).then(|| {
            view! {
                <nav class="max-lg:hidden" aria-label=commun::navigation()>
                    <ul class="liens-haut flex gap-1">{tabs.into_iter().map(with_news).map(link).collect_view()}</ul>
                </nav>
            }
        })
    }
}

/// The rooms, at the bottom of a phone.
#[component]
fn Bottom() -> impl IntoView {
    let tabs = current_tabs();
    move || {
        let tabs: Vec<Tab> = tabs.get().into_iter().map(with_news).collect();
        (!tabs.is_empty()).then(|| {
            view! {
                <div class="lg:hidden">
                    <BottomBar tabs />
                </div>
            }
        })
    }
}

/// A room of the menu.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Room {
    href: &'static str,
    label: &'static str,
    icon: &'static str,
}

fn current_tabs() -> Memo<Vec<Room>> {
    let me = Me::expect();
    Memo::new(move |_| me.get().map(|session| tabs(&session)).unwrap_or_default())
}

fn tabs(session: &Session) -> Vec<Room> {
    let room = |href, label: &'static str, icon| Room { href, label, icon };
    let moi = room("/moi", pro::onglet_moi(), icons::PERSON);
    match session {
        Session::Anonyme {} | Session::Jeune { .. } => Vec::new(),
        Session::Administrateur { .. } => vec![
            room("/structures", pro::onglet_structures(), icons::BUILDING),
            room("/inviter", pro::onglet_inviter(), icons::MAIL),
            room("/espaces", pro::onglet_espaces(), icons::PIN),
            moi,
        ],
        Session::Professionnel { .. } => {
            let droits = droits(session);
            let messages = room("/messages", pro::onglet_messages(), icons::MESSAGES);
            let agenda = room("/agenda", pro::onglet_agenda(), icons::CALENDAR);
            let permanences = room("/permanences", pro::onglet_permanences(), icons::CLOCK);
            let all = [(droits.referent, messages), (true, agenda), (droits.publie, permanences), (true, moi)];
            all.into_iter().filter_map(|(has, room)| has.then_some(room)).collect()
        }
    }
}

fn with_news(room: Room) -> Tab {
    let queue = Queue::expect();
    let news = match room.href {
        "/messages" => Signal::derive(move || queue.waiting()),
        _ => Signal::stored(0),
    };
    Tab { href: room.href, label: room.label, icon: room.icon, news }
}
