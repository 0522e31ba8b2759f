//! The days of a permanence: one is cancelled or moved alone, a place closes, a professional is away.

use serde::{Deserialize, Serialize};

use super::{Permanence, closed_list};
use crate::{
    fields::{CodeEspace, Heure, Jour, Ligne},
    ids::{AbsenceId, CompteId, FermetureId, PermanenceId},
    instant::Instant,
    operation::{Done, operation},
};

closed_list! {
    /// What becomes of a day of a permanence.
    EtatOccurrence {
        /// It is held as the rule says.
        Prevue "prevue"
        /// It is held at another moment.
        Deplacee "deplacee"
        /// It is not held.
        Annulee "annulee"
        /// The place is closed.
        LieuFerme "lieu-ferme"
        /// The professional is away.
        Absence "absence"
    }
}

/// A day of a permanence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occurrence {
    /// The day that the rule gives.
    pub jour: Jour,
    /// What becomes of it.
    pub etat: EtatOccurrence,
    /// Starts; the moment that was planned when it is cancelled.
    pub debut: Instant,
    /// How many places it has.
    pub places: u32,
    /// How many people have a rendez-vous, or came.
    pub venues: u32,
}

/// From orientation to a programme: facts, counted from the list of each day. Everyone counts once for each time that
/// they were expected; those who cancelled or moved do not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entonnoir {
    /// How many half-days were held: days of the past with a créneau that was not cancelled.
    pub tenues: u32,
    /// How many people were expected or came, up to now.
    pub orientes: u32,
    /// How many of them a partner had sent; the others came of their own accord.
    pub prescrits: u32,
    /// How many of the expected were received.
    pub recus: u32,
    /// How many of those entered a programme.
    pub entres: u32,
}

impl Entonnoir {
    /// The received among the expected, in percent, rounded to the nearest.
    pub fn part_recus(&self) -> Option<u32> {
        percent(self.recus, self.orientes)
    }

    /// Those who entered among the received, in percent, rounded to the nearest.
    pub fn part_entres(&self) -> Option<u32> {
        percent(self.entres, self.recus)
    }
}

fn percent(part: u32, whole: u32) -> Option<u32> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    u32::try_from((part * 200 + whole).checked_div(whole * 2)?).ok()
}

/// A permanence with its days and its figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FichePermanence {
    /// The permanence.
    pub permanence: Permanence,
    /// Its days: the last twelve, or all of the past when that was asked, then those to come, in order.
    /// `anterieurs` says how many are left out.
    pub occurrences: Vec<Occurrence>,
    /// How many days of before are not in the list.
    pub anterieurs: u32,
    /// Its figures since it was opened.
    pub entonnoir: Entonnoir,
}

/// A place is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fermeture {
    /// Which.
    pub id: FermetureId,
    /// The first day.
    pub du: Jour,
    /// The last day.
    pub au: Jour,
    /// Why, as it is shown.
    pub motif: String,
}

/// A professional is away. Why is not asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Absence {
    /// Which.
    pub id: AbsenceId,
    /// Who.
    pub professionnel: CompteId,
    /// First name.
    pub prenom: String,
    /// From.
    pub debut: Instant,
    /// To.
    pub fin: Instant,
}

operation! {
    /// A permanence of a structure in which one publishes, with its days and its figures.
    ReadPermanence {
        /// The permanence.
        permanence: PermanenceId,
        /// With all its past days, not the last twelve alone.
        #[serde(default)]
        tout: bool,
    } Get "/api/permanences/{permanence}" -> FichePermanence
}

operation! {
    /// A day is not held. When people have a rendez-vous, a word for them is needed: they see it with other créneaux.
    CancelOccurrence {
        /// The permanence.
        permanence: PermanenceId,
        /// The day that the rule gives.
        jour: Jour,
        /// A word to those who have a rendez-vous.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mot: Option<Ligne>,
    } Post "/api/permanences/{permanence}/occurrences/{jour}/annulation" -> FichePermanence
}

operation! {
    /// A day is held at another moment: its créneaux and rendez-vous move together.
    MoveOccurrence {
        /// The permanence.
        permanence: PermanenceId,
        /// The day that the rule gives.
        jour: Jour,
        /// The day on which it is held instead; the same one for another hour.
        vers: Jour,
        /// The hour at which it starts instead, on the clock of the place.
        debut: Heure,
        /// A word to those who have a rendez-vous.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mot: Option<Ligne>,
    } Post "/api/permanences/{permanence}/occurrences/{jour}/deplacement" -> FichePermanence
}

operation! {
    /// An espace-temps is closed for some days. When people have a rendez-vous there, a word for them is needed.
    CloseEspace {
        /// The espace-temps.
        espace: CodeEspace,
        /// The first day.
        du: Jour,
        /// The last day.
        au: Jour,
        /// Why, as it is shown: "travaux".
        motif: Ligne,
        /// A word to those who have a rendez-vous.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mot: Option<Ligne>,
    } Post "/api/espaces-temps/{espace}/fermetures" (once) -> Fermeture
}

operation! {
    /// The closures to come of an espace-temps, the nearest first.
    ListFermetures { /** The espace-temps. */ espace: CodeEspace } Get "/api/espaces-temps/{espace}/fermetures" -> Vec<Fermeture>
}

operation! {
    /// A closure is taken back: the créneaux of its days are made anew.
    EndFermeture { /** Which. */ fermeture: FermetureId } Post "/api/fermetures/{fermeture}/fin" -> Done
}

operation! {
    /// An absence is taken back: the créneaux of its hours are made anew.
    EndAbsence { /** Which. */ absence: AbsenceId } Post "/api/absences/{absence}/fin" -> Done
}

operation! {
    /// A professional is away, for days or for hours. When people have a rendez-vous with them, a word is needed.
    DeclareAbsence {
        /// Oneself, or a colleague of a structure in which one publishes.
        professionnel: CompteId,
        /// The first day.
        du: Jour,
        /// From, on the clock of the installation; without it, all day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        debut: Option<Heure>,
        /// The last day.
        au: Jour,
        /// To, on the clock of the installation; without it, all day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fin: Option<Heure>,
        /// A word to those who have a rendez-vous.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mot: Option<Ligne>,
    } Post "/api/professionnels/{professionnel}/absences" (once) -> Absence
}

operation! {
    /// The absences to come of the professionals of the structures in which one publishes, and one's own.
    ListAbsences {} Get "/api/absences" -> Vec<Absence>
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_the_sejm_in_2019() {
        let sejm = Entonnoir { tenues: 46, orientes: 104, prescrits: 0, recus: 79, entres: 65 };
        assert_eq!((sejm.part_recus(), sejm.part_entres()), (Some(76), Some(82)));
        assert_eq!(Entonnoir::default().part_recus(), None);
    }
}
