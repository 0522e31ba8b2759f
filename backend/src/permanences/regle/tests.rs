//! The rules, on the calendar and across the clock changes.

use proptest::prelude::*;

use super::*;

fn paris() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap()
}

fn weekly(first: &str, debut: &str, fin: &str, duree: u16) -> Regle {
    let rythme = Rythme::Semaine { a_partir_du: first.parse().unwrap(), jusquau: None, toutes_les: 1 };
    let (debut, fin) = (debut.parse().unwrap(), fin.parse().unwrap());
    Regle { rythme, debut, fin, duree, pause: 0, feries: JoursFeries::Metropole }
}

#[test]
fn a_weekly_permanence_skips_the_public_holidays() {
    let days =
        weekly("2026-11-04", "14:00", "17:00", 30).days("2026-11-01".parse().unwrap(), "2026-12-31".parse().unwrap());
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

fn rule(rythme: Rythme, debut: &str, fin: &str, duree: u16, pause: u16) -> Regle {
    let (debut, fin) = (debut.parse().unwrap(), fin.parse().unwrap());
    Regle { rythme, debut, fin, duree, pause, feries: JoursFeries::Metropole }
}

fn day(text: &str) -> Jour {
    text.parse().unwrap()
}

fn texts(days: &[Jour]) -> Vec<String> {
    days.iter().map(ToString::to_string).collect()
}

#[test]
fn the_first_and_third_wednesday_of_the_month() {
    let rythme = Rythme::Mois { a_partir_du: day("2026-11-05"), jusquau: None, jour: 3, rangs: vec![3, 1] };
    let days = rule(rythme, "14:00", "17:00", 30, 0).days(day("2026-11-01"), day("2027-02-28"));
    assert_eq!(
        texts(&days),
        ["2026-11-18", "2026-12-02", "2026-12-16", "2027-01-06", "2027-01-20", "2027-02-03", "2027-02-17"]
    );
}

#[test]
fn a_fifth_friday_is_only_in_the_months_that_have_one() {
    let rythme =
        Rythme::Mois { a_partir_du: day("2026-11-01"), jusquau: Some(day("2027-06-30")), jour: 5, rangs: vec![5] };
    let days = rule(rythme, "14:00", "17:00", 30, 0).days(day("2026-11-01"), day("2028-01-01"));
    // 1 January 2027 is the first Friday of its month; its fifth is the 29th.
    assert_eq!(texts(&days), ["2027-01-29", "2027-04-30"]);
}

#[test]
fn every_third_week_keeps_its_step_over_what_is_left_out() {
    let rythme = Rythme::Semaine { a_partir_du: day("2026-10-21"), jusquau: None, toutes_les: 3 };
    let days = rule(rythme, "14:00", "17:00", 30, 0).days(day("2026-11-01"), day("2027-01-31"));
    // 11 November is a public holiday; the step goes on from it.
    assert_eq!(texts(&days), ["2026-12-02", "2026-12-23", "2027-01-13"]);
}

#[test]
fn chosen_dates_are_held_on_public_holidays_too() {
    let rythme = Rythme::Dates { jours: vec![day("2026-12-01"), day("2026-11-11")] };
    let days = rule(rythme, "09:00", "12:00", 30, 0).days(day("2026-11-01"), day("2026-12-31"));
    assert_eq!(texts(&days), ["2026-11-11", "2026-12-01"]);
}

#[test]
fn six_half_days_a_month_with_a_pause() {
    let jours = ["02", "03", "09", "10", "16", "17"].map(|one| day(&format!("2026-12-{one}"))).to_vec();
    let legal = rule(Rythme::Dates { jours }, "09:00", "12:00", 30, 10);
    let days = legal.days(day("2026-12-01"), day("2026-12-31"));
    assert_eq!(days.len(), 6);
    let creneaux = legal.creneaux(days[0], &paris()).unwrap();
    let starts: Vec<String> = creneaux.iter().map(|(at, _)| time::heure_of(*at, &paris()).to_string()).collect();
    // The fifth would end at 12:10.
    assert_eq!(starts, ["09:00", "09:40", "10:20", "11:00"]);
}

#[test]
fn an_hour_that_comes_twice_is_the_first_and_is_said() {
    let night = rule(Rythme::Date { jour: day("2026-10-25") }, "02:30", "05:00", 30, 0);
    assert_eq!(night.repeated(&[day("2026-10-25"), day("2026-10-26")], &paris()), [day("2026-10-25")]);
    let creneaux = night.creneaux(day("2026-10-25"), &paris()).unwrap();
    // 02:30 in summer time is 00:30 in UTC; until 05:00 in winter time there are three hours and a half.
    assert_eq!(creneaux[0].0, Instant(1_792_888_200_000));
    assert_eq!(creneaux.len(), 7);
}

fn rythmes() -> impl Strategy<Value = Rythme> {
    let start = || (0..800_i32).prop_map(|days| time::plus_days(day("2026-01-01"), days));
    let end = || prop::option::of((0..800_i32).prop_map(|days| time::plus_days(day("2026-06-01"), days)));
    prop_oneof![
        start().prop_map(|jour| Rythme::Date { jour }),
        prop::collection::btree_set(start(), 1..20)
            .prop_map(|jours| Rythme::Dates { jours: jours.into_iter().collect() }),
        (start(), end(), 1..6_u8).prop_map(|(a_partir_du, jusquau, toutes_les)| Rythme::Semaine {
            a_partir_du,
            jusquau,
            toutes_les
        }),
        (start(), end(), 1..8_u8, prop::collection::btree_set(1..6_u8, 1..4)).prop_map(
            |(a_partir_du, jusquau, jour, rangs)| {
                Rythme::Mois { a_partir_du, jusquau, jour, rangs: rangs.into_iter().collect() }
            }
        ),
    ]
}

proptest! {
    // Two years and a half with the four clock changes; each rule from 5 to 23 hours.
    #[test]
    fn occurrences_are_in_order_once_each_within_bounds_and_never_on_a_holiday(
        rythme in rythmes(), debut in 5 * 60..20 * 60_u16, length in 10..180_u16, duree in 5..60_u16, pause in 0..30_u16,
    ) {
        let heure = |minutes| Heure::from_minutes(minutes).unwrap();
        let feries = JoursFeries::AlsaceMoselle;
        let rule = Regle { rythme, debut: heure(debut), fin: heure(debut + length), duree, pause, feries };
        let days = rule.days(day("2026-01-01"), day("2028-06-30"));
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
        let (first, last) = (rule.rythme.premier(), rule.rythme.dernier());
        for day in &days {
            prop_assert!(first.is_none_or(|first| first <= *day) && last.is_none_or(|last| *day <= last));
            prop_assert!(rule.rythme.is_chosen() || !is_holiday(*day, feries));
            match &rule.rythme {
                Rythme::Semaine { a_partir_du, .. } => prop_assert_eq!(time::weekday(*day), time::weekday(*a_partir_du)),
                Rythme::Mois { jour, rangs, .. } => {
                    prop_assert_eq!(time::weekday(*day), *jour);
                    prop_assert!(rangs.contains(&((day.parts().2 - 1) / 7 + 1)));
                }
                Rythme::Date { .. } | Rythme::Dates { .. } => {}
            }
        }
        // As many créneaux as fit, none over another, all at the same wall times whatever the clocks do.
        let fit = if length < duree { 0 } else { (length - duree) / (duree + pause) + 1 };
        for day in days {
            let creneaux = rule.creneaux(day, &paris()).unwrap();
            prop_assert_eq!(creneaux.len(), usize::from(fit));
            prop_assert!(creneaux.windows(2).all(|pair| pair[0].1.plus_minutes(i64::from(pause)) == pair[1].0));
            for (i, (start, end)) in (0..).zip(&creneaux) {
                prop_assert_eq!(time::heure_of(*start, &paris()), heure(debut + i * (duree + pause)));
                prop_assert_eq!(time::day_of(*start, &paris()), day);
                prop_assert_eq!(end.minutes_since(*start), i64::from(duree));
            }
        }
    }
}
