//! An atelier as it is stored, with its place and who leads it; what everybody may see of it.

use std::collections::HashMap;

use diesel::{ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    accueil::{Lieu, turn_by_day},
    ateliers::{Atelier, EtatAtelier, FicheAtelier, LieuAtelier, Meneur, NewMeneur},
    fields::{CodeEspace, Ligne, Texte},
    ids::{AtelierId, CompteId, StructureId},
    permanences::Besoin,
};

use crate::{
    accueil::{db::LieuRow, escales::Escales},
    db::{AsText, Conn},
    problem::Error,
    schema::{atelier, meneur, professionnel, structure},
    time,
};

/// A row of the table.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = atelier)]
pub struct Stored {
    pub id: AsText<AtelierId>,
    pub serie_id: Option<String>,
    pub structure_id: AsText<StructureId>,
    pub espace_id: Option<String>,
    pub lieu_id: String,
    pub chez_espace: bool,
    pub titre: String,
    pub presentation: String,
    pub besoin: String,
    pub age_min: Option<i32>,
    pub age_max: Option<i32>,
    pub point_rencontre: Option<String>,
    pub a_apporter: Option<String>,
    pub pour_essayer: bool,
    pub accompagne: bool,
    pub places: i32,
    pub places_libres: i32,
    pub debut: i64,
    pub fin: i64,
    pub etat: String,
    pub mot: Option<String>,
    pub changements: i32,
    pub publie_le: Option<i64>,
    pub cree_le: i64,
    pub change_le: i64,
    pub version: i32,
    pub chez_structure_id: Option<AsText<StructureId>>,
}

/// What [`rows`] gives.
pub type Row = (Stored, LieuRow, Option<AsText<CodeEspace>>);

/// The ateliers with their places.
macro_rules! rows {
    () => {
        $crate::schema::atelier::table
            .inner_join($crate::schema::lieu::table)
            .left_join($crate::schema::espace_temps::table)
            .select((
                <$crate::ateliers::stored::Stored as diesel::SelectableHelper<_>>::as_select(),
                $crate::accueil::db::LIEU,
                diesel::NullableExpressionMethods::nullable($crate::schema::espace_temps::code),
            ))
    };
}
pub(super) use rows;

/// Somebody who leads, as stored.
#[derive(Clone, Debug)]
struct Leader {
    structure: Option<StructureId>,
    professionnel: Option<CompteId>,
    nom: Option<String>,
    apport: Option<String>,
    structure_nom: Option<String>,
    prenom: Option<String>,
}

/// An atelier with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Full {
    /// Its row.
    pub stored: Stored,
    /// Which.
    pub id: AtelierId,
    /// Where it is in its life.
    pub etat: EtatAtelier,
    /// Its place.
    pub lieu: Lieu,
    /// The zone of its clock.
    pub zone: TimeZone,
    /// The espace-temps that it belongs to.
    pub espace: Option<CodeEspace>,
    meneurs: Vec<Leader>,
}

/// Adds to some rows who leads.
pub fn complete(db: &mut Conn, rows: Vec<Row>) -> Result<Vec<Full>, Error> {
    let ids: Vec<String> = rows.iter().map(|(stored, ..)| stored.id.0.to_string()).collect();
    let mut meneurs = load_meneurs(db, &ids)?;
    let escales = Escales::of(db, rows.iter().map(|(stored, lieu, _)| (lieu, stored.debut)))?;
    let full = rows.into_iter().filter_map(|(stored, lieu, espace)| {
        let lieu = escales.place(lieu, Instant(stored.debut));
        Some(Full {
            id: stored.id.0,
            etat: EtatAtelier::from_code(&stored.etat)?,
            zone: TimeZone::get(&lieu.fuseau).unwrap_or(TimeZone::UTC),
            lieu,
            espace: espace.map(|AsText(code)| code),
            meneurs: meneurs.remove(&stored.id.0).unwrap_or_default(),
            stored,
        })
    });
    Ok(full.collect())
}

fn load_meneurs(db: &mut Conn, ids: &[String]) -> Result<HashMap<AtelierId, Vec<Leader>>, Error> {
    type Row = (
        AsText<AtelierId>,
        (Option<AsText<StructureId>>, Option<AsText<CompteId>>, Option<String>, Option<String>),
        (Option<String>, Option<String>),
    );
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Row> = meneur::table
        .left_join(structure::table.on(structure::id.nullable().eq(meneur::structure_id)))
        .left_join(professionnel::table.on(professionnel::compte_id.nullable().eq(meneur::professionnel_id)))
        .filter(meneur::atelier_id.eq_any(ids))
        .order((meneur::atelier_id, meneur::rang))
        .select((
            meneur::atelier_id,
            (meneur::structure_id, meneur::professionnel_id, meneur::nom, meneur::apport),
            (structure::nom.nullable(), professionnel::prenom.nullable()),
        ))
        .load(db)?;
    let mut meneurs: HashMap<AtelierId, Vec<Leader>> = HashMap::new();
    for (AsText(atelier), (structure, professionnel, nom, apport), (structure_nom, prenom)) in rows {
        let (structure, professionnel) = (structure.map(|AsText(id)| id), professionnel.map(|AsText(id)| id));
        let one = Leader { structure, professionnel, nom, apport, structure_nom, prenom };
        meneurs.entry(atelier).or_default().push(one);
    }
    Ok(meneurs)
}

fn age(years: Option<i32>) -> Option<u8> {
    years.and_then(|years| u8::try_from(years).ok())
}

fn positive(number: i32) -> u16 {
    u16::try_from(number).unwrap_or(0)
}

impl Full {
    /// What everybody may see of it.
    pub fn shown(&self, now: Instant) -> Atelier {
        let stored = &self.stored;
        let meneur = |one: &Leader| Meneur {
            structure: one.structure_nom.clone().or_else(|| one.nom.clone()),
            prenom: one.prenom.clone(),
            role: one.apport.clone(),
        };
        let mut meneurs: Vec<Meneur> = self.meneurs.iter().map(meneur).collect();
        turn_by_day(&mut meneurs, time::day_of(now, &self.zone));
        // Where there is no street, one meets at a point.
        let meeting = stored.point_rencontre.clone().filter(|_| self.lieu.adresse.is_empty());
        let adresse = meeting.unwrap_or_else(|| self.lieu.adresse.clone());
        Atelier {
            id: self.id,
            titre: stored.titre.clone(),
            presentation: stored.presentation.clone(),
            besoin: Besoin::from_code(&stored.besoin).unwrap_or(Besoin::Parler),
            age_min: age(stored.age_min),
            age_max: age(stored.age_max),
            debut: self.debut(),
            fin: Instant(stored.fin),
            lieu: Lieu { adresse, ..self.lieu.clone() },
            point_rencontre: stored.point_rencontre.clone(),
            espace: self.espace.clone(),
            meneurs,
            a_apporter: stored.a_apporter.clone(),
            pour_essayer: stored.pour_essayer,
            accompagne: stored.accompagne,
            places: positive(stored.places),
            places_libres: positive(stored.places_libres),
            etat: self.etat,
            km: None,
        }
    }

    /// A fiche that names nobody is led by the structure that publishes.
    pub fn with_leaders(&self, fiche: &FicheAtelier) -> FicheAtelier {
        let own = NewMeneur { structure: Some(self.stored.structure_id.0), professionnel: None, nom: None, role: None };
        let meneurs = if fiche.meneurs.is_empty() { vec![own] } else { fiche.meneurs.clone() };
        FicheAtelier { meneurs, ..fiche.clone() }
    }

    /// What it is made of, to be changed or used again.
    pub fn fiche(&self) -> Option<FicheAtelier> {
        let stored = &self.stored;
        let line = |text: &Option<String>| text.as_deref().and_then(|text| Ligne::parse(text).ok());
        let lieu = match (&self.espace, &stored.chez_structure_id) {
            (Some(espace), _) if stored.chez_espace => LieuAtelier::Espace { espace: espace.clone() },
            (espace, Some(AsText(structure))) => {
                LieuAtelier::Structure { structure: *structure, espace: espace.clone() }
            }
            (espace, None) => LieuAtelier::Ailleurs {
                nom: Ligne::parse(&self.lieu.nom).ok()?,
                adresse: Ligne::parse(&self.lieu.adresse).ok(),
                commune: Ligne::parse(&self.lieu.commune).ok()?,
                espace: espace.clone(),
            },
        };
        let meneur = |one: &Leader| NewMeneur {
            structure: one.structure,
            professionnel: one.professionnel,
            nom: line(&one.nom),
            role: line(&one.apport),
        };
        Some(FicheAtelier {
            titre: Ligne::parse(&stored.titre).ok()?,
            presentation: Texte::parse(&stored.presentation).ok()?,
            besoin: Besoin::from_code(&stored.besoin)?,
            age_min: age(stored.age_min),
            age_max: age(stored.age_max),
            lieu,
            point_rencontre: line(&stored.point_rencontre),
            meneurs: self.meneurs.iter().map(meneur).collect(),
            a_apporter: line(&stored.a_apporter),
            pour_essayer: stored.pour_essayer,
            accompagne: stored.accompagne,
            places: positive(stored.places),
        })
    }

    /// How often what it is made of was changed.
    pub fn version(&self) -> u32 {
        u32::try_from(self.stored.version).unwrap_or(0)
    }

    /// Whether somebody of this age is of its public.
    pub fn is_for(&self, age: u8) -> bool {
        let age = i32::from(age);
        self.stored.age_min.is_none_or(|min| min <= age) && self.stored.age_max.is_none_or(|max| age <= max)
    }

    /// When it starts.
    pub fn debut(&self) -> Instant {
        Instant(self.stored.debut)
    }

    /// Whether it was ever published: a draft is for those who publish, also when it is cancelled.
    pub fn is_published(&self) -> bool {
        self.stored.publie_le.is_some()
    }

    /// Whether one may still join or leave.
    pub fn is_to_come(&self, now: Instant) -> bool {
        now < self.debut()
    }

    /// Those who lead, in no order of theirs, as what they are known by: to see whether they are others.
    pub fn leaders(&self) -> Vec<String> {
        let known = |one: &Leader| {
            let (structure, person) =
                (one.structure.map(|id| id.to_string()), one.professionnel.map(|id| id.to_string()));
            [structure, person, one.nom.clone(), one.apport.clone()].map(Option::unwrap_or_default).join("|")
        };
        let mut all: Vec<String> = self.meneurs.iter().map(known).collect();
        all.sort_unstable();
        all
    }

    /// The professionals who lead.
    pub fn professionnels(&self) -> Vec<CompteId> {
        self.meneurs.iter().filter_map(|one| one.professionnel).collect()
    }

    /// The structures that lead.
    pub fn structures(&self) -> Vec<StructureId> {
        self.meneurs.iter().filter_map(|one| one.structure).collect()
    }

    /// Whether somebody leads, by themselves or by a structure where they work.
    pub fn is_led_by(&self, compte: CompteId, structures: &[StructureId]) -> bool {
        let leads = |one: &Leader| {
            one.professionnel == Some(compte) || one.structure.is_some_and(|structure| structures.contains(&structure))
        };
        self.meneurs.iter().any(leads)
    }
}
