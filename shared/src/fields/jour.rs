//! Days of the calendar and months of birth.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::BadField;

/// A day of the calendar, `YYYY-MM-DD`, that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Jour {
    annee: i16,
    mois: u8,
    jour: u8,
}

crate::operation::text_schema!(Jour, "date");

impl Jour {
    /// The day, when the calendar has it. Years run from 1900 to 2200.
    pub const fn new(annee: i16, mois: u8, jour: u8) -> Option<Self> {
        match days_in(annee, mois) {
            Some(last) if 1900 <= annee && annee <= 2200 && 1 <= jour && jour <= last => {
                Some(Self { annee, mois, jour })
            }
            _ => None,
        }
    }

    /// Year, month from 1, day from 1.
    pub fn parts(self) -> (i16, u8, u8) {
        (self.annee, self.mois, self.jour)
    }
}

const fn days_in(annee: i16, mois: u8) -> Option<u8> {
    let leap = annee % 4 == 0 && (annee % 100 != 0 || annee % 400 == 0);
    match mois {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 if leap => Some(29),
        2 => Some(28),
        _ => None,
    }
}

impl FromStr for Jour {
    type Err = BadField;
    fn from_str(text: &str) -> Result<Self, BadField> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !shaped {
            return Err(BadField("date-mal-formee"));
        }
        let part = |from: usize, to: usize| text.get(from..to).and_then(|p| p.parse().ok());
        let (annee, mois, jour): (Option<i16>, _, _) = (part(0, 4), part(5, 7), part(8, 10));
        let day = annee
            .zip(mois)
            .zip(jour)
            .and_then(|((a, m), j)| Self::new(a, u8::try_from(m).ok()?, u8::try_from(j).ok()?));
        day.ok_or(BadField("date-inexistante"))
    }
}

impl TryFrom<String> for Jour {
    type Error = BadField;
    fn try_from(text: String) -> Result<Self, BadField> {
        text.parse()
    }
}

impl From<Jour> for String {
    fn from(jour: Jour) -> Self {
        jour.to_string()
    }
}

impl fmt::Display for Jour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.annee, self.mois, self.jour)
    }
}

/// Month and year of birth: enough to know the age, and no more (the day is never asked).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoisDeNaissance {
    /// The year, four digits.
    pub annee: i16,
    /// The month, from 1 to 12.
    pub mois: u8,
}

impl MoisDeNaissance {
    /// The age in whole years on a day, when the day of birth is not known: the last of the month is assumed, so
    /// that no one is made older than they are. `None` when the month is not one, or lies in the future.
    pub fn age_on(self, day: Jour) -> Option<u8> {
        let (annee, mois, jour) = day.parts();
        let last = days_in(self.annee, self.mois)?;
        let months = (i32::from(annee) - i32::from(self.annee)) * 12 + i32::from(mois) - i32::from(self.mois);
        let completed = if jour < last && jour < days_in(annee, mois)? { months - 1 } else { months };
        if months < 0 { None } else { u8::try_from(completed.max(0) / 12).ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_exists_in_the_calendar() {
        assert_eq!("2028-02-29".parse::<Jour>().unwrap().to_string(), "2028-02-29");
        for wrong in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "1800-01-01", "2100-02-29"] {
            assert_eq!(wrong.parse::<Jour>(), Err(BadField("date-inexistante")), "{wrong}");
        }
        for wrong in ["", "20261-1-01", "2026/01/01", "26-01-01", "2026-1-1"] {
            assert_eq!(wrong.parse::<Jour>(), Err(BadField("date-mal-formee")), "{wrong}");
        }
    }

    #[test]
    fn nobody_is_made_older_than_they_are() {
        let born = MoisDeNaissance { annee: 2010, mois: 11 };
        let age = |day: &str| born.age_on(day.parse().unwrap());
        assert_eq!(age("2026-10-31"), Some(15));
        assert_eq!(age("2026-11-01"), Some(15));
        assert_eq!(age("2026-11-29"), Some(15));
        assert_eq!(age("2026-11-30"), Some(16));
        assert_eq!(age("2026-12-01"), Some(16));
        assert_eq!(age("2010-11-02"), Some(0));
        assert_eq!(age("2010-10-02"), None);
        assert_eq!(MoisDeNaissance { annee: 2010, mois: 13 }.age_on("2026-01-01".parse().unwrap()), None);
    }

    #[test]
    fn february_ends_sooner() {
        let born = MoisDeNaissance { annee: 2008, mois: 2 };
        assert_eq!(born.age_on("2024-02-28".parse().unwrap()), Some(15));
        assert_eq!(born.age_on("2024-02-29".parse().unwrap()), Some(16));
        assert_eq!(born.age_on("2026-02-28".parse().unwrap()), Some(18));
    }
}
