//! The rules that a permanence has followed: a change holds from its date on, the days before keep theirs.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    fields::Jour,
    ids::PermanenceId,
    permanences::{JoursFeries, Public},
};

use super::{
    creneaux::{self, Modele, heure},
    regle::Regle,
};
use crate::{
    db::{Conn, Tx},
    problem::Error,
    schema::{permanence, regle_passee},
    time,
};

type Row = (String, (String, i32, i32, i32, i32), (i32, i32, Option<i32>), (String, String));

type Columns = (
    regle_passee::avant,
    (regle_passee::rythme, regle_passee::debut, regle_passee::fin, regle_passee::duree, regle_passee::pause),
    (regle_passee::places, regle_passee::delai, regle_passee::avance),
    (regle_passee::public, regle_passee::feries),
);
const COLUMNS: Columns = (
    regle_passee::avant,
    (regle_passee::rythme, regle_passee::debut, regle_passee::fin, regle_passee::duree, regle_passee::pause),
    (regle_passee::places, regle_passee::delai, regle_passee::avance),
    (regle_passee::public, regle_passee::feries),
);

/// Keeps the rule that holds up to a day, before another one is written.
pub fn keep(tx: &mut Tx<'_>, permanence: PermanenceId, avant: Jour) -> Result<(), Error> {
    let current = permanence::table.find(permanence.to_string()).select((
        (permanence::rythme, permanence::debut, permanence::fin, permanence::duree, permanence::pause),
        (permanence::places, permanence::delai, permanence::avance),
        (permanence::public, permanence::feries),
    ));
    // A change that begins before another one takes its place: what held before both is what is kept.
    let (rule, numbers, names) = match load(tx.db, permanence)?.into_iter().find(|row| avant.to_string() <= row.0) {
        Some((_, rule, numbers, names)) => (rule, numbers, names),
        None => current.first(tx.db)?,
    };
    diesel::delete(regle_passee::table.filter(regle_passee::permanence_id.eq(permanence.to_string())))
        .filter(regle_passee::avant.ge(avant.to_string()))
        .execute(tx.db)?;
    let (rythme, debut, fin, duree, pause) = rule;
    let ((places, delai, avance), (public, feries)) = (numbers, names);
    diesel::insert_into(regle_passee::table)
        .values((
            (regle_passee::permanence_id.eq(permanence.to_string()), regle_passee::avant.eq(avant.to_string())),
            (regle_passee::rythme.eq(rythme), regle_passee::debut.eq(debut), regle_passee::fin.eq(fin)),
            (regle_passee::duree.eq(duree), regle_passee::pause.eq(pause), regle_passee::places.eq(places)),
            (regle_passee::delai.eq(delai), regle_passee::avance.eq(avance)),
            (regle_passee::public.eq(public), regle_passee::feries.eq(feries)),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// What a permanence is made of, from one day to another, by the rule of each: spans in order.
pub fn spans(
    db: &mut Conn,
    permanence: PermanenceId,
    from: Jour,
    to: Jour,
) -> Result<Vec<(Modele, Jour, Jour)>, Error> {
    let (mut spans, mut next) = (Vec::new(), from);
    for row in load(db, permanence)? {
        let Ok(avant) = row.0.parse::<Jour>() else { continue };
        let last = time::plus_days(avant, -1).min(to);
        if next <= last {
            let (current, _) = creneaux::find(db, permanence)?;
            spans.extend(former(row, current).map(|modele| (modele, next, last)));
            next = avant;
        }
    }
    if next <= to {
        spans.push((creneaux::find(db, permanence)?.0, next, to));
    }
    Ok(spans)
}

/// What a permanence is made of on a day.
pub fn on(db: &mut Conn, permanence: PermanenceId, jour: Jour) -> Result<Modele, Error> {
    match spans(db, permanence, jour, jour)?.pop() {
        Some((modele, ..)) => Ok(modele),
        None => Ok(creneaux::find(db, permanence)?.0),
    }
}

// The oldest first.
fn load(db: &mut Conn, permanence: PermanenceId) -> Result<Vec<Row>, Error> {
    Ok(regle_passee::table
        .filter(regle_passee::permanence_id.eq(permanence.to_string()))
        .order(regle_passee::avant)
        .select(COLUMNS)
        .load(db)?)
}

fn former((_, rule, numbers, (public, feries)): Row, current: Modele) -> Option<Modele> {
    let (rythme, debut, fin, duree, pause) = rule;
    let (places, delai, avance) = numbers;
    Some(Modele {
        public: Public::from_code(&public)?,
        places,
        delai: i64::from(delai),
        avance: avance.map(i64::from),
        regle: Regle {
            rythme: serde_json::from_str(&rythme).ok()?,
            debut: heure(debut)?,
            fin: heure(fin)?,
            duree: u16::try_from(duree).ok()?,
            pause: u16::try_from(pause).ok()?,
            feries: JoursFeries::from_code(&feries)?,
        },
        ..current
    })
}
