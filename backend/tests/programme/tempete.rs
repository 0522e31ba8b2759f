//! P07: a storm of messages over a bad network, while the server is killed again and again.

use std::{
    collections::HashMap,
    io::Write,
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use backend::db;
use diesel::{QueryDsl, RunQueryDsl};
use shared::{
    Operation,
    ids::{FilId, MessageId},
    messages::{FilLu, Message, ReadFil, SendMessage},
};

use crate::{
    monde::{self, Auteur},
    proxy::{Dice, Proxy},
    serveur::{Lieu, PATIENCE, Serveur, free_address},
};

const FILS: usize = 5;
const CLIENTS: usize = 4 * FILS;
const EACH: usize = 200;
const KILLS: usize = 10;

// What a client was told that its message is.
struct Acknowledged {
    fil: FilId,
    message: Message,
}

#[test]
fn p07_a_storm_with_kills_and_cuts_loses_and_doubles_no_message() {
    // Another storm for another seed.
    let seed = std::env::var("STORM_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(4_207);
    let lieu = Lieu::postgres().unwrap_or_else(Lieu::sqlite);
    let authors = monde::fill(&lieu, FILS);
    let began = Instant::now();
    let mut server = Serveur::start(&lieu, free_address());
    let proxy = Proxy::start(server.address, seed);
    let (done, retries) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let acknowledged: Vec<Acknowledged> = thread::scope(|scope| {
        let (done, retries, to) = (&done, &retries, proxy.address);
        let clients: Vec<_> = (authors.iter().enumerate())
            .map(|(i, author)| scope.spawn(move || send_all(author, to, Dice::new(seed + i as u64), done, retries)))
            .collect();
        let mut dice = Dice::new(seed);
        let mut moments: Vec<usize> =
            (0..KILLS).map(|_| dice.under((CLIENTS * EACH) as u64 * 9 / 10) as usize).collect();
        moments.sort_unstable();
        for moment in moments {
            while done.load(Ordering::Relaxed) < moment {
                assert!(
                    clients.iter().any(|client| !client.is_finished()),
                    "every client has ended before the last kill"
                );
                thread::sleep(Duration::from_millis(1));
            }
            server.kill();
            server = Serveur::start(&lieu, server.address);
        }
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    let stored = read_all(&authors, server.address);
    let faults = &proxy.faults;
    let lost = acknowledged.iter().filter(|one| !is_stored(one, &stored)).count();
    let in_table: i64 = {
        let mut db = db::connect(&lieu.database).unwrap();
        backend::schema::message::table.count().get_result(&mut db).unwrap()
    };
    let doubles = in_table - (CLIENTS * EACH) as i64;
    let [cut_requests, cut_answers, delays] =
        [&faults.requests, &faults.answers, &faults.delays].map(|count| count.load(Ordering::Relaxed));
    let engine = if db::is_postgres(&lieu.database) { "PostgreSQL" } else { "SQLite" };
    // Past the capture of the test: whoever runs the suite reads it in the log.
    writeln!(
        std::io::stderr(),
        "\nstorm on {engine}, seed {seed}: {} messages acknowledged, {KILLS} kills, {} retries ({cut_requests} requests and \
         {cut_answers} answers cut, {delays} delays), {lost} lost, {doubles} doubles, {:.1} s",
        acknowledged.len(),
        retries.load(Ordering::Relaxed),
        began.elapsed().as_secs_f64(),
    )
    .unwrap();
    assert_eq!((acknowledged.len(), lost, doubles), (CLIENTS * EACH, 0, 0));
    for messages in stored.values() {
        let seqs: Vec<i64> = messages.iter().map(|message| message.seq).collect();
        assert_eq!(seqs, (1..=(4 * EACH) as i64).collect::<Vec<_>>(), "a gap, a double or a disorder");
    }
    check_order_of_each(&stored);
}

// One after the other, each until it is acknowledged.
fn send_all(
    author: &Auteur,
    to: SocketAddr,
    mut dice: Dice,
    done: &AtomicUsize,
    retries: &AtomicUsize,
) -> Vec<Acknowledged> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(5)))
        .build()
        .into();
    let name = dice.under(u64::MAX);
    let send = |i: usize, message: MessageId| -> Option<Message> {
        let url = format!("http://{to}{}", SendMessage::PATH.replace("{fil}", &author.fil.to_string()));
        let body = serde_json::json!({ "message": message, "texte": format!("{name} {i}") }).to_string();
        let request = agent.post(url).header("x-app", "1").header("cookie", &author.cookie);
        let mut answer = request.content_type("application/json").send(body).ok()?;
        let (status, text) = (answer.status().as_u16(), answer.body_mut().read_to_string().ok()?);
        assert!(matches!(status, 200 | 503), "{status} {text}");
        (status == 200).then(|| serde_json::from_str(&text).unwrap())
    };
    let mut acknowledged = Vec::new();
    for i in 0..EACH {
        let (message, end) = (db::id(), Instant::now() + PATIENCE);
        let stored = loop {
            if let Some(stored) = send(i, message) {
                break stored;
            }
            assert!(Instant::now() < end, "no acknowledgement in {PATIENCE:?}");
            retries.fetch_add(1, Ordering::Relaxed);
            thread::sleep(Duration::from_millis(5 + dice.under(40)));
        };
        assert_eq!(stored.id, message);
        done.fetch_add(1, Ordering::Relaxed);
        acknowledged.push(Acknowledged { fil: author.fil, message: stored });
    }
    acknowledged
}

fn read_all(authors: &[Auteur], server: SocketAddr) -> HashMap<FilId, Vec<Message>> {
    let mut stored = HashMap::new();
    for author in authors.iter().step_by(4) {
        let messages: &mut Vec<Message> = stored.entry(author.fil).or_default();
        loop {
            let after = messages.last().map_or(0, |last| last.seq);
            let path = ReadFil::PATH.replace("{fil}", &author.fil.to_string());
            let url = format!("http://{server}{path}?depuis={after}");
            let text = ureq::get(url).header("cookie", &author.cookie).call().unwrap().body_mut().read_to_string();
            let page: FilLu = serde_json::from_str(&text.unwrap()).unwrap();
            if page.messages.is_empty() {
                break;
            }
            messages.extend(page.messages);
        }
    }
    stored
}

// Once, where it was acknowledged, with what it said.
fn is_stored(one: &Acknowledged, stored: &HashMap<FilId, Vec<Message>>) -> bool {
    let same = stored[&one.fil].iter().filter(|message| message.id == one.message.id);
    let same: Vec<_> = same.map(|message| (message.seq, &message.texte)).collect();
    same == [(one.message.seq, &one.message.texte)]
}

// What each said first comes first.
fn check_order_of_each(stored: &HashMap<FilId, Vec<Message>>) {
    let mut said: HashMap<&str, usize> = HashMap::new();
    for message in stored.values().flatten() {
        let (name, i) = message.texte.split_once(' ').unwrap();
        let next = said.entry(name).or_default();
        assert_eq!(*next, i.parse::<usize>().unwrap(), "the words of one author are not in their order");
        *next += 1;
    }
    assert_eq!(said.len(), CLIENTS);
}
