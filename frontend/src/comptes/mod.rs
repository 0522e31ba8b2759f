//! Accounts: to enter, to come back, to leave.

mod carte;
mod entrer;
pub mod jeune;
mod moi;
pub mod pro;
mod revenir;
mod settings;
pub mod suite;

pub use carte::NewCard;
pub use settings::{DemoBanner, Settings};
