//! Émargement: the list of the day, guests, and the code that lives a minute.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem, ProblemKind,
    ateliers::{
        AddInvite, CodePresence, EtatAtelier, EtatInscription, Inscription, MarkParticipant, Participant, Pointage,
        SignPresence,
    },
    fields::Jour,
    ids::{AtelierId, CompteId, InscriptionId},
};

use super::{attente, inscription as joined, lecture, liste, pro, stored::Full};
use crate::{
    caller::{Jeune, Professionnel},
    comptes::keys::Keys,
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{atelier, inscription, jeune},
    time,
};

const CLOSED: &str = "La liste est déjà close. Demande à la personne qui anime : elle peut t’ajouter.";
const PURPOSE: &str = "presence";
const MINUTE: i64 = 60_000;
// Somebody who scanned at the last second has this long to be heard.
const GRACE: i64 = 30_000;
// Before the start and after the end.
const AROUND_MINUTES: i64 = 60;

/// Marks someone. The last tap counts, whatever the order in which they arrive.
pub fn mark(tx: &mut Tx<'_>, caller: &Professionnel, request: &MarkParticipant) -> Result<Participant, Error> {
    type Row = (AsText<AtelierId>, Option<AsText<CompteId>>, String);
    let id = request.inscription.to_string();
    let row: Option<Row> = inscription::table
        .find(&id)
        .select((inscription::atelier_id, inscription::jeune_id, inscription::etat))
        .first(tx.db)
        .optional()?;
    let (AsText(of), jeune, etat) = row.ok_or(ProblemKind::Introuvable)?;
    let full = pro::kept(tx.db, caller, of)?;
    let morning = check_day(&full, tx.now)?;
    let listed = ["inscrit", "present", "absent"];
    if !listed.contains(&etat.as_str()) {
        return Err(ProblemKind::PlusPrevu.into());
    }
    let marked = match request.pointage {
        Pointage::Attendu => EtatInscription::Inscrit,
        Pointage::Present => EtatInscription::Present,
        Pointage::Absent => EtatInscription::Absent,
    };
    // A phone whose clock is wrong: never before the morning of that day, never in the future.
    let at = request.le.max(morning).min(tx.now).0;
    diesel::update(inscription::table.find(&id))
        .filter(inscription::etat.eq_any(listed))
        .filter(inscription::marque_le.is_null().or(inscription::marque_le.le(at)))
        .set((inscription::etat.eq(marked.code()), inscription::marque_le.eq(at), inscription::change_le.eq(tx.now.0)))
        .execute(tx.db)?;
    if let Some(AsText(jeune)) = jeune {
        joined::tell(tx, jeune);
    }
    pro::tell_keepers(tx, &full)?;
    read(tx.db, request.inscription)
}

/// A guest came: they take no place from those who joined.
pub fn add(tx: &mut Tx<'_>, caller: &Professionnel, request: &AddInvite) -> Result<Participant, Error> {
    let full = pro::kept(tx.db, caller, request.atelier)?;
    check_day(&full, tx.now)?;
    let row = || atelier::table.find(request.atelier.to_string());
    diesel::update(row()).set(atelier::numero.eq(atelier::numero + 1)).execute(tx.db)?;
    let numero: i64 = row().select(atelier::numero).first(tx.db)?;
    let new: InscriptionId = id();
    diesel::insert_into(inscription::table)
        .values((
            inscription::id.eq(new.to_string()),
            inscription::atelier_id.eq(request.atelier.to_string()),
            inscription::prenom.eq(request.prenom.as_str()),
            inscription::etat.eq(EtatInscription::Present.code()),
            inscription::numero.eq(numero),
            inscription::accompagne.eq(false),
            inscription::vu.eq(full.stored.changements),
            inscription::repondu.eq(false),
            (inscription::pris_le.eq(tx.now.0), inscription::change_le.eq(tx.now.0)),
        ))
        .execute(tx.db)?;
    pro::tell_keepers(tx, &full)?;
    read(tx.db, new)
}

// From the morning of that day on, of what is held. Says when that morning began.
fn check_day(full: &Full, now: Instant) -> Result<Instant, Error> {
    let morning = time::start_of(time::day_of(full.debut(), &full.zone), &full.zone);
    match full.etat {
        EtatAtelier::Brouillon | EtatAtelier::Annule => Err(pro::cancelled().into()),
        EtatAtelier::Publie | EtatAtelier::Fait if now < morning => Err(ProblemKind::PasEncore.into()),
        EtatAtelier::Publie | EtatAtelier::Fait => Ok(morning),
    }
}

// Only after the caller's right to the list was looked at.
fn read(db: &mut Conn, id: InscriptionId) -> Result<Participant, Error> {
    let row: pro::ParticipantRow = inscription::table
        .left_join(jeune::table)
        .filter(inscription::id.eq(id.to_string()))
        .select(pro::participant())
        .first(db)?;
    pro::to_participant(row).ok_or_else(|| ProblemKind::Introuvable.into())
}

/// Whether the code may be shown and used now.
pub fn check_hour(full: &Full, now: Instant) -> Result<(), Error> {
    let (from, to) =
        (full.debut().plus_minutes(-AROUND_MINUTES), Instant(full.stored.fin).plus_minutes(AROUND_MINUTES));
    match full.etat {
        EtatAtelier::Brouillon | EtatAtelier::Annule => Err(ProblemKind::AtelierAnnule.into()),
        _ if now < from => Err(ProblemKind::PasEncore.into()),
        _ if to < now => Err(ProblemKind::AtelierPasse.into()),
        EtatAtelier::Publie | EtatAtelier::Fait => Ok(()),
    }
}

fn content(of: AtelierId, minute: i64) -> String {
    format!("{of} {minute}")
}

/// The code of a minute, and when that minute ends. Only this installation can make it.
pub fn code(keys: &Keys, of: AtelierId, now: Instant) -> (String, Instant) {
    let minute = now.0.div_euclid(MINUTE);
    (keys.mark(PURPOSE, &content(of, minute)), Instant((minute + 1) * MINUTE))
}

/// Whether a code is of this minute, or of the one before for thirty seconds more.
pub fn is_code(keys: &Keys, of: AtelierId, now: Instant, code: &CodePresence) -> bool {
    let minutes = [now.0.div_euclid(MINUTE), (now.0 - GRACE).div_euclid(MINUTE)];
    minutes.iter().any(|minute| keys.is_mark(PURPOSE, &content(of, *minute), code.as_str()))
}

/// A refusal in the words of somebody who is there already: nobody waits for what begins.
pub fn said_there(error: Error) -> Error {
    match error {
        Error::Refused(problem) if problem.kind == ProblemKind::AtelierComplet => {
            let title = "C’est complet. Demande à la personne qui anime : elle peut t’ajouter.".to_owned();
            Problem { title, ..problem }.into()
        }
        error => error,
    }
}

/// The jeune is there: marked, and joined first when they had not and there is room. The code is looked at in the transaction:
/// a retry that comes after its minute still gets the first answer.
pub fn sign(
    tx: &mut Tx<'_>,
    caller: &Jeune,
    request: &SignPresence,
    (keys, today): (&Keys, Jour),
) -> Result<Inscription, Error> {
    let of = request.atelier;
    if !is_code(keys, of, tx.now, &request.code) {
        return Err(ProblemKind::CodeDePassageRefuse.into());
    }
    attente::lock(tx, of)?;
    let full = liste::read(tx.db, of)?;
    check_hour(&full, tx.now)?;
    if !full.is_to_come(tx.now) {
        attente::close(tx, of)?;
    }
    let person = joined::read_person(tx.db, caller, today)?;
    let here = match joined::of_jeune(tx.db, caller, of)? {
        Some((_, EtatInscription::Attend)) => return Err(ProblemKind::AtelierComplet.into()),
        Some((id, _)) => id,
        None if full.etat == EtatAtelier::Fait => {
            return Err(Problem { title: CLOSED.to_owned(), ..ProblemKind::AtelierPasse.into() }.into());
        }
        None if !person.age.is_some_and(|age| full.is_for(age)) => return Err(ProblemKind::AgeHorsPublic.into()),
        None => match joined::take(tx, of, Instant(0))? {
            Some(taken) => {
                joined::insert(tx, caller, full.clone(), (&taken, EtatInscription::Present, false), None)?.id
            }
            None => return Err(ProblemKind::AtelierComplet.into()),
        },
    };
    joined::end(tx, here, EtatInscription::Present)?;
    diesel::update(inscription::table.find(here.to_string()))
        .set((inscription::marque_le.eq(tx.now.0), inscription::tenue.eq(true)))
        .execute(tx.db)?;
    joined::tell(tx, caller.compte);
    pro::tell_keepers(tx, &full)?;
    lecture::read(tx.db, caller, here, tx.now)
}
