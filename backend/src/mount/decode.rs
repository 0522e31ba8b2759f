//! From bytes to a request of the contract; every way of being wrong has its name.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, http::header, web};
use futures_util::StreamExt;
use serde_json::Value;
use shared::{Method, Operation, Problem, ProblemKind, operation::path_names};
use validator::{ValidationErrors, ValidationErrorsKind};

use super::Call;
use crate::{db::Once, problem::Error, server::Patience};

/// The largest body (P21).
const BODY: usize = 64 * 1024;
/// The deepest JSON (P21).
const DEPTH: usize = 32;

/// Reads the body of a request that has one.
pub async fn body(http: &HttpRequest, method: Method, payload: web::Payload) -> Result<Vec<u8>, Error> {
    if method == Method::Get {
        return Ok(Vec::new());
    }
    if !is_json(http) {
        return Err(ProblemKind::TypeDeContenu.into());
    }
    let patience = http.app_data::<Patience>().copied().unwrap_or_default();
    match tokio::time::timeout(patience.body, collect(payload, BODY, ProblemKind::TropGros)).await {
        Ok(body) => body,
        Err(_) => Err(ProblemKind::TropLent.into()),
    }
}

/// Reads a file: a phone on a slow network may take eight times as long as for a form.
pub async fn file(http: &HttpRequest, payload: web::Payload, most: usize) -> Result<Vec<u8>, Error> {
    let patience = http.app_data::<Patience>().copied().unwrap_or_default();
    match tokio::time::timeout(patience.body * 8, collect(payload, most, ProblemKind::PieceTropLourde)).await {
        Ok(file) => file,
        Err(_) => Err(ProblemKind::TropLent.into()),
    }
}

fn is_json(http: &HttpRequest) -> bool {
    let content_type = http.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

async fn collect(mut payload: web::Payload, most: usize, too_large: ProblemKind) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| ProblemKind::RequeteIllisible)?;
        if body.len() + chunk.len() > most {
            return Err(too_large.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Decodes and validates a request.
pub fn request<O: Operation>(http: &HttpRequest, body: &[u8]) -> Result<O, Error> {
    let request: O = match O::METHOD {
        Method::Get => from_query(http, O::PATH)?,
        Method::Post => from_json(http, body, O::PATH)?,
    };
    request.validate().map_err(|errors| codes(&errors))?;
    Ok(request)
}

// Path and query are one list of pairs, so that numbers decode as serde_urlencoded knows how to.
fn from_query<O: Operation>(http: &HttpRequest, path: &str) -> Result<O, Error> {
    let query: Vec<(String, String)> =
        serde_urlencoded::from_str(http.query_string()).map_err(|_| ProblemKind::RequeteIllisible)?;
    if let Some((name, _)) = query.iter().find(|(name, _)| path_names(path).any(|known| known == name)) {
        return Err(Problem::fields([(name.as_str(), "inconnu")]).into());
    }
    let values = path_values(http, path).into_iter().chain(query);
    let values: Vec<_> = values.collect();
    let pairs = serde_urlencoded::to_string(&values).map_err(|_| ProblemKind::RequeteIllisible)?;
    // A flat list has no path to its error: the field is the one without which, or with a plain value in which, the
    // error is another.
    serde_urlencoded::from_str(&pairs).map_err(|why: serde_urlencoded::de::Error| {
        let why = why.to_string();
        let named = why.starts_with("missing field") || why.starts_with("unknown field");
        let at = if named { String::new() } else { blamed::<O>(&values, &why) };
        refusal(&at, &why)
    })
}

fn blamed<O: Operation>(values: &[(String, String)], why: &str) -> String {
    let without = |at: usize| {
        let others: Vec<_> = values.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, pair)| pair).collect();
        let pairs = serde_urlencoded::to_string(others).unwrap_or_default();
        serde_urlencoded::from_str::<O>(&pairs).err().map(|why| why.to_string())
    };
    let guilty = (0..values.len()).find(|at| without(*at).as_deref() != Some(why));
    guilty.and_then(|at| values.get(at)).map(|(name, _)| name.clone()).unwrap_or_default()
}

fn from_json<O: Operation>(http: &HttpRequest, body: &[u8], path: &str) -> Result<O, Error> {
    let value: Value = serde_json::from_slice(body).map_err(|_| ProblemKind::RequeteIllisible)?;
    if depth(&value) > DEPTH {
        return Err(ProblemKind::RequeteIllisible.into());
    }
    let Value::Object(mut fields) = value else {
        return Err(ProblemKind::RequeteIllisible.into());
    };
    for (name, value) in path_values(http, path) {
        if fields.insert(name.clone(), Value::String(value)).is_some() {
            return Err(Problem::fields([(name.as_str(), "inconnu")]).into());
        }
    }
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|why| {
        let at = why.path().to_string();
        let at = if at == "." { String::new() } else { at };
        refusal(&at, &why.inner().to_string())
    })
}

fn path_values(http: &HttpRequest, path: &str) -> Vec<(String, String)> {
    let value = |name: &str| http.match_info().get(name).unwrap_or_default().to_owned();
    path_names(path).map(|name| (name.to_owned(), value(name))).collect()
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

// serde says what is wrong in a sentence of its own; the contract says it in a field and a code.
fn refusal(at: &str, why: &str) -> Error {
    let quoted = why.split('`').nth(1).unwrap_or_default();
    let inside = |name: &str| {
        if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
    };
    let (field, code) = if why.starts_with("missing field") {
        (inside(quoted), "manquant")
    } else if why.starts_with("unknown field") {
        let parent = at.rsplit_once('.').map_or("", |(parent, _)| parent);
        let field = if parent.is_empty() { quoted.to_owned() } else { format!("{parent}.{quoted}") };
        (field, "inconnu")
    } else if why.starts_with("duplicate field") {
        (inside(quoted), "en-double")
    } else if why.starts_with("unknown variant") {
        (at.to_owned(), "choix-inconnu")
    } else if is_code(why) {
        return Problem::fields([(at, why)]).into();
    } else {
        (at.to_owned(), "mal-forme")
    };
    Problem::fields([(field.as_str(), code)]).into()
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

// The rules of `validator`: a field has one or more codes. What is inside another is named by its path, `fiche.places`.
fn codes(errors: &ValidationErrors) -> Error {
    let mut fields = BTreeMap::new();
    collect_codes(errors, "", &mut fields);
    Problem { fields, ..ProblemKind::ChampsInvalides.into() }.into()
}

fn collect_codes(errors: &ValidationErrors, parent: &str, fields: &mut BTreeMap<String, Vec<String>>) {
    for (name, wrong) in errors.errors() {
        let at = if parent.is_empty() { name.to_string() } else { format!("{parent}.{name}") };
        match wrong {
            ValidationErrorsKind::Field(wrong) => {
                fields.entry(at).or_default().extend(wrong.iter().map(|error| error.code.to_string()));
            }
            ValidationErrorsKind::Struct(inside) => collect_codes(inside, &at, fields),
            ValidationErrorsKind::List(items) => {
                items.iter().for_each(|(rank, inside)| collect_codes(inside, &format!("{at}.{rank}"), fields));
            }
        }
    }
}

/// The `Idempotency-Key` of a creating request, bound to its caller, its address and its content.
pub fn key<O: Operation>(call: &Call, porteur: String, body: &[u8]) -> Result<Once, Error> {
    let value = call.http.headers().get("Idempotency-Key").and_then(|value| value.to_str().ok()).unwrap_or("");
    // The draft of the IETF quotes the key; a bare one is taken too.
    let cle = value.trim().trim_matches('"').to_ascii_lowercase();
    if uuid::Uuid::try_parse(&cle).is_err() {
        return Err(ProblemKind::CleManquante.into());
    }
    // A keyed digest: the body may hold a phone and a password, and a plain one could be guessed.
    let content = format!("{} {}\0{}", O::METHOD.name(), call.http.path(), String::from_utf8_lossy(body));
    Ok(Once { porteur, cle, empreinte: call.app.keys.mark("idempotence", &content) })
}
