//! Messages: the thread between a jeune and the team, then their référent.

mod composer;
pub mod discretion;
mod head;
pub mod jeune;
mod log;
pub mod outbox;
pub mod pro;
pub mod receipts;
pub mod recherche;
pub mod thread;

pub use composer::{Insert, Refused, make_photo};
pub use outbox::Outbox;
pub use thread::Thread;
