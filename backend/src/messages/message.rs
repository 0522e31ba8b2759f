//! Messages as they are read: by whom, what they bear, what became of them.

use std::collections::HashMap;

use diesel::{ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    ids::{CompteId, CreneauId, FilId, MessageId, PieceId},
    messages::{Annonce, Auteur, Carte, EtatCarte, GenrePiece, Message, Piece},
    permanences::{Besoin, EtatRendezVous},
};

use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales::Escales,
    },
    ateliers,
    db::{AsText, Conn},
    problem::Error,
    schema::{carte, creneau, jeune, lieu, message, permanence, piece, professionnel, rendez_vous},
};

/// A message as it is stored.
pub type Row = (
    AsText<MessageId>,
    i64,
    i64,
    AsText<CompteId>,
    Option<String>,
    Option<String>,
    String,
    i64,
    Option<i64>,
    Option<i64>,
    Option<String>,
);

/// The messages of a thread.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn of(fil: FilId) -> _ {
    let fil: String = fil.to_string();
    message::table
        .left_join(jeune::table.on(jeune::compte_id.eq(message::auteur_id)))
        .left_join(professionnel::table.on(professionnel::compte_id.eq(message::auteur_id)))
        .filter(message::fil_id.eq(fil))
        .select((
            message::id,
            message::seq,
            message::version,
            message::auteur_id,
            jeune::prenom.nullable(),
            professionnel::prenom.nullable(),
            message::texte,
            message::envoye_le,
            message::modifie_le,
            message::supprime_le,
            message::annonce,
        ))
}

/// Stored messages as a reader sees them, with what they bear.
pub fn read(
    db: &mut Conn,
    rows: Vec<Row>,
    reader: CompteId,
    jeune: CompteId,
    now: Instant,
) -> Result<Vec<Message>, Error> {
    let ids: Vec<String> = rows.iter().map(|row| row.0.0.to_string()).collect();
    let mut pieces = pieces(db, &ids)?;
    let mut cartes = cartes(db, &ids, jeune, now)?;
    let mut ateliers = ateliers::carte::read(db, &ids, jeune, now)?;
    let read = rows.into_iter().map(|row| {
        let (AsText(id), seq, version, AsText(author), of_jeune, of_pro, texte, envoye, modifie, supprime, annonce) =
            row;
        let annonce = annonce.as_deref().and_then(Annonce::from_code);
        let auteur = match author {
            _ if annonce.is_some() => Auteur::Maison,
            _ if author == reader => Auteur::Moi,
            _ if author == jeune => Auteur::Jeune,
            _ => Auteur::Professionnel,
        };
        Message {
            id,
            seq,
            version,
            auteur,
            prenom: of_jeune.or(of_pro).unwrap_or_default(),
            texte,
            envoye: Instant(envoye),
            modifie: modifie.map(Instant),
            supprime: supprime.is_some(),
            annonce,
            piece: pieces.remove(&id),
            carte: cartes.remove(&id),
            atelier: ateliers.remove(&id),
        }
    });
    Ok(read.collect())
}

/// A file as it is stored.
pub type PieceRow = (AsText<PieceId>, String, i32, i32, i32, Option<i64>);

/// The columns of a [`PieceRow`].
pub type PieceColumns = (piece::id, piece::genre, piece::taille, piece::largeur, piece::hauteur, piece::perimee_le);
/// See [`PieceColumns`].
pub const PIECE: PieceColumns =
    (piece::id, piece::genre, piece::taille, piece::largeur, piece::hauteur, piece::perimee_le);

/// A file, described.
pub fn to_piece((AsText(id), genre, taille, largeur, hauteur, perimee): PieceRow) -> Piece {
    let positive = |number: i32| u32::try_from(number).unwrap_or(0);
    Piece {
        id,
        genre: GenrePiece::from_code(&genre).unwrap_or(GenrePiece::Pdf),
        taille: positive(taille),
        largeur: positive(largeur),
        hauteur: positive(hauteur),
        perimee: perimee.is_some(),
    }
}

fn pieces(db: &mut Conn, ids: &[String]) -> Result<HashMap<MessageId, Piece>, Error> {
    let rows: Vec<(Option<AsText<MessageId>>, PieceRow)> =
        piece::table.filter(piece::message_id.eq_any(ids)).select((piece::message_id, PIECE)).load(db)?;
    Ok(rows.into_iter().filter_map(|(of, row)| Some((of?.0, to_piece(row)))).collect())
}

type CarteRow = (AsText<MessageId>, AsText<CreneauId>, String, i64, i32, bool, String, LieuRow);

// What is proposed is looked up each time: a place goes, comes back, or is taken by the jeune.
fn cartes(db: &mut Conn, ids: &[String], jeune: CompteId, now: Instant) -> Result<HashMap<MessageId, Carte>, Error> {
    let rows: Vec<CarteRow> = carte::table
        .inner_join(creneau::table.inner_join(permanence::table.inner_join(lieu::table)))
        .inner_join(professionnel::table.on(professionnel::compte_id.eq(creneau::professionnel_id)))
        .filter(carte::message_id.eq_any(ids))
        .select((
            carte::message_id,
            creneau::id,
            creneau::besoin,
            creneau::debut,
            creneau::places_libres,
            creneau::annule,
            professionnel::prenom,
            LIEU,
        ))
        .load(db)?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let proposed: Vec<String> = rows.iter().map(|row| row.1.0.to_string()).collect();
    let booked: Vec<AsText<CreneauId>> = rendez_vous::table
        .filter(rendez_vous::jeune_id.eq(jeune.to_string()))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()))
        .filter(rendez_vous::creneau_id.eq_any(proposed))
        .select(rendez_vous::creneau_id)
        .load(db)?;
    let escales = Escales::of(db, rows.iter().map(|row| (&row.7, row.3)))?;
    let cards = rows.into_iter().map(|row| {
        let (AsText(message), AsText(creneau), besoin, debut, libres, annule, professionnel, place) = row;
        let etat = match debut {
            _ if booked.iter().any(|AsText(booked)| *booked == creneau) => EtatCarte::Reserve,
            debut if debut <= now.0 => EtatCarte::Passe,
            _ if annule || libres < 1 => EtatCarte::Pris,
            _ => EtatCarte::Libre,
        };
        let besoin = Besoin::from_code(&besoin).unwrap_or(Besoin::Parler);
        let lieu = escales.place(place, Instant(debut));
        (message, Carte { creneau, besoin, debut: Instant(debut), lieu, professionnel, etat })
    });
    Ok(cards.collect())
}
