//! What is typed of a place, and the request that it makes.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::{
    accueil::{
        Commodite, CreateEspaceTemps, DetailEspace, EnVacances, EspaceEnDetail, Fuseau, GenreEspace, ZoneScolaire,
    },
    fields::{BadField, CodeEspace, Ligne},
    permanences::JoursFeries,
};

use super::{
    arrets::{Change, changes, particuliers},
    horaires::{Date, Row, Stop, arrets, closed, dates, jours, ouvertures, rows, stops},
    lignes::Lines,
    structures::Named,
};
use crate::texts::espaces;

/// What is typed.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Its name.
    pub nom: RwSignal<String>,
    /// The code of its address.
    pub code: RwSignal<String>,
    /// Its sentence.
    pub presentation: RwSignal<String>,
    /// The name of the place.
    pub lieu: RwSignal<String>,
    /// Street and number.
    pub adresse: RwSignal<String>,
    /// Town.
    pub commune: RwSignal<String>,
    /// What the hours do not say.
    pub note: RwSignal<String>,
    /// What one can do, a line each.
    pub propositions: RwSignal<String>,
    /// How one comes.
    pub venir: RwSignal<String>,
    /// What the pictograms do not say.
    pub acces_note: RwSignal<String>,
    /// Its kind.
    pub genre: RwSignal<String>,
    /// Its zone of school holidays.
    pub zone: RwSignal<String>,
    /// What school holidays change.
    pub vacances: RwSignal<String>,
    /// Its public holidays.
    pub feries: RwSignal<String>,
    /// Its clock; nothing as long as that of the installation is not known.
    pub fuseau: RwSignal<String>,
    /// Its pictograms.
    pub commodites: RwSignal<BTreeSet<String>>,
    /// Who animates it.
    pub structures: RwSignal<Vec<Named>>,
    /// The week.
    pub semaine: Lines<Row>,
    /// The week of school holidays.
    pub semaine_vacances: Lines<Row>,
    /// The stops.
    pub stops: Lines<Stop>,
    /// What stops otherwise on some days.
    pub changes: Lines<Change>,
    /// The dates.
    pub dates: Lines<Date>,
    /// Whether other sites may show what is held there.
    pub programme: RwSignal<bool>,
    /// Whether what is wrong is shown.
    pub tried: RwSignal<bool>,
}

impl Draft {
    /// Of a place that is there, or of a new one.
    pub fn of(known: Option<&EspaceEnDetail>) -> Self {
        let text = |read: fn(&EspaceEnDetail) -> String| RwSignal::new(known.map(read).unwrap_or_default());
        let usual = DetailEspace::default();
        let detail = known.map_or(&usual, |one| &one.detail);
        let line = |line: &Option<Ligne>| RwSignal::new(line.as_ref().map_or("", |line| line.as_str()).to_owned());
        let code = |code: &str| RwSignal::new(code.to_owned());
        Self {
            nom: text(|one| one.espace.nom.clone()),
            code: text(|one| one.espace.code.as_str().to_owned()),
            presentation: text(|one| one.espace.presentation.clone()),
            lieu: text(|one| one.base.nom.clone()),
            adresse: text(|one| one.base.adresse.clone()),
            commune: text(|one| one.base.commune.clone()),
            note: text(|one| one.espace.horaires_note.clone().unwrap_or_default()),
            propositions: text(|one| one.espace.propositions.join("\n")),
            venir: line(&detail.venir),
            acces_note: line(&detail.acces_note),
            genre: code(detail.genre.code()),
            zone: code(detail.zone.map_or("", ZoneScolaire::code)),
            vacances: code(detail.vacances.code()),
            feries: code(detail.feries.code()),
            fuseau: text(|one| one.base.fuseau.clone()),
            commodites: RwSignal::new(detail.commodites.iter().map(|one| one.code().to_owned()).collect()),
            structures: RwSignal::new(known.map(named).unwrap_or_default()),
            semaine: rows(known.map(|one| &one.espace.horaires[..])),
            semaine_vacances: rows(Some(&detail.horaires_vacances)),
            stops: stops(&detail.arrets),
            changes: changes(&detail.arrets_particuliers),
            dates: dates(&detail.jours),
            programme: RwSignal::new(detail.programme),
            tried: RwSignal::new(false),
        }
    }

    /// Whether it moves.
    pub fn is_mobile(self) -> bool {
        self.genre.with(|genre| genre == GenreEspace::Mobile.code())
    }

    /// Whether school holidays have hours of their own.
    pub fn has_other_hours(self) -> bool {
        self.vacances.with(|vacances| vacances == EnVacances::Autres.code())
    }

    /// Whether its zone is needed and missing.
    pub fn lacks_zone(self) -> bool {
        self.vacances.with(|vacances| vacances != EnVacances::Pareil.code()) && self.zone.with(String::is_empty)
    }

    /// Where it is, in a line.
    pub fn said_of_place(self) -> Signal<String> {
        said(move || [self.nom.get(), self.lieu.get(), self.commune.get()])
    }

    /// How many openings or stops its week has.
    pub fn said_of_hours(self) -> Signal<String> {
        Signal::derive(move || match self.is_mobile() {
            true => espaces::volet_arrets(&self.stops.all().len().to_string()),
            false => espaces::volet_ouvertures(&self.semaine.all().len().to_string()),
        })
    }

    /// Who animates it.
    pub fn said_of_structures(self) -> Signal<String> {
        said(move || self.structures.get().into_iter().map(|(_, nom)| nom))
    }

    /// What one can do there.
    pub fn said_on_site(self) -> Signal<String> {
        said(move || self.propositions.get().lines().map(str::to_owned).collect::<Vec<_>>())
    }

    /// What is wrong with the stops together, in words.
    pub fn wrong_stops(self) -> Option<&'static str> {
        if self.stops.all().is_empty() {
            return Some(espaces::erreur_sans_arret());
        }
        let found = self.detail()?.mistake(&[])?;
        (found.1 == "en-meme-temps").then(espaces::erreur_en_meme_temps)
    }

    /// Called outside of any tracking: `None` when something is to be corrected.
    pub fn request(self) -> Option<CreateEspaceTemps> {
        let line = |field: RwSignal<String>| Ligne::parse(&field.get()).ok();
        let structures: Vec<_> = self.structures.get().into_iter().map(|(id, _)| id).collect();
        let propositions = self.propositions.get();
        let propositions = propositions.lines().filter(|line| !line.trim().is_empty());
        let horaires = if self.is_mobile() { Vec::new() } else { ouvertures(self.semaine)? };
        let detail = self.detail()?;
        let is_whole = !structures.is_empty() && detail.mistake(&horaires).is_none();
        is_whole.then_some(())?;
        Some(CreateEspaceTemps {
            code: CodeEspace::parse(&self.code.get()).ok()?,
            nom: line(self.nom)?,
            presentation: line(self.presentation)?,
            lieu: line(self.lieu)?,
            adresse: line(self.adresse)?,
            commune: line(self.commune)?,
            fuseau: Fuseau::from_code(&self.fuseau.get()),
            horaires,
            horaires_note: line(self.note),
            structures,
            propositions: propositions.map(|line| Ligne::parse(line).ok()).collect::<Option<_>>()?,
            detail,
        })
    }

    fn detail(self) -> Option<DetailEspace> {
        let line = |field: RwSignal<String>| Ligne::parse(&field.get()).ok();
        let (is_mobile, has_other_hours) = (self.is_mobile(), self.has_other_hours());
        let other = has_other_hours && !is_mobile;
        Some(DetailEspace {
            genre: GenreEspace::from_code(&self.genre.get())?,
            venir: line(self.venir),
            commodites: self.commodites.get().iter().filter_map(|code| Commodite::from_code(code)).collect(),
            acces_note: line(self.acces_note),
            zone: ZoneScolaire::from_code(&self.zone.get()),
            vacances: EnVacances::from_code(&self.vacances.get())?,
            horaires_vacances: if other { ouvertures(self.semaine_vacances)? } else { Vec::new() },
            feries: JoursFeries::from_code(&self.feries.get())?,
            // What moves has no hours of its own on a date: it does not come, or it stops otherwise.
            jours: if is_mobile { closed(self.dates)? } else { jours(self.dates)? },
            arrets: if is_mobile { arrets(self.stops)? } else { Vec::new() },
            arrets_particuliers: if is_mobile { particuliers(self.changes)? } else { Vec::new() },
            programme: self.programme.get(),
        })
    }

    /// What is wrong with what one can do.
    pub fn propositions_refused(self) -> Option<BadField> {
        let text = self.propositions.get();
        text.lines().filter(|line| !line.trim().is_empty()).find_map(|line| Ligne::parse(line).err())
    }
}

// What is there, in a line.
fn said<L: IntoIterator<Item = String>>(parts: impl Fn() -> L + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || {
        let parts: Vec<String> = parts().into_iter().filter(|part| !part.trim().is_empty()).collect();
        if parts.is_empty() { espaces::volet_rien().to_owned() } else { parts.join(" · ") }
    })
}

// Both lists are in the order of the day.
fn named(known: &EspaceEnDetail) -> Vec<Named> {
    known.structures.iter().copied().zip(known.espace.structures.iter().cloned()).collect()
}
