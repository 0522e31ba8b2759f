//! Accounts: to enter, to come back, to leave.

pub mod jeune;
pub mod pro;
