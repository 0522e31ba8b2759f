//! For jeunes.
