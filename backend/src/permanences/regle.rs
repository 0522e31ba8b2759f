//! From a rule in wall time to créneaux: pure, the clock and the calendar come as arguments.

use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    fields::{Heure, Jour},
    permanences::{JoursFeries, Rythme},
};

use super::feries::is_holiday;
use crate::{problem::Error, time};

/// A rule of a permanence.
#[derive(Clone, Debug)]
pub struct Regle {
    /// When it is held.
    pub rythme: Rythme,
    /// From, on the clock of the place.
    pub debut: Heure,
    /// To, on the clock of the place.
    pub fin: Heure,
    /// Length of a créneau in minutes.
    pub duree: u16,
    /// Minutes between two créneaux.
    pub pause: u16,
    /// Which public holidays it skips.
    pub feries: JoursFeries,
}

impl Regle {
    /// Refuses what can hold no créneau on any day.
    pub fn check(&self) -> Result<(), Error> {
        if let Err(bad) = self.rythme.check() {
            return Err(Problem::fields([("rythme", bad.0)]).into());
        }
        let backwards = self.rythme.premier().zip(self.rythme.dernier()).is_some_and(|(first, last)| last < first);
        if self.fin <= self.debut || backwards {
            return Err(ProblemKind::FinAvantDebut.into());
        }
        if self.fin.minutes() - self.debut.minutes() < self.duree {
            return Err(ProblemKind::PermanenceTropCourte.into());
        }
        Ok(())
    }

    /// The last day to make now: a rule goes on to the horizon, or to its own end; chosen dates however far they are.
    pub fn until(&self, horizon: Jour) -> Jour {
        // A rule that begins near the horizon or after it has its first days made: three months hold a fifth Friday.
        let (first, step) = match &self.rythme {
            Rythme::Date { .. } | Rythme::Dates { .. } => return self.rythme.dernier().unwrap_or(horizon),
            Rythme::Semaine { a_partir_du, toutes_les, .. } => (*a_partir_du, 7 * i32::from(*toutes_les)),
            Rythme::Mois { a_partir_du, .. } => (*a_partir_du, 92),
        };
        let until = horizon.max(time::plus_days(first, step));
        self.rythme.dernier().map_or(until, |last| last.min(until))
    }

    /// The days of the rule, from a day to another, both included, in order.
    pub fn days(&self, from: Jour, to: Jour) -> Vec<Jour> {
        let to = self.rythme.dernier().map_or(to, |last| last.min(to));
        let mut days = match &self.rythme {
            Rythme::Date { jour } => vec![*jour],
            Rythme::Dates { jours } => jours.clone(),
            Rythme::Semaine { a_partir_du, toutes_les, .. } => weekly(*a_partir_du, i32::from(*toutes_les), to),
            Rythme::Mois { a_partir_du, jour, rangs, .. } => monthly(*a_partir_du, *jour, rangs, to),
        };
        // A date that was chosen is held, on a public holiday too.
        let chosen = self.rythme.is_chosen();
        days.retain(|day| from <= *day && *day <= to && (chosen || !is_holiday(*day, self.feries)));
        days.sort_unstable();
        days
    }

    /// The days, of some, on which the clocks repeat the hour of the start or of the end.
    pub fn repeated(&self, days: &[Jour], zone: &TimeZone) -> Vec<Jour> {
        let twice = |day: &&Jour| [self.debut, self.fin].iter().any(|heure| time::is_repeated(**day, *heure, zone));
        days.iter().filter(twice).copied().collect()
    }

    /// The créneaux of a day, one after the other; a rest at the end that is too short for one is left.
    ///
    /// A wall time that the clocks skip is an error: a permanence of 02:30 does not exist that night.
    pub fn creneaux(&self, jour: Jour, zone: &TimeZone) -> Result<Vec<(Instant, Instant)>, Error> {
        let debut = time::moment(jour, self.debut, zone).ok_or(ProblemKind::HeureInexistante)?;
        let fin = time::moment(jour, self.fin, zone).ok_or(ProblemKind::HeureInexistante)?;
        let duree = i64::from(self.duree);
        let step = duree + i64::from(self.pause);
        let starts = (0..).map(|i| debut.plus_minutes(i * step));
        let creneaux = starts.map(|start| (start, start.plus_minutes(duree))).take_while(|(_, end)| *end <= fin);
        Ok(creneaux.collect())
    }
}

fn weekly(first: Jour, weeks: i32, to: Jour) -> Vec<Jour> {
    let next = |day: &Jour| Some(time::plus_days(*day, 7 * weeks)).filter(|next| day < next);
    std::iter::successors(Some(first), next).take_while(|day| *day <= to).collect()
}

// The days of the week are counted in each month; those before the first day do not count.
fn monthly(first: Jour, jour: u8, rangs: &[u8], to: Jour) -> Vec<Jour> {
    let (mut annee, mut mois, _) = first.parts();
    let mut days = Vec::new();
    while let Some(start) = Jour::new(annee, mois, 1).filter(|start| *start <= to) {
        let offset = (i32::from(jour) - i32::from(time::weekday(start))).rem_euclid(7);
        let ranked = rangs.iter().map(|rang| time::plus_days(start, offset + 7 * (i32::from(*rang) - 1)));
        days.extend(ranked.filter(|day| day.parts().1 == mois && first <= *day && *day <= to));
        (annee, mois) = if mois == 12 { (annee + 1, 1) } else { (annee, mois + 1) };
    }
    days
}

#[cfg(test)]
mod tests;
