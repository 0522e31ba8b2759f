//! Who will be there: those who hold something at the place itself, on the next day on which somebody does.

use std::collections::{BTreeMap, HashMap};

use diesel::{BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    accueil::{EspaceEnDetail, GenreEspace, Present, turn_by_day},
    ateliers::EtatAtelier,
    fields::{Heure, Jour},
    ids::CompteId,
    permanences::{Mode, Public},
};

use crate::{
    db::{AsText, Conn},
    problem::Error,
    schema::{atelier, creneau, espace_temps, lieu, meneur, permanence, professionnel},
    time,
};

// How far ahead somebody is looked for, in days.
const AHEAD: i64 = 28;
// How many people a page names: more is a crowd.
const PEOPLE: usize = 8;
const NOON: Heure = match Heure::from_minutes(12 * 60) {
    Some(heure) => heure,
    None => unreachable!(),
};

type People = BTreeMap<Jour, BTreeMap<CompteId, Present>>;

/// Adds to some places who will be there, and when.
pub fn fill(db: &mut Conn, list: &mut [EspaceEnDetail], now: Instant, today: Jour) -> Result<(), Error> {
    let ids: Vec<String> = list.iter().map(|one| one.espace.id.to_string()).collect();
    let mut all: HashMap<String, People> = HashMap::new();
    for (espace, jour, compte, one) in of_permanences(db, &ids, now)?.into_iter().chain(of_ateliers(db, &ids, now)?) {
        all.entry(espace).or_default().entry(jour).or_default().insert(compte, one);
    }
    for one in list {
        let first = all.remove(&one.espace.id.to_string()).and_then(|mut days| days.pop_first());
        let Some((jour, people)) = first else { continue };
        let zone = TimeZone::get(&one.base.fuseau).unwrap_or(TimeZone::UTC);
        one.presents = people.into_values().collect();
        turn_by_day(&mut one.presents, today);
        one.presents.truncate(PEOPLE);
        one.presents_le = Some(time::passed(jour, NOON, &zone));
    }
    Ok(())
}

type There = (String, Jour, CompteId, Present);

// By phone or elsewhere one is not there; what a référent keeps for their own jeunes is announced to nobody.
fn of_permanences(db: &mut Conn, ids: &[String], now: Instant) -> Result<Vec<There>, Error> {
    type Row = (String, AsText<Jour>, AsText<CompteId>, String, String);
    let rows: Vec<Row> = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(espace_temps::table.on(espace_temps::id.eq(creneau::espace_id)))
        .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
        .filter(creneau::espace_id.eq_any(ids))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::public.ne(Public::SesJeunes.code()))
        .filter(creneau::debut.gt(now.plus_days(-1).0))
        .filter(creneau::debut.lt(now.plus_days(AHEAD).0))
        .filter(creneau::fin.gt(now.0))
        // What moves is where its team is.
        .filter(permanence::lieu_id.eq(espace_temps::lieu_id).or(espace_temps::genre.eq(GenreEspace::Mobile.code())))
        .filter(permanence::mode.eq(Mode::SurPlace.code()))
        .select((
            creneau::espace_id,
            creneau::jour,
            professionnel::compte_id,
            professionnel::prenom,
            professionnel::aide,
        ))
        .distinct()
        .load(db)?;
    let there = |(espace, AsText(jour), AsText(compte), prenom, aide)| (espace, jour, compte, Present { prenom, aide });
    Ok(rows.into_iter().map(there).collect())
}

fn of_ateliers(db: &mut Conn, ids: &[String], now: Instant) -> Result<Vec<There>, Error> {
    type Row = (Option<String>, i64, AsText<CompteId>, String, String, String);
    let rows: Vec<Row> = atelier::table
        .inner_join(meneur::table.on(meneur::atelier_id.eq(atelier::id)))
        .inner_join(professionnel::table.on(meneur::professionnel_id.eq(professionnel::compte_id.nullable())))
        .inner_join(espace_temps::table.on(atelier::espace_id.eq(espace_temps::id.nullable())))
        .inner_join(lieu::table.on(lieu::id.eq(atelier::lieu_id)))
        .filter(atelier::espace_id.eq_any(ids.iter().map(|id| Some(id.clone())).collect::<Vec<_>>()))
        .filter(atelier::chez_espace.or(espace_temps::genre.eq(GenreEspace::Mobile.code())))
        .filter(atelier::etat.eq(EtatAtelier::Publie.code()))
        .filter(atelier::debut.gt(now.plus_days(-1).0))
        .filter(atelier::debut.lt(now.plus_days(AHEAD).0))
        .filter(atelier::fin.gt(now.0))
        .select((
            atelier::espace_id,
            atelier::debut,
            professionnel::compte_id,
            professionnel::prenom,
            professionnel::aide,
            lieu::fuseau,
        ))
        .load(db)?;
    let there = |(espace, debut, AsText(compte), prenom, aide, fuseau): Row| {
        let zone = TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC);
        Some((espace?, time::day_of(Instant(debut), &zone), compte, Present { prenom, aide }))
    };
    Ok(rows.into_iter().filter_map(there).collect())
}
