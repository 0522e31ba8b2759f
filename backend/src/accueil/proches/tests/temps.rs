//! P14 for relatives: what the database is asked, and how long it takes, tells nothing of whoever they ask about.

use std::sync::{Arc, Mutex};

use diesel::{Connection, connection::InstrumentationEvent};
use shared::accueil::Portee;

use super::{
    super::{mots, telephone},
    *,
};
use crate::{comptes::keys, problem::Error};

// What the database is asked while something runs, in order, without what it is asked about.
fn asked(app: &TestApp, run: impl Fn(&mut db::Tx<'_>) -> Result<(), Error> + Send + 'static) -> Vec<String> {
    let said = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&said);
    let done = app.app.db.write_now(move |tx| {
        let ears = Arc::clone(&ears);
        tx.db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                let query = query.to_string();
                ears.lock().unwrap().push(query.split(" -- binds").next().unwrap().to_owned());
            }
        });
        let done = run(tx);
        tx.db.set_instrumentation(|_: InstrumentationEvent<'_>| {});
        // Refused or not, what was asked is the question.
        Ok(done.is_ok())
    });
    assert!(done.is_ok());
    said.lock().unwrap().clone()
}

// A mother writes under the first name of a jeune who is here, who was invited here, or who is nowhere.
#[test]
fn p14_whoever_writes_on_their_own_makes_the_same_work_whomever_they_ask_about() {
    let app = TestApp::start();
    let (house, elsewhere) = (app.house(), app.house());
    let jeune = app.jeune_of(Some(house.espace));
    invite(&jeune, Portee::Equipe);
    let write = |house: &House, prenom: &str, texte: &str| {
        let (prenom, texte) = (prenom.parse().unwrap(), texte.parse().unwrap());
        let request = WriteAsProche { espace: house.code.clone(), prenom, texte };
        asked(&app, move |tx| mots::open_alone(tx, &request, "un appareil").map(drop))
    };
    let known = write(&house, "Aïssata", "Aïssata vient-elle chez vous ?");
    assert!(5 < known.len(), "{known:?}");
    assert_eq!(write(&house, "Personne", "Personne vient-elle chez vous ?"), known);
    assert_eq!(write(&elsewhere, "Aïssata", "Aïssata vient-elle chez vous ?"), known);
    let looked: Vec<_> = known.iter().filter(|query| query.contains("FROM") && query.contains("jeune")).collect();
    assert!(looked.is_empty(), "{looked:?}");
}

// A link that never was, one that has ended and one that is another phone's.
#[test]
fn p14_a_link_that_opens_nothing_makes_the_same_work_whatever_it_was() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let (ended, taken) = (invite(&jeune, Portee::Equipe), invite(&jeune, Portee::Equipe));
    jeune.call(EndProche { proche: ended.proche }).unwrap();
    app.stranger().call(jeton(&taken)).unwrap();
    let open = |link: String| {
        asked(&app, move |tx| telephone::bind(tx, &keys::digest(&link), &keys::digest("un appareil"), None).map(drop))
    };
    let never = open("AAAA".to_owned());
    assert_eq!((open(jeton(&ended).jeton), open(jeton(&taken).jeton)), (never.clone(), never));
}

#[test]
fn p14_whoever_writes_on_their_own_has_one_answer_in_one_time() {
    let app = TestApp::start();
    let house = app.house();
    invite(&app.jeune_of(Some(house.espace)), Portee::Equipe);
    let write = |prenom: &str| {
        let request = WriteAsProche { prenom: prenom.parse().unwrap(), ..alone(&house, "Vient-elle chez vous ?") };
        let (phone, key) = (app.stranger(), uuid::Uuid::new_v4().to_string());
        let start = std::time::Instant::now();
        let answer = phone.raw(&key, &request);
        let took = i128::try_from(start.elapsed().as_micros()).unwrap();
        assert_eq!(phone.cookie(COOKIE).map(|cookie| cookie.len()), Some(43));
        ((answer.status, answer.body), took)
    };
    // In pairs, so that a slow moment of the machine counts for both.
    let mut apart: Vec<i128> = (0..40)
        .map(|_| {
            let ((known, of_known), (unknown, of_unknown)) = (write("Aïssata"), write("Personne"));
            assert_eq!(known, unknown);
            of_known - of_unknown
        })
        .collect();
    apart.sort_unstable();
    let apart = apart[apart.len() / 2].abs();
    assert!(apart < 20_000, "{apart} µs apart");
}
