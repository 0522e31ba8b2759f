//! Why a permanence cannot be held at a moment: its place is closed, its professional is away or elsewhere. Each is named.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem, ProblemKind,
    accueil::Lieu,
    fields::Jour,
    ids::{CompteId, PermanenceId},
};

use super::{creneaux::Modele, murs};
use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales,
        murs::refusal,
    },
    db::Conn,
    problem::Error,
    schema::{absence, creneau, lieu, occurrence, permanence},
};

/// The days that somebody cancelled, or else moved, by hand: the rule makes nothing on them. Cancelled ones are `true`.
pub fn differing(db: &mut Conn, permanence: PermanenceId) -> Result<Vec<(Jour, bool)>, Error> {
    let rows: Vec<(String, String)> = occurrence::table
        .filter(occurrence::permanence_id.eq(permanence.to_string()))
        .select((occurrence::jour, occurrence::etat))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(jour, etat)| Some((jour.parse().ok()?, etat == "annulee"))).collect())
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
    if let Some(why) = murs::refuses(murs::of(db, modele, jour)?.as_ref(), (debut, fin)) {
        return Err(refusal(why).into());
    }
    if absences(db, modele.professionnel, now)?.iter().any(|(from, to)| debut < *to && *from < fin) {
        return Err(ProblemKind::ProfessionnelAbsent.into());
    }
    match busy(db, modele.professionnel, (debut, fin))?.iter().find(|other| !but_for.contains(other)) {
        Some(other) => Err(named(db, other)?),
        None => Ok(()),
    }
}
