//! How many came: by day, hour and need. Who it was has no part in it, so that it stays true when that is forgotten.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    accueil::{CompteBesoin, CompteHeure, CountPassages, Effectif, JourDePassages, SemaineDePassages, effectifs},
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

/// A week, from Monday on: the one with the day that is asked for, or this one.
pub fn week(
    db: &mut Conn,
    pro: &Professionnel,
    request: &CountPassages,
    now: Instant,
) -> Result<SemaineDePassages, Error> {
    let place = equipe::check(db, pro, &request.espace)?;
    let asked = request.du.unwrap_or(time::day_of(now, &place.zone));
    let monday = time::plus_days(asked, 1 - i32::from(time::weekday(asked)));
    let days: Vec<Jour> = (0..DAYS).map(|days| time::plus_days(monday, days)).collect();
    let rows: Vec<Row> = passage::table
        .filter(passage::espace_id.eq(place.id.to_string()))
        .filter(passage::jour.eq_any(days.iter().map(ToString::to_string)))
        .filter(passage::arrive_le.is_not_null())
        .select((passage::jour, passage::heure, passage::besoin, passage::pris_le))
        .load(db)?;
    let each: Vec<Vec<&Row>> = days.iter().map(|jour| rows.iter().filter(|row| row.0.0 == *jour).collect()).collect();
    let totals: Vec<u32> = each.iter().map(|rows| count(rows, |_| true)).collect();
    let jours = days.into_iter().zip(each).map(|(jour, rows)| day(jour, &rows)).collect();
    Ok(SemaineDePassages { jours, passages: effectifs::total(&totals) })
}

fn count(rows: &[&Row], which: impl Fn(&Row) -> bool) -> u32 {
    u32::try_from(rows.iter().filter(|row| which(row)).count()).unwrap_or(u32::MAX)
}

fn day(jour: Jour, rows: &[&Row]) -> JourDePassages {
    let passages = count(rows, |_| true);
    let by_hour = (0..24_u8).map(|heure| (heure, count(rows, |row| row.1 == i32::from(heure))));
    let of = |besoin| (besoin, count(rows, |row| row.2.as_deref().and_then(Besoin::from_code) == besoin));
    let mut by_need: Vec<_> = Besoin::ALL.iter().copied().map(Some).chain([None]).map(of).collect();
    by_need.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let heures = shown(by_hour.collect()).map(|(heure, passages)| CompteHeure { heure, passages });
    let besoins = shown(by_need).map(|(besoin, passages)| CompteBesoin { besoin, passages });
    JourDePassages {
        jour,
        passages: Effectif::of(passages),
        recus: effectifs::part(passages, count(rows, |row| row.3.is_some())),
        heures: heures.collect(),
        besoins: besoins.collect(),
    }
}

// What may be said beside the passages of the day.
fn shown<T>(parts: Vec<(T, u32)>) -> impl Iterator<Item = (T, Effectif)> {
    let counts: Vec<u32> = parts.iter().map(|(_, count)| *count).collect();
    let known = parts.into_iter().zip(effectifs::montrables(&counts)).filter(|(_, shown)| *shown);
    known.map(|((what, count), _)| (what, Effectif::of(count)))
}
