//! Prescription: a partner takes a place under a nickname; the jeune takes it over with the code on the paper, or in the
//! app when the contact and the first name are those of their account. Whether there is an account is never told (P14).

use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    fields::{Identifiant, Prenom},
    ids::{CompteId, CreneauId, PrescriptionId, RendezVousId},
    messages::Evenement,
    permanences::{Besoin, CodePrescription, EtatPrescription, EtatRendezVous, Prescribe, Prescription, Public},
};

use super::{attente, avis, possible::Garde, rendez_vous::KEPT};
use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales::Escales,
    },
    caller::Professionnel,
    comptes::{keys::Keys, searched},
    db::{AsText, Conn, MultiBackend, Tx, id},
    live::Notice,
    outbox,
    problem::Error,
    schema::{acces, creneau, jeune, lieu, permanence, prescription, professionnel, rendez_vous},
};

/// The answer of a jeune who takes the rendez-vous over.
pub const TAKEN: &str = "prise";
/// The answer of a jeune who does not.
pub const DECLINED: &str = "refusee";
const WITHDRAWN: &str = "retiree";
const PURPOSE: &str = "code-de-prescription";

macro_rules! select {
    () => {
        prescription::table
            .inner_join(rendez_vous::table.on(rendez_vous::id.eq(prescription::rendez_vous_id)))
            .inner_join(creneau::table.on(creneau::id.eq(rendez_vous::creneau_id)))
            .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
            .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
            .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
            .select((
                prescription::id,
                prescription::surnom,
                prescription::debut,
                prescription::reponse,
                (rendez_vous::etat, creneau::besoin, creneau::debut, LIEU, professionnel::prenom),
            ))
    };
}

/// The code of a prescription: made from its id by the installation alone, so that it can be printed again and is stored
/// nowhere.
pub fn code(keys: &Keys, prescription: PrescriptionId) -> Result<CodePrescription, Error> {
    let bytes = keys.derive(PURPOSE, &prescription.to_string());
    CodePrescription::from_bytes(&bytes).ok_or_else(|| Error::Internal("a code could not be made".to_owned()))
}

/// Shows the code as long as it is good.
pub fn with_code(keys: &Keys, (prescription, is_open): Known) -> Result<Prescription, Error> {
    let code = if is_open { Some(code(keys, prescription.id)?) } else { None };
    Ok(Prescription { code, ..prescription })
}

/// What is stored of a code.
pub fn mark(keys: &Keys, code: &CodePrescription) -> String {
    keys.mark(PURPOSE, code.as_str())
}

/// Takes a place for somebody.
pub fn prescribe(
    tx: &mut Tx<'_>,
    caller: &Professionnel,
    request: &Prescribe,
    (prescription, empreinte): (PrescriptionId, &str),
) -> Result<Known, Error> {
    if !caller.appartenances.iter().any(|place| place.structure == request.structure) {
        return Err(ProblemKind::Introuvable.into());
    }
    let (debut, receives) = take_place(tx, request.creneau)?;
    let rendez_vous: RendezVousId = id();
    diesel::insert_into(rendez_vous::table)
        .values((
            rendez_vous::id.eq(rendez_vous.to_string()),
            rendez_vous::creneau_id.eq(request.creneau.to_string()),
            rendez_vous::prenom.eq(request.surnom.as_str()),
            rendez_vous::etat.eq(KEPT),
            rendez_vous::accompagne.eq(request.accompagne),
            rendez_vous::pris_le.eq(tx.now.0),
            rendez_vous::change_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    let pour = match &request.contact {
        Some(contact) => whose(tx.db, contact, &request.surnom)?,
        None => None,
    };
    diesel::insert_into(prescription::table)
        .values((
            prescription::id.eq(prescription.to_string()),
            prescription::rendez_vous_id.eq(rendez_vous.to_string()),
            prescription::structure_id.eq(request.structure.to_string()),
            prescription::prescripteur_id.eq(caller.compte.to_string()),
            prescription::surnom.eq(request.surnom.as_str()),
            prescription::debut.eq(debut.0),
            prescription::pour_id.eq(pour.map(|compte| compte.to_string())),
            prescription::empreinte.eq(empreinte),
            prescription::creee_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    if let Some(pour) = pour {
        crate::avis::tell(tx, &avis::proposed(prescription, pour, debut))?;
    }
    tx.tell(Notice { comptes: pour.into_iter().chain([receives]).collect(), evenement: Evenement::RendezVous {} });
    find(tx.db, caller, prescription, tx.now)
}

// The write comes first and says what was taken for granted (P01); why it found nothing is looked up afterwards.
fn take_place(tx: &mut Tx<'_>, creneau: CreneauId) -> Result<(Instant, CompteId), Error> {
    let taken = diesel::update(creneau::table.find(creneau.to_string()))
        .filter(creneau::places_libres.gt(0))
        .filter(creneau::debut.gt(tx.now.0))
        .filter(creneau::ouvre_le.le(tx.now.0))
        .filter(creneau::ferme_le.gt(tx.now.0))
        .filter(creneau::public.ne(Public::SesJeunes.code()))
        .set(creneau::places_libres.eq(creneau::places_libres - 1))
        .execute(tx.db)?;
    let row: Option<(i64, AsText<CompteId>, bool, i32, String)> = creneau::table
        .find(creneau.to_string())
        .select((creneau::debut, creneau::professionnel_id, creneau::annule, creneau::places_libres, creneau::public))
        .first(tx.db)
        .optional()?;
    let (debut, AsText(receives), annule, free, public) = row.ok_or(ProblemKind::Introuvable)?;
    match taken {
        1 => Ok((Instant(debut), receives)),
        _ if annule => Err(ProblemKind::Introuvable.into()),
        _ if debut <= tx.now.0 => Err(ProblemKind::CreneauPasse.into()),
        _ if public == Public::SesJeunes.code() => Err(ProblemKind::CreneauPasPourToi.into()),
        _ if free == 0 => Err(ProblemKind::CreneauComplet.into()),
        _ => Err(ProblemKind::HorsDelai.into()),
    }
}

// Siblings share a phone: the first name tells them apart. Two accounts that match are none.
fn whose(db: &mut Conn, contact: &Identifiant, surnom: &Prenom) -> Result<Option<CompteId>, Error> {
    let found: Vec<AsText<CompteId>> = acces::table
        .inner_join(jeune::table.on(jeune::compte_id.eq(acces::compte_id)))
        .filter(acces::identifiant.eq(contact.as_str()))
        .filter(jeune::prenom_cherche.eq(searched(surnom.as_str())))
        .select(jeune::compte_id)
        .distinct()
        .load(db)?;
    match found.as_slice() {
        [AsText(one)] => Ok(Some(*one)),
        _ => Ok(None),
    }
}

/// What somebody prescribed: what is to come first, the nearest at the top; then the past, the latest first.
pub fn list(db: &mut Conn, caller: &Professionnel, now: Instant) -> Result<Vec<Known>, Error> {
    let rows: Vec<Row> = select!()
        .filter(prescription::prescripteur_id.eq(caller.compte.to_string()))
        .order(prescription::debut.desc())
        .limit(MOST)
        .load(db)?;
    let mut list = complete(db, rows, now)?;
    list.sort_by_key(|(one, _)| {
        let past = one.debut <= now;
        (past, if past { -one.debut.0 } else { one.debut.0 }, one.id)
    });
    Ok(list)
}

const MOST: i64 = 500;

fn find(db: &mut Conn, caller: &Professionnel, prescription: PrescriptionId, now: Instant) -> Result<Known, Error> {
    let row: Option<Row> = select!()
        .filter(prescription::id.eq(prescription.to_string()))
        .filter(prescription::prescripteur_id.eq(caller.compte.to_string()))
        .first::<Row>(db)
        .optional()?;
    complete(db, row.into_iter().collect(), now)?.pop().ok_or_else(|| ProblemKind::Introuvable.into())
}

fn complete(db: &mut Conn, rows: Vec<Row>, now: Instant) -> Result<Vec<Known>, Error> {
    let escales = Escales::of(db, rows.iter().map(|(.., (_, _, held, lieu, _))| (lieu, *held)))?;
    Ok(rows.into_iter().filter_map(|row| to_prescription(row, &escales, now)).collect())
}

type Row = (AsText<PrescriptionId>, String, i64, Option<String>, (String, String, i64, LieuRow, String));

/// A prescription, and whether its code is still good: whoever has the keys adds it.
pub type Known = (Prescription, bool);

fn to_prescription(row: Row, escales: &Escales, now: Instant) -> Option<Known> {
    let (AsText(id), surnom, prescribed, reponse, (etat, besoin, now_held, lieu, professionnel)) = row;
    // As long as the jeune has not taken it over, it is the prescripteur who tells them when to come. Afterwards a move is
    // between the jeune and those who receive.
    let debut = if reponse.is_none() { now_held } else { prescribed };
    let etat = match EtatRendezVous::from_code(&etat)? {
        EtatRendezVous::Confirme => Some(EtatPrescription::Reserve),
        EtatRendezVous::Honore => Some(EtatPrescription::Recu),
        EtatRendezVous::Absent => Some(EtatPrescription::Absent),
        EtatRendezVous::AnnuleParJeune | EtatRendezVous::AnnuleParStructure | EtatRendezVous::Reporte => None,
    };
    let (debut, besoin) = (Instant(debut), Besoin::from_code(&besoin)?);
    let is_open = reponse.is_none() && etat == Some(EtatPrescription::Reserve) && now < debut;
    let lieu = escales.place(lieu, Instant(now_held));
    Some((Prescription { id, surnom, besoin, debut, lieu, professionnel, etat, code: None }, is_open))
}

/// Takes back what nobody has taken over yet. Twice is once.
pub fn withdraw(
    tx: &mut Tx<'_>,
    caller: &Professionnel,
    prescription: PrescriptionId,
    garde: Garde,
) -> Result<Known, Error> {
    find(tx.db, caller, prescription, tx.now)?;
    let (rendez_vous, reponse) = answer_of(tx.db, prescription)?;
    match reponse.as_deref() {
        None => refuse(tx, (prescription, rendez_vous), (WITHDRAWN, EtatRendezVous::AnnuleParStructure), garde)?,
        Some(WITHDRAWN | DECLINED) => {}
        Some(_) => return Err(ProblemKind::PlusPrevu.into()),
    }
    find(tx.db, caller, prescription, tx.now)
}

/// The rendez-vous of a prescription, and what was answered.
pub fn answer_of(db: &mut Conn, prescription: PrescriptionId) -> Result<(RendezVousId, Option<String>), Error> {
    let (AsText(rendez_vous), reponse): (AsText<RendezVousId>, Option<String>) = prescription::table
        .find(prescription.to_string())
        .select((prescription::rendez_vous_id, prescription::reponse))
        .first(db)?;
    Ok((rendez_vous, reponse))
}

/// Ends a prescription and gives its place back. Of two answers one counts, and of a marked rendez-vous none.
pub fn refuse(
    tx: &mut Tx<'_>,
    (prescription, rendez_vous): (PrescriptionId, RendezVousId),
    (reponse, etat): (&str, EtatRendezVous),
    garde: Garde,
) -> Result<(), Error> {
    let answered = diesel::update(prescription::table.find(prescription.to_string()))
        .filter(prescription::reponse.is_null())
        .set((prescription::reponse.eq(reponse), prescription::repondu_le.eq(tx.now.0)))
        .execute(tx.db)?;
    let cancelled = diesel::update(rendez_vous::table.find(rendez_vous.to_string()))
        .filter(rendez_vous::etat.eq(KEPT))
        .set((rendez_vous::etat.eq(etat.code()), rendez_vous::change_le.eq(tx.now.0)))
        .execute(tx.db)?;
    if answered == 0 || cancelled == 0 {
        return Err(ProblemKind::PlusPrevu.into());
    }
    outbox::cancel(tx, &[rendez_vous.to_string(), avis::about_prescription(prescription)])?;
    let (AsText(creneau), AsText(receives)): (AsText<CreneauId>, AsText<CompteId>) = rendez_vous::table
        .inner_join(creneau::table)
        .filter(rendez_vous::id.eq(rendez_vous.to_string()))
        .select((creneau::id, creneau::professionnel_id))
        .first(tx.db)?;
    tx.tell(Notice { comptes: vec![receives], evenement: Evenement::RendezVous {} });
    attente::pass_on(tx, creneau, garde)
}

/// A rendez-vous that was moved: whoever prescribed it sees the one that follows.
pub fn following(before: RendezVousId, after: RendezVousId) -> impl diesel::query_builder::QueryFragment<MultiBackend> {
    diesel::update(prescription::table.filter(prescription::rendez_vous_id.eq(before.to_string())))
        .set(prescription::rendez_vous_id.eq(after.to_string()))
}
