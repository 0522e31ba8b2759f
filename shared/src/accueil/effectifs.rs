//! Figures under five are never shown, nor can they be found by taking what is shown from what is shown.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Below that nobody is told apart.
pub const PLANCHER: u32 = 5;

/// How many people: the number, or nothing but "fewer than five" below five, so that nobody is told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Effectif(Option<u32>);

impl Effectif {
    /// So many people.
    pub fn of(people: u32) -> Self {
        Self((PLANCHER <= people).then_some(people))
    }

    /// The number, when it may be shown.
    pub fn nombre(self) -> Option<u32> {
        self.0
    }
}

impl fmt::Display for Effectif {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(people) => people.fmt(f),
            None => f.write_str("moins de 5"),
        }
    }
}

/// Of the parts of a whole that is shown itself, those that may be shown beside it: each is five or more, and so are those that
/// are not shown, taken together, when there is somebody in them. The largest are shown first.
pub fn montrables(parts: &[u32]) -> Vec<bool> {
    let mut shown: Vec<bool> = parts.iter().map(|part| PLANCHER <= *part).collect();
    let hidden = |shown: &[bool]| -> u32 {
        let parts = parts.iter().zip(shown).filter(|(_, shown)| !**shown).map(|(part, _)| part);
        parts.fold(0, |sum, part| sum.saturating_add(*part))
    };
    while (1..PLANCHER).contains(&hidden(&shown)) {
        let smallest = (0..parts.len()).filter(|one| shown[*one]).min_by_key(|one| parts[*one]);
        let Some(smallest) = smallest else { break };
        shown[smallest] = false;
    }
    shown
}

/// A part of a whole that is shown itself, when neither it nor the rest tells fewer than five people apart.
pub fn part(of: u32, part: u32) -> Option<u32> {
    let shown = montrables(&[part, of.saturating_sub(part)]);
    shown.first().is_some_and(|shown| *shown).then_some(part)
}

/// The total of some parts of which those of five and more are shown: it is not, when they would give away what is missing.
pub fn total(parts: &[u32]) -> Option<u32> {
    let sum = |parts: &mut dyn Iterator<Item = u32>| parts.fold(0_u32, u32::saturating_add);
    let all = sum(&mut parts.iter().copied());
    let missing = sum(&mut parts.iter().copied().filter(|part| *part < PLANCHER));
    (PLANCHER <= all && !(1..PLANCHER).contains(&missing)).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_than_five_people_are_no_number() {
        let said = |people| (Effectif::of(people).to_string(), serde_json::to_string(&Effectif::of(people)).unwrap());
        assert_eq!(said(0), ("moins de 5".to_owned(), "null".to_owned()));
        assert_eq!(said(4), ("moins de 5".to_owned(), "null".to_owned()));
        assert_eq!(said(5), ("5".to_owned(), "5".to_owned()));
    }

    #[test]
    fn what_is_not_shown_is_hidden_behind_somebody_else() {
        assert_eq!(montrables(&[10, 7, 3]), [true, false, false]);
        assert_eq!(montrables(&[10, 3, 2]), [true, false, false]);
        assert_eq!(montrables(&[10, 7, 0]), [true, true, false]);
        assert_eq!(montrables(&[3]), [false]);
        assert_eq!(montrables(&[]), [false; 0]);
        assert_eq!((part(10, 10), part(10, 7), part(10, 4), part(12, 5)), (Some(10), None, None, Some(5)));
        assert_eq!(
            (total(&[10, 3, 0]), total(&[10, 3, 3]), total(&[6, 0]), total(&[1, 1])),
            (None, Some(16), Some(6), None)
        );
    }

    // Four parts of up to twelve people each: all of them.
    fn every_four() -> impl Iterator<Item = [u32; 4]> {
        (0..13_u32.pow(4)).map(|one| [one % 13, one / 13 % 13, one / 169 % 13, one / 2197])
    }

    fn tells_nobody_apart(missing: u32) -> bool {
        missing == 0 || PLANCHER <= missing
    }

    #[test]
    fn no_subtraction_tells_fewer_than_five_people_apart() {
        for parts in every_four() {
            let all: u32 = parts.iter().sum();
            let shown = montrables(&parts);
            let said: Vec<u32> = parts.iter().zip(&shown).filter(|(_, shown)| **shown).map(|(one, _)| *one).collect();
            assert!(said.iter().all(|one| PLANCHER <= *one), "{parts:?}");
            // A whole of fewer than five is not shown itself, and none of its parts is.
            let missing = all - said.iter().sum::<u32>();
            assert!(if all < PLANCHER { said.is_empty() } else { tells_nobody_apart(missing) }, "{parts:?}");
            // Nothing is hidden that could be said.
            if parts.iter().all(|one| tells_nobody_apart(*one)) {
                assert_eq!(said.iter().sum::<u32>(), all, "{parts:?}");
            }
            let large: u32 = parts.iter().filter(|one| PLANCHER <= **one).sum();
            assert!(total(&parts).is_none_or(|said| said == all && tells_nobody_apart(all - large)), "{parts:?}");
            let of = parts[0] + parts[1];
            assert!(
                part(of, parts[0]).is_none_or(|said| PLANCHER <= said && tells_nobody_apart(of - said)),
                "{parts:?}"
            );
        }
    }
}
