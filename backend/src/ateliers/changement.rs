//! What becomes of an atelier: published, changed, cancelled, done. Those who joined are told.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    ateliers::{
        AtelierPro, CancelAtelier, ChangeAtelier, EtatAtelier, EtatInscription, FicheAtelier, Mot, PublishAtelier,
    },
    ids::{AtelierId, CompteId, EspaceId, InscriptionId},
    messages::Evenement,
};

use super::{
    accord, attente, avis, creation, dates, inscription as joined,
    lieux::{self, Place},
    liste, murs,
    nouveautes::{self, Connu},
    pro, rappels, serie,
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

const TOO_EARLY: &str = "C’est trop tôt : la liste se clôt quand l’atelier a commencé.";
const HELD_ALREADY: &str = "Cet atelier a déjà eu lieu : il ne s’annule plus.";

/// A draft is published, and the others of its series if so asked: all of them, or none. Twice is once.
pub fn publish(tx: &mut Tx<'_>, caller: &Structure, request: &PublishAtelier) -> Result<AtelierPro, Error> {
    let id = request.atelier;
    let full = locked(tx, caller, id)?;
    let mut is_new = publish_one(tx, &full)?;
    if let (true, Some(serie)) = (request.serie, &full.stored.serie_id) {
        for one in serie::after(tx, serie, tx.now, &[EtatAtelier::Brouillon])? {
            let full = locked(tx, caller, one)?;
            // Somebody else may have dealt with it meanwhile.
            is_new |= full.etat == EtatAtelier::Brouillon && publish_one(tx, &full)?;
        }
    }
    // Of a series, the news is one.
    if is_new {
        accord::tell(tx, id)?;
    }
    pro::read_one(tx.db, caller, id, tx.now)
}

// One that they may change, and its place, locked in the order of whoever closes that place: then it is what it is read to be.
fn locked(tx: &mut Tx<'_>, caller: &Structure, id: AtelierId) -> Result<Full, Error> {
    let place = same_place(&pro::published(tx.db, caller, id)?);
    murs::lock(tx, &place)?;
    attente::lock(tx, id)?;
    pro::published(tx.db, caller, id)
}

// Whether it was a draft until now.
fn publish_one(tx: &mut Tx<'_>, full: &Full) -> Result<bool, Error> {
    match full.etat {
        EtatAtelier::Publie => return Ok(false),
        EtatAtelier::Annule => return Err(pro::cancelled().into()),
        EtatAtelier::Brouillon if full.is_to_come(tx.now) => {
            murs::check(tx.db, &same_place(full), (full.debut(), Instant(full.stored.fin)), tx.now)?;
            diesel::update(atelier::table.find(full.id.to_string()))
                .set((atelier::etat.eq(EtatAtelier::Publie.code()), atelier::publie_le.eq(tx.now.0)))
                .execute(tx.db)?;
        }
        EtatAtelier::Brouillon | EtatAtelier::Fait => return Err(ProblemKind::AtelierPasse.into()),
    }
    Ok(true)
}

fn set_etat(tx: &mut Tx<'_>, id: AtelierId, etat: EtatAtelier) -> Result<(), Error> {
    diesel::update(atelier::table.find(id.to_string())).set(atelier::etat.eq(etat.code())).execute(tx.db)?;
    Ok(())
}

/// Changes what is to come, and the later dates of its series if so asked. `zone` is the clock of the installation.
pub fn change(
    tx: &mut Tx<'_>,
    caller: &Structure,
    request: &ChangeAtelier,
    (zone, garde): (&str, Garde),
) -> Result<AtelierPro, Error> {
    let before = change_one(tx, caller, request, (zone, garde))?;
    if request.suite {
        for id in serie::later(tx, &before)? {
            let one = pro::read_one(tx.db, caller, id, tx.now)?;
            let same = serie::alike(&before, request, &one)?;
            change_one(tx, caller, &same, (zone, garde)).map_err(|why| serie::named(why, one.jour))?;
        }
    }
    pro::read_one(tx.db, caller, request.atelier, tx.now)
}

// Gives what it was until now.
fn change_one(
    tx: &mut Tx<'_>,
    caller: &Structure,
    request: &ChangeAtelier,
    (zone, garde): (&str, Garde),
) -> Result<Full, Error> {
    let (id, fiche) = (request.atelier, &request.fiche);
    let before = locked(tx, caller, id)?;
    check_open(&before, tx)?;
    if is_done(&before, request) {
        return Ok(before);
    }
    // It would undo what somebody else did since the form was opened.
    if before.version() != request.version {
        return Err(ProblemKind::AtelierChange.into());
    }
    creation::check(tx.db, fiche)?;
    let was = before.fiche().ok_or(ProblemKind::Introuvable)?;
    let is_there = was.lieu == fiche.lieu;
    let clock = creation::clock(tx.db, before.stored.structure_id.0, zone)?;
    let place = if is_there { same_place(&before) } else { lieux::place(tx.db, fiche, clock)? };
    // Another place than the one that was locked: whoever closes it and waits for this atelier is told apart by the engine.
    murs::lock(tx, &place)?;
    let (debut, fin) = dates::span(request.jour, (request.debut, request.fin), &place.zone)?;
    if debut <= tx.now {
        return Err(Problem::fields([("jour", "passe")]).into());
    }
    dates::check_year((request.jour, "jour"), time::day_of(tx.now, &place.zone))?;
    if (debut.0, fin.0) != (before.stored.debut, before.stored.fin) || !is_there {
        murs::check(tx.db, &place, (debut, fin), tx.now)?;
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
    diesel::update(atelier::table.find(id.to_string()))
        .set((
            creation::described(fiche, &place),
            (atelier::debut.eq(debut.0), atelier::fin.eq(fin.0)),
            atelier::places_libres.eq(before.stored.places_libres + more.min(0)),
            atelier::version.eq(before.stored.version + 1),
        ))
        .execute(tx.db)?;
    if was.accompagne && !fiche.accompagne {
        come_alone(tx, id)?;
    }
    creation::set_meneurs(tx.db, id, before.stored.structure_id.0, &fiche.meneurs)?;
    for _ in 0..more.max(0) {
        attente::give_back(tx, id, garde)?;
    }
    let now = Connu::of(&liste::find(tx.db, id)?.ok_or(ProblemKind::Introuvable)?);
    // A word alone is news too.
    if request.mot.is_some() || Connu::of(&before) != now {
        rappels::replan_of(tx, id)?;
        announce(tx, &before, request.mot.as_ref(), &people)?;
    }
    if before.etat == EtatAtelier::Publie && (!is_there || was.meneurs != fiche.meneurs) {
        accord::tell(tx, id)?;
    }
    Ok(before)
}

// One came along with them: not any more. They read it in what is new; whoever was invited is not expected.
fn come_alone(tx: &mut Tx<'_>, id: AtelierId) -> Result<(), Error> {
    let of_it = || inscription::table.filter(inscription::atelier_id.eq(id.to_string()));
    let all: Vec<String> = of_it().select(inscription::id).load(tx.db)?;
    diesel::update(of_it()).set(inscription::accompagne.eq(false)).execute(tx.db)?;
    crate::accueil::end_company(tx, &all)
}

// Whether an atelier is what a request makes of it.
fn is_done(full: &Full, request: &ChangeAtelier) -> bool {
    let hours = [full.debut(), Instant(full.stored.fin)].map(|at| time::heure_of(at, &full.zone));
    let said = |mot: &Mot| full.stored.mot.as_deref() == Some(mot.as_str());
    full.fiche() == Some(full.with_leaders(&request.fiche))
        && time::day_of(full.debut(), &full.zone) == request.jour
        && hours == [request.debut, request.fin]
        && request.mot.as_ref().is_none_or(said)
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
        EtatAtelier::Annule => Err(pro::cancelled().into()),
        EtatAtelier::Fait => Err(ProblemKind::AtelierPasse.into()),
        EtatAtelier::Brouillon => Ok(()),
        EtatAtelier::Publie if full.is_to_come(tx.now) => Ok(()),
        EtatAtelier::Publie => Err(ProblemKind::AtelierPasse.into()),
    }
}

fn same_place(full: &Full) -> Place {
    let zone: TimeZone = full.zone.clone();
    let espace = full.stored.espace_id.as_ref().and_then(|espace| espace.parse::<EspaceId>().ok());
    let chez_structure = full.stored.chez_structure_id.as_ref().map(|AsText(id)| *id);
    let (lieu, chez_espace) = (full.stored.lieu_id.clone(), full.stored.chez_espace);
    Place { espace, lieu, chez_espace, chez_structure, zone }
}

/// Tells some people of what has just changed in a locked atelier, `before` being what it was. The last word stays for those who
/// publish.
pub fn announce(tx: &mut Tx<'_>, before: &Full, mot: Option<&Mot>, people: &[Expected]) -> Result<(), Error> {
    if let Some(mot) = mot {
        diesel::update(atelier::table.find(before.id.to_string())).set(atelier::mot.eq(mot.as_str())).execute(tx.db)?;
    }
    nouveautes::keep(tx, before, mot)?;
    tell(tx, before, people)
}

/// Somebody who joined or waits.
pub type Expected = (InscriptionId, CompteId);

/// Those who have a place, or wait for one; who signed before the start too.
pub fn expected(tx: &mut Tx<'_>, id: AtelierId) -> Result<Vec<Expected>, Error> {
    let rows: Vec<(AsText<InscriptionId>, Option<AsText<CompteId>>)> = inscription::table
        .filter(inscription::atelier_id.eq(id.to_string()))
        .filter(inscription::etat.eq_any(["inscrit", "attend", "offert", "present", "absent"]))
        .order(inscription::numero)
        .select((inscription::id, inscription::jeune_id))
        .load(tx.db)?;
    Ok(rows.into_iter().filter_map(|(AsText(id), jeune)| Some((id, jeune?.0))).collect())
}

fn tell(tx: &mut Tx<'_>, before: &Full, people: &[Expected]) -> Result<(), Error> {
    let full = liste::find(tx.db, before.id)?.ok_or(ProblemKind::Introuvable)?;
    for (_, jeune) in people {
        let news = avis::changed(&full, *jeune, before.debut(), tx.now);
        crate::avis::tell(tx, &news)?;
    }
    let comptes: Vec<CompteId> = people.iter().map(|(_, jeune)| *jeune).collect();
    if !comptes.is_empty() {
        tx.tell(Notice { comptes, evenement: Evenement::RendezVous {} });
    }
    Ok(())
}

/// It will not be held, nor the later dates of its series if so asked. Twice is once.
pub fn cancel(tx: &mut Tx<'_>, caller: &Structure, request: &CancelAtelier) -> Result<AtelierPro, Error> {
    let full = cancel_one(tx, caller, request.atelier, &request.mot)?;
    if request.suite {
        for id in serie::later(tx, &full)? {
            cancel_one(tx, caller, id, &request.mot)?;
        }
    }
    pro::read_one(tx.db, caller, request.atelier, tx.now)
}

// Gives what it was until now.
fn cancel_one(tx: &mut Tx<'_>, caller: &Structure, id: AtelierId, mot: &Mot) -> Result<Full, Error> {
    pro::published(tx.db, caller, id)?;
    attente::lock(tx, id)?;
    let full = pro::published(tx.db, caller, id)?;
    match full.etat {
        EtatAtelier::Annule => {}
        EtatAtelier::Fait => return Err(ProblemKind::AtelierPasse.into()),
        EtatAtelier::Brouillon | EtatAtelier::Publie => call_off(tx, &full, mot)?,
    }
    Ok(full)
}

/// Calls a locked atelier off and tells whoever joined or waited; the caller's right to it was looked at.
pub fn call_off(tx: &mut Tx<'_>, full: &Full, mot: &Mot) -> Result<(), Error> {
    let id = full.id;
    if full.etat == EtatAtelier::Publie {
        check_not_held(tx, full)?;
    }
    let people = expected(tx, id)?;
    for (inscription, _) in &people {
        joined::end(tx, *inscription, EtatInscription::Annule)?;
    }
    diesel::update(atelier::table.find(id.to_string())).set(atelier::attentes.eq(0)).execute(tx.db)?;
    set_etat(tx, id, EtatAtelier::Annule)?;
    announce(tx, full, Some(mot), &people)
}

// What was held, or is being held with somebody, cannot be called off. Whoever signed before the start is told like the others.
fn check_not_held(tx: &mut Tx<'_>, full: &Full) -> Result<(), Error> {
    let came: i64 = inscription::table
        .filter(inscription::atelier_id.eq(full.id.to_string()))
        .filter(inscription::etat.eq(EtatInscription::Present.code()))
        .count()
        .get_result(tx.db)?;
    match full.stored.fin <= tx.now.0 {
        true => Err(Problem { title: HELD_ALREADY.to_owned(), ..ProblemKind::AtelierPasse.into() }.into()),
        false if 0 < came && !full.is_to_come(tx.now) => Err(ProblemKind::AtelierPasse.into()),
        false => Ok(()),
    }
}

/// The list is closed: whoever was not marked did not come. Twice is once.
pub fn close(tx: &mut Tx<'_>, caller: &Professionnel, id: AtelierId) -> Result<AtelierPro, Error> {
    pro::kept(tx.db, caller, id)?;
    attente::lock(tx, id)?;
    let full = pro::kept(tx.db, caller, id)?;
    match full.etat {
        EtatAtelier::Brouillon | EtatAtelier::Annule => return Err(pro::cancelled().into()),
        EtatAtelier::Publie if full.is_to_come(tx.now) => {
            return Err(Problem { title: TOO_EARLY.to_owned(), ..ProblemKind::PasEncore.into() }.into());
        }
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
