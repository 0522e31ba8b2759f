//! The operations of those who run permanences over time: changes, closures taken back, the day as a whole, delays, calendars.

use actix_web::{HttpResponse, http::header, web};
use shared::{
    operation::Done,
    permanences::{
        AdresseCalendrier, Calendrier, CancelVenues, ChangePermanence, ChangePlaces, Changement, CreateCalendrier,
        Delais, EndAbsence, EndCalendrier, EndFermeture, FichePermanence, Ics, MoveVenues, ReadCalendrier, ReadDelais,
        ReadIcs, RestoreOccurrence, Venue,
    },
};

use super::{autour, calendrier, changement, delais, fermetures, possible::Garde, report};
use crate::{
    app::App,
    caller::{Jeune, Membre, Professionnel, Structure},
    comptes::keys,
    db::Db,
    mount::{self, Call, Room},
    problem::{self, Error},
};

const PURPOSE: &str = "calendrier";

/// The operations.
pub fn routes(room: &mut Room) {
    room.on(change).on(change_places).on(restore).on(end_fermeture).on(end_absence);
    room.on(cancel_venues).on(move_venues).on(read_delais);
    room.on(read_ics).on(read_calendrier).on(create_calendrier).on(end_calendrier);
}

async fn change(structure: Structure, call: Call, request: ChangePermanence) -> Result<Changement, Error> {
    let settings = &call.app.settings;
    let reach = (i32::from(settings.horizon_weeks) * 7, Garde::of(settings));
    let permanence = request.permanence;
    let changed = call.db().write(move |tx| changement::change(tx, &structure, &request, reach)).await?;
    autour::forget(permanence);
    Ok(changed)
}

async fn change_places(structure: Structure, call: Call, request: ChangePlaces) -> Result<FichePermanence, Error> {
    let garde = Garde::of(&call.app.settings);
    call.db().write(move |tx| changement::change_places(tx, &structure, &request, garde)).await
}

async fn restore(structure: Structure, db: Db, request: RestoreOccurrence) -> Result<FichePermanence, Error> {
    db.write(move |tx| changement::restore(tx, &structure, &request)).await
}

async fn end_fermeture(structure: Structure, db: Db, request: EndFermeture) -> Result<Done, Error> {
    db.write(move |tx| fermetures::reopen(tx, &structure, request.fermeture).map(|()| Done {})).await
}

async fn end_absence(caller: Professionnel, call: Call, request: EndAbsence) -> Result<Done, Error> {
    let zone = call.app.zone().clone();
    call.db().write(move |tx| fermetures::come_back(tx, &caller, request.absence, &zone).map(|()| Done {})).await
}

async fn cancel_venues(caller: Professionnel, call: Call, request: CancelVenues) -> Result<Vec<Venue>, Error> {
    let garde = Garde::of(&call.app.settings);
    call.db().write(move |tx| report::cancel(tx, &caller, &request, garde)).await
}

async fn move_venues(caller: Professionnel, call: Call, request: MoveVenues) -> Result<Vec<Venue>, Error> {
    let garde = Garde::of(&call.app.settings);
    call.db().write(move |tx| report::shift(tx, &caller, &request, garde)).await
}

async fn read_delais(structure: Structure, call: Call, _: ReadDelais) -> Result<Delais, Error> {
    let (now, promise) = (call.app.db.now(), call.app.settings.promise_days);
    call.app.db.read(move |db| delais::read(db, &structure, now, promise)).await
}

async fn read_ics(jeune: Jeune, call: Call, request: ReadIcs) -> Result<Ics, Error> {
    let address = call.app.settings.public_url.clone();
    let texte = call.app.db.read(move |db| calendrier::one(db, &jeune, request.rendez_vous, &address)).await?;
    Ok(Ics { texte })
}

async fn read_calendrier(caller: Membre, db: Db, _: ReadCalendrier) -> Result<Calendrier, Error> {
    let depuis = db.read(move |db| calendrier::since(db, caller.compte)).await?;
    Ok(Calendrier { depuis })
}

// The secret is made of the key of the request: a retry gives the same address, and it is stored nowhere.
async fn create_calendrier(caller: Membre, call: Call, _: CreateCalendrier) -> Result<AdresseCalendrier, Error> {
    let asked =
        call.retry_key().ok_or_else(|| Error::Internal("an address needs the key of its request".to_owned()))?;
    let secret = keys::base64(&call.app.keys.derive(PURPOSE, &asked));
    let empreinte = call.app.keys.mark(PURPOSE, &secret);
    call.db().write(move |tx| calendrier::open(tx, caller.compte, &empreinte)).await?;
    Ok(AdresseCalendrier { adresse: format!("{}/agenda/{secret}.ics", call.app.settings.public_url) })
}

async fn end_calendrier(caller: Membre, db: Db, _: EndCalendrier) -> Result<Done, Error> {
    db.write(move |tx| calendrier::close(tx, caller.compte).map(|()| Done {})).await
}

/// `/agenda/{secret}.ics`: whoever has the address reads the calendar, without a session.
pub async fn feed(app: web::Data<App>, http: actix_web::HttpRequest, secret: web::Path<String>) -> HttpResponse {
    let (empreinte, now) = (app.keys.mark(PURPOSE, &secret), app.db.now());
    let address = app.settings.public_url.clone();
    match app.db.read(move |db| calendrier::read(db, &empreinte, now, &address)).await {
        Ok(text) => HttpResponse::Ok()
            .content_type("text/calendar; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .body(text),
        Err(error) => problem::respond(error, &mount::trace_id(&http)),
    }
}
