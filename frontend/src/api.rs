//! The only place that knows HTTP: an operation goes out, its reply or a problem comes back.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use gloo_net::http::{RequestBuilder, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared::{
    Method, Operation, Problem, ProblemKind,
    comptes::{RefreshSession, SignOut},
    ids::CompteId,
    operation::path_names,
};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{texts::commun, ui::quick_exit};

/// How long an answer is waited for, in milliseconds.
const PATIENCE: i32 = 20_000;
/// The same for one that bears a file.
const PATIENCE_WITH_BYTES: i32 = 180_000;
/// How often a request that creates something is sent again when the network fails.
const RETRIES: u32 = 3;

/// Names one intention of the user: every retry bears it, so that it takes effect once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key(String);

impl Key {
    /// A new intention.
    pub fn new() -> Self {
        Self(new_uuid())
    }
}

impl Default for Key {
    fn default() -> Self {
        Self::new()
    }
}

/// Remembers the key of an intention: the same request keeps its key, another one gets a new key.
#[derive(Clone, Debug)]
pub struct Once<O>(Rc<RefCell<Option<(Key, O)>>>);

impl<O: Operation + Clone + PartialEq> Once<O> {
    /// Nothing was intended yet.
    pub fn new() -> Self {
        Self(Rc::default())
    }

    /// Sends it; a retry by the user is the same intention.
    pub async fn call(self, request: O) -> Result<O::Reply, Problem> {
        let key = self.key(&request);
        call_once(&key, request).await
    }

    /// Sends it where the answer is not read: the program need not know what it looks like.
    pub async fn send(self, request: O) -> Result<(), Problem> {
        let key = self.key(&request);
        send_stubbornly(prepare(&request, Some(&key))?).await.map(drop)
    }

    fn key(&self, request: &O) -> Key {
        let known = self.0.borrow_mut().take().filter(|(_, former)| former == request);
        let (key, request) = known.unwrap_or_else(|| (Key::new(), request.clone()));
        *self.0.borrow_mut() = Some((key.clone(), request));
        key
    }
}

impl<O: Operation + Clone + PartialEq> Default for Once<O> {
    fn default() -> Self {
        Self::new()
    }
}

/// Sends an operation. One that creates something gets a key of its own.
pub async fn call<O: Operation>(request: O) -> Result<O::Reply, Problem> {
    if O::ONCE { call_once(&Key::new(), request).await } else { read(send(prepare(&request, None)?).await?) }
}

/// Sends an operation that creates something under a key that the page made once for this intention. It is sent again
/// by itself when the network fails.
pub async fn call_once<O: Operation>(key: &Key, request: O) -> Result<O::Reply, Problem> {
    let wire = prepare(&request, Some(key))?;
    read(send_stubbornly(wire).await?)
}

/// Sends an operation whose body is a file; its fields are all in the path.
pub async fn call_with_bytes<O: Operation>(request: O, bytes: &JsValue) -> Result<O::Reply, Problem> {
    let wire = prepare(&request, None)?;
    read(send(Wire { body: Some(Body::Bytes(bytes.clone())), ..wire }).await?)
}

/// Whether the request may never have arrived: the same one can be sent again.
pub fn is_network(problem: &Problem) -> bool {
    problem.status == 0
}

/// A random UUID (version 4), also where the page is not served over HTTPS.
pub fn new_uuid() -> String {
    let mut bytes = [0_u8; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        drop(crypto.get_random_values_with_u8_array(&mut bytes));
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (i, byte) in bytes.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 0x0f] {
            text.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    text
}

/// Waits, in milliseconds.
pub async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds));
        }
    });
    drop(JsFuture::from(promise).await);
}

/// Runs this when the session is over and cannot be continued.
pub fn on_session_lost(run: impl Fn() + 'static) {
    LOST.with_borrow_mut(|lost| *lost = Some(Box::new(run)));
}

/// Says a refusal in other words, given the seconds of its `Retry-After`.
pub type Say = fn(&mut Problem, Option<u32>);

/// Runs on each refusal of the server, with the seconds of its `Retry-After`: a page may say it in its own words.
pub fn on_refusal(say: Say) {
    SAY.set(Some(say));
}

/// Signs out while the page is being left: nothing waits for the answer.
pub fn sign_out_while_leaving() {
    let init = web_sys::RequestInit::new();
    init.set_method(SignOut::METHOD.name());
    if let Ok(headers) = web_sys::Headers::new() {
        drop(headers.append("X-App", NOBODY));
        drop(headers.append("Content-Type", "application/json"));
        init.set_headers(&headers);
    }
    init.set_body(&JsValue::from_str(r#"{"vite":true}"#));
    // Not a field of `RequestInit` in web-sys yet.
    drop(js_sys::Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE));
    if let Some(window) = web_sys::window() {
        let answer = JsFuture::from(window.fetch_with_str_and_init(SignOut::PATH, &init));
        wasm_bindgen_futures::spawn_local(async move { drop(answer.await) });
    }
}

/// For whom this page asks. A page that slept while somebody else signed in on the same browser asks for nobody else: the
/// server refuses, and the page starts anew.
pub fn ask_for(compte: Option<CompteId>) {
    WHO.set(compte.map_or_else(|| NOBODY.to_owned(), String::from));
}

const NOBODY: &str = "1";

thread_local! {
    static WHO: RefCell<String> = RefCell::new(NOBODY.to_owned());
    static SAY: Cell<Option<Say>> = const { Cell::new(None) };
    static LOST: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
    static REFRESHING: RefCell<Option<js_sys::Promise>> = const { RefCell::new(None) };
}

/// A request as it travels: nothing here depends on the operation, so the code exists once.
#[derive(Clone)]
struct Wire {
    method: Method,
    url: String,
    body: Option<Body>,
    key: Option<Key>,
}

#[derive(Clone)]
enum Body {
    Json(String),
    Bytes(JsValue),
}

fn prepare<O: Operation>(request: &O, key: Option<&Key>) -> Result<Wire, Problem> {
    let fields = match serde_json::to_value(request) {
        Ok(Value::Object(fields)) => fields,
        _ => return Err(local(ProblemKind::RequeteIllisible, 400, commun::panne())),
    };
    Ok(address(O::METHOD, O::PATH, fields, key.cloned()))
}

fn address(method: Method, path: &str, mut fields: Map<String, Value>, key: Option<Key>) -> Wire {
    let mut url = path.to_owned();
    for name in path_names(path) {
        let value = fields.remove(name).map(|value| encode(&value)).unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), &value);
    }
    match method {
        Method::Get => {
            for (i, (name, value)) in fields.iter().filter(|(_, value)| !value.is_null()).enumerate() {
                url.push(if i == 0 { '?' } else { '&' });
                url.push_str(name);
                url.push('=');
                url.push_str(&encode(value));
            }
            Wire { method, url, body: None, key }
        }
        Method::Post => Wire { method, url, body: Some(Body::Json(Value::Object(fields).to_string())), key },
    }
}

fn encode(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    String::from(js_sys::encode_uri_component(&text))
}

// Once for each type that travels.
#[inline(never)]
fn read<T: serde::de::DeserializeOwned>(body: String) -> Result<T, Problem> {
    serde_json::from_str(&body).map_err(|_| local(ProblemKind::ErreurInterne, 500, commun::panne()))
}

async fn send_stubbornly(wire: Wire) -> Result<String, Problem> {
    for attempt in 0..RETRIES {
        match send(wire.clone()).await {
            Err(problem) if is_network(&problem) => sleep(500 << attempt).await,
            answer => return answer,
        }
    }
    send(wire).await
}

async fn send(wire: Wire) -> Result<String, Problem> {
    match send_once(&wire).await {
        Err(problem) if problem.kind == ProblemKind::SessionExpiree && wire.url != RefreshSession::PATH => {
            continue_session().await?;
            send_once(&wire).await
        }
        answer => answer,
    }
}

async fn send_once(wire: &Wire) -> Result<String, Problem> {
    let offline = || local(ProblemKind::Indisponible, 0, commun::pas_de_reseau());
    let abort = web_sys::AbortController::new().map_err(|_| offline())?;
    let patience = match wire.body {
        Some(Body::Bytes(_)) => PATIENCE_WITH_BYTES,
        Some(Body::Json(_)) | None => PATIENCE,
    };
    let alarm = Alarm::new(&abort, patience);
    let mut builder = RequestBuilder::new(&wire.url)
        .method(match wire.method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Post => gloo_net::http::Method::POST,
        })
        .abort_signal(Some(&abort.signal()))
        .header("X-App", &WHO.with_borrow(String::clone));
    if let Some(Key(key)) = &wire.key {
        builder = builder.header("Idempotency-Key", key);
    }
    let request = match &wire.body {
        Some(Body::Json(body)) => builder.header("Content-Type", "application/json").body(body),
        Some(Body::Bytes(body)) => builder.header("Content-Type", "application/octet-stream").body(body.clone()),
        None => builder.build(),
    };
    let response = request.map_err(|_| offline())?.send().await.map_err(|_| offline())?;
    let body = response.text().await.map_err(|_| offline())?;
    drop(alarm);
    if response.ok() { Ok(body) } else { Err(refusal(&response, &body)) }
}

fn refusal(response: &Response, body: &str) -> Problem {
    let status = response.status();
    let mut problem = serde_json::from_str(body).unwrap_or_else(|_| match status {
        502..=504 => local(ProblemKind::Indisponible, status, commun::occupe()),
        _ => local(ProblemKind::ErreurInterne, status, commun::panne()),
    });
    if problem.kind == ProblemKind::AutreCompte {
        quick_exit::start_anew();
    }
    if let Some(say) = SAY.get() {
        say(&mut problem, response.headers().get("Retry-After").and_then(|seconds| seconds.parse().ok()));
    }
    problem
}

// One refresh at a time in this tab: a second one with the same cookie would look like a theft.
async fn continue_session() -> Result<(), Problem> {
    let running = REFRESHING.with_borrow_mut(|refreshing| {
        refreshing.get_or_insert_with(|| wasm_bindgen_futures::future_to_promise(refresh())).clone()
    });
    let answer = JsFuture::from(running).await.unwrap_or(JsValue::NULL);
    REFRESHING.with_borrow_mut(Option::take);
    match answer.as_f64() {
        Some(0.0) => Ok(()),
        Some(_) => Err(local(ProblemKind::NonConnecte, 401, commun::session_finie())),
        None => Err(local(ProblemKind::Indisponible, 0, commun::pas_de_reseau())),
    }
}

// The promise gives 0 when the session goes on, 1 when it is over, null when one cannot know.
async fn refresh() -> Result<JsValue, JsValue> {
    let wire = address(RefreshSession::METHOD, RefreshSession::PATH, Map::new(), None);
    Ok(match send_once(&wire).await {
        Ok(_) => 0.into(),
        Err(problem) if problem.status == 401 => {
            LOST.with_borrow(|lost| lost.iter().for_each(|run| run()));
            1.into()
        }
        Err(_) => JsValue::NULL,
    })
}

fn local(kind: ProblemKind, status: u16, title: &str) -> Problem {
    Problem { kind, title: title.to_owned(), status, fields: BTreeMap::new(), trace_id: None }
}

/// Ends a request that is not answered in time.
struct Alarm(Option<i32>);

impl Alarm {
    fn new(abort: &web_sys::AbortController, patience: i32) -> Self {
        let abort = abort.clone();
        let ring = wasm_bindgen::closure::Closure::once_into_js(move || abort.abort());
        Self(web_sys::window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(ring.unchecked_ref(), patience).ok()
        }))
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if let (Some(window), Some(alarm)) = (web_sys::window(), self.0) {
            window.clear_timeout_with_handle(alarm);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_the_path_of_a_post_is_in_its_body() {
        let fields = serde_json::json!({ "texte": "salut" });
        let Value::Object(fields) = fields else { panic!("an object") };
        let wire = address(Method::Post, "/api/fils", fields, None);
        assert_eq!(wire.url, "/api/fils");
        assert!(matches!(wire.body, Some(Body::Json(body)) if body == r#"{"texte":"salut"}"#));
    }
}
