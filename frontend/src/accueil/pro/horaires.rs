//! What is typed of the hours of a place: its weeks, its stops, its dates.

use leptos::prelude::*;
use shared::{
    accueil::{Arret, Heures, JourParticulier, Ouverture},
    fields::Ligne,
};

use super::lignes::{Lines, LinesField, Words, of_week, short, tick, weekday};
use crate::texts::{espaces, pro};

fn text(text: &str) -> RwSignal<String> {
    RwSignal::new(text.to_owned())
}

/// An opening of the week.
#[derive(Clone, Copy)]
pub struct Row {
    jour: RwSignal<String>,
    debut: RwSignal<String>,
    fin: RwSignal<String>,
}

impl Row {
    fn fresh() -> Self {
        Self { jour: text("3"), debut: text("14:00"), fin: text("18:00") }
    }

    fn of(known: &Ouverture) -> Self {
        Self {
            jour: text(&known.jour.to_string()),
            debut: text(&known.debut.to_string()),
            fin: text(&known.fin.to_string()),
        }
    }

    fn read(self) -> Option<Ouverture> {
        let (jour, debut) = (self.jour.get().parse().ok()?, self.debut.get().parse().ok()?);
        Some(Ouverture { jour, debut, fin: self.fin.get().parse().ok()? }).filter(Ouverture::is_sound)
    }
}

/// The lines of weekly hours; one to begin with when the place is new.
pub fn rows(known: Option<&[Ouverture]>) -> Lines<Row> {
    Lines::new(known.map_or_else(|| vec![Row::fresh()], |known| known.iter().map(Row::of).collect()))
}

/// All the openings in the order of the week, or `None` when a line makes no sense.
pub fn ouvertures(rows: Lines<Row>) -> Option<Vec<Ouverture>> {
    let mut list = rows.all().into_iter().map(Row::read).collect::<Option<Vec<_>>>()?;
    list.sort_unstable();
    Some(list)
}

/// The editor of weekly hours.
#[component]
pub fn WeekField(
    /// The lines.
    rows: Lines<Row>,
    /// What they are called.
    legend: &'static str,
    /// Whether what is wrong is shown.
    #[prop(into)]
    tried: Signal<bool>,
) -> impl IntoView {
    let fields = |row: Row, wrong, error: String| {
        view! {
            {weekday(row.jour)}
            {short(pro::espace_debut(), "time", row.debut, wrong, error.clone())}
            {short(pro::espace_fin(), "time", row.fin, wrong, error)}
        }
        .into_any()
    };
    view! {
        <LinesField lines=rows words=of_week(legend) tried fresh=Row::fresh sound=|row: Row| row.read().is_some() fields />
    }
}

/// A stop.
#[derive(Clone, Copy)]
pub struct Stop {
    row: Row,
    nom: RwSignal<String>,
    adresse: RwSignal<String>,
    commune: RwSignal<String>,
    vacances: RwSignal<bool>,
}

impl Stop {
    fn fresh() -> Self {
        let (nom, adresse, commune) = (text(""), text(""), text(""));
        Self { row: Row::fresh(), nom, adresse, commune, vacances: RwSignal::new(false) }
    }

    fn of(known: &Arret) -> Self {
        Self {
            row: Row::of(&known.ouverture()),
            nom: text(known.nom.as_str()),
            adresse: text(known.adresse.as_str()),
            commune: text(known.commune.as_str()),
            vacances: RwSignal::new(known.vacances),
        }
    }

    fn read(self) -> Option<Arret> {
        let line = |field: RwSignal<String>| Ligne::parse(&field.get()).ok();
        let Ouverture { jour, debut, fin } = self.row.read()?;
        let (nom, adresse, commune) = (line(self.nom)?, line(self.adresse)?, line(self.commune)?);
        Some(Arret { jour, debut, fin, nom, adresse, commune, vacances: self.vacances.get() })
    }
}

/// The lines of stops.
pub fn stops(known: &[Arret]) -> Lines<Stop> {
    Lines::new(known.iter().map(Stop::of).collect())
}

/// All the stops, or `None` when a line makes no sense.
pub fn arrets(stops: Lines<Stop>) -> Option<Vec<Arret>> {
    stops.all().into_iter().map(Stop::read).collect()
}

/// The editor of stops.
#[component]
pub fn StopsField(
    /// The lines.
    stops: Lines<Stop>,
    /// Whether what is wrong is shown.
    #[prop(into)]
    tried: Signal<bool>,
) -> impl IntoView {
    let fields = |stop: Stop, wrong, error: String| {
        view! {
            {weekday(stop.row.jour)}
            {short(pro::espace_debut(), "time", stop.row.debut, wrong, error.clone())}
            {short(pro::espace_fin(), "time", stop.row.fin, wrong, error.clone())}
            {short(espaces::arret_nom(), "text", stop.nom, wrong, error.clone())}
            {short(pro::espace_adresse(), "text", stop.adresse, wrong, error.clone())}
            {short(pro::espace_commune(), "text", stop.commune, wrong, error)}
            {tick(espaces::arret_vacances(), stop.vacances)}
        }
        .into_any()
    };
    let words = Words {
        legend: espaces::arrets(),
        add: espaces::arret_ajouter(),
        one: espaces::arret,
        remove: espaces::arret_retirer,
        wrong: espaces::erreur_arret,
    };
    view! { <LinesField lines=stops words tried fresh=Stop::fresh sound=|stop: Stop| stop.read().is_some() fields /> }
}

/// A date with one span of hours, or closed. Two lines of the same date are two spans of it.
#[derive(Clone, Copy)]
pub struct Date {
    jour: RwSignal<String>,
    ferme: RwSignal<bool>,
    debut: RwSignal<String>,
    fin: RwSignal<String>,
    mot: RwSignal<String>,
}

impl Date {
    fn fresh() -> Self {
        Self { jour: text(""), ferme: RwSignal::new(false), debut: text("14:00"), fin: text("18:00"), mot: text("") }
    }

    fn of(known: &JourParticulier) -> Vec<Self> {
        let mot = known.mot.as_ref().map_or("", |mot| mot.as_str());
        let line = |hours: Option<&Heures>| Self {
            jour: text(&known.jour.to_string()),
            ferme: RwSignal::new(hours.is_none()),
            debut: text(&hours.map_or_else(String::new, |hours| hours.debut.to_string())),
            fin: text(&hours.map_or_else(String::new, |hours| hours.fin.to_string())),
            mot: text(mot),
        };
        if known.heures.is_empty() { vec![line(None)] } else { known.heures.iter().map(Some).map(line).collect() }
    }

    fn read_closed(self) -> Option<JourParticulier> {
        let mot = Ligne::parse(&self.mot.get()).ok();
        Some(JourParticulier { jour: self.jour.get().parse().ok()?, heures: Vec::new(), mot })
    }

    fn read(self) -> Option<JourParticulier> {
        let closed = self.read_closed()?;
        if self.ferme.get() {
            return Some(closed);
        }
        let hours = Heures { debut: self.debut.get().parse().ok()?, fin: self.fin.get().parse().ok()? };
        hours.is_sound().then(|| JourParticulier { heures: vec![hours], ..closed })
    }
}

/// The lines of dates.
pub fn dates(known: &[JourParticulier]) -> Lines<Date> {
    Lines::new(known.iter().flat_map(Date::of).collect())
}

/// All the dates, each once, or `None` when a line makes no sense.
pub fn jours(dates: Lines<Date>) -> Option<Vec<JourParticulier>> {
    let mut list: Vec<JourParticulier> = Vec::new();
    for one in dates.all().into_iter().map(Date::read) {
        let one = one?;
        match list.iter_mut().find(|known| known.jour == one.jour) {
            Some(known) => {
                known.heures.extend(one.heures);
                known.mot = known.mot.take().or(one.mot);
            }
            None => list.push(one),
        }
    }
    list.sort_by_key(|one| one.jour);
    Some(list)
}

/// The same dates, all of them without hours: each once, or `None` when a line has no date.
pub fn closed(dates: Lines<Date>) -> Option<Vec<JourParticulier>> {
    let mut list = dates.all().into_iter().map(Date::read_closed).collect::<Option<Vec<_>>>()?;
    list.sort_by_key(|one| one.jour);
    list.dedup_by_key(|one| one.jour);
    Some(list)
}

/// The editor of dates.
#[component]
pub fn DatesField(
    /// The lines.
    dates: Lines<Date>,
    /// Whether what is wrong is shown.
    #[prop(into)]
    tried: Signal<bool>,
) -> impl IntoView {
    let fields = |date: Date, wrong, error: String| {
        let described = error.clone();
        let hours = move || {
            (!date.ferme.get()).then(|| {
                view! {
                    {short(pro::espace_debut(), "time", date.debut, wrong, described.clone())}
                    {short(pro::espace_fin(), "time", date.fin, wrong, described.clone())}
                }
            })
        };
        view! {
            {short(espaces::jour_date(), "date", date.jour, wrong, error.clone())}
            {hours}
            {short(espaces::jour_mot(), "text", date.mot, Signal::stored(false), error)}
            {tick(espaces::jour_ferme(), date.ferme)}
        }
        .into_any()
    };
    let words = of_dates(espaces::jours());
    view! { <LinesField lines=dates words tried fresh=Date::fresh sound=|date: Date| date.read().is_some() fields /> }
}

/// The editor of the dates on which what moves does not come.
#[component]
pub fn ClosedDatesField(
    /// The lines.
    dates: Lines<Date>,
    /// Whether what is wrong is shown.
    #[prop(into)]
    tried: Signal<bool>,
) -> impl IntoView {
    let fields = |date: Date, wrong, error: String| {
        view! {
            {short(espaces::jour_date(), "date", date.jour, wrong, error.clone())}
            {short(espaces::jour_mot(), "text", date.mot, Signal::stored(false), error)}
        }
        .into_any()
    };
    let (words, sound) = (of_dates(espaces::jours_sans_bus()), |date: Date| date.read_closed().is_some());
    view! { <LinesField lines=dates words tried fresh=Date::fresh sound fields /> }
}

fn of_dates(legend: &'static str) -> Words {
    Words {
        legend,
        add: espaces::jour_ajouter(),
        one: espaces::jour,
        remove: espaces::jour_retirer,
        wrong: espaces::erreur_jour,
    }
}
