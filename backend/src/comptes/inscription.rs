//! A jeune signs up: an account, a way to come back, a thread with the team of the espace-temps.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use serde::{Deserialize, Serialize};
use shared::{
    Problem, ProblemKind,
    comptes::{Carte, Entree, ReplaceCarte, Retour, SignUp},
    fields::{CodeEspace, MoisDeNaissance, Prenom},
    ids::{CompteId, EspaceId, FilId},
};

use super::{
    account_try, address_try, carte, cookies, enter, hash, held,
    sessions::{self, Begun},
    throttle,
};
use crate::{
    accueil,
    caller::{Jeune, Stranger},
    db::{AsText, Conn, Tx, id},
    messages,
    mount::Call,
    problem::Error,
    schema::{acces, compte, jeune},
};

// A lost answer may be asked again for this long.
const RESUME_MINUTES: i64 = 24 * 60;

/// A way to come back: kept, but never in clear.
#[derive(Clone)]
pub(super) struct Acces {
    pub genre: &'static str,
    pub identifiant: String,
    pub empreinte: String,
}

#[derive(Serialize, Deserialize)]
struct SignedUp {
    begun: Begun,
    fil: Option<FilId>,
    is_new: bool,
}

/// Signs a jeune up. Under the minimum age nothing is kept.
pub(super) async fn sign_up(_: Stranger, call: Call, request: SignUp) -> Result<Entree, Error> {
    throttle::count(&call.app.db, vec![address_try(&call)]).await?;
    let today = call.app.today();
    let age = request.naissance.age_on(today).ok_or_else(|| Problem::fields([("naissance", "impossible")]))?;
    if age < call.app.settings.minimum_age {
        return Err(ProblemKind::TropJeune.into());
    }
    if 120 < age {
        return Err(Problem::fields([("naissance", "impossible")]).into());
    }
    // The same phone and the same password open the account that is there: it is a way to try, and counts as one.
    if let Some(identifiant) = identifiant(&request.retour).map(str::to_owned) {
        let account = account_try(&call, &identifiant);
        if call.app.db.read(move |db| is_known(db, &identifiant)).await? {
            throttle::count(&call.app.db, vec![account]).await?;
        }
    }
    let (acces, mots) = new_acces(&call, &request.retour).await?;
    let (prenom, naissance, espace) = (request.prenom, request.naissance, request.espace);
    let (kept, support) = (acces.clone(), request.support);
    let sign_up = move |tx: &mut Tx<'_>| {
        let signed_up = create_jeune(tx, &prenom, naissance, &acces, espace.as_ref())?;
        if let (true, Some(espace), Some(support)) = (signed_up.is_new, &espace, &support) {
            accueil::supports::count_compte(tx, espace, support, today)?;
        }
        Ok(signed_up)
    };
    let signed_up = call.db().write(sign_up).await?;
    let SignedUp { begun, fil, .. } = signed_up;
    // A retry: the answer was lost with its cookies and its card, which were never kept. They are made again.
    let begun = match begun.refresh {
        Some(_) => begun,
        None => call.app.db.write(move |tx| resume(tx, begun.compte, &kept)).await?,
    };
    call.set(cookies::device(&call.app.keys, begun.compte));
    let session = enter(&call, begun).await?;
    let carte = mots.map(|mots| carte::show(mots, &call.app.settings.public_url)).transpose()?;
    Ok(Entree { session, carte, fil })
}

/// Makes a new access card; the former one ends.
pub(super) async fn replace_carte(jeune: Jeune, call: Call, _: ReplaceCarte) -> Result<Carte, Error> {
    let (acces, mots) = new_carte(&call).await?;
    let held = held(&call);
    call.app
        .db
        .write(move |tx| {
            set_carte(tx, jeune.compte, &acces)?;
            sessions::end_others(tx, jeune.compte, held.access)
        })
        .await?;
    call.app.leave_everywhere(jeune.compte);
    carte::show(mots, &call.app.settings.public_url)
}

fn identifiant(retour: &Retour) -> Option<&str> {
    match retour {
        Retour::Telephone { telephone, .. } => Some(telephone.as_str()),
        Retour::Courriel { courriel, .. } => Some(courriel.as_str()),
        Retour::Carte {} => None,
    }
}

async fn new_acces(call: &Call, retour: &Retour) -> Result<(Acces, Option<Vec<String>>), Error> {
    let (genre, identifiant, mot_de_passe) = match retour {
        Retour::Telephone { telephone, mot_de_passe } => ("telephone", telephone.as_str(), mot_de_passe),
        Retour::Courriel { courriel, mot_de_passe } => ("courriel", courriel.as_str(), mot_de_passe),
        Retour::Carte {} => return new_carte(call).await.map(|(acces, mots)| (acces, Some(mots))),
    };
    let empreinte = hash(&call.app, identifiant.to_owned(), mot_de_passe.as_str().to_owned()).await?;
    Ok((Acces { genre, identifiant: identifiant.to_owned(), empreinte }, None))
}

/// New words and their hash.
pub(super) async fn new_carte(call: &Call) -> Result<(Acces, Vec<String>), Error> {
    // A retry gives the words of the first time: a card that was shown is never replaced by one that was not.
    let mots = match call.retry_key() {
        Some(key) => carte::mots_of(&call.app.keys.derive("carte", &key)),
        None => carte::new_mots()?,
    };
    let (identifiant, secret) = carte::split(&mots);
    let empreinte = hash(&call.app, identifiant.clone(), secret).await?;
    Ok((Acces { genre: "carte", identifiant, empreinte }, mots))
}

fn create_jeune(
    tx: &mut Tx<'_>,
    prenom: &Prenom,
    naissance: MoisDeNaissance,
    acces: &Acces,
    espace: Option<&CodeEspace>,
) -> Result<SignedUp, Error> {
    // The same phone and the same password are the same person who comes back: a jeune, and nobody else.
    if let Some(compte) = find_compte(tx.db, &acces.identifiant, &acces.empreinte)? {
        if !is_jeune(tx.db, compte)? {
            return Err(ProblemKind::AccesRefuse.into());
        }
        return Ok(SignedUp { begun: sessions::begin(tx, compte)?, fil: None, is_new: false });
    }
    let espace_id = match espace {
        Some(code) => Some(accueil::db::find_id(tx.db, code)?.ok_or_else(|| Problem::fields([("espace", "inconnu")]))?),
        None => None,
    };
    let compte = insert_compte(tx, "jeune")?;
    insert_acces(tx, compte, acces)?;
    insert_jeune(tx, compte, prenom, (i32::from(naissance.annee), i32::from(naissance.mois)), espace_id)?;
    let fil = espace_id.map(|espace| messages::db::open_fil(tx, compte, espace)).transpose()?;
    Ok(SignedUp { begun: sessions::begin(tx, compte)?, fil, is_new: true })
}

fn resume(tx: &mut Tx<'_>, compte: CompteId, acces: &Acces) -> Result<Begun, Error> {
    let made: i64 = compte::table.find(compte.to_string()).select(compte::cree_le).first(tx.db)?;
    if made < tx.now.plus_minutes(-RESUME_MINUTES).0 {
        return Err(ProblemKind::NonConnecte.into());
    }
    if acces.genre == "carte" {
        set_carte(tx, compte, acces)?;
    }
    sessions::begin(tx, compte)
}

/// Adds an account of a role.
pub(super) fn insert_compte(tx: &mut Tx<'_>, role: &str) -> Result<CompteId, Error> {
    let compte: CompteId = id();
    diesel::insert_into(compte::table)
        .values((
            compte::id.eq(compte.to_string()),
            compte::role.eq(role),
            compte::cree_le.eq(tx.now.0),
            compte::vu_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    Ok(compte)
}

/// Adds what is known of a jeune: a name that they chose, a month of birth, where they came.
pub(super) fn insert_jeune(
    tx: &mut Tx<'_>,
    compte: CompteId,
    prenom: &Prenom,
    (annee, mois): (i32, i32),
    espace: Option<EspaceId>,
) -> Result<(), Error> {
    diesel::insert_into(jeune::table)
        .values((
            jeune::compte_id.eq(compte.to_string()),
            jeune::prenom.eq(prenom.as_str()),
            jeune::prenom_cherche.eq(searched(prenom.as_str())),
            jeune::naissance_annee.eq(annee),
            jeune::naissance_mois.eq(mois),
            jeune::espace_id.eq(espace.map(|espace| espace.to_string())),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Adds a way to come back.
pub(super) fn insert_acces(tx: &mut Tx<'_>, compte: CompteId, acces: &Acces) -> Result<(), Error> {
    let inserted = diesel::insert_into(acces::table)
        .values((
            acces::id.eq(uuid::Uuid::now_v7().to_string()),
            acces::compte_id.eq(compte.to_string()),
            acces::genre.eq(acces.genre),
            acces::identifiant.eq(&acces.identifiant),
            acces::empreinte.eq(&acces.empreinte),
            acces::cree_le.eq(tx.now.0),
        ))
        .execute(tx.db);
    match inserted {
        Err(why) if Error::is_duplicate(&why) => Err(ProblemKind::DejaPris.into()),
        done => Ok(done.map(drop)?),
    }
}

/// Gives an account a new card and ends the former one.
pub(super) fn set_carte(tx: &mut Tx<'_>, compte: CompteId, acces: &Acces) -> Result<(), Error> {
    // Two at once take turns: the second one sees, and ends, the card of the first.
    diesel::update(compte::table.find(compte.to_string())).set(compte::vu_le.eq(compte::vu_le)).execute(tx.db)?;
    diesel::delete(acces::table)
        .filter(acces::compte_id.eq(compte.to_string()))
        .filter(acces::genre.eq("carte"))
        .execute(tx.db)?;
    insert_acces(tx, compte, acces)
}

/// The account of an identifiant and a hash.
pub(super) fn find_compte(db: &mut Conn, identifiant: &str, empreinte: &str) -> Result<Option<CompteId>, Error> {
    let found = acces::table
        .filter(acces::identifiant.eq(identifiant))
        .filter(acces::empreinte.eq(empreinte))
        .select(acces::compte_id)
        .first::<AsText<CompteId>>(db)
        .optional()?;
    Ok(found.map(|AsText(compte)| compte))
}

fn is_jeune(db: &mut Conn, compte: CompteId) -> Result<bool, Error> {
    let role: Option<String> = compte::table.find(compte.to_string()).select(compte::role).first(db).optional()?;
    Ok(role.as_deref() == Some("jeune"))
}

fn is_known(db: &mut Conn, identifiant: &str) -> Result<bool, Error> {
    let known = acces::table.filter(acces::identifiant.eq(identifiant)).select(acces::id);
    Ok(known.first::<String>(db).optional()?.is_some())
}

/// Whether an account has this identifiant.
pub(super) fn owns(db: &mut Conn, compte: CompteId, identifiant: &str) -> Result<bool, Error> {
    let mine = acces::table
        .filter(acces::compte_id.eq(compte.to_string()))
        .filter(acces::identifiant.eq(identifiant))
        .select(acces::id)
        .first::<String>(db)
        .optional()?;
    Ok(mine.is_some())
}

/// A first name as it is looked for: accents and capitals aside.
/// A text as it is compared: without accents or capitals.
pub fn searched(text: &str) -> String {
    carte::plain(&text.to_lowercase())
}
