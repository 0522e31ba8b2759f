//! What is written of the hours of a place in the language of OpenStreetMap: read, tried, stored by its team.

#[cfg(test)]
mod tests;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{
        EnVacances, EspaceEnDetail, EssaiHoraires, GenreEspace, HorairesACorriger, HorairesDeStructure, HorairesOsm,
        ListHorairesACorriger, ReadHorairesOsm, ReadVacances, TryHorairesOsm, Vacances, WriteHorairesOsm,
    },
    fields::{CodeEspace, HorairesEcrits, Jour},
    ids::EspaceId,
};

use super::{
    db::{Wanted, find_id, load_as},
    equipe::Team,
    murs::{self, Murs},
    regle::{self, Illisible, Regle},
    vacances, version,
};
use crate::{
    annuaire::osm,
    caller::Animateur,
    db::{AsText, Conn, Tx},
    mount::{Call, Room},
    problem::Error,
    schema::{animation, espace_temps, lieu, structure},
    time,
};

/// The operations.
pub fn routes(room: &mut Room) {
    room.on(read_horaires).on(try_horaires).on(write_horaires).on(list_a_corriger).on(read_vacances);
}

async fn read_horaires(caller: Animateur, call: Call, request: ReadHorairesOsm) -> Result<HorairesOsm, Error> {
    call.app.db.read(move |db| read(db, &Team::of(&caller), &request.espace)).await
}

async fn try_horaires(caller: Animateur, call: Call, request: TryHorairesOsm) -> Result<EssaiHoraires, Error> {
    let (now, today) = (call.app.db.now(), call.app.today());
    call.app.db.read(move |db| attempt(db, &Team::of(&caller), &request, now, today)).await
}

async fn write_horaires(caller: Animateur, call: Call, request: WriteHorairesOsm) -> Result<HorairesOsm, Error> {
    call.db().write(move |tx| write(tx, &Team::of(&caller), &request)).await
}

async fn list_a_corriger(
    caller: Animateur,
    call: Call,
    _: ListHorairesACorriger,
) -> Result<Vec<HorairesACorriger>, Error> {
    call.app.db.read(move |db| a_corriger(db, &Team::of(&caller))).await
}

async fn read_vacances(_: Animateur, call: Call, _: ReadVacances) -> Result<Vacances, Error> {
    let jusquau = vacances::known_until().ok_or(ProblemKind::Introuvable)?;
    Ok(Vacances { jusquau, fuseau: call.app.settings.zone.clone() })
}

fn read(db: &mut Conn, team: &Team, code: &CodeEspace) -> Result<HorairesOsm, Error> {
    type Texte = Option<AsText<HorairesEcrits>>;
    let espace = own(db, team, code)?;
    type Row = (String, String, Texte, Texte, String, i32);
    let (nom, fuseau, texte, a_corriger, vacances, version): Row = espace_temps::table
        .inner_join(lieu::table)
        .filter(espace_temps::id.eq(espace.to_string()))
        .select((
            espace_temps::nom,
            lieu::fuseau,
            espace_temps::horaires_osm,
            espace_temps::horaires_a_corriger,
            espace_temps::vacances,
            espace_temps::version,
        ))
        .first(db)?;
    let rows: Vec<(String, Texte)> = animation::table
        .inner_join(structure::table)
        .filter(animation::espace_id.eq(espace.to_string()))
        .filter(structure::horaires.is_not_null())
        .order((structure::nom, structure::id))
        .select((structure::nom, structure::horaires))
        .load(db)?;
    let of_structure = |(nom, texte): (String, Texte)| texte.map(|AsText(texte)| HorairesDeStructure { nom, texte });
    let plain = |texte: Texte| texte.map(|AsText(texte)| texte);
    let texte = plain(texte);
    let says = texte.as_ref().is_some_and(|texte| osm::says_vacances(texte.as_str()));
    let varies = says || vacances != EnVacances::Pareil.code();
    Ok(HorairesOsm {
        nom,
        fuseau,
        version: version.unsigned_abs(),
        vacances: vacances::known_until().filter(|_| varies),
        texte,
        a_corriger: plain(a_corriger),
        structures: rows.into_iter().filter_map(of_structure).collect(),
    })
}

fn attempt(
    db: &mut Conn,
    team: &Team,
    request: &TryHorairesOsm,
    now: Instant,
    today: Jour,
) -> Result<EssaiHoraires, Error> {
    let espace = own(db, team, &request.espace)?;
    if let Err(Illisible { compris, suite }) = regle::check(request.texte.as_str()) {
        return Ok(EssaiHoraires::Illisible { compris, suite });
    }
    if lacks_zone(db, espace, &request.texte)? {
        return Ok(EssaiHoraires::SansZone {});
    }
    let read = load_as(db, &Wanted::Code(&request.espace), Some(&request.texte), now, today)?.pop();
    let EspaceEnDetail { espace, detail, .. } = read.ok_or(ProblemKind::Introuvable)?;
    let texte = request.texte.as_str();
    let ouvre = Regle::read(texte, today, detail.feries, detail.zone).opens_since(today);
    let a_cote = osm::beside(texte);
    Ok(EssaiHoraires::Lisible { semaine: espace.semaine, porte: espace.porte, ouvre, a_cote })
}

fn write(tx: &mut Tx<'_>, team: &Team, new: &WriteHorairesOsm) -> Result<HorairesOsm, Error> {
    let espace = find_id(tx.db, &new.espace)?.ok_or(ProblemKind::Introuvable)?;
    // The write comes first: an older form undoes nothing of what was written since.
    let is_fresh = version::raise(tx, espace, new.version)?;
    team.require_change(tx.db, espace)?;
    if !is_fresh {
        return Err(version::stale().into());
    }
    if let Some(texte) = &new.texte {
        let refused = |code| Err(Problem::fields([("texte", code)]).into());
        if regle::check(texte.as_str()).is_err() {
            return refused("illisible");
        }
        if lacks_zone(tx.db, espace, texte)? {
            return refused("sans-zone");
        }
        let genre: String = espace_temps::table.find(espace.to_string()).select(espace_temps::genre).first(tx.db)?;
        if genre == GenreEspace::Mobile.code() {
            return refused("arret-sans-heures");
        }
    }
    let usual = Murs::load(tx.db, espace, time::day_of(tx.now, &TimeZone::UTC))?;
    let text = |texte: &Option<HorairesEcrits>| texte.as_ref().map(|texte| texte.as_str().to_owned());
    diesel::update(espace_temps::table.find(espace.to_string()))
        .set((
            espace_temps::horaires_osm.eq(text(&new.texte)),
            espace_temps::horaires_a_corriger.eq(text(&new.a_corriger)),
        ))
        .execute(tx.db)?;
    // A text may close days, or open them again, as a date of the place does.
    murs::follow(tx, espace, &usual, new.mot.as_ref())?;
    read(tx.db, team, &new.espace)
}

// Which days are school holidays is not known of a place without their zone: what a text says of them would never hold.
fn lacks_zone(db: &mut Conn, espace: EspaceId, texte: &HorairesEcrits) -> Result<bool, Error> {
    if !osm::says_vacances(texte.as_str()) {
        return Ok(false);
    }
    let zone: Option<String> =
        espace_temps::table.find(espace.to_string()).select(espace_temps::zone_scolaire).first(db)?;
    Ok(zone.is_none())
}

fn a_corriger(db: &mut Conn, team: &Team) -> Result<Vec<HorairesACorriger>, Error> {
    type Row = (AsText<EspaceId>, AsText<CodeEspace>, Option<AsText<HorairesEcrits>>);
    let rows: Vec<Row> = espace_temps::table
        .filter(espace_temps::horaires_a_corriger.is_not_null())
        .order((espace_temps::nom, espace_temps::id))
        .select((espace_temps::id, espace_temps::code, espace_temps::horaires_a_corriger))
        .load(db)?;
    let mut list = Vec::new();
    for (AsText(id), AsText(espace), texte) in rows {
        match (texte, team.require(db, id)) {
            (Some(AsText(texte)), Ok(())) => list.push(HorairesACorriger { espace, texte }),
            (_, Err(Error::Refused(_))) | (None, Ok(())) => {}
            (_, Err(why)) => return Err(why),
        }
    }
    Ok(list)
}

fn own(db: &mut Conn, team: &Team, code: &CodeEspace) -> Result<EspaceId, Error> {
    let espace = find_id(db, code)?.ok_or(ProblemKind::Introuvable)?;
    team.require_change(db, espace)?;
    Ok(espace)
}
