//! The invitations of a jeune: made, listed, ended at once.

use diesel::{ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{EtatProche, InvitationProche, InviteProche, Portee},
    ateliers::EtatInscription,
    ids::{EspaceId, InscriptionId, ProcheId, RendezVousId},
    operation::Done,
    permanences::EtatRendezVous,
};

use super::telephone::DAYS;
use crate::{
    accueil::passage::tell_team,
    caller::Jeune,
    comptes::keys,
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{atelier, creneau, fil, inscription, jeune, proche, rendez_vous},
};

/// Makes an invitation; what is stored of its link opens nothing.
pub fn invite(
    tx: &mut Tx<'_>,
    caller: &Jeune,
    request: &InviteProche,
    jeton: impl Fn(&str) -> String,
) -> Result<ProcheId, Error> {
    let (mut rendez_vous, mut inscription) = (None, None);
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
            // Whoever leads sees it on their list.
            diesel::update(inscription::table.find(one.to_string()))
                .set(inscription::accompagne.eq(true))
                .execute(tx.db)?;
            espace
        }
        Portee::Equipe => espace_of_jeune(tx.db, caller)?,
    };
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
        ))
        .execute(tx.db)?;
    Ok(new)
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

// One's own place in an atelier that has not begun and to which one may come with someone. Held nowhere in particular, it is of the place that welcomes the jeune.
fn espace_of_atelier(tx: &mut Tx<'_>, caller: &Jeune, one: InscriptionId) -> Result<EspaceId, Error> {
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

type Row = (AsText<ProcheId>, String, String, Option<i64>, Option<i64>, Option<i64>, Option<i64>, i64, i64);

/// Those of the caller, the last first.
pub fn list(db: &mut Conn, caller: &Jeune, now: Instant) -> Result<Vec<InvitationProche>, Error> {
    let rows: Vec<Row> = proche::table
        .left_join(rendez_vous::table.on(rendez_vous::id.nullable().eq(proche::rendez_vous_id)))
        .left_join(creneau::table.on(creneau::id.nullable().eq(rendez_vous::creneau_id.nullable())))
        .left_join(inscription::table.on(inscription::id.nullable().eq(proche::inscription_id)))
        .left_join(atelier::table.on(atelier::id.nullable().eq(inscription::atelier_id.nullable())))
        .filter(proche::jeune_id.eq(caller.compte.to_string()))
        .order((proche::cree_le.desc(), proche::id))
        .select((
            proche::id,
            proche::prenom,
            proche::portee,
            creneau::debut.nullable(),
            atelier::debut.nullable(),
            proche::lie_le,
            proche::fini_le,
            proche::expire_le,
            proche::cree_le,
        ))
        .load(db)?;
    let one = |(AsText(id), prenom, portee, meeting, action, lie, fini, expire, cree): Row| {
        let etat = match (fini, lie) {
            (Some(_), _) => EtatProche::Finie,
            _ if expire <= now.0 => EtatProche::Finie,
            (None, Some(_)) => EtatProche::Ouverte,
            (None, None) => EtatProche::Envoyee,
        };
        let portee = Portee::from_code(&portee)?;
        Some(InvitationProche { id, prenom, portee, debut: meeting.or(action).map(Instant), etat, cree: Instant(cree) })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// Ends one: the phone that it was bound to is refused from now on.
pub fn end(tx: &mut Tx<'_>, caller: &Jeune, which: ProcheId) -> Result<Done, Error> {
    let ended = diesel::update(proche::table.find(which.to_string()))
        .filter(proche::jeune_id.eq(caller.compte.to_string()))
        .filter(proche::fini_le.is_null())
        .set(proche::fini_le.eq(tx.now.0))
        .execute(tx.db)?;
    let row: Option<AsText<EspaceId>> = proche::table
        .filter(proche::id.eq(which.to_string()))
        .filter(proche::jeune_id.eq(caller.compte.to_string()))
        .select(proche::espace_id)
        .first(tx.db)
        .optional()?;
    let AsText(espace) = row.ok_or(ProblemKind::Introuvable)?;
    if ended == 1 {
        tell_team(tx, espace)?;
    }
    Ok(Done {})
}
