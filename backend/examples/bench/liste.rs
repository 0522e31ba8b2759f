//! The list of créneaux at scale: the same reads over one thousand créneaux and over one million, on one connection.
//!
//! Three structures have as many créneaux each as three thousand have, within two weeks instead of twelve: the answers are
//! about as long, and what differs is how much there is to search.

use std::time::{Duration, Instant};

use backend::{
    config::Settings,
    db::{self, Conn},
    permanences::db::{Reader, list_free},
    time,
};
use diesel::{Connection, connection::SimpleConnection};
use shared::{
    Instant as Moment,
    fields::CodeEspace,
    ids::CompteId,
    permanences::{Besoin, ListCreneaux},
};

type Failure = Box<dyn std::error::Error>;

const STRUCTURES: [usize; 2] = [3, 3_000];
const DAYS: usize = 84;
// The thousand lie as close to each other as the million, so that the answers are about as long: what differs is how much
// there is to search.
const DENSE_DAYS: usize = 14;
// Four on most days, so that three structures have a thousand and three thousand have a million.
const EACH: usize = 334;
const BESOINS: [(Besoin, &str); 4] = [
    (Besoin::Papiers, "papiers"),
    (Besoin::Logement, "logement"),
    (Besoin::Emploi, "emploi"),
    (Besoin::Sante, "sante"),
];
const READS: usize = 400;
const MINUTE: i64 = 60_000;

/// Fills an empty database twice and measures after each time.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let mut db = db::connect(&settings.database)?;
    let now = start()?;
    let (mut former, mut figures) = (0, Vec::new());
    for structures in STRUCTURES {
        let began = Instant::now();
        fill(&mut db, (former, structures), now)?;
        crate::say(&format!("{} créneaux after {:.1} s", structures * EACH, began.elapsed().as_secs_f64()));
        former = structures;
        // A connection of its own: what is prepared was not prepared for the smaller one.
        figures.push(measure(&mut db::connect(&settings.database)?, structures, now)?);
    }
    let engine = if db::is_postgres(&settings.database) { "PostgreSQL" } else { "SQLite" };
    crate::say(&format!("{engine}, ListCreneaux, {READS} reads each, in ms"));
    crate::say("                          p50      p95  rows  |      p50      p95  rows  |  p95 of the larger one");
    for ((name, small, few), (_, large, many)) in figures[0].iter().zip(&figures[1]) {
        let [a, b, c, d] =
            [(small, 50), (small, 95), (large, 50), (large, 95)].map(|(times, at)| percentile(times, at));
        let ratio = d / b;
        crate::say(&format!("{name:23} {a:6.3}   {b:6.3}  {few:4}  |   {c:6.3}   {d:6.3}  {many:4}  | {ratio:8.2} ×"));
    }
    Ok(())
}

// Ten in the morning, tomorrow: the middle of a day like another.
fn start() -> Result<Moment, Failure> {
    let zone = jiff::tz::TimeZone::get("Europe/Paris")?;
    let today = time::day_of(db::Clock::default().now(), &zone);
    Ok(time::start_of(time::plus_days(today, 1), &zone).plus_minutes(10 * 60))
}

fn percentile(times: &[Duration], part: usize) -> f64 {
    times.get(times.len() * part / 100).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

// With how many créneaux an answer has: a longer one takes longer, however many there are to choose from.
type Times = Vec<(&'static str, Vec<Duration>, usize)>;

fn measure(db: &mut Conn, structures: usize, now: Moment) -> Result<Times, Failure> {
    let tomorrow = now.plus_minutes(14 * 60);
    let mut all = Times::new();
    let filters = [
        ("without a filter", false, false, false),
        ("a need", true, false, false),
        ("a place", false, true, false),
        ("a need in a place", true, true, false),
        ("a jeune with a référent", false, false, true),
    ];
    for (name, besoin, espace, signed_in) in filters {
        let jeune = if signed_in { id("jeune", 0).parse::<CompteId>().ok() } else { None };
        let reader = Reader { jeune, now, tomorrow, is_adult: false };
        let (mut times, mut rows) = (Vec::with_capacity(READS), 0);
        // The first ones prepare the statements and warm what is read.
        for i in 0..READS + 50 {
            let code: Option<CodeEspace> = espace.then(|| code(i * 7 % structures).parse()).transpose()?;
            let filter =
                ListCreneaux { besoin: besoin.then(|| BESOINS[i % BESOINS.len()].0), espace: code, commune: None };
            let begun = Instant::now();
            let found = list_free(db, &filter, &reader)?;
            let span = begun.elapsed();
            if found.plus_tard.is_empty() {
                return Err(format!("{name}: nothing was found").into());
            }
            let lists = [&found.maintenant, &found.aujourdhui, &found.semaine, &found.plus_tard];
            rows += lists.iter().map(|list| list.len()).sum::<usize>();
            times.extend((50 <= i).then_some(span));
        }
        times.sort_unstable();
        all.push((name, times, rows / (READS + 50)));
    }
    Ok(all)
}

fn code(structure: usize) -> String {
    format!("lieu-{structure}")
}

// Ids that look like those of the program, and that are known without asking.
fn id(what: &str, number: usize) -> String {
    let kind = what.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    // Spread over the whole index, as the ids of many years are.
    let spread = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    format!("{kind:08x}-{:04x}-7{:03x}-8{:03x}-{number:012x}", spread >> 48, spread >> 36 & 0xFFF, spread >> 24 & 0xFFF)
}

fn fill(db: &mut Conn, (from, to): (usize, usize), now: Moment) -> Result<(), Failure> {
    if let Conn::Sqlite(db) = db {
        db.batch_execute("PRAGMA cache_size = -400000")?;
    }
    db.transaction::<_, diesel::result::Error, _>(|db| {
        if from == 0 {
            db.batch_execute(&one_jeune())?;
        }
        (from..to).try_for_each(|structure| db.batch_execute(&one_structure(structure)))?;
        // PostgreSQL would go on checking the references as it did when these tables were empty.
        db.batch_execute("ANALYZE")?;
        (from..to).try_for_each(|structure| db.batch_execute(&creneaux(structure, now)))
    })?;
    if from == 0 {
        let fil = format!(
            "INSERT INTO fil (id, jeune_id, espace_id, referent_id, dernier_seq, cree_le) VALUES ('{}', '{}', '{}', '{}', 0, 0)",
            id("fil", 0),
            id("jeune", 0),
            id("espace", 0),
            id("pro", 0)
        );
        db.batch_execute(&fil)?;
    }
    // What an installation does by itself, within minutes on PostgreSQL: it must not happen while the reads are measured.
    if matches!(db, Conn::Postgres(_)) {
        db.batch_execute("VACUUM ANALYZE")?;
        return Ok(db.batch_execute("CHECKPOINT")?);
    }
    Ok(db.batch_execute("ANALYZE")?)
}

fn one_jeune() -> String {
    let jeune = id("jeune", 0);
    format!(
        "INSERT INTO compte (id, role, cree_le, vu_le) VALUES ('{jeune}', 'jeune', 0, 0);
         INSERT INTO jeune (compte_id, prenom, prenom_cherche, naissance_annee, naissance_mois)
             VALUES ('{jeune}', 'Inès', 'ines', 2006, 1);"
    )
}

// A structure with its place, its professional, and a permanence for each need.
fn one_structure(number: usize) -> String {
    let [structure, lieu, espace, pro] = ["structure", "lieu", "espace", "pro"].map(|what| id(what, number));
    let mut sql = format!(
        "INSERT INTO structure (id, nom, creee_le) VALUES ('{structure}', 'Structure {number}', 0);
         INSERT INTO lieu (id, nom, adresse, commune, fuseau)
             VALUES ('{lieu}', 'Le Local', '1 rue de la Paix', 'Bobigny', 'Europe/Paris');
         INSERT INTO espace_temps (id, code, nom, presentation, lieu_id, cree_le)
             VALUES ('{espace}', '{}', 'Le Local', 'Un lieu ouvert.', '{lieu}', 0);
         INSERT INTO compte (id, role, cree_le, vu_le) VALUES ('{pro}', 'professionnel', 0, 0);
         INSERT INTO professionnel (compte_id, prenom, aide) VALUES ('{pro}', 'Nadia', 'les papiers');
         INSERT INTO permanence (id, structure_id, espace_id, lieu_id, professionnel_id, besoin, rythme, premier_jour,
             debut, fin, duree, places, pause, delai, public, mode, feries, creneaux_jusquau, publiee_par, publiee_le)
         VALUES ",
        code(number)
    );
    let permanences = BESOINS.iter().enumerate().map(|(i, (_, besoin))| {
        let permanence = id("permanence", number * BESOINS.len() + i);
        format!(
            "('{permanence}', '{structure}', '{espace}', '{lieu}', '{pro}', '{besoin}', '{{}}', '2026-01-01', \
             480, 1200, 30, 1, 0, 0, 'tous', 'sur-place', 'metropole', '2030-01-01', '{pro}', 0)"
        )
    });
    sql += &permanences.collect::<Vec<_>>().join(", ");
    sql
}

// The créneaux of twelve weeks.
fn creneaux(structure: usize, now: Moment) -> String {
    let (espace, pro) = (id("espace", structure), id("pro", structure));
    let rows: Vec<String> = (0..EACH).map(|i| creneau(structure, i, (&espace, &pro), now)).collect();
    format!(
        "INSERT INTO creneau (id, permanence_id, professionnel_id, espace_id, besoin, public, jour, debut, fin, ouvre_le, \
         ferme_le, places, places_libres, attentes, annule) VALUES {}",
        rows.join(", ")
    )
}

// Half of the places of the near weeks are taken; one créneau in ten is for the jeunes of a référent, one in fifty cancelled.
fn creneau(structure: usize, i: usize, (espace, pro): (&str, &str), now: Moment) -> String {
    let number = structure * EACH + i;
    let (days, step) = if structure < STRUCTURES[0] { (DENSE_DAYS, 30) } else { (DAYS, 180) };
    let (day, turn) = (i % days, i / days);
    let which = (structure + i) % BESOINS.len();
    let permanence = id("permanence", structure * BESOINS.len() + which);
    // From eight to eight, in steps of five minutes that differ from place to place.
    let minutes = (turn * step + structure * 7 % 36 * 5) as i64;
    let debut = now.0 + ((day as i64) * 1_440 - 120 + minutes) * MINUTE;
    let luck = number.wrapping_mul(2_654_435_761) >> 7;
    let annule = luck.is_multiple_of(50);
    let libres = i64::from(!annule && (luck % 7 < 3 || (28 <= day && luck % 7 < 6)));
    let public = if luck.is_multiple_of(10) { "ses-jeunes" } else { "tous" };
    format!(
        "('{}', '{permanence}', '{pro}', '{espace}', '{}', '{public}', '2026-01-01', {debut}, {}, 0, {debut}, 1, {libres}, 0, {})",
        id("creneau", number),
        BESOINS[which].1,
        debut + 30 * MINUTE,
        if annule { "TRUE" } else { "FALSE" }
    )
}
