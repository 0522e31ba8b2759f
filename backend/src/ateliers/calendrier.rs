//! Ateliers in the calendars that leave the product: titles name no structure, no person and no need (P43).

use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ateliers::EtatInscription,
    ids::{AtelierId, CompteId, InscriptionId},
};

use crate::{
    caller::Jeune,
    db::{AsText, Conn},
    permanences::calendrier::{Entry, TITLE, print},
    problem::Error,
    schema::{atelier, inscription, lieu, meneur},
};

const TITLE_PRO: &str = "Atelier";

type Row = (AsText<InscriptionId>, String, (i64, i64), String, (i64, i64, i64), bool);

macro_rules! inscriptions_of {
    ($compte:expr) => {
        inscription::table
            .inner_join(atelier::table.inner_join(lieu::table))
            .filter(inscription::jeune_id.eq($compte.to_string()))
            .select((
                inscription::id,
                inscription::etat,
                (atelier::debut, atelier::fin),
                lieu::fuseau,
                (inscription::pris_le, inscription::change_le, atelier::change_le),
                inscription::tenue,
            ))
    };
}

// Who waits has nothing in the calendar yet; who only waited never had.
fn to_entry((AsText(id), etat, (debut, fin), fuseau, (made, changed, moved), held): Row) -> Option<Entry> {
    if !held {
        return None;
    }
    let cancelled = match EtatInscription::from_code(&etat)? {
        EtatInscription::Attend | EtatInscription::Offert => return None,
        EtatInscription::Inscrit | EtatInscription::Present | EtatInscription::Absent => false,
        EtatInscription::Quitte | EtatInscription::Passe | EtatInscription::Annule => true,
    };
    let (debut, fin, changed) = (Instant(debut), Instant(fin), changed.max(moved));
    Some(Entry { uid: id.to_string(), title: TITLE.to_owned(), debut, fin, fuseau, made, changed, cancelled })
}

/// The file of an inscription; of one that ended it takes it away again.
pub fn one(db: &mut Conn, caller: &Jeune, inscription: InscriptionId, address: &str) -> Result<String, Error> {
    let row: Option<Row> =
        inscriptions_of!(caller.compte).filter(inscription::id.eq(inscription.to_string())).first(db).optional()?;
    let entry = row.and_then(to_entry).ok_or(ProblemKind::Introuvable)?;
    let method = if entry.cancelled { "CANCEL" } else { "PUBLISH" };
    Ok(print(&[entry], method, address))
}

/// What a jeune has joined, since a moment.
pub fn of_jeune(db: &mut Conn, compte: CompteId, since: Instant) -> Result<Vec<Entry>, Error> {
    let rows: Vec<Row> = inscriptions_of!(compte)
        .filter(atelier::debut.gt(since.0))
        .order((atelier::debut, inscription::id))
        .load(db)?;
    Ok(rows.into_iter().filter_map(to_entry).collect())
}

/// What a professional leads, since a moment.
pub fn of_professional(db: &mut Conn, compte: CompteId, since: Instant) -> Result<Vec<Entry>, Error> {
    type Row = (AsText<AtelierId>, String, (i64, i64), String, (i64, i64));
    let rows: Vec<Row> = meneur::table
        .inner_join(atelier::table.on(atelier::id.eq(meneur::atelier_id)))
        .inner_join(lieu::table.on(lieu::id.eq(atelier::lieu_id)))
        .filter(meneur::professionnel_id.eq(compte.to_string()))
        .filter(atelier::debut.gt(since.0))
        .filter(atelier::publie_le.is_not_null())
        .order((atelier::debut, atelier::id))
        .select((
            atelier::id,
            atelier::etat,
            (atelier::debut, atelier::fin),
            lieu::fuseau,
            (atelier::cree_le, atelier::change_le),
        ))
        .load(db)?;
    let entry = |(AsText(id), etat, (debut, fin), fuseau, (made, changed)): Row| Entry {
        uid: id.to_string(),
        title: TITLE_PRO.to_owned(),
        debut: Instant(debut),
        fin: Instant(fin),
        fuseau,
        made,
        changed,
        cancelled: etat == "annule",
    };
    Ok(rows.into_iter().map(entry).collect())
}
