//! The refusals of the server in the words of professionals: "vous", and how long to wait.

use shared::{Problem, ProblemKind};

use crate::texts::pro;

/// Says a refusal with "vous".
pub fn say(problem: &mut Problem, retry_after: Option<u32>) {
    if let Some(title) = conflict(problem).or_else(|| title(problem.kind, retry_after)) {
        problem.title = title;
    }
}

/// What an address says that names nothing: the server is not asked, and it is said with "vous" all the same.
pub fn unknown() -> Problem {
    let mut problem = Problem::from(ProblemKind::Introuvable);
    say(&mut problem, None);
    problem
}

// Where that person is meanwhile, and when.
fn conflict(problem: &Problem) -> Option<String> {
    let said = |name: &str| problem.fields.get(name).and_then(|values| values.first());
    let at = shared::Instant(said("conflit_debut")?.parse().ok()?);
    let quand = crate::format::moment(at, said("conflit_fuseau")?);
    Some(pro::erreur_professionnel_occupe_ou(&quand, said("conflit_lieu")?))
}

// `None` where the sentence of the contract already suits everyone.
fn title(kind: ProblemKind, retry_after: Option<u32>) -> Option<String> {
    let sentence = match kind {
        ProblemKind::TropDEssais => return Some(wait(retry_after)),
        ProblemKind::NonConnecte | ProblemKind::SessionExpiree => pro::session_terminee(),
        ProblemKind::AutreCompte => pro::erreur_autre_compte(),
        ProblemKind::AccesRefuse | ProblemKind::CodeRefuse => pro::connexion_refusee(),
        ProblemKind::Interdit => pro::erreur_interdit(),
        ProblemKind::Introuvable => pro::erreur_introuvable(),
        ProblemKind::PiecePerdue => pro::erreur_piece_perdue(),
        ProblemKind::FilDejaPris => pro::fil_deja_pris(),
        ProblemKind::DejaPris => pro::erreur_deja_pris(),
        ProblemKind::ProfessionnelOccupe => pro::erreur_professionnel_occupe(),
        ProblemKind::PermanenceTropCourte => pro::erreur_permanence_trop_courte(),
        ProblemKind::FinAvantDebut => pro::erreur_fin_avant_debut(),
        ProblemKind::HeureInexistante => pro::erreur_heure_inexistante(),
        ProblemKind::AucuneDate => pro::erreur_aucune_date(),
        ProblemKind::CreneauComplet => pro::erreur_creneau_complet(),
        ProblemKind::CreneauPasse | ProblemKind::RendezVousPasse => pro::erreur_creneau_passe(),
        ProblemKind::HorsDelai => pro::erreur_hors_delai(),
        ProblemKind::CreneauPasPourToi => pro::erreur_creneau_garde(),
        ProblemKind::RendezVousEnMemeTemps => pro::erreur_en_meme_temps(),
        ProblemKind::DejaReserve => pro::erreur_deja_reserve(),
        ProblemKind::TropDeRendezVous => pro::erreur_trop_de_rendez_vous(),
        ProblemKind::CodeUtilise => pro::erreur_code_utilise(),
        ProblemKind::TropJeune | ProblemKind::PlaceLibre | ProblemKind::DejaEnAttente | ProblemKind::OffrePassee => {
            pro::erreur_pour_un_jeune()
        }
        ProblemKind::AtelierComplet | ProblemKind::DejaInscrit | ProblemKind::AgeHorsPublic => {
            pro::erreur_pour_un_jeune()
        }
        ProblemKind::CodeDePassageRefuse => pro::erreur_code_utilise(),
        ProblemKind::TropLent | ProblemKind::Indisponible => pro::erreur_service(),
        ProblemKind::ErreurInterne => pro::erreur_interne(),
        ProblemKind::RequeteIllisible
        | ProblemKind::CleManquante
        | ProblemKind::OrigineRefusee
        | ProblemKind::MethodeRefusee
        | ProblemKind::PlusPrevu
        | ProblemKind::PasEncore
        | ProblemKind::PasRecu
        | ProblemKind::RendezVousTouches
        | ProblemKind::LieuFerme
        | ProblemKind::ProfessionnelAbsent
        | ProblemKind::AvanceTropCourte
        | ProblemKind::LienManquant
        | ProblemKind::InvitationInvalide
        | ProblemKind::TropGros
        | ProblemKind::AdresseTropLongue
        | ProblemKind::TypeDeContenu
        | ProblemKind::ChampsInvalides
        | ProblemKind::PlacesReservees
        | ProblemKind::MessageTropAncien
        | ProblemKind::CollegueInvalide
        | ProblemKind::AbsenceEnDouble
        | ProblemKind::PieceTropLourde
        | ProblemKind::PieceInconnue
        | ProblemKind::PieceRefusee
        | ProblemKind::AtelierPasse
        | ProblemKind::AtelierChange
        | ProblemKind::LieuSansAdresse
        | ProblemKind::DejaAccueilli
        | ProblemKind::LienFini
        | ProblemKind::ConversationTerminee
        | ProblemKind::StructureDesAutres
        | ProblemKind::CleReutilisee => return None,
        ProblemKind::AtelierAnnule => pro::erreur_atelier_annule(),
    };
    Some(sentence.to_owned())
}

fn wait(retry_after: Option<u32>) -> String {
    match retry_after {
        // Whole minutes, rounded up: whoever waits that long is let in.
        Some(seconds) if seconds > 60 => pro::connexion_attendre(&duration(i64::from(seconds.div_ceil(60)) * 60)),
        Some(seconds) => pro::connexion_attendre(&duration(i64::from(seconds))),
        None => pro::connexion_attendre_un_peu().to_owned(),
    }
}

/// A length of time in words: "12 min", "2 h", "3 jours".
pub fn duration(seconds: i64) -> String {
    match seconds {
        ..60 => pro::duree_secondes(&seconds.max(1).to_string()),
        60..3_600 => pro::duree_minutes(&(seconds / 60).to_string()),
        3_600..86_400 => pro::duree_heures(&(seconds / 3_600).to_string()),
        86_400..172_800 => pro::duree_un_jour().to_owned(),
        _ => pro::duree_jours(&(seconds / 86_400).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // What is said to somebody to whom one says "tu": the pronouns, and the verbs of the contract.
    const TU: [&str; 16] = [
        "tu",
        "toi",
        "te",
        "t",
        "ton",
        "ta",
        "tes",
        "choisis",
        "connecte",
        "réessaie",
        "attends",
        "vérifie",
        "appelle",
        "essaie",
        "écris",
        "prends",
    ];

    #[test]
    fn no_refusal_says_tu_to_a_professional() {
        for (kind, retry_after) in ProblemKind::ALL.iter().flat_map(|kind| [(*kind, None), (*kind, Some(90))]) {
            let mut problem = Problem::from(kind);
            say(&mut problem, retry_after);
            let title = problem.title.to_lowercase();
            let mut words = title.split(|letter: char| !letter.is_alphabetic());
            let familiar = words.find(|word| TU.contains(word));
            let asks = title.contains("demande un") || title.contains("demande à");
            assert!(familiar.is_none() && !asks, "{}: {}", kind.code(), problem.title);
        }
    }
}
