//! The dates of ateliers: what a rule makes, what it leaves out and why. What is announced and what is made come from one plan.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    ateliers::{DatesAteliers, PreviewDates},
    fields::{Heure, Jour},
    permanences::{JourEcarte, JoursFeries, RaisonEcart, Rythme},
};

use super::{
    lieux::{Place, around},
    murs,
};
use crate::{
    accueil::{escales, murs::Murs},
    db::{Conn, Tx},
    permanences::{Regle, is_closed, is_holiday, named_ecarts, refusal_of_ecarts},
    problem::Error,
    time,
};

/// How many dates one request makes.
const MOST_DATES: usize = 60;
// How far ahead a day is taken for what was meant: beyond it the year is a slip of the finger.
const FARTHEST: i32 = 800;
const TOO_FAR: &str = "Cette date est dans plus de deux ans : vérifiez l’année.";
// How far back the days that a rule has behind it are told.
const TOLD: i32 = 366;

/// From and to.
pub type Span = (Instant, Instant);

/// What a rule would make and what it would leave out. `zone` is the clock of a place that belongs to no espace-temps.
pub fn preview(db: &mut Conn, request: &PreviewDates, zone: &str, now: Instant) -> Result<DatesAteliers, Error> {
    let PreviewDates { rythme, debut, fin, lieu } = request;
    let (zone, espace) = around(db, lieu, zone)?;
    let murs = espace.map(|espace| Murs::load(db, espace, time::day_of(now, &zone))).transpose()?;
    let plan = plan((rythme, *debut, *fin), (&zone, murs.as_ref()), now)?;
    Ok(DatesAteliers { jours: plan.held.iter().map(|(jour, _)| *jour).collect(), ecartes: plan.left_out })
}

/// The moments of a rule that are still to come and have room: a rule that has an end, 60 dates at most. Dates that were chosen
/// are all held, or are refused one by one, as items of the field `list`.
pub fn moments(
    tx: &mut Tx<'_>,
    place: &Place,
    (rythme, list): (&Rythme, &str),
    (debut, fin): (Heure, Heure),
) -> Result<Vec<Span>, Error> {
    murs::lock(tx, place)?;
    let murs = murs::of(tx.db, place, tx.now)?;
    let plan = plan((rythme, debut, fin), (&place.zone, murs.as_ref()), tx.now)?;
    if let Rythme::Dates { jours } = rythme
        && let Some(refusal) = refusal_of_chosen(jours, list, &plan.left_out)
    {
        return Err(refusal.into());
    }
    if plan.held.is_empty() {
        return Err(refusal_of_ecarts(&plan.left_out).into());
    }
    Ok(plan.held.into_iter().map(|(_, span)| span).collect())
}

/// Refuses a day that is more than a year away, under the name of its field.
pub fn check_year((jour, field): (Jour, &str), today: Jour) -> Result<(), Error> {
    if jour <= time::plus_days(today, FARTHEST) {
        return Ok(());
    }
    Err(Problem { title: TOO_FAR.to_owned(), ..Problem::fields([(field, "trop-loin")]) }.into())
}

/// From and to, on the clock of a place.
pub fn span(day: Jour, (debut, fin): (Heure, Heure), zone: &TimeZone) -> Result<Span, Error> {
    let at = |heure| time::moment(day, heure, zone).ok_or(ProblemKind::HeureInexistante);
    let (start, end) = (at(debut)?, at(fin)?);
    if end <= start { Err(ProblemKind::FinAvantDebut.into()) } else { Ok((start, end)) }
}

// The days of a rule: those on which something is held, and the others.
#[derive(Default)]
struct Plan {
    held: Vec<(Jour, Span)>,
    left_out: Vec<JourEcarte>,
}

fn plan(
    (rythme, debut, fin): (&Rythme, Heure, Heure),
    (zone, murs): (&TimeZone, Option<&Murs>),
    now: Instant,
) -> Result<Plan, Error> {
    let all = Regle { rythme: rythme.clone(), debut, fin, duree: 1, pause: 0, feries: JoursFeries::Aucun };
    all.check()?;
    let last = rythme.dernier().ok_or_else(|| Problem::fields([("rythme", "sans-fin")]))?;
    let today = time::day_of(now, zone);
    check_year((last, "rythme"), today)?;
    let first = rythme.premier().unwrap_or(today);
    let since = if rythme.is_chosen() { first } else { first.max(time::plus_days(today, -TOLD)) };
    let mut plan = Plan::default();
    for jour in all.days(since, last) {
        match moment(jour, (rythme, debut, fin), (zone, murs), now)? {
            Ok(span) => plan.held.push((jour, span)),
            Err(raison) => plan.left_out.push(JourEcarte { jour, raison }),
        }
        if MOST_DATES < plan.held.len() {
            return Err(Problem::fields([("rythme", "trop-de-dates")]).into());
        }
    }
    Ok(plan)
}

fn moment(
    jour: Jour,
    (rythme, debut, fin): (&Rythme, Heure, Heure),
    (zone, murs): (&TimeZone, Option<&Murs>),
    now: Instant,
) -> Result<Result<Span, RaisonEcart>, Error> {
    if jour < time::day_of(now, zone) {
        return Ok(Err(RaisonEcart::Passe));
    }
    // A date that was chosen is held, on a public holiday too.
    if !rythme.is_chosen() && is_holiday(jour, JoursFeries::Metropole) {
        return Ok(Err(RaisonEcart::Ferie));
    }
    let span = span(jour, (debut, fin), zone)?;
    if span.0 <= now {
        return Ok(Err(RaisonEcart::Passe));
    }
    Ok(match murs.and_then(|murs| murs.refuses(span)) {
        Some(raison) => Err(raison),
        None => Ok(span),
    })
}

// Of chosen dates each is held: those that cannot be are named, and nothing is stored.
fn refusal_of_chosen(chosen: &[Jour], list: &str, left_out: &[JourEcarte]) -> Option<Problem> {
    if left_out.is_empty() {
        return None;
    }
    let kind = if left_out.iter().any(|one| one.raison == RaisonEcart::Passe) {
        ProblemKind::ChampsInvalides
    } else {
        ProblemKind::LieuFerme
    };
    let code = |raison: RaisonEcart| match raison {
        RaisonEcart::Passe => "passe",
        RaisonEcart::SansArret => "sans-arret",
        closed if is_closed(closed) => "lieu-ferme",
        other => other.code(),
    };
    let rank = |one: &JourEcarte| chosen.iter().position(|jour| *jour == one.jour);
    let mut fields: BTreeMap<String, Vec<String>> = left_out
        .iter()
        .filter_map(|one| Some((format!("{list}.{}", rank(one)?), vec![code(one.raison).to_owned()])))
        .collect();
    if left_out.iter().all(|one| one.raison == RaisonEcart::SansArret) {
        fields.extend(escales::refusal().fields);
    }
    let them = if left_out.len() == 1 { "cette date" } else { "ces dates" };
    let title = format!("{} Enlevez {them}, rien n’a été enregistré.", named_ecarts(left_out));
    Some(Problem { title, fields, ..kind.into() })
}
