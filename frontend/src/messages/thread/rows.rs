//! The lines of a thread, from what is known and what is on its way.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    ids::MessageId,
    instant::Instant,
    messages::{Annonce, Auteur, Carte, CarteAtelier, GenrePiece, Piece},
};

use super::window::Window;
use crate::{
    format,
    messages::{
        log::{Log, Said, insert},
        outbox::{Outbox, Progress},
    },
    texts::commun,
};

/// A line of a thread.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A day begins, with the message that is its first.
    Day(MessageId, String),
    /// What the reader had not read when they came.
    Unread,
    /// What the thread says by itself.
    Line(MessageId, String),
    /// What somebody says.
    Bubble(Box<Bubble>),
}

/// What tells a line from another one: a line with the same key stays as it is, and is not read out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// See [`Row::Day`].
    Day(MessageId),
    /// See [`Row::Unread`].
    Unread,
    /// A message, as it was last changed.
    Message(MessageId, i64, u8),
}

/// A message as the screen shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bubble {
    /// Which.
    pub id: MessageId,
    /// Whether the reader wrote it.
    pub mine: bool,
    /// First name of who wrote it.
    pub prenom: String,
    /// What it says.
    pub texte: String,
    /// Where and when it was stored.
    pub stored: Option<(i64, Instant, String)>,
    /// When it was changed.
    pub modifie: Option<Instant>,
    /// Whether it was taken back.
    pub supprime: bool,
    /// A file that is stored.
    pub piece: Option<Piece>,
    /// A file that is on its way.
    pub piece_waiting: Option<GenrePiece>,
    /// A créneau that is proposed.
    pub carte: Option<Carte>,
    /// An atelier that is proposed.
    pub atelier: Option<CarteAtelier>,
}

impl Row {
    /// What tells it from the others.
    pub fn key(&self) -> Key {
        match self {
            Self::Day(id, _) => Key::Day(*id),
            Self::Unread => Key::Unread,
            Self::Line(id, _) => Key::Message(*id, 0, 0),
            Self::Bubble(bubble) => {
                let changed = if bubble.supprime { -1 } else { bubble.modifie.map_or(0, |at| at.0) };
                let piece = bubble.piece.map_or(0, |piece| 1 + u8::from(piece.perimee));
                let carte = bubble.carte.as_ref().map_or(0, |carte| carte.etat as u8);
                let atelier = bubble.atelier.as_ref().map_or(0, |carte| carte.etat as u8);
                Key::Message(bubble.id, changed, piece + 4 * (carte + atelier))
            }
        }
    }
}

/// The lines that stand in the document, in order.
pub fn rows(log: &Log, outbox: Outbox, window: Window) -> Vec<Row> {
    let mut stored = log.messages.with(|all| all.get(window.range(all)).unwrap_or_default().to_vec());
    let mut waiting = Vec::new();
    // What is on its way stands at the end.
    for outgoing in window.is_at_end().then(|| outbox.of(log.id)).into_iter().flatten() {
        match outgoing.progress {
            Progress::Sent(message) => {
                // Only what the log does not have yet: it may know of a later change.
                if stored.iter().rev().all(|said| said.message.seq != message.seq) {
                    insert(&mut stored, Said::new(*message, &log.zone));
                }
            }
            Progress::Waiting | Progress::Failed(_) => waiting.push(outgoing),
        }
    }
    let unread = log.unread.get();
    let (mut rows, mut former) = (Vec::with_capacity(stored.len() + 8), None::<i64>);
    for said in &stored {
        let (message, day) = (&said.message, said.day);
        if former.replace(day) != Some(day) {
            rows.push(Row::Day(message.id, format::day(message.envoye, &log.zone)));
        }
        if unread == Some(message.seq) {
            rows.push(Row::Unread);
        }
        rows.push(row(said));
    }
    let today = format::day_number(format::now(), &log.zone);
    for outgoing in waiting {
        let id = outgoing.request.message;
        if stored.iter().rev().any(|said| said.message.id == id) {
            continue;
        }
        if former.replace(today) != Some(today) {
            rows.push(Row::Day(id, commun::aujourdhui().to_owned()));
        }
        rows.push(Row::Bubble(Box::new(Bubble {
            id,
            mine: true,
            prenom: String::new(),
            texte: outgoing.request.texte().to_owned(),
            stored: None,
            modifie: None,
            supprime: false,
            piece: None,
            piece_waiting: outgoing.genre,
            carte: None,
            atelier: None,
        })));
    }
    rows
}

fn row(said: &Arc<Said>) -> Row {
    let (message, hour) = (&said.message, &said.hour);
    match (message.auteur, message.annonce) {
        (_, Some(annonce)) => Row::Line(message.id, announcement(annonce, &message.texte)),
        (Auteur::Maison, None) => Row::Line(message.id, message.texte.clone()),
        (Auteur::Moi | Auteur::Jeune | Auteur::Professionnel, None) => Row::Bubble(Box::new(Bubble {
            id: message.id,
            mine: message.auteur == Auteur::Moi,
            prenom: message.prenom.clone(),
            texte: message.texte.clone(),
            stored: Some((message.seq, message.envoye, hour.clone())),
            modifie: message.modifie,
            supprime: message.supprime,
            piece: message.piece,
            piece_waiting: None,
            carte: message.carte.clone(),
            atelier: message.atelier.clone(),
        })),
    }
}

fn announcement(annonce: Annonce, prenom: &str) -> String {
    match annonce {
        Annonce::Referent => commun::annonce_referent(prenom),
        Annonce::Remplacant => commun::annonce_remplacant(prenom),
        Annonce::Lecteur => commun::annonce_lecteur(prenom),
        Annonce::LecteurParti => commun::annonce_lecteur_parti(prenom),
        Annonce::Relayee => commun::annonce_relayee().to_owned(),
    }
}
