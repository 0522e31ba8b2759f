//! What a structure takes back: free créneaux go, rendez-vous are cancelled with a word, nobody is left without one.

use diesel::{ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Problem, ProblemKind,
    fields::Ligne,
    ids::{CompteId, CreneauId},
    messages::Evenement,
    permanences::EtatRendezVous,
};

use crate::{
    db::{AsText, Tx},
    live::Notice,
    outbox,
    problem::Error,
    schema::{attente, creneau, rendez_vous},
};

/// Takes créneaux back. Refused without a word when people have a rendez-vous, and when someone was received there.
pub fn release(tx: &mut Tx<'_>, creneaux: &[CreneauId], mot: Option<&Ligne>) -> Result<(), Error> {
    let ids: Vec<String> = creneaux.iter().map(ToString::to_string).collect();
    let received: i64 = rendez_vous::table
        .filter(rendez_vous::creneau_id.eq_any(&ids))
        .filter(rendez_vous::etat.eq_any([EtatRendezVous::Honore.code(), EtatRendezVous::Absent.code()]))
        .count()
        .get_result(tx.db)?;
    if received > 0 {
        return Err(ProblemKind::RendezVousPasse.into());
    }
    say(tx, &ids, mot)?;
    let cancelled = kept(tx, &ids)?;
    outbox::cancel(tx, &cancelled)?;
    diesel::update(rendez_vous::table.filter(rendez_vous::creneau_id.eq_any(&ids)))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()))
        .set((rendez_vous::etat.eq(EtatRendezVous::AnnuleParStructure.code()), rendez_vous::change_le.eq(tx.now.0)))
        .execute(tx.db)?;
    // Whoever waited for these waits no more; whoever waits for a need waits on.
    diesel::update(attente::table.filter(attente::creneau_id.eq_any(&ids)))
        .filter(attente::etat.eq_any(["attend", "offert"]))
        .set((attente::etat.eq("passe"), attente::offre_id.eq(None::<String>)))
        .execute(tx.db)?;
    diesel::update(attente::table.filter(attente::offre_id.eq_any(&ids)))
        .filter(attente::etat.eq("offert"))
        .set((attente::etat.eq("attend"), attente::offre_id.eq(None::<String>), attente::offre_jusquau.eq(None::<i64>)))
        .execute(tx.db)?;
    // What has a history stays, out of sight; the rest goes.
    diesel::update(creneau::table.filter(creneau::id.eq_any(&ids)))
        .set((creneau::annule.eq(true), creneau::places_libres.eq(0)))
        .execute(tx.db)?;
    let with_history = rendez_vous::table.select(rendez_vous::creneau_id).filter(rendez_vous::creneau_id.eq_any(&ids));
    let with_history: Vec<String> = with_history.distinct().load(tx.db)?;
    diesel::delete(creneau::table.filter(creneau::id.eq_any(ids.iter().filter(|id| !with_history.contains(id)))))
        .execute(tx.db)?;
    Ok(())
}

/// Gives a word to those who have a rendez-vous at some créneaux, and tells them that something changed.
pub fn say(tx: &mut Tx<'_>, creneaux: &[String], mot: Option<&Ligne>) -> Result<(), Error> {
    let rows: Vec<(Option<AsText<CompteId>>, AsText<CompteId>)> = rendez_vous::table
        .inner_join(creneau::table)
        .filter(rendez_vous::creneau_id.eq_any(creneaux))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()))
        .select((rendez_vous::jeune_id.nullable(), creneau::professionnel_id))
        .load(tx.db)?;
    if rows.is_empty() {
        return Ok(());
    }
    let Some(mot) = mot else {
        let count = vec![rows.len().to_string()];
        let problem =
            Problem { fields: [("venues".to_owned(), count)].into(), ..ProblemKind::RendezVousTouches.into() };
        return Err(problem.into());
    };
    diesel::update(rendez_vous::table.filter(rendez_vous::creneau_id.eq_any(creneaux)))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()))
        .set((rendez_vous::mot.eq(mot.as_str()), rendez_vous::change_le.eq(tx.now.0)))
        .execute(tx.db)?;
    let comptes = rows.into_iter().flat_map(|(jeune, AsText(pro))| jeune.map(|AsText(id)| id).into_iter().chain([pro]));
    tx.tell(Notice { comptes: comptes.collect(), evenement: Evenement::RendezVous {} });
    Ok(())
}

/// The rendez-vous to come at some créneaux.
pub fn kept(tx: &mut Tx<'_>, creneaux: &[String]) -> Result<Vec<String>, Error> {
    let kept = rendez_vous::table
        .filter(rendez_vous::creneau_id.eq_any(creneaux))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()));
    Ok(kept.select(rendez_vous::id).load(tx.db)?)
}
