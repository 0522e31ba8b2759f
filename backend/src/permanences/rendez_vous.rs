//! Rendez-vous: a place is taken by a conditional write, so that none is ever sold twice (P01).

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl,
};
use jiff::tz::TimeZone;
use shared::{
    Instant, ProblemKind,
    fields::{Jour, MoisDeNaissance},
    ids::{CompteId, CreneauId, RendezVousId},
    messages::Evenement,
    permanences::{Besoin, EtatRendezVous, Mode, Public, Rappels, RendezVous},
};

use super::{attente, rappels};
use crate::{
    accueil::db::{LIEU, LieuRow, to_lieu},
    caller::Jeune,
    db::{AsText, Conn, MultiBackend, Plan, id},
    live::Notice,
    outbox,
    problem::Error,
    schema::{acces, creneau, envoi, fil, jeune, lieu, permanence, professionnel, rendez_vous},
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

const KEPT: &str = "confirme";
// Code civil, article 388.
const MAJORITY: u8 = 18;

/// What a booking is measured against.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// Now.
    pub now: Instant,
    /// The day it is, to know who is 18.
    pub today: Jour,
    /// How many rendez-vous to come a jeune may have.
    pub most: u16,
    /// How long a place is kept for someone who waits, in minutes.
    pub kept: u16,
}

/// Takes a place of a créneau that has not begun.
pub fn book(
    db: &mut Conn,
    caller: &Jeune,
    (creneau, accompagne): (CreneauId, bool),
    bounds: Bounds,
) -> Result<Plan<RendezVous>, Error> {
    let found = look(db, caller, creneau, None, bounds)?;
    if let Some(kind) = found.refusal(bounds) {
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
    // Full for all others, and late for all others: it is theirs.
    let found = Found { places_libres: 1, ouvre_le: i64::MIN, ferme_le: i64::MAX, ..found };
    if let Some(kind) = found.refusal(bounds) {
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
    if let Some(kind) = found.refusal(bounds) {
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
    let plan = attente::give_back(db, plan, before.creneau, bounds.now, bounds.kept)?;
    Ok(plan.tell(notice(caller.compte, professionnel)).tell(notice(caller.compte, found.professionnel)))
}

// The last place is still there.
fn taking(creneau: CreneauId) -> impl diesel::query_builder::QueryFragment<MultiBackend> {
    diesel::update(creneau::table.find(creneau.to_string()))
        .filter(creneau::places_libres.gt(0))
        .set(creneau::places_libres.eq(creneau::places_libres - 1))
}

// The filter says what was taken for granted: one phone in two hands books one thing after the other.
fn insert<T>(plan: Plan<T>, caller: &Jeune, booked: &RendezVous, found: &Found, now: Instant) -> Plan<T> {
    let (jeune, agenda) = (caller.compte.to_string(), found.agenda);
    let turned = diesel::update(jeune::table.find(jeune.clone()))
        .filter(jeune::agenda.eq(agenda))
        .set(jeune::agenda.eq(agenda + 1));
    let inserted = diesel::insert_into(rendez_vous::table).values((
        rendez_vous::id.eq(booked.id.to_string()),
        rendez_vous::creneau_id.eq(booked.creneau.to_string()),
        rendez_vous::jeune_id.eq(jeune),
        rendez_vous::etat.eq(KEPT),
        rendez_vous::accompagne.eq(booked.accompagne),
        rendez_vous::pris_le.eq(now.0),
        rendez_vous::change_le.eq(now.0),
    ));
    let zone = TimeZone::get(&booked.lieu.fuseau).unwrap_or(TimeZone::UTC);
    let reminders = rappels::envois(caller.compte, booked.id, (booked.debut, &zone), &found.rappels, now);
    let reminders = reminders.iter().filter(|_| found.rappels.joignable).map(outbox::row);
    reminders.fold(plan.change(turned).change(inserted), |plan, row| {
        plan.change(diesel::insert_into(envoi::table).values(row))
    })
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
    (now, kept): (Instant, u16),
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
    let creneau = before.creneau;
    let after = RendezVous { etat: EtatRendezVous::AnnuleParJeune, ..before };
    let plan = Plan::answer(after)
        .change(cancelled)
        .also(outbox::cancelling(rendez_vous.to_string()))
        .tell(notice(caller.compte, professionnel));
    attente::give_back(db, plan, creneau, now, kept)
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
    let row: Option<Row> = select!()
        .filter(rendez_vous::id.eq(rendez_vous.to_string()))
        .filter(rendez_vous::jeune_id.eq(caller.compte.to_string()))
        .first(db)
        .optional()?;
    row.and_then(to_rendez_vous).ok_or_else(|| ProblemKind::Introuvable.into())
}

fn to_rendez_vous(row: Row) -> Option<(RendezVous, CompteId)> {
    let (AsText(id), AsText(creneau), etat, debut, fin, besoin, professionnel, AsText(compte), lieu, meeting, more) =
        row;
    let ((mode, lien), (accompagne, suivi_par, mot)) = (meeting, more);
    let rendez_vous = RendezVous {
        id,
        creneau,
        etat: EtatRendezVous::from_code(&etat)?,
        debut: Instant(debut),
        fin: Instant(fin),
        besoin: Besoin::from_code(&besoin)?,
        professionnel,
        lieu: to_lieu(lieu),
        mode: Mode::from_code(&mode)?,
        lien,
        accompagne,
        suivi_par: suivi_par.map(|AsText(id)| id),
        mot,
    };
    Some((rendez_vous, compte))
}

// A créneau as one jeune finds it, all of it seen at the same moment.
struct Found {
    rendez_vous: RendezVous,
    professionnel: CompteId,
    places_libres: i32,
    agenda: i32,
    rappels: Rappels,
    ouvre_le: i64,
    ferme_le: i64,
    public: Public,
    // How many rendez-vous to come they have already.
    to_come: i64,
    is_minor: bool,
    is_of_theirs: bool,
    // The créneau of a rendez-vous of theirs at the same time.
    meanwhile: Option<CreneauId>,
}

impl Found {
    fn refusal(&self, bounds: Bounds) -> Option<ProblemKind> {
        let now = bounds.now;
        match self.meanwhile {
            _ if self.rendez_vous.debut <= now => Some(ProblemKind::CreneauPasse),
            Some(other) if other == self.rendez_vous.creneau => Some(ProblemKind::DejaReserve),
            _ if !self.is_for_them() => Some(ProblemKind::CreneauPasPourToi),
            _ if now.0 < self.ouvre_le || self.ferme_le <= now.0 => Some(ProblemKind::HorsDelai),
            _ if self.places_libres == 0 => Some(ProblemKind::CreneauComplet),
            Some(_) => Some(ProblemKind::RendezVousEnMemeTemps),
            None if i64::from(bounds.most) <= self.to_come => Some(ProblemKind::TropDeRendezVous),
            None => None,
        }
    }

    fn is_for_them(&self) -> bool {
        match self.public {
            Public::Tous => true,
            Public::Mineurs => self.is_minor,
            Public::SesJeunes => self.is_of_theirs,
        }
    }
}

type FoundRow = (
    (i64, i64, String, String, AsText<CompteId>, LieuRow, (String, Option<String>)),
    (i32, i64, i64, String),
    (i32, i32, i32, (bool, bool, bool)),
    (Option<i64>, Option<i64>, Option<i64>, Option<AsText<CreneauId>>),
);

// `but` is a rendez-vous that the créneau would take the place of.
fn look(
    db: &mut Conn,
    caller: &Jeune,
    creneau: CreneauId,
    but: Option<RendezVousId>,
    bounds: Bounds,
) -> Result<Found, Error> {
    let (me, but) = (caller.compte.to_string(), but.map(|id| id.to_string()).unwrap_or_default());
    let other = diesel::alias!(creneau as other);
    let mine = rendez_vous::table
        .inner_join(other.on(other.field(creneau::id).eq(rendez_vous::creneau_id)))
        .filter(rendez_vous::jeune_id.eq(me.clone()))
        .filter(rendez_vous::id.ne(but));
    let (kept, etat) = (rendez_vous::etat.eq(KEPT), |etat: EtatRendezVous| rendez_vous::etat.eq(etat.code()));
    // At most one, marked or not: a tap on the list of the day can be taken back.
    let meanwhile = mine
        .clone()
        .filter(kept.or(etat(EtatRendezVous::Honore)).or(etat(EtatRendezVous::Absent)))
        .filter(other.field(creneau::debut).lt(creneau::fin))
        .filter(other.field(creneau::fin).gt(creneau::debut))
        .select(rendez_vous::creneau_id);
    let to_come = mine.filter(kept).filter(other.field(creneau::debut).gt(bounds.now.0)).count();
    let theirs = fil::table
        .filter(fil::jeune_id.eq(me.clone()))
        .filter(fil::referent_id.eq(creneau::professionnel_id.nullable()))
        .count();
    let ways = acces::table.filter(acces::compte_id.eq(me.clone())).filter(acces::genre.ne("carte")).count();
    let row: Option<FoundRow> = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
        .inner_join(jeune::table.on(jeune::compte_id.eq(me)))
        .filter(creneau::id.eq(creneau.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .select((
            (
                creneau::debut,
                creneau::fin,
                creneau::besoin,
                professionnel::prenom,
                professionnel::compte_id,
                LIEU,
                (permanence::mode, permanence::lien),
            ),
            (creneau::places_libres, creneau::ouvre_le, creneau::ferme_le, creneau::public),
            (
                jeune::agenda,
                jeune::naissance_annee,
                jeune::naissance_mois,
                (jeune::rappel_semaine, jeune::rappel_veille, jeune::rappel_heures),
            ),
            (to_come.single_value(), theirs.single_value(), ways.single_value(), meanwhile.single_value()),
        ))
        .first(db)
        .optional()?;
    row.and_then(|row| to_found(creneau, row, bounds.today)).ok_or_else(|| ProblemKind::Introuvable.into())
}

fn to_found(creneau: CreneauId, row: FoundRow, today: Jour) -> Option<Found> {
    let (what, (places_libres, ouvre_le, ferme_le, public), person, (to_come, theirs, ways, meanwhile)) = row;
    let (agenda, annee, mois, (semaine, veille, heures)) = person;
    let (debut, fin, besoin, prenom, AsText(professionnel), lieu, (mode, lien)) = what;
    let naissance = MoisDeNaissance { annee: i16::try_from(annee).ok()?, mois: u8::try_from(mois).ok()? };
    let rendez_vous = RendezVous {
        id: id(),
        creneau,
        etat: EtatRendezVous::Confirme,
        debut: Instant(debut),
        fin: Instant(fin),
        besoin: Besoin::from_code(&besoin)?,
        professionnel: prenom,
        lieu: to_lieu(lieu),
        mode: Mode::from_code(&mode)?,
        lien,
        accompagne: false,
        suivi_par: None,
        mot: None,
    };
    Some(Found {
        rendez_vous,
        professionnel,
        places_libres,
        agenda,
        rappels: Rappels { semaine, veille, heures, joignable: ways.is_some_and(|ways| 0 < ways) },
        ouvre_le,
        ferme_le,
        public: Public::from_code(&public)?,
        to_come: to_come.unwrap_or_default(),
        is_minor: naissance.age_on(today).is_some_and(|age| age < MAJORITY),
        is_of_theirs: theirs.is_some_and(|count| 0 < count),
        meanwhile: meanwhile.map(|AsText(other)| other),
    })
}

/// Whether someone is, or was, expected: neither cancelled nor moved.
pub fn is_expected(etat: EtatRendezVous) -> bool {
    matches!(etat, EtatRendezVous::Confirme | EtatRendezVous::Honore | EtatRendezVous::Absent)
}

fn notice(jeune: CompteId, professionnel: CompteId) -> Notice {
    Notice { comptes: vec![jeune, professionnel], evenement: Evenement::RendezVous {} }
}
