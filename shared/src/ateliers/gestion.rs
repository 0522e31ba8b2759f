//! For those who publish and lead ateliers.

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Atelier, EtatAtelier, Mot, Participant, Retours};
use crate::{
    fields::{CodeEspace, Heure, Jour, Ligne, Texte},
    ids::{AtelierId, CompteId, StructureId},
    instant::Instant,
    operation::{Done, closed_list, operation},
    permanences::{Besoin, JourEcarte, Rythme},
};

/// Where an atelier is held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "ou", rename_all = "kebab-case", deny_unknown_fields)]
pub enum LieuAtelier {
    /// At an espace-temps.
    Espace {
        /// Which.
        espace: CodeEspace,
    },
    /// At the address of a structure of the annuaire.
    Structure {
        /// Which.
        structure: StructureId,
        /// The espace-temps that it belongs to all the same, so that its page announces it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        espace: Option<CodeEspace>,
    },
    /// Anywhere else, a first-class place: an address, or a meeting point, or both.
    Ailleurs {
        /// Its name: "Stade Bauer", "Mairie annexe".
        nom: Ligne,
        /// Street and number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        adresse: Option<Ligne>,
        /// Town.
        commune: Ligne,
        /// The espace-temps that it belongs to all the same, so that its page announces it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        espace: Option<CodeEspace>,
    },
}

/// Who will lead: someone of an installed structure by their account, or anybody by their words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMeneur {
    /// A structure of the installation: its people may lead too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure: Option<StructureId>,
    /// A professional of the installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub professionnel: Option<CompteId>,
    /// A provider that is not of the installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nom: Option<Ligne>,
    /// What they bring: "juriste", "coach".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Ligne>,
}

impl NewMeneur {
    /// Who that is, whatever they bring: nobody leads twice.
    pub fn who(&self) -> String {
        match (self.professionnel, self.structure, &self.nom) {
            (Some(person), ..) => person.to_string(),
            (None, Some(structure), _) => structure.to_string(),
            (None, None, nom) => nom.as_ref().map(|nom| nom.as_str().to_lowercase()).unwrap_or_default(),
        }
    }
}

/// What an atelier says of itself, whatever its date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FicheAtelier {
    /// Its title.
    pub titre: Ligne,
    /// In plain words, what one does there.
    pub presentation: Texte,
    /// What for.
    pub besoin: Besoin,
    /// From this age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 11, max = 30, code = "de-11-a-30"))]
    pub age_min: Option<u8>,
    /// Up to this age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 11, max = 30, code = "de-11-a-30"))]
    pub age_max: Option<u8>,
    /// Where.
    pub lieu: LieuAtelier,
    /// Where one meets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point_rencontre: Option<Ligne>,
    /// Who leads, 10 at most; without one, the structure that publishes.
    #[serde(default)]
    #[validate(nested, length(max = 10, code = "trop"))]
    pub meneurs: Vec<NewMeneur>,
    /// What to bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a_apporter: Option<Ligne>,
    /// Coming once, to try, is welcome.
    #[serde(default)]
    pub pour_essayer: bool,
    /// One may come with someone.
    #[serde(default)]
    pub accompagne: bool,
    /// Places, from 1 to 500.
    #[validate(range(min = 1, max = 500, code = "de-1-a-500"))]
    pub places: u16,
}

/// An atelier, as those who publish and lead see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AtelierPro {
    /// What everybody sees.
    pub atelier: Atelier,
    /// What it is made of, to be changed or used again.
    pub fiche: FicheAtelier,
    /// How often that was changed.
    pub version: u32,
    /// The structure that publishes it.
    pub structure: StructureId,
    /// Its name.
    pub structure_nom: String,
    /// The day, on the clock of the place.
    pub jour: Jour,
    /// From.
    pub debut: Heure,
    /// To.
    pub fin: Heure,
    /// How many have a place, guests included.
    pub inscrits: u32,
    /// How many wait.
    pub attentes: u32,
    /// How many came, once it has begun.
    pub presents: u32,
    /// How many other dates its series has.
    pub serie: u32,
    /// Whether the caller may change it; whoever only leads keeps the list.
    pub modifiable: bool,
    /// The last word for those who joined: they read it, nobody else does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mot: Option<String>,
}

/// An atelier with its list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListeAtelier {
    /// The atelier.
    pub atelier: AtelierPro,
    /// Those who have a place, then those who wait, in order.
    pub participants: Vec<Participant>,
    /// What those who came have said.
    pub retours: Retours,
    /// The other dates of its series that are not over, the soonest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<DateDeSerie>,
}

/// Another date of the same series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DateDeSerie {
    /// The atelier of that date.
    pub atelier: AtelierId,
    /// The day, on the clock of its place.
    pub jour: Jour,
    /// From.
    pub debut: Heure,
    /// Where it stands.
    pub etat: EtatAtelier,
    /// Whether it comes after the one that was read, and may still be changed or cancelled with it.
    pub suite: bool,
}

operation! {
    /// Makes an atelier, or one for each date of a series. A draft is seen by those who publish only.
    CreateAteliers {
        /// The structure in whose name it is published; the caller must have the right to publish there.
        structure: StructureId,
        /// What it says of itself.
        #[validate(nested)]
        fiche: FicheAtelier,
        /// When: a date, chosen dates, or a rule that ends. 60 dates at most.
        rythme: Rythme,
        /// From, on the clock of the place.
        debut: Heure,
        /// To, on the clock of the place.
        fin: Heure,
        /// Published at once; else a draft.
        #[serde(default)]
        publie: bool,
    } Post "/api/ateliers" (once) -> Vec<AtelierPro>
}

/// The dates of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatesAteliers {
    /// The days that it makes, in order.
    pub jours: Vec<Jour>,
    /// Those that it leaves out, in order, each with why. Of chosen dates none is left out: making them is refused.
    pub ecartes: Vec<JourEcarte>,
}

operation! {
    /// What a rule would make and what it would leave out, to be known before it is published. Stores nothing.
    PreviewDates {
        /// The rule.
        rythme: Rythme,
        /// From.
        debut: Heure,
        /// To.
        fin: Heure,
        /// Where: the hours of an espace-temps, or the stops of a bus, leave days out.
        lieu: LieuAtelier,
    } Post "/api/ateliers-dates" -> DatesAteliers
}

operation! {
    /// The ateliers of the structures in which one publishes and those that one leads: to come first, then the past ones.
    ListAteliersPublies {} Get "/api/ateliers-publies" -> Vec<AtelierPro>
}

operation! {
    /// An atelier with its list, for those who publish or lead it.
    ReadListeAtelier { /** Which. */ atelier: AtelierId } Get "/api/ateliers-publies/{atelier}" -> ListeAtelier
}

operation! {
    /// A draft is published, alone or with the other drafts of its series.
    PublishAtelier {
        /// Which.
        atelier: AtelierId,
        /// Whether those of its series that are to come are published too: all, or none.
        #[serde(default)]
        serie: bool,
    } Post "/api/ateliers-publies/{atelier}/publication" -> AtelierPro
}

operation! {
    /// Changes an atelier. Those who joined are told what is new: a word for them is needed when the date, the hour or the
    /// place changes.
    ChangeAtelier {
        /// Which.
        atelier: AtelierId,
        /// The version that the form was made from: another one is refused.
        version: u32,
        /// What it says of itself from now on.
        #[validate(nested)]
        fiche: FicheAtelier,
        /// The day.
        jour: Jour,
        /// From.
        debut: Heure,
        /// To.
        fin: Heure,
        /// What those who joined read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mot: Option<Mot>,
        /// Whether what is changed here is changed on the dates of its series that come after it too, by as many days if it is
        /// the day: all, or none. What these say for themselves stays. What refuses one of them is said by its day, in the
        /// field `suite`.
        #[serde(default)]
        suite: bool,
    } Post "/api/ateliers-publies/{atelier}/changement" -> AtelierPro
}

operation! {
    /// Cancels an atelier: those who joined or waited are told, and others are offered to them. Twice is once.
    CancelAtelier {
        /// Which.
        atelier: AtelierId,
        /// What they read.
        mot: Mot,
        /// Whether the dates of its series that come after it are cancelled too: all, or none.
        #[serde(default)]
        suite: bool,
    } Post "/api/ateliers-publies/{atelier}/annulation" -> AtelierPro
}

operation! {
    /// The same again on other dates, as drafts.
    DuplicateAtelier {
        /// Which.
        atelier: AtelierId,
        /// The days, 60 at most.
        #[validate(length(min = 1, max = 60, code = "de-1-a-60"))]
        jours: Vec<Jour>,
    } Post "/api/ateliers-publies/{atelier}/copies" (once) -> Vec<AtelierPro>
}

operation! {
    /// The list is closed: whoever was not marked did not come. It can be corrected afterwards.
    CloseAtelier { /** Which. */ atelier: AtelierId } Post "/api/ateliers-publies/{atelier}/cloture" -> AtelierPro
}

closed_list! {
    /// How somebody has a part in what others publish.
    Part {
        /// They lead it, or a structure for which they decide does.
        Anime "anime"
        /// It is held, or announced, in a place that their structure animates.
        Lieu "lieu"
    }
}

/// An atelier that others publish, in which the caller has a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AtelierAccueilli {
    /// The atelier.
    pub atelier: Atelier,
    /// The name of the structure that publishes it.
    pub structure: String,
    /// What the caller may take back.
    pub parts: Vec<Part>,
}

operation! {
    /// What others publish to come with the caller, or in the places that their structures animate: the soonest first.
    ListAteliersAccueillis {} Get "/api/ateliers-accueillis" -> Vec<AtelierAccueilli>
}

operation! {
    /// The caller takes their part back: they, or their structure, lead it no more; or it leaves their place. What is held within
    /// its walls is called off then, and those who joined are told.
    WithdrawAtelier {
        /// Which.
        atelier: AtelierId,
        /// What is taken back.
        part: Part,
    } Post "/api/ateliers-publies/{atelier}/retrait" -> Done
}

/// Something that is published in a place: by the caller's structures or by others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prevu {
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// The espace-temps; an atelier may be announced by none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub espace: Option<CodeEspace>,
    /// Its name; of what is held elsewhere, the name of that place.
    pub lieu: String,
    /// The zone of its clock.
    pub fuseau: String,
    /// The need.
    pub besoin: Besoin,
    /// The title of an atelier; nothing for a permanence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub atelier: Option<AtelierId>,
    /// The title of the atelier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titre: Option<String>,
    /// Whose.
    pub structure: String,
    /// Whether it is of the caller's structures.
    pub a_nous: bool,
    /// Whether something else is held there at that time, or one of those who lead is elsewhere.
    pub conflit: bool,
}

operation! {
    /// Four weeks of what is published in the places where the caller's structures publish or animate, and of what they publish
    /// anywhere else: to know each other.
    ListPrevus { /** The first day. */ du: Jour } Get "/api/prevus" -> Vec<Prevu>
}
