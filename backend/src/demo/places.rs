//! Real structures and the three espaces-temps that they animate.

use serde::Deserialize;
use shared::{
    accueil::{CreateEspaceTemps, Ouverture},
    fields::Ligne,
    ids::{EspaceId, StructureId},
};

use super::horaires;
use crate::{accueil, annuaire, app::App, problem::Error};

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
        atypiques: &[(2, "18:00", "21:00"), (5, "18:00", "22:00"), (6, "14:00", "19:00")],
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
        atypiques: &[(3, "18:00", "20:30"), (6, "10:00", "18:00")],
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
            "Mission locale de Clichy-sous-Bois",
            "Centre d'information et d'orientation (CIO) de Clichy-sous-Bois",
        ],
        atypiques: &[(4, "18:00", "21:00"), (6, "13:00", "18:00"), (7, "15:00", "18:00")],
        propositions: &[
            "Parler avec quelqu’un",
            "Trouver un toit pour ce soir",
            "Faire tes papiers",
            "Jouer au ping-pong",
        ],
    },
];

/// Adds the real structures.
pub fn structures(app: &App) -> Result<Vec<Real>, Error> {
    let mut reader = csv::Reader::from_reader(STRUCTURES.as_bytes());
    let rows: Result<Vec<Real>, _> = reader.deserialize().collect();
    let rows = rows.map_err(|why| Error::Internal(why.to_string()))?;
    let names: Vec<(String, String)> = rows.iter().map(|row| (row.nom.clone(), row.commune.clone())).collect();
    let ids = app.db.write_now(move |tx| {
        let insert =
            |(nom, commune): &(String, String)| annuaire::insert_structure(tx, nom, Some(commune)).map(|one| one.id);
        names.iter().map(insert).collect::<Result<Vec<StructureId>, _>>()
    })?;
    Ok(rows.into_iter().zip(ids).map(|(row, id)| Real { id: Some(id), ..row }).collect())
}

/// Opens the three espaces-temps.
pub fn espaces(app: &App, structures: &[Real]) -> Result<Vec<Espace>, Error> {
    PLANS.iter().map(|plan| open(app, structures, plan)).collect()
}

fn open(app: &App, structures: &[Real], plan: &'static Plan) -> Result<Espace, Error> {
    let home = find(structures, plan.chez)?;
    let mut animated: Vec<StructureId> = vec![id(home)?];
    for nom in plan.avec {
        animated.push(id(find_like(structures, nom, &home.commune)?)?);
    }
    animated.dedup();
    let usual = horaires::parse(&home.horaires_osm);
    let note = match &usual {
        Some(_) => None,
        None if home.horaires_osm.is_empty() => None,
        None => Some(line(&format!("Horaires du lieu : {}", home.horaires_osm))?),
    };
    let request = CreateEspaceTemps {
        code: plan.code.parse().map_err(field)?,
        nom: line(plan.nom)?,
        presentation: line(plan.presentation)?,
        lieu: line(&home.nom)?,
        adresse: line(&home.adresse)?,
        commune: line(&home.commune)?,
        horaires: merged(usual.unwrap_or_default(), plan.atypiques)?,
        horaires_note: note,
        structures: animated.clone(),
        propositions: plan.propositions.iter().map(|text| line(text)).collect::<Result<_, _>>()?,
    };
    let (zone, today) = (app.settings.zone.clone(), app.today());
    let made = app.db.write_now(move |tx| accueil::db::create(tx, &request, &zone, today))?;
    Ok(Espace { code: plan.code, id: made.id, structures: animated })
}

fn merged(mut usual: Vec<Ouverture>, atypical: &[(u8, &str, &str)]) -> Result<Vec<Ouverture>, Error> {
    for (jour, debut, fin) in atypical {
        let opening = Ouverture { jour: *jour, debut: debut.parse().map_err(field)?, fin: fin.parse().map_err(field)? };
        // The evening replaces what it overlaps.
        usual.retain(|one| one.jour != opening.jour || one.fin <= opening.debut || opening.fin <= one.debut);
        usual.push(opening);
    }
    usual.sort_unstable();
    Ok(usual)
}

fn find<'a>(structures: &'a [Real], nom: &str) -> Result<&'a Real, Error> {
    let found = structures.iter().find(|one| one.nom == nom);
    found.ok_or_else(|| Error::Internal(format!("{nom} is not in the data")))
}

// The names of the data are long: the first of the town that begins alike.
fn find_like<'a>(structures: &'a [Real], nom: &str, commune: &str) -> Result<&'a Real, Error> {
    let start: String = nom.chars().take(10).collect::<String>().to_lowercase();
    let alike = |one: &&Real| one.nom == nom || (one.commune == commune && one.nom.to_lowercase().starts_with(&start));
    let found = structures
        .iter()
        .find(alike)
        .or_else(|| structures.iter().find(|one| one.nom.to_lowercase().starts_with(&start)));
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
