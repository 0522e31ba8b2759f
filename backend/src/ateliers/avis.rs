//! What jeunes are told of when the app is closed: a place for which they waited, an atelier that others changed.

use shared::{
    Instant,
    fields::Heure,
    ids::{AtelierId, CompteId, InscriptionId},
    messages::avis::GenreAvis,
};

use super::stored::Full;
use crate::{avis::Avis, time};

// The quiet hours of most people end an hour before.
const ON_THE_WAY: Heure = match Heure::from_minutes(9 * 60) {
    Some(heure) => heure,
    None => unreachable!(),
};

/// A place is kept for somebody who waited.
pub fn offered(inscription: InscriptionId, jeune: CompteId, jusquau: Instant) -> Avis {
    Avis { jusquau: Some(jusquau), ..Avis::new(jeune, GenreAvis::PlaceLiberee, about_offer(inscription)) }
}

/// What the news of an offer is about.
pub fn about_offer(inscription: InscriptionId) -> String {
    format!("inscription:{inscription}")
}

/// An atelier was changed or cancelled, which began at `was` until now. At once when it is one of today, or was; or of tomorrow,
/// before whoever is told in the morning would be on their way.
pub fn changed(full: &Full, jeune: CompteId, was: Instant, now: Instant) -> Avis {
    let tomorrow = time::plus_days(time::day_of(now, &full.zone), 1);
    let urgent = was.min(full.debut()) < time::passed(tomorrow, ON_THE_WAY, &full.zone);
    let sujet = about_change(full.id);
    Avis { urgent, jusquau: Some(full.debut()), ..Avis::new(jeune, GenreAvis::Atelier, sujet) }
}

/// A professional has a part in what others publish, or somebody has taken theirs back.
pub fn with_others(full: &Full, compte: CompteId) -> Avis {
    let sujet = format!("anime:{}", full.id);
    Avis { jusquau: Some(full.debut()), ..Avis::new(compte, GenreAvis::Atelier, sujet) }
}

/// What the news of a change is about.
pub fn about_change(atelier: AtelierId) -> String {
    format!("atelier:{atelier}")
}
