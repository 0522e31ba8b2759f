//! What the programs of professionals share: the frame around their screens, the rooms of the menu, who may open what.

use leptos::prelude::*;
use shared::comptes::Session;

use crate::{
    ask::memo,
    comptes::{
        DemoBanner, Settings,
        pro::{Connexion, droits},
    },
    messages::{
        Outbox,
        pro::{AlertesNotice, queue::Queue},
    },
    route::Route,
    session::Me,
    taps::{Taps, TapsNotice},
    texts::{accueil, ateliers, commun, pro},
    ui::{
        BottomBar, Drawing, EmptyState, Icon, Loading, MAIN, Page, ProblemNotice, Tab, bars::Mark,
        emergency::EmergencyButton, icons,
    },
};

/// A screen of professionals.
#[derive(Clone, Copy)]
pub struct Screen {
    name: &'static str,
    need: Option<Need>,
    show: fn() -> AnyView,
}

impl Screen {
    /// A screen with a name of its own, for whoever may open it.
    pub fn of(need: Need, name: &'static str, show: fn() -> AnyView) -> Self {
        Self { name, need: Some(need), show }
    }

    /// A screen that anybody may open.
    pub fn open(name: &'static str, show: fn() -> AnyView) -> Self {
        Self { name, need: None, show }
    }

    /// What no address leads to.
    pub fn unknown() -> Self {
        Self::open("", || view! { <Unknown /> }.into_any())
    }

    fn view(self) -> AnyView {
        match self.need {
            Some(need) => guarded(need, self.show),
            None => (self.show)(),
        }
    }
}

impl PartialEq for Screen {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// The bars, and between them the screen of the address.
#[component]
pub fn Frame(
    /// The screen of an address, given what follows `/pro`.
    at: fn(&str) -> Screen,
) -> impl IntoView {
    Settings::provide();
    Outbox::provide();
    Queue::provide();
    Taps::provide();
    let route = Route::expect();
    // The screen stays when only a thread or a week changes.
    let screen = memo(move || {
        let path = route.path();
        at(path.strip_prefix("/pro").unwrap_or(&path))
    });
    view! {
        <TopBar />
        <main id="contenu" class="cadre cadre-pro">
            <DemoBanner />
            <AlertesNotice />
            <TapsNotice />
            {move || screen.get().view()}
        </main>
        <Bottom />
    }
}

/// What a screen needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Any session.
    Session,
    /// A professional.
    Professionnel,
    /// A référent.
    Referent,
    /// Someone who publishes.
    Publie,
    /// Someone who decides what is published, or where: who publishes or coordinates.
    Decide,
    /// Someone who coordinates.
    Coordonne,
    /// The administrator.
    Administrateur,
    /// The administrator, or someone who coordinates.
    Etablit,
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
            Some(Session::Administrateur { .. }) => {
                matches!(self, Self::Session | Self::Administrateur | Self::Etablit)
            }
            Some(session @ Session::Professionnel { .. }) => match self {
                Self::Session | Self::Professionnel => true,
                Self::Referent => droits(session).referent,
                Self::Publie => droits(session).publie,
                Self::Decide => droits(session).publie || droits(session).coordonne,
                Self::Coordonne | Self::Etablit => droits(session).coordonne,
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

/// While it is not known who is there.
#[component]
pub fn Waiting() -> impl IntoView {
    let me = Me::expect();
    view! {
        <ProblemNotice problem=Signal::derive(move || me.trouble()) />
        <Loading />
    }
}

#[component]
fn Refused() -> impl IntoView {
    let me = Me::expect();
    // Who administers gives rights to others, and has nobody to ask.
    let why = move || match me.get() {
        Some(Session::Administrateur { .. }) => pro::pas_le_droit_equipes(),
        Some(Session::Anonyme {} | Session::Jeune { .. } | Session::Professionnel { .. }) | None => {
            pro::pas_le_droit_texte()
        }
    };
    view! {
        <Page titre=pro::pas_le_droit_titre()>
            <EmptyState drawing=Drawing::Door>
                <p>{why}</p>
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
        let (news, href, icon, label) = (tab.news, tab.href, tab.icon, tab.label);
        let here = move || tab.is_at(&route.path());
        view! {
            <li>
                <a href=href class="onglet" aria-current=move || here().then_some("page")>
                    <span class="onglet-rond">
                        <Icon path=icon class="size-5 shrink-0" />
                    </span>
                    {label}
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
        let on_phone = |room: Room| Room { also: if room.hidden.is_empty() { room.also } else { room.hidden }, ..room };
        let tabs = tabs.get().into_iter().filter(|room| !room.wide).map(on_phone);
        let tabs: Vec<Tab> = tabs.map(with_news).collect();
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
pub struct Room {
    /// Its address.
    pub href: &'static str,
    label: &'static str,
    icon: &'static str,
    // What else is part of it.
    also: &'static [&'static str],
    // Where there is no room for all of them, another room leads to it.
    wide: bool,
    // The rooms to which it leads there.
    hidden: &'static [&'static str],
}

fn current_rooms() -> Memo<Vec<Room>> {
    let me = Me::expect();
    Memo::new(move |_| me.get().map(|session| rooms(&session)).unwrap_or_default())
}

/// The rooms of the menu, the first one first.
pub fn rooms(session: &Session) -> Vec<Room> {
    let room = |href, label: &'static str, icon| Room { href, label, icon, also: &[], wide: false, hidden: &[] };
    let moi = room("/pro/moi", pro::onglet_moi(), icons::PERSON);
    match session {
        Session::Anonyme {} | Session::Jeune { .. } => Vec::new(),
        Session::Administrateur { .. } => vec![
            room("/pro/structures", pro::onglet_structures(), icons::BUILDING),
            room("/pro/inviter", pro::onglet_inviter(), icons::MAIL),
            Room { also: &["/pro/horaires", "/pro/photos"], ..room("/pro/espaces", pro::onglet_espaces(), icons::PIN) },
            room("/pro/signalements", pro::signalements_onglet(), icons::FLAG),
            moi,
        ],
        Session::Professionnel { .. } => {
            let droits = droits(session);
            let messages = room("/pro/messages", pro::onglet_messages(), icons::MESSAGES);
            let agenda = room("/pro/agenda", pro::onglet_agenda(), icons::CALENDAR);
            let permanences = room("/pro/permanences", pro::onglet_permanences(), icons::CLOCK);
            let accueil = room("/pro/accueil", accueil::onglet(), icons::LEAVE);
            let ateliers = room("/pro/ateliers", ateliers::pro_onglet(), icons::PEOPLE);
            let orienter = room("/pro/orienter", pro::onglet_orienter(), icons::ROUTE);
            // Five fit on a phone: there the agenda leads to the permanences, and to the ateliers when somebody also answers.
            let permanences = Room { wide: true, ..permanences };
            let ateliers = Room { wide: droits.referent, ..ateliers };
            let hidden: &[_] =
                if ateliers.wide { &["/pro/permanences", "/pro/ateliers"] } else { &["/pro/permanences"] };
            let agenda = Room { hidden, ..agenda };
            // Its places are under what is one's own.
            let moi = Room { also: &["/pro/espaces", "/pro/horaires", "/pro/photos"], ..moi };
            let all = [
                (droits.referent, messages),
                (true, agenda),
                (true, accueil),
                (droits.publie || droits.coordonne, permanences),
                (droits.publie, ateliers),
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
    Tab { href: room.href, also: room.also, label: room.label, icon: room.icon, news }
}
