//! Coming back side by side with a référent: a one-time code of eight digits, ten minutes, five tries.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use serde::{Deserialize, Serialize};
use shared::{
    ProblemKind,
    comptes::{CodeDeRetour, Entree, GiveCodeDeRetour, RecoverCompte},
    ids::{CompteId, FilId},
};

use super::{
    address_try, carte, cookies, enter,
    inscription::{Acces, new_carte, searched, set_carte},
    keys,
    sessions::{self, Begun},
    throttle::{self, Try},
};
use crate::{
    address,
    caller::{Referent, Stranger},
    db::{AsText, Tx},
    messages,
    mount::Call,
    problem::Error,
    schema::{code_retour, jeune},
};

const MINUTES: i64 = 10;
// From one network, for one first name. Nobody uses up the tries of someone who stands beside their référent.
const TRIES: i32 = 5;
// From all networks: a code of eight digits is found with a chance of 1 in 2,000,000 at the most.
const TRIES_IN_ALL: i32 = 50;

/// Makes a code for a jeune of the référent; a former code ends.
pub(super) async fn give_code(
    referent: Referent,
    call: Call,
    request: GiveCodeDeRetour,
) -> Result<CodeDeRetour, Error> {
    let number = u64::from_be_bytes(keys::random::<8>()?) % 100_000_000;
    let code = format!("{number:08}");
    let empreinte = call.app.keys.mark("code-de-retour", &code);
    let jeune = request.jeune;
    let expire = call.app.db.write(move |tx| {
        messages::db::check_jeune_of(tx, &referent, jeune)?;
        insert_code(tx, &referent, jeune, &empreinte)
    });
    Ok(CodeDeRetour { code, expire: expire.await? })
}

fn insert_code(
    tx: &mut Tx<'_>,
    referent: &Referent,
    jeune: CompteId,
    empreinte: &str,
) -> Result<shared::Instant, Error> {
    diesel::delete(code_retour::table.filter(code_retour::jeune_id.eq(jeune.to_string()))).execute(tx.db)?;
    let expire = tx.now.plus_minutes(MINUTES);
    diesel::insert_into(code_retour::table)
        .values((
            code_retour::id.eq(uuid::Uuid::now_v7().to_string()),
            code_retour::jeune_id.eq(jeune.to_string()),
            code_retour::donne_par.eq(referent.compte.to_string()),
            code_retour::empreinte.eq(empreinte),
            code_retour::essais.eq(0),
            code_retour::expire_le.eq(expire.0),
        ))
        .execute(tx.db)?;
    Ok(expire)
}

fn code_try(call: &Call, prenom: &str) -> Try {
    let network = address::network(&call.http, &call.app.settings.trusted_proxies);
    Try { key: call.app.keys.mark("essais", &format!("retour {network} {prenom}")), most: TRIES }
}

#[derive(Serialize, Deserialize)]
struct Recovered {
    begun: Begun,
    fil: Option<FilId>,
}

/// Opens an account with a code. A wrong code, an unknown first name and an old code have one answer.
pub(super) async fn recover_compte(_: Stranger, call: Call, request: RecoverCompte) -> Result<Entree, Error> {
    let prenom = searched(request.prenom.as_str());
    throttle::count(&call.app.db, vec![address_try(&call), code_try(&call, &prenom)]).await?;
    let empreinte = call.app.keys.mark("code-de-retour", &request.code);
    let (acces, mots) = new_carte(&call).await?;
    let recovered = call.app.db.write(move |tx| recover(tx, &prenom, &empreinte, &acces)).await?;
    let Recovered { begun, fil } = recovered.ok_or(ProblemKind::CodeRefuse)?;
    call.app.leave_everywhere(begun.compte);
    call.set(cookies::device(&call.app.keys, begun.compte));
    let session = enter(&call, begun).await?;
    let carte = Some(carte::show(mots, &call.app.settings.public_url)?);
    Ok(Entree { session, carte, fil })
}

// A wrong try is an answer, not an error: it must be counted, and an error would undo the count.
fn recover(tx: &mut Tx<'_>, prenom: &str, empreinte: &str, acces: &Acces) -> Result<Option<Recovered>, Error> {
    let live: Vec<(String, AsText<CompteId>, String)> = code_retour::table
        .inner_join(jeune::table)
        .filter(jeune::prenom_cherche.eq(prenom))
        .filter(code_retour::utilise_le.is_null())
        .filter(code_retour::expire_le.gt(tx.now.0))
        .filter(code_retour::essais.lt(TRIES_IN_ALL))
        .select((code_retour::id, code_retour::jeune_id, code_retour::empreinte))
        .load(tx.db)?;
    let Some((code, AsText(compte), _)) = live.iter().find(|(_, _, known)| known == empreinte) else {
        let tried: Vec<&String> = live.iter().map(|(id, ..)| id).collect();
        diesel::update(code_retour::table.filter(code_retour::id.eq_any(tried)))
            .set(code_retour::essais.eq(code_retour::essais + 1))
            .execute(tx.db)?;
        return Ok(None);
    };
    let used = diesel::update(code_retour::table.find(code))
        .filter(code_retour::utilise_le.is_null())
        .set(code_retour::utilise_le.eq(tx.now.0))
        .execute(tx.db)?;
    if used == 0 {
        return Ok(None);
    }
    set_carte(tx, *compte, acces)?;
    // Whoever had found the former card is out.
    sessions::end_others(tx, *compte, None)?;
    let fil = messages::db::first_fil(tx.db, *compte)?;
    Ok(Some(Recovered { begun: sessions::begin(tx, *compte)?, fil }))
}
