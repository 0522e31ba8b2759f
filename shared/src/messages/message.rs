//! A message: what it says, what it bears, what may still be changed of it.

use serde::{Deserialize, Serialize};

use super::Piece;
use crate::{
    accueil::Lieu,
    fields::Texte,
    ids::{AtelierId, CreneauId, FilId, MessageId, PieceId},
    instant::Instant,
    operation::{closed_list, operation},
    permanences::Besoin,
};

/// For how long a message may be changed or taken back by who wrote it, in minutes.
pub const CHANGE_MINUTES: i64 = 10;

/// Who wrote a message, as the reader sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Auteur {
    /// The reader.
    Moi,
    /// The jeune.
    Jeune,
    /// A professional of the team.
    Professionnel,
    /// Nobody: the thread itself says what has changed.
    Maison,
}

closed_list! {
    /// What a thread says by itself. Whom it names is in the text of the message.
    Annonce {
        /// Someone is the référent of the jeune from now on.
        Referent "referent"
        /// Someone answers in the place of the référent for a while.
        Remplacant "remplacant"
        /// One more professional of the team reads along.
        Lecteur "lecteur"
        /// A professional reads along no longer.
        LecteurParti "lecteur-parti"
        /// Nobody has answered in time: the team has been told.
        Relayee "relayee"
    }
}

/// A créneau that a professional proposes in a thread: the jeune books it in one tap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Carte {
    /// Which.
    pub creneau: CreneauId,
    /// What for.
    pub besoin: Besoin,
    /// When it begins.
    pub debut: Instant,
    /// Where.
    pub lieu: Lieu,
    /// First name of who receives.
    pub professionnel: String,
    /// What may be done with it now.
    pub etat: EtatCarte,
}

closed_list! {
    /// What may be done with a proposed créneau.
    EtatCarte {
        /// The jeune may book it.
        Libre "libre"
        /// The jeune has booked it.
        Reserve "reserve"
        /// Others have taken its last place, or it is held no longer.
        Pris "pris"
        /// It has begun.
        Passe "passe"
    }
}

/// An atelier that a professional proposes in a thread: the jeune joins it in one tap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarteAtelier {
    /// Which.
    pub id: AtelierId,
    /// Its title.
    pub titre: String,
    /// When it begins.
    pub debut: Instant,
    /// Where.
    pub lieu: Lieu,
    /// What may be done with it now.
    pub etat: EtatCarteAtelier,
}

closed_list! {
    /// What may be done with a proposed atelier.
    EtatCarteAtelier {
        /// The jeune may join it.
        Libre "libre"
        /// The jeune has joined it, or waits for a place.
        Inscrit "inscrit"
        /// Others have taken its last place, or it is held no longer.
        Complet "complet"
        /// It has begun.
        Passe "passe"
    }
}

/// A message of a thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// The id that the sender made.
    pub id: MessageId,
    /// Its place in the thread: 1, 2, 3 … without a gap.
    pub seq: i64,
    /// When in the life of the thread it was stored or last changed: see [`super::ReadFil`].
    pub version: i64,
    /// Who wrote it.
    pub auteur: Auteur,
    /// First name of who wrote it.
    pub prenom: String,
    /// What it says; nothing once it was taken back. Of an announcement: the first name that it is about.
    pub texte: String,
    /// When the server stored it.
    pub envoye: Instant,
    /// When it was last changed by who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifie: Option<Instant>,
    /// Whether it was taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub supprime: bool,
    /// What the thread says by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annonce: Option<Annonce>,
    /// A photo or a PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub piece: Option<Piece>,
    /// A créneau that is proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carte: Option<Carte>,
    /// An atelier that is proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub atelier: Option<CarteAtelier>,
}

operation! {
    /// Sends a message: a text, a photo or a PDF, a créneau or an atelier that is proposed, or some of them. The sender makes the id
    /// once: a retry, even a week later, stores nothing twice.
    SendMessage {
        /// The thread.
        fil: FilId,
        /// The id made by the sender.
        message: MessageId,
        /// The text; not needed when there is something else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        texte: Option<Texte>,
        /// A photo or a PDF of this thread, which was sent before ([`super::SendPiece`]).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        piece: Option<PieceId>,
        /// A créneau to propose; professionals only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        creneau: Option<CreneauId>,
        /// An atelier to propose; professionals only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        atelier: Option<AtelierId>,
    } Post "/api/fils/{fil}/messages" -> Message
}

impl SendMessage {
    /// A message that is a text and nothing else.
    pub fn text(fil: FilId, message: MessageId, texte: Texte) -> Self {
        Self { fil, message, texte: Some(texte), piece: None, creneau: None, atelier: None }
    }

    /// What it says; nothing when it only bears something.
    pub fn texte(&self) -> &str {
        self.texte.as_ref().map_or("", |texte| texte.as_str())
    }
}

operation! {
    /// Changes the text of a message of one's own, within ten minutes. The thread says that it was changed.
    EditMessage {
        /// The message.
        message: MessageId,
        /// What it says from now on.
        texte: Texte,
    } Post "/api/messages/{message}/texte" -> Message
}

operation! {
    /// Takes back a message of one's own, within ten minutes: its text and what it bears are gone, its place stays.
    DeleteMessage { /** The message. */ message: MessageId } Post "/api/messages/{message}/suppression" -> Message
}
