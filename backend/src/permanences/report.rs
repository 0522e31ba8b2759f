//! One, several or all rendez-vous of a day are moved or cancelled by those who receive, with a word to each person.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ids::{CompteId, CreneauId, PermanenceId, RendezVousId},
    permanences::{CancelVenues, EtatRendezVous, MoveVenues, Venue},
};

use super::{
    attente, avis,
    pointage::{self, Expected},
    possible::Garde,
    prescription, rappels,
    rendez_vous::KEPT,
};
use crate::{
    accueil::proches,
    caller::Professionnel,
    db::{AsText, Conn, Plan, Tx, id},
    outbox,
    problem::Error,
    schema::{creneau, jeune, rendez_vous},
};

/// Cancels some rendez-vous to come; each place goes to whoever waits, or is free. All or none.
pub fn cancel(
    tx: &mut Tx<'_>,
    caller: &Professionnel,
    request: &CancelVenues,
    garde: Garde,
) -> Result<Vec<Venue>, Error> {
    let mot = request.mot.as_str();
    let mut done = Vec::new();
    for rendez_vous in &request.rendez_vous {
        let one = to_come(tx, caller, *rendez_vous)?;
        end(tx, *rendez_vous, (EtatRendezVous::AnnuleParStructure, None), Some(mot))?;
        say(tx, *rendez_vous, &one)?;
        pointage::tell(tx, &one);
        attente::pass_on(tx, one.creneau, garde)?;
        done.push(pointage::read(tx.db, *rendez_vous)?);
    }
    Ok(done)
}

/// Moves some rendez-vous to a créneau and the next ones of its permanence. All or none.
pub fn shift(tx: &mut Tx<'_>, caller: &Professionnel, request: &MoveVenues, garde: Garde) -> Result<Vec<Venue>, Error> {
    pointage::find_day(tx.db, caller, request.creneau)?;
    let mut done = Vec::new();
    for rendez_vous in &request.rendez_vous {
        let one = to_come(tx, caller, *rendez_vous)?;
        let after = follow(tx, (*rendez_vous, &one), request)?;
        say(tx, *rendez_vous, &one)?;
        attente::pass_on(tx, one.creneau, garde)?;
        pointage::tell(tx, &one);
        done.push(pointage::read(tx.db, after)?);
    }
    Ok(done)
}

// Whoever has no account hears it from those who receive.
fn say(tx: &mut Tx<'_>, rendez_vous: RendezVousId, one: &Expected) -> Result<(), Error> {
    match one.jeune {
        Some(jeune) => {
            let news = avis::changed((rendez_vous, jeune), (one.day.debut, &one.day.zone), tx.now);
            crate::avis::tell(tx, &news)
        }
        None => Ok(()),
    }
}

// What has begun is history.
fn to_come(tx: &mut Tx<'_>, caller: &Professionnel, rendez_vous: RendezVousId) -> Result<Expected, Error> {
    let one = pointage::find(tx.db, caller, rendez_vous)?;
    match one.etat {
        EtatRendezVous::Confirme if tx.now < one.day.debut => Ok(one),
        EtatRendezVous::Confirme | EtatRendezVous::Honore | EtatRendezVous::Absent => {
            Err(ProblemKind::RendezVousPasse.into())
        }
        _ => Err(ProblemKind::PlusPrevu.into()),
    }
}

// The filter says what was taken for granted: the jeune may have cancelled meanwhile.
fn end(
    tx: &mut Tx<'_>,
    rendez_vous: RendezVousId,
    (etat, after): (EtatRendezVous, Option<RendezVousId>),
    mot: Option<&str>,
) -> Result<(), Error> {
    let ended = diesel::update(rendez_vous::table.find(rendez_vous.to_string()))
        .filter(rendez_vous::etat.eq(KEPT))
        .set((
            rendez_vous::etat.eq(etat.code()),
            rendez_vous::suivi_par.eq(after.map(|id| id.to_string())),
            rendez_vous::mot.eq(mot),
            rendez_vous::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    outbox::cancel(tx, &[rendez_vous.to_string()])?;
    if ended == 0 { Err(ProblemKind::PlusPrevu.into()) } else { Ok(()) }
}

fn follow(
    tx: &mut Tx<'_>,
    (before, one): (RendezVousId, &Expected),
    request: &MoveVenues,
) -> Result<RendezVousId, Error> {
    if let Some(jeune) = one.jeune {
        // One agenda of a jeune changes at a time.
        diesel::update(jeune::table.find(jeune.to_string())).set(jeune::agenda.eq(jeune::agenda + 1)).execute(tx.db)?;
    }
    let (creneau, span) = take_next(tx, request.creneau, one.creneau)?;
    if let Some(jeune) = one.jeune {
        check_free(tx.db, jeune, before, span)?;
    }
    let (prenom, accompagne): (Option<String>, bool) = rendez_vous::table
        .find(before.to_string())
        .select((rendez_vous::prenom, rendez_vous::accompagne))
        .first(tx.db)?;
    let after: RendezVousId = id();
    diesel::insert_into(rendez_vous::table)
        .values((
            rendez_vous::id.eq(after.to_string()),
            rendez_vous::creneau_id.eq(creneau.to_string()),
            rendez_vous::jeune_id.eq(one.jeune.map(|jeune| jeune.to_string())),
            rendez_vous::prenom.eq(prenom),
            rendez_vous::etat.eq(KEPT),
            rendez_vous::accompagne.eq(accompagne),
            rendez_vous::mot.eq(request.mot.as_str()),
            rendez_vous::pris_le.eq(tx.now.0),
            rendez_vous::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    end(tx, before, (EtatRendezVous::Reporte, Some(after)), Some(request.mot.as_str()))?;
    let plan = Plan::answer(()).also(prescription::following(before, after));
    tx.carry_out(plan.also(proches::following(before, (after, creneau))))?;
    rappels::replan(tx, &[after.to_string()])?;
    Ok(after)
}

// The first free place of the permanence from that créneau on, and never the one that is left.
fn take_next(tx: &mut Tx<'_>, first: CreneauId, but: CreneauId) -> Result<(CreneauId, (Instant, Instant)), Error> {
    type Row = (AsText<PermanenceId>, i64);
    let (AsText(permanence), from): Row =
        creneau::table.find(first.to_string()).select((creneau::permanence_id, creneau::debut)).first(tx.db)?;
    if from <= tx.now.0 {
        return Err(ProblemKind::CreneauPasse.into());
    }
    loop {
        let row: Option<(AsText<CreneauId>, i64, i64)> = creneau::table
            .filter(creneau::permanence_id.eq(permanence.to_string()))
            .filter(creneau::debut.ge(from))
            .filter(creneau::places_libres.gt(0))
            .filter(diesel::dsl::not(creneau::annule))
            .filter(creneau::id.ne(but.to_string()))
            .order((creneau::debut, creneau::id))
            .select((creneau::id, creneau::debut, creneau::fin))
            .first(tx.db)
            .optional()?;
        let (AsText(creneau), debut, fin) = row.ok_or(ProblemKind::CreneauComplet)?;
        let taken = diesel::update(creneau::table.find(creneau.to_string()))
            .filter(creneau::places_libres.gt(0))
            .set(creneau::places_libres.eq(creneau::places_libres - 1))
            .execute(tx.db)?;
        if taken == 1 {
            return Ok((creneau, (Instant(debut), Instant(fin))));
        }
    }
}

// Nobody is put at two places at once.
/// Refuses a span at which a jeune has another rendez-vous.
pub fn check_free(
    db: &mut Conn,
    jeune: CompteId,
    but: RendezVousId,
    (debut, fin): (Instant, Instant),
) -> Result<(), Error> {
    let meanwhile: i64 = rendez_vous::table
        .inner_join(creneau::table)
        .filter(rendez_vous::jeune_id.eq(jeune.to_string()))
        .filter(rendez_vous::etat.eq(KEPT))
        .filter(rendez_vous::id.ne(but.to_string()))
        .filter(creneau::debut.lt(fin.0))
        .filter(creneau::fin.gt(debut.0))
        .count()
        .get_result(db)?;
    if meanwhile == 0 { Ok(()) } else { Err(ProblemKind::RendezVousEnMemeTemps.into()) }
}
