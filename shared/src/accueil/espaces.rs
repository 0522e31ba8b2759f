//! The espaces-temps: where, when, who animates them, what one can do there.

use serde::{Deserialize, Serialize};
use validator::Validate as _;

use super::{DetailEspace, Fuseau};
use crate::{
    fields::{CodeEspace, Heure, Jour, Ligne},
    ids::{EspaceId, FilId, StructureId},
    instant::Instant,
    operation::operation,
};

/// Where something happens: any address, also a one-off or mobile one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lieu {
    /// The name that people use: "Centre social, salle du fond", "Le bus".
    pub nom: String,
    /// Street and number, or a meeting point.
    pub adresse: String,
    /// Town.
    pub commune: String,
    /// IANA time zone of its clock.
    pub fuseau: String,
}

/// An opening of the week, in the wall time of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ouverture {
    /// Day of the week, from 1 (Monday) to 7 (Sunday).
    pub jour: u8,
    /// From.
    pub debut: Heure,
    /// To; in the night that follows when it comes before the start.
    pub fin: Heure,
}

/// Whether the door is open now.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "etat", rename_all = "kebab-case")]
pub enum Porte {
    /// Open until then.
    Ouverte {
        /// When it closes, within four weeks; nothing when it is open day and night.
        jusqua: Option<Instant>,
    },
    /// Closed; it opens then, within four weeks.
    Fermee {
        /// When it opens.
        ouvre: Option<Instant>,
    },
}

/// An espace-temps d'accueil, as anybody may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EspaceTemps {
    /// Which.
    pub id: EspaceId,
    /// Its code in `/e/{code}`.
    pub code: CodeEspace,
    /// Its name.
    pub nom: String,
    /// In a sentence, what kind of place it is.
    pub presentation: String,
    /// Where; for what moves, the stop of now or the next one.
    pub lieu: Lieu,
    /// When, each week, in order.
    pub horaires: Vec<Ouverture>,
    /// When, in the seven days to come, whatever changes them: from today on, each day once.
    pub semaine: Vec<Ouverture>,
    /// Where and when next, of what moves: "lundi 23 novembre, 16 h 30 – 19 h : Lycée, Avenue Jean Jaurès, Liévin". A space that
    /// does not break comes before the colon.
    #[serde(default)]
    pub arrets: Vec<String>,
    /// What the hours do not say: "fermé pendant les vacances de Noël".
    pub horaires_note: Option<String>,
    /// Open or closed at the moment of the answer.
    pub porte: Porte,
    /// The structures that animate it, side by side: the order turns with the day, none is put forward.
    pub structures: Vec<String>,
    /// What one can do there.
    pub propositions: Vec<String>,
    /// The code of the [`Picto`](super::Picto) of each line of what one can do, in their order. A page that does not know one yet
    /// draws none.
    pub pictos: Vec<String>,
}

operation! {
    /// The espaces-temps of the installation: those that are open or open soonest come first.
    ListEspacesTemps {} Get "/api/espaces" -> Vec<EspaceTemps>
}

operation! {
    /// An espace-temps, by the code that its poster bears.
    ReadEspaceTemps { /** The code. */ code: CodeEspace } Get "/api/espaces/{code}" -> EspaceTemps
}

operation! {
    /// A coordonnateur of one of its structures, or the administrator, opens an espace-temps.
    CreateEspaceTemps {
        /// The code of its address.
        code: CodeEspace,
        /// Its name.
        nom: Ligne,
        /// In a sentence, what kind of place it is.
        presentation: Ligne,
        /// The name of the place.
        lieu: Ligne,
        /// Street and number, or a meeting point.
        adresse: Ligne,
        /// Town.
        commune: Ligne,
        /// Its clock; without it, that of the installation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fuseau: Option<Fuseau>,
        /// When, each week.
        #[validate(length(max = 50, code = "trop"))]
        horaires: Vec<Ouverture>,
        /// What the hours do not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        horaires_note: Option<Ligne>,
        /// The structures that animate it, at least one.
        #[validate(length(min = 1, max = 50, code = "au-moins-une"))]
        structures: Vec<StructureId>,
        /// What one can do there.
        #[validate(length(max = 20, code = "trop"))]
        propositions: Vec<Ligne>,
        /// The rest.
        #[serde(default)]
        #[validate(nested)]
        detail: DetailEspace,
    } Post "/api/espaces" (once) -> EspaceTemps
}

/// The thread that welcomes a jeune in an espace-temps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bienvenue {
    /// The thread with the team.
    pub fil: FilId,
}

operation! {
    /// A jeune who signed up elsewhere chooses this espace-temps: a thread with its team is opened, once.
    JoinEspaceTemps { /** The code. */ code: CodeEspace } Post "/api/espaces/{code}/bienvenue" (once) -> Bienvenue
}

/// Turns a list by the day, so that over the days each one comes first as often as the others: also for whoever looks on one day
/// of the week only, every second or third week.
pub fn turn_by_day<T>(list: &mut [T], day: Jour) {
    let shift = (u128::from(turn_of(day)) * list.len() as u128) >> 64;
    list.rotate_left(shift as usize);
}

// The fraction of the square root of six, as 64 bits. A step that is no fraction of a turn falls in with no rhythm of weeks: day by
// day, and seven days by seven, it goes evenly around. That of two is near four fifths of a turn in two weeks.
const STEP: u64 = 0x7311_C281_2425_CFA0;

// How far around the turn is.
fn turn_of(day: Jour) -> u64 {
    let (annee, mois, jour) = day.parts();
    // Days since 1 March of the year 0: February, and its last day with it, ends a year.
    let (annee, mois) = if mois < 3 { (i64::from(annee) - 1, mois + 9) } else { (i64::from(annee), mois - 3) };
    let leaps = annee.div_euclid(4) - annee.div_euclid(100) + annee.div_euclid(400);
    let number = annee * 365 + leaps + (153 * i64::from(mois) + 2) / 5 + i64::from(jour) - 1;
    number.cast_unsigned().wrapping_mul(STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_days() -> impl Iterator<Item = Jour> {
        let months = (2026..=2028).flat_map(|annee| (1..=12).map(move |mois| (annee, mois)));
        months.flat_map(|(annee, mois)| (1..=31).filter_map(move |jour| Jour::new(annee, mois, jour)))
    }

    #[test]
    fn no_structure_is_put_forward() {
        let mut firsts = [0; 3];
        for day in all_days().take(300) {
            let mut list = [0_usize, 1, 2];
            turn_by_day(&mut list, day);
            firsts[list[0]] += 1;
        }
        assert!(firsts.iter().all(|times| (98..=102).contains(times)), "{firsts:?}");
        turn_by_day::<u8>(&mut [], Jour::new(2026, 11, 1).unwrap());
    }

    #[test]
    fn days_are_counted_one_by_one() {
        let turns: Vec<u64> = all_days().map(turn_of).collect();
        assert_eq!(turns.len(), 365 + 365 + 366);
        assert!(turns.windows(2).all(|pair| pair[1].wrapping_sub(pair[0]) == STEP));
    }

    // Whoever looks at a place on the day it opens sees each one at every rank.
    #[test]
    fn no_rhythm_of_weeks_puts_anybody_forward() {
        for (n, weekday, weeks) in
            (2..=8).flat_map(|n| (0..7).flat_map(move |day| (1..=4).map(move |weeks| (n, day, weeks))))
        {
            let (mut ranks, mut times) = (vec![0; n], 0);
            for day in all_days().take(730).skip(weekday).step_by(7 * weeks) {
                let mut list: Vec<usize> = (0..n).collect();
                turn_by_day(&mut list, day);
                list.iter().enumerate().for_each(|(rank, one)| ranks[*one] += rank);
                times += 1;
            }
            let equal = (n - 1) as f64 / 2.0;
            for sum in ranks {
                let mean = f64::from(sum as u32) / f64::from(times);
                assert!(
                    (mean - equal).abs() < equal.max(1.0) * 0.15,
                    "{n} on day {weekday}, every {weeks} weeks: {mean}"
                );
            }
        }
    }
}
