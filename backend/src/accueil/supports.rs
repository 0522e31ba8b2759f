//! Posters and cards, and how many people they bring: a count for each day, without a cookie, an id or a name.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
    sql_types::{Integer, Text},
};
use shared::{
    Problem, ProblemKind,
    accueil::{CodeSupport, CreateSupport, Effectif, GenreSupport, Support, effectifs::part},
    fields::{CodeEspace, Jour},
    ids::{EspaceId, SupportId},
    operation::Done,
};

use super::{db::find_id, equipe::Team};
use crate::{
    comptes::keys,
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{support, visite},
    time,
};

// Enough for a town; a wall against a mistake.
const MOST: i64 = 100;
// Nothing that looks like something else when it is typed.
const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// The posters and cards of a place of the team, the newest first.
pub fn list(db: &mut Conn, team: &Team, code: &CodeEspace, today: Jour) -> Result<Vec<Support>, Error> {
    let espace = find_id(db, code)?.ok_or(ProblemKind::Introuvable)?;
    team.require(db, espace)?;
    let rows: Vec<(AsText<SupportId>, String, String, AsText<CodeSupport>)> = support::table
        .filter(support::espace_id.eq(espace.to_string()))
        .filter(support::fini_le.is_null())
        .order(support::id.desc())
        .select((support::id, support::genre, support::libelle, support::code))
        .load(db)?;
    let ids: Vec<String> = rows.iter().map(|(AsText(id), ..)| id.to_string()).collect();
    let visits: Vec<(AsText<SupportId>, AsText<Jour>, i32, i32)> =
        visite::table.filter(visite::support_id.eq_any(ids)).load(db)?;
    let week = time::plus_days(today, -6);
    let list = rows.into_iter().filter_map(|(AsText(id), genre, libelle, AsText(code))| {
        let genre = GenreSupport::from_code(&genre)?;
        let (mut scans, mut lately, mut comptes) = (0, 0, 0);
        for (_, AsText(jour), scanned, opened) in visits.iter().filter(|(AsText(one), ..)| *one == id) {
            let scanned = u32::try_from(*scanned).unwrap_or_default();
            scans += scanned;
            lately += if week <= *jour { scanned } else { 0 };
            comptes += u32::try_from(*opened).unwrap_or_default();
        }
        let (scans_semaine, scans, comptes) = (part(scans, lately), Effectif::of(scans), Effectif::of(comptes));
        Some(Support { id, genre, libelle, code, scans, scans_semaine, comptes })
    });
    Ok(list.collect())
}

/// Makes one for a place of the team.
pub fn create(tx: &mut Tx<'_>, team: &Team, request: &CreateSupport) -> Result<Support, Error> {
    let espace = find_id(tx.db, &request.espace)?.ok_or(ProblemKind::Introuvable)?;
    team.require(tx.db, espace)?;
    let here = support::table.filter(support::espace_id.eq(espace.to_string())).filter(support::fini_le.is_null());
    if MOST <= here.count().get_result::<i64>(tx.db)? {
        return Err(Problem::fields([("espace", "trop")]).into());
    }
    let libelle = request.libelle.as_str().to_owned();
    let (id, genre, code) = (id(), request.genre, new_code()?);
    let none = Effectif::default();
    let made = Support { id, genre, libelle, code, scans: none, scans_semaine: None, comptes: none };
    diesel::insert_into(support::table)
        .values((
            support::id.eq(made.id.to_string()),
            support::espace_id.eq(espace.to_string()),
            support::genre.eq(made.genre.code()),
            support::libelle.eq(&made.libelle),
            support::code.eq(made.code.as_str()),
            support::cree_par.eq(team.compte.to_string()),
            support::cree_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    Ok(made)
}

/// One of the team's was taken down. Twice is once.
pub fn end(tx: &mut Tx<'_>, team: &Team, support: SupportId) -> Result<Done, Error> {
    let espace: Option<AsText<EspaceId>> =
        support::table.find(support.to_string()).select(support::espace_id).first(tx.db).optional()?;
    let AsText(espace) = espace.ok_or(ProblemKind::Introuvable)?;
    team.require(tx.db, espace)?;
    diesel::update(support::table.find(support.to_string())).set(support::fini_le.eq(tx.now.0)).execute(tx.db)?;
    Ok(Done {})
}

/// Somebody scanned it.
pub fn count_scan(tx: &mut Tx<'_>, espace: &CodeEspace, code: &CodeSupport, today: Jour) -> Result<(), Error> {
    count(tx, espace, code, today, (1, 0))
}

/// Somebody opened an account from it. A code that leads elsewhere, or nowhere, or was taken down, counts for nothing and stops nobody.
pub fn count_compte(tx: &mut Tx<'_>, espace: &CodeEspace, code: &CodeSupport, today: Jour) -> Result<(), Error> {
    count(tx, espace, code, today, (0, 1))
}

fn count(
    tx: &mut Tx<'_>,
    espace: &CodeEspace,
    code: &CodeSupport,
    today: Jour,
    (scans, comptes): (i32, i32),
) -> Result<(), Error> {
    diesel::sql_query(
        "INSERT INTO visite (support_id, jour, scans, comptes) \
         SELECT support.id, $1, $2, $3 FROM support \
         JOIN espace_temps ON espace_temps.id = support.espace_id WHERE support.code = $4 AND espace_temps.code = $5 \
         AND support.fini_le IS NULL \
         ON CONFLICT (support_id, jour) DO UPDATE SET scans = visite.scans + $2, comptes = visite.comptes + $3",
    )
    .bind::<Text, _>(today.to_string())
    .bind::<Integer, _>(scans)
    .bind::<Integer, _>(comptes)
    .bind::<Text, _>(code.as_str())
    .bind::<Text, _>(espace.as_str())
    .execute(tx.db)?;
    Ok(())
}

fn new_code() -> Result<CodeSupport, Error> {
    let letters = keys::random::<7>()?.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
    let code: String = letters.iter().collect();
    CodeSupport::parse(&code).map_err(|why| Error::Internal(why.to_string()))
}
