//! What the server answers when it refuses: `application/problem+json` (RFC 9457) with a closed list of types.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident $status:literal $type:literal $title:literal)*) => {
        /// Every reason for which a request can be refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum ProblemKind { $($(#[$doc])* #[serde(rename = $type)] $name),* }

        impl ProblemKind {
            /// All of them, for the documentation and the tests.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The HTTP status.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status),* }
            }

            /// The `type` on the wire.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $type),* }
            }

            /// What happened and what to do now, in French, for humans.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

problems! {
    /// The body or the query cannot be read.
    RequeteIllisible 400 "requete-illisible" "La demande n’a pas pu être lue."
    /// A creating request came without its `Idempotency-Key`, or with a key that is not a UUID.
    CleManquante 400 "cle-manquante" "Il manque l’en-tête Idempotency-Key, un UUID fait une fois par le client."
    /// Who is calling is not known.
    NonConnecte 401 "non-connecte" "Connecte-toi pour continuer."
    /// The session has ended or can be continued with its refresh cookie.
    SessionExpiree 401 "session-expiree" "La session est terminée. Connecte-toi de nouveau."
    /// Another account is signed in on this browser than the one for which the page asks.
    AutreCompte 409 "autre-compte" "Quelqu’un d’autre est connecté ici maintenant. La page recommence."
    /// The identifiant or the secret is wrong; which one is not said.
    AccesRefuse 401 "acces-refuse" "On ne te retrouve pas avec ces informations. Vérifie-les et réessaie."
    /// The one-time code is wrong, used or too old; which one is not said.
    CodeRefuse 401 "code-refuse" "Ce code ne marche pas ou ne marche plus. Demande un nouveau code."
    /// The caller may not do this.
    Interdit 403 "interdit" "Tu n’as pas le droit de faire cela."
    /// An unsafe request comes from another site.
    OrigineRefusee 403 "origine-refusee" "Cette demande vient d’un autre site : elle est refusée."
    /// Younger than the minimum age of the installation. Nothing was kept.
    TropJeune 403 "trop-jeune" "Tu es trop jeune pour un compte ici. Des personnes peuvent t’aider : appelle le 119, c’est gratuit."
    /// It does not exist, or not for this caller.
    Introuvable 404 "introuvable" "On ne trouve pas ce que tu cherches."
    /// The address exists, not with this method.
    MethodeRefusee 405 "methode-refusee" "Cette adresse n’accepte pas cette méthode."
    /// The client was too slow to send its request.
    TropLent 408 "trop-lent" "La demande a mis trop de temps à arriver. Réessaie."
    /// Someone else took the last place.
    CreneauComplet 409 "creneau-complet" "Ce créneau vient d’être pris. En voici d’autres."
    /// The créneau has begun or is over.
    CreneauPasse 409 "creneau-passe" "Ce créneau est passé. Choisis-en un autre."
    /// The jeune already has this créneau.
    DejaReserve 409 "deja-reserve" "Tu as déjà ce rendez-vous."
    /// The jeune has another rendez-vous at that time.
    RendezVousEnMemeTemps 409 "rendez-vous-en-meme-temps" "Tu as déjà un rendez-vous à ce moment-là."
    /// The jeune has as many rendez-vous to come as the installation allows.
    TropDeRendezVous 409 "trop-de-rendez-vous" "Tu as déjà plusieurs rendez-vous à venir. Tu peux en déplacer ou en annuler un."
    /// It is too early or too late to book this créneau.
    HorsDelai 409 "hors-delai" "On ne peut pas réserver ce créneau maintenant. En voici d’autres."
    /// The créneau is for others: for minors, or for the jeunes of the référent.
    CreneauPasPourToi 409 "creneau-pas-pour-toi" "Ce créneau est gardé pour d’autres personnes. En voici d’autres."
    /// What opens so many days ahead has closed before.
    AvanceTropCourte 422 "avance-trop-courte" "Avec ces délais, personne ne pourrait réserver. Allongez l’avance ou réduisez le délai."
    /// A meeting by video without its link.
    LienManquant 422 "lien-manquant" "Il manque le lien de la visio."
    /// The rendez-vous has begun: it can no longer be cancelled.
    RendezVousPasse 409 "rendez-vous-passe" "Ce rendez-vous a déjà commencé."
    /// People have a rendez-vous that this would touch: a word for them is needed.
    RendezVousTouches 409 "rendez-vous-touches" "Des personnes ont rendez-vous à ce moment-là. Écrivez-leur un mot, ou déplacez d’abord cette permanence."
    /// The atelier has no place left.
    AtelierComplet 409 "atelier-complet" "Il n’y a plus de place. Tu peux te mettre sur la liste d’attente."
    /// The atelier has begun or is over.
    AtelierPasse 409 "atelier-passe" "Cet atelier a déjà commencé."
    /// The atelier was cancelled, or is not published.
    AtelierAnnule 409 "atelier-annule" "Cet atelier n’a pas lieu. En voici d’autres."
    /// Somebody else changed it, or a place, since the form was opened.
    AtelierChange 409 "atelier-change" "Quelqu’un vient de changer cet atelier. Relisez, puis recommencez."
    /// The jeune has joined or waits already.
    DejaInscrit 409 "deja-inscrit" "Tu es déjà inscrit·e à cet atelier."
    /// The atelier is for another age.
    AgeHorsPublic 409 "age-hors-public" "Cet atelier est pour un autre âge. En voici d’autres."
    /// Neither an address nor a meeting point.
    LieuSansAdresse 422 "lieu-sans-adresse" "Il manque une adresse ou un point de rencontre."
    /// The code at the door, or on the phone of whoever leads, is wrong or too old.
    CodeDePassageRefuse 410 "code-de-passage-refuse" "Ce code ne marche pas ou plus. Demande à l’équipe, elle peut t’ajouter."
    /// The link of a relative was used on another phone, or was ended.
    LienFini 410 "lien-fini" "Ce lien ne marche plus. Demandez-en un nouveau à la personne qui vous l’a envoyé, ou passez nous voir."
    /// The conversation with a relative has ended: nobody would read what is written.
    ConversationTerminee 410 "conversation-terminee" "Cette conversation est terminée : la personne ne peut plus lire."
    /// A place is shared on equal terms: only those who coordinate a structure take it out.
    StructureDesAutres 403 "structure-des-autres" "Ce lieu est partagé à égalité. Seules les personnes qui coordonnent une structure, ou l’administration, peuvent la retirer."
    /// Someone else of the team has taken this person in charge.
    DejaAccueilli 409 "deja-accueilli" "Quelqu’un de l’équipe s’en occupe déjà."
    /// There is a place: nobody needs to wait.
    PlaceLibre 409 "place-libre" "Il y a une place : tu peux la réserver tout de suite."
    /// The jeune waits for that already.
    DejaEnAttente 409 "deja-en-attente" "Tu es déjà sur cette liste d’attente."
    /// The place was kept for a while, and that while is over.
    OffrePassee 409 "offre-passee" "Cette place n’est plus gardée pour toi. Tu restes la bienvenue : voici d’autres créneaux."
    /// The code on a paper was used already, or what it stood for is over.
    CodeUtilise 410 "code-utilise" "Ce code a déjà servi, ou ce rendez-vous n’a plus lieu. Demande à la personne qui te l’a donné."
    /// More people have booked than there would be places.
    PlacesReservees 409 "places-reservees" "Plus de personnes ont déjà réservé. Gardez au moins autant de places, ou prévenez-les d’abord."
    /// The rendez-vous was cancelled or moved.
    PlusPrevu 409 "plus-prevu" "Ce rendez-vous a été annulé ou déplacé."
    /// It is marked on the day itself or afterwards.
    PasEncore 409 "pas-encore" "C’est trop tôt : la liste se remplit le jour même."
    /// Only someone who was received enters a programme.
    PasRecu 409 "pas-recu" "Cette personne n’est pas encore marquée comme reçue."
    /// The professional has another permanence at that time.
    ProfessionnelOccupe 409 "professionnel-occupe" "Cette personne tient déjà une permanence à ce moment-là."
    /// The place is closed on that day, or on all days of the rule.
    LieuFerme 409 "lieu-ferme" "Le lieu est fermé ces jours-là."
    /// The professional is away on that day, or on all days of the rule.
    ProfessionnelAbsent 409 "professionnel-absent" "Cette personne est absente à ce moment-là."
    /// Another référent took the thread first.
    FilDejaPris 409 "fil-deja-pris" "Ce fil a déjà un·e référent·e."
    /// A message can be changed or taken back for ten minutes.
    MessageTropAncien 409 "message-trop-ancien" "Ce message a plus de dix minutes : il ne peut plus être changé."
    /// The file was used by another message, or is gone.
    PiecePerdue 409 "piece-perdue" "Ce fichier n’est plus là. Ajoute-le encore une fois."
    /// The colleague is not one of the team, or is oneself.
    CollegueInvalide 422 "collegue-invalide" "Choisissez une autre personne de l’équipe."
    /// An absence is under way or announced for these days.
    AbsenceEnDouble 409 "absence-en-double" "Une absence est déjà annoncée sur ces jours."
    /// The file is larger than 5 MB.
    PieceTropLourde 413 "piece-trop-lourde" "Ce fichier est trop lourd : 5 Mo au plus."
    /// The file is, by its content, neither a photo nor a PDF.
    PieceInconnue 415 "piece-inconnue" "Ce fichier n’est ni une photo ni un PDF."
    /// The file says that it is a photo or a PDF, and cannot be read as one, or hides something else.
    PieceRefusee 422 "piece-refusee" "Ce fichier est abîmé ou cache autre chose : il n’a pas été envoyé."
    /// The code of an espace-temps, or the e-mail of a professional, is already in use.
    DejaPris 409 "deja-pris" "C’est déjà utilisé. Choisis autre chose."
    /// The link of the invitation is wrong, used or too old.
    InvitationInvalide 410 "invitation-invalide" "Ce lien d’invitation ne marche plus. Demandez-en un nouveau."
    /// The body is larger than 64 KiB.
    TropGros 413 "trop-gros" "C’est trop long pour être envoyé."
    /// The address is longer than 2 KiB.
    AdresseTropLongue 414 "adresse-trop-longue" "Cette adresse est trop longue."
    /// The body is not JSON.
    TypeDeContenu 415 "type-de-contenu" "La demande doit être en JSON (Content-Type: application/json)."
    /// Some fields are wrong: each is named with a code.
    ChampsInvalides 422 "champs-invalides" "Certaines réponses sont à corriger."
    /// The permanence ends before it starts, or at the same time.
    FinAvantDebut 422 "fin-avant-debut" "La fin doit venir après le début."
    /// The créneaux are longer than the permanence.
    PermanenceTropCourte 422 "permanence-trop-courte" "La permanence est plus courte qu’un créneau."
    /// The wall time does not exist on that day: clocks go forward.
    HeureInexistante 422 "heure-inexistante" "Cette heure n’existe pas ce jour-là : on change d’heure. Choisissez une autre heure."
    /// The rule makes no créneau in the future.
    AucuneDate 422 "aucune-date" "Il n’y a aucune date à venir. Vérifiez les jours choisis."
    /// The same `Idempotency-Key`, or the same message id, with another content.
    CleReutilisee 422 "cle-reutilisee" "Cette clé a déjà servi pour une autre demande."
    /// Too many tries; `Retry-After` says when to come back.
    TropDEssais 429 "trop-d-essais" "Trop d’essais. Attends un peu, puis réessaie."
    /// Something broke on our side.
    ErreurInterne 500 "erreur-interne" "Quelque chose s’est cassé chez nous. Réessaie dans un moment."
    /// The database is busy, full or away; `Retry-After` says when to come back.
    Indisponible 503 "indisponible" "Le service est occupé. Réessaie dans un moment."
}

/// A refusal, as the server sends it and as the page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Which problem, from a closed list.
    #[serde(rename = "type")]
    pub kind: ProblemKind,
    /// A sentence in French for humans.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The fields that are wrong, each with its codes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Vec<String>>,
    /// What to quote when asking for help; the logs bear it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
}

impl Problem {
    /// The wrong fields, each with one code.
    pub fn fields<const N: usize>(codes: [(&str, &str); N]) -> Self {
        let fields = codes.map(|(field, code)| (field.to_owned(), vec![code.to_owned()]));
        Self { fields: fields.into(), ..ProblemKind::ChampsInvalides.into() }
    }
}

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Self {
        let title = kind.title().to_owned();
        Self { kind, title, status: kind.status(), fields: BTreeMap::new(), trace_id: None }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_kebab_case_and_known_once() {
        let mut codes: Vec<_> = ProblemKind::ALL.iter().map(|kind| kind.code()).collect();
        assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ProblemKind::ALL.len());
    }
}
