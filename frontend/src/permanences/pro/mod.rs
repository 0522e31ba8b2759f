//! For professionals: the agenda of the week, the permanences that are open, the form that opens one.

mod accueillies;
mod agenda;
mod brouillon;
mod changer;
mod delais;
pub(crate) mod ecarts;
mod fermetures;
mod fiche;
mod jour;
mod journees;
pub mod jours;
mod liste;
mod lot;
mod orienter;
mod papier;
mod pointages;
mod publier;
pub(crate) mod quand;
pub(crate) mod quand_champs;

pub use agenda::AgendaPage;
pub use changer::ChangerPage;
pub use fermetures::FermeturesPage;
pub use fiche::FichePage;
pub use liste::PermanencesPage;
pub use orienter::{OrientationsPage, OrienterPage};
pub use publier::PublierPage;
pub use quand_champs::holidays;

use shared::fields::Jour;

use crate::format;

/// "mercredi 25 novembre", for a date that has no zone.
pub fn date(jour: Jour) -> String {
    format::long_day(jours::noon(jour), "UTC")
}
