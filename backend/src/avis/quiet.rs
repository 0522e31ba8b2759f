//! Quiet hours on the clock of the installation, whatever the clocks do that night.

use jiff::tz::TimeZone;
use shared::{Instant, fields::Heure, messages::avis::Silence};

use crate::time;

// Clocks skip or repeat an hour at the most.
const HOUR: u16 = 60;

/// When the quiet hours that it is in will end; `None` when it is not quiet.
pub fn end(silence: Option<Silence>, now: Instant, zone: &TimeZone) -> Option<Instant> {
    let silence = silence?;
    let heure = time::heure_of(now, zone);
    if !silence.holds_at(heure) {
        return None;
    }
    let today = time::day_of(now, zone);
    let is_next_day = silence.fin < silence.debut && silence.debut <= heure;
    let day = if is_next_day { time::plus_days(today, 1) } else { today };
    // An end in the hour that is skipped is an hour later on the clock, the same moment.
    let later = || Heure::from_minutes(silence.fin.minutes() + HOUR).and_then(|fin| time::moment(day, fin, zone));
    let end = time::moment(day, silence.fin, zone).or_else(later)?;
    // An end in the hour that is repeated: the first is past, the second is meant.
    Some(if end <= now { end.plus_minutes(i64::from(HOUR)) } else { end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn at(text: &str) -> Instant {
        Instant(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    fn silence(debut: &str, fin: &str) -> Option<Silence> {
        Some(Silence { debut: debut.parse().unwrap(), fin: fin.parse().unwrap() })
    }

    #[test]
    fn the_night_ends_at_eight_on_the_clock_also_when_the_clocks_change() {
        let cases = [
            // Nine hours of winter, eight of the night in which an hour is skipped, ten when one is repeated.
            ("2026-01-14T21:30:00Z", "2026-01-15T07:00:00Z"),
            ("2026-03-28T20:30:00Z", "2026-03-29T06:00:00Z"),
            ("2026-03-29T01:30:00Z", "2026-03-29T06:00:00Z"),
            ("2026-10-24T19:30:00Z", "2026-10-25T07:00:00Z"),
            ("2026-10-25T00:30:00Z", "2026-10-25T07:00:00Z"),
            ("2026-10-25T01:30:00Z", "2026-10-25T07:00:00Z"),
        ];
        for (now, until) in cases {
            assert_eq!(end(Silence::by_default(), at(now), &paris()), Some(at(until)), "{now}");
        }
        for loud in ["2026-01-14T19:59:00Z", "2026-01-15T07:00:00Z", "2026-03-29T06:00:00Z", "2026-10-25T07:00:00Z"] {
            assert_eq!(end(Silence::by_default(), at(loud), &paris()), None, "{loud}");
        }
        assert_eq!(end(None, at("2026-01-14T23:00:00Z"), &paris()), None);
    }

    #[test]
    fn an_end_that_the_clocks_skip_or_repeat_is_a_moment_to_come() {
        // 02:30 does not exist: the night ends when the clocks show 03:30.
        let skipped = end(silence("22:00", "02:30"), at("2026-03-29T00:30:00Z"), &paris());
        assert_eq!(skipped, Some(at("2026-03-29T01:30:00Z")));
        // 02:30 exists twice: after the first it is quiet again from 02:00 to the second.
        let first = end(silence("22:00", "02:30"), at("2026-10-25T00:10:00Z"), &paris());
        assert_eq!(first, Some(at("2026-10-25T00:30:00Z")));
        let again = end(silence("22:00", "02:30"), at("2026-10-25T01:10:00Z"), &paris());
        assert_eq!(again, Some(at("2026-10-25T01:30:00Z")));
    }

    #[test]
    fn whenever_it_is_quiet_the_end_is_to_come_and_within_a_day() {
        let mut now = at("2026-03-28T00:00:00Z");
        for _ in 0..(2 * 24 * 12) {
            for quiet in [silence("21:00", "08:00"), silence("01:00", "02:15"), silence("12:00", "14:00")] {
                if let Some(end) = end(quiet, now, &paris()) {
                    assert!(now < end && end < now.plus_days(1), "{now:?}");
                }
            }
            now = now.plus_minutes(5);
        }
    }
}
