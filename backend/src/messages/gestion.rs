//! The operations of the team: colleagues, answering hours, absences, safety.

use shared::{
    messages::{
        AlerteFil, AnnounceRemplacement, Attendre, BlockFil, CloseSignalement, Collegue, EndRemplacement, FollowFil,
        HandFil, Horaires, ListAlertesFils, ListCollegues, ListRemplacements, ListSignalements, ReadAttendre,
        ReadHoraires, ReadReponses, Remplacement, Reponses, ReportFil, SetHoraires, SetReponses, Signalement,
    },
    operation::Done,
};

use super::{attendre, equipe, reader::Reader, surete, temps};
use crate::{
    caller::{Admin, Coordonnateur, Correspondant, Referent},
    db::Db,
    mount::{Call, Room},
    problem::Error,
};

/// The operations.
pub fn routes(room: &mut Room) {
    room.on(list_collegues).on(hand).on(follow).on(read_reponses).on(set_reponses);
    room.on(read_horaires).on(set_horaires).on(list_remplacements).on(announce).on(end_remplacement).on(read_attendre);
    room.on(report).on(block).on(list_signalements).on(close_signalement).on(list_alertes);
}

async fn list_collegues(referent: Referent, db: Db, request: ListCollegues) -> Result<Vec<Collegue>, Error> {
    let now = db.now();
    db.read(move |db| equipe::list_collegues(db, &referent, request.fil, now)).await
}

async fn hand(referent: Referent, db: Db, request: HandFil) -> Result<Done, Error> {
    db.write(move |tx| equipe::hand(tx, &referent, request.fil, request.collegue)).await
}

async fn follow(referent: Referent, db: Db, request: FollowFil) -> Result<Done, Error> {
    db.write(move |tx| equipe::follow(tx, &referent, &request)).await
}

async fn read_reponses(referent: Referent, db: Db, _: ReadReponses) -> Result<Reponses, Error> {
    db.read(move |db| equipe::read_reponses(db, &referent)).await
}

async fn set_reponses(referent: Referent, db: Db, request: SetReponses) -> Result<Reponses, Error> {
    db.write(move |tx| equipe::set_reponses(tx, &referent, &request.textes)).await
}

async fn read_horaires(referent: Referent, call: Call, _: ReadHoraires) -> Result<Horaires, Error> {
    let promise = call.app.settings.answer_within;
    call.app.db.read(move |db| temps::read_horaires(db, referent.compte, promise)).await
}

async fn set_horaires(referent: Referent, call: Call, request: SetHoraires) -> Result<Horaires, Error> {
    let promise = call.app.settings.answer_within;
    call.db().write(move |tx| temps::set_horaires(tx, &referent, &request.plages, promise)).await
}

async fn list_remplacements(referent: Referent, db: Db, _: ListRemplacements) -> Result<Vec<Remplacement>, Error> {
    let now = db.now();
    db.read(move |db| temps::list(db, &referent, now)).await
}

async fn announce(referent: Referent, call: Call, request: AnnounceRemplacement) -> Result<Remplacement, Error> {
    let zone = call.app.zone().clone();
    call.db().write(move |tx| temps::announce_absence(tx, &referent, &request, &zone)).await
}

async fn end_remplacement(referent: Referent, db: Db, request: EndRemplacement) -> Result<Done, Error> {
    db.write(move |tx| temps::end_absence(tx, &referent, request.remplacement)).await
}

async fn read_attendre(who: Correspondant, call: Call, request: ReadAttendre) -> Result<Attendre, Error> {
    let (now, zone) = (call.app.db.now(), call.app.zone().clone());
    let read = move |db: &mut crate::db::Conn| {
        let reader = Reader::at(db, &who, now)?;
        attendre::read(db, &reader, request.fil, (now, &zone))
    };
    call.app.db.read(read).await
}

async fn report(who: Correspondant, db: Db, request: ReportFil) -> Result<Done, Error> {
    db.write(move |tx| surete::report(tx, &who, &request)).await
}

async fn block(referent: Referent, db: Db, request: BlockFil) -> Result<Done, Error> {
    db.write(move |tx| surete::block(tx, &referent, &request)).await
}

async fn list_signalements(_: Admin, db: Db, _: ListSignalements) -> Result<Vec<Signalement>, Error> {
    db.read(surete::list).await
}

async fn close_signalement(_: Admin, db: Db, request: CloseSignalement) -> Result<Done, Error> {
    db.write(move |tx| surete::close(tx, request.signalement)).await
}

async fn list_alertes(caller: Coordonnateur, db: Db, _: ListAlertesFils) -> Result<Vec<AlerteFil>, Error> {
    db.read(move |db| surete::alertes(db, &caller)).await
}
