//! The ways out: e-mail by SMTP or into files, text messages by a gateway over HTTP or into files.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use lettre::{Message, SmtpTransport, Transport, message::header::ContentType};

use super::Genre;
use crate::config::Settings;

// A gateway that does not answer must not hold the others back.
const PATIENCE: Duration = Duration::from_secs(20);

/// The ways out of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Channels {
    mail: Mail,
    sms: Sms,
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
                let agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
                Sms::Http { agent, url: url.clone(), token: settings.sms_token.clone() }
            }
            None => Sms::Files(settings.outbox_folder.clone()),
        };
        Ok(Self { mail, sms, from: settings.mail_from.clone() })
    }

    pub(super) async fn mail(&self, id: &str, to: &str, genre: Genre) -> Result<(), String> {
        let message = letter(id, &self.from, to, genre)?;
        match &self.mail {
            Mail::Files(folder) => keep(folder, &format!("{id}.eml"), message.formatted()).await,
            Mail::Smtp(smtp) => {
                let smtp = smtp.clone();
                blocking(move || smtp.send(&message).map(drop).map_err(|why| why.to_string())).await
            }
        }
    }

    pub(super) async fn sms(&self, id: &str, to: &str, genre: Genre) -> Result<(), String> {
        let body = serde_json::json!({ "id": id, "to": to, "text": genre.texte() });
        match &self.sms {
            Sms::Files(folder) => keep(folder, &format!("{id}.sms.json"), body.to_string().into_bytes()).await,
            Sms::Http { agent, url, token } => {
                let (agent, url, token, id) = (agent.clone(), url.clone(), token.clone(), id.to_owned());
                blocking(move || {
                    let mut request = agent.post(&url).header("Idempotency-Key", &id).content_type("application/json");
                    if let Some(token) = token {
                        request = request.header("Authorization", &format!("Bearer {token}"));
                    }
                    request.send(body.to_string()).map(drop).map_err(|why| why.to_string())
                })
                .await
            }
        }
    }
}

fn letter(id: &str, from: &str, to: &str, genre: Genre) -> Result<Message, String> {
    let address = |text: &str| text.parse().map_err(|_| "an e-mail address cannot be read".to_owned());
    let from: lettre::message::Mailbox = address(from)?;
    let host = from.email.domain().to_owned();
    Message::builder()
        .message_id(Some(format!("<{id}@{host}>")))
        .from(from)
        .to(address(to)?)
        .subject(genre.objet())
        .header(ContentType::TEXT_PLAIN)
        .body(genre.texte().to_owned())
        .map_err(|why| why.to_string())
}

// Under its own name: sent again, it is the same file.
async fn keep(folder: &Path, name: &str, bytes: Vec<u8>) -> Result<(), String> {
    let (folder, name) = (folder.to_owned(), name.to_owned());
    blocking(move || {
        std::fs::create_dir_all(&folder).map_err(|why| why.to_string())?;
        let half = folder.join(format!(".{name}"));
        std::fs::write(&half, bytes).map_err(|why| why.to_string())?;
        std::fs::rename(half, folder.join(name)).map_err(|why| why.to_string())
    })
    .await
}

async fn blocking(work: impl FnOnce() -> Result<(), String> + Send + 'static) -> Result<(), String> {
    actix_web::web::block(work).await.map_err(|_| "the blocking pool is closed".to_owned())?
}
