//! The code at the door: a number that only grows, and a mark of it that only the key of this installation makes. What is
//! printed is not kept; a new number ends every poster before it.

use diesel::{
    OptionalExtension, QueryDsl, RunQueryDsl,
    sql_types::{BigInt, Text},
};
use serde::{Deserialize, Serialize};
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{CodePorte, Porte},
    fields::{CodeEspace, Jour},
    ids::EspaceId,
};

use super::equipe;
use crate::{
    caller::Professionnel,
    comptes::keys::Keys,
    db::{Conn, Tx},
    problem::Error,
    schema::code_porte,
};

const PURPOSE: &str = "porte";
// The first one, which needs no row.
const FIRST: i32 = 1;
// 132 bits are enough, and a smaller QR is read from farther away.
const SHORT: usize = 22;
// How long before and after its hours people are at the door.
const AROUND_MINUTES: i64 = 60;

/// Which code is good now.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Known {
    /// Its number.
    pub numero: i32,
    /// Since when; nothing for the first one.
    pub depuis: Option<Instant>,
}

/// The code of a number.
pub fn code(keys: &Keys, espace: &CodeEspace, numero: i32) -> String {
    let mark = keys.mark(PURPOSE, &format!("{} {numero}", espace.as_str()));
    format!("{numero}-{}", mark.chars().take(SHORT).collect::<String>())
}

/// The number of a code that this installation has made, of whatever age.
pub fn numero(keys: &Keys, espace: &CodeEspace, shown: &CodePorte) -> Result<i32, Error> {
    let number = shown.as_str().split_once('-').and_then(|(number, _)| number.parse::<i32>().ok());
    let number = number.ok_or(ProblemKind::CodeDePassageRefuse)?;
    // Of the same length, and compared to the end whatever differs.
    let (ours, theirs) = (code(keys, espace, number), shown.as_str());
    let differs = ours.bytes().zip(theirs.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    if ours.len() == theirs.len() && differs == 0 { Ok(number) } else { Err(ProblemKind::CodeDePassageRefuse.into()) }
}

/// The code of a place that is good now, for its team.
pub fn read(db: &mut Conn, pro: &Professionnel, espace: &CodeEspace) -> Result<Known, Error> {
    let place = equipe::check(db, pro, espace)?;
    current(db, place.id)
}

/// Makes a new one.
pub fn renew(tx: &mut Tx<'_>, pro: &Professionnel, espace: &CodeEspace) -> Result<Known, Error> {
    let place = equipe::check(tx.db, pro, espace)?;
    diesel::sql_query(
        "INSERT INTO code_porte (espace_id, numero, change_le) VALUES ($1, 2, $2) \
         ON CONFLICT (espace_id) DO UPDATE SET numero = code_porte.numero + 1, change_le = $2",
    )
    .bind::<Text, _>(place.id.to_string())
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.db)?;
    current(tx.db, place.id)
}

/// Refuses a number that is no longer good.
pub fn check(db: &mut Conn, espace: EspaceId, numero: i32) -> Result<(), Error> {
    if current(db, espace)?.numero == numero { Ok(()) } else { Err(ProblemKind::CodeDePassageRefuse.into()) }
}

/// Refuses whoever comes when the place is closed, an hour before and after. A place that says no hours is never closed.
pub fn check_hours(db: &mut Conn, espace: &CodeEspace, now: Instant, today: Jour) -> Result<(), Error> {
    let (before, after) = (now.plus_minutes(-AROUND_MINUTES), now.plus_minutes(AROUND_MINUTES));
    let place = crate::accueil::db::read_all(db, espace, before, today)?;
    let is_near = match place.espace.porte {
        Porte::Ouverte { .. } => true,
        Porte::Fermee { ouvre: Some(ouvre) } => ouvre <= after,
        Porte::Fermee { ouvre: None } => place.espace.horaires.is_empty() && place.detail.arrets.is_empty(),
    };
    if is_near {
        return Ok(());
    }
    let title =
        "Le lieu est fermé maintenant. Si tu es à la porte, demande à l’équipe : elle peut t’ajouter.".to_owned();
    Err(Problem { title, ..ProblemKind::LieuFerme.into() }.into())
}

fn current(db: &mut Conn, espace: EspaceId) -> Result<Known, Error> {
    let row: Option<(i32, i64)> = code_porte::table
        .find(espace.to_string())
        .select((code_porte::numero, code_porte::change_le))
        .first(db)
        .optional()?;
    Ok(row.map_or(Known { numero: FIRST, depuis: None }, |(numero, at)| Known { numero, depuis: Some(Instant(at)) }))
}
