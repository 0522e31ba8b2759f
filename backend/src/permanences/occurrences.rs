//! The days of a permanence: what becomes of each, and its figures.

use std::collections::{BTreeMap, HashSet};

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    fields::{Heure, Jour, Ligne},
    ids::{CompteId, CreneauId, PermanenceId},
    permanences::{Entonnoir, EtatOccurrence, EtatRendezVous, FichePermanence, MoveOccurrence, Occurrence},
};

use super::{
    conflits,
    creneaux::{self, Modele},
    liste, murs, regles, rendez_vous as booked,
    report::check_free,
};
use crate::{
    caller::Structure,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{creneau, occurrence, prescription, rendez_vous},
    time,
};

/// How many days of the past are shown.
pub const PAST_SHOWN: usize = 12;

/// A permanence with its days and its figures.
pub fn read(
    db: &mut Conn,
    caller: &Structure,
    permanence: PermanenceId,
    now: Instant,
) -> Result<FichePermanence, Error> {
    read_days(db, caller, (permanence, PAST_SHOWN), now)
}

/// A permanence with as many of its past days as that.
pub fn read_days(
    db: &mut Conn,
    caller: &Structure,
    (permanence, past_shown): (PermanenceId, usize),
    now: Instant,
) -> Result<FichePermanence, Error> {
    let permanence = liste::find(db, caller, permanence, now)?;
    let (mut list, entonnoir) = days(db, permanence.id, now)?;
    let past = list.iter().take_while(|day| day.debut <= now).count();
    let left_out = past.saturating_sub(past_shown);
    let occurrences = list.split_off(left_out);
    let anterieurs = u32::try_from(left_out).unwrap_or(u32::MAX);
    Ok(FichePermanence { permanence, occurrences, anterieurs, entonnoir })
}

/// A day is not held: its free créneaux go, its rendez-vous are cancelled by the structure with a word.
pub fn cancel(
    tx: &mut Tx<'_>,
    caller: &Structure,
    (permanence, jour): (PermanenceId, Jour),
    mot: Option<&Ligne>,
) -> Result<FichePermanence, Error> {
    let modele = lock(tx, caller, permanence)?;
    let creneaux = creneaux_of(tx.db, permanence, jour)?;
    // Once more changes nothing.
    if creneaux.is_empty() && !is_cancelled(tx.db, permanence, jour)? && !is_to_come(&modele, jour) {
        return Err(ProblemKind::Introuvable.into());
    }
    let ids: Vec<CreneauId> = creneaux.iter().map(|(id, ..)| *id).collect();
    super::annulation::release(tx, &ids, mot)?;
    keep(tx, caller.compte, (permanence, jour), None)?;
    read(tx.db, caller, permanence, tx.now)
}

/// A day is held at another moment: its créneaux move together, and the rendez-vous with them.
pub fn shift(tx: &mut Tx<'_>, caller: &Structure, request: &MoveOccurrence) -> Result<FichePermanence, Error> {
    let modele = lock(tx, caller, request.permanence)?;
    let mut creneaux = creneaux_of(tx.db, request.permanence, request.jour)?;
    let Some((_, first, _)) = creneaux.first().copied() else {
        return Err(ProblemKind::Introuvable.into());
    };
    let start = time::moment(request.vers, request.debut, &modele.zone).ok_or(ProblemKind::HeureInexistante)?;
    if first <= tx.now || start <= tx.now {
        return Err(ProblemKind::CreneauPasse.into());
    }
    let delta = start.0 - first.0;
    // The one that moves into the place of another comes after it.
    if 0 < delta {
        creneaux.reverse();
    }
    let ids: Vec<String> = creneaux.iter().map(|(id, ..)| id.to_string()).collect();
    super::annulation::say(tx, &ids, request.mot.as_ref())?;
    for (id, debut, fin) in &creneaux {
        let (debut, fin) = (Instant(debut.0 + delta), Instant(fin.0 + delta));
        conflits::check(tx.db, &modele, request.vers, (debut, fin), &ids, tx.now)?;
        for (jeune, rendez_vous) in super::annulation::expected(tx.db, *id)? {
            check_free(tx.db, jeune, rendez_vous, (debut, fin))?;
        }
        diesel::update(creneau::table.find(id.to_string()))
            .set((
                creneau::debut.eq(debut.0),
                creneau::fin.eq(fin.0),
                creneau::ouvre_le.eq(creneau::ouvre_le + delta),
                creneau::ferme_le.eq(creneau::ferme_le + delta),
            ))
            .execute(tx.db)?;
    }
    let moved = super::annulation::kept(tx, &ids)?;
    super::rappels::replan(tx, &moved)?;
    keep(tx, caller.compte, (request.permanence, request.jour), Some((request.vers, request.debut)))?;
    read(tx.db, caller, request.permanence, tx.now)
}

/// What the créneaux of a permanence of the caller are made of. The write on the professional comes first: two changes of
/// one agenda come one after the other.
pub fn lock(tx: &mut Tx<'_>, caller: &Structure, permanence: PermanenceId) -> Result<Modele, Error> {
    liste::check(tx.db, caller, permanence)?;
    let (modele, _) = creneaux::find(tx.db, permanence)?;
    modele.lock(tx)?;
    Ok(modele)
}

fn is_to_come(modele: &Modele, jour: Jour) -> bool {
    modele.regle.days(jour, jour).contains(&jour)
}

fn is_cancelled(db: &mut Conn, permanence: PermanenceId, jour: Jour) -> Result<bool, Error> {
    let found: Option<String> = occurrence::table
        .find((permanence.to_string(), jour.to_string()))
        .select(occurrence::etat)
        .first(db)
        .optional()?;
    Ok(found.is_some())
}

/// A créneau with its start and its end.
pub type Span = (CreneauId, Instant, Instant);

/// The créneaux of a day, in order.
pub fn creneaux_of(db: &mut Conn, permanence: PermanenceId, jour: Jour) -> Result<Vec<Span>, Error> {
    let rows: Vec<(AsText<CreneauId>, i64, i64)> = creneau::table
        .filter(creneau::permanence_id.eq(permanence.to_string()))
        .filter(creneau::jour.eq(jour.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .order(creneau::debut)
        .select((creneau::id, creneau::debut, creneau::fin))
        .load(db)?;
    Ok(rows.into_iter().map(|(AsText(id), debut, fin)| (id, Instant(debut), Instant(fin))).collect())
}

/// What differs from the rule, written once for each day: moved to another moment, or cancelled.
pub fn keep(
    tx: &mut Tx<'_>,
    compte: CompteId,
    (permanence, jour): (PermanenceId, Jour),
    vers: Option<(Jour, Heure)>,
) -> Result<(), Error> {
    diesel::delete(occurrence::table.find((permanence.to_string(), jour.to_string()))).execute(tx.db)?;
    diesel::insert_into(occurrence::table)
        .values((
            occurrence::permanence_id.eq(permanence.to_string()),
            occurrence::jour.eq(jour.to_string()),
            occurrence::etat.eq(if vers.is_some() { "deplacee" } else { "annulee" }),
            occurrence::vers_jour.eq(vers.map(|(jour, _)| jour.to_string())),
            occurrence::vers_debut.eq(vers.map(|(_, debut)| i32::from(debut.minutes()))),
            occurrence::change_par.eq(compte.to_string()),
            occurrence::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    Ok(())
}

fn days(db: &mut Conn, permanence: PermanenceId, now: Instant) -> Result<(Vec<Occurrence>, Entonnoir), Error> {
    let mut days: BTreeMap<Jour, Occurrence> = BTreeMap::new();
    for (jour, debut, places) in held(db, permanence)? {
        let day = Occurrence { jour, etat: EtatOccurrence::Prevue, debut, places: 0, venues: 0 };
        let day = days.entry(jour).or_insert(day);
        day.places += places;
        day.debut = day.debut.min(debut);
    }
    let mut entonnoir = Entonnoir::default();
    let count = |wanted: bool| u32::from(wanted);
    entonnoir.tenues = days.values().map(|day| count(day.debut <= now)).sum();
    let sent = sent(db, permanence)?;
    for (id, jour, debut, etat, entered) in people(db, permanence)? {
        if let Some(day) = days.get_mut(&jour).filter(|_| booked::is_expected(etat)) {
            day.venues += 1;
            let received = etat == EtatRendezVous::Honore;
            entonnoir.orientes += count(debut <= now);
            entonnoir.prescrits += count(debut <= now && sent.contains(&id));
            entonnoir.recus += count(received);
            entonnoir.entres += count(received && entered);
        }
    }
    for (jour, cancelled) in conflits::differing(db, permanence)? {
        if !cancelled {
            days.entry(jour).and_modify(|day| day.etat = EtatOccurrence::Deplacee);
            continue;
        }
        let modele = regles::on(db, permanence, jour)?;
        if let Some(debut) = time::moment(jour, modele.regle.debut, &modele.zone) {
            days.insert(jour, Occurrence { jour, etat: EtatOccurrence::Annulee, debut, places: 0, venues: 0 });
        }
    }
    for (jour, etat, debut) in not_held(db, permanence, now)? {
        days.entry(jour).or_insert(Occurrence { jour, etat, debut, places: 0, venues: 0 });
    }
    let mut list: Vec<Occurrence> = days.into_values().collect();
    list.sort_by_key(|day| (day.debut, day.jour));
    Ok((list, entonnoir))
}

// The days to come on which the rule would make something if the place were open and the professional there.
fn not_held(
    db: &mut Conn,
    permanence: PermanenceId,
    now: Instant,
) -> Result<Vec<(Jour, EtatOccurrence, Instant)>, Error> {
    let (current, done) = creneaux::find(db, permanence)?;
    let (away, today) = (conflits::absences(db, current.professionnel, now)?, time::day_of(now, &current.zone));
    let murs = murs::of(db, &current, today)?;
    let mut days = Vec::new();
    for (modele, from, to) in regles::spans(db, permanence, today, done)? {
        for jour in modele.regle.days(from, to) {
            let Ok(creneaux) = modele.regle.creneaux(jour, &modele.zone) else { continue };
            let is_away = |(debut, fin): &(Instant, Instant)| away.iter().any(|(from, to)| debut < to && from < fin);
            let Some((debut, _)) = creneaux.first().copied().filter(|(debut, _)| now < *debut) else { continue };
            if creneaux.iter().all(|span| murs::refuses(murs.as_ref(), *span).is_some()) {
                days.push((jour, EtatOccurrence::LieuFerme, debut));
            } else if creneaux.iter().all(is_away) {
                days.push((jour, EtatOccurrence::Absence, debut));
            }
        }
    }
    Ok(days)
}

fn held(db: &mut Conn, permanence: PermanenceId) -> Result<Vec<(Jour, Instant, u32)>, Error> {
    let rows: Vec<(String, i64, i32)> = creneau::table
        .filter(creneau::permanence_id.eq(permanence.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .select((creneau::jour, creneau::debut, creneau::places))
        .load(db)?;
    let held = rows
        .into_iter()
        .filter_map(|(jour, debut, places)| Some((jour.parse().ok()?, Instant(debut), u32::try_from(places).ok()?)));
    Ok(held.collect())
}

// Who was sent by a partner.
fn sent(db: &mut Conn, permanence: PermanenceId) -> Result<HashSet<String>, Error> {
    let sent = prescription::table
        .inner_join(rendez_vous::table.inner_join(creneau::table))
        .filter(creneau::permanence_id.eq(permanence.to_string()))
        .select(rendez_vous::id);
    Ok(sent.load(db)?.into_iter().collect())
}

type Person = (String, Jour, Instant, EtatRendezVous, bool);

fn people(db: &mut Conn, permanence: PermanenceId) -> Result<Vec<Person>, Error> {
    let rows: Vec<(String, String, i64, String, Option<String>)> = rendez_vous::table
        .inner_join(creneau::table)
        .filter(creneau::permanence_id.eq(permanence.to_string()))
        .select((rendez_vous::id, creneau::jour, creneau::debut, rendez_vous::etat, rendez_vous::programme))
        .load(db)?;
    let people = rows.into_iter().filter_map(|(id, jour, debut, etat, programme)| {
        Some((id, jour.parse().ok()?, Instant(debut), EtatRendezVous::from_code(&etat)?, programme.is_some()))
    });
    Ok(people.collect())
}
