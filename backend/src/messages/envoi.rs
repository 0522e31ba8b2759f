//! Sending: each message once, in order, whatever the network does.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, dsl::exists};
use shared::{
    Instant, Problem, ProblemKind,
    fields::Texte,
    ids::CompteId,
    messages::{Acces, Auteur, Message, SendMessage, SendToMany, avis::GenreAvis},
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
    schema::{self, carte, carte_atelier, creneau, fil, jeune, lecteur, message_avant, piece, professionnel},
};

/// To whom one writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whom {
    /// To the other side of a thread.
    One,
    /// The same to several jeunes: no answer to what one of them asked.
    Many,
}

/// Stores a message once. The filter on the version makes two who change a thread come one after the other.
pub fn send(
    db: &mut Conn,
    author: &Correspondant,
    request: &SendMessage,
    now: Instant,
) -> Result<Plan<Message>, Error> {
    send_to(Whom::One, db, author, request, now)
}

fn send_to(
    whom: Whom,
    db: &mut Conn,
    author: &Correspondant,
    request: &SendMessage,
    now: Instant,
) -> Result<Plan<Message>, Error> {
    check(author, request)?;
    let reader = Reader::at(db, author, now)?;
    let found = match look(db, &reader, request)? {
        Some(found) if !found.is_known => found,
        Some(_) => return already(db, author, request, now).map(Plan::answer),
        // Whoever may see the thread no more still hears that what they sent has arrived.
        None if is_sent(db, author, request)? => return already(db, author, request, now).map(Plan::answer),
        None => return Err(ProblemKind::Introuvable.into()),
    };
    let (seq, version) = (found.dernier_seq + 1, found.version + 1);
    // The wait of a jeune is counted from their first message without an answer; an answer ends it.
    let (waits, relayed, waited) = match (author, whom) {
        (Correspondant::Jeune(_), _) => (found.attend_depuis.or(Some(now.0)), found.relayee_le, None),
        (Correspondant::Referent(_), Whom::One) => (None, None, found.attend_depuis.map(|since| now.0 - since)),
        (Correspondant::Referent(_), Whom::Many) => (found.attend_depuis, found.relayee_le, None),
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
        schema::message::collectif.eq(whom == Whom::Many),
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
    if let (Correspondant::Referent(_), Whom::One) = (author, whom) {
        // The others of the team need not look any more.
        plan = plan.also(avis::settling(about(request.fil), found.jeune));
        let referent = found.referent.map(|one| one.to_string());
        if reader.acces(&request.fil.to_string(), referent.as_deref()) == Some(Acces::Relayee) {
            // Whoever answers in the place of the référent reads on: the jeune sees their name among those who read.
            plan = plan.also(diesel::insert_into(lecteur::table).values((
                lecteur::fil_id.eq(request.fil.to_string()),
                lecteur::compte_id.eq(author.compte().to_string()),
                lecteur::depuis.eq(now.0),
            )));
        }
    }
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

fn look(db: &mut Conn, reader: &Reader, request: &SendMessage) -> Result<Option<Found>, Error> {
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
    Ok(row.map(|row| {
        let (AsText(jeune), referent, dernier_seq, version, attend_depuis, relayee_le, is_known, of_jeune, of_pro) =
            row;
        let referent = referent.map(|AsText(referent)| referent);
        let prenom = of_jeune.or(of_pro).unwrap_or_default();
        Found { jeune, referent, dernier_seq, version, attend_depuis, relayee_le, is_known, prenom }
    }))
}

fn is_sent(db: &mut Conn, author: &Correspondant, request: &SendMessage) -> Result<bool, Error> {
    let sent = message::of(request.fil)
        .filter(schema::message::id.eq(request.message.to_string()))
        .filter(schema::message::auteur_id.eq(author.compte().to_string()));
    Ok(sent.first::<message::Row>(db).optional()?.is_some())
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
    // What it said at first is known for thirty days after a change.
    let first: Option<String> =
        message_avant::table.find(request.message.to_string()).select(message_avant::texte).first(db).optional()?;
    let as_sent = match first {
        Some(first) => first == request.texte(),
        None => known.texte == request.texte() || known.modifie.is_some() || known.supprime,
    };
    let bears = known.piece.map(|piece| piece.id) == request.piece
        && known.carte.as_ref().map(|carte| carte.creneau) == request.creneau
        && known.atelier.as_ref().map(|carte| carte.id) == request.atelier;
    if as_sent && (bears || known.supprime) { Ok(known) } else { Err(ProblemKind::CleReutilisee.into()) }
}

/// Sends the same to several jeunes, each in their own thread: all or none.
pub fn send_to_many(tx: &mut Tx<'_>, referent: &Referent, request: &SendToMany) -> Result<Done, Error> {
    let author = Correspondant::Referent(referent.clone());
    let mut fils: Vec<_> = request.destinataires.iter().map(|one| one.fil).collect();
    fils.sort_unstable();
    fils.dedup();
    if fils.len() < request.destinataires.len() {
        return Err(Problem::fields([("destinataires", "en-double")]).into());
    }
    for one in &request.destinataires {
        let texte: Texte = request.texte.clone();
        let plan = send_to(Whom::Many, tx.db, &author, &SendMessage::text(one.fil, one.message, texte), tx.now)?;
        tx.carry_out(plan)?;
    }
    Ok(Done {})
}

/// Sends a message as a part of a transaction.
pub fn send_now(tx: &mut Tx<'_>, author: &Correspondant, request: &SendMessage) -> Result<Message, Error> {
    let now = tx.now;
    let plan = send(tx.db, author, request, now)?;
    tx.carry_out(plan)
}
