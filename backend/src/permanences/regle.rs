//! From a rule in wall time to créneaux: pure, the clock and the calendar come as arguments.

use jiff::tz::TimeZone;
use shared::{
    Instant, ProblemKind,
    fields::{Heure, Jour},
    permanences::Rythme,
};

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
}

impl Regle {
    /// Refuses what can hold no créneau on any day.
    pub fn check(&self) -> Result<(), Error> {
        if self.fin <= self.debut {
            return Err(ProblemKind::FinAvantDebut.into());
        }
        if self.fin.minutes() - self.debut.minutes() < self.duree {
            return Err(ProblemKind::PermanenceTropCourte.into());
        }
        Ok(())
    }

    /// The days of the rule, from a day to another, both included.
    pub fn days(&self, from: Jour, to: Jour) -> Vec<Jour> {
        match &self.rythme {
            Rythme::Date { jour } => [*jour].into_iter().filter(|jour| from <= *jour && *jour <= to).collect(),
            Rythme::Semaine { a_partir_du, jusquau } => {
                let last = jusquau.map_or(to, |until| until.min(to));
                let mut days = Vec::new();
                let mut day = *a_partir_du;
                while day <= last {
                    if from <= day && !time::is_holiday(day) {
                        days.push(day);
                    }
                    let next = time::plus_days(day, 7);
                    if next <= day {
                        break;
                    }
                    day = next;
                }
                days
            }
        }
    }

    /// The créneaux of a day, one after the other; a rest at the end that is too short for one is left.
    ///
    /// A wall time that the clocks skip is an error: a permanence of 02:30 does not exist that night.
    pub fn creneaux(&self, jour: Jour, zone: &TimeZone) -> Result<Vec<(Instant, Instant)>, Error> {
        let debut = time::moment(jour, self.debut, zone).ok_or(ProblemKind::HeureInexistante)?;
        let fin = time::moment(jour, self.fin, zone).ok_or(ProblemKind::HeureInexistante)?;
        let duree = i64::from(self.duree);
        let starts = (0..).map(|i| debut.plus_minutes(i * duree));
        let creneaux = starts.map(|start| (start, start.plus_minutes(duree))).take_while(|(_, end)| *end <= fin);
        Ok(creneaux.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn weekly(first: &str, debut: &str, fin: &str, duree: u16) -> Regle {
        let rythme = Rythme::Semaine { a_partir_du: first.parse().unwrap(), jusquau: None };
        Regle { rythme, debut: debut.parse().unwrap(), fin: fin.parse().unwrap(), duree }
    }

    #[test]
    fn a_weekly_permanence_skips_the_public_holidays() {
        let days = weekly("2026-11-04", "14:00", "17:00", 30)
            .days("2026-11-01".parse().unwrap(), "2026-12-31".parse().unwrap());
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        assert_eq!(
            days,
            [
                "2026-11-04",
                "2026-11-18",
                "2026-11-25",
                "2026-12-02",
                "2026-12-09",
                "2026-12-16",
                "2026-12-23",
                "2026-12-30"
            ]
        );
    }

    #[test]
    fn fourteen_stays_fourteen_across_the_clock_changes() {
        for first in ["2026-03-25", "2026-10-21", "2027-03-24", "2027-10-27"] {
            let rule = weekly(first, "14:00", "17:00", 30);
            let from: Jour = first.parse().unwrap();
            for day in rule.days(from, time::plus_days(from, 14)) {
                let creneaux = rule.creneaux(day, &paris()).unwrap();
                assert_eq!(creneaux.len(), 6);
                assert_eq!(time::heure_of(creneaux[0].0, &paris()).to_string(), "14:00");
                assert_eq!(time::heure_of(creneaux[5].1, &paris()).to_string(), "17:00");
                assert!(creneaux.windows(2).all(|pair| pair[0].1 == pair[1].0));
            }
        }
    }

    #[test]
    fn a_night_that_skips_the_hour_is_refused_by_name() {
        let rule = weekly("2026-03-29", "02:30", "05:00", 30);
        let refused = rule.creneaux("2026-03-29".parse().unwrap(), &paris()).unwrap_err();
        assert!(matches!(refused, Error::Refused(problem) if problem.kind == ProblemKind::HeureInexistante));
    }

    #[test]
    fn what_holds_no_creneau_is_refused_by_name() {
        let kind = |debut, fin, duree| match weekly("2026-11-04", debut, fin, duree).check() {
            Err(Error::Refused(problem)) => Some(problem.kind),
            _ => None,
        };
        assert_eq!(kind("17:00", "14:00", 30), Some(ProblemKind::FinAvantDebut));
        assert_eq!(kind("14:00", "14:00", 30), Some(ProblemKind::FinAvantDebut));
        assert_eq!(kind("14:00", "14:20", 30), Some(ProblemKind::PermanenceTropCourte));
        assert_eq!(kind("14:00", "14:30", 30), None);
    }
}
