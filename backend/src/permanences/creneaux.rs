//! Making créneaux: a rule, less what is closed, cancelled, moved or away, becomes rows.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
};
use jiff::tz::TimeZone;
use shared::{
    Instant, ProblemKind,
    fields::{Heure, Jour},
    ids::{CompteId, CreneauId, EspaceId, PermanenceId},
    permanences::{Besoin, JoursFeries, Public},
};

use super::{conflits, murs, regle::Regle, regles};
use crate::{
    accueil::version,
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{creneau, lieu, permanence, professionnel},
    time,
};

/// What the créneaux of a permanence are made of.
pub struct Modele {
    pub permanence: PermanenceId,
    pub professionnel: CompteId,
    pub espace: EspaceId,
    pub besoin: Besoin,
    pub public: Public,
    pub places: i32,
    /// Minutes before the start after which one can no longer book.
    pub delai: i64,
    /// Days before the start from which one can book.
    pub avance: Option<i64>,
    /// It was held already: the days of the past are made too.
    pub deja_tenue: bool,
    pub regle: Regle,
    pub zone: TimeZone,
    /// Créneaux of before that stay: nothing is made beside them.
    pub gardes: Vec<String>,
}

/// What to do with a créneau of someone who is elsewhere at that time, or of an hour that the clocks skip.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum OnConflict {
    /// Nothing is published: the conflict is named.
    Refuse,
    /// The others are made.
    Skip,
}

impl Modele {
    /// Makes the créneaux of the days from one to another that are still to come. Says how many.
    pub fn make(&self, tx: &mut Tx<'_>, from: Jour, to: Jour, on_conflict: OnConflict) -> Result<usize, Error> {
        self.lock(tx)?;
        let differing = conflits::differing(tx.db, self.permanence)?;
        let away = conflits::absences(tx.db, self.professionnel, tx.now)?;
        let murs = murs::of(tx.db, self, from)?;
        let is_there = |span: &(Instant, Instant)| murs::refuses(murs.as_ref(), *span).is_none();
        let mut count = 0;
        for jour in self.regle.days(from, to) {
            if differing.iter().any(|(day, _)| *day == jour) {
                continue;
            }
            let creneaux = match self.regle.creneaux(jour, &self.zone) {
                Err(_) if on_conflict == OnConflict::Skip => continue,
                creneaux => creneaux?,
            };
            let now = tx.now;
            let to_make = creneaux.into_iter().filter(|(debut, _)| self.deja_tenue || now < *debut).filter(is_there);
            for (debut, fin) in to_make {
                if away.iter().any(|(from, to)| debut < *to && *from < fin) {
                    continue;
                }
                let others = conflits::busy(tx.db, self.professionnel, (debut, fin))?;
                let other = others.iter().find(|id| !self.gardes.contains(id));
                match other.filter(|_| on_conflict == OnConflict::Refuse) {
                    Some(other) => return Err(conflits::named(tx.db, other)?),
                    None if others.is_empty() => {
                        self.insert(tx, jour, debut, fin)?;
                        count += 1;
                    }
                    None => {}
                }
            }
        }
        Ok(count)
    }

    /// The writes on the place and on the professional come first: two changes of one agenda come one after the other (P02), and
    /// nothing is made on a day that the place is being closed on.
    pub fn lock(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        version::lock(tx, self.espace)?;
        diesel::update(professionnel::table.find(self.professionnel.to_string()))
            .set(professionnel::agenda.eq(professionnel::agenda + 1))
            .execute(tx.db)?;
        Ok(())
    }

    fn insert(&self, tx: &mut Tx<'_>, jour: Jour, debut: Instant, fin: Instant) -> Result<(), Error> {
        let ouvre = self.avance.map_or(Instant(0), |days| debut.plus_minutes(-days * 1_440));
        diesel::insert_into(creneau::table)
            .values((
                creneau::id.eq(id::<CreneauId>().to_string()),
                creneau::permanence_id.eq(self.permanence.to_string()),
                creneau::professionnel_id.eq(self.professionnel.to_string()),
                creneau::espace_id.eq(self.espace.to_string()),
                creneau::besoin.eq(self.besoin.code()),
                creneau::public.eq(self.public.code()),
                creneau::jour.eq(jour.to_string()),
                creneau::debut.eq(debut.0),
                creneau::fin.eq(fin.0),
                creneau::ouvre_le.eq(ouvre.0),
                creneau::ferme_le.eq(debut.plus_minutes(-self.delai).0),
                creneau::places.eq(self.places),
                creneau::places_libres.eq(self.places),
                creneau::attentes.eq(0),
                creneau::annule.eq(false),
            ))
            .execute(tx.db)?;
        Ok(())
    }
}

/// Makes the créneaux that the passing of time brings within the horizon, in days. Says how many.
pub fn extend(tx: &mut Tx<'_>, horizon: i32) -> Result<usize, Error> {
    let mut count = 0;
    for (modele, done) in open_rules(tx.db)? {
        let until = modele.regle.until(time::plus_days(time::day_of(tx.now, &modele.zone), horizon));
        if until <= done {
            continue;
        }
        count += modele.make(tx, time::plus_days(done, 1), until, OnConflict::Skip)?;
        diesel::update(permanence::table.find(modele.permanence.to_string()))
            .set(permanence::creneaux_jusquau.eq(until.to_string()))
            .execute(tx.db)?;
    }
    Ok(count)
}

/// The model of a permanence and the day up to which its créneaux are made.
pub fn find(db: &mut Conn, permanence: PermanenceId) -> Result<(Modele, Jour), Error> {
    let row: Option<Row> = select().filter(permanence::id.eq(permanence.to_string())).first::<Row>(db).optional()?;
    row.and_then(to_modele).ok_or_else(|| ProblemKind::Introuvable.into())
}

// The rules that are not made up to their last day.
fn open_rules(db: &mut Conn) -> Result<Vec<(Modele, Jour)>, Error> {
    let open =
        permanence::dernier_jour.is_null().or(permanence::creneaux_jusquau.nullable().lt(permanence::dernier_jour));
    let rows: Vec<Row> = select().filter(open).order(permanence::id).load(db)?;
    Ok(rows.into_iter().filter_map(to_modele).collect())
}

type Row = (
    (AsText<PermanenceId>, AsText<CompteId>, AsText<EspaceId>, String, String),
    (String, i32, i32, i32, i32, i32, String),
    (i32, Option<i32>),
    String,
    String,
);

#[diesel::dsl::auto_type]
fn select() -> _ {
    permanence::table.inner_join(lieu::table).select((
        (permanence::id, permanence::professionnel_id, permanence::espace_id, permanence::besoin, permanence::public),
        (
            permanence::rythme,
            permanence::debut,
            permanence::fin,
            permanence::duree,
            permanence::pause,
            permanence::places,
            permanence::feries,
        ),
        (permanence::delai, permanence::avance),
        lieu::fuseau,
        permanence::creneaux_jusquau,
    ))
}

fn to_modele(row: Row) -> Option<(Modele, Jour)> {
    let (
        (AsText(permanence), AsText(professionnel), AsText(espace), besoin, public),
        regle,
        (delai, avance),
        fuseau,
        done,
    ) = row;
    let (rythme, debut, fin, duree, pause, places, feries) = regle;
    let modele = Modele {
        permanence,
        professionnel,
        espace,
        besoin: Besoin::from_code(&besoin)?,
        public: Public::from_code(&public)?,
        places,
        delai: i64::from(delai),
        avance: avance.map(i64::from),
        deja_tenue: false,
        regle: Regle {
            rythme: serde_json::from_str(&rythme).ok()?,
            debut: heure(debut)?,
            fin: heure(fin)?,
            duree: u16::try_from(duree).ok()?,
            pause: u16::try_from(pause).ok()?,
            feries: JoursFeries::from_code(&feries)?,
        },
        zone: TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC),
        gardes: Vec::new(),
    };
    Some((modele, done.parse().ok()?))
}

/// A wall time from its minutes.
pub fn heure(minutes: i32) -> Option<Heure> {
    u16::try_from(minutes).ok().and_then(Heure::from_minutes)
}

/// Makes again what a closure or an absence had taken away: the days from one to another of some permanences.
pub fn make_again(tx: &mut Tx<'_>, permanences: &[PermanenceId], from: Jour, to: Jour) -> Result<(), Error> {
    for permanence in permanences {
        let (_, done) = find(tx.db, *permanence)?;
        for (modele, from, to) in regles::spans(tx.db, *permanence, from, to.min(done))? {
            modele.make(tx, from, to, OnConflict::Skip)?;
        }
    }
    Ok(())
}
