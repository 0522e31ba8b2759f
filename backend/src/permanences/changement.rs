//! Changing a permanence from a date on: what nobody has booked goes and is made anew, what somebody has booked stays.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem, ProblemKind,
    fields::{Jour, Lien},
    ids::CreneauId,
    permanences::{ChangePermanence, ChangePlaces, Changement, CreneauGarde, FichePermanence, RestoreOccurrence},
};

use super::{
    accord, annulation, attente,
    creneaux::{self, Modele, OnConflict},
    ecarts, liste, occurrences,
    possible::Garde,
    publication::check_conditions,
    regle::Regle,
    regles,
};
use crate::{
    caller::Structure,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{creneau, occurrence, permanence},
    time,
};

/// How far ahead créneaux are made, in days, and how a place is kept for someone who waits.
pub type Reach = (i32, Garde);

/// Changes a permanence, or works out what that would do and undoes it.
pub fn change(
    tx: &mut Tx<'_>,
    caller: &Structure,
    request: &ChangePermanence,
    reach: Reach,
) -> Result<Changement, Error> {
    if request.apercu {
        tx.pretend(|tx| carry_out(tx, caller, request, reach))
    } else {
        carry_out(tx, caller, request, reach)
    }
}

fn carry_out(
    tx: &mut Tx<'_>,
    caller: &Structure,
    request: &ChangePermanence,
    (horizon, garde): Reach,
) -> Result<Changement, Error> {
    let before = occurrences::lock(tx, caller, request.permanence)?;
    let today = time::day_of(tx.now, &before.zone);
    if request.a_partir_du < today {
        return Err(Problem::fields([("a_partir_du", "passe")]).into());
    }
    let regle = Regle {
        rythme: request.rythme.clone(),
        debut: request.debut,
        fin: request.fin,
        duree: request.duree,
        pause: request.conditions.pause,
        feries: request.conditions.feries,
    };
    regle.check()?;
    check_conditions(&request.conditions)?;
    let (booked, free): (Vec<Slot>, Vec<Slot>) =
        load(tx.db, &before, request.a_partir_du, tx.now)?.into_iter().partition(Slot::is_booked);
    if !booked.is_empty()
        && liste::find(tx.db, caller, request.permanence, tx.now)?.conditions.mode != request.conditions.mode
    {
        return Err(ProblemKind::RendezVousTouches.into());
    }
    let free: Vec<CreneauId> = free.into_iter().map(|slot| slot.id).collect();
    annulation::release(tx, &free, None)?;
    for slot in &booked {
        set_places(tx, slot, i32::from(request.places), garde)?;
    }
    forget_moves(tx.db, &before, request.a_partir_du)?;
    let until = regle.until(time::plus_days(today, horizon));
    let after = Modele {
        places: i32::from(request.places),
        public: request.conditions.public,
        delai: i64::from(request.conditions.delai),
        avance: request.conditions.avance.map(i64::from),
        regle,
        gardes: booked.iter().map(|slot| slot.id.to_string()).collect(),
        ..before
    };
    regles::keep(tx, request.permanence, request.a_partir_du)?;
    write(tx, request, until)?;
    let made = after.make(tx, request.a_partir_du, until, OnConflict::Refuse)?;
    let ecartes = ecarts::of(tx.db, &after, (request.a_partir_du, until), tx.now)?;
    let ends = request.rythme.dernier().is_some_and(|last| last < request.a_partir_du);
    if made == 0 && booked.is_empty() && !ends {
        return Err(ecarts::refusal_of(&ecartes).into());
    }
    let permanence = liste::find(tx.db, caller, request.permanence, tx.now)?;
    if permanence.prochain.is_some() {
        accord::tell(tx, permanence.id)?;
    }
    Ok(Changement {
        permanence,
        retires: count(free.len()),
        gardes: booked.iter().map(Slot::shown).collect(),
        nouveaux: count(made),
        ecartes,
    })
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

fn write(tx: &mut Tx<'_>, request: &ChangePermanence, until: Jour) -> Result<(), Error> {
    let conditions = &request.conditions;
    let rythme = serde_json::to_string(&request.rythme).map_err(|why| Error::Internal(why.to_string()))?;
    diesel::update(permanence::table.find(request.permanence.to_string()))
        .set((
            permanence::rythme.eq(rythme),
            permanence::dernier_jour.eq(request.rythme.dernier().map(|day| day.to_string())),
            (
                permanence::debut.eq(i32::from(request.debut.minutes())),
                permanence::fin.eq(i32::from(request.fin.minutes())),
                permanence::duree.eq(i32::from(request.duree)),
                permanence::places.eq(i32::from(request.places)),
            ),
            (
                permanence::pause.eq(i32::from(conditions.pause)),
                permanence::delai.eq(i32::from(conditions.delai)),
                permanence::avance.eq(conditions.avance.map(i32::from)),
                permanence::public.eq(conditions.public.code()),
                permanence::mode.eq(conditions.mode.code()),
                permanence::lien.eq(conditions.lien.as_ref().map(Lien::as_str)),
                permanence::feries.eq(conditions.feries.code()),
            ),
            permanence::creneaux_jusquau.eq(until.to_string()),
            permanence::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    Ok(())
}

struct Slot {
    id: CreneauId,
    debut: Instant,
    fin: Instant,
    places: i32,
    libres: i32,
    attentes: i32,
}

impl Slot {
    // A place that is kept for someone who waited counts as booked.
    fn is_booked(&self) -> bool {
        self.libres < self.places || 0 < self.attentes
    }

    fn shown(&self) -> CreneauGarde {
        let venues = u32::try_from(self.places - self.libres).unwrap_or_default();
        CreneauGarde { debut: self.debut, fin: self.fin, venues }
    }
}

// The créneaux to come of the days from one on, in order.
fn load(db: &mut Conn, modele: &Modele, from: Jour, now: Instant) -> Result<Vec<Slot>, Error> {
    let rows: Vec<(AsText<CreneauId>, i64, i64, i32, i32, i32)> = creneau::table
        .filter(creneau::permanence_id.eq(modele.permanence.to_string()))
        .filter(creneau::jour.ge(from.to_string()))
        .filter(creneau::debut.gt(now.0))
        .filter(diesel::dsl::not(creneau::annule))
        .order((creneau::debut, creneau::id))
        .select((creneau::id, creneau::debut, creneau::fin, creneau::places, creneau::places_libres, creneau::attentes))
        .load(db)?;
    let slots = rows.into_iter().map(|(AsText(id), debut, fin, places, libres, attentes)| Slot {
        id,
        debut: Instant(debut),
        fin: Instant(fin),
        places,
        libres,
        attentes,
    });
    Ok(slots.collect())
}

// A place more goes to the first who waits; a place less must be free, and the filter says so.
fn set_places(tx: &mut Tx<'_>, slot: &Slot, places: i32, garde: Garde) -> Result<(), Error> {
    let more = places - slot.places;
    let changed = diesel::update(creneau::table.find(slot.id.to_string()))
        .filter(creneau::places.eq(slot.places))
        .filter(creneau::places_libres.ge(-more))
        .set((creneau::places.eq(places), creneau::places_libres.eq(creneau::places_libres + more.min(0))))
        .execute(tx.db)?;
    if changed == 0 {
        let taken = vec![(slot.places - slot.libres).to_string()];
        let problem = Problem { fields: [("venues".to_owned(), taken)].into(), ..ProblemKind::PlacesReservees.into() };
        return Err(problem.into());
    }
    (0..more).try_for_each(|_| attente::pass_on(tx, slot.id, garde))
}

// A day that was moved and has no créneau left follows the new rule.
fn forget_moves(db: &mut Conn, modele: &Modele, from: Jour) -> Result<(), Error> {
    let held: Vec<String> = creneau::table
        .filter(creneau::permanence_id.eq(modele.permanence.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::jour.ge(from.to_string()))
        .select(creneau::jour)
        .distinct()
        .load(db)?;
    diesel::delete(occurrence::table)
        .filter(occurrence::permanence_id.eq(modele.permanence.to_string()))
        .filter(occurrence::jour.ge(from.to_string()))
        .filter(occurrence::etat.eq("deplacee"))
        .filter(occurrence::jour.ne_all(held))
        .execute(db)?;
    Ok(())
}

/// Gives the créneaux of a day another number of places.
pub fn change_places(
    tx: &mut Tx<'_>,
    caller: &Structure,
    request: &ChangePlaces,
    garde: Garde,
) -> Result<FichePermanence, Error> {
    let modele = occurrences::lock(tx, caller, request.permanence)?;
    let day = occurrences::creneaux_of(tx.db, request.permanence, request.jour)?;
    let Some((_, first, _)) = day.first() else { return Err(ProblemKind::Introuvable.into()) };
    if *first <= tx.now {
        return Err(ProblemKind::CreneauPasse.into());
    }
    for slot in load(tx.db, &modele, request.jour, tx.now)? {
        if day.iter().any(|(id, ..)| *id == slot.id) {
            set_places(tx, &slot, i32::from(request.places), garde)?;
        }
    }
    occurrences::read(tx.db, caller, request.permanence, tx.now)
}

/// A day that was cancelled is held after all. Once more changes nothing.
pub fn restore(tx: &mut Tx<'_>, caller: &Structure, request: &RestoreOccurrence) -> Result<FichePermanence, Error> {
    occurrences::lock(tx, caller, request.permanence)?;
    let modele = regles::on(tx.db, request.permanence, request.jour)?;
    let (_, done) = creneaux::find(tx.db, request.permanence)?;
    let restored = diesel::delete(occurrence::table.find((request.permanence.to_string(), request.jour.to_string())))
        .filter(occurrence::etat.eq("annulee"))
        .execute(tx.db)?;
    if restored == 1 && request.jour <= done {
        if 0 < modele.make(tx, request.jour, request.jour, OnConflict::Refuse)? {
            accord::tell(tx, request.permanence)?;
        }
    } else if restored == 0 && occurrences::creneaux_of(tx.db, request.permanence, request.jour)?.is_empty() {
        return Err(ProblemKind::Introuvable.into());
    }
    occurrences::read(tx.db, caller, request.permanence, tx.now)
}
