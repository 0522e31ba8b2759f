//! Joining, seeing, leaving. A place is taken by a conditional write, with its number in the order of arrival (P01).

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
    sql_types::{BigInt, Bool, Integer, Text},
};
use shared::{
    Instant, Problem, ProblemKind,
    ateliers::{EtatAtelier, EtatInscription, Inscription, JoinAtelier},
    fields::{Jour, MoisDeNaissance},
    ids::{AtelierId, CompteId, InscriptionId},
    messages::Evenement,
    permanences::Rappels,
};

use super::{
    attente::{give_back, lock},
    avis,
    lecture::{Found, find, read, shown},
    liste, rappels,
    stored::Full,
};
use crate::{
    caller::Jeune,
    db::{AsText, Conn, Plan, Tx, id},
    live::Notice,
    outbox,
    permanences::{Garde, rappels_of},
    problem::Error,
    schema::{atelier, envoi, inscription, jeune},
};

/// Takes a place, or waits for one.
pub fn join(tx: &mut Tx<'_>, caller: &Jeune, request: &JoinAtelier, today: Jour) -> Result<Inscription, Error> {
    // What others who join do not change is read before the lock: hundreds may come at the same moment.
    let mut full = liste::read(tx.db, request.atelier)?;
    let person = read_person(tx.db, caller, today)?;
    // The write comes first, and is one: it takes the place or the rank together with the number, and says what it took.
    // Whoever else joins waits for the end of this transaction: few statements follow.
    let Some(taken) = write_place(tx, request.atelier, tx.now, request.ou_attendre)? else {
        return Err(refusal(tx, caller, request.atelier, person.age)?.into());
    };
    // Whoever publishes it changed it while this one waited for the row.
    if taken.version != full.stored.version || taken.changements != full.stored.changements {
        full = liste::read(tx.db, request.atelier)?;
    }
    if !person.age.is_some_and(|age| full.is_for(age)) {
        return Err(ProblemKind::AgeHorsPublic.into());
    }
    if request.accompagne && !full.stored.accompagne {
        return Err(Problem::fields([("accompagne", "pas-ici")]).into());
    }
    let etat = taken.etat();
    let reminded = Some(&person.rappels).filter(|_| etat == EtatInscription::Inscrit);
    let new = insert(tx, caller, full, (&taken, etat, request.accompagne), reminded)?;
    tell(tx, caller.compte);
    shown(tx.db, new, tx.now)
}

/// What the write gave that took a place, or a rank among those who wait.
#[derive(diesel::QueryableByName)]
pub struct Taken {
    #[diesel(sql_type = BigInt)]
    numero: i64,
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Integer)]
    changements: i32,
    #[diesel(sql_type = Integer)]
    places_libres: i32,
    #[diesel(sql_type = Integer)]
    attentes: i32,
}

impl Taken {
    // The table refuses a free place beside somebody who waits: whoever made one more wait is that one.
    fn etat(&self) -> EtatInscription {
        if 0 < self.attentes { EtatInscription::Attend } else { EtatInscription::Inscrit }
    }
}

/// Takes a place of an atelier that starts after a moment, if there is one.
pub fn take(tx: &mut Tx<'_>, of: AtelierId, after: Instant) -> Result<Option<Taken>, Error> {
    write_place(tx, of, after, false)
}

fn write_place(tx: &mut Tx<'_>, of: AtelierId, after: Instant, waits: bool) -> Result<Option<Taken>, Error> {
    let taken: Vec<Taken> = diesel::sql_query(
        "UPDATE atelier SET numero = numero + 1, \
         places_libres = CASE WHEN 0 < places_libres THEN places_libres - 1 ELSE 0 END, \
         attentes = CASE WHEN 0 < places_libres THEN attentes ELSE attentes + 1 END \
         WHERE id = $1 AND etat = 'publie' AND $2 < debut AND (0 < places_libres OR $3) \
         RETURNING numero, version, changements, places_libres, attentes",
    )
    .bind::<Text, _>(of.to_string())
    .bind::<BigInt, _>(after.0)
    .bind::<Bool, _>(waits)
    .load(tx.db)?;
    Ok(taken.into_iter().next())
}

/// Writes an inscription under the number that was just taken, with its reminders.
pub fn insert(
    tx: &mut Tx<'_>,
    caller: &Jeune,
    mut full: Full,
    (taken, etat, accompagne): (&Taken, EtatInscription, bool),
    reminded: Option<&Rappels>,
) -> Result<Found, Error> {
    let new: InscriptionId = id();
    let &Taken { numero, changements, places_libres, .. } = taken;
    (full.stored.places_libres, full.stored.changements) = (places_libres, changements);
    let row = diesel::insert_into(inscription::table).values((
        inscription::id.eq(new.to_string()),
        inscription::atelier_id.eq(full.id.to_string()),
        inscription::jeune_id.eq(caller.compte.to_string()),
        inscription::etat.eq(etat.code()),
        inscription::numero.eq(numero),
        inscription::accompagne.eq(accompagne),
        inscription::vu.eq(changements),
        inscription::repondu.eq(false),
        inscription::tenue.eq(etat != EtatInscription::Attend),
        inscription::pris_le.eq(tx.now.0),
        inscription::change_le.eq(tx.now.0),
    ));
    let reminders = reminded.map(|choice| rappels::of(caller.compte, (new, &full), choice, tx.now)).unwrap_or_default();
    let rows = reminders.iter().map(outbox::row);
    // All of it is one statement.
    let plan =
        rows.fold(Plan::answer(()).change(row), |plan, row| plan.change(diesel::insert_into(envoi::table).values(row)));
    match plan.run(tx.db) {
        Err(why) if Error::is_duplicate(&why) => return Err(ProblemKind::DejaInscrit.into()),
        done => done?,
    }
    Ok(Found { id: new, etat, full, numero, accompagne, offre_jusquau: None, vu: changements, repondu: false })
}

/// What joining asks of a jeune.
pub struct Person {
    /// Their age, in whole years.
    pub age: Option<u8>,
    rappels: Rappels,
}

/// Reads it.
pub fn read_person(db: &mut Conn, caller: &Jeune, today: Jour) -> Result<Person, Error> {
    let (annee, mois, (semaine, veille, heures)): (i32, i32, (bool, bool, bool)) = jeune::table
        .find(caller.compte.to_string())
        .select((
            jeune::naissance_annee,
            jeune::naissance_mois,
            (jeune::rappel_semaine, jeune::rappel_veille, jeune::rappel_heures),
        ))
        .first(db)?;
    Ok(Person { age: age(annee, mois, today), rappels: Rappels { semaine, veille, heures, joignable: true } })
}

/// How old somebody is, in whole years.
pub fn age(annee: i32, mois: i32, today: Jour) -> Option<u8> {
    let born = i16::try_from(annee).ok().zip(u8::try_from(mois).ok());
    born.and_then(|(annee, mois)| MoisDeNaissance { annee, mois }.age_on(today))
}

// Why nobody could take a place, the plainest reason first: of what the atelier is now, not before it was waited for.
fn refusal(tx: &mut Tx<'_>, caller: &Jeune, of: AtelierId, age: Option<u8>) -> Result<ProblemKind, Error> {
    let full = &liste::read(tx.db, of)?;
    let kind = match full.etat {
        EtatAtelier::Annule => ProblemKind::AtelierAnnule,
        _ if !full.is_to_come(tx.now) => ProblemKind::AtelierPasse,
        EtatAtelier::Brouillon | EtatAtelier::Fait => ProblemKind::AtelierPasse,
        EtatAtelier::Publie if of_jeune(tx.db, caller, full.id)?.is_some() => ProblemKind::DejaInscrit,
        EtatAtelier::Publie if !age.is_some_and(|age| full.is_for(age)) => ProblemKind::AgeHorsPublic,
        EtatAtelier::Publie => ProblemKind::AtelierComplet,
    };
    Ok(kind)
}

/// The states in which somebody holds a place or waits for one: one at a time.
pub const HELD: [&str; 5] = ["inscrit", "attend", "offert", "present", "absent"];

/// What a jeune holds of an atelier.
pub fn of_jeune(
    db: &mut Conn,
    caller: &Jeune,
    id: AtelierId,
) -> Result<Option<(InscriptionId, EtatInscription)>, Error> {
    let row: Option<(AsText<InscriptionId>, String)> = inscription::table
        .filter(inscription::atelier_id.eq(id.to_string()))
        .filter(inscription::jeune_id.eq(caller.compte.to_string()))
        .filter(inscription::etat.eq_any(HELD))
        .select((inscription::id, inscription::etat))
        .first(db)
        .optional()?;
    Ok(row.and_then(|(AsText(id), etat)| Some((id, EtatInscription::from_code(&etat)?))))
}

/// Leaves before the start, waits no longer, or does not take what is offered. Twice is once.
pub fn leave(tx: &mut Tx<'_>, caller: &Jeune, id: InscriptionId, garde: Garde) -> Result<Inscription, Error> {
    let of = find(tx.db, caller, id)?.full.id;
    // The lock comes before the look: whoever else gives back or takes a place of this atelier comes after.
    lock(tx, of)?;
    let one = find(tx.db, caller, id)?;
    match one.etat {
        EtatInscription::Quitte | EtatInscription::Passe => return read(tx.db, caller, id, tx.now),
        EtatInscription::Annule => return Err(ProblemKind::AtelierAnnule.into()),
        _ if !one.full.is_to_come(tx.now) => return Err(ProblemKind::AtelierPasse.into()),
        // Also whoever signed before the start, or was marked in the morning.
        EtatInscription::Inscrit | EtatInscription::Offert | EtatInscription::Present | EtatInscription::Absent => {
            end(tx, id, EtatInscription::Quitte)?;
            give_back(tx, of, garde)?;
        }
        EtatInscription::Attend => {
            end(tx, id, EtatInscription::Quitte)?;
            diesel::update(atelier::table.find(of.to_string()))
                .set(atelier::attentes.eq(atelier::attentes - 1))
                .execute(tx.db)?;
        }
    }
    tell(tx, caller.compte);
    read(tx.db, caller, id, tx.now)
}

/// Ends an inscription of an atelier that is locked: its reminders and its news with it.
pub fn end(tx: &mut Tx<'_>, id: InscriptionId, etat: EtatInscription) -> Result<(), Error> {
    diesel::update(inscription::table.find(id.to_string()))
        .set((
            inscription::etat.eq(etat.code()),
            inscription::offre_jusquau.eq(None::<i64>),
            inscription::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    outbox::cancel(tx, &[id.to_string(), avis::about_offer(id)])
}

/// Takes the place that is kept.
pub fn accept(tx: &mut Tx<'_>, caller: &Jeune, id: InscriptionId) -> Result<Inscription, Error> {
    let of = find(tx.db, caller, id)?.full.id;
    // The lock comes before the look, as in leaving.
    lock(tx, of)?;
    let one = find(tx.db, caller, id)?;
    let taken = diesel::update(inscription::table.find(id.to_string()))
        .filter(inscription::etat.eq(EtatInscription::Offert.code()))
        .filter(inscription::offre_jusquau.gt(tx.now.0))
        .set((
            inscription::etat.eq(EtatInscription::Inscrit.code()),
            inscription::tenue.eq(true),
            inscription::offre_jusquau.eq(None::<i64>),
            inscription::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    if taken == 0 || !one.full.is_to_come(tx.now) {
        return Err(no_offer(&one, tx.now).into());
    }
    outbox::cancel(tx, &[avis::about_offer(id)])?;
    let choice = rappels_of(tx.db, caller)?;
    rappels::plan(tx, caller.compte, (id, &one.full), &choice)?;
    tell(tx, caller.compte);
    read(tx.db, caller, id, tx.now)
}

// Why there is nothing to take, in words of an atelier.
fn no_offer(one: &Found, now: Instant) -> Problem {
    let title = match one.etat {
        EtatInscription::Annule => return ProblemKind::AtelierAnnule.into(),
        _ if !one.full.is_to_come(now) => return ProblemKind::AtelierPasse.into(),
        EtatInscription::Attend => "Ce n’est pas encore ton tour. Tu es toujours sur la liste d’attente.",
        EtatInscription::Inscrit => "Tu as déjà ta place à cet atelier.",
        _ => "Cette place n’est plus gardée pour toi. Tu peux choisir un autre atelier.",
    };
    Problem { title: title.to_owned(), ..ProblemKind::OffrePassee.into() }
}

/// The jeune has seen the changes up to one. What came after it stays to be seen, and is still told.
pub fn see(tx: &mut Tx<'_>, caller: &Jeune, (id, changements): (InscriptionId, u32)) -> Result<(), Error> {
    let of = find(tx.db, caller, id)?.full.id;
    lock(tx, of)?;
    let one = find(tx.db, caller, id)?;
    let now = one.full.stored.changements;
    let seen = i32::try_from(changements).unwrap_or(i32::MAX).min(now).max(one.vu);
    diesel::update(inscription::table.find(id.to_string())).set(inscription::vu.eq(seen)).execute(tx.db)?;
    if seen < now { Ok(()) } else { crate::avis::cancel(tx, &avis::about_change(of), caller.compte) }
}

/// Tells the open pages of a jeune.
pub fn tell(tx: &mut Tx<'_>, compte: CompteId) {
    tx.tell(Notice { comptes: vec![compte], evenement: Evenement::RendezVous {} });
}
