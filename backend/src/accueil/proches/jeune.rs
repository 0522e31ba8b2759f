//! The invitations of a jeune: made, listed, ended at once.

use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
    query_builder::{QueryFragment, QueryId},
};
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{EtatProche, InvitationProche, InviteProche, Portee},
    ateliers::{EtatAtelier, EtatInscription},
    ids::{CreneauId, EspaceId, InscriptionId, ProcheId, RendezVousId},
    operation::Done,
    permanences::EtatRendezVous,
};

use super::{mots, telephone::DAYS};
use crate::{
    accueil::passage::tell_team,
    caller::Jeune,
    comptes::keys,
    db::{AsText, Conn, MultiBackend, Tx, id},
    outbox,
    problem::Error,
    schema::{atelier, creneau, espace_temps, fil, inscription, jeune, lieu, proche, rendez_vous},
};

/// A rendez-vous takes place, whether somebody was there or not, whether it was marked or not.
pub const MET: [&str; 3] = ["confirme", "honore", "absent"];
/// The same of a place in an atelier.
pub const EXPECTED: [&str; 3] = ["inscrit", "present", "absent"];

/// Makes an invitation; what is stored of its link opens nothing. For one thing one person is invited: the link is shown once, so
/// whoever lost it, or thinks of somebody else, makes another, and the former ends.
pub fn invite(
    tx: &mut Tx<'_>,
    caller: &Jeune,
    request: &InviteProche,
    jeton: impl Fn(&str) -> String,
) -> Result<ProcheId, Error> {
    // One invites one person at a time, whatever the phone does.
    diesel::update(jeune::table.find(caller.compte.to_string()))
        .set(jeune::agenda.eq(jeune::agenda + 1))
        .execute(tx.db)?;
    let (mut rendez_vous, mut inscription, mut pose) = (None, None, false);
    let espace = match request.portee {
        Portee::RendezVous => {
            let one = request.rendez_vous.ok_or_else(|| Problem::fields([("rendez_vous", "vide")]))?;
            rendez_vous = Some(one.to_string());
            espace_of_rendez_vous(tx, caller, one)?
        }
        Portee::Atelier => {
            let one = request.inscription.ok_or_else(|| Problem::fields([("inscription", "vide")]))?;
            inscription = Some(one.to_string());
            let espace = espace_of_atelier(tx, caller, one)?;
            pose = come_along(tx, one)?;
            espace
        }
        Portee::Equipe => espace_of_jeune(tx.db, caller)?,
    };
    end_former(tx, rendez_vous.as_deref(), inscription.as_deref())?;
    let new: ProcheId = id();
    diesel::insert_into(proche::table)
        .values((
            proche::id.eq(new.to_string()),
            proche::espace_id.eq(espace.to_string()),
            proche::jeune_id.eq(caller.compte.to_string()),
            proche::prenom.eq(request.prenom.as_str()),
            proche::portee.eq(request.portee.code()),
            proche::signe.eq(request.signe.as_ref().map(|signe| signe.as_str().to_owned())),
            proche::rendez_vous_id.eq(rendez_vous),
            proche::inscription_id.eq(inscription),
            proche::empreinte.eq(keys::digest(&jeton(&new.to_string()))),
            proche::expire_le.eq(tx.now.plus_days(DAYS).0),
            proche::dernier_seq.eq(0_i64),
            proche::cree_le.eq(tx.now.0),
            proche::pose_accompagne.eq(pose),
        ))
        .execute(tx.db)?;
    Ok(new)
}

// Whoever leads sees it on their list. Says whether it is the invitation that made it so, this one or the one that it follows.
fn come_along(tx: &mut Tx<'_>, one: InscriptionId) -> Result<bool, Error> {
    let set = diesel::update(inscription::table.find(one.to_string()))
        .filter(diesel::dsl::not(inscription::accompagne))
        .set(inscription::accompagne.eq(true))
        .execute(tx.db)?;
    let former: i64 = proche::table
        .filter(proche::inscription_id.eq(one.to_string()))
        .filter(proche::fini_le.is_null())
        .filter(proche::pose_accompagne)
        .count()
        .get_result(tx.db)?;
    Ok(set == 1 || 0 < former)
}

fn end_former(tx: &mut Tx<'_>, rendez_vous: Option<&str>, inscription: Option<&str>) -> Result<(), Error> {
    let open = || proche::table.filter(proche::fini_le.is_null());
    if let Some(one) = rendez_vous {
        diesel::update(open().filter(proche::rendez_vous_id.eq(one)))
            .set(proche::fini_le.eq(tx.now.0))
            .execute(tx.db)?;
    }
    if let Some(one) = inscription {
        diesel::update(open().filter(proche::inscription_id.eq(one)))
            .set(proche::fini_le.eq(tx.now.0))
            .execute(tx.db)?;
    }
    Ok(())
}

/// Nobody comes along to these any more.
pub fn end_company(tx: &mut Tx<'_>, inscriptions: &[String]) -> Result<(), Error> {
    diesel::update(proche::table.filter(proche::fini_le.is_null()))
        .filter(proche::inscription_id.eq_any(inscriptions))
        .set(proche::fini_le.eq(tx.now.0))
        .execute(tx.db)?;
    Ok(())
}

/// What was booked instead: who was invited to the former comes along to it. A part of a plan, or of a transaction.
pub fn following(
    before: RendezVousId,
    (after, creneau): (RendezVousId, CreneauId),
) -> impl QueryFragment<MultiBackend> + QueryId + RunQueryDsl<Conn> {
    let place = creneau::table.find(creneau.to_string()).select(creneau::espace_id).single_value().assume_not_null();
    diesel::update(proche::table.filter(proche::rendez_vous_id.eq(before.to_string())))
        .set((proche::rendez_vous_id.eq(after.to_string()), proche::espace_id.eq(place)))
}

// One's own, that takes place and has not begun.
fn espace_of_rendez_vous(tx: &mut Tx<'_>, caller: &Jeune, one: RendezVousId) -> Result<EspaceId, Error> {
    let AsText(espace): AsText<EspaceId> = rendez_vous::table
        .inner_join(creneau::table)
        .filter(rendez_vous::id.eq(one.to_string()))
        .filter(rendez_vous::jeune_id.eq(caller.compte.to_string()))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()))
        .filter(creneau::debut.gt(tx.now.0))
        .select(creneau::espace_id)
        .first(tx.db)?;
    Ok(espace)
}

const WAITS: &str = "Tu attends encore une place. Tu pourras inviter quelqu’un quand tu l’auras.";

// One's own place in an atelier that has not begun and to which one may come with someone. Held nowhere in particular, it is of the place that welcomes the jeune.
fn espace_of_atelier(tx: &mut Tx<'_>, caller: &Jeune, one: InscriptionId) -> Result<EspaceId, Error> {
    let mine = inscription::table.find(one.to_string()).filter(inscription::jeune_id.eq(caller.compte.to_string()));
    let waits = mine.filter(inscription::etat.eq_any([EtatInscription::Attend.code(), EtatInscription::Offert.code()]));
    if 0_i64 < waits.count().get_result(tx.db)? {
        return Err(Problem { title: WAITS.to_owned(), ..Problem::fields([("inscription", "en-attente")]) }.into());
    }
    let (espace, accompagne): (Option<AsText<EspaceId>>, bool) = inscription::table
        .inner_join(atelier::table)
        .filter(inscription::id.eq(one.to_string()))
        .filter(inscription::jeune_id.eq(caller.compte.to_string()))
        .filter(inscription::etat.eq(EtatInscription::Inscrit.code()))
        .filter(atelier::debut.gt(tx.now.0))
        .select((atelier::espace_id, atelier::accompagne))
        .first(tx.db)?;
    if !accompagne {
        return Err(Problem::fields([("inscription", "pas-ici")]).into());
    }
    espace.map_or_else(|| espace_of_jeune(tx.db, caller), |AsText(espace)| Ok(espace))
}

// The place that welcomes them, or the one of their first thread.
fn espace_of_jeune(db: &mut Conn, caller: &Jeune) -> Result<EspaceId, Error> {
    let me = caller.compte.to_string();
    let own: Option<AsText<EspaceId>> = jeune::table.find(&me).select(jeune::espace_id).first(db)?;
    if let Some(AsText(own)) = own {
        return Ok(own);
    }
    let first: Option<AsText<EspaceId>> = fil::table
        .filter(fil::jeune_id.eq(&me))
        .order((fil::cree_le, fil::id))
        .select(fil::espace_id)
        .first(db)
        .optional()?;
    first.map(|AsText(first)| first).ok_or_else(|| Problem::fields([("portee", "sans-lieu")]).into())
}

// What somebody comes along to: its state, and from when to when.
type Span = (Option<String>, Option<i64>, Option<i64>);
type Row =
    ((AsText<ProcheId>, String, String, String), Span, (Option<String>, Span), (Option<i64>, Option<i64>, i64, i64));

/// Those of the caller, the last first.
pub fn list(db: &mut Conn, caller: &Jeune, now: Instant) -> Result<Vec<InvitationProche>, Error> {
    let rows: Vec<Row> = proche::table
        .inner_join(espace_temps::table.inner_join(lieu::table))
        .left_join(rendez_vous::table.on(rendez_vous::id.nullable().eq(proche::rendez_vous_id)))
        .left_join(creneau::table.on(creneau::id.nullable().eq(rendez_vous::creneau_id.nullable())))
        .left_join(inscription::table.on(inscription::id.nullable().eq(proche::inscription_id)))
        .left_join(atelier::table.on(atelier::id.nullable().eq(inscription::atelier_id.nullable())))
        .filter(proche::jeune_id.eq(caller.compte.to_string()))
        .order((proche::cree_le.desc(), proche::id.desc()))
        .select((
            (proche::id, proche::prenom, proche::portee, lieu::fuseau),
            (rendez_vous::etat.nullable(), creneau::debut.nullable(), creneau::fin.nullable()),
            (
                atelier::etat.nullable(),
                (inscription::etat.nullable(), atelier::debut.nullable(), atelier::fin.nullable()),
            ),
            (proche::lie_le, proche::fini_le, proche::expire_le, proche::cree_le),
        ))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|row| seen(row, now)).collect())
}

fn seen(row: Row, now: Instant) -> Option<InvitationProche> {
    let ((AsText(id), prenom, portee, fuseau), meeting, (action, joined), (lie, fini, expire, cree)) = row;
    let portee = Portee::from_code(&portee)?;
    let is_held = action.is_none_or(|etat| etat != EtatAtelier::Annule.code());
    let (takes_place, debut, fin) = match portee {
        Portee::Equipe => (true, None, None),
        Portee::RendezVous => {
            let (etat, debut, fin) = meeting;
            (etat.is_some_and(|etat| MET.contains(&etat.as_str())), debut, fin)
        }
        Portee::Atelier => {
            let (etat, debut, fin) = joined;
            (is_held && etat.is_some_and(|etat| EXPECTED.contains(&etat.as_str())), debut, fin)
        }
    };
    // Open until the moment is over, when that is later than what the link has of its own.
    let ends = fin.map_or(expire, |fin| fin.max(expire));
    let is_over = fini.is_some() || ends <= now.0 || (takes_place && fin.is_some_and(|fin| fin <= now.0));
    let etat = match (is_over, takes_place, lie) {
        (true, ..) => EtatProche::Finie,
        (false, false, _) => EtatProche::Annulee,
        (false, true, Some(_)) => EtatProche::Ouverte,
        (false, true, None) => EtatProche::Envoyee,
    };
    // A moment that is none any more is not shown as one.
    let debut = debut.filter(|_| takes_place).map(Instant);
    Some(InvitationProche { id, prenom, portee, debut, fuseau, etat, cree: Instant(cree) })
}

/// Ends one: the phone that it was bound to is refused from now on.
pub fn end(tx: &mut Tx<'_>, caller: &Jeune, which: ProcheId) -> Result<Done, Error> {
    let ended = diesel::update(proche::table.find(which.to_string()))
        .filter(proche::jeune_id.eq(caller.compte.to_string()))
        .filter(proche::fini_le.is_null())
        .set(proche::fini_le.eq(tx.now.0))
        .execute(tx.db)?;
    let row: Option<(AsText<EspaceId>, Option<String>, bool)> = proche::table
        .filter(proche::id.eq(which.to_string()))
        .filter(proche::jeune_id.eq(caller.compte.to_string()))
        .select((proche::espace_id, proche::inscription_id, proche::pose_accompagne))
        .first(tx.db)
        .optional()?;
    let (AsText(espace), joined, pose) = row.ok_or(ProblemKind::Introuvable)?;
    if ended == 1 {
        if let Some(joined) = joined.filter(|_| pose) {
            // Who was to come along does not any more: whoever leads sees that too.
            diesel::update(inscription::table.find(joined)).set(inscription::accompagne.eq(false)).execute(tx.db)?;
        }
        tell_team(tx, espace)?;
        outbox::cancel(tx, &[mots::about(which)])?;
    }
    Ok(Done {})
}
