//! What those who publish and lead see; who may change an atelier, and who keeps its list.

use std::collections::HashMap;

use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem, ProblemKind,
    ateliers::{AtelierPro, EtatAtelier, EtatInscription, ListeAtelier, Participant},
    ids::{AtelierId, CompteId, InscriptionId, StructureId},
    messages::Evenement,
};

use super::{
    liste, retours, serie,
    stored::{Full, Row, complete, rows},
};
use crate::{
    caller::{Professionnel, Structure},
    db::{AsText, Conn, Tx},
    live::Notice,
    problem::Error,
    schema::{atelier, inscription, jeune, membre, meneur, structure},
    time,
};

// Walls against a mistake: what is to come is never left out for what is past.
const MOST: i64 = 1_000;
const MOST_PAST: i64 = 200;
const PAST_DAYS: i64 = 120;
const NOT_HELD: &str = "Cet atelier est annulé, ou il n’est pas encore publié.";

/// What is refused because the atelier is not held, or not yet, in the words of professionals.
pub fn cancelled() -> Problem {
    Problem { title: NOT_HELD.to_owned(), ..ProblemKind::AtelierAnnule.into() }
}

/// An atelier of a structure in which the caller publishes: they may change it.
pub fn published(db: &mut Conn, caller: &Structure, atelier: AtelierId) -> Result<Full, Error> {
    let found = liste::find(db, atelier)?.filter(|one| caller.structures.contains(&one.stored.structure_id.0));
    found.ok_or_else(|| ProblemKind::Introuvable.into())
}

/// An atelier whose list the caller keeps: they publish there, or lead it. A draft is for those who publish only.
pub fn kept(db: &mut Conn, caller: &Professionnel, atelier: AtelierId) -> Result<Full, Error> {
    let found = liste::find(db, atelier)?.filter(|one| keeps(caller, one));
    found.ok_or_else(|| ProblemKind::Introuvable.into())
}

/// Whether the caller keeps the list of an atelier.
pub fn keeps(caller: &Professionnel, one: &Full) -> bool {
    let leads = one.is_led_by(caller.compte, &receiving(caller)) && one.is_published();
    leads || publishing(caller).contains(&one.stored.structure_id.0)
}

/// The open pages of those who keep the list show at once who came: another of them, or a phone that scanned, marked somebody.
pub fn tell_keepers(tx: &mut Tx<'_>, full: &Full) -> Result<(), Error> {
    let structures = full.structures().into_iter().chain([full.stored.structure_id.0]).map(|id| id.to_string());
    let members: Vec<AsText<CompteId>> = membre::table
        .filter(membre::structure_id.eq_any(structures))
        .select(membre::compte_id)
        .distinct()
        .load(tx.db)?;
    let comptes = members.into_iter().map(|AsText(id)| id).chain(full.professionnels()).collect();
    tx.tell(Notice { comptes, evenement: Evenement::RendezVous {} });
    Ok(())
}

/// Where somebody works.
pub fn works_at(caller: &Professionnel) -> Vec<StructureId> {
    caller.appartenances.iter().map(|place| place.structure).collect()
}

// Where somebody receives people: a structure that leads does so by them, not by whoever only coordinates there.
fn receiving(caller: &Professionnel) -> Vec<StructureId> {
    let receiving = caller.appartenances.iter().filter(|place| place.droits.receives());
    receiving.map(|place| place.structure).collect()
}

/// Where somebody publishes.
fn publishing(caller: &Professionnel) -> Vec<StructureId> {
    let publishing = caller.appartenances.iter().filter(|place| place.droits.publie);
    publishing.map(|place| place.structure).collect()
}

/// Some ateliers of the caller's structures, in the order that is given.
pub fn read_some(db: &mut Conn, caller: &Structure, ids: &[AtelierId], now: Instant) -> Result<Vec<AtelierPro>, Error> {
    let wanted: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let found: Vec<Row> = rows!().filter(atelier::id.eq_any(wanted)).order((atelier::debut, atelier::id)).load(db)?;
    let full = complete(db, found)?;
    to_pro(db, &caller.structures, full, now)
}

/// One of them.
pub fn read_one(db: &mut Conn, caller: &Structure, id: AtelierId, now: Instant) -> Result<AtelierPro, Error> {
    read_some(db, caller, &[id], now)?.pop().ok_or_else(|| ProblemKind::Introuvable.into())
}

/// What one publishes and leads: to come, the soonest first; then the past, the latest first.
pub fn list(db: &mut Conn, caller: &Professionnel, now: Instant) -> Result<Vec<AtelierPro>, Error> {
    let text = |ids: Vec<StructureId>| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mine = publishing(caller);
    let led = || {
        let by_person = meneur::professionnel_id.eq(caller.compte.to_string());
        let by_structure = meneur::structure_id.eq_any(text(receiving(caller)));
        meneur::table.filter(by_person.or(by_structure)).select(meneur::atelier_id)
    };
    let theirs =
        || rows!().filter(atelier::structure_id.eq_any(text(mine.clone())).or(atelier::id.eq_any(led()))).into_boxed();
    let mut found: Vec<Row> =
        theirs().filter(atelier::fin.gt(now.0)).order((atelier::debut, atelier::id)).limit(MOST).load(db)?;
    let past = theirs().filter(atelier::fin.le(now.0)).filter(atelier::debut.gt(now.plus_days(-PAST_DAYS).0));
    found.extend(past.order((atelier::debut.desc(), atelier::id)).limit(MOST_PAST).load::<Row>(db)?);
    let full = complete(db, found)?.into_iter().filter(|one| keeps(caller, one)).collect();
    let mut list = to_pro(db, &mine, full, now)?;
    list.sort_by_key(|one| {
        let past = one.atelier.fin <= now;
        (past, if past { -one.atelier.debut.0 } else { one.atelier.debut.0 }, one.atelier.id)
    });
    Ok(list)
}

/// An atelier with its list.
pub fn read_list(
    db: &mut Conn,
    caller: &Professionnel,
    atelier: AtelierId,
    now: Instant,
) -> Result<ListeAtelier, Error> {
    let full = kept(db, caller, atelier)?;
    // Whoever was expected at what was called off is still to be told, by whoever knows them.
    let states: &[&str] = match full.etat {
        EtatAtelier::Annule => &["annule"],
        EtatAtelier::Brouillon | EtatAtelier::Publie | EtatAtelier::Fait => {
            &["inscrit", "present", "absent", "offert", "attend"]
        }
    };
    let dates = serie::others(db, caller, &full, now)?;
    let shown = to_pro(db, &publishing(caller), vec![full], now)?.pop().ok_or(ProblemKind::Introuvable)?;
    Ok(ListeAtelier {
        atelier: shown,
        dates,
        participants: participants(db, atelier, states)?,
        retours: retours::read(db, atelier)?,
    })
}

/// One atelier of which the caller keeps the list.
pub fn read_kept(db: &mut Conn, caller: &Professionnel, id: AtelierId, now: Instant) -> Result<AtelierPro, Error> {
    let full = kept(db, caller, id)?;
    to_pro(db, &publishing(caller), vec![full], now)?.pop().ok_or_else(|| ProblemKind::Introuvable.into())
}

fn to_pro(db: &mut Conn, mine: &[StructureId], list: Vec<Full>, now: Instant) -> Result<Vec<AtelierPro>, Error> {
    if list.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = list.iter().map(|one| one.id.to_string()).collect();
    let (counts, series, names) = (count(db, &ids)?, count_series(db, &list)?, names(db, &list)?);
    let pro = list.into_iter().filter_map(|one| {
        let Counts { inscrits, attentes, presents } = counts.get(&one.id).copied().unwrap_or_default();
        let serie = one.stored.serie_id.as_ref().and_then(|serie| series.get(serie)).copied();
        let structure = one.stored.structure_id.0;
        Some(AtelierPro {
            atelier: one.shown(now),
            fiche: one.fiche()?,
            version: one.version(),
            structure,
            structure_nom: names.get(&structure).cloned().unwrap_or_default(),
            jour: time::day_of(one.debut(), &one.zone),
            debut: time::heure_of(one.debut(), &one.zone),
            fin: time::heure_of(Instant(one.stored.fin), &one.zone),
            inscrits,
            attentes,
            presents,
            serie: serie.map_or(0, |dates| dates.saturating_sub(1)),
            modifiable: mine.contains(&structure),
            mot: one.stored.mot.clone(),
        })
    });
    Ok(pro.collect())
}

#[derive(Clone, Copy, Default)]
struct Counts {
    inscrits: u32,
    attentes: u32,
    presents: u32,
}

fn count(db: &mut Conn, ids: &[String]) -> Result<HashMap<AtelierId, Counts>, Error> {
    let rows: Vec<(AsText<AtelierId>, String, i64)> = inscription::table
        .filter(inscription::atelier_id.eq_any(ids))
        .group_by((inscription::atelier_id, inscription::etat))
        .select((inscription::atelier_id, inscription::etat, diesel::dsl::count_star()))
        .load(db)?;
    let mut counts: HashMap<AtelierId, Counts> = HashMap::new();
    for (AsText(atelier), etat, many) in rows {
        let (of, many) = (counts.entry(atelier).or_default(), u32::try_from(many).unwrap_or(u32::MAX));
        match EtatInscription::from_code(&etat) {
            Some(EtatInscription::Inscrit | EtatInscription::Absent) => of.inscrits += many,
            Some(EtatInscription::Present) => (of.inscrits, of.presents) = (of.inscrits + many, of.presents + many),
            Some(EtatInscription::Attend | EtatInscription::Offert) => of.attentes += many,
            Some(EtatInscription::Quitte | EtatInscription::Passe | EtatInscription::Annule) | None => {}
        }
    }
    Ok(counts)
}

fn count_series(db: &mut Conn, list: &[Full]) -> Result<HashMap<String, u32>, Error> {
    let series: Vec<&String> = list.iter().filter_map(|one| one.stored.serie_id.as_ref()).collect();
    if series.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Option<String>, i64)> = atelier::table
        .filter(atelier::serie_id.eq_any(series))
        .group_by(atelier::serie_id)
        .select((atelier::serie_id, diesel::dsl::count_star()))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(serie, many)| Some((serie?, u32::try_from(many).ok()?))).collect())
}

fn names(db: &mut Conn, list: &[Full]) -> Result<HashMap<StructureId, String>, Error> {
    let ids: Vec<String> = list.iter().map(|one| one.stored.structure_id.0.to_string()).collect();
    let rows: Vec<(AsText<StructureId>, String)> =
        structure::table.filter(structure::id.eq_any(ids)).select((structure::id, structure::nom)).load(db)?;
    Ok(rows.into_iter().map(|(AsText(id), nom)| (id, nom)).collect())
}

/// Somebody on a list, as stored.
pub type ParticipantRow = (AsText<InscriptionId>, Option<String>, Option<String>, String, bool);

/// What makes a [`ParticipantRow`], with `jeune` joined on the left.
#[diesel::dsl::auto_type]
pub fn participant() -> _ {
    (inscription::id, jeune::prenom.nullable(), inscription::prenom, inscription::etat, inscription::accompagne)
}

/// From its row.
pub fn to_participant((AsText(inscription), theirs, given, etat, accompagne): ParticipantRow) -> Option<Participant> {
    Some(Participant {
        inscription,
        etat: EtatInscription::from_code(&etat)?,
        sans_compte: theirs.is_none(),
        prenom: theirs.or(given)?,
        accompagne,
    })
}

// Those who have a place, then those who wait: each in the order in which they came. Who left is not shown.
fn participants(db: &mut Conn, atelier: AtelierId, states: &[&str]) -> Result<Vec<Participant>, Error> {
    let rows: Vec<ParticipantRow> = inscription::table
        .left_join(jeune::table)
        .filter(inscription::atelier_id.eq(atelier.to_string()))
        .filter(inscription::etat.eq_any(states))
        .order(inscription::numero)
        .select(participant())
        .load(db)?;
    let mut list: Vec<Participant> = rows.into_iter().filter_map(to_participant).collect();
    list.sort_by_key(|one| match one.etat {
        EtatInscription::Offert => 1,
        EtatInscription::Attend => 2,
        _ => 0,
    });
    Ok(list)
}
