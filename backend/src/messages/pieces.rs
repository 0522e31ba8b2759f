//! Files of a thread: stored in the database, or in a folder when the installation prefers; gone with their message, and after
//! as long as the installation keeps files.

use std::{
    fmt::{self, Display},
    path::{Path, PathBuf},
};

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use sha2::{Digest, Sha256};
use shared::{
    ProblemKind,
    ids::{FilId, MessageId, PieceId},
    messages::{GenrePiece, Piece},
};

use super::{
    message::{PIECE, PieceRow, to_piece},
    photo::Fichier,
    reader::{Read, Reader},
};
use crate::{
    app::App,
    caller::Correspondant,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{contenu, piece},
};

// A file that no message bears is forgotten after a day; nobody needs more than that many in a day.
const UNUSED_DAYS: i64 = 1;
const MOST_A_DAY: i64 = 50;
const AT_ONCE: i64 = 200;

/// The name of a file in the folder: another one that is sent under the same id is another file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Nom(String);

impl Nom {
    /// Made of its id and its digest.
    pub fn new(id: PieceId, empreinte: &str) -> Self {
        Self(format!("{id}-{empreinte}"))
    }
}

impl Display for Nom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the bytes lie.
#[derive(Clone, Debug)]
pub struct Store(pub Option<PathBuf>);

impl Store {
    fn path(folder: &Path, id: impl Display) -> PathBuf {
        folder.join(id.to_string())
    }

    /// Where this installation keeps them.
    pub fn of(app: &App) -> Self {
        Self(app.settings.pieces_folder.clone())
    }

    /// Puts the bytes into the folder, if there is one; a retry writes the same file.
    pub fn put(&self, id: impl Display, octets: &[u8]) -> Result<(), Error> {
        let Some(folder) = &self.0 else { return Ok(()) };
        let put = || {
            std::fs::create_dir_all(folder)?;
            let half = folder.join(format!(".{id}"));
            std::fs::write(&half, octets)?;
            std::fs::rename(half, Self::path(folder, &id))
        };
        put().map_err(|why| Error::Internal(format!("a file cannot be stored: {why}")))
    }

    /// The bytes in the folder.
    pub fn get(&self, id: impl Display) -> Result<Vec<u8>, Error> {
        let folder = self.0.as_deref().ok_or(ProblemKind::PiecePerdue)?;
        std::fs::read(Self::path(folder, id)).map_err(|_| ProblemKind::PiecePerdue.into())
    }

    /// Forgets the bytes of what is gone.
    pub fn forget(&self, gone: &[impl Display]) {
        let Some(folder) = &self.0 else { return };
        for id in gone {
            if let Err(why) = std::fs::remove_file(Self::path(folder, id))
                && why.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(%why, "a file that is gone is still in its folder");
            }
        }
    }
}

/// What tells a retry from another file under the same id: made of the bytes that were sent.
pub fn digest(octets: &[u8]) -> String {
    Sha256::digest(octets).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file of an id, when it is stored already: the same id and the same bytes of the same author are the same file.
pub fn find_known(
    db: &mut Conn,
    author: &Reader,
    (fil, id): (FilId, PieceId),
    empreinte: &str,
) -> Result<Option<Piece>, Error> {
    author.find(db, fil)?;
    let known: Option<(String, String, String, PieceRow)> = piece::table
        .find(id.to_string())
        .select((piece::fil_id, piece::auteur_id, piece::empreinte, PIECE))
        .first(db)
        .optional()?;
    let Some((of, by, bytes, row)) = known else { return Ok(None) };
    let same = of == fil.to_string() && by == author.compte().to_string() && bytes == empreinte;
    if same { Ok(Some(to_piece(row))) } else { Err(ProblemKind::CleReutilisee.into()) }
}

/// Stores a file of a thread that its author may see; its bytes too, unless they are in the folder.
pub fn store(
    tx: &mut Tx<'_>,
    author: &Correspondant,
    (fil, id): (FilId, PieceId),
    fichier: &Fichier,
    (empreinte, in_folder): (&str, bool),
) -> Result<Piece, Error> {
    let reader = Reader::at(tx.db, author, tx.now)?;
    if let Some(known) = find_known(tx.db, &reader, (fil, id), empreinte)? {
        return Ok(known);
    }
    let me = author.compte().to_string();
    let today: i64 = piece::table
        .filter(piece::auteur_id.eq(&me))
        .filter(piece::creee_le.gt(tx.now.plus_days(-1).0))
        .count()
        .get_result(tx.db)?;
    if MOST_A_DAY <= today {
        return Err(Error::Throttled(3_600));
    }
    let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let pixels = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    diesel::insert_into(piece::table)
        .values((
            piece::id.eq(id.to_string()),
            piece::fil_id.eq(fil.to_string()),
            piece::auteur_id.eq(me),
            piece::genre.eq(fichier.genre.code()),
            piece::taille.eq(number(fichier.octets.len())),
            piece::largeur.eq(pixels(fichier.taille.0)),
            piece::hauteur.eq(pixels(fichier.taille.1)),
            piece::empreinte.eq(empreinte),
            piece::creee_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    if !in_folder {
        diesel::insert_into(contenu::table)
            .values((contenu::piece_id.eq(id.to_string()), contenu::octets.eq(&fichier.octets)))
            .execute(tx.db)?;
    }
    Ok(to_piece(piece::table.find(id.to_string()).select(PIECE).first(tx.db)?))
}

/// What a file is, and its bytes.
type Octets = (GenrePiece, Vec<u8>);

/// The bytes of a file, for whoever may see its thread: once a message bears it, or for who sent it.
pub fn read(db: &mut Conn, reader: &Reader, id: PieceId, store: &Store) -> Result<(Octets, Read), Error> {
    type Row = ((AsText<FilId>, String), (String, String), Option<String>, Option<i64>);
    let row: Option<Row> = piece::table
        .find(id.to_string())
        .select((
            (piece::fil_id, piece::auteur_id),
            (piece::genre, piece::empreinte),
            piece::message_id,
            piece::perimee_le,
        ))
        .first(db)
        .optional()?;
    let ((AsText(fil), author), (genre, empreinte), message, perimee) = row.ok_or(ProblemKind::Introuvable)?;
    let (_, referent) = reader.find(db, fil)?;
    if message.is_none() && author != reader.compte().to_string() {
        return Err(ProblemKind::Introuvable.into());
    }
    if perimee.is_some() {
        return Err(ProblemKind::PiecePerdue.into());
    }
    let genre = GenrePiece::from_code(&genre).ok_or(ProblemKind::Introuvable)?;
    let kept: Option<Vec<u8>> = contenu::table.find(id.to_string()).select(contenu::octets).first(db).optional()?;
    let octets = match kept {
        Some(octets) => octets,
        None => store.get(Nom::new(id, &empreinte))?,
    };
    Ok(((genre, octets), (fil, referent)))
}

/// Deletes the file of a message that was taken back.
pub fn delete_of(tx: &mut Tx<'_>, message: MessageId) -> Result<Vec<Nom>, Error> {
    let found = piece::table.filter(piece::message_id.eq(message.to_string())).select(NAMED).load(tx.db)?;
    delete(tx, found)
}

type Named = (AsText<PieceId>, String);
const NAMED: (piece::id, piece::empreinte) = (piece::id, piece::empreinte);

fn names(found: Vec<Named>) -> (Vec<String>, Vec<Nom>) {
    found.into_iter().map(|(AsText(id), empreinte)| (id.to_string(), Nom::new(id, &empreinte))).unzip()
}

fn delete(tx: &mut Tx<'_>, found: Vec<Named>) -> Result<Vec<Nom>, Error> {
    let (ids, gone) = names(found);
    diesel::delete(contenu::table.filter(contenu::piece_id.eq_any(&ids))).execute(tx.db)?;
    diesel::delete(piece::table.filter(piece::id.eq_any(&ids))).execute(tx.db)?;
    Ok(gone)
}

/// Forgets what no message bears, and the bytes of what was kept long enough. Says what is gone.
pub fn forget_old(tx: &mut Tx<'_>, days: u16) -> Result<Vec<Nom>, Error> {
    let unused: Vec<Named> = piece::table
        .filter(piece::message_id.is_null())
        .filter(piece::creee_le.lt(tx.now.plus_days(-UNUSED_DAYS).0))
        .order(piece::creee_le)
        .limit(AT_ONCE)
        .select(NAMED)
        .load(tx.db)?;
    let mut gone = delete(tx, unused)?;
    let old: Vec<Named> = piece::table
        .filter(piece::creee_le.lt(tx.now.plus_days(-i64::from(days)).0))
        .filter(piece::perimee_le.is_null())
        .order(piece::creee_le)
        .limit(AT_ONCE)
        .select(NAMED)
        .load(tx.db)?;
    let (ids, old) = names(old);
    diesel::delete(contenu::table.filter(contenu::piece_id.eq_any(&ids))).execute(tx.db)?;
    diesel::update(piece::table.filter(piece::id.eq_any(&ids))).set(piece::perimee_le.eq(tx.now.0)).execute(tx.db)?;
    gone.extend(old);
    Ok(gone)
}
