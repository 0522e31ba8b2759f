//! Whether the door is open: everything that opens and closes a place, against the clock of that place.

use jiff::tz::TimeZone;
use shared::{
    Instant,
    accueil::{EnVacances, Heures, JourParticulier, Ouverture, Porte, ZoneScolaire},
    fields::{Heure, Jour},
    permanences::{JoursFeries, RaisonEcart},
};

use super::{
    regle::{Plage, Regle, of_week},
    vacances::is_vacances,
};
use crate::{permanences::is_holiday, time};

// How far ahead the next opening is looked for, in days.
const AHEAD: i32 = 28;
/// How far, in days, when it does not open before: a summer, a closure for works, one evening in a season.
pub const FAR: i32 = 120;
const DAY: u16 = 24 * 60;

/// When a place is open, with everything that changes it.
#[derive(Clone, Debug)]
pub struct Horaires {
    /// Each week; for what moves, its stops.
    pub semaine: Vec<Ouverture>,
    /// What stands in the place of the week, when it is written in the language of OpenStreetMap.
    pub regle: Option<Regle>,
    /// Each week of school holidays, when they are others.
    pub semaine_vacances: Vec<Ouverture>,
    /// What school holidays change.
    pub vacances: EnVacances,
    /// Whose school holidays.
    pub zone_scolaire: Option<ZoneScolaire>,
    /// On which public holidays it is closed.
    pub feries: JoursFeries,
    /// The dates that are not like the others.
    pub jours: Vec<JourParticulier>,
    /// The days on which it is closed, first and last.
    pub fermetures: Vec<(Jour, Jour)>,
    /// The clock of the place.
    pub zone: TimeZone,
}

impl Horaires {
    /// The state of the door at a moment.
    pub fn porte(&self, now: Instant) -> Porte {
        match self.porte_within(now, AHEAD) {
            Porte::Fermee { ouvre: None } => self.porte_within(now, FAR),
            known => known,
        }
    }

    fn porte_within(&self, now: Instant, ahead: i32) -> Porte {
        // The evening before may not be over.
        let from = time::plus_days(time::day_of(now, &self.zone), -1);
        let (_, end) = self.moments(time::plus_days(from, ahead + 1), Plage { debut: 0, fin: DAY });
        let spans = merged((0..=ahead + 1).flat_map(|days| self.spans(time::plus_days(from, days))).collect());
        match spans.into_iter().find(|(_, fin)| now < *fin) {
            Some((debut, fin)) if debut <= now => Porte::Ouverte { jusqua: (fin < end).then_some(fin) },
            later => Porte::Fermee { ouvre: later.map(|(debut, _)| debut) },
        }
    }

    /// The openings of the seven days to come, as they will really be. What goes on after midnight is of the evening before.
    pub fn semaine_a_venir(&self, today: Jour) -> Vec<Ouverture> {
        let days = (-1..=7).map(|days| time::plus_days(today, days));
        let mut week: Vec<(Jour, Plage)> = Vec::new();
        for (day, plage) in days.flat_map(|day| self.plages(day).into_iter().map(move |plage| (day, plage))) {
            match week.last_mut() {
                Some((last, known)) if *last == day && plage.debut <= known.fin => known.fin = known.fin.max(plage.fin),
                Some((last, known)) if time::plus_days(*last, 1) == day && known.is_followed_by(plage) => {
                    known.fin = DAY + plage.fin;
                }
                _ => week.push((day, plage)),
            }
        }
        let last = time::plus_days(today, 6);
        let told = week.into_iter().filter(|(day, _)| today <= *day && *day <= last);
        let opening = |(day, plage): (Jour, Plage)| {
            let Heures { debut, fin } = plage.heures()?;
            Some(Ouverture { jour: time::weekday(day), debut, fin })
        };
        told.filter_map(opening).collect()
    }

    /// Whether the stops of a day are those of the school holidays; `None` when nothing stops.
    pub fn tour(&self, day: Jour) -> Option<bool> {
        let is_off = self.is_closed(day) || self.jours.iter().any(|one| one.jour == day) || self.is_public_holiday(day);
        match (is_off, self.is_vacances(day), self.vacances) {
            (true, ..) | (false, true, EnVacances::Ferme) => None,
            (false, true, EnVacances::Autres) => Some(true),
            (false, true, EnVacances::Pareil) | (false, false, _) => Some(false),
        }
    }

    /// The moments of some hours of a day. An hour that the clocks skip is the moment at which they do.
    pub fn span(&self, day: Jour, hours: Heures) -> (Instant, Instant) {
        self.moments(day, Plage::of(hours))
    }

    fn moments(&self, day: Jour, plage: Plage) -> (Instant, Instant) {
        let at = |minutes: u16| {
            let (day, minutes) = if minutes < DAY { (day, minutes) } else { (time::plus_days(day, 1), minutes - DAY) };
            Heure::from_minutes(minutes).map_or(Instant(0), |heure| time::passed(day, heure, &self.zone))
        };
        (at(plage.debut), at(plage.fin))
    }

    fn spans(&self, day: Jour) -> Vec<(Instant, Instant)> {
        let spans = self.plages(day).into_iter().map(|plage| self.moments(day, plage));
        spans.filter(|(debut, fin)| debut < fin).collect()
    }

    /// Whether and why a day is not like the others: closed, a date of its own, school holidays that change the week. Who holds
    /// something on a public holiday has said so.
    pub fn unlike(&self, day: Jour) -> Option<RaisonEcart> {
        if self.is_closed(day) {
            return Some(RaisonEcart::Fermeture);
        }
        if self.jours.iter().any(|one| one.jour == day) {
            return Some(RaisonEcart::JourParticulier);
        }
        let is_other = self.vacances != EnVacances::Pareil && self.is_vacances(day);
        is_other.then_some(RaisonEcart::Vacances)
    }

    /// Whether the door of a day is open from one moment to another.
    pub fn is_open_during(&self, day: Jour, (debut, fin): (Instant, Instant)) -> bool {
        let spans = merged(
            vec![time::plus_days(day, -1), day, time::plus_days(day, 1)]
                .into_iter()
                .flat_map(|day| self.spans(day))
                .collect(),
        );
        spans.iter().any(|(from, to)| *from <= debut && fin <= *to)
    }

    /// The hours of a day, in order. What is nearest to the day wins: a closure, the date itself, a public holiday, the school
    /// holidays, the week. What a written week says of holidays itself is part of the week.
    pub fn plages(&self, day: Jour) -> Vec<Plage> {
        let mut list = match self.jours.iter().find(|one| one.jour == day) {
            _ if self.is_closed(day) => Vec::new(),
            Some(one) => one.heures.iter().copied().map(Plage::of).collect(),
            None => self.usual(day),
        };
        list.sort_unstable();
        list
    }

    fn usual(&self, day: Jour) -> Vec<Plage> {
        let says = |of: fn(&Regle) -> bool| self.regle.as_ref().is_some_and(of);
        if self.is_public_holiday(day) && !says(|regle| regle.says_feries) {
            return Vec::new();
        }
        let is_vacances = self.is_vacances(day) && !says(|regle| regle.says_vacances);
        match (self.vacances, &self.regle) {
            (EnVacances::Ferme, _) if is_vacances => Vec::new(),
            (EnVacances::Autres, _) if is_vacances => of_week(&self.semaine_vacances, day),
            (_, Some(regle)) => regle.of(day).to_vec(),
            (_, None) => of_week(&self.semaine, day),
        }
    }

    fn is_closed(&self, day: Jour) -> bool {
        self.fermetures.iter().any(|(du, au)| *du <= day && day <= *au)
    }

    fn is_public_holiday(&self, day: Jour) -> bool {
        is_holiday(day, self.feries)
    }

    fn is_vacances(&self, day: Jour) -> bool {
        self.zone_scolaire.is_some_and(|zone| is_vacances(day, zone))
    }
}

// Openings that touch or overlap are one: the door says when it really closes.
fn merged(mut spans: Vec<(Instant, Instant)>) -> Vec<(Instant, Instant)> {
    spans.sort_unstable();
    let mut merged: Vec<(Instant, Instant)> = Vec::new();
    for (debut, fin) in spans {
        match merged.last_mut() {
            Some(last) if debut <= last.1 => last.1 = last.1.max(fin),
            _ => merged.push((debut, fin)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn at(day: &str, hour: &str) -> Instant {
        time::moment(day.parse().unwrap(), hour.parse().unwrap(), &paris()).unwrap()
    }

    fn week(rows: &[(u8, &str, &str)]) -> Vec<Ouverture> {
        let opening = |(jour, debut, fin): &(u8, &str, &str)| Ouverture {
            jour: *jour,
            debut: debut.parse().unwrap(),
            fin: fin.parse().unwrap(),
        };
        rows.iter().map(opening).collect()
    }

    fn place(rows: &[(u8, &str, &str)]) -> Horaires {
        Horaires {
            semaine: week(rows),
            regle: None,
            semaine_vacances: Vec::new(),
            vacances: EnVacances::Pareil,
            zone_scolaire: Some(ZoneScolaire::C),
            feries: JoursFeries::Metropole,
            jours: Vec::new(),
            fermetures: Vec::new(),
            zone: paris(),
        }
    }

    fn open(until: Instant) -> Porte {
        Porte::Ouverte { jusqua: Some(until) }
    }

    fn closed(until: Instant) -> Porte {
        Porte::Fermee { ouvre: Some(until) }
    }

    #[test]
    fn a_door_is_open_between_its_hours_on_its_own_clock() {
        let saturdays = place(&[(6, "17:00", "21:00")]);
        let porte = |day, hour| saturdays.porte(at(day, hour));
        assert_eq!(porte("2026-11-21", "16:59"), closed(at("2026-11-21", "17:00")));
        assert_eq!(porte("2026-11-21", "17:00"), open(at("2026-11-21", "21:00")));
        assert_eq!(porte("2026-11-21", "21:00"), closed(at("2026-11-28", "17:00")));
        assert_eq!(porte("2026-10-24", "22:00"), closed(at("2026-10-31", "17:00")));
        assert_eq!(place(&[]).porte(at("2026-11-21", "17:00")), Porte::Fermee { ouvre: None });
        // Phones and servers may be elsewhere: the clock is that of the place.
        let island = Horaires { zone: TimeZone::get("Indian/Reunion").unwrap(), ..place(&[(6, "17:00", "21:00")]) };
        assert_eq!(island.porte(at("2026-11-21", "14:00")), open(at("2026-11-21", "18:00")));
    }

    #[test]
    fn an_evening_goes_on_after_midnight() {
        let late = place(&[(5, "20:00", "00:00"), (6, "00:00", "02:00"), (6, "22:00", "03:00")]);
        let porte = |day, hour| late.porte(at(day, hour));
        assert_eq!(porte("2026-11-20", "23:59"), open(at("2026-11-21", "02:00")));
        assert_eq!(porte("2026-11-21", "00:00"), open(at("2026-11-21", "02:00")));
        assert_eq!(porte("2026-11-21", "02:00"), closed(at("2026-11-21", "22:00")));
        assert_eq!(porte("2026-11-22", "02:59"), open(at("2026-11-22", "03:00")));
        assert_eq!(porte("2026-11-22", "03:00"), closed(at("2026-11-27", "20:00")));
    }

    #[test]
    fn a_door_that_does_not_close_at_midnight_does_not_say_so() {
        let all: Vec<(u8, &str, &str)> = (1..=7).map(|day| (day, "00:00", "23:59")).collect();
        let always = Horaires { feries: JoursFeries::Aucun, ..place(&all) };
        for hour in ["00:00", "12:00", "23:59"] {
            assert_eq!(always.porte(at("2026-11-20", hour)), Porte::Ouverte { jusqua: None }, "{hour}");
        }
        let day = |jour| (jour, "00:00", "23:59");
        assert_eq!(always.semaine_a_venir("2026-11-20".parse().unwrap()), week(&[5, 6, 7, 1, 2, 3, 4].map(day)));
        // Closed on Christmas Day: that is when it closes.
        assert_eq!(place(&all).porte(at("2026-12-20", "12:00")), open(at("2026-12-25", "00:00")));
        // Day and night from Monday to Friday, and the small hours of Saturday.
        let mut working: Vec<(u8, &str, &str)> = all[..5].to_vec();
        working.push((6, "00:00", "02:00"));
        assert_eq!(place(&working).porte(at("2026-11-18", "12:00")), open(at("2026-11-21", "02:00")));
        assert_eq!(place(&working).porte(at("2026-11-21", "02:00")), closed(at("2026-11-23", "00:00")));
    }

    #[test]
    fn a_night_is_told_on_its_evening_on_whatever_side_of_midnight_it_was_written() {
        let told = |rows: &[(u8, &str, &str)], today: &str| place(rows).semaine_a_venir(today.parse().unwrap());
        let night = week(&[(5, "20:00", "02:00")]);
        for rows in [
            vec![(5, "20:00", "02:00")],
            vec![(5, "20:00", "00:00"), (6, "00:00", "02:00")],
            vec![(5, "20:00", "23:59"), (6, "00:00", "02:00")],
        ] {
            // On Friday; on Saturday, whose small hours are those of the evening before.
            assert_eq!(told(&rows, "2026-11-20"), night, "{rows:?}");
            assert_eq!(told(&rows, "2026-11-21"), night, "{rows:?}");
            assert_eq!(place(&rows).porte(at("2026-11-20", "21:00")), open(at("2026-11-21", "02:00")), "{rows:?}");
        }
        assert_eq!(told(&[(6, "00:00", "02:00")], "2026-11-21"), week(&[(6, "00:00", "02:00")]));
    }

    #[test]
    fn the_clocks_change_and_the_door_follows_them() {
        let night = place(&[(6, "22:00", "04:00"), (7, "14:00", "18:00")]);
        let hours = |from: Instant, to: Instant| to.minutes_since(from) / 60;
        // The night of October has an hour more, that of March an hour less.
        for (evening, morning, length) in [("2026-10-24", "2026-10-25", 7), ("2027-03-27", "2027-03-28", 5)] {
            let begun = at(evening, "22:00");
            let Porte::Ouverte { jusqua: Some(jusqua) } = night.porte(begun) else { panic!("closed at {evening}") };
            assert_eq!((jusqua, hours(begun, jusqua)), (at(morning, "04:00"), length));
            assert_eq!(night.porte(at(morning, "14:00")), open(at(morning, "18:00")));
        }
        // 02:30 does not exist on 28 March: who opens then opens at 03:00; who closes then has closed at 03:00.
        let early = place(&[(7, "02:30", "05:00")]);
        assert_eq!(early.porte(at("2027-03-28", "01:59")), closed(at("2027-03-28", "03:00")));
        let short = place(&[(7, "01:00", "02:30")]);
        assert_eq!(short.porte(at("2027-03-28", "01:30")), open(at("2027-03-28", "03:00")));
    }

    #[test]
    fn holidays_closures_and_dates_change_the_week() {
        let all = [(1, "14:00", "18:00"), (3, "14:00", "18:00"), (6, "10:00", "12:00")];
        let usual = place(&all);
        // 11 November 2026 is a Wednesday.
        assert_eq!(usual.porte(at("2026-11-11", "15:00")), closed(at("2026-11-14", "10:00")));
        let always = Horaires { feries: JoursFeries::Aucun, ..place(&all) };
        assert_eq!(always.porte(at("2026-11-11", "15:00")), open(at("2026-11-11", "18:00")));
        // Autumn holidays of zone C: from 17 October to 1 November.
        let shut = Horaires { vacances: EnVacances::Ferme, ..place(&all) };
        assert_eq!(shut.porte(at("2026-10-19", "15:00")), closed(at("2026-11-02", "14:00")));
        let other =
            Horaires { vacances: EnVacances::Autres, semaine_vacances: week(&[(1, "09:00", "12:00")]), ..place(&all) };
        assert_eq!(other.porte(at("2026-10-19", "10:00")), open(at("2026-10-19", "12:00")));
        assert_eq!(other.porte(at("2026-10-21", "15:00")), closed(at("2026-10-26", "09:00")));
        let works = Horaires {
            fermetures: vec![("2026-11-21".parse().unwrap(), "2026-11-25".parse().unwrap())],
            ..place(&all)
        };
        assert_eq!(works.porte(at("2026-11-21", "11:00")), closed(at("2026-11-28", "10:00")));
        let date = |jour: &str, heures: &[(&str, &str)]| JourParticulier {
            jour: jour.parse().unwrap(),
            heures: heures.iter().map(|(a, b)| Heures { debut: a.parse().unwrap(), fin: b.parse().unwrap() }).collect(),
            mot: None,
        };
        let dated = Horaires {
            jours: vec![date("2026-11-23", &[]), date("2026-12-25", &[("20:00", "23:00")])],
            fermetures: vec![("2026-12-01".parse().unwrap(), "2026-12-24".parse().unwrap())],
            ..place(&all)
        };
        assert_eq!(dated.porte(at("2026-11-23", "15:00")), closed(at("2026-11-25", "14:00")));
        // Open once, though it is Christmas.
        assert_eq!(dated.porte(at("2026-12-24", "12:00")), closed(at("2026-12-25", "20:00")));
    }

    #[test]
    fn the_end_of_a_summer_is_told() {
        let rows = [(2, "14:00", "18:00")];
        let shut = Horaires { vacances: EnVacances::Ferme, ..place(&rows) };
        // Two months of school holidays; whoever closes for half a year is closed.
        assert_eq!(shut.porte(at("2027-07-07", "12:00")), closed(at("2027-09-07", "14:00")));
        let works = |last: &str| {
            let fermetures = vec![("2027-01-01".parse().unwrap(), last.parse().unwrap())];
            Horaires { fermetures, ..place(&rows) }.porte(at("2027-01-05", "12:00"))
        };
        assert_eq!(works("2027-04-12"), closed(at("2027-04-13", "14:00")));
        assert_eq!(works("2027-07-31"), Porte::Fermee { ouvre: None });
    }

    #[test]
    fn a_written_week_drives_the_door_with_the_closures_and_the_dates_of_the_place() {
        let written = |text: &str, day: &str| Horaires {
            regle: Some(Regle::read(text, day.parse().unwrap(), JoursFeries::Metropole, Some(ZoneScolaire::C))),
            ..place(&[(1, "08:00", "09:00")])
        };
        let night = written("Sa 22:00-04:00", "2026-10-24");
        assert_eq!(night.porte(at("2026-10-24", "23:00")), open(at("2026-10-25", "04:00")));
        let shut = JourParticulier { jour: "2026-10-24".parse().unwrap(), heures: Vec::new(), mot: None };
        let without = Horaires { jours: vec![shut], ..night };
        // The whole night is closed, also what is of the next morning.
        assert_eq!(without.porte(at("2026-10-25", "01:00")), closed(at("2026-10-31", "22:00")));
        // What the text says of public holidays wins over the choice beside it, what it does not say leaves it.
        let silent = written("Mo-Fr 09:00-17:00", "2026-11-11");
        assert_eq!(silent.porte(at("2026-11-11", "10:00")), closed(at("2026-11-12", "09:00")));
        let said = written("Mo-Fr 09:00-17:00; PH 10:00-12:00", "2026-11-11");
        assert_eq!(said.porte(at("2026-11-11", "10:00")), open(at("2026-11-11", "12:00")));
        let off = Horaires { vacances: EnVacances::Ferme, ..written("Mo-Fr 09:00-17:00", "2027-02-10") };
        assert_eq!(off.porte(at("2027-02-10", "10:00")), closed(at("2027-02-22", "09:00")));
    }

    #[test]
    fn the_days_to_come_are_said_as_they_will_be() {
        let usual = place(&[(3, "14:00", "18:00"), (6, "10:00", "12:00")]);
        let said = usual.semaine_a_venir("2026-11-10".parse().unwrap());
        assert_eq!(said, week(&[(6, "10:00", "12:00")]));
    }
}
