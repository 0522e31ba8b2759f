//! Messages: the thread between a jeune and the team of an espace-temps, then their référent.

pub mod avis;

mod equipe;
mod fil;
mod message;
mod pieces;
mod recherche;
mod surete;
mod temps;

pub use equipe::*;
pub use fil::*;
pub use message::*;
pub use pieces::*;
pub use recherche::*;
pub use surete::*;
pub use temps::*;
