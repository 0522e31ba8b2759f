//! The program as a process of its own, on a database of its own.

use std::{
    io::Read,
    net::{SocketAddr, TcpListener},
    process::{Child, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    time::{Duration, Instant},
};

use backend::db;
use diesel::connection::SimpleConnection;

/// How long anything here may take before the test gives up.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A database, a signing key and a folder, which several servers may share.
pub struct Lieu {
    /// Path or address of the database.
    pub database: String,
    folder: tempfile::TempDir,
}

impl Lieu {
    /// A new SQLite file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { database: folder.path().join("test.db").display().to_string(), folder }
    }

    /// A new database on the PostgreSQL of the run, if there is one.
    pub fn postgres() -> Option<Self> {
        let address = std::env::var("TEST_DATABASE_URL").ok().filter(|address| !address.is_empty())?;
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        db::connect(&address).unwrap().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let (server, query) = address.split_once('?').map_or((address.as_str(), ""), |parts| parts);
        let (server, _) = server.rsplit_once('/').unwrap();
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        Some(Self { database: format!("{server}/{name}{query}"), folder: tempfile::tempdir().unwrap() })
    }

    /// The settings that every command is given.
    pub fn settings(&self) -> Vec<String> {
        let key = self.folder.path().join("secret.key").display().to_string();
        let outbox = self.folder.path().join("envois").display().to_string();
        let fixed = [
            "--database",
            &self.database,
            "--secret-file",
            &key,
            "--outbox-folder",
            &outbox,
            "--tries-address",
            "100000",
            "--log",
            "error",
        ];
        fixed.map(str::to_owned).to_vec()
    }

    /// Runs a command to its end and says how it ended and what it said.
    pub fn run(&self, args: &[&str]) -> (ExitStatus, String) {
        let mut child = self.spawn(args, Stdio::piped());
        let (mut said, end) = (String::new(), Instant::now() + PATIENCE);
        while child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "{args:?} does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (child.wait().unwrap(), said)
    }

    fn spawn(&self, args: &[&str], errors: Stdio) -> Child {
        Command::new(env!("CARGO_BIN_EXE_cote-a-cote"))
            .args(args)
            .args(self.settings())
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(errors)
            .spawn()
            .unwrap()
    }
}

/// A server that answers.
pub struct Serveur {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Serveur {
    /// Starts the program on an address and waits until it answers.
    pub fn start(lieu: &Lieu, address: SocketAddr) -> Self {
        let child = lieu.spawn(&["serve", "--listen", &address.to_string()], Stdio::inherit());
        let mut server = Self { child, address };
        let end = Instant::now() + PATIENCE;
        while !answers(address) {
            assert!(Instant::now() < end, "the server does not answer");
            if let Some(status) = server.child.try_wait().unwrap() {
                panic!("the server has ended: {status}");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        server
    }

    /// `kill -9`, in the middle of whatever it does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serveur {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// An address where nobody listens, below those that the system gives to connections: it stays free while the server is down.
pub fn free_address() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = std::process::id() % 10_000;
    loop {
        let port = 20_000 + (first + u32::from(NEXT.fetch_add(1, Ordering::Relaxed))) % 10_000;
        if let Ok(socket) = TcpListener::bind(("127.0.0.1", u16::try_from(port).unwrap())) {
            return socket.local_addr().unwrap();
        }
    }
}

fn answers(address: SocketAddr) -> bool {
    ureq::get(format!("http://{address}/api/session"))
        .config()
        .timeout_global(Some(Duration::from_secs(2)))
        .build()
        .call()
        .is_ok()
}
