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

/// Turns a list by the day, so that over the days each one comes first as often as the others.
pub fn turn_by_day<T>(list: &mut [T], day: Jour) {
    let (annee, mois, jour) = day.parts();
    let step = i64::from(annee) * 372 + i64::from(mois) * 31 + i64::from(jour);
    if let Some(shift) = step.checked_rem_euclid(list.len() as i64) {
        list.rotate_left(shift as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_structure_is_put_forward() {
        let mut firsts = [0; 3];
        for jour in 1..=30 {
            let mut list = [0_usize, 1, 2];
            turn_by_day(&mut list, Jour::new(2026, 11, jour).unwrap());
            firsts[list[0]] += 1;
        }
        assert_eq!(firsts, [10, 10, 10]);
        turn_by_day::<u8>(&mut [], Jour::new(2026, 11, 1).unwrap());
    }
}
