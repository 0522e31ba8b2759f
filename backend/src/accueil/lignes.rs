//! What surrounds the rows of espaces-temps: hours, dates, stops, closures.

use std::collections::HashMap;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    accueil::{Arret, ArretParticulier, Heures, JourParticulier, Ouverture, Vue},
    fields::{Heure, Jour, Ligne},
    ids::StructureId,
};

use super::arrets;
use crate::{
    db::{AsText, Conn},
    problem::Error,
    schema::{animation, arret, fermeture, jour_particulier, ouverture, proposition, structure},
};

/// Rows by the id of their espace-temps.
pub type By<T> = HashMap<String, Vec<T>>;

/// All of it, for some espaces-temps.
pub struct Lignes {
    /// The weeks, each opening with whether it is of the school holidays.
    pub horaires: By<(bool, Ouverture)>,
    /// The dates that are not like the others, from yesterday on.
    pub jours: By<JourParticulier>,
    /// The stops.
    pub arrets: By<Arret>,
    /// What stops otherwise on some days, from yesterday on.
    pub arrets_particuliers: By<ArretParticulier>,
    /// The closures, from yesterday on.
    pub fermetures: By<(Jour, Jour)>,
    /// The structures.
    pub structures: By<(StructureId, String)>,
    /// What one can do.
    pub propositions: By<String>,
    /// The photos that everybody sees.
    pub photos: By<Vue>,
}

impl Lignes {
    /// Reads it.
    pub fn load(db: &mut Conn, ids: &[String], today: Jour) -> Result<Self, Error> {
        // The evening before may not be over, and the place may be a day behind.
        let since = crate::time::plus_days(today, -2).to_string();
        Ok(Self {
            horaires: load_horaires(db, ids)?,
            jours: load_jours(db, ids, &since)?,
            arrets: load_arrets(db, ids)?,
            arrets_particuliers: arrets::load(db, ids, &since)?,
            fermetures: load_fermetures(db, ids, &since)?,
            structures: load_structures(db, ids)?,
            propositions: load_propositions(db, ids)?,
            photos: super::photos::load(db, ids)?,
        })
    }
}

/// A wall time from its minutes.
pub fn heure(minutes: i32) -> Option<Heure> {
    u16::try_from(minutes).ok().and_then(Heure::from_minutes)
}

/// The weeks, each opening with whether it is of the school holidays.
pub fn load_horaires(db: &mut Conn, ids: &[String]) -> Result<By<(bool, Ouverture)>, Error> {
    let rows: Vec<(String, bool, i32, i32, i32)> = ouverture::table
        .filter(ouverture::espace_id.eq_any(ids))
        .order((ouverture::espace_id, ouverture::jour, ouverture::debut))
        .select((ouverture::espace_id, ouverture::vacances, ouverture::jour, ouverture::debut, ouverture::fin))
        .load(db)?;
    let openings = rows.into_iter().filter_map(|(espace, vacances, jour, debut, fin)| {
        let opening = Ouverture { jour: u8::try_from(jour).ok()?, debut: heure(debut)?, fin: heure(fin)? };
        Some((espace, (vacances, opening)))
    });
    Ok(grouped(openings))
}

/// The dates that are not like the others, from one on.
pub fn load_jours(db: &mut Conn, ids: &[String], since: &str) -> Result<By<JourParticulier>, Error> {
    type Row = (String, AsText<Jour>, Option<i32>, Option<i32>, Option<String>);
    let rows: Vec<Row> = jour_particulier::table
        .filter(jour_particulier::espace_id.eq_any(ids))
        .filter(jour_particulier::jour.ge(since))
        .order((jour_particulier::espace_id, jour_particulier::jour, jour_particulier::rang))
        .select((
            jour_particulier::espace_id,
            jour_particulier::jour,
            jour_particulier::debut,
            jour_particulier::fin,
            jour_particulier::mot,
        ))
        .load(db)?;
    let mut days: By<JourParticulier> = HashMap::new();
    for (espace, AsText(jour), debut, fin, mot) in rows {
        let list = days.entry(espace).or_default();
        if list.last().is_none_or(|last| last.jour != jour) {
            let mot = mot.and_then(|mot| Ligne::parse(&mot).ok());
            list.push(JourParticulier { jour, heures: Vec::new(), mot });
        }
        let hours = debut.and_then(heure).zip(fin.and_then(heure));
        if let (Some(last), Some((debut, fin))) = (list.last_mut(), hours) {
            last.heures.push(Heures { debut, fin });
        }
    }
    Ok(days)
}

/// The stops.
pub fn load_arrets(db: &mut Conn, ids: &[String]) -> Result<By<Arret>, Error> {
    type Row = (String, i32, i32, i32, AsText<Ligne>, AsText<Ligne>, AsText<Ligne>, bool);
    let rows: Vec<Row> = arret::table
        .filter(arret::espace_id.eq_any(ids))
        .order((arret::espace_id, arret::jour, arret::debut, arret::rang))
        .select((
            arret::espace_id,
            arret::jour,
            arret::debut,
            arret::fin,
            arret::nom,
            arret::adresse,
            arret::commune,
            arret::vacances,
        ))
        .load(db)?;
    let stops = rows.into_iter().filter_map(|row| {
        let (espace, jour, debut, fin, AsText(nom), AsText(adresse), AsText(commune), vacances) = row;
        let (jour, debut, fin) = (u8::try_from(jour).ok()?, heure(debut)?, heure(fin)?);
        Some((espace, Arret { jour, debut, fin, nom, adresse, commune, vacances }))
    });
    Ok(grouped(stops))
}

/// The closures that are not over on a day.
pub fn load_fermetures(db: &mut Conn, ids: &[String], since: &str) -> Result<By<(Jour, Jour)>, Error> {
    let rows: Vec<(String, AsText<Jour>, AsText<Jour>)> = fermeture::table
        .filter(fermeture::espace_id.eq_any(ids))
        .filter(fermeture::au.ge(since))
        .select((fermeture::espace_id, fermeture::du, fermeture::au))
        .load(db)?;
    Ok(grouped(rows.into_iter().map(|(espace, AsText(du), AsText(au))| (espace, (du, au)))))
}

fn load_structures(db: &mut Conn, ids: &[String]) -> Result<By<(StructureId, String)>, Error> {
    let rows: Vec<(String, AsText<StructureId>, String)> = animation::table
        .inner_join(structure::table)
        .filter(animation::espace_id.eq_any(ids))
        .order((animation::espace_id, structure::id))
        .select((animation::espace_id, structure::id, structure::nom))
        .load(db)?;
    Ok(grouped(rows.into_iter().map(|(espace, AsText(id), nom)| (espace, (id, nom)))))
}

fn load_propositions(db: &mut Conn, ids: &[String]) -> Result<By<String>, Error> {
    let rows: Vec<(String, String)> = proposition::table
        .filter(proposition::espace_id.eq_any(ids))
        .order((proposition::espace_id, proposition::rang))
        .select((proposition::espace_id, proposition::texte))
        .load(db)?;
    Ok(grouped(rows.into_iter()))
}

/// Rows by the id that comes with them.
pub fn grouped<T>(rows: impl Iterator<Item = (String, T)>) -> By<T> {
    let mut groups: By<T> = HashMap::new();
    for (key, value) in rows {
        groups.entry(key).or_default().push(value);
    }
    groups
}
