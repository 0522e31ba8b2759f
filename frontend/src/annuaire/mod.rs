//! Structures and the people who work there.

pub mod chercher;
pub mod pro;
