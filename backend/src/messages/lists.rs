//! The lists of threads.

use std::collections::HashMap;

use diesel::{BoolExpressionMethods, ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ids::{CompteId, FilId},
    messages::{Acces, Fil, GenrePiece},
};

use super::reader::Reader;
use crate::{
    avis,
    db::{AsText, Conn},
    problem::Error,
    schema::{carte, carte_atelier, espace_temps, fil, jeune, lecture, message, piece, professionnel},
};

// A référent accompanies 30 to 60 jeunes; a team a few hundred.
const MOST: i64 = 500;
const EXCERPT: usize = 120;

/// The threads of a reader: the unanswered first, the longest wait at the top, then the latest.
pub fn list(db: &mut Conn, reader: &Reader) -> Result<Vec<Fil>, Error> {
    let all = reader.visible().select(COLUMNS).limit(MOST);
    // Of more than that the longest waits stay.
    let rows: Vec<FilRow> = if reader.is_jeune() {
        all.order((fil::dernier_dit.gt(0).desc(), fil::dernier_le.desc(), fil::id)).load(db)?
    } else {
        let waits = (fil::attend_depuis.is_null(), fil::attend_depuis);
        all.order((waits.0, waits.1, fil::dernier_dit.gt(0).desc(), fil::dernier_le.desc(), fil::id)).load(db)?
    };
    let mut list = with_names(db, reader, rows)?;
    if reader.is_jeune() {
        list.sort_by_key(|one| (std::cmp::Reverse(one.dernier_le), one.id));
    } else {
        list.sort_by_key(|one| {
            let wait = one.attend_depuis.unwrap_or(Instant(i64::MAX));
            (wait, one.non_lus == 0, std::cmp::Reverse(one.dernier_le), one.id)
        });
    }
    Ok(list)
}

/// One thread, when the reader may see it.
pub fn read_one(db: &mut Conn, reader: &Reader, fil: FilId) -> Result<Fil, Error> {
    let row: Option<FilRow> =
        reader.visible().filter(fil::id.eq(fil.to_string())).select(COLUMNS).first(db).optional()?;
    let rows = row.into_iter().collect();
    with_names(db, reader, rows)?.pop().ok_or_else(|| ProblemKind::Introuvable.into())
}

type Columns = (
    fil::id,
    fil::jeune_id,
    fil::espace_id,
    fil::referent_id,
    fil::dernier_dit,
    fil::dernier_le,
    fil::attend_depuis,
    fil::dernier_seq,
);
const COLUMNS: Columns = (
    fil::id,
    fil::jeune_id,
    fil::espace_id,
    fil::referent_id,
    fil::dernier_dit,
    fil::dernier_le,
    fil::attend_depuis,
    fil::dernier_seq,
);
type FilRow = (AsText<FilId>, AsText<CompteId>, String, Option<String>, i64, Option<i64>, Option<i64>, i64);

// A few queries for the whole list, whatever its length, and one count for each thread with something new.
fn with_names(db: &mut Conn, reader: &Reader, rows: Vec<FilRow>) -> Result<Vec<Fil>, Error> {
    let ids: Vec<String> = rows.iter().map(|(AsText(id), ..)| id.to_string()).collect();
    let whom: Vec<CompteId> = rows.iter().map(|(_, AsText(jeune), ..)| *jeune).collect();
    let jeunes: Vec<String> = rows.iter().map(|(_, AsText(jeune), ..)| jeune.to_string()).collect();
    let reached = if reader.is_jeune() { None } else { Some(avis::joignables(db, &whom)?) };
    let prenoms: HashMap<String, String> = load_map(
        jeune::table.filter(jeune::compte_id.eq_any(jeunes)).select((jeune::compte_id, jeune::prenom)).load(db)?,
    );
    let places: Vec<&String> = rows.iter().map(|row| &row.2).collect();
    let espaces: HashMap<String, String> = load_map(
        espace_temps::table
            .filter(espace_temps::id.eq_any(places))
            .select((espace_temps::id, espace_temps::nom))
            .load(db)?,
    );
    let pros: Vec<&String> = rows.iter().filter_map(|row| row.3.as_ref()).collect();
    let referents: HashMap<String, String> = load_map(
        professionnel::table
            .filter(professionnel::compte_id.eq_any(pros))
            .select((professionnel::compte_id, professionnel::prenom))
            .load(db)?,
    );
    let me = reader.compte().to_string();
    let mut last = load_last(db, &ids)?;
    let read = load_read(db, &me, &ids)?;
    let mut list = Vec::new();
    for (AsText(id), AsText(jeune), espace, referent, dit, dernier_le, attend, seq) in rows {
        let key = id.to_string();
        let seen = read.get(&key).copied().unwrap_or(0);
        let non_lus = if seen < dit.max(seq) { count_unread(db, &key, &me, seen)? } else { 0 };
        let jeune_id = jeune.to_string();
        let acces = reader.acces(&key, referent.as_deref());
        // What was said is read by opening the thread, which is written down.
        let dernier = last.remove(&key).filter(|_| !matches!(acces, Some(Acces::Remplacant | Acces::Relayee)));
        list.push(Fil {
            id,
            jeune,
            prenom: prenoms.get(&jeune_id).cloned().unwrap_or_default(),
            espace: espaces.get(&espace).cloned().unwrap_or_default(),
            est_mien: referent.as_deref() == Some(me.as_str()),
            acces,
            referent: referent.and_then(|compte| referents.get(&compte).cloned()),
            dernier,
            dernier_le: dernier_le.map(Instant),
            attend_depuis: attend.map(Instant),
            non_lus,
            joignable: reached.as_ref().map(|reached| reached.contains(&jeune)),
        });
    }
    Ok(list)
}

fn load_map(rows: Vec<(String, String)>) -> HashMap<String, String> {
    rows.into_iter().collect()
}

type LastRow = (String, String, Option<i64>, Option<String>, Option<String>, Option<String>);

fn load_last(db: &mut Conn, ids: &[String]) -> Result<HashMap<String, String>, Error> {
    let rows: Vec<LastRow> = message::table
        .inner_join(fil::table.on(fil::id.eq(message::fil_id).and(fil::dernier_dit.eq(message::seq))))
        .left_join(piece::table.on(piece::message_id.eq(diesel::NullableExpressionMethods::nullable(message::id))))
        .left_join(carte::table)
        .left_join(carte_atelier::table)
        .filter(message::fil_id.eq_any(ids))
        .select((
            message::fil_id,
            message::texte,
            message::supprime_le,
            diesel::NullableExpressionMethods::nullable(piece::genre),
            diesel::NullableExpressionMethods::nullable(carte::creneau_id),
            diesel::NullableExpressionMethods::nullable(carte_atelier::atelier_id),
        ))
        .load(db)?;
    let said = rows.into_iter().map(|(fil, texte, supprime, piece, carte, atelier)| {
        let bears = match (supprime, piece.as_deref().and_then(GenrePiece::from_code), carte.or(atelier.clone())) {
            (Some(_), ..) => "Message repris",
            (None, Some(GenrePiece::Photo), _) => "Photo",
            (None, Some(GenrePiece::Pdf), _) => "PDF",
            (None, None, Some(_)) if atelier.is_some() => "Un atelier proposé",
            (None, None, Some(_)) => "Un créneau proposé",
            (None, None, None) => "",
        };
        (fil, if texte.is_empty() { bears.to_owned() } else { excerpt(&texte) })
    });
    Ok(said.collect())
}

fn load_read(db: &mut Conn, me: &str, ids: &[String]) -> Result<HashMap<String, i64>, Error> {
    let rows: Vec<(String, i64)> = lecture::table
        .filter(lecture::compte_id.eq(me))
        .filter(lecture::fil_id.eq_any(ids))
        .select((lecture::fil_id, lecture::seq))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

// What was taken back, or said by the thread itself, waits for nobody.
fn count_unread(db: &mut Conn, fil: &str, me: &str, seen: i64) -> Result<u32, Error> {
    let unread: i64 = message::table
        .filter(message::fil_id.eq(fil))
        .filter(message::seq.gt(seen))
        .filter(message::auteur_id.ne(me))
        .filter(message::annonce.is_null())
        .filter(message::supprime_le.is_null())
        .count()
        .get_result(db)?;
    Ok(u32::try_from(unread).unwrap_or(u32::MAX))
}

/// The beginning of a text, on one line.
pub fn excerpt(texte: &str) -> String {
    let line = texte.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
        None => line,
    }
}
