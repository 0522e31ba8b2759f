//! The live stream of an account: server-sent events that carry ids only.

use std::{convert::Infallible, time::Duration};

use actix_web::{HttpResponse, http::header, web::Bytes};
use futures_util::stream;
use shared::messages::{Evenement, ListenEvenements};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, Interval, interval_at},
};

use crate::{caller::Membre, mount::Call, problem::Error};

// Proxies close what is silent for long.
const HEARTBEAT: Duration = Duration::from_secs(15);
// An access token is good for ten minutes: a stream does not outlive it, and its end costs the page one reconnection.
const LIFE: Duration = Duration::from_secs(10 * 60);

struct Flux {
    events: Receiver<Evenement>,
    heartbeat: Interval,
    end: Instant,
    greeted: bool,
}

/// Opens the stream. It ends when the listener is too slow, when the session ends, and after ten minutes; the page opens
/// it again and catches up.
pub async fn listen(membre: Membre, call: Call, _: ListenEvenements) -> Result<HttpResponse, Error> {
    let events = call.app.live.subscribe(membre.compte).ok_or(Error::Unavailable)?;
    let start = Instant::now();
    let flux = Flux { events, heartbeat: interval_at(start + HEARTBEAT, HEARTBEAT), end: start + LIFE, greeted: false };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(stream::unfold(flux, next)))
}

async fn next(mut flux: Flux) -> Option<(Result<Bytes, Infallible>, Flux)> {
    if !flux.greeted {
        flux.greeted = true;
        return Some((Ok(Bytes::from_static(b"retry: 2000\n\n")), flux));
    }
    let chunk = tokio::select! {
        event = flux.events.recv() => match event {
            Ok(event) => format!("data: {}\n\n", serde_json::to_string(&event).ok()?),
            Err(RecvError::Lagged(_) | RecvError::Closed) => return None,
        },
        _ = flux.heartbeat.tick() => ":\n\n".to_owned(),
        () = tokio::time::sleep_until(flux.end) => return None,
    };
    Some((Ok(Bytes::from(chunk)), flux))
}
