//! For professionals: the agenda of the week, the permanences that are open, the form that opens one.

mod agenda;
mod brouillon;
mod jour;
mod jours;
mod liste;
mod publier;

pub use agenda::AgendaPage;
pub use liste::PermanencesPage;
pub use publier::PublierPage;

use shared::fields::Jour;

use crate::format;

/// "mercredi 25 novembre", for a date that has no zone.
fn date(jour: Jour) -> String {
    format::long_day(jours::noon(jour), "UTC")
}
