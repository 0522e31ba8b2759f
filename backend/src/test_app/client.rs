//! A browser that speaks the contract, and anything else.

use std::{collections::BTreeMap, io::Read, net::SocketAddr, sync::Mutex};

use shared::{
    Method, Operation, Problem,
    accueil::{ChangeEspaceTemps, EspaceEnDetail, ReadEspaceEnDetail},
    fields::CodeEspace,
    ids::CompteId,
    operation::path_names,
};

/// A browser.
pub struct Client {
    /// Whose it is.
    pub compte: Option<CompteId>,
    agent: ureq::Agent,
    address: SocketAddr,
    jar: Mutex<BTreeMap<String, String>>,
}

/// An answer, as it came.
pub struct Raw {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: ureq::http::HeaderMap,
    /// The body.
    pub body: String,
}

impl Raw {
    /// The problem that it is.
    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Client {
    /// A browser of an account; its cookies are still to come.
    pub fn of(address: SocketAddr, compte: CompteId) -> Self {
        Self { compte: Some(compte), ..Self::new(address) }
    }

    /// A browser without a cookie.
    pub fn new(address: SocketAddr) -> Self {
        let agent =
            ureq::Agent::config_builder().http_status_as_error(false).allow_non_standard_methods(true).build().into();
        Self { compte: None, agent, address, jar: Mutex::default() }
    }

    /// Keeps a cookie.
    pub fn keep(&self, name: &str, value: &str) {
        self.jar.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// Loses a cookie.
    pub fn lose(&self, name: &str) {
        self.jar.lock().unwrap().remove(name);
    }

    /// A cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.lock().unwrap().get(name).cloned()
    }

    /// Calls an operation, with a new key when it creates something.
    pub fn call<O: Operation>(&self, request: O) -> Result<O::Reply, Problem> {
        self.call_once(&uuid::Uuid::new_v4().to_string(), &request)
    }

    /// Calls an operation with a key.
    pub fn call_once<O: Operation>(&self, key: &str, request: &O) -> Result<O::Reply, Problem> {
        let raw = self.raw(key, request);
        if raw.status == 200 { Ok(serde_json::from_str(&raw.body).unwrap()) } else { Err(raw.problem()) }
    }

    /// Changes a place as somebody does who has just read it.
    pub fn change_espace(&self, request: impl serde::Serialize) -> Result<EspaceEnDetail, Problem> {
        let request: ChangeEspaceTemps = serde_json::from_value(serde_json::to_value(request).unwrap()).unwrap();
        self.call(ChangeEspaceTemps { version: self.version_of(&request.code), ..request })
    }

    /// The version of a place, as its forms are made from it.
    pub fn version_of(&self, code: &CodeEspace) -> u32 {
        self.call(ReadEspaceEnDetail { code: code.clone() }).map_or(0, |one| one.version)
    }

    /// Calls an operation and gives the answer as it came.
    pub fn raw<O: Operation>(&self, key: &str, request: &O) -> Raw {
        let serde_json::Value::Object(mut fields) = serde_json::to_value(request).unwrap() else {
            panic!("not an object")
        };
        let mut path = O::PATH.to_owned();
        for name in path_names(O::PATH) {
            let value = fields.remove(name).unwrap();
            path = path.replace(&format!("{{{name}}}"), value.as_str().unwrap());
        }
        match O::METHOD {
            Method::Get => {
                let pairs: Vec<_> = fields
                    .iter()
                    .map(|(name, value)| (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
                    .collect();
                self.send("GET", &format!("{path}?{}", serde_urlencoded::to_string(pairs).unwrap()), &[], "")
            }
            Method::Post => {
                let body = serde_json::Value::Object(fields).to_string();
                self.send("POST", &path, &[("Idempotency-Key", key)], &body)
            }
        }
    }

    /// Sends anything. The headers of the page are there unless they are given anew; an empty value leaves one out.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Raw {
        self.send_bytes(method, path, headers, body.as_bytes())
    }

    /// Sends a file.
    pub fn upload<O: Operation>(&self, request: &O, file: &[u8]) -> Result<O::Reply, Problem> {
        let fields = serde_json::to_value(request).unwrap();
        let path = path_names(O::PATH).fold(O::PATH.to_owned(), |path, name| {
            path.replace(&format!("{{{name}}}"), fields[name].as_str().unwrap())
        });
        let raw = self.send_bytes("POST", &path, &[("content-type", "application/octet-stream")], file);
        if raw.status == 200 { Ok(serde_json::from_str(&raw.body).unwrap()) } else { Err(raw.problem()) }
    }

    /// Sends anything, bytes too.
    pub fn send_bytes(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Raw {
        let mut all = BTreeMap::from([("x-app", "1"), ("content-type", "application/json")]);
        let lower: Vec<(String, &str)> = headers.iter().map(|(name, value)| (name.to_lowercase(), *value)).collect();
        all.extend(lower.iter().map(|(name, value)| (name.as_str(), *value)));
        let jar: Vec<String> = self.jar.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = jar.join("; ");
        if !cookies.is_empty() {
            all.insert("cookie", &cookies);
        }
        let mut request = ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in all.into_iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(name, value);
        }
        let answer = match method {
            "GET" | "HEAD" => self.agent.run(request.body(()).unwrap()),
            _ => self.agent.run(request.body(body).unwrap()),
        };
        self.take(answer.unwrap())
    }

    fn take(&self, answer: ureq::http::Response<ureq::Body>) -> Raw {
        for cookie in answer.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() { self.lose(name) } else { self.keep(name, value) }
        }
        let (parts, body) = answer.into_parts();
        let mut text = Vec::new();
        body.into_reader().read_to_end(&mut text).unwrap();
        Raw { status: parts.status.as_u16(), headers: parts.headers, body: String::from_utf8_lossy(&text).into_owned() }
    }
}
