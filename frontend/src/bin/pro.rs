//! What professionals open every day, under `/pro`. What they prepare and look after is in `gestion.rs`.

use frontend::{
    accueil::pro::{AccueilPage, PortePage, ProchesPage, SemainePage},
    api, app,
    comptes::pro::{ConnexionPage, InvitationPage, MoiPage, voix},
    messages::pro::{MessagesPage, ReponsesPage, SignalementsPage},
    permanences::pro::{AgendaPage, OrientationsPage, OrienterPage},
    pros::{Frame, Need, Screen, Waiting, rooms},
    route::Route,
    session::Me,
    texts,
};
use leptos::prelude::*;
use shared::Program;

fn main() {
    texts::say_vous();
    api::on_refusal(voix::say);
    app::start(Program::Pro, || view! { <Frame at /> });
}

fn at(path: &str) -> Screen {
    match path {
        "" => Screen::open("entree", || view! { <Home /> }.into_any()),
        "/connexion" => Screen::open("connexion", || view! { <ConnexionPage /> }.into_any()),
        "/invitation" => Screen::open("invitation", || view! { <InvitationPage /> }.into_any()),
        "/agenda" => Screen::of(Need::Professionnel, "agenda", || view! { <AgendaPage /> }.into_any()),
        "/accueil" => Screen::of(Need::Professionnel, "accueil", || view! { <AccueilPage /> }.into_any()),
        "/accueil/porte" => Screen::of(Need::Professionnel, "porte", || view! { <PortePage /> }.into_any()),
        "/accueil/semaine" => Screen::of(Need::Professionnel, "semaine", || view! { <SemainePage /> }.into_any()),
        "/orienter" => Screen::of(Need::Professionnel, "orienter", || view! { <OrienterPage /> }.into_any()),
        "/orientations" => {
            Screen::of(Need::Professionnel, "orientations", || view! { <OrientationsPage /> }.into_any())
        }
        "/moi" => Screen::of(Need::Session, "moi", || view! { <MoiPage /> }.into_any()),
        "/reponses" => Screen::of(Need::Referent, "reponses", || view! { <ReponsesPage /> }.into_any()),
        // Rarely opened, and here because there is room.
        "/signalements" => {
            Screen::of(Need::Administrateur, "signalements", || view! { <SignalementsPage /> }.into_any())
        }
        one if one == "/proches" || one.starts_with("/proches/") => {
            Screen::of(Need::Referent, "proches", || view! { <ProchesPage /> }.into_any())
        }
        one if one == "/messages" || one.starts_with("/messages/") => {
            Screen::of(Need::Referent, "messages", || view! { <MessagesPage /> }.into_any())
        }
        _ => Screen::unknown(),
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
