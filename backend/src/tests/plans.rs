//! The main queries read an index, never a whole table: the plans of both engines say so.

use std::sync::{Arc, Mutex};

use diesel::{Connection, QueryableByName, RunQueryDsl, connection::InstrumentationEvent, sql_types::Text};
use shared::{
    ateliers::JoinAtelier,
    messages::ReadFil,
    permanences::{Besoin, ListAgenda, ListCreneaux},
};

use crate::{
    ateliers,
    caller::{Correspondant, Jeune, Professionnel, Referent, Structure},
    db::{self, Conn},
    messages, permanences,
    test_app::{ALL, TestApp},
};

/// The tables that grow with the years; the others are as large as the installation.
const LARGE: [&str; 12] = [
    "creneau",
    "rendez_vous",
    "prescription",
    "attente",
    "message",
    "fil",
    "lecture",
    "jeune",
    "atelier",
    "inscription",
    "meneur",
    "retour",
];

#[test]
fn the_main_queries_read_an_index() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    house.creneaux(app.day(1), 1);
    let fil = house.fil(&jeune);
    let atelier = ateliers::publish_for_tests(&house, app.day(2), 3);
    let joined = JoinAtelier { atelier, accompagne: false, ou_attendre: false };
    jeune.call(joined).unwrap();
    let permanence = house.pro.call(shared::permanences::ListPermanences {}).unwrap()[0].id;
    let (jeune, pro) = (jeune.compte.unwrap(), house.pro.compte.unwrap());
    let appartenances =
        vec![shared::comptes::Appartenance { structure: house.structure, nom: String::new(), droits: ALL }];
    let professionnel = Professionnel { compte: pro, appartenances };
    let structure = Structure { compte: pro, structures: vec![house.structure] };
    let (now, today, zone) = (app.app.db.now(), app.app.today(), app.app.zone().clone());
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let said = listen(&mut db);
    for (besoin, espace, jeune) in [
        (None, None, None),
        (Some(Besoin::Papiers), None, Some(jeune)),
        (None, Some(house.code.clone()), Some(jeune)),
        (Some(Besoin::Papiers), Some(house.code.clone()), None),
    ] {
        let reader = permanences::db::Reader { jeune, now, tomorrow: now.plus_days(1), is_adult: false };
        let commune = besoin.map(|_| "93001".parse().unwrap());
        permanences::db::list_free(&mut db, &ListCreneaux { besoin, espace, commune }, &reader).unwrap();
    }
    permanences::read_all(&mut db, &Jeune { compte: jeune }, &structure, permanence, now).unwrap();
    ateliers::read_all(&mut db, (&Jeune { compte: jeune }, &professionnel), &house.code, now).unwrap();
    permanences::week(&mut db, &professionnel, &ListAgenda { du: today }, &zone).unwrap();
    let referent = Referent { compte: pro, structures: vec![house.structure] };
    for who in [Correspondant::Jeune(Jeune { compte: jeune }), Correspondant::Referent(referent)] {
        let reader = messages::reader::Reader::at(&mut db, &who, now).unwrap();
        messages::list(&mut db, &reader).unwrap();
        messages::db::read(&mut db, &reader, &ReadFil::last(fil), now).unwrap();
        messages::db::read(&mut db, &reader, &ReadFil { depuis: Some(0), ..ReadFil::last(fil) }, now).unwrap();
    }
    let said = said.lock().unwrap().clone();
    assert!(said.len() > 12, "{} queries were heard", said.len());
    let mut db = db::connect(&app.app.settings.database).unwrap();
    for query in said {
        let plan = explain(&mut db, &query);
        let scanned = LARGE.iter().find(|table| scans(&plan, table));
        assert!(scanned.is_none(), "{scanned:?} is read whole by\n{query}\n{plan}");
    }
}

fn listen(db: &mut Conn) -> Arc<Mutex<Vec<String>>> {
    let said = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&said);
    db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let query = query.to_string();
            let query = query.split(" -- binds").next().unwrap().to_owned();
            if query.starts_with("SELECT") && !ears.lock().unwrap().contains(&query) {
                ears.lock().unwrap().push(query);
            }
        }
    });
    said
}

// The plan for values that are not known yet, one step on each line.
fn explain(db: &mut Conn, query: &str) -> String {
    match db {
        Conn::Sqlite(_) => sqlite_plan(db, query),
        Conn::Postgres(_) => postgres_plan(db, query),
    }
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

fn sqlite_plan(db: &mut Conn, query: &str) -> String {
    let steps: Vec<Step> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {query}")).load(db).unwrap();
    steps.into_iter().map(|step| step.detail + "\n").collect()
}

#[derive(QueryableByName)]
struct PlanRow {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    plan: String,
}

fn postgres_plan(db: &mut Conn, query: &str) -> String {
    let binds = (1..).take_while(|n| query.contains(&format!("${n}"))).count();
    let nulls = vec!["NULL"; binds].join(", ");
    let run = |db: &mut Conn, sql: String| assert!(diesel::sql_query(sql).execute(db).is_ok());
    // An empty table is always read whole when that is allowed; what is asked is whether an index could serve.
    run(db, "SET enable_seqscan = off".to_owned());
    run(db, "SET plan_cache_mode = force_generic_plan".to_owned());
    run(db, "DEALLOCATE ALL".to_owned());
    run(db, format!("PREPARE asked AS {query}"));
    let execute = if binds == 0 { "asked".to_owned() } else { format!("asked ({nulls})") };
    let rows: Vec<PlanRow> = diesel::sql_query(format!("EXPLAIN EXECUTE {execute}")).load(db).unwrap();
    rows.into_iter().map(|row| row.plan + "\n").collect()
}

fn scans(plan: &str, table: &str) -> bool {
    let whole = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let after = |word: &str| words.iter().position(|one| *one == word).and_then(|at| words.get(at + 1).copied());
        // SQLite: "SCAN creneau", and with an index only when no condition is used. PostgreSQL: "Seq Scan on creneau".
        after("SCAN") == Some(table) || (line.contains("Seq Scan") && after("on") == Some(table))
    };
    plan.lines().any(whole)
}
