//! Two hundred people who join an atelier of thirty at the same moment: how long until the last one knows.

use std::{
    sync::Barrier,
    time::{Duration, Instant},
};

use backend::{config::Settings, db, schema, time};
use diesel::{QueryDsl, RunQueryDsl};
use serde_json::{Value, json};
use shared::{
    Operation,
    ateliers::{CreateAteliers, JoinAtelier, ListInscriptions, ReadListeAtelier},
};

use crate::{
    live::Node,
    load::Phone,
    say,
    world::{Failure, Jeune, People, request},
};

const PEOPLE: usize = 200;
const PLACES: usize = 30;
const ROUNDS: i32 = 7;
const BUDGET: f64 = 2.0;

/// Fills an empty database and lets them join, one atelier after the other; the median is judged.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let people = People::open(settings, PEOPLE)?;
    let node = Node::start(settings)?;
    let mut db = db::connect(&settings.database)?;
    let structure: String = schema::structure::table.select(schema::structure::id).first(&mut db)?;
    let mut phones = people.jeunes.iter().map(|_| Phone::call(node.address)).collect::<Result<Vec<_>, _>>()?;
    // Those who join have their page open: their sessions were recognised a moment ago.
    for (phone, jeune) in phones.iter_mut().zip(&people.jeunes) {
        phone.ask(&request("GET", ListInscriptions::PATH, &jeune.cookie, ""))?;
    }
    let mut pro = Phone::call(node.address)?;
    let today = time::day_of(db::Clock::default().now(), &settings.time_zone());
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let fiche = json!({
            "titre": "Préparer un entretien", "presentation": "On s’entraîne ensemble.", "besoin": "emploi",
            "lieu": { "ou": "espace", "espace": "bench" }, "meneurs": [], "pour_essayer": true, "accompagne": false,
            "places": PLACES,
        });
        let jour = time::plus_days(today, 3 + round);
        let wanted = json!({
            "structure": structure, "fiche": fiche, "rythme": { "quand": "date", "jour": jour }, "debut": "14:00",
            "fin": "16:00", "publie": true,
        });
        let made = pro.tell(&request("POST", CreateAteliers::PATH, &people.pro, &wanted.to_string()))?;
        let atelier = answer(made)?[0]["atelier"]["id"].as_str().unwrap_or_default().to_owned();
        let (took, replies) = join(&mut phones, &people.jeunes, &atelier)?;
        let path = ReadListeAtelier::PATH.replace("{atelier}", &atelier);
        let list = answer(pro.tell(&request("GET", &path, &people.pro, ""))?)?;
        check(&list, &replies)?;
        times.push(took);
    }
    times.sort_unstable();
    let seconds = |at: usize| times.get(at).map_or(0.0, Duration::as_secs_f64);
    let (median, worst) = (seconds(times.len() / 2), seconds(times.len() - 1));
    let engine = if db::is_postgres(&settings.database) { "PostgreSQL" } else { "SQLite" };
    let verdict = if median <= BUDGET { "within" } else { "OVER" };
    say(&format!(
        "{engine}, {PEOPLE} join an atelier of {PLACES} at once: {median:.2} s (worst of {ROUNDS}: {worst:.2} s)   budget {BUDGET} s: {verdict}"
    ));
    Ok(())
}

type Replies = Vec<Value>;

fn join(phones: &mut [Phone], jeunes: &[Jeune], atelier: &str) -> Result<(Duration, Replies), Failure> {
    let path = JoinAtelier::PATH.replace("{atelier}", atelier);
    let gate = Barrier::new(phones.len() + 1);
    let body = r#"{"accompagne":false,"ou_attendre":true}"#;
    let (took, told) = std::thread::scope(|scope| {
        let (gate, path) = (&gate, &path);
        let started: Vec<_> = phones
            .iter_mut()
            .zip(jeunes)
            .map(|(phone, jeune)| {
                let asked = request("POST", path, &jeune.cookie, body);
                scope.spawn(move || {
                    gate.wait();
                    phone.tell(&asked)
                })
            })
            .collect();
        gate.wait();
        let began = Instant::now();
        let broke = || Err(std::io::Error::other("a client broke"));
        let told: Vec<_> = started.into_iter().map(|one| one.join().unwrap_or_else(|_| broke())).collect();
        (began.elapsed(), told)
    });
    let replies = told.into_iter().map(|one| answer(one?)).collect::<Result<_, Failure>>()?;
    Ok((took, replies))
}

fn answer((status, body): (u16, Vec<u8>)) -> Result<Value, Failure> {
    match status {
        200 => Ok(serde_json::from_slice(&body)?),
        _ => Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into()),
    }
}

// Thirty joined; each of the others was told how many are before them, and the list of whoever leads says the same.
fn check(list: &Value, replies: &[Value]) -> Result<(), Failure> {
    let told: Vec<(&Value, u64)> = replies
        .iter()
        .filter(|one| one["etat"] == "attend")
        .map(|one| (&one["id"], one["avant"].as_u64().unwrap_or(u64::MAX)))
        .collect();
    let listed = list["participants"].as_array().ok_or("no list")?;
    let waiting: Vec<&Value> = listed.iter().skip(PLACES).map(|one| &one["inscription"]).collect();
    let is_exact = told
        .iter()
        .all(|(id, before)| usize::try_from(*before).ok().and_then(|before| waiting.get(before).copied()) == Some(*id));
    if (listed.len(), told.len()) == (PEOPLE, PEOPLE - PLACES) && is_exact {
        Ok(())
    } else {
        Err(format!("{} on the list, {} wait, in order: {is_exact}", listed.len(), told.len()).into())
    }
}
