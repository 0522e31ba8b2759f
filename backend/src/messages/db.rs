//! Threads and messages. Who may read a thread is part of every query: the jeune, their référent, or the team of the
//! espace-temps as long as there is no référent.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl, dsl::case_when,
};
use shared::{
    Instant, ProblemKind,
    ids::{CompteId, EspaceId, FilId, MessageId},
    messages::{Auteur, Evenement, Fil, FilLu, Message, PAGE, ReadFil, SendMessage},
    operation::Done,
};

use super::lists;
use crate::{
    caller::{Correspondant, Referent},
    db::{AsText, Conn, Tx, id},
    live::Notice,
    problem::Error,
    schema::{animation, fil, jeune, lecture, membre, message, professionnel},
};

pub use super::lists::list;

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
pub fn check_jeune_of(db: &mut Conn, referent: &Referent, jeune: CompteId) -> Result<(), Error> {
    let reader = Correspondant::Referent(referent.clone());
    let known = lists::visible(&reader).filter(fil::jeune_id.eq(jeune.to_string())).select(fil::id).first::<String>(db);
    known.optional()?.map(drop).ok_or_else(|| ProblemKind::Introuvable.into())
}

/// A page of a thread.
pub fn read(db: &mut Conn, reader: &Correspondant, request: &ReadFil) -> Result<FilLu, Error> {
    let fil = lists::read_one(db, reader, request.fil)?;
    let page = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let mut rows: Vec<MessageRow> = match (request.apres, request.avant) {
        (Some(after), _) => {
            messages(request.fil).filter(message::seq.gt(after)).order(message::seq.asc()).limit(page).load(db)?
        }
        (None, Some(before)) => {
            messages(request.fil).filter(message::seq.lt(before)).order(message::seq.desc()).limit(page).load(db)?
        }
        (None, None) => messages(request.fil).order(message::seq.desc()).limit(page).load(db)?,
    };
    if request.apres.is_none() {
        rows.reverse();
    }
    let messages: Vec<Message> = rows.into_iter().map(|row| to_message(row, reader, fil.jeune)).collect();
    let lu_par_autre = read_by_other(db, reader, &fil)?;
    Ok(FilLu { avant: messages.first().is_some_and(|first| 1 < first.seq), lu_par_autre, fil, messages })
}

/// Stores a message once. The sequence of the thread is taken first: it makes two senders come one after the other.
pub fn send(tx: &mut Tx<'_>, author: &Correspondant, request: &SendMessage) -> Result<Message, Error> {
    lists::check_visible(tx.db, author, request.fil)?;
    if let Some(known) = already(tx.db, author, request)? {
        return Ok(known);
    }
    // The wait of a jeune is counted from their first message without an answer; an answer ends it.
    let (waits, kept_from) = match author {
        Correspondant::Jeune(_) => (Some(tx.now.0), i64::MIN),
        Correspondant::Referent(_) => (None, i64::MAX),
    };
    let kept = case_when(fil::attend_depuis.gt(kept_from), fil::attend_depuis).otherwise(waits);
    let turned = diesel::update(fil::table.find(request.fil.to_string()))
        .set((fil::dernier_seq.eq(fil::dernier_seq + 1), fil::dernier_le.eq(tx.now.0), fil::attend_depuis.eq(kept)))
        .returning(fil::all_columns)
        .get_result::<TurnedFil>(tx.db)?;
    diesel::insert_into(message::table)
        .values((
            message::id.eq(request.message.to_string()),
            message::fil_id.eq(request.fil.to_string()),
            message::seq.eq(turned.dernier_seq),
            message::auteur_id.eq(author.compte().to_string()),
            message::texte.eq(request.texte.as_str()),
            message::envoye_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    let AsText(jeune) = turned.jeune_id;
    tell_those(tx, request.fil, jeune, turned.referent_id.map(|AsText(referent)| referent), turned.dernier_seq)?;
    Ok(Message {
        id: request.message,
        seq: turned.dernier_seq,
        auteur: Auteur::Moi,
        prenom: own_prenom(tx.db, author)?,
        texte: request.texte.as_str().to_owned(),
        envoye: tx.now,
    })
}

// The thread, after it was turned by one.
#[derive(diesel::Queryable)]
#[allow(dead_code)]
struct TurnedFil {
    id: String,
    jeune_id: AsText<CompteId>,
    espace_id: String,
    referent_id: Option<AsText<CompteId>>,
    dernier_seq: i64,
    dernier_le: Option<i64>,
    attend_depuis: Option<i64>,
    cree_le: i64,
}

fn own_prenom(db: &mut Conn, author: &Correspondant) -> Result<String, Error> {
    let compte = author.compte().to_string();
    Ok(match author {
        Correspondant::Jeune(_) => jeune::table.find(compte).select(jeune::prenom).first(db)?,
        Correspondant::Referent(_) => professionnel::table.find(compte).select(professionnel::prenom).first(db)?,
    })
}

/// Marks a thread as read up to a `seq`; it never goes back, and never past the last message.
pub fn mark(tx: &mut Tx<'_>, reader: &Correspondant, fil: FilId, seq: i64) -> Result<Done, Error> {
    lists::check_visible(tx.db, reader, fil)?;
    let last: i64 = fil::table.find(fil.to_string()).select(fil::dernier_seq).first(tx.db)?;
    let changed = diesel::sql_query(
        "INSERT INTO lecture (fil_id, compte_id, seq) VALUES ($1, $2, $3) \
         ON CONFLICT (fil_id, compte_id) DO UPDATE SET seq = $3 WHERE lecture.seq < $3",
    )
    .bind::<diesel::sql_types::Text, _>(fil.to_string())
    .bind::<diesel::sql_types::Text, _>(reader.compte().to_string())
    .bind::<diesel::sql_types::BigInt, _>(seq.min(last))
    .execute(tx.db)?;
    if 0 < changed {
        tell(tx, fil)?;
    }
    Ok(Done {})
}

/// A référent of the team takes a thread that has no référent. Taking it twice is taking it once.
pub fn take(tx: &mut Tx<'_>, referent: &Referent, fil: FilId) -> Result<Fil, Error> {
    check_team(tx.db, referent, fil)?;
    diesel::update(fil::table.find(fil.to_string()))
        .filter(fil::referent_id.is_null())
        .set(fil::referent_id.eq(referent.compte.to_string()))
        .execute(tx.db)?;
    let now: Option<AsText<CompteId>> = fil::table.find(fil.to_string()).select(fil::referent_id).first(tx.db)?;
    if now.is_some_and(|AsText(taken)| taken != referent.compte) {
        return Err(ProblemKind::FilDejaPris.into());
    }
    tell(tx, fil)?;
    // Those who could have taken it hear that it has left their queue; they no longer read it.
    let (comptes, seq) = (team(tx.db, fil)?, fil::table.find(fil.to_string()).select(fil::dernier_seq).first(tx.db)?);
    tx.tell(Notice { comptes, evenement: Evenement::Fil { fil, seq } });
    lists::read_one(tx.db, &Correspondant::Referent(referent.clone()), fil)
}

type MessageRow = (AsText<MessageId>, i64, AsText<CompteId>, Option<String>, Option<String>, String, i64);

#[diesel::dsl::auto_type(no_type_alias)]
fn messages(fil: FilId) -> _ {
    let fil: String = fil.to_string();
    message::table
        .left_join(jeune::table.on(jeune::compte_id.eq(message::auteur_id)))
        .left_join(professionnel::table.on(professionnel::compte_id.eq(message::auteur_id)))
        .filter(message::fil_id.eq(fil))
        .select((
            message::id,
            message::seq,
            message::auteur_id,
            jeune::prenom.nullable(),
            professionnel::prenom.nullable(),
            message::texte,
            message::envoye_le,
        ))
}

fn to_message(row: MessageRow, reader: &Correspondant, jeune: CompteId) -> Message {
    let (AsText(id), seq, AsText(author), from_jeune, from_professionnel, texte, envoye) = row;
    let auteur = match author {
        _ if author == reader.compte() => Auteur::Moi,
        _ if author == jeune => Auteur::Jeune,
        _ => Auteur::Professionnel,
    };
    let prenom = from_jeune.or(from_professionnel).unwrap_or_default();
    Message { id, seq, auteur, prenom, texte, envoye: Instant(envoye) }
}

// The same id is the same message (P08); with another content, thread or author it is a mistake.
fn already(db: &mut Conn, author: &Correspondant, request: &SendMessage) -> Result<Option<Message>, Error> {
    let known: Option<(AsText<FilId>, AsText<CompteId>, String)> = message::table
        .find(request.message.to_string())
        .select((message::fil_id, message::auteur_id, message::texte))
        .first(db)
        .optional()?;
    let Some((AsText(fil), AsText(compte), texte)) = known else {
        return Ok(None);
    };
    if fil != request.fil || compte != author.compte() || texte != request.texte.as_str() {
        return Err(ProblemKind::CleReutilisee.into());
    }
    let row = messages(request.fil).filter(message::id.eq(request.message.to_string())).first(db)?;
    Ok(Some(to_message(row, author, compte)))
}

fn read_by_other(db: &mut Conn, reader: &Correspondant, fil: &Fil) -> Result<i64, Error> {
    let jeune = fil.jeune.to_string();
    let marks = lecture::table
        .filter(lecture::fil_id.eq(fil.id.to_string()))
        .select(diesel::dsl::max(lecture::seq))
        .into_boxed();
    let marks = match reader {
        Correspondant::Jeune(_) => marks.filter(lecture::compte_id.ne(jeune)),
        Correspondant::Referent(_) => marks.filter(lecture::compte_id.eq(jeune)),
    };
    Ok(marks.first::<Option<i64>>(db)?.unwrap_or(0))
}

// The team is larger than those who see the thread: who comes too late is told so.
fn check_team(db: &mut Conn, referent: &Referent, fil: FilId) -> Result<(), Error> {
    let mine = referent.structures.iter().map(ToString::to_string);
    let team: Option<String> = fil::table
        .inner_join(animation::table.on(animation::espace_id.eq(fil::espace_id)))
        .filter(fil::id.eq(fil.to_string()))
        .filter(animation::structure_id.eq_any(mine))
        .select(fil::id)
        .first(db)
        .optional()?;
    team.map(drop).ok_or_else(|| ProblemKind::Introuvable.into())
}

// The jeune and those who may read the thread.
fn tell(tx: &mut Tx<'_>, fil: FilId) -> Result<(), Error> {
    let (AsText(jeune), referent, seq): (AsText<CompteId>, Option<AsText<CompteId>>, i64) =
        fil::table.find(fil.to_string()).select((fil::jeune_id, fil::referent_id, fil::dernier_seq)).first(tx.db)?;
    tell_those(tx, fil, jeune, referent.map(|AsText(referent)| referent), seq)
}

fn tell_those(tx: &mut Tx<'_>, fil: FilId, jeune: CompteId, referent: Option<CompteId>, seq: i64) -> Result<(), Error> {
    let mut comptes = vec![jeune];
    match referent {
        Some(referent) => comptes.push(referent),
        None => comptes.extend(team(tx.db, fil)?),
    }
    tx.tell(Notice { comptes, evenement: Evenement::Fil { fil, seq } });
    Ok(())
}

fn team(db: &mut Conn, fil: FilId) -> Result<Vec<CompteId>, Error> {
    let rows: Vec<AsText<CompteId>> = fil::table
        .inner_join(animation::table.on(animation::espace_id.eq(fil::espace_id)))
        .inner_join(membre::table.on(membre::structure_id.eq(animation::structure_id)))
        .filter(fil::id.eq(fil.to_string()).and(membre::referent.eq(true)))
        .select(membre::compte_id)
        .distinct()
        .load(db)?;
    Ok(rows.into_iter().map(|AsText(compte)| compte).collect())
}
