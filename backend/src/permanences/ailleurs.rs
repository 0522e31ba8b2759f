//! What is to come at a place, when the place itself changes: a bus stops elsewhere and whoever has a rendez-vous there is told, a
//! clock stays as it is.

use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl, dsl::exists};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    accueil::Lieu,
    ids::{CompteId, EspaceId, RendezVousId},
    messages::Evenement,
    permanences::Mode,
};

use super::{avis, rendez_vous::KEPT};
use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales::Escales,
    },
    db::{AsText, Conn, Tx},
    live::Notice,
    problem::Error,
    schema::{creneau, lieu, permanence, rendez_vous},
};

/// A rendez-vous to come, and where.
pub struct Attendu {
    rendez_vous: RendezVousId,
    jeune: Option<CompteId>,
    professionnel: CompteId,
    debut: Instant,
    lieu: Lieu,
}

/// Whether an espace-temps has créneaux on a clock that are not over, booked or not.
pub fn is_held(db: &mut Conn, (espace, fuseau): (EspaceId, &str), now: Instant) -> Result<bool, Error> {
    let held = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .filter(creneau::espace_id.eq(espace.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::fin.gt(now.0))
        .filter(lieu::fuseau.eq(fuseau));
    Ok(diesel::select(exists(held)).get_result(db)?)
}

/// The rendez-vous to come at a place.
pub fn expected_at(db: &mut Conn, place: &str, now: Instant) -> Result<Vec<Attendu>, Error> {
    type Row = (AsText<RendezVousId>, Option<AsText<CompteId>>, AsText<CompteId>, i64, LieuRow);
    let rows: Vec<Row> = rendez_vous::table
        .inner_join(creneau::table.on(creneau::id.eq(rendez_vous::creneau_id)))
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .filter(permanence::lieu_id.eq(place))
        .filter(permanence::mode.eq(Mode::SurPlace.code()))
        .filter(rendez_vous::etat.eq(KEPT))
        .filter(creneau::debut.gt(now.0))
        .order(rendez_vous::id)
        .select((rendez_vous::id, rendez_vous::jeune_id, creneau::professionnel_id, creneau::debut, LIEU))
        .load(db)?;
    let escales = Escales::of(db, rows.iter().map(|(.., debut, lieu)| (lieu, *debut)))?;
    let expected = |(AsText(rendez_vous), jeune, AsText(professionnel), debut, lieu): Row| Attendu {
        rendez_vous,
        jeune: jeune.map(|AsText(jeune)| jeune),
        professionnel,
        debut: Instant(debut),
        lieu: escales.place(lieu, Instant(debut)),
    };
    Ok(rows.into_iter().map(expected).collect())
}

/// Tells those whose rendez-vous is not where it was.
pub fn tell_moved(tx: &mut Tx<'_>, place: &str, before: &[Attendu]) -> Result<(), Error> {
    for now in expected_at(tx.db, place, tx.now)? {
        let is_same = |was: &Attendu| was.rendez_vous == now.rendez_vous && was.lieu == now.lieu;
        if before.iter().any(is_same) {
            continue;
        }
        let zone = TimeZone::get(&now.lieu.fuseau).unwrap_or(TimeZone::UTC);
        if let Some(jeune) = now.jeune {
            crate::avis::tell(tx, &avis::changed((now.rendez_vous, jeune), (now.debut, &zone), tx.now))?;
        }
        let comptes = now.jeune.into_iter().chain([now.professionnel]).collect();
        tx.tell(Notice { comptes, evenement: Evenement::RendezVous {} });
    }
    Ok(())
}
