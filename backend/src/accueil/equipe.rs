//! Whose an espace-temps is: the structures that animate it, on equal terms.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem, ProblemKind,
    accueil::EspaceEnDetail,
    fields::Jour,
    ids::{CompteId, EspaceId, StructureId},
};

use super::db::{Wanted, load};
use crate::{caller::Animateur, db::Conn, problem::Error, schema::animation};

/// What a caller may do with places: the structures that they work in, and those that they coordinate. The administrator
/// may do everything.
#[derive(Clone, Debug)]
pub struct Team {
    /// Whose.
    pub compte: CompteId,
    is_admin: bool,
    works: Vec<StructureId>,
    coordinates: Vec<StructureId>,
}

impl Team {
    /// The team of a caller.
    pub fn of(caller: &Animateur) -> Self {
        let (is_admin, places) = match caller {
            Animateur::Admin(_) => (true, &[][..]),
            Animateur::Professionnel(pro) => (false, &pro.appartenances[..]),
        };
        let coordinating = places.iter().filter(|place| place.droits.coordonne);
        Self {
            compte: caller.compte(),
            is_admin,
            works: places.iter().map(|place| place.structure).collect(),
            coordinates: coordinating.map(|place| place.structure).collect(),
        }
    }

    /// Whoever opens a place coordinates one of its structures.
    pub fn require_own(&self, structures: &[StructureId]) -> Result<(), Error> {
        if !self.is_admin && self.coordinates.is_empty() {
            return Err(ProblemKind::Interdit.into());
        }
        let is_own = self.is_admin || structures.iter().any(|one| self.coordinates.contains(one));
        if is_own { Ok(()) } else { Err(Problem::fields([("structures", "pas-les-votres")]).into()) }
    }

    /// A place is shared on equal terms: nobody takes out the structure of others, and one that leaves leaves somebody there.
    pub fn require_equal_terms(&self, before: &[StructureId], after: &[StructureId]) -> Result<(), Error> {
        if self.is_admin {
            return Ok(());
        }
        let is_taken_out = |one: &StructureId| !after.contains(one) && !self.coordinates.contains(one);
        if before.iter().any(is_taken_out) {
            return Err(ProblemKind::StructureDesAutres.into());
        }
        let stays = before.iter().any(|one| after.contains(one));
        if stays { Ok(()) } else { Err(Problem::fields([("structures", "derniere")]).into()) }
    }

    /// Whether the caller may change a place that these structures animate.
    pub fn may_change(&self, structures: &[StructureId]) -> bool {
        self.is_admin || structures.iter().any(|one| self.coordinates.contains(one))
    }

    /// Somebody else's place does not exist.
    pub fn require_change(&self, db: &mut Conn, espace: EspaceId) -> Result<(), Error> {
        let may = self.is_admin || animates(db, espace, &self.coordinates)?;
        if may { Ok(()) } else { Err(ProblemKind::Introuvable.into()) }
    }

    /// The same, for whoever works there.
    pub fn require(&self, db: &mut Conn, espace: EspaceId) -> Result<(), Error> {
        let may = self.is_admin || animates(db, espace, &self.works)?;
        if may { Ok(()) } else { Err(ProblemKind::Introuvable.into()) }
    }

    /// The places of the team, by name.
    pub fn list(&self, db: &mut Conn, now: Instant, today: Jour) -> Result<Vec<EspaceEnDetail>, Error> {
        if self.is_admin {
            let all = load(db, &Wanted::All, now, today)?.into_iter();
            return Ok(all.map(|one| EspaceEnDetail { modifiable: true, ..one }).collect());
        }
        let ids: Vec<String> = animation::table
            .filter(animation::structure_id.eq_any(texts(&self.works)))
            .select(animation::espace_id)
            .distinct()
            .load(db)?;
        let own = load(db, &Wanted::Ids(&ids), now, today)?
            .into_iter()
            .map(|one| EspaceEnDetail { modifiable: self.may_change(&one.structures), ..one });
        Ok(own.collect())
    }
}

fn animates(db: &mut Conn, espace: EspaceId, structures: &[StructureId]) -> Result<bool, Error> {
    let count: i64 = animation::table
        .filter(animation::espace_id.eq(espace.to_string()))
        .filter(animation::structure_id.eq_any(texts(structures)))
        .count()
        .get_result(db)?;
    Ok(0 < count)
}

fn texts(structures: &[StructureId]) -> Vec<String> {
    structures.iter().map(ToString::to_string).collect()
}
