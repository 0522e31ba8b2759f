//! The doors: who may see a screen, and where one goes after entering.

use leptos::prelude::*;
use shared::{
    accueil::CodeSupport,
    comptes::Session,
    fields::CodeEspace,
    ids::{AtelierId, CreneauId},
    permanences::CodePrescription,
};

pub use super::entrer::EntrerPage;

use crate::{
    ask::{memo, shown},
    route::Route,
    session::Me,
    texts::jeune,
    ui::{Drawing, EmptyState, Loading, MAIN, PLAIN, Page, ProblemNotice},
};

/// A screen for a jeune who has entered; the others are shown the door. The server decides, this is comfort.
#[component]
pub fn Inside(
    /// The title of the screen.
    titre: &'static str,
    /// The screen.
    children: ChildrenFn,
) -> impl IntoView {
    let me = Me::expect();
    let inside = memo(move || me.is_jeune());
    shown(move || match inside.get() {
        Some(true) => children().into_any(),
        Some(false) => view! { <AtTheDoor titre /> }.into_any(),
        None => view! { <Waiting titre /> }.into_any(),
    })
}

/// Who it is, is being read.
#[component]
pub fn Waiting(
    /// The title of the screen.
    titre: &'static str,
) -> impl IntoView {
    let me = Me::expect();
    view! {
        <div class="page">
            <h1 class="titre">{titre}</h1>
            <ProblemNotice problem=Signal::derive(move || me.trouble()) />
            <Loading />
        </div>
    }
    .into_any()
}

#[component]
fn AtTheDoor(titre: &'static str) -> impl IntoView {
    view! {
        <Page titre>
            <EmptyState drawing=Drawing::Door>
                <p>{jeune::entre_d_abord()}</p>
            </EmptyState>
            <Doors />
        </Page>
    }
    .into_any()
}

/// "Entrer" and "Je reviens".
#[component]
pub fn Doors() -> impl IntoView {
    let me = Me::expect();
    // A professional who looks at the page of jeunes finds the way to their own.
    let pro = shown(move || match me.get() {
        Some(Session::Professionnel { .. } | Session::Administrateur { .. }) => view! {
            <a class=PLAIN href="/pro/">
                {jeune::vers_pro()}
            </a>
        }
        .into_any(),
        Some(Session::Anonyme {} | Session::Jeune { .. }) | None => ().into_any(),
    });
    view! {
        <div class="pile">
            <a class=MAIN href="/entrer">
                {jeune::entrer()}
            </a>
            <a class=PLAIN href="/revenir">
                {jeune::je_reviens()}
            </a>
            <a class="lien grid min-h-12 place-items-center" href="/orientation">
                {jeune::orientation_lien()}
            </a>
            {pro}
        </div>
    }
}

/// What one was about to do when one was asked to enter; it is kept in the address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aim {
    /// The créneau to book.
    pub creneau: Option<CreneauId>,
    /// The espace-temps whose poster one has read.
    pub espace: Option<CodeEspace>,
    /// Which poster: only counted.
    pub support: Option<CodeSupport>,
    /// The code on the paper that one holds.
    pub orientation: Option<CodePrescription>,
    /// The atelier to take part in.
    pub atelier: Option<AtelierId>,
}

impl Aim {
    /// From the query of the address.
    pub fn of(route: Route) -> Self {
        let creneau = route.query("creneau").and_then(|text| text.parse().ok());
        let espace = route.query("espace").and_then(|text| CodeEspace::parse(&text).ok());
        let orientation = route.query("orientation").and_then(|text| CodePrescription::parse(&text).ok());
        let atelier = route.query("atelier").and_then(|text| text.parse().ok());
        let support = route.query("de").and_then(|text| CodeSupport::parse(&text).ok());
        Self { creneau, espace, support, orientation, atelier }
    }

    /// The query that keeps it, with another name and value first.
    pub fn query(&self, name: &str, value: &str) -> String {
        let mut query = format!("?{name}={value}");
        if let Some(creneau) = self.creneau {
            query.push_str(&format!("&creneau={creneau}"));
        }
        if let Some(espace) = &self.espace {
            query.push_str(&format!("&espace={}", espace.as_str()));
        }
        if let Some(support) = &self.support {
            query.push_str(&format!("&de={}", support.as_str()));
        }
        if let Some(code) = &self.orientation {
            query.push_str(&format!("&orientation={}", code.as_str()));
        }
        if let Some(atelier) = self.atelier {
            query.push_str(&format!("&atelier={atelier}"));
        }
        query
    }

    fn next(&self) -> String {
        match (self.creneau, &self.orientation, self.atelier) {
            (Some(creneau), _, _) => format!("/creneaux/{creneau}"),
            (None, Some(code), _) => format!("/orientation/{}", code.as_str()),
            (None, None, Some(atelier)) => format!("/ateliers/{atelier}"),
            (None, None, None) => "/".to_owned(),
        }
    }
}

/// Goes on after entering: to the créneau that was chosen, or home. A professional goes to their own page.
pub fn go_on(route: Route, aim: &Aim, session: &Session) {
    match session {
        Session::Professionnel { .. } | Session::Administrateur { .. } => route.replace("/pro/"),
        Session::Jeune { .. } | Session::Anonyme {} => route.replace(&aim.next()),
    }
}
