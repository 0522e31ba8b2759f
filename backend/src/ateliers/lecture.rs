//! What a jeune has joined or waits for, as it is read.

use std::collections::HashSet;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ateliers::{EtatAtelier, EtatInscription, Inscription},
    ids::{AtelierId, CompteId, InscriptionId},
};

use super::{
    inscription::HELD,
    stored::{Full, complete, rows},
};
use crate::{
    caller::Jeune,
    db::{AsText, Conn},
    problem::Error,
    schema::{atelier, inscription},
};

/// An inscription of a jeune, with its atelier.
pub struct Found {
    pub id: InscriptionId,
    pub etat: EtatInscription,
    pub full: Full,
    pub numero: i64,
    pub accompagne: bool,
    pub offre_jusquau: Option<i64>,
    /// How many changes they have seen.
    pub vu: i32,
    pub repondu: bool,
}

type FoundRow = (AsText<InscriptionId>, AsText<AtelierId>, String, i64, bool, Option<i64>, i32, bool);

/// One of theirs; somebody else's does not exist.
pub fn find(db: &mut Conn, caller: &Jeune, id: InscriptionId) -> Result<Found, Error> {
    load(db, caller, Some(id))?.pop().ok_or_else(|| ProblemKind::Introuvable.into())
}

fn load(db: &mut Conn, caller: &Jeune, only: Option<InscriptionId>) -> Result<Vec<Found>, Error> {
    let mut query = inscription::table
        .filter(inscription::jeune_id.eq(caller.compte.to_string()))
        .order(inscription::numero.desc())
        .select((
            inscription::id,
            inscription::atelier_id,
            inscription::etat,
            inscription::numero,
            inscription::accompagne,
            inscription::offre_jusquau,
            inscription::vu,
            inscription::repondu,
        ))
        .into_boxed();
    if let Some(id) = only {
        query = query.filter(inscription::id.eq(id.to_string()));
    }
    let found: Vec<FoundRow> = query.load(db)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = found.iter().map(|row| row.1.0.to_string()).collect();
    let ateliers = rows!().filter(atelier::id.eq_any(ids)).load(db)?;
    let ateliers = complete(db, ateliers)?;
    let found = found.into_iter().filter_map(|(AsText(id), AsText(of), etat, numero, accompagne, until, vu, said)| {
        Some(Found {
            id,
            etat: EtatInscription::from_code(&etat)?,
            full: ateliers.iter().find(|one| one.id == of)?.clone(),
            numero,
            accompagne,
            offre_jusquau: until,
            vu,
            repondu: said,
        })
    });
    Ok(found.collect())
}

/// One of theirs, as they see it.
pub fn read(db: &mut Conn, caller: &Jeune, id: InscriptionId, now: Instant) -> Result<Inscription, Error> {
    let one = find(db, caller, id)?;
    shown(db, one, now)
}

/// What is offered first, then what is to come, then the past; of an atelier that was left and joined again the last.
pub fn list(db: &mut Conn, caller: &Jeune, now: Instant) -> Result<Vec<Inscription>, Error> {
    let mut known = HashSet::new();
    let mut list = Vec::new();
    // The newest number comes first.
    for one in load(db, caller, None)?.into_iter().filter(|one| known.insert(one.full.id)) {
        let is_over = match one.etat {
            EtatInscription::Quitte => true,
            EtatInscription::Passe => !one.full.is_to_come(now),
            _ => false,
        };
        if !is_over {
            list.push(shown(db, one, now)?);
        }
    }
    list.sort_by_key(|one| {
        let (past, offered) = (one.atelier.fin <= now, one.etat == EtatInscription::Offert);
        (past, !offered, if past { -one.atelier.debut.0 } else { one.atelier.debut.0 }, one.id)
    });
    Ok(list)
}

/// As the jeune sees it.
pub fn shown(db: &mut Conn, one: Found, now: Instant) -> Result<Inscription, Error> {
    let is_over = one.full.stored.fin <= now.0 || one.full.etat == EtatAtelier::Fait;
    let avant = if one.etat == EtatInscription::Attend { before(db, one.full.id, one.numero)? } else { 0 };
    Ok(Inscription {
        id: one.id,
        atelier: one.full.shown(now),
        etat: one.etat,
        avant,
        offre_jusquau: one.offre_jusquau.filter(|_| one.etat == EtatInscription::Offert).map(Instant),
        accompagne: one.accompagne,
        change: HELD.contains(&one.etat.code()) && one.vu < one.full.stored.changements,
        retour_possible: one.etat == EtatInscription::Present && is_over && !one.repondu,
    })
}

fn before(db: &mut Conn, of: AtelierId, numero: i64) -> Result<u32, Error> {
    let many: i64 = inscription::table
        .filter(inscription::atelier_id.eq(of.to_string()))
        .filter(inscription::numero.lt(numero))
        .filter(inscription::etat.eq(EtatInscription::Attend.code()))
        .count()
        .get_result(db)?;
    Ok(u32::try_from(many).unwrap_or(u32::MAX))
}

/// The ateliers in which somebody holds a place or waits for one.
pub fn known(db: &mut Conn, jeune: CompteId) -> Result<Vec<AsText<AtelierId>>, Error> {
    let rows = inscription::table.filter(inscription::jeune_id.eq(jeune.to_string()));
    Ok(rows.filter(inscription::etat.eq_any(HELD)).select(inscription::atelier_id).load(db)?)
}
