//! The rows of the espaces-temps.

use std::collections::HashMap;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{Bienvenue, CreateEspaceTemps, EspaceTemps, Lieu, Ouverture, Porte, turn_by_day},
    fields::{CodeEspace, Heure, Jour},
    ids::{EspaceId, StructureId},
};

use super::porte::porte;
use crate::{
    caller::Jeune,
    db::{AsText, Conn, Tx, id},
    messages,
    problem::Error,
    schema::{animation, espace_temps, jeune, lieu, ouverture, proposition, structure},
};

/// The columns of a place, in the order of [`LieuRow`].
pub const LIEU: (lieu::nom, lieu::adresse, lieu::commune, lieu::fuseau) =
    (lieu::nom, lieu::adresse, lieu::commune, lieu::fuseau);

/// A place, as it is read.
pub type LieuRow = (String, String, String, String);

/// A place of the contract.
pub fn to_lieu((nom, adresse, commune, fuseau): LieuRow) -> Lieu {
    Lieu { nom, adresse, commune, fuseau }
}

/// The espaces-temps: the open ones first, then by the next opening, then by name.
pub fn list(db: &mut Conn, now: Instant, today: Jour) -> Result<Vec<EspaceTemps>, Error> {
    let mut list = load(db, None, now, today)?;
    list.sort_by(|a, b| (rank(&a.porte), &a.nom, a.id).cmp(&(rank(&b.porte), &b.nom, b.id)));
    Ok(list)
}

/// An espace-temps by its code.
pub fn read(db: &mut Conn, code: &CodeEspace, now: Instant, today: Jour) -> Result<EspaceTemps, Error> {
    load(db, Some(code), now, today)?.pop().ok_or_else(|| ProblemKind::Introuvable.into())
}

/// The id behind a code.
pub fn find_id(db: &mut Conn, code: &CodeEspace) -> Result<Option<EspaceId>, Error> {
    let found = espace_temps::table
        .filter(espace_temps::code.eq(code.as_str()))
        .select(espace_temps::id)
        .first::<AsText<EspaceId>>(db)
        .optional()?;
    Ok(found.map(|AsText(espace)| espace))
}

/// The place of an espace-temps, with its id.
pub fn find_lieu(db: &mut Conn, espace: EspaceId) -> Result<(String, Lieu), Error> {
    let (id, row) = espace_temps::table
        .inner_join(lieu::table)
        .filter(espace_temps::id.eq(espace.to_string()))
        .select((lieu::id, LIEU))
        .first::<(String, LieuRow)>(db)?;
    Ok((id, to_lieu(row)))
}

/// Opens an espace-temps.
pub fn create(tx: &mut Tx<'_>, new: &CreateEspaceTemps, zone: &str, today: Jour) -> Result<EspaceTemps, Error> {
    check_structures(tx.db, &new.structures)?;
    let espace: EspaceId = id();
    let lieu = Lieu {
        nom: new.lieu.as_str().to_owned(),
        adresse: new.adresse.as_str().to_owned(),
        commune: new.commune.as_str().to_owned(),
        fuseau: zone.to_owned(),
    };
    let lieu_id = insert_lieu(tx.db, &lieu)?;
    let inserted = diesel::insert_into(espace_temps::table)
        .values((
            espace_temps::id.eq(espace.to_string()),
            espace_temps::code.eq(new.code.as_str()),
            espace_temps::nom.eq(new.nom.as_str()),
            espace_temps::presentation.eq(new.presentation.as_str()),
            espace_temps::lieu_id.eq(lieu_id),
            espace_temps::horaires_note.eq(new.horaires_note.as_ref().map(|note| note.as_str())),
            espace_temps::cree_le.eq(tx.now.0),
        ))
        .execute(tx.db);
    match inserted {
        Err(why) if Error::is_duplicate(&why) => return Err(Problem::fields([("code", "deja-pris")]).into()),
        done => done?,
    };
    insert_details(tx.db, espace, new)?;
    read(tx.db, &new.code, tx.now, today)
}

/// Adds a place.
pub fn insert_lieu(db: &mut Conn, new: &Lieu) -> Result<String, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    diesel::insert_into(lieu::table)
        .values((
            lieu::id.eq(&id),
            lieu::nom.eq(&new.nom),
            lieu::adresse.eq(&new.adresse),
            lieu::commune.eq(&new.commune),
            lieu::fuseau.eq(&new.fuseau),
        ))
        .execute(db)?;
    Ok(id)
}

/// A jeune chooses an espace-temps: a thread with its team is opened, once.
pub fn join(tx: &mut Tx<'_>, jeune: &Jeune, code: &CodeEspace) -> Result<Bienvenue, Error> {
    let espace = find_id(tx.db, code)?.ok_or(ProblemKind::Introuvable)?;
    diesel::update(jeune::table.find(jeune.compte.to_string()))
        .set(jeune::espace_id.eq(espace.to_string()))
        .execute(tx.db)?;
    Ok(Bienvenue { fil: messages::db::open_fil(tx, jeune.compte, espace)? })
}

fn check_structures(db: &mut Conn, structures: &[StructureId]) -> Result<(), Error> {
    let mut wanted: Vec<String> = structures.iter().map(ToString::to_string).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let known: i64 = structure::table.filter(structure::id.eq_any(&wanted)).count().get_result(db)?;
    let all = usize::try_from(known).is_ok_and(|known| known == wanted.len()) && wanted.len() == structures.len();
    if all { Ok(()) } else { Err(Problem::fields([("structures", "inconnu")]).into()) }
}

fn insert_details(db: &mut Conn, espace: EspaceId, new: &CreateEspaceTemps) -> Result<(), Error> {
    let espace = espace.to_string();
    for opening in &new.horaires {
        let inserted = diesel::insert_into(ouverture::table)
            .values((
                ouverture::espace_id.eq(&espace),
                ouverture::jour.eq(i32::from(opening.jour)),
                ouverture::debut.eq(i32::from(opening.debut.minutes())),
                ouverture::fin.eq(i32::from(opening.fin.minutes())),
            ))
            .execute(db);
        match inserted {
            Err(why) if Error::is_duplicate(&why) => {
                return Err(Problem::fields([("horaires", "en-double")]).into());
            }
            done => done?,
        };
    }
    for structure in &new.structures {
        diesel::insert_into(animation::table)
            .values((animation::espace_id.eq(&espace), animation::structure_id.eq(structure.to_string())))
            .execute(db)?;
    }
    for (rang, texte) in (0..).zip(&new.propositions) {
        diesel::insert_into(proposition::table)
            .values((
                proposition::espace_id.eq(&espace),
                proposition::rang.eq(rang),
                proposition::texte.eq(texte.as_str()),
            ))
            .execute(db)?;
    }
    Ok(())
}

type EspaceRow = (AsText<EspaceId>, AsText<CodeEspace>, String, String, Option<String>, LieuRow);

fn load(db: &mut Conn, code: Option<&CodeEspace>, now: Instant, today: Jour) -> Result<Vec<EspaceTemps>, Error> {
    let mut query = espace_temps::table
        .inner_join(lieu::table)
        .select((
            espace_temps::id,
            espace_temps::code,
            espace_temps::nom,
            espace_temps::presentation,
            espace_temps::horaires_note,
            LIEU,
        ))
        .into_boxed();
    if let Some(code) = code {
        query = query.filter(espace_temps::code.eq(code.as_str().to_owned()));
    }
    let rows: Vec<EspaceRow> = query.load(db)?;
    let ids: Vec<String> = rows.iter().map(|(AsText(id), ..)| id.to_string()).collect();
    let mut horaires = load_horaires(db, &ids)?;
    let mut structures = load_structures(db, &ids)?;
    let mut propositions = load_propositions(db, &ids)?;
    let espaces = rows.into_iter().map(|(AsText(id), AsText(code), nom, presentation, horaires_note, lieu)| {
        let key = id.to_string();
        let horaires = horaires.remove(&key).unwrap_or_default();
        let lieu = to_lieu(lieu);
        let zone = TimeZone::get(&lieu.fuseau).unwrap_or(TimeZone::UTC);
        let mut structures = structures.remove(&key).unwrap_or_default();
        turn_by_day(&mut structures, today);
        EspaceTemps {
            id,
            code,
            nom,
            presentation,
            porte: porte(&horaires, now, &zone),
            lieu,
            horaires,
            horaires_note,
            structures,
            propositions: propositions.remove(&key).unwrap_or_default(),
        }
    });
    Ok(espaces.collect())
}

fn load_horaires(db: &mut Conn, ids: &[String]) -> Result<HashMap<String, Vec<Ouverture>>, Error> {
    let rows: Vec<(String, i32, i32, i32)> = ouverture::table
        .filter(ouverture::espace_id.eq_any(ids))
        .order((ouverture::espace_id, ouverture::jour, ouverture::debut))
        .load(db)?;
    let heure = |minutes: i32| u16::try_from(minutes).ok().and_then(Heure::from_minutes);
    let openings = rows.into_iter().filter_map(|(espace, jour, debut, fin)| {
        let opening = Ouverture { jour: u8::try_from(jour).ok()?, debut: heure(debut)?, fin: heure(fin)? };
        Some((espace, opening))
    });
    Ok(grouped(openings))
}

fn load_structures(db: &mut Conn, ids: &[String]) -> Result<HashMap<String, Vec<String>>, Error> {
    let rows: Vec<(String, String)> = animation::table
        .inner_join(structure::table)
        .filter(animation::espace_id.eq_any(ids))
        .order((animation::espace_id, structure::id))
        .select((animation::espace_id, structure::nom))
        .load(db)?;
    Ok(grouped(rows.into_iter()))
}

fn load_propositions(db: &mut Conn, ids: &[String]) -> Result<HashMap<String, Vec<String>>, Error> {
    let rows: Vec<(String, String)> = proposition::table
        .filter(proposition::espace_id.eq_any(ids))
        .order((proposition::espace_id, proposition::rang))
        .select((proposition::espace_id, proposition::texte))
        .load(db)?;
    Ok(grouped(rows.into_iter()))
}

fn grouped<T>(rows: impl Iterator<Item = (String, T)>) -> HashMap<String, Vec<T>> {
    let mut groups: HashMap<String, Vec<T>> = HashMap::new();
    for (key, value) in rows {
        groups.entry(key).or_default().push(value);
    }
    groups
}

fn rank(porte: &Porte) -> Instant {
    match porte {
        Porte::Ouverte { .. } => Instant(i64::MIN),
        Porte::Fermee { ouvre } => ouvre.unwrap_or(Instant(i64::MAX)),
    }
}
