//! Why a permanence cannot be held at a moment: its place is closed, its professional is away or elsewhere. Each is named.

use std::collections::HashSet;

use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use shared::{Instant, Problem, ProblemKind, accueil::Lieu, fields::Jour, ids::CompteId};

use super::{creneaux::Modele, murs};
use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales::{self, Tour},
        murs::Murs,
    },
    db::Conn,
    problem::Error,
    schema::{absence, creneau, espace_temps, fermeture, lieu, occurrence, permanence},
    time,
};

/// The days on which the rule makes nothing: its place is closed, or that occurrence was cancelled or moved.
pub fn left_out(db: &mut Conn, modele: &Modele) -> Result<HashSet<Jour>, Error> {
    let mut days = closed(db, modele)?;
    let differing: Vec<String> = occurrence::table
        .filter(occurrence::permanence_id.eq(modele.permanence.to_string()))
        .select(occurrence::jour)
        .load(db)?;
    days.extend(differing.into_iter().filter_map(|jour| jour.parse::<Jour>().ok()));
    Ok(days)
}

/// The days on which the place is closed. A closure is that of the espace-temps itself: a permanence that is held elsewhere
/// goes on.
pub fn closed(db: &mut Conn, modele: &Modele) -> Result<HashSet<Jour>, Error> {
    let spans: Vec<(String, String)> = fermeture::table
        .inner_join(espace_temps::table)
        .inner_join(permanence::table.on(permanence::espace_id.eq(espace_temps::id)))
        .filter(permanence::id.eq(modele.permanence.to_string()))
        .filter(permanence::lieu_id.eq(espace_temps::lieu_id))
        .select((fermeture::du, fermeture::au))
        .load(db)?;
    let mut closed = HashSet::new();
    for (du, au) in spans {
        let (Ok(mut day), Ok(last)) = (du.parse::<Jour>(), au.parse::<Jour>()) else { continue };
        while day <= last {
            closed.insert(day);
            day = time::plus_days(day, 1);
        }
    }
    Ok(closed)
}

/// When a professional is away, from now on.
pub fn absences(db: &mut Conn, professionnel: CompteId, now: Instant) -> Result<Vec<(Instant, Instant)>, Error> {
    let spans: Vec<(i64, i64)> = absence::table
        .filter(absence::professionnel_id.eq(professionnel.to_string()))
        .filter(absence::fin.gt(now.0))
        .select((absence::debut, absence::fin))
        .load(db)?;
    Ok(spans.into_iter().map(|(debut, fin)| (Instant(debut), Instant(fin))).collect())
}

/// The créneaux of a professional between two moments. A créneau lasts eight hours at the most: only those that start within
/// eight hours before the end can overlap.
pub fn busy(db: &mut Conn, professionnel: CompteId, (debut, fin): (Instant, Instant)) -> Result<Vec<String>, Error> {
    let others = creneau::table
        .filter(creneau::professionnel_id.eq(professionnel.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::debut.lt(fin.0))
        .filter(creneau::debut.gt(debut.plus_minutes(-480).0))
        .filter(creneau::fin.gt(debut.0));
    Ok(others.order((creneau::debut, creneau::id)).select(creneau::id).load(db)?)
}

/// The refusal that says where the professional is at that time, and when.
pub fn named(db: &mut Conn, creneau: &str) -> Result<Error, Error> {
    let (debut, lieu): (i64, LieuRow) = creneau::table
        .inner_join(permanence::table.inner_join(lieu::table))
        .filter(creneau::id.eq(creneau))
        .select((creneau::debut, LIEU))
        .first(db)?;
    let Lieu { nom, commune, fuseau, .. } = escales::place(db, lieu, debut)?;
    let said = [
        ("conflit_debut", debut.to_string()),
        ("conflit_lieu", format!("{nom}, {commune}")),
        ("conflit_fuseau", fuseau),
    ];
    let fields = said.map(|(name, value)| (name.to_owned(), vec![value])).into();
    Ok(Problem { fields, ..ProblemKind::ProfessionnelOccupe.into() }.into())
}

/// Refuses a span at which the permanence cannot be held, some of its own créneaux left out.
pub fn check(
    db: &mut Conn,
    modele: &Modele,
    jour: Jour,
    (debut, fin): (Instant, Instant),
    but_for: &[String],
    now: Instant,
) -> Result<(), Error> {
    let is_off = !murs::take(murs::of(db, modele, now)?.as_ref(), (debut, fin));
    if is_off || closed(db, modele)?.contains(&jour) {
        return Err(ProblemKind::LieuFerme.into());
    }
    if escales::of_permanence(db, modele.permanence, jour)?.is_some_and(|tour| !tour.holds((debut, fin))) {
        return Err(escales::refusal().into());
    }
    if absences(db, modele.professionnel, now)?.iter().any(|(from, to)| debut < *to && *from < fin) {
        return Err(ProblemKind::ProfessionnelAbsent.into());
    }
    match busy(db, modele.professionnel, (debut, fin))?.iter().find(|other| !but_for.contains(other)) {
        Some(other) => Err(named(db, other)?),
        None => Ok(()),
    }
}

/// Why a rule makes nothing between two days.
pub fn why_nothing(db: &mut Conn, modele: &Modele, from: Jour, to: Jour, now: Instant) -> Result<Problem, Error> {
    let days = modele.regle.days(from, to);
    let to_come: Vec<Jour> = days.into_iter().filter(|day| is_to_come(modele, *day, now)).collect();
    if to_come.is_empty() {
        return Ok(ProblemKind::AucuneDate.into());
    }
    let (closed, murs) = (closed(db, modele)?, murs::of(db, modele, now)?);
    let all_closed = to_come.iter().all(|day| closed.contains(day) || is_off(modele, murs.as_ref(), *day));
    if all_closed {
        return Ok(ProblemKind::LieuFerme.into());
    }
    let tour = escales::of_permanence(db, modele.permanence, from)?;
    let is_met = |day: &Jour| meets(modele, *day, tour.as_ref());
    Ok(if to_come.iter().any(is_met) { ProblemKind::ProfessionnelAbsent.into() } else { escales::refusal() })
}

/// Whether something of a day is held at a stop, when that is where it is held.
pub fn meets(modele: &Modele, jour: Jour, tour: Option<&Tour>) -> bool {
    let creneaux = modele.regle.creneaux(jour, &modele.zone).unwrap_or_default();
    tour.is_none_or(|tour| creneaux.iter().any(|span| tour.holds(*span)))
}

/// Whether a place has no room for any créneau of a day.
pub fn is_off(modele: &Modele, murs: Option<&Murs>, jour: Jour) -> bool {
    let creneaux = modele.regle.creneaux(jour, &modele.zone).unwrap_or_default();
    creneaux.iter().all(|span| !murs::take(murs, *span))
}

fn is_to_come(modele: &Modele, jour: Jour, now: Instant) -> bool {
    let creneaux = modele.regle.creneaux(jour, &modele.zone).unwrap_or_default();
    creneaux.iter().any(|(debut, _)| modele.deja_tenue || now < *debut)
}
