//! Near places first, when a commune is chosen: by time, then by distance. Nothing is kept of where somebody looks.

use std::collections::HashSet;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::permanences::{Creneau, Creneaux};

use crate::{
    annuaire::communes::{Centre, centre_of, km},
    db::Conn,
    problem::Error,
    schema::{arret, arret_particulier, espace_temps, lieu},
};

/// What one goes to without a car.
pub const NEAR_KM: u16 = 20;
// The nearest of them: as many as a query names at ease.
const MOST: usize = 100;

/// The espaces-temps that are near, the nearest first.
pub fn near(db: &mut Conn, centre: Centre) -> Result<Vec<String>, Error> {
    let homes: Vec<(String, String)> = espace_temps::table
        .inner_join(lieu::table)
        .filter(lieu::espace_mobile_id.is_null())
        .select((espace_temps::id, lieu::commune))
        .load(db)?;
    // What moves is near where it stops.
    let stops: Vec<(String, String)> = arret::table.select((arret::espace_id, arret::commune)).distinct().load(db)?;
    let once: Vec<(String, Option<String>)> = arret_particulier::table
        .filter(arret_particulier::commune.is_not_null())
        .select((arret_particulier::espace_id, arret_particulier::commune))
        .distinct()
        .load(db)?;
    let once = once.into_iter().filter_map(|(id, commune)| Some((id, commune?)));
    let far = |commune: &str| centre_of(commune).map(|other| km(centre, other));
    let mut near: Vec<(u16, String)> = homes
        .into_iter()
        .chain(stops)
        .chain(once)
        .filter_map(|(id, commune)| far(&commune).filter(|km| *km <= NEAR_KM).map(|km| (km, id)))
        .collect();
    near.sort_unstable();
    let mut seen = HashSet::new();
    near.retain(|(_, id)| seen.insert(id.clone()));
    Ok(near.into_iter().take(MOST).map(|(_, id)| id).collect())
}

/// Whether a list offers nothing for what was asked.
pub fn is_empty(list: &Creneaux) -> bool {
    [&list.maintenant, &list.aujourdhui, &list.semaine, &list.plus_tard].iter().all(|span| span.is_empty())
}

/// The same list, each créneau with its distance; of two that start together the nearer one comes first.
pub fn sorted(list: Creneaux, centre: Centre) -> Creneaux {
    let measure = |creneau: Creneau| {
        let km = centre_of(&creneau.lieu.commune).map(|other| km(centre, other));
        Creneau { km, ..creneau }
    };
    let sort = |span: Vec<Creneau>| {
        let mut span: Vec<Creneau> = span.into_iter().map(measure).collect();
        // Stable: those that are as near stay as they were drawn.
        span.sort_by_key(|creneau| (creneau.debut, creneau.km.unwrap_or(u16::MAX)));
        span
    };
    Creneaux {
        maintenant: sort(list.maintenant),
        aujourdhui: sort(list.aujourdhui),
        semaine: sort(list.semaine),
        plus_tard: sort(list.plus_tard),
        autre: list.autre.map(measure),
    }
}
