//! Publishing: a rule becomes créneaux on a rolling horizon; a professional is never in two places at once.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    accueil::Lieu,
    fields::{CodeEspace, Heure, Jour},
    ids::{CompteId, CreneauId, EspaceId, PermanenceId},
    permanences::{Besoin, Permanence, PublishPermanence, Rythme},
};

use super::regle::Regle;
use crate::{
    accueil::db::{LIEU, LieuRow, find_id, find_lieu, insert_lieu, to_lieu},
    annuaire,
    caller::Structure,
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{creneau, espace_temps, lieu, permanence, professionnel, structure},
    time,
};

/// Opens a permanence and makes its créneaux up to the horizon, in days.
pub fn publish(
    tx: &mut Tx<'_>,
    caller: &Structure,
    new: &PublishPermanence,
    horizon: i32,
) -> Result<Permanence, Error> {
    if !caller.structures.contains(&new.structure) {
        return Err(ProblemKind::Introuvable.into());
    }
    if !annuaire::works_in(tx.db, new.professionnel, new.structure)? {
        return Err(Problem::fields([("professionnel", "inconnu")]).into());
    }
    let espace = find_id(tx.db, &new.espace)?.ok_or_else(|| Problem::fields([("espace", "inconnu")]))?;
    let (lieu_id, lieu) = place(tx.db, espace, new)?;
    let zone = TimeZone::get(&lieu.fuseau).unwrap_or(TimeZone::UTC);
    let regle = Regle { rythme: new.rythme.clone(), debut: new.debut, fin: new.fin, duree: new.duree };
    regle.check()?;
    let until = last_day(&regle, time::plus_days(time::day_of(tx.now, &zone), horizon));
    let made = Made {
        permanence: id(),
        professionnel: new.professionnel,
        espace,
        besoin: new.besoin,
        places: i32::from(new.places),
    };
    let creneaux = creneaux_between(&regle, time::day_of(tx.now, &zone), until, &zone, tx.now)?;
    if creneaux.is_empty() {
        return Err(ProblemKind::AucuneDate.into());
    }
    insert_permanence(tx, caller, new, &made, &lieu_id, until)?;
    insert_creneaux(tx, &made, &creneaux)?;
    list(tx.db, caller, tx.now)?
        .into_iter()
        .find(|one| one.id == made.permanence)
        .ok_or_else(|| ProblemKind::Introuvable.into())
}

/// The permanences of the structures in which one publishes, the soonest first.
pub fn list(db: &mut Conn, caller: &Structure, now: Instant) -> Result<Vec<Permanence>, Error> {
    let mine = caller.structures.iter().map(ToString::to_string);
    let rows: Vec<PermanenceRow> = permanence::table
        .inner_join(structure::table)
        .inner_join(espace_temps::table)
        .inner_join(lieu::table)
        .inner_join(professionnel::table)
        .filter(permanence::structure_id.eq_any(mine))
        .select((
            permanence::id,
            structure::nom,
            espace_temps::code,
            LIEU,
            permanence::besoin,
            professionnel::prenom,
            (permanence::rythme, permanence::premier_jour, permanence::dernier_jour),
            (permanence::debut, permanence::fin, permanence::duree, permanence::places),
        ))
        .load(db)?;
    let mut list = Vec::new();
    for row in rows {
        let AsText(id) = row.0;
        let (creneaux, prochain): (i64, Option<i64>) = creneau::table
            .filter(creneau::permanence_id.eq(id.to_string()))
            .filter(creneau::debut.gt(now.0))
            .select((diesel::dsl::count_star(), diesel::dsl::min(creneau::debut)))
            .first(db)?;
        list.extend(to_permanence(row, creneaux, prochain.map(Instant)));
    }
    list.sort_by_key(|one| (one.prochain.unwrap_or(Instant(i64::MAX)), one.id));
    Ok(list)
}

/// Makes the créneaux that the passing of time brings within the horizon. Says how many.
pub fn extend(tx: &mut Tx<'_>, horizon: i32) -> Result<usize, Error> {
    type Row = (
        AsText<PermanenceId>,
        AsText<CompteId>,
        AsText<EspaceId>,
        String,
        String,
        String,
        (i32, i32, i32, i32),
        String,
        Option<String>,
    );
    let rows: Vec<Row> = permanence::table
        .inner_join(lieu::table)
        .filter(permanence::rythme.eq("semaine"))
        .order(permanence::id)
        .select((
            permanence::id,
            permanence::professionnel_id,
            permanence::espace_id,
            permanence::besoin,
            lieu::fuseau,
            permanence::creneaux_jusquau,
            (permanence::debut, permanence::fin, permanence::duree, permanence::places),
            permanence::premier_jour,
            permanence::dernier_jour,
        ))
        .load(tx.db)?;
    let mut count = 0;
    for (AsText(id), AsText(professionnel), AsText(espace), besoin, fuseau, done, times, first, last) in rows {
        let zone = TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC);
        let (Some(regle), Some(besoin), Ok(done)) =
            (to_regle("semaine", &first, last.as_deref(), times), Besoin::from_code(&besoin), done.parse())
        else {
            continue;
        };
        let until = last_day(&regle, time::plus_days(time::day_of(tx.now, &zone), horizon));
        if until <= done {
            continue;
        }
        let made = Made { permanence: id, professionnel, espace, besoin, places: times.3 };
        let creneaux = creneaux_between(&regle, time::plus_days(done, 1), until, &zone, tx.now)?;
        count += creneaux.len();
        insert_creneaux(tx, &made, &creneaux)?;
        diesel::update(permanence::table.find(id.to_string()))
            .set(permanence::creneaux_jusquau.eq(until.to_string()))
            .execute(tx.db)?;
    }
    Ok(count)
}

struct Made {
    permanence: PermanenceId,
    professionnel: CompteId,
    espace: EspaceId,
    besoin: Besoin,
    places: i32,
}

// A weekly rule goes on to the horizon, or to its own end; a date is made however far it is.
fn last_day(regle: &Regle, horizon: Jour) -> Jour {
    match &regle.rythme {
        Rythme::Date { jour } => *jour,
        Rythme::Semaine { a_partir_du, jusquau } => {
            let horizon = horizon.max(time::plus_days(*a_partir_du, 7));
            jusquau.map_or(horizon, |until| until.min(horizon))
        }
    }
}

fn creneaux_between(
    regle: &Regle,
    from: Jour,
    to: Jour,
    zone: &TimeZone,
    now: Instant,
) -> Result<Vec<(Instant, Instant)>, Error> {
    let mut creneaux = Vec::new();
    for jour in regle.days(from, to) {
        creneaux.extend(regle.creneaux(jour, zone)?.into_iter().filter(|(debut, _)| now < *debut));
    }
    Ok(creneaux)
}

fn place(db: &mut Conn, espace: EspaceId, new: &PublishPermanence) -> Result<(String, Lieu), Error> {
    let (id, home) = find_lieu(db, espace)?;
    let Some(ailleurs) = &new.ailleurs else {
        return Ok((id, home));
    };
    let lieu = Lieu {
        nom: ailleurs.nom.as_str().to_owned(),
        adresse: ailleurs.adresse.as_str().to_owned(),
        commune: ailleurs.commune.as_str().to_owned(),
        fuseau: home.fuseau,
    };
    Ok((insert_lieu(db, &lieu)?, lieu))
}

fn insert_permanence(
    tx: &mut Tx<'_>,
    caller: &Structure,
    new: &PublishPermanence,
    made: &Made,
    lieu_id: &str,
    until: Jour,
) -> Result<(), Error> {
    let (rythme, premier, dernier) = match &new.rythme {
        Rythme::Date { jour } => ("date", *jour, Some(*jour)),
        Rythme::Semaine { a_partir_du, jusquau } => ("semaine", *a_partir_du, *jusquau),
    };
    diesel::insert_into(permanence::table)
        .values((
            permanence::id.eq(made.permanence.to_string()),
            permanence::structure_id.eq(new.structure.to_string()),
            permanence::espace_id.eq(made.espace.to_string()),
            permanence::lieu_id.eq(lieu_id),
            permanence::professionnel_id.eq(made.professionnel.to_string()),
            permanence::besoin.eq(new.besoin.code()),
            permanence::rythme.eq(rythme),
            permanence::premier_jour.eq(premier.to_string()),
            permanence::dernier_jour.eq(dernier.map(|day| day.to_string())),
            permanence::debut.eq(i32::from(new.debut.minutes())),
            permanence::fin.eq(i32::from(new.fin.minutes())),
            permanence::duree.eq(i32::from(new.duree)),
            permanence::places.eq(made.places),
            permanence::creneaux_jusquau.eq(until.to_string()),
            permanence::publiee_par.eq(caller.compte.to_string()),
            permanence::publiee_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    Ok(())
}

// The write on the professional comes first: two publications for one person come one after the other (P02).
fn insert_creneaux(tx: &mut Tx<'_>, made: &Made, creneaux: &[(Instant, Instant)]) -> Result<(), Error> {
    diesel::update(professionnel::table.find(made.professionnel.to_string()))
        .set(professionnel::agenda.eq(professionnel::agenda + 1))
        .execute(tx.db)?;
    for (debut, fin) in creneaux {
        if is_busy(tx.db, made.professionnel, *debut, *fin)? {
            return Err(ProblemKind::ProfessionnelOccupe.into());
        }
        let inserted = diesel::insert_into(creneau::table)
            .values((
                creneau::id.eq(id::<CreneauId>().to_string()),
                creneau::permanence_id.eq(made.permanence.to_string()),
                creneau::professionnel_id.eq(made.professionnel.to_string()),
                creneau::espace_id.eq(made.espace.to_string()),
                creneau::besoin.eq(made.besoin.code()),
                creneau::debut.eq(debut.0),
                creneau::fin.eq(fin.0),
                creneau::places.eq(made.places),
                creneau::places_libres.eq(made.places),
            ))
            .execute(tx.db);
        match inserted {
            Err(why) if Error::is_duplicate(&why) => return Err(ProblemKind::ProfessionnelOccupe.into()),
            done => done?,
        };
    }
    Ok(())
}

// A créneau lasts eight hours at the most: only those that start within eight hours before the end can overlap.
fn is_busy(db: &mut Conn, professionnel: CompteId, debut: Instant, fin: Instant) -> Result<bool, Error> {
    let other = creneau::table
        .filter(creneau::professionnel_id.eq(professionnel.to_string()))
        .filter(creneau::debut.lt(fin.0))
        .filter(creneau::debut.gt(debut.plus_minutes(-480).0))
        .filter(creneau::fin.gt(debut.0))
        .select(creneau::id)
        .first::<String>(db)
        .optional()?;
    Ok(other.is_some())
}

type PermanenceRow = (
    AsText<PermanenceId>,
    String,
    AsText<CodeEspace>,
    LieuRow,
    String,
    String,
    (String, String, Option<String>),
    (i32, i32, i32, i32),
);

fn to_regle(
    rythme: &str,
    first: &str,
    last: Option<&str>,
    (debut, fin, duree, _): (i32, i32, i32, i32),
) -> Option<Regle> {
    let heure = |minutes: i32| u16::try_from(minutes).ok().and_then(Heure::from_minutes);
    let first = first.parse().ok()?;
    let rythme = match rythme {
        "date" => Rythme::Date { jour: first },
        _ => Rythme::Semaine { a_partir_du: first, jusquau: last.and_then(|day| day.parse().ok()) },
    };
    Some(Regle { rythme, debut: heure(debut)?, fin: heure(fin)?, duree: u16::try_from(duree).ok()? })
}

fn to_permanence(row: PermanenceRow, creneaux: i64, prochain: Option<Instant>) -> Option<Permanence> {
    let (AsText(id), structure, AsText(espace), lieu, besoin, professionnel, (rythme, first, last), times) = row;
    let regle = to_regle(&rythme, &first, last.as_deref(), times)?;
    Some(Permanence {
        id,
        structure,
        espace,
        lieu: to_lieu(lieu),
        besoin: Besoin::from_code(&besoin)?,
        professionnel,
        rythme: regle.rythme,
        debut: regle.debut,
        fin: regle.fin,
        duree: regle.duree,
        places: u16::try_from(times.3).ok()?,
        creneaux: u32::try_from(creneaux).ok()?,
        prochain,
    })
}
