//! Posters and cards: each bears a code of its own, so that a team sees which ones bring people, without knowing whom.

use serde::{Deserialize, Serialize};

use super::Effectif;
use crate::{
    fields::{BadField, CodeEspace, Ligne, text_field},
    ids::SupportId,
    operation::{Done, closed_list, operation},
};

text_field! {
    /// What follows `?de=` in the address of a place: 4 to 12 small letters and digits.
    CodeSupport, parse_code
}

fn parse_code(text: &str) -> Result<String, BadField> {
    let known = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if known && (4..=12).contains(&text.len()) { Ok(text.to_owned()) } else { Err(BadField("code-mal-forme")) }
}

closed_list! {
    /// What it is printed on.
    GenreSupport {
        /// A poster.
        Affiche "affiche"
        /// Cards to give, ten on a sheet.
        Cartes "cartes"
    }
}

/// A poster, or the cards that are given out somewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Support {
    /// Which.
    pub id: SupportId,
    /// What it is printed on.
    pub genre: GenreSupport,
    /// Where it hangs or is given: "devant le lycée".
    pub libelle: String,
    /// Its code.
    pub code: CodeSupport,
    /// How often it was scanned.
    pub scans: Effectif,
    /// How often in the last seven days, when that may be said.
    pub scans_semaine: Option<u32>,
    /// How many accounts were opened from it.
    pub comptes: Effectif,
}

operation! {
    /// The posters and cards of a place that the caller's structures animate: the newest first.
    ListSupports { /** The place. */ espace: CodeEspace } Get "/api/espaces/{espace}/supports" -> Vec<Support>
}

operation! {
    /// Makes a poster or cards with a code of their own, 100 at the most for a place.
    CreateSupport {
        /// The place.
        espace: CodeEspace,
        /// What it is printed on.
        genre: GenreSupport,
        /// Where it will hang or be given.
        libelle: Ligne,
    } Post "/api/espaces/{espace}/supports" (once) -> Support
}

operation! {
    /// A poster was taken down: it leaves the list, and its code still leads to the place.
    EndSupport { /** Which. */ support: SupportId } Post "/api/supports/{support}/fin" -> Done
}

operation! {
    /// Somebody scanned a poster or a card: a count for the day, of nobody. A phone says it once a day for each code; a code that
    /// leads elsewhere, or nowhere, counts for nothing.
    CountScan {
        /// The place that the code leads to.
        espace: CodeEspace,
        /// The code.
        de: CodeSupport,
    } Post "/api/espaces/{espace}/scans" -> Done
}
