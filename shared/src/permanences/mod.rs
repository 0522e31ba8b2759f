//! Permanences: the openings of a professional in a place, their créneaux, the rendez-vous that jeunes take.

use crate::operation::closed_list;

mod agenda;
mod attente;
mod calendrier;
mod changement;
mod creneaux;
mod delais;
mod occurrences;
mod ouverture;
mod prescription;
mod rendez_vous;
mod rythme;

pub use agenda::*;
pub use attente::*;
pub use calendrier::*;
pub use changement::*;
pub use creneaux::*;
pub use delais::*;
pub use occurrences::*;
pub use ouverture::*;
pub use prescription::*;
pub use rendez_vous::*;
pub use rythme::*;

closed_list! {
    /// What a jeune comes for. The need comes first, the structure second.
    Besoin {
        /// To talk to someone.
        Parler "parler"
        /// Papers and formalities.
        Papiers "papiers"
        /// Rights, with a jurist.
        Droits "droits"
        /// Work.
        Emploi "emploi"
        /// Training.
        Formation "formation"
        /// A roof.
        Logement "logement"
        /// Health.
        Sante "sante"
        /// Money.
        Argent "argent"
    }
}

closed_list! {
    /// What became of a rendez-vous. Absent is not a refusal.
    EtatRendezVous {
        /// It will take place.
        Confirme "confirme"
        /// The jeune cancelled it.
        AnnuleParJeune "annule-par-jeune"
        /// The structure cancelled it.
        AnnuleParStructure "annule-par-structure"
        /// It was moved: another one follows it.
        Reporte "reporte"
        /// The jeune came and was received.
        Honore "honore"
        /// The jeune did not come.
        Absent "absent"
    }
}
