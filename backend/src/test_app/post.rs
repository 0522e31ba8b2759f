//! The other side of the outbox, as real sockets: a push service, a gateway of text messages, a mail server; each well or ill.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use web_push_native::p256::{SecretKey, elliptic_curve::sec1::ToEncodedPoint};

/// A request, as it came.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Its headers, in small letters.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: Vec<u8>,
}

type All = Arc<Mutex<Vec<Heard>>>;

/// A server that keeps what it hears. What it answers is in the path: `/410/…` is answered by 410.
pub struct Ear {
    /// Its origin.
    pub origin: String,
    all: All,
}

impl Ear {
    /// Starts to listen.
    pub fn open() -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", socket.local_addr().unwrap());
        let all = All::default();
        let kept = Arc::clone(&all);
        thread::spawn(move || {
            for stream in socket.incoming() {
                let kept = Arc::clone(&kept);
                thread::spawn(move || drop(answer(stream.unwrap(), &kept)));
            }
        });
        Self { origin, all }
    }

    /// What was heard since the last time.
    pub fn take(&self) -> Vec<Heard> {
        std::mem::take(&mut self.all.lock().unwrap())
    }
}

fn answer(stream: TcpStream, all: &All) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let status = path.split('/').nth(1).and_then(|status| status.parse::<u16>().ok()).unwrap_or(201);
    all.lock().unwrap().push(Heard { headers, body });
    let mut stream = stream;
    match status {
        // Not the language that was asked for.
        1 => stream.write_all(b"\x00\xffhello, is anybody there?\r\n\r\n"),
        // An answer without an end.
        2 => {
            stream.write_all(b"HTTP/1.1 201 Created\r\n\r\n")?;
            while stream.write_all(&[b'x'; 64 * 1024]).is_ok() {}
            Ok(())
        }
        302 => write!(stream, "HTTP/1.1 302 Found\r\nLocation: /201/elsewhere\r\nContent-Length: 0\r\n\r\n"),
        _ => write!(stream, "HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    }
}

/// A browser that allowed notifications: its keys, and its address at an [`Ear`].
pub struct Browser {
    /// Its address.
    pub adresse: String,
    /// Its public key, base64url.
    pub p256dh: String,
    /// Its secret, base64url.
    pub auth: String,
    secret: SecretKey,
    bytes: [u8; 16],
}

impl Browser {
    /// A browser whose push service answers with a status.
    pub fn at(ear: &Ear, status: u16) -> Self {
        let id = uuid::Uuid::new_v4();
        let secret = SecretKey::from_slice(&[id.as_bytes().as_slice(), &[7; 16]].concat()).unwrap();
        let bytes = *uuid::Uuid::new_v4().as_bytes();
        let key = secret.public_key().to_encoded_point(false);
        Self {
            adresse: format!("{}/{status}/{id}", ear.origin),
            p256dh: URL_SAFE_NO_PAD.encode(key.as_bytes()),
            auth: URL_SAFE_NO_PAD.encode(bytes),
            secret,
            bytes,
        }
    }

    /// What it shows.
    pub fn open(&self, heard: &Heard) -> serde_json::Value {
        let text = web_push_native::decrypt(heard.body.clone(), &self.secret, &self.bytes.into()).unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}

/// How a mail server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    Well,
    /// It knows nobody.
    Nobody,
    /// It has no time now.
    Busy,
    /// It speaks something else.
    Nonsense,
    /// It takes the letter and hangs up before it says so.
    HangsUp,
    /// It never says a word.
    Silent,
}

/// A mail server.
pub struct MailServer {
    /// Its address, as a setting.
    pub url: String,
    mood: Arc<Mutex<Mood>>,
    letters: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    /// Starts to listen.
    pub fn open(mood: Mood) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", socket.local_addr().unwrap());
        let (mood, letters) = (Arc::new(Mutex::new(mood)), Arc::new(Mutex::new(Vec::new())));
        let (now, kept) = (Arc::clone(&mood), Arc::clone(&letters));
        thread::spawn(move || {
            for stream in socket.incoming() {
                let (mood, kept) = (*now.lock().unwrap(), Arc::clone(&kept));
                thread::spawn(move || drop(talk(stream.unwrap(), mood, &kept)));
            }
        });
        Self { url, mood, letters }
    }

    /// From now on.
    pub fn turns(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// What was taken, in order.
    pub fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }
}

fn talk(mut stream: TcpStream, mood: Mood, letters: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let greeting: &[u8] = match mood {
        Mood::Silent => {
            thread::sleep(Duration::from_secs(30));
            return Ok(());
        }
        Mood::Nonsense => b"<html>It works!</html>\r\n",
        Mood::Busy => b"421 come back later\r\n",
        Mood::Well | Mood::Nobody | Mood::HangsUp => b"220 ready\r\n",
    };
    stream.write_all(greeting)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    while 0 < reader.read_line(&mut line)? {
        let said = line.to_uppercase();
        line.clear();
        if said.starts_with("RCPT") && mood == Mood::Nobody {
            stream.write_all(b"550 no such user\r\n")?;
        } else if said.starts_with("DATA") {
            stream.write_all(b"354 go on\r\n")?;
            let mut letter = String::new();
            while !letter.ends_with("\r\n.\r\n") && 0 < reader.read_line(&mut letter)? {}
            letters.lock().unwrap().push(letter);
            if mood == Mood::HangsUp {
                return Ok(());
            }
            stream.write_all(b"250 taken\r\n")?;
        } else if said.starts_with("QUIT") {
            return stream.write_all(b"221 bye\r\n");
        } else {
            stream.write_all(b"250 ok\r\n")?;
        }
    }
    Ok(())
}
