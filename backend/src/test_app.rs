//! Test app
