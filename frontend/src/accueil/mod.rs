//! Espaces-temps d’accueil: the place, its hours, what one can do there.

pub mod jeune;
pub mod pro;
