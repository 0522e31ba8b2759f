//! Everything that a place says of itself: its kind, its accesses, its hours of real life.

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{
    Arret, ArretParticulier, CreateEspaceTemps, EnVacances, EspaceTemps, Fuseau, Heures, JourParticulier, Lieu,
    Ouverture, Vue, ZoneScolaire,
};
use crate::{
    fields::{CodeEspace, Ligne},
    ids::StructureId,
    instant::Instant,
    operation::{closed_list, operation},
    permanences::JoursFeries,
};

closed_list! {
    /// What kind of place it is.
    GenreEspace {
        /// A place that is there already: a centre social, a library.
        Existant "existant"
        /// Where jeunes are already: a square, a hall, a stadium.
        LaOuIlsSont "la-ou-ils-sont"
        /// A new place.
        Nouveau "nouveau"
        /// A bus or a van: it has stops.
        Mobile "mobile"
    }
}

closed_list! {
    /// What a pictogram says of a place: yes, or nothing.
    Commodite {
        /// One comes in without a step.
        PlainPied "plain-pied"
        /// Toilets where a wheelchair goes.
        Toilettes "toilettes"
        /// A bus, a tram or a train stops near.
        Transports "transports"
        /// Other languages than French are spoken.
        Langues "langues"
        /// A corner where it is quiet.
        Calme "calme"
        /// Children may come along.
        Enfants "enfants"
        /// Something warm to drink.
        Boisson "boisson"
        /// A plug and a network.
        Prise "prise"
    }
}

/// What a place says of itself besides its name and its address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DetailEspace {
    /// Its kind.
    pub genre: GenreEspace,
    /// How one comes: "tram 1, arrêt Hôtel de ville, puis 3 minutes à pied".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub venir: Option<Ligne>,
    /// What its pictograms say.
    #[validate(length(max = 8, code = "trop"))]
    pub commodites: Vec<Commodite>,
    /// What they do not say: "sonnez, on vous aide à entrer".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acces_note: Option<Ligne>,
    /// Its zone of school holidays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneScolaire>,
    /// What school holidays change.
    pub vacances: EnVacances,
    /// The hours of school holidays, when they are others.
    #[validate(length(max = 50, code = "trop"))]
    pub horaires_vacances: Vec<Ouverture>,
    /// The public holidays on which it is closed.
    pub feries: JoursFeries,
    /// The dates that are not like the others.
    #[validate(length(max = 100, code = "trop"))]
    pub jours: Vec<JourParticulier>,
    /// The stops of what moves.
    #[validate(length(max = 40, code = "trop"))]
    pub arrets: Vec<Arret>,
    /// What it does otherwise on some days.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 100, code = "trop"))]
    pub arrets_particuliers: Vec<ArretParticulier>,
    /// Whether other sites may show what is held there.
    pub programme: bool,
}

impl Default for DetailEspace {
    fn default() -> Self {
        Self {
            genre: GenreEspace::Existant,
            venir: None,
            commodites: Vec::new(),
            acces_note: None,
            zone: None,
            vacances: EnVacances::Pareil,
            horaires_vacances: Vec::new(),
            feries: JoursFeries::Metropole,
            jours: Vec::new(),
            arrets: Vec::new(),
            arrets_particuliers: Vec::new(),
            programme: false,
        }
    }
}

impl DetailEspace {
    /// The first thing that makes no sense, with the weekly hours: the field and what is wrong.
    pub fn mistake(&self, horaires: &[Ouverture]) -> Option<(&'static str, &'static str)> {
        let late = "fin-avant-debut";
        let is_mobile = self.genre == GenreEspace::Mobile;
        let mut days: Vec<_> = self.jours.iter().map(|one| one.jour).collect();
        days.sort_unstable();
        let has_twice = days.windows(2).any(|pair| pair[0] == pair[1]);
        let heures_of_days = self.jours.iter().flat_map(|one| &one.heures);
        let is_known_day = |jour: u8| (1..=7).contains(&jour);
        let checks = [
            (horaires.iter().all(|one| is_known_day(one.jour)), "horaires", "jour-inconnu"),
            (self.horaires_vacances.iter().all(|one| is_known_day(one.jour)), "horaires_vacances", "jour-inconnu"),
            (self.arrets.iter().all(|one| is_known_day(one.jour)), "arrets", "jour-inconnu"),
            (horaires.iter().all(Ouverture::is_sound), "horaires", late),
            (self.horaires_vacances.iter().all(Ouverture::is_sound), "horaires_vacances", late),
            (self.arrets.iter().all(|one| one.ouverture().is_sound()), "arrets", late),
            (self.arrets_particuliers.iter().all(ArretParticulier::is_sound), "arrets_particuliers", late),
            (is_mobile || self.arrets_particuliers.is_empty(), "arrets_particuliers", "sans-bus"),
            (!self.is_in_two_places(), "arrets", "en-meme-temps"),
            (!self.is_twice_at_once(), "arrets_particuliers", "en-meme-temps"),
            (heures_of_days.clone().all(super::Heures::is_sound), "jours", late),
            (!has_twice, "jours", "en-double"),
            (is_mobile != self.arrets.is_empty(), "arrets", if is_mobile { "au-moins-une" } else { "sans-bus" }),
            // What a stop does on one day is said in `arrets_particuliers`.
            (!is_mobile || heures_of_days.count() == 0, "jours", "arret-sans-heures"),
            (self.vacances == EnVacances::Pareil || self.zone.is_some(), "zone", "manquant"),
            (
                self.vacances != EnVacances::Autres || is_mobile || !self.horaires_vacances.is_empty(),
                "horaires_vacances",
                "au-moins-une",
            ),
        ];
        checks.into_iter().find(|(good, ..)| !good).map(|(_, field, code)| (field, code))
    }

    // Nothing stops at two places at once, not in the small hours of the next day either. Where holidays have stops of their
    // own, the last night of a week may go on into a week of the other kind.
    fn is_in_two_places(&self) -> bool {
        let has_both = self.vacances == EnVacances::Autres;
        let collide = |(at, one): (usize, &Arret)| {
            self.arrets[at + 1..].iter().any(|other| match one.vacances == other.vacances {
                true => one.ouverture().meets(&other.ouverture()),
                false => has_both && one.jour != other.jour && one.ouverture().meets(&other.ouverture()),
            })
        };
        self.arrets.iter().enumerate().any(collide)
    }

    // Of one day alone: two lines of the same hour, or two stops that overlap.
    fn is_twice_at_once(&self) -> bool {
        let all = &self.arrets_particuliers;
        let hours = |one: &ArretParticulier| one.lieu.as_ref().map(|lieu| Heures { debut: one.debut, fin: lieu.fin });
        let collide = |(at, one): (usize, &ArretParticulier)| {
            all[at + 1..].iter().filter(|other| other.jour == one.jour).any(|other| match (hours(one), hours(other)) {
                (Some(here), Some(there)) => here.meets(there),
                (None, None) => one.debut == other.debut,
                _ => false,
            })
        };
        all.iter().enumerate().any(collide)
    }
}

/// A stop to come, or the one of now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArretPrevu {
    /// Where.
    pub lieu: Lieu,
    /// From.
    pub debut: Instant,
    /// To.
    pub fin: Instant,
}

/// Someone who will be there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {
    /// First name.
    pub prenom: String,
    /// What they help with.
    pub aide: String,
}

/// All of an espace-temps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EspaceEnDetail {
    /// What its first page says.
    pub espace: EspaceTemps,
    /// The rest.
    pub detail: DetailEspace,
    /// Where it is at home: for what moves, its first page names the stop of now or the next one.
    pub base: Lieu,
    /// The stops of the seven days to come.
    pub prevus: Vec<ArretPrevu>,
    /// When one place is read, who will be there that day: the order turns with the day.
    pub presents: Vec<Present>,
    /// That day: the next one on which somebody holds something there, at noon on the clock of the place.
    pub presents_le: Option<Instant>,
    /// The structures that animate it, in the order of their names in `espace`.
    pub structures: Vec<StructureId>,
    /// Its photos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Vue>,
    /// Whether the caller may change it.
    pub modifiable: bool,
    /// How often it was changed: what a form is made from.
    #[serde(default)]
    pub version: u32,
}

operation! {
    /// All that an espace-temps says of itself.
    ReadEspaceEnDetail { /** The code. */ code: CodeEspace } Get "/api/espaces/{code}/detail" -> EspaceEnDetail
}

operation! {
    /// The espaces-temps that the caller's structures animate; for the administrator, all of them.
    ListEspacesAnimes {} Get "/api/espaces-animes" -> Vec<EspaceEnDetail>
}

operation! {
    /// A coordonnateur of one of its structures, or the administrator, changes an espace-temps: all of it is given again.
    ChangeEspaceTemps {
        /// Which.
        code: CodeEspace,
        /// The version that the form was made from: another one is refused. Without it, that of a place that nobody has changed yet.
        #[serde(default)]
        version: u32,
        /// Its name.
        nom: Ligne,
        /// In a sentence, what kind of place it is.
        presentation: Ligne,
        /// The name of the place.
        lieu: Ligne,
        /// Street and number, or a meeting point.
        adresse: Ligne,
        /// Town.
        commune: Ligne,
        /// Its clock; without it, the one that it has. It stays as it is while something to come is published there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fuseau: Option<Fuseau>,
        /// When, each week.
        #[validate(length(max = 50, code = "trop"))]
        horaires: Vec<Ouverture>,
        /// What the hours do not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        horaires_note: Option<Ligne>,
        /// The structures that animate it, at least one.
        #[validate(length(min = 1, max = 50, code = "au-moins-une"))]
        structures: Vec<StructureId>,
        /// What one can do there.
        #[validate(length(max = 20, code = "trop"))]
        propositions: Vec<Ligne>,
        /// The rest.
        #[serde(default)]
        #[validate(nested)]
        detail: DetailEspace,
        /// To whoever is expected there at an hour that is no longer one of the place; asked for when there is somebody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mot: Option<Ligne>,
    } Post "/api/espaces/{code}/changement" (once) -> EspaceEnDetail
}

impl From<ChangeEspaceTemps> for CreateEspaceTemps {
    fn from(change: ChangeEspaceTemps) -> Self {
        let ChangeEspaceTemps { code, nom, presentation, lieu, adresse, commune, fuseau, horaires, .. } = change;
        let ChangeEspaceTemps { horaires_note, structures, propositions, detail, .. } = change;
        Self {
            code,
            nom,
            presentation,
            lieu,
            adresse,
            commune,
            fuseau,
            horaires,
            horaires_note,
            structures,
            propositions,
            detail,
        }
    }
}

impl From<CreateEspaceTemps> for ChangeEspaceTemps {
    fn from(new: CreateEspaceTemps) -> Self {
        let CreateEspaceTemps { code, nom, presentation, lieu, adresse, commune, fuseau, horaires, .. } = new;
        let CreateEspaceTemps { horaires_note, structures, propositions, detail, .. } = new;
        Self {
            code,
            version: 0,
            nom,
            presentation,
            lieu,
            adresse,
            commune,
            fuseau,
            horaires,
            horaires_note,
            structures,
            propositions,
            detail,
            mot: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_named() {
        let read = |json: &str| serde_json::from_str::<DetailEspace>(json).unwrap().mistake(&[]);
        assert_eq!(read("{}"), None);
        assert_eq!(read(r#"{"genre":"mobile"}"#), Some(("arrets", "au-moins-une")));
        assert_eq!(read(r#"{"vacances":"ferme"}"#), Some(("zone", "manquant")));
        assert_eq!(read(r#"{"vacances":"autres","zone":"c"}"#), Some(("horaires_vacances", "au-moins-une")));
        let twice = r#"{"jours":[{"jour":"2026-12-24"},{"jour":"2026-12-24"}]}"#;
        assert_eq!(read(twice), Some(("jours", "en-double")));
        let stop = r#"{"jour":2,"debut":"14:00","fin":"16:00","nom":"x","adresse":"x","commune":"x"}"#;
        assert_eq!(read(&format!(r#"{{"arrets":[{stop}]}}"#)), Some(("arrets", "sans-bus")));
        let twice = format!(r#"{{"genre":"mobile","arrets":[{stop},{}]}}"#, stop.replace("14:00", "15:00"));
        assert_eq!(read(&twice), Some(("arrets", "en-meme-temps")));
        let once = |more: &str| format!(r#"{{"genre":"mobile","arrets":[{stop}],"arrets_particuliers":[{more}]}}"#);
        let night = |(jour, debut, fin): (u8, &str, &str), more: &str| {
            format!(r#"{{"jour":{jour},"debut":"{debut}","fin":"{fin}","nom":"x","adresse":"x","commune":"x"{more}}}"#)
        };
        let both = |one: String, other: String, more: &str| {
            read(&format!(r#"{{"genre":"mobile","arrets":[{one},{other}]{more}}}"#))
        };
        let collide = Some(("arrets", "en-meme-temps"));
        let saturday = || night((6, "20:00", "02:00"), "");
        assert_eq!(both(saturday(), night((7, "01:00", "03:00"), ""), ""), collide);
        assert_eq!(both(night((7, "01:00", "03:00"), ""), saturday(), ""), collide);
        assert_eq!(both(saturday(), night((7, "02:00", "03:00"), ""), ""), None);
        assert_eq!(both(night((7, "22:00", "02:00"), ""), night((1, "01:00", "03:00"), ""), ""), collide);
        let (holidays, differ) = (r#","vacances":true"#, r#","vacances":"autres","zone":"c""#);
        assert_eq!(both(saturday(), night((7, "01:00", "03:00"), holidays), differ), collide);
        assert_eq!(both(saturday(), night((6, "21:00", "23:00"), holidays), differ), None);
        let festival =
            r#"{"jour":"2026-12-24","debut":"10:00","lieu":{"fin":"12:00","nom":"x","adresse":"x","commune":"x"}}"#;
        assert_eq!(read(&once(festival)), None);
        assert_eq!(read(&once(&format!("{festival},{festival}"))), Some(("arrets_particuliers", "en-meme-temps")));
        assert_eq!(read(&once(&festival.replace("12:00", "09:00"))), Some(("arrets_particuliers", "fin-avant-debut")));
        assert_eq!(
            read(&format!(r#"{{"arrets_particuliers":[{festival}]}}"#)),
            Some(("arrets_particuliers", "sans-bus"))
        );
        let moved = format!(
            r#"{{"genre":"mobile","arrets":[{stop}],"jours":[{{"jour":"2026-12-24","heures":[{{"debut":"10:00","fin":"12:00"}}]}}]}}"#
        );
        assert_eq!(read(&moved), Some(("jours", "arret-sans-heures")));
        let late = r#"{"jours":[{"jour":"2026-12-24","heures":[{"debut":"12:00","fin":"10:00"}]}]}"#;
        assert_eq!(read(late), Some(("jours", "fin-avant-debut")));
    }
}
