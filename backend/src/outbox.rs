//! The outbox: what will be sent is written with what happened, in one transaction, and sent later by a worker.
//!
//! A row is claimed for two minutes by a conditional write, so that of two workers one sends; how it leaves is decided in the
//! same transaction, and what comes of it is written only by whoever still holds the claim. A worker that dies lets the claim
//! run out and the next one sends again under the same id, which the channels know: a file bears it as its name, an e-mail as
//! its `Message-ID`, a text message as its `Idempotency-Key`, a notification as its `Topic` and as the tag under which a
//! phone shows it once. What is cancelled before it is claimed, or late, is never sent (P48).

mod channels;
mod ladder;
mod push;
#[cfg(test)]
mod tests;
mod words;
mod work;

pub use channels::Channels;
pub use push::{PURPOSE, keys_of};
pub use words::{Voix, Words};
pub use work::{drain, forget_old, see};

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use serde::{Deserialize, Serialize};
use shared::{
    Instant,
    ids::{CompteId, EnvoiId},
    messages::avis::GenreAvis,
};

use crate::{
    db::{Tx, id},
    problem::Error,
    schema::envoi,
};

const PLANNED: &str = "prevu";
const SENT: &str = "envoye";
const DROPPED: &str = "abandonne";
const CANCELLED: &str = "annule";

/// What is sent. The words are in [`Words`]: they name no structure, no person and no content (P43).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Genre {
    /// Something was planned by the person, and comes near.
    Rappel,
    /// There is something new.
    Avis(GenreAvis),
    /// A professional: how much waits, in the morning.
    Resume,
}

impl Genre {
    /// Its name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rappel => "rappel",
            Self::Avis(genre) => genre.code(),
            Self::Resume => "resume",
        }
    }

    /// From its name.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "rappel" => Some(Self::Rappel),
            "resume" => Some(Self::Resume),
            code => GenreAvis::from_code(code).map(Self::Avis),
        }
    }

    /// Under which preference it falls; a summary has one of its own.
    pub fn avis(self) -> Option<GenreAvis> {
        match self {
            Self::Rappel => Some(GenreAvis::RendezVous),
            Self::Avis(genre) => Some(genre),
            Self::Resume => None,
        }
    }
}

/// Something to send, between two moments.
#[derive(Clone, Debug)]
pub struct Envoi {
    /// To whom.
    pub compte: CompteId,
    /// What.
    pub genre: Genre,
    /// What it is about; cancelling that cancels this.
    pub sujet: String,
    /// Not before.
    pub a_partir_du: Instant,
    /// Not from then on: better nothing than too late.
    pub perime_le: Instant,
}

type Row = (
    diesel::dsl::Eq<envoi::id, String>,
    diesel::dsl::Eq<envoi::compte_id, String>,
    diesel::dsl::Eq<envoi::genre, String>,
    diesel::dsl::Eq<envoi::sujet, String>,
    diesel::dsl::Eq<envoi::a_partir_du, i64>,
    diesel::dsl::Eq<envoi::perime_le, i64>,
    diesel::dsl::Eq<envoi::etat, String>,
    diesel::dsl::Eq<envoi::essais, i32>,
);

/// The row of something to send at a moment, for an insert in the transaction of what happened. For news, see [`crate::avis`].
pub fn row(new: &Envoi) -> Row {
    (
        envoi::id.eq(id::<EnvoiId>().to_string()),
        envoi::compte_id.eq(new.compte.to_string()),
        envoi::genre.eq(new.genre.code().to_owned()),
        envoi::sujet.eq(new.sujet.clone()),
        envoi::a_partir_du.eq(new.a_partir_du.0),
        envoi::perime_le.eq(new.perime_le.0),
        envoi::etat.eq(PLANNED.to_owned()),
        envoi::essais.eq(0),
    )
}

/// Cancels what is planned about something; in the transaction of what happened.
pub fn cancel(tx: &mut Tx<'_>, sujets: &[String]) -> Result<(), Error> {
    diesel::update(envoi::table.filter(envoi::sujet.eq_any(sujets)))
        .filter(envoi::etat.eq(PLANNED))
        .set(envoi::etat.eq(CANCELLED))
        .execute(tx.db)?;
    Ok(())
}

/// The same as a part of a plan.
pub fn cancelling(sujet: String) -> impl diesel::query_builder::QueryFragment<crate::db::MultiBackend> {
    diesel::update(envoi::table.filter(envoi::sujet.eq(sujet)))
        .filter(envoi::etat.eq(PLANNED))
        .set(envoi::etat.eq(CANCELLED))
}

/// Workers that a test stops where it wants.
#[cfg(test)]
pub mod testing {
    use super::{
        Channels, drain,
        ladder::Ladder,
        work::{Claimed, Outcome, Turn, claim, settle},
    };
    use crate::app::App;

    /// What a worker holds.
    pub struct Held(Box<Claimed>);

    /// Takes the next that is due.
    pub fn claim_now(app: &App) -> Option<Held> {
        loop {
            let ladder = Ladder::of(app);
            match app.db.write_now(move |tx| claim(tx, &ladder)).unwrap() {
                Turn::Leaves(claimed) => return Some(Held(claimed)),
                Turn::Again => {}
                Turn::Nothing => return None,
            }
        }
    }

    /// Takes the next that is due and dies; late: after it was sent.
    pub fn die(app: &App, channels: &Channels, late: bool) -> bool {
        let Some(Held(claimed)) = claim_now(app) else { return false };
        if late {
            actix_web::rt::System::new().block_on(channels.deliver(app, &claimed.due, &claimed.way));
        }
        true
    }

    /// Says that it failed.
    pub fn fail_now(app: &App, Held(claimed): Held) {
        app.db.write_now(move |tx| settle(tx, &claimed, &Outcome::Failed("x".to_owned()))).unwrap();
    }

    /// A worker that lives.
    pub fn drain_now(app: &App, channels: &Channels) -> usize {
        actix_web::rt::System::new().block_on(drain(app, channels)).unwrap()
    }
}
