//! Waiting lists: a place that is given back goes to the first who waits, as an offer that passes on when nobody answers.
//!
//! A place that is offered stays taken: nobody else sees it, and nobody else can book it. `creneau.attentes` counts who
//! waits for that créneau; giving a place back and starting to wait both look at it, so that none misses the other (P05).

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl,
};
use shared::{
    Instant, ProblemKind,
    fields::CodeEspace,
    ids::{AttenteId, CompteId, CreneauId, EspaceId},
    messages::Evenement,
    permanences::{Attente, Besoin, Offre, RendezVous},
};

use super::{
    avis,
    possible::{self, Bounds, Garde},
    rendez_vous as booked,
};
use crate::{
    accueil::db::find_id,
    caller::Jeune,
    db::{AsText, Conn, Plan, Tx, id},
    live::Notice,
    outbox,
    problem::Error,
    schema::{attente, creneau, espace_temps, lieu, professionnel},
    time,
};

mod balayage;

pub use balayage::sweep;

const WAITS: &str = "attend";
const OFFERED: &str = "offert";
const TAKEN: &str = "pris";
const LEFT: &str = "quitte";
const PASSED: &str = "passe";

/// Starts to wait for a créneau that is full.
pub fn join(tx: &mut Tx<'_>, caller: &Jeune, creneau: CreneauId, bounds: Bounds) -> Result<Attente, Error> {
    // The write comes first, and says what was taken for granted: there is no place.
    let full = diesel::update(creneau::table.find(creneau.to_string()))
        .filter(creneau::places_libres.eq(0))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::debut.gt(tx.now.0))
        .set(creneau::attentes.eq(creneau::attentes + 1))
        .execute(tx.db)?;
    let found: Option<(i64, String, String, bool)> = creneau::table
        .find(creneau.to_string())
        .select((creneau::debut, creneau::espace_id, creneau::besoin, creneau::annule))
        .first(tx.db)
        .optional()?;
    let (debut, espace, besoin, _) = found.filter(|(.., annule)| !annule).ok_or(ProblemKind::Introuvable)?;
    if full == 0 {
        let kind = if debut <= tx.now.0 { ProblemKind::CreneauPasse } else { ProblemKind::PlaceLibre };
        return Err(kind.into());
    }
    // Whoever could not take the place does not wait for it; nor whoever has one: they would be offered what they give back.
    if let Some(refusal) = possible::look(tx.db, caller, creneau, None, bounds)?.refusal(bounds, true) {
        return Err(refusal.into());
    }
    insert(tx, caller, Some(creneau), &espace, &besoin)
}

/// Starts to wait for any place for a need in an espace-temps.
pub fn join_besoin(tx: &mut Tx<'_>, caller: &Jeune, code: &CodeEspace, besoin: Besoin) -> Result<Attente, Error> {
    let espace = find_id(tx.db, code)?.ok_or(ProblemKind::Introuvable)?.to_string();
    if first_free(tx.db, &espace, besoin.code(), tx.now)?.is_some() {
        return Err(ProblemKind::PlaceLibre.into());
    }
    insert(tx, caller, None, &espace, besoin.code())
}

fn insert(
    tx: &mut Tx<'_>,
    caller: &Jeune,
    creneau: Option<CreneauId>,
    espace: &str,
    besoin: &str,
) -> Result<Attente, Error> {
    let attente: AttenteId = id();
    let inserted = diesel::insert_into(attente::table)
        .values((
            attente::id.eq(attente.to_string()),
            attente::jeune_id.eq(caller.compte.to_string()),
            attente::creneau_id.eq(creneau.map(|id| id.to_string())),
            attente::espace_id.eq(espace),
            attente::besoin.eq(besoin),
            attente::etat.eq(WAITS),
            attente::depuis.eq(tx.now.0),
        ))
        .execute(tx.db);
    match inserted {
        Err(why) if Error::is_duplicate(&why) => return Err(ProblemKind::DejaEnAttente.into()),
        done => done?,
    };
    list(tx.db, caller)?.into_iter().find(|one| one.id == attente).ok_or_else(|| ProblemKind::Introuvable.into())
}

/// What a jeune waits for; what is offered first, then the oldest.
pub fn list(db: &mut Conn, caller: &Jeune) -> Result<Vec<Attente>, Error> {
    type Row = (
        (AsText<AttenteId>, String, i64, Option<i64>),
        (Option<AsText<CreneauId>>, String, AsText<CodeEspace>, String, String),
        AsText<EspaceId>,
    );
    let rows: Vec<Row> = attente::table
        .inner_join(espace_temps::table)
        .inner_join(lieu::table.on(lieu::id.eq(espace_temps::lieu_id)))
        .filter(attente::jeune_id.eq(caller.compte.to_string()))
        .filter(attente::etat.eq_any([WAITS, OFFERED]))
        .order((attente::etat.desc(), attente::depuis, attente::id))
        .select((
            (attente::id, attente::etat, attente::depuis, attente::offre_jusquau),
            (attente::creneau_id, attente::besoin, espace_temps::code, espace_temps::nom, lieu::fuseau),
            attente::espace_id,
        ))
        .load(db)?;
    let mut list = Vec::new();
    for ((AsText(id), etat, depuis, jusquau), (creneau, besoin, AsText(espace), lieu, fuseau), AsText(espace_id)) in
        rows
    {
        let creneau = creneau.map(|AsText(id)| id);
        let offre = if etat == OFFERED { read_offre(db, id, jusquau.map(Instant))? } else { None };
        let avant = before(db, creneau, (espace_id, &besoin), (depuis, id))?;
        let debut = start_of(db, creneau)?;
        let Some(besoin) = Besoin::from_code(&besoin) else { continue };
        list.push(Attente { id, creneau, debut, besoin, espace, lieu, fuseau, avant, offre });
    }
    Ok(list)
}

fn start_of(db: &mut Conn, creneau: Option<CreneauId>) -> Result<Option<Instant>, Error> {
    let Some(creneau) = creneau else { return Ok(None) };
    let debut: Option<i64> = creneau::table.find(creneau.to_string()).select(creneau::debut).first(db).optional()?;
    Ok(debut.map(Instant))
}

fn read_offre(db: &mut Conn, attente: AttenteId, jusquau: Option<Instant>) -> Result<Option<Offre>, Error> {
    let row: Option<(AsText<CreneauId>, i64, i64, String)> = attente::table
        .inner_join(creneau::table.on(creneau::id.nullable().eq(attente::offre_id)))
        .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
        .filter(attente::id.eq(attente.to_string()))
        .select((creneau::id, creneau::debut, creneau::fin, professionnel::prenom))
        .first(db)
        .optional()?;
    Ok(row.zip(jusquau).map(|((AsText(creneau), debut, fin, professionnel), jusquau)| Offre {
        creneau,
        debut: Instant(debut),
        fin: Instant(fin),
        professionnel,
        jusquau,
    }))
}

fn before(
    db: &mut Conn,
    creneau: Option<CreneauId>,
    (espace, besoin): (EspaceId, &str),
    (depuis, id): (i64, AttenteId),
) -> Result<u32, Error> {
    let sooner = attente::depuis.lt(depuis).or(attente::depuis.eq(depuis).and(attente::id.lt(id.to_string())));
    let query = attente::table.filter(attente::etat.eq(WAITS)).filter(sooner).count();
    let count: i64 = match creneau {
        Some(creneau) => query.filter(attente::creneau_id.eq(creneau.to_string())).get_result(db)?,
        None => query
            .filter(attente::creneau_id.is_null())
            .filter(attente::espace_id.eq(espace.to_string()))
            .filter(attente::besoin.eq(besoin))
            .get_result(db)?,
    };
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The jeune does not wait any more; what was offered to them goes on. Twice is once.
pub fn leave(tx: &mut Tx<'_>, caller: &Jeune, attente: AttenteId, garde: Garde) -> Result<(), Error> {
    let (etat, creneau, offre) = find(tx.db, caller, attente)?;
    if !end(tx, attente, &etat, LEFT)? {
        return Ok(());
    }
    match (etat.as_str(), creneau, offre) {
        (OFFERED, _, Some(offre)) => pass_on(tx, offre, garde),
        (WAITS, Some(creneau), _) => count_down(tx, creneau),
        _ => Ok(()),
    }
}

type Found = (String, Option<CreneauId>, Option<CreneauId>);

fn find(db: &mut Conn, caller: &Jeune, attente: AttenteId) -> Result<Found, Error> {
    type Row = (String, Option<AsText<CreneauId>>, Option<AsText<CreneauId>>);
    let row: Option<Row> = attente::table
        .filter(attente::id.eq(attente.to_string()))
        .filter(attente::jeune_id.eq(caller.compte.to_string()))
        .select((attente::etat, attente::creneau_id, attente::offre_id))
        .first(db)
        .optional()?;
    let (etat, creneau, offre) = row.ok_or(ProblemKind::Introuvable)?;
    Ok((etat, creneau.map(|AsText(id)| id), offre.map(|AsText(id)| id)))
}

// Of two who end the same wait, one does.
fn end(tx: &mut Tx<'_>, attente: AttenteId, from: &str, to: &str) -> Result<bool, Error> {
    if from != WAITS && from != OFFERED {
        return Ok(false);
    }
    let ended = diesel::update(attente::table.find(attente.to_string()))
        .filter(attente::etat.eq(from))
        .set(attente::etat.eq(to))
        .execute(tx.db)?;
    outbox::cancel(tx, &[avis::about_attente(attente)])?;
    Ok(ended == 1)
}

fn count_down(tx: &mut Tx<'_>, creneau: CreneauId) -> Result<(), Error> {
    diesel::update(creneau::table.find(creneau.to_string()))
        .filter(creneau::attentes.gt(0))
        .set(creneau::attentes.eq(creneau::attentes - 1))
        .execute(tx.db)?;
    Ok(())
}

/// The jeune takes the place that is kept for them: it stays taken, by them.
pub fn accept(db: &mut Conn, caller: &Jeune, attente: AttenteId, bounds: Bounds) -> Result<Plan<RendezVous>, Error> {
    let (etat, _, offre) = find(db, caller, attente)?;
    let Some(creneau) = offre.filter(|_| etat == OFFERED) else {
        return Err(ProblemKind::OffrePassee.into());
    };
    let plan = booked::keep_offered(db, caller, creneau, bounds)?;
    let taken = diesel::update(attente::table.find(attente.to_string()))
        .filter(attente::etat.eq(OFFERED))
        .filter(attente::offre_jusquau.gt(bounds.now.0))
        .set(attente::etat.eq(TAKEN));
    let still: Option<i64> =
        attente::table.find(attente.to_string()).select(attente::offre_jusquau).first(db).optional()?.flatten();
    if still.is_none_or(|until| until <= bounds.now.0) {
        return Err(ProblemKind::OffrePassee.into());
    }
    Ok(plan.change(taken).also(outbox::cancelling(avis::about_attente(attente))))
}

/// What giving a place back changes: it is offered to the first who waits, or free for all.
pub fn give_back<T>(
    db: &mut Conn,
    plan: Plan<T>,
    creneau: CreneauId,
    now: Instant,
    garde: Garde,
) -> Result<Plan<T>, Error> {
    let row: (i64, i32, String, String) = creneau::table
        .find(creneau.to_string())
        .select((creneau::debut, creneau::attentes, creneau::espace_id, creneau::besoin))
        .first(db)?;
    let (debut, attentes, espace, besoin) = row;
    let same = diesel::update(creneau::table.find(creneau.to_string())).filter(creneau::attentes.eq(attentes));
    let Some((next, jeune, for_this_one)) = first_waiting(db, creneau, (&espace, &besoin), now, garde)? else {
        return Ok(plan.change(same.set(creneau::places_libres.eq(creneau::places_libres + 1))));
    };
    let jusquau = kept_until(db, jeune, (now, Instant(debut)), garde)?;
    let offered = diesel::update(attente::table.find(next.to_string())).filter(attente::etat.eq(WAITS)).set((
        attente::etat.eq(OFFERED),
        attente::offre_id.eq(creneau.to_string()),
        attente::offre_jusquau.eq(jusquau.0),
    ));
    let counted = same.set(creneau::attentes.eq(attentes - i32::from(for_this_one)));
    let told = Notice { comptes: vec![jeune], evenement: Evenement::RendezVous {} };
    let news = crate::avis::row(&avis::offered(next, jeune, jusquau), now);
    Ok(plan.change(offered).change(counted).also(news).tell(told))
}

/// Until when a place is kept for somebody, from now to its start. In their quiet hours nothing rings: the time that is theirs
/// begins when these end. Where that is too late nobody is told, and they have half of what is left to look by themselves.
pub fn kept_until(
    db: &mut Conn,
    jeune: CompteId,
    (now, debut): (Instant, Instant),
    garde: Garde,
) -> Result<Instant, Error> {
    Ok(match crate::avis::quiet_until(db, jeune, now, garde.zone)? {
        Some(end) if end < debut => until(end, debut, garde.minutes),
        Some(_) => until(now, debut, u16::MAX),
        None => until(now, debut, garde.minutes),
    })
}

// Half the time that is left when it is near, since someone else must have a chance too.
fn until(now: Instant, debut: Instant, kept: u16) -> Instant {
    let half = (debut.0 - now.0).max(0) / 2;
    Instant(now.0 + half.min(i64::from(kept) * 60_000))
}

fn first_waiting(
    db: &mut Conn,
    creneau: CreneauId,
    (espace, besoin): (&str, &str),
    now: Instant,
    garde: Garde,
) -> Result<Option<(AttenteId, CompteId, bool)>, Error> {
    let for_this = attente::creneau_id.eq(creneau.to_string()).assume_not_null();
    let for_need = attente::creneau_id.is_null().and(attente::espace_id.eq(espace)).and(attente::besoin.eq(besoin));
    let rows: Vec<(AsText<AttenteId>, AsText<CompteId>, Option<String>)> = attente::table
        .filter(attente::etat.eq(WAITS))
        .filter(for_this.or(for_need))
        .order((attente::depuis, attente::id))
        .select((attente::id, attente::jeune_id, attente::creneau_id))
        .load(db)?;
    // A place is kept only for someone who can take it: it is lost for all while it is kept.
    for (AsText(id), AsText(compte), creneau_id) in rows {
        if can_take(db, compte, creneau, now, garde)? {
            return Ok(Some((id, compte, creneau_id.is_some())));
        }
    }
    Ok(None)
}

fn can_take(db: &mut Conn, compte: CompteId, creneau: CreneauId, now: Instant, garde: Garde) -> Result<bool, Error> {
    let today = time::day_of(now, &jiff::tz::TimeZone::UTC);
    let bounds = Bounds { now, today, garde };
    match possible::look(db, &Jeune { compte }, creneau, None, bounds) {
        Ok(found) => Ok(found.refusal(bounds, true).is_none()),
        Err(Error::Refused(_)) => Ok(false),
        Err(why) => Err(why),
    }
}

/// Gives back, in a transaction of its own steps, a place that was offered.
pub fn pass_on(tx: &mut Tx<'_>, creneau: CreneauId, garde: Garde) -> Result<(), Error> {
    // The write comes first: whoever else gives back a place of this créneau comes after.
    diesel::update(creneau::table.find(creneau.to_string()))
        .set(creneau::attentes.eq(creneau::attentes))
        .execute(tx.db)?;
    let plan = give_back(tx.db, Plan::answer(()), creneau, tx.now, garde)?;
    tx.carry_out(plan)
}

/// The next créneau with a place that anybody can book, for a need in an espace-temps.
pub fn first_free(
    db: &mut Conn,
    espace: &str,
    besoin: &str,
    now: Instant,
) -> Result<Option<(CreneauId, Instant)>, Error> {
    let row: Option<(AsText<CreneauId>, i64)> = creneau::table
        .filter(creneau::espace_id.eq(espace))
        .filter(creneau::besoin.eq(besoin))
        .filter(creneau::places_libres.gt(0))
        .filter(creneau::debut.gt(now.0))
        .filter(creneau::ouvre_le.le(now.0))
        .filter(creneau::ferme_le.gt(now.0))
        .filter(creneau::public.eq("tous"))
        .order((creneau::debut, creneau::id))
        .select((creneau::id, creneau::debut))
        .first(db)
        .optional()?;
    Ok(row.map(|(AsText(id), debut)| (id, Instant(debut))))
}
