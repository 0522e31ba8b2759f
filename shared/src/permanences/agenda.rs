//! The agenda of those who receive.

use serde::{Deserialize, Serialize};

use super::{Besoin, EtatRendezVous, closed_list};
use crate::{
    accueil::Lieu,
    fields::{Jour, Ligne, Prenom},
    ids::{CreneauId, RendezVousId},
    instant::Instant,
    operation::operation,
};

/// A créneau of one's own agenda, with who comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreneauAgenda {
    /// Which.
    pub id: CreneauId,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// What for.
    pub besoin: Besoin,
    /// Where.
    pub lieu: Lieu,
    /// First name of the professional who receives.
    pub professionnel: String,
    /// How many places it has.
    pub places: u16,
    /// How many of them can be taken now: one that is kept for somebody who waited cannot.
    pub places_libres: u16,
    /// Who comes: first names or nicknames, in the order of booking.
    pub venues: Vec<Venue>,
}

/// Someone who is expected, or who came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Venue {
    /// The rendez-vous.
    pub rendez_vous: RendezVousId,
    /// The first name or nickname.
    pub prenom: String,
    /// What became of it.
    pub etat: EtatRendezVous,
    /// Since when the person is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrive_le: Option<Instant>,
    /// Whether the person comes with someone.
    pub accompagne: bool,
    /// Whether the person came without a rendez-vous or an account.
    pub sans_compte: bool,
    /// The structure that took the rendez-vous for this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oriente_par: Option<String>,
    /// The programme that the person entered from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
}

closed_list! {
    /// What one taps on the list of the day.
    Marque {
        /// Nothing yet: takes a tap back.
        Attendu "attendu"
        /// There, and waits.
        Arrive "arrive"
        /// Was received.
        Recu "recu"
        /// Did not come. It is not a refusal.
        Absent "absent"
    }
}

operation! {
    /// Marks someone on the list of the day, from the morning of that day on. The last tap counts, by the clock of the one
    /// who tapped: a tap that arrives late changes nothing that was tapped after it.
    MarkVenue {
        /// The rendez-vous.
        rendez_vous: RendezVousId,
        /// What was tapped.
        marque: Marque,
        /// When it was tapped; a moment to come is read as now.
        le: Instant,
    } Post "/api/rendez-vous/{rendez_vous}/marque" -> Venue
}

operation! {
    /// Someone came without a rendez-vous: a first name is enough. It takes no place from those who booked.
    AddVenue {
        /// The créneau at which they were received, today or in the past.
        creneau: CreneauId,
        /// A first name or a nickname.
        prenom: Prenom,
        /// What is known already.
        marque: Marque,
    } Post "/api/creneaux/{creneau}/venues" (once) -> Venue
}

operation! {
    /// Someone who was received enters a programme ("entré en DIP"); without a programme, takes it back.
    RecordEntree {
        /// The rendez-vous.
        rendez_vous: RendezVousId,
        /// The programme.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        programme: Option<Ligne>,
    } Post "/api/rendez-vous/{rendez_vous}/entree" -> Venue
}

operation! {
    /// Cancels some rendez-vous that one receives, with a word to each person; the places are free again. All or none.
    CancelVenues {
        /// Which, from 1 to 200.
        #[validate(length(min = 1, max = 200, code = "de-1-a-200"))]
        rendez_vous: Vec<RendezVousId>,
        /// What they read.
        mot: Ligne,
    } Post "/api/venues/annulation" (once) -> Vec<Venue>
}

operation! {
    /// Moves some rendez-vous that one receives to a créneau, and to the next ones of its permanence when it is full. All or
    /// none, in the order that is given.
    MoveVenues {
        /// Which, from 1 to 200.
        #[validate(length(min = 1, max = 200, code = "de-1-a-200"))]
        rendez_vous: Vec<RendezVousId>,
        /// The first créneau to fill.
        creneau: CreneauId,
        /// What they read.
        mot: Ligne,
    } Post "/api/venues/report" (once) -> Vec<Venue>
}

operation! {
    /// The créneaux of seven days that one receives, or that one's structures publish, with who comes.
    ListAgenda { /** The first of the seven days. */ du: Jour } Get "/api/agenda" -> Vec<CreneauAgenda>
}
