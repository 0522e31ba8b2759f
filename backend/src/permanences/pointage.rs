//! The list of the day: who is there, who was received, who did not come, who entered a programme.

use diesel::{BoolExpressionMethods, ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, ProblemKind,
    ids::{CompteId, CreneauId, RendezVousId},
    messages::Evenement,
    permanences::{AddVenue, EtatRendezVous, MarkVenue, Marque, RecordEntree, Venue},
};

use super::agenda::{VenueRow, load_structures, to_venue, venue};
use crate::{
    caller::Professionnel,
    db::{AsText, Conn, Tx, id},
    live::Notice,
    problem::Error,
    schema::{creneau, jeune, lieu, permanence, rendez_vous},
    time,
};

/// Marks someone. The last tap counts, whatever the order in which they arrive.
pub fn mark(tx: &mut Tx<'_>, caller: &Professionnel, request: &MarkVenue) -> Result<Venue, Error> {
    let one = find(tx.db, caller, request.rendez_vous)?;
    one.day.check(tx.now)?;
    if !matches!(one.etat, EtatRendezVous::Confirme | EtatRendezVous::Honore | EtatRendezVous::Absent) {
        return Err(ProblemKind::PlusPrevu.into());
    }
    // A phone whose clock is wrong: never before the morning of that day, never in the future.
    let at = request.le.max(one.day.morning()).min(tx.now).0;
    let (etat, arrive) = marked(request.marque, one.arrive_le, at);
    let is_received = etat == EtatRendezVous::Honore;
    let row = rendez_vous::table
        .find(request.rendez_vous.to_string())
        .filter(rendez_vous::marque_le.is_null().or(rendez_vous::marque_le.le(at)));
    let changed = diesel::update(row)
        .set((
            rendez_vous::etat.eq(etat.code()),
            rendez_vous::arrive_le.eq(arrive),
            rendez_vous::marque_le.eq(at),
            rendez_vous::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    if changed == 1 {
        if !is_received {
            forget_programme(tx, request.rendez_vous)?;
        }
        tell(tx, &one);
    }
    read(tx.db, request.rendez_vous)
}

/// Someone came without a rendez-vous. It takes no place.
pub fn add(tx: &mut Tx<'_>, caller: &Professionnel, request: &AddVenue) -> Result<Venue, Error> {
    let day = find_day(tx.db, caller, request.creneau)?;
    day.check(tx.now)?;
    let at = tx.now.min(day.debut).0;
    let (etat, arrive) = marked(request.marque, None, at);
    let rendez_vous: RendezVousId = id();
    diesel::insert_into(rendez_vous::table)
        .values((
            rendez_vous::id.eq(rendez_vous.to_string()),
            rendez_vous::creneau_id.eq(request.creneau.to_string()),
            rendez_vous::prenom.eq(request.prenom.as_str()),
            rendez_vous::etat.eq(etat.code()),
            rendez_vous::accompagne.eq(false),
            rendez_vous::arrive_le.eq(arrive),
            rendez_vous::pris_le.eq(at),
            rendez_vous::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    tx.tell(Notice { comptes: vec![day.professionnel], evenement: Evenement::RendezVous {} });
    read(tx.db, rendez_vous)
}

/// Someone who was received enters a programme, or does not any more.
pub fn record_entree(tx: &mut Tx<'_>, caller: &Professionnel, request: &RecordEntree) -> Result<Venue, Error> {
    let one = find(tx.db, caller, request.rendez_vous)?;
    match &request.programme {
        None => forget_programme(tx, request.rendez_vous)?,
        Some(programme) => {
            let entered = diesel::update(rendez_vous::table.find(request.rendez_vous.to_string()))
                .filter(rendez_vous::etat.eq(EtatRendezVous::Honore.code()))
                .set((rendez_vous::programme.eq(programme.as_str()), rendez_vous::entre_le.eq(tx.now.0)))
                .execute(tx.db)?;
            if entered == 0 {
                return Err(ProblemKind::PasRecu.into());
            }
        }
    }
    tell(tx, &one);
    read(tx.db, request.rendez_vous)
}

fn marked(marque: Marque, arrived: Option<i64>, at: i64) -> (EtatRendezVous, Option<i64>) {
    match marque {
        Marque::Attendu => (EtatRendezVous::Confirme, None),
        Marque::Arrive => (EtatRendezVous::Confirme, Some(at)),
        Marque::Recu => (EtatRendezVous::Honore, arrived.or(Some(at))),
        Marque::Absent => (EtatRendezVous::Absent, None),
    }
}

fn forget_programme(tx: &mut Tx<'_>, rendez_vous: RendezVousId) -> Result<(), Error> {
    diesel::update(rendez_vous::table.find(rendez_vous.to_string()))
        .set((rendez_vous::programme.eq(None::<String>), rendez_vous::entre_le.eq(None::<i64>)))
        .execute(tx.db)?;
    Ok(())
}

/// A créneau that the caller receives, or whose structure publishes it.
pub struct Day {
    pub debut: Instant,
    pub zone: TimeZone,
    pub professionnel: CompteId,
}

impl Day {
    // From the morning of that day on.
    fn check(&self, now: Instant) -> Result<(), Error> {
        if now < self.morning() { Err(ProblemKind::PasEncore.into()) } else { Ok(()) }
    }

    fn morning(&self) -> Instant {
        time::start_of(time::day_of(self.debut, &self.zone), &self.zone)
    }
}

/// Someone on a list that the caller keeps.
pub struct Expected {
    pub jeune: Option<CompteId>,
    pub creneau: CreneauId,
    pub etat: EtatRendezVous,
    arrive_le: Option<i64>,
    pub day: Day,
}

/// Someone on a list: of what one receives, and of what the structures in which one publishes hold.
pub fn find(db: &mut Conn, caller: &Professionnel, rendez_vous: RendezVousId) -> Result<Expected, Error> {
    type Row = (AsText<CreneauId>, Option<AsText<CompteId>>, String, Option<i64>);
    let row: Option<Row> = rendez_vous::table
        .find(rendez_vous.to_string())
        .select((rendez_vous::creneau_id, rendez_vous::jeune_id, rendez_vous::etat, rendez_vous::arrive_le))
        .first(db)
        .optional()?;
    let (AsText(creneau), jeune, etat, arrive_le) = row.ok_or(ProblemKind::Introuvable)?;
    let day = find_day(db, caller, creneau)?;
    let etat = EtatRendezVous::from_code(&etat).ok_or(ProblemKind::Introuvable)?;
    Ok(Expected { jeune: jeune.map(|AsText(id)| id), creneau, etat, arrive_le, day })
}

/// A créneau of the caller.
pub fn find_day(db: &mut Conn, caller: &Professionnel, creneau: CreneauId) -> Result<Day, Error> {
    let publishing = caller.appartenances.iter().filter(|place| place.droits.publie);
    let publishing: Vec<String> = publishing.map(|place| place.structure.to_string()).collect();
    let row: Option<(i64, String, AsText<CompteId>)> = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .filter(creneau::id.eq(creneau.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::professionnel_id.eq(caller.compte.to_string()).or(permanence::structure_id.eq_any(publishing)))
        .select((creneau::debut, lieu::fuseau, creneau::professionnel_id))
        .first(db)
        .optional()?;
    let (debut, fuseau, AsText(professionnel)) = row.ok_or(ProblemKind::Introuvable)?;
    let zone = TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC);
    Ok(Day { debut: Instant(debut), zone, professionnel })
}

/// Someone as they are now; only after `find` or `find_day`, where the scope was checked.
pub fn read(db: &mut Conn, rendez_vous: RendezVousId) -> Result<Venue, Error> {
    let row: VenueRow = rendez_vous::table
        .left_join(jeune::table)
        .filter(rendez_vous::id.eq(rendez_vous.to_string()))
        .select(venue())
        .first(db)?;
    let oriente_par = load_structures(db, &[rendez_vous.to_string()])?.remove(&rendez_vous);
    let venue = to_venue(row).ok_or(ProblemKind::Introuvable)?;
    Ok(Venue { oriente_par, ..venue })
}

/// Tells both sides.
pub fn tell(tx: &mut Tx<'_>, one: &Expected) {
    let comptes = one.jeune.into_iter().chain([one.day.professionnel]).collect();
    tx.tell(Notice { comptes, evenement: Evenement::RendezVous {} });
}
