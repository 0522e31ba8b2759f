//! The free créneaux, nearest first.

use std::{collections::HashMap, sync::Arc};

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    fields::CodeEspace,
    ids::{CompteId, CreneauId, PermanenceId},
    permanences::{Besoin, Creneau, Creneaux, ListCreneaux, Mode, Public},
};

use super::{
    autour::{self, Around},
    distance,
};
use crate::{
    accueil::escales::Escales,
    annuaire::communes,
    comptes::keys,
    db::{AsText, Conn},
    problem::Error,
    schema::{creneau, espace_temps, fil, lieu},
    time,
};

// "Maintenant" is within two hours.
const NOW_MINUTES: i64 = 120;
// How many of each a phone is sent.
const MOST: [i64; 4] = [8, 16, 24, 16];
// How many that start with the last of them are read too, so that chance decides which of them are sent.
const TIES: i64 = 40;

/// For whom créneaux are listed, and when.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The jeune, when one is signed in: only they see the créneaux that their référent keeps for them.
    pub jeune: Option<CompteId>,
    /// Now.
    pub now: Instant,
    /// When tomorrow begins, where no place is asked for.
    pub tomorrow: Instant,
    /// Whether they are known to be 18 or more: what is for minors is then not for them.
    pub is_adult: bool,
}

/// The free créneaux that answer a filter, in the words of everyday life.
pub fn list_free(db: &mut Conn, filter: &ListCreneaux, reader: &Reader) -> Result<Creneaux, Error> {
    let Some(centre) = filter.commune.as_ref().and_then(communes::centre) else {
        return list_among(db, filter, reader, &[]);
    };
    // What is near, when there is something: then, whatever the distance.
    let near = distance::near(db, centre)?;
    let list = if near.is_empty() { Creneaux::default() } else { list_among(db, filter, reader, &near)? };
    let list = if distance::is_empty(&list) { list_among(db, filter, reader, &[])? } else { list };
    Ok(distance::sorted(list, centre))
}

// Only in these espaces-temps; in all of them when none is named.
fn list_among(db: &mut Conn, filter: &ListCreneaux, reader: &Reader, espaces: &[String]) -> Result<Creneaux, Error> {
    let now = reader.now;
    let (espace, tomorrow) = match &filter.espace {
        Some(code) => {
            let (espace, zone) = find(db, code)?;
            (Some(espace), time::start_of(time::plus_days(time::day_of(now, &zone), 1), &zone))
        }
        None => (None, reader.tomorrow),
    };
    let only: Vec<String> = espace.map_or_else(|| espaces.to_vec(), |espace| vec![espace]);
    let referents = referents(db, reader.jeune)?;
    let soon = now.plus_minutes(NOW_MINUTES);
    let week = now.plus_days(7);
    let mut free = |from: Instant, to: Instant, most: i64| {
        free_between(db, (reader, &referents), (filter.besoin, &only), (from, to), most)
    };
    let mut spans = [
        free(now, soon, MOST[0])?,
        free(soon, tomorrow, MOST[1])?,
        free(soon.max(tomorrow), week, MOST[2])?,
        free(week, Instant(i64::MAX), MOST[3])?,
        Vec::new(),
    ];
    // Nothing: the same need elsewhere, then something else in the same place, then whatever is next.
    let instead: [(Option<Besoin>, &[String]); 3] = [(filter.besoin, &[]), (None, &only), (None, &[])];
    if spans.iter().all(Vec::is_empty) {
        for filter in instead {
            spans[4] = free_between(db, (reader, &referents), filter, (now, Instant(i64::MAX)), 1)?;
            if !spans[4].is_empty() {
                break;
            }
        }
    }
    // Several créneaux are often of one permanence.
    let around = autour::read(db, &spans.iter().flatten().map(|(_, AsText(id), ..)| *id).collect())?;
    let places = spans.iter().flatten().filter_map(|(_, AsText(of), debut, ..)| Some((&around.get(of)?.3, *debut)));
    let escales = Escales::of(db, places)?;
    let [maintenant, aujourdhui, semaine, plus_tard, autre] =
        spans.map(|rows| rows.into_iter().filter_map(|row| to_creneau(row, &around, &escales)).collect::<Vec<_>>());
    Ok(Creneaux { maintenant, aujourdhui, semaine, plus_tard, autre: autre.into_iter().next() })
}

// An espace-temps, and its clock: its day ends when it does there.
fn find(db: &mut Conn, code: &CodeEspace) -> Result<(String, TimeZone), Error> {
    let found: Option<(String, String)> = espace_temps::table
        .inner_join(lieu::table)
        .filter(espace_temps::code.eq(code.as_str()))
        .select((espace_temps::id, lieu::fuseau))
        .first(db)
        .optional()?;
    let (espace, fuseau) = found.ok_or(shared::ProblemKind::Introuvable)?;
    Ok((espace, TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC)))
}

/// Those who keep créneaux for this jeune.
pub fn referents(db: &mut Conn, jeune: Option<CompteId>) -> Result<Vec<String>, Error> {
    let Some(jeune) = jeune else { return Ok(Vec::new()) };
    let theirs: Vec<Option<String>> =
        fil::table.filter(fil::jeune_id.eq(jeune.to_string())).select(fil::referent_id).load(db)?;
    Ok(theirs.into_iter().flatten().collect())
}

// What the table of créneaux says by itself.
type Row = (AsText<CreneauId>, AsText<PermanenceId>, i64, i64, String, String, i32);

fn free_between(
    db: &mut Conn,
    (reader, referents): (&Reader, &[String]),
    (besoin, espaces): (Option<Besoin>, &[String]),
    (from, to): (Instant, Instant),
    most: i64,
) -> Result<Vec<Row>, Error> {
    let mut free = Vec::new();
    let (now, size) = (reader.now.0, most + TIES);
    // When each can be booked is looked at here: nearly all can, and a planner that must guess how many would sort them all
    // rather than read the index in order and stop at the limit.
    for page in 0.. {
        let rows = page_between(db, (reader, referents), (besoin, espaces), (from, to), (size, page * size))?;
        let is_last = i64::try_from(rows.len()).is_ok_and(|count| count < size) || MOST_PAGES <= page;
        let bookable = rows.into_iter().filter(|(ouvre, ferme, _)| *ouvre <= now && now < *ferme);
        free.extend(bookable.map(|(.., row)| row));
        if is_last || most <= i64::try_from(free.len()).unwrap_or(most) {
            break;
        }
    }
    draw(&mut free, reader.now);
    free.truncate(usize::try_from(most).unwrap_or_default());
    Ok(free)
}

// What starts together is drawn anew each day, the same for all who look: whoever publishes sooner or more is as often first as
// anybody else.
fn draw(list: &mut [Row], now: Instant) {
    let today = time::day_of(now, &TimeZone::UTC);
    let drawn = |(_, AsText(permanence), debut, ..): &Row| keys::digest(&format!("{today} {permanence} {debut}"));
    list.sort_by_cached_key(|row| (row.2, drawn(row)));
}

// A wall against a rule that opens nothing for years.
const MOST_PAGES: i64 = 40;

// One table alone: with the joins, PostgreSQL took five times as long to plan as to read, and it plans anew each time when it
// cannot know how small the limit is.
fn page_between(
    db: &mut Conn,
    (reader, referents): (&Reader, &[String]),
    (besoin, espaces): (Option<Besoin>, &[String]),
    (from, to): (Instant, Instant),
    (most, offset): (i64, i64),
) -> Result<Vec<(i64, i64, Row)>, Error> {
    if to <= from {
        return Ok(Vec::new());
    }
    let mut query = creneau::table
        .filter(creneau::debut.gt(from.0))
        .filter(creneau::debut.le(to.0))
        .filter(creneau::places_libres.gt(0))
        .order((creneau::debut, creneau::id))
        .limit(most)
        .offset(offset)
        .select((
            creneau::ouvre_le,
            creneau::ferme_le,
            (
                creneau::id,
                creneau::permanence_id,
                creneau::debut,
                creneau::fin,
                creneau::besoin,
                creneau::public,
                creneau::places_libres,
            ),
        ))
        .into_boxed();
    // A list of values, not a subquery: the planners then go on to read the index in order and stop at the limit.
    let for_all = creneau::public.ne(Public::SesJeunes.code());
    query = match referents {
        [] => query.filter(for_all),
        theirs => query.filter(for_all.or(creneau::professionnel_id.eq_any(theirs.to_vec()))),
    };
    if let Some(besoin) = besoin {
        query = query.filter(creneau::besoin.eq(besoin.code()));
    }
    if reader.is_adult {
        query = query.filter(creneau::public.ne(Public::Mineurs.code()));
    }
    query = match espaces {
        [] => query,
        // One is read in the order of its index.
        [espace] => query.filter(creneau::espace_id.eq(espace.clone())),
        several => query.filter(creneau::espace_id.eq_any(several.to_vec())),
    };
    Ok(query.load(db)?)
}

fn to_creneau(row: Row, around: &HashMap<PermanenceId, Arc<Around>>, escales: &Escales) -> Option<Creneau> {
    let (AsText(id), AsText(permanence), debut, fin, besoin, public, places) = row;
    let (mode, (professionnel, aide), AsText(espace), lieu) = Around::clone(around.get(&permanence)?);
    let mode = Mode::from_code(&mode)?;
    Some(Creneau {
        km: None,
        id,
        debut: Instant(debut),
        fin: Instant(fin),
        besoin: Besoin::from_code(&besoin)?,
        professionnel,
        aide,
        espace,
        lieu: escales.place_by(mode, lieu, Instant(debut)),
        public: Public::from_code(&public)?,
        mode,
        places_libres: u16::try_from(places).ok()?,
    })
}
