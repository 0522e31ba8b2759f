//! Sending: each message once, in order, whatever the network does.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, dsl::exists};
use shared::{
    Instant, Problem, ProblemKind,
    fields::Texte,
    ids::CompteId,
    messages::{Auteur, Message, SendMessage, SendToMany, avis::GenreAvis},
    operation::Done,
};

use super::{
    annonce::{Sides, about},
    message,
    reader::Reader,
};
use crate::{
    ateliers,
    avis::{self, Avis},
    caller::{Correspondant, Referent},
    comptes::searched,
    db::{AsText, Conn, Plan, Tx},
    problem::Error,
    schema::{self, carte, carte_atelier, creneau, fil, jeune, piece, professionnel},
};

/// Stores a message once. The filter on the version makes two who change a thread come one after the other.
pub fn send(
    db: &mut Conn,
    author: &Correspondant,
    request: &SendMessage,
    now: Instant,
) -> Result<Plan<Message>, Error> {
    check(author, request)?;
    let reader = Reader::at(db, author, now)?;
    let found = look(db, &reader, request)?;
    if found.is_known {
        return already(db, author, request, now).map(Plan::answer);
    }
    let (seq, version) = (found.dernier_seq + 1, found.version + 1);
    // The wait of a jeune is counted from their first message without an answer; an answer ends it.
    let (waits, relayed, waited) = match author {
        Correspondant::Jeune(_) => (found.attend_depuis.or(Some(now.0)), found.relayee_le, None),
        Correspondant::Referent(_) => (None, None, found.attend_depuis.map(|since| now.0 - since)),
    };
    let turned = diesel::update(fil::table.find(request.fil.to_string())).filter(fil::version.eq(found.version)).set((
        fil::dernier_seq.eq(seq),
        fil::dernier_dit.eq(seq),
        fil::version.eq(version),
        fil::dernier_le.eq(now.0),
        fil::attend_depuis.eq(waits),
        fil::relayee_le.eq(relayed),
    ));
    let inserted = diesel::insert_into(schema::message::table).values((
        schema::message::id.eq(request.message.to_string()),
        schema::message::fil_id.eq(request.fil.to_string()),
        schema::message::seq.eq(seq),
        schema::message::version.eq(version),
        schema::message::auteur_id.eq(author.compte().to_string()),
        schema::message::texte.eq(request.texte().to_owned()),
        schema::message::cherche.eq(searched(request.texte())),
        schema::message::attente.eq(waited),
        schema::message::envoye_le.eq(now.0),
    ));
    let sides = Sides { jeune: found.jeune, referent: found.referent, relayee: found.relayee_le.is_some() };
    let professionnels = sides.professionnels(db, request.fil, now)?;
    let told = sides.notice(&professionnels, request.fil, seq);
    let to_tell = match author {
        Correspondant::Jeune(_) => professionnels,
        Correspondant::Referent(_) => vec![found.jeune],
    };
    let sent = Message {
        id: request.message,
        seq,
        version,
        auteur: Auteur::Moi,
        prenom: found.prenom.clone(),
        texte: request.texte().to_owned(),
        envoye: now,
        modifie: None,
        supprime: false,
        annonce: None,
        piece: None,
        carte: None,
        atelier: None,
    };
    let mut plan = Plan::answer(sent).change(turned).change(inserted).tell(told);
    for compte in to_tell {
        plan = plan.also(avis::row(&Avis::new(compte, GenreAvis::Message, about(request.fil)), now));
    }
    bearing(db, plan, author, request, now)
}

// A text, or something else; only professionals propose.
fn check(author: &Correspondant, request: &SendMessage) -> Result<(), Error> {
    match (author, request) {
        (_, SendMessage { texte: None, piece: None, creneau: None, atelier: None, .. }) => {
            Err(Problem::fields([("texte", "vide")]).into())
        }
        (Correspondant::Jeune(_), SendMessage { creneau: Some(_), .. } | SendMessage { atelier: Some(_), .. }) => {
            Err(ProblemKind::Interdit.into())
        }
        _ => Ok(()),
    }
}

// The file, the créneau and the atelier of a message, in the same plan.
fn bearing(
    db: &mut Conn,
    mut plan: Plan<Message>,
    author: &Correspondant,
    request: &SendMessage,
    now: Instant,
) -> Result<Plan<Message>, Error> {
    if let Some(borne) = request.piece {
        let row: Option<message::PieceRow> = piece::table
            .find(borne.to_string())
            .filter(piece::fil_id.eq(request.fil.to_string()))
            .filter(piece::auteur_id.eq(author.compte().to_string()))
            .filter(piece::message_id.is_null())
            .select(message::PIECE)
            .first(db)
            .optional()?;
        plan.value_mut().piece = Some(message::to_piece(row.ok_or(ProblemKind::PiecePerdue)?));
        let attached = diesel::update(piece::table.find(borne.to_string()))
            .filter(piece::message_id.is_null())
            .set(piece::message_id.eq(request.message.to_string()));
        plan = plan.change(attached);
    }
    if let Some(proposed) = request.creneau {
        let begins: Option<(i64, bool)> =
            creneau::table.find(proposed.to_string()).select((creneau::debut, creneau::annule)).first(db).optional()?;
        match begins {
            None | Some((_, true)) => return Err(ProblemKind::Introuvable.into()),
            Some((debut, false)) if debut <= now.0 => return Err(ProblemKind::CreneauPasse.into()),
            Some(_) => {}
        }
        plan =
            plan.change(diesel::insert_into(carte::table).values((
                carte::message_id.eq(request.message.to_string()),
                carte::creneau_id.eq(proposed.to_string()),
            )));
    }
    if let Some(proposed) = request.atelier {
        ateliers::carte::check(db, proposed, now)?;
        plan = plan.change(diesel::insert_into(carte_atelier::table).values((
            carte_atelier::message_id.eq(request.message.to_string()),
            carte_atelier::atelier_id.eq(proposed.to_string()),
        )));
    }
    Ok(plan)
}

// A thread as its next author finds it.
struct Found {
    jeune: CompteId,
    referent: Option<CompteId>,
    dernier_seq: i64,
    version: i64,
    attend_depuis: Option<i64>,
    relayee_le: Option<i64>,
    is_known: bool,
    prenom: String,
}

type FoundRow = (
    AsText<CompteId>,
    Option<AsText<CompteId>>,
    i64,
    i64,
    Option<i64>,
    Option<i64>,
    bool,
    Option<String>,
    Option<String>,
);

fn look(db: &mut Conn, reader: &Reader, request: &SendMessage) -> Result<Found, Error> {
    let me = reader.compte().to_string();
    let row: Option<FoundRow> = reader
        .visible()
        .filter(fil::id.eq(request.fil.to_string()))
        .select((
            fil::jeune_id,
            fil::referent_id,
            fil::dernier_seq,
            fil::version,
            fil::attend_depuis,
            fil::relayee_le,
            exists(schema::message::table.find(request.message.to_string())),
            jeune::table.find(me.clone()).select(jeune::prenom).single_value(),
            professionnel::table.find(me).select(professionnel::prenom).single_value(),
        ))
        .first(db)
        .optional()?;
    let (AsText(jeune), referent, dernier_seq, version, attend_depuis, relayee_le, is_known, of_jeune, of_pro) =
        row.ok_or(ProblemKind::Introuvable)?;
    let referent = referent.map(|AsText(referent)| referent);
    let prenom = of_jeune.or(of_pro).unwrap_or_default();
    Ok(Found { jeune, referent, dernier_seq, version, attend_depuis, relayee_le, is_known, prenom })
}

// The same id is the same message (P08), also after it was changed or taken back; with another content, thread or author it
// is a mistake.
fn already(db: &mut Conn, author: &Correspondant, request: &SendMessage, now: Instant) -> Result<Message, Error> {
    let me = author.compte();
    let known: Option<message::Row> = message::of(request.fil)
        .filter(schema::message::id.eq(request.message.to_string()))
        .filter(schema::message::auteur_id.eq(me.to_string()))
        .first(db)
        .optional()?;
    let known = known.ok_or(ProblemKind::CleReutilisee)?;
    let known = message::read(db, vec![known], me, me, now)?.pop().ok_or(ProblemKind::CleReutilisee)?;
    let as_sent = known.texte == request.texte() || known.modifie.is_some() || known.supprime;
    let bears = known.piece.map(|piece| piece.id) == request.piece
        && known.carte.as_ref().map(|carte| carte.creneau) == request.creneau
        && known.atelier.as_ref().map(|carte| carte.id) == request.atelier;
    if as_sent && (bears || known.supprime) { Ok(known) } else { Err(ProblemKind::CleReutilisee.into()) }
}

/// Sends the same to several jeunes, each in their own thread: all or none.
pub fn send_to_many(tx: &mut Tx<'_>, referent: &Referent, request: &SendToMany) -> Result<Done, Error> {
    let author = Correspondant::Referent(referent.clone());
    for one in &request.destinataires {
        let texte: Texte = request.texte.clone();
        send_now(tx, &author, &SendMessage::text(one.fil, one.message, texte))?;
    }
    Ok(Done {})
}

/// Sends a message as a part of a transaction.
pub fn send_now(tx: &mut Tx<'_>, author: &Correspondant, request: &SendMessage) -> Result<Message, Error> {
    let now = tx.now;
    let plan = send(tx.db, author, request, now)?;
    tx.carry_out(plan)
}
