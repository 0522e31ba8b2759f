//! "Rendez-vous sans délai", measured for each place and need for which a structure publishes.

use std::collections::{BTreeMap, HashMap};

use diesel::{BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    fields::CodeEspace,
    ids::EspaceId,
    permanences::{Besoin, Delai, Delais, FEWEST, Public},
};

use super::attente::first_free;
use crate::{
    accueil::db::LIEU,
    caller::Structure,
    db::{AsText, Conn},
    problem::Error,
    schema::{attente, creneau, espace_temps, lieu, permanence, rendez_vous},
    time,
};

// What is looked back at.
const DAYS: i64 = 90;

/// The delays, those that are too far first.
pub fn read(db: &mut Conn, caller: &Structure, now: Instant, promesse: u16) -> Result<Delais, Error> {
    let mut lignes = Vec::new();
    for ((espace, besoin), (code, lieu, fuseau)) in places(db, caller, now)? {
        let prochain = first_free(db, &espace.to_string(), besoin.code(), now)?.map(|(_, debut)| debut);
        let last = now.plus_days(i64::from(promesse));
        let heures = median(waits(db, espace, besoin, now)?);
        let trop_loin = prochain.is_none_or(|debut| last < debut);
        lignes.push(Delai { espace: code, lieu, fuseau, besoin, prochain, trop_loin, heures });
    }
    lignes.sort_by(|a, b| (!a.trop_loin, &a.lieu, a.besoin).cmp(&(!b.trop_loin, &b.lieu, b.besoin)));
    Ok(Delais { promesse, lignes })
}

type Places = BTreeMap<(EspaceId, Besoin), (CodeEspace, String, String)>;

// Where and for what the caller's structures have a permanence that goes on, open to all.
fn places(db: &mut Conn, caller: &Structure, now: Instant) -> Result<Places, Error> {
    type Row = (AsText<EspaceId>, AsText<CodeEspace>, String, String, String);
    let today = time::day_of(now, &jiff::tz::TimeZone::UTC).to_string();
    let goes_on = permanence::dernier_jour.is_null().or(permanence::dernier_jour.assume_not_null().ge(today));
    let rows: Vec<Row> = permanence::table
        .inner_join(espace_temps::table)
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .filter(permanence::structure_id.eq_any(caller.structures.iter().map(ToString::to_string)))
        .filter(permanence::public.eq(Public::Tous.code()))
        .filter(goes_on)
        .select((espace_temps::id, espace_temps::code, espace_temps::nom, LIEU.3, permanence::besoin))
        .load(db)?;
    let places = rows.into_iter().filter_map(|(AsText(espace), AsText(code), nom, fuseau, besoin)| {
        Some(((espace, Besoin::from_code(&besoin)?), (code, nom, fuseau)))
    });
    Ok(places.collect())
}

// Hours from the request to the first rendez-vous of each person there, for that need.
fn waits(db: &mut Conn, espace: EspaceId, besoin: Besoin, now: Instant) -> Result<Vec<i64>, Error> {
    type Row = (String, i64, i64, Option<i64>);
    let waited = attente::jeune_id.nullable().eq(rendez_vous::jeune_id);
    let rows: Vec<Row> = rendez_vous::table
        .inner_join(creneau::table)
        .left_join(attente::table.on(waited.and(attente::offre_id.eq(creneau::id.nullable()))))
        .filter(creneau::espace_id.eq(espace.to_string()))
        .filter(creneau::besoin.eq(besoin.code()))
        .filter(creneau::debut.gt(now.plus_days(-DAYS).0))
        .filter(creneau::debut.le(now.0))
        .filter(rendez_vous::etat.eq_any(["confirme", "honore", "absent"]))
        .filter(rendez_vous::jeune_id.is_not_null())
        .order((creneau::debut, rendez_vous::id))
        .select((
            rendez_vous::jeune_id.assume_not_null(),
            creneau::debut,
            rendez_vous::pris_le,
            attente::depuis.nullable(),
        ))
        .load(db)?;
    let mut first: HashMap<String, i64> = HashMap::new();
    for (jeune, debut, pris, depuis) in rows {
        let asked = depuis.map_or(pris, |depuis| depuis.min(pris));
        first.entry(jeune).or_insert((debut - asked).max(0) / 3_600_000);
    }
    Ok(first.into_values().collect())
}

// Nothing below five people: it would be a figure of somebody.
fn median(mut hours: Vec<i64>) -> Option<u32> {
    hours.sort_unstable();
    let enough = u32::try_from(hours.len()).is_ok_and(|count| FEWEST <= count);
    hours.get(hours.len() / 2).filter(|_| enough).and_then(|hours| u32::try_from(*hours).ok())
}
