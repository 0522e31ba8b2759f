//! Wall clocks and calendars: the only place that turns the time of a place into a moment, and back.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Time},
    tz::{AmbiguousOffset, TimeZone},
};
use shared::{
    Instant,
    fields::{Heure, Jour},
};

/// The clock of a zone, by its name, for as long as the program runs: what is kept of it is as small as its address. UTC where
/// the name is unknown.
pub fn lasting(name: &str) -> &'static TimeZone {
    static KNOWN: Mutex<BTreeMap<String, &'static TimeZone>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(name.to_owned()).or_insert_with(|| Box::leak(Box::new(TimeZone::get(name).unwrap_or(TimeZone::UTC))))
}

/// The day it is somewhere.
pub fn day_of(instant: Instant, zone: &TimeZone) -> Jour {
    let (annee, mois, jour) = {
        let date = timestamp(instant).to_zoned(zone.clone()).date();
        (date.year(), date.month(), date.day())
    };
    Jour::new(annee, mois.unsigned_abs(), jour.unsigned_abs()).unwrap_or(FIRST_DAY)
}

/// The wall time it is somewhere.
pub fn heure_of(instant: Instant, zone: &TimeZone) -> Heure {
    let time = timestamp(instant).to_zoned(zone.clone()).time();
    let minutes = u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs());
    Heure::from_minutes(minutes).unwrap_or(MIDNIGHT)
}

/// The moment of a wall time. `None` in the hour that clocks skip; the first of the two in the hour that they repeat.
pub fn moment(jour: Jour, heure: Heure, zone: &TimeZone) -> Option<Instant> {
    let wall = DateTime::from_parts(date(jour), time(heure));
    let ambiguous = zone.to_ambiguous_timestamp(wall);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => None,
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => {
            ambiguous.compatible().ok().map(|moment| Instant(moment.as_millisecond()))
        }
    }
}

/// The moment at which a wall time is there or past: in the hour that clocks skip, the moment at which they do.
pub fn passed(jour: Jour, heure: Heure, zone: &TimeZone) -> Instant {
    let ambiguous = zone.to_ambiguous_timestamp(DateTime::from_parts(date(jour), time(heure)));
    let skipped = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    let moment = ambiguous.compatible().unwrap_or(Timestamp::MAX);
    // Its first minute is the change itself, which does not precede it.
    let after = moment.saturating_add(1.second()).unwrap_or(moment);
    let change = zone.preceding(after).next().map(|change| change.timestamp()).filter(|_| skipped);
    Instant(change.unwrap_or(moment).as_millisecond())
}

/// Whether the clocks of a place repeat a wall time that day.
pub fn is_repeated(jour: Jour, heure: Heure, zone: &TimeZone) -> bool {
    let wall = DateTime::from_parts(date(jour), time(heure));
    matches!(zone.to_ambiguous_timestamp(wall).offset(), AmbiguousOffset::Fold { .. })
}

/// The first moment of a day, whatever the clocks do.
pub fn start_of(jour: Jour, zone: &TimeZone) -> Instant {
    let start = date(jour).to_zoned(zone.clone()).map(|day| day.timestamp().as_millisecond());
    Instant(start.unwrap_or_default())
}

/// So many days later.
pub fn plus_days(jour: Jour, days: i32) -> Jour {
    from_date(date(jour).saturating_add(days.days()))
}

/// How many days later a day is than another.
pub fn days_between(from: Jour, to: Jour) -> i32 {
    date(from).until(date(to)).map(|span| span.get_days()).unwrap_or_default()
}

/// The day of the week, from 1 (Monday) to 7 (Sunday).
pub fn weekday(jour: Jour) -> u8 {
    date(jour).weekday().to_monday_one_offset().unsigned_abs()
}

/// The wall time of a moment as iCalendar writes it: `20261125T140000`.
pub fn stamp(instant: Instant, zone: &TimeZone) -> String {
    timestamp(instant).to_zoned(zone.clone()).strftime("%Y%m%dT%H%M%S").to_string()
}

/// A moment as other programs read it, with the offset of the place: `2026-11-25T14:00:00+01:00`.
pub fn iso(instant: Instant, zone: &TimeZone) -> String {
    timestamp(instant).to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// "14 h 30", "9 h", as the screens say it.
pub fn said_hour(instant: Instant, zone: &TimeZone) -> String {
    let minutes = heure_of(instant, zone).minutes();
    match minutes % 60 {
        0 => format!("{}\u{A0}h", minutes / 60),
        rest => format!("{}\u{A0}h\u{A0}{rest:02}", minutes / 60),
    }
}

/// A day in figures: "25/12/2026".
pub fn written(jour: Jour) -> String {
    let (annee, mois, jour) = jour.parts();
    format!("{jour:02}/{mois:02}/{annee}")
}

/// "mercredi 25 novembre", with the year when it is another one than now.
pub fn long_day(instant: Instant, zone: &TimeZone, now: Instant) -> String {
    let (day, (year, ..)) = (day_of(instant, zone), day_of(now, zone).parts());
    let (annee, mois, jour) = day.parts();
    let name = |list: &[&'static str], at: u8| list.get(usize::from(at) - 1).copied().unwrap_or_default();
    let number = if jour == 1 { "1er".to_owned() } else { jour.to_string() };
    let text = format!("{} {number} {}", name(&DAYS, weekday(day)), name(&MONTHS, mois));
    if annee == year { text } else { format!("{text} {annee}") }
}

/// The days of the week, from Monday.
const DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A change of the clocks, as iCalendar writes it.
pub struct Change {
    /// Whether summer time begins.
    pub is_summer: bool,
    /// The wall time just before.
    pub wall: String,
    /// The offset before: `+0100`.
    pub from: String,
    /// The offset after.
    pub to: String,
}

/// The last change of the clocks before a moment, and those that follow up to another. A place that never changes its
/// clocks has one, long ago.
pub fn changes(first: Instant, last: Instant, zone: &TimeZone) -> Vec<Change> {
    let before = zone.preceding(timestamp(first)).next().map(|change| change.timestamp());
    let within = zone.following(timestamp(first)).map(|change| change.timestamp());
    let within = within.take_while(|at| *at <= timestamp(last));
    let moments: Vec<Timestamp> = before.into_iter().chain(within).collect();
    if moments.is_empty() {
        let offset = zone.to_offset_info(timestamp(first)).offset();
        let text = offset_text(offset);
        return vec![Change { is_summer: false, wall: "19700101T000000".to_owned(), from: text.clone(), to: text }];
    }
    let change = |at: Timestamp| {
        let earlier = zone.to_offset(at - 1.second());
        let info = zone.to_offset_info(at);
        let wall = earlier.to_datetime(at).strftime("%Y%m%dT%H%M%S").to_string();
        Change { is_summer: info.dst().is_dst(), wall, from: offset_text(earlier), to: offset_text(info.offset()) }
    };
    moments.into_iter().map(change).collect()
}

fn offset_text(offset: jiff::tz::Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn timestamp(instant: Instant) -> Timestamp {
    Timestamp::from_millisecond(instant.0).unwrap_or(if instant.0 < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// The civil date of a day.
pub fn date(jour: Jour) -> Date {
    let (annee, mois, day) = jour.parts();
    Date::new(annee, mois.cast_signed(), day.cast_signed()).unwrap_or(Date::ZERO)
}

/// The day of a civil date.
pub fn from_date(date: Date) -> Jour {
    Jour::new(date.year(), date.month().unsigned_abs(), date.day().unsigned_abs()).unwrap_or(LAST_DAY)
}

fn time(heure: Heure) -> Time {
    let minutes = heure.minutes();
    let (hours, minutes) = (i8::try_from(minutes / 60), i8::try_from(minutes % 60));
    Time::new(hours.unwrap_or(0), minutes.unwrap_or(0), 0, 0).unwrap_or(Time::midnight())
}

const MIDNIGHT: Heure = match Heure::from_minutes(0) {
    Some(heure) => heure,
    None => unreachable!(),
};
const FIRST_DAY: Jour = known_day(1970, 1, 1);
const LAST_DAY: Jour = known_day(2200, 12, 31);

const fn known_day(annee: i16, mois: u8, jour: u8) -> Jour {
    match Jour::new(annee, mois, jour) {
        Some(day) => day,
        None => unreachable!(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    #[test]
    fn a_wall_time_is_the_same_hour_before_and_after_the_clock_change() {
        for (day, hours) in [
            ("2026-03-22", 13),
            ("2026-03-29", 12),
            ("2026-10-18", 12),
            ("2026-10-25", 13),
            ("2027-03-28", 12),
            ("2027-10-31", 13),
        ] {
            let moment = moment(day.parse().unwrap(), "14:00".parse().unwrap(), &paris()).unwrap();
            assert_eq!(timestamp(moment).to_string(), format!("{day}T{hours}:00:00Z"));
            assert_eq!(heure_of(moment, &paris()).to_string(), "14:00");
        }
    }

    #[test]
    fn the_skipped_hour_is_no_moment_and_the_repeated_one_is_the_first() {
        let at = |day: &str, hour: &str| moment(day.parse().unwrap(), hour.parse().unwrap(), &paris());
        assert_eq!(at("2026-03-29", "02:30"), None);
        assert_eq!(at("2027-03-28", "02:00"), None);
        assert!(at("2026-03-29", "03:00").is_some());
        assert_eq!(timestamp(at("2026-10-25", "02:30").unwrap()).to_string(), "2026-10-25T00:30:00Z");
    }

    #[test]
    fn every_minute_of_the_skipped_hour_is_past_when_the_clocks_skip_it() {
        let at = |hour: String| passed("2027-03-28".parse().unwrap(), hour.parse().unwrap(), &paris());
        let skips = timestamp(at("03:00".to_owned()));
        assert_eq!(skips.to_string(), "2027-03-28T01:00:00Z");
        for minute in 0..60 {
            assert_eq!(timestamp(at(format!("02:{minute:02}"))), skips, "02:{minute:02}");
        }
        assert_eq!(timestamp(at("01:59".to_owned())).to_string(), "2027-03-28T00:59:00Z");
    }
}
