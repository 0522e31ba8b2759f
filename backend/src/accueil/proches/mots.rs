//! What a relative and the team write to each other, in a thread apart from every other.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl,
};
use shared::{
    Instant, ProblemKind,
    accueil::{MotProche, Portee, WriteAsProche},
    fields::{Prenom, Texte},
    ids::{CompteId, EspaceId, ProcheId},
    messages::avis::GenreAvis,
    operation::Done,
};

use super::telephone::{DAYS, Proche, is_to_come};
use crate::{
    accueil::{db::find_id, passage::tell_team},
    avis::{self, Avis},
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{animation, membre, mot_proche, proche, professionnel},
};

/// How long what was written is kept after the last word, in days.
const KEPT_DAYS: i64 = 365;

/// Somebody writes on their own: no jeune has a part in it, and none is looked for.
pub fn open_alone(tx: &mut Tx<'_>, request: &WriteAsProche, appareil: &str) -> Result<Done, Error> {
    let espace = find_id(tx.db, &request.espace)?.ok_or(ProblemKind::Introuvable)?;
    let new = insert_alone(tx, espace, (&request.prenom, &request.texte), Some(appareil))?;
    tell_team(tx, espace)?;
    tell_referents(tx, new, espace)?;
    Ok(Done {})
}

/// Adds a relative who came on their own, for the demonstration: no phone is bound to it.
pub fn seed(tx: &mut Tx<'_>, espace: EspaceId, prenom: &Prenom, texte: &Texte) -> Result<ProcheId, Error> {
    insert_alone(tx, espace, (prenom, texte), None)
}

fn insert_alone(
    tx: &mut Tx<'_>,
    espace: EspaceId,
    (prenom, texte): (&Prenom, &Texte),
    appareil: Option<&str>,
) -> Result<ProcheId, Error> {
    let new: ProcheId = id();
    diesel::insert_into(proche::table)
        .values((
            proche::id.eq(new.to_string()),
            proche::espace_id.eq(espace.to_string()),
            proche::prenom.eq(prenom.as_str()),
            proche::portee.eq(Portee::Equipe.code()),
            proche::appareil.eq(appareil),
            proche::lie_le.eq(tx.now.0),
            proche::expire_le.eq(tx.now.plus_days(DAYS).0),
            proche::dernier_seq.eq(0_i64),
            proche::cree_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    add(tx, new, None, texte)?;
    Ok(new)
}

/// A relative writes, in a thread that their phone may see.
pub fn write(tx: &mut Tx<'_>, one: &Proche, which: ProcheId, texte: &Texte) -> Result<MotProche, Error> {
    let mine = diesel::update(proche::table.find(which.to_string()))
        .filter(proche::appareil.eq(&one.appareil))
        .filter(proche::portee.eq(Portee::Equipe.code()))
        .filter(proche::fini_le.is_null())
        .filter(proche::expire_le.gt(tx.now.0))
        .set(proche::expire_le.eq(tx.now.plus_days(DAYS).0))
        .execute(tx.db)?;
    if mine == 0 {
        return Err(refusal(tx.db, one, which)?);
    }
    let (AsText(espace), waits): (AsText<EspaceId>, Option<i64>) =
        proche::table.find(which.to_string()).select((proche::espace_id, proche::attend_depuis)).first(tx.db)?;
    let written = add(tx, which, None, texte)?;
    tell_team(tx, espace)?;
    // Who writes again while they wait rings nobody twice.
    if waits.is_none() {
        tell_referents(tx, which, espace)?;
    }
    Ok(written)
}

/// What the news of a relative's words is about.
pub fn about(which: ProcheId) -> String {
    format!("proche:{which}")
}

// Those who answer there, also with the page closed, in the neutral words of any message.
fn tell_referents(tx: &mut Tx<'_>, which: ProcheId, espace: EspaceId) -> Result<(), Error> {
    let team: Vec<AsText<CompteId>> = animation::table
        .inner_join(membre::table.on(membre::structure_id.eq(animation::structure_id)))
        .filter(animation::espace_id.eq(espace.to_string()))
        .filter(membre::referent)
        .select(membre::compte_id)
        .distinct()
        .load(tx.db)?;
    let told = |AsText(compte)| avis::tell(tx, &Avis::new(compte, GenreAvis::Message, about(which)));
    team.into_iter().try_for_each(told)
}

// One's own that has ended says so; any other does not exist.
fn refusal(db: &mut Conn, one: &Proche, which: ProcheId) -> Result<Error, Error> {
    let own: Option<String> = proche::table
        .filter(proche::id.eq(which.to_string()))
        .filter(proche::appareil.eq(&one.appareil))
        .filter(proche::portee.eq(Portee::Equipe.code()))
        .select(proche::id)
        .first(db)
        .optional()?;
    Ok(own.map_or(ProblemKind::Introuvable, |_| ProblemKind::LienFini).into())
}

/// Adds what somebody wrote. The write comes first: two who write at once follow each other.
pub fn add(tx: &mut Tx<'_>, which: ProcheId, by: Option<CompteId>, texte: &Texte) -> Result<MotProche, Error> {
    let row = || proche::table.find(which.to_string());
    diesel::update(row())
        .set((proche::dernier_seq.eq(proche::dernier_seq + 1), proche::dernier_le.eq(tx.now.0)))
        .execute(tx.db)?;
    match by {
        None => diesel::update(row().filter(proche::attend_depuis.is_null()))
            .set(proche::attend_depuis.eq(tx.now.0))
            .execute(tx.db)?,
        Some(_) => diesel::update(row()).set(proche::attend_depuis.eq(None::<i64>)).execute(tx.db)?,
    };
    let seq: i64 = row().select(proche::dernier_seq).first(tx.db)?;
    diesel::insert_into(mot_proche::table)
        .values((
            mot_proche::proche_id.eq(which.to_string()),
            mot_proche::seq.eq(seq),
            mot_proche::de_proche.eq(by.is_none()),
            mot_proche::professionnel_id.eq(by.map(|by| by.to_string())),
            mot_proche::texte.eq(texte.as_str()),
            mot_proche::envoye_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    of(tx.db, which)?.into_iter().find(|mot| mot.seq == seq).ok_or_else(|| ProblemKind::Introuvable.into())
}

/// What was written in a thread; only after the scope was checked.
pub fn of(db: &mut Conn, which: ProcheId) -> Result<Vec<MotProche>, Error> {
    type Row = (i64, bool, Option<String>, String, i64);
    let rows: Vec<Row> = mot_proche::table
        .left_join(professionnel::table.on(professionnel::compte_id.nullable().eq(mot_proche::professionnel_id)))
        .filter(mot_proche::proche_id.eq(which.to_string()))
        .order(mot_proche::seq)
        .select((
            mot_proche::seq,
            mot_proche::de_proche,
            professionnel::prenom.nullable(),
            mot_proche::texte,
            mot_proche::envoye_le,
        ))
        .load(db)?;
    // A professional who has left is still the team.
    let one = |(seq, of_proche, prenom, texte, envoye): Row| MotProche {
        seq,
        professionnel: (!of_proche).then(|| prenom.unwrap_or_default()),
        texte,
        envoye: Instant(envoye),
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Forgets what was written a year after the last word, and invitations of a year ago whose moment is over.
pub fn forget_old(db: &mut Conn, now: Instant) -> Result<usize, Error> {
    let year = now.plus_days(-KEPT_DAYS).0;
    let silent = proche::dernier_le.is_null().or(proche::dernier_le.assume_not_null().lt(year));
    let old = proche::table.filter(proche::cree_le.lt(year)).filter(silent);
    Ok(diesel::delete(old.filter(diesel::dsl::not(is_to_come(now.0)))).execute(db)?)
}
