//! Looking for a structure by words of its name and its town.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    annuaire::{FicheStructure, ListStructures, Structure, Structures},
    ids::StructureId,
};

use super::{
    fuseaux::{self, Address},
    osm,
};
use crate::{
    comptes::plain_lower,
    db::{AsText, Conn},
    problem::Error,
    schema::structure,
};

// How many are sent: whoever looks for one types its name.
const MOST: usize = 20;

/// The structures that fit, the first ones with what open data says of them. `zone` is the clock of those whose own is not known.
pub fn search(db: &mut Conn, wanted: &ListStructures, now: Instant, zone: &str) -> Result<Structures, Error> {
    let total = count(structure::table.count().get_result(db)?);
    let words = wanted.mots.as_ref().map(|mots| plain(mots.as_str()));
    let (ids, trouvees) = match (wanted.structure, words) {
        (Some(one), _) => (vec![one.to_string()], None),
        (None, Some(words)) => {
            let fit = fitting(db, &words)?;
            let found = u32::try_from(fit.len()).unwrap_or(u32::MAX);
            (fit.into_iter().take(MOST).collect(), Some(found))
        }
        (None, None) => (first(db)?, Some(total)),
    };
    let liste = read(db, &ids, now, zone)?;
    let trouvees = trouvees.unwrap_or(count(liste.len() as i64));
    Ok(Structures { liste, trouvees, total })
}

fn count(rows: i64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

fn first(db: &mut Conn) -> Result<Vec<String>, Error> {
    let query = structure::table.order((structure::nom, structure::id)).select(structure::id).limit(MOST as i64);
    Ok(query.load(db)?)
}

// Names only: both engines fold accents in their own way, and what one types is folded here.
fn fitting(db: &mut Conn, words: &str) -> Result<Vec<String>, Error> {
    let rows: Vec<(String, String, Option<String>)> = structure::table
        .order((structure::nom, structure::id))
        .select((structure::id, structure::nom, structure::commune))
        .load(db)?;
    let fits = |(id, nom, commune): (String, String, Option<String>)| {
        let text = plain(&format!("{nom} {}", commune.unwrap_or_default()));
        words.split_whitespace().all(|word| text.contains(word)).then_some(id)
    };
    Ok(rows.into_iter().filter_map(fits).collect())
}

fn read(db: &mut Conn, ids: &[String], now: Instant, zone: &str) -> Result<Vec<Structure>, Error> {
    type Fiche = (Option<String>, Option<String>, Option<String>, Option<String>);
    type Row = (AsText<StructureId>, String, Option<String>, Fiche, Address);
    let rows: Vec<Row> = structure::table
        .filter(structure::id.eq_any(ids))
        .order((structure::nom, structure::id))
        .select((
            structure::id,
            structure::nom,
            structure::commune,
            (structure::adresse, structure::horaires, structure::horaires_note, structure::source),
            fuseaux::ADDRESS,
        ))
        .load(db)?;
    let list = rows.into_iter().map(|(AsText(id), nom, commune, fiche, address)| {
        let (adresse, horaires, horaires_note, source) = fiche;
        let fuseau = fuseaux::of(&address).map_or(zone, |known| known.code());
        let clock = TimeZone::get(fuseau).unwrap_or(TimeZone::UTC);
        let porte = horaires.and_then(|hours| osm::porte(&hours, now, &clock));
        let is_known = adresse.is_some() || porte.is_some() || horaires_note.is_some();
        let fiche = FicheStructure { adresse, porte, fuseau: fuseau.to_owned(), horaires_note, source };
        Structure { id, nom, commune, fiche: is_known.then_some(fiche) }
    });
    Ok(list.collect())
}

// As one types it in a hurry: without accents, capitals, hyphens and apostrophes.
fn plain(text: &str) -> String {
    plain_lower(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
}
