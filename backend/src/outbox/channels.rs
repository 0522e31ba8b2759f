//! The ways out: e-mail by SMTP or into files, text messages by a gateway over HTTP or into files, notifications.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use lettre::{Message, SmtpTransport, Transport, message::header::ContentType};
use shared::messages::avis::CanalEcrit;

use super::{
    ladder::{Due, Way},
    push::{self, Notification},
    words::{Soon, Words},
    work::Outcome,
};
use crate::{app::App, avis::public, config::Settings};

// A gateway that does not answer must not hold the others back; a conversation by SMTP has up to nine turns, and all of them
// must fit into a claim.
const PATIENCE: Duration = Duration::from_secs(10);

/// The ways out of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Channels {
    mail: Mail,
    sms: Sms,
    push: ureq::Agent,
    from: String,
}

#[derive(Clone)]
enum Mail {
    Smtp(SmtpTransport),
    Files(PathBuf),
}

#[derive(Clone)]
enum Sms {
    Http { agent: ureq::Agent, url: String, token: Option<String> },
    Files(PathBuf),
}

/// Why something was not sent.
#[derive(Debug)]
pub(super) enum Failure {
    /// There is nobody at this address.
    Nobody,
    /// The channel does not work now.
    Channel(String),
}

impl From<String> for Failure {
    fn from(why: String) -> Self {
        Self::Channel(why)
    }
}

/// The channels that failed since the worker began: nobody else waits for them in vain.
#[derive(Clone, Debug, Default)]
pub(super) struct Down(Arc<(AtomicBool, AtomicBool)>);

impl Down {
    pub(super) fn note(&self, canal: CanalEcrit) {
        self.of(canal).store(true, Ordering::Relaxed);
    }

    pub(super) fn is(&self, canal: CanalEcrit) -> bool {
        self.of(canal).load(Ordering::Relaxed)
    }

    fn of(&self, canal: CanalEcrit) -> &AtomicBool {
        match canal {
            CanalEcrit::Courriel => &self.0.0,
            CanalEcrit::Sms => &self.0.1,
        }
    }
}

impl Channels {
    /// From the settings; without a server or a gateway, what is sent lies in a folder.
    pub fn open(settings: &Settings) -> Result<Self, String> {
        let mail = match &settings.smtp_url {
            Some(url) => {
                let smtp = SmtpTransport::from_url(url).map_err(|_| "the address of the SMTP server cannot be read")?;
                Mail::Smtp(smtp.timeout(Some(PATIENCE)).build())
            }
            None => Mail::Files(settings.outbox_folder.clone()),
        };
        let sms = match &settings.sms_url {
            Some(url) => {
                // A redirect would lose the text on its way: it is no answer.
                let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0);
                let config = config.http_status_as_error(false);
                Sms::Http { agent: config.build().into(), url: url.clone(), token: settings.sms_token.clone() }
            }
            None => Sms::Files(settings.outbox_folder.clone()),
        };
        let push = public::agent(&settings.push_trusted_origins);
        Ok(Self { mail, sms, push, from: settings.mail_from.clone() })
    }

    pub(super) async fn deliver(&self, app: &App, due: &Due, way: &Way) -> Outcome {
        let id = due.id.to_string();
        let soon = if due.is_soon() { Soon::Yes } else { Soon::No };
        let words = Words::of(due.genre, due.voix, soon, due.counts);
        let written = words.with_link(&app.settings.public_url);
        match way {
            Way::Push(devices) => {
                let notification = Notification::of(app, due, &words);
                push::send(&self.push, &app.vapid, devices.clone(), notification).await
            }
            Way::Ecrit(CanalEcrit::Courriel, to) => self.mail(&id, to, &written).await.into(),
            Way::Ecrit(CanalEcrit::Sms, to) => self.sms(&id, to, &written).await.into(),
        }
    }

    async fn mail(&self, id: &str, to: &str, words: &Words) -> Result<(), Failure> {
        let message = letter(id, &self.from, to, words)?;
        match &self.mail {
            Mail::Files(folder) => keep(folder, &format!("{id}.eml"), message.formatted()).await,
            Mail::Smtp(smtp) => {
                let smtp = smtp.clone();
                blocking(move || smtp.send(&message).map(drop).map_err(|why| refusal_of(&why))).await
            }
        }
    }

    async fn sms(&self, id: &str, to: &str, words: &Words) -> Result<(), Failure> {
        let body = serde_json::json!({ "id": id, "to": to, "text": words.texte });
        match &self.sms {
            Sms::Files(folder) => keep(folder, &format!("{id}.sms.json"), body.to_string().into_bytes()).await,
            Sms::Http { agent, url, token } => {
                let (agent, url, token, id) = (agent.clone(), url.clone(), token.clone(), id.to_owned());
                blocking(move || {
                    let mut request = agent.post(&url).header("Idempotency-Key", &id).content_type("application/json");
                    if let Some(token) = token {
                        request = request.header("Authorization", &format!("Bearer {token}"));
                    }
                    let answer = request.send(body.to_string()).map_err(|why| Failure::Channel(why.to_string()))?;
                    match answer.status().as_u16() {
                        200..300 => Ok(()),
                        // The gateway understood, and there is no such number; anything else may be its own trouble.
                        404 | 410 | 422 => Err(Failure::Nobody),
                        status => Err(Failure::Channel(format!("the gateway answered {status}"))),
                    }
                })
                .await
            }
        }
    }
}

// Only what says that the mailbox is not there: a server that refuses the password, or to relay, refuses everybody.
fn refusal_of(why: &lettre::transport::smtp::Error) -> Failure {
    let said = why.to_string();
    match why.status().map(u16::from) {
        Some(550 | 551 | 553) if names_nobody(&said) => Failure::Nobody,
        _ => Failure::Channel(said),
    }
}

// By its enhanced status code (RFC 3463: 5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10 and 5.2.1 are about the mailbox of whom one writes to);
// without one, by its words.
fn names_nobody(said: &str) -> bool {
    let is_code = |word: &&str| {
        let parts: Vec<&str> = word.split('.').collect();
        parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut words = said.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ':' | ';' | ',' | '<' | '>'));
    match words.find(is_code) {
        Some(code) => matches!(code, "5.1.1" | "5.1.2" | "5.1.3" | "5.1.6" | "5.1.10" | "5.2.1"),
        None => {
            let said = said.to_ascii_lowercase();
            ["unknown", "no such", "mailbox", "recipient", "does not exist", "invalid address"]
                .iter()
                .any(|word| said.contains(word))
                && !["relay", "denied", "blocked", "spam", "policy"].iter().any(|word| said.contains(word))
        }
    }
}

fn letter(id: &str, from: &str, to: &str, words: &Words) -> Result<Message, Failure> {
    let from: lettre::message::Mailbox =
        from.parse().map_err(|_| "the address of the sender cannot be read".to_owned())?;
    let host = from.email.domain().to_owned();
    Message::builder()
        .message_id(Some(format!("<{id}@{host}>")))
        .from(from)
        .to(to.parse().map_err(|_| Failure::Nobody)?)
        .subject(words.objet.clone())
        .header(ContentType::TEXT_PLAIN)
        .body(words.texte.clone())
        .map_err(|why| Failure::Channel(why.to_string()))
}

// Under its own name: sent again, it is the same file.
async fn keep(folder: &Path, name: &str, bytes: Vec<u8>) -> Result<(), Failure> {
    let (folder, name) = (folder.to_owned(), name.to_owned());
    blocking(move || {
        let write = || -> std::io::Result<()> {
            std::fs::create_dir_all(&folder)?;
            let half = folder.join(format!(".{name}"));
            std::fs::write(&half, bytes)?;
            std::fs::rename(half, folder.join(name))
        };
        write().map_err(|why| Failure::Channel(why.to_string()))
    })
    .await
}

async fn blocking(work: impl FnOnce() -> Result<(), Failure> + Send + 'static) -> Result<(), Failure> {
    let closed = |_| Failure::Channel("the blocking pool is closed".to_owned());
    actix_web::web::block(work).await.map_err(closed)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mailbox_that_is_not_there_is_nobody() {
        for nobody in [
            "permanent error (550): 5.1.1 <ines@exemple.fr>: Recipient address rejected: User unknown",
            "permanent error (550): 5.2.1 The mailbox is disabled",
            "permanent error (553): 5.1.3 Invalid address",
            "permanent error (550): No such user here",
        ] {
            assert!(names_nobody(nobody), "{nobody}");
        }
        for everybody in [
            "permanent error (550): 5.7.1 Relaying denied",
            "permanent error (550): 5.7.1 <ines@exemple.fr>: Recipient address rejected: Access denied",
            "permanent error (550): 5.1.8 Sender address rejected: Domain not found",
            "permanent error (550): Message blocked as spam",
            "permanent error (550): relay not permitted for this recipient",
            "permanent error (550)",
        ] {
            assert!(!names_nobody(everybody), "{everybody}");
        }
    }
}
