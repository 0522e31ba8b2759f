//! Who passes by, and whom a jeune invites along. An account that is closed leaves its passages as counts, and takes its
//! invitations and what was written under them along; both are part of what a jeune is given when they ask for it.

use super::{Column, Kept, no, whose, yes};

/// See [`super::COLUMNS`].
pub const COLUMNS: &[Column] = &[
    no("passage", "id"),
    no("passage", "espace_id"),
    whose("passage", "jeune_id", Kept::Hours48),
    no("passage", "sans_compte"),
    yes("passage", "prenom", Kept::Hours48, "to call whoever waits without an account"),
    yes("passage", "age", Kept::Hours48, "to recognise whoever waits without an account"),
    no("passage", "besoin"),
    yes("passage", "note", Kept::Hours48, "the team knows what somebody came for"),
    no("passage", "jour"),
    no("passage", "heure"),
    no("passage", "vu_le"),
    no("passage", "arrive_le"),
    whose("passage", "pris_par", Kept::Hours48),
    no("passage", "pris_le"),
    no("passage", "fini_le"),
    no("code_porte", "espace_id"),
    no("code_porte", "numero"),
    no("code_porte", "change_le"),
];
