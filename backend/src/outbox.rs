//! The outbox: what will be sent is written with what happened, in one transaction, and sent later by a worker.
//!
//! A row is claimed for a minute by a conditional write, so that of two workers one sends. A worker that dies lets the claim
//! run out and the next one sends again under the same id, which the channels know: a file bears it as its name, an e-mail as its
//! `Message-ID`, a text message as its `Idempotency-Key`. What is cancelled before it is claimed, or late, is never sent (P48).

mod channels;
#[cfg(test)]
mod tests;

pub use channels::Channels;

use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
};
use serde::{Deserialize, Serialize};
use shared::{
    Instant,
    ids::{CompteId, EnvoiId},
};

use crate::{
    app::App,
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{acces, envoi},
};

const PLANNED: &str = "prevu";
const SENT: &str = "envoye";
const DROPPED: &str = "abandonne";
const CANCELLED: &str = "annule";
// How long a worker may take to send one.
const CLAIM_MINUTES: i64 = 1;
// After that it is given up; the tries are a claim apart at least.
const MOST_TRIES: i32 = 8;

/// What is sent. The words are in [`Genre::texte`]: they name no structure, no person and no content (P43).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Genre {
    /// Something was planned by the person, and comes near.
    Rappel,
}

impl Genre {
    /// Its name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rappel => "rappel",
        }
    }

    /// The subject of an e-mail.
    pub fn objet(self) -> &'static str {
        match self {
            Self::Rappel => "Petit rappel",
        }
    }

    /// The text of an e-mail and of a text message: whoever looks over a shoulder learns nothing.
    pub fn texte(self) -> &'static str {
        match self {
            Self::Rappel => "Tu as noté quelque chose bientôt. Ouvre la page pour voir.",
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

/// The row of something to send, for an insert in the transaction of what happened.
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

/// Sends what is due, one after the other, until nothing is. Says how many were sent.
pub async fn drain(app: &App, channels: &Channels) -> Result<usize, Error> {
    let mut sent = 0;
    while let Some(claimed) = app.db.write(claim).await? {
        let etat = match deliver(channels, &claimed).await {
            Ok(()) => SENT,
            Err(Failure::NoAddress) => DROPPED,
            Err(Failure::Channel(why)) => {
                tracing::warn!(envoi = %claimed.id, %why, "an envoi could not be sent");
                if claimed.essais < MOST_TRIES { PLANNED } else { DROPPED }
            }
        };
        let id = claimed.id;
        app.db.write(move |tx| settle(tx, id, etat)).await?;
        sent += usize::from(etat == SENT);
    }
    Ok(sent)
}

/// Why something was not sent.
enum Failure {
    /// The person left neither phone nor e-mail.
    NoAddress,
    /// The channel refused.
    Channel(String),
}

#[derive(Serialize, Deserialize)]
struct Claimed {
    id: EnvoiId,
    genre: Genre,
    essais: i32,
    courriel: Option<String>,
    telephone: Option<String>,
}

async fn deliver(channels: &Channels, claimed: &Claimed) -> Result<(), Failure> {
    let (id, genre) = (claimed.id.to_string(), claimed.genre);
    let sent = match (&claimed.courriel, &claimed.telephone) {
        (Some(courriel), _) => channels.mail(&id, courriel, genre).await,
        (None, Some(telephone)) => channels.sms(&id, telephone, genre).await,
        (None, None) => return Err(Failure::NoAddress),
    };
    sent.map_err(Failure::Channel)
}

// Of two workers the conditional write lets one through; what is late is given up on the way.
fn claim(tx: &mut Tx<'_>) -> Result<Option<Claimed>, Error> {
    let now = tx.now.0;
    diesel::update(envoi::table.filter(envoi::etat.eq(PLANNED)))
        .filter(envoi::perime_le.le(now))
        .set(envoi::etat.eq(DROPPED))
        .execute(tx.db)?;
    let free = envoi::pris_jusquau.is_null().or(envoi::pris_jusquau.assume_not_null().le(now));
    let candidates: Vec<(AsText<EnvoiId>, String, i32, AsText<CompteId>)> = envoi::table
        .filter(envoi::etat.eq(PLANNED))
        .filter(envoi::a_partir_du.le(now))
        .filter(free)
        .order((envoi::a_partir_du, envoi::id))
        .limit(8)
        .select((envoi::id, envoi::genre, envoi::essais, envoi::compte_id))
        .load(tx.db)?;
    for (AsText(id), genre, essais, AsText(compte)) in candidates {
        let free = envoi::pris_jusquau.is_null().or(envoi::pris_jusquau.assume_not_null().le(now));
        let taken = diesel::update(envoi::table.find(id.to_string()))
            .filter(envoi::etat.eq(PLANNED))
            .filter(free)
            .set((envoi::pris_jusquau.eq(tx.now.plus_minutes(CLAIM_MINUTES).0), envoi::essais.eq(essais + 1)))
            .execute(tx.db)?;
        let Some(genre) = (genre == Genre::Rappel.code()).then_some(Genre::Rappel) else { continue };
        if taken == 1 {
            let (courriel, telephone) = addresses(tx.db, compte)?;
            return Ok(Some(Claimed { id, genre, essais: essais + 1, courriel, telephone }));
        }
    }
    Ok(None)
}

fn addresses(db: &mut Conn, compte: CompteId) -> Result<(Option<String>, Option<String>), Error> {
    let mut of = |genre: &str| {
        acces::table
            .filter(acces::compte_id.eq(compte.to_string()))
            .filter(acces::genre.eq(genre))
            .select(acces::identifiant)
            .first::<String>(db)
            .optional()
    };
    Ok((of("courriel")?, of("telephone")?))
}

fn settle(tx: &mut Tx<'_>, id: EnvoiId, etat: &'static str) -> Result<(), Error> {
    let sent = (etat == SENT).then_some(tx.now.0);
    diesel::update(envoi::table.find(id.to_string()))
        .set((envoi::etat.eq(etat), envoi::envoye_le.eq(sent)))
        .execute(tx.db)?;
    Ok(())
}
