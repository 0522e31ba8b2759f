//! Espaces-temps d’accueil: the place, its hours, what one can do there.

mod espace;
mod infos;
pub mod jeune;
pub mod pro;
