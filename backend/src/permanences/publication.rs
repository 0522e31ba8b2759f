//! Publishing: a rule becomes créneaux on a rolling horizon; a professional is never in two places at once.

use diesel::{ExpressionMethods, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Problem, ProblemKind,
    accueil::{Fuseau, Lieu},
    fields::{Jour, Lien},
    ids::EspaceId,
    permanences::{Conditions, Mode, Permanence, PublishPermanence},
};

use super::{
    accord,
    creneaux::{Modele, OnConflict},
    ecarts, liste,
    regle::Regle,
};
use crate::{
    accueil::db::{find_id, find_lieu, insert_lieu},
    annuaire,
    caller::Structure,
    db::{Conn, Tx, id},
    problem::Error,
    schema::permanence,
    time,
};

/// Opens a permanence and makes its créneaux up to the horizon, in days.
pub fn publish(
    tx: &mut Tx<'_>,
    caller: &Structure,
    new: &PublishPermanence,
    horizon: i32,
) -> Result<Permanence, Error> {
    if !caller.structures.contains(&new.structure) {
        return Err(ProblemKind::Introuvable.into());
    }
    if !annuaire::works_in(tx.db, new.professionnel, new.structure)? {
        return Err(Problem::fields([("professionnel", "inconnu")]).into());
    }
    let espace = find_id(tx.db, &new.espace)?.ok_or_else(|| Problem::fields([("espace", "inconnu")]))?;
    let (regle, conditions) = (regle_of(new), &new.conditions);
    regle.check()?;
    check_conditions(conditions)?;
    let (lieu_id, lieu) = place(tx.db, espace, new)?;
    let modele = Modele {
        permanence: id(),
        professionnel: new.professionnel,
        espace,
        besoin: new.besoin,
        public: conditions.public,
        places: i32::from(new.places),
        delai: i64::from(conditions.delai),
        avance: conditions.avance.map(i64::from),
        deja_tenue: new.deja_tenue,
        regle,
        zone: TimeZone::get(&lieu.fuseau).unwrap_or(TimeZone::UTC),
        gardes: Vec::new(),
    };
    let today = time::day_of(tx.now, &modele.zone);
    let from = if new.deja_tenue { new.rythme.premier().unwrap_or(today) } else { today };
    let until = modele.regle.until(time::plus_days(today, horizon));
    insert_permanence(tx, caller, new, &modele, &lieu_id, until)?;
    if modele.make(tx, from, until, OnConflict::Refuse)? == 0 {
        return Err(ecarts::refusal_of(&ecarts::of(tx.db, &modele, (from, until), tx.now)?).into());
    }
    let made = liste::find(tx.db, caller, modele.permanence, tx.now)?;
    if made.prochain.is_some() {
        accord::tell(tx, made.id)?;
    }
    Ok(made)
}

/// Refuses what would let nobody book, and a meeting by video that nobody could join.
pub fn check_conditions(conditions: &Conditions) -> Result<(), Error> {
    if !conditions.leaves_time() {
        return Err(ProblemKind::AvanceTropCourte.into());
    }
    if conditions.mode == Mode::Video && conditions.lien.is_none() {
        return Err(ProblemKind::LienManquant.into());
    }
    Ok(())
}

fn regle_of(new: &PublishPermanence) -> Regle {
    Regle {
        rythme: new.rythme.clone(),
        debut: new.debut,
        fin: new.fin,
        duree: new.duree,
        pause: new.conditions.pause,
        feries: new.conditions.feries,
    }
}

fn place(db: &mut Conn, espace: EspaceId, new: &PublishPermanence) -> Result<(String, Lieu), Error> {
    let (id, home) = find_lieu(db, espace)?;
    let Some(ailleurs) = &new.ailleurs else {
        return Ok((id, home));
    };
    let lieu = Lieu {
        nom: ailleurs.nom.as_str().to_owned(),
        adresse: ailleurs.adresse.as_str().to_owned(),
        commune: ailleurs.commune.as_str().to_owned(),
        fuseau: Fuseau::of_town(ailleurs.commune.as_str()).map_or(home.fuseau, |known| known.code().to_owned()),
    };
    Ok((insert_lieu(db, &lieu)?, lieu))
}

fn insert_permanence(
    tx: &mut Tx<'_>,
    caller: &Structure,
    new: &PublishPermanence,
    modele: &Modele,
    lieu_id: &str,
    until: Jour,
) -> Result<(), Error> {
    let (rythme, conditions) = (&new.rythme, &new.conditions);
    diesel::insert_into(permanence::table)
        .values((
            permanence::id.eq(modele.permanence.to_string()),
            permanence::structure_id.eq(new.structure.to_string()),
            permanence::espace_id.eq(modele.espace.to_string()),
            permanence::lieu_id.eq(lieu_id),
            permanence::professionnel_id.eq(modele.professionnel.to_string()),
            permanence::besoin.eq(new.besoin.code()),
            permanence::rythme.eq(serde_json::to_string(rythme).map_err(|why| Error::Internal(why.to_string()))?),
            permanence::premier_jour.eq(rythme.premier().unwrap_or(until).to_string()),
            permanence::dernier_jour.eq(rythme.dernier().map(|day| day.to_string())),
            (
                permanence::debut.eq(i32::from(new.debut.minutes())),
                permanence::fin.eq(i32::from(new.fin.minutes())),
                permanence::duree.eq(i32::from(new.duree)),
                permanence::places.eq(modele.places),
            ),
            (
                permanence::pause.eq(i32::from(conditions.pause)),
                permanence::delai.eq(i32::from(conditions.delai)),
                permanence::avance.eq(conditions.avance.map(i32::from)),
                permanence::public.eq(conditions.public.code()),
                permanence::mode.eq(conditions.mode.code()),
                permanence::lien.eq(conditions.lien.as_ref().map(Lien::as_str)),
                permanence::feries.eq(conditions.feries.code()),
            ),
            permanence::creneaux_jusquau.eq(until.to_string()),
            permanence::publiee_par.eq(caller.compte.to_string()),
            permanence::publiee_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    Ok(())
}
