//! Threads: opening, reading, marking, taking one. Who may see a thread is part of every query ([`Reader`]).

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    ProblemKind,
    ids::{CompteId, EspaceId, FilId},
    messages::{Annonce, Discretion, Etape, Fil, FilLu, PAGE, ReadFil},
    operation::Done,
};

use super::{
    annonce::{about, announce, prenom, tell, tell_team},
    lists, message,
    reader::{Reader, team},
};
use crate::{
    avis,
    caller::{Correspondant, Jeune, Referent},
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{self, fil, jeune, lecture},
};

/// Opens the thread of a jeune with the team of an espace-temps, or finds the one there is.
pub fn open_fil(tx: &mut Tx<'_>, jeune: CompteId, espace: EspaceId) -> Result<FilId, Error> {
    let known = fil::table
        .filter(fil::jeune_id.eq(jeune.to_string()))
        .filter(fil::espace_id.eq(espace.to_string()))
        .select(fil::id)
        .first::<AsText<FilId>>(tx.db)
        .optional()?;
    if let Some(AsText(known)) = known {
        return Ok(known);
    }
    let opened: FilId = id();
    diesel::insert_into(fil::table)
        .values((
            fil::id.eq(opened.to_string()),
            fil::jeune_id.eq(jeune.to_string()),
            fil::espace_id.eq(espace.to_string()),
            fil::dernier_seq.eq(0),
            fil::cree_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    tell(tx, opened)?;
    Ok(opened)
}

/// The first thread of a jeune.
pub fn first_fil(db: &mut Conn, jeune: CompteId) -> Result<Option<FilId>, Error> {
    let first = fil::table
        .filter(fil::jeune_id.eq(jeune.to_string()))
        .order((fil::cree_le, fil::id))
        .select(fil::id)
        .first::<AsText<FilId>>(db)
        .optional()?;
    Ok(first.map(|AsText(fil)| fil))
}

/// Refuses a jeune of whom the référent has no thread.
pub fn check_jeune_of(tx: &mut Tx<'_>, referent: &Referent, jeune: CompteId) -> Result<(), Error> {
    let reader = Reader::at(tx.db, &Correspondant::Referent(referent.clone()), tx.now)?;
    let known = reader
        .visible()
        .filter(fil::jeune_id.eq(jeune.to_string()))
        .select(fil::id)
        .first::<String>(tx.db)
        .optional()?;
    known.map(drop).ok_or_else(|| ProblemKind::Introuvable.into())
}

/// A page of a thread.
pub fn read(db: &mut Conn, reader: &Reader, request: &ReadFil, now: shared::Instant) -> Result<FilLu, Error> {
    // The version comes first: what is stored while the rest is read is new the next time.
    let version: i64 = reader
        .visible()
        .filter(fil::id.eq(request.fil.to_string()))
        .select(fil::version)
        .first(db)
        .optional()?
        .ok_or(ProblemKind::Introuvable)?;
    let fil = lists::read_one(db, reader, request.fil)?;
    let rows = page(db, request)?;
    let is_full = PAGE <= rows.len();
    let messages = message::read(db, rows, reader.compte(), fil.jeune, now)?;
    let version = match (request.depuis, messages.last()) {
        (Some(_), Some(last)) if is_full => last.version,
        _ => version,
    };
    let avant = messages.iter().map(|one| one.seq).min().is_some_and(|first| 1 < first);
    let (recu_par_autre, lu_par_autre) = marks_of_other(db, reader, &fil)?;
    Ok(FilLu { avant, version, recu_par_autre, lu_par_autre, fil, messages })
}

fn page(db: &mut Conn, request: &ReadFil) -> Result<Vec<message::Row>, Error> {
    use schema::message::{seq, version};
    let most = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let all = message::of(request.fil);
    let mut rows: Vec<message::Row> = match (request.depuis, request.avant) {
        (Some(since), _) => return Ok(all.filter(version.gt(since)).order(version.asc()).limit(most).load(db)?),
        (None, Some(before)) => all.filter(seq.lt(before)).order(seq.desc()).limit(most).load(db)?,
        (None, None) => all.order(seq.desc()).limit(most).load(db)?,
    };
    rows.reverse();
    Ok(rows)
}

// Of several devices and of several professionals the farthest counts.
fn marks_of_other(db: &mut Conn, reader: &Reader, fil: &Fil) -> Result<(i64, i64), Error> {
    let jeune = fil.jeune.to_string();
    let marks = lecture::table
        .filter(lecture::fil_id.eq(fil.id.to_string()))
        .select((diesel::dsl::max(lecture::recu), diesel::dsl::max(lecture::montre)))
        .into_boxed();
    let marks = match reader.is_jeune() {
        true => marks.filter(lecture::compte_id.ne(jeune)),
        false => marks.filter(lecture::compte_id.eq(jeune)),
    };
    let (recu, lu): (Option<i64>, Option<i64>) = marks.first(db)?;
    Ok((recu.unwrap_or(0), lu.unwrap_or(0)))
}

/// Marks a thread as received or read up to a `seq`; neither goes back, nor past the last message (P10).
pub fn mark(tx: &mut Tx<'_>, who: &Correspondant, (fil, seq, etape): (FilId, i64, Etape)) -> Result<Done, Error> {
    let reader = Reader::at(tx.db, who, tx.now)?;
    reader.find(tx.db, fil)?;
    let last: i64 = fil::table.find(fil.to_string()).select(fil::dernier_seq).first(tx.db)?;
    let recu = seq.min(last);
    let lu = if etape == Etape::Lu { recu } else { 0 };
    // What was shown once stays shown: whoever hides what they read hides it from then on.
    let hidden = reader.is_jeune()
        && jeune::table.find(reader.compte().to_string()).select(jeune::lectures_cachees).first::<bool>(tx.db)?;
    let shown = if hidden { 0 } else { lu };
    let changed = diesel::sql_query(
        "INSERT INTO lecture (fil_id, compte_id, seq, recu, montre) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (fil_id, compte_id) DO UPDATE SET \
         seq = CASE WHEN lecture.seq < $3 THEN $3 ELSE lecture.seq END, \
         recu = CASE WHEN lecture.recu < $4 THEN $4 ELSE lecture.recu END, \
         montre = CASE WHEN lecture.montre < $5 THEN $5 ELSE lecture.montre END \
         WHERE lecture.seq < $3 OR lecture.recu < $4 OR lecture.montre < $5",
    )
    .bind::<diesel::sql_types::Text, _>(fil.to_string())
    .bind::<diesel::sql_types::Text, _>(reader.compte().to_string())
    .bind::<diesel::sql_types::BigInt, _>(lu)
    .bind::<diesel::sql_types::BigInt, _>(recu)
    .bind::<diesel::sql_types::BigInt, _>(shown)
    .execute(tx.db)?;
    if 0 < changed {
        tell(tx, fil)?;
    }
    // What was seen need not be told any more.
    if etape == Etape::Lu && last <= recu {
        avis::cancel(tx, &about(fil), reader.compte())?;
    }
    Ok(Done {})
}

/// A référent of the team takes a thread that has no référent. Taking it twice is taking it once.
pub fn take(tx: &mut Tx<'_>, referent: &Referent, fil: FilId) -> Result<Fil, Error> {
    // The team is larger than those who see the thread: who comes too late is told so.
    let mut team = team(tx.db, fil)?;
    if !team.contains(&referent.compte) {
        return Err(ProblemKind::Introuvable.into());
    }
    let taken = diesel::update(fil::table.find(fil.to_string()))
        .filter(fil::referent_id.is_null())
        .set(fil::referent_id.eq(referent.compte.to_string()))
        .execute(tx.db)?;
    let now: Option<AsText<CompteId>> = fil::table.find(fil.to_string()).select(fil::referent_id).first(tx.db)?;
    if now.is_some_and(|AsText(taken)| taken != referent.compte) {
        return Err(ProblemKind::FilDejaPris.into());
    }
    if taken == 1 {
        team.retain(|one| *one != referent.compte);
        for other in avis::told(tx.db, &about(fil))?.into_iter().filter(|other| team.contains(other)) {
            avis::cancel(tx, &about(fil), other)?;
        }
        let prenom = prenom(tx.db, referent.compte)?;
        announce(tx, fil, Annonce::Referent, referent.compte, &prenom)?;
        // Those who could have taken it hear that it has left their queue; they no longer read it.
        tell_team(tx, fil, &[])?;
    }
    let reader = Reader::at(tx.db, &Correspondant::Referent(referent.clone()), tx.now)?;
    lists::read_one(tx.db, &reader, fil)
}

/// What a jeune keeps to themselves.
pub fn read_discretion(db: &mut Conn, caller: &Jeune) -> Result<Discretion, Error> {
    let lectures_cachees = jeune::table.find(caller.compte.to_string()).select(jeune::lectures_cachees).first(db)?;
    Ok(Discretion { lectures_cachees })
}

/// The jeune chooses what they keep to themselves.
pub fn choose_discretion(tx: &mut Tx<'_>, caller: &Jeune, lectures_cachees: bool) -> Result<Discretion, Error> {
    diesel::update(jeune::table.find(caller.compte.to_string()))
        .set(jeune::lectures_cachees.eq(lectures_cachees))
        .execute(tx.db)?;
    read_discretion(tx.db, caller)
}
