//! The clock of a structure, by what the annuaire knows of its address.

use diesel::{OptionalExtension, QueryDsl, RunQueryDsl};
use shared::{accueil::Fuseau, ids::StructureId};

use crate::{db::Conn, problem::Error, schema::structure};

/// What is known of an address: the code of INSEE of its commune, its postal code, its town.
pub type Address = (Option<String>, Option<String>, Option<String>);

/// The columns of an address, in its order.
pub const ADDRESS: (structure::code_commune, structure::code_postal, structure::commune) =
    (structure::code_commune, structure::code_postal, structure::commune);

/// The clock of an address: the commune says more than its postal code.
pub fn of((insee, postal, commune): &Address) -> Option<Fuseau> {
    let known = insee.as_deref().and_then(Fuseau::of_commune);
    let known = known.or_else(|| Fuseau::of_postal(postal.as_deref()?));
    known.or_else(|| Fuseau::of_town(commune.as_deref()?))
}

/// The clock of a structure, when it is known.
pub fn of_structure(db: &mut Conn, id: StructureId) -> Result<Option<Fuseau>, Error> {
    let found: Option<Address> = structure::table.find(id.to_string()).select(ADDRESS).first(db).optional()?;
    Ok(found.as_ref().and_then(of))
}
