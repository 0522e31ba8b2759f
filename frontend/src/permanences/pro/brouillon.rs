//! What is typed in the form that opens a permanence, and what is wrong with it.

use leptos::prelude::*;
use shared::{
    fields::{CodeEspace, Ligne},
    permanences::{Ailleurs, Besoin, PublishPermanence},
};

use super::quand::Quand;
use crate::{texts::pro, ui::codes::explain};

/// What is typed. The text stays as it is; it is read when the form is sent.
#[derive(Clone, Copy)]
pub struct Brouillon {
    pub structure: RwSignal<String>,
    pub espace: RwSignal<String>,
    pub ailleurs: RwSignal<bool>,
    pub nom: RwSignal<String>,
    pub adresse: RwSignal<String>,
    pub commune: RwSignal<String>,
    pub besoin: RwSignal<String>,
    pub professionnel: RwSignal<String>,
    pub quand: Quand,
    pub deja_tenue: RwSignal<bool>,
    pub tried: RwSignal<bool>,
}

impl Brouillon {
    /// The form as it opens, with the only structure and the only place when there is one.
    pub fn new(structure: String, espace: String, professionnel: String) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            structure: RwSignal::new(structure),
            espace: RwSignal::new(espace),
            ailleurs: RwSignal::new(false),
            nom: text(""),
            adresse: text(""),
            commune: text(""),
            besoin: text(""),
            professionnel: RwSignal::new(professionnel),
            quand: Quand::new(),
            deja_tenue: RwSignal::new(false),
            tried: RwSignal::new(false),
        }
    }

    /// The request, or `None` when something is to be corrected.
    pub fn request(self) -> Option<PublishPermanence> {
        let quand = self.quand.sent()?;
        Some(PublishPermanence {
            structure: self.structure.get().parse().ok()?,
            espace: CodeEspace::parse(&self.espace.get()).ok()?,
            ailleurs: if self.ailleurs.get() { Some(self.elsewhere()?) } else { None },
            besoin: Besoin::from_code(&self.besoin.get())?,
            professionnel: self.professionnel.get().parse().ok()?,
            rythme: quand.rythme,
            debut: quand.debut,
            fin: quand.fin,
            duree: quand.duree,
            places: quand.places,
            conditions: quand.conditions,
            deja_tenue: self.deja_tenue.get(),
        })
    }

    /// What is wrong with a field, on this device.
    pub fn wrong(self, name: &str) -> Option<&'static str> {
        let line = |field: RwSignal<String>| Ligne::parse(&field.get()).err().map(|refused| explain(refused.0));
        let chosen = |field: RwSignal<String>| field.with(String::is_empty).then(pro::erreur_a_choisir);
        match name {
            "structure" => chosen(self.structure),
            "espace" => chosen(self.espace),
            "besoin" => chosen(self.besoin),
            "professionnel" => chosen(self.professionnel),
            "nom" => line(self.nom),
            "adresse" => line(self.adresse),
            "commune" => line(self.commune),
            name => self.quand.wrong(name),
        }
    }

    fn elsewhere(self) -> Option<Ailleurs> {
        let line = |field: RwSignal<String>| Ligne::parse(&field.get()).ok();
        Some(Ailleurs { nom: line(self.nom)?, adresse: line(self.adresse)?, commune: line(self.commune)? })
    }
}
