//! Live streams, with the real program: how long a message takes from one phone to the other, on one node and across two, and
//! what an idle stream weighs.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use backend::{config::Settings, db};
use shared::{
    Operation,
    messages::{ListenEvenements, ReadFil, SendMessage},
    permanences::ListRendezVous,
};

use crate::{
    load::{self, Figures},
    say,
    world::{Failure, People, request},
};

const STREAMS: usize = 300;
const IDLE: usize = 1_000;
const SENDERS: usize = 10;
// Fifty messages a second, all senders together.
const BEAT: Duration = Duration::from_millis(200);
const SPAN: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(20);

/// Fills an empty database and measures: one node, two when the database can be shared, and the memory.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let people = People::open(settings, IDLE)?;
    let is_postgres = db::is_postgres(&settings.database);
    let engine = if is_postgres { "PostgreSQL" } else { "SQLite" };
    say(&format!("{engine}, {STREAMS} live streams, 50 messages a second          p50 ms     p95 ms   budget (p95)"));
    let first = Node::start(settings)?;
    for (name, figures) in ["heard", "read"].iter().zip(told(&people, first.address, first.address)?) {
        say(&line(&format!("same node, {name} on the other phone"), &figures, 150.0));
    }
    if is_postgres {
        let second = Node::start(settings)?;
        for (name, figures) in ["heard", "read"].iter().zip(told(&people, first.address, second.address)?) {
            say(&line(&format!("across two nodes, {name} on the other phone"), &figures, 1_000.0));
        }
    }
    drop(first);
    let (each, before) = weigh(&people, &Node::start(settings)?)?;
    let verdict = if each <= 32.0 { "within" } else { "OVER" };
    say(&format!(
        "an idle live stream weighs {each:.1} KiB ({IDLE} of them, {before} KiB without)   budget 32 KiB: {verdict}"
    ));
    Ok(())
}

fn line(name: &str, figures: &Figures, budget: f64) -> String {
    let (p50, p95) = (figures.percentile(50), figures.percentile(95));
    let verdict = if p95 <= budget { "within" } else { "OVER" };
    format!("{name:48} {p50:10.1} {p95:10.1}   {budget:.0}: {verdict} ({} messages)", figures.count())
}

/// The program, as it is installed, in a process of its own.
pub struct Node {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Node {
    /// Starts it and waits until it answers.
    pub fn start(settings: &Settings) -> Result<Self, Failure> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let child = Command::new(std::env::current_exe()?)
            .args(["serve", "--log", "error", "--listen", &address.to_string(), "--database", &settings.database])
            .arg("--secret-file")
            .arg(&settings.secret_file)
            .stdin(Stdio::null())
            .spawn()?;
        let node = Self { child, address };
        let end = Instant::now() + PATIENCE;
        while TcpStream::connect(address).is_err() {
            if end < Instant::now() {
                return Err("the server does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(node)
    }

    // What it holds in memory, in KiB.
    fn resident(&self) -> Result<u64, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

// Messages of the team to jeunes whose page is open: when the stream says so, and when the message is read.
fn told(people: &People, from: SocketAddr, to: SocketAddr) -> Result<[Figures; 2], Failure> {
    let sent: Vec<Mutex<Option<Instant>>> = (0..STREAMS).map(|_| Mutex::new(None)).collect();
    let (heard, read) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let mut sockets = Vec::new();
    for jeune in people.jeunes.iter().take(STREAMS) {
        sockets.push(open(to, &jeune.cookie)?);
    }
    let closers = sockets.iter().map(|one| one.get_ref().try_clone()).collect::<Result<Vec<_>, _>>()?;
    std::thread::scope(|scope| -> Result<(), Failure> {
        for (i, socket) in sockets.into_iter().enumerate() {
            let (sent, heard, read, jeune) = (&sent, &heard, &read, &people.jeunes[i]);
            scope.spawn(move || {
                let path = ReadFil::PATH.replace("{fil}", &jeune.fil.to_string());
                for said in socket.lines().map_while(Result::ok).filter(|line| line.starts_with("data:")) {
                    let Some(start) = sent[i].lock().ok()?.take() else { continue };
                    heard.lock().ok()?.push(start.elapsed());
                    let seq: i64 = said.split("\"seq\":").nth(1)?.trim_end_matches('}').parse().ok()?;
                    let asked = request("GET", &format!("{path}?depuis={}", seq - 1), &jeune.cookie, "");
                    // On a connection that is not open yet: the server closes those that have nothing to say.
                    if load::Phone::call(to).and_then(|mut phone| phone.ask(&asked)).ok()? == 200 {
                        read.lock().ok()?.push(start.elapsed());
                    }
                }
                Some(())
            });
        }
        let senders: Vec<_> = (0..SENDERS)
            .map(|sender| {
                let sent = &sent;
                scope.spawn(move || send(people, from, sender, sent).map_err(|why| why.to_string()))
            })
            .collect();
        for sender in senders {
            sender.join().unwrap_or_else(|_| Err("a sender broke".to_owned()))?;
        }
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end && sent.iter().any(|one| one.lock().is_ok_and(|one| one.is_some())) {
            std::thread::sleep(Duration::from_millis(10));
        }
        // Ends the readers.
        closers.iter().for_each(|socket| drop(socket.shutdown(std::net::Shutdown::Both)));
        Ok(())
    })?;
    let figures = |times: Mutex<Vec<Duration>>| Figures::new(times.into_inner().unwrap_or_default(), SPAN, 0);
    Ok([figures(heard), figures(read)])
}

// At its own pace, whatever the answers take.
fn send(people: &People, from: SocketAddr, sender: usize, sent: &[Mutex<Option<Instant>>]) -> Result<(), Failure> {
    let mut computer = load::Phone::call(from)?;
    let start = Instant::now() + BEAT * u32::try_from(sender)? / u32::try_from(SENDERS)?;
    for beat in 0..u32::try_from(SPAN.as_millis() / BEAT.as_millis())? {
        std::thread::sleep((start + BEAT * beat).saturating_duration_since(Instant::now()));
        let i = (sender + SENDERS * usize::try_from(beat)?) % STREAMS;
        let jeune = &people.jeunes[i];
        let body = format!(r#"{{"message":"{}","texte":"Bonjour, passe quand tu veux."}}"#, uuid::Uuid::now_v7());
        let path = SendMessage::PATH.replace("{fil}", &jeune.fil.to_string());
        let asked = request("POST", &path, &people.pro, &body);
        *sent[i].lock().map_err(|_| "a reader broke")? = Some(Instant::now());
        let status = computer.ask(&asked)?;
        if status != 200 {
            return Err(format!("SendMessage: {status}").into());
        }
    }
    Ok(())
}

// An open stream, past its greeting.
fn open(node: SocketAddr, cookie: &str) -> Result<BufReader<TcpStream>, Failure> {
    let mut socket = TcpStream::connect(node)?;
    socket.write_all(&request("GET", ListenEvenements::PATH, cookie, ""))?;
    let mut answers = BufReader::with_capacity(512, socket);
    let mut line = String::new();
    while !line.starts_with("retry:") {
        line.clear();
        if answers.read_line(&mut line)? == 0 {
            return Err("the stream was refused".into());
        }
    }
    Ok(answers)
}

// The same server before and after: each has looked at their page once, so that only the streams differ.
fn weigh(people: &People, node: &Node) -> Result<(f64, u64), Failure> {
    let arrive = |i: usize| people.jeunes.get(i).map(|jeune| request("GET", ListRendezVous::PATH, &jeune.cookie, ""));
    load::run(node.address, SPAN, arrive)?;
    let before = node.resident()?;
    let mut open_streams = Vec::new();
    for jeune in &people.jeunes {
        open_streams.push(open(node.address, &jeune.cookie)?);
    }
    let after = node.resident()?;
    Ok((after.saturating_sub(before) as f64 / open_streams.len() as f64, before))
}
