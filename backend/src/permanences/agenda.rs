//! The agenda of a professional: what they receive, and what their structures publish, with who comes.

use std::collections::HashMap;

use diesel::{BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    ids::{CreneauId, RendezVousId},
    permanences::{Besoin, CreneauAgenda, EtatRendezVous, Venue},
};

use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales::Escales,
    },
    caller::Professionnel,
    db::{AsText, Conn},
    problem::Error,
    schema::{creneau, jeune, lieu, permanence, prescription, professionnel, rendez_vous, structure},
};

// More than any week of a structure; a wall against a mistake.
const MOST: i64 = 2_000;

/// The créneaux of a span, in order.
pub fn list(db: &mut Conn, caller: &Professionnel, from: Instant, to: Instant) -> Result<Vec<CreneauAgenda>, Error> {
    type Row = (AsText<CreneauId>, i64, i64, String, (i32, i32), String, LieuRow);
    let publishing =
        caller.appartenances.iter().filter(|place| place.droits.publie).map(|place| place.structure.to_string());
    let rows: Vec<Row> = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(creneau::debut.ge(from.0))
        .filter(creneau::debut.lt(to.0))
        .filter(
            creneau::professionnel_id
                .eq(caller.compte.to_string())
                .or(permanence::structure_id.eq_any(publishing.collect::<Vec<_>>())),
        )
        .order((creneau::debut, creneau::id))
        .limit(MOST)
        .select((
            creneau::id,
            creneau::debut,
            creneau::fin,
            creneau::besoin,
            (creneau::places, creneau::places_libres),
            professionnel::prenom,
            LIEU,
        ))
        .load(db)?;
    let ids: Vec<String> = rows.iter().map(|(AsText(id), ..)| id.to_string()).collect();
    let mut venues = load_venues(db, &ids)?;
    let escales = Escales::of(db, rows.iter().map(|(_, debut, .., lieu)| (lieu, *debut)))?;
    let agenda =
        rows.into_iter().filter_map(|(AsText(id), debut, fin, besoin, (places, libres), professionnel, lieu)| {
            Some(CreneauAgenda {
                id,
                debut: Instant(debut),
                fin: Instant(fin),
                besoin: Besoin::from_code(&besoin)?,
                lieu: escales.place(lieu, Instant(debut)),
                professionnel,
                places: u16::try_from(places).ok()?,
                places_libres: u16::try_from(libres).ok()?,
                venues: venues.remove(&id).unwrap_or_default(),
            })
        });
    Ok(agenda.collect())
}

/// The people of some créneaux, in the order of booking.
pub fn load_venues(db: &mut Conn, creneaux: &[String]) -> Result<HashMap<CreneauId, Vec<Venue>>, Error> {
    let rows: Vec<(AsText<CreneauId>, VenueRow)> = rendez_vous::table
        .left_join(jeune::table)
        .filter(rendez_vous::creneau_id.eq_any(creneaux))
        .order((rendez_vous::pris_le, rendez_vous::id))
        .select((rendez_vous::creneau_id, venue()))
        .load(db)?;
    let mut venues: HashMap<CreneauId, Vec<Venue>> = HashMap::new();
    let mut by = load_structures(db, &rows.iter().map(|(_, (AsText(id), ..))| id.to_string()).collect::<Vec<_>>())?;
    for (AsText(creneau), row) in rows {
        let oriente_par = by.remove(&row.0.0);
        venues.entry(creneau).or_default().extend(to_venue(row).map(|venue| Venue { oriente_par, ..venue }));
    }
    Ok(venues)
}

/// Who sent the people of some rendez-vous.
pub fn load_structures(db: &mut Conn, rendez_vous: &[String]) -> Result<HashMap<RendezVousId, String>, Error> {
    if rendez_vous.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(AsText<RendezVousId>, String)> = prescription::table
        .inner_join(structure::table)
        .filter(prescription::rendez_vous_id.eq_any(rendez_vous))
        .select((prescription::rendez_vous_id, structure::nom))
        .load(db)?;
    Ok(rows.into_iter().map(|(AsText(id), nom)| (id, nom)).collect())
}

/// Someone on the list, as it is read with `jeune` joined on the left.
pub type VenueRow = (AsText<RendezVousId>, Option<String>, Option<String>, String, Option<i64>, bool, Option<String>);

/// What makes a [`VenueRow`].
#[diesel::dsl::auto_type]
pub fn venue() -> _ {
    (
        rendez_vous::id,
        jeune::prenom.nullable(),
        rendez_vous::prenom,
        rendez_vous::etat,
        rendez_vous::arrive_le,
        rendez_vous::accompagne,
        rendez_vous::programme,
    )
}

/// From its row.
pub fn to_venue(
    (AsText(rendez_vous), theirs, given, etat, arrive_le, accompagne, programme): VenueRow,
) -> Option<Venue> {
    Some(Venue {
        rendez_vous,
        etat: EtatRendezVous::from_code(&etat)?,
        sans_compte: theirs.is_none(),
        prenom: theirs.or(given)?,
        arrive_le: arrive_le.map(Instant),
        accompagne,
        oriente_par: None,
        programme,
    })
}
