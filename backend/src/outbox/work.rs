//! The worker: claims what is due, sends it, and writes what came of it.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use shared::{
    Instant,
    ids::{CompteId, EnvoiId},
    messages::avis::Geste,
};

use super::{
    CANCELLED, Channels, DROPPED, Genre, PLANNED, SENT,
    channels::Failure,
    ladder::{Due, Etape, Ladder, REST_MINUTES, Step, Way, canal_code},
    words::{Counts, Voix},
};
use crate::{
    app::App,
    avis::{choices, devices},
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{abonnement_push, compte, envoi},
};

// How long a worker may take to send one, whatever the server on the other side does.
const CLAIM_MINUTES: i64 = 2;
// A server that is down is asked again after 1, 2, 4 … minutes, an hour at the most, as long as it is worth sending.
const MOST_WAIT_MINUTES: i64 = 60;
// Phones that cannot be rung now: after that an e-mail or a text message does it.
const MOST_PUSH_TRIES: i32 = 3;
// How many are sent side by side: a slow push service holds up a part only.
const LANES: usize = 4;
const KEPT_DAYS: i64 = 60;

/// Sends what is due until nothing is. Says how many were sent.
pub async fn drain(app: &App, channels: &Channels) -> Result<usize, Error> {
    let gone: Vec<String> = app.live.gone().into_iter().map(String::from).collect();
    if !gone.is_empty() {
        app.db.write(move |tx| wake(tx, &gone)).await?;
    }
    app.db.write(expire).await?;
    let ladder = Ladder::of(app);
    let lanes = join_all((0..LANES).map(|_| lane(app, channels, &ladder))).await;
    lanes.into_iter().sum()
}

async fn lane(app: &App, channels: &Channels, ladder: &Ladder) -> Result<usize, Error> {
    let mut sent = 0;
    loop {
        let deciding = ladder.clone();
        let claimed = match app.db.write(move |tx| claim(tx, &deciding)).await? {
            Turn::Leaves(claimed) => claimed,
            Turn::Again => continue,
            Turn::Nothing => return Ok(sent),
        };
        let outcome = channels.deliver(app, &claimed.due, &claimed.way).await;
        if let (Outcome::Failed(why), Way::Ecrit(canal, _)) = (&outcome, &claimed.way) {
            tracing::warn!(envoi = %claimed.due.id, %why, "an envoi could not be sent");
            ladder.down.note(*canal);
        }
        sent += usize::from(matches!(outcome, Outcome::Sent { .. }));
        app.db.write(move |tx| settle(tx, &claimed, &outcome)).await?;
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// It left; these devices are gone.
    Sent { gone: Vec<String> },
    /// Nobody is there: neither at the address, nor at these devices.
    Nobody { gone: Vec<String> },
    /// Not now.
    Failed(String),
}

impl From<Result<(), Failure>> for Outcome {
    fn from(done: Result<(), Failure>) -> Self {
        match done {
            Ok(()) => Self::Sent { gone: Vec::new() },
            Err(Failure::Nobody) => Self::Nobody { gone: Vec::new() },
            Err(Failure::Channel(why)) => Self::Failed(why),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Claimed {
    pub(super) due: Due,
    pub(super) way: Way,
    // Whoever holds the claim knows this moment: it is never given twice.
    until: Instant,
}

// What is late is given up, unless a phone has rung.
fn expire(tx: &mut Tx<'_>) -> Result<(), Error> {
    let late = || envoi::etat.eq(PLANNED).and(envoi::perime_le.le(tx.now.0));
    diesel::update(envoi::table.filter(late()).filter(envoi::pousse_le.is_not_null()))
        .set((envoi::etat.eq(SENT), envoi::envoye_le.eq(envoi::pousse_le)))
        .execute(tx.db)?;
    diesel::update(envoi::table.filter(late())).set(envoi::etat.eq(DROPPED)).execute(tx.db)?;
    Ok(())
}

// What rested because a page was open is looked at again when it is closed.
fn wake(tx: &mut Tx<'_>, gone: &[String]) -> Result<(), Error> {
    let rests = envoi::etat.eq(PLANNED).and(envoi::etape.eq(Etape::Push.code())).and(envoi::pousse_le.is_null());
    diesel::update(envoi::table.filter(envoi::compte_id.eq_any(gone)).filter(rests))
        .set((envoi::etape.eq(Etape::App.code()), envoi::a_partir_du.eq(tx.now.0)))
        .execute(tx.db)?;
    Ok(())
}

type DueRow = ((AsText<EnvoiId>, AsText<CompteId>, String, String), (bool, i64, i32, Option<i64>), (String, i32, i32));

fn load_due(db: &mut Conn, now: Instant) -> Result<Option<DueRow>, Error> {
    let free = envoi::pris_jusquau.is_null().or(envoi::pris_jusquau.assume_not_null().le(now.0));
    Ok(envoi::table
        .inner_join(compte::table)
        .filter(envoi::etat.eq(PLANNED))
        .filter(envoi::a_partir_du.le(now.0))
        .filter(envoi::perime_le.gt(now.0))
        .filter(free)
        .order((envoi::a_partir_du, envoi::id))
        .select((
            (envoi::id, envoi::compte_id, envoi::genre, envoi::etape),
            (envoi::urgent, envoi::perime_le, envoi::essais, envoi::pousse_le),
            (compte::role, envoi::sans_reponse, envoi::non_lus),
        ))
        .first(db)
        .optional()?)
}

fn to_due(row: DueRow) -> Option<Due> {
    let ((AsText(id), AsText(compte), genre, etape), (urgent, perime_le, essais, pousse_le), (role, sans, non_lus)) =
        row;
    Some(Due {
        id,
        compte,
        genre: Genre::from_code(&genre)?,
        etape: Etape::from_code(&etape)?,
        urgent,
        perime_le: Instant(perime_le),
        essais,
        was_pushed: pousse_le.is_some(),
        voix: if role == "jeune" { Voix::Tu } else { Voix::Vous },
        counts: Counts { sans_reponse: sans, non_lus },
    })
}

/// What a look at the outbox found.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Turn {
    /// Nothing is due.
    Nothing,
    /// Something was put where it belongs, or somebody else was faster.
    Again,
    /// This leaves now.
    Leaves(Box<Claimed>),
}

/// Takes the next that is due: it leaves now, or is put where it belongs. One account a transaction, so that two workers never
/// wait for each other.
pub(super) fn claim(tx: &mut Tx<'_>, ladder: &Ladder) -> Result<Turn, Error> {
    let Some(row) = load_due(tx.db, tx.now)? else { return Ok(Turn::Nothing) };
    let id = row.0.0.0;
    let Some(due) = to_due(row) else {
        close(tx, id, DROPPED, None)?;
        return Ok(Turn::Again);
    };
    if !take(tx, &due)? {
        return Ok(Turn::Again);
    }
    match ladder.decide(tx.db, &due, tx.now)? {
        Step::Send(way) => {
            reserve(tx, &due, &way)?;
            let due = Due { essais: due.essais + 1, ..due };
            return Ok(Turn::Leaves(Box::new(Claimed { due, way, until: tx.now.plus_minutes(CLAIM_MINUTES) })));
        }
        Step::Later { at, etape } => move_to(tx, &due, at, etape)?,
        Step::Seen(canal) => close(tx, due.id, SENT, Some(canal))?,
        Step::Drop => close(tx, due.id, DROPPED, None)?,
    }
    Ok(Turn::Again)
}

// Of two workers the conditional write lets one through. The account comes first: what is counted for it stays counted.
fn take(tx: &mut Tx<'_>, due: &Due) -> Result<bool, Error> {
    diesel::update(compte::table.find(due.compte.to_string())).set(compte::vu_le.eq(compte::vu_le)).execute(tx.db)?;
    let now = tx.now.0;
    let free = envoi::pris_jusquau.is_null().or(envoi::pris_jusquau.assume_not_null().le(now));
    let taken = diesel::update(envoi::table.find(due.id.to_string()))
        .filter(envoi::etat.eq(PLANNED))
        .filter(envoi::etape.eq(due.etape.code()))
        .filter(envoi::a_partir_du.le(now))
        .filter(free)
        .set((envoi::pris_jusquau.eq(tx.now.plus_minutes(CLAIM_MINUTES).0), envoi::essais.eq(due.essais + 1)))
        .execute(tx.db)?;
    Ok(taken == 1)
}

fn reserve(tx: &mut Tx<'_>, due: &Due, way: &Way) -> Result<(), Error> {
    let row = envoi::table.find(due.id.to_string());
    match way {
        Way::Push(_) => diesel::update(row).set(envoi::pousse_le.eq(tx.now.0)).execute(tx.db),
        Way::Ecrit(canal, _) => {
            diesel::update(row).set((envoi::canal.eq(canal_code(*canal)), envoi::ecrit_le.eq(tx.now.0))).execute(tx.db)
        }
    }?;
    Ok(())
}

fn move_to(tx: &mut Tx<'_>, due: &Due, at: Instant, etape: Etape) -> Result<(), Error> {
    diesel::update(envoi::table.find(due.id.to_string()))
        .set((
            envoi::a_partir_du.eq(at.0),
            envoi::etape.eq(etape.code()),
            envoi::essais.eq(due.essais),
            envoi::pris_jusquau.eq(None::<i64>),
        ))
        .execute(tx.db)?;
    Ok(())
}

fn close(tx: &mut Tx<'_>, id: EnvoiId, etat: &str, canal: Option<&str>) -> Result<(), Error> {
    let row = || diesel::update(envoi::table.find(id.to_string()));
    let sent = (etat == SENT).then_some(tx.now.0);
    row().set((envoi::etat.eq(etat), envoi::envoye_le.eq(sent))).execute(tx.db)?;
    if let Some(canal) = canal {
        row().set(envoi::canal.eq(canal)).execute(tx.db)?;
    }
    Ok(())
}

// What comes of it is written by whoever still holds the claim, and never over a cancellation.
pub(super) fn settle(tx: &mut Tx<'_>, claimed: &Claimed, outcome: &Outcome) -> Result<(), Error> {
    let due = &claimed.due;
    if let Outcome::Sent { gone } | Outcome::Nobody { gone } = outcome {
        for adresse in gone {
            devices::forget(tx, due.compte, adresse)?;
        }
    }
    let held = diesel::update(envoi::table.find(due.id.to_string()))
        .filter(envoi::etat.eq(PLANNED))
        .filter(envoi::pris_jusquau.eq(claimed.until.0))
        .set(envoi::pris_jusquau.eq(None::<i64>))
        .execute(tx.db)?;
    if held == 0 {
        return Ok(());
    }
    let wait = 1_i64.checked_shl(u32::try_from(due.essais - 1).unwrap_or(0)).unwrap_or(MOST_WAIT_MINUTES);
    let again = tx.now.plus_minutes(wait.clamp(1, MOST_WAIT_MINUTES));
    match (&claimed.way, outcome) {
        (Way::Push(_), Outcome::Sent { .. }) => next_rung(tx, due, tx.now.plus_minutes(REST_MINUTES)),
        (Way::Push(_), Outcome::Nobody { .. }) => {
            forget_push(tx, due)?;
            next_rung(tx, due, tx.now)
        }
        (Way::Push(_), Outcome::Failed(_)) => {
            forget_push(tx, due)?;
            if due.essais < MOST_PUSH_TRIES { retry(tx, due, again) } else { next_rung(tx, due, tx.now) }
        }
        (Way::Ecrit(canal, _), Outcome::Sent { .. }) => close(tx, due.id, SENT, Some(canal_code(*canal))),
        (Way::Ecrit(canal, _), Outcome::Nobody { .. }) => {
            choices::refuse(tx, due.compte, *canal)?;
            next_rung(tx, due, tx.now)
        }
        (Way::Ecrit(..), Outcome::Failed(_)) => retry(tx, due, again),
    }
}

fn retry(tx: &mut Tx<'_>, due: &Due, at: Instant) -> Result<(), Error> {
    // When the next try is too late, it is given up in time.
    let at = at.min(Instant(due.perime_le.0 - 1));
    diesel::update(envoi::table.find(due.id.to_string())).set(envoi::a_partir_du.eq(at.0)).execute(tx.db)?;
    Ok(())
}

// What nobody has seen by then is written. A rung counts its own tries.
fn next_rung(tx: &mut Tx<'_>, due: &Due, at: Instant) -> Result<(), Error> {
    if due.perime_le <= at {
        return close(tx, due.id, SENT, Some("push"));
    }
    move_to(tx, &Due { essais: 0, ..due.clone() }, at, Etape::Ecrit)
}

// No phone rang: the caps do not count it.
fn forget_push(tx: &mut Tx<'_>, due: &Due) -> Result<(), Error> {
    diesel::update(envoi::table.find(due.id.to_string())).set(envoi::pousse_le.eq(None::<i64>)).execute(tx.db)?;
    Ok(())
}

/// Forgets what was sent or given up two months ago, and the devices on which nobody has been signed in for as long.
pub fn forget_old(db: &mut Conn, now: Instant) -> Result<usize, Error> {
    let before = now.plus_days(-KEPT_DAYS).0;
    let over =
        envoi::table.filter(envoi::etat.eq_any([SENT, DROPPED, CANCELLED])).filter(envoi::a_partir_du.lt(before));
    let left = abonnement_push::table.filter(abonnement_push::session_id.is_null());
    let left = diesel::delete(left.filter(abonnement_push::vu_le.lt(before))).execute(db)?;
    Ok(diesel::delete(over).execute(db)? + left)
}

/// A device shows a notification, or somebody touched it: nothing more is written about it. A reminder that is shown has done
/// what it is for.
pub fn see(tx: &mut Tx<'_>, id: EnvoiId, geste: Geste) -> Result<(), Error> {
    let rung = envoi::table.find(id.to_string()).filter(envoi::etat.eq(PLANNED)).filter(envoi::pousse_le.is_not_null());
    let seen = (envoi::etat.eq(SENT), envoi::envoye_le.eq(tx.now.0), envoi::canal.eq("push"));
    match geste {
        Geste::Vu => diesel::update(rung).set(seen).execute(tx.db),
        Geste::Recu => diesel::update(rung.filter(envoi::genre.eq(Genre::Rappel.code()))).set(seen).execute(tx.db),
    }?;
    Ok(())
}
