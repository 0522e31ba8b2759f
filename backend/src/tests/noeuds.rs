//! Two nodes on one PostgreSQL: what happens on one is told on the other, whatever becomes of the connections (P11, P18). An
//! SQLite file has one server: there the tests of this file have nothing to say.

use std::{
    io::{BufRead, BufReader},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use diesel::{RunQueryDsl, connection::SimpleConnection};
use shared::{
    Operation, ProblemKind,
    comptes::{ReplaceCarte, SignOut},
    fields::Texte,
    ids::{CompteId, FilId},
    messages::{Evenement, ListFils, ListenEvenements, ReadFil, SendMessage},
};
use tokio::sync::broadcast::{self, error::TryRecvError};

use crate::{
    app::App,
    comptes::cookies::ACCESS,
    db::{self, Conn},
    live::Notice,
    test_app::{Client, House, TestApp, race},
};

struct Nodes {
    a: TestApp,
    b: TestApp,
    house: House,
    jeune: Client,
    fil: FilId,
}

impl Nodes {
    // Both listen: nothing that is told from now on needs a second look.
    fn start() -> Option<Self> {
        let a = TestApp::start();
        if !db::is_postgres(&a.app.settings.database) {
            return None;
        }
        let b = a.again();
        let house = a.house();
        let jeune = a.jeune_of(Some(house.espace));
        let fil = house.fil(&jeune);
        wait_until_heard(&a, &b);
        wait_until_heard(&b, &a);
        Some(Self { a, b, house, jeune, fil })
    }

    fn compte(&self) -> CompteId {
        self.jeune.compte.unwrap()
    }

    // The team writes to the jeune, on the first node.
    fn send(&self) -> i64 {
        let texte = Texte::parse("Bonjour").unwrap();
        self.house.pro.call(SendMessage::text(self.fil, db::id(), texte)).unwrap().seq
    }
}

const LISTENERS: &str =
    "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'cote-a-cote-noeud'";

fn tell(app: &App, compte: CompteId) {
    let said = app.db.write_now(move |tx| {
        tx.tell(Notice { comptes: vec![compte], evenement: Evenement::RendezVous {} });
        Ok(())
    });
    said.unwrap();
}

fn wait_until_heard(from: &TestApp, to: &TestApp) {
    let somebody = db::id();
    let mut page = to.app.live.subscribe(somebody).unwrap();
    until(|| {
        tell(&from.app, somebody);
        let heard = page.try_recv();
        if heard == Err(TryRecvError::Closed) {
            // Opened before its node had begun to listen.
            page = to.app.live.subscribe(somebody).unwrap();
        }
        heard.is_ok()
    });
}

fn until(mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < end, "it never happened");
        thread::sleep(Duration::from_millis(5));
    }
}

fn next(stream: &mut broadcast::Receiver<Evenement>) -> Result<Evenement, TryRecvError> {
    let mut heard = Err(TryRecvError::Empty);
    until(|| {
        heard = stream.try_recv();
        heard != Err(TryRecvError::Empty)
    });
    heard
}

// A page of a node: what its stream says, and when.
fn listen(app: &TestApp, compte: CompteId) -> Receiver<(Evenement, Instant)> {
    let page = app.enter(compte);
    let url = format!("http://{}{}", app.address, ListenEvenements::PATH);
    let stream = ureq::get(url).header("cookie", format!("{ACCESS}={}", page.cookie(ACCESS).unwrap())).call().unwrap();
    let (sender, events) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream.into_body().into_reader()).lines().map_while(Result::ok) {
            let event = line.strip_prefix("data:").map(|data| serde_json::from_str(data).unwrap());
            if event.is_some_and(|event| sender.send((event, Instant::now())).is_err()) {
                return;
            }
        }
    });
    events
}

#[test]
fn p11_a_message_sent_on_one_node_is_heard_once_on_both_within_a_second() {
    let Some(nodes) = Nodes::start() else { return };
    let [here, there] = [&nodes.a, &nodes.b].map(|node| listen(node, nodes.compte()));
    let mut times = Vec::new();
    for _ in 0..60 {
        let sent = Instant::now();
        let event = Evenement::Fil { fil: nodes.fil, seq: nodes.send() };
        assert_eq!(here.recv_timeout(Duration::from_secs(5)).unwrap().0, event);
        let (heard, at) = there.recv_timeout(Duration::from_secs(5)).unwrap();
        assert_eq!(heard, event);
        times.push(at - sent);
    }
    times.sort_unstable();
    assert!(times[times.len() * 95 / 100] < Duration::from_secs(1), "{times:?}");
    // Nothing was told twice: what comes next is the next message.
    let last = Evenement::Fil { fil: nodes.fil, seq: nodes.send() };
    assert!([&here, &there].iter().all(|page| page.recv_timeout(Duration::from_secs(5)).unwrap().0 == last));
}

#[test]
fn p11_a_listener_that_is_killed_hears_again_within_five_seconds_and_has_missed_nothing() {
    let Some(nodes) = Nodes::start() else { return };
    let mut page = nodes.b.app.live.subscribe(nodes.compte()).unwrap();
    let mut db = db::connect(&nodes.a.app.settings.database).unwrap();
    for _ in 0..5 {
        let kill = format!("SELECT pg_terminate_backend(pid) {LISTENERS}");
        assert_eq!(diesel::sql_query(kill).execute(&mut db).unwrap(), 2);
        let killed = Instant::now();
        // Some while nobody listens, and each is heard on the stream that was open all along.
        let sent: Vec<i64> = (0..11).map(|_| nodes.send()).collect();
        for seq in sent {
            assert_eq!(next(&mut page), Ok(Evenement::Fil { fil: nodes.fil, seq }));
        }
        assert!(killed.elapsed() < Duration::from_secs(5), "{:?}", killed.elapsed());
        until(|| diesel::sql_query(format!("SELECT 1 {LISTENERS}")).execute(&mut db).unwrap() == 2);
        assert!(killed.elapsed() < Duration::from_secs(5), "{:?}", killed.elapsed());
    }
    let read = nodes.b.enter(nodes.compte()).call(ReadFil { depuis: Some(5), ..ReadFil::last(nodes.fil) }).unwrap();
    assert_eq!(read.messages.iter().map(|one| one.seq).collect::<Vec<_>>(), (6..=55).collect::<Vec<_>>());
}

// As behind a proxy that lets no LISTEN through, and as after a kill -9 between the commit and the call.
#[test]
fn p11_what_nobody_calls_for_is_found_by_looking() {
    let Some(nodes) = Nodes::start() else { return };
    let silent = App::open(nodes.a.app.settings.clone(), nodes.a.clock.clone()).unwrap();
    let mut pages = [&nodes.a, &nodes.b].map(|node| node.app.live.subscribe(nodes.compte()).unwrap());
    for _ in 0..3 {
        tell(&silent, nodes.compte());
        let told = Instant::now();
        assert!(pages.iter_mut().all(|page| next(page) == Ok(Evenement::RendezVous {})));
        assert!(told.elapsed() < Duration::from_secs(3), "{:?}", told.elapsed());
    }
}

// Who began first and commits last is passed over by nobody.
#[test]
fn p11_a_transaction_that_commits_after_later_ones_is_heard_once() {
    let Some(nodes) = Nodes::start() else { return };
    let mut page = nodes.b.app.live.subscribe(nodes.compte()).unwrap();
    let mut slow = db::connect(&nodes.a.app.settings.database).unwrap();
    let words = serde_json::json!([{ "told": { "comptes": [nodes.compte()], "evenement": Evenement::RendezVous {} } }]);
    let written = format!(
        "BEGIN; INSERT INTO evenement (transaction_id, id, noeud, contenu, cree_le) VALUES \
         (pg_current_xact_id()::text::bigint, 'slow', 'another', '{words}', \
         (extract(epoch FROM clock_timestamp()) * 1000)::bigint)"
    );
    slow.batch_execute(&written).unwrap();
    for _ in 0..3 {
        let seq = nodes.send();
        assert_eq!(next(&mut page), Ok(Evenement::Fil { fil: nodes.fil, seq }));
    }
    slow.batch_execute("COMMIT").unwrap();
    assert_eq!(next(&mut page), Ok(Evenement::RendezVous {}));
    let seq = nodes.send();
    assert_eq!(next(&mut page), Ok(Evenement::Fil { fil: nodes.fil, seq }));
}

// On SQLite too: two servers on one file are not allowed, but a message would be stored once all the same.
#[test]
fn p08_the_same_message_sent_to_two_nodes_at_once_and_a_week_later_is_one() {
    let a = TestApp::start();
    let b = a.again();
    let house = a.house();
    let jeune = a.jeune_of(Some(house.espace));
    let (fil, compte) = (house.fil(&jeune), jeune.compte.unwrap());
    for round in 1..=5 {
        let request = SendMessage::text(fil, db::id(), Texte::parse("Bonjour").unwrap());
        let phones: Vec<Client> = (0..5).flat_map(|_| [a.enter(compte), b.enter(compte)]).collect();
        let mut told = race(&phones, |phone| phone.call(request.clone()).unwrap());
        a.clock.shift_minutes(7 * 24 * 60);
        told.extend([&a, &b].map(|node| node.enter(compte).call(request.clone()).unwrap()));
        assert!(told.iter().all(|one| *one == told[0] && one.seq == round), "{told:?}");
    }
    let read = b.enter(compte).call(ReadFil::last(fil)).unwrap();
    assert_eq!(read.messages.iter().map(|one| one.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
}

#[test]
fn p18_who_leaves_on_one_node_has_left_on_the_other() {
    let Some(nodes) = Nodes::start() else { return };
    let there = Client::of(nodes.b.address, nodes.compte());
    there.keep(ACCESS, &nodes.jeune.cookie(ACCESS).unwrap());
    there.call(ListFils {}).unwrap();
    let mut page = nodes.b.app.live.subscribe(nodes.compte()).unwrap();
    nodes.jeune.call(SignOut { vite: false }).unwrap();
    assert_eq!(next(&mut page), Err(TryRecvError::Closed));
    // Without the word of the other node, the identity would be believed for half a minute.
    assert_eq!(there.call(ListFils {}).unwrap_err().kind, ProblemKind::NonConnecte);
}

#[test]
fn p18_a_new_card_ends_the_streams_of_the_other_node() {
    let Some(nodes) = Nodes::start() else { return };
    let mut page = nodes.b.app.live.subscribe(nodes.compte()).unwrap();
    nodes.jeune.call(ReplaceCarte {}).unwrap();
    assert_eq!(next(&mut page), Err(TryRecvError::Closed));
}

#[test]
fn what_a_newer_version_says_makes_the_pages_catch_up() {
    let app = TestApp::start();
    let compte = db::id();
    let mut page = app.app.live.subscribe(compte).unwrap();
    app.app.hear(r#"[{"word-of-tomorrow":{}}]"#);
    assert_eq!(page.try_recv(), Err(TryRecvError::Closed));
    assert!(app.app.live.subscribe(compte).is_some());
}

#[test]
fn what_every_node_has_read_is_forgotten_after_five_minutes() {
    let Some(nodes) = Nodes::start() else { return };
    let Conn::Postgres(mut db) = db::connect(&nodes.a.app.settings.database).unwrap() else { return };
    nodes.send();
    let count = |db: &mut diesel::PgConnection| diesel::sql_query("SELECT 1 FROM evenement").execute(db).unwrap();
    let before = count(&mut db);
    assert!(0 < before);
    db::annonce::forget_old(&mut db).unwrap();
    assert_eq!(count(&mut db), before);
    diesel::sql_query("UPDATE evenement SET cree_le = cree_le - 5 * 60000").execute(&mut db).unwrap();
    db::annonce::forget_old(&mut db).unwrap();
    assert_eq!(count(&mut db), 0);
}
