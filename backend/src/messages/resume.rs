//! The e-mail of the morning: how many jeunes wait for an answer of a professional and how many threads hold something that
//! they have not read. Counts, no name.

use std::collections::BTreeMap;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, sql_types::Text};
use serde::{Deserialize, Serialize};
use shared::{
    Instant,
    fields::{Heure, Jour},
    ids::{CompteId, StructureId},
};

use super::{lists, reader::Reader};
use crate::{
    app::App,
    avis::choices,
    caller::{Correspondant, Referent},
    db::{AsText, Conn, Tx},
    outbox::{self, Envoi, Genre},
    problem::Error,
    schema::{envoi, installation, membre},
    time,
};

const EIGHT: u16 = 8 * 60;
// Whoever reads it at noon has seen the rest.
const NOON: u16 = 12 * 60;
const MARK: &str = "resume";

/// What waits for one professional.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Summary {
    compte: CompteId,
    sans_reponse: i32,
    non_lus: i32,
}

/// Plans the e-mails of the morning, once a day: each weekday from eight on, on the clock of the installation. Says how many.
pub async fn plan(app: &App) -> Result<usize, Error> {
    let (now, today) = (app.db.now(), app.today());
    let heure = time::heure_of(now, app.zone()).minutes();
    let noon = Heure::from_minutes(NOON).and_then(|noon| time::moment(today, noon, app.zone()));
    let Some(noon) = noon.filter(|_| time::weekday(today) <= 5 && (EIGHT..NOON).contains(&heure)) else {
        return Ok(0);
    };
    // Most of the time it is done. The counts are read before the write, which must be short.
    let summaries =
        app.db.read(move |db| if is_done(db, today)? { Ok(None) } else { count(db, now).map(Some) }).await?;
    let Some(summaries) = summaries else { return Ok(0) };
    app.db
        .write(move |tx| {
            if !mark(tx, today)? {
                return Ok(0);
            }
            for one in &summaries {
                let (genre, sujet) = (Genre::Resume, format!("resume:{today}"));
                let new = Envoi { compte: one.compte, genre, sujet, a_partir_du: tx.now, perime_le: noon };
                let counts = (envoi::sans_reponse.eq(one.sans_reponse), envoi::non_lus.eq(one.non_lus));
                diesel::insert_into(envoi::table).values((outbox::row(&new), counts)).execute(tx.db)?;
            }
            Ok(summaries.len())
        })
        .await
}

fn is_done(db: &mut Conn, today: Jour) -> Result<bool, Error> {
    let last: Option<String> = installation::table.find(MARK).select(installation::valeur).first(db).optional()?;
    Ok(last.is_some_and(|last| today.to_string() <= last))
}

// Of two nodes one turns the page of the day, in the transaction that plans: all of it or nothing.
fn mark(tx: &mut Tx<'_>, today: Jour) -> Result<bool, Error> {
    let turned = diesel::sql_query(
        "INSERT INTO installation (cle, valeur) VALUES ($1, $2) \
         ON CONFLICT (cle) DO UPDATE SET valeur = $2 WHERE installation.valeur < $2",
    )
    .bind::<Text, _>(MARK)
    .bind::<Text, _>(today.to_string())
    .execute(tx.db)?;
    Ok(turned == 1)
}

fn count(db: &mut Conn, now: Instant) -> Result<Vec<Summary>, Error> {
    let rows: Vec<(AsText<CompteId>, AsText<StructureId>)> = membre::table
        .filter(membre::referent.eq(true))
        .order((membre::compte_id, membre::structure_id))
        .select((membre::compte_id, membre::structure_id))
        .load(db)?;
    let mut referents: BTreeMap<CompteId, Vec<StructureId>> = BTreeMap::new();
    for (AsText(compte), AsText(structure)) in rows {
        referents.entry(compte).or_default().push(structure);
    }
    let mut summaries = Vec::new();
    for (compte, structures) in referents {
        if !choices::wants_summary(db, compte)? {
            continue;
        }
        let reader = Reader::at(db, &Correspondant::Referent(Referent { compte, structures }), now)?;
        let fils = lists::list(db, &reader)?;
        let many = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let sans_reponse = many(fils.iter().filter(|fil| fil.attend_depuis.is_some()).count());
        let non_lus = many(fils.iter().filter(|fil| 0 < fil.non_lus).count());
        if 0 < sans_reponse.max(non_lus) {
            summaries.push(Summary { compte, sans_reponse, non_lus });
        }
    }
    Ok(summaries)
}
