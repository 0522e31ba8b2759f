//! Espaces-temps d'accueil: a shared, neutral place and moment where any jeune can turn up.

mod detail;
pub mod effectifs;
mod espaces;
mod fuseaux;
mod horaires;
mod moments;
mod osm;
mod passage;
mod photos;
mod pictos;
mod proches;
mod supports;

pub use detail::*;
pub use effectifs::Effectif;
pub use espaces::*;
pub use fuseaux::*;
pub use horaires::*;
pub use moments::*;
pub use osm::*;
pub use passage::*;
pub use photos::*;
pub use pictos::*;
pub use proches::*;
pub use supports::*;
