//! The dates of a series, dealt with together.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ateliers::{AtelierPro, ChangeAtelier, DateDeSerie, EtatAtelier, FicheAtelier},
    fields::Jour,
    ids::AtelierId,
};

use super::{
    pro,
    stored::{Full, Row, complete, rows},
};
use crate::{
    caller::Professionnel,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::atelier,
    time,
};

// What may still be changed or cancelled.
const ALIVE: [EtatAtelier; 2] = [EtatAtelier::Brouillon, EtatAtelier::Publie];

/// The dates that come after one of a series, and that may still be changed or cancelled, in order.
pub fn later(tx: &mut Tx<'_>, one: &Full) -> Result<Vec<AtelierId>, Error> {
    match &one.stored.serie_id {
        Some(serie) => {
            let mut all = after(tx, serie, one.debut().max(tx.now), &ALIVE)?;
            // Itself too, once it has moved.
            all.retain(|id| *id != one.id);
            Ok(all)
        }
        None => Ok(Vec::new()),
    }
}

/// The dates of a series after a moment, in some states, in order.
pub fn after(tx: &mut Tx<'_>, serie: &str, moment: Instant, etats: &[EtatAtelier]) -> Result<Vec<AtelierId>, Error> {
    let found: Vec<AsText<AtelierId>> = atelier::table
        .filter(atelier::serie_id.eq(serie))
        .filter(atelier::etat.eq_any(etats.iter().map(|etat| etat.code())))
        .filter(atelier::debut.gt(moment.0))
        .order((atelier::debut, atelier::id))
        .select(atelier::id)
        .load(tx.db)?;
    Ok(found.into_iter().map(|AsText(id)| id).collect())
}

/// What a change of one date makes of a later one: what it changes there changes here, by as many days if it is the day; what this
/// one says for itself stays.
pub fn alike(before: &Full, request: &ChangeAtelier, one: &AtelierPro) -> Result<ChangeAtelier, Error> {
    let was = before.fiche().ok_or(ProblemKind::Introuvable)?;
    let now = before.with_leaders(&request.fiche);
    let [debut, fin] = [before.debut(), Instant(before.stored.fin)].map(|at| time::heure_of(at, &before.zone));
    let days = time::days_between(time::day_of(before.debut(), &before.zone), request.jour);
    Ok(ChangeAtelier {
        atelier: one.atelier.id,
        version: one.version,
        fiche: merged(&was, &now, &one.fiche)?,
        jour: time::plus_days(one.jour, days),
        debut: if debut == request.debut { one.debut } else { request.debut },
        fin: if fin == request.fin { one.fin } else { request.fin },
        mot: request.mot.clone(),
        suite: false,
    })
}

// Field by field.
fn merged(was: &FicheAtelier, now: &FicheAtelier, theirs: &FicheAtelier) -> Result<FicheAtelier, Error> {
    let broken = |why: serde_json::Error| Error::Internal(why.to_string());
    let fields = |fiche| match serde_json::to_value(fiche) {
        Ok(serde_json::Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::Internal("a fiche has fields".to_owned())),
        Err(why) => Err(broken(why)),
    };
    let (was, now, mut theirs) = (fields(was)?, fields(now)?, fields(theirs)?);
    for name in was.keys().chain(now.keys()).filter(|name| was.get(*name) != now.get(*name)) {
        match now.get(name) {
            Some(value) => theirs.insert(name.clone(), value.clone()),
            None => theirs.remove(name),
        };
    }
    serde_json::from_value(theirs.into()).map_err(broken)
}

/// What refuses one date of several, with its day.
pub fn named(why: Error, jour: Jour) -> Error {
    let Error::Refused(mut problem) = why else { return why };
    // The word is for all; any other field may be right on the date that is on the screen.
    problem.fields.retain(|name, _| name == "mot");
    problem.fields.insert("suite".to_owned(), vec![jour.to_string()]);
    problem.into()
}

/// The other dates of a series that are not over, of which the caller keeps the list.
pub fn others(db: &mut Conn, caller: &Professionnel, one: &Full, now: Instant) -> Result<Vec<DateDeSerie>, Error> {
    let Some(serie) = &one.stored.serie_id else { return Ok(Vec::new()) };
    let found: Vec<Row> = rows!()
        .filter(atelier::serie_id.eq(serie))
        .filter(atelier::id.ne(one.id.to_string()))
        .filter(atelier::fin.gt(now.0))
        .order((atelier::debut, atelier::id))
        .load(db)?;
    let kept = complete(db, found)?.into_iter().filter(|other| pro::keeps(caller, other));
    let date = |other: Full| DateDeSerie {
        atelier: other.id,
        jour: time::day_of(other.debut(), &other.zone),
        debut: time::heure_of(other.debut(), &other.zone),
        etat: other.etat,
        suite: one.debut().max(now) < other.debut() && ALIVE.contains(&other.etat),
    };
    Ok(kept.map(date).collect())
}
