//! Serving: the socket, the routes, the periodic work, and a stop that loses nothing.

use std::{net::TcpListener, sync::Arc, time::Duration};

use actix_web::{App as Server, HttpResponse, HttpServer, dev, middleware::from_fn, web};

use crate::{app::App, comptes::throttle, db::once, headers, mount, openapi, page, permanences, problem::Error};

// How long a request under way may take once the server is asked to stop (P45).
const GOODBYE_SECONDS: u64 = 8;
// How often the horizon is extended and what is old is forgotten.
const CHORES: Duration = Duration::from_secs(3_600);

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

/// Starts to serve on a socket. The server stops by its handle.
pub fn start(app: web::Data<App>, socket: TcpListener, patience: Patience) -> std::io::Result<dev::Server> {
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
        if let Err(why) = do_chores(&app).await {
            tracing::warn!(%why, "the periodic work will be tried again");
        }
    }
}

/// What time brings: créneaux within the horizon are made, old keys and tries are forgotten.
pub async fn do_chores(app: &App) -> Result<(), Error> {
    let horizon = i32::from(app.settings.horizon_weeks) * 7;
    let made = app.db.write(move |tx| permanences::publication::extend(tx, horizon)).await?;
    let forgotten =
        app.db.write(|tx| Ok(once::forget_old(tx.db, tx.now)? + throttle::forget_old(tx.db, tx.now)?)).await?;
    tracing::info!(made, forgotten, "periodic work done");
    Ok(())
}
