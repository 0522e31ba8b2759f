//! Public holidays, computed for any year.

use jiff::{ToSpan, civil::Date};
use shared::{fields::Jour, permanences::JoursFeries};

use crate::time;

/// Whether a day is a public holiday in a calendar.
pub fn is_holiday(jour: Jour, calendrier: JoursFeries) -> bool {
    calendrier != JoursFeries::Aucun && (is_national(jour) || is_local(jour, calendrier))
}

// Code du travail, L3133-1.
fn is_national(jour: Jour) -> bool {
    let (annee, mois, day) = jour.parts();
    let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    let moving = [1, 39, 50].map(|days| easter(annee).saturating_add(days.days()));
    fixed.contains(&(mois, day)) || moving.contains(&time::date(jour))
}

// Code du travail, L3134-13 for Alsace-Moselle; L3422-2 and decree 83-1003 for the abolition of slavery.
fn is_local(jour: Jour, calendrier: JoursFeries) -> bool {
    let (annee, mois, day) = jour.parts();
    let abolition = match calendrier {
        JoursFeries::AlsaceMoselle => {
            let good_friday = easter(annee).saturating_add((-2).days());
            return (mois, day) == (12, 26) || time::date(jour) == good_friday;
        }
        JoursFeries::Metropole | JoursFeries::Aucun => return false,
        JoursFeries::Guadeloupe => (5, 27),
        JoursFeries::Guyane => (6, 10),
        JoursFeries::Martinique => (5, 22),
        JoursFeries::Mayotte => (4, 27),
        JoursFeries::Reunion => (12, 20),
        JoursFeries::SaintBarthelemy => (10, 9),
        JoursFeries::SaintMartin => (5, 28),
    };
    (mois, day) == abolition
}

// Anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8).
fn easter(annee: i16) -> Date {
    let year = i32::from(annee);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e, g) = (b / 4, b % 4, (8 * b + 13) / 25);
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(annee, i8::try_from(month).unwrap_or(4), i8::try_from(day).unwrap_or(1)).unwrap_or(Date::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_are_those_of_the_official_list() {
        let list = include_str!("../../demo/jours_feries_metropole.csv");
        let official: Vec<Jour> =
            list.lines().skip(1).filter_map(|line| line.split(',').next()?.parse().ok()).collect();
        assert_eq!(official.len(), 77);
        let (mut day, last) = ("2025-01-01".parse().unwrap(), "2031-12-31".parse().unwrap());
        while day <= last {
            assert_eq!(is_holiday(day, JoursFeries::Metropole), official.contains(&day), "{day}");
            day = time::plus_days(day, 1);
        }
    }

    #[test]
    fn each_calendar_adds_its_own_days() {
        let holiday = |day: &str, calendrier| is_holiday(day.parse().unwrap(), calendrier);
        for (day, calendrier) in [
            ("2027-03-26", JoursFeries::AlsaceMoselle),
            ("2026-12-26", JoursFeries::AlsaceMoselle),
            ("2027-05-27", JoursFeries::Guadeloupe),
            ("2027-06-10", JoursFeries::Guyane),
            ("2027-05-22", JoursFeries::Martinique),
            ("2027-04-27", JoursFeries::Mayotte),
            ("2026-12-20", JoursFeries::Reunion),
            ("2027-10-09", JoursFeries::SaintBarthelemy),
            ("2027-05-28", JoursFeries::SaintMartin),
        ] {
            assert!(holiday(day, calendrier), "{day}");
            assert!(!holiday(day, JoursFeries::Metropole), "{day}");
        }
        for calendrier in JoursFeries::ALL {
            assert_eq!(holiday("2026-07-14", *calendrier), *calendrier != JoursFeries::Aucun);
        }
    }
}
