//! The taps on the list of the day, among all that wait to be sent.

use shared::{
    Problem,
    fields::Prenom,
    ids::{CreneauId, RendezVousId},
    permanences::{AddVenue, MarkVenue, Marque, Venue},
};

use crate::{
    api::Key,
    format,
    taps::{Reply, Tap, Taps},
};

/// The taps of the list of the day.
#[derive(Clone, Copy)]
pub struct Pointages(Taps);

impl Pointages {
    /// Called at the top of a component.
    pub fn expect() -> Self {
        Self(Taps::expect())
    }

    /// A tap, now.
    pub fn tap(self, rendez_vous: RendezVousId, marque: Marque) {
        self.0.push(Tap::Mark(MarkVenue { rendez_vous, marque, le: format::now() }));
    }

    /// Someone is there without a rendez-vous.
    pub fn come(self, creneau: CreneauId, prenom: Prenom) {
        self.0.push(Tap::Arrival { key: Key::new(), request: AddVenue { creneau, prenom, marque: Marque::Arrive } });
    }

    /// What was tapped for somebody and is not stored yet.
    pub fn of(self, rendez_vous: RendezVousId) -> Option<Marque> {
        self.0.waiting(|all| {
            all.iter().find_map(|one| match one {
                Tap::Mark(mark) if mark.rendez_vous == rendez_vous => Some(mark.marque),
                _ => None,
            })
        })
    }

    /// Who came at a créneau and is not stored yet.
    pub fn coming(self, creneau: CreneauId) -> Vec<String> {
        self.0.waiting(|all| {
            let names = all.iter().filter_map(|one| match one {
                Tap::Arrival { request, .. } if request.creneau == creneau => Some(request.prenom.as_str().to_owned()),
                _ => None,
            });
            names.collect()
        })
    }

    /// What the server has stored for somebody since the agenda was read.
    pub fn stored(self, rendez_vous: RendezVousId) -> Option<Venue> {
        self.0.answered(|all| last(all, rendez_vous).cloned())
    }

    /// Who came at a créneau and was stored since the agenda was read.
    pub fn came(self, creneau: CreneauId) -> Vec<Venue> {
        self.0.answered(|all| {
            let here = all.iter().filter_map(|one| match one {
                (Tap::Arrival { request, .. }, Reply::Venue(venue)) if request.creneau == creneau => {
                    last(all, venue.rendez_vous).cloned()
                }
                _ => None,
            });
            here.collect()
        })
    }

    /// The agenda was read again: it knows what the server has stored.
    pub fn is_read(self) {
        self.0.is_read();
    }

    /// Why the last tap on somebody was refused.
    pub fn refusal(self, rendez_vous: RendezVousId) -> Option<Problem> {
        match self.0.refused()? {
            (Tap::Mark(mark), problem) if mark.rendez_vous == rendez_vous => Some(problem),
            _ => None,
        }
    }

    /// Who was not added to a créneau, and why.
    pub fn refused_at(self, creneau: CreneauId) -> Option<(String, Problem)> {
        match self.0.refused()? {
            (Tap::Arrival { request, .. }, why) if request.creneau == creneau => {
                Some((request.prenom.as_str().to_owned(), why))
            }
            _ => None,
        }
    }
}

fn last(all: &[(Tap, Reply)], rendez_vous: RendezVousId) -> Option<&Venue> {
    all.iter().rev().find_map(|(_, reply)| match reply {
        Reply::Venue(venue) if venue.rendez_vous == rendez_vous => Some(venue),
        _ => None,
    })
}
