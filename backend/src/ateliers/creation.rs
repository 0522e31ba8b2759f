//! Making ateliers: one, or one for each date of a rule. All of them or none.

use std::collections::HashSet;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem, ProblemKind,
    ateliers::{AtelierPro, CreateAteliers, DuplicateAtelier, EtatAtelier, FicheAtelier, LieuAtelier, NewMeneur},
    fields::Ligne,
    ids::{AtelierId, StructureId},
    permanences::Rythme,
};

use super::{
    accord,
    dates::{Span, moments},
    lieux::{Place, place},
    pro,
};
use crate::{
    annuaire::{fuseaux, works_in},
    caller::Structure,
    db::{Conn, Tx, id},
    problem::Error,
    schema::{atelier, meneur, professionnel, serie, structure},
    time,
};

/// Makes an atelier, or one for each date. `zone` is the clock of the installation.
pub fn create(
    tx: &mut Tx<'_>,
    caller: &Structure,
    request: &CreateAteliers,
    zone: &str,
) -> Result<Vec<AtelierPro>, Error> {
    if !caller.structures.contains(&request.structure) {
        return Err(ProblemKind::Introuvable.into());
    }
    check(tx.db, &request.fiche)?;
    let clock = clock(tx.db, request.structure, zone)?;
    let place = place(tx.db, &request.fiche, clock)?;
    let moments = moments(tx, &place, (&request.rythme, "rythme.jours"), (request.debut, request.fin))?;
    let etat = if request.publie { EtatAtelier::Publie } else { EtatAtelier::Brouillon };
    insert_all(tx, (caller, request.structure), &request.fiche, (&place, etat), &moments)
}

/// The same on other days, as drafts.
pub fn duplicate(
    tx: &mut Tx<'_>,
    caller: &Structure,
    request: &DuplicateAtelier,
    zone: &str,
) -> Result<Vec<AtelierPro>, Error> {
    let like = pro::published(tx.db, caller, request.atelier)?;
    let fiche = like.fiche().ok_or(ProblemKind::Introuvable)?;
    let hours = (time::heure_of(like.debut(), &like.zone), time::heure_of(Instant(like.stored.fin), &like.zone));
    let rythme = Rythme::Dates { jours: request.jours.clone() };
    let clock = clock(tx.db, like.stored.structure_id.0, zone)?;
    let place = place(tx.db, &fiche, clock)?;
    let moments = moments(tx, &place, (&rythme, "jours"), hours)?;
    let owner = (caller, like.stored.structure_id.0);
    insert_all(tx, owner, &fiche, (&place, EtatAtelier::Brouillon), &moments)
}

/// The clock of a structure that publishes somewhere of which nothing is known, else that of the installation.
pub fn clock<'a>(db: &mut Conn, structure: StructureId, zone: &'a str) -> Result<&'a str, Error> {
    Ok(fuseaux::of_structure(db, structure)?.map_or(zone, |known| known.code()))
}

/// Refuses what nobody could find, and what names people who are not there.
pub fn check(db: &mut Conn, fiche: &FicheAtelier) -> Result<(), Error> {
    if fiche.age_min.zip(fiche.age_max).is_some_and(|(min, max)| max < min) {
        return Err(Problem::fields([("age_max", "avant-age-min")]).into());
    }
    if let (LieuAtelier::Ailleurs { adresse: None, .. }, None) = (&fiche.lieu, &fiche.point_rencontre) {
        return Err(ProblemKind::LieuSansAdresse.into());
    }
    for meneur in &fiche.meneurs {
        if let Some(code) = refusal(db, meneur)? {
            return Err(Problem::fields([("meneurs", code)]).into());
        }
    }
    let mut known = HashSet::new();
    if !fiche.meneurs.iter().all(|one| known.insert(one.who())) {
        return Err(Problem::fields([("meneurs", "en-double")]).into());
    }
    Ok(())
}

fn refusal(db: &mut Conn, one: &NewMeneur) -> Result<Option<&'static str>, Error> {
    let known = match (one.structure, one.professionnel) {
        (None, None) => return Ok(if one.nom.is_none() { Some("vide") } else { None }),
        (Some(structure), Some(professionnel)) => works_in(db, professionnel, structure)?,
        (Some(one), None) => {
            0_i64 < structure::table.filter(structure::id.eq(one.to_string())).count().get_result(db)?
        }
        (None, Some(one)) => {
            let known = professionnel::table.filter(professionnel::compte_id.eq(one.to_string()));
            0_i64 < known.count().get_result(db)?
        }
    };
    Ok(if known { None } else { Some("inconnu") })
}

fn insert_all(
    tx: &mut Tx<'_>,
    (caller, owner): (&Structure, StructureId),
    fiche: &FicheAtelier,
    (place, etat): (&Place, EtatAtelier),
    moments: &[Span],
) -> Result<Vec<AtelierPro>, Error> {
    let serie = (1 < moments.len()).then(|| uuid::Uuid::now_v7().to_string());
    if let Some(serie) = &serie {
        let row = (
            serie::id.eq(serie),
            serie::structure_id.eq(owner.to_string()),
            serie::creee_par.eq(caller.compte.to_string()),
            serie::creee_le.eq(tx.now.0),
        );
        diesel::insert_into(serie::table).values(row).execute(tx.db)?;
    }
    let mut made = Vec::new();
    for (debut, fin) in moments {
        let new: AtelierId = id();
        diesel::insert_into(atelier::table)
            .values((
                (atelier::id.eq(new.to_string()), atelier::serie_id.eq(&serie)),
                (atelier::structure_id.eq(owner.to_string()), atelier::places_libres.eq(i32::from(fiche.places))),
                described(fiche, place),
                (atelier::attentes.eq(0), atelier::numero.eq(0), atelier::changements.eq(0)),
                (atelier::debut.eq(debut.0), atelier::fin.eq(fin.0), atelier::etat.eq(etat.code())),
                atelier::cree_par.eq(caller.compte.to_string()),
                (atelier::cree_le.eq(tx.now.0), atelier::change_le.eq(tx.now.0)),
                atelier::publie_le.eq((etat != EtatAtelier::Brouillon).then_some(tx.now.0)),
            ))
            .execute(tx.db)?;
        set_meneurs(tx.db, new, owner, &fiche.meneurs)?;
        made.push(new);
    }
    // Of a series, the news is one.
    if let (Some(first), EtatAtelier::Publie) = (made.first(), etat) {
        accord::tell(tx, *first)?;
    }
    pro::read_some(tx.db, caller, &made, tx.now)
}

/// What a fiche says, column by column; the places that are left come apart.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn described<'a>(fiche: &'a FicheAtelier, place: &'a Place) -> _ {
    let espace: Option<String> = place.espace.map(|espace| espace.to_string());
    let age_min: Option<i32> = fiche.age_min.map(i32::from);
    let age_max: Option<i32> = fiche.age_max.map(i32::from);
    let point: Option<&'a str> = fiche.point_rencontre.as_ref().map(Ligne::as_str);
    let bring: Option<&'a str> = fiche.a_apporter.as_ref().map(Ligne::as_str);
    let (titre, presentation, besoin): (&'a str, &'a str, &'static str) =
        (fiche.titre.as_str(), fiche.presentation.as_str(), fiche.besoin.code());
    let places: i32 = i32::from(fiche.places);
    let (essayer, accompagne, chez): (bool, bool, bool) = (fiche.pour_essayer, fiche.accompagne, place.chez_espace);
    let lieu: &'a str = place.lieu.as_str();
    let structure: Option<String> = place.chez_structure.map(|structure| structure.to_string());
    (
        atelier::espace_id.eq(espace),
        atelier::lieu_id.eq(lieu),
        atelier::chez_espace.eq(chez),
        atelier::chez_structure_id.eq(structure),
        atelier::titre.eq(titre),
        atelier::presentation.eq(presentation),
        atelier::besoin.eq(besoin),
        atelier::age_min.eq(age_min),
        atelier::age_max.eq(age_max),
        atelier::point_rencontre.eq(point),
        atelier::a_apporter.eq(bring),
        atelier::pour_essayer.eq(essayer),
        atelier::accompagne.eq(accompagne),
        atelier::places.eq(places),
    )
}

/// Says who leads from now on; without anybody, the structure that publishes.
pub fn set_meneurs(db: &mut Conn, of: AtelierId, owner: StructureId, meneurs: &[NewMeneur]) -> Result<(), Error> {
    diesel::delete(meneur::table.filter(meneur::atelier_id.eq(of.to_string()))).execute(db)?;
    let own = [NewMeneur { structure: Some(owner), professionnel: None, nom: None, role: None }];
    let meneurs = if meneurs.is_empty() { &own } else { meneurs };
    for (rang, one) in (0..).zip(meneurs) {
        diesel::insert_into(meneur::table)
            .values((
                meneur::atelier_id.eq(of.to_string()),
                meneur::rang.eq(rang),
                meneur::structure_id.eq(one.structure.map(|id| id.to_string())),
                meneur::professionnel_id.eq(one.professionnel.map(|id| id.to_string())),
                meneur::nom.eq(one.nom.as_ref().map(Ligne::as_str)),
                meneur::apport.eq(one.role.as_ref().map(Ligne::as_str)),
            ))
            .execute(db)?;
    }
    Ok(())
}
