//! The week of a place that is written in the language of OpenStreetMap, day by day, with the holidays of the place.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use opening_hours::{Context, ContextHolidays};
use shared::{
    accueil::{Heures, Ouverture, ZoneScolaire},
    fields::{Heure, Jour},
    permanences::JoursFeries,
};

use super::vacances::is_vacances;
use crate::{
    annuaire::osm::{self, Hours},
    permanences::is_holiday,
    time,
};

// The days that are read around one: as far as a door is looked for, and the nights before.
const BEFORE: i32 = 3;
const AFTER: i32 = 125;
// How far beyond them holidays are told to the crate: a text may speak of the day before one.
const MARGIN: i32 = 10;

const DAY: u16 = 24 * 60;
// The last minute at which a night may end that began the day before.
const NIGHT: u16 = 6 * 60;

/// From one minute of a day to another: past the last one in the night that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plage {
    /// From.
    pub debut: u16,
    /// To.
    pub fin: u16,
}

impl Plage {
    /// Of the hours of a day.
    pub fn of(hours: Heures) -> Self {
        Self { debut: hours.debut.minutes(), fin: hours.end() }
    }

    /// Whether it lasts until midnight and goes on, in the small hours of the day after, with another one.
    pub fn is_followed_by(self, next: Self) -> bool {
        self.fin == DAY && next.debut == 0 && next.fin <= NIGHT && next.fin < self.debut
    }

    /// As hours of a day. One that never closes is said to be open until its last minute: there is no 24:00.
    pub fn heures(self) -> Option<Heures> {
        let fin = if (self.debut, self.fin) == (0, DAY) { DAY - 1 } else { self.fin % DAY };
        Some(Heures { debut: Heure::from_minutes(self.debut)?, fin: Heure::from_minutes(fin)? })
    }
}

/// The hours of the days around one, and what they say of holidays themselves.
#[derive(Clone, Debug, Default)]
pub struct Regle {
    jours: BTreeMap<Jour, Vec<Plage>>,
    /// Whether the text says what happens on public holidays.
    pub says_feries: bool,
    /// Whether it says what happens in school holidays.
    pub says_vacances: bool,
}

/// The text that cannot be read: what makes sense, what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Illisible {
    /// How far it does.
    pub compris: String,
    /// The rest.
    pub suite: String,
}

/// Whether a text can be read.
pub fn check(text: &str) -> Result<(), Illisible> {
    osm::read(text).map(drop).map_err(|why| {
        let at = text.char_indices().nth(osm::lost_at(&why)).map_or(text.len(), |(at, _)| at);
        let (compris, suite) = text.split_at(at);
        Illisible { compris: compris.trim().to_owned(), suite: suite.trim().to_owned() }
    })
}

impl Regle {
    /// Reads a text for the days around one. A text that cannot be read opens no day: nothing is guessed.
    pub fn read(text: &str, around: Jour, feries: JoursFeries, zone: Option<ZoneScolaire>) -> Self {
        let Ok(hours) = osm::read(text) else { return Self::default() };
        let days = (time::plus_days(around, -BEFORE), time::plus_days(around, AFTER));
        let jours = by_days(hours.with_context(context(days, feries, zone)), days);
        Self { jours, says_feries: osm::speaks_of(text, "PH"), says_vacances: osm::says_vacances(text) }
    }

    /// Whether a day opens, from one on.
    pub fn opens_since(&self, day: Jour) -> bool {
        self.jours.range(day..).next().is_some()
    }

    /// The hours of a day.
    pub fn of(&self, day: Jour) -> &[Plage] {
        self.jours.get(&day).map_or(&[], Vec::as_slice)
    }
}

/// The openings of a day of some weekly hours.
pub fn of_week(week: &[Ouverture], day: Jour) -> Vec<Plage> {
    let jour = time::weekday(day);
    week.iter().filter(|one| one.jour == jour).map(|one| Plage::of(one.heures())).collect()
}

/// The days from one to another that a text closes on purpose: its usual week opens them, and what it says of months, dates, weeks or
/// holidays does not.
pub fn closed_on_purpose(
    text: &str,
    (from, to): (Jour, Jour),
    feries: JoursFeries,
    zone: Option<ZoneScolaire>,
) -> BTreeSet<Jour> {
    let (Ok(whole), Some(usual)) = (osm::read(text), osm::usual(text)) else { return BTreeSet::new() };
    // Whose evening the first small hours are is known from the day before, and how the last day goes on does not matter.
    let days = (time::plus_days(from, -1), time::plus_days(to, 1));
    let context = context(days, feries, zone);
    let open = by_days(whole.with_context(context.clone()), days);
    let usually = by_days(usual.with_context(context), days).into_keys();
    usually.filter(|day| from <= *day && *day <= to && !open.contains_key(day)).collect()
}

// The hours of each day that opens, from one to before another.
fn by_days(hours: Hours, (from, to): (Jour, Jour)) -> BTreeMap<Jour, Vec<Plage>> {
    let midnight = |day| date(day).map(|day| day.and_time(NaiveTime::MIN));
    let (Some(from), Some(to)) = (midnight(from), midnight(to)) else { return BTreeMap::new() };
    let mut jours: BTreeMap<Jour, Vec<Plage>> = BTreeMap::new();
    for (day, plage) in hours.open_ranges(from, to).into_iter().flat_map(by_day) {
        jours.entry(day).or_default().push(plage);
    }
    jours
}

fn context((from, to): (Jour, Jour), feries: JoursFeries, zone: Option<ZoneScolaire>) -> Context {
    // Whoever closes on none of them says nothing of which ones there are.
    let feries = if feries == JoursFeries::Aucun { JoursFeries::Metropole } else { feries };
    let none = ContextHolidays::default();
    let (mut public, mut school) = (none.get_public().clone(), none.get_school().clone());
    let last = time::plus_days(to, MARGIN);
    let days = std::iter::successors(Some(time::plus_days(from, -MARGIN)), |day| Some(time::plus_days(*day, 1)));
    for day in days.take_while(|day| *day <= last) {
        let Some(date) = date(day) else { continue };
        if is_holiday(day, feries) {
            public.insert(date);
        }
        if zone.is_some_and(|zone| is_vacances(day, zone)) {
            school.insert(date);
        }
    }
    Context::default().with_holidays(ContextHolidays::new(Arc::new(public), Arc::new(school)))
}

// Cut at each midnight; a night that ends early in the morning belongs to the evening before.
fn by_day((start, end): (NaiveDateTime, NaiveDateTime)) -> Vec<(Jour, Plage)> {
    let minutes = |at: NaiveDateTime| (at.hour() * 60 + at.minute()) as u16;
    let mut pieces: Vec<(Jour, Plage)> = Vec::new();
    let days = start.date().iter_days().take_while(|day| *day <= end.date());
    for day in days {
        let debut = if day == start.date() { minutes(start) } else { 0 };
        let fin = if day == end.date() { minutes(end) } else { DAY };
        let Some(jour) = jour(day).filter(|_| debut < fin) else { continue };
        match pieces.last_mut() {
            Some((_, evening)) if debut == 0 && fin <= NIGHT && fin < evening.debut => evening.fin = DAY + fin,
            _ => pieces.push((jour, Plage { debut, fin })),
        }
    }
    pieces
}

fn date(day: Jour) -> Option<NaiveDate> {
    let (annee, mois, jour) = day.parts();
    NaiveDate::from_ymd_opt(annee.into(), mois.into(), jour.into())
}

fn jour(date: NaiveDate) -> Option<Jour> {
    let part = |number: u32| u8::try_from(number).ok();
    Jour::new(i16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, day: &str) -> Regle {
        Regle::read(text, day.parse().unwrap(), JoursFeries::Metropole, Some(ZoneScolaire::C))
    }

    fn hours(text: &str, day: &str) -> Vec<String> {
        let read = read(text, day);
        let hours = read.of(day.parse().unwrap()).iter().filter_map(|one| one.heures());
        hours.map(|one| format!("{}-{}", one.debut, one.fin)).collect()
    }

    #[test]
    fn a_night_belongs_to_its_evening_and_a_day_that_never_closes_is_whole() {
        assert_eq!(hours("Fr 20:00-02:00", "2026-11-27"), ["20:00-02:00"]);
        assert!(hours("Fr 20:00-02:00", "2026-11-28").is_empty());
        assert_eq!(hours("Fr 20:00-24:00", "2026-11-27"), ["20:00-00:00"]);
        assert_eq!(hours("24/7", "2026-11-27"), ["00:00-23:59"]);
        assert_eq!(read("24/7", "2026-11-27").of("2026-11-27".parse().unwrap()), [Plage { debut: 0, fin: DAY }]);
        // From noon to noon: what is open late in the morning is no night.
        assert_eq!(hours("Th 12:00-36:00", "2026-11-26"), ["12:00-00:00"]);
        assert_eq!(hours("Th 12:00-36:00", "2026-11-27"), ["00:00-12:00"]);
    }

    #[test]
    fn a_night_is_that_of_its_evening_whatever_the_day_after_says() {
        let week = |text: &str| {
            let days =
                ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"];
            days.map(|day| hours(text, day).join(" "))
        };
        let (late, later, no) = ("18:00-02:00", "18:00-04:00", "");
        assert_eq!(week("Mo-Th 18:00-02:00; Fr-Sa 18:00-04:00"), [late, late, late, late, later, later, no]);
        assert_eq!(week("Fr-Sa 18:00-04:00; Su-Th 18:00-02:00"), [late, late, late, late, later, later, late]);
        assert_eq!(week("Mo-Su 18:00-02:00; Th off"), [late, late, late, no, late, late, late]);
        assert_eq!(week("Mo-Th 18:00-02:00; We 12:00-14:00"), [late, late, "12:00-14:00", late, no, no, no]);
        assert_eq!(week("Sa 20:00-03:00; Su 10:00-12:00"), [no, no, no, no, no, "20:00-03:00", "10:00-12:00"]);
        // What is added leaves what stands; hours that are taken away may be those of the night.
        assert_eq!(week("Fr 20:00-02:00, Fr 10:00-12:00"), [no, no, no, no, "10:00-12:00 20:00-02:00", no, no]);
        assert_eq!(week("Fr-Sa 20:00-02:00; Sa 00:00-02:00 off"), [no, no, no, no, "20:00-02:00", "20:00-02:00", no]);
        assert_eq!(week("Fr-Sa 20:00-02:00; Sa 23:00-03:00 off"), [no, no, no, no, "20:00-02:00", "20:00-23:00", no]);
        // A day that is closed ends no night of the day before, and begins none.
        let text = "Mo-Su 18:00-02:00; Dec 24-25 off; PH off";
        assert_eq!(
            ["2026-12-23", "2026-12-24", "2026-12-25", "2026-12-26"].map(|day| hours(text, day).join(" ")),
            [late, no, no, late]
        );
    }

    #[test]
    fn a_day_is_closed_on_purpose_when_only_the_usual_week_opens_it() {
        let closed = |text: &str, from: &str, to: &str| {
            let days = (from.parse().unwrap(), to.parse().unwrap());
            let closed = closed_on_purpose(text, days, JoursFeries::Aucun, Some(ZoneScolaire::C)).into_iter();
            closed.map(|day| day.to_string()).collect::<Vec<_>>().join(" ")
        };
        let week = |text| closed(text, "2026-11-23", "2026-11-29");
        assert_eq!(week("Mo-Fr 09:00-17:00; 2026 Nov 25 off"), "2026-11-25");
        assert_eq!(week("Mo-Fr 09:00-17:00; Nov 25-Dec 2 off"), "2026-11-25 2026-11-26 2026-11-27");
        assert_eq!(week("Mo-Fr 18:00-02:00; Nov 25 off"), "2026-11-25");
        assert_eq!(week("24/7; Nov 25 off"), "2026-11-25");
        assert_eq!(week("Mo-Fr,PH 09:00-17:00; week 48 We off"), "2026-11-25");
        assert_eq!(week("Mo-Fr 09:00-17:00; Fr[-1] off"), "2026-11-27");
        assert_eq!(closed("Mo-Fr 09:00-17:00; SH off", "2027-02-06", "2027-02-09"), "2027-02-08 2027-02-09");
        assert_eq!(closed("Mo-Fr 09:00-17:00; PH off", "2026-11-09", "2026-11-12"), "2026-11-11");
        // On a weekly day off, or out of a season, whoever holds something there decides; other hours close no day.
        for text in [
            "Mo-Fr 09:00-17:00",
            "Mo-Fr 09:00-17:00; We off",
            "Dec-Feb Mo-Fr 09:00-17:00",
            "Mo-Fr 09:00-17:00; Nov 10:00-12:00",
            "Mo-Fr 09:00-17:00; Nov 20-30 We 12:00-13:00 off",
            "not hours",
        ] {
            assert_eq!(week(text), "", "{text}");
        }
    }

    #[test]
    fn months_weeks_and_the_first_of_a_month_are_read() {
        assert_eq!(hours("Dec-Feb Mo 18:00-20:00", "2026-12-07"), ["18:00-20:00"]);
        assert!(hours("Dec-Feb Mo 18:00-20:00", "2026-11-30").is_empty());
        assert_eq!(hours("Tu[1] 10:00-12:00", "2026-12-01"), ["10:00-12:00"]);
        assert!(hours("Tu[1] 10:00-12:00", "2026-12-08").is_empty());
        assert_eq!(hours("Mo 10:00-11:00 \"PH fermé\"", "2026-11-23"), ["10:00-11:00"]);
        assert!(!read("Mo 10:00-11:00 \"PH fermé\"", "2026-11-23").says_feries);
    }

    #[test]
    fn public_and_school_holidays_are_those_of_the_place() {
        // Armistice Day is a Wednesday; the winter holidays of zone C are on 10 February, those of zone A are not.
        assert!(hours("Mo-Fr 09:00-17:00; PH off", "2026-11-11").is_empty());
        assert_eq!(hours("Mo-Fr 09:00-17:00; PH 10:00-12:00", "2026-11-11"), ["10:00-12:00"]);
        let text = "Mo-Fr 09:00-17:00; SH 10:00-12:00";
        assert_eq!(hours(text, "2027-02-10"), ["10:00-12:00"]);
        assert_eq!(hours(text, "2027-03-10"), ["09:00-17:00"]);
        let day = "2027-02-10".parse().unwrap();
        let elsewhere = Regle::read(text, day, JoursFeries::Aucun, Some(ZoneScolaire::A));
        assert_eq!(elsewhere.of(day), [Plage { debut: 9 * 60, fin: 17 * 60 }]);
        assert!(read(text, "2027-02-10").says_vacances && !read(text, "2027-02-10").says_feries);
    }

    #[test]
    fn what_cannot_be_read_is_cut_where_it_stops_making_sense() {
        let cut = |text: &str| check(text).unwrap_err();
        let refused = cut("Mo-Fr 09:00-12:00-14:00");
        assert_eq!((refused.compris.as_str(), refused.suite.as_str()), ("Mo-Fr 09:00-12:00", "-14:00"));
        let refused = cut("Mo 08:22");
        assert_eq!((refused.compris.as_str(), refused.suite.as_str()), ("Mo 08:22", ""));
        // The crate would open it in all weeks.
        let refused = cut("Mo-Fr 09:00-17:00; SH Mo-Fr 10:00-12:00");
        assert_eq!((refused.compris.as_str(), refused.suite.as_str()), ("Mo-Fr 09:00-17:00; SH", "Mo-Fr 10:00-12:00"));
        for text in ["We PH 10:00-12:00", "PH +1 day Mo 10:00-12:00"] {
            assert!(check(text).is_err(), "{text}");
        }
        for text in ["Mo-Fr 09:00-12:00", "PH,Mo-Fr 09:00-12:00", "Mo 09:00-12:00 \"SH Mo fermé\"", "Su,PH off"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }
}
