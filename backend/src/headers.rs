//! What every answer bears and every request must satisfy: strict headers (P25), same origin (P29), a short address, an id,
//! a line in the log without anything personal (P44).

use std::time::Instant;

use actix_web::{
    Error, HttpMessage,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};
use shared::ProblemKind;

use crate::{app::App, caller::TraceId, config::Settings, problem};

/// The longest address (P21).
const ADDRESS: usize = 2_048;

/// The header that a page of the house adds to each request, and that no form of another site can. Its value is the account
/// for which the page asks, or 1.
pub const OURS: &str = "X-App";

const STRICT: [(HeaderName, &str); 9] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; object-src 'none'",
    ),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
];

const OWN: [HeaderName; 2] = [header::CONTENT_SECURITY_POLICY, HeaderName::from_static("cross-origin-resource-policy")];

/// The first and last thing that happens to a request.
pub async fn guard<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let start = Instant::now();
    let trace_id = uuid::Uuid::new_v4().simple().to_string();
    request.extensions_mut().insert(TraceId(trace_id.clone()));
    let is_api = is_api(request.path());
    let method = request.method().clone();
    let pattern = if is_api { "" } else { "page" };
    let mut response = match refusal(&request) {
        Some(kind) => request.into_response(problem::respond(kind.into(), &trace_id)).map_into_right_body(),
        None => next.call(request).await?.map_into_left_body(),
    };
    strict(response.headers_mut(), is_api);
    let pattern = response.request().match_pattern().unwrap_or_else(|| pattern.to_owned());
    let (status, took) = (response.status().as_u16(), start.elapsed().as_millis());
    tracing::info!(trace_id, %method, pattern, status, took, "answered");
    Ok(response)
}

/// Whether an address belongs to the API.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

fn refusal(request: &ServiceRequest) -> Option<ProblemKind> {
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if ADDRESS < length {
        return Some(ProblemKind::AdresseTropLongue);
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Whatever the address: the router reads `/%61pi` as `/api`.
    let settings = request.app_data::<web::Data<App>>().map(|app| &app.settings);
    let refused = !safe && !is_same_origin(request.headers(), settings);
    refused.then_some(ProblemKind::OrigineRefusee)
}

// Three signs, each enough to refuse: the origin, what the browser says of it, and a header that only our page sends.
fn is_same_origin(headers: &HeaderMap, settings: Option<&Settings>) -> bool {
    let trusted = settings.map_or(&[][..], |settings| &settings.trusted_origins);
    let scheme =
        settings.and_then(|settings| settings.public_url.split_once("://")).map_or("https", |(scheme, _)| scheme);
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    let origin = match headers.get(header::ORIGIN) {
        None => true,
        Some(origin) => origin.to_str().is_ok_and(|origin| {
            trusted.iter().any(|known| known == origin) || origin.split_once("://") == Some((scheme, host))
        }),
    };
    let fetched = match text(HeaderName::from_static("sec-fetch-site")) {
        None => true,
        Some(site) => site == "same-origin" || site == "none",
    };
    origin && fetched && headers.contains_key(OURS)
}

fn strict(headers: &mut HeaderMap, is_api: bool) {
    for (name, value) in STRICT {
        // What other sites may read says so itself, and a page that needs less than the others allows less.
        let is_said = OWN.contains(&name) && headers.contains_key(&name);
        if !is_said {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if is_api || !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
