//! Real structures and the three espaces-temps that they animate.

use serde::Deserialize;
use shared::{
    accueil::{CreateEspaceTemps, DetailEspace, EnVacances, JourParticulier, Ouverture},
    fields::{Jour, Ligne},
    ids::{EspaceId, StructureId},
};

use super::{World, horaires, moments, vie};
use crate::{accueil, annuaire, db::Tx, problem::Error, time};

const STRUCTURES: &str = include_str!("../../demo/structures_93.csv");

/// A real structure.
#[derive(Clone, Debug, Deserialize)]
pub struct Real {
    nom: String,
    adresse: String,
    commune: String,
    horaires_osm: String,
    #[serde(skip)]
    id: Option<StructureId>,
}

/// An espace-temps of the demonstration.
pub struct Espace {
    /// Its code.
    pub code: &'static str,
    /// Its id.
    pub id: EspaceId,
    /// The structures that animate it.
    pub structures: Vec<StructureId>,
    /// When it is open.
    pub horaires: Vec<Ouverture>,
    /// Its days that are not like the others.
    pub unlike: DetailEspace,
}

struct Plan {
    code: &'static str,
    nom: &'static str,
    presentation: &'static str,
    /// Where it is: the name of a real structure.
    chez: &'static str,
    /// Who animates it besides: names of real structures.
    avec: &'static [&'static str],
    /// Evenings and Saturdays: day, from, to.
    atypiques: &'static [(u8, &'static str, &'static str)],
    propositions: &'static [&'static str],
}

const PLANS: [Plan; 3] = [
    Plan {
        code: "aubervilliers",
        nom: "Le Local d’Aubervilliers",
        presentation: "Un salon, une cuisine, des gens qui t’écoutent. Tu viens comme tu es.",
        chez: "Maison Pour Tous Berty Albrecht",
        avec: &[
            "Mission locale d'Aubervilliers",
            "Point information jeunesse d'Aubervilliers",
            "Centre d'information et d'orientation (CIO) d'Aubervilliers",
        ],
        atypiques: &[
            (1, "09:00", "12:00"),
            (2, "14:00", "21:00"),
            (3, "09:00", "12:00"),
            (3, "14:00", "17:30"),
            (5, "10:00", "12:00"),
            (5, "18:00", "22:00"),
            (6, "14:00", "19:00"),
        ],
        propositions: &[
            "Parler avec quelqu’un",
            "Faire ton CV",
            "Comprendre un courrier",
            "Charger ton téléphone",
            "Boire quelque chose de chaud",
        ],
    },
    Plan {
        code: "montreuil",
        nom: "L’Escale de Montreuil",
        presentation: "Une maison de quartier ouverte le soir, pour souffler et avancer.",
        chez: "Maison de Quartier Espace 40",
        avec: &["Mission locale de Montreuil", "Centre d’information et d’orientation (CIO) de Montreuil"],
        atypiques: &[
            (1, "14:00", "17:00"),
            (2, "14:00", "16:00"),
            (3, "14:00", "20:30"),
            (4, "10:00", "12:00"),
            (6, "10:00", "18:00"),
        ],
        propositions: &[
            "Chercher une formation",
            "Connaître tes droits",
            "Préparer un entretien",
            "Utiliser un ordinateur",
        ],
    },
    Plan {
        code: "clichy-sous-bois",
        nom: "Le Petit Lien",
        presentation: "En bas des tours, sans rendez-vous, le soir et le samedi.",
        chez: "Espace services jeunesse - Le Petit Lien",
        avec: &[
            "Mission locale pour l'emploi de la Dhuys - Ecopôle",
            "Centre d'information et d'orientation (CIO) de Clichy-sous-Bois",
        ],
        atypiques: &[
            (2, "17:30", "19:00"),
            (4, "18:00", "21:00"),
            (5, "16:00", "18:00"),
            (6, "13:00", "18:00"),
            (7, "15:00", "18:00"),
        ],
        propositions: &[
            "Parler avec quelqu’un",
            "Trouver un toit pour ce soir",
            "Faire tes papiers",
            "Jouer au ping-pong",
        ],
    },
];

/// Adds the real structures.
pub fn structures(tx: &mut Tx<'_>) -> Result<Vec<Real>, Error> {
    let mut reader = csv::Reader::from_reader(STRUCTURES.as_bytes());
    let mut structures = Vec::new();
    for row in reader.deserialize() {
        let row: Real = row.map_err(|why| Error::Internal(why.to_string()))?;
        let made = annuaire::insert_structure(tx, &row.nom, Some(&row.commune))?;
        structures.push(Real { id: Some(made.id), ..row });
    }
    Ok(structures)
}

/// Opens the three espaces-temps.
pub fn espaces(tx: &mut Tx<'_>, world: &World, structures: &[Real]) -> Result<Vec<Espace>, Error> {
    PLANS.iter().map(|plan| open(tx, world, structures, plan)).collect()
}

fn open(tx: &mut Tx<'_>, world: &World, structures: &[Real], plan: &'static Plan) -> Result<Espace, Error> {
    let home = find(structures, plan.chez)?;
    let mut animated = vec![id(home)?];
    for nom in plan.avec {
        animated.push(id(find(structures, nom)?)?);
    }
    let usual = horaires::parse(&home.horaires_osm);
    let note = match &usual {
        Some(_) => None,
        None if home.horaires_osm.is_empty() => None,
        None => Some(line(&format!("Horaires du lieu : {}", home.horaires_osm))?),
    };
    let horaires = merged(usual.unwrap_or_default(), plan.atypiques)?;
    let mut unlike = vie::detail(plan.code, world)?;
    unlike.jours.push(open_day(moments::soonest(tx.now, world), &horaires)?);
    // What is published below comes first: what the days that are not like the others leave no room for is taken back then.
    let detail = DetailEspace { jours: Vec::new(), vacances: EnVacances::Pareil, ..unlike.clone() };
    let request = CreateEspaceTemps {
        code: plan.code.parse().map_err(field)?,
        nom: line(plan.nom)?,
        presentation: line(plan.presentation)?,
        lieu: line(&home.nom)?,
        adresse: line(&home.adresse)?,
        commune: line(&home.commune)?,
        fuseau: None,
        horaires,
        horaires_note: note,
        structures: animated.clone(),
        propositions: plan.propositions.iter().map(|text| line(text)).collect::<Result<_, _>>()?,
        detail,
    };
    let made = accueil::db::create(tx, &request, &world.zone_name, world.today)?;
    Ok(Espace { code: plan.code, id: made.id, structures: animated, horaires: made.horaires, unlike })
}

// Whoever looks at the demonstration finds somebody soon, whatever the hour: the door is open then.
fn open_day((jour, from): (Jour, u16), horaires: &[Ouverture]) -> Result<JourParticulier, Error> {
    let weekday = time::weekday(jour);
    let text = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let (debut, fin) = (text(from), text(moments::until(from)));
    let usual = horaires.iter().filter(|one| one.jour == weekday).copied().collect();
    let heures = merged(usual, &[(weekday, &debut, &fin)])?.iter().map(Ouverture::heures).collect();
    Ok(JourParticulier { jour, heures, mot: Some(line("Portes ouvertes")?) })
}

// Openings that touch or overlap are one: the real hours stay, and the door says when it really closes.
fn merged(mut all: Vec<Ouverture>, atypical: &[(u8, &str, &str)]) -> Result<Vec<Ouverture>, Error> {
    for (jour, debut, fin) in atypical {
        all.push(Ouverture { jour: *jour, debut: debut.parse().map_err(field)?, fin: fin.parse().map_err(field)? });
    }
    all.sort_unstable();
    let mut merged: Vec<Ouverture> = Vec::new();
    for one in all {
        match merged.last_mut() {
            Some(last) if last.jour == one.jour && one.debut <= last.fin => last.fin = last.fin.max(one.fin),
            _ => merged.push(one),
        }
    }
    Ok(merged)
}

fn find<'a>(structures: &'a [Real], nom: &str) -> Result<&'a Real, Error> {
    let found = structures.iter().find(|one| one.nom == nom);
    found.ok_or_else(|| Error::Internal(format!("{nom} is not in the data")))
}

fn id(real: &Real) -> Result<StructureId, Error> {
    real.id.ok_or_else(|| Error::Internal("a structure without an id".to_owned()))
}

/// A line of the demonstration.
pub fn line(text: &str) -> Result<Ligne, Error> {
    Ligne::parse(text).map_err(field)
}

/// A mistake in the demonstration itself.
pub fn field(why: shared::fields::BadField) -> Error {
    Error::Internal(format!("the demonstration has a wrong value: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_evening_adds_to_the_real_hours_and_takes_none_away() {
        let usual = horaires::parse("Th 13:30-19:00; Fr 09:00-12:00").unwrap();
        let evenings = [(4, "18:00", "21:00"), (5, "12:00", "13:00"), (6, "14:00", "18:00")];
        let read = merged(usual, &evenings).unwrap();
        let shown: Vec<String> = read.iter().map(|one| format!("{} {}-{}", one.jour, one.debut, one.fin)).collect();
        assert_eq!(shown, ["4 13:30-21:00", "5 09:00-13:00", "6 14:00-18:00"]);
    }
}
