//! Structures and the people who work there.

pub mod pro;
