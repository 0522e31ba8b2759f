//! Rendez-vous: a place is taken by a conditional write, so that none is ever sold twice (P01).

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
    db::{AsText, Conn, Plan, id},
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
pub fn book(db: &mut Conn, caller: &Jeune, creneau: CreneauId, now: Instant) -> Result<Plan<RendezVous>, Error> {
    let jeune = caller.compte.to_string();
    let found = look(db, caller, creneau)?;
    if let Some(kind) = found.refusal(now) {
        return Err(kind.into());
    }
    let booked = found.rendez_vous;
    // The filters say what was taken for granted: one phone in two hands books one thing after the other, and the last place
    // is still there.
    let turned = diesel::update(jeune::table.find(jeune.clone()))
        .filter(jeune::agenda.eq(found.agenda))
        .set(jeune::agenda.eq(found.agenda + 1));
    let taken = diesel::update(creneau::table.find(creneau.to_string()))
        .filter(creneau::places_libres.gt(0))
        .set(creneau::places_libres.eq(creneau::places_libres - 1));
    let inserted = diesel::insert_into(rendez_vous::table).values((
        rendez_vous::id.eq(booked.id.to_string()),
        rendez_vous::creneau_id.eq(creneau.to_string()),
        rendez_vous::jeune_id.eq(jeune),
        rendez_vous::etat.eq(KEPT),
        rendez_vous::pris_le.eq(now.0),
        rendez_vous::change_le.eq(now.0),
    ));
    let told = notice(caller.compte, found.professionnel);
    Ok(Plan::answer(booked).change(turned).change(taken).change(inserted).tell(told))
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

/// Cancels before the start; the place is free at once. Twice is once.
pub fn cancel(
    db: &mut Conn,
    caller: &Jeune,
    rendez_vous: RendezVousId,
    now: Instant,
) -> Result<Plan<RendezVous>, Error> {
    let (before, professionnel) = read(db, caller, rendez_vous)?;
    if before.etat == EtatRendezVous::AnnuleParJeune {
        return Ok(Plan::answer(before));
    }
    if !before.is_cancellable(now) {
        return Err(ProblemKind::RendezVousPasse.into());
    }
    // Of two taps, the one that changes the row frees the place.
    let cancelled = diesel::update(rendez_vous::table.find(rendez_vous.to_string()))
        .filter(rendez_vous::etat.eq(KEPT))
        .set((rendez_vous::etat.eq(EtatRendezVous::AnnuleParJeune.code()), rendez_vous::change_le.eq(now.0)));
    let freed = diesel::update(creneau::table.find(before.creneau.to_string()))
        .set(creneau::places_libres.eq(creneau::places_libres + 1));
    let after = RendezVous { etat: EtatRendezVous::AnnuleParJeune, ..before };
    Ok(Plan::answer(after).change(cancelled).change(freed).tell(notice(caller.compte, professionnel)))
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

// A créneau as one jeune finds it, all of it seen at the same moment.
struct Found {
    rendez_vous: RendezVous,
    professionnel: CompteId,
    places_libres: i32,
    agenda: i32,
    // The créneau of a rendez-vous of theirs at the same time.
    meanwhile: Option<CreneauId>,
}

impl Found {
    fn refusal(&self, now: Instant) -> Option<ProblemKind> {
        match self.meanwhile {
            _ if self.rendez_vous.debut <= now => Some(ProblemKind::CreneauPasse),
            Some(other) if other == self.rendez_vous.creneau => Some(ProblemKind::DejaReserve),
            _ if self.places_libres == 0 => Some(ProblemKind::CreneauComplet),
            Some(_) => Some(ProblemKind::RendezVousEnMemeTemps),
            None => None,
        }
    }
}

type FoundRow = (i64, i64, String, String, AsText<CompteId>, LieuRow, i32, i32, Option<AsText<CreneauId>>);

fn look(db: &mut Conn, caller: &Jeune, creneau: CreneauId) -> Result<Found, Error> {
    // At most one: two that overlap are never both confirmed.
    let other = diesel::alias!(creneau as other);
    let meanwhile = rendez_vous::table
        .inner_join(other.on(other.field(creneau::id).eq(rendez_vous::creneau_id)))
        .filter(rendez_vous::jeune_id.eq(caller.compte.to_string()))
        .filter(rendez_vous::etat.eq(KEPT))
        .filter(other.field(creneau::debut).lt(creneau::fin))
        .filter(other.field(creneau::fin).gt(creneau::debut))
        .select(rendez_vous::creneau_id);
    let row: Option<FoundRow> = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
        .inner_join(jeune::table.on(jeune::compte_id.eq(caller.compte.to_string())))
        .filter(creneau::id.eq(creneau.to_string()))
        .select((
            creneau::debut,
            creneau::fin,
            creneau::besoin,
            professionnel::prenom,
            professionnel::compte_id,
            LIEU,
            creneau::places_libres,
            jeune::agenda,
            meanwhile.single_value(),
        ))
        .first(db)
        .optional()?;
    row.and_then(|row| to_found(creneau, row)).ok_or_else(|| ProblemKind::Introuvable.into())
}

fn to_found(creneau: CreneauId, row: FoundRow) -> Option<Found> {
    let (debut, fin, besoin, prenom, AsText(professionnel), lieu, places_libres, agenda, meanwhile) = row;
    let rendez_vous = RendezVous {
        id: id(),
        creneau,
        etat: EtatRendezVous::Confirme,
        debut: Instant(debut),
        fin: Instant(fin),
        besoin: Besoin::from_code(&besoin)?,
        professionnel: prenom,
        lieu: to_lieu(lieu),
    };
    let meanwhile = meanwhile.map(|AsText(other)| other);
    Some(Found { rendez_vous, professionnel, places_libres, agenda, meanwhile })
}

fn notice(jeune: CompteId, professionnel: CompteId) -> Notice {
    Notice { comptes: vec![jeune, professionnel], evenement: Evenement::RendezVous {} }
}
