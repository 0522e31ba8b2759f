//! Passing by: who announces themselves, who is there, who takes care of them, and how many came.

mod compter;
mod equipe;
mod ici;
mod porte;
mod seul;

#[cfg(test)]
mod tests;

pub use ici::{New, Place, forget_old, insert};

use actix_web::cookie::time::Duration;
use shared::{
    ProblemKind,
    accueil::{
        AddPassage, AnnouncePassage, ArrivePassage, CodeDePorte, CountPassages, EspaceAccueilli, FollowPassage,
        Frequentation, LeavePassage, ListEspacesAccueillis, ListPassages, MarkPassage, MonPassage, Passage,
        PassageEnCours, ReadFrequentation, ReadMonPassage, ReadPorte, RenewPorte, SemaineDePassages, TakePassage,
    },
    ids::{EspaceId, PassageId},
};

use crate::{
    address,
    caller::{Accueillant, Jeune, Professionnel, Public, Referent, Stranger},
    comptes::{
        cookies, qr_svg,
        throttle::{self, Try},
    },
    db::{Conn, Db, Tx},
    mount::{Call, Room},
    problem::Error,
};

/// How many may come without an account from one network in ten minutes: a group that comes together, and no more.
const ANONYMOUS: i32 = 30;
/// The passage of whoever came without an account: a phone that scans again says where they are, and counts nobody twice.
pub const COOKIE: &str = "__Host-passage";

/// The operations of passing by.
pub fn routes(room: &mut Room) {
    room.on(read_frequentation).on(read_mine).on(announce).on(arrive).on(leave);
    room.on(list_espaces).on(list).on(add).on(take).on(mark).on(follow);
    room.on(read_porte).on(renew_porte).on(count);
}

/// Tells the team of a place that something has changed there.
pub fn tell_team(tx: &mut Tx<'_>, espace: EspaceId) -> Result<(), Error> {
    ici::tell(tx, espace, None)
}

async fn read_frequentation(_: Stranger, db: Db, request: ReadFrequentation) -> Result<Frequentation, Error> {
    let now = db.now();
    db.read(move |db| ici::frequentation(db, &request.espace, now)).await
}

async fn read_mine(public: Public, call: Call, request: ReadMonPassage) -> Result<PassageEnCours, Error> {
    let now = call.app.db.now();
    let (jeune, kept) = (jeune_of(&public)?, kept(&call));
    let read = move |db: &mut Conn| match (jeune, kept) {
        (Some(jeune), _) => ici::read_mine(db, &jeune, &request.espace, now),
        (None, Some(kept)) => Ok(PassageEnCours { passage: ici::read_alone(db, kept, &request.espace, now)? }),
        (None, None) => Ok(PassageEnCours::default()),
    };
    call.app.db.read(read).await
}

// Who passes by: a jeune with their account, or somebody without one. Those who work here do not.
fn jeune_of(public: &Public) -> Result<Option<Jeune>, Error> {
    match &public.identity {
        Some(identity) => Ok(Some(Jeune::from_identity(identity).ok_or(ProblemKind::Interdit)?)),
        None => Ok(None),
    }
}

// What this phone keeps of a passage without an account.
fn kept(call: &Call) -> Option<PassageId> {
    call.http.cookie(COOKIE).and_then(|cookie| cookie.value().parse().ok())
}

async fn announce(jeune: Jeune, db: Db, request: AnnouncePassage) -> Result<MonPassage, Error> {
    db.write(move |tx| ici::announce(tx, &jeune, &request)).await
}

// The code comes first: who has none learns nothing else. Whoever has no account is a number, so their tries are counted.
async fn arrive(public: Public, call: Call, request: ArrivePassage) -> Result<MonPassage, Error> {
    let jeune = jeune_of(&public)?;
    let numero = porte::numero(&call.app.keys, &request.espace, &request.code)?;
    if jeune.is_none() {
        return arrive_alone(call, request, numero).await;
    }
    call.db().write(move |tx| ici::arrive(tx, jeune.as_ref(), &request, numero)).await
}

// Nobody is there twice, nor where nobody is: what is printed at the door can be read from anywhere.
async fn arrive_alone(call: Call, request: ArrivePassage, numero: i32) -> Result<MonPassage, Error> {
    let known = kept(&call);
    let (espace, now, today) = (request.espace.clone(), call.app.db.now(), call.app.today());
    let read = move |db: &mut Conn| match known.map(|known| ici::read_alone(db, known, &espace, now)).transpose()? {
        Some(Some(passage)) => Ok(Some(passage)),
        Some(None) | None => porte::check_hours(db, &espace, now, today).map(|()| None),
    };
    if let Some(passage) = call.app.db.read(read).await? {
        return Ok(passage);
    }
    let network = address::network(&call.http, &call.app.settings.trusted_proxies);
    let most = call.app.settings.tries_address.min(ANONYMOUS);
    let tries = vec![Try { key: call.app.keys.mark("passage", &network), most }];
    throttle::count(&call.app.db, tries).await?;
    let passage = call.db().write(move |tx| ici::arrive(tx, None, &request, numero)).await?;
    call.set(cookies::cookie(COOKIE, passage.id.to_string(), Duration::hours(ici::LASTS_HOURS)));
    Ok(passage)
}

async fn leave(public: Public, call: Call, request: LeavePassage) -> Result<PassageEnCours, Error> {
    if let Some(jeune) = jeune_of(&public)? {
        return call.db().write(move |tx| ici::leave(tx, &jeune, request.passage)).await;
    }
    // What the phone keeps is the right; who has another one learns nothing.
    kept(&call).filter(|kept| *kept == request.passage).ok_or(ProblemKind::Introuvable)?;
    call.db().write(move |tx| seul::leave(tx, request.passage, request.erreur)).await
}

async fn list_espaces(pro: Professionnel, db: Db, _: ListEspacesAccueillis) -> Result<Vec<EspaceAccueilli>, Error> {
    db.read(move |db| equipe::espaces(db, &pro)).await
}

async fn list(pro: Accueillant, db: Db, request: ListPassages) -> Result<Vec<Passage>, Error> {
    let now = db.now();
    db.read(move |db| equipe::list(db, &pro, &request.espace, now)).await
}

async fn add(pro: Accueillant, db: Db, request: AddPassage) -> Result<Passage, Error> {
    db.write(move |tx| equipe::add(tx, &pro, &request)).await
}

async fn take(pro: Accueillant, db: Db, request: TakePassage) -> Result<Passage, Error> {
    db.write(move |tx| equipe::take(tx, &pro, &request)).await
}

async fn mark(pro: Accueillant, db: Db, request: MarkPassage) -> Result<Passage, Error> {
    db.write(move |tx| equipe::mark(tx, &pro, &request)).await
}

async fn follow(referent: Referent, db: Db, request: FollowPassage) -> Result<Passage, Error> {
    db.write(move |tx| equipe::follow(tx, &referent, &request)).await
}

async fn read_porte(pro: Professionnel, call: Call, request: ReadPorte) -> Result<CodeDePorte, Error> {
    let espace = request.espace.clone();
    let known = call.app.db.read(move |db| porte::read(db, &pro, &espace)).await?;
    show_porte(&call, &request.espace, known)
}

async fn renew_porte(pro: Professionnel, call: Call, request: RenewPorte) -> Result<CodeDePorte, Error> {
    let espace = request.espace.clone();
    let known = call.db().write(move |tx| porte::renew(tx, &pro, &espace)).await?;
    show_porte(&call, &request.espace, known)
}

fn show_porte(call: &Call, espace: &shared::fields::CodeEspace, known: porte::Known) -> Result<CodeDePorte, Error> {
    let code = porte::code(&call.app.keys, espace, known.numero);
    let lien = format!("{}/passe/{}#{code}", call.app.settings.public_url, espace.as_str());
    let qr = qr_svg(&lien)?;
    Ok(CodeDePorte { lien, qr, depuis: known.depuis })
}

async fn count(pro: Professionnel, db: Db, request: CountPassages) -> Result<SemaineDePassages, Error> {
    let now = db.now();
    db.read(move |db| compter::week(db, &pro, &request, now)).await
}
