//! How a person is told that there is something new: what they choose, and the devices that they allow.

use shared::{
    Problem, ProblemKind,
    messages::avis::{
        ChooseAvis, ClePush, PreferencesAvis, ReadAvis, ReadPushKey, RenewPush, SeeAvis, SubscribePush, UnsubscribePush,
    },
    operation::Done,
};

use crate::{
    app::App,
    avis::{choices, devices, devices::Device, public},
    caller::{Membre, Stranger},
    db::Db,
    mount::{Call, Room},
    outbox,
    problem::Error,
};

/// The operations of this part of the room.
pub fn routes(room: &mut Room) {
    room.on(read).on(choose).on(read_key).on(subscribe).on(renew).on(unsubscribe).on(see);
}

async fn read(caller: Membre, db: Db, _: ReadAvis) -> Result<PreferencesAvis, Error> {
    db.read(move |db| choices::read(db, caller.compte)).await
}

async fn choose(caller: Membre, db: Db, request: ChooseAvis) -> Result<PreferencesAvis, Error> {
    db.write(move |tx| choices::choose(tx, caller.compte, &request)).await
}

async fn read_key(_: Membre, call: Call, _: ReadPushKey) -> Result<ClePush, Error> {
    Ok(ClePush { cle: call.app.vapid.public().to_owned() })
}

async fn subscribe(caller: Membre, call: Call, request: SubscribePush) -> Result<Done, Error> {
    let device = Device { adresse: request.endpoint, p256dh: request.p256dh, auth: request.auth };
    check(&call.app, &device).await?;
    let whose = (caller.compte, caller.session);
    call.db().write(move |tx| devices::keep(tx, whose, &device).map(|()| Done {})).await
}

async fn renew(caller: Membre, call: Call, request: RenewPush) -> Result<Done, Error> {
    let device = Device { adresse: request.endpoint, p256dh: request.p256dh, auth: request.auth };
    check(&call.app, &device).await?;
    let whose = (caller.compte, caller.session);
    call.db().write(move |tx| devices::renew(tx, whose, &request.ancien, &device).map(|()| Done {})).await
}

async fn unsubscribe(caller: Membre, db: Db, request: UnsubscribePush) -> Result<Done, Error> {
    db.write(move |tx| devices::forget(tx, caller.compte, &request.endpoint).map(|()| Done {})).await
}

// The mark came encrypted to one device: it stands for the right when the session on that device is long over.
async fn see(_: Stranger, call: Call, request: SeeAvis) -> Result<Done, Error> {
    if !call.app.keys.is_mark(outbox::PURPOSE, &request.avis.to_string(), &request.marque) {
        return Err(ProblemKind::Introuvable.into());
    }
    call.db().write(move |tx| outbox::see(tx, request.avis, request.geste).map(|()| Done {})).await
}

// The keys are keys, and the address is one of the public internet: before anything is stored, and again when it is used (P30).
async fn check(app: &App, device: &Device) -> Result<(), Error> {
    let refused = |field: &'static str, code: &'static str| Error::from(Problem::fields([(field, code)]));
    if outbox::keys_of(device).is_none() {
        return Err(refused("p256dh", "cle-mal-formee"));
    }
    let trusted = app.settings.push_trusted_origins.clone();
    let uri = public::parse(&device.adresse, &trusted).ok_or_else(|| refused("endpoint", "adresse-refusee"))?;
    let looked = actix_web::web::block(move || public::is_reachable(&uri, &trusted)).await;
    if looked.is_ok_and(|reachable| reachable) { Ok(()) } else { Err(refused("endpoint", "adresse-refusee")) }
}
