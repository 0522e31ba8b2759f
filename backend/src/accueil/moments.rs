//! What is held at a place, by time: for its page, and for other sites.

use std::collections::{BTreeMap, HashMap};

use diesel::{BoolExpressionMethods, ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    accueil::{EspaceEnDetail, EtatMoment, Lieu, MomentDuLieu},
    ateliers::Atelier,
    fields::Jour,
    ids::{AtelierId, CompteId, CreneauId, PermanenceId},
    permanences::{Besoin, Mode, Public},
};

use super::{
    db::{LIEU, LieuRow},
    escales::Escales,
};
use crate::{
    ateliers,
    comptes::keys,
    db::{AsText, Conn},
    permanences,
    problem::Error,
    schema::{creneau, lieu, permanence, professionnel},
};

/// How far ahead the page of a place looks, in days.
pub const AHEAD: i64 = 56;
/// How many moments at the most.
pub const MOST: usize = 200;
// Créneaux of eight weeks of a busy place.
const ROWS: i64 = 8_000;
// What began before is over.
const LONGEST_HOURS: i64 = 24;

/// For whom it is read, and when.
pub struct Reader {
    /// The jeune, when one is signed in: only they see what their référent keeps for them.
    pub jeune: Option<CompteId>,
    /// Whether they are known to be 18 or more: what is for minors is then not for them.
    pub is_adult: bool,
    /// Now.
    pub now: Instant,
}

/// Something that is held.
#[derive(Clone, Debug)]
pub struct Held {
    /// Always the same for the same thing.
    pub uid: String,
    /// What for.
    pub besoin: Besoin,
    /// Its title, when it is an atelier.
    pub titre: Option<String>,
    /// Who is there.
    pub avec: Vec<String>,
    /// From and to: all of it, also what is over already.
    pub span: (Instant, Instant),
    /// When it was announced.
    pub made: Instant,
    /// When it last changed.
    pub changed: Instant,
    /// Where.
    pub lieu: Lieu,
    /// Where one meets, beside the address.
    pub point: Option<String>,
    /// Whether one can still take part.
    pub etat: EtatMoment,
    /// Whether one comes, calls or is seen on a screen.
    pub mode: Mode,
    creneau: Option<CreneauId>,
    atelier: Option<AtelierId>,
}

impl Held {
    /// As the page of the place says it.
    pub fn shown(self, base: &Lieu) -> MomentDuLieu {
        let Self { besoin, titre, avec, span: (debut, fin), creneau, atelier, etat, mode, lieu, point, .. } = self;
        let lieu = with_point(&lieu, point.as_deref());
        let ailleurs = (lieu != *base).then_some(lieu);
        MomentDuLieu { besoin, titre, avec, debut, fin, creneau, atelier, etat, mode, ailleurs }
    }
}

/// A place whose address says where one meets.
pub fn with_point(lieu: &Lieu, point: Option<&str>) -> Lieu {
    let adresse = point.map(|point| format!("{} (on se retrouve : {point})", lieu.adresse));
    Lieu { adresse: adresse.unwrap_or_else(|| lieu.adresse.clone()), ..lieu.clone() }
}

/// What is held in the days to come and what is not over, by time. Among what starts together, whoever publishes more or sooner
/// is as often first as anybody else.
pub fn list(db: &mut Conn, espace: &EspaceEnDetail, reader: &Reader, days: i64) -> Result<Vec<Held>, Error> {
    let until = reader.now.plus_days(days);
    let mut all = of_permanences(db, espace, reader, until)?;
    let found = ateliers::of_place(db, espace.espace.id, reader.now, until)?;
    all.extend(found.into_iter().map(|(one, times)| of_atelier(one, times, reader.now)));
    let today = crate::time::day_of(reader.now, &jiff::tz::TimeZone::UTC);
    all.sort_by_cached_key(|one| (one.span.0, keys::digest(&format!("{today} {}", one.uid))));
    all.truncate(MOST);
    Ok(all)
}

type Row = (
    (AsText<PermanenceId>, AsText<Jour>, AsText<CreneauId>),
    (i64, i64, i64, i64, i32),
    (String, String),
    String,
    (i64, Option<i64>),
    LieuRow,
);

// The créneaux of a permanence on a day are one moment, whoever booked them; two permanences are two.
fn of_permanences(db: &mut Conn, espace: &EspaceEnDetail, reader: &Reader, until: Instant) -> Result<Vec<Held>, Error> {
    let (now, referents) = (reader.now, permanences::db::referents(db, reader.jeune)?);
    let for_all = creneau::public.ne(Public::SesJeunes.code());
    let mut query = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
        .filter(creneau::espace_id.eq(espace.espace.id.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .filter(for_all.or(creneau::professionnel_id.eq_any(referents)))
        .filter(creneau::debut.gt(now.plus_minutes(-60 * LONGEST_HOURS).0))
        .filter(creneau::debut.lt(until.0))
        .order((creneau::debut, creneau::id))
        .limit(ROWS)
        .select((
            (permanence::id, creneau::jour, creneau::id),
            (creneau::debut, creneau::fin, creneau::ouvre_le, creneau::ferme_le, creneau::places_libres),
            (creneau::besoin, permanence::mode),
            professionnel::prenom,
            (permanence::publiee_le, permanence::change_le),
            LIEU,
        ))
        .into_boxed();
    if reader.is_adult {
        query = query.filter(creneau::public.ne(Public::Mineurs.code()));
    }
    let mut moments: BTreeMap<(Jour, PermanenceId, usize), Held> = BTreeMap::new();
    let mut stops: HashMap<(Jour, PermanenceId), (Lieu, usize)> = HashMap::new();
    let rows: Vec<Row> = query.load(db)?;
    let escales = Escales::of(db, rows.iter().map(|(_, (debut, ..), .., lieu)| (lieu, *debut)))?;
    for row in rows {
        let ((AsText(id), AsText(jour), AsText(creneau)), times, (besoin, mode), prenom, (made, changed), lieu) = row;
        let (debut, fin, ouvre, ferme, places) = times;
        let Some((besoin, mode)) = Besoin::from_code(&besoin).zip(Mode::from_code(&mode)) else { continue };
        // In a bus that goes from one stop to another meanwhile, each stop is one.
        let lieu = escales.place_by(mode, lieu, Instant(debut));
        let (last, rang) = stops.entry((jour, id)).or_insert_with(|| (lieu.clone(), 0));
        if *last != lieu {
            (*last, *rang) = (lieu.clone(), *rang + 1);
        }
        let rang = *rang;
        let known = moments.entry((jour, id, rang)).or_insert_with(|| Held {
            uid: if rang == 0 { format!("{id}-{jour}") } else { format!("{id}-{jour}-{rang}") },
            besoin,
            titre: None,
            avec: vec![prenom],
            span: (Instant(debut), Instant(fin)),
            made: Instant(made),
            changed: Instant(changed.unwrap_or(made)),
            lieu,
            point: None,
            etat: EtatMoment::Clos,
            mode,
            creneau: None,
            atelier: None,
        });
        known.span.1 = known.span.1.max(Instant(fin));
        let open = ouvre <= now.0 && now.0 < ferme && now.0 < debut;
        match (known.etat, open, places) {
            // The first free one, else the first that one can wait for.
            (EtatMoment::Clos | EtatMoment::Complet, true, 1..) => {
                (known.etat, known.creneau) = (EtatMoment::Libre, Some(creneau));
            }
            (EtatMoment::Clos, true, _) => (known.etat, known.creneau) = (EtatMoment::Complet, Some(creneau)),
            _ => {}
        }
    }
    let moved = permanences::changes_of(db, moments.keys().map(|(_, id, _)| *id))?;
    for (key, one) in &mut moments {
        let (jour, id, _) = key;
        one.changed = moved.get(&(*jour, *id)).map_or(one.changed, |at| one.changed.max(*at));
    }
    let begun = |one: &mut Held| {
        if one.span.0 <= now && one.etat != EtatMoment::Libre {
            (one.etat, one.creneau) = (EtatMoment::EnCours, None);
        }
    };
    let mut list: Vec<Held> = moments.into_values().filter(|one| now < one.span.1).collect();
    list.iter_mut().for_each(begun);
    Ok(list)
}

fn of_atelier(one: Atelier, (made, changed): (Instant, Instant), now: Instant) -> Held {
    let etat = match one.places_libres {
        _ if one.debut <= now => EtatMoment::EnCours,
        0 => EtatMoment::Complet,
        _ => EtatMoment::Libre,
    };
    Held {
        uid: format!("atelier-{}", one.id),
        besoin: one.besoin,
        titre: Some(one.titre),
        avec: one.meneurs.into_iter().filter_map(|meneur| meneur.prenom.or(meneur.structure)).collect(),
        span: (one.debut, one.fin),
        made,
        changed,
        point: one.point_rencontre.filter(|point| *point != one.lieu.adresse),
        lieu: one.lieu,
        etat,
        mode: Mode::SurPlace,
        creneau: None,
        atelier: Some(one.id),
    }
}

#[cfg(test)]
mod tests;
