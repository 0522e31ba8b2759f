//! Structures from open data: all of a file or nothing, again and again. A line is known by its id in the source.

use std::collections::HashMap;

use diesel::{AsChangeset, ExpressionMethods, Insertable, QueryDsl, Queryable, RunQueryDsl};
use serde::{Deserialize, Serialize};
use shared::{
    fields::{Ligne, is_forbidden},
    ids::StructureId,
};

use super::osm;
use crate::{
    ateliers,
    db::{Tx, id},
    problem::Error,
    schema::structure,
};

/// What an import did.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// How many structures the file has.
    pub lues: usize,
    /// How many are new.
    pub ajoutees: usize,
    /// How many were known and have changed.
    pub changees: usize,
    /// How many have hours that can be read.
    pub avec_horaires: usize,
    /// Whose hours cannot be read, one by one.
    pub refuses: Vec<Refus>,
    /// The columns that the file does not have: what they would say of a structure that is known stays.
    pub absentes: Vec<String>,
    /// The columns that nobody reads: one of them may be misspelt.
    pub ignorees: Vec<String>,
}

/// Hours that cannot be read.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refus {
    /// The line of the file.
    pub ligne: u64,
    /// The structure.
    pub nom: String,
    /// What is written there.
    pub horaires: String,
    /// What is wrong with it.
    pub pourquoi: String,
}

// The columns that are read.
const COLUMNS: [&str; 13] = [
    "id",
    "nom",
    "type",
    "adresse",
    "complement_adresse",
    "code_postal",
    "commune",
    "code_insee",
    "latitude",
    "longitude",
    "horaires_osm",
    "horaires_commentaire",
    "source",
];

// In characters, three times the longest remark that is published. A file whose quotation marks are wrong is found out by it.
const LONGEST: usize = 1_000;

/// A line of the file; it may have other columns, or lack all but the first two.
#[derive(Deserialize)]
struct Row {
    id: String,
    nom: String,
    #[serde(rename = "type", default)]
    genre: String,
    #[serde(default)]
    adresse: String,
    #[serde(default)]
    complement_adresse: String,
    #[serde(default)]
    code_postal: String,
    #[serde(default)]
    commune: String,
    #[serde(default)]
    code_insee: String,
    #[serde(default)]
    latitude: Option<f64>,
    #[serde(default)]
    longitude: Option<f64>,
    #[serde(default)]
    horaires_osm: String,
    #[serde(default)]
    horaires_commentaire: String,
    #[serde(default)]
    source: String,
}

/// What is stored of it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = structure, treat_none_as_null = true)]
struct Stored {
    source_id: Option<String>,
    nom: String,
    commune: Option<String>,
    genre: Option<String>,
    adresse: Option<String>,
    code_postal: Option<String>,
    code_commune: Option<String>,
    latitude: Option<i32>,
    longitude: Option<i32>,
    horaires: Option<String>,
    horaires_note: Option<String>,
    source: Option<String>,
}

/// Brings the structures of a file.
pub fn import(tx: &mut Tx<'_>, text: &str) -> Result<Report, Error> {
    let (mut report, mut lines, mut moved) = (Report::default(), HashMap::new(), Vec::new());
    let mut known = load(tx)?;
    // The line of a row is counted by the ends of lines, and an end of two characters would count for the line before.
    let text = text.replace("\r\n", "\n");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(wrong)?.clone();
    let has = |column: &str| headers.iter().any(|one| one == column);
    if let Some(column) = ["id", "nom"].into_iter().find(|column| !has(column)) {
        return Err(Error::Setting(format!("line 1: {column}: no such column")));
    }
    let named = |column: &&str| (*column).to_owned();
    report.absentes = COLUMNS.iter().filter(|column| !has(column)).map(named).collect();
    report.ignorees = headers.iter().filter(|column| !COLUMNS.contains(column)).map(str::to_owned).collect();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let ligne = record.position().map_or(0, csv::Position::line);
        let row: Row = record.deserialize(Some(&headers)).map_err(wrong)?;
        let mut new = row.stored(ligne, &mut report)?;
        if let Some((_, before)) = known.get(&new.source_id) {
            new.keep(before, has);
        }
        if let Some(before) = lines.insert(new.source_id.clone(), ligne) {
            return Err(Error::Setting(format!("line {ligne}: id: already on line {before}")));
        }
        report.lues += 1;
        report.avec_horaires += usize::from(new.horaires.is_some());
        match known.get(&new.source_id) {
            Some((_, same)) if *same == new => {}
            Some((structure, before)) => {
                diesel::update(structure::table.find(structure)).set(&new).execute(tx.db)?;
                report.changees += 1;
                if new.place() != before.place() {
                    moved.push(structure.parse::<StructureId>().map_err(|why| Error::Internal(why.to_string()))?);
                }
            }
            None => {
                let made: StructureId = id();
                let ids = (structure::id.eq(made.to_string()), structure::creee_le.eq(tx.now.0));
                diesel::insert_into(structure::table).values((ids, &new)).execute(tx.db)?;
                known.insert(new.source_id.clone(), (made.to_string(), new));
                report.ajoutees += 1;
            }
        }
    }
    // What is held there follows, once the file is read.
    moved.into_iter().try_for_each(|structure| ateliers::move_with(tx, structure))?;
    Ok(report)
}

fn load(tx: &mut Tx<'_>) -> Result<HashMap<Option<String>, (String, Stored)>, Error> {
    let rows: Vec<(String, Stored)> = structure::table
        .filter(structure::source_id.is_not_null())
        .select((
            structure::id,
            (
                structure::source_id,
                structure::nom,
                structure::commune,
                structure::genre,
                structure::adresse,
                structure::code_postal,
                structure::code_commune,
                structure::latitude,
                structure::longitude,
                structure::horaires,
                structure::horaires_note,
                structure::source,
            ),
        ))
        .load(tx.db)?;
    Ok(rows.into_iter().map(|(id, row)| (row.source_id.clone(), (id, row))).collect())
}

impl Stored {
    // What people read of where it is.
    fn place(&self) -> (&str, Option<&str>, Option<&str>) {
        (&self.nom, self.adresse.as_deref(), self.commune.as_deref())
    }

    // A column that the file does not have says nothing: what it said once stays.
    fn keep(&mut self, before: &Self, has: impl Fn(&str) -> bool) {
        let keep = |column: &str, now: &mut Option<String>, was: &Option<String>| {
            if !has(column) {
                now.clone_from(was);
            }
        };
        keep("type", &mut self.genre, &before.genre);
        keep("adresse", &mut self.adresse, &before.adresse);
        keep("code_postal", &mut self.code_postal, &before.code_postal);
        keep("commune", &mut self.commune, &before.commune);
        keep("code_insee", &mut self.code_commune, &before.code_commune);
        keep("horaires_osm", &mut self.horaires, &before.horaires);
        keep("source", &mut self.source, &before.source);
        if !has("latitude") || !has("longitude") {
            (self.latitude, self.longitude) = (before.latitude, before.longitude);
        }
        // It says what is beside the hours too.
        if !has("horaires_osm") || (!has("horaires_commentaire") && self.horaires == before.horaires) {
            self.horaires_note.clone_from(&before.horaires_note);
        }
    }
}

impl Row {
    // What no screen could show, or no place on Earth be. The name has its own rules.
    fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let texts = [
            ("id", &self.id),
            ("type", &self.genre),
            ("adresse", &self.adresse),
            ("complement_adresse", &self.complement_adresse),
            ("code_postal", &self.code_postal),
            ("commune", &self.commune),
            ("code_insee", &self.code_insee),
            ("horaires_osm", &self.horaires_osm),
            ("horaires_commentaire", &self.horaires_commentaire),
            ("source", &self.source),
        ];
        for (field, text) in texts {
            if text.chars().any(|c| is_forbidden(c) && !c.is_whitespace()) {
                return Err((field, "a character that cannot be shown"));
            }
            if LONGEST < text.chars().count() {
                return Err((field, "too long"));
            }
        }
        for (field, degrees, most) in [("latitude", self.latitude, 90.0), ("longitude", self.longitude, 180.0)] {
            if degrees.is_some_and(|degrees| !(-most..=most).contains(&degrees)) {
                return Err((field, "not on Earth"));
            }
        }
        Ok(())
    }

    fn stored(self, ligne: u64, report: &mut Report) -> Result<Stored, Error> {
        let wrong = |field: &str, why: &str| Error::Setting(format!("line {ligne}: {field}: {why}"));
        // All of it is said on one line.
        let text =
            |text: &str| Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
        self.check().map_err(|(field, why)| wrong(field, why))?;
        let source_id = text(&self.id).ok_or_else(|| wrong("id", "missing"))?;
        let nom = Ligne::parse(&self.nom).map_err(|why| wrong("nom", why.0))?.as_str().to_owned();
        let mut note = text(&self.horaires_commentaire);
        let mut horaires = text(&self.horaires_osm);
        if let Some(Err(pourquoi)) = horaires.as_deref().map(osm::read) {
            // Kept as it was written, for people to read; never guessed.
            let written = horaires.take().unwrap_or_default();
            note = Some(note.map_or_else(|| written.clone(), |note| format!("{written} – {note}")));
            let pourquoi = in_words(&written, &pourquoi);
            report.refuses.push(Refus { ligne, nom: nom.clone(), horaires: written, pourquoi });
        }
        if let Some(hours) = &horaires {
            // Which school holidays are meant is not written: the hours are said as they are.
            let written = osm::says_vacances(hours).then(|| hours.clone()).or_else(|| osm::beside(hours));
            let said = [written, note].into_iter().flatten().collect::<Vec<_>>().join(" – ");
            note = text(&said);
        }
        let adresse = [text(&self.adresse), text(&self.complement_adresse)].into_iter().flatten();
        let adresse = adresse.collect::<Vec<_>>().join(", ");
        Ok(Stored {
            source_id: Some(source_id),
            nom,
            commune: text(&self.commune),
            genre: text(&self.genre),
            adresse: text(&adresse),
            code_postal: text(&self.code_postal),
            code_commune: text(&self.code_insee),
            latitude: self.latitude.map(millionths),
            longitude: self.longitude.map(millionths),
            horaires,
            horaires_note: note,
            source: text(&self.source),
        })
    }
}

// What the reader of hours says is for programmers: "--> 1:12 | … = expected timespan". People are told which word it is.
fn in_words(written: &str, why: &str) -> String {
    let column =
        why.split_once("1:").map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    let Some(from) = column.and_then(|column| column.parse::<usize>().ok()) else {
        return "ces horaires ne se lisent pas".to_owned();
    };
    let before = from.saturating_sub(1);
    let rest: String = written.chars().skip(before).collect();
    let wrong = rest.trim_start().split([' ', ';']).next().unwrap_or_default();
    match wrong {
        "" => "il manque quelque chose à la fin".to_owned(),
        wrong => format!("« {wrong} » ne se lit pas, au caractère {from}"),
    }
}

fn millionths(degrees: f64) -> i32 {
    // No coordinate is as large as an i32, and what is cut is a tenth of a metre.
    (degrees * 1e6).round() as i32
}

fn wrong(why: csv::Error) -> Error {
    let line = why.position().map_or_else(String::new, |position| format!("line {}: ", position.line()));
    Error::Setting(format!("{line}{why}"))
}
