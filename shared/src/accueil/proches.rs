//! Families and trusted adults: whom a jeune invites, with a scope that they choose, and whoever writes on their own.
//!
//! Nothing here says whether a jeune has an account: whoever writes on their own is received the same way, and sees nobody.

use serde::{Deserialize, Serialize};

use super::Lieu;
use crate::{
    fields::{CodeEspace, Prenom, Texte},
    ids::{InscriptionId, ProcheId, RendezVousId},
    instant::Instant,
    operation::{Done, closed_list, operation},
    permanences::Mode,
};

closed_list! {
    /// What an invitation opens, and nothing else.
    Portee {
        /// To come along to one rendez-vous: when and where, or how.
        RendezVous "rendez-vous"
        /// To come along to one atelier: when and where.
        Atelier "atelier"
        /// To write to the team, in a thread apart.
        Equipe "equipe"
    }
}

closed_list! {
    /// What became of an invitation.
    EtatProche {
        /// Nobody has opened the link yet.
        Envoyee "envoyee"
        /// It was opened, on one phone.
        Ouverte "ouverte"
        /// The jeune has ended it, the phone forgot it, it was never opened in time, or what it was for is over.
        Finie "finie"
        /// What it was for does not take place: it was cancelled, or the jeune has left.
        Annulee "annulee"
    }
}

/// An invitation, as the jeune who made it sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationProche {
    /// Which.
    pub id: ProcheId,
    /// Who, as the jeune calls them.
    pub prenom: String,
    /// What it opens.
    pub portee: Portee,
    /// When the rendez-vous or the atelier is, when it is about one that takes place.
    pub debut: Option<Instant>,
    /// The clock of the place.
    pub fuseau: String,
    /// What became of it.
    pub etat: EtatProche,
    /// When it was made.
    pub cree: Instant,
}

/// The link of an invitation, shown once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LienProche {
    /// Which invitation.
    pub proche: ProcheId,
    /// The link: its secret is in the fragment, which no server sees.
    pub lien: String,
    /// The same as a QR, as SVG.
    pub qr: String,
}

operation! {
    /// A jeune invites one person. For one rendez-vous or atelier it is one person at a time: a new invitation ends the former.
    InviteProche {
        /// How the jeune calls them.
        prenom: Prenom,
        /// What it opens.
        portee: Portee,
        /// Which rendez-vous, when it is about one: one's own, to come.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rendez_vous: Option<RendezVousId>,
        /// To which atelier, when it is about one: a place of one's own, to come.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inscription: Option<InscriptionId>,
        /// How the jeune wants to be named on the screens of that person; nothing names them otherwise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signe: Option<Prenom>,
    } Post "/api/moi/proches" (once) -> LienProche
}

operation! {
    /// Whom the jeune has invited, the last first.
    ListInvitationsProche {} Get "/api/moi/proches" -> Vec<InvitationProche>
}

operation! {
    /// The jeune ends an invitation: the phone can read nothing of it any more, at once.
    EndProche { /** Which. */ proche: ProcheId } Post "/api/moi/proches/{proche}/fin" -> Done
}

operation! {
    /// Opens a link on this phone, and on no other: a cookie of its own binds it.
    OpenLienProche {
        /// What the fragment of the link says.
        jeton: String,
    } Post "/api/proche/ouverture" (once) -> Done
}

operation! {
    /// A relative writes to the team of a place on their own. The answer is the same whoever they ask about.
    WriteAsProche {
        /// The code of the espace-temps.
        espace: CodeEspace,
        /// How to call them.
        prenom: Prenom,
        /// What they write.
        texte: Texte,
    } Post "/api/espaces/{espace}/proches" (once) -> Done
}

/// What somebody wrote between a relative and the team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MotProche {
    /// Its place, without a gap.
    pub seq: i64,
    /// The first name of the professional, or nothing when the relative wrote it.
    pub professionnel: Option<String>,
    /// What it says.
    pub texte: String,
    /// When.
    pub envoye: Instant,
}

/// When and where a relative comes along.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MomentProche {
    /// When.
    pub debut: Instant,
    /// IANA time zone of the clock of the place.
    pub fuseau: String,
    /// How one meets.
    pub mode: Mode,
    /// Where; nothing when one meets by phone or by video: nobody is sent to a place where nothing is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lieu: Option<Lieu>,
    /// Where an atelier meets, when it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point_rencontre: Option<String>,
}

/// What a relative sees, and nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VuProche {
    /// Which.
    pub id: ProcheId,
    /// What it opens.
    pub portee: Portee,
    /// The name of the place to whose team they write; nothing to who comes along, who is told where that is and no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub espace: Option<String>,
    /// What the jeune chose to be called; nothing when they chose nothing, or when nobody invited.
    pub signe: Option<String>,
    /// When and where; nothing when the rendez-vous does not take place any more.
    pub moment: Option<MomentProche>,
    /// What was written, in order.
    pub mots: Vec<MotProche>,
}

operation! {
    /// What this phone may see, as a relative.
    ReadProches {} Get "/api/proche" -> Vec<VuProche>
}

operation! {
    /// A relative writes to the team.
    WriteMotProche {
        /// In which thread.
        proche: ProcheId,
        /// What they write.
        texte: Texte,
    } Post "/api/proche/{proche}/mots" (once) -> MotProche
}

operation! {
    /// This phone forgets what it could see.
    ForgetProche {} Post "/api/proche/oubli" -> Done
}

/// A relative, as the team sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcheSuivi {
    /// Which.
    pub id: ProcheId,
    /// First name.
    pub prenom: String,
    /// The place.
    pub espace: String,
    /// First name of the jeune who invited them; nothing when they came on their own.
    pub invite_par: Option<String>,
    /// Since when they wait for an answer.
    pub attend_depuis: Option<Instant>,
    /// The beginning of the last message.
    pub dernier: String,
    /// When it was written.
    pub dernier_le: Option<Instant>,
    /// Whether it has ended: the person can read nothing of it any more.
    pub finie: bool,
}

operation! {
    /// The relatives who write to the team of a référent: those who wait first, what has ended in the last thirty days at the end.
    ListProches {} Get "/api/proches" -> Vec<ProcheSuivi>
}

/// What a relative and the team wrote to each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilProche {
    /// Who.
    pub proche: ProcheSuivi,
    /// What was written, in order.
    pub mots: Vec<MotProche>,
}

operation! {
    /// A référent of the team reads; a trace says so.
    ReadProche { /** Who. */ proche: ProcheId } Get "/api/proches/{proche}" -> FilProche
}

operation! {
    /// A référent of the team answers, as long as the conversation has not ended.
    AnswerProche {
        /// Whom.
        proche: ProcheId,
        /// What they write.
        texte: Texte,
    } Post "/api/proches/{proche}/mots" (once) -> MotProche
}
