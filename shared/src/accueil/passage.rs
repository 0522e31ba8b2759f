//! Passing by: announcing oneself, arriving with the code at the door or by the team's list, with an account or without.

use serde::{Deserialize, Serialize};

use super::{Effectif, Lieu, Porte};
use crate::{
    fields::{BadField, CodeEspace, Jour, Ligne, Prenom, text_field},
    ids::{FilId, PassageId},
    instant::Instant,
    operation::{closed_list, operation},
    permanences::Besoin,
};

closed_list! {
    /// How many people are there and wait, in words: no number, and nothing that tells fewer than five people apart.
    Affluence {
        /// Fewer than five.
        Calme "calme"
        /// Five to nine.
        DuMonde "du-monde"
        /// Ten and more.
        BeaucoupDeMonde "beaucoup-de-monde"
    }
}

impl Affluence {
    /// The word for so many people.
    pub fn of(people: u32) -> Self {
        match people {
            0..5 => Self::Calme,
            5..10 => Self::DuMonde,
            10.. => Self::BeaucoupDeMonde,
        }
    }
}

/// How it is in an espace-temps now, as anybody may know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Frequentation {
    /// The name of the espace-temps.
    pub nom: String,
    /// How many are there, in words.
    pub affluence: Affluence,
    /// Whether the door is open; nothing when the place says no hours at all.
    pub porte: Option<Porte>,
    /// Where; for what moves, the stop of now or the next one.
    pub lieu: Lieu,
}

operation! {
    /// How it is in an espace-temps now.
    ReadFrequentation { /** The code. */ espace: CodeEspace } Get "/api/espaces/{espace}/frequentation" -> Frequentation
}

closed_list! {
    /// Where somebody who passes by is.
    EtatPassage {
        /// On the way.
        Annonce "annonce"
        /// There, and waits.
        Attend "attend"
        /// Someone of the team takes care of them.
        Recu "recu"
        /// Gone.
        Parti "parti"
    }
}

/// A passage, as the jeune sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonPassage {
    /// Which.
    pub id: PassageId,
    /// Where it stands.
    pub etat: EtatPassage,
    /// What for.
    pub besoin: Option<Besoin>,
    /// First name of who takes care of it.
    pub avec: Option<String>,
}

/// The passage of a jeune in an espace-temps, when there is one under way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassageEnCours {
    /// The passage.
    pub passage: Option<MonPassage>,
}

operation! {
    /// The caller's own passage in an espace-temps, when one is under way: without an account, the one that this phone keeps.
    ReadMonPassage { /** The code. */ espace: CodeEspace } Get "/api/espaces/{espace}/mon-passage" -> PassageEnCours
}

operation! {
    /// A jeune says that they come today, when the place opens today. Saying it twice is saying it once.
    AnnouncePassage {
        /// The code of the espace-temps.
        espace: CodeEspace,
        /// What for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        besoin: Option<Besoin>,
    } Post "/api/espaces/{espace}/annonces" (once) -> MonPassage
}

text_field! {
    /// What the QR at the door says: the number of the code and a mark that only the installation makes.
    CodePorte, parse_porte
}

fn parse_porte(text: &str) -> Result<String, BadField> {
    let text = text.trim();
    let shaped =
        (3..=80).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if shaped { Ok(text.to_owned()) } else { Err(BadField("code-mal-forme")) }
}

operation! {
    /// Somebody is at the door: a jeune with an account, or anybody without one, who then is nobody but a number.
    ArrivePassage {
        /// The code of the espace-temps.
        espace: CodeEspace,
        /// What the QR said.
        code: CodePorte,
        /// What for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        besoin: Option<Besoin>,
        /// How to call who has no account; forgotten after 48 hours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        prenom: Option<Prenom>,
    } Post "/api/espaces/{espace}/arrivees" (once) -> MonPassage
}

operation! {
    /// Somebody does not come after all, or leaves; without an account, on the phone that said that they were there.
    LeavePassage {
        /** The passage. */ passage: PassageId,
        /// Who has no account was not there at all, a tap too many: nobody came. After some minutes, they have left.
        #[serde(default)] erreur: bool,
    } Post "/api/passages/{passage}/depart" -> PassageEnCours
}

/// An espace-temps that a structure of the caller animates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EspaceAccueilli {
    /// Its code.
    pub code: CodeEspace,
    /// Its name.
    pub nom: String,
    /// The time zone of its clock.
    pub fuseau: String,
    /// Whether the caller receives people there, and so reads who they are; whoever only coordinates reads how many.
    pub recoit: bool,
}

operation! {
    /// The espaces-temps that the structures of the caller animate.
    ListEspacesAccueillis {} Get "/api/accueil" -> Vec<EspaceAccueilli>
}

closed_list! {
    /// Who accompanies a person who passes by.
    Suivi {
        /// Without an account nobody can.
        SansCompte "sans-compte"
        /// Nobody yet.
        Personne "personne"
        /// The caller.
        Moi "moi"
        /// A colleague.
        Autre "autre"
    }
}

/// Somebody who passes by, as the team sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passage {
    /// Which.
    pub id: PassageId,
    /// Where they are.
    pub etat: EtatPassage,
    /// First name or nickname, when it is known.
    pub prenom: Option<String>,
    /// About how old, when somebody without an account was added.
    pub age: Option<u8>,
    /// What for.
    pub besoin: Option<Besoin>,
    /// What the team noted.
    pub note: Option<String>,
    /// Since when they wait, or since when they said that they come.
    pub depuis: Instant,
    /// First name of who takes care of them.
    pub par: Option<String>,
    /// Whether that is the caller.
    pub par_moi: bool,
    /// Who accompanies them.
    pub suivi: Suivi,
    /// The thread, when the caller accompanies them.
    pub fil: Option<FilId>,
}

operation! {
    /// Who is there, who waits and who is on the way: first come, first met.
    ListPassages { /** The code. */ espace: CodeEspace } Get "/api/espaces/{espace}/passages" -> Vec<Passage>
}

operation! {
    /// The team adds somebody without an account: "quelqu’un, 17 ans environ, pour des papiers". Nothing is needed.
    AddPassage {
        /// The code of the espace-temps.
        espace: CodeEspace,
        /// How to call them; forgotten after 48 hours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        prenom: Option<Prenom>,
        /// About how old.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[validate(range(max = 99, code = "de-0-a-99"))]
        age: Option<u8>,
        /// What for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        besoin: Option<Besoin>,
        /// A few words for the team; forgotten after 48 hours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Ligne>,
        /// Since when they are there, when it could not be told at once; a moment to come is read as now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        le: Option<Instant>,
    } Post "/api/espaces/{espace}/passages" (once) -> Passage
}

operation! {
    /// One of the team takes care of somebody: exactly one, and whoever comes too late is told so.
    TakePassage {
        /// Who.
        passage: PassageId,
        /// When it was tapped, when it could not be said at once; a moment to come is read as now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        le: Option<Instant>,
    } Post "/api/passages/{passage}/accueil" -> Passage
}

closed_list! {
    /// What else is tapped on the list.
    GestePassage {
        /// Who was on the way is there.
        Arrive "arrive"
        /// Taking charge is taken back: they wait again, at their place.
        Attend "attend"
        /// Gone.
        Parti "parti"
        /// Not gone after all.
        Revenu "revenu"
    }
}

operation! {
    /// Marks somebody on the list. The same tap twice is one tap, and the last one counts, by the clock of whoever tapped.
    MarkPassage {
        /// Who.
        passage: PassageId,
        /// What was tapped.
        geste: GestePassage,
        /// When it was tapped; a moment to come is read as now.
        le: Instant,
    } Post "/api/passages/{passage}/geste" -> Passage
}

operation! {
    /// The first meeting becomes a thread: the caller takes charge of the jeune and is their référent from now on.
    FollowPassage {
        /// Who.
        passage: PassageId,
        /// When it was tapped, when it could not be said at once; a moment to come is read as now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        le: Option<Instant>,
    } Post "/api/passages/{passage}/suivi" -> Passage
}

/// The code at the door.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeDePorte {
    /// Where its QR leads: `/passe/{espace}#{code}`, with the address of the installation.
    pub lien: String,
    /// The QR, as SVG.
    pub qr: String,
    /// Since when it is good.
    pub depuis: Option<Instant>,
}

operation! {
    /// The code at the door of an espace-temps, for the team.
    ReadPorte { /** The code of the espace-temps. */ espace: CodeEspace } Get "/api/espaces/{espace}/porte" -> CodeDePorte
}

operation! {
    /// Makes a new code for the door: what was printed before no longer works.
    RenewPorte { /** The code of the espace-temps. */ espace: CodeEspace } Post "/api/espaces/{espace}/porte" -> CodeDePorte
}

/// How many passages there were for something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompteBesoin {
    /// What for; nothing when nobody said.
    pub besoin: Option<Besoin>,
    /// How many.
    pub passages: Effectif,
}

/// How many passages began in an hour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompteHeure {
    /// From 0 to 23, on the clock of the place.
    pub heure: u8,
    /// How many.
    pub passages: Effectif,
}

/// The passages of a day. No figure under five is in it, nor can be found from what is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JourDePassages {
    /// The day.
    pub jour: Jour,
    /// How many, with an account or without.
    pub passages: Effectif,
    /// How many of them were taken care of, when that may be said.
    pub recus: Option<u32>,
    /// By hour, those that may be said only.
    pub heures: Vec<CompteHeure>,
    /// By need, the most frequent first, those that may be said only.
    pub besoins: Vec<CompteBesoin>,
}

/// The passages of a week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SemaineDePassages {
    /// From Monday to Sunday.
    pub jours: Vec<JourDePassages>,
    /// How many in all, when that may be said beside those of the days.
    pub passages: Option<u32>,
}

operation! {
    /// The passages of a week, by day, hour and need. Counts only. It is always a whole week: two that share some days would tell
    /// the others apart.
    CountPassages {
        /// The code of the espace-temps.
        espace: CodeEspace,
        /// A day of it; without one, today.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        du: Option<Jour>,
    } Get "/api/espaces/{espace}/passages/semaine" -> SemaineDePassages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_tells_fewer_than_five_people_apart() {
        assert!((0..5).all(|people| Affluence::of(people) == Affluence::Calme));
        assert_eq!(Affluence::of(5), Affluence::DuMonde);
        assert_eq!(Affluence::of(9), Affluence::DuMonde);
        assert_eq!(Affluence::of(10), Affluence::BeaucoupDeMonde);
    }

    #[test]
    fn a_code_at_the_door_is_a_short_word() {
        assert!(CodePorte::parse("3-abcDEF_012").is_ok());
        for wrong in ["", "a", "a b c", "<script>", &"a".repeat(81)] {
            assert_eq!(CodePorte::parse(wrong), Err(BadField("code-mal-forme")), "{wrong}");
        }
    }
}
