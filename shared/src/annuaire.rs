//! Structures: the organisations that animate places and publish permanences.

use serde::{Deserialize, Serialize};

use crate::{
    fields::Ligne,
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

operation! {
    /// The structures that have people or places here, in the order of their names.
    ListStructures {} Get "/api/structures" -> Vec<Structure>
}

operation! {
    /// The colleagues who can hold a permanence of one's structures.
    ListEquipe {} Get "/api/equipe" -> Vec<Professionnel>
}
