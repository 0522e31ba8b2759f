//! Émargement: who came, by the list, by a QR that lives a minute, or on paper entered later.

use serde::{Deserialize, Serialize};

use super::{EtatInscription, Inscription};
use crate::{
    fields::{Prenom, text_field},
    ids::{AtelierId, InscriptionId},
    instant::Instant,
    operation::{closed_list, operation},
};

/// Someone on the list of an atelier, as those who lead it see them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Participant {
    /// The inscription.
    pub inscription: InscriptionId,
    /// First name or nickname.
    pub prenom: String,
    /// What became of it.
    pub etat: EtatInscription,
    /// Whether they come with someone.
    pub accompagne: bool,
    /// A guest who has no account here.
    pub sans_compte: bool,
}

closed_list! {
    /// What one taps on the list.
    Pointage {
        /// Nothing yet: takes a tap back.
        Attendu "attendu"
        /// Came.
        Present "present"
        /// Did not come.
        Absent "absent"
    }
}

operation! {
    /// Marks someone on the list, from the morning of the day on. The last tap counts, by the clock of the one who tapped.
    MarkParticipant {
        /// Who.
        inscription: InscriptionId,
        /// What was tapped.
        pointage: Pointage,
        /// When it was tapped; a moment to come is read as now.
        le: Instant,
    } Post "/api/inscriptions/{inscription}/pointage" -> Participant
}

operation! {
    /// A guest without an account: a first name is enough. It takes no place from those who joined.
    AddInvite {
        /// The atelier.
        atelier: AtelierId,
        /// A first name or nickname.
        prenom: Prenom,
    } Post "/api/ateliers/{atelier}/invites" (once) -> Participant
}

text_field! {
    /// What the QR on the phone of whoever leads says: it proves that one was there within the minute.
    CodePresence, parse_code
}

fn parse_code(text: &str) -> Result<String, crate::fields::BadField> {
    let text = text.trim();
    let shaped =
        (8..=80).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if shaped { Ok(text.to_owned()) } else { Err(crate::fields::BadField("code-mal-forme")) }
}

/// A code that is shown for a minute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Presence {
    /// The code.
    pub code: CodePresence,
    /// The path that its QR leads to: `/ateliers/{atelier}/presence#code`.
    pub chemin: String,
    /// The QR, as SVG.
    pub qr: String,
    /// Until when the next one should be asked for.
    pub jusquau: Instant,
}

operation! {
    /// The code of the minute, for whoever leads the atelier, from an hour before the start to an hour after the end.
    ReadPresence { /** The atelier. */ atelier: AtelierId } Get "/api/ateliers/{atelier}/presence" -> Presence
}

operation! {
    /// The jeune shows that they are there: marked as present, and joined first when they had not and there is room.
    SignPresence {
        /// The atelier.
        atelier: AtelierId,
        /// What the QR said.
        code: CodePresence,
    } Post "/api/ateliers/{atelier}/presence" (once) -> Inscription
}
