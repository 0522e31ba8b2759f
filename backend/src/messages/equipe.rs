//! The side of the team: colleagues, handing over, following, quick replies.

use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    ProblemKind,
    fields::Texte,
    ids::{CompteId, FilId},
    messages::{Annonce, Collegue, FollowFil, Reponses},
    operation::Done,
};

use super::{
    annonce::{announce, prenom, tell, tell_team},
    reader::{Reader, check_colleague, check_own, team},
};
use crate::{
    caller::{Correspondant, Referent},
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{animation, fil, lecteur, membre, professionnel, reponse_rapide},
};

/// The other référents of the team of a thread, or of all espaces-temps that the caller's structures animate.
pub fn list_collegues(
    db: &mut Conn,
    referent: &Referent,
    fil: Option<FilId>,
    now: shared::Instant,
) -> Result<Vec<Collegue>, Error> {
    let (comptes, follow): (Vec<CompteId>, Vec<String>) = match fil {
        Some(fil) => {
            Reader::at(db, &Correspondant::Referent(referent.clone()), now)?.find(db, fil)?;
            let follow =
                lecteur::table.filter(lecteur::fil_id.eq(fil.to_string())).select(lecteur::compte_id).load(db)?;
            (team(db, fil)?, follow)
        }
        None => (around(db, referent)?, Vec::new()),
    };
    let others = comptes.into_iter().filter(|compte| *compte != referent.compte).map(|compte| compte.to_string());
    let rows: Vec<(AsText<CompteId>, String, String)> = professionnel::table
        .filter(professionnel::compte_id.eq_any(others))
        .order((professionnel::prenom, professionnel::compte_id))
        .select((professionnel::compte_id, professionnel::prenom, professionnel::aide))
        .load(db)?;
    let list = rows.into_iter().map(|(AsText(compte), prenom, aide)| {
        let suit = follow.contains(&compte.to_string());
        Collegue { compte, prenom, aide, suit }
    });
    Ok(list.collect())
}

fn around(db: &mut Conn, referent: &Referent) -> Result<Vec<CompteId>, Error> {
    let mine: Vec<String> = animation::table
        .filter(animation::structure_id.eq_any(referent.structures.iter().map(ToString::to_string)))
        .select(animation::espace_id)
        .load(db)?;
    let rows: Vec<AsText<CompteId>> = animation::table
        .inner_join(membre::table.on(membre::structure_id.eq(animation::structure_id)))
        .filter(animation::espace_id.eq_any(mine))
        .filter(membre::referent.eq(true))
        .select(membre::compte_id)
        .distinct()
        .load(db)?;
    Ok(rows.into_iter().map(|AsText(compte)| compte).collect())
}

/// A colleague is the référent from now on.
pub fn hand(tx: &mut Tx<'_>, referent: &Referent, fil: FilId, collegue: CompteId) -> Result<Done, Error> {
    check_own(tx, referent, fil)?;
    pass(tx, referent.compte, fil, collegue)?;
    Ok(Done {})
}

/// Makes a colleague of the team the référent, and says so in the thread.
pub fn pass(tx: &mut Tx<'_>, from: CompteId, fil: FilId, to: CompteId) -> Result<(), Error> {
    check_colleague(tx.db, from, fil, to)?;
    let passed = diesel::update(fil::table.find(fil.to_string()))
        .filter(fil::referent_id.eq(from.to_string()))
        .set(fil::referent_id.eq(to.to_string()))
        .execute(tx.db)?;
    if passed == 0 {
        return Err(ProblemKind::FilDejaPris.into());
    }
    diesel::delete(lecteur::table.find((fil.to_string(), to.to_string()))).execute(tx.db)?;
    let prenom = prenom(tx.db, to)?;
    announce(tx, fil, Annonce::Referent, from, &prenom)?;
    tell_team(tx, fil, &[from])
}

/// Lets a colleague read along, or no longer. The référent decides; a colleague may leave by themselves.
pub fn follow(tx: &mut Tx<'_>, referent: &Referent, request: &FollowFil) -> Result<Done, Error> {
    let FollowFil { fil, collegue, suit } = *request;
    if suit || collegue != referent.compte {
        check_own(tx, referent, fil)?;
    } else {
        Reader::at(tx.db, &Correspondant::Referent(referent.clone()), tx.now)?.find(tx.db, fil)?;
    }
    let known: Option<i64> =
        lecteur::table.find((fil.to_string(), collegue.to_string())).select(lecteur::depuis).first(tx.db).optional()?;
    match (suit, known) {
        (true, None) => {
            check_colleague(tx.db, referent.compte, fil, collegue)?;
            diesel::insert_into(lecteur::table)
                .values((
                    lecteur::fil_id.eq(fil.to_string()),
                    lecteur::compte_id.eq(collegue.to_string()),
                    lecteur::depuis.eq(tx.now.0),
                ))
                .execute(tx.db)?;
            let prenom = prenom(tx.db, collegue)?;
            announce(tx, fil, Annonce::Lecteur, referent.compte, &prenom)?;
        }
        (false, Some(_)) => {
            diesel::delete(lecteur::table.find((fil.to_string(), collegue.to_string()))).execute(tx.db)?;
            let prenom = prenom(tx.db, collegue)?;
            announce(tx, fil, Annonce::LecteurParti, referent.compte, &prenom)?;
            tell_team(tx, fil, &[collegue])?;
        }
        // Twice is once.
        (true, Some(_)) | (false, None) => tell(tx, fil)?,
    }
    Ok(Done {})
}

/// The quick replies of the caller.
pub fn read_reponses(db: &mut Conn, referent: &Referent) -> Result<Reponses, Error> {
    let textes = reponse_rapide::table
        .filter(reponse_rapide::compte_id.eq(referent.compte.to_string()))
        .order(reponse_rapide::rang)
        .select(reponse_rapide::texte)
        .load(db)?;
    Ok(Reponses { textes })
}

/// Keeps the quick replies of the caller, all at once.
pub fn set_reponses(tx: &mut Tx<'_>, referent: &Referent, textes: &[Texte]) -> Result<Reponses, Error> {
    let me = referent.compte.to_string();
    diesel::delete(reponse_rapide::table.filter(reponse_rapide::compte_id.eq(&me))).execute(tx.db)?;
    for (rang, texte) in (0_i32..).zip(textes) {
        diesel::insert_into(reponse_rapide::table)
            .values((
                reponse_rapide::compte_id.eq(&me),
                reponse_rapide::rang.eq(rang),
                reponse_rapide::texte.eq(texte.as_str()),
            ))
            .execute(tx.db)?;
    }
    read_reponses(tx.db, referent)
}
