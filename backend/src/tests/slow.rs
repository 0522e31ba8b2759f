//! P22: a client that dribbles is cut, and holds nobody up.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use shared::{Operation, Problem, ProblemKind, comptes::SignIn, permanences::ListCreneaux};

use crate::{server::Patience, test_app::TestApp};

/// Far beyond the patience of the test's server, and less than what actix would do of its own.
const FAR: Duration = Duration::from_secs(4);

fn impatient() -> TestApp {
    let short = Duration::from_millis(300);
    TestApp::with_patience(&["--tries-address", "100000"], Patience { head: short, body: short })
}

fn head(length: usize) -> String {
    format!(
        "POST {} HTTP/1.1\r\nhost: x\r\nx-app: 1\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n",
        SignIn::PATH
    )
}

// Sends a byte whenever nothing has come for a moment, until the server hangs up; gives all that it said.
fn dribble(mut stream: TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let (start, mut said, mut chunk) = (Instant::now(), Vec::new(), [0; 4_096]);
    while start.elapsed() < FAR {
        match stream.read(&mut chunk) {
            Ok(0) => return String::from_utf8(said).unwrap(),
            Ok(length) => said.extend_from_slice(&chunk[..length]),
            Err(why) if matches!(why.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                // What the server no longer reads is not our concern: the next read tells how it ended.
                drop(stream.write_all(b"a"));
            }
            Err(why) if why.kind() == ErrorKind::ConnectionReset => return String::from_utf8(said).unwrap(),
            Err(why) => panic!("{why}"),
        }
    }
    panic!("the server never hung up; it said {:?}", String::from_utf8_lossy(&said));
}

#[test]
fn p22_a_slow_body_is_cut() {
    let app = impatient();
    let mut stream = TcpStream::connect(app.address).unwrap();
    stream.write_all(head(60_000).as_bytes()).unwrap();
    let said = dribble(stream);
    let (head, body) = said.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 408 "), "{said}");
    assert_eq!(serde_json::from_str::<Problem>(body).unwrap().kind, ProblemKind::TropLent);
}

#[test]
fn p22_a_slow_head_is_cut() {
    let app = impatient();
    let mut stream = TcpStream::connect(app.address).unwrap();
    stream.write_all(b"POST /api/session HTTP/1.1\r\nhost: ").unwrap();
    let said = dribble(stream);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 408 "), "{said}");
}

#[test]
fn p22_those_who_dribble_hold_nobody_up() {
    let app = TestApp::start();
    let slow: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = TcpStream::connect(app.address).unwrap();
            stream.write_all(head(60_000).as_bytes()).unwrap();
            stream
        })
        .collect();
    let (client, start) = (app.stranger(), Instant::now());
    for _ in 0..40 {
        client.call(ListCreneaux { besoin: None, espace: None, commune: None }).unwrap();
    }
    assert!(start.elapsed() < Patience::default().body, "the others waited until the slow ones were cut");
    drop(slow);
}

#[test]
fn p22_the_patience_of_the_product_is_the_promised_one() {
    assert_eq!(Patience::default(), Patience { head: Duration::from_secs(5), body: Duration::from_secs(15) });
}
