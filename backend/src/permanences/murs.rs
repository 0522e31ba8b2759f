//! What is held within the walls of a place follows its hours: on a day that is not like the others nothing is left outside of
//! them. By phone or by video one needs no door: these go on when the place is closed.

use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    fields::{Jour, Ligne},
    ids::{CreneauId, EspaceId, PermanenceId},
    permanences::{EtatRendezVous, Mode, RaisonEcart},
};

use super::{
    annulation::release,
    creneaux::{Modele, make_again},
};
use crate::{
    accueil::murs::Murs,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{creneau, espace_temps, permanence, rendez_vous},
};

/// The walls within which a permanence is held, from a day on; `None` when that is elsewhere, by phone or by video.
pub fn of(db: &mut Conn, modele: &Modele, since: Jour) -> Result<Option<Murs>, Error> {
    let here: i64 = within().filter(permanence::id.eq(modele.permanence.to_string())).count().get_result(db)?;
    if 0 < here { Murs::load(db, modele.espace, since).map(Some) } else { Ok(None) }
}

/// Why the walls, if there are any, leave no room.
pub fn refuses(murs: Option<&Murs>, span: (Instant, Instant)) -> Option<RaisonEcart> {
    murs.and_then(|murs| murs.refuses(span))
}

/// Takes back the créneaux to come for which the walls leave no room, and those that nobody has booked where a bus stops no more.
pub fn leave(tx: &mut Tx<'_>, espace: EspaceId, murs: &Murs, mot: Option<&Ligne>) -> Result<(), Error> {
    let all = to_come(tx, espace)?;
    let off = all.iter().filter(|one| !murs.leave(one.span) || one.is_free && murs.refuses(one.span).is_some());
    let off: Vec<CreneauId> = off.map(|one| one.id).collect();
    if off.is_empty() { Ok(()) } else { release(tx, &off, mot) }
}

/// How many are expected where the walls leave no room.
pub fn expected_outside(tx: &mut Tx<'_>, espace: EspaceId, murs: &Murs) -> Result<i64, Error> {
    let all = to_come(tx, espace)?;
    let off: Vec<String> = all.iter().filter(|one| !murs.leave(one.span)).map(|one| one.id.to_string()).collect();
    let met = rendez_vous::table
        .filter(rendez_vous::creneau_id.eq_any(off))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()));
    Ok(met.count().get_result(tx.db)?)
}

/// Makes what is missing, between two days, of the permanences that are held within the walls of a place: it has room again.
pub fn make_up(tx: &mut Tx<'_>, espace: EspaceId, (from, to): (Jour, Jour)) -> Result<(), Error> {
    let rows: Vec<AsText<PermanenceId>> = within()
        .filter(permanence::espace_id.eq(espace.to_string()))
        .order(permanence::id)
        .select(permanence::id)
        .load(tx.db)?;
    let here: Vec<PermanenceId> = rows.into_iter().map(|AsText(id)| id).collect();
    make_again(tx, &here, from, to)
}

#[diesel::dsl::auto_type]
fn within() -> _ {
    let on_site: &'static str = Mode::SurPlace.code();
    permanence::table
        .inner_join(espace_temps::table)
        .filter(permanence::lieu_id.eq(espace_temps::lieu_id))
        .filter(permanence::mode.eq(on_site))
}

struct Slot {
    id: CreneauId,
    span: (Instant, Instant),
    is_free: bool,
}

fn to_come(tx: &mut Tx<'_>, espace: EspaceId) -> Result<Vec<Slot>, Error> {
    type Row = (AsText<CreneauId>, i64, i64, (i32, i32, i32));
    let rows: Vec<Row> = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(espace_temps::table.on(espace_temps::id.eq(creneau::espace_id)))
        .filter(creneau::espace_id.eq(espace.to_string()))
        .filter(permanence::lieu_id.eq(espace_temps::lieu_id))
        .filter(permanence::mode.eq(Mode::SurPlace.code()))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::debut.ge(tx.now.0))
        .select((
            creneau::id,
            creneau::debut,
            creneau::fin,
            (creneau::places, creneau::places_libres, creneau::attentes),
        ))
        .load(tx.db)?;
    let slot = |(AsText(id), debut, fin, (places, free, waiting)): Row| Slot {
        id,
        span: (Instant(debut), Instant(fin)),
        is_free: free == places && waiting == 0,
    };
    Ok(rows.into_iter().map(slot).collect())
}
