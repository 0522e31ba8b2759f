//! Ateliers: collective actions, anywhere, often led by several; the places of those who join, wait, come.

mod annonce;
mod gestion;
mod inscription;
mod presence;

pub use annonce::*;
pub use gestion::*;
pub use inscription::*;
pub use presence::*;
