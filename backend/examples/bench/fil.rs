//! The last page of a thread: among a thousand messages, and among a million.

use std::time::{Duration, Instant};

use backend::{
    config::Settings,
    db::{self, Conn},
};
use diesel::connection::SimpleConnection;
use shared::{Operation, messages::ReadFil};

use crate::{
    live::Node,
    load::{Figures, Phone},
    say,
    world::{Failure, Jeune, People, request},
};

const LENGTHS: [usize; 2] = [1_000, 1_000_000];
const READS: usize = 600;
const BUDGET: f64 = 1.5;

/// Fills two threads and reads the end of each, by turns.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let people = People::open(settings, LENGTHS.len())?;
    let began = Instant::now();
    let mut db = db::connect(&settings.database)?;
    for (number, (jeune, length)) in people.jeunes.iter().zip(LENGTHS).enumerate() {
        fill(&mut db, jeune, number, length)?;
    }
    db.batch_execute("ANALYZE")?;
    say(&format!("two threads filled in {:.1} s", began.elapsed().as_secs_f64()));
    let node = Node::start(settings)?;
    let mut phone = Phone::call(node.address)?;
    let mut times: [Vec<Duration>; 2] = Default::default();
    for _ in 0..READS {
        for (jeune, times) in people.jeunes.iter().zip(&mut times) {
            let path = ReadFil::PATH.replace("{fil}", &jeune.fil.to_string());
            let asked = request("GET", &path, &jeune.cookie, "");
            let start = Instant::now();
            let status = phone.ask(&asked)?;
            if status != 200 {
                return Err(format!("ReadFil: {status}").into());
            }
            times.push(start.elapsed());
        }
    }
    let [small, large] = times.map(|times| Figures::new(times, Duration::from_secs(1), 0));
    let ratio = large.percentile(95) / small.percentile(95);
    let engine = if db::is_postgres(&settings.database) { "PostgreSQL" } else { "SQLite" };
    let verdict = if ratio <= BUDGET { "within" } else { "OVER" };
    say(&format!("{engine}, the last page of a thread, {READS} reads each, in ms     p50      p95"));
    for (figures, length) in [&small, &large].into_iter().zip(LENGTHS) {
        say(&format!(
            "{:>50} {:8.2} {:8.2}",
            format!("{length} messages"),
            figures.percentile(50),
            figures.percentile(95)
        ));
    }
    say(&format!("p95 of the longer one: {ratio:.2} ×   budget {BUDGET} ×: {verdict}"));
    Ok(())
}

// Both sides write by turns; the jeune has read all but the last three.
fn fill(db: &mut Conn, jeune: &Jeune, number: usize, length: usize) -> Result<(), Failure> {
    let (fil, compte) = (jeune.fil, jeune.compte);
    let pro = "(SELECT compte_id FROM professionnel ORDER BY compte_id LIMIT 1)";
    let id = match db {
        Conn::Postgres(_) => format!("'{number:08x}-0000-7000-8000-' || lpad(to_hex(i), 12, '0')"),
        Conn::Sqlite(_) => format!("printf('{number:08x}-0000-7000-8000-%012x', i)"),
    };
    let messages = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {length}) \
         INSERT INTO message (id, fil_id, seq, auteur_id, texte, envoye_le) \
         SELECT {id}, '{fil}', i, CASE WHEN i % 2 = 0 THEN '{compte}' ELSE {pro} END, \
         'Bonjour, je voudrais savoir comment renouveler mes papiers, message ' || i, 1700000000000 + i FROM n"
    );
    let rest = format!(
        "UPDATE fil SET dernier_seq = {length}, dernier_le = 1700000000000 + {length} WHERE id = '{fil}'; \
         INSERT INTO lecture (fil_id, compte_id, seq) VALUES ('{fil}', '{compte}', {length} - 3);"
    );
    db.batch_execute(&format!("BEGIN; {messages}; {rest} COMMIT;"))?;
    Ok(())
}
