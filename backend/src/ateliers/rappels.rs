//! Reminders of an atelier that one has joined: the same as of a rendez-vous, as the jeune chose them.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    ateliers::EtatInscription,
    ids::{AtelierId, CompteId, InscriptionId},
    permanences::Rappels,
};

use super::{liste, stored::Full};
use crate::{
    caller::Jeune,
    db::{AsText, Tx},
    outbox::{self, Envoi},
    permanences::{rappels_of, reminders},
    problem::Error,
    schema::{atelier, envoi, inscription},
};

/// The reminders of an inscription that are still to come.
pub fn of(compte: CompteId, (inscription, full): (InscriptionId, &Full), choice: &Rappels, now: Instant) -> Vec<Envoi> {
    reminders(compte, &inscription.to_string(), (full.debut(), &full.zone), choice, now)
}

/// Plans the reminders of an inscription.
pub fn plan(
    tx: &mut Tx<'_>,
    compte: CompteId,
    inscribed: (InscriptionId, &Full),
    choice: &Rappels,
) -> Result<(), Error> {
    for one in &of(compte, inscribed, choice, tx.now) {
        diesel::insert_into(envoi::table).values(outbox::row(one)).execute(tx.db)?;
    }
    Ok(())
}

type Row = (AsText<InscriptionId>, AsText<AtelierId>, Option<AsText<CompteId>>);

/// Plans those of a jeune anew: their choice has changed.
pub fn replan_for(tx: &mut Tx<'_>, compte: CompteId) -> Result<(), Error> {
    let rows: Vec<Row> = inscription::table
        .inner_join(atelier::table)
        .filter(inscription::jeune_id.eq(compte.to_string()))
        .filter(inscription::etat.eq(EtatInscription::Inscrit.code()))
        .filter(atelier::debut.gt(tx.now.0))
        .select((inscription::id, inscription::atelier_id, inscription::jeune_id))
        .load(tx.db)?;
    replan(tx, rows)
}

/// Plans those of an atelier anew: its time has changed.
pub fn replan_of(tx: &mut Tx<'_>, of: AtelierId) -> Result<(), Error> {
    let rows: Vec<Row> = inscription::table
        .filter(inscription::atelier_id.eq(of.to_string()))
        .filter(inscription::etat.eq(EtatInscription::Inscrit.code()))
        .select((inscription::id, inscription::atelier_id, inscription::jeune_id))
        .load(tx.db)?;
    replan(tx, rows)
}

fn replan(tx: &mut Tx<'_>, rows: Vec<Row>) -> Result<(), Error> {
    let ids: Vec<String> = rows.iter().map(|(AsText(id), ..)| id.to_string()).collect();
    outbox::cancel(tx, &ids)?;
    for (AsText(inscription), AsText(of), jeune) in rows {
        if let (Some(AsText(compte)), Some(full)) = (jeune, liste::find(tx.db, of)?) {
            let choice = rappels_of(tx.db, &Jeune { compte })?;
            plan(tx, compte, (inscription, &full), &choice)?;
        }
    }
    Ok(())
}
