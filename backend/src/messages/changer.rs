//! Changing and taking back: for ten minutes, by who wrote it, and the thread says so.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    fields::Texte,
    ids::{CompteId, FilId, MessageId, PieceId},
    messages::{CHANGE_MINUTES, Message},
};

use super::{
    annonce::{tell, turn},
    message, pieces,
    reader::Reader,
};
use crate::{
    caller::Correspondant,
    comptes::searched,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{self, carte, carte_atelier, fil},
};

/// Gives a message another text.
pub fn edit(tx: &mut Tx<'_>, author: &Correspondant, id: MessageId, texte: &Texte) -> Result<Message, Error> {
    let own = find(tx, author, id)?;
    if own.supprime {
        return Err(ProblemKind::Introuvable.into());
    }
    own.check_time(tx.now)?;
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
pub fn delete(tx: &mut Tx<'_>, author: &Correspondant, id: MessageId) -> Result<(Message, Vec<PieceId>), Error> {
    let own = find(tx, author, id)?;
    if own.supprime {
        return Ok((own.read(tx, author, id)?, Vec::new()));
    }
    own.check_time(tx.now)?;
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
    tell(tx, own.fil)?;
    Ok((own.read(tx, author, id)?, gone))
}

struct Own {
    fil: FilId,
    jeune: CompteId,
    sent: Instant,
    supprime: bool,
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

// A message of the caller in a thread that they may still see; what the thread said by itself is nobody's.
fn find(tx: &mut Tx<'_>, author: &Correspondant, id: MessageId) -> Result<Own, Error> {
    let row: Option<(AsText<FilId>, i64, Option<i64>)> = schema::message::table
        .find(id.to_string())
        .filter(schema::message::auteur_id.eq(author.compte().to_string()))
        .filter(schema::message::annonce.is_null())
        .select((schema::message::fil_id, schema::message::envoye_le, schema::message::supprime_le))
        .first(tx.db)
        .optional()?;
    let (AsText(fil), sent, supprime) = row.ok_or(ProblemKind::Introuvable)?;
    let (jeune, _) = Reader::at(tx.db, author, tx.now)?.find(tx.db, fil)?;
    Ok(Own { fil, jeune, sent: Instant(sent), supprime: supprime.is_some() })
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

// The last message of a professional that is still there.
fn answered(db: &mut Conn, fil: FilId, jeune: CompteId) -> Result<i64, Error> {
    let last = schema::message::table
        .filter(schema::message::fil_id.eq(fil.to_string()))
        .filter(schema::message::auteur_id.ne(jeune.to_string()))
        .filter(schema::message::annonce.is_null())
        .filter(schema::message::supprime_le.is_null())
        .order(schema::message::seq.desc())
        .select(schema::message::seq)
        .first(db)
        .optional()?;
    Ok(last.unwrap_or(0))
}
