//! Where an atelier is held: at an espace-temps, at the address of a structure of the annuaire, or anywhere else.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, dsl::exists};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{Fuseau, Lieu},
    ateliers::{EtatAtelier, FicheAtelier, LieuAtelier},
    fields::{CodeEspace, Ligne},
    ids::{EspaceId, StructureId},
};

use crate::{
    accueil::db::{find_id, find_lieu, insert_lieu},
    annuaire::fuseaux,
    db::Conn,
    problem::Error,
    schema::{atelier, lieu, structure},
};

const WITHOUT_ADDRESS: &str =
    "L’annuaire ne dit pas l’adresse de cette structure. Choisissez « Ailleurs » et écrivez-la.";

/// Where an atelier is held, in the rows of the database.
pub struct Place {
    /// The espace-temps that it belongs to.
    pub espace: Option<EspaceId>,
    /// Its place.
    pub lieu: String,
    /// Whether it is the place of the espace-temps itself.
    pub chez_espace: bool,
    /// The structure at whose address it is.
    pub chez_structure: Option<StructureId>,
    /// The clock there.
    pub zone: TimeZone,
}

/// Finds the place of a fiche, or adds it. An address whose clock is known has that one; else it has that of its espace-temps, else
/// that of `zone`.
pub fn place(db: &mut Conn, fiche: &FicheAtelier, zone: &str) -> Result<Place, Error> {
    let (home, fuseau) = located(db, &fiche.lieu, zone)?;
    let zone = TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC);
    let espace = home.as_ref().map(|(espace, ..)| *espace);
    let place = |lieu, chez_espace, chez_structure| Place { espace, lieu, chez_espace, chez_structure, zone };
    match (&fiche.lieu, home) {
        (LieuAtelier::Espace { .. }, Some((_, lieu, _))) => Ok(place(lieu, true, None)),
        (LieuAtelier::Espace { .. }, None) => Err(ProblemKind::LieuSansAdresse.into()),
        (LieuAtelier::Ailleurs { nom, adresse, commune, .. }, _) => {
            let text = |line: &Ligne| line.as_str().to_owned();
            let adresse = adresse.as_ref().map(text).unwrap_or_default();
            let lieu = insert_lieu(db, &Lieu { nom: text(nom), adresse, commune: text(commune), fuseau })?;
            Ok(place(lieu, false, None))
        }
        (LieuAtelier::Structure { structure, .. }, _) => {
            let (nom, adresse, commune) = address_of(db, *structure)?;
            let lieu = insert_lieu(db, &Lieu { nom, adresse, commune, fuseau })?;
            Ok(place(lieu, false, Some(*structure)))
        }
    }
}

/// Whether an espace-temps has ateliers on a clock that are not over, drafts too.
pub fn is_held(db: &mut Conn, (espace, fuseau): (EspaceId, &str), now: Instant) -> Result<bool, Error> {
    let held = atelier::table
        .inner_join(lieu::table)
        .filter(atelier::espace_id.eq(espace.to_string()))
        .filter(atelier::etat.eq_any([EtatAtelier::Brouillon.code(), EtatAtelier::Publie.code()]))
        .filter(atelier::fin.gt(now.0))
        .filter(lieu::fuseau.eq(fuseau));
    Ok(diesel::select(exists(held)).get_result(db)?)
}

/// The clock of a place, and the espace-temps within whose walls it is. Stores nothing.
pub fn around(db: &mut Conn, lieu: &LieuAtelier, zone: &str) -> Result<(TimeZone, Option<EspaceId>), Error> {
    let (home, fuseau) = located(db, lieu, zone)?;
    let is_within = matches!(lieu, LieuAtelier::Espace { .. });
    Ok((TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC), home.filter(|_| is_within).map(|(espace, ..)| espace)))
}

// The espace-temps, its place, and what it says of it.
type Home = (EspaceId, String, Lieu);

// The espace-temps that something belongs to, and the clock of where it is held.
fn located(db: &mut Conn, lieu: &LieuAtelier, zone: &str) -> Result<(Option<Home>, String), Error> {
    let code = match lieu {
        LieuAtelier::Espace { espace } => Some(espace),
        LieuAtelier::Ailleurs { espace, .. } | LieuAtelier::Structure { espace, .. } => espace.as_ref(),
    };
    let home = code.map(|code| home(db, code)).transpose()?;
    let known = match lieu {
        LieuAtelier::Espace { .. } => None,
        LieuAtelier::Ailleurs { commune, .. } => Fuseau::of_town(commune.as_str()),
        LieuAtelier::Structure { structure, .. } => fuseaux::of_structure(db, *structure)?,
    };
    let fuseau = match (known, &home) {
        (Some(known), _) => known.code(),
        (None, Some((.., lieu))) => &lieu.fuseau,
        (None, None) => zone,
    };
    let fuseau = fuseau.to_owned();
    Ok((home, fuseau))
}

fn home(db: &mut Conn, code: &CodeEspace) -> Result<Home, Error> {
    let espace = find_id(db, code)?.ok_or_else(|| Problem::fields([("espace", "inconnu")]))?;
    let (id, lieu) = find_lieu(db, espace)?;
    Ok((espace, id, lieu))
}

fn address_of(db: &mut Conn, id: StructureId) -> Result<(String, String, String), Error> {
    let unknown = Problem { title: WITHOUT_ADDRESS.to_owned(), ..ProblemKind::LieuSansAdresse.into() };
    known_address(db, id)?.ok_or_else(|| unknown.into())
}

/// The name of a structure, its street and its town, when the annuaire knows them.
pub fn known_address(db: &mut Conn, id: StructureId) -> Result<Option<(String, String, String)>, Error> {
    type Row = (String, Option<String>, Option<String>);
    let columns = (structure::nom, structure::adresse, structure::commune);
    let row: Option<Row> = structure::table.find(id.to_string()).select(columns).first(db).optional()?;
    let (nom, adresse, commune) = row.ok_or_else(|| Problem::fields([("structure", "inconnu")]))?;
    let known = adresse.zip(commune).filter(|(adresse, commune)| !adresse.is_empty() && !commune.is_empty());
    Ok(known.map(|(adresse, commune)| (nom, adresse, commune)))
}
