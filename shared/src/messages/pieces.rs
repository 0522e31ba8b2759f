//! Attachments: a photo or a PDF. Identity and medical papers do not belong here.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{FilId, PieceId},
    operation::{closed_list, operation},
};

/// The largest file, in bytes.
pub const PIECE_BYTES: usize = 5 * 1024 * 1024;

closed_list! {
    /// What a file is, by its content.
    GenrePiece {
        /// A photo. It is stored without its metadata (place, camera).
        Photo "photo"
        /// A PDF.
        Pdf "pdf"
    }
}

/// A file of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Piece {
    /// Which: see [`ReadPiece`].
    pub id: PieceId,
    /// What it is.
    pub genre: GenrePiece,
    /// Its size in bytes.
    pub taille: u32,
    /// Width and height of a photo in pixels; 0 for a PDF.
    pub largeur: u32,
    /// See `largeur`.
    pub hauteur: u32,
    /// Whether it was kept for as long as the installation keeps files, and is gone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub perimee: bool,
}

operation! {
    /// Sends a file, before the message that bears it. The body is the file itself (JPEG, PNG, WebP or PDF, 5 MB); the sender
    /// makes the id once, a retry stores nothing twice. One that no message bears within a day is forgotten.
    SendPiece {
        /// The thread.
        fil: FilId,
        /// The id made by the sender.
        piece: PieceId,
    } Post "/api/fils/{fil}/pieces/{piece}" -> Piece
}

operation! {
    /// Reads a file of a thread: the bytes themselves. A PDF is saved, never shown inside the page.
    ReadPiece { /** The file. */ piece: PieceId } Get "/api/pieces/{piece}" -> Piece
}
