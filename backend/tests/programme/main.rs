//! The program itself: started, killed and started again, as an installation does.
#![cfg(test)]

#[cfg(test)]
mod serveur;
#[cfg(test)]
mod verrou;
