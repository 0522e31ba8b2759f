//! How many came: by day, hour and need. Who it was has no part in it, so that it stays true when that is forgotten.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    accueil::{CompteBesoin, CompteHeure, CountPassages, Effectif, JourDePassages},
    fields::Jour,
    permanences::Besoin,
};

use super::equipe;
use crate::{
    caller::Professionnel,
    db::{AsText, Conn},
    problem::Error,
    schema::passage,
    time,
};

const DAYS: i32 = 7;

type Row = (AsText<Jour>, i32, Option<String>, Option<i64>);

/// Seven days, from the one that is asked for or the Monday of this week.
pub fn week(
    db: &mut Conn,
    pro: &Professionnel,
    request: &CountPassages,
    now: Instant,
) -> Result<Vec<JourDePassages>, Error> {
    let place = equipe::check(db, pro, &request.espace)?;
    let today = time::day_of(now, &place.zone);
    let monday = time::plus_days(today, 1 - i32::from(time::weekday(today)));
    let first = request.du.unwrap_or(monday);
    let days: Vec<Jour> = (0..DAYS).map(|days| time::plus_days(first, days)).collect();
    let rows: Vec<Row> = passage::table
        .filter(passage::espace_id.eq(place.id.to_string()))
        .filter(passage::jour.eq_any(days.iter().map(ToString::to_string)))
        .filter(passage::arrive_le.is_not_null())
        .select((passage::jour, passage::heure, passage::besoin, passage::pris_le))
        .load(db)?;
    Ok(days.into_iter().map(|jour| day(jour, &rows)).collect())
}

fn day(jour: Jour, rows: &[Row]) -> JourDePassages {
    let mine: Vec<&Row> = rows.iter().filter(|row| row.0.0 == jour).collect();
    let count =
        |one: &dyn Fn(&Row) -> bool| u32::try_from(mine.iter().filter(|row| one(row)).count()).unwrap_or(u32::MAX);
    let by_hour = (0..24_u8).map(|heure| (heure, count(&|row| row.1 == i32::from(heure))));
    let of = |besoin| (besoin, count(&|row| row.2.as_deref().and_then(Besoin::from_code) == besoin));
    let mut by_need: Vec<(Option<Besoin>, u32)> = Besoin::ALL.iter().copied().map(Some).chain([None]).map(of).collect();
    by_need.retain(|(_, count)| 0 < *count);
    // Not even the order tells small groups apart.
    by_need.sort_by_key(|(_, count)| std::cmp::Reverse(Effectif::of(*count)));
    let besoins = by_need.into_iter().map(|(besoin, count)| CompteBesoin { besoin, passages: Effectif::of(count) });
    let heures = by_hour.filter(|(_, count)| 0 < *count);
    JourDePassages {
        jour,
        passages: count(&|_| true),
        recus: count(&|row| row.3.is_some()),
        heures: heures.map(|(heure, count)| CompteHeure { heure, passages: Effectif::of(count) }).collect(),
        besoins: besoins.collect(),
    }
}
