//! Days of the calendar, for the agenda.

use shared::{Instant, fields::Jour, permanences::Rythme};

const DAY: i64 = 86_400_000;

/// That many days later. The same day when the calendar of the contract ends before.
pub fn plus_days(jour: Jour, count: i64) -> Jour {
    day(days(jour) + count).unwrap_or(jour)
}

/// The day of the week, from 1 (Monday) to 7.
pub fn weekday(jour: Jour) -> u8 {
    // 1 January 1970 was a Thursday.
    ((days(jour) + 3).rem_euclid(7) + 1) as u8
}

/// The first such day of the week from a day on, that day included.
pub fn next(from: Jour, jour: u8) -> Jour {
    plus_days(from, (i64::from(jour) - i64::from(weekday(from))).rem_euclid(7))
}

/// A rule that goes on up to a day, and no further.
pub fn ended(rythme: &Rythme, dernier: Jour) -> Rythme {
    let mut ended = rythme.clone();
    match &mut ended {
        Rythme::Semaine { jusquau, .. } | Rythme::Mois { jusquau, .. } => *jusquau = Some(dernier),
        Rythme::Dates { jours } => {
            // One date at least: the rule of what was held stays readable.
            let first = jours.iter().min().copied().unwrap_or(dernier);
            jours.retain(|day| *day <= dernier || *day == first);
        }
        Rythme::Date { .. } => {}
    }
    ended
}

/// Noon of that day in UTC: for the words of a date that has no zone.
pub fn noon(jour: Jour) -> Instant {
    Instant(days(jour) * DAY + DAY / 2)
}

/// Today on the calendar of this device.
pub fn today() -> Jour {
    let now = js_sys::Date::new_0();
    let (mois, jour) = (now.get_month() as u8 + 1, now.get_date() as u8);
    Jour::new(now.get_full_year() as i16, mois, jour).unwrap_or(EPOCH)
}

const EPOCH: Jour = match Jour::new(1970, 1, 1) {
    Some(jour) => jour,
    None => panic!("the calendar has it"),
};

// Howard Hinnant's days_from_civil: years start in March, so that the leap day comes last.
fn days(jour: Jour) -> i64 {
    let (annee, mois, jour) = jour.parts();
    let annee = i64::from(annee) - i64::from(mois <= 2);
    let since_march = i64::from((mois + 9) % 12);
    let of_year = (153 * since_march + 2) / 5 + i64::from(jour) - 1;
    let (era, of_era) = (annee.div_euclid(400), annee.rem_euclid(400));
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn day(days: i64) -> Option<Jour> {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let annee = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * annee + annee / 4 - annee / 100);
    let since_march = (5 * of_year + 2) / 153;
    let jour = of_year - (153 * since_march + 2) / 5 + 1;
    let mois = (since_march + 2) % 12 + 1;
    let annee = annee + era * 400 + i64::from(mois <= 2);
    Jour::new(i16::try_from(annee).ok()?, u8::try_from(mois).ok()?, u8::try_from(jour).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Jour {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_starts_on_monday() {
        assert_eq!(weekday(at("2026-11-23")), 1);
        assert_eq!(weekday(at("2026-11-25")), 3);
        assert_eq!(weekday(at("2026-11-22")), 7);
        assert_eq!(next(at("2026-11-22"), 7), at("2026-11-22"));
        assert_eq!(next(at("2026-11-22"), 3), at("2026-11-25"));
    }

    #[test]
    fn days_cross_years_and_leap_days() {
        assert_eq!(plus_days(at("2026-12-28"), 7), at("2027-01-04"));
        assert_eq!(plus_days(at("2028-02-28"), 7), at("2028-03-06"));
        assert_eq!(plus_days(at("2028-03-06"), -7), at("2028-02-28"));
        assert_eq!(noon(at("1970-01-02")), Instant(DAY + DAY / 2));
    }
}
