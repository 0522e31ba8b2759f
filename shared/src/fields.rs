//! Values that are parsed at the door and trusted inside. Each refusal is a code that the page can explain.

mod heure;
mod identifiants;
mod jour;
mod textes;

pub use heure::Heure;
pub use identifiants::{Identifiant, Secret};
pub use jour::{Jour, MoisDeNaissance};
pub use textes::{CodeEspace, HorairesEcrits, Lien, Ligne, MotDePasse, Prenom, Texte, is_forbidden};

use std::fmt;

/// Why a value was refused, in one word that the page can explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadField(pub &'static str);

impl std::error::Error for BadField {}

impl fmt::Display for BadField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Makes a newtype over `String` that serde reads through `$parse: fn(&str) -> Result<String, BadField>`.
macro_rules! text_field {
    ($(#[$doc:meta])* $name:ident, $parse:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        $crate::operation::text_schema!($name, "text");
        impl $name {
            /// Reads and normalises, or says in one word what is wrong.
            pub fn parse(text: &str) -> Result<Self, $crate::fields::BadField> {
                $parse(text).map(Self)
            }
            /// The normalised text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = $crate::fields::BadField;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(field: $name) -> Self {
                field.0
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::fields::BadField;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }
        // Personal or secret: never in a log.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}
pub(crate) use text_field;
