//! What others publish in our places: the team of the place is told, and may end it. Nobody asks before: a young person would wait
//! for the answer.

use std::collections::BTreeSet;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    fields::{Jour, Ligne},
    ids::{CompteId, CreneauId, PermanenceId, StructureId},
    operation::Done,
    permanences::{Conditions, Permanence, Rythme},
};

use super::{annulation, avis, creneaux, liste, occurrences, regles};
use crate::{
    accueil::hotes,
    caller::Professionnel,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{animation, creneau, permanence},
    time,
};

const REFUSED: &str = "Le lieu ne peut pas accueillir cette permanence.";

/// Tells the team of a place that others open a permanence there, or hold it in another way.
pub fn tell(tx: &mut Tx<'_>, permanence: PermanenceId) -> Result<(), Error> {
    let (publishes, hosts) = sides(tx.db, permanence)?;
    let mut told: BTreeSet<CompteId> = hotes::members(tx.db, &hosts)?.into_iter().collect();
    for own in hotes::members(tx.db, &[publishes])? {
        told.remove(&own);
    }
    tell_all(tx, permanence, told)
}

fn tell_all(tx: &mut Tx<'_>, permanence: PermanenceId, told: impl IntoIterator<Item = CompteId>) -> Result<(), Error> {
    told.into_iter().try_for_each(|compte| crate::avis::tell(tx, &avis::with_others(permanence, compte)))
}

// The structure that publishes, and those of the place when it is not one of them.
fn sides(db: &mut Conn, permanence: PermanenceId) -> Result<(StructureId, Vec<StructureId>), Error> {
    let (AsText(publishes), espace): (AsText<StructureId>, String) = permanence::table
        .find(permanence.to_string())
        .select((permanence::structure_id, permanence::espace_id))
        .first(db)?;
    Ok((publishes, hotes::of(db, &espace, publishes)?))
}

/// What others publish in the places of the caller, with créneaux to come.
pub fn list(db: &mut Conn, caller: &Professionnel, now: Instant) -> Result<Vec<Permanence>, Error> {
    let deciding = hotes::decides(caller).into_iter().map(|one| one.to_string());
    let places: Vec<String> =
        animation::table.filter(animation::structure_id.eq_any(deciding)).select(animation::espace_id).load(db)?;
    let own: Vec<String> = caller.appartenances.iter().map(|place| place.structure.to_string()).collect();
    let mut hosted = Vec::new();
    for one in liste::list_hosted(db, &places, &own, now)? {
        // A structure of the place that is not the caller's own publishes at home.
        if !sides(db, one.id)?.1.is_empty() {
            hosted.push(Permanence { conditions: Conditions { lien: None, ..one.conditions }, ..one });
        }
    }
    Ok(hosted)
}

/// The place says no: nothing is held there any longer, whoever has a rendez-vous to come is told why.
pub fn withdraw(tx: &mut Tx<'_>, caller: &Professionnel, permanence: PermanenceId) -> Result<Done, Error> {
    let (modele, _) = creneaux::find(tx.db, permanence)?;
    modele.lock(tx)?;
    let (publishes, hosts) = sides(tx.db, permanence)?;
    let works_there = caller.appartenances.iter().any(|place| place.structure == publishes);
    if works_there || !hotes::decides(caller).iter().any(|one| hosts.contains(one)) {
        return Err(ProblemKind::Introuvable.into());
    }
    let ids = to_come(tx.db, permanence, tx.now)?;
    let mot = Ligne::parse(REFUSED).map_err(|why| Error::Internal(why.to_string()))?;
    annulation::release(tx, &ids, Some(&mot))?;
    let today = time::day_of(tx.now, &modele.zone);
    regles::keep(tx, permanence, time::plus_days(today, 1))?;
    // What is left of today does not come back with a stop or a day that is taken back.
    let nothing_today = occurrences::creneaux_of(tx.db, permanence, today)?.is_empty();
    let of_today = Some(today).filter(|_| nothing_today && !modele.regle.days(today, today).is_empty());
    for jour in chosen(&modele.regle.rythme, today).into_iter().chain(of_today) {
        occurrences::keep(tx, caller.compte, (permanence, jour), None)?;
    }
    let rythme = modele.regle.rythme.until(today);
    diesel::update(permanence::table.find(permanence.to_string()))
        .set((
            permanence::dernier_jour.eq(rythme.dernier().map(|day| day.to_string())),
            permanence::rythme.eq(serde_json::to_string(&rythme).map_err(|why| Error::Internal(why.to_string()))?),
        ))
        .execute(tx.db)?;
    let told = hotes::members(tx.db, &[publishes])?;
    tell_all(tx, permanence, told)?;
    Ok(Done {})
}

// The créneaux that have not begun.
fn to_come(db: &mut Conn, permanence: PermanenceId, now: Instant) -> Result<Vec<CreneauId>, Error> {
    let rows: Vec<AsText<CreneauId>> = creneau::table
        .filter(creneau::permanence_id.eq(permanence.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::debut.gt(now.0))
        .select(creneau::id)
        .load(db)?;
    Ok(rows.into_iter().map(|AsText(id)| id).collect())
}

// The chosen dates to come, also those of which the créneaux are not made yet.
fn chosen(rythme: &Rythme, today: Jour) -> Vec<Jour> {
    match rythme {
        Rythme::Date { jour } => vec![*jour],
        Rythme::Dates { jours } => jours.clone(),
        Rythme::Semaine { .. } | Rythme::Mois { .. } => Vec::new(),
    }
    .into_iter()
    .filter(|jour| today < *jour)
    .collect()
}
