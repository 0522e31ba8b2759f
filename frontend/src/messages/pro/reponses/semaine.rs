//! The answering hours of a week, as they are typed.

use leptos::prelude::*;
use shared::{fields::Heure, messages::Plage};

use crate::texts::pro;

/// The days on which one works.
pub const OUVRES: std::ops::RangeInclusive<u8> = 1..=5;
/// How many spans of a day the form offers.
pub const SPANS: usize = 2;

/// A span of a day.
#[derive(Clone, Copy, PartialEq)]
pub struct Span {
    /// Its number on this screen.
    pub id: u32,
    jour: u8,
    /// From.
    pub debut: RwSignal<String>,
    /// To.
    pub fin: RwSignal<String>,
}

impl Span {
    fn hours(self) -> Option<(Heure, Heure)> {
        Some((self.debut.get().parse().ok()?, self.fin.get().parse().ok()?))
    }
}

/// All the spans of a week.
#[derive(Clone, Copy)]
pub struct Week {
    spans: RwSignal<Vec<Span>>,
    next: StoredValue<u32>,
    // A handler runs as a part of its button, which is made anew when a span comes: what is typed must outlive it.
    owner: StoredValue<Owner>,
}

impl Week {
    /// What the server knows.
    pub fn new(plages: &[Plage]) -> Self {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        let week = Self { spans: RwSignal::new(Vec::new()), next: StoredValue::new(0), owner };
        for one in plages {
            week.push(one.jour, one.debut.to_string(), one.fin.to_string());
        }
        week
    }

    /// The spans of a day.
    pub fn of_day(self, jour: u8) -> Vec<Span> {
        self.spans.with(|spans| spans.iter().copied().filter(|span| span.jour == jour).collect())
    }

    /// The first working day with hours: the one that is copied.
    pub fn model(self) -> Option<u8> {
        OUVRES.into_iter().find(|jour| !self.of_day(*jour).is_empty())
    }

    /// One more span on a day: the morning, then the afternoon. Gives its number.
    pub fn add(self, jour: u8) -> u32 {
        let is_first = untrack(|| self.of_day(jour)).is_empty();
        let (debut, fin) = if is_first { ("09:00", "12:00") } else { ("14:00", "17:00") };
        self.push(jour, debut.to_owned(), fin.to_owned())
    }

    /// One span less.
    pub fn remove(self, id: u32) {
        self.spans.update(|spans| spans.retain(|span| span.id != id));
    }

    /// The same hours on all the working days.
    pub fn copy(self, model: u8) {
        let copied: Vec<(String, String)> =
            untrack(|| self.of_day(model).into_iter().map(|span| (span.debut.get(), span.fin.get())).collect());
        self.spans.update(|spans| spans.retain(|span| span.jour == model || !OUVRES.contains(&span.jour)));
        for jour in OUVRES.filter(|jour| *jour != model) {
            for (debut, fin) in copied.clone() {
                self.push(jour, debut, fin);
            }
        }
    }

    /// What is wrong with a span.
    pub fn wrong(self, span: Span) -> Option<&'static str> {
        let Some((debut, fin)) = span.hours().filter(|(debut, fin)| debut < fin) else {
            return Some(pro::erreur_horaire());
        };
        // Said of the later one only.
        let before = self.of_day(span.jour).into_iter().take_while(|one| one.id != span.id);
        let overlaps = before.filter_map(Span::hours).any(|(from, to)| from < fin && debut < to);
        overlaps.then(pro::reponses_chevauche)
    }

    /// The whole week, or nothing when something is wrong.
    pub fn plages(self) -> Option<Vec<Plage>> {
        let plage = |span: Span| {
            let (debut, fin) = span.hours()?;
            self.wrong(span).is_none().then_some(Plage { jour: span.jour, debut, fin })
        };
        self.spans.get().into_iter().map(plage).collect()
    }

    fn push(self, jour: u8, debut: String, fin: String) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let text = |text: String| self.owner.get_value().with(|| RwSignal::new(text));
        let span = Span { id, jour, debut: text(debut), fin: text(fin) };
        self.spans.update(|spans| spans.push(span));
        id
    }
}
