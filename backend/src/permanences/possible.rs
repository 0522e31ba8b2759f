//! Whether a jeune may take a créneau: all that it depends on, seen at the same moment.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl,
};
use jiff::tz::TimeZone;
use shared::{
    Instant, ProblemKind,
    fields::{Jour, MoisDeNaissance},
    ids::{CompteId, CreneauId, RendezVousId},
    permanences::{Besoin, EtatRendezVous, Mode, Public, Rappels, RendezVous},
};

use super::rendez_vous::KEPT;
use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales::Escales,
    },
    caller::Jeune,
    config::Settings,
    db::{AsText, Conn, id},
    problem::Error,
    schema::{creneau, fil, jeune, lieu, permanence, professionnel, rendez_vous},
    time,
};

// Code civil, article 388.
const MAJORITY: u8 = 18;

/// What a booking is measured against.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// Now.
    pub now: Instant,
    /// The day it is, to know who is 18.
    pub today: Jour,
    /// How a place is kept for someone who waits.
    pub garde: Garde,
}

/// How a place is kept for someone who waits.
#[derive(Clone, Copy, Debug)]
pub struct Garde {
    /// How long, in minutes.
    pub minutes: u16,
    /// How many rendez-vous to come a jeune may have.
    pub most: u16,
    /// The clock on which hours are quiet.
    pub zone: &'static TimeZone,
}

impl Garde {
    /// As the installation wishes.
    pub fn of(settings: &Settings) -> Self {
        let zone = time::lasting(&settings.zone);
        Self { minutes: settings.offer_minutes, most: settings.most_rendez_vous, zone }
    }
}

/// A créneau as one jeune finds it.
pub struct Found {
    pub rendez_vous: RendezVous,
    pub professionnel: CompteId,
    places_libres: i32,
    pub agenda: i32,
    pub rappels: Rappels,
    ouvre_le: i64,
    ferme_le: i64,
    public: Public,
    // How many rendez-vous to come they have already.
    to_come: i64,
    is_minor: bool,
    is_of_theirs: bool,
    // The créneau of a rendez-vous of theirs at the same time.
    meanwhile: Option<CreneauId>,
}

impl Found {
    /// Why they may not take it, if so. A place that is theirs already is neither full nor out of time for them.
    pub fn refusal(&self, bounds: Bounds, is_theirs: bool) -> Option<ProblemKind> {
        let now = bounds.now;
        match self.meanwhile {
            _ if self.rendez_vous.debut <= now => Some(ProblemKind::CreneauPasse),
            Some(other) if other == self.rendez_vous.creneau => Some(ProblemKind::DejaReserve),
            _ if !self.is_for_them() => Some(ProblemKind::CreneauPasPourToi),
            _ if !is_theirs && (now.0 < self.ouvre_le || self.ferme_le <= now.0) => Some(ProblemKind::HorsDelai),
            _ if !is_theirs && self.places_libres == 0 => Some(ProblemKind::CreneauComplet),
            Some(_) => Some(ProblemKind::RendezVousEnMemeTemps),
            None if i64::from(bounds.garde.most) <= self.to_come => Some(ProblemKind::TropDeRendezVous),
            None => None,
        }
    }

    fn is_for_them(&self) -> bool {
        match self.public {
            Public::Tous => true,
            Public::Mineurs => self.is_minor,
            Public::SesJeunes => self.is_of_theirs,
        }
    }
}

type FoundRow = (
    (i64, i64, String, String, AsText<CompteId>, LieuRow, (String, Option<String>)),
    (i32, i64, i64, String),
    (i32, i32, i32, (bool, bool, bool)),
    (Option<i64>, Option<i64>, Option<AsText<CreneauId>>),
);

/// Looks at a créneau for a jeune; `but` is a rendez-vous that it would take the place of.
pub fn look(
    db: &mut Conn,
    caller: &Jeune,
    creneau: CreneauId,
    but: Option<RendezVousId>,
    bounds: Bounds,
) -> Result<Found, Error> {
    let (me, but) = (caller.compte.to_string(), but.map(|id| id.to_string()).unwrap_or_default());
    let other = diesel::alias!(creneau as other);
    let mine = rendez_vous::table
        .inner_join(other.on(other.field(creneau::id).eq(rendez_vous::creneau_id)))
        .filter(rendez_vous::jeune_id.eq(me.clone()))
        .filter(rendez_vous::id.ne(but));
    let (kept, etat) = (rendez_vous::etat.eq(KEPT), |etat: EtatRendezVous| rendez_vous::etat.eq(etat.code()));
    // At most one, marked or not: a tap on the list of the day can be taken back.
    let meanwhile = mine
        .clone()
        .filter(kept.or(etat(EtatRendezVous::Honore)).or(etat(EtatRendezVous::Absent)))
        .filter(other.field(creneau::debut).lt(creneau::fin))
        .filter(other.field(creneau::fin).gt(creneau::debut))
        .select(rendez_vous::creneau_id);
    let to_come = mine.filter(kept).filter(other.field(creneau::debut).gt(bounds.now.0)).count();
    let theirs = fil::table
        .filter(fil::jeune_id.eq(me.clone()))
        .filter(fil::referent_id.eq(creneau::professionnel_id.nullable()))
        .count();
    let row: Option<FoundRow> = creneau::table
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
        .inner_join(jeune::table.on(jeune::compte_id.eq(me)))
        .filter(creneau::id.eq(creneau.to_string()))
        .filter(diesel::dsl::not(creneau::annule))
        .select((
            (
                creneau::debut,
                creneau::fin,
                creneau::besoin,
                professionnel::prenom,
                professionnel::compte_id,
                LIEU,
                (permanence::mode, permanence::lien),
            ),
            (creneau::places_libres, creneau::ouvre_le, creneau::ferme_le, creneau::public),
            (
                jeune::agenda,
                jeune::naissance_annee,
                jeune::naissance_mois,
                (jeune::rappel_semaine, jeune::rappel_veille, jeune::rappel_heures),
            ),
            (to_come.single_value(), theirs.single_value(), meanwhile.single_value()),
        ))
        .first(db)
        .optional()?;
    let escales = Escales::of(db, row.iter().map(|(what, ..)| (&what.5, what.0)))?;
    row.and_then(|row| to_found(creneau, row, &escales, bounds.today)).ok_or_else(|| ProblemKind::Introuvable.into())
}

fn to_found(creneau: CreneauId, row: FoundRow, escales: &Escales, today: Jour) -> Option<Found> {
    let (what, (places_libres, ouvre_le, ferme_le, public), person, (to_come, theirs, meanwhile)) = row;
    let (agenda, annee, mois, (semaine, veille, heures)) = person;
    let (debut, fin, besoin, prenom, AsText(professionnel), lieu, (mode, lien)) = what;
    let mode = Mode::from_code(&mode)?;
    let naissance = MoisDeNaissance { annee: i16::try_from(annee).ok()?, mois: u8::try_from(mois).ok()? };
    let rendez_vous = RendezVous {
        id: id(),
        creneau,
        etat: EtatRendezVous::Confirme,
        debut: Instant(debut),
        fin: Instant(fin),
        besoin: Besoin::from_code(&besoin)?,
        professionnel: prenom,
        lieu: escales.place_by(mode, lieu, Instant(debut)),
        mode,
        lien,
        accompagne: false,
        suivi_par: None,
        mot: None,
    };
    Some(Found {
        rendez_vous,
        professionnel,
        places_libres,
        agenda,
        rappels: Rappels { semaine, veille, heures, joignable: true },
        ouvre_le,
        ferme_le,
        public: Public::from_code(&public)?,
        to_come: to_come.unwrap_or_default(),
        is_minor: naissance.age_on(today).is_some_and(|age| age < MAJORITY),
        is_of_theirs: theirs.is_some_and(|count| 0 < count),
        meanwhile: meanwhile.map(|AsText(other)| other),
    })
}
