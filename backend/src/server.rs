//! Serving: the socket, the routes, the periodic work, and a stop that loses nothing.

use std::{net::TcpListener, sync::Arc, time::Duration};

use actix_web::{App as Server, HttpResponse, HttpServer, dev, middleware::from_fn, web};

use crate::{
    accueil,
    app::App,
    ateliers, comptes,
    comptes::throttle,
    db::once,
    headers,
    live::nodes,
    messages, mount, openapi,
    outbox::{self, Channels},
    page, permanences,
    problem::Error,
};

// How long a request under way may take once the server is asked to stop (P45).
const GOODBYE_SECONDS: u64 = 8;
// How often the horizon is extended and what is old is forgotten.
const CHORES: Duration = Duration::from_secs(3_600);
// How often waiting lists and the outbox are looked at.
const ERRANDS: Duration = Duration::from_secs(10);

/// How long a client may take to say what it wants, however it dribbles (P22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For the head of a request.
    pub head: Duration,
    /// For its body.
    pub body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(5), body: Duration::from_secs(15) }
    }
}

/// Starts to serve on a socket, and to hear the other nodes. The server stops by its handle.
pub fn start(app: web::Data<App>, socket: TcpListener, patience: Patience) -> std::io::Result<dev::Server> {
    nodes::start(&app)?;
    let operations: Arc<[mount::Mounted]> = crate::operations().into();
    let document = web::Data::new(openapi::document(&operations));
    let workers = usize::from(app.settings.workers);
    let server = HttpServer::new(move || {
        let operations = Arc::clone(&operations);
        Server::new()
            .app_data(app.clone())
            .app_data(document.clone())
            .app_data(patience)
            .wrap(from_fn(headers::guard))
            .configure(move |config| mount::serve(&operations, config))
            .route("/api/openapi.json", web::get().to(send_document))
            .route("/agenda/{secret}.ics", web::get().to(permanences::feed))
            .default_service(web::to(page::fallback))
    })
    .workers(workers)
    .client_request_timeout(patience.head)
    .keep_alive(Duration::from_secs(75))
    .shutdown_timeout(GOODBYE_SECONDS)
    .disable_signals()
    .listen(socket)?;
    Ok(server.run())
}

async fn send_document(document: web::Data<serde_json::Value>) -> HttpResponse {
    HttpResponse::Ok().json(document.get_ref())
}

/// Serves until SIGTERM or SIGINT; the live streams are closed first, so that nobody waits for them.
pub async fn run(app: web::Data<App>, socket: TcpListener) -> std::io::Result<()> {
    let server = start(app.clone(), socket, Patience::default())?;
    let handle = server.handle();
    actix_web::rt::spawn(chores(app.clone()));
    actix_web::rt::spawn(errands(app.clone()));
    actix_web::rt::spawn(async move {
        wait_for_signal().await;
        tracing::info!("stopping");
        app.live.close();
        handle.stop(true).await;
    });
    server.await
}

#[cfg(unix)]
async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn wait_for_signal() {
    drop(tokio::signal::ctrl_c().await);
}

async fn chores(app: web::Data<App>) {
    let mut tick = tokio::time::interval(CHORES);
    loop {
        tick.tick().await;
        // Each has said why in the log.
        drop(do_chores(&app).await);
    }
}

// What waits for nobody: places that were offered pass on, what is due is sent.
async fn errands(app: web::Data<App>) {
    let channels = match Channels::open(&app.settings) {
        Ok(channels) => channels,
        Err(why) => return tracing::error!(%why, "nothing can be sent"),
    };
    let mut tick = tokio::time::interval(ERRANDS);
    loop {
        tick.tick().await;
        let garde = permanences::Garde::of(&app.settings);
        if let Err(why) = app.db.write(move |tx| permanences::sweep(tx, garde)).await {
            tracing::warn!(%why, "the waiting lists will be looked at again");
        }
        if let Err(why) = app.db.write(move |tx| ateliers::sweep(tx, garde)).await {
            tracing::warn!(%why, "the waiting lists of ateliers will be looked at again");
        }
        let promise = app.settings.answer_within;
        if let Err(why) = app.db.write(move |tx| messages::sweep(tx, promise)).await {
            tracing::warn!(%why, "the waits of the threads will be looked at again");
        }
        if let Err(why) = messages::plan_summaries(&app).await {
            tracing::warn!(%why, "the summaries of the morning will be planned later");
        }
        if let Err(why) = outbox::drain(&app, &channels).await {
            tracing::warn!(%why, "the outbox will be emptied later");
        }
    }
}

/// What time brings: créneaux within the horizon are made, what is past its time is forgotten. One that fails stops no other.
pub async fn do_chores(app: &App) -> Result<(), Error> {
    let horizon = i32::from(app.settings.horizon_weeks) * 7;
    let made = app.db.write(move |tx| permanences::extend(tx, horizon)).await;
    let keys = app.db.write(|tx| once::forget_old(tx.db, tx.now)).await;
    let tries = app.db.write(|tx| throttle::forget_old(tx.db, tx.now)).await;
    let ways = app.db.write(|tx| comptes::forget_old(tx.db, tx.now)).await;
    let passing = app.db.write(|tx| accueil::forget_old(tx.db, tx.now)).await;
    let files = forget_pieces(app).await;
    let former = app.db.write(messages::forget_former).await;
    let told = app.db.write(|tx| outbox::forget_old(tx.db, tx.now)).await;
    let counts = [
        ("passages", &passing),
        ("pieces", &files),
        ("messages changed or taken back", &former),
        ("envois", &told),
        ("creneaux", &made),
        ("cles", &keys),
        ("tentatives", &tries),
        ("codes et sessions", &ways),
    ];
    for (what, done) in counts {
        match done {
            Ok(count) => tracing::info!(what, count, "periodic work done"),
            Err(why) => tracing::warn!(what, %why, "the periodic work will be tried again"),
        }
    }
    made.and(keys).and(tries).and(ways).and(passing).and(files).and(told).map(drop)
}

// The rows first: a file whose row is gone is read by nobody.
async fn forget_pieces(app: &App) -> Result<usize, Error> {
    let (days, store) = (app.settings.pieces_days, messages::Store(app.settings.pieces_folder.clone()));
    let gone = app.db.write(move |tx| messages::forget_old_pieces(tx, days)).await?;
    let unused = app.db.write(accueil::photos::forget_unused).await?;
    let count = gone.len() + unused.len();
    let forgotten = web::block(move || {
        store.forget(&gone);
        store.forget(&unused);
    })
    .await;
    forgotten.map(|()| count).map_err(|_| Error::Internal("the blocking pool is closed".to_owned()))
}
