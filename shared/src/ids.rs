//! Typed identifiers: UUIDs, made by the application, that no one can enumerate.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        crate::operation::text_schema!($name, "uuid");
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.hyphenated().to_string()
            }
        }
        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                text.parse()
            }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                parse(text).map(Self).ok_or(BadId)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )* };
}

ids! {
    /// An account, of a jeune or of a professional. A jeune and a professional are known by the id of their account.
    CompteId
    /// A session of an account on one device.
    SessionId
    /// An organisation that animates places and publishes permanences.
    StructureId
    /// An espace-temps d'accueil.
    EspaceId
    /// An opening of a professional in a place.
    PermanenceId
    /// Some days on which an espace-temps is closed.
    FermetureId
    /// Some time during which a professional is away.
    AbsenceId
    /// Something to send.
    EnvoiId
    /// A rendez-vous that a partner took for a jeune.
    PrescriptionId
    /// A place on a waiting list.
    AttenteId
    /// The unit of a permanence.
    CreneauId
    /// The booking of a créneau by a jeune.
    RendezVousId
    /// A collective action, on one date.
    AtelierId
    /// The place of somebody in an atelier, or on its waiting list.
    InscriptionId
    /// Somebody who passes by an espace-temps.
    PassageId
    /// A poster or a card that leads to an espace-temps.
    SupportId
    /// A relative or a trusted adult, invited or come on their own.
    ProcheId
    /// A thread between a jeune and the team of an espace-temps.
    FilId
    /// A photo of an espace-temps, named by whoever sends it.
    PhotoId
    /// A photo or a PDF of a thread, named by the phone that sends it.
    PieceId
    /// Some days on which a professional does not answer.
    RemplacementId
    /// Something that was reported to the administrator.
    SignalementId
    /// A message, named by the phone that sends it, so that a retry is recognised.
    MessageId
}

/// A text that is not an identifier of this product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadId;

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("identifiant-mal-forme")
    }
}

// One spelling only: the same id never has two names in a database.
fn parse(text: &str) -> Option<Uuid> {
    let canonical = text.len() == 36 && !text.bytes().any(|b| b.is_ascii_uppercase());
    canonical.then(|| Uuid::try_parse(text).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        assert!("01890a5d-ac96-774b-bcce-b302099a8057".parse::<FilId>().is_ok());
        for wrong in ["", "1", "01890A5D-AC96-774B-BCCE-B302099A8057", "01890a5dac96774bbcceb302099a8057", "' OR 1=1"] {
            assert_eq!(wrong.parse::<FilId>(), Err(BadId), "{wrong}");
        }
    }
}
