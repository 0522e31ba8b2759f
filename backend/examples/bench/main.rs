//! Measures the server on this machine: what a bare handler and a bare insert cost, and what the operations cost beside them.
//!
//! `cargo run --release --example bench`, on SQLite, or on PostgreSQL when `DATABASE_URL` is set. Figures of one run are
//! compared with each other, never with those of another machine. On an empty database, `bench liste` measures the list of
//! créneaux among a million instead, `bench live` the live streams, `bench fil` the last page of a long thread,
//! `bench atelier` two hundred people who join an atelier of thirty at the same moment.

mod atelier;
mod fil;
mod liste;
mod live;
mod load;
mod world;

use std::{
    net::TcpListener,
    sync::{Mutex, mpsc},
    time::{Duration, Instant},
};

use actix_web::{App as Server, HttpResponse, HttpServer, web};
use backend::{
    app::App,
    db::{self, Clock, Conn},
    problem::Error,
    schema, server,
};
use clap::Parser;
use diesel::{ExpressionMethods, RunQueryDsl};
use load::{CONNECTIONS, Figures};

/// How long each thing is measured.
const SPAN: Duration = Duration::from_secs(5);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let what = std::env::args().nth(1);
    if what.as_deref() == Some("serve") {
        // The program itself, in a process of its own, for those measures that need one.
        return Ok(backend::commands::run(backend::config::Cli::parse())?);
    }
    let folder = std::env::temp_dir().join(format!("cote-a-cote-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let settings = world::settings(&folder)?;
    let engine = if db::is_postgres(&settings.database) { "PostgreSQL" } else { "SQLite" };
    db::migrate(&settings.database)?;
    if let Some(what) = what.as_deref() {
        match what {
            "liste" => liste::run(&settings)?,
            "live" => live::run(&settings)?,
            "fil" => fil::run(&settings)?,
            "atelier" => atelier::run(&settings)?,
            _ => return Err("bench [liste|live|fil|atelier]".into()),
        }
        return Ok(std::fs::remove_dir_all(folder)?);
    }
    let database = settings.database.clone();
    let app = web::Data::new(App::open(settings, Clock::default())?);
    let world = world::World::build(&app)?;
    let bare = listen(|socket| {
        let server =
            HttpServer::new(|| Server::new().route("/", web::get().to(HttpResponse::Ok))).workers(2).listen(socket)?;
        Ok(server.run())
    })?;
    let product = listen(move |socket| server::start(app, socket, server::Patience::default()))?;

    let handler = load::run(bare, SPAN, |_| Some(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec()))?;
    let insert = bare_inserts(&database)?;
    let list = load::run(product, SPAN, |i| Some(world.list(i)))?;
    // Those who book and write have their page open: their sessions were recognised a moment ago.
    load::run(product, SPAN, |i| world.arrive(i))?;
    let book = load::run(product, SPAN, |i| world.book(i))?;
    let send = load::run(product, SPAN, |i| Some(world.send(i)))?;

    say(&format!("{engine}, {CONNECTIONS} connections, {} s each", SPAN.as_secs()));
    say("                                   requests/s     p50 ms     p99 ms   refused   of the bare insert");
    for (name, figures) in [
        ("bare actix handler", &handler),
        ("bare diesel insert", &insert),
        ("ListCreneaux", &list),
        ("BookCreneau", &book),
        ("SendMessage", &send),
    ] {
        say(&figures.line(name, &insert));
    }
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

// One durable commit each, without HTTP: a mutex on SQLite, as many connections as clients on PostgreSQL.
fn bare_inserts(database: &str) -> Result<Figures, Error> {
    let is_postgres = db::is_postgres(database);
    let alone = Mutex::new(if is_postgres { None } else { Some(db::connect(database)?) });
    let end = Instant::now() + SPAN;
    let times = std::thread::scope(|scope| {
        let started: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(|| -> Result<Vec<Duration>, Error> {
                    let mut own = if is_postgres { Some(db::connect(database)?) } else { None };
                    let mut times = Vec::new();
                    while Instant::now() < end {
                        let start = Instant::now();
                        match &mut own {
                            Some(db) => insert(db)?,
                            None => match alone.lock().map_err(|_| Error::Unavailable)?.as_mut() {
                                Some(db) => insert(db)?,
                                None => return Err(Error::Unavailable),
                            },
                        }
                        times.push(start.elapsed());
                    }
                    Ok(times)
                })
            })
            .collect();
        started.into_iter().map(|one| one.join().unwrap_or(Err(Error::Unavailable))).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(Figures::new(times.concat(), SPAN, 0))
}

fn insert(db: &mut Conn) -> Result<(), Error> {
    diesel::insert_into(schema::lieu::table)
        .values((
            schema::lieu::id.eq(uuid::Uuid::now_v7().to_string()),
            schema::lieu::nom.eq("Le Local"),
            schema::lieu::adresse.eq("1 rue de la Paix"),
            schema::lieu::commune.eq("Bobigny"),
            schema::lieu::fuseau.eq("Europe/Paris"),
        ))
        .execute(db)?;
    Ok(())
}

fn listen(
    start: impl FnOnce(TcpListener) -> std::io::Result<actix_web::dev::Server> + Send + 'static,
) -> Result<std::net::SocketAddr, Box<dyn std::error::Error>> {
    let socket = TcpListener::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            match start(socket) {
                Ok(server) => {
                    drop(sender.send(Ok(())));
                    server.await
                }
                Err(why) => {
                    drop(sender.send(Err(why)));
                    Ok(())
                }
            }
        })
    });
    receiver.recv()??;
    Ok(address)
}

#[allow(clippy::print_stdout)]
fn say(line: &str) {
    println!("{line}");
}
