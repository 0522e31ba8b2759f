//! Permanences: the openings of a professional in a place, their créneaux, the rendez-vous that jeunes take.

use serde::{Deserialize, Serialize};

use crate::{
    accueil::Lieu,
    fields::{CodeEspace, Heure, Jour, Ligne},
    ids::{CompteId, CreneauId, PermanenceId, RendezVousId, StructureId},
    instant::Instant,
    operation::operation,
};

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident $code:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$item])* #[serde(rename = $code)] $variant),* }

        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The name on the wire and in the database.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            /// From its name.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.code() == code)
            }
        }
    };
}

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

/// When a permanence is held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "quand", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Rythme {
    /// Once.
    Date {
        /// That day.
        jour: Jour,
    },
    /// Every week on the same day as `a_partir_du`, but on public holidays of metropolitan France.
    Semaine {
        /// The first day.
        a_partir_du: Jour,
        /// The last day, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        jusquau: Option<Jour>,
    },
}

/// A permanence, as those who publish see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Permanence {
    /// Which.
    pub id: PermanenceId,
    /// The structure that publishes it.
    pub structure: String,
    /// The espace-temps that hosts it.
    pub espace: CodeEspace,
    /// Where.
    pub lieu: Lieu,
    /// What for.
    pub besoin: Besoin,
    /// First name of the professional.
    pub professionnel: String,
    /// When.
    pub rythme: Rythme,
    /// From, on the clock of the place.
    pub debut: Heure,
    /// To, on the clock of the place.
    pub fin: Heure,
    /// Length of a créneau in minutes.
    pub duree: u16,
    /// Places per créneau.
    pub places: u16,
    /// How many créneaux are still to come.
    pub creneaux: u32,
    /// The next of them.
    pub prochain: Option<Instant>,
}

/// A créneau that still has a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Creneau {
    /// Which.
    pub id: CreneauId,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// What for.
    pub besoin: Besoin,
    /// First name of the professional.
    pub professionnel: String,
    /// What the professional helps with.
    pub aide: String,
    /// The espace-temps.
    pub espace: CodeEspace,
    /// Where.
    pub lieu: Lieu,
    /// How many places are left.
    pub places_libres: u16,
}

/// The free créneaux, nearest first, in the words of everyday life.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Creneaux {
    /// Starts within two hours.
    pub maintenant: Vec<Creneau>,
    /// Later today, on the calendar of the place.
    pub aujourdhui: Vec<Creneau>,
    /// Within the seven days to come.
    pub semaine: Vec<Creneau>,
    /// After that.
    pub plus_tard: Vec<Creneau>,
    /// When the filter leaves nothing: the next free créneau whatever the need and the place.
    pub autre: Option<Creneau>,
}

/// A rendez-vous, as the jeune sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RendezVous {
    /// Which.
    pub id: RendezVousId,
    /// Its créneau.
    pub creneau: CreneauId,
    /// What became of it.
    pub etat: EtatRendezVous,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// What for.
    pub besoin: Besoin,
    /// First name of the professional.
    pub professionnel: String,
    /// Where.
    pub lieu: Lieu,
}

/// A créneau of one's own agenda, with who comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreneauAgenda {
    /// Which.
    pub id: CreneauId,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// What for.
    pub besoin: Besoin,
    /// Where.
    pub lieu: Lieu,
    /// First name of the professional who receives.
    pub professionnel: String,
    /// How many places it has.
    pub places: u16,
    /// Who comes: first names or nicknames, in the order of booking.
    pub venues: Vec<Venue>,
}

/// Someone who is expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Venue {
    /// The rendez-vous.
    pub rendez_vous: RendezVousId,
    /// The first name or nickname.
    pub prenom: String,
    /// What became of it.
    pub etat: EtatRendezVous,
}

operation! {
    /// Opens a permanence and makes its créneaux.
    PublishPermanence {
        /// The structure in whose name it is published; the caller must have the right to publish there.
        structure: StructureId,
        /// The espace-temps that hosts it; the structure need not be one of those that animate it.
        espace: CodeEspace,
        /// A one-off place, when it is not held at the espace-temps itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ailleurs: Option<Ailleurs>,
        /// What for.
        besoin: Besoin,
        /// The professional who receives; a colleague of the structure.
        professionnel: CompteId,
        /// When.
        rythme: Rythme,
        /// From, on the clock of the place.
        debut: Heure,
        /// To, on the clock of the place.
        fin: Heure,
        /// Length of a créneau in minutes, from 5 to 480.
        #[validate(range(min = 5, max = 480, code = "de-5-a-480"))]
        duree: u16,
        /// Places per créneau, from 1 to 200.
        #[validate(range(min = 1, max = 200, code = "de-1-a-200"))]
        places: u16,
    } Post "/api/permanences" (once) -> Permanence
}

/// A one-off place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ailleurs {
    /// Its name.
    pub nom: Ligne,
    /// Street and number, or a meeting point.
    pub adresse: Ligne,
    /// Town.
    pub commune: Ligne,
}

operation! {
    /// The permanences of the structures in which one publishes.
    ListPermanences {} Get "/api/permanences" -> Vec<Permanence>
}

operation! {
    /// The free créneaux, nearest first. Anybody may look before entering.
    ListCreneaux {
        /// Only this need.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        besoin: Option<Besoin>,
        /// Only this espace-temps.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        espace: Option<CodeEspace>,
    } Get "/api/creneaux" -> Creneaux
}

operation! {
    /// A jeune takes a place of a créneau that has not begun.
    BookCreneau { /** The créneau. */ creneau: CreneauId } Post "/api/creneaux/{creneau}/rendez-vous" (once) -> RendezVous
}

operation! {
    /// The rendez-vous of the jeune: those to come first, then the past ones.
    ListRendezVous {} Get "/api/rendez-vous" -> Vec<RendezVous>
}

operation! {
    /// The jeune cancels a rendez-vous before its start; the place is free at once. Cancelling twice changes nothing.
    CancelRendezVous { /** The rendez-vous. */ rendez_vous: RendezVousId } Post "/api/rendez-vous/{rendez_vous}/annulation" -> RendezVous
}

operation! {
    /// The créneaux of seven days that one receives, or that one's structures publish, with who comes.
    ListAgenda { /** The first of the seven days. */ du: Jour } Get "/api/agenda" -> Vec<CreneauAgenda>
}

impl RendezVous {
    /// A jeune may cancel up to the start.
    pub fn is_cancellable(&self, now: Instant) -> bool {
        self.etat == EtatRendezVous::Confirme && now < self.debut
    }
}
