//! Rendez-vous: the conditional write that takes a place comes first, so that no place is ever sold twice (P01).

use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ids::{CompteId, CreneauId, RendezVousId},
    messages::Evenement,
    permanences::{Besoin, EtatRendezVous, RendezVous},
};

use crate::{
    accueil::db::{LIEU, LieuRow, to_lieu},
    caller::Jeune,
    db::{AsText, Conn, Tx, id},
    live::Notice,
    problem::Error,
    schema::{creneau, jeune, lieu, permanence, professionnel, rendez_vous},
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
            ))
    };
}

const KEPT: &str = "confirme";

/// Takes a place of a créneau that has not begun.
pub fn book(tx: &mut Tx<'_>, caller: &Jeune, creneau: CreneauId) -> Result<RendezVous, Error> {
    let jeune = caller.compte.to_string();
    // The write comes first: it takes the lock, so two callers never see the same last place.
    let taken = diesel::update(creneau::table.find(creneau.to_string()))
        .filter(creneau::places_libres.gt(0))
        .filter(creneau::debut.gt(tx.now.0))
        .set(creneau::places_libres.eq(creneau::places_libres - 1))
        .execute(tx.db)?;
    if taken == 0 {
        return Err(why_not(tx, &jeune, creneau)?);
    }
    // One phone in two hands: the bookings of a jeune come one after the other.
    diesel::update(jeune::table.find(&jeune)).set(jeune::agenda.eq(jeune::agenda + 1)).execute(tx.db)?;
    let rendez_vous: RendezVousId = id();
    let inserted = diesel::insert_into(rendez_vous::table)
        .values((
            rendez_vous::id.eq(rendez_vous.to_string()),
            rendez_vous::creneau_id.eq(creneau.to_string()),
            rendez_vous::jeune_id.eq(&jeune),
            rendez_vous::etat.eq(KEPT),
            rendez_vous::pris_le.eq(tx.now.0),
            rendez_vous::change_le.eq(tx.now.0),
        ))
        .execute(tx.db);
    match inserted {
        Err(why) if Error::is_duplicate(&why) => return Err(ProblemKind::DejaReserve.into()),
        done => done?,
    };
    let (booked, professionnel) = read(tx.db, caller, rendez_vous)?;
    if overlaps(tx.db, &jeune, &booked)? {
        return Err(ProblemKind::RendezVousEnMemeTemps.into());
    }
    tell(tx, caller.compte, professionnel);
    Ok(booked)
}

/// The rendez-vous of the jeune: those to come first, the nearest at the top; then the past ones, the latest first.
pub fn list(db: &mut Conn, caller: &Jeune, now: Instant) -> Result<Vec<RendezVous>, Error> {
    let rows: Vec<Row> = select!().filter(rendez_vous::jeune_id.eq(caller.compte.to_string())).load(db)?;
    let mut list: Vec<RendezVous> = rows.into_iter().filter_map(to_rendez_vous).map(|(one, _)| one).collect();
    list.sort_by_key(|one| {
        let past = one.fin <= now;
        (past, if past { -one.debut.0 } else { one.debut.0 }, one.id)
    });
    Ok(list)
}

/// Cancels before the start; the place is free in the same transaction. Twice is once.
pub fn cancel(tx: &mut Tx<'_>, caller: &Jeune, rendez_vous: RendezVousId) -> Result<RendezVous, Error> {
    let (before, professionnel) = read(tx.db, caller, rendez_vous)?;
    if before.etat == EtatRendezVous::AnnuleParJeune {
        return Ok(before);
    }
    if !before.is_cancellable(tx.now) {
        return Err(ProblemKind::RendezVousPasse.into());
    }
    let cancelled = diesel::update(rendez_vous::table.find(rendez_vous.to_string()))
        .filter(rendez_vous::etat.eq(KEPT))
        .set((rendez_vous::etat.eq(EtatRendezVous::AnnuleParJeune.code()), rendez_vous::change_le.eq(tx.now.0)))
        .execute(tx.db)?;
    // Of two taps, the one that changed the row frees the place.
    if cancelled == 1 {
        diesel::update(creneau::table.find(before.creneau.to_string()))
            .set(creneau::places_libres.eq(creneau::places_libres + 1))
            .execute(tx.db)?;
        tell(tx, caller.compte, professionnel);
    }
    read(tx.db, caller, rendez_vous).map(|(one, _)| one)
}

type Row = (AsText<RendezVousId>, AsText<CreneauId>, String, i64, i64, String, String, AsText<CompteId>, LieuRow);

fn read(db: &mut Conn, caller: &Jeune, rendez_vous: RendezVousId) -> Result<(RendezVous, CompteId), Error> {
    let row: Option<Row> = select!()
        .filter(rendez_vous::id.eq(rendez_vous.to_string()))
        .filter(rendez_vous::jeune_id.eq(caller.compte.to_string()))
        .first(db)
        .optional()?;
    row.and_then(to_rendez_vous).ok_or_else(|| ProblemKind::Introuvable.into())
}

fn to_rendez_vous(row: Row) -> Option<(RendezVous, CompteId)> {
    let (AsText(id), AsText(creneau), etat, debut, fin, besoin, professionnel, AsText(compte), lieu) = row;
    let rendez_vous = RendezVous {
        id,
        creneau,
        etat: EtatRendezVous::from_code(&etat)?,
        debut: Instant(debut),
        fin: Instant(fin),
        besoin: Besoin::from_code(&besoin)?,
        professionnel,
        lieu: to_lieu(lieu),
    };
    Some((rendez_vous, compte))
}

// Why no place was taken: it does not exist, it has begun, one has it already, or it is full.
fn why_not(tx: &mut Tx<'_>, jeune: &str, creneau: CreneauId) -> Result<Error, Error> {
    let debut: Option<i64> = creneau::table.find(creneau.to_string()).select(creneau::debut).first(tx.db).optional()?;
    let mine: Option<String> = rendez_vous::table
        .filter(rendez_vous::creneau_id.eq(creneau.to_string()))
        .filter(rendez_vous::jeune_id.eq(jeune))
        .filter(rendez_vous::etat.eq(KEPT))
        .select(rendez_vous::id)
        .first(tx.db)
        .optional()?;
    let kind = match debut {
        None => ProblemKind::Introuvable,
        Some(debut) if debut <= tx.now.0 => ProblemKind::CreneauPasse,
        Some(_) if mine.is_some() => ProblemKind::DejaReserve,
        Some(_) => ProblemKind::CreneauComplet,
    };
    Ok(kind.into())
}

fn overlaps(db: &mut Conn, jeune: &str, booked: &RendezVous) -> Result<bool, Error> {
    let other: Option<String> = rendez_vous::table
        .inner_join(creneau::table)
        .filter(rendez_vous::jeune_id.eq(jeune))
        .filter(rendez_vous::etat.eq(KEPT))
        .filter(rendez_vous::id.ne(booked.id.to_string()))
        .filter(creneau::debut.lt(booked.fin.0))
        .filter(creneau::fin.gt(booked.debut.0))
        .select(rendez_vous::id)
        .first(db)
        .optional()?;
    Ok(other.is_some())
}

fn tell(tx: &mut Tx<'_>, jeune: CompteId, professionnel: CompteId) {
    tx.tell(Notice { comptes: vec![jeune, professionnel], evenement: Evenement::RendezVous {} });
}
