//! Searching in one's threads: whatever the accents and the capitals, the latest first.

use diesel::{
    EscapeExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl,
    TextExpressionMethods,
};
use shared::{
    Instant,
    ids::{CompteId, FilId, MessageId},
    messages::{MOST_FOUND, Trouve},
};

use super::reader::{Read, Reader};
use crate::{
    comptes::searched,
    db::{AsText, Conn},
    problem::Error,
    schema::{fil, jeune, message, professionnel},
};

// How much is shown around what was found.
const AROUND: usize = 60;

type Row = ((AsText<FilId>, AsText<MessageId>, i64), (Option<String>, String), (String, i64), Option<AsText<CompteId>>);

/// The messages of the reader's threads that hold a text, with the threads that were read by it and the référent of each.
pub fn search(db: &mut Conn, reader: &Reader, texte: &str) -> Result<(Vec<Trouve>, Vec<Read>), Error> {
    let wanted = searched(texte.trim());
    let fils: Vec<String> = reader.visible().select(fil::id).limit(1_000).load(db)?;
    let pattern = format!("%{}%", wanted.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let rows: Vec<Row> = message::table
        .inner_join(fil::table.inner_join(jeune::table))
        .left_join(professionnel::table.on(professionnel::compte_id.eq(message::auteur_id)))
        .filter(message::fil_id.eq_any(fils))
        .filter(message::annonce.is_null())
        .filter(message::cherche.like(pattern).escape('\\'))
        .order((message::envoye_le.desc(), message::id.desc()))
        .limit(i64::try_from(MOST_FOUND).unwrap_or(i64::MAX))
        .select((
            (message::fil_id, message::id, message::seq),
            (professionnel::prenom.nullable(), jeune::prenom),
            (message::texte, message::envoye_le),
            fil::referent_id,
        ))
        .load(db)?;
    let (mut found, mut read) = (Vec::new(), Vec::new());
    for ((AsText(fil), AsText(message), seq), (of_pro, jeune), (texte, envoye), referent) in rows {
        let prenom = of_pro.unwrap_or_else(|| jeune.clone());
        let extrait = around(&texte, &wanted);
        found.push(Trouve { fil, message, seq, prenom, jeune, extrait, envoye: Instant(envoye) });
        read.push((fil, referent.map(|AsText(referent)| referent)));
    }
    read.dedup();
    Ok((found, read))
}

// What was found with a few words before and after, on one line.
fn around(texte: &str, wanted: &str) -> String {
    let line: Vec<char> = texte.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let plain: Vec<char> = line.iter().flat_map(|c| searched(&c.to_string()).chars().next()).collect();
    let wanted: Vec<char> = wanted.chars().collect();
    let at = plain.windows(wanted.len().max(1)).position(|window| window == wanted.as_slice()).unwrap_or(0);
    let (from, to) = (at.saturating_sub(AROUND), (at + wanted.len() + AROUND).min(line.len()));
    let kept: String = line.get(from..to).unwrap_or_default().iter().collect();
    let (before, after) = (if 0 < from { "…" } else { "" }, if to < line.len() { "…" } else { "" });
    format!("{before}{kept}{after}")
}
