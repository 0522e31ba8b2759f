//! When a permanence is held and how its créneaux are booked.

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::closed_list;
use crate::fields::{BadField, Jour, Lien};

/// How many chosen dates one permanence may have: two years of six half-days a month, and some more.
pub const MOST_DATES: usize = 200;
/// The longest interval between two occurrences of a rule, in weeks.
const MOST_WEEKS: u8 = 26;

/// When a permanence is held. Rules skip the public holidays of their calendar; a date that was chosen is held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "quand", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Rythme {
    /// Once.
    Date {
        /// That day.
        jour: Jour,
    },
    /// On chosen dates: six half-days a month, a season.
    Dates {
        /// The days, each once, in any order; 200 at most.
        jours: Vec<Jour>,
    },
    /// Every week, or every N weeks, on the same day as `a_partir_du`.
    Semaine {
        /// The first day.
        a_partir_du: Jour,
        /// The last day, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        jusquau: Option<Jour>,
        /// Every how many weeks, from 1 to 26.
        #[serde(default = "each", skip_serializing_if = "is_each")]
        toutes_les: u8,
    },
    /// "The 1st and 3rd Wednesday of the month".
    Mois {
        /// The first day that counts.
        a_partir_du: Jour,
        /// The last day, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        jusquau: Option<Jour>,
        /// The day of the week, from 1 (Monday) to 7 (Sunday).
        jour: u8,
        /// Which of them in the month, from 1 to 5. Months without a fifth one have none.
        rangs: Vec<u8>,
    },
}

fn each() -> u8 {
    1
}

// serde hands a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_each(weeks: &u8) -> bool {
    *weeks == 1
}

impl Rythme {
    /// Refuses what is no rule, by a code.
    pub fn check(&self) -> Result<(), BadField> {
        match self {
            Self::Date { .. } => Ok(()),
            Self::Dates { jours } => match jours.len() {
                0 => Err(BadField("vide")),
                1..=MOST_DATES if is_once_each(jours) => Ok(()),
                1..=MOST_DATES => Err(BadField("deux-fois-la-meme-date")),
                _ => Err(BadField("trop-de-dates")),
            },
            Self::Semaine { toutes_les, .. } if (1..=MOST_WEEKS).contains(toutes_les) => Ok(()),
            Self::Semaine { .. } => Err(BadField("de-1-a-26")),
            Self::Mois { jour, rangs, .. } => {
                let known = (1..=7).contains(jour) && rangs.iter().all(|rang| (1..=5).contains(rang));
                match known && !rangs.is_empty() && is_once_each(rangs) {
                    true => Ok(()),
                    false => Err(BadField("jour-du-mois-inconnu")),
                }
            }
        }
    }

    /// The first day that it can be held.
    pub fn premier(&self) -> Option<Jour> {
        match self {
            Self::Date { jour } => Some(*jour),
            Self::Dates { jours } => jours.iter().min().copied(),
            Self::Semaine { a_partir_du, .. } | Self::Mois { a_partir_du, .. } => Some(*a_partir_du),
        }
    }

    /// The last day that it can be held; `None` when it goes on.
    pub fn dernier(&self) -> Option<Jour> {
        match self {
            Self::Date { jour } => Some(*jour),
            Self::Dates { jours } => jours.iter().max().copied(),
            Self::Semaine { jusquau, .. } | Self::Mois { jusquau, .. } => *jusquau,
        }
    }

    /// The same, held until a day at the latest. Chosen dates stay as they are: each of them is taken back by itself.
    #[must_use]
    pub fn until(mut self, last: Jour) -> Self {
        match &mut self {
            Self::Date { .. } | Self::Dates { .. } => {}
            Self::Semaine { jusquau, .. } | Self::Mois { jusquau, .. } => {
                *jusquau = Some(jusquau.map_or(last, |known| known.min(last)));
            }
        }
        self
    }

    /// Whether its dates were chosen one by one.
    pub fn is_chosen(&self) -> bool {
        matches!(self, Self::Date { .. } | Self::Dates { .. })
    }
}

fn is_once_each<T: Ord + Copy>(list: &[T]) -> bool {
    let mut sorted = list.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).all(|pair| pair.first() != pair.last())
}

closed_list! {
    /// Why a rule makes nothing on one of its days.
    RaisonEcart {
        /// It is past.
        Passe "passe"
        /// A public holiday.
        Ferie "ferie"
        /// The place is closed.
        Fermeture "fermeture"
        /// The place has other hours on that date, or none.
        JourParticulier "jour-particulier"
        /// School holidays change the hours of the place.
        Vacances "vacances"
        /// What moves stops nowhere at that hour.
        SansArret "sans-arret"
        /// That day was cancelled by hand.
        Annule "annule"
        /// That day was moved by hand.
        Deplace "deplace"
        /// The professional is away.
        Absence "absence"
    }
}

/// A day of a rule on which nothing is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JourEcarte {
    /// The day.
    pub jour: Jour,
    /// Why.
    pub raison: RaisonEcart,
}

closed_list! {
    /// Whom a permanence is for.
    Public {
        /// Everybody.
        Tous "tous"
        /// Those who are not 18 yet.
        Mineurs "mineurs"
        /// The jeunes whose référent is the professional who receives; nobody else sees its créneaux.
        SesJeunes "ses-jeunes"
    }
}

closed_list! {
    /// How one meets.
    Mode {
        /// In person.
        SurPlace "sur-place"
        /// By phone.
        Telephone "telephone"
        /// By a video link.
        Video "video"
    }
}

closed_list! {
    /// Which public holidays a permanence skips: Code du travail, L3133-1 (all of France), L3134-13 (Alsace-Moselle),
    /// L3422-2 and decree 83-1003 (the days of the abolition of slavery overseas).
    JoursFeries {
        /// Metropolitan France.
        Metropole "metropole"
        /// Haut-Rhin, Bas-Rhin and Moselle: also Good Friday and 26 December.
        AlsaceMoselle "alsace-moselle"
        /// Also 27 May.
        Guadeloupe "guadeloupe"
        /// Also 10 June.
        Guyane "guyane"
        /// Also 22 May.
        Martinique "martinique"
        /// Also 27 April.
        Mayotte "mayotte"
        /// Also 20 December.
        Reunion "reunion"
        /// Also 9 October.
        SaintBarthelemy "saint-barthelemy"
        /// Also 28 May.
        SaintMartin "saint-martin"
        /// None: it is held on public holidays too.
        Aucun "aucun"
    }
}

/// How the créneaux of a permanence are booked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Conditions {
    /// Minutes between two créneaux, up to 240.
    #[validate(range(max = 240, code = "au-plus-240"))]
    pub pause: u16,
    /// Minutes before the start after which one can no longer book; 0 is "sans délai".
    #[validate(range(max = 43_200, code = "au-plus-30-jours"))]
    pub delai: u16,
    /// How many days ahead one can book, from 1 to 366; without it, as soon as the créneau exists.
    #[validate(range(min = 1, max = 366, code = "de-1-a-366"))]
    pub avance: Option<u16>,
    /// Whom for.
    pub public: Public,
    /// How one meets.
    pub mode: Mode,
    /// The address of the meeting by video; shown to those who have a rendez-vous, only.
    pub lien: Option<Lien>,
    /// Which public holidays are skipped.
    pub feries: JoursFeries,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            pause: 0,
            delai: 0,
            avance: None,
            public: Public::Tous,
            mode: Mode::SurPlace,
            lien: None,
            feries: JoursFeries::Metropole,
        }
    }
}

impl Conditions {
    /// Whether there is a moment at which one can book: what opens so many days ahead has not closed before.
    pub fn leaves_time(&self) -> bool {
        self.avance.is_none_or(|days| u32::from(self.delai) < u32::from(days) * 1_440)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: &str) -> Rythme {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_rule_of_before_reads_as_every_week() {
        let weekly = rule(r#"{"quand":"semaine","a_partir_du":"2026-11-04"}"#);
        assert!(matches!(weekly, Rythme::Semaine { toutes_les: 1, .. }));
        assert_eq!(serde_json::to_string(&weekly).unwrap(), r#"{"quand":"semaine","a_partir_du":"2026-11-04"}"#);
    }

    #[test]
    fn what_is_no_rule_is_refused_by_name() {
        let code = |json: &str| rule(json).check().err().map(|bad| bad.0);
        assert_eq!(code(r#"{"quand":"dates","jours":[]}"#), Some("vide"));
        let twice = r#"{"quand":"dates","jours":["2026-11-04","2026-11-05","2026-11-04"]}"#;
        assert_eq!(code(twice), Some("deux-fois-la-meme-date"));
        assert_eq!(code(r#"{"quand":"semaine","a_partir_du":"2026-11-04","toutes_les":0}"#), Some("de-1-a-26"));
        let month = |jour: u8, rangs: &str| {
            code(&format!(r#"{{"quand":"mois","a_partir_du":"2026-11-04","jour":{jour},"rangs":{rangs}}}"#))
        };
        assert_eq!(month(3, "[1,3]"), None);
        for (jour, rangs) in [(0, "[1]"), (8, "[1]"), (3, "[]"), (3, "[6]"), (3, "[1,1]")] {
            assert_eq!(month(jour, rangs), Some("jour-du-mois-inconnu"));
        }
    }

    #[test]
    fn what_opens_after_it_has_closed_leaves_no_time() {
        let conditions = |delai, avance| Conditions { delai, avance, ..Conditions::default() };
        assert!(conditions(43_200, None).leaves_time() && conditions(1_439, Some(1)).leaves_time());
        assert!(!conditions(1_440, Some(1)).leaves_time());
    }
}
