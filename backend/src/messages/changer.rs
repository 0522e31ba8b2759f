//! Changing and taking back: for ten minutes, by who wrote it, and the thread says so.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    fields::Texte,
    ids::{CompteId, FilId, MessageId},
    messages::{CHANGE_MINUTES, Message},
};

use super::{
    annonce::{about, tell, turn},
    message,
    pieces::{self, Nom},
    reader::Reader,
};
use crate::{
    avis,
    caller::Correspondant,
    comptes::searched,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{self, carte, carte_atelier, fil, lecture, message_avant},
};

// For how long what a message said before can still be reported.
const FORMER_DAYS: i64 = 30;

/// Gives a message another text.
pub fn edit(tx: &mut Tx<'_>, author: &Correspondant, id: MessageId, texte: &Texte) -> Result<Message, Error> {
    let own = find(tx, author, id)?;
    if own.is_lost {
        // Whoever may see the thread no more still hears that what they changed has arrived.
        return own.read(tx, author, id).and_then(|known| match known.texte == texte.as_str() {
            true if known.modifie.is_some() => Ok(known),
            _ => Err(ProblemKind::Introuvable.into()),
        });
    }
    if own.supprime {
        return Err(ProblemKind::Introuvable.into());
    }
    own.check_time(tx.now)?;
    keep_former(tx, id)?;
    let (_, version) = turn(tx, own.fil, 0)?;
    diesel::update(schema::message::table.find(id.to_string()))
        .set((
            schema::message::texte.eq(texte.as_str()),
            schema::message::cherche.eq(searched(texte.as_str())),
            schema::message::modifie_le.eq(tx.now.0),
            schema::message::version.eq(version),
        ))
        .execute(tx.db)?;
    tell(tx, own.fil)?;
    own.read(tx, author, id)
}

/// Takes a message back: text and file are gone, its place stays. Twice is once.
pub fn delete(tx: &mut Tx<'_>, author: &Correspondant, id: MessageId) -> Result<(Message, Vec<Nom>), Error> {
    let own = find(tx, author, id)?;
    if own.supprime {
        return Ok((own.read(tx, author, id)?, Vec::new()));
    }
    if own.is_lost {
        return Err(ProblemKind::Introuvable.into());
    }
    own.check_time(tx.now)?;
    keep_former(tx, id)?;
    let (_, version) = turn(tx, own.fil, 0)?;
    diesel::update(schema::message::table.find(id.to_string()))
        .set((
            schema::message::texte.eq(""),
            schema::message::cherche.eq(""),
            schema::message::supprime_le.eq(tx.now.0),
            schema::message::attente.eq(None::<i64>),
            schema::message::version.eq(version),
        ))
        .execute(tx.db)?;
    let gone = pieces::delete_of(tx, id)?;
    diesel::delete(carte::table.find(id.to_string())).execute(tx.db)?;
    diesel::delete(carte_atelier::table.find(id.to_string())).execute(tx.db)?;
    count_wait(tx, own.fil, own.jeune)?;
    hush(tx, own.fil, own.jeune)?;
    tell(tx, own.fil)?;
    Ok((own.read(tx, author, id)?, gone))
}

// What it said at first: whoever was hurt by it may still report it.
fn keep_former(tx: &mut Tx<'_>, id: MessageId) -> Result<(), Error> {
    let known = message_avant::table.find(id.to_string()).select(message_avant::garde_le).first::<i64>(tx.db);
    if known.optional()?.is_none() {
        let texte: String = schema::message::table.find(id.to_string()).select(schema::message::texte).first(tx.db)?;
        diesel::insert_into(message_avant::table)
            .values((
                message_avant::message_id.eq(id.to_string()),
                message_avant::texte.eq(texte),
                message_avant::garde_le.eq(tx.now.0),
            ))
            .execute(tx.db)?;
    }
    Ok(())
}

/// Forgets what was changed or taken back thirty days ago.
pub fn forget_former(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let before = tx.now.plus_days(-FORMER_DAYS).0;
    Ok(diesel::delete(message_avant::table.filter(message_avant::garde_le.lt(before))).execute(tx.db)?)
}

struct Own {
    fil: FilId,
    jeune: CompteId,
    sent: Instant,
    supprime: bool,
    // Whether its author may see the thread no more.
    is_lost: bool,
}

impl Own {
    fn check_time(&self, now: Instant) -> Result<(), Error> {
        let late = self.sent.plus_minutes(CHANGE_MINUTES) <= now;
        if late { Err(ProblemKind::MessageTropAncien.into()) } else { Ok(()) }
    }

    fn read(&self, tx: &mut Tx<'_>, author: &Correspondant, id: MessageId) -> Result<Message, Error> {
        let row = message::of(self.fil).filter(schema::message::id.eq(id.to_string())).first(tx.db)?;
        let read = message::read(tx.db, vec![row], author.compte(), self.jeune, tx.now)?;
        read.into_iter().next().ok_or_else(|| ProblemKind::Introuvable.into())
    }
}

// A message of the caller; what the thread said by itself is nobody's.
fn find(tx: &mut Tx<'_>, author: &Correspondant, id: MessageId) -> Result<Own, Error> {
    let row: Option<(AsText<FilId>, i64, Option<i64>)> = schema::message::table
        .find(id.to_string())
        .filter(schema::message::auteur_id.eq(author.compte().to_string()))
        .filter(schema::message::annonce.is_null())
        .select((schema::message::fil_id, schema::message::envoye_le, schema::message::supprime_le))
        .first(tx.db)
        .optional()?;
    let (AsText(fil), sent, supprime) = row.ok_or(ProblemKind::Introuvable)?;
    let seen = Reader::at(tx.db, author, tx.now)?.visible().filter(fil::id.eq(fil.to_string()));
    let is_lost = seen.select(fil::id).first::<String>(tx.db).optional()?.is_none();
    let AsText(jeune) = fil::table.find(fil.to_string()).select(fil::jeune_id).first(tx.db)?;
    Ok(Own { fil, jeune, sent: Instant(sent), supprime: supprime.is_some(), is_lost })
}

// Since when the jeune waits, now that a message is gone: their first one after the last answer that is still there.
fn count_wait(tx: &mut Tx<'_>, fil: FilId, jeune: CompteId) -> Result<(), Error> {
    let answered = answered(tx.db, fil, jeune)?;
    let first: Option<i64> = schema::message::table
        .filter(schema::message::fil_id.eq(fil.to_string()))
        .filter(schema::message::auteur_id.eq(jeune.to_string()))
        .filter(schema::message::annonce.is_null())
        .filter(schema::message::supprime_le.is_null())
        .filter(schema::message::seq.gt(answered))
        .order(schema::message::seq)
        .select(schema::message::envoye_le)
        .first(tx.db)
        .optional()?;
    diesel::update(fil::table.find(fil.to_string())).set(fil::attend_depuis.eq(first)).execute(tx.db)?;
    if first.is_none() {
        diesel::update(fil::table.find(fil.to_string())).set(fil::relayee_le.eq(None::<i64>)).execute(tx.db)?;
    }
    Ok(())
}

// Whoever had nothing else to read in the thread is not told of what was taken back.
fn hush(tx: &mut Tx<'_>, fil: FilId, jeune: CompteId) -> Result<(), Error> {
    let mut comptes: Vec<CompteId> = avis::told(tx.db, &about(fil))?;
    comptes.sort_unstable();
    comptes.dedup();
    let waits = fil::table.find(fil.to_string()).select(fil::attend_depuis).first::<Option<i64>>(tx.db)?.is_some();
    for compte in comptes {
        if unread(tx.db, fil, compte)? == 0 && (compte == jeune || !waits) {
            avis::cancel(tx, &about(fil), compte)?;
        }
    }
    Ok(())
}

fn unread(db: &mut Conn, fil: FilId, compte: CompteId) -> Result<i64, Error> {
    let me = compte.to_string();
    let seen: Option<i64> =
        lecture::table.find((fil.to_string(), me.clone())).select(lecture::seq).first(db).optional()?;
    Ok(schema::message::table
        .filter(schema::message::fil_id.eq(fil.to_string()))
        .filter(schema::message::seq.gt(seen.unwrap_or(0)))
        .filter(schema::message::auteur_id.ne(me))
        .filter(schema::message::annonce.is_null())
        .filter(schema::message::supprime_le.is_null())
        .count()
        .get_result(db)?)
}

// The last message of a professional that is still there.
fn answered(db: &mut Conn, fil: FilId, jeune: CompteId) -> Result<i64, Error> {
    let last = schema::message::table
        .filter(schema::message::fil_id.eq(fil.to_string()))
        .filter(schema::message::auteur_id.ne(jeune.to_string()))
        .filter(schema::message::annonce.is_null())
        .filter(schema::message::supprime_le.is_null())
        .filter(schema::message::collectif.eq(false))
        .order(schema::message::seq.desc())
        .select(schema::message::seq)
        .first(db)
        .optional()?;
    Ok(last.unwrap_or(0))
}
