//! For professionals: to sign in, to accept an invitation, to invite, and oneself.

mod connexion;
mod invitation;
mod inviter;
mod moi;
pub mod voix;

pub use connexion::{Connexion, ConnexionPage};
pub use invitation::InvitationPage;
pub use inviter::InviterPage;
pub use moi::MoiPage;

use shared::comptes::{Appartenance, Droits, Session};

use crate::{session::Me, texts::pro};

/// What a session may do, in whichever structure.
pub fn droits(session: &Session) -> Droits {
    places(session).iter().fold(Droits::default(), |all, place| Droits {
        referent: all.referent || place.droits.referent,
        publie: all.publie || place.droits.publie,
        coordonne: all.coordonne || place.droits.coordonne,
    })
}

/// Where the professional who is signed in works.
pub fn appartenances(me: Me) -> Vec<Appartenance> {
    me.get_untracked().map(|session| places(&session).to_vec()).unwrap_or_default()
}

/// Rights in words, one each.
pub fn droits_labels(droits: Droits) -> Vec<&'static str> {
    let all = [
        (droits.referent, pro::droit_referent()),
        (droits.publie, pro::droit_publie()),
        (droits.coordonne, pro::droit_coordonne()),
    ];
    all.into_iter().filter_map(|(has, label)| has.then_some(label)).collect()
}

fn places(session: &Session) -> &[Appartenance] {
    match session {
        Session::Professionnel { appartenances, .. } => appartenances,
        Session::Anonyme {} | Session::Jeune { .. } | Session::Administrateur { .. } => &[],
    }
}
