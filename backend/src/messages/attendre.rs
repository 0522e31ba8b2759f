//! What a jeune may expect: who reads, how long an answer usually takes, when someone is there. Nothing that is not known.

use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    fields::Jour,
    ids::{CompteId, FilId},
    messages::{AbsenceDite, Attendre, Plage},
};

use super::{
    annonce::{Sides, prenom},
    reader::Reader,
    temps::plages,
};
use crate::{
    db::{AsText, Conn},
    problem::Error,
    schema::{fil, message, remplacement},
    time,
};

// What is looked back at, and from how many answers on it says something.
const DAYS: i64 = 30;
const FEWEST: usize = 5;
const MOST: i64 = 500;
// An absence is told a week ahead; the next answering hour is looked for as far as the longest absence and a week.
const AHEAD: i64 = 7;
const FARTHEST: i32 = 100;

/// What may be expected in a thread.
pub fn read(db: &mut Conn, reader: &Reader, fil: FilId, (now, zone): (Instant, &TimeZone)) -> Result<Attendre, Error> {
    let (jeune, referent) = reader.find(db, fil)?;
    let relayee: Option<i64> = fil::table.find(fil.to_string()).select(fil::relayee_le).first(db)?;
    let sides = Sides { jeune, referent, relayee: relayee.is_some() };
    let professionnels = sides.professionnels(db, fil, now)?;
    let absences = match referent {
        Some(referent) => absences(db, referent, now)?,
        None => Vec::new(),
    };
    let substitute = absences.first().filter(|away| away.debut <= now).and_then(|away| away.remplacant);
    // Who answers now: the team as long as there is no référent.
    let answering: Vec<CompteId> = match substitute.or(referent) {
        Some(one) => vec![one],
        None => professionnels.clone(),
    };
    let presence = referent.map(|referent| Presence::load(db, referent, &absences)).transpose()?;
    let first = presence.as_ref().and_then(|presence| presence.first(now, zone));
    let has_hours = presence.as_ref().is_some_and(|presence| !presence.at(now).0.is_empty());
    let maintenant = has_hours.then_some(first == Some(now));
    let prochaine = first.filter(|_| maintenant == Some(false));
    // It is told a week ahead.
    let away = absences.into_iter().next().filter(|away| away.debut <= now.plus_days(AHEAD));
    let lecteurs = if referent.is_some() && relayee.is_none() { names(db, &professionnels)? } else { Vec::new() };
    let absence = match away {
        Some(Away { du, au, remplacant, .. }) => {
            let remplacant = remplacant.map(|compte| prenom(db, compte)).transpose()?;
            Some(AbsenceDite { du, au, remplacant })
        }
        None => None,
    };
    Ok(Attendre {
        d_habitude: usual(db, (&answering, fil), now)?,
        maintenant,
        prochaine,
        absence,
        relayee_le: relayee.map(Instant),
        lecteurs,
    })
}

struct Away {
    du: Jour,
    au: Jour,
    debut: Instant,
    fin: Instant,
    remplacant: Option<CompteId>,
}

// The absences that are not over, in order; no two at the same time.
fn absences(db: &mut Conn, referent: CompteId, now: Instant) -> Result<Vec<Away>, Error> {
    type Row = (AsText<Jour>, AsText<Jour>, i64, i64, Option<AsText<CompteId>>);
    let rows: Vec<Row> = remplacement::table
        .filter(remplacement::absent_id.eq(referent.to_string()))
        .filter(remplacement::fin_le.gt(now.0))
        .order(remplacement::debut_le)
        .select((
            remplacement::du,
            remplacement::au,
            remplacement::debut_le,
            remplacement::fin_le,
            remplacement::remplacant_id,
        ))
        .load(db)?;
    let away = rows.into_iter().map(|(AsText(du), AsText(au), debut, fin, remplacant)| Away {
        du,
        au,
        debut: Instant(debut),
        fin: Instant(fin),
        remplacant: remplacant.map(|AsText(compte)| compte),
    });
    Ok(away.collect())
}

// When somebody answers in a thread: the référent within their hours, and in each of their absences whoever answers in their place.
struct Presence<'a> {
    own: Vec<Plage>,
    absences: Vec<(&'a Away, Vec<Plage>)>,
}

impl<'a> Presence<'a> {
    fn load(db: &mut Conn, referent: CompteId, absences: &'a [Away]) -> Result<Self, Error> {
        let mut known = Vec::new();
        for away in absences {
            let theirs = away.remplacant.map(|one| plages(db, one)).transpose()?.unwrap_or_default();
            known.push((away, theirs));
        }
        Ok(Self { own: plages(db, referent)?, absences: known })
    }

    // Whose hours count at a moment, and until when: the end of an absence, or the beginning of the next one.
    fn at(&self, moment: Instant) -> (&[Plage], Option<Instant>) {
        match self.absences.iter().find(|(away, _)| away.debut <= moment && moment < away.fin) {
            Some((away, theirs)) => (theirs, Some(away.fin)),
            None => {
                let begins = self.absences.iter().map(|(away, _)| away.debut);
                (&self.own, begins.filter(|debut| moment < *debut).min())
            }
        }
    }

    // The first moment from now on; now itself when somebody is there.
    fn first(&self, now: Instant, zone: &TimeZone) -> Option<Instant> {
        let mut from = now;
        loop {
            let (hours, until) = self.at(from);
            match (next(hours, from, zone), until) {
                (Some(found), Some(until)) if until <= found => from = until,
                (None, Some(until)) => from = until,
                (found, _) => return found,
            }
        }
    }
}

fn names(db: &mut Conn, comptes: &[CompteId]) -> Result<Vec<String>, Error> {
    let mut names = comptes.iter().map(|compte| prenom(db, *compte)).collect::<Result<Vec<_>, _>>()?;
    names.sort();
    Ok(names)
}

// The median of the waits that these people ended, nights and week-ends included: that is what a jeune lives through. Those who
// wait for longer than that now count too: an answer that is late does not make the others look quick.
fn usual(db: &mut Conn, (answering, fil): (&[CompteId], FilId), now: Instant) -> Result<Option<u32>, Error> {
    let mut waits: Vec<i64> = message::table
        .filter(message::auteur_id.eq_any(ids(answering)))
        .filter(message::envoye_le.gt(now.plus_days(-DAYS).0))
        .filter(message::attente.is_not_null())
        .order(message::envoye_le.desc())
        .limit(MOST)
        .select(message::attente.assume_not_null())
        .load(db)?;
    waits.sort_unstable();
    let Some(median) = waits.get(waits.len() / 2).copied().filter(|_| FEWEST <= waits.len()) else { return Ok(None) };
    waits.extend(waiting(db, (answering, fil), now)?.into_iter().filter(|wait| median < *wait));
    waits.sort_unstable();
    Ok(waits.get(waits.len() / 2).and_then(|wait| u32::try_from(wait / 60_000).ok()))
}

// How long those wait who wait for these people: in the threads that are theirs, or of the team as long as it has no référent.
fn waiting(db: &mut Conn, (answering, fil): (&[CompteId], FilId), now: Instant) -> Result<Vec<i64>, Error> {
    let (espace, referent): (String, Option<String>) =
        fil::table.find(fil.to_string()).select((fil::espace_id, fil::referent_id)).first(db)?;
    let waits = fil::table.filter(fil::attend_depuis.is_not_null()).limit(MOST).into_boxed();
    let waits = match referent {
        Some(_) => {
            waits.filter(fil::referent_id.is_not_null().and(fil::referent_id.assume_not_null().eq_any(ids(answering))))
        }
        None => waits.filter(fil::espace_id.eq(espace)).filter(fil::referent_id.is_null()),
    };
    let since: Vec<i64> = waits.select(fil::attend_depuis.assume_not_null()).load(db)?;
    Ok(since.into_iter().map(|since| now.0 - since).collect())
}

fn ids(comptes: &[CompteId]) -> Vec<String> {
    comptes.iter().map(ToString::to_string).collect()
}

fn is_within(hours: &[Plage], now: Instant, zone: &TimeZone) -> bool {
    let (day, heure) = (time::day_of(now, zone), time::heure_of(now, zone));
    let jour = time::weekday(day);
    !is_holiday(day) && hours.iter().any(|one| one.jour == jour && one.debut <= heure && heure < one.fin)
}

// The first start of a span from a moment on; at that moment itself when it is within one. Public holidays are left out.
fn next(hours: &[Plage], from: Instant, zone: &TimeZone) -> Option<Instant> {
    if is_within(hours, from, zone) {
        return Some(from);
    }
    let first = time::day_of(from, zone);
    (0..FARTHEST).map(|days| time::plus_days(first, days)).filter(|day| !is_holiday(*day)).find_map(|day| {
        let of_day = hours.iter().filter(|one| one.jour == time::weekday(day));
        let starts = of_day.filter_map(|one| time::moment(day, one.debut, zone));
        starts.filter(|start| from <= *start).min()
    })
}

fn is_holiday(jour: Jour) -> bool {
    crate::permanences::is_holiday(jour, shared::permanences::JoursFeries::Metropole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plage(jour: u8, debut: &str, fin: &str) -> Plage {
        Plage { jour, debut: debut.parse().unwrap(), fin: fin.parse().unwrap() }
    }

    fn at(day: &str, heure: &str) -> Instant {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        time::moment(day.parse().unwrap(), heure.parse().unwrap(), &zone).unwrap()
    }

    #[test]
    fn the_next_answering_hour_skips_nights_weekends_and_holidays() {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let week: Vec<Plage> = (1..=5).map(|jour| plage(jour, "09:30", "17:00")).collect();
        let next = |day, heure| next(&week, at(day, heure), &zone);
        // A Friday evening; 2026-12-25 is a Friday too; across the change of the clocks of 29 March.
        assert_eq!(next("2026-11-20", "18:00"), Some(at("2026-11-23", "09:30")));
        assert_eq!(next("2026-12-24", "17:00"), Some(at("2026-12-28", "09:30")));
        // A holiday is not within the hours of its weekday.
        assert!(!is_within(&week, at("2026-12-25", "10:00"), &zone));
        assert_eq!(next("2026-12-25", "10:00"), Some(at("2026-12-28", "09:30")));
        assert_eq!(next("2026-03-28", "12:00"), Some(at("2026-03-30", "09:30")));
        assert_eq!(next("2026-11-23", "09:00"), Some(at("2026-11-23", "09:30")));
        assert_eq!(next("2026-11-23", "10:00"), Some(at("2026-11-23", "10:00")));
        assert!(
            is_within(&week, at("2026-11-23", "09:30"), &zone) && !is_within(&week, at("2026-11-23", "17:00"), &zone)
        );
    }
}
