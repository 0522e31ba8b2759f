//! The operations of those who orient a jeune, and of the jeune who answers.

use shared::{
    operation::Done,
    permanences::{
        AcceptOrientation, CancelPrescription, ClaimOrientation, DeclineOrientation, ListOrientations,
        ListPrescriptions, Orientation, Prescribe, Prescription, ReadOrientation, RendezVous,
    },
};

use super::{
    bounds,
    orientation::{self, Which},
    possible::Garde,
    prescription,
};
use crate::{
    caller::{Jeune, Professionnel, Stranger},
    db::{Db, Tx, id},
    mount::{Call, Room},
    problem::Error,
};

/// The operations.
pub fn routes(room: &mut Room) {
    room.on(prescribe).on(list_prescriptions).on(cancel_prescription);
    room.on(read_orientation).on(claim).on(list_orientations).on(accept_orientation).on(decline_orientation);
}

async fn prescribe(caller: Professionnel, call: Call, request: Prescribe) -> Result<Prescription, Error> {
    let prescription = id();
    let empreinte = prescription::mark(&call.app.keys, &prescription::code(&call.app.keys, prescription)?);
    let write = move |tx: &mut Tx<'_>| prescription::prescribe(tx, &caller, &request, (prescription, &empreinte));
    // The code comes after the answer that is kept for a retry: it is stored nowhere.
    prescription::with_code(&call.app.keys, call.db().write(write).await?)
}

async fn list_prescriptions(
    caller: Professionnel,
    call: Call,
    _: ListPrescriptions,
) -> Result<Vec<Prescription>, Error> {
    let now = call.app.db.now();
    let known = call.app.db.read(move |db| prescription::list(db, &caller, now)).await?;
    known.into_iter().map(|one| prescription::with_code(&call.app.keys, one)).collect()
}

async fn cancel_prescription(
    caller: Professionnel,
    call: Call,
    request: CancelPrescription,
) -> Result<Prescription, Error> {
    let garde = Garde::of(&call.app.settings);
    let write = move |tx: &mut Tx<'_>| prescription::withdraw(tx, &caller, request.prescription, garde);
    prescription::with_code(&call.app.keys, call.db().write(write).await?)
}

async fn read_orientation(_: Stranger, call: Call, request: ReadOrientation) -> Result<Orientation, Error> {
    let (empreinte, now) = (prescription::mark(&call.app.keys, &request.code), call.app.db.now());
    call.app.db.read(move |db| orientation::read(db, &empreinte, now)).await
}

async fn claim(jeune: Jeune, call: Call, request: ClaimOrientation) -> Result<RendezVous, Error> {
    let which = Which::Code(prescription::mark(&call.app.keys, &request.code));
    let bounds = bounds(&call.app, call.app.db.now());
    call.db().write_plan(move |db, _| orientation::accept(db, &jeune, &which, bounds)).await
}

async fn list_orientations(jeune: Jeune, db: Db, _: ListOrientations) -> Result<Vec<Orientation>, Error> {
    let now = db.now();
    db.read(move |db| orientation::list_for(db, &jeune, now)).await
}

async fn accept_orientation(jeune: Jeune, call: Call, request: AcceptOrientation) -> Result<RendezVous, Error> {
    let which = Which::Mine(request.prescription);
    let bounds = bounds(&call.app, call.app.db.now());
    call.db().write_plan(move |db, _| orientation::accept(db, &jeune, &which, bounds)).await
}

async fn decline_orientation(jeune: Jeune, call: Call, request: DeclineOrientation) -> Result<Done, Error> {
    let garde = Garde::of(&call.app.settings);
    call.db().write(move |tx| orientation::decline(tx, &jeune, request.prescription, garde).map(|()| Done {})).await
}
