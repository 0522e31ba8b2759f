//! Safety: what is reported to the administrator, an exchange that is stopped with a relay, the waits that are too long.

use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ids::{CompteId, FilId, SignalementId},
    messages::{AlerteFil, BlockFil, Motif, ReportFil, Signalement, avis::GenreAvis},
    operation::Done,
};

use super::{
    equipe,
    reader::{Reader, check_own},
};
use crate::{
    avis::{self, Avis},
    caller::{Coordonnateur, Correspondant, Referent},
    db::{AsText, Conn, Tx, id},
    problem::Error,
    schema::{animation, compte, espace_temps, fil, jeune, message, message_avant, professionnel, signalement},
};

const MOST: i64 = 500;

/// Reports a message of the other side, or the other person. What the message said is kept with it: it may be taken back.
pub fn report(tx: &mut Tx<'_>, who: &Correspondant, request: &ReportFil) -> Result<Done, Error> {
    let (jeune, referent) = Reader::at(tx.db, who, tx.now)?.find(tx.db, request.fil)?;
    let (vise, dit) = match request.message {
        Some(message) => {
            let row: Option<(AsText<CompteId>, String, Option<String>)> = message::table
                .left_join(message_avant::table)
                .filter(message::id.eq(message.to_string()))
                .filter(message::fil_id.eq(request.fil.to_string()))
                .filter(message::annonce.is_null())
                .filter(message::auteur_id.ne(who.compte().to_string()))
                .select((
                    message::auteur_id,
                    message::texte,
                    diesel::NullableExpressionMethods::nullable(message_avant::texte),
                ))
                .first(tx.db)
                .optional()?;
            let (AsText(author), texte, avant) = row.ok_or(ProblemKind::Introuvable)?;
            (Some(author), Some(said(texte, avant)))
        }
        None if who.compte() == jeune => (referent, None),
        None => (Some(jeune), None),
    };
    let precisions = request.precisions.as_ref().map(|texte| texte.as_str().to_owned());
    let row = New { fil: request.fil, par: who.compte(), vise, motif: request.motif, precisions, dit, blocage: false };
    insert(tx, row, request.message.map(|message| message.to_string()))?;
    Ok(Done {})
}

// What it says now, and what it said at first when that was changed or taken back.
fn said(now: String, before: Option<String>) -> String {
    match before {
        Some(before) if now.is_empty() => before,
        Some(before) if before != now => format!("{before}\n→ {now}"),
        Some(_) | None => now,
    }
}

struct New {
    fil: FilId,
    par: CompteId,
    vise: Option<CompteId>,
    motif: Motif,
    precisions: Option<String>,
    dit: Option<String>,
    blocage: bool,
}

fn insert(tx: &mut Tx<'_>, new: New, message: Option<String>) -> Result<(), Error> {
    let New { fil, par, vise, motif, precisions, dit, blocage } = new;
    let made: SignalementId = id();
    diesel::insert_into(signalement::table)
        .values((
            signalement::id.eq(made.to_string()),
            signalement::fil_id.eq(fil.to_string()),
            signalement::message_id.eq(message),
            signalement::par_id.eq(par.to_string()),
            signalement::vise_id.eq(vise.map(|one| one.to_string())),
            signalement::motif.eq(motif.code()),
            signalement::precisions.eq(precisions),
            signalement::dit.eq(dit),
            signalement::blocage.eq(blocage),
            signalement::cree_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    // The words say nothing of what it is.
    let admins: Vec<AsText<CompteId>> =
        compte::table.filter(compte::role.eq("administrateur")).select(compte::id).load(tx.db)?;
    for AsText(admin) in admins {
        avis::tell(tx, &Avis::new(admin, GenreAvis::Message, subject(made)))?;
    }
    Ok(())
}

fn subject(signalement: SignalementId) -> String {
    format!("signalement:{signalement}")
}

/// A professional stops an exchange: a colleague is the référent from then on, and the administrator reads why.
pub fn block(tx: &mut Tx<'_>, referent: &Referent, request: &BlockFil) -> Result<Done, Error> {
    let jeune = check_own(tx, referent, request.fil)?;
    equipe::pass(tx, referent.compte, request.fil, request.relais)?;
    let precisions = Some(request.motif.as_str().to_owned());
    let (fil, par, vise, motif) = (request.fil, referent.compte, Some(jeune), Motif::Autre);
    insert(tx, New { fil, par, vise, motif, precisions, dit: None, blocage: true }, None)?;
    Ok(Done {})
}

type Row = (
    AsText<SignalementId>,
    (AsText<CompteId>, Option<AsText<CompteId>>, AsText<CompteId>),
    (String, String, Option<String>, Option<String>),
    (bool, i64, Option<i64>),
);

/// What was reported, the open ones first, the latest at the top.
pub fn list(db: &mut Conn) -> Result<Vec<Signalement>, Error> {
    let rows: Vec<Row> = signalement::table
        .inner_join(fil::table.inner_join(espace_temps::table))
        .order((signalement::traite_le.is_not_null(), signalement::cree_le.desc(), signalement::id))
        .limit(MOST)
        .select((
            signalement::id,
            (signalement::par_id, signalement::vise_id, fil::jeune_id),
            (espace_temps::nom, signalement::motif, signalement::precisions, signalement::dit),
            (signalement::blocage, signalement::cree_le, signalement::traite_le),
        ))
        .load(db)?;
    let mut list = Vec::new();
    for (AsText(id), (AsText(par), vise, AsText(jeune)), (espace, motif, precisions, message), state) in rows {
        let Some(motif) = Motif::from_code(&motif) else { continue };
        let (blocage, cree, traite) = state;
        let vise = match vise {
            Some(AsText(compte)) => prenom_of(db, compte)?,
            None => String::new(),
        };
        list.push(Signalement {
            id,
            par: prenom_of(db, par)?,
            par_jeune: par == jeune,
            vise,
            espace,
            motif,
            precisions,
            message,
            blocage,
            cree_le: Instant(cree),
            traite_le: traite.map(Instant),
        });
    }
    Ok(list)
}

fn prenom_of(db: &mut Conn, compte: CompteId) -> Result<String, Error> {
    let id = compte.to_string();
    let of_jeune: Option<String> = jeune::table.find(&id).select(jeune::prenom).first(db).optional()?;
    let mut of_pro = || professionnel::table.find(&id).select(professionnel::prenom).first(db).optional();
    Ok(match of_jeune {
        Some(prenom) => prenom,
        None => of_pro()?.unwrap_or_default(),
    })
}

/// Settles a report. Twice is once.
pub fn close(tx: &mut Tx<'_>, which: SignalementId) -> Result<Done, Error> {
    signalement::table.find(which.to_string()).select(signalement::id).first::<String>(tx.db)?;
    diesel::update(signalement::table.find(which.to_string()))
        .filter(signalement::traite_le.is_null())
        .set(signalement::traite_le.eq(tx.now.0))
        .execute(tx.db)?;
    for compte in avis::told(tx.db, &subject(which))? {
        avis::cancel(tx, &subject(which), compte)?;
    }
    Ok(Done {})
}

/// The waits that are longer than what is promised where the caller coordinates; nobody who waits is named.
pub fn alertes(db: &mut Conn, caller: &Coordonnateur) -> Result<Vec<AlerteFil>, Error> {
    let mine = animation::table
        .filter(animation::structure_id.eq_any(caller.structures.iter().map(ToString::to_string)))
        .select(animation::espace_id);
    let rows: Vec<(String, Option<String>, Option<i64>)> = fil::table
        .inner_join(espace_temps::table)
        .left_join(
            professionnel::table
                .on(fil::referent_id.eq(diesel::NullableExpressionMethods::nullable(professionnel::compte_id))),
        )
        .filter(fil::relayee_le.is_not_null())
        .filter(fil::espace_id.eq_any(mine))
        .order((fil::attend_depuis, fil::id))
        .limit(MOST)
        .select((
            espace_temps::nom,
            diesel::NullableExpressionMethods::nullable(professionnel::prenom),
            fil::attend_depuis,
        ))
        .load(db)?;
    let late = rows
        .into_iter()
        .filter_map(|(espace, referent, since)| Some(AlerteFil { espace, referent, attend_depuis: Instant(since?) }));
    Ok(late.collect())
}
