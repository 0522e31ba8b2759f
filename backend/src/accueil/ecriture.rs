//! The rows of the espaces-temps, written: all of one, or nothing.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Problem, ProblemKind,
    accueil::{Commodite, CreateEspaceTemps, DetailEspace, EspaceEnDetail, EspaceTemps, GenreEspace, Lieu, Ouverture},
    fields::{Jour, Ligne},
    ids::{EspaceId, StructureId},
};

use super::{
    arrets,
    db::{door, find_id, find_lieu, read, read_all},
    equipe::Team,
    fuseaux, hotes,
    murs::{self, Murs},
    version,
};
use crate::{
    annuaire::osm,
    ateliers,
    db::{Conn, Tx, id},
    permanences,
    problem::Error,
    schema::{animation, arret, espace_temps, jour_particulier, lieu, ouverture, proposition, structure},
};

/// Opens an espace-temps. `zone` is its clock when it does not say another.
pub fn create(tx: &mut Tx<'_>, new: &CreateEspaceTemps, zone: &str, today: Jour) -> Result<EspaceTemps, Error> {
    check(tx.db, new)?;
    let lieu = lieu_of(new, zone);
    check_stops(new, &lieu.fuseau, today)?;
    let espace: EspaceId = id();
    let lieu_id = insert_lieu(tx.db, &lieu)?;
    let inserted = diesel::insert_into(espace_temps::table)
        .values((
            espace_temps::id.eq(espace.to_string()),
            espace_temps::code.eq(new.code.as_str()),
            espace_temps::nom.eq(new.nom.as_str()),
            espace_temps::presentation.eq(new.presentation.as_str()),
            espace_temps::lieu_id.eq(lieu_id),
            espace_temps::cree_le.eq(tx.now.0),
        ))
        .execute(tx.db);
    match inserted {
        Err(why) if Error::is_duplicate(&why) => return Err(Problem::fields([("code", "deja-pris")]).into()),
        done => done?,
    };
    write_details(tx.db, espace, new)?;
    read(tx.db, &new.code, tx.now, today)
}

/// Changes an espace-temps of the caller's team, from the version that they read: what was there is replaced. What its hours leave no room for any more is taken back
/// with a word; what they leave room for again is made anew.
pub fn change(
    tx: &mut Tx<'_>,
    team: &Team,
    (new, mot, version): (&CreateEspaceTemps, Option<&Ligne>, u32),
    today: Jour,
) -> Result<EspaceEnDetail, Error> {
    let espace = find_id(tx.db, &new.code)?.ok_or(ProblemKind::Introuvable)?;
    // The write comes first: of two who change a place at once the second is told, and undoes nothing of the first.
    let is_fresh = version::raise(tx, espace, version)?;
    team.require_change(tx.db, espace)?;
    if !is_fresh {
        return Err(version::stale().into());
    }
    diesel::update(espace_temps::table.find(espace.to_string()))
        .set((espace_temps::nom.eq(new.nom.as_str()), espace_temps::presentation.eq(new.presentation.as_str())))
        .execute(tx.db)?;
    let before = hotes::structures(tx.db, espace)?;
    team.require_equal_terms(&before, &new.structures)?;
    check(tx.db, new)?;
    check_written(tx.db, espace, new)?;
    let usual = Murs::load(tx.db, espace, today)?;
    // The permanences that are held there follow: it is the same place.
    let (lieu_id, base) = find_lieu(tx.db, espace)?;
    let there = permanences::expected_at(tx.db, &lieu_id, tx.now)?;
    let lieu = lieu_of(new, &base.fuseau);
    check_stops(new, &lieu.fuseau, today)?;
    fuseaux::change(tx, (espace, &lieu_id), (&base.fuseau, &lieu.fuseau))?;
    let is_mobile = new.detail.genre == GenreEspace::Mobile;
    let is_moved = !is_mobile && (&base.adresse, &base.commune) != (&lieu.adresse, &lieu.commune);
    let held = ateliers::within(tx, espace)?;
    diesel::update(lieu::table.find(&lieu_id))
        .set((lieu::nom.eq(&lieu.nom), lieu::adresse.eq(&lieu.adresse), lieu::commune.eq(&lieu.commune)))
        .execute(tx.db)?;
    let key = espace.to_string();
    diesel::delete(ouverture::table.filter(ouverture::espace_id.eq(&key))).execute(tx.db)?;
    diesel::delete(jour_particulier::table.filter(jour_particulier::espace_id.eq(&key))).execute(tx.db)?;
    diesel::delete(arret::table.filter(arret::espace_id.eq(&key))).execute(tx.db)?;
    arrets::delete(tx.db, espace)?;
    diesel::delete(animation::table.filter(animation::espace_id.eq(&key))).execute(tx.db)?;
    diesel::delete(proposition::table.filter(proposition::espace_id.eq(&key))).execute(tx.db)?;
    write_details(tx.db, espace, new)?;
    murs::follow(tx, espace, &usual, mot)?;
    ateliers::tell_address(tx, &held)?;
    if is_mobile {
        permanences::tell_moved(tx, &lieu_id, &there)?;
    } else if is_moved {
        permanences::tell_address(tx, (espace, &lieu_id), &lieu)?;
    }
    hotes::tell_moved(tx, (espace, team.compte), &before, &new.structures)?;
    let whole = read_all(tx.db, &new.code, tx.now, today)?;
    Ok(EspaceEnDetail { modifiable: team.may_change(&new.structures), ..whole })
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

// `zone` is its clock when nothing is said of it.
fn lieu_of(new: &CreateEspaceTemps, zone: &str) -> Lieu {
    Lieu {
        nom: new.lieu.as_str().to_owned(),
        adresse: new.adresse.as_str().to_owned(),
        commune: new.commune.as_str().to_owned(),
        fuseau: new.fuseau.map_or(zone, |fuseau| fuseau.code()).to_owned(),
    }
}

fn check(db: &mut Conn, new: &CreateEspaceTemps) -> Result<(), Error> {
    if let Some(mistake) = new.detail.mistake(&new.horaires) {
        return Err(Problem::fields([mistake]).into());
    }
    check_structures(db, &new.structures)
}

fn check_stops(new: &CreateEspaceTemps, zone: &str, today: Jour) -> Result<(), Error> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    // What is closed for some days may open again: it makes no room for another stop.
    match arrets::mistake(&door(&[], &new.detail, Vec::new(), zone), &new.detail, today) {
        Some(mistake) => Err(Problem::fields([mistake]).into()),
        None => Ok(()),
    }
}

// Hours that are written and speak of school holidays keep needing their zone.
fn check_written(db: &mut Conn, espace: EspaceId, new: &CreateEspaceTemps) -> Result<(), Error> {
    let text: Option<String> =
        espace_temps::table.find(espace.to_string()).select(espace_temps::horaires_osm).first(db)?;
    let is_followed = new.detail.genre != GenreEspace::Mobile && text.is_some_and(|text| osm::says_vacances(&text));
    if is_followed && new.detail.zone.is_none() {
        return Err(Problem::fields([("zone", "manquant")]).into());
    }
    Ok(())
}

fn check_structures(db: &mut Conn, structures: &[StructureId]) -> Result<(), Error> {
    let mut wanted: Vec<String> = structures.iter().map(ToString::to_string).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let known: i64 = structure::table.filter(structure::id.eq_any(&wanted)).count().get_result(db)?;
    let all = usize::try_from(known).is_ok_and(|known| known == wanted.len()) && wanted.len() == structures.len();
    if all { Ok(()) } else { Err(Problem::fields([("structures", "inconnu")]).into()) }
}

fn write_details(db: &mut Conn, espace: EspaceId, new: &CreateEspaceTemps) -> Result<(), Error> {
    let key = espace.to_string();
    write_columns(db, &key, new)?;
    let mobile = (new.detail.genre == GenreEspace::Mobile).then(|| key.clone());
    let (lieu_id, _) = find_lieu(db, espace)?;
    diesel::update(lieu::table.find(lieu_id)).set(lieu::espace_mobile_id.eq(mobile)).execute(db)?;
    insert_openings(db, &key, &new.horaires, "horaires")?;
    insert_openings(db, &key, &new.detail.horaires_vacances, "horaires_vacances")?;
    insert_days(db, &key, &new.detail)?;
    insert_stops(db, &key, &new.detail)?;
    arrets::insert(db, &key, &new.detail.arrets_particuliers)?;
    for structure in &new.structures {
        diesel::insert_into(animation::table)
            .values((animation::espace_id.eq(&key), animation::structure_id.eq(structure.to_string())))
            .execute(db)?;
    }
    for (rang, texte) in (0..).zip(&new.propositions) {
        diesel::insert_into(proposition::table)
            .values((
                proposition::espace_id.eq(&key),
                proposition::rang.eq(rang),
                proposition::texte.eq(texte.as_str()),
            ))
            .execute(db)?;
    }
    Ok(())
}

fn write_columns(db: &mut Conn, key: &str, new: &CreateEspaceTemps) -> Result<(), Error> {
    let detail = &new.detail;
    let mut commodites: Vec<&str> = detail.commodites.iter().map(|one: &Commodite| one.code()).collect();
    commodites.sort_unstable();
    commodites.dedup();
    diesel::update(espace_temps::table.find(key))
        .set((
            espace_temps::horaires_note.eq(new.horaires_note.as_ref().map(|note| note.as_str())),
            espace_temps::genre.eq(detail.genre.code()),
            espace_temps::venir.eq(detail.venir.as_ref().map(|text| text.as_str())),
            espace_temps::commodites.eq(commodites.join(",")),
            espace_temps::acces_note.eq(detail.acces_note.as_ref().map(|text| text.as_str())),
            espace_temps::zone_scolaire.eq(detail.zone.map(|zone| zone.code())),
            espace_temps::vacances.eq(detail.vacances.code()),
            espace_temps::feries.eq(detail.feries.code()),
            espace_temps::programme.eq(detail.programme),
        ))
        .execute(db)?;
    Ok(())
}

fn insert_openings(db: &mut Conn, key: &str, list: &[Ouverture], field: &'static str) -> Result<(), Error> {
    for opening in list {
        let inserted = diesel::insert_into(ouverture::table)
            .values((
                ouverture::espace_id.eq(key),
                ouverture::vacances.eq(field == "horaires_vacances"),
                ouverture::jour.eq(i32::from(opening.jour)),
                ouverture::debut.eq(i32::from(opening.debut.minutes())),
                ouverture::fin.eq(i32::from(opening.fin.minutes())),
            ))
            .execute(db);
        match inserted {
            Err(why) if Error::is_duplicate(&why) => return Err(Problem::fields([(field, "en-double")]).into()),
            done => done?,
        };
    }
    Ok(())
}

/// Writes the days of a place that are not as every week, when it has none yet.
pub fn set_days(tx: &mut Tx<'_>, espace: EspaceId, detail: &DetailEspace) -> Result<(), Error> {
    diesel::update(espace_temps::table.find(espace.to_string()))
        .set(espace_temps::vacances.eq(detail.vacances.code()))
        .execute(tx.db)?;
    diesel::delete(jour_particulier::table.filter(jour_particulier::espace_id.eq(espace.to_string())))
        .execute(tx.db)?;
    insert_days(tx.db, &espace.to_string(), detail)
}

fn insert_days(db: &mut Conn, key: &str, detail: &DetailEspace) -> Result<(), Error> {
    for day in &detail.jours {
        // A closed day is a line without hours.
        let hours = day.heures.iter().map(|one| Some((i32::from(one.debut.minutes()), i32::from(one.fin.minutes()))));
        let lines: Vec<_> = if day.heures.is_empty() { vec![None] } else { hours.collect() };
        for (rang, line) in (0..).zip(lines) {
            diesel::insert_into(jour_particulier::table)
                .values((
                    jour_particulier::espace_id.eq(key),
                    jour_particulier::jour.eq(day.jour.to_string()),
                    jour_particulier::rang.eq(rang),
                    jour_particulier::debut.eq(line.map(|(debut, _)| debut)),
                    jour_particulier::fin.eq(line.map(|(_, fin)| fin)),
                    jour_particulier::mot.eq(day.mot.as_ref().map(|mot| mot.as_str())),
                ))
                .execute(db)?;
        }
    }
    Ok(())
}

fn insert_stops(db: &mut Conn, key: &str, detail: &DetailEspace) -> Result<(), Error> {
    for (rang, stop) in (0..).zip(&detail.arrets) {
        diesel::insert_into(arret::table)
            .values((
                arret::espace_id.eq(key),
                arret::rang.eq(rang),
                arret::jour.eq(i32::from(stop.jour)),
                arret::debut.eq(i32::from(stop.debut.minutes())),
                arret::fin.eq(i32::from(stop.fin.minutes())),
                arret::nom.eq(stop.nom.as_str()),
                arret::adresse.eq(stop.adresse.as_str()),
                arret::commune.eq(stop.commune.as_str()),
                arret::vacances.eq(stop.vacances),
            ))
            .execute(db)?;
    }
    Ok(())
}
