//! Column declarations.
