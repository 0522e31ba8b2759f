//! What others publish with us or in our places: whoever has a part in it is told, and may take it back. Nobody asks before: a
//! young person would wait for the answer.

use std::collections::BTreeSet;

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ateliers::{AtelierAccueilli, EtatAtelier, Mot, Part},
    ids::{AtelierId, CompteId, StructureId},
    operation::Done,
};

use super::{
    attente, avis, changement, creation, liste,
    stored::{Full, Row, complete, rows},
};
use crate::{
    accueil::hotes,
    caller::Professionnel,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{animation, atelier, membre, meneur, retrait_atelier, structure},
};

// A wall against a mistake.
const MOST: i64 = 200;
const REFUSED: &str = "Le lieu ne peut pas accueillir cet atelier.";

/// Tells whoever has a part in what was just published: those who lead for others, the team of a place of others.
pub fn tell(tx: &mut Tx<'_>, id: AtelierId) -> Result<(), Error> {
    let Some(full) = liste::find(tx.db, id)? else { return Ok(()) };
    let own = full.stored.structure_id.0;
    let mut structures = full.structures();
    structures.extend(hosts(tx.db, &full)?);
    structures.retain(|one| *one != own);
    let mut told: BTreeSet<CompteId> = hotes::members(tx.db, &structures)?.into_iter().collect();
    let colleagues = workers(tx.db, own)?;
    told.extend(full.professionnels().into_iter().filter(|one| !colleagues.contains(one)));
    tell_all(tx, &full, told)
}

fn tell_all(tx: &mut Tx<'_>, full: &Full, told: impl IntoIterator<Item = CompteId>) -> Result<(), Error> {
    for compte in told {
        crate::avis::tell(tx, &avis::with_others(full, compte))?;
    }
    Ok(())
}

// The structures of the place, when the one that publishes is not one of them.
fn hosts(db: &mut Conn, full: &Full) -> Result<Vec<StructureId>, Error> {
    match &full.stored.espace_id {
        Some(espace) => hotes::of(db, espace, full.stored.structure_id.0),
        None => Ok(Vec::new()),
    }
}

fn workers(db: &mut Conn, of: StructureId) -> Result<Vec<CompteId>, Error> {
    let rows: Vec<AsText<CompteId>> =
        membre::table.filter(membre::structure_id.eq(of.to_string())).select(membre::compte_id).load(db)?;
    Ok(rows.into_iter().map(|AsText(id)| id).collect())
}

// What the caller may take back of it; nothing of what their own structures publish.
fn parts(db: &mut Conn, caller: &Professionnel, full: &Full) -> Result<Vec<Part>, Error> {
    let is_own = caller.appartenances.iter().any(|place| place.structure == full.stored.structure_id.0);
    if is_own || full.etat != EtatAtelier::Publie {
        return Ok(Vec::new());
    }
    let deciding = hotes::decides(caller);
    let leads = full.is_led_by(caller.compte, &deciding).then_some(Part::Anime);
    let hosts = hosts(db, full)?.iter().any(|one| deciding.contains(one)).then_some(Part::Lieu);
    Ok(leads.into_iter().chain(hosts).collect())
}

/// What others publish to come, in which the caller has a part: the soonest first.
pub fn list(db: &mut Conn, caller: &Professionnel, now: Instant) -> Result<Vec<AtelierAccueilli>, Error> {
    let deciding: Vec<String> = hotes::decides(caller).iter().map(ToString::to_string).collect();
    let led = meneur::table
        .filter(
            meneur::professionnel_id.eq(caller.compte.to_string()).or(meneur::structure_id.eq_any(deciding.clone())),
        )
        .select(meneur::atelier_id);
    let places: Vec<String> =
        animation::table.filter(animation::structure_id.eq_any(deciding)).select(animation::espace_id).load(db)?;
    let found: Vec<Row> = rows!()
        .filter(atelier::debut.gt(now.0))
        .filter(atelier::etat.eq(EtatAtelier::Publie.code()))
        .filter(atelier::espace_id.eq_any(places).or(atelier::id.eq_any(led)))
        .order((atelier::debut, atelier::id))
        .limit(MOST)
        .load(db)?;
    let mut list = Vec::new();
    for full in complete(db, found)? {
        let parts = parts(db, caller, &full)?;
        if !parts.is_empty() {
            let of = structure::table.find(full.stored.structure_id.0.to_string());
            let structure: String = of.select(structure::nom).first(db)?;
            list.push(AtelierAccueilli { atelier: full.shown(now), structure, parts });
        }
    }
    Ok(list)
}

/// The caller takes their part back, at once. What is held in their walls is called off: whoever joined is told, and others are
/// offered to them; what is only announced there is no longer.
pub fn withdraw(tx: &mut Tx<'_>, caller: &Professionnel, id: AtelierId, part: Part) -> Result<Done, Error> {
    attente::lock(tx, id)?;
    let full = liste::read(tx.db, id)?;
    if !parts(tx.db, caller, &full)?.contains(&part) {
        // Twice is once.
        let done = retrait_atelier::table.find((id.to_string(), caller.compte.to_string(), part.code()));
        let done: i64 = done.count().get_result(tx.db)?;
        return if 0 < done { Ok(Done {}) } else { Err(ProblemKind::Introuvable.into()) };
    }
    if !full.is_to_come(tx.now) {
        return Err(ProblemKind::AtelierPasse.into());
    }
    match part {
        Part::Anime => leave(tx, caller, &full)?,
        Part::Lieu if full.stored.chez_espace => {
            let mot = Mot::parse(REFUSED).map_err(|why| Error::Internal(why.to_string()))?;
            changement::call_off(tx, &full, &mot)?;
        }
        Part::Lieu => {
            diesel::update(atelier::table.find(id.to_string()))
                .set(atelier::espace_id.eq(None::<String>))
                .execute(tx.db)?;
        }
    }
    remember(tx, caller, id, part)?;
    let publishers = hotes::members(tx.db, &[full.stored.structure_id.0])?;
    tell_all(tx, &full, publishers)?;
    Ok(Done {})
}

// A form that was opened before does not undo it.
fn remember(tx: &mut Tx<'_>, caller: &Professionnel, id: AtelierId, part: Part) -> Result<(), Error> {
    diesel::update(atelier::table.find(id.to_string()))
        .set(atelier::version.eq(atelier::version + 1))
        .execute(tx.db)?;
    let key = (id.to_string(), caller.compte.to_string(), part.code());
    diesel::delete(retrait_atelier::table.find(key)).execute(tx.db)?;
    diesel::insert_into(retrait_atelier::table)
        .values((
            retrait_atelier::atelier_id.eq(id.to_string()),
            retrait_atelier::compte_id.eq(caller.compte.to_string()),
            retrait_atelier::part.eq(part.code()),
        ))
        .execute(tx.db)?;
    Ok(())
}

// Without anybody, the structure that publishes leads. Those who joined see that others lead.
fn leave(tx: &mut Tx<'_>, caller: &Professionnel, full: &Full) -> Result<(), Error> {
    let deciding: Vec<String> = hotes::decides(caller).iter().map(ToString::to_string).collect();
    let mine = meneur::professionnel_id.eq(caller.compte.to_string()).or(meneur::structure_id.eq_any(deciding));
    let of = || meneur::table.filter(meneur::atelier_id.eq(full.id.to_string()));
    diesel::delete(of().filter(mine)).execute(tx.db)?;
    if of().count().get_result::<i64>(tx.db)? == 0 {
        creation::set_meneurs(tx.db, full.id, full.stored.structure_id.0, &[])?;
    }
    let people = changement::expected(tx, full.id)?;
    changement::announce(tx, full, None, &people)
}
