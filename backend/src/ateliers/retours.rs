//! The two questions after an atelier: who answered what is stored nowhere, only that somebody did.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Problem, ProblemKind,
    ateliers::{EtatAtelier, EtatInscription, GiveRetour, Retours, Visage},
    ids::AtelierId,
};

use super::{attente, lecture};
use crate::{
    caller::Jeune,
    db::{Conn, Tx},
    problem::Error,
    schema::{self, retour},
};

/// How many answers are shown at once: of fewer, or of one more than before, one could guess whose they are.
const SHOWN_BY: i64 = 5;

const NOT_THERE: &str = "Ta venue n’est pas encore notée. Demande à la personne qui anime.";
const TOO_EARLY: &str = "C’est trop tôt : tu pourras répondre quand l’atelier sera fini.";

/// Answers, once: again changes nothing.
pub fn give(tx: &mut Tx<'_>, caller: &Jeune, request: &GiveRetour) -> Result<(), Error> {
    let one = lecture::find(tx.db, caller, request.inscription)?;
    if one.etat != EtatInscription::Present {
        return Err(Problem { title: NOT_THERE.to_owned(), ..ProblemKind::PasRecu.into() }.into());
    }
    if tx.now.0 < one.full.stored.fin && one.full.etat != EtatAtelier::Fait {
        return Err(Problem { title: TOO_EARLY.to_owned(), ..ProblemKind::PasEncore.into() }.into());
    }
    let first = diesel::update(schema::inscription::table.find(request.inscription.to_string()))
        .filter(schema::inscription::repondu.eq(false))
        .set(schema::inscription::repondu.eq(true))
        .execute(tx.db)?;
    if first == 1 {
        // Two who answer at once are counted one after the other.
        attente::lock(tx, one.full.id)?;
        let before = count(tx.db, one.full.id)?;
        // Not the ordinary id, which says when it was made.
        let row = (
            retour::id.eq(uuid::Uuid::new_v4().to_string()),
            retour::atelier_id.eq(one.full.id.to_string()),
            retour::visage.eq(request.visage.code()),
            retour::mot.eq(request.mot.as_ref().map(|mot| mot.as_str())),
            retour::lot.eq(i32::try_from(before / SHOWN_BY).unwrap_or(i32::MAX)),
        );
        diesel::insert_into(retour::table).values(row).execute(tx.db)?;
    }
    Ok(())
}

fn count(db: &mut Conn, atelier: AtelierId) -> Result<i64, Error> {
    Ok(retour::table.filter(retour::atelier_id.eq(atelier.to_string())).count().get_result(db)?)
}

/// What was answered about an atelier of which the caller keeps the list: by five, so that nobody is known by what one answer adds.
pub fn read(db: &mut Conn, atelier: AtelierId) -> Result<Retours, Error> {
    let all = count(db, atelier)?;
    let whole = i32::try_from(all / SHOWN_BY).unwrap_or(i32::MAX);
    // By what they say: the order tells nothing of who or when.
    let rows: Vec<(String, Option<String>)> = retour::table
        .filter(retour::atelier_id.eq(atelier.to_string()))
        .filter(retour::lot.lt(whole))
        .order((retour::mot, retour::id))
        .select((retour::visage, retour::mot))
        .load(db)?;
    let nombre = u32::try_from(all).unwrap_or(u32::MAX);
    if rows.is_empty() {
        return Ok(Retours { nombre, ..Retours::default() });
    }
    let many = |visage: Visage| rows.iter().filter(|(said, _)| said == visage.code()).count();
    let visages = Visage::ALL.iter().map(|one| (*one, u32::try_from(many(*one)).unwrap_or(u32::MAX))).collect();
    Ok(Retours { nombre, visages, mots: rows.into_iter().filter_map(|(_, mot)| mot).collect() })
}
