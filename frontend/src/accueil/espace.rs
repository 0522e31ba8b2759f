//! An espace-temps, at the address of its poster.

use leptos::prelude::*;
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{EspaceTemps, Heures, Ouverture, Porte, ReadEspaceTemps},
    fields::{CodeEspace, Heure},
};

use super::jeune::Places;
use crate::{
    api::call,
    ask::{ask, memo, shown},
    format,
    permanences::{booking::Where, creneaux::FreeCreneaux},
    route::Route,
    session::Me,
    texts::jeune,
    ui::{Loaded, MAIN, PLAIN, Page},
};

// In minutes.
const DAY: i64 = 24 * 60;
const MIDNIGHT: u16 = 24 * 60;

/// `/e/{code}`.
#[component]
pub fn EspacePage(
    /// Which.
    code: CodeEspace,
) -> impl IntoView {
    let espace = ask(move || find(code.clone()));
    view! {
        <Loaded from=espace let:found>
            {match found {
                Some(espace) => view! { <Public espace /> }.into_any(),
                None => view! { <UnknownEspace /> }.into_any(),
            }}
        </Loaded>
    }
}

/// A poster of a place that has gone, or an address with a slip: the places there are.
#[component]
pub fn UnknownEspace() -> impl IntoView {
    view! {
        <Page titre=jeune::lieu_introuvable()>
            <p>{jeune::lieu_introuvable_aide()}</p>
            <Places />
        </Page>
    }
    .into_any()
}

async fn find(code: CodeEspace) -> Result<Option<EspaceTemps>, Problem> {
    match call(ReadEspaceTemps { code }).await {
        Err(problem) if problem.kind == ProblemKind::Introuvable => Ok(None),
        answer => answer.map(Some),
    }
}

#[component]
fn Public(espace: EspaceTemps) -> impl IntoView {
    let EspaceTemps { code, nom, presentation, lieu, semaine, arrets, horaires_note, porte, structures, .. } = espace;
    let propositions = espace.propositions.into_iter().zip(espace.pictos);
    let all = format!("/lieux/{}", code.as_str());
    let zone = lieu.fuseau.clone();
    // Where a bus is depends on the day.
    let place = arrets.is_empty().then(|| {
        view! {
            <section class="carte" aria-labelledby="ou">
                <h2 id="ou" class="titre-2">
                    {jeune::ou()}
                </h2>
                <Where lieu />
            </section>
        }
    });
    view! {
        <Page titre=nom>
            <DoorState porte zone />
            <p class="text-lg">{presentation}</p>
            <EnterHere code=code.clone() />
            <a class=PLAIN href=all>
                {jeune::tout_voir()}
            </a>
            {place}
            <Hours horaires=semaine arrets note=horaires_note />
            <section class="carte" aria-labelledby="propositions">
                <h2 id="propositions" class="titre-2">
                    {jeune::que_faire_ici()}
                </h2>
                <ul class="grid gap-2">{propositions.map(proposal).collect_view()}</ul>
            </section>
            <FreeCreneaux espace=code />
            <section class="pile" aria-labelledby="structures">
                <h2 id="structures" class="titre-2">
                    {jeune::qui_accueille()}
                </h2>
                <ul class="cote-a-cote">
                    {structures.into_iter().map(|nom| view! { <li class="carte">{nom}</li> }).collect_view()}
                </ul>
            </section>
        </Page>
    }
    .into_any()
}

// The drawings are a file of their own, asked for beside the page: there is no room for them in its program.
fn proposal((text, picto): (String, String)) -> impl IntoView {
    view! {
        <li class="flex gap-2">
            <i class=format!("picto {picto}")></i>
            <span>{text}</span>
        </li>
    }
}

#[component]
fn EnterHere(code: CodeEspace) -> impl IntoView {
    let me = Me::expect();
    let inside = memo(move || me.is_jeune());
    let route = Route::expect();
    let de = route.query("de").map_or_else(String::new, |de| format!("&de={de}"));
    let code = code.as_str().to_owned() + &de;
    shown(move || match inside.get() {
        Some(true) => ().into_any(),
        Some(false) | None => view! {
            <div class="pile">
                <a class=MAIN href=format!("/entrer?espace={code}")>
                    {jeune::entrer_ici()}
                </a>
                <a class=PLAIN href="/revenir">
                    {jeune::je_reviens()}
                </a>
            </div>
        }
        .into_any(),
    })
}

/// Whether the door is open, in words.
#[component]
pub fn DoorState(porte: Porte, zone: String) -> impl IntoView {
    let (dot, sentence) = match porte {
        Porte::Ouverte { jusqua } => ("point point-ouvert", open_until(jusqua, &zone)),
        Porte::Fermee { ouvre: Some(at) } => ("point", jeune::ouvre(&format::day(at, &zone), &format::hour(at, &zone))),
        Porte::Fermee { ouvre: None } => ("point", jeune::ferme().to_owned()),
    };
    view! {
        <span class="flex items-center gap-2 font-bold">
            <span class=dot aria-hidden="true"></span>
            {sentence}
        </span>
    }
}

fn open_until(jusqua: Option<Instant>, zone: &str) -> String {
    jusqua.map_or_else(|| jeune::ouvert_jour_et_nuit().to_owned(), |at| jeune::ouvert_jusqua(&until(at, zone)))
}

/// When what goes on now ends: an hour alone is that of today, or of the night that follows.
pub fn until(at: Instant, zone: &str) -> String {
    if at.minutes_since(format::now()) < DAY { format::hour(at, zone) } else { format::moment(at, zone) }
}

#[component]
fn Hours(horaires: Vec<Ouverture>, arrets: Vec<String>, note: Option<String>) -> impl IntoView {
    let (titre, when) = if arrets.is_empty() {
        (jeune::quand(), days(&horaires).into_any())
    } else {
        let stop = |one: String| {
            let (when, place) = one.split_once("\u{A0}: ").unwrap_or((&one, ""));
            view! {
                <li>
                    <strong class="block first-letter:uppercase">{when.to_owned()}</strong>
                    {place.to_owned()}
                </li>
            }
        };
        (jeune::arrets(), view! { <ul class="pile">{arrets.into_iter().map(stop).collect_view()}</ul> }.into_any())
    };
    view! {
        <section class="carte" aria-labelledby="horaires">
            <h2 id="horaires" class="titre-2">
                {titre}
            </h2>
            {when}
            {note.map(|note| view! { <p class="discret">{note}</p> })}
        </section>
    }
}

/// The days with their hours beside them: below them only with letters so large that one opening has no room there.
pub fn days(horaires: &[Ouverture]) -> impl IntoView + use<> {
    let line = |(jour, hours): (u8, Vec<String>)| {
        view! {
            <div class="flex flex-wrap justify-between gap-x-4">
                <dt class="first-letter:uppercase">{format::weekday(jour)}</dt>
                <dd class="min-w-0 flex-1 basis-36 text-right font-bold">{openings(hours)}</dd>
            </div>
        }
    };
    view! { <dl class="grid gap-2">{by_day(horaires).into_iter().map(line).collect_view()}</dl> }
}

/// A line breaks between two openings; inside one only where a whole one does not fit.
pub fn openings(hours: Vec<String>) -> impl IntoView {
    let piece = |(index, hours): (usize, String)| {
        let before = if index == 0 { "" } else { ", " };
        view! {
            {before}
            <span class="inline-block">{hours}</span>
        }
    };
    hours.into_iter().enumerate().map(piece).collect_view()
}

/// The openings, day by day.
pub fn by_day(horaires: &[Ouverture]) -> Vec<(u8, Vec<String>)> {
    let mut days: Vec<(u8, Vec<String>)> = Vec::new();
    for opening in horaires {
        let hours = hours(opening.heures());
        match days.last_mut().filter(|(day, _)| *day == opening.jour) {
            Some((_, former)) => former.push(hours),
            None => days.push((opening.jour, vec![hours])),
        }
    }
    days
}

/// "14 h – 18 h", "20 h – minuit", "jour et nuit".
pub fn hours(heures: Heures) -> String {
    let clock = |time: Heure| format::clock(&time.to_string());
    let end = match heures.end() {
        _ if heures.is_whole_day() => return jeune::jour_et_nuit().to_owned(),
        MIDNIGHT => jeune::minuit().to_owned(),
        _ => clock(heures.fin),
    };
    format!("{} – {end}", clock(heures.debut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_openings_of_a_day_stand_together() {
        let opening =
            |jour, debut: &str, fin: &str| Ouverture { jour, debut: debut.parse().unwrap(), fin: fin.parse().unwrap() };
        let days = by_day(&[opening(3, "09:00", "12:00"), opening(3, "14:00", "20:30"), opening(6, "17:00", "21:00")]);
        assert_eq!(days[0], (3, vec!["9\u{A0}h – 12\u{A0}h".to_owned(), "14\u{A0}h – 20\u{A0}h\u{A0}30".to_owned()]));
        assert_eq!(days[1].0, 6);
        let told = |debut, fin| by_day(&[opening(3, debut, fin)]).remove(0).1.remove(0);
        assert_eq!(told("00:00", "23:59"), "jour et nuit");
        assert_eq!(told("20:00", "00:00"), "20\u{A0}h – minuit");
        assert_eq!(told("20:00", "02:00"), "20\u{A0}h – 2\u{A0}h");
    }
}
