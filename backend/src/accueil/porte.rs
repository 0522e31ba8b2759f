//! Whether the door is open: the weekly hours of a place against the clock of that place.

use jiff::tz::TimeZone;
use shared::{
    Instant,
    accueil::{Ouverture, Porte},
};

use crate::time;

// How far ahead the next opening is looked for, in days.
const AHEAD: i32 = 28;

/// The state of a door at a moment.
pub fn porte(horaires: &[Ouverture], now: Instant, zone: &TimeZone) -> Porte {
    let today = time::day_of(now, zone);
    let mut next: Option<Instant> = None;
    for day in (0..=AHEAD).map(|days| time::plus_days(today, days)) {
        for opening in horaires.iter().filter(|opening| opening.jour == time::weekday(day)) {
            let (debut, fin) = (time::moment(day, opening.debut, zone), time::moment(day, opening.fin, zone));
            let Some((debut, fin)) = debut.zip(fin) else {
                continue;
            };
            if debut <= now && now < fin {
                return Porte::Ouverte { jusqua: fin };
            }
            if now < debut && next.is_none_or(|soonest| debut < soonest) {
                next = Some(debut);
            }
        }
        if next.is_some() {
            break;
        }
    }
    Porte::Fermee { ouvre: next }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hour: &str) -> Instant {
        time::moment(day.parse().unwrap(), hour.parse().unwrap(), &TimeZone::get("Europe/Paris").unwrap()).unwrap()
    }

    #[test]
    fn a_door_is_open_between_its_hours_on_its_own_clock() {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let saturday = Ouverture { jour: 6, debut: "17:00".parse().unwrap(), fin: "21:00".parse().unwrap() };
        let porte = |day, hour| porte(&[saturday], at(day, hour), &zone);
        assert_eq!(porte("2026-11-21", "17:00"), Porte::Ouverte { jusqua: at("2026-11-21", "21:00") });
        assert_eq!(porte("2026-11-21", "21:00"), Porte::Fermee { ouvre: Some(at("2026-11-28", "17:00")) });
        assert_eq!(porte("2026-10-24", "22:00"), Porte::Fermee { ouvre: Some(at("2026-10-31", "17:00")) });
        assert_eq!(super::porte(&[], at("2026-11-21", "17:00"), &zone), Porte::Fermee { ouvre: None });
    }
}
