//! What a thread says by itself, and who hears of it.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    ids::{CompteId, FilId, MessageId},
    messages::{Annonce, Evenement},
};

use super::reader::{substitutes, team};
use crate::{
    db::{AsText, Conn, Tx, id},
    live::Notice,
    problem::Error,
    schema::{fil, lecteur, message, professionnel},
};

/// Adds an announcement at the end of a thread: whom it names is its text. Nobody waits the less for it.
pub fn announce(tx: &mut Tx<'_>, fil: FilId, annonce: Annonce, by: CompteId, prenom: &str) -> Result<(), Error> {
    let (seq, version) = turn(tx, fil, 1)?;
    diesel::insert_into(message::table)
        .values((
            message::id.eq(id::<MessageId>().to_string()),
            message::fil_id.eq(fil.to_string()),
            message::seq.eq(seq),
            message::version.eq(version),
            message::auteur_id.eq(by.to_string()),
            message::texte.eq(prenom),
            message::cherche.eq(""),
            message::annonce.eq(annonce.code()),
            message::envoye_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    tell(tx, fil)
}

/// Moves a thread on: one version more, and so many messages more. Gives its last `seq` and its version.
pub fn turn(tx: &mut Tx<'_>, fil: FilId, messages: i64) -> Result<(i64, i64), Error> {
    diesel::update(fil::table.find(fil.to_string()))
        .set((fil::version.eq(fil::version + 1), fil::dernier_seq.eq(fil::dernier_seq + messages)))
        .execute(tx.db)?;
    Ok(fil::table.find(fil.to_string()).select((fil::dernier_seq, fil::version)).first(tx.db)?)
}

/// Tells the jeune and those who may read the thread that it has changed.
pub fn tell(tx: &mut Tx<'_>, fil: FilId) -> Result<(), Error> {
    type Row = (AsText<CompteId>, Option<AsText<CompteId>>, i64, Option<i64>);
    let (AsText(jeune), referent, seq, relayee): Row = fil::table
        .find(fil.to_string())
        .select((fil::jeune_id, fil::referent_id, fil::dernier_seq, fil::relayee_le))
        .first(tx.db)?;
    let sides = Sides { jeune, referent: referent.map(|AsText(referent)| referent), relayee: relayee.is_some() };
    let professionnels = sides.professionnels(tx.db, fil, tx.now)?;
    tx.tell(sides.notice(&professionnels, fil, seq));
    Ok(())
}

/// Tells those who could have read the thread besides those who may, and others who no longer may.
pub fn tell_team(tx: &mut Tx<'_>, fil: FilId, others: &[CompteId]) -> Result<(), Error> {
    let mut comptes = team(tx.db, fil)?;
    comptes.extend(others);
    let seq = fil::table.find(fil.to_string()).select(fil::dernier_seq).first(tx.db)?;
    tx.tell(Notice { comptes, evenement: Evenement::Fil { fil, seq } });
    Ok(())
}

/// What a notice about a thread is about: cancelling that cancels it.
pub fn about(fil: FilId) -> String {
    format!("fil:{fil}")
}

/// Who is concerned by a thread.
#[derive(Clone, Copy)]
pub struct Sides {
    /// The jeune.
    pub jeune: CompteId,
    /// The référent, when there is one.
    pub referent: Option<CompteId>,
    /// Whether the team was told that nobody has answered in time.
    pub relayee: bool,
}

impl Sides {
    /// What the live streams of all of them are told.
    pub fn notice(self, professionnels: &[CompteId], fil: FilId, seq: i64) -> Notice {
        let comptes = [&[self.jeune], professionnels].concat();
        Notice { comptes, evenement: Evenement::Fil { fil, seq } }
    }

    /// The professionals who answer: the référent, whoever is there in their place, those who follow; without a référent,
    /// or when nobody answered in time, the team.
    pub fn professionnels(self, db: &mut Conn, fil: FilId, now: Instant) -> Result<Vec<CompteId>, Error> {
        let mut comptes: Vec<CompteId> = self.referent.into_iter().collect();
        if let Some(referent) = self.referent {
            comptes.extend(substitutes(db, referent, now)?);
        }
        let follow: Vec<AsText<CompteId>> =
            lecteur::table.filter(lecteur::fil_id.eq(fil.to_string())).select(lecteur::compte_id).load(db)?;
        comptes.extend(follow.into_iter().map(|AsText(compte)| compte));
        if self.referent.is_none() || self.relayee {
            comptes.extend(team(db, fil)?);
        }
        comptes.sort_unstable();
        comptes.dedup();
        Ok(comptes)
    }
}

/// The first name of a professional.
pub fn prenom(db: &mut Conn, compte: CompteId) -> Result<String, Error> {
    Ok(professionnel::table.find(compte.to_string()).select(professionnel::prenom).first(db)?)
}
