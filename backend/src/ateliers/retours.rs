//! The two questions after an atelier: who answered what is stored nowhere, only that somebody did.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Problem, ProblemKind,
    ateliers::{EtatAtelier, EtatInscription, GiveRetour, Retours, Visage},
    ids::AtelierId,
};

use super::inscription;
use crate::{
    caller::Jeune,
    db::{Conn, Tx},
    problem::Error,
    schema::{self, retour},
};

/// From how many answers on they are shown: of fewer one could guess whose they are.
const SHOWN_FROM: usize = 5;

const TOO_EARLY: &str = "C’est trop tôt : tu pourras répondre quand l’atelier sera fini.";

/// Answers, once: again changes nothing.
pub fn give(tx: &mut Tx<'_>, caller: &Jeune, request: &GiveRetour) -> Result<(), Error> {
    let one = inscription::find(tx.db, caller, request.inscription)?;
    if one.etat != EtatInscription::Present {
        return Err(ProblemKind::PasRecu.into());
    }
    if tx.now.0 < one.full.stored.fin && one.full.etat != EtatAtelier::Fait {
        return Err(Problem { title: TOO_EARLY.to_owned(), ..ProblemKind::PasEncore.into() }.into());
    }
    let first = diesel::update(schema::inscription::table.find(request.inscription.to_string()))
        .filter(schema::inscription::repondu.eq(false))
        .set(schema::inscription::repondu.eq(true))
        .execute(tx.db)?;
    if first == 1 {
        // Not the ordinary id, which says when it was made.
        let row = (
            retour::id.eq(uuid::Uuid::new_v4().to_string()),
            retour::atelier_id.eq(one.full.id.to_string()),
            retour::visage.eq(request.visage.code()),
            retour::mot.eq(request.mot.as_ref().map(|mot| mot.as_str())),
        );
        diesel::insert_into(retour::table).values(row).execute(tx.db)?;
    }
    Ok(())
}

/// What was answered about an atelier of which the caller keeps the list.
pub fn read(db: &mut Conn, atelier: AtelierId) -> Result<Retours, Error> {
    // By what they say: the order tells nothing of who or when.
    let rows: Vec<(String, Option<String>)> = retour::table
        .filter(retour::atelier_id.eq(atelier.to_string()))
        .order((retour::mot, retour::id))
        .select((retour::visage, retour::mot))
        .load(db)?;
    let nombre = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    if rows.len() < SHOWN_FROM {
        return Ok(Retours { nombre, ..Retours::default() });
    }
    let many = |visage: Visage| rows.iter().filter(|(said, _)| said == visage.code()).count();
    let visages = Visage::ALL.iter().map(|one| (*one, u32::try_from(many(*one)).unwrap_or(u32::MAX))).collect();
    Ok(Retours { nombre, visages, mots: rows.into_iter().filter_map(|(_, mot)| mot).collect() })
}
