//! What is typed in the form of an atelier, and what is wrong with it. Making one and changing one share it.

use leptos::prelude::*;
use shared::{
    ateliers::{FicheAtelier, LieuAtelier, NewMeneur},
    fields::{BadField, CodeEspace, Ligne, Texte},
    ids::StructureId,
    permanences::Besoin,
};

use crate::{texts::ateliers, texts::pro, ui::codes::explain};

/// The code of the choice "elsewhere", which no espace-temps can bear.
pub const AILLEURS: &str = "-";

/// That of the choice "at a structure of the annuaire".
pub const STRUCTURE: &str = "=";

/// What is typed. The text stays as it is; it is read when the form is sent.
#[derive(Clone, Copy)]
pub struct Saisie {
    pub titre: RwSignal<String>,
    pub presentation: RwSignal<String>,
    pub besoin: RwSignal<String>,
    pub age_min: RwSignal<String>,
    pub age_max: RwSignal<String>,
    /// An espace-temps, [`STRUCTURE`] or [`AILLEURS`].
    pub ou: RwSignal<String>,
    /// The structure at whose address it is.
    pub chez: RwSignal<Option<(StructureId, String)>>,
    pub nom: RwSignal<String>,
    pub adresse: RwSignal<String>,
    pub commune: RwSignal<String>,
    /// The espace-temps that announces what is held elsewhere.
    pub espace: RwSignal<String>,
    pub point: RwSignal<String>,
    pub meneurs: RwSignal<Vec<NewMeneur>>,
    pub apporter: RwSignal<String>,
    pub essayer: RwSignal<bool>,
    pub accompagne: RwSignal<bool>,
    pub places: RwSignal<String>,
}

fn text(text: impl Into<String>) -> RwSignal<String> {
    RwSignal::new(text.into())
}

impl Saisie {
    /// The form as it opens.
    pub fn new(ou: String) -> Self {
        Self {
            titre: text(""),
            presentation: text(""),
            besoin: text(""),
            age_min: text(""),
            age_max: text(""),
            ou: text(ou),
            chez: RwSignal::new(None),
            nom: text(""),
            adresse: text(""),
            commune: text(""),
            espace: text(""),
            point: text(""),
            meneurs: RwSignal::new(Vec::new()),
            apporter: text(""),
            essayer: RwSignal::new(true),
            accompagne: RwSignal::new(false),
            places: text("12"),
        }
    }

    /// The form of an atelier that is there, in a place of this name.
    pub fn of(fiche: &FicheAtelier, place: &str) -> Self {
        let line = |line: &Option<Ligne>| text(line.as_ref().map(Ligne::as_str).unwrap_or_default());
        let age = |age: Option<u8>| text(age.map(|age| age.to_string()).unwrap_or_default());
        let this = Self {
            titre: text(fiche.titre.as_str()),
            presentation: text(fiche.presentation.as_str()),
            besoin: text(fiche.besoin.code()),
            age_min: age(fiche.age_min),
            age_max: age(fiche.age_max),
            point: line(&fiche.point_rencontre),
            meneurs: RwSignal::new(fiche.meneurs.clone()),
            apporter: line(&fiche.a_apporter),
            essayer: RwSignal::new(fiche.pour_essayer),
            accompagne: RwSignal::new(fiche.accompagne),
            places: text(fiche.places.to_string()),
            ..Self::new(AILLEURS.to_owned())
        };
        match &fiche.lieu {
            LieuAtelier::Espace { espace } => this.ou.set(espace.as_str().to_owned()),
            LieuAtelier::Structure { structure, espace } => {
                this.ou.set(STRUCTURE.to_owned());
                this.chez.set(Some((*structure, place.to_owned())));
                this.espace.set(espace.as_ref().map(CodeEspace::as_str).unwrap_or_default().to_owned());
            }
            LieuAtelier::Ailleurs { nom, adresse, commune, espace } => {
                this.nom.set(nom.as_str().to_owned());
                this.adresse.set(adresse.as_ref().map(Ligne::as_str).unwrap_or_default().to_owned());
                this.commune.set(commune.as_str().to_owned());
                this.espace.set(espace.as_ref().map(CodeEspace::as_str).unwrap_or_default().to_owned());
            }
        }
        this
    }

    /// Whether it is held elsewhere than in an espace-temps.
    pub fn is_elsewhere(self) -> bool {
        self.ou.with(|ou| ou == AILLEURS)
    }

    /// Whether it is held at a structure of the annuaire.
    pub fn is_structure(self) -> bool {
        self.ou.with(|ou| ou == STRUCTURE)
    }

    /// What is sent, or `None` when something is to be corrected.
    pub fn fiche(self) -> Option<FicheAtelier> {
        self.wrong("adresse").is_none().then_some(())?;
        self.wrong("age_max").is_none().then_some(())?;
        Some(FicheAtelier {
            titre: Ligne::parse(&self.titre.get()).ok()?,
            presentation: Texte::parse(&self.presentation.get()).ok()?,
            besoin: Besoin::from_code(&self.besoin.get())?,
            age_min: age(self.age_min).ok()?,
            age_max: age(self.age_max).ok()?,
            lieu: self.lieu()?,
            point_rencontre: optional(self.point).ok()?,
            meneurs: self.meneurs.get(),
            a_apporter: optional(self.apporter).ok()?,
            pour_essayer: self.essayer.get(),
            accompagne: self.accompagne.get(),
            places: self.places()?,
        })
    }

    fn lieu(self) -> Option<LieuAtelier> {
        let code = |field: RwSignal<String>| CodeEspace::parse(&field.get());
        if !self.is_elsewhere() && !self.is_structure() {
            return Some(LieuAtelier::Espace { espace: code(self.ou).ok()? });
        }
        let espace = if self.espace.with(String::is_empty) { None } else { Some(code(self.espace).ok()?) };
        if self.is_structure() {
            let (structure, _) = self.chez.get()?;
            return Some(LieuAtelier::Structure { structure, espace });
        }
        Some(LieuAtelier::Ailleurs {
            nom: Ligne::parse(&self.nom.get()).ok()?,
            adresse: optional(self.adresse).ok()?,
            commune: Ligne::parse(&self.commune.get()).ok()?,
            espace,
        })
    }

    fn places(self) -> Option<u16> {
        self.places.get().trim().parse().ok().filter(|places| (1..=500).contains(places))
    }

    /// What is wrong with a field, on this device.
    pub fn wrong(self, name: &str) -> Option<&'static str> {
        let line = |field: RwSignal<String>| said(Ligne::parse(&field.get()).map(drop));
        let perhaps = |field: RwSignal<String>| said(optional(field).map(drop));
        match name {
            "titre" => line(self.titre),
            "presentation" => said(Texte::parse(&self.presentation.get()).map(drop)),
            "besoin" => self.besoin.with(String::is_empty).then(pro::erreur_a_choisir),
            "ou" => self.ou.with(String::is_empty).then(pro::erreur_a_choisir),
            "chez" if self.is_structure() => self.chez.with(Option::is_none).then(ateliers::pro_erreur_chez),
            "nom" if self.is_elsewhere() => line(self.nom),
            "commune" if self.is_elsewhere() => line(self.commune),
            "adresse" if self.is_elsewhere() => match (optional(self.adresse), optional(self.point)) {
                (Ok(None), Ok(None)) => Some(ateliers::pro_erreur_lieu()),
                (adresse, _) => said(adresse.map(drop)),
            },
            "point_rencontre" => perhaps(self.point),
            "a_apporter" => perhaps(self.apporter),
            "age_min" => age(self.age_min).err(),
            "age_max" => match (age(self.age_min), age(self.age_max)) {
                (_, Err(wrong)) => Some(wrong),
                (Ok(Some(min)), Ok(Some(max))) if max < min => Some(ateliers::pro_erreur_ages()),
                _ => None,
            },
            "places" => self.places().is_none().then(ateliers::pro_erreur_places),
            _ => None,
        }
    }
}

fn said(read: Result<(), BadField>) -> Option<&'static str> {
    read.err().map(|refused| explain(refused.0))
}

fn optional(field: RwSignal<String>) -> Result<Option<Ligne>, BadField> {
    let text = field.get();
    if text.trim().is_empty() { Ok(None) } else { Ligne::parse(&text).map(Some) }
}

fn age(field: RwSignal<String>) -> Result<Option<u8>, &'static str> {
    let text = field.get();
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let age = text.parse().ok().filter(|age| (11..=30).contains(age));
    age.map(Some).ok_or_else(ateliers::pro_erreur_age)
}
