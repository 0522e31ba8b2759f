//! "There is something new": what a room says in its transaction. The outbox finds out how the person hears of it.
//!
//! One notice about one thing at a time (`envoi_un_avis`): ten messages in a row ring once. It is taken back when the person
//! has seen the thing, or when there is nothing to see any more.

pub mod choices;
pub mod devices;
pub mod public;
pub mod quiet;
pub mod vapid;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, QueryResult, RunQueryDsl,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{BigInt, Bool, Text},
};
use shared::{
    Instant,
    ids::{CompteId, EnvoiId},
    messages::avis::GenreAvis,
};

use crate::{
    db::{AsText, Conn, MultiBackend, Tx, id},
    problem::Error,
    schema::{abonnement_push, acces, envoi, preference_avis, session},
};

// What is not read by then is on the screen when the person comes back.
const KEPT_DAYS: i64 = 3;

/// Something new for a person.
#[derive(Clone, Debug)]
pub struct Avis {
    /// Who.
    pub compte: CompteId,
    /// What kind.
    pub genre: GenreAvis,
    /// What it is about, for instance `fil:{id}`. Cancelling that cancels this.
    pub sujet: String,
    /// Whether it cannot wait for the end of the quiet hours: a rendez-vous of the day has changed.
    pub urgent: bool,
    /// Until when it is worth knowing; three days when nothing is said.
    pub jusquau: Option<Instant>,
}

impl Avis {
    /// Something new that can wait.
    pub fn new(compte: CompteId, genre: GenreAvis, sujet: String) -> Self {
        Self { compte, genre, sujet, urgent: false, jusquau: None }
    }
}

/// The row of a notice: an insert, for a transaction ([`tell`]) or as a part of a plan (`plan.also(avis::row(…))`). When one
/// about the same thing is still to come, it only becomes urgent if the new one is.
pub fn row(avis: &Avis, now: Instant) -> Row {
    let jusquau = avis.jusquau.unwrap_or(now.plus_days(KEPT_DAYS));
    Row {
        id: id::<EnvoiId>().to_string(),
        compte: avis.compte.to_string(),
        genre: avis.genre.code(),
        sujet: avis.sujet.clone(),
        now: now.0,
        // What is over already is worth a minute: the worker decides.
        jusquau: jusquau.max(now.plus_minutes(1)).0,
        urgent: avis.urgent,
    }
}

/// When the quiet hours that somebody is in will end; `None` when their phone may ring.
pub fn quiet_until(
    db: &mut Conn,
    compte: CompteId,
    now: Instant,
    zone: &jiff::tz::TimeZone,
) -> Result<Option<Instant>, Error> {
    Ok(quiet::end(choices::silence(db, compte)?, now, zone))
}

/// Says in a transaction that there is something new.
pub fn tell(tx: &mut Tx<'_>, avis: &Avis) -> Result<(), Error> {
    row(avis, tx.now).execute(tx.db)?;
    Ok(())
}

/// The person has seen it, or there is nothing to see any more: what has not left yet stays.
pub fn cancel(tx: &mut Tx<'_>, sujet: &str, compte: CompteId) -> Result<(), Error> {
    diesel::update(envoi::table.filter(envoi::sujet.eq(sujet)))
        .filter(envoi::compte_id.eq(compte.to_string()))
        .filter(envoi::etat.eq("prevu"))
        .set(envoi::etat.eq("annule"))
        .execute(tx.db)?;
    Ok(())
}

/// Who is still to be told of something.
pub fn told(db: &mut Conn, sujet: &str) -> Result<Vec<CompteId>, Error> {
    let planned = envoi::table.filter(envoi::sujet.eq(sujet)).filter(envoi::etat.eq("prevu"));
    let comptes: Vec<AsText<CompteId>> = planned.select(envoi::compte_id).load(db)?;
    Ok(comptes.into_iter().map(|AsText(compte)| compte).collect())
}

/// Somebody has taken care of it: whoever else was to be told, but for one, need not be.
pub fn settling(sujet: String, but: CompteId) -> impl QueryFragment<MultiBackend> {
    diesel::update(envoi::table.filter(envoi::sujet.eq(sujet)))
        .filter(envoi::compte_id.ne(but.to_string()))
        .filter(envoi::etat.eq("prevu"))
        .set(envoi::etat.eq("annule"))
}

/// The same as a part of a plan (`plan.also(…)`).
pub fn cancelling(sujet: String, compte: CompteId) -> impl QueryFragment<MultiBackend> {
    diesel::update(envoi::table.filter(envoi::sujet.eq(sujet)))
        .filter(envoi::compte_id.eq(compte.to_string()))
        .filter(envoi::etat.eq("prevu"))
        .set(envoi::etat.eq("annule"))
}

/// Whether a message would reach somebody outside of the app.
pub fn joignable(db: &mut Conn, compte: CompteId) -> Result<bool, Error> {
    Ok(joignables(db, &[compte])?.contains(&compte))
}

/// Those of some people whom a message would reach outside of the app: they left a way, it works, and they did not turn it off.
pub fn joignables(db: &mut Conn, comptes: &[CompteId]) -> Result<HashSet<CompteId>, Error> {
    let ids: Vec<String> = comptes.iter().map(ToString::to_string).collect();
    let chosen: Vec<(AsText<CompteId>, bool, bool)> = preference_avis::table
        .filter(preference_avis::compte_id.eq_any(&ids))
        .filter(preference_avis::genre.eq(GenreAvis::Message.code()))
        .select((preference_avis::compte_id, preference_avis::push, preference_avis::ecrit))
        .load(db)?;
    let without = |wanted: fn(&(AsText<CompteId>, bool, bool)) -> bool| -> HashSet<CompteId> {
        chosen.iter().filter(|one| !wanted(one)).map(|(AsText(compte), ..)| *compte).collect()
    };
    let (no_push, no_ecrit) = (without(|one| one.1), without(|one| one.2));
    let devices: Vec<AsText<CompteId>> = abonnement_push::table
        .inner_join(session::table.on(session::id.nullable().eq(abonnement_push::session_id)))
        .filter(abonnement_push::compte_id.eq_any(&ids))
        .filter(session::finie_le.is_null())
        .select(abonnement_push::compte_id)
        .distinct()
        .load(db)?;
    let refused = choices::refused(db, &ids)?;
    let addresses: Vec<(AsText<CompteId>, String)> = acces::table
        .filter(acces::compte_id.eq_any(&ids))
        .filter(acces::genre.ne("carte"))
        .select((acces::compte_id, acces::genre))
        .load(db)?;
    let rings = devices.into_iter().map(|AsText(compte)| compte).filter(|compte| !no_push.contains(compte));
    let addresses = addresses.into_iter().map(|(AsText(compte), genre)| (compte, genre));
    let written = addresses.filter(|one| !refused.contains(one)).map(|(compte, _)| compte);
    Ok(rings.chain(written.filter(|compte| !no_ecrit.contains(compte))).collect())
}

/// See [`row`].
#[derive(Debug)]
pub struct Row {
    id: String,
    compte: String,
    genre: &'static str,
    sujet: String,
    now: i64,
    jusquau: i64,
    urgent: bool,
}

impl QueryFragment<MultiBackend> for Row {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO envoi (id, compte_id, genre, sujet, a_partir_du, perime_le, urgent, etat, essais, etape) VALUES (",
        );
        for text in [&self.id, &self.compte] {
            out.push_bind_param::<Text, String>(text)?;
            out.push_sql(", ");
        }
        out.push_bind_param::<Text, str>(self.genre)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, String>(&self.sujet)?;
        for moment in [&self.now, &self.jusquau] {
            out.push_sql(", ");
            out.push_bind_param::<BigInt, i64>(moment)?;
        }
        out.push_sql(", ");
        out.push_bind_param::<Bool, bool>(&self.urgent)?;
        out.push_sql(
            ", 'prevu', 0, 'app') ON CONFLICT (compte_id, genre, sujet) \
             WHERE etat = 'prevu' AND genre NOT IN ('rappel', 'resume') DO UPDATE SET urgent = excluded.urgent, \
             a_partir_du = excluded.a_partir_du, perime_le = excluded.perime_le, etape = 'app' \
             WHERE excluded.urgent AND NOT envoi.urgent",
        );
        Ok(())
    }
}

impl QueryId for Row {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<Conn> for Row {}
