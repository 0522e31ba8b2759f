//! Which threads one may see, and their lists.

use std::collections::HashMap;

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl,
};
use shared::{
    Instant, ProblemKind,
    ids::{CompteId, FilId},
    messages::Fil,
};

use crate::{
    caller::Correspondant,
    db::{AsText, Conn, MultiBackend},
    problem::Error,
    schema::{animation, espace_temps, fil, jeune, lecture, message, professionnel},
};

// A référent accompanies 30 to 60 jeunes; a team a few hundred.
const MOST: i64 = 500;
const EXCERPT: usize = 120;

/// The threads that a reader may see: their own; for a référent those they have taken, and those of their team that nobody
/// has taken yet.
pub fn visible(reader: &Correspondant) -> fil::BoxedQuery<'static, MultiBackend> {
    match reader {
        Correspondant::Jeune(jeune) => fil::table.into_boxed().filter(fil::jeune_id.eq(jeune.compte.to_string())),
        Correspondant::Referent(referent) => {
            let mine: Vec<String> = referent.structures.iter().map(ToString::to_string).collect();
            let places = animation::table.filter(animation::structure_id.eq_any(mine)).select(animation::espace_id);
            let waiting = fil::referent_id.is_null().and(fil::espace_id.eq_any(places));
            let taken = fil::referent_id.eq(referent.compte.to_string()).assume_not_null();
            fil::table.into_boxed().filter(taken.and(fil::referent_id.is_not_null()).or(waiting))
        }
    }
}

/// The threads of a reader: the unanswered first, the longest wait at the top, then the latest.
pub fn list(db: &mut Conn, reader: &Correspondant) -> Result<Vec<Fil>, Error> {
    let rows: Vec<FilRow> = visible(reader)
        .select(COLUMNS)
        .order((fil::dernier_seq.gt(0).desc(), fil::dernier_le.desc(), fil::id))
        .limit(MOST)
        .load(db)?;
    let mut list = with_names(db, reader, rows)?;
    match reader {
        Correspondant::Jeune(_) => list.sort_by_key(|one| (std::cmp::Reverse(one.dernier_le), one.id)),
        Correspondant::Referent(_) => list.sort_by_key(|one| {
            let wait = one.attend_depuis.unwrap_or(Instant(i64::MAX));
            (wait, one.non_lus == 0, std::cmp::Reverse(one.dernier_le), one.id)
        }),
    }
    Ok(list)
}

/// One thread, when the reader may see it.
pub fn read_one(db: &mut Conn, reader: &Correspondant, fil: FilId) -> Result<Fil, Error> {
    let row: Option<FilRow> =
        visible(reader).filter(fil::id.eq(fil.to_string())).select(COLUMNS).first(db).optional()?;
    let rows = row.into_iter().collect();
    with_names(db, reader, rows)?.pop().ok_or_else(|| ProblemKind::Introuvable.into())
}

/// The jeune of a thread, when the reader may see it.
pub fn check_visible(db: &mut Conn, reader: &Correspondant, fil: FilId) -> Result<CompteId, Error> {
    let row: Option<AsText<CompteId>> =
        visible(reader).filter(fil::id.eq(fil.to_string())).select(fil::jeune_id).first(db).optional()?;
    row.map(|AsText(jeune)| jeune).ok_or_else(|| ProblemKind::Introuvable.into())
}

type Columns =
    (fil::id, fil::jeune_id, fil::espace_id, fil::referent_id, fil::dernier_seq, fil::dernier_le, fil::attend_depuis);
const COLUMNS: Columns =
    (fil::id, fil::jeune_id, fil::espace_id, fil::referent_id, fil::dernier_seq, fil::dernier_le, fil::attend_depuis);
type FilRow = (AsText<FilId>, AsText<CompteId>, String, Option<String>, i64, Option<i64>, Option<i64>);

// A few queries for the whole list, whatever its length, and one count for each thread with something new.
fn with_names(db: &mut Conn, reader: &Correspondant, rows: Vec<FilRow>) -> Result<Vec<Fil>, Error> {
    let ids: Vec<String> = rows.iter().map(|(AsText(id), ..)| id.to_string()).collect();
    let jeunes: Vec<String> = rows.iter().map(|(_, AsText(jeune), ..)| jeune.to_string()).collect();
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
    for (AsText(id), AsText(jeune), espace, referent, seq, dernier_le, attend) in rows {
        let key = id.to_string();
        let seen = read.get(&key).copied().unwrap_or(0);
        let non_lus = if seen < seq { count_unread(db, &key, &me, seen)? } else { 0 };
        list.push(Fil {
            id,
            jeune,
            prenom: prenoms.get(&jeune.to_string()).cloned().unwrap_or_default(),
            espace: espaces.get(&espace).cloned().unwrap_or_default(),
            est_mien: referent.as_deref() == Some(me.as_str()),
            referent: referent.and_then(|compte| referents.get(&compte).cloned()),
            dernier: last.remove(&key),
            dernier_le: dernier_le.map(Instant),
            attend_depuis: attend.map(Instant),
            non_lus,
        });
    }
    Ok(list)
}

fn load_map(rows: Vec<(String, String)>) -> HashMap<String, String> {
    rows.into_iter().collect()
}

fn load_last(db: &mut Conn, ids: &[String]) -> Result<HashMap<String, String>, Error> {
    let rows: Vec<(String, String)> = message::table
        .inner_join(fil::table.on(fil::id.eq(message::fil_id).and(fil::dernier_seq.eq(message::seq))))
        .filter(message::fil_id.eq_any(ids))
        .select((message::fil_id, message::texte))
        .load(db)?;
    Ok(rows.into_iter().map(|(fil, texte)| (fil, excerpt(&texte))).collect())
}

fn load_read(db: &mut Conn, me: &str, ids: &[String]) -> Result<HashMap<String, i64>, Error> {
    let rows: Vec<(String, i64)> = lecture::table
        .filter(lecture::compte_id.eq(me))
        .filter(lecture::fil_id.eq_any(ids))
        .select((lecture::fil_id, lecture::seq))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

fn count_unread(db: &mut Conn, fil: &str, me: &str, seen: i64) -> Result<u32, Error> {
    let unread: i64 = message::table
        .filter(message::fil_id.eq(fil))
        .filter(message::seq.gt(seen))
        .filter(message::auteur_id.ne(me))
        .count()
        .get_result(db)?;
    Ok(u32::try_from(unread).unwrap_or(u32::MAX))
}

fn excerpt(texte: &str) -> String {
    let line = texte.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
        None => line,
    }
}
