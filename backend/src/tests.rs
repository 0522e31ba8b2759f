//! What holds for every operation, whatever its room.

mod contract;
mod coupure;
mod headers;
mod invariants;
mod matrix;
mod noeuds;
mod pages;
mod plans;
mod schema;
mod slow;
