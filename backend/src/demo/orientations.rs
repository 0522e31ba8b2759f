//! What partners have prescribed, a place that closes, somebody who is away.

use shared::permanences::{CloseEspace, DeclareAbsence, ListCreneaux, Prescribe};

use super::{
    World,
    moments::publisher,
    people::Pro,
    places::{field, line},
};
use crate::{
    caller::Professionnel,
    db::Tx,
    permanences::{self, db::Reader},
    problem::Error,
    time,
};

// Nicknames that partners gave.
const SURNOMS: [&str; 2] = ["Titi", "Nono"];

/// A partner takes places for two people who have no account.
pub fn orientations(tx: &mut Tx<'_>, world: &World, pros: &[Pro]) -> Result<(), Error> {
    let (Some(host), Some(partner)) = (pros.first(), pros.get(3)) else { return Ok(()) };
    let appartenances = vec![shared::comptes::Appartenance {
        structure: partner.structure,
        nom: String::new(),
        droits: shared::comptes::Droits::default(),
    }];
    let caller = Professionnel { compte: partner.compte, appartenances };
    let reader = Reader {
        jeune: None,
        now: tx.now,
        tomorrow: time::start_of(time::plus_days(world.today, 1), &world.zone),
        is_adult: false,
    };
    let free = permanences::db::list_free(
        tx.db,
        &ListCreneaux { besoin: None, espace: Some(host.code.parse().map_err(field)?), commune: None },
        &reader,
    )?;
    let creneaux = free.semaine.iter().chain(&free.plus_tard).map(|one| one.id);
    for ((creneau, surnom), (id, mark)) in creneaux.zip(SURNOMS).zip(&world.papers) {
        let surnom = surnom.parse().map_err(field)?;
        let request = Prescribe { structure: partner.structure, creneau, surnom, contact: None, accompagne: false };
        permanences::prescribe_for(tx, &caller, &request, (*id, mark))?;
    }
    Ok(())
}

/// A closure at Christmas; an absence of an afternoon. What was published before is taken back.
pub fn closures(tx: &mut Tx<'_>, world: &World, pros: &[Pro]) -> Result<(), Error> {
    let Some(host) = pros.first() else { return Ok(()) };
    // The next ones: between the days of Christmas and the new year, those of this one are past.
    let (annee, mois, jour) = world.today.parts();
    let annee = if (mois, jour) < (12, 24) { annee } else { annee + 1 };
    let (du, au) = (format!("{annee}-12-24"), format!("{annee}-12-26"));
    let closed = CloseEspace {
        espace: host.code.parse().map_err(field)?,
        du: du.parse().map_err(field)?,
        au: au.parse().map_err(field)?,
        motif: line("Fêtes de fin d’année")?,
        mot: Some(line("Le lieu est fermé ces jours-là.")?),
    };
    permanences::close_for(tx, &publisher(host), &closed)?;
    let away = DeclareAbsence {
        professionnel: host.compte,
        du: time::plus_days(world.today, 40),
        debut: Some("13:00".parse().map_err(field)?),
        au: time::plus_days(world.today, 40),
        fin: Some("18:00".parse().map_err(field)?),
        mot: None,
    };
    let caller = Professionnel { compte: host.compte, appartenances: Vec::new() };
    permanences::declare_for(tx, &caller, &away, &world.zone).map(drop)
}
