//! Espaces-temps d’accueil: the place, its hours, what one can do there.

mod espace;
pub mod jeune;
pub mod lieux;
mod moments;
mod mots;
pub mod passe;
pub mod pro;
pub mod proche;
pub mod suite;
mod urgence;
