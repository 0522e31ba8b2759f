//! Espaces-temps d'accueil: a shared, neutral place and moment where any jeune can turn up.

mod espaces;

pub use espaces::*;
