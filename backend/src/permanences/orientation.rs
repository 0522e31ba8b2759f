//! What others have taken for a jeune: the code on a paper, and what waits in the app for a yes or a no.

use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ids::{CreneauId, PrescriptionId, RendezVousId},
    permanences::{Besoin, EtatRendezVous, Mode, Orientation, RendezVous},
};

use super::{
    avis,
    possible::{Bounds, Garde},
    prescription::{DECLINED, TAKEN, answer_of, refuse},
    rendez_vous::{KEPT, find, take_over},
};
use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales::Escales,
    },
    caller::Jeune,
    db::{AsText, Conn, Plan, Tx},
    outbox,
    problem::Error,
    schema::{creneau, lieu, permanence, prescription, professionnel, rendez_vous, structure},
};

type OrientationRow =
    (AsText<PrescriptionId>, String, (i64, i64, String), (String, LieuRow, String), Option<String>, String);

macro_rules! orientations {
    () => {
        prescription::table
            .inner_join(structure::table.on(structure::id.eq(prescription::structure_id)))
            .inner_join(rendez_vous::table.on(rendez_vous::id.eq(prescription::rendez_vous_id)))
            .inner_join(creneau::table.on(creneau::id.eq(rendez_vous::creneau_id)))
            .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
            .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
            .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
            .select((
                prescription::id,
                structure::nom,
                (creneau::debut, creneau::fin, creneau::besoin),
                (professionnel::prenom, LIEU, permanence::mode),
                prescription::reponse,
                rendez_vous::etat,
            ))
    };
}

fn complete(db: &mut Conn, rows: Vec<OrientationRow>, now: Instant) -> Result<Vec<Orientation>, Error> {
    let escales = Escales::of(db, rows.iter().map(|row| (&row.3.1, row.2.0)))?;
    Ok(rows.into_iter().filter_map(|row| to_orientation(row, &escales, now)).collect())
}

fn to_orientation(row: OrientationRow, escales: &Escales, now: Instant) -> Option<Orientation> {
    let (AsText(id), structure, (debut, fin, besoin), (professionnel, lieu, mode), reponse, etat) = row;
    let is_open = reponse.is_none() && etat == KEPT && now.0 < debut;
    let mode = Mode::from_code(&mode)?;
    is_open.then_some(Orientation {
        id,
        structure,
        debut: Instant(debut),
        fin: Instant(fin),
        besoin: Besoin::from_code(&besoin)?,
        professionnel,
        lieu: escales.place_by(mode, lieu, Instant(debut)),
        mode,
    })
}

/// What the code on a paper stands for, as long as it is good.
pub fn read(db: &mut Conn, empreinte: &str, now: Instant) -> Result<Orientation, Error> {
    let row: Option<OrientationRow> =
        orientations!().filter(prescription::empreinte.eq(empreinte)).first(db).optional()?;
    let row = row.ok_or(ProblemKind::Introuvable)?;
    complete(db, vec![row], now)?.pop().ok_or_else(|| ProblemKind::CodeUtilise.into())
}

/// What waits for an answer of the jeune, the nearest first.
pub fn list_for(db: &mut Conn, caller: &Jeune, now: Instant) -> Result<Vec<Orientation>, Error> {
    let rows: Vec<OrientationRow> = orientations!()
        .filter(prescription::pour_id.eq(caller.compte.to_string()))
        .filter(prescription::reponse.is_null())
        .order((creneau::debut, prescription::id))
        .load(db)?;
    complete(db, rows, now)
}

/// The jeune takes the rendez-vous over: with the code, whoever they are; by its id, when it is for them.
pub fn accept(db: &mut Conn, caller: &Jeune, which: &Which, bounds: Bounds) -> Result<Plan<RendezVous>, Error> {
    let orientation = match which {
        Which::Code(empreinte) => match taken_by(db, caller, empreinte, bounds.now)? {
            Some(mine) => return Ok(Plan::answer(mine)),
            None => read(db, empreinte, bounds.now)?,
        },
        Which::Mine(prescription) => {
            check_for(db, caller, *prescription)?;
            let row: OrientationRow =
                orientations!().filter(prescription::id.eq(prescription.to_string())).first(db)?;
            complete(db, vec![row], bounds.now)?.pop().ok_or(ProblemKind::PlusPrevu)?
        }
    };
    let (AsText(rendez_vous), AsText(creneau)): (AsText<RendezVousId>, AsText<CreneauId>) = prescription::table
        .inner_join(rendez_vous::table)
        .filter(prescription::id.eq(orientation.id.to_string()))
        .select((rendez_vous::id, rendez_vous::creneau_id))
        .first(db)?;
    let taken = diesel::update(prescription::table.find(orientation.id.to_string()))
        .filter(prescription::reponse.is_null())
        .set((prescription::reponse.eq(TAKEN), prescription::repondu_le.eq(bounds.now.0)));
    let seen = outbox::cancelling(avis::about_prescription(orientation.id));
    Ok(take_over(db, caller, (rendez_vous, creneau), bounds)?.change(taken).also(seen))
}

// The same jeune with the same paper gets the same answer, as long as the rendez-vous is to come.
fn taken_by(db: &mut Conn, caller: &Jeune, empreinte: &str, now: Instant) -> Result<Option<RendezVous>, Error> {
    let taken: Option<AsText<RendezVousId>> = prescription::table
        .filter(prescription::empreinte.eq(empreinte))
        .filter(prescription::reponse.eq(TAKEN))
        .select(prescription::rendez_vous_id)
        .first(db)
        .optional()?;
    let Some(AsText(rendez_vous)) = taken else { return Ok(None) };
    let mine = find(db, caller, rendez_vous)?;
    Ok(mine.map(|(one, _)| one).filter(|one| one.is_cancellable(now)))
}

/// By what a jeune takes a rendez-vous over.
pub enum Which {
    /// The digest of a code.
    Code(String),
    /// What was taken for them.
    Mine(PrescriptionId),
}

/// The jeune does not want it. Twice is once.
pub fn decline(tx: &mut Tx<'_>, caller: &Jeune, prescription: PrescriptionId, garde: Garde) -> Result<(), Error> {
    check_for(tx.db, caller, prescription)?;
    let (rendez_vous, reponse) = answer_of(tx.db, prescription)?;
    match reponse.as_deref() {
        None => refuse(tx, (prescription, rendez_vous), (DECLINED, EtatRendezVous::AnnuleParJeune), garde),
        Some(DECLINED) => Ok(()),
        Some(_) => Err(ProblemKind::PlusPrevu.into()),
    }
}

fn check_for(db: &mut Conn, caller: &Jeune, prescription: PrescriptionId) -> Result<(), Error> {
    let count: i64 = prescription::table
        .filter(prescription::id.eq(prescription.to_string()))
        .filter(prescription::pour_id.eq(caller.compte.to_string()))
        .count()
        .get_result(db)?;
    if count == 0 { Err(ProblemKind::Introuvable.into()) } else { Ok(()) }
}
