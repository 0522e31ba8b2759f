//! The two pages of Côte à Côte: `bin/jeune.rs` for jeunes and families, `bin/pro.rs` for professionals.
//!
//! The spine comes first and knows no room. A room has its screens in `jeune.rs`, in `pro.rs`, or in both.

pub mod api;
pub mod app;
pub mod ask;
pub mod format;
pub mod live;
pub mod route;
pub mod session;
pub mod texts;
pub mod ui;

pub mod accueil;
pub mod annuaire;
pub mod comptes;
pub mod messages;
pub mod permanences;
