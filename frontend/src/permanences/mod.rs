//! Permanences: the free créneaux and the rendez-vous.

pub mod attente;
pub mod autre;
pub mod booking;
pub mod commune;
pub mod creneaux;
pub mod jeune;
pub mod orientation;
pub mod pro;
pub mod prochain;
pub mod reglages;
pub mod reprise;

use shared::permanences::{Besoin, EtatRendezVous};

use crate::{texts::commun, ui::icons};

/// A need, in words.
pub fn besoin_label(besoin: Besoin) -> &'static str {
    match besoin {
        Besoin::Parler => commun::besoin_parler(),
        Besoin::Papiers => commun::besoin_papiers(),
        Besoin::Droits => commun::besoin_droits(),
        Besoin::Emploi => commun::besoin_emploi(),
        Besoin::Formation => commun::besoin_formation(),
        Besoin::Logement => commun::besoin_logement(),
        Besoin::Sante => commun::besoin_sante(),
        Besoin::Argent => commun::besoin_argent(),
    }
}

/// A need, as an icon that goes beside its words.
pub fn besoin_icon(besoin: Besoin) -> &'static str {
    match besoin {
        Besoin::Parler => icons::TALK,
        Besoin::Papiers => icons::PAPERS,
        Besoin::Droits => icons::RIGHTS,
        Besoin::Emploi => icons::WORK,
        Besoin::Formation => icons::TRAINING,
        Besoin::Logement => icons::HOME_KEY,
        Besoin::Sante => icons::HEALTH,
        Besoin::Argent => icons::MONEY,
    }
}

/// What became of a rendez-vous, in words that suit both sides.
pub fn etat_label(etat: EtatRendezVous) -> &'static str {
    match etat {
        EtatRendezVous::Confirme => commun::etat_confirme(),
        EtatRendezVous::AnnuleParJeune => commun::etat_annule_par_jeune(),
        EtatRendezVous::AnnuleParStructure => commun::etat_annule_par_structure(),
        EtatRendezVous::Reporte => commun::etat_reporte(),
        EtatRendezVous::Honore => commun::etat_honore(),
        EtatRendezVous::Absent => commun::etat_absent(),
    }
}
