//! The rows of the espaces-temps, read.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, ProblemKind,
    accueil::{
        Arret, Bienvenue, Commodite, DetailEspace, EnVacances, EspaceEnDetail, EspaceTemps, GenreEspace, Lieu,
        Ouverture, Picto, Porte, ZoneScolaire, turn_by_day,
    },
    fields::{CodeEspace, HorairesEcrits, Jour, Ligne},
    ids::EspaceId,
    permanences::JoursFeries,
};

use super::{arrets, lignes::Lignes, porte::Horaires, presents, regle::Regle, vacances};
use crate::{
    annuaire::osm,
    caller::Jeune,
    db::{AsText, Conn, Tx},
    messages,
    problem::Error,
    schema::{espace_temps, jeune, lieu},
    time,
};

pub use super::ecriture::{create, insert_lieu};

/// The columns of a place, in the order of [`LieuRow`].
pub const LIEU: (lieu::nom, lieu::adresse, lieu::commune, lieu::fuseau, lieu::espace_mobile_id) =
    (lieu::nom, lieu::adresse, lieu::commune, lieu::fuseau, lieu::espace_mobile_id);

/// A place, as it is read; for what moves, with whose stops it has.
pub type LieuRow = (String, String, String, String, Option<String>);

/// A place of the contract: for what moves, where it is at home. What is held there asks [`super::escales`].
pub fn to_lieu((nom, adresse, commune, fuseau, _): LieuRow) -> Lieu {
    Lieu { nom, adresse, commune, fuseau }
}

/// Which espaces-temps are read.
pub enum Wanted<'a> {
    /// All.
    All,
    /// The one of a code.
    Code(&'a CodeEspace),
    /// Those of some ids.
    Ids(&'a [String]),
}

/// The espaces-temps: the open ones first, then by the next opening, then by name.
pub fn list(db: &mut Conn, now: Instant, today: Jour) -> Result<Vec<EspaceTemps>, Error> {
    let mut list: Vec<EspaceTemps> = load(db, &Wanted::All, now, today)?.into_iter().map(|one| one.espace).collect();
    list.sort_by(|a, b| (rank(&a.porte), &a.nom, a.id).cmp(&(rank(&b.porte), &b.nom, b.id)));
    Ok(list)
}

/// An espace-temps by its code.
pub fn read(db: &mut Conn, code: &CodeEspace, now: Instant, today: Jour) -> Result<EspaceTemps, Error> {
    read_all(db, code, now, today).map(|one| one.espace)
}

/// All of an espace-temps, by its code.
pub fn read_all(db: &mut Conn, code: &CodeEspace, now: Instant, today: Jour) -> Result<EspaceEnDetail, Error> {
    let mut found = load(db, &Wanted::Code(code), now, today)?;
    presents::fill(db, &mut found, now, today)?;
    found.pop().ok_or_else(|| ProblemKind::Introuvable.into())
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

/// A jeune chooses an espace-temps: a thread with its team is opened, once.
pub fn join(tx: &mut Tx<'_>, jeune: &Jeune, code: &CodeEspace) -> Result<Bienvenue, Error> {
    let espace = find_id(tx.db, code)?.ok_or(ProblemKind::Introuvable)?;
    diesel::update(jeune::table.find(jeune.compte.to_string()))
        .set(jeune::espace_id.eq(espace.to_string()))
        .execute(tx.db)?;
    Ok(Bienvenue { fil: messages::db::open_fil(tx, jeune.compte, espace)? })
}

/// The columns of what [`DetailEspace`] says of a place itself, in the order of [`Detail`].
pub const DETAIL: DetailColumns = (
    espace_temps::genre,
    espace_temps::venir,
    espace_temps::commodites,
    espace_temps::acces_note,
    espace_temps::zone_scolaire,
    espace_temps::vacances,
    espace_temps::feries,
    espace_temps::programme,
);
type DetailColumns = (
    espace_temps::genre,
    espace_temps::venir,
    espace_temps::commodites,
    espace_temps::acces_note,
    espace_temps::zone_scolaire,
    espace_temps::vacances,
    espace_temps::feries,
    espace_temps::programme,
);

/// What is read of them.
pub type Detail = (String, Option<AsText<Ligne>>, String, Option<AsText<Ligne>>, Option<String>, String, String, bool);
type EspaceRow =
    (AsText<EspaceId>, AsText<CodeEspace>, String, String, (Option<String>, Option<String>, i32), LieuRow, Detail);

/// Reads espaces-temps with all that surrounds them.
pub fn load(db: &mut Conn, wanted: &Wanted<'_>, now: Instant, today: Jour) -> Result<Vec<EspaceEnDetail>, Error> {
    load_as(db, wanted, None, now, today)
}

/// The same, as if this text were written of their hours.
pub fn load_as(
    db: &mut Conn,
    wanted: &Wanted<'_>,
    texte: Option<&HorairesEcrits>,
    now: Instant,
    today: Jour,
) -> Result<Vec<EspaceEnDetail>, Error> {
    let mut query = espace_temps::table
        .inner_join(lieu::table)
        .order(espace_temps::nom)
        .select((
            espace_temps::id,
            espace_temps::code,
            espace_temps::nom,
            espace_temps::presentation,
            (espace_temps::horaires_note, espace_temps::horaires_osm, espace_temps::version),
            LIEU,
            DETAIL,
        ))
        .into_boxed();
    query = match wanted {
        Wanted::All => query,
        Wanted::Code(code) => query.filter(espace_temps::code.eq(code.as_str().to_owned())),
        Wanted::Ids(ids) => query.filter(espace_temps::id.eq_any(ids.to_vec())),
    };
    let rows: Vec<EspaceRow> = query.load(db)?;
    let ids: Vec<String> = rows.iter().map(|(AsText(id), ..)| id.to_string()).collect();
    let mut lines = Lignes::load(db, &ids, today)?;
    let attempt = |mut row: EspaceRow| {
        row.4.1 = texte.map(|texte| texte.as_str().to_owned()).or(row.4.1);
        row
    };
    let read = |row: EspaceRow| {
        let texte = row.4.1.clone();
        let says = texte.as_deref().is_some_and(osm::says_vacances);
        let mut one = whole(row, &mut lines, now, today);
        let varies = says || one.detail.vacances != EnVacances::Pareil;
        // What is read by its code is read by everybody; what is read otherwise is written again.
        if matches!(wanted, Wanted::Code(_)) {
            let written = texte.as_deref().filter(|_| one.detail.genre != GenreEspace::Mobile);
            let note = osm::with_beside(one.espace.horaires_note, written);
            one.espace.horaires_note = if varies { vacances::with_doubt(note, today) } else { note };
        }
        one
    };
    Ok(rows.into_iter().map(attempt).map(read).collect())
}

fn whole(row: EspaceRow, lines: &mut Lignes, now: Instant, today: Jour) -> EspaceEnDetail {
    let (AsText(id), AsText(code), nom, presentation, (horaires_note, horaires_osm, version), lieu, detail) = row;
    let (key, base) = (id.to_string(), to_lieu(lieu));
    let (semaine, vacances): (Vec<_>, Vec<_>) =
        lines.horaires.remove(&key).unwrap_or_default().into_iter().partition(|(vacances, _)| !vacances);
    let openings = |list: Vec<(bool, Ouverture)>| list.into_iter().map(|(_, one)| one).collect::<Vec<_>>();
    let (horaires, horaires_vacances) = (openings(semaine), openings(vacances));
    let arrets = lines.arrets.remove(&key).unwrap_or_default();
    let detail = DetailEspace {
        horaires_vacances,
        jours: lines.jours.remove(&key).unwrap_or_default(),
        arrets,
        arrets_particuliers: lines.arrets_particuliers.remove(&key).unwrap_or_default(),
        ..to_detail(detail)
    };
    let fermetures = lines.fermetures.remove(&key).unwrap_or_default();
    let zone = TimeZone::get(&base.fuseau).unwrap_or(TimeZone::UTC);
    let read = |text: String| Regle::read(&text, time::day_of(now, &zone), detail.feries, detail.zone);
    let door = Horaires {
        regle: horaires_osm.filter(|_| detail.genre != GenreEspace::Mobile).map(read),
        ..door(&horaires, &detail, fermetures, zone.clone())
    };
    let prevus = arrets::to_come(&door, &detail, &base, now);
    let door = arrets::changed(&door, &detail);
    let mut structures = lines.structures.remove(&key).unwrap_or_default();
    turn_by_day(&mut structures, today);
    let (structures, noms) = structures.into_iter().unzip();
    let propositions = lines.propositions.remove(&key).unwrap_or_default();
    let espace = EspaceTemps {
        id,
        code,
        nom,
        presentation,
        porte: door.porte(now),
        semaine: door.semaine_a_venir(time::day_of(now, &door.zone)),
        arrets: prevus.iter().map(|stop| arrets::said(stop, &zone, now)).collect(),
        lieu: prevus.first().map_or_else(|| base.clone(), |stop| stop.lieu.clone()),
        horaires,
        horaires_note,
        structures: noms,
        pictos: propositions.iter().map(|line| Picto::of(line).code().to_owned()).collect(),
        propositions,
    };
    let photos = lines.photos.remove(&key).unwrap_or_default();
    EspaceEnDetail {
        espace,
        detail,
        base,
        prevus,
        presents: Vec::new(),
        presents_le: None,
        structures,
        photos,
        modifiable: false,
        version: version.unsigned_abs(),
    }
}

/// What is stored was written by us: a word that a newer server wrote is read as the usual case.
pub fn to_detail((genre, venir, commodites, acces_note, zone, vacances, feries, programme): Detail) -> DetailEspace {
    DetailEspace {
        genre: GenreEspace::from_code(&genre).unwrap_or(GenreEspace::Existant),
        venir: venir.map(|AsText(venir)| venir),
        commodites: commodites.split(',').filter_map(Commodite::from_code).collect(),
        acces_note: acces_note.map(|AsText(note)| note),
        zone: zone.as_deref().and_then(ZoneScolaire::from_code),
        vacances: EnVacances::from_code(&vacances).unwrap_or(EnVacances::Pareil),
        feries: JoursFeries::from_code(&feries).unwrap_or(JoursFeries::Metropole),
        programme,
        ..DetailEspace::default()
    }
}

/// The door, by a week that is not written in words.
pub fn door(horaires: &[Ouverture], detail: &DetailEspace, fermetures: Vec<(Jour, Jour)>, zone: TimeZone) -> Horaires {
    let tour = |vacances| {
        let stops = detail.arrets.iter().filter(move |stop| stop.vacances == vacances);
        stops.map(Arret::ouverture).collect()
    };
    let is_mobile = detail.genre == GenreEspace::Mobile;
    Horaires {
        semaine: if is_mobile { tour(false) } else { horaires.to_vec() },
        semaine_vacances: if is_mobile { tour(true) } else { detail.horaires_vacances.clone() },
        vacances: detail.vacances,
        zone_scolaire: detail.zone,
        feries: detail.feries,
        jours: detail.jours.clone(),
        fermetures,
        regle: None,
        zone,
    }
}

fn rank(porte: &Porte) -> Instant {
    match porte {
        Porte::Ouverte { .. } => Instant(i64::MIN),
        Porte::Fermee { ouvre } => ouvre.unwrap_or(Instant(i64::MAX)),
    }
}
