//! What is typed of a bus that does something else on one day: a stop more, or one of the week left out.

use leptos::prelude::*;
use shared::{
    accueil::{ArretParticulier, Heures, LieuArret},
    fields::{Heure, Jour, Ligne},
};

use super::lignes::{Lines, LinesField, Words, short, tick};
use crate::texts::{espaces, pro};

/// A day, an hour, and where; or that the stop of that hour is left out.
#[derive(Clone, Copy)]
pub struct Change {
    jour: RwSignal<String>,
    debut: RwSignal<String>,
    fin: RwSignal<String>,
    nom: RwSignal<String>,
    adresse: RwSignal<String>,
    commune: RwSignal<String>,
    sans: RwSignal<bool>,
}

impl Change {
    fn of(known: Option<&ArretParticulier>) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let place = known.and_then(|one| one.lieu.as_ref());
        let line = |read: fn(&LieuArret) -> &Ligne| text(place.map(|place| read(place).as_str().to_owned()));
        Self {
            jour: text(known.map(|one| one.jour.to_string())),
            debut: text(known.map_or_else(|| Some("14:00".to_owned()), |one| Some(one.debut.to_string()))),
            fin: text(place.map_or_else(|| Some("18:00".to_owned()), |place| Some(place.fin.to_string()))),
            nom: line(|place| &place.nom),
            adresse: line(|place| &place.adresse),
            commune: line(|place| &place.commune),
            sans: RwSignal::new(known.is_some_and(|one| one.lieu.is_none())),
        }
    }

    fn read(self) -> Option<ArretParticulier> {
        let line = |field: RwSignal<String>| Ligne::parse(&field.get()).ok();
        let (jour, debut): (Jour, Heure) = (self.jour.get().parse().ok()?, self.debut.get().parse().ok()?);
        if self.sans.get() {
            return Some(ArretParticulier { jour, debut, lieu: None });
        }
        let fin: Heure = self.fin.get().parse().ok()?;
        let (nom, adresse, commune) = (line(self.nom)?, line(self.adresse)?, line(self.commune)?);
        let lieu = Some(LieuArret { fin, nom, adresse, commune });
        Heures { debut, fin }.is_sound().then_some(ArretParticulier { jour, debut, lieu })
    }
}

/// The lines.
pub fn changes(known: &[ArretParticulier]) -> Lines<Change> {
    Lines::new(known.iter().map(|one| Change::of(Some(one))).collect())
}

/// All of them, or `None` when a line makes no sense.
pub fn particuliers(changes: Lines<Change>) -> Option<Vec<ArretParticulier>> {
    let mut list = changes.all().into_iter().map(Change::read).collect::<Option<Vec<_>>>()?;
    list.sort_by_key(|one| (one.jour, one.debut));
    Some(list)
}

/// Their editor.
#[component]
pub fn ChangesField(
    /// The lines.
    changes: Lines<Change>,
    /// Whether what is wrong is shown.
    #[prop(into)]
    tried: Signal<bool>,
) -> impl IntoView {
    let fields = |change: Change, wrong, error: String| {
        let described = error.clone();
        let place = move || {
            (!change.sans.get()).then(|| {
                view! {
                    {short(pro::espace_fin(), "time", change.fin, wrong, described.clone())}
                    {short(espaces::arret_nom(), "text", change.nom, wrong, described.clone())}
                    {short(pro::espace_adresse(), "text", change.adresse, wrong, described.clone())}
                    {short(pro::espace_commune(), "text", change.commune, wrong, described.clone())}
                }
            })
        };
        view! {
            {short(espaces::jour_date(), "date", change.jour, wrong, error.clone())}
            {short(pro::espace_debut(), "time", change.debut, wrong, error)}
            {place}
            {tick(espaces::arret_sans(), change.sans)}
        }
        .into_any()
    };
    let words = Words {
        legend: espaces::arrets_du_jour(),
        add: espaces::arret_du_jour_ajouter(),
        one: espaces::arret_du_jour,
        remove: espaces::arret_du_jour_retirer,
        wrong: espaces::erreur_arret_du_jour,
    };
    let sound = |change: Change| change.read().is_some();
    view! { <LinesField lines=changes words tried fresh=|| Change::of(None) sound fields /> }
}
