//! Ateliers: collective actions, anywhere, often led by several; the places of those who join, wait, come.

mod annonce;
mod gestion;
mod inscription;
mod nouveaute;
mod presence;

pub use annonce::*;
pub use gestion::*;
pub use inscription::*;
pub use nouveaute::*;
pub use presence::*;
