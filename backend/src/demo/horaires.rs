//! The simple opening hours of the open data: `Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-12:00`. What is not simple is left.

use shared::{accueil::Ouverture, fields::Heure};

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// The openings of a simple string; `None` when it says more than days and hours.
pub fn parse(text: &str) -> Option<Vec<Ouverture>> {
    let mut openings: Vec<Ouverture> = Vec::new();
    for rule in text.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
        let (days, hours) = rule.split_once(' ')?;
        // A later rule replaces what an earlier one says of the same day.
        let days = parse_days(days)?;
        openings.retain(|known| !days.contains(&known.jour));
        for jour in days {
            for span in hours.split(',') {
                let (debut, fin) = span.trim().split_once('-')?;
                let opening = Ouverture { jour, debut: debut.parse::<Heure>().ok()?, fin: fin.parse::<Heure>().ok()? };
                openings.push(opening.is_sound().then_some(opening)?);
            }
        }
    }
    openings.sort_unstable();
    openings.dedup();
    (!openings.is_empty()).then_some(openings)
}

fn parse_days(text: &str) -> Option<Vec<u8>> {
    let day = |name: &str| DAYS.iter().position(|known| *known == name).and_then(|at| u8::try_from(at + 1).ok());
    let mut days = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            // A range that goes round the end of the week is not simple.
            Some((first, last)) => {
                let (first, last) = (day(first)?, day(last)?);
                days.extend((first <= last).then_some(first..=last)?);
            }
            None => days.push(day(part)?),
        }
    }
    Some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_hours_are_read_and_the_others_are_left() {
        let read = parse("Mo-We,Fr 09:00-12:30,13:30-18:00; Sa 10:00-12:00").unwrap();
        assert_eq!(read.len(), 9);
        assert_eq!((read[8].jour, read[8].debut.to_string().as_str()), (6, "10:00"));
        assert_eq!(parse("Mo-Tu 09:00-12:00; Tu 13:30-18:00").unwrap()[1].debut.to_string(), "13:30");
        assert_eq!(parse("Mo 18:00-02:00").unwrap()[0].fin.to_string(), "02:00");
        for left in [
            "",
            "24/7",
            "Mo-Fr",
            "Mo-Fr 09:00-25:00",
            "PH off",
            "Tu[1] 09:00-12:00",
            "Tu 09:00-12:00; Sa-Mo 10:00-12:00",
        ] {
            assert_eq!(parse(left), None, "{left}");
        }
    }
}
