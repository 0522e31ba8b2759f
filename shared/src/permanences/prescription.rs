//! Prescription: a partner orients a jeune, who takes the rendez-vous over, or does not.

use serde::{Deserialize, Serialize};

use super::{Besoin, Mode, RendezVous, closed_list};
use crate::{
    accueil::Lieu,
    fields::{Identifiant, Prenom, text_field},
    ids::{CreneauId, PrescriptionId, StructureId},
    instant::Instant,
    operation::{Done, operation},
};

closed_list! {
    /// All that a prescripteur learns.
    EtatPrescription {
        /// Someone is expected.
        Reserve "reserve"
        /// They were received.
        Recu "recu"
        /// They did not come.
        Absent "absent"
    }
}

/// A prescription, as the one who made it sees it. Neither an account, nor an answer, nor what was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prescription {
    /// Which.
    pub id: PrescriptionId,
    /// The nickname that the prescripteur gave.
    pub surnom: String,
    /// What for.
    pub besoin: Besoin,
    /// When it started when it was prescribed: moving it is the jeune's own business.
    pub debut: Instant,
    /// Where.
    pub lieu: Lieu,
    /// First name of the professional who receives.
    pub professionnel: String,
    /// What became of it; without one nobody is expected any more, and why is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etat: Option<EtatPrescription>,
    /// What the jeune takes the rendez-vous over with; gone once it was used or is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CodePrescription>,
}

text_field! {
    /// Ten letters and digits on a paper, without those that one takes for another: `7KMQ4-XD2PA`, read with any spaces.
    CodePrescription, code
}

/// The letters and digits of a code: none that one takes for another when it is read aloud or written by hand.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

impl CodePrescription {
    /// A code from ten bytes or more: 30 letters and digits at each of ten places, 49 bits.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let letters = bytes.iter().take(10).filter_map(|byte| ALPHABET.get(usize::from(*byte) % ALPHABET.len()));
        Self::parse(&letters.map(|letter| char::from(*letter)).collect::<String>()).ok()
    }
}

fn code(text: &str) -> Result<String, crate::fields::BadField> {
    let said = |letter: &char| !letter.is_whitespace() && *letter != '-';
    let plain = text.chars().filter(said).collect::<String>().to_ascii_uppercase();
    if plain.len() != 10 || !plain.bytes().all(|letter| ALPHABET.contains(&letter)) {
        return Err(crate::fields::BadField("code-mal-forme"));
    }
    let (first, last) = plain.split_at(5);
    Ok(format!("{first}-{last}"))
}

/// A rendez-vous that somebody took for a jeune.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Orientation {
    /// Which.
    pub id: PrescriptionId,
    /// The structure that took it.
    pub structure: String,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// What for.
    pub besoin: Besoin,
    /// First name of the professional who receives.
    pub professionnel: String,
    /// Where.
    pub lieu: Lieu,
    /// How one meets.
    pub mode: Mode,
}

operation! {
    /// A professional of any structure takes a rendez-vous for a jeune. Whether the contact is that of an account is never
    /// said: the answer is the same, and the code is good in both cases.
    Prescribe {
        /// In the name of which structure of one's own.
        structure: StructureId,
        /// The créneau.
        creneau: CreneauId,
        /// A first name or a nickname, to call them in the waiting room.
        surnom: Prenom,
        /// The phone or the e-mail of the jeune: with the first name of their account they find it in the app too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contact: Option<Identifiant>,
        /// Whether somebody comes along.
        #[serde(default)]
        accompagne: bool,
    } Post "/api/prescriptions" (once) -> Prescription
}

operation! {
    /// What one has prescribed: what is to come first.
    ListPrescriptions {} Get "/api/prescriptions" -> Vec<Prescription>
}

operation! {
    /// Takes back a prescription that nobody has taken over yet; the place is free at once. Twice is once.
    CancelPrescription { /** Which. */ prescription: PrescriptionId } Post "/api/prescriptions/{prescription}/annulation" -> Prescription
}

operation! {
    /// What the code on a paper stands for. Whoever holds it may read it; whom it is for is not said.
    ReadOrientation { /** The code. */ code: CodePrescription } Get "/api/orientations/{code}" -> Orientation
}

operation! {
    /// The jeune takes over the rendez-vous of a code: it is theirs from now on. A code is good for one jeune,
    /// who gets the same answer again as long as the rendez-vous is to come.
    ClaimOrientation { /** The code. */ code: CodePrescription } Post "/api/orientations/{code}/reprise" (once) -> RendezVous
}

operation! {
    /// What others have taken for the jeune and waits for their answer.
    ListOrientations {} Get "/api/orientations" -> Vec<Orientation>
}

operation! {
    /// The jeune accepts what was taken for them: it is theirs from now on.
    AcceptOrientation { /** Which. */ prescription: PrescriptionId } Post "/api/prescriptions/{prescription}/acceptation" (once) -> RendezVous
}

operation! {
    /// The jeune does not want what was taken for them; the place is free at once. Twice is once.
    DeclineOrientation { /** Which. */ prescription: PrescriptionId } Post "/api/prescriptions/{prescription}/refus" -> Done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_said() {
        for said in ["7KMQ4-XD2PA", "7kmq4xd2pa", " 7KM Q4X D2P A "] {
            assert_eq!(CodePrescription::parse(said).unwrap().as_str(), "7KMQ4-XD2PA");
        }
        for wrong in ["", "7KMQ4-XD2P", "7KMQ4-XD2PAA", "0KMQ4-XD2PA", "OKMQ4-XD2PA", "7KMQ4-XD2Pé"] {
            assert!(CodePrescription::parse(wrong).is_err(), "{wrong}");
        }
    }
}
