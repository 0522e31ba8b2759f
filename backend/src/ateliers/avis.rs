//! What jeunes are told of when the app is closed: a place for which they waited, an atelier that others changed.

use shared::{
    Instant,
    ids::{AtelierId, CompteId, InscriptionId},
    messages::avis::GenreAvis,
};

use super::stored::Full;
use crate::{avis::Avis, time};

/// A place is kept for somebody who waited.
pub fn offered(inscription: InscriptionId, jeune: CompteId, jusquau: Instant) -> Avis {
    Avis { jusquau: Some(jusquau), ..Avis::new(jeune, GenreAvis::PlaceLiberee, about_offer(inscription)) }
}

/// What the news of an offer is about.
pub fn about_offer(inscription: InscriptionId) -> String {
    format!("inscription:{inscription}")
}

/// An atelier was changed or cancelled: at once when it is one of today.
pub fn changed(full: &Full, jeune: CompteId, now: Instant) -> Avis {
    let urgent = time::day_of(full.debut(), &full.zone) == time::day_of(now, &full.zone);
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
