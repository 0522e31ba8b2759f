//! Ateliers that messages propose.

use std::collections::HashMap;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ateliers::EtatAtelier,
    ids::{AtelierId, CompteId, MessageId},
    messages::{CarteAtelier, EtatCarteAtelier},
};

use super::inscription::HELD;
use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales::Escales,
        with_point,
    },
    db::{AsText, Conn},
    problem::Error,
    schema::{atelier, carte_atelier, inscription, lieu},
};

/// Refuses to propose what nobody could join.
pub fn check(db: &mut Conn, id: AtelierId, now: Instant) -> Result<(), Error> {
    let published = atelier::table.find(id.to_string()).filter(atelier::publie_le.is_not_null());
    let row: Option<(i64, String)> = published.select((atelier::debut, atelier::etat)).first(db).optional()?;
    let (debut, etat) = row.ok_or(ProblemKind::Introuvable)?;
    match EtatAtelier::from_code(&etat) {
        None | Some(EtatAtelier::Brouillon) => Err(ProblemKind::Introuvable.into()),
        Some(EtatAtelier::Annule) => Err(ProblemKind::AtelierAnnule.into()),
        Some(EtatAtelier::Fait) => Err(ProblemKind::AtelierPasse.into()),
        Some(EtatAtelier::Publie) if debut <= now.0 => Err(ProblemKind::AtelierPasse.into()),
        Some(EtatAtelier::Publie) => Ok(()),
    }
}

type Row = (AsText<MessageId>, AsText<AtelierId>, String, (i64, i32, String, Option<String>), LieuRow);

/// What some messages propose, as it is now: a place goes, comes back, or is taken by the jeune.
pub fn read(
    db: &mut Conn,
    messages: &[String],
    jeune: CompteId,
    now: Instant,
) -> Result<HashMap<MessageId, CarteAtelier>, Error> {
    let rows: Vec<Row> = carte_atelier::table
        .inner_join(atelier::table.inner_join(lieu::table))
        .filter(carte_atelier::message_id.eq_any(messages))
        .select((
            carte_atelier::message_id,
            atelier::id,
            atelier::titre,
            (atelier::debut, atelier::places_libres, atelier::etat, atelier::point_rencontre),
            LIEU,
        ))
        .load(db)?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let proposed: Vec<String> = rows.iter().map(|row| row.1.0.to_string()).collect();
    let joined: Vec<AsText<AtelierId>> = inscription::table
        .filter(inscription::jeune_id.eq(jeune.to_string()))
        .filter(inscription::etat.eq_any(HELD))
        .filter(inscription::atelier_id.eq_any(proposed))
        .select(inscription::atelier_id)
        .load(db)?;
    let escales = Escales::of(db, rows.iter().map(|(.., (debut, ..), lieu)| (lieu, *debut)))?;
    let cards = rows.into_iter().map(|(AsText(message), AsText(id), titre, (debut, libres, held, point), lieu)| {
        let etat = match debut {
            _ if joined.iter().any(|AsText(joined)| *joined == id) => EtatCarteAtelier::Inscrit,
            debut if debut <= now.0 => EtatCarteAtelier::Passe,
            _ if held != EtatAtelier::Publie.code() || libres < 1 => EtatCarteAtelier::Complet,
            _ => EtatCarteAtelier::Libre,
        };
        let mut lieu = escales.place(lieu, Instant(debut));
        match point {
            Some(point) if lieu.adresse.is_empty() => lieu.adresse = point,
            point => lieu = with_point(&lieu, point.as_deref()),
        }
        (message, CarteAtelier { id, titre, debut: Instant(debut), lieu, etat })
    });
    Ok(cards.collect())
}
