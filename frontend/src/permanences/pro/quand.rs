//! When a permanence is held and how it is booked: what is typed, and what is wrong with it. Opening a permanence and changing
//! one share it.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    fields::{Heure, Jour, Lien},
    permanences::{Conditions, JoursFeries, Mode, Permanence, Public, Rythme},
};

use super::jours;
use crate::{
    texts::pro,
    ui::codes::{explain, of_field},
};

/// The code of the choice "each week".
pub const SEMAINE: &str = "semaine";
/// The code of the choice "every N weeks".
pub const SEMAINES: &str = "semaines";
/// The code of the choice "the 1st and 3rd of the month".
pub const MOIS: &str = "mois";
/// The code of the choice "once".
pub const DATE: &str = "date";
/// The code of the choice "on chosen dates".
pub const DATES: &str = "dates";

/// What is typed. The text stays as it is; it is read when the form is sent.
#[derive(Clone, Copy)]
pub struct Quand {
    pub rythme: RwSignal<String>,
    pub jour: RwSignal<String>,
    pub jusquau: RwSignal<String>,
    pub toutes_les: RwSignal<String>,
    /// Which weeks of the month, the first to the fifth.
    pub rangs: [RwSignal<bool>; 5],
    /// The day that is being added to the chosen ones.
    pub ajout: RwSignal<String>,
    pub dates: RwSignal<Vec<Jour>>,
    pub debut: RwSignal<String>,
    pub fin: RwSignal<String>,
    pub duree: RwSignal<String>,
    pub places: RwSignal<String>,
    pub pause: RwSignal<String>,
    /// Hours.
    pub delai: RwSignal<String>,
    /// Days; empty is as soon as the créneau is there.
    pub avance: RwSignal<String>,
    pub public: RwSignal<String>,
    pub mode: RwSignal<String>,
    pub lien: RwSignal<String>,
    pub feries: RwSignal<String>,
}

/// What is sent.
pub struct Sent {
    pub rythme: Rythme,
    pub debut: Heure,
    pub fin: Heure,
    pub duree: u16,
    pub places: u16,
    pub conditions: Conditions,
}

fn text(text: impl Into<String>) -> RwSignal<String> {
    RwSignal::new(text.into())
}

impl Quand {
    /// The form as it opens.
    pub fn new() -> Self {
        Self {
            rythme: text(DATE),
            jour: text(jours::today().to_string()),
            jusquau: text(""),
            toutes_les: text("2"),
            rangs: [true, false, true, false, false].map(RwSignal::new),
            ajout: text(""),
            dates: RwSignal::new(Vec::new()),
            debut: text("14:00"),
            fin: text("17:00"),
            duree: text("30"),
            places: text("1"),
            pause: text("0"),
            delai: text("0"),
            avance: text(""),
            public: text(Public::Tous.code()),
            mode: text(Mode::SurPlace.code()),
            lien: text("https://"),
            feries: text(JoursFeries::Metropole.code()),
        }
    }

    /// The form of a permanence that is there, from a day on.
    pub fn of(permanence: &Permanence, from: Jour) -> Self {
        let (this, conditions) = (Self::new(), &permanence.conditions);
        let (debut, fin) = (permanence.debut.to_string(), permanence.fin.to_string());
        this.debut.set(debut);
        this.fin.set(fin);
        this.duree.set(permanence.duree.to_string());
        this.places.set(permanence.places.to_string());
        this.pause.set(conditions.pause.to_string());
        this.delai.set(conditions.delai.div_ceil(60).to_string());
        this.avance.set(conditions.avance.map(|days| days.to_string()).unwrap_or_default());
        this.public.set(conditions.public.code().to_owned());
        this.mode.set(conditions.mode.code().to_owned());
        this.feries.set(conditions.feries.code().to_owned());
        this.lien.set(conditions.lien.as_ref().map_or("https://", Lien::as_str).to_owned());
        this.read_rythme(&permanence.rythme, from);
        this
    }

    fn read_rythme(self, rythme: &Rythme, from: Jour) {
        self.jusquau.set(rythme.dernier().map(|day| day.to_string()).unwrap_or_default());
        let code = match rythme {
            Rythme::Date { jour } => {
                self.jour.set(jour.to_string());
                DATE
            }
            Rythme::Dates { jours } => {
                self.dates.set(jours.iter().copied().filter(|day| from <= *day).collect());
                DATES
            }
            Rythme::Semaine { a_partir_du, toutes_les, .. } => {
                self.jour.set(a_partir_du.to_string());
                self.toutes_les.set(toutes_les.max(&2).to_string());
                if *toutes_les == 1 { SEMAINE } else { SEMAINES }
            }
            Rythme::Mois { a_partir_du, jour, rangs, .. } => {
                self.jour.set(jours::next(*a_partir_du, *jour).to_string());
                for (rang, chosen) in (1..).zip(self.rangs) {
                    chosen.set(rangs.contains(&rang));
                }
                MOIS
            }
        };
        self.rythme.set(code.to_owned());
    }

    /// How many créneaux a day of it has, as far as it can be said.
    pub fn creneaux(self) -> Option<u16> {
        let (debut, fin, duree) = (heure(self.debut)?, heure(self.fin)?, nombre(self.duree, 5, 480)?);
        let pause = nombre(self.pause, 0, 240)?;
        let count = (fin.minutes().checked_sub(debut.minutes())? + pause) / (duree + pause);
        (count > 0).then_some(count)
    }

    /// What is sent, or `None` when something is to be corrected.
    pub fn sent(self) -> Option<Sent> {
        self.creneaux()?;
        Some(Sent {
            rythme: self.rythme()?,
            debut: heure(self.debut)?,
            fin: heure(self.fin)?,
            duree: nombre(self.duree, 5, 480)?,
            places: nombre(self.places, 1, 200)?,
            conditions: self.conditions()?,
        })
    }

    /// When, or `None` when something is to be corrected.
    pub fn rythme(self) -> Option<Rythme> {
        let code = self.rythme.get();
        if code == DATES {
            return Some(Rythme::Dates { jours: self.dates.get() }).filter(|dates| dates.check().is_ok());
        }
        let jour: Jour = self.jour.get().parse().ok()?;
        let jusquau = self.jusquau.get();
        let jusquau = if jusquau.is_empty() { None } else { Some(jusquau.parse().ok()?) };
        let weekly = |toutes_les| Rythme::Semaine { a_partir_du: jour, jusquau, toutes_les };
        Some(match code.as_str() {
            SEMAINE => weekly(1),
            SEMAINES => weekly(u8::try_from(nombre(self.toutes_les, 2, 26)?).ok()?),
            MOIS => Rythme::Mois { a_partir_du: jour, jusquau, jour: jours::weekday(jour), rangs: self.ranks()? },
            _ => Rythme::Date { jour },
        })
    }

    fn ranks(self) -> Option<Vec<u8>> {
        let chosen = (1..).zip(self.rangs).filter(|(_, chosen)| chosen.get()).map(|(rang, _)| rang);
        Some(chosen.collect::<Vec<u8>>()).filter(|ranks| !ranks.is_empty())
    }

    fn conditions(self) -> Option<Conditions> {
        let avance = self.avance.get();
        Some(Conditions {
            pause: nombre(self.pause, 0, 240)?,
            delai: nombre(self.delai, 0, 720)? * 60,
            avance: if avance.trim().is_empty() { None } else { Some(nombre(self.avance, 1, 366)?) },
            public: Public::from_code(&self.public.get())?,
            mode: Mode::from_code(&self.mode.get())?,
            lien: if self.mode.get() == Mode::Video.code() { Some(Lien::parse(&self.lien.get()).ok()?) } else { None },
            feries: JoursFeries::from_code(&self.feries.get())?,
        })
    }

    /// What is wrong with a field, on this device.
    pub fn wrong(self, name: &str) -> Option<&'static str> {
        let day = |field: RwSignal<String>| field.get().parse::<Jour>().err().map(|refused| explain(refused.0));
        let number =
            |field, least, most, sentence: fn() -> &'static str| nombre(field, least, most).is_none().then(sentence);
        let is = |code| self.rythme.with(|rythme| rythme == code);
        match name {
            "jour" if is(DATES) => None,
            "jour" => day(self.jour),
            "jusquau" if self.jusquau.with(String::is_empty) => None,
            "jusquau" => day(self.jusquau),
            "toutes_les" if is(SEMAINES) => number(self.toutes_les, 2, 26, pro::erreur_de_2_a_26),
            "rangs" if is(MOIS) => self.ranks().is_none().then(pro::erreur_rangs),
            "ajout" if is(DATES) => self.dates.with(Vec::is_empty).then(pro::erreur_dates),
            "debut" => heure(self.debut).is_none().then(|| explain("heure-mal-formee")),
            "fin" => self.wrong_fin(),
            "duree" => self.wrong_duree(),
            "pause" => number(self.pause, 0, 240, pro::erreur_de_0_a_240),
            "delai" => number(self.delai, 0, 720, pro::erreur_de_0_a_720),
            "avance" if self.avance.with(|days| days.trim().is_empty()) => None,
            "avance" => number(self.avance, 1, 366, pro::erreur_de_1_a_366),
            "lien" => Lien::parse(&self.lien.get()).err().map(|_| pro::erreur_lien()),
            "places" => number(self.places, 1, 200, pro::erreur_de_1_a_200),
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
}

/// The field that a refusal of the server is about, when it is about one.
pub fn field_of(kind: ProblemKind) -> Option<&'static str> {
    match kind {
        ProblemKind::FinAvantDebut => Some("fin"),
        ProblemKind::PermanenceTropCourte => Some("duree"),
        ProblemKind::HeureInexistante => Some("debut"),
        ProblemKind::AucuneDate => Some("jour"),
        ProblemKind::AvanceTropCourte => Some("avance"),
        ProblemKind::PlacesReservees => Some("places"),
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
