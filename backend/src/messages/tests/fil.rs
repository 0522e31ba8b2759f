//! P08, the order of a thread, who may read what, and the live stream, on the engine of the run.

use std::io::{BufRead, BufReader};

use shared::{
    Operation, ProblemKind,
    comptes::Droits,
    fields::Texte,
    ids::{FilId, MessageId},
    messages::{
        Auteur, Etape, Evenement, Fil, ListFils, ListenEvenements, MarkFil, PAGE, ReadFil, SendMessage, TakeFil,
    },
};

use super::{kind, message};
use crate::{
    db,
    test_app::{ALL, Client, TestApp, race},
};

fn open(fil: FilId) -> ReadFil {
    ReadFil::last(fil)
}

fn first(client: &Client) -> Fil {
    client.call(ListFils {}).unwrap().swap_remove(0)
}

// P08: the same id ten times, on many connections, on another node, and a week later, is one message with one seq.
#[test]
fn p08_a_message_sent_again_is_stored_once_even_a_week_later() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let request = message(fil, "Bonjour, j’ai besoin d’aide.");
    let phones: Vec<Client> = (0..10).map(|_| app.enter(jeune.compte.unwrap())).collect();
    let stored = race(&phones, |phone| phone.call(request.clone()).unwrap());
    assert!(stored.iter().all(|one| *one == stored[0] && one.seq == 1));
    app.clock.shift_minutes(7 * 24 * 60);
    let phone = app.enter(jeune.compte.unwrap());
    assert_eq!(phone.call(request.clone()).unwrap(), stored[0]);
    let node = app.again();
    assert_eq!(node.enter(jeune.compte.unwrap()).call(request.clone()).unwrap(), stored[0]);
    assert_eq!(phone.call(open(fil)).unwrap().messages.len(), 1);
    let other_text = SendMessage { texte: Some(Texte::parse("Autre chose").unwrap()), ..request.clone() };
    assert_eq!(kind(phone.call(other_text)), ProblemKind::CleReutilisee);
    let other_author = app.enter(house.pro.compte.unwrap());
    assert_eq!(kind(other_author.call(request)), ProblemKind::CleReutilisee);
}

#[test]
fn p08_many_senders_leave_no_gap_and_no_double() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let clients: Vec<Client> = (0..12)
        .map(|i| app.enter(if i % 2 == 0 { jeune.compte.unwrap() } else { house.pro.compte.unwrap() }))
        .collect();
    race(&clients, |client| {
        for i in 0..10 {
            client.call(message(fil, &format!("message {i}"))).unwrap();
        }
    });
    let mut seqs = Vec::new();
    let mut after = 0;
    loop {
        let page = jeune.call(ReadFil { fil, depuis: Some(after), avant: None }).unwrap();
        seqs.extend(page.messages.iter().map(|one| one.seq));
        match page.messages.last() {
            Some(last) => after = last.seq,
            None => break,
        }
    }
    assert_eq!(seqs, (1..=120).collect::<Vec<i64>>());
}

#[test]
fn a_thread_is_read_by_pages_in_both_directions() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    for i in 1..=60 {
        jeune.call(message(fil, &format!("{i}"))).unwrap();
    }
    let last = jeune.call(open(fil)).unwrap();
    assert_eq!((last.messages.len(), last.messages[0].seq, last.avant), (PAGE, 11, true));
    let older = jeune.call(ReadFil { fil, depuis: None, avant: Some(11) }).unwrap();
    assert_eq!((older.messages.len(), older.messages[0].seq, older.avant), (10, 1, false));
    let newer = jeune.call(ReadFil { fil, depuis: Some(58), avant: None }).unwrap();
    assert_eq!(newer.messages.iter().map(|one| one.texte.as_str()).collect::<Vec<_>>(), ["59", "60"]);
}

#[test]
fn the_team_answers_and_both_sides_count_what_is_new() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    jeune.call(message(fil, "un")).unwrap();
    jeune.call(message(fil, "deux")).unwrap();
    let seen = first(&house.pro);
    assert_eq!((seen.non_lus, seen.dernier.as_deref(), seen.prenom.as_str()), (2, Some("deux"), "Aïssata"));
    let since = seen.attend_depuis.unwrap();
    assert_eq!(house.pro.call(open(fil)).unwrap().messages[0].auteur, Auteur::Jeune);
    house.pro.call(MarkFil { fil, seq: 2, etape: Etape::Lu }).unwrap();
    assert_eq!(first(&house.pro).non_lus, 0);
    assert_eq!(first(&house.pro).attend_depuis, Some(since));
    assert_eq!(jeune.call(open(fil)).unwrap().lu_par_autre, 2);
    house.pro.call(message(fil, "J’arrive")).unwrap();
    assert_eq!(first(&house.pro).attend_depuis, None);
    assert_eq!(first(&jeune).non_lus, 1);
    let answer = jeune.call(open(fil)).unwrap().messages.pop().unwrap();
    assert_eq!((answer.auteur, answer.prenom.as_str()), (Auteur::Professionnel, "Nadia"));
    // A mark never goes back, and never past the end.
    house.pro.call(MarkFil { fil, seq: 1, etape: Etape::Lu }).unwrap();
    assert_eq!(jeune.call(open(fil)).unwrap().lu_par_autre, 2);
    jeune.call(MarkFil { fil, seq: 1_000, etape: Etape::Lu }).unwrap();
    assert_eq!(house.pro.call(open(fil)).unwrap().lu_par_autre, 3);
}

#[test]
fn the_longest_wait_comes_first() {
    let app = TestApp::start();
    let house = app.house();
    let jeunes: Vec<Client> = (0..3).map(|_| app.jeune_of(Some(house.espace))).collect();
    let fils: Vec<FilId> = jeunes.iter().map(|jeune| house.fil(jeune)).collect();
    for (jeune, fil) in jeunes.iter().zip(&fils) {
        jeune.call(message(*fil, "bonjour")).unwrap();
        app.clock.shift_minutes(1);
    }
    // Writing again does not put one behind the others.
    jeunes[0].call(message(fils[0], "toujours là")).unwrap();
    house.pro.call(message(fils[1], "bonjour")).unwrap();
    let queue: Vec<FilId> = house.pro.call(ListFils {}).unwrap().iter().map(|fil| fil.id).collect();
    assert_eq!(queue, [fils[0], fils[2], fils[1]]);
}

#[test]
fn one_referent_takes_a_thread_and_the_others_no_longer_read_it() {
    let app = TestApp::start();
    let house = app.house();
    let colleagues: Vec<Client> = (0..6).map(|_| app.professionnel(house.structure, ALL)).collect();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    jeune.call(message(fil, "bonjour")).unwrap();
    let answers = race(&colleagues, |pro| pro.call(TakeFil { fil }));
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(first(&jeune).referent.as_deref(), Some("Nadia"));
    for (pro, answer) in colleagues.iter().zip(answers) {
        match answer {
            Ok(taken) => {
                assert!(taken.est_mien);
                assert!(pro.call(TakeFil { fil }).is_ok());
                assert!(pro.call(message(fil, "Je suis là")).is_ok());
            }
            Err(problem) => {
                assert_eq!(problem.kind, ProblemKind::FilDejaPris);
                assert_eq!(kind(pro.call(open(fil))), ProblemKind::Introuvable);
                assert_eq!(kind(pro.call(message(fil, "moi aussi"))), ProblemKind::Introuvable);
                assert_eq!(pro.call(ListFils {}).unwrap(), []);
            }
        }
    }
}

#[test]
fn the_team_hears_at_once_that_a_thread_was_taken() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let fil = house.fil(&app.jeune_of(Some(house.espace)));
    let mut heard = app.app.live.subscribe(colleague.compte.unwrap()).unwrap();
    house.pro.call(TakeFil { fil }).unwrap();
    assert_eq!(heard.try_recv().ok(), Some(Evenement::Fil { fil, seq: 1 }));
}

#[test]
fn someone_elses_thread_does_not_exist() {
    let app = TestApp::start();
    let (house, elsewhere) = (app.house(), app.house());
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let neighbour = app.jeune_of(Some(house.espace));
    for client in [&neighbour, &elsewhere.pro] {
        assert_eq!(kind(client.call(open(fil))), ProblemKind::Introuvable);
        assert_eq!(kind(client.call(message(fil, "curieux"))), ProblemKind::Introuvable);
        assert_eq!(kind(client.call(MarkFil { fil, seq: 1, etape: Etape::Lu })), ProblemKind::Introuvable);
    }
    assert_eq!(kind(elsewhere.pro.call(TakeFil { fil })), ProblemKind::Introuvable);
    let publisher = app.professionnel(house.structure, Droits { referent: false, ..ALL });
    assert_eq!(kind(publisher.call(open(fil))), ProblemKind::Interdit);
    assert_eq!(kind(app.admin().call(open(fil))), ProblemKind::Interdit);
    assert_eq!(kind(app.stranger().call(open(fil))), ProblemKind::NonConnecte);
}

#[test]
fn a_message_is_refused_by_field() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let path = format!("/api/fils/{}/messages", house.fil(&jeune));
    let send = |texte: &str| {
        let body = serde_json::json!({ "message": db::id::<MessageId>(), "texte": texte }).to_string();
        let refused = jeune.send("POST", &path, &[], &body);
        (refused.status, refused.problem().fields["texte"].clone())
    };
    assert_eq!(send(""), (422, vec!["vide".to_owned()]));
    assert_eq!(send(" \n "), (422, vec!["vide".to_owned()]));
    assert_eq!(send("a\u{7}"), (422, vec!["caractere-interdit".to_owned()]));
    assert_eq!(send(&"é".repeat(4_001)), (422, vec!["trop-long".to_owned()]));
}

#[test]
fn the_answer_appears_on_the_live_stream_with_ids_only() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let cookie =
        format!("{}={}", crate::comptes::cookies::ACCESS, jeune.cookie(crate::comptes::cookies::ACCESS).unwrap());
    let url = format!("http://{}{}", app.address, ListenEvenements::PATH);
    let stream = ureq::get(url).header("cookie", cookie).call().unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let mut lines = BufReader::new(stream.into_body().into_reader()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "retry: 2000");
    house.pro.call(message(fil, "un secret")).unwrap();
    let data = lines.map(Result::unwrap).find(|line| line.starts_with("data:")).unwrap();
    assert_eq!(serde_json::from_str::<Evenement>(&data[5..]).unwrap(), Evenement::Fil { fil, seq: 1 });
    assert!(!data.contains("secret"));
}
