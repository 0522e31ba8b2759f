//! The rendez-vous of a jeune.

use serde::{Deserialize, Serialize};

use super::{Besoin, EtatRendezVous, Mode};
use crate::{
    accueil::Lieu,
    ids::{CreneauId, RendezVousId},
    instant::Instant,
    operation::operation,
};

/// A rendez-vous, as the jeune sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RendezVous {
    /// Which.
    pub id: RendezVousId,
    /// Its créneau.
    pub creneau: CreneauId,
    /// What became of it.
    pub etat: EtatRendezVous,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// What for.
    pub besoin: Besoin,
    /// First name of the professional.
    pub professionnel: String,
    /// Where.
    pub lieu: Lieu,
    /// How one meets.
    pub mode: Mode,
    /// The address of the meeting by video.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lien: Option<String>,
    /// Whether the jeune comes with someone.
    pub accompagne: bool,
    /// The rendez-vous that follows this one, when it was moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suivi_par: Option<RendezVousId>,
    /// What the structure said when it moved or cancelled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mot: Option<String>,
}

operation! {
    /// A jeune takes a place of a créneau that has not begun.
    BookCreneau {
        /// The créneau.
        creneau: CreneauId,
        /// "Je viens accompagné·e".
        #[serde(default)]
        accompagne: bool,
    } Post "/api/creneaux/{creneau}/rendez-vous" (once) -> RendezVous
}

operation! {
    /// The jeune takes another créneau instead. Both or nothing: a rendez-vous is never lost for one that is full.
    MoveRendezVous {
        /// The rendez-vous to come.
        rendez_vous: RendezVousId,
        /// The créneau to take instead.
        creneau: CreneauId,
    } Post "/api/rendez-vous/{rendez_vous}/report" (once) -> RendezVous
}

/// Which reminders a jeune wants. Their words name no structure, no person and no content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rappels {
    /// A week before.
    pub semaine: bool,
    /// The evening before, at six on the clock of the place.
    pub veille: bool,
    /// Two hours before.
    pub heures: bool,
    /// Whether there is a phone or an e-mail to send them to.
    pub joignable: bool,
}

operation! {
    /// Which reminders the jeune wants.
    ReadRappels {} Get "/api/rappels" -> Rappels
}

operation! {
    /// The jeune chooses their reminders, for what is booked already too.
    ChooseRappels {
        /// A week before.
        semaine: bool,
        /// The evening before.
        veille: bool,
        /// Two hours before.
        heures: bool,
    } Post "/api/rappels" -> Rappels
}

operation! {
    /// The rendez-vous of the jeune: those to come first, then the past ones.
    ListRendezVous {} Get "/api/rendez-vous" -> Vec<RendezVous>
}

operation! {
    /// The jeune cancels a rendez-vous before its start; the place is free at once. Cancelling twice changes nothing.
    CancelRendezVous { /** The rendez-vous. */ rendez_vous: RendezVousId } Post "/api/rendez-vous/{rendez_vous}/annulation" -> RendezVous
}

impl RendezVous {
    /// A jeune may cancel up to the start.
    pub fn is_cancellable(&self, now: Instant) -> bool {
        self.etat == EtatRendezVous::Confirme && now < self.debut
    }
}
