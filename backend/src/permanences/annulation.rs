//! What a structure takes back: free créneaux go, rendez-vous are cancelled with a word, nobody is left without one.

use diesel::{ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant, Problem, ProblemKind,
    accueil::Lieu,
    fields::Ligne,
    ids::{AttenteId, CompteId, CreneauId, EspaceId, RendezVousId},
    messages::Evenement,
    permanences::{EtatRendezVous, Mode},
};

use super::avis;
use crate::{
    db::{AsText, Conn, Tx},
    live::Notice,
    outbox,
    problem::Error,
    schema::{attente, creneau, lieu, permanence, rendez_vous},
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
    // What was offered there is no news any more.
    let offered: Vec<AsText<AttenteId>> = attente::table
        .filter(attente::offre_id.eq_any(&ids))
        .filter(attente::etat.eq("offert"))
        .select(attente::id)
        .load(tx.db)?;
    let offered: Vec<String> = offered.into_iter().map(|AsText(id)| avis::about_attente(id)).collect();
    outbox::cancel(tx, &offered)?;
    wait_on(tx, &ids)?;
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

// Whoever waited for one of these waits for the need from now on, since the same time, and is told: nobody is dropped in
// silence. Whoever does so already waits once.
fn wait_on(tx: &mut Tx<'_>, creneaux: &[String]) -> Result<(), Error> {
    type Row = (String, AsText<CompteId>, String, String);
    let waiting: Vec<Row> = attente::table
        .filter(attente::creneau_id.eq_any(creneaux))
        .filter(attente::etat.eq_any(["attend", "offert"]))
        .order((attente::depuis, attente::id))
        .select((attente::id, attente::jeune_id, attente::espace_id, attente::besoin))
        .load(tx.db)?;
    for (id, AsText(jeune), espace, besoin) in &waiting {
        let already: i64 = attente::table
            .filter(attente::jeune_id.eq(jeune.to_string()))
            .filter(attente::espace_id.eq(espace))
            .filter(attente::besoin.eq(besoin))
            .filter(attente::creneau_id.is_null())
            .filter(attente::etat.eq_any(["attend", "offert"]))
            .count()
            .get_result(tx.db)?;
        let etat = if already == 0 { "attend" } else { "passe" };
        diesel::update(attente::table.find(id))
            .set((
                attente::etat.eq(etat),
                attente::creneau_id.eq(None::<String>),
                attente::offre_id.eq(None::<String>),
                attente::offre_jusquau.eq(None::<i64>),
            ))
            .execute(tx.db)?;
    }
    let comptes: Vec<CompteId> = waiting.iter().map(|(_, AsText(jeune), ..)| *jeune).collect();
    if !comptes.is_empty() {
        tx.tell(Notice { comptes, evenement: Evenement::RendezVous {} });
    }
    Ok(())
}

/// Gives a word to those who have a rendez-vous at some créneaux, and tells them that something changed.
pub fn say(tx: &mut Tx<'_>, creneaux: &[String], mot: Option<&Ligne>) -> Result<(), Error> {
    type Row = (AsText<RendezVousId>, Option<AsText<CompteId>>, AsText<CompteId>, i64, String);
    let rows: Vec<Row> = rendez_vous::table
        .inner_join(creneau::table)
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .filter(rendez_vous::creneau_id.eq_any(creneaux))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()))
        .select((
            rendez_vous::id,
            rendez_vous::jeune_id.nullable(),
            creneau::professionnel_id,
            creneau::debut,
            lieu::fuseau,
        ))
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
    let mut comptes = Vec::new();
    for (AsText(rendez_vous), jeune, AsText(professionnel), debut, fuseau) in rows {
        comptes.push(professionnel);
        if let Some(AsText(jeune)) = jeune {
            let zone = TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC);
            let news = avis::changed((rendez_vous, jeune), (Instant(debut), &zone), tx.now);
            crate::avis::tell(tx, &news)?;
            comptes.push(jeune);
        }
    }
    tx.tell(Notice { comptes, evenement: Evenement::RendezVous {} });
    Ok(())
}

/// The address of a place has changed: those who are expected there read the new one.
pub fn tell_address(tx: &mut Tx<'_>, (espace, id): (EspaceId, &str), lieu: &Lieu) -> Result<(), Error> {
    let met: Vec<String> = rendez_vous::table
        .inner_join(creneau::table)
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .filter(creneau::espace_id.eq(espace.to_string()))
        .filter(creneau::debut.gt(tx.now.0))
        .filter(permanence::lieu_id.eq(id))
        .filter(permanence::mode.eq(Mode::SurPlace.code()))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()))
        .select(creneau::id)
        .distinct()
        .load(tx.db)?;
    let whole = format!("L’adresse a changé : {}, {}, {}.", lieu.nom, lieu.adresse, lieu.commune);
    let mot = Ligne::parse(&whole).or_else(|_| Ligne::parse("L’adresse a changé."));
    say(tx, &met, Some(&mot.map_err(|why| Error::Internal(why.to_string()))?))
}

/// The jeunes who have a rendez-vous at a créneau, with it.
pub fn expected(db: &mut Conn, creneau: CreneauId) -> Result<Vec<(CompteId, RendezVousId)>, Error> {
    let rows: Vec<(Option<AsText<CompteId>>, AsText<RendezVousId>)> = rendez_vous::table
        .filter(rendez_vous::creneau_id.eq(creneau.to_string()))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()))
        .select((rendez_vous::jeune_id, rendez_vous::id))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(jeune, AsText(id))| Some((jeune?.0, id))).collect())
}

/// The rendez-vous to come at some créneaux.
pub fn kept(tx: &mut Tx<'_>, creneaux: &[String]) -> Result<Vec<String>, Error> {
    let kept = rendez_vous::table
        .filter(rendez_vous::creneau_id.eq_any(creneaux))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()));
    Ok(kept.select(rendez_vous::id).load(tx.db)?)
}
