//! The server of Côte à Côte: a thin API over two databases, with the page embedded.
//!
//! The spine comes first and knows no room; then the rooms, in the order of the alphabet.

pub mod address;
pub mod app;
pub mod avis;
pub mod caller;
pub mod commands;
pub mod config;
pub mod db;
pub mod headers;
pub mod live;
pub mod mount;
pub mod openapi;
pub mod outbox;
pub mod page;
pub mod problem;
pub mod schema;
pub mod server;
pub mod time;

pub mod accueil;
pub mod annuaire;
pub mod ateliers;
pub mod comptes;
pub mod confidentialite;
pub mod demo;
pub mod messages;
pub mod permanences;

#[cfg(test)]
mod test_app;
#[cfg(test)]
mod tests;

/// Every operation, as the rooms introduce them.
pub fn operations() -> Vec<mount::Mounted> {
    let mut room = mount::Room::default();
    accueil::routes(&mut room);
    annuaire::routes(&mut room);
    ateliers::routes(&mut room);
    comptes::routes(&mut room);
    messages::routes(&mut room);
    permanences::routes(&mut room);
    room.mounted()
}
