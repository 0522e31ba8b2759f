//! A message on its way: as the page knows it, and as the phone keeps it.

use serde::{Deserialize, Serialize};
use shared::{
    Problem,
    messages::{GenrePiece, Message, SendMessage},
};
use web_sys::Blob;

/// How far a message has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// It waits for the network or for those before it.
    Waiting,
    /// The server has stored it.
    Sent(Box<Message>),
    /// The server refuses it.
    Failed(Box<Problem>),
}

/// A message on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The request, with the id that was made once.
    pub request: SendMessage,
    /// What the file is that goes with it.
    pub genre: Option<GenrePiece>,
    /// How far it has come.
    pub progress: Progress,
    /// Its place among all; none where the browser keeps nothing.
    pub(super) number: Option<f64>,
    /// The file is at the server already.
    pub(super) uploaded: bool,
}

/// A file to send, as it is after it was made ready.
pub struct Attachment {
    /// What it is.
    pub genre: GenrePiece,
    /// Its content.
    pub bytes: Blob,
}

/// What is kept of a message.
#[derive(Serialize, Deserialize)]
pub(super) struct Written {
    pub request: SendMessage,
    pub genre: Option<GenrePiece>,
    pub refused: Option<Box<Problem>>,
}
