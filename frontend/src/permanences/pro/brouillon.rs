//! What is typed in the form that opens a permanence, and what is wrong with it.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    fields::{CodeEspace, Heure, Jour, Lien, Ligne},
    permanences::{Ailleurs, Besoin, Conditions, Mode, Public, PublishPermanence, Rythme},
};

use super::jours;
use crate::{
    texts::pro,
    ui::codes::{explain, of_field},
};

/// The code of the choice "each week".
pub const SEMAINE: &str = "semaine";
/// The code of the choice "every two weeks".
pub const QUINZAINE: &str = "quinzaine";
/// The code of the choice "the 1st and 3rd of the month".
pub const MOIS: &str = "mois";
/// The code of the choice "once".
pub const DATE: &str = "date";

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
    pub rythme: RwSignal<String>,
    pub jour: RwSignal<String>,
    pub jusquau: RwSignal<String>,
    pub debut: RwSignal<String>,
    pub fin: RwSignal<String>,
    pub duree: RwSignal<String>,
    pub places: RwSignal<String>,
    pub pause: RwSignal<String>,
    pub public: RwSignal<String>,
    pub mode: RwSignal<String>,
    pub lien: RwSignal<String>,
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
            rythme: text(DATE),
            jour: RwSignal::new(jours::today().to_string()),
            jusquau: text(""),
            debut: text("14:00"),
            fin: text("17:00"),
            duree: text("30"),
            places: text("1"),
            pause: text("0"),
            public: text(Public::Tous.code()),
            mode: text(Mode::SurPlace.code()),
            lien: text("https://"),
            tried: RwSignal::new(false),
        }
    }

    /// How many créneaux a day of it has, as far as it can be said.
    pub fn creneaux(self) -> Option<u16> {
        let (debut, fin, duree) = (heure(self.debut)?, heure(self.fin)?, nombre(self.duree, 5, 480)?);
        let count = fin.minutes().checked_sub(debut.minutes())? / duree;
        (count > 0).then_some(count)
    }

    /// The request, or `None` when something is to be corrected.
    pub fn request(self) -> Option<PublishPermanence> {
        self.creneaux()?;
        let jour: Jour = self.jour.get().parse().ok()?;
        let jusquau = self.jusquau.get();
        let jusquau = if jusquau.is_empty() { None } else { Some(jusquau.parse().ok()?) };
        let weekly = |toutes_les| Rythme::Semaine { a_partir_du: jour, jusquau, toutes_les };
        let rythme = match self.rythme.get().as_str() {
            SEMAINE => weekly(1),
            QUINZAINE => weekly(2),
            // The day of the week is that of the first day.
            MOIS => Rythme::Mois { a_partir_du: jour, jusquau, jour: jours::weekday(jour), rangs: vec![1, 3] },
            _ => Rythme::Date { jour },
        };
        Some(PublishPermanence {
            structure: self.structure.get().parse().ok()?,
            espace: CodeEspace::parse(&self.espace.get()).ok()?,
            ailleurs: if self.ailleurs.get() { Some(self.elsewhere()?) } else { None },
            besoin: Besoin::from_code(&self.besoin.get())?,
            professionnel: self.professionnel.get().parse().ok()?,
            rythme,
            debut: heure(self.debut)?,
            fin: heure(self.fin)?,
            duree: nombre(self.duree, 5, 480)?,
            places: nombre(self.places, 1, 200)?,
            conditions: self.conditions()?,
            deja_tenue: false,
        })
    }

    fn conditions(self) -> Option<Conditions> {
        Some(Conditions {
            pause: nombre(self.pause, 0, 240)?,
            public: Public::from_code(&self.public.get())?,
            mode: Mode::from_code(&self.mode.get())?,
            lien: if self.mode.get() == Mode::Video.code() { Some(Lien::parse(&self.lien.get()).ok()?) } else { None },
            ..Conditions::default()
        })
    }

    /// What is wrong with a field, on this device.
    pub fn wrong(self, name: &str) -> Option<&'static str> {
        let line = |field: RwSignal<String>| Ligne::parse(&field.get()).err().map(|refused| explain(refused.0));
        let chosen = |field: RwSignal<String>| field.with(String::is_empty).then(pro::erreur_a_choisir);
        let day = |field: RwSignal<String>| field.get().parse::<Jour>().err().map(|refused| explain(refused.0));
        match name {
            "structure" => chosen(self.structure),
            "espace" => chosen(self.espace),
            "besoin" => chosen(self.besoin),
            "professionnel" => chosen(self.professionnel),
            "nom" => line(self.nom),
            "adresse" => line(self.adresse),
            "commune" => line(self.commune),
            "jour" => day(self.jour),
            "jusquau" if self.jusquau.with(String::is_empty) => None,
            "jusquau" => day(self.jusquau),
            "debut" => heure(self.debut).is_none().then(|| explain("heure-mal-formee")),
            "fin" => self.wrong_fin(),
            "duree" => self.wrong_duree(),
            "pause" => nombre(self.pause, 0, 240).is_none().then(pro::erreur_de_0_a_240),
            "lien" => Lien::parse(&self.lien.get()).err().map(|_| pro::erreur_lien()),
            "places" => nombre(self.places, 1, 200).is_none().then(pro::erreur_de_1_a_200),
            _ => None,
        }
    }

    fn wrong_fin(self) -> Option<&'static str> {
        match (heure(self.debut), heure(self.fin)) {
            (_, None) => Some(explain("heure-mal-formee")),
            (Some(debut), Some(fin)) if fin <= debut => Some(pro::erreur_fin_avant_debut()),
            _ => None,
        }
    }

    fn wrong_duree(self) -> Option<&'static str> {
        match (nombre(self.duree, 5, 480), self.wrong_fin()) {
            (None, _) => Some(pro::erreur_de_5_a_480()),
            (Some(_), None) if self.creneaux().is_none() => Some(pro::erreur_permanence_trop_courte()),
            _ => None,
        }
    }

    fn elsewhere(self) -> Option<Ailleurs> {
        let line = |field: RwSignal<String>| Ligne::parse(&field.get()).ok();
        Some(Ailleurs { nom: line(self.nom)?, adresse: line(self.adresse)?, commune: line(self.commune)? })
    }
}

/// The field that a refusal of the server is about, when it is about one.
pub fn field_of(kind: ProblemKind) -> Option<&'static str> {
    match kind {
        ProblemKind::FinAvantDebut => Some("fin"),
        ProblemKind::PermanenceTropCourte => Some("duree"),
        ProblemKind::HeureInexistante => Some("debut"),
        ProblemKind::AucuneDate => Some("jour"),
        ProblemKind::ProfessionnelOccupe => Some("professionnel"),
        _ => None,
    }
}

/// What the server says of a field.
pub fn of_server(problem: Option<&Problem>, name: &str) -> Option<String> {
    let problem = problem?;
    if field_of(problem.kind) == Some(name) {
        return Some(problem.title.clone());
    }
    of_field(Some(problem), name).or_else(|| match name {
        "jour" => of_field(Some(problem), "a_partir_du").or_else(|| of_field(Some(problem), "rythme")),
        _ => None,
    })
}

fn heure(field: RwSignal<String>) -> Option<Heure> {
    field.get().parse().ok()
}

fn nombre(field: RwSignal<String>, least: u16, most: u16) -> Option<u16> {
    field.get().trim().parse().ok().filter(|number| (least..=most).contains(number))
}
