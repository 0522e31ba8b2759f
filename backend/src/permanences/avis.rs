//! What jeunes are told of when the app is closed: a place for which they waited, a rendez-vous that others changed or took for
//! them.

use jiff::tz::TimeZone;
use shared::{
    Instant,
    ids::{AttenteId, CompteId, PermanenceId, PrescriptionId, RendezVousId},
    messages::avis::GenreAvis,
};

use crate::{avis::Avis, time};

/// A place is kept for somebody who waited.
pub fn offered(attente: AttenteId, jeune: CompteId, jusquau: Instant) -> Avis {
    Avis { jusquau: Some(jusquau), ..Avis::new(jeune, GenreAvis::PlaceLiberee, about_attente(attente)) }
}

/// What the news of a wait is about.
pub fn about_attente(attente: AttenteId) -> String {
    format!("attente:{attente}")
}

/// A rendez-vous was moved or cancelled by those who receive: at once when it is one of today.
pub fn changed(
    (rendez_vous, jeune): (RendezVousId, CompteId),
    (debut, zone): (Instant, &TimeZone),
    now: Instant,
) -> Avis {
    let urgent = time::day_of(debut, zone) == time::day_of(now, zone);
    // Its own subject: the reminders are cancelled with the rendez-vous, this is not.
    let sujet = format!("changement:{rendez_vous}");
    Avis { urgent, jusquau: Some(debut), ..Avis::new(jeune, GenreAvis::RendezVous, sujet) }
}

/// Others open a permanence in the place of a professional's structure, or the team of a place has ended one.
pub fn with_others(permanence: PermanenceId, compte: CompteId) -> Avis {
    Avis::new(compte, GenreAvis::RendezVous, format!("accueillie:{permanence}"))
}

/// A partner took a rendez-vous for somebody, who may say no.
pub fn proposed(prescription: PrescriptionId, jeune: CompteId, debut: Instant) -> Avis {
    Avis { jusquau: Some(debut), ..Avis::new(jeune, GenreAvis::RendezVous, about_prescription(prescription)) }
}

/// What the news of a prescription is about.
pub fn about_prescription(prescription: PrescriptionId) -> String {
    format!("prescription:{prescription}")
}
