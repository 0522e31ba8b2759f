//! What can be tapped without a network, and how it is said to the server: each of it may be said twice and counts once.

use serde::{Deserialize, Serialize};
use shared::{
    Problem,
    accueil::{AddPassage, FollowPassage, MarkPassage, TakePassage},
    ateliers::{AddInvite, MarkParticipant, Participant},
    permanences::{AddVenue, MarkVenue, Venue},
};

use crate::api::{Key, call, call_once};

/// What was tapped. Who is new bears a key that is made once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Tap {
    /// On the list of an atelier.
    Participant(MarkParticipant),
    /// A guest of an atelier.
    Invite {
        /// Names the intention.
        key: Key,
        /// Who.
        request: AddInvite,
    },
    /// On the list of who passes by.
    Passage(MarkPassage),
    /// One takes care of somebody who passes by.
    Prise(TakePassage),
    /// One becomes the référent of somebody who passes by.
    Suivi(FollowPassage),
    /// Somebody without an account is there.
    Ajout {
        /// Names the intention.
        key: Key,
        /// Who.
        request: AddPassage,
    },
    /// On the list of the day of permanences. Without a name of its own: what a former version of this page kept is read too.
    #[serde(untagged)]
    Mark(MarkVenue),
    /// Somebody without a rendez-vous.
    #[serde(untagged)]
    Arrival {
        /// Names the intention.
        key: Key,
        /// Who.
        request: AddVenue,
    },
}

/// What the server has stored.
#[derive(Clone, Debug)]
pub enum Reply {
    /// On the list of the day.
    Venue(Venue),
    /// On the list of an atelier.
    Participant(Participant),
    /// On the list of who passes by, which is read again.
    Passage,
}

impl Tap {
    /// Says it.
    pub async fn send(self) -> Result<Reply, Problem> {
        match self {
            Self::Participant(request) => call(request).await.map(Reply::Participant),
            Self::Invite { key, request } => call_once(&key, request).await.map(Reply::Participant),
            Self::Passage(request) => call(request).await.map(|_| Reply::Passage),
            Self::Prise(request) => call(request).await.map(|_| Reply::Passage),
            Self::Suivi(request) => call(request).await.map(|_| Reply::Passage),
            Self::Ajout { key, request } => call_once(&key, request).await.map(|_| Reply::Passage),
            Self::Mark(request) => call(request).await.map(Reply::Venue),
            Self::Arrival { key, request } => call_once(&key, request).await.map(Reply::Venue),
        }
    }

    /// Whether it makes a former one needless that was not sent yet: of the marks on somebody only the last one counts. Each step
    /// of who passes by counts: who came and left was there.
    pub fn replaces(&self, former: &Self) -> bool {
        match (self, former) {
            (Self::Mark(new), Self::Mark(old)) => new.rendez_vous == old.rendez_vous,
            (Self::Participant(new), Self::Participant(old)) => new.inscription == old.inscription,
            (Self::Prise(new), Self::Prise(old)) => new.passage == old.passage,
            (Self::Suivi(new), Self::Suivi(old)) => new.passage == old.passage,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::{Instant, accueil::GestePassage, ateliers::Pointage, permanences::Marque};

    use super::*;

    #[test]
    fn what_is_kept_is_read_again_also_from_a_former_version() {
        let mark = r#"{"rendez_vous":"018f0000-0000-7000-8000-000000000001","marque":"recu","le":1}"#;
        let read: Tap = serde_json::from_str(mark).unwrap();
        assert!(matches!(&read, Tap::Mark(mark) if mark.marque == Marque::Recu));
        let arrival = r#"{"key":"k","request":{"creneau":"018f0000-0000-7000-8000-000000000002","prenom":"Bakary","marque":"arrive"}}"#;
        let arrival: Tap = serde_json::from_str(arrival).unwrap();
        assert!(matches!(&arrival, Tap::Arrival { request, .. } if request.prenom.as_str() == "Bakary"));
        let id = "018f0000-0000-7000-8000-000000000003";
        let (passage, inscription) = (id.parse().unwrap(), id.parse().unwrap());
        let all = [
            read,
            arrival,
            Tap::Participant(MarkParticipant { inscription, pointage: Pointage::Present, le: Instant(2) }),
            Tap::Passage(MarkPassage { passage, geste: GestePassage::Parti, le: Instant(3) }),
            Tap::Prise(TakePassage { passage, le: None }),
            Tap::Suivi(FollowPassage { passage, le: None }),
        ];
        for tap in all {
            let kept = serde_json::to_string(&tap).unwrap();
            assert_eq!(serde_json::from_str::<Tap>(&kept).unwrap(), tap, "{kept}");
        }
    }

    #[test]
    fn of_the_marks_on_somebody_the_last_one_is_sent_and_each_step_of_who_passes_by() {
        let (one, other) = (
            "018f0000-0000-7000-8000-000000000001".parse().unwrap(),
            "018f0000-0000-7000-8000-000000000002".parse().unwrap(),
        );
        let mark = |inscription, le| {
            Tap::Participant(MarkParticipant { inscription, pointage: Pointage::Present, le: Instant(le) })
        };
        assert!(mark(one, 2).replaces(&mark(one, 1)) && !mark(other, 2).replaces(&mark(one, 1)));
        let passage = "018f0000-0000-7000-8000-000000000003".parse().unwrap();
        let step = |geste| Tap::Passage(MarkPassage { passage, geste, le: Instant(1) });
        assert!(!step(GestePassage::Parti).replaces(&step(GestePassage::Arrive)));
        let take = Tap::Prise(TakePassage { passage, le: None });
        assert!(take.replaces(&take) && !take.replaces(&step(GestePassage::Arrive)));
    }
}
