//! What becomes of an atelier: published, changed, cancelled, done. Those who joined are told.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    ateliers::{AtelierPro, ChangeAtelier, EtatAtelier, EtatInscription, FicheAtelier, Mot},
    ids::{AtelierId, CompteId, EspaceId, InscriptionId},
    messages::Evenement,
};

use super::{
    accord, attente, avis,
    creation::{self, Place},
    inscription as joined, liste, murs, pro, rappels,
    stored::Full,
};
use crate::{
    caller::{Professionnel, Structure},
    db::{AsText, Tx},
    live::Notice,
    permanences::Garde,
    problem::Error,
    schema::{atelier, inscription, jeune},
    time,
};

/// A draft is published. Twice is once.
pub fn publish(tx: &mut Tx<'_>, caller: &Structure, id: AtelierId) -> Result<AtelierPro, Error> {
    let full = pro::published(tx.db, caller, id)?;
    match full.etat {
        EtatAtelier::Publie => {}
        EtatAtelier::Annule => return Err(ProblemKind::AtelierAnnule.into()),
        EtatAtelier::Brouillon if full.is_to_come(tx.now) => {
            murs::check(tx.db, &same_place(&full), (full.debut(), Instant(full.stored.fin)), tx.now)?;
            diesel::update(atelier::table.find(id.to_string()))
                .set((atelier::etat.eq(EtatAtelier::Publie.code()), atelier::publie_le.eq(tx.now.0)))
                .execute(tx.db)?;
            accord::tell(tx, id)?;
        }
        EtatAtelier::Brouillon | EtatAtelier::Fait => return Err(ProblemKind::AtelierPasse.into()),
    }
    pro::read_one(tx.db, caller, id, tx.now)
}

fn set_etat(tx: &mut Tx<'_>, id: AtelierId, etat: EtatAtelier) -> Result<(), Error> {
    diesel::update(atelier::table.find(id.to_string())).set(atelier::etat.eq(etat.code())).execute(tx.db)?;
    Ok(())
}

/// Changes what is to come. `zone` is the clock of a place that belongs to no espace-temps.
pub fn change(
    tx: &mut Tx<'_>,
    caller: &Structure,
    request: &ChangeAtelier,
    (zone, garde): (&str, Garde),
) -> Result<AtelierPro, Error> {
    let (id, fiche) = (request.atelier, &request.fiche);
    pro::published(tx.db, caller, id)?;
    attente::lock(tx, id)?;
    let before = pro::published(tx.db, caller, id)?;
    check_open(&before, tx)?;
    creation::check(tx.db, fiche)?;
    let was = before.fiche().ok_or(ProblemKind::Introuvable)?;
    let is_there = was.lieu == fiche.lieu;
    let place = if is_there { same_place(&before) } else { creation::place(tx.db, fiche, zone)? };
    let (debut, fin) = creation::span(request.jour, (request.debut, request.fin), &place.zone)?;
    if debut <= tx.now {
        return Err(Problem::fields([("jour", "passe")]).into());
    }
    murs::check(tx.db, &place, (debut, fin), tx.now)?;
    if (debut.0, fin.0) != (before.stored.debut, before.stored.fin) || !is_there {
        creation::check_stops(tx, &place, &[(debut, fin)])?;
    }
    let taken = before.stored.places - before.stored.places_libres;
    let (places, more) = (i32::from(fiche.places), i32::from(fiche.places) - before.stored.places);
    if places < taken {
        return Err(ProblemKind::PlacesReservees.into());
    }
    let is_later = (debut.0, fin.0) != (before.stored.debut, before.stored.fin);
    let is_moved = is_later || !is_there || was.point_rencontre != fiche.point_rencontre;
    let people = expected(tx, id)?;
    if is_moved && !people.is_empty() && request.mot.is_none() {
        return Err(Problem::fields([("mot", "vide")]).into());
    }
    if request.mot.is_none() && leaves_out(tx, id, fiche)? {
        return Err(Problem::fields([("mot", "hors-de-leur-age")]).into());
    }
    // How many places there are is no news for whoever has one.
    let is_news = is_later || FicheAtelier { places: fiche.places, ..was.clone() } != *fiche;
    diesel::update(atelier::table.find(id.to_string()))
        .set((
            creation::described(fiche, &place),
            (atelier::debut.eq(debut.0), atelier::fin.eq(fin.0)),
            atelier::places_libres.eq(before.stored.places_libres + more.min(0)),
        ))
        .execute(tx.db)?;
    creation::set_meneurs(tx.db, id, before.stored.structure_id.0, &fiche.meneurs)?;
    for _ in 0..more.max(0) {
        attente::give_back(tx, id, garde)?;
    }
    if is_news {
        say(tx, id, request.mot.as_ref())?;
        rappels::replan_of(tx, id)?;
        tell(tx, id, &people)?;
    }
    if before.etat == EtatAtelier::Publie && (!is_there || was.meneurs != fiche.meneurs) {
        accord::tell(tx, id)?;
    }
    pro::read_one(tx.db, caller, id, tx.now)
}

// Whether somebody who joined, or waits, is of another age than what is now asked.
fn leaves_out(tx: &mut Tx<'_>, id: AtelierId, fiche: &FicheAtelier) -> Result<bool, Error> {
    let born: Vec<(i32, i32)> = inscription::table
        .inner_join(jeune::table)
        .filter(inscription::atelier_id.eq(id.to_string()))
        .filter(inscription::etat.eq_any(["inscrit", "attend", "offert"]))
        .select((jeune::naissance_annee, jeune::naissance_mois))
        .load(tx.db)?;
    let today = time::day_of(tx.now, &TimeZone::UTC);
    let ages = born.into_iter().filter_map(|(annee, mois)| joined::age(annee, mois, today));
    let is_out = |age: u8| fiche.age_min.is_some_and(|min| age < min) || fiche.age_max.is_some_and(|max| max < age);
    Ok(ages.into_iter().any(is_out))
}

fn check_open(full: &Full, tx: &Tx<'_>) -> Result<(), Error> {
    match full.etat {
        EtatAtelier::Annule => Err(ProblemKind::AtelierAnnule.into()),
        EtatAtelier::Fait => Err(ProblemKind::AtelierPasse.into()),
        EtatAtelier::Brouillon => Ok(()),
        EtatAtelier::Publie if full.is_to_come(tx.now) => Ok(()),
        EtatAtelier::Publie => Err(ProblemKind::AtelierPasse.into()),
    }
}

fn same_place(full: &Full) -> Place {
    let zone: TimeZone = full.zone.clone();
    let espace = full.stored.espace_id.as_ref().and_then(|espace| espace.parse::<EspaceId>().ok());
    Place { espace, lieu: full.stored.lieu_id.clone(), chez_espace: full.stored.chez_espace, zone }
}

/// It is held elsewhere, at the same hour: those who joined or wait are told.
pub fn moved(tx: &mut Tx<'_>, id: AtelierId) -> Result<(), Error> {
    let people = expected(tx, id)?;
    say(tx, id, None)?;
    tell(tx, id, &people)
}

// One more thing to see, and the word that goes with it.
fn say(tx: &mut Tx<'_>, id: AtelierId, mot: Option<&Mot>) -> Result<(), Error> {
    diesel::update(atelier::table.find(id.to_string()))
        .set((
            atelier::mot.eq(mot.map(|mot| mot.as_str())),
            atelier::changements.eq(atelier::changements + 1),
            atelier::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    Ok(())
}

type Expected = (InscriptionId, CompteId);

// Those who have a place, or wait for one.
fn expected(tx: &mut Tx<'_>, id: AtelierId) -> Result<Vec<Expected>, Error> {
    let rows: Vec<(AsText<InscriptionId>, Option<AsText<CompteId>>)> = inscription::table
        .filter(inscription::atelier_id.eq(id.to_string()))
        .filter(inscription::etat.eq_any(["inscrit", "attend", "offert"]))
        .order(inscription::numero)
        .select((inscription::id, inscription::jeune_id))
        .load(tx.db)?;
    Ok(rows.into_iter().filter_map(|(AsText(id), jeune)| Some((id, jeune?.0))).collect())
}

fn tell(tx: &mut Tx<'_>, id: AtelierId, people: &[Expected]) -> Result<(), Error> {
    let full = liste::find(tx.db, id)?.ok_or(ProblemKind::Introuvable)?;
    for (_, jeune) in people {
        let news = avis::changed(&full, *jeune, tx.now);
        crate::avis::tell(tx, &news)?;
    }
    let comptes: Vec<CompteId> = people.iter().map(|(_, jeune)| *jeune).collect();
    if !comptes.is_empty() {
        tx.tell(Notice { comptes, evenement: Evenement::RendezVous {} });
    }
    Ok(())
}

/// It will not be held. Twice is once.
pub fn cancel(tx: &mut Tx<'_>, caller: &Structure, id: AtelierId, mot: &Mot) -> Result<AtelierPro, Error> {
    pro::published(tx.db, caller, id)?;
    attente::lock(tx, id)?;
    let full = pro::published(tx.db, caller, id)?;
    match full.etat {
        EtatAtelier::Annule => return pro::read_one(tx.db, caller, id, tx.now),
        EtatAtelier::Fait => return Err(ProblemKind::AtelierPasse.into()),
        EtatAtelier::Brouillon | EtatAtelier::Publie => {}
    }
    call_off(tx, &full, mot)?;
    pro::read_one(tx.db, caller, id, tx.now)
}

/// Calls a locked atelier off and tells whoever joined or waited; the caller's right to it was looked at.
pub fn call_off(tx: &mut Tx<'_>, full: &Full, mot: &Mot) -> Result<(), Error> {
    let id = full.id;
    let came: i64 = inscription::table
        .filter(inscription::atelier_id.eq(id.to_string()))
        .filter(inscription::etat.eq(EtatInscription::Present.code()))
        .count()
        .get_result(tx.db)?;
    if 0 < came {
        return Err(ProblemKind::AtelierPasse.into());
    }
    let people = expected(tx, id)?;
    for (inscription, _) in &people {
        joined::end(tx, *inscription, EtatInscription::Annule)?;
    }
    diesel::update(atelier::table.find(id.to_string())).set(atelier::attentes.eq(0)).execute(tx.db)?;
    set_etat(tx, id, EtatAtelier::Annule)?;
    say(tx, id, Some(mot))?;
    tell(tx, id, &people)
}

/// The list is closed: whoever was not marked did not come. Twice is once.
pub fn close(tx: &mut Tx<'_>, caller: &Professionnel, id: AtelierId) -> Result<AtelierPro, Error> {
    pro::kept(tx.db, caller, id)?;
    attente::lock(tx, id)?;
    let full = pro::kept(tx.db, caller, id)?;
    match full.etat {
        EtatAtelier::Brouillon | EtatAtelier::Annule => return Err(ProblemKind::AtelierAnnule.into()),
        EtatAtelier::Publie if full.is_to_come(tx.now) => return Err(ProblemKind::PasEncore.into()),
        EtatAtelier::Publie => {
            attente::close(tx, id)?;
            let expected = inscription::table.filter(inscription::atelier_id.eq(id.to_string()));
            diesel::update(expected.filter(inscription::etat.eq(EtatInscription::Inscrit.code())))
                .set((inscription::etat.eq(EtatInscription::Absent.code()), inscription::change_le.eq(tx.now.0)))
                .execute(tx.db)?;
            set_etat(tx, id, EtatAtelier::Fait)?;
        }
        EtatAtelier::Fait => {}
    }
    pro::read_kept(tx.db, caller, id, tx.now)
}
