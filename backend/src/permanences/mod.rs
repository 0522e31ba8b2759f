//! Permanences: the openings of a professional in a place, their créneaux, the rendez-vous that jeunes take.

mod accord;
mod agenda;
mod ailleurs;
mod annulation;
mod attente;
mod autour;
mod avis;
pub mod calendrier;
mod changement;
mod conflits;
mod creneaux;
pub mod db;
mod delais;
mod distance;
mod ecarts;
pub mod feries;
mod fermetures;
mod gestion;
mod liste;
mod murs;
mod occurrences;
mod orientation;
mod partenaires;
mod pointage;
mod possible;
mod prescription;
pub mod publication;
mod rappels;
mod regle;
mod regles;
mod rendez_vous;
mod report;

#[cfg(test)]
mod tests;

pub use ailleurs::{expected_at, is_held, tell_moved};
pub use annulation::tell_address;
pub use attente::{kept_until, sweep};
pub use calendrier::{PublicEvent, changes_of, print_public};
pub use creneaux::{extend, heure};
pub use distance::NEAR_KM;
pub use ecarts::{is_closed, named as named_ecarts, refusal_of as refusal_of_ecarts};
pub use feries::is_holiday;
pub use fermetures::{close as close_for, declare as declare_for};
pub use gestion::feed;
pub use murs::{expected_outside, leave as leave_walls, make_up};
pub use occurrences::cancel as cancel_day;
pub use pointage::{add as add_venue_for, record_entree as record_entree_for};
pub use possible::{Bounds, Garde};
pub use prescription::{code as paper_code, mark as paper_mark, prescribe as prescribe_for};
pub use rappels::{envois as reminders, read as rappels_of};
pub use regle::Regle;
pub use rendez_vous::book as book_for;

use jiff::tz::TimeZone;
use shared::permanences::{
    Absence, AcceptOffre, AddVenue, Attente, BookCreneau, CancelOccurrence, CancelRendezVous, ChooseRappels,
    CloseEspace, CreneauAgenda, Creneaux, DeclareAbsence, Fermeture, FichePermanence, JoinAttente, JoinAttenteBesoin,
    LeaveAttente, ListAbsences, ListAgenda, ListAttentes, ListCreneaux, ListFermetures, ListPermanences,
    ListPermanencesAccueillies, ListRendezVous, MarkVenue, MoveOccurrence, MoveRendezVous, Permanence,
    PublishPermanence, Rappels, ReadPermanence, ReadRappels, RecordEntree, RendezVous, Venue, WithdrawPermanence,
};
use shared::{Instant, comptes::Session, operation::Done};

use crate::{
    app::App,
    caller::{Jeune, Professionnel, Public, Structure},
    db::{Conn, Db},
    mount::{Call, Room},
    problem::Error,
    time,
};

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(publish).on(list_permanences).on(list_hosted).on(withdraw).on(list_agenda);
    room.on(read_permanence).on(cancel_occurrence).on(move_occurrence);
    room.on(close_espace).on(list_fermetures).on(declare_absence).on(list_absences);
    partenaires::routes(room);
    gestion::routes(room);
    room.on(mark_venue).on(add_venue).on(record_entree);
    room.on(list_creneaux).on(book).on(list_rendez_vous).on(cancel).on(move_rendez_vous);
    room.on(read_rappels).on(choose_rappels);
    room.on(join_attente).on(join_attente_besoin).on(list_attentes).on(leave_attente).on(accept_offre);
}

async fn publish(structure: Structure, call: Call, request: PublishPermanence) -> Result<Permanence, Error> {
    let horizon = i32::from(call.app.settings.horizon_weeks) * 7;
    call.db().write(move |tx| publication::publish(tx, &structure, &request, horizon)).await
}

async fn list_hosted(caller: Professionnel, db: Db, _: ListPermanencesAccueillies) -> Result<Vec<Permanence>, Error> {
    let now = db.now();
    db.read(move |db| accord::list(db, &caller, now)).await
}

async fn withdraw(caller: Professionnel, db: Db, request: WithdrawPermanence) -> Result<Done, Error> {
    let permanence = request.permanence;
    let done = db.write(move |tx| accord::withdraw(tx, &caller, permanence)).await?;
    autour::forget(permanence);
    Ok(done)
}

async fn list_permanences(structure: Structure, db: Db, _: ListPermanences) -> Result<Vec<Permanence>, Error> {
    let now = db.now();
    db.read(move |db| liste::list(db, &structure, now)).await
}

async fn list_creneaux(public: Public, call: Call, request: ListCreneaux) -> Result<Creneaux, Error> {
    let jeune = public.identity.as_ref().and_then(Jeune::from_identity).map(|jeune| jeune.compte);
    let tomorrow = time::start_of(time::plus_days(call.app.today(), 1), call.app.zone());
    let is_adult = public.identity.is_some_and(|one| matches!(one.qui, Session::Jeune { mineur: false, .. }));
    let reader = db::Reader { jeune, now: call.app.db.now(), tomorrow, is_adult };
    call.app.db.read(move |db| db::list_free(db, &request, &reader)).await
}

fn bounds(app: &App, now: Instant) -> Bounds {
    Bounds { now, today: app.today(), garde: Garde::of(&app.settings) }
}

async fn book(jeune: Jeune, call: Call, request: BookCreneau) -> Result<RendezVous, Error> {
    let what = (request.creneau, request.accompagne);
    let bounds = bounds(&call.app, call.app.db.now());
    call.db().write_plan(move |db, _| rendez_vous::book(db, &jeune, what, bounds)).await
}

async fn list_rendez_vous(jeune: Jeune, db: Db, _: ListRendezVous) -> Result<Vec<RendezVous>, Error> {
    let now = db.now();
    db.read(move |db| rendez_vous::list(db, &jeune, now)).await
}

async fn cancel(jeune: Jeune, call: Call, request: CancelRendezVous) -> Result<RendezVous, Error> {
    let garde = Garde::of(&call.app.settings);
    call.db().write_plan(move |db, now| rendez_vous::cancel(db, &jeune, request.rendez_vous, (now, garde))).await
}

async fn list_agenda(caller: Professionnel, call: Call, request: ListAgenda) -> Result<Vec<CreneauAgenda>, Error> {
    let zone = call.app.zone().clone();
    call.app.db.read(move |db| week(db, &caller, &request, &zone)).await
}

/// The seven days of an agenda, on the calendar of each place. `zone` is that of the installation.
pub fn week(
    db: &mut Conn,
    caller: &Professionnel,
    request: &ListAgenda,
    zone: &TimeZone,
) -> Result<Vec<CreneauAgenda>, Error> {
    let (du, until) = (request.du, time::plus_days(request.du, 7));
    // No two clocks are a day apart.
    let (from, to) = (time::start_of(time::plus_days(du, -1), zone), time::start_of(time::plus_days(until, 1), zone));
    let mut list = agenda::list(db, caller, from, to)?;
    let day = |one: &CreneauAgenda| time::day_of(one.debut, &TimeZone::get(&one.lieu.fuseau).unwrap_or(TimeZone::UTC));
    list.retain(|one| (du..until).contains(&day(one)));
    list.sort_by_cached_key(day);
    Ok(list)
}

async fn move_rendez_vous(jeune: Jeune, call: Call, request: MoveRendezVous) -> Result<RendezVous, Error> {
    let what = (request.rendez_vous, request.creneau);
    let bounds = bounds(&call.app, call.app.db.now());
    call.db().write_plan(move |db, _| rendez_vous::shift(db, &jeune, what, bounds)).await
}

async fn read_rappels(jeune: Jeune, db: Db, _: ReadRappels) -> Result<Rappels, Error> {
    db.read(move |db| rappels::read(db, &jeune)).await
}

async fn choose_rappels(jeune: Jeune, db: Db, request: ChooseRappels) -> Result<Rappels, Error> {
    let choice = (request.semaine, request.veille, request.heures);
    db.write(move |tx| rappels::choose(tx, &jeune, choice)).await
}

async fn join_attente(jeune: Jeune, call: Call, request: JoinAttente) -> Result<Attente, Error> {
    let bounds = bounds(&call.app, call.app.db.now());
    call.db().write(move |tx| attente::join(tx, &jeune, request.creneau, bounds)).await
}

async fn join_attente_besoin(jeune: Jeune, db: Db, request: JoinAttenteBesoin) -> Result<Attente, Error> {
    db.write(move |tx| attente::join_besoin(tx, &jeune, &request.espace, request.besoin)).await
}

async fn list_attentes(jeune: Jeune, db: Db, _: ListAttentes) -> Result<Vec<Attente>, Error> {
    db.read(move |db| attente::list(db, &jeune)).await
}

async fn leave_attente(jeune: Jeune, call: Call, request: LeaveAttente) -> Result<Done, Error> {
    let garde = Garde::of(&call.app.settings);
    call.db().write(move |tx| attente::leave(tx, &jeune, request.attente, garde).map(|()| Done {})).await
}

async fn accept_offre(jeune: Jeune, call: Call, request: AcceptOffre) -> Result<RendezVous, Error> {
    let bounds = bounds(&call.app, call.app.db.now());
    call.db().write_plan(move |db, _| attente::accept(db, &jeune, request.attente, bounds)).await
}

async fn read_permanence(structure: Structure, db: Db, request: ReadPermanence) -> Result<FichePermanence, Error> {
    let now = db.now();
    let past_shown = if request.tout { usize::MAX } else { occurrences::PAST_SHOWN };
    db.read(move |db| occurrences::read_days(db, &structure, (request.permanence, past_shown), now)).await
}

async fn cancel_occurrence(structure: Structure, db: Db, request: CancelOccurrence) -> Result<FichePermanence, Error> {
    let day = (request.permanence, request.jour);
    db.write(move |tx| occurrences::cancel(tx, &structure, day, request.mot.as_ref())).await
}

async fn move_occurrence(structure: Structure, db: Db, request: MoveOccurrence) -> Result<FichePermanence, Error> {
    db.write(move |tx| occurrences::shift(tx, &structure, &request)).await
}

async fn close_espace(structure: Structure, db: Db, request: CloseEspace) -> Result<Fermeture, Error> {
    db.write(move |tx| fermetures::close(tx, &structure, &request)).await
}

async fn list_fermetures(structure: Structure, call: Call, request: ListFermetures) -> Result<Vec<Fermeture>, Error> {
    let today = call.app.today();
    call.app.db.read(move |db| fermetures::list(db, &structure, &request.espace, today)).await
}

async fn declare_absence(caller: Professionnel, call: Call, request: DeclareAbsence) -> Result<Absence, Error> {
    let zone = call.app.zone().clone();
    call.db().write(move |tx| fermetures::declare(tx, &caller, &request, &zone)).await
}

async fn list_absences(caller: Professionnel, db: Db, _: ListAbsences) -> Result<Vec<Absence>, Error> {
    let now = db.now();
    db.read(move |db| fermetures::list_absences(db, &caller, now)).await
}

async fn mark_venue(caller: Professionnel, db: Db, request: MarkVenue) -> Result<Venue, Error> {
    db.write(move |tx| pointage::mark(tx, &caller, &request)).await
}

async fn add_venue(caller: Professionnel, db: Db, request: AddVenue) -> Result<Venue, Error> {
    db.write(move |tx| pointage::add(tx, &caller, &request)).await
}

async fn record_entree(caller: Professionnel, db: Db, request: RecordEntree) -> Result<Venue, Error> {
    db.write(move |tx| pointage::record_entree(tx, &caller, &request)).await
}

/// Reads all that the screens of a jeune and of a structure read, for the test that looks at the plans of the queries.
#[cfg(test)]
pub fn read_all(
    db: &mut Conn,
    jeune: &Jeune,
    structure: &Structure,
    permanence: shared::ids::PermanenceId,
    now: Instant,
) -> Result<(), Error> {
    rendez_vous::list(db, jeune, now)?;
    attente::list(db, jeune)?;
    let fiche = occurrences::read(db, structure, permanence, now)?;
    liste::list(db, structure, now)?;
    let partner = Professionnel { compte: structure.compte, appartenances: Vec::new() };
    prescription::list(db, &partner, now)?;
    orientation::list_for(db, jeune, now)?;
    drop(orientation::read(db, "", now));
    delais::read(db, structure, now, 7)?;
    calendrier::of_jeune(db, jeune.compte, now)?;
    calendrier::of_professional(db, structure.compte, now)?;
    let garde = Garde { minutes: 30, most: 5, zone: time::lasting("UTC") };
    let bounds = Bounds { now, today: time::day_of(now, &TimeZone::UTC), garde };
    let creneau = fiche.permanence.id.to_string().parse().map_err(|_| Error::Unavailable)?;
    drop(rendez_vous::book(db, jeune, (creneau, false), bounds));
    Ok(())
}
