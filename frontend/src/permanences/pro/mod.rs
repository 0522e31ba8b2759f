//! For professionals: the agenda of the week, the permanences that are open, the form that opens one.

mod agenda;
mod brouillon;
mod liste;
mod publier;
mod semaine;

pub use agenda::AgendaPage;
pub use liste::PermanencesPage;
pub use publier::PublierPage;

use shared::fields::Jour;

use crate::format;

/// "mercredi 25 novembre", for a date that has no zone.
fn date(jour: Jour) -> String {
    format::long_day(semaine::noon(jour), "UTC")
}
