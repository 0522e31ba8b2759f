//! Threads and messages. Who may read a thread is part of every query: the jeune, their référent, or the team of the
//! espace-temps as long as there is no référent.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl, dsl::exists,
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
    db::{AsText, Conn, Plan, Tx, id},
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

/// Stores a message once. The filter on the last sequence makes two senders come one after the other.
pub fn send(
    db: &mut Conn,
    author: &Correspondant,
    request: &SendMessage,
    now: Instant,
) -> Result<Plan<Message>, Error> {
    let found = look(db, author, request)?;
    if found.is_known {
        return already(db, author, request).map(Plan::answer);
    }
    let seq = found.dernier_seq + 1;
    // The wait of a jeune is counted from their first message without an answer; an answer ends it.
    let waits = match author {
        Correspondant::Jeune(_) => found.attend_depuis.or(Some(now.0)),
        Correspondant::Referent(_) => None,
    };
    let turned = diesel::update(fil::table.find(request.fil.to_string()))
        .filter(fil::dernier_seq.eq(found.dernier_seq))
        .set((fil::dernier_seq.eq(seq), fil::dernier_le.eq(now.0), fil::attend_depuis.eq(waits)));
    let inserted = diesel::insert_into(message::table).values((
        message::id.eq(request.message.to_string()),
        message::fil_id.eq(request.fil.to_string()),
        message::seq.eq(seq),
        message::auteur_id.eq(author.compte().to_string()),
        message::texte.eq(request.texte.as_str().to_owned()),
        message::envoye_le.eq(now.0),
    ));
    let told = notice(db, request.fil, found.jeune, found.referent, seq)?;
    let texte = request.texte.as_str().to_owned();
    let sent = Message { id: request.message, seq, auteur: Auteur::Moi, prenom: found.prenom, texte, envoye: now };
    Ok(Plan::answer(sent).change(turned).change(inserted).tell(told))
}

// A thread as its next author finds it.
struct Found {
    jeune: CompteId,
    referent: Option<CompteId>,
    dernier_seq: i64,
    attend_depuis: Option<i64>,
    is_known: bool,
    prenom: String,
}

type FoundRow = (AsText<CompteId>, Option<AsText<CompteId>>, i64, Option<i64>, bool, Option<String>, Option<String>);

fn look(db: &mut Conn, author: &Correspondant, request: &SendMessage) -> Result<Found, Error> {
    let me = author.compte().to_string();
    let row: Option<FoundRow> = lists::visible(author)
        .filter(fil::id.eq(request.fil.to_string()))
        .select((
            fil::jeune_id,
            fil::referent_id,
            fil::dernier_seq,
            fil::attend_depuis,
            exists(message::table.find(request.message.to_string())),
            jeune::table.find(me.clone()).select(jeune::prenom).single_value(),
            professionnel::table.find(me).select(professionnel::prenom).single_value(),
        ))
        .first(db)
        .optional()?;
    let Some((AsText(jeune), referent, dernier_seq, attend_depuis, is_known, of_jeune, of_professionnel)) = row else {
        return Err(ProblemKind::Introuvable.into());
    };
    let referent = referent.map(|AsText(referent)| referent);
    let prenom = of_jeune.or(of_professionnel).unwrap_or_default();
    Ok(Found { jeune, referent, dernier_seq, attend_depuis, is_known, prenom })
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
fn already(db: &mut Conn, author: &Correspondant, request: &SendMessage) -> Result<Message, Error> {
    let id = request.message.to_string();
    let known = messages(request.fil).filter(message::id.eq(id)).filter(message::texte.eq(request.texte.as_str()));
    let known = known.filter(message::auteur_id.eq(author.compte().to_string())).first(db).optional()?;
    known.map(|row| to_message(row, author, author.compte())).ok_or_else(|| ProblemKind::CleReutilisee.into())
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
    let told = notice(tx.db, fil, jeune, referent.map(|AsText(referent)| referent), seq)?;
    tx.tell(told);
    Ok(())
}

fn notice(db: &mut Conn, fil: FilId, jeune: CompteId, referent: Option<CompteId>, seq: i64) -> Result<Notice, Error> {
    let mut comptes = vec![jeune];
    match referent {
        Some(referent) => comptes.push(referent),
        None => comptes.extend(team(db, fil)?),
    }
    Ok(Notice { comptes, evenement: Evenement::Fil { fil, seq } })
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
