//! Who may see a thread, and why: part of every query.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
};
use shared::{
    Instant, ProblemKind,
    fields::Jour,
    ids::{CompteId, FilId},
    messages::Acces,
};

use crate::{
    caller::{Correspondant, Referent},
    db::{AsText, Conn, MultiBackend, Tx},
    problem::Error,
    schema::{animation, consultation, fil, lecteur, membre, remplacement, signalement},
};

/// A side of a thread, with what opens other threads to it at this moment.
pub struct Reader {
    /// Who.
    pub who: Correspondant,
    opens: Option<Opens>,
}

// What a référent sees besides what is their own.
struct Opens {
    places: Vec<String>,
    absents: Vec<String>,
    follows: Vec<String>,
    stopped: Vec<String>,
}

impl Reader {
    /// A jeune sees their own threads. A référent sees those they have taken, those of a colleague in whose place they
    /// answer, those they follow, and in their team those that nobody has taken, or answered in time.
    pub fn at(db: &mut Conn, who: &Correspondant, now: Instant) -> Result<Self, Error> {
        let opens = match who {
            Correspondant::Jeune(_) => None,
            Correspondant::Referent(referent) => Some(opens(db, referent, now)?),
        };
        Ok(Self { who: who.clone(), opens })
    }

    /// The account.
    pub fn compte(&self) -> CompteId {
        self.who.compte()
    }

    /// Whether it is the jeune.
    pub fn is_jeune(&self) -> bool {
        self.opens.is_none()
    }

    /// The threads that they may see.
    pub fn visible(&self) -> fil::BoxedQuery<'static, MultiBackend> {
        let me = self.compte().to_string();
        let Some(Opens { places, absents, follows, stopped }) = &self.opens else {
            return fil::table.into_boxed().filter(fil::jeune_id.eq(me));
        };
        let nobody = fil::referent_id.is_null().or(fil::relayee_le.is_not_null());
        let mut theirs = absents.clone();
        theirs.push(me);
        let taken = fil::referent_id.is_not_null().and(fil::referent_id.assume_not_null().eq_any(theirs));
        // Each part reads an index of its own; one that can find nothing would make the planner read the whole table.
        let mut visible = fil::table.into_boxed().filter(taken);
        if !follows.is_empty() {
            visible = visible.or_filter(fil::id.eq_any(follows.clone()));
        }
        if !places.is_empty() {
            let team = fil::espace_id.eq_any(places.clone()).and(nobody);
            visible = visible.or_filter(team.and(fil::id.ne_all(stopped.clone())));
        }
        visible
    }

    /// Why they see a thread; nothing for the jeune, whose it is.
    pub fn acces(&self, fil: &str, referent: Option<&str>) -> Option<Acces> {
        let opens = self.opens.as_ref()?;
        let me = self.compte().to_string();
        Some(match referent {
            Some(referent) if referent == me => Acces::Referent,
            Some(referent) if opens.absents.iter().any(|absent| absent == referent) => Acces::Remplacant,
            _ if opens.follows.iter().any(|followed| followed == fil) => Acces::Lecteur,
            None => Acces::Equipe,
            Some(_) => Acces::Relayee,
        })
    }

    /// The jeune and the référent of a thread, when the reader may see it.
    pub fn find(&self, db: &mut Conn, fil: FilId) -> Result<(CompteId, Option<CompteId>), Error> {
        let row: Option<(AsText<CompteId>, Option<AsText<CompteId>>)> = self
            .visible()
            .filter(fil::id.eq(fil.to_string()))
            .select((fil::jeune_id, fil::referent_id))
            .first(db)
            .optional()?;
        let (AsText(jeune), referent) = row.ok_or(ProblemKind::Introuvable)?;
        Ok((jeune, referent.map(|AsText(referent)| referent)))
    }
}

fn opens(db: &mut Conn, referent: &Referent, now: Instant) -> Result<Opens, Error> {
    let (me, mine) = (referent.compte.to_string(), referent.structures.iter().map(ToString::to_string));
    let places = animation::table.filter(animation::structure_id.eq_any(mine)).select(animation::espace_id).load(db)?;
    let absents = remplacement::table
        .filter(remplacement::remplacant_id.eq(me.clone()))
        .filter(remplacement::debut_le.le(now.0))
        .filter(remplacement::fin_le.gt(now.0))
        .select(remplacement::absent_id)
        .load(db)?;
    let follows = lecteur::table.filter(lecteur::compte_id.eq(me.clone())).select(lecteur::fil_id).load(db)?;
    let stopped = signalement::table
        .filter(signalement::par_id.eq(me))
        .filter(signalement::blocage.eq(true))
        .select(signalement::fil_id)
        .load(db)?;
    Ok(Opens { places, absents, follows, stopped })
}

/// Refuses a caller who is not the référent of a thread; who may not even see it learns nothing of it.
pub fn check_own(tx: &mut Tx<'_>, referent: &Referent, fil: FilId) -> Result<CompteId, Error> {
    let reader = Reader::at(tx.db, &Correspondant::Referent(referent.clone()), tx.now)?;
    match reader.find(tx.db, fil)? {
        (jeune, Some(own)) if own == referent.compte => Ok(jeune),
        _ => Err(ProblemKind::Interdit.into()),
    }
}

/// Refuses whoever is no other référent of the team of a thread.
pub fn check_colleague(db: &mut Conn, me: CompteId, fil: FilId, collegue: CompteId) -> Result<(), Error> {
    if collegue != me && team(db, fil)?.contains(&collegue) {
        return Ok(());
    }
    Err(ProblemKind::CollegueInvalide.into())
}

/// The référents of the structures that animate the espace-temps of a thread.
pub fn team(db: &mut Conn, fil: FilId) -> Result<Vec<CompteId>, Error> {
    members(db, fil, Box::new(membre::referent.eq(true)))
}

/// Those who coordinate for these structures: they hear that somebody waits, and not what was said.
pub fn coordonnateurs(db: &mut Conn, fil: FilId) -> Result<Vec<CompteId>, Error> {
    members(db, fil, Box::new(membre::coordonne.eq(true)))
}

type Are = Box<dyn diesel::BoxableExpression<membre::table, MultiBackend, SqlType = diesel::sql_types::Bool>>;

fn members(db: &mut Conn, fil: FilId, are: Are) -> Result<Vec<CompteId>, Error> {
    let espace = fil::table.find(fil.to_string()).select(fil::espace_id).first::<String>(db)?;
    let structures: Vec<String> =
        animation::table.filter(animation::espace_id.eq(espace)).select(animation::structure_id).load(db)?;
    let rows: Vec<AsText<CompteId>> = membre::table
        .filter(membre::structure_id.eq_any(structures))
        .filter(are)
        .select(membre::compte_id)
        .distinct()
        .load(db)?;
    Ok(rows.into_iter().map(|AsText(compte)| compte).collect())
}

/// Those who answer in the place of a référent now.
pub fn substitutes(db: &mut Conn, referent: CompteId, now: Instant) -> Result<Vec<CompteId>, Error> {
    let rows: Vec<Option<AsText<CompteId>>> = remplacement::table
        .filter(remplacement::absent_id.eq(referent.to_string()))
        .filter(remplacement::debut_le.le(now.0))
        .filter(remplacement::fin_le.gt(now.0))
        .select(remplacement::remplacant_id)
        .load(db)?;
    Ok(rows.into_iter().flatten().map(|AsText(compte)| compte).collect())
}

/// A thread of which something was read, with its référent.
pub type Read = (FilId, Option<CompteId>);

/// What has to be written down: of whoever is not the référent, once a day for each reason.
pub fn traces(db: &mut Conn, reader: &Reader, read: Vec<Read>, jour: Jour) -> Result<Vec<(FilId, Acces)>, Error> {
    let mut traces = Vec::new();
    for (fil, referent) in read {
        let acces = reader.acces(&fil.to_string(), referent.map(|one| one.to_string()).as_deref());
        let Some(acces) = acces.filter(|acces| *acces != Acces::Referent) else { continue };
        if !traces.contains(&(fil, acces)) && !is_recorded(db, reader.compte(), fil, acces, jour)? {
            traces.push((fil, acces));
        }
    }
    Ok(traces)
}

/// Writes down that someone who is not the référent has read a thread: once a day for each reason.
pub fn record(tx: &mut Tx<'_>, compte: CompteId, fil: FilId, acces: Acces, jour: Jour) -> Result<(), Error> {
    diesel::sql_query(
        "INSERT INTO consultation (fil_id, compte_id, jour, acces, le) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (fil_id, compte_id, jour, acces) DO NOTHING",
    )
    .bind::<diesel::sql_types::Text, _>(fil.to_string())
    .bind::<diesel::sql_types::Text, _>(compte.to_string())
    .bind::<diesel::sql_types::Text, _>(jour.to_string())
    .bind::<diesel::sql_types::Text, _>(acces.code())
    .bind::<diesel::sql_types::BigInt, _>(tx.now.0)
    .execute(tx.db)?;
    Ok(())
}

// Whether someone has been written down as a reader of a thread today, for a reason.
fn is_recorded(db: &mut Conn, compte: CompteId, fil: FilId, acces: Acces, jour: Jour) -> Result<bool, Error> {
    let known = consultation::table
        .find((fil.to_string(), compte.to_string(), jour.to_string(), acces.code()))
        .select(consultation::le)
        .first::<i64>(db)
        .optional()?;
    Ok(known.is_some())
}
