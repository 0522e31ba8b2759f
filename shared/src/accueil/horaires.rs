//! When a place is open in real life: its weeks, school holidays, chosen dates, and the stops of what moves.

use serde::{Deserialize, Serialize};

use super::Ouverture;
use crate::{
    fields::{Heure, Jour, Ligne},
    operation::closed_list,
};

closed_list! {
    /// A zone of the school holidays of metropolitan France.
    ZoneScolaire {
        /// Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon, Poitiers.
        A "a"
        /// Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans-Tours, Reims, Rennes, Strasbourg.
        B "b"
        /// Créteil, Montpellier, Paris, Toulouse, Versailles.
        C "c"
    }
}

closed_list! {
    /// What school holidays change.
    EnVacances {
        /// Nothing.
        Pareil "pareil"
        /// The place has other hours.
        Autres "autres"
        /// The place is closed.
        Ferme "ferme"
    }
}

/// From one wall time to another, after midnight when the end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Heures {
    /// From.
    pub debut: Heure,
    /// To; in the night that follows when it comes before the start.
    pub fin: Heure,
}

/// A date that is not like the others of its week: closed, with other hours, or open once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JourParticulier {
    /// Which.
    pub jour: Jour,
    /// Its hours; none when the place is closed.
    #[serde(default)]
    pub heures: Vec<Heures>,
    /// What everybody reads: "soirée jeux", "inventaire".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mot: Option<Ligne>,
}

/// Where and when something that moves stops, each week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Arret {
    /// Day of the week, from 1 (Monday) to 7 (Sunday).
    pub jour: u8,
    /// From.
    pub debut: Heure,
    /// To.
    pub fin: Heure,
    /// What people call it: "Parking de la piscine".
    pub nom: Ligne,
    /// Street and number, or a meeting point.
    pub adresse: Ligne,
    /// Town.
    pub commune: Ligne,
    /// A stop of the school holidays, when they have stops of their own.
    #[serde(default)]
    pub vacances: bool,
}

/// Where something that moves stops once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LieuArret {
    /// Until when.
    pub fin: Heure,
    /// What people call it.
    pub nom: Ligne,
    /// Street and number, or a meeting point.
    pub adresse: Ligne,
    /// Town.
    pub commune: Ligne,
}

/// What something that moves does otherwise on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ArretParticulier {
    /// That day.
    pub jour: Jour,
    /// From.
    pub debut: Heure,
    /// A stop of that day alone; without it, the usual stop that begins then is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lieu: Option<LieuArret>,
}

impl ArretParticulier {
    /// Whether its end comes after its start.
    pub fn is_sound(&self) -> bool {
        self.lieu.as_ref().is_none_or(|lieu| Heures { debut: self.debut, fin: lieu.fin }.is_sound())
    }
}

/// The last hour at which a night may end that began the day before.
const NIGHT: Heure = match Heure::from_minutes(6 * 60) {
    Some(heure) => heure,
    None => unreachable!(),
};

/// The last minute of a day. A table of hours has no 24:00: whoever writes this one means midnight.
const LAST: u16 = DAY - 1;
const DAY: u16 = 24 * 60;

impl Heures {
    /// When they end, in minutes from the midnight before they start.
    pub fn end(self) -> u16 {
        match self.fin.minutes() {
            LAST => DAY,
            fin if self.crosses_midnight() => fin + DAY,
            fin => fin,
        }
    }

    /// Whether they are those of a door that does not close that day.
    pub fn is_whole_day(self) -> bool {
        self.debut.minutes() == 0 && self.end() == DAY
    }

    /// Whether they make sense: the end comes after the start, or in the night that follows.
    pub fn is_sound(&self) -> bool {
        self.debut < self.fin || self.crosses_midnight()
    }

    /// Whether both are under way at some moment of the same day.
    pub fn meets(self, other: Self) -> bool {
        self.debut.minutes() < other.end() && other.debut.minutes() < self.end()
    }

    /// Whether they end on the day after.
    pub fn crosses_midnight(&self) -> bool {
        self.fin <= NIGHT && self.fin < self.debut
    }
}

impl Arret {
    /// The same, as an opening of the week.
    pub fn ouverture(&self) -> Ouverture {
        Ouverture { jour: self.jour, debut: self.debut, fin: self.fin }
    }
}

impl Ouverture {
    /// Its hours.
    pub fn heures(&self) -> Heures {
        Heures { debut: self.debut, fin: self.fin }
    }

    /// Whether both are under way at some moment of a week, which follows itself.
    pub fn meets(&self, other: &Self) -> bool {
        let span = |one: &Self, weeks: i32| {
            let midnight = (i32::from(one.jour) + 7 * weeks) * i32::from(DAY);
            (midnight + i32::from(one.debut.minutes()), midnight + i32::from(one.heures().end()))
        };
        let (debut, fin) = span(self, 0);
        [-1, 0, 1].map(|weeks| span(other, weeks)).iter().any(|(from, to)| debut < *to && *from < fin)
    }

    // The small hours of the next day of an evening that goes on after midnight.
    fn goes_on_with(&self, next: &Self) -> bool {
        let (evening, night) = (self.heures(), next.heures());
        next.jour == self.jour % 7 + 1
            && evening.end() == DAY
            && night.debut.minutes() == 0
            && night.fin <= NIGHT
            && night.fin < evening.debut
    }

    /// Whether day and times make sense: a day of the week, an end after the start or in the night that follows.
    pub fn is_sound(&self) -> bool {
        (1..=7).contains(&self.jour) && self.heures().is_sound()
    }
}

/// The openings of a week in order, as everybody reads them: those of a day that touch or overlap are one, and so is an evening
/// that goes on after midnight.
pub fn merged(list: &[Ouverture]) -> Vec<Ouverture> {
    let mut merged: Vec<Ouverture> = Vec::new();
    for one in list {
        let end = one.heures().end();
        match merged.last_mut() {
            Some(last) if last.jour == one.jour && one.debut.minutes() <= last.heures().end() => {
                if last.heures().end() < end {
                    last.fin = one.fin;
                }
            }
            Some(last) if last.goes_on_with(one) => last.fin = one.fin,
            _ => merged.push(*one),
        }
    }
    // The night from Sunday to Monday.
    if let [monday, .., sunday] = merged.as_mut_slice()
        && sunday.goes_on_with(monday)
    {
        sunday.fin = monday.fin;
        merged.remove(0);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_that_touch_or_overlap_are_read_as_one() {
        let week = |rows: &[(u8, &str, &str)]| -> Vec<Ouverture> {
            let at = |text: &str| text.parse().unwrap();
            rows.iter().map(|(jour, debut, fin)| Ouverture { jour: *jour, debut: at(debut), fin: at(fin) }).collect()
        };
        let read = merged(&week(&[
            (3, "10:00", "14:00"),
            (3, "12:00", "16:00"),
            (3, "16:00", "17:00"),
            (3, "18:00", "20:00"),
            (6, "20:00", "02:00"),
            (6, "22:00", "23:00"),
            (7, "00:30", "03:00"),
        ]));
        let told = [(3, "10:00", "17:00"), (3, "18:00", "20:00"), (6, "20:00", "02:00"), (7, "00:30", "03:00")];
        assert_eq!(read, week(&told));
    }

    #[test]
    fn a_night_is_one_opening_whatever_side_of_midnight_it_is_written_on() {
        let week = |rows: &[(u8, &str, &str)]| -> Vec<Ouverture> {
            let at = |text: &str| text.parse().unwrap();
            rows.iter().map(|(jour, debut, fin)| Ouverture { jour: *jour, debut: at(debut), fin: at(fin) }).collect()
        };
        let night = week(&[(5, "20:00", "02:00")]);
        assert_eq!(merged(&week(&[(5, "20:00", "00:00"), (6, "00:00", "02:00")])), night);
        assert_eq!(merged(&week(&[(5, "20:00", "23:59"), (6, "00:00", "02:00")])), night);
        let sunday = week(&[(1, "00:00", "03:00"), (1, "10:00", "12:00"), (7, "22:00", "00:00")]);
        assert_eq!(merged(&sunday), week(&[(1, "10:00", "12:00"), (7, "22:00", "03:00")]));
        // A day that never closes, a morning that lasts, and another day: each stays what it is.
        for rows in [
            [(5, "00:00", "23:59"), (6, "00:00", "02:00")],
            [(5, "20:00", "00:00"), (6, "00:00", "09:00")],
            [(5, "20:00", "00:00"), (7, "00:00", "02:00")],
        ] {
            assert_eq!(merged(&week(&rows)), week(&rows));
        }
        assert_eq!(merged(&week(&[(3, "00:00", "12:00"), (3, "12:00", "23:59")])), week(&[(3, "00:00", "23:59")]));
        let is_whole = |debut, fin| week(&[(3, debut, fin)])[0].heures().is_whole_day();
        assert!(is_whole("00:00", "23:59") && !is_whole("00:01", "23:59") && !is_whole("00:00", "23:58"));
    }

    #[test]
    fn an_opening_ends_after_it_starts_or_in_the_night_that_follows() {
        let at = |text: &str| text.parse().unwrap();
        let sound = |jour, debut, fin| Ouverture { jour, debut: at(debut), fin: at(fin) }.is_sound();
        assert!(sound(6, "17:00", "21:00") && sound(6, "20:00", "00:00") && sound(6, "22:00", "02:30"));
        assert!(!sound(6, "17:00", "17:00") && !sound(6, "00:00", "00:00"));
        // A slip of the finger is not a day and a night.
        assert!(!sound(6, "14:00", "12:00"));
        assert!(!sound(0, "17:00", "18:00") && !sound(8, "17:00", "18:00"));
    }
}
