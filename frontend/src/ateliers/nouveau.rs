//! What changed since the jeune last looked, said from what the atelier was and what it is; and the words of the team.

use leptos::prelude::*;
use shared::{
    Instant,
    accueil::Lieu,
    ateliers::{Atelier, EtatInscription, Inscription, ListNouveautes, Nouveaute, Nouveautes, SeeChangement},
};

use super::mots::{ages, heures, meneur};
use crate::{
    api::call,
    ask::{Answer, Attempt, ask, shown},
    format,
    live::Live,
    permanences::besoin_label,
    texts::{ateliers, jeune},
    ui::{Icon, ProblemNotice, SMALL, focus_heading, icons},
};

/// What is new for the jeune; nothing for whoever did not join.
pub fn nouveautes(own: Memo<Option<Inscription>>) -> Answer<Nouveautes> {
    let live = Live::expect();
    ask(move || {
        live.rendez_vous.track();
        let one = own.get().filter(|one| one.change || one.etat == EtatInscription::Annule);
        async move {
            match one {
                Some(one) => call(ListNouveautes { inscription: one.id }).await,
                None => Ok(Nouveautes::default()),
            }
        }
    })
}

/// It does not take place: the words of the team for whoever had joined, and what to do now.
#[component]
pub fn Cancelled(
    /// See [`nouveautes`].
    news: Answer<Nouveautes>,
) -> impl IntoView {
    view! {
        <div class="pile" role="status">
            {shown(move || said(words(news.ok().unwrap_or_default().mots)))} <p>{ateliers::annule_aide()}</p>
        </div>
    }
}

fn said(lines: Vec<String>) -> AnyView {
    let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <li dir="auto">{line}</li> }.into_any()).collect();
    view! { <ul class="grid list-disc gap-2 ps-5 empty:hidden">{lines}</ul> }.into_any()
}

fn words(mots: Vec<String>) -> Vec<String> {
    mots.iter().map(|mot| ateliers::leur_mot(mot)).collect()
}

/// What was changed, until they say that they have seen it.
#[component]
pub fn News(
    /// Their inscription, if they have one.
    own: Memo<Option<Inscription>>,
    /// See [`nouveautes`].
    news: Answer<Nouveautes>,
) -> impl IntoView {
    let (attempt, live) = (Attempt::new(), Live::expect());
    let seen = move |inscription, changements| {
        attempt.run(call(SeeChangement { inscription, changements }), move |_| {
            focus_heading();
            live.rendez_vous.update(|count| *count += 1);
        });
    };
    shown(move || match own.get().filter(|one| one.change).zip(news.ok()) {
        None => ().into_any(),
        Some((one, news)) => {
            let changements = news.changements;
            view! {
            <section class="carte border-bord" aria-labelledby="nouveau">
                <h2 id="nouveau" class="titre-2 flex items-center gap-2">
                    <Icon path=icons::BELL />
                    {ateliers::change_titre()}
                </h2>
                {said(lines(news, &one.atelier))}
                <button type="button" class=SMALL on:click=move |_| seen(one.id, changements)>
                    {ateliers::change_vu()}
                </button>
                <ProblemNotice problem=attempt.problem />
            </section>
            }
            .into_any()
        }
    })
}

fn lines(news: Nouveautes, now: &Atelier) -> Vec<String> {
    let mut all: Vec<String> = news.liste.iter().flat_map(|one| line(one, now)).collect();
    all.extend(words(news.mots));
    if all.is_empty() {
        all.push(ateliers::nouveau_rien().to_owned());
    }
    all
}

fn line(one: &Nouveaute, now: &Atelier) -> Vec<String> {
    let line = match one {
        Nouveaute::Quand(before) => return moved(*before, now),
        Nouveaute::Lieu(avant) => ateliers::nouveau_lieu(&address(&now.lieu), avant),
        Nouveaute::PointRencontre => match &now.point_rencontre {
            Some(point) => ateliers::rendez_vous_ou(point),
            None => ateliers::nouveau_point_non().to_owned(),
        },
        Nouveaute::Titre(avant) => ateliers::nouveau_titre(&now.titre, avant),
        Nouveaute::Presentation => ateliers::nouveau_presentation().to_owned(),
        Nouveaute::Besoin => ateliers::nouveau_besoin(besoin_label(now.besoin)),
        Nouveaute::Public => match ages(now) {
            Some(ages) => ateliers::nouveau_public(&ages),
            None => ateliers::nouveau_pour_tous().to_owned(),
        },
        Nouveaute::Apporter => match &now.a_apporter {
            Some(what) => ateliers::apporter(what),
            None => ateliers::nouveau_rien_apporter().to_owned(),
        },
        Nouveaute::Meneurs => {
            let all: Vec<String> = now.meneurs.iter().map(meneur).collect();
            ateliers::nouveau_meneurs(&all.join(" · "))
        }
        Nouveaute::Essayer if now.pour_essayer => ateliers::essayer().to_owned(),
        Nouveaute::Essayer => ateliers::nouveau_essayer_non().to_owned(),
        Nouveaute::Accompagne if now.accompagne => ateliers::accompagne_ok().to_owned(),
        Nouveaute::Accompagne => ateliers::accompagne_non().to_owned(),
    };
    vec![line]
}

// The day, the hours, or both: each by itself.
fn moved((debut, fin): (Instant, Instant), now: &Atelier) -> Vec<String> {
    let zone = &now.lieu.fuseau;
    let (was, day) = (format::long_day(debut, zone), format::long_day(now.debut, zone));
    let (former, hours) = (jeune::de_a(&format::hour(debut, zone), &format::hour(fin, zone)), heures(now));
    let day = (was != day).then(|| ateliers::nouveau_jour(&day, &was));
    let hour = (former != hours).then(|| ateliers::nouveau_heures(&hours, &former));
    day.into_iter().chain(hour).collect()
}

fn address(lieu: &Lieu) -> String {
    let parts = [&lieu.nom, &lieu.adresse, &lieu.commune].map(String::as_str);
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
