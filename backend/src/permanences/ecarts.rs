//! The days of a rule on which nothing is made, each with why: said before it is published, and when nothing is left of it.

use shared::{
    Instant, Problem, ProblemKind,
    fields::Jour,
    permanences::{JourEcarte, JoursFeries, RaisonEcart},
};

use super::{conflits, creneaux::Modele, murs, regle::Regle};
use crate::{
    accueil::murs::{Murs, refusal},
    db::Conn,
    problem::Error,
    time,
};

// However many there are, a sentence names so many.
const NAMED: usize = 12;

/// The days from one to another on which a permanence makes nothing though its rule names them, in order.
pub fn of(db: &mut Conn, modele: &Modele, (from, to): (Jour, Jour), now: Instant) -> Result<Vec<JourEcarte>, Error> {
    let differing = conflits::differing(db, modele.permanence)?;
    let around =
        Around { murs: murs::of(db, modele, from)?, away: conflits::absences(db, modele.professionnel, now)?, now };
    let held = modele.regle.days(from, to);
    let all = Regle { feries: JoursFeries::Aucun, ..modele.regle.clone() }.days(from, to);
    let why = |jour: &Jour| match differing.iter().find(|(day, _)| day == jour) {
        _ if !held.contains(jour) => Some(RaisonEcart::Ferie),
        Some((_, true)) => Some(RaisonEcart::Annule),
        Some((_, false)) => Some(RaisonEcart::Deplace),
        None => around.why(modele, *jour),
    };
    Ok(all.into_iter().filter_map(|jour| why(&jour).map(|raison| JourEcarte { jour, raison })).collect())
}

struct Around {
    murs: Option<Murs>,
    away: Vec<(Instant, Instant)>,
    now: Instant,
}

impl Around {
    // The last thing that stands in the way of a créneau is what would have to change.
    fn why(&self, modele: &Modele, jour: Jour) -> Option<RaisonEcart> {
        let mut why = None;
        for span in modele.regle.creneaux(jour, &modele.zone).unwrap_or_default() {
            why = Some(self.refuses(modele, span)?);
        }
        why
    }

    fn refuses(&self, modele: &Modele, (debut, fin): (Instant, Instant)) -> Option<RaisonEcart> {
        if !modele.deja_tenue && debut <= self.now {
            return Some(RaisonEcart::Passe);
        }
        let is_away = self.away.iter().any(|(from, to)| debut < *to && *from < fin);
        murs::refuses(self.murs.as_ref(), (debut, fin)).or(is_away.then_some(RaisonEcart::Absence))
    }
}

/// The refusal of a rule of which nothing is left. What is past is no reason when there is another one.
pub fn refusal_of(ecarts: &[JourEcarte]) -> Problem {
    let to_come: Vec<JourEcarte> = ecarts.iter().copied().filter(|one| one.raison != RaisonEcart::Passe).collect();
    let mut reasons: Vec<RaisonEcart> = to_come.iter().map(|one| one.raison).collect();
    reasons.sort_unstable();
    reasons.dedup();
    match reasons.as_slice() {
        [] => ProblemKind::AucuneDate.into(),
        [RaisonEcart::Absence] => ProblemKind::ProfessionnelAbsent.into(),
        [RaisonEcart::SansArret] => refusal(RaisonEcart::SansArret),
        some if some.iter().all(|one| is_closed(*one)) => ProblemKind::LieuFerme.into(),
        _ => {
            let title = format!("Aucune date ne reste. {}", named(&to_come));
            Problem { title, ..ProblemKind::AucuneDate.into() }
        }
    }
}

/// Whether it is the place that is closed.
pub fn is_closed(raison: RaisonEcart) -> bool {
    match raison {
        RaisonEcart::Fermeture | RaisonEcart::JourParticulier | RaisonEcart::Vacances => true,
        RaisonEcart::Passe
        | RaisonEcart::Ferie
        | RaisonEcart::SansArret
        | RaisonEcart::Annule
        | RaisonEcart::Deplace
        | RaisonEcart::Absence => false,
    }
}

/// "25/12/2026 : jour férié. 01/01/2027 : le lieu est fermé."
pub fn named(ecarts: &[JourEcarte]) -> String {
    let one = |one: &JourEcarte| format!("{} : {}.", time::written(one.jour), words(one.raison));
    let mut said: Vec<String> = ecarts.iter().take(NAMED).map(one).collect();
    if NAMED < ecarts.len() {
        said.push("…".to_owned());
    }
    said.join(" ")
}

fn words(raison: RaisonEcart) -> &'static str {
    match raison {
        RaisonEcart::Passe => "déjà passé",
        RaisonEcart::Ferie => "jour férié",
        RaisonEcart::Fermeture => "le lieu est fermé",
        RaisonEcart::JourParticulier => "le lieu est fermé à cette heure",
        RaisonEcart::Vacances => "vacances scolaires, le lieu est fermé à cette heure",
        RaisonEcart::SansArret => "le bus n’a pas d’arrêt à cette heure",
        RaisonEcart::Annule => "déjà annulé",
        RaisonEcart::Deplace => "déplacé à un autre moment",
        RaisonEcart::Absence => "la personne est absente",
    }
}
