//! Structures: the organisations that animate places and publish permanences.

use serde::{Deserialize, Serialize};

use crate::{
    accueil::Porte,
    fields::{BadField, Ligne},
    ids::{CompteId, StructureId},
    operation::operation,
};

/// A structure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Structure {
    /// Which.
    pub id: StructureId,
    /// Its name.
    pub nom: String,
    /// Its town, when known.
    pub commune: Option<String>,
    /// What open data says of it, when it comes from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiche: Option<FicheStructure>,
}

/// What open data says of a structure. It may be old.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FicheStructure {
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adresse: Option<String>,
    /// Whether its door is open, when its hours are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub porte: Option<Porte>,
    /// The clock of its door.
    pub fuseau: String,
    /// What is said of its hours and cannot be read as hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horaires_note: Option<String>,
    /// Who says so, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A professional, as colleagues see them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Professionnel {
    /// The account.
    pub compte: CompteId,
    /// First name.
    pub prenom: String,
    /// What they help with.
    pub aide: String,
}

crate::fields::text_field! {
    /// The code of a commune, of INSEE: 93001, 2A004.
    CodeCommune, code_commune
}

fn code_commune(text: &str) -> Result<String, BadField> {
    let known = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'A' | b'B'));
    if known { Ok(text.to_owned()) } else { Err(BadField("commune-inconnue")) }
}

/// A commune.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Commune {
    /// Its code.
    pub code: CodeCommune,
    /// Its name.
    pub nom: String,
    /// The code of its département.
    pub departement: String,
}

operation! {
    /// The communes whose name begins so, eight at most. What is typed is kept nowhere.
    ListCommunes { /** The beginning of a name. */ nom: Ligne } Get "/api/communes" -> Vec<Commune>
}

operation! {
    /// The administrator adds a structure.
    CreateStructure {
        /// Its name.
        nom: Ligne,
        /// Its town.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        commune: Option<Ligne>,
    } Post "/api/structures" (once) -> Structure
}

/// Structures that were found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Structures {
    /// The first twenty, in the order of their names.
    pub liste: Vec<Structure>,
    /// How many fit.
    pub trouvees: u32,
    /// How many there are.
    pub total: u32,
}

operation! {
    /// The structures of the installation: those whose name and town hold all the words, accents or not, twenty at the most.
    ListStructures {
        /// What is looked for; without it, any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mots: Option<Ligne>,
        /// This one only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        structure: Option<StructureId>,
    } Get "/api/structures" -> Structures
}

impl ListStructures {
    /// Those that hold the words that somebody types; any as long as there are none.
    pub fn of(mots: &str) -> Self {
        Self { mots: Ligne::parse(mots).ok(), structure: None }
    }
}

operation! {
    /// The colleagues who can hold a permanence of one's structures.
    ListEquipe {} Get "/api/equipe" -> Vec<Professionnel>
}
