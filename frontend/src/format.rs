//! Moments in everyday words, by the browser's `Intl`, on the clock of the place.

use std::cell::RefCell;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use shared::Instant;
use wasm_bindgen::JsValue;

use crate::texts::commun;

const DAY: f64 = 86_400_000.0;

/// Now, by the clock of this device.
pub fn now() -> Instant {
    Instant(Date::now() as i64)
}

/// "aujourd’hui 14 h 30", "demain 9 h", "mercredi 25 novembre, 14 h".
pub fn moment(at: Instant, zone: &str) -> String {
    let (day, hour) = (day(at, zone), hour(at, zone));
    match days_away(at, zone) {
        -1..=1 => format!("{day} {hour}"),
        _ => format!("{day}, {hour}"),
    }
}

/// "14 h 30" for today, "demain 9 h".
pub fn until(at: Instant, zone: &str) -> String {
    if days_away(at, zone) == 0 { hour(at, zone) } else { moment(at, zone) }
}

/// "aujourd’hui", "demain", "hier", "mercredi 25 novembre", with the year when it is another one.
pub fn day(at: Instant, zone: &str) -> String {
    match days_away(at, zone) {
        0 => commun::aujourdhui().to_owned(),
        1 => commun::demain().to_owned(),
        -1 => commun::hier().to_owned(),
        _ => long_day(at, zone),
    }
}

/// "14 h 30", "9 h".
pub fn hour(at: Instant, zone: &str) -> String {
    let text = intl(at, zone, &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")]);
    clock(&text)
}

/// "14 h 30" from "14:30", for wall times.
pub fn clock(text: &str) -> String {
    let (hours, minutes) = text.split_once(':').unwrap_or((text, "00"));
    let hours = hours.strip_prefix('0').filter(|rest| !rest.is_empty()).unwrap_or(hours);
    match minutes {
        "00" => format!("{hours}\u{A0}h"),
        _ => format!("{hours}\u{A0}h\u{A0}{minutes}"),
    }
}

/// "lundi" for 1 … "dimanche" for 7.
pub fn weekday(jour: u8) -> String {
    // 1 January 2024 was a Monday.
    let monday = Date::utc(2024.0, 0.0);
    intl(Instant((monday + f64::from(jour.saturating_sub(1)) * DAY) as i64), "UTC", &[("weekday", "long")])
}

/// "janvier" for 1 … "décembre" for 12.
pub fn month(mois: u8) -> String {
    let first = Date::utc(2024.0, f64::from(mois.saturating_sub(1)));
    intl(Instant(first as i64), "UTC", &[("month", "long")])
}

/// "il y a 5 minutes", "il y a 3 heures", "il y a 2 jours".
pub fn since(at: Instant) -> String {
    let minutes = now().minutes_since(at).max(0);
    let text = |count: i64, one: fn() -> &'static str, many: fn(&str) -> String| match count {
        1 => one().to_owned(),
        _ => many(&count.to_string()),
    };
    match minutes {
        0 => commun::a_l_instant().to_owned(),
        1..60 => text(minutes, commun::il_y_a_une_minute, commun::il_y_a_minutes),
        60..1_440 => text(minutes / 60, commun::il_y_a_une_heure, commun::il_y_a_heures),
        _ => text(minutes / 1_440, commun::il_y_a_un_jour, commun::il_y_a_jours),
    }
}

/// The zone of this device, for what has no place.
pub fn own_zone() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// The day of the calendar of the place, as a number that grows by one each day.
pub fn day_number(at: Instant, zone: &str) -> i64 {
    (midnight(at, zone) / DAY) as i64
}

/// How many days from today to that moment, on the calendar of the place.
pub fn days_away(at: Instant, zone: &str) -> i64 {
    day_number(at, zone) - day_number(now(), zone)
}

// Midnight UTC of the calendar day of the place, so that a difference counts days whatever the clock changes.
fn midnight(at: Instant, zone: &str) -> f64 {
    let text = intl(at, zone, &[("year", "numeric"), ("month", "2-digit"), ("day", "2-digit")]);
    let mut parts = text.split('/').map(|part| part.parse::<u16>().map_or(1.0, f64::from));
    let mut next = || parts.next().unwrap_or(1.0);
    let (day, month, year) = (next(), next(), next());
    Date::utc(year, month - 1.0) + (day - 1.0) * DAY
}

/// "mercredi 25 novembre 2026": what is read on paper, on any day.
pub fn dated(at: Instant, zone: &str) -> String {
    let options = [("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")];
    intl(at, zone, &options).replacen(" 1 ", " 1er ", 1)
}

/// "mercredi 25 novembre", with the year when it is another one.
pub fn long_day(at: Instant, zone: &str) -> String {
    let year = |at| Date::new(&midnight(at, zone).into()).get_utc_full_year();
    let mut options = vec![("weekday", "long"), ("day", "numeric"), ("month", "long")];
    if year(at) != year(now()) {
        options.push(("year", "numeric"));
    }
    intl(at, zone, &options).replacen(" 1 ", " 1er ", 1)
}

// Making a formatter costs a phone several milliseconds, using one almost nothing: each kind is made once.
fn intl(at: Instant, zone: &str, options: &[(&str, &str)]) -> String {
    let kind = options.iter().fold(zone.to_owned(), |kind, (name, value)| kind + name + value);
    let format = FORMATS.with_borrow_mut(|formats| match formats.iter().find(|(one, _)| *one == kind) {
        Some((_, format)) => format.clone(),
        None => {
            let format = formatter(zone, options);
            formats.push((kind, format.clone()));
            format
        }
    });
    let text = format.call1(&JsValue::NULL, &(at.0 as f64).into());
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn formatter(zone: &str, options: &[(&str, &str)]) -> Function {
    let settings = Object::new();
    for (name, value) in [("timeZone", zone)].iter().chain(options) {
        drop(Reflect::set(&settings, &(*name).into(), &(*value).into()));
    }
    Intl::DateTimeFormat::new(&Array::of1(&"fr-FR".into()), &settings).format()
}

thread_local! {
    static FORMATS: RefCell<Vec<(String, Function)>> = const { RefCell::new(Vec::new()) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_time_reads_as_it_is_said() {
        assert_eq!(clock("14:30"), "14\u{A0}h\u{A0}30");
        assert_eq!(clock("09:00"), "9\u{A0}h");
        assert_eq!(clock("00:05"), "0\u{A0}h\u{A0}05");
    }
}
