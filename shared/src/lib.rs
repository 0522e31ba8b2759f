//! The contract of Côte à Côte: the types that travel, the rules that need no input or output, the operations.
//!
//! Nothing here knows a transport, a database or a browser. The spine comes first, then the rooms.

pub mod fields;
pub mod ids;
pub mod instant;
pub mod operation;
pub mod pages;
pub mod problem;

pub mod accueil;
pub mod annuaire;
pub mod ateliers;
pub mod comptes;
pub mod messages;
pub mod permanences;

pub use instant::Instant;
pub use operation::{Method, Operation};
pub use pages::Program;
pub use problem::{Problem, ProblemKind};
