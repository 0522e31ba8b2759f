//! Places and the waiting list as a state machine: random commands, a plain model, and the server beside it at each step.

use std::collections::BTreeSet;

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use shared::{
    ProblemKind,
    ateliers::{
        AcceptPlace, AtelierPro, ChangeAtelier, EtatInscription, FicheAtelier, Inscription, JoinAtelier, LeaveAtelier,
        ListInscriptions, ReadAtelier,
    },
};

use super::{as_it_is, ask, made, request};
use crate::test_app::{Client, House, TestApp};

const JEUNES: usize = 5;
// As long as a place is kept: the atelier is far away.
const KEPT: i64 = 30;

#[derive(Clone, Copy, Debug)]
enum Acte {
    Join { jeune: usize, wait: bool },
    Leave { jeune: usize },
    Accept { jeune: usize },
    Places { places: u16 },
    Pass { minutes: i64 },
}

fn acte() -> impl Strategy<Value = Acte> {
    let jeune = 0..JEUNES;
    prop_oneof![
        4 => (jeune.clone(), any::<bool>()).prop_map(|(jeune, wait)| Acte::Join { jeune, wait }),
        2 => jeune.clone().prop_map(|jeune| Acte::Leave { jeune }),
        2 => jeune.prop_map(|jeune| Acte::Accept { jeune }),
        1 => (1_u16..5).prop_map(|places| Acte::Places { places }),
        1 => prop_oneof![Just(20_i64), Just(31)].prop_map(|minutes| Acte::Pass { minutes }),
    ]
}

/// What there should be.
#[derive(Clone, Debug)]
struct Modele {
    places: usize,
    joined: BTreeSet<usize>,
    // Who, until when, and with which number.
    offered: Vec<(usize, i64, usize)>,
    waiting: Vec<(usize, usize)>,
    // Who has ever had an inscription: without one there is nothing to leave.
    known: BTreeSet<usize>,
    now: i64,
    numbers: usize,
}

impl Modele {
    fn free(&self) -> usize {
        self.places - self.joined.len() - self.offered.len()
    }

    fn holds(&self, jeune: usize) -> bool {
        let offered = self.offered.iter().any(|(who, ..)| *who == jeune);
        self.joined.contains(&jeune) || offered || self.waiting.iter().any(|(who, _)| *who == jeune)
    }

    // Offers what is free to those who wait, in order.
    fn offer(&mut self) {
        while 0 < self.free() && !self.waiting.is_empty() {
            let (who, number) = self.waiting.remove(0);
            self.offered.push((who, self.now + KEPT, number));
        }
    }

    fn act(&mut self, acte: Acte) -> Result<(), ProblemKind> {
        match acte {
            Acte::Join { jeune, .. } if self.holds(jeune) => return Err(ProblemKind::DejaInscrit),
            Acte::Join { wait: false, .. } if self.free() == 0 => return Err(ProblemKind::AtelierComplet),
            Acte::Join { jeune, .. } => {
                self.numbers += 1;
                self.known.insert(jeune);
                if self.free() == 0 {
                    self.waiting.push((jeune, self.numbers));
                } else {
                    self.joined.insert(jeune);
                }
            }
            Acte::Leave { jeune } => {
                self.joined.remove(&jeune);
                self.offered.retain(|(who, ..)| *who != jeune);
                self.waiting.retain(|(who, _)| *who != jeune);
            }
            Acte::Accept { jeune } => {
                let now = self.now;
                let mine = self.offered.iter().position(|(who, until, _)| *who == jeune && now < *until);
                let Some(mine) = mine else { return Err(ProblemKind::OffrePassee) };
                self.offered.remove(mine);
                self.joined.insert(jeune);
            }
            Acte::Places { places } if usize::from(places) < self.places - self.free() => {
                return Err(ProblemKind::PlacesReservees);
            }
            Acte::Places { places } => self.places = usize::from(places),
            Acte::Pass { minutes } => {
                self.now += minutes;
                let now = self.now;
                self.offered.retain(|(_, until, _)| now < *until);
            }
        }
        self.offer();
        Ok(())
    }

    fn etat(&self, jeune: usize) -> Option<(EtatInscription, u32)> {
        if self.joined.contains(&jeune) {
            return Some((EtatInscription::Inscrit, 0));
        }
        if self.offered.iter().any(|(who, ..)| *who == jeune) {
            return Some((EtatInscription::Offert, 0));
        }
        let before = self.waiting.iter().position(|(who, _)| *who == jeune)?;
        Some((EtatInscription::Attend, u32::try_from(before).unwrap()))
    }
}

/// The server beside it.
struct Monde {
    app: TestApp,
    house: House,
    one: AtelierPro,
    jeunes: Vec<Client>,
    // The last inscription of each, also one that ended.
    last: Vec<Option<Inscription>>,
}

impl Monde {
    fn new(places: u16) -> Self {
        let app = TestApp::start();
        let house = app.house();
        let one = made(&house, request(&house, app.day(60), places));
        let jeunes = app.awake(JEUNES);
        Self { app, house, one, jeunes, last: vec![None; JEUNES] }
    }

    fn act(&mut self, acte: Acte) -> Result<(), ProblemKind> {
        let atelier = self.one.atelier.id;
        let done = match acte {
            Acte::Join { jeune, wait } => {
                let asked = JoinAtelier { ou_attendre: wait, ..ask(atelier) };
                let joined = self.jeunes[jeune].call(asked);
                joined.map(|one| self.last[jeune] = Some(one))
            }
            Acte::Leave { jeune } => {
                let inscription = self.last[jeune].as_ref().unwrap().id;
                self.jeunes[jeune].call(LeaveAtelier { inscription }).map(drop)
            }
            Acte::Accept { jeune } => {
                let inscription = self.last[jeune].as_ref().unwrap().id;
                self.jeunes[jeune].call(AcceptPlace { inscription }).map(drop)
            }
            Acte::Places { places } => {
                let fiche = FicheAtelier { places, ..self.one.fiche.clone() };
                let changed = self.house.pro.call(ChangeAtelier { fiche, ..as_it_is(&self.one) });
                changed.map(|one| self.one.version = one.version)
            }
            Acte::Pass { minutes } => {
                self.app.clock.shift_minutes(minutes);
                self.app.sweep_waiting();
                let again = |one: &Client| self.app.enter(one.compte.unwrap());
                (self.jeunes, self.house.pro) = (self.jeunes.iter().map(again).collect(), again(&self.house.pro));
                Ok(())
            }
        };
        done.map_err(|problem| problem.kind)
    }

    fn etat(&self, jeune: usize) -> Option<(EtatInscription, u32)> {
        let list = self.jeunes[jeune].call(ListInscriptions {}).unwrap();
        assert!(list.len() <= 1, "one atelier is shown twice: {list:?}");
        let held = list.into_iter().find(|one| one.etat != EtatInscription::Passe);
        held.map(|one| (one.etat, one.avant))
    }

    fn free(&self) -> usize {
        usize::from(self.app.stranger().call(ReadAtelier { atelier: self.one.atelier.id }).unwrap().places_libres)
    }
}

fn run(places: u16, actes: &[Acte]) {
    let mut monde = Monde::new(places);
    let mut modele = Modele {
        places: usize::from(places),
        joined: BTreeSet::new(),
        offered: Vec::new(),
        waiting: Vec::new(),
        known: BTreeSet::new(),
        now: 0,
        numbers: 0,
    };
    for acte in actes {
        if let Acte::Leave { jeune } | Acte::Accept { jeune } = acte
            && !modele.known.contains(jeune)
        {
            continue;
        }
        assert_eq!(monde.act(*acte), modele.act(*acte), "{acte:?} in {modele:?}");
        for jeune in 0..JEUNES {
            assert_eq!(monde.etat(jeune), modele.etat(jeune), "jeune {jeune} after {acte:?} in {modele:?}");
        }
        assert_eq!(monde.free(), modele.free(), "after {acte:?} in {modele:?}");
    }
}

#[test]
fn whatever_people_do_the_places_and_the_order_are_those_of_the_model() {
    let cases = Config { cases: 12, failure_persistence: None, ..Config::default() };
    let drawn = (1_u16..4, proptest::collection::vec(acte(), 1..40));
    let done = TestRunner::new(cases).run(&drawn, |(places, actes)| {
        run(places, &actes);
        Ok(())
    });
    if let Err(why) = done {
        panic!("{why}");
    }
}
