//! The screens of jeunes that come later: to come back, what the place knows.

pub use super::{moi::MoiPage, revenir::RevenirPage};
