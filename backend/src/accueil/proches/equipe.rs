//! The référents of a place read what relatives write and answer; each day that they read leaves a trace.

use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, dsl::sql,
    sql_types::BigInt,
};
use shared::{
    Instant, ProblemKind,
    accueil::{FilProche, MotProche, Portee, ProcheSuivi},
    fields::{Jour, Texte},
    ids::{CompteId, EspaceId, ProcheId},
};

use super::mots;
use crate::{
    accueil::passage::tell_team,
    caller::Referent,
    db::{AsText, Conn, Tx},
    messages::excerpt,
    problem::Error,
    schema::{animation, consultation_proche, espace_temps, jeune, mot_proche, proche},
};

// For how long the list shows a conversation that has ended, in days: as long as it could have gone on.
const SHOWN_DAYS: i64 = 30;

type Row = (AsText<ProcheId>, String, String, Option<String>, Option<i64>, i64, Option<i64>, i64);

fn load(
    db: &mut Conn,
    referent: &Referent,
    which: Option<ProcheId>,
    now: Instant,
) -> Result<Vec<(ProcheSuivi, i64)>, Error> {
    let mine: Vec<String> = referent.structures.iter().map(ToString::to_string).collect();
    let places: Vec<String> =
        animation::table.filter(animation::structure_id.eq_any(mine)).select(animation::espace_id).load(db)?;
    let mut query = proche::table
        .inner_join(espace_temps::table)
        .left_join(jeune::table.on(jeune::compte_id.nullable().eq(proche::jeune_id)))
        .filter(proche::espace_id.eq_any(places))
        .filter(proche::portee.eq(Portee::Equipe.code()))
        .filter(proche::dernier_seq.gt(0))
        .select((
            proche::id,
            proche::prenom,
            espace_temps::nom,
            jeune::prenom.nullable(),
            proche::attend_depuis,
            proche::dernier_seq,
            proche::dernier_le,
            // When the phone can read nothing any more: it was ended, or nobody wrote from it for thirty days.
            sql::<BigInt>("CASE WHEN proche.fini_le < proche.expire_le THEN proche.fini_le ELSE proche.expire_le END"),
        ))
        .into_boxed();
    if let Some(which) = which {
        query = query.filter(proche::id.eq(which.to_string()));
    }
    let rows: Vec<Row> = query.load(db)?;
    let mut list = Vec::new();
    for (AsText(id), prenom, espace, invite_par, attend, seq, dernier_le, ends) in rows {
        let finie = ends <= now.0;
        let last: Option<String> =
            mot_proche::table.find((id.to_string(), seq)).select(mot_proche::texte).first(db).optional()?;
        let one = ProcheSuivi {
            id,
            prenom,
            espace,
            invite_par,
            // Nobody waits for what they could not read.
            attend_depuis: attend.map(Instant).filter(|_| !finie),
            dernier: last.map(|text| excerpt(&text)).unwrap_or_default(),
            dernier_le: dernier_le.map(Instant),
            finie,
        };
        list.push((one, ends));
    }
    Ok(list)
}

/// Those who wait first, the longest wait first; then the last word first; what has ended lately comes last.
pub fn list(db: &mut Conn, referent: &Referent, now: Instant) -> Result<Vec<ProcheSuivi>, Error> {
    let shown = now.plus_days(-SHOWN_DAYS).0;
    let all = load(db, referent, None, now)?.into_iter();
    let mut list: Vec<ProcheSuivi> = all.filter(|(_, ends)| shown < *ends).map(|(one, _)| one).collect();
    list.sort_by_key(|one| {
        let last = std::cmp::Reverse(one.dernier_le.map(|at| at.0));
        (one.finie, one.attend_depuis.is_none(), one.attend_depuis.map(|at| at.0), last, one.id)
    });
    Ok(list)
}

/// One of them.
pub fn read(db: &mut Conn, referent: &Referent, which: ProcheId, now: Instant) -> Result<FilProche, Error> {
    let (proche, _) = load(db, referent, Some(which), now)?.pop().ok_or(ProblemKind::Introuvable)?;
    Ok(FilProche { proche, mots: mots::of(db, which)? })
}

/// A référent answers, as long as somebody can read it.
pub fn answer(tx: &mut Tx<'_>, referent: &Referent, which: ProcheId, texte: &Texte) -> Result<MotProche, Error> {
    load(tx.db, referent, Some(which), tx.now)?.pop().ok_or(ProblemKind::Introuvable)?;
    let live = diesel::update(proche::table.find(which.to_string()))
        .filter(proche::fini_le.is_null())
        .filter(proche::expire_le.gt(tx.now.0))
        .set(proche::dernier_le.eq(tx.now.0))
        .execute(tx.db)?;
    if live == 0 {
        return Err(ProblemKind::ConversationTerminee.into());
    }
    let written = mots::add(tx, which, Some(referent.compte), texte)?;
    crate::outbox::cancel(tx, &[mots::about(which)])?;
    let AsText(espace): AsText<EspaceId> =
        proche::table.find(which.to_string()).select(proche::espace_id).first(tx.db)?;
    tell_team(tx, espace)?;
    Ok(written)
}

/// Whether somebody has been written down as a reader today.
pub fn is_recorded(db: &mut Conn, compte: CompteId, which: ProcheId, jour: Jour) -> Result<bool, Error> {
    let known: Option<i64> = consultation_proche::table
        .find((which.to_string(), compte.to_string(), jour.to_string()))
        .select(consultation_proche::le)
        .first(db)
        .optional()?;
    Ok(known.is_some())
}

/// Writes down who read, once a day.
pub fn record(tx: &mut Tx<'_>, compte: CompteId, which: ProcheId, jour: Jour) -> Result<(), Error> {
    diesel::sql_query(
        "INSERT INTO consultation_proche (proche_id, compte_id, jour, le) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (proche_id, compte_id, jour) DO NOTHING",
    )
    .bind::<diesel::sql_types::Text, _>(which.to_string())
    .bind::<diesel::sql_types::Text, _>(compte.to_string())
    .bind::<diesel::sql_types::Text, _>(jour.to_string())
    .bind::<diesel::sql_types::BigInt, _>(tx.now.0)
    .execute(tx.db)?;
    Ok(())
}
