//! Ateliers: collective actions that several lead, near where the jeunes live; joining, waiting, leaving.

mod accord;
mod adresse;
mod attente;
mod avis;
pub mod calendrier;
pub mod carte;
mod changement;
mod creation;
mod dates;
mod inscription;
mod lecture;
mod lieux;
mod liste;
mod murs;
mod nouveautes;
mod presence;
mod prevus;
mod pro;
mod rappels;
mod retours;
mod serie;
mod stored;

#[cfg(test)]
mod tests;

#[cfg(test)]
pub use tests::publish as publish_for_tests;

pub use adresse::{move_with, tell_address, within};
pub use attente::sweep;
pub use changement::close as close_for;
pub use creation::create as create_for;
pub use inscription::join as join_for;
pub use lieux::is_held;
pub use liste::{list as list_for, of_place};
pub use murs::{expected_outside, leave as leave_walls};
pub use presence::{add as add_invite_for, mark as mark_for};
pub use rappels::replan_for;
pub use retours::give as give_retour_for;

use shared::{
    ateliers::{
        AcceptPlace, AddInvite, Atelier, AtelierAccueilli, AtelierPro, CancelAtelier, ChangeAtelier, CloseAtelier,
        CodePresence, CreateAteliers, DatesAteliers, DuplicateAtelier, GiveRetour, IcsAtelier, Inscription,
        JoinAtelier, LeaveAtelier, ListAteliers, ListAteliersAccueillis, ListAteliersPublies, ListAutresAteliers,
        ListInscriptions, ListNouveautes, ListPrevus, ListeAtelier, MarkParticipant, Nouveautes, Participant, Presence,
        PreviewDates, Prevu, PublishAtelier, ReadAtelier, ReadIcsAtelier, ReadListeAtelier, ReadPresence,
        SeeChangement, SignPresence, WithdrawAtelier,
    },
    operation::Done,
};

use crate::{
    caller::{Jeune, Professionnel, Public, Stranger, Structure},
    comptes::qr_svg,
    db::Db,
    mount::{Call, Room},
    permanences::Garde,
    problem::Error,
};

// Four weeks.
const PREVUS_DAYS: i32 = 28;

/// The operations of the room.
pub fn routes(room: &mut Room) {
    room.on(list).on(list_others).on(read).on(preview).on(create).on(duplicate);
    room.on(publish).on(change).on(cancel).on(close);
    room.on(list_published).on(read_list).on(list_prevus).on(list_hosted).on(withdraw);
    room.on(join).on(list_joined).on(leave).on(accept).on(see).on(read_ics).on(give_retour);
    room.on(list_news).on(mark).on(add_invite).on(read_presence).on(sign_presence);
}

async fn list(_: Stranger, db: Db, request: ListAteliers) -> Result<Vec<Atelier>, Error> {
    let now = db.now();
    db.read(move |db| liste::list(db, &request, now)).await
}

async fn list_others(public: Public, db: Db, request: ListAutresAteliers) -> Result<Vec<Atelier>, Error> {
    let (now, jeune) = (db.now(), public.identity.as_ref().and_then(Jeune::from_identity));
    db.read(move |db| liste::others(db, request.atelier, jeune.as_ref(), now)).await
}

async fn read(_: Stranger, db: Db, request: ReadAtelier) -> Result<Atelier, Error> {
    let now = db.now();
    db.read(move |db| Ok(liste::read(db, request.atelier)?.shown(now))).await
}

async fn preview(_: Structure, call: Call, request: PreviewDates) -> Result<DatesAteliers, Error> {
    let (zone, db) = (call.app.settings.zone.clone(), call.db());
    let now = db.now();
    db.read(move |db| dates::preview(db, &request, &zone, now)).await
}

async fn create(structure: Structure, call: Call, request: CreateAteliers) -> Result<Vec<AtelierPro>, Error> {
    let zone = call.app.settings.zone.clone();
    call.db().write(move |tx| creation::create(tx, &structure, &request, &zone)).await
}

async fn duplicate(structure: Structure, call: Call, request: DuplicateAtelier) -> Result<Vec<AtelierPro>, Error> {
    let zone = call.app.settings.zone.clone();
    call.db().write(move |tx| creation::duplicate(tx, &structure, &request, &zone)).await
}

async fn publish(structure: Structure, db: Db, request: PublishAtelier) -> Result<AtelierPro, Error> {
    db.write(move |tx| changement::publish(tx, &structure, &request)).await
}

async fn change(structure: Structure, call: Call, request: ChangeAtelier) -> Result<AtelierPro, Error> {
    let (zone, garde) = (call.app.settings.zone.clone(), Garde::of(&call.app.settings));
    call.db().write(move |tx| changement::change(tx, &structure, &request, (&zone, garde))).await
}

async fn cancel(structure: Structure, db: Db, request: CancelAtelier) -> Result<AtelierPro, Error> {
    db.write(move |tx| changement::cancel(tx, &structure, &request)).await
}

async fn close(caller: Professionnel, db: Db, request: CloseAtelier) -> Result<AtelierPro, Error> {
    db.write(move |tx| changement::close(tx, &caller, request.atelier)).await
}

async fn list_published(caller: Professionnel, db: Db, _: ListAteliersPublies) -> Result<Vec<AtelierPro>, Error> {
    let now = db.now();
    db.read(move |db| pro::list(db, &caller, now)).await
}

async fn read_list(caller: Professionnel, db: Db, request: ReadListeAtelier) -> Result<ListeAtelier, Error> {
    let now = db.now();
    db.read(move |db| pro::read_list(db, &caller, request.atelier, now)).await
}

async fn list_hosted(caller: Professionnel, db: Db, _: ListAteliersAccueillis) -> Result<Vec<AtelierAccueilli>, Error> {
    let now = db.now();
    db.read(move |db| accord::list(db, &caller, now)).await
}

async fn withdraw(caller: Professionnel, db: Db, request: WithdrawAtelier) -> Result<Done, Error> {
    db.write(move |tx| accord::withdraw(tx, &caller, request.atelier, request.part)).await
}

async fn list_prevus(caller: Professionnel, call: Call, request: ListPrevus) -> Result<Vec<Prevu>, Error> {
    let zone = call.app.zone().clone();
    call.app.db.read(move |db| prevus::list(db, &caller, (request.du, PREVUS_DAYS), &zone)).await
}

async fn join(jeune: Jeune, call: Call, request: JoinAtelier) -> Result<Inscription, Error> {
    let today = call.app.today();
    call.db().write(move |tx| inscription::join(tx, &jeune, &request, today)).await
}

async fn list_joined(jeune: Jeune, db: Db, _: ListInscriptions) -> Result<Vec<Inscription>, Error> {
    let now = db.now();
    db.read(move |db| lecture::list(db, &jeune, now)).await
}

async fn leave(jeune: Jeune, call: Call, request: LeaveAtelier) -> Result<Inscription, Error> {
    let garde = Garde::of(&call.app.settings);
    call.db().write(move |tx| inscription::leave(tx, &jeune, request.inscription, garde)).await
}

async fn accept(jeune: Jeune, db: Db, request: AcceptPlace) -> Result<Inscription, Error> {
    db.write(move |tx| inscription::accept(tx, &jeune, request.inscription)).await
}

async fn see(jeune: Jeune, db: Db, request: SeeChangement) -> Result<Done, Error> {
    db.write(move |tx| inscription::see(tx, &jeune, (request.inscription, request.changements)).map(|()| Done {})).await
}

async fn list_news(jeune: Jeune, db: Db, request: ListNouveautes) -> Result<Nouveautes, Error> {
    db.read(move |db| nouveautes::list(db, &jeune, request.inscription)).await
}

async fn read_ics(jeune: Jeune, call: Call, request: ReadIcsAtelier) -> Result<IcsAtelier, Error> {
    let address = call.app.settings.public_url.clone();
    let ics = call.app.db.read(move |db| calendrier::one(db, &jeune, request.inscription, &address)).await?;
    Ok(IcsAtelier { ics })
}

// Its key is not kept: beside it would stand a digest of the answer, and there are only three faces to try.
async fn give_retour(jeune: Jeune, call: Call, request: GiveRetour) -> Result<Done, Error> {
    call.app.db.write(move |tx| retours::give(tx, &jeune, &request).map(|()| Done {})).await
}

async fn mark(caller: Professionnel, db: Db, request: MarkParticipant) -> Result<Participant, Error> {
    db.write(move |tx| presence::mark(tx, &caller, &request)).await
}

async fn add_invite(caller: Professionnel, db: Db, request: AddInvite) -> Result<Participant, Error> {
    db.write(move |tx| presence::add(tx, &caller, &request)).await
}

async fn read_presence(caller: Professionnel, call: Call, request: ReadPresence) -> Result<Presence, Error> {
    let (id, now) = (request.atelier, call.app.db.now());
    call.app.db.read(move |db| presence::check_hour(&pro::kept(db, &caller, id)?, now)).await?;
    let (code, jusquau) = presence::code(&call.app.keys, id, now);
    let chemin = format!("/ateliers/{id}/presence#{code}");
    let qr = qr_svg(&format!("{}{chemin}", call.app.settings.public_url))?;
    let code = CodePresence::parse(&code).map_err(|why| Error::Internal(why.to_string()))?;
    Ok(Presence { code, chemin, qr, jusquau })
}

async fn sign_presence(jeune: Jeune, call: Call, request: SignPresence) -> Result<Inscription, Error> {
    let (app, today) = (call.app.clone(), call.app.today());
    let signed = call.db().write(move |tx| presence::sign(tx, &jeune, &request, (&app.keys, today))).await;
    signed.map_err(presence::said_there)
}

/// Reads all that the screens read, for the test that looks at the plans of the queries.
#[cfg(test)]
pub fn read_all(
    db: &mut crate::db::Conn,
    (jeune, pro): (&Jeune, &Professionnel),
    espace: &shared::fields::CodeEspace,
    now: shared::Instant,
) -> Result<(), Error> {
    use shared::permanences::Besoin;
    for (espace, besoin) in [(None, None), (Some(espace), None), (None, Some(Besoin::Emploi))] {
        let commune = "93008".parse().ok();
        liste::list(db, &ListAteliers { espace: espace.cloned(), besoin, commune }, now)?;
    }
    let nothing = crate::db::id();
    lecture::list(db, jeune, now)?;
    inscription::of_jeune(db, jeune, nothing)?;
    pro::list(db, pro, now)?;
    accord::list(db, pro, now)?;
    retours::read(db, nothing)?;
    let zone = jiff::tz::TimeZone::UTC;
    prevus::list(db, pro, (crate::time::day_of(now, &zone), PREVUS_DAYS), &zone)?;
    calendrier::of_jeune(db, jeune.compte, now)?;
    calendrier::of_professional(db, pro.compte, now)?;
    carte::read(db, &[String::new()], jeune.compte, now).map(drop)
}
