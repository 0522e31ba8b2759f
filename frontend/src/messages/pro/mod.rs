//! For professionals.
