//! Threads on the engine of the run: what is said once and in order, who reads, what may be changed, when someone answers.

mod changer;
mod confiance;
mod equipe;
mod fil;
mod marques;
mod pieces;
mod surete;
mod temps;

use shared::{
    Problem, ProblemKind,
    fields::Texte,
    ids::FilId,
    messages::{Message, ReadFil, SendMessage},
};

use crate::{
    db,
    test_app::{Client, TestApp},
};

fn message(fil: FilId, texte: &str) -> SendMessage {
    SendMessage::text(fil, db::id(), Texte::parse(texte).unwrap())
}

fn kind<T: std::fmt::Debug>(answer: Result<T, Problem>) -> ProblemKind {
    answer.unwrap_err().kind
}

fn said(client: &Client, fil: FilId) -> Vec<Message> {
    client.call(ReadFil::last(fil)).unwrap().messages
}

// What time brings, with a promise of two days.
fn sweep(app: &TestApp) {
    app.app.db.write_now(|tx| crate::messages::sweep(tx, 48 * 60)).unwrap();
}
