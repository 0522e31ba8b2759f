//! Espaces-temps d'accueil: a shared, neutral place and moment where any jeune can turn up.

mod arrets;
pub mod db;
mod ecriture;
mod equipe;
pub mod escales;
mod fuseaux;
mod horaires_osm;
pub mod hotes;
mod lignes;
mod moments;
pub mod murs;
pub mod passage;
pub mod photos;
mod porte;
mod presents;
pub mod proches;
pub mod programme;
mod regle;
pub mod supports;
mod vacances;
pub mod version;

#[cfg(test)]
mod neutralite;
#[cfg(test)]
mod tests;

pub use moments::with_point;
pub use proches::end_company;

use shared::{
    Instant,
    accueil::{
        Bienvenue, ChangeEspaceTemps, CountScan, CreateEspaceTemps, CreateSupport, EndSupport, EspaceEnDetail,
        EspaceTemps, JoinEspaceTemps, ListEspacesAnimes, ListEspacesTemps, ListMoments, ListSupports, MomentDuLieu,
        ReadEspaceEnDetail, ReadEspaceTemps, Support,
    },
    comptes::Session,
    operation::Done,
};

use crate::{
    address,
    caller::{Animateur, Jeune, Public, Stranger},
    comptes::throttle::{self, Try},
    db::{Conn, Tx},
    mount::{Call, Room},
    problem::Error,
};
pub use ecriture::set_days;
use equipe::Team;

/// How often a code may be counted in ten minutes: a crowd before a poster, and no more.
const MOST_SCANS: i32 = 200;
/// The same from one network: a class.
const MOST_SCANS_NETWORK: i32 = 40;
/// The cookies of the room, which whoever leaves in a hurry leaves behind nowhere.
pub const COOKIES: [&str; 2] = [passage::COOKIE, proches::COOKIE];

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(list_espaces).on(read_espace).on(read_detail).on(join_espace);
    room.on(list_moments);
    room.on(list_animes).on(create_espace).on(change_espace);
    room.on(list_supports).on(create_support).on(end_support).on(count_scan);
    horaires_osm::routes(room);
    photos::routes(room);
    passage::routes(room);
    proches::routes(room);
}

/// Forgets who passed by and what relatives wrote, when it is time.
pub fn forget_old(db: &mut Conn, now: Instant) -> Result<usize, Error> {
    Ok(passage::forget_old(db, now)? + proches::forget_old(db, now)?)
}

async fn list_espaces(_: Stranger, call: Call, _: ListEspacesTemps) -> Result<Vec<EspaceTemps>, Error> {
    let (now, today) = (call.app.db.now(), call.app.today());
    call.app.db.read(move |db| db::list(db, now, today)).await
}

async fn read_espace(_: Stranger, call: Call, request: ReadEspaceTemps) -> Result<EspaceTemps, Error> {
    let (now, today) = (call.app.db.now(), call.app.today());
    call.app.db.read(move |db| db::read(db, &request.code, now, today)).await
}

async fn read_detail(_: Stranger, call: Call, request: ReadEspaceEnDetail) -> Result<EspaceEnDetail, Error> {
    let (now, today) = (call.app.db.now(), call.app.today());
    call.app.db.read(move |db| db::read_all(db, &request.code, now, today)).await
}

async fn list_moments(public: Public, call: Call, request: ListMoments) -> Result<Vec<MomentDuLieu>, Error> {
    let jeune = public.identity.as_ref().and_then(Jeune::from_identity).map(|jeune| jeune.compte);
    let is_adult = public.identity.is_some_and(|one| matches!(one.qui, Session::Jeune { mineur: false, .. }));
    let (now, today) = (call.app.db.now(), call.app.today());
    let reader = moments::Reader { jeune, is_adult, now };
    let read = move |db: &mut Conn| {
        let espace = db::read_all(db, &request.code, now, today)?;
        let list = moments::list(db, &espace, &reader, moments::AHEAD)?;
        Ok(list.into_iter().map(|one| one.shown(&espace.base)).collect())
    };
    call.app.db.read(read).await
}

async fn join_espace(jeune: Jeune, call: Call, request: JoinEspaceTemps) -> Result<Bienvenue, Error> {
    let compte = jeune.compte;
    let done = call.db().write(move |tx| db::join(tx, &jeune, &request.code)).await?;
    call.app.forget(compte);
    Ok(done)
}

async fn list_animes(caller: Animateur, call: Call, _: ListEspacesAnimes) -> Result<Vec<EspaceEnDetail>, Error> {
    let (now, today) = (call.app.db.now(), call.app.today());
    call.app.db.read(move |db| Team::of(&caller).list(db, now, today)).await
}

async fn create_espace(caller: Animateur, call: Call, request: CreateEspaceTemps) -> Result<EspaceTemps, Error> {
    let team = Team::of(&caller);
    team.require_own(&request.structures)?;
    let (zone, today) = (call.app.settings.zone.clone(), call.app.today());
    let create = move |tx: &mut Tx<'_>| {
        let made = db::create(tx, &request, &zone, today)?;
        hotes::tell_moved(tx, (made.id, team.compte), &[], &request.structures)?;
        Ok(made)
    };
    call.db().write(create).await
}

async fn change_espace(caller: Animateur, call: Call, request: ChangeEspaceTemps) -> Result<EspaceEnDetail, Error> {
    let (team, today) = (Team::of(&caller), call.app.today());
    let (mot, version) = (request.mot.clone(), request.version);
    let new = request.into();
    call.db().write(move |tx| ecriture::change(tx, &team, (&new, mot.as_ref(), version), today)).await
}

async fn list_supports(caller: Animateur, call: Call, request: ListSupports) -> Result<Vec<Support>, Error> {
    let today = call.app.today();
    call.app.db.read(move |db| supports::list(db, &Team::of(&caller), &request.espace, today)).await
}

async fn create_support(caller: Animateur, call: Call, request: CreateSupport) -> Result<Support, Error> {
    call.db().write(move |tx| supports::create(tx, &Team::of(&caller), &request)).await
}

async fn end_support(caller: Animateur, call: Call, request: EndSupport) -> Result<Done, Error> {
    call.db().write(move |tx| supports::end(tx, &Team::of(&caller), request.support)).await
}

// The phone says it once a day; what a phone could say without end is bounded here, whoever it is: by code, so that no count
// runs away, and by code and network, so that a class is counted and a loop is not.
async fn count_scan(_: Stranger, call: Call, request: CountScan) -> Result<Done, Error> {
    let (code, keys) = (request.de.as_str(), &call.app.keys);
    let network = address::network(&call.http, &call.app.settings.trusted_proxies);
    let one = |what: &str, most| Try { key: keys.mark("scan", what), most };
    let tries = vec![one(code, MOST_SCANS), one(&format!("{code} {network}"), MOST_SCANS_NETWORK)];
    throttle::count(&call.app.db, tries).await?;
    let today = call.app.today();
    call.app.db.write(move |tx| supports::count_scan(tx, &request.espace, &request.de, today)).await?;
    Ok(Done {})
}
