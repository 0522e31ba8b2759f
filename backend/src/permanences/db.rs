//! The free créneaux, nearest first.

use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    fields::CodeEspace,
    ids::CreneauId,
    permanences::{Besoin, Creneau, Creneaux, ListCreneaux},
};

use crate::{
    accueil::db::{LIEU, LieuRow, find_id, to_lieu},
    db::{AsText, Conn},
    problem::Error,
    schema::{creneau, espace_temps, lieu, permanence, professionnel},
};

// "Maintenant" is within two hours.
const NOW_MINUTES: i64 = 120;
// How many of each a phone is sent.
const MOST: [i64; 4] = [8, 16, 24, 16];

/// The free créneaux that answer a filter, in the words of everyday life. Tomorrow begins at `tomorrow`.
pub fn list_free(db: &mut Conn, filter: &ListCreneaux, now: Instant, tomorrow: Instant) -> Result<Creneaux, Error> {
    let espace = match &filter.espace {
        Some(code) => match find_id(db, code)? {
            Some(espace) => Some(espace.to_string()),
            None => return Err(shared::ProblemKind::Introuvable.into()),
        },
        None => None,
    };
    let soon = now.plus_minutes(NOW_MINUTES);
    let week = now.plus_days(7);
    let mut free =
        |from: Instant, to: Instant, most: i64| free_between(db, filter.besoin, espace.as_deref(), (from, to), most);
    let maintenant = free(now, soon, MOST[0])?;
    let aujourdhui = free(soon, tomorrow, MOST[1])?;
    let semaine = free(soon.max(tomorrow), week, MOST[2])?;
    let plus_tard = free(week, Instant(i64::MAX), MOST[3])?;
    let nothing = [&maintenant, &aujourdhui, &semaine, &plus_tard].iter().all(|list| list.is_empty());
    let autre = if nothing { free_between(db, None, None, (now, Instant(i64::MAX)), 1)?.pop() } else { None };
    Ok(Creneaux { maintenant, aujourdhui, semaine, plus_tard, autre })
}

type Row = (AsText<CreneauId>, i64, i64, String, i32, String, String, AsText<CodeEspace>, LieuRow);

fn free_between(
    db: &mut Conn,
    besoin: Option<Besoin>,
    espace: Option<&str>,
    (from, to): (Instant, Instant),
    most: i64,
) -> Result<Vec<Creneau>, Error> {
    if to <= from {
        return Ok(Vec::new());
    }
    let mut query = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
        .inner_join(espace_temps::table.on(espace_temps::id.eq(creneau::espace_id)))
        .filter(creneau::debut.gt(from.0))
        .filter(creneau::debut.le(to.0))
        .filter(creneau::places_libres.gt(0))
        .order((creneau::debut, creneau::id))
        .limit(most)
        .select((
            creneau::id,
            creneau::debut,
            creneau::fin,
            creneau::besoin,
            creneau::places_libres,
            professionnel::prenom,
            professionnel::aide,
            espace_temps::code,
            LIEU,
        ))
        .into_boxed();
    if let Some(besoin) = besoin {
        query = query.filter(creneau::besoin.eq(besoin.code()));
    }
    if let Some(espace) = espace {
        query = query.filter(creneau::espace_id.eq(espace.to_owned()));
    }
    let rows: Vec<Row> = query.load(db)?;
    Ok(rows.into_iter().filter_map(to_creneau).collect())
}

fn to_creneau(row: Row) -> Option<Creneau> {
    let (AsText(id), debut, fin, besoin, places, professionnel, aide, AsText(espace), lieu) = row;
    Some(Creneau {
        id,
        debut: Instant(debut),
        fin: Instant(fin),
        besoin: Besoin::from_code(&besoin)?,
        professionnel,
        aide,
        espace,
        lieu: to_lieu(lieu),
        places_libres: u16::try_from(places).ok()?,
    })
}
