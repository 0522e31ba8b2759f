//! The page of professionals, under `/pro`.

use frontend::{
    accueil::pro::{CreerEspacePage, EspacesPage},
    annuaire::pro::StructuresPage,
    api, app,
    ask::memo,
    comptes::{
        DemoBanner, Settings,
        pro::{Connexion, ConnexionPage, InvitationPage, InviterPage, MoiPage, droits, voix},
    },
    messages::{
        Outbox,
        pro::{MessagesPage, ReponsesPage, queue::Queue},
    },
    permanences::pro::{
        AgendaPage, ChangerPage, FermeturesPage, FichePage, OrientationsPage, OrienterPage, PermanencesPage, Pointages,
        PublierPage,
    },
    route::Route,
    session::Me,
    texts::{self, commun, pro},
    ui::{
        BottomBar, Drawing, EmptyState, Icon, Loading, MAIN, Page, ProblemNotice, Tab, bars::Mark,
        emergency::EmergencyButton, icons,
    },
};
use leptos::prelude::*;
use shared::{Program, comptes::Session};

fn main() {
    texts::say_vous();
    api::on_refusal(voix::say);
    app::start(Program::Pro, ProPage);
}

#[component]
fn ProPage() -> impl IntoView {
    Settings::provide();
    Outbox::provide();
    Queue::provide();
    Pointages::provide();
    let route = Route::expect();
    // The screen stays when only a thread or a week changes.
    let screen = memo(move || Screen::at(&route.path()));
    view! {
        <TopBar />
        <main id="contenu" class="cadre cadre-pro">
            <DemoBanner />
            {move || screen.get().view()}
        </main>
        <Bottom />
    }
}

/// The screens, by their addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    Home,
    Connexion,
    Invitation,
    Messages,
    Reponses,
    Agenda,
    Permanences,
    Publier,
    Fermetures,
    Fiche,
    Changer,
    Orienter,
    Orientations,
    Structures,
    Inviter,
    Espaces,
    CreerEspace,
    Moi,
    Unknown,
}

impl Screen {
    fn at(path: &str) -> Self {
        match path.strip_prefix("/pro").unwrap_or(path) {
            "" => Self::Home,
            "/connexion" => Self::Connexion,
            "/invitation" => Self::Invitation,
            "/messages" => Self::Messages,
            "/reponses" => Self::Reponses,
            "/agenda" => Self::Agenda,
            "/permanences" => Self::Permanences,
            "/orienter" => Self::Orienter,
            "/orientations" => Self::Orientations,
            "/permanences/ouvrir" => Self::Publier,
            "/permanences/fermetures" => Self::Fermetures,
            "/structures" => Self::Structures,
            "/inviter" => Self::Inviter,
            "/espaces" => Self::Espaces,
            "/espaces/creer" => Self::CreerEspace,
            "/moi" => Self::Moi,
            one if one.starts_with("/permanences/") && one.ends_with("/changer") => Self::Changer,
            one if one.starts_with("/permanences/") => Self::Fiche,
            thread if thread.starts_with("/messages/") => Self::Messages,
            _ => Self::Unknown,
        }
    }

    fn view(self) -> AnyView {
        match self {
            Self::Home => view! { <Home /> }.into_any(),
            Self::Connexion => view! { <ConnexionPage /> }.into_any(),
            Self::Invitation => view! { <InvitationPage /> }.into_any(),
            Self::Messages => guarded(Need::Referent, || view! { <MessagesPage /> }.into_any()),
            Self::Reponses => guarded(Need::Referent, || view! { <ReponsesPage /> }.into_any()),
            Self::Agenda => guarded(Need::Professionnel, || view! { <AgendaPage /> }.into_any()),
            Self::Permanences => guarded(Need::Publie, || view! { <PermanencesPage /> }.into_any()),
            Self::Publier => guarded(Need::Publie, || view! { <PublierPage /> }.into_any()),
            Self::Fermetures => guarded(Need::Publie, || view! { <FermeturesPage /> }.into_any()),
            Self::Fiche => guarded(Need::Publie, || view! { <FichePage /> }.into_any()),
            Self::Changer => guarded(Need::Publie, || view! { <ChangerPage /> }.into_any()),
            Self::Orienter => guarded(Need::Professionnel, || view! { <OrienterPage /> }.into_any()),
            Self::Orientations => guarded(Need::Professionnel, || view! { <OrientationsPage /> }.into_any()),
            Self::Structures => guarded(Need::Administrateur, || view! { <StructuresPage /> }.into_any()),
            Self::Inviter => guarded(Need::Administrateur, || view! { <InviterPage /> }.into_any()),
            Self::Espaces => guarded(Need::Administrateur, || view! { <EspacesPage /> }.into_any()),
            Self::CreerEspace => guarded(Need::Administrateur, || view! { <CreerEspacePage /> }.into_any()),
            Self::Moi => guarded(Need::Session, || view! { <MoiPage /> }.into_any()),
            Self::Unknown => view! { <Unknown /> }.into_any(),
        }
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
fn guarded(need: Need, screen: fn() -> AnyView) -> AnyView {
    let me = Me::expect();
    let access = memo(move || need.access(me.get().as_ref()));
    let shown = move || match access.get() {
        Access::Unknown => view! { <Waiting /> }.into_any(),
        Access::Anonyme => view! { <Connexion /> }.into_any(),
        Access::Jeune => view! { <ForJeunes /> }.into_any(),
        Access::Refused => view! { <Refused /> }.into_any(),
        Access::Granted => screen(),
    };
    shown.into_any()
}

#[component]
fn Waiting() -> impl IntoView {
    let me = Me::expect();
    view! {
        <ProblemNotice problem=Signal::derive(move || me.trouble()) />
        <Loading />
    }
}

/// The first screen is the first room.
#[component]
fn Home() -> impl IntoView {
    let (me, route) = (Me::expect(), Route::expect());
    Effect::new(move || {
        if let Some(session) = me.get() {
            route.replace(rooms(&session).first().map_or("/pro/connexion", |room| room.href));
        }
    });
    view! { <Waiting /> }
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
    view! {
        <a href="#contenu" class="evitement" rel="external">
            {commun::aller_au_contenu()}
        </a>
        <header class="barre-haut">
            <div class="barre-dedans barre-large">
                <a href="/pro/" class="marque">
                    <Mark />
                    <span class="whitespace-nowrap">{commun::nom()}</span>
                </a>
                <Links />
                <EmergencyButton />
            </div>
        </header>
    }
}

/// The rooms, at the top of a wide screen.
#[component]
fn Links() -> impl IntoView {
    let tabs = current_rooms();
    let route = Route::expect();
    let link = move |tab: Tab| {
        let news = tab.news;
        let here = move || route.path().starts_with(tab.href);
        view! {
            <li>
                <a href=tab.href class="onglet" aria-current=move || here().then_some("page")>
                    <span class="onglet-rond">
                        <Icon path=tab.icon class="size-5 shrink-0" />
                    </span>
                    {tab.label}
                    {move || (news.get() > 0).then(|| view! { <span class="pastille">{news}</span> })}
                </a>
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
    let tabs = current_rooms();
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

fn current_rooms() -> Memo<Vec<Room>> {
    let me = Me::expect();
    Memo::new(move |_| me.get().map(|session| rooms(&session)).unwrap_or_default())
}

fn rooms(session: &Session) -> Vec<Room> {
    let room = |href, label: &'static str, icon| Room { href, label, icon };
    let moi = room("/pro/moi", pro::onglet_moi(), icons::PERSON);
    match session {
        Session::Anonyme {} | Session::Jeune { .. } => Vec::new(),
        Session::Administrateur { .. } => vec![
            room("/pro/structures", pro::onglet_structures(), icons::BUILDING),
            room("/pro/inviter", pro::onglet_inviter(), icons::MAIL),
            room("/pro/espaces", pro::onglet_espaces(), icons::PIN),
            moi,
        ],
        Session::Professionnel { .. } => {
            let droits = droits(session);
            let messages = room("/pro/messages", pro::onglet_messages(), icons::MESSAGES);
            let agenda = room("/pro/agenda", pro::onglet_agenda(), icons::CALENDAR);
            let permanences = room("/pro/permanences", pro::onglet_permanences(), icons::CLOCK);
            let orienter = room("/pro/orienter", pro::onglet_orienter(), icons::ROUTE);
            let all = [
                (droits.referent, messages),
                (true, agenda),
                (droits.publie, permanences),
                (true, orienter),
                (true, moi),
            ];
            all.into_iter().filter_map(|(has, room)| has.then_some(room)).collect()
        }
    }
}

fn with_news(room: Room) -> Tab {
    let queue = Queue::expect();
    let news = match room.href {
        "/pro/messages" => Signal::derive(move || queue.waiting()),
        _ => Signal::stored(0),
    };
    Tab { href: room.href, label: room.label, icon: room.icon, news }
}
