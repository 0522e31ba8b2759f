//! Opening hours in the language of OpenStreetMap, by the crate made for it. What it cannot read is never guessed.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use jiff::tz::TimeZone;
use opening_hours::{Context, OpeningHours, RuleKind, localization::Country};
use shared::{
    Instant,
    accueil::Porte,
    fields::{Heure, Jour},
};

use crate::time;

// How far ahead the next opening is looked for.
const AHEAD: TimeDelta = TimeDelta::days(28);

/// Reads hours, or says in a line why not.
pub fn read(text: &str) -> Result<OpeningHours, String> {
    text.parse::<OpeningHours>().map_err(|why| {
        let why = why.to_string();
        why.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

/// The state of a door at a moment; `None` when the hours cannot be read.
pub fn porte(text: &str, now: Instant, zone: &TimeZone) -> Option<Porte> {
    let hours = read(text).ok()?.with_context(Context::default().with_holidays(Country::FR.holidays()));
    let wall = to_wall(now, zone)?;
    // Openings that follow each other with other words are one.
    let mut open: Option<(NaiveDateTime, NaiveDateTime)> = None;
    let opened = hours.iter_range(wall, wall + AHEAD).filter(|one| one.kind == RuleKind::Open).map(|one| one.range);
    for range in opened {
        match &mut open {
            None => open = Some((range.start, range.end)),
            Some((_, end)) if *end == range.start => *end = range.end,
            Some(_) => break,
        }
    }
    Some(match open {
        Some((start, end)) if start <= wall => Porte::Ouverte { jusqua: to_moment(end, zone)? },
        later => Porte::Fermee { ouvre: later.and_then(|(start, _)| to_moment(start, zone)) },
    })
}

fn to_wall(now: Instant, zone: &TimeZone) -> Option<NaiveDateTime> {
    let (annee, mois, jour) = time::day_of(now, zone).parts();
    let minutes = u32::from(time::heure_of(now, zone).minutes());
    NaiveDate::from_ymd_opt(annee.into(), mois.into(), jour.into())?.and_hms_opt(minutes / 60, minutes % 60, 0)
}

fn to_moment(wall: NaiveDateTime, zone: &TimeZone) -> Option<Instant> {
    let part = |number: u32| u8::try_from(number).ok();
    let jour = Jour::new(i16::try_from(wall.year()).ok()?, part(wall.month())?, part(wall.day())?)?;
    let minutes = u16::try_from(wall.hour() * 60 + wall.minute()).ok()?;
    Some(time::passed(jour, Heure::from_minutes(minutes)?, zone))
}
