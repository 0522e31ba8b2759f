//! For the administrator: the espaces-temps of the installation, their pages and posters.

mod creer;
mod horaires;
mod liste;

pub use creer::CreerEspacePage;
pub use liste::EspacesPage;
