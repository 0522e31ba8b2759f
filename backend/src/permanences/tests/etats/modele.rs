//! What should happen, in plain Rust.

use shared::{
    Instant, ProblemKind,
    permanences::{EtatRendezVous, Marque},
};

use super::{Acte, MOST};

// How long a place is kept for someone who waits, in milliseconds: the default of the settings.
const KEPT: i64 = 30 * 60_000;

/// What never changes of a créneau.
#[derive(Clone, Debug)]
pub struct Span {
    pub permanence: usize,
    pub debut: Instant,
    pub fin: Instant,
    /// When its day begins.
    pub morning: Instant,
    pub places: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub libres: usize,
    pub attentes: usize,
    pub annule: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Booked {
    pub id: String,
    pub jeune: usize,
    pub creneau: usize,
    pub etat: EtatRendezVous,
    pub suivi: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub id: String,
    pub jeune: usize,
    /// Nothing for who waits for any place.
    pub creneau: Option<usize>,
    pub etat: String,
    pub offre: Option<usize>,
    pub jusquau: Option<i64>,
}

/// All that is kept; a créneau that nobody had booked is gone when its day is cancelled. The ids are in the order of arrival.
#[derive(Clone, Debug, PartialEq)]
pub struct Etat {
    pub places: Vec<Option<Place>>,
    pub rendez_vous: Vec<Booked>,
    pub attentes: Vec<Waiting>,
}

impl Etat {
    /// The same without the ends of the offers, which are known to the second only.
    pub fn untimed(&self) -> Self {
        let attentes = self.attentes.iter().map(|one| Waiting { jusquau: None, ..one.clone() }).collect();
        Self { attentes, ..self.clone() }
    }

    /// Takes the ends of the offers over from the server, when they are those that were expected but for a few seconds.
    pub fn keep_ends(&mut self, server: &Self) -> Result<(), String> {
        for (one, kept) in self.attentes.iter_mut().zip(&server.attentes).filter(|(one, _)| one.etat == "offert") {
            let apart = one.jusquau.zip(kept.jusquau).map(|(one, kept)| one.abs_diff(kept));
            if apart.is_none_or(|apart| 10_000 < apart) {
                return Err(format!("an offer ends {apart:?} ms from when it should"));
            }
            one.jusquau = kept.jusquau;
        }
        Ok(())
    }
}

/// Whether someone is, or was, expected: they have a place.
pub fn is_expected(etat: EtatRendezVous) -> bool {
    matches!(etat, EtatRendezVous::Confirme | EtatRendezVous::Honore | EtatRendezVous::Absent)
}

/// Whether a wait has not ended.
pub fn is_live(etat: &str) -> bool {
    matches!(etat, "attend" | "offert")
}

/// The model.
pub struct Modele {
    pub spans: Vec<Span>,
    pub etat: Etat,
}

type Answer = Result<(), ProblemKind>;

impl Modele {
    pub fn new(spans: Vec<Span>) -> Self {
        let all_free = |span: &Span| Some(Place { libres: span.places, attentes: 0, annule: false });
        let places = spans.iter().map(all_free).collect();
        Self { spans, etat: Etat { places, rendez_vous: Vec::new(), attentes: Vec::new() } }
    }

    /// Does it, or says why not; `new` is the id of what the server made.
    pub fn apply(&mut self, now: Instant, acte: &Acte, new: &str) -> Answer {
        match *acte {
            Acte::Book { jeune, creneau } => {
                self.check(now, jeune, creneau, None, false)?;
                self.place(creneau)?.libres -= 1;
                self.insert(jeune, creneau, new);
            }
            Acte::Cancel { jeune, rendez_vous } => self.cancel(now, jeune, rendez_vous)?,
            Acte::Move { jeune, rendez_vous, creneau } => self.shift(now, (jeune, rendez_vous, creneau), new)?,
            Acte::Join { jeune, creneau } => self.join(now, jeune, creneau, new)?,
            Acte::JoinBesoin { jeune } => {
                if self.first_free(now).is_some() {
                    return Err(ProblemKind::PlaceLibre);
                }
                self.wait(jeune, None, new)?;
            }
            Acte::Leave { jeune, attente } => self.leave(now, jeune, attente)?,
            Acte::Accept { jeune, attente } => self.accept(now, jeune, attente, new)?,
            Acte::CancelDay { permanence, mot } => self.cancel_day(permanence, mot)?,
            Acte::Mark { rendez_vous, marque } => self.mark(now, rendez_vous, marque)?,
            Acte::Pass { .. } => {}
            Acte::Sweep => self.sweep(now),
        }
        Ok(())
    }

    /// Whether two créneaux are at the same time.
    pub fn overlap(&self, one: usize, other: usize) -> bool {
        self.spans[one].debut < self.spans[other].fin && self.spans[other].debut < self.spans[one].fin
    }

    fn place(&mut self, creneau: usize) -> Result<&mut Place, ProblemKind> {
        self.etat.places[creneau].as_mut().filter(|place| !place.annule).ok_or(ProblemKind::Introuvable)
    }

    fn check(&self, now: Instant, jeune: usize, creneau: usize, but: Option<usize>, offered: bool) -> Answer {
        let place = self.etat.places[creneau].as_ref().filter(|place| !place.annule).ok_or(ProblemKind::Introuvable)?;
        let is_full = place.libres == 0 && !offered;
        let rendez_vous = self.etat.rendez_vous.iter().enumerate();
        let mine: Vec<_> =
            rendez_vous.filter(|(i, one)| one.jeune == jeune && Some(*i) != but).map(|(_, one)| one).collect();
        let mut there = mine.iter().filter(|one| is_expected(one.etat));
        let to_come = |one: &&&Booked| one.etat == EtatRendezVous::Confirme && now < self.spans[one.creneau].debut;
        match () {
            () if self.spans[creneau].debut <= now => Err(ProblemKind::CreneauPasse),
            () if there.clone().any(|one| one.creneau == creneau) => Err(ProblemKind::DejaReserve),
            () if is_full => Err(ProblemKind::CreneauComplet),
            () if there.any(|one| self.overlap(one.creneau, creneau)) => Err(ProblemKind::RendezVousEnMemeTemps),
            () if MOST <= mine.iter().filter(to_come).count() => Err(ProblemKind::TropDeRendezVous),
            () => Ok(()),
        }
    }

    fn insert(&mut self, jeune: usize, creneau: usize, new: &str) {
        let etat = EtatRendezVous::Confirme;
        self.etat.rendez_vous.push(Booked { id: new.to_owned(), jeune, creneau, etat, suivi: None });
    }

    fn cancel(&mut self, now: Instant, jeune: usize, i: usize) -> Answer {
        let Booked { jeune: owner, creneau, etat, .. } = self.etat.rendez_vous[i];
        match etat {
            _ if owner != jeune => Err(ProblemKind::Introuvable),
            EtatRendezVous::AnnuleParJeune => Ok(()),
            EtatRendezVous::Confirme if now < self.spans[creneau].debut => {
                // Nobody is offered the place that they give back.
                self.give_back(now, creneau)?;
                self.etat.rendez_vous[i].etat = EtatRendezVous::AnnuleParJeune;
                Ok(())
            }
            EtatRendezVous::Reporte | EtatRendezVous::AnnuleParStructure => Err(ProblemKind::PlusPrevu),
            _ => Err(ProblemKind::RendezVousPasse),
        }
    }

    fn shift(&mut self, now: Instant, (jeune, i, creneau): (usize, usize, usize), new: &str) -> Answer {
        let Booked { creneau: before, etat, .. } = self.etat.rendez_vous[i];
        match etat {
            EtatRendezVous::Confirme if self.spans[before].debut <= now => return Err(ProblemKind::RendezVousPasse),
            EtatRendezVous::Confirme if before == creneau => return Err(ProblemKind::DejaReserve),
            EtatRendezVous::Confirme => {}
            _ => return Err(ProblemKind::PlusPrevu),
        }
        self.check(now, jeune, creneau, Some(i), false)?;
        self.give_back(now, before)?;
        self.place(creneau)?.libres -= 1;
        let one = &mut self.etat.rendez_vous[i];
        (one.etat, one.suivi) = (EtatRendezVous::Reporte, Some(new.to_owned()));
        self.insert(jeune, creneau, new);
        Ok(())
    }

    fn join(&mut self, now: Instant, jeune: usize, creneau: usize, new: &str) -> Answer {
        let debut = self.spans[creneau].debut;
        let place = self.place(creneau)?;
        match place.libres {
            _ if debut <= now => return Err(ProblemKind::CreneauPasse),
            0 => {}
            _ => return Err(ProblemKind::PlaceLibre),
        }
        self.check(now, jeune, creneau, None, true)?;
        self.wait(jeune, Some(creneau), new)?;
        self.place(creneau)?.attentes += 1;
        Ok(())
    }

    fn wait(&mut self, jeune: usize, creneau: Option<usize>, new: &str) -> Answer {
        let same = |one: &Waiting| one.jeune == jeune && one.creneau == creneau && is_live(&one.etat);
        if self.etat.attentes.iter().any(same) {
            return Err(ProblemKind::DejaEnAttente);
        }
        let (id, etat) = (new.to_owned(), "attend".to_owned());
        self.etat.attentes.push(Waiting { id, jeune, creneau, etat, offre: None, jusquau: None });
        Ok(())
    }

    fn leave(&mut self, now: Instant, jeune: usize, i: usize) -> Answer {
        let Waiting { jeune: owner, creneau, offre, etat, .. } = self.etat.attentes[i].clone();
        if owner != jeune {
            return Err(ProblemKind::Introuvable);
        }
        if is_live(&etat) {
            "quitte".clone_into(&mut self.etat.attentes[i].etat);
        }
        match (etat.as_str(), creneau, offre) {
            ("attend", Some(creneau), _) => self.place(creneau)?.attentes -= 1,
            ("offert", _, Some(offre)) => self.give_back(now, offre)?,
            _ => {}
        }
        Ok(())
    }

    fn accept(&mut self, now: Instant, jeune: usize, i: usize, new: &str) -> Answer {
        let Waiting { jeune: owner, offre, etat, jusquau, .. } = self.etat.attentes[i].clone();
        if owner != jeune {
            return Err(ProblemKind::Introuvable);
        }
        let creneau = offre.filter(|_| etat == "offert").ok_or(ProblemKind::OffrePassee)?;
        self.check(now, jeune, creneau, None, true)?;
        if jusquau.is_none_or(|until| until <= now.0) {
            return Err(ProblemKind::OffrePassee);
        }
        "pris".clone_into(&mut self.etat.attentes[i].etat);
        self.insert(jeune, creneau, new);
        Ok(())
    }

    // To the first who waits and can take it, or to all.
    fn give_back(&mut self, now: Instant, creneau: usize) -> Answer {
        let half = (self.spans[creneau].debut.0 - now.0).max(0) / 2;
        let for_it = |one: &Waiting| one.etat == "attend" && one.creneau.is_none_or(|wanted| wanted == creneau);
        let waiting: Vec<usize> = (0..self.etat.attentes.len()).filter(|i| for_it(&self.etat.attentes[*i])).collect();
        let can = |i: &usize| self.check(now, self.etat.attentes[*i].jeune, creneau, None, true).is_ok();
        let Some(first) = waiting.into_iter().find(can) else {
            self.place(creneau)?.libres += 1;
            return Ok(());
        };
        let first = &mut self.etat.attentes[first];
        "offert".clone_into(&mut first.etat);
        (first.offre, first.jusquau) = (Some(creneau), Some(now.0 + half.min(KEPT)));
        if first.creneau.is_some() {
            self.place(creneau)?.attentes -= 1;
        }
        Ok(())
    }

    fn first_free(&self, now: Instant) -> Option<usize> {
        let free = |i: &usize| self.etat.places[*i].as_ref().is_some_and(|place| 0 < place.libres);
        let coming = |i: &usize| now < self.spans[*i].debut;
        (0..self.spans.len()).filter(|i| free(i) && coming(i)).min_by_key(|i| self.spans[*i].debut)
    }

    fn sweep(&mut self, now: Instant) {
        for i in 0..self.etat.attentes.len() {
            let one = &self.etat.attentes[i];
            let begun = one.creneau.filter(|creneau| one.etat == "attend" && self.spans[*creneau].debut <= now);
            if let Some(creneau) = begun {
                "passe".clone_into(&mut self.etat.attentes[i].etat);
                assert!(self.place(creneau).map(|place| place.attentes -= 1).is_ok());
            }
        }
        let is_late = |one: &Waiting| one.etat == "offert" && one.jusquau.is_some_and(|until| until <= now.0);
        let mut late: Vec<usize> = (0..self.etat.attentes.len()).filter(|i| is_late(&self.etat.attentes[*i])).collect();
        late.sort_by_key(|i| self.etat.attentes[*i].jusquau);
        for i in late {
            "passe".clone_into(&mut self.etat.attentes[i].etat);
            let given = self.etat.attentes[i].offre.map(|creneau| self.give_back(now, creneau));
            assert!(given.is_some_and(|given| given.is_ok()));
        }
        let anyone = |one: &&Waiting| one.etat == "attend" && one.creneau.is_none();
        let jeunes: Vec<usize> = self.etat.attentes.iter().filter(anyone).map(|one| one.jeune).collect();
        for jeune in jeunes {
            let Some(creneau) = self.first_free(now) else { continue };
            if self.check(now, jeune, creneau, None, true).is_err() {
                continue;
            }
            assert!(self.place(creneau).map(|place| place.libres -= 1).is_ok());
            assert!(self.give_back(now, creneau).is_ok());
        }
    }

    fn cancel_day(&mut self, permanence: usize, mot: bool) -> Answer {
        let etat = &mut self.etat;
        let is_held = |i: &usize| etat.places[*i].as_ref().is_some_and(|place| !place.annule);
        let day: Vec<usize> =
            (0..self.spans.len()).filter(|i| self.spans[*i].permanence == permanence && is_held(i)).collect();
        let there = |one: &&Booked| day.contains(&one.creneau) && is_expected(one.etat);
        let there: Vec<EtatRendezVous> = etat.rendez_vous.iter().filter(there).map(|one| one.etat).collect();
        if there.iter().any(|one| *one != EtatRendezVous::Confirme) {
            return Err(ProblemKind::RendezVousPasse);
        }
        if !there.is_empty() && !mot {
            return Err(ProblemKind::RendezVousTouches);
        }
        for one in etat.rendez_vous.iter_mut().filter(|one| day.contains(&one.creneau) && is_expected(one.etat)) {
            one.etat = EtatRendezVous::AnnuleParStructure;
        }
        let of_day = |creneau: Option<usize>| creneau.is_some_and(|creneau| day.contains(&creneau));
        for i in 0..etat.attentes.len() {
            let jeune = etat.attentes[i].jeune;
            let mut others = etat.attentes.iter().filter(|one| one.jeune == jeune && one.creneau.is_none());
            let already = others.any(|one| is_live(&one.etat));
            let one = &mut etat.attentes[i];
            if !is_live(&one.etat) {
                continue;
            }
            if of_day(one.creneau) {
                (if already { "passe" } else { "attend" }).clone_into(&mut one.etat);
                (one.creneau, one.offre, one.jusquau) = (None, None, None);
            } else if of_day(one.offre) {
                "attend".clone_into(&mut one.etat);
                (one.offre, one.jusquau) = (None, None);
            }
        }
        for i in day {
            let has_history = etat.rendez_vous.iter().any(|one| one.creneau == i);
            etat.places[i] = has_history.then_some(Place { libres: 0, attentes: 0, annule: true });
            if !has_history {
                etat.attentes.retain(|one| one.creneau != Some(i) && one.offre != Some(i));
            }
        }
        Ok(())
    }

    fn mark(&mut self, now: Instant, i: usize, marque: Marque) -> Answer {
        let Booked { creneau, etat, .. } = self.etat.rendez_vous[i];
        self.place(creneau)?;
        if now < self.spans[creneau].morning {
            return Err(ProblemKind::PasEncore);
        }
        if !is_expected(etat) {
            return Err(ProblemKind::PlusPrevu);
        }
        self.etat.rendez_vous[i].etat = match marque {
            Marque::Attendu | Marque::Arrive => EtatRendezVous::Confirme,
            Marque::Recu => EtatRendezVous::Honore,
            Marque::Absent => EtatRendezVous::Absent,
        };
        Ok(())
    }
}
