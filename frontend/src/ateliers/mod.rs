//! Ateliers: what one does together, the places, who comes.

pub mod action;
pub mod detail;
pub mod entree;
pub mod liste;
pub mod miens;
pub mod mots;
pub mod nouveau;
pub mod presence;
pub mod pro;
pub mod retour;
