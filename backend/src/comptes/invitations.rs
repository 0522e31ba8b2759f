//! Professionals are invited: a one-time link, seven days, into a structure with rights.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use serde::{Deserialize, Serialize};
use shared::{
    Instant, Problem, ProblemKind,
    comptes::{AcceptInvitation, Droits, Invitation, InvitationLue, InviteProfessionnel, ReadInvitation, Session},
    ids::{CompteId, StructureId},
};

use super::{
    account_try, address_try, cookies, enter, hash,
    inscription::{Acces, find_compte, insert_acces, insert_compte},
    keys::Keys,
    sessions, throttle, tries,
};
use crate::{
    caller::{Admin, Stranger},
    db::{AsText, Conn, Tx},
    mount::Call,
    problem::Error,
    schema::{acces, compte, invitation, membre, professionnel, structure},
};

const DAYS: i64 = 7;

#[derive(Serialize, Deserialize)]
struct Made {
    id: String,
    expire: Instant,
}

/// Makes a link. The link is derived, not kept: the database alone opens no door.
pub(super) async fn invite(admin: Admin, call: Call, request: InviteProfessionnel) -> Result<Invitation, Error> {
    if !request.droits.is_some() {
        return Err(Problem::fields([("droits", "au-moins-un")]).into());
    }
    let made = call.db().write(move |tx| insert_invitation(tx, &admin, &request)).await?;
    let jeton = format!("{}.{}", made.id, call.app.keys.mark("invitation", &made.id));
    let lien = format!("{}/pro/invitation#{jeton}", call.app.settings.public_url);
    Ok(Invitation { lien, expire: made.expire })
}

fn insert_invitation(tx: &mut Tx<'_>, admin: &Admin, request: &InviteProfessionnel) -> Result<Made, Error> {
    structure::table.find(request.structure.to_string()).select(structure::id).first::<String>(tx.db)?;
    let made = Made { id: uuid::Uuid::now_v7().to_string(), expire: tx.now.plus_days(DAYS) };
    diesel::insert_into(invitation::table)
        .values((
            invitation::id.eq(&made.id),
            invitation::structure_id.eq(request.structure.to_string()),
            invitation::referent.eq(request.droits.referent),
            invitation::publie.eq(request.droits.publie),
            invitation::coordonne.eq(request.droits.coordonne),
            invitation::creee_par.eq(admin.compte.to_string()),
            invitation::expire_le.eq(made.expire.0),
        ))
        .execute(tx.db)?;
    Ok(made)
}

/// Says what an invitation offers.
pub(super) async fn read(_: Stranger, call: Call, request: ReadInvitation) -> Result<InvitationLue, Error> {
    let id = invitation_of(&call.app.keys, &request.jeton)?;
    let now = call.app.db.now();
    let offered = call.app.db.read(move |db| find_offer(db, &id, now)).await?;
    Ok(InvitationLue { structure: offered.nom, droits: offered.droits })
}

/// Takes an invitation: a new account, or one structure more for the account of this e-mail and password.
pub(super) async fn accept(_: Stranger, call: Call, request: AcceptInvitation) -> Result<Session, Error> {
    let id = invitation_of(&call.app.keys, &request.jeton)?;
    let courriel = request.courriel.as_str().to_owned();
    // An e-mail and a password open the account that is there: it is a way to try, and counts as one; so does the link.
    let tries = vec![address_try(&call), account_try(&call, &courriel), tries(&call, &format!("invitation {id}"))];
    throttle::count(&call.app.db, tries).await?;
    let empreinte = hash(&call.app, courriel.clone(), request.mot_de_passe.as_str().to_owned()).await?;
    let way = Acces { genre: "courriel", identifiant: courriel, empreinte };
    let (prenom, aide) = (request.prenom, request.aide);
    let accepted = call.app.db.write(move |tx| {
        let offer = take_offer(tx, &id)?;
        let compte = match find_professionnel(tx.db, &way)? {
            Some(compte) => compte,
            None => insert_professionnel(tx, prenom.as_str(), aide.as_str(), &way)?,
        };
        add_membre(tx.db, compte, offer.structure, offer.droits)?;
        sessions::begin(tx, compte)
    });
    let begun = accepted.await?;
    call.app.forget(begun.compte);
    call.set(cookies::device(&call.app.keys, begun.compte));
    enter(&call, begun).await
}

struct Offer {
    structure: StructureId,
    nom: String,
    droits: Droits,
}

fn invitation_of(keys: &Keys, jeton: &str) -> Result<String, Error> {
    let id =
        jeton.split_once('.').filter(|(id, mark)| keys.is_mark("invitation", id, mark)).map(|(id, _)| id.to_owned());
    id.ok_or_else(|| ProblemKind::InvitationInvalide.into())
}

fn find_offer(db: &mut Conn, id: &str, now: Instant) -> Result<Offer, Error> {
    let row: Option<(AsText<StructureId>, String, bool, bool, bool)> = invitation::table
        .inner_join(structure::table)
        .filter(invitation::id.eq(id))
        .filter(invitation::acceptee_le.is_null())
        .filter(invitation::expire_le.gt(now.0))
        .select((structure::id, structure::nom, invitation::referent, invitation::publie, invitation::coordonne))
        .first(db)
        .optional()?;
    let (AsText(structure), nom, referent, publie, coordonne) = row.ok_or(ProblemKind::InvitationInvalide)?;
    Ok(Offer { structure, nom, droits: Droits { referent, publie, coordonne } })
}

// The write first: of two who open the link together, one enters.
fn take_offer(tx: &mut Tx<'_>, id: &str) -> Result<Offer, Error> {
    let offer = find_offer(tx.db, id, tx.now)?;
    let taken = diesel::update(invitation::table.find(id))
        .filter(invitation::acceptee_le.is_null())
        .set(invitation::acceptee_le.eq(tx.now.0))
        .execute(tx.db)?;
    if taken == 1 { Ok(offer) } else { Err(ProblemKind::InvitationInvalide.into()) }
}

fn find_professionnel(db: &mut Conn, way: &Acces) -> Result<Option<CompteId>, Error> {
    let same = find_compte(db, &way.identifiant, &way.empreinte)?;
    let role =
        |db: &mut Conn, id: CompteId| compte::table.find(id.to_string()).select(compte::role).first::<String>(db);
    match same {
        Some(id) if role(db, id)? == "professionnel" => Ok(Some(id)),
        Some(_) => Err(ProblemKind::DejaPris.into()),
        None if is_taken_by_professionnel(db, &way.identifiant)? => Err(ProblemKind::DejaPris.into()),
        None => Ok(None),
    }
}

/// Whether an e-mail is that of a professional or an administrator: each is one account, another password is no second person.
pub(super) fn is_taken_by_professionnel(db: &mut Conn, courriel: &str) -> Result<bool, Error> {
    let other = acces::table
        .inner_join(compte::table)
        .filter(acces::identifiant.eq(courriel))
        .filter(compte::role.ne("jeune"))
        .select(acces::id)
        .first::<String>(db)
        .optional()?;
    Ok(other.is_some())
}

/// Adds the account of a professional.
pub(super) fn insert_professionnel(tx: &mut Tx<'_>, prenom: &str, aide: &str, way: &Acces) -> Result<CompteId, Error> {
    let compte = insert_compte(tx, "professionnel")?;
    insert_acces(tx, compte, way)?;
    diesel::insert_into(professionnel::table)
        .values((
            professionnel::compte_id.eq(compte.to_string()),
            professionnel::prenom.eq(prenom),
            professionnel::aide.eq(aide),
        ))
        .execute(tx.db)?;
    Ok(compte)
}

/// Adds rights in a structure to those that the professional has there.
pub(super) fn add_membre(db: &mut Conn, compte: CompteId, structure: StructureId, droits: Droits) -> Result<(), Error> {
    let key = (compte.to_string(), structure.to_string());
    let had: Option<(bool, bool, bool)> = membre::table
        .find((&key.0, &key.1))
        .select((membre::referent, membre::publie, membre::coordonne))
        .first(db)
        .optional()?;
    let (referent, publie, coordonne) = had.unwrap_or_default();
    let rights = (
        membre::referent.eq(referent || droits.referent),
        membre::publie.eq(publie || droits.publie),
        membre::coordonne.eq(coordonne || droits.coordonne),
    );
    if had.is_some() {
        diesel::update(membre::table.find((&key.0, &key.1))).set(rights).execute(db)?;
    } else {
        diesel::insert_into(membre::table)
            .values((membre::compte_id.eq(&key.0), membre::structure_id.eq(&key.1), rights))
            .execute(db)?;
    }
    Ok(())
}
