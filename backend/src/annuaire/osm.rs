//! Opening hours in the language of OpenStreetMap, by the crate made for it. What it cannot read is never guessed.

mod nuits;

pub use nuits::Hours;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use jiff::tz::TimeZone;
use opening_hours::{Context, OpeningHours, RuleKind, localization::Country};
use opening_hours_syntax::rules::day::{Date, MonthdayRange, WeekDayRange};
use shared::{
    Instant,
    accueil::Porte,
    fields::{Heure, Jour},
};

use crate::time;

// How far ahead the next opening is looked for.
const AHEAD: TimeDelta = TimeDelta::days(28);
// How far when it does not open before.
const FAR: TimeDelta = TimeDelta::days(120);

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const HOLIDAYS: [&str; 2] = ["PH", "SH"];

/// Reads hours, or says in a line why not. A span that ends when it begins opens nothing: [`beside`] says it to people.
pub fn read(text: &str) -> Result<Hours, String> {
    if let Some(column) = both_at_once(text) {
        return Err(format!("--> 1:{column} | days of the week that are holidays at once are not read"));
    }
    if let Some((column, what)) = guessed(text) {
        return Err(format!("--> 1:{column} | {what}"));
    }
    let hours = text.parse::<OpeningHours>().map_err(|why| {
        let why = why.to_string();
        why.split_whitespace().collect::<Vec<_>>().join(" ")
    })?;
    if let Some((column, what)) = without_hours(text, &hours) {
        return Err(format!("--> 1:{column} | {what}"));
    }
    Hours::of(without_empty_spans(hours)?)
}

/// The week that a text gives without its months, its dates, its years, its weeks and its holidays; `None` when it has none of them, or
/// gives no other week.
pub fn usual(text: &str) -> Option<Hours> {
    let hours = without_empty_spans(text.parse().ok()?).ok()?;
    let mut expression = (*hours.get_expression()).clone();
    let all = expression.rules.clone();
    expression.rules.retain_mut(|rule| {
        let days = &mut rule.day_selector;
        let had_days = !days.weekday.is_empty();
        days.weekday.retain(is_of_each_week);
        days.year.is_empty()
            && days.monthday.is_empty()
            && days.week.is_empty()
            && !(had_days && days.weekday.is_empty())
    });
    let is_other = expression.rules != all && !expression.rules.is_empty();
    Hours::of(expression.to_string().parse().ok().filter(|_| is_other)?).ok()
}

// The first Monday of a month is a date.
fn is_of_each_week(days: &WeekDayRange) -> bool {
    match days {
        WeekDayRange::Fixed { nth_from_start, nth_from_end, .. } => {
            nth_from_start.iter().chain(nth_from_end).all(|is_meant| *is_meant)
        }
        WeekDayRange::Holiday { .. } => false,
    }
}

/// What hours that can be read say besides them: their words, and the spans that end when they begin. For people to read.
pub fn beside(text: &str) -> Option<String> {
    let hours = text.parse::<OpeningHours>().ok()?;
    let mut said: Vec<String> = Vec::new();
    for rule in &hours.get_expression().rules {
        let words = Some(rule.comment.trim()).filter(|words| !words.is_empty()).map(|words| format!("« {words} »"));
        let empty = rule.time_selector.spans.iter().filter(|span| span.range.start == span.range.end);
        let doubts = empty.map(|span| format!("« {span} » n’est pas clair : mieux vaut demander à l’équipe"));
        said.extend(words.into_iter().chain(doubts));
    }
    let mut known: Vec<&str> = Vec::new();
    for line in &said {
        if !known.contains(&line.as_str()) {
            known.push(line);
        }
    }
    Some(known.join(" · ")).filter(|said| !said.is_empty())
}

/// A note, and what hours say besides them.
pub fn with_beside(note: Option<String>, hours: Option<&str>) -> Option<String> {
    let said = [note, hours.and_then(beside)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Some(said).filter(|said| !said.is_empty())
}

// Days that nobody gave hours to, the crate opens from midnight to midnight; what is not known it closes; what begins every so
// often it opens all the while. The column, from one, of the rule and why it is not read.
fn without_hours(text: &str, hours: &OpeningHours) -> Option<(usize, &'static str)> {
    const ALL_DAY: [&str; 3] = ["24/7", "00:00-24:00", "0:00-24:00"];
    let rules = &hours.get_expression().rules;
    let starts = rule_starts(text);
    rules.iter().enumerate().find_map(|(rank, rule)| {
        // Rules that commas separate are not told apart in the text.
        let from = if starts.len() == rules.len() { starts.get(rank).copied().unwrap_or(0) } else { 0 };
        let to =
            if starts.len() == rules.len() { starts.get(rank + 1).copied().unwrap_or(text.len()) } else { text.len() };
        let written = text.get(from..to).unwrap_or_default();
        let has_no_date = |range: &MonthdayRange| match range {
            MonthdayRange::Month { .. } => false,
            MonthdayRange::Date { start, end } => [start.0, end.0].iter().any(|date| !exists(date)),
        };
        let is_all_day = rule.kind == RuleKind::Open && rule.time_selector == Default::default();
        let what = match rule.kind {
            RuleKind::Unknown => "what is not known is not read",
            _ if rule.day_selector.monthday.iter().any(has_no_date) => "a month has no such day",
            _ if rule.time_selector.spans.iter().any(|span| span.repeats.is_some()) => {
                "what comes round is not open meanwhile"
            }
            RuleKind::Closed if nuits::takes_from_the_next_day(rule, rules) => {
                "what is closed beyond midnight is not read where the next day is open by itself"
            }
            _ if backwards(written) => "an end that comes before the beginning is of no month",
            _ if is_all_day && !ALL_DAY.iter().any(|all| written.contains(all)) => "days without hours are not read",
            _ => return None,
        };
        let blank = written.len() - written.trim_start_matches([';', ' ']).len();
        Some((text.get(..from + blank).unwrap_or_default().chars().count() + 1, what))
    })
}

// "Nov 24-2": the crate goes on to the month after, where nobody said so. What stands between quotation marks is said to people.
fn backwards(written: &str) -> bool {
    let words = written.split('"').step_by(2).flat_map(str::split_ascii_whitespace);
    let mut after_month = false;
    for word in words {
        let is_month = MONTHS.contains(&word);
        let days = word.trim_end_matches([',', ':']).split_once('-');
        let number = |text: &str| text.parse::<u8>().ok();
        if let (true, Some((Some(start), Some(end)))) = (after_month, days.map(|(a, b)| (number(a), number(b))))
            && end < start
        {
            return true;
        }
        after_month = is_month;
    }
    false
}

// Whether there is such a day, in a year that is written or in some year: the crate takes 30 February for any day.
fn exists(date: &Date) -> bool {
    match date {
        Date::Fixed { year, month, day } => {
            // A year with a 29 February.
            let year = year.map_or(2028, |year| *year);
            NaiveDate::from_ymd_opt(year, u32::from(*month as u8), u32::from(*day)).is_some()
        }
        Date::Weekday { .. } | Date::Easter { .. } => true,
    }
}

// Where each rule begins, in bytes.
fn rule_starts(text: &str) -> Vec<usize> {
    let mut is_quoted = false;
    let separators = text.char_indices().filter(|(_, c)| {
        is_quoted ^= *c == '"';
        *c == ';' && !is_quoted
    });
    std::iter::once(0).chain(separators.map(|(at, _)| at + 1)).collect()
}

// "12:00-12:00" is a day and a night for the crate, and for whoever typed it mostly nothing. The rule that has nothing else
// closes its days.
fn without_empty_spans(hours: OpeningHours) -> Result<OpeningHours, String> {
    let mut expression = (*hours.get_expression()).clone();
    let mut is_changed = false;
    for rule in &mut expression.rules {
        let before = rule.time_selector.spans.len();
        rule.time_selector.spans.retain(|span| span.range.start != span.range.end);
        is_changed |= rule.time_selector.spans.len() < before;
        if rule.time_selector.spans.is_empty() {
            (rule.kind, rule.time_selector) = (RuleKind::Closed, Default::default());
        }
    }
    if !is_changed {
        return Ok(hours);
    }
    if expression.rules.iter().all(|rule| rule.kind == RuleKind::Closed) {
        return Err("--> 1:1 | an end that is the beginning is not one".to_owned());
    }
    expression.to_string().parse().map_err(|_| "--> 1:1 | an end that is the beginning is not one".to_owned())
}

// "SH Mo-Fr" is from Monday to Friday in the holidays; the crate reads it as "SH,Mo-Fr": the holidays and all these days. It is
// not left to it. The column, from one, of what follows the space.
fn both_at_once(text: &str) -> Option<usize> {
    let (mut column, mut before, mut is_quoted) = (1, "", false);
    for word in text.split(' ') {
        if !is_quoted && !word.is_empty() {
            let is_holiday = HOLIDAYS.iter().any(|one| before.ends_with(one)) || matches!(before, "day" | "days");
            let is_day = DAYS.iter().any(|one| before.ends_with(one));
            let meets = |list: &[&str]| list.iter().any(|one| word.starts_with(one));
            if is_holiday && meets(&DAYS) || is_day && meets(&HOLIDAYS) {
                return Some(column);
            }
            before = word;
        }
        is_quoted ^= word.matches('"').count() % 2 == 1;
        column += word.chars().count() + 1;
    }
    None
}

// What the crate would fill in by itself: the hour of the sun at a place that it does not know, an end that nobody wrote, what
// holds "or else". The column, from one, and why it is not read.
fn guessed(text: &str) -> Option<(usize, &'static str)> {
    const OPEN: [(&str, &str); 6] = [
        ("sunrise", "the sun rises at another hour at each place"),
        ("sunset", "the sun sets at another hour at each place"),
        ("dawn", "the sun rises at another hour at each place"),
        ("dusk", "the sun sets at another hour at each place"),
        ("+", "an end that is not written is not known"),
        ("||", "what holds otherwise is not known"),
    ];
    let mut column = 1;
    for (rank, part) in text.split('"').enumerate() {
        let found = OPEN.iter().filter_map(|(word, why)| part.find(word).map(|at| (at, *why))).min();
        if let (0, Some((at, why))) = (rank % 2, found) {
            let before = part.get(..at).unwrap_or_default();
            return Some((column + before.chars().count(), why));
        }
        column += part.chars().count() + 1;
    }
    None
}

/// Whether a text says what happens in school holidays.
pub fn says_vacances(text: &str) -> bool {
    speaks_of(text, "SH")
}

/// Whether a text names holidays of that kind. What stands between quotation marks is said to people.
pub fn speaks_of(text: &str, word: &str) -> bool {
    let said = text.split('"').step_by(2);
    said.flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric())).any(|one| one == word)
}

/// How far a text makes sense, in characters, from why it was refused; none of it when that is not said.
pub fn lost_at(why: &str) -> usize {
    let column = why.strip_prefix("--> 1:").and_then(|rest| rest.split(' ').next());
    column.and_then(|column| column.parse::<usize>().ok()).map_or(0, |column| column.saturating_sub(1))
}

/// The state of a door at a moment; `None` when the hours cannot be read.
pub fn porte(text: &str, now: Instant, zone: &TimeZone) -> Option<Porte> {
    // The school holidays of where it is are not known.
    let known = read(text).ok().filter(|_| !says_vacances(text));
    let hours = known?.with_context(Context::default().with_holidays(Country::FR.holidays()));
    let wall = to_wall(now, zone)?;
    let within = |ahead| hours.open_ranges(wall, wall + ahead).first().copied();
    let first = within(AHEAD).or_else(|| within(FAR));
    Some(match first {
        Some((start, end)) if start <= wall && wall + AHEAD <= end => Porte::Ouverte { jusqua: None },
        Some((start, end)) if start <= wall => Porte::Ouverte { jusqua: Some(to_moment(end, zone)?) },
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
