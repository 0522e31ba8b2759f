//! Rendez-vous: a place is taken by a conditional write, so that none is ever sold twice (P01).

use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, ProblemKind,
    ids::{CompteId, CreneauId, RendezVousId},
    messages::Evenement,
    permanences::{Besoin, EtatRendezVous, Mode, RendezVous},
};

use super::{
    attente,
    possible::{Bounds, Found, Garde, look},
    prescription, rappels,
};
use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales::Escales,
        proches,
    },
    caller::Jeune,
    db::{AsText, Conn, MultiBackend, Plan},
    live::Notice,
    outbox,
    problem::Error,
    schema::{creneau, envoi, jeune, lieu, permanence, professionnel, rendez_vous},
};

macro_rules! select {
    () => {
        rendez_vous::table
            .inner_join(creneau::table.on(creneau::id.eq(rendez_vous::creneau_id)))
            .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
            .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
            .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
            .select((
                rendez_vous::id,
                creneau::id,
                rendez_vous::etat,
                creneau::debut,
                creneau::fin,
                creneau::besoin,
                professionnel::prenom,
                professionnel::compte_id,
                LIEU,
                (permanence::mode, permanence::lien),
                (rendez_vous::accompagne, rendez_vous::suivi_par, rendez_vous::mot),
            ))
    };
}

/// The state of a rendez-vous that will take place.
pub const KEPT: &str = "confirme";
/// Takes a place of a créneau that has not begun.
pub fn book(
    db: &mut Conn,
    caller: &Jeune,
    (creneau, accompagne): (CreneauId, bool),
    bounds: Bounds,
) -> Result<Plan<RendezVous>, Error> {
    let found = look(db, caller, creneau, None, bounds)?;
    if let Some(kind) = found.refusal(bounds, false) {
        return Err(kind.into());
    }
    let told = notice(caller.compte, found.professionnel);
    let booked = RendezVous { accompagne, ..found.rendez_vous.clone() };
    let plan = insert(Plan::answer(booked.clone()), caller, &booked, &found, bounds.now);
    Ok(plan.change(taking(creneau)).tell(told))
}

/// Takes a place that is kept for the jeune already: it is not counted once more.
pub fn keep_offered(
    db: &mut Conn,
    caller: &Jeune,
    creneau: CreneauId,
    bounds: Bounds,
) -> Result<Plan<RendezVous>, Error> {
    let found = look(db, caller, creneau, None, bounds)?;
    if let Some(kind) = found.refusal(bounds, true) {
        return Err(kind.into());
    }
    let told = notice(caller.compte, found.professionnel);
    let booked = found.rendez_vous.clone();
    Ok(insert(Plan::answer(booked.clone()), caller, &booked, &found, bounds.now).tell(told))
}

/// Takes another créneau instead, both or nothing (P06): the former stays as long as the new one is not taken.
pub fn shift(
    db: &mut Conn,
    caller: &Jeune,
    (rendez_vous, creneau): (RendezVousId, CreneauId),
    bounds: Bounds,
) -> Result<Plan<RendezVous>, Error> {
    let (before, professionnel) = read(db, caller, rendez_vous)?;
    if !before.is_cancellable(bounds.now) {
        let is_past = before.etat == EtatRendezVous::Confirme;
        return Err(if is_past { ProblemKind::RendezVousPasse } else { ProblemKind::PlusPrevu }.into());
    }
    if before.creneau == creneau {
        return Err(ProblemKind::DejaReserve.into());
    }
    let found = look(db, caller, creneau, Some(rendez_vous), bounds)?;
    if let Some(kind) = found.refusal(bounds, false) {
        return Err(kind.into());
    }
    let after = RendezVous { accompagne: before.accompagne, ..found.rendez_vous.clone() };
    let moved =
        diesel::update(rendez_vous::table.find(rendez_vous.to_string())).filter(rendez_vous::etat.eq(KEPT)).set((
            rendez_vous::etat.eq(EtatRendezVous::Reporte.code()),
            rendez_vous::suivi_par.eq(after.id.to_string()),
            rendez_vous::change_le.eq(bounds.now.0),
        ));
    let plan = insert(Plan::answer(after.clone()), caller, &after, &found, bounds.now);
    let plan = plan.change(taking(creneau)).change(moved).also(outbox::cancelling(rendez_vous.to_string()));
    // Whoever prescribed it sees the one that follows.
    let plan = plan.also(prescription::following(rendez_vous, after.id));
    // Whoever was invited to come along does so.
    let plan = plan.also(proches::following(rendez_vous, (after.id, creneau)));
    let plan = attente::give_back(db, plan, before.creneau, bounds.now, bounds.garde)?;
    Ok(plan.tell(notice(caller.compte, professionnel)).tell(notice(caller.compte, found.professionnel)))
}

// The last place is still there.
fn taking(creneau: CreneauId) -> impl diesel::query_builder::QueryFragment<MultiBackend> {
    diesel::update(creneau::table.find(creneau.to_string()))
        .filter(creneau::places_libres.gt(0))
        .set(creneau::places_libres.eq(creneau::places_libres - 1))
}

/// Gives a jeune a rendez-vous that was taken under a nickname: no place more is taken.
pub fn take_over(
    db: &mut Conn,
    caller: &Jeune,
    (rendez_vous, creneau): (RendezVousId, CreneauId),
    bounds: Bounds,
) -> Result<Plan<RendezVous>, Error> {
    let found = look(db, caller, creneau, None, bounds)?;
    if let Some(kind) = found.refusal(bounds, true) {
        return Err(kind.into());
    }
    let taken = RendezVous { id: rendez_vous, ..found.rendez_vous.clone() };
    let given = diesel::update(rendez_vous::table.find(rendez_vous.to_string()))
        .filter(rendez_vous::etat.eq(KEPT))
        .filter(rendez_vous::jeune_id.is_null())
        .set((
            rendez_vous::jeune_id.eq(caller.compte.to_string()),
            rendez_vous::prenom.eq(None::<String>),
            rendez_vous::change_le.eq(bounds.now.0),
        ));
    let told = notice(caller.compte, found.professionnel);
    Ok(remind(turn(Plan::answer(taken.clone()), caller, &found).change(given), caller, &taken, &found, bounds.now)
        .tell(told))
}

// The filter says what was taken for granted: one phone in two hands books one thing after the other.
fn turn<T>(plan: Plan<T>, caller: &Jeune, found: &Found) -> Plan<T> {
    let turned = diesel::update(jeune::table.find(caller.compte.to_string()))
        .filter(jeune::agenda.eq(found.agenda))
        .set(jeune::agenda.eq(found.agenda + 1));
    plan.change(turned)
}

fn remind<T>(plan: Plan<T>, caller: &Jeune, booked: &RendezVous, found: &Found, now: Instant) -> Plan<T> {
    let zone = TimeZone::get(&booked.lieu.fuseau).unwrap_or(TimeZone::UTC);
    let reminders = rappels::envois(caller.compte, &booked.id.to_string(), (booked.debut, &zone), &found.rappels, now);
    let reminders = reminders.iter().map(outbox::row);
    reminders.fold(plan, |plan, row| plan.change(diesel::insert_into(envoi::table).values(row)))
}

fn insert<T>(plan: Plan<T>, caller: &Jeune, booked: &RendezVous, found: &Found, now: Instant) -> Plan<T> {
    let inserted = diesel::insert_into(rendez_vous::table).values((
        rendez_vous::id.eq(booked.id.to_string()),
        rendez_vous::creneau_id.eq(booked.creneau.to_string()),
        rendez_vous::jeune_id.eq(caller.compte.to_string()),
        rendez_vous::etat.eq(KEPT),
        rendez_vous::accompagne.eq(booked.accompagne),
        rendez_vous::pris_le.eq(now.0),
        rendez_vous::change_le.eq(now.0),
    ));
    remind(turn(plan, caller, found).change(inserted), caller, booked, found, now)
}

/// The rendez-vous of the jeune: those to come first, the nearest at the top; then the past ones, the latest first.
pub fn list(db: &mut Conn, caller: &Jeune, now: Instant) -> Result<Vec<RendezVous>, Error> {
    let rows: Vec<Row> = select!().filter(rendez_vous::jeune_id.eq(caller.compte.to_string())).load(db)?;
    let mut list: Vec<RendezVous> = complete(db, rows)?.into_iter().map(|(one, _)| one).collect();
    list.sort_by_key(|one| {
        let past = one.fin <= now;
        (past, if past { -one.debut.0 } else { one.debut.0 }, one.id)
    });
    Ok(list)
}

/// Cancels before the start; the place is free at once. Twice is once.
pub fn cancel(
    db: &mut Conn,
    caller: &Jeune,
    rendez_vous: RendezVousId,
    (now, garde): (Instant, Garde),
) -> Result<Plan<RendezVous>, Error> {
    let (before, professionnel) = read(db, caller, rendez_vous)?;
    if before.etat == EtatRendezVous::AnnuleParJeune {
        return Ok(Plan::answer(before));
    }
    if !before.is_cancellable(now) {
        let kind = match before.etat {
            EtatRendezVous::Reporte | EtatRendezVous::AnnuleParStructure => ProblemKind::PlusPrevu,
            _ => ProblemKind::RendezVousPasse,
        };
        return Err(kind.into());
    }
    // Of two taps, the one that changes the row frees the place.
    let cancelled = diesel::update(rendez_vous::table.find(rendez_vous.to_string()))
        .filter(rendez_vous::etat.eq(KEPT))
        .set((rendez_vous::etat.eq(EtatRendezVous::AnnuleParJeune.code()), rendez_vous::change_le.eq(now.0)));
    let creneau = before.creneau;
    let after = RendezVous { etat: EtatRendezVous::AnnuleParJeune, ..before };
    let plan = Plan::answer(after)
        .change(cancelled)
        .also(outbox::cancelling(rendez_vous.to_string()))
        .tell(notice(caller.compte, professionnel));
    attente::give_back(db, plan, creneau, now, garde)
}

type Row = (
    AsText<RendezVousId>,
    AsText<CreneauId>,
    String,
    i64,
    i64,
    String,
    String,
    AsText<CompteId>,
    LieuRow,
    (String, Option<String>),
    (bool, Option<AsText<RendezVousId>>, Option<String>),
);

fn read(db: &mut Conn, caller: &Jeune, rendez_vous: RendezVousId) -> Result<(RendezVous, CompteId), Error> {
    find(db, caller, rendez_vous)?.ok_or_else(|| ProblemKind::Introuvable.into())
}

/// A rendez-vous of the jeune, with the account that receives; none when it is somebody else's.
pub fn find(db: &mut Conn, caller: &Jeune, rendez_vous: RendezVousId) -> Result<Option<(RendezVous, CompteId)>, Error> {
    let row: Option<Row> = select!()
        .filter(rendez_vous::id.eq(rendez_vous.to_string()))
        .filter(rendez_vous::jeune_id.eq(caller.compte.to_string()))
        .first(db)
        .optional()?;
    Ok(complete(db, row.into_iter().collect())?.pop())
}

fn complete(db: &mut Conn, rows: Vec<Row>) -> Result<Vec<(RendezVous, CompteId)>, Error> {
    let escales = Escales::of(db, rows.iter().map(|row| (&row.8, row.3)))?;
    Ok(rows.into_iter().filter_map(|row| to_rendez_vous(row, &escales)).collect())
}

fn to_rendez_vous(row: Row, escales: &Escales) -> Option<(RendezVous, CompteId)> {
    let (AsText(id), AsText(creneau), etat, debut, fin, besoin, professionnel, AsText(compte), lieu, meeting, more) =
        row;
    let ((mode, lien), (accompagne, suivi_par, mot)) = (meeting, more);
    let mode = Mode::from_code(&mode)?;
    let rendez_vous = RendezVous {
        id,
        creneau,
        etat: EtatRendezVous::from_code(&etat)?,
        debut: Instant(debut),
        fin: Instant(fin),
        besoin: Besoin::from_code(&besoin)?,
        professionnel,
        lieu: escales.place_by(mode, lieu, Instant(debut)),
        mode,
        lien,
        accompagne,
        suivi_par: suivi_par.map(|AsText(id)| id),
        mot,
    };
    Some((rendez_vous, compte))
}

/// Whether someone is, or was, expected: neither cancelled nor moved.
pub fn is_expected(etat: EtatRendezVous) -> bool {
    matches!(etat, EtatRendezVous::Confirme | EtatRendezVous::Honore | EtatRendezVous::Absent)
}

fn notice(jeune: CompteId, professionnel: CompteId) -> Notice {
    Notice { comptes: vec![jeune, professionnel], evenement: Evenement::RendezVous {} }
}
