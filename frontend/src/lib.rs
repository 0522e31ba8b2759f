//! The programs of Côte à Côte: `bin/jeune.rs` for what jeunes and families see first, `bin/fil.rs` for their threads,
//! `bin/lieux.rs` for places and passing by, `bin/ateliers.rs`, `bin/suite.rs` for what they reach rarely; `bin/pro.rs` for what
//! professionals open every day, `bin/gestion.rs` for what they prepare. Whose an address is stands in
//! `shared/src/pages.rs`; what the programs of one side share, in `jeunes.rs`, `pros.rs` and `taps/`.
//!
//! The spine comes first and knows no room. A room has its screens in `jeune.rs`, `suite.rs`, `pro.rs`, or in several.

pub mod api;
pub mod app;
pub mod ask;
pub mod avis;
pub mod carry;
pub mod format;
pub mod live;
pub mod route;
pub mod session;
pub mod texts;
pub mod ui;

pub mod accueil;
pub mod annuaire;
pub mod ateliers;
pub mod comptes;
pub mod messages;
pub mod permanences;

pub mod jeunes;
pub mod pros;
pub mod taps;
