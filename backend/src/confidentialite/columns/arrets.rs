//! What moves does something else on one day.

use super::{Column, no};

pub const COLUMNS: &[Column] = &[
    no("arret_particulier", "espace_id"),
    no("arret_particulier", "rang"),
    no("arret_particulier", "jour"),
    no("arret_particulier", "debut"),
    no("arret_particulier", "fin"),
    no("arret_particulier", "nom"),
    no("arret_particulier", "adresse"),
    no("arret_particulier", "commune"),
    no("lieu", "espace_mobile_id"),
];
