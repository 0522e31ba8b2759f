//! A wall time, as on the clock of the place.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::BadField;

/// A wall time `HH:MM`, from `00:00` to `23:59`, with no zone: the place has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Heure(u16);

crate::operation::text_schema!(Heure, "time-hh-mm");

impl Heure {
    /// From minutes after midnight.
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes < 24 * 60 { Some(Self(minutes)) } else { None }
    }

    /// Minutes after midnight on the clock.
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl FromStr for Heure {
    type Err = BadField;
    fn from_str(text: &str) -> Result<Self, BadField> {
        let digits =
            |part: &str| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok());
        let parsed = text.split_once(':').and_then(|(hours, minutes)| {
            let (hours, minutes): (u16, u16) = (digits(hours)??, digits(minutes)??);
            (hours < 24 && minutes < 60).then_some(Self(hours * 60 + minutes))
        });
        parsed.ok_or(BadField("heure-mal-formee"))
    }
}

impl TryFrom<String> for Heure {
    type Error = BadField;
    fn try_from(text: String) -> Result<Self, BadField> {
        text.parse()
    }
}

impl From<Heure> for String {
    fn from(heure: Heure) -> Self {
        heure.to_string()
    }
}

impl fmt::Display for Heure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_time_is_two_digits_a_colon_two_digits() {
        assert_eq!("14:05".parse::<Heure>().unwrap().minutes(), 845);
        assert_eq!("14:05".parse::<Heure>().unwrap().to_string(), "14:05");
        for wrong in ["24:00", "9:00", "09:60", "0900", "", "aa:bb", "+9:00", "09:00:00"] {
            assert_eq!(wrong.parse::<Heure>(), Err(BadField("heure-mal-formee")), "{wrong}");
        }
    }
}
