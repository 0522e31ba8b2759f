//! Notifications: encrypted for the browser (RFC 8291), signed by the installation (RFC 8292), carried by whatever push service
//! the browser chose. What the phone shows is the neutral text and nothing else.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use shared::{Instant, messages::avis::GenreAvis};
use web_push_native::{Auth, p256::PublicKey};

use super::{
    Genre,
    ladder::Due,
    words::{Voix, Words},
    work::Outcome,
};
use crate::{
    app::App,
    avis::{devices::Device, public, vapid::Vapid},
};

/// What the mark of a notification is for (`SeeAvis`).
pub const PURPOSE: &str = "avis";
// A push service keeps it that long for a phone that is off.
const MOST_SECONDS: i64 = 24 * 60 * 60;
// Nobody reads the answer; it is taken in so that the connection can serve again, and no longer than that.
const MOST_ANSWER: u64 = 64 * 1024;

/// A notification, the same for every device of a person.
pub(super) struct Notification {
    body: String,
    topic: String,
    seconds: i64,
    is_urgent: bool,
    contact: String,
    trusted: Vec<String>,
    now: Instant,
}

impl Notification {
    pub(super) fn of(app: &App, due: &Due, words: &Words) -> Self {
        let id = due.id.to_string();
        let page = match (due.voix, due.genre) {
            (Voix::Vous, _) => "/pro",
            (Voix::Tu, Genre::Avis(GenreAvis::Message)) => "/messages",
            (Voix::Tu, Genre::Avis(_) | Genre::Rappel | Genre::Resume) => "/",
        };
        let body = serde_json::json!({
            "id": id, "marque": app.keys.mark(PURPOSE, &id), "objet": words.objet, "texte": words.texte, "page": page,
        });
        let (settings, now) = (&app.settings, app.db.now());
        let contact = match settings.public_url.strip_prefix("https://") {
            Some(_) => settings.public_url.clone(),
            None => "mailto:ne-pas-repondre@localhost.localdomain".to_owned(),
        };
        Self {
            body: body.to_string(),
            // What the service still holds for the phone is replaced, not doubled: 32 characters at the most.
            topic: id.replace('-', ""),
            seconds: ((due.perime_le.0 - now.0) / 1000).clamp(60, MOST_SECONDS),
            is_urgent: due.is_soon(),
            contact,
            trusted: settings.push_trusted_origins.clone(),
            now,
        }
    }
}

/// Sends a notification to every device of a person. One that rings is enough; those that are gone are named.
pub(super) async fn send(
    agent: &ureq::Agent,
    vapid: &Vapid,
    devices: Vec<Device>,
    notification: Notification,
) -> Outcome {
    let (agent, vapid) = (agent.clone(), vapid.clone());
    let sent = actix_web::web::block(move || {
        let (mut gone, mut rang, mut trouble) = (Vec::new(), false, None);
        for device in devices {
            match ring(&agent, &vapid, &device, &notification) {
                Answer::Rang => rang = true,
                Answer::Gone => gone.push(device.adresse),
                Answer::Trouble(why) => trouble = Some(why),
            }
        }
        match trouble {
            _ if rang => Outcome::Sent { gone },
            Some(why) => Outcome::Failed(why),
            None => Outcome::Nobody { gone },
        }
    });
    sent.await.unwrap_or_else(|_| Outcome::Failed("the blocking pool is closed".to_owned()))
}

enum Answer {
    Rang,
    Gone,
    Trouble(String),
}

fn ring(agent: &ureq::Agent, vapid: &Vapid, device: &Device, notification: &Notification) -> Answer {
    let Some(uri) = public::parse(&device.adresse, &notification.trusted) else { return Answer::Gone };
    let Some(body) = encrypt(device, &notification.body) else { return Answer::Gone };
    let authorization = match vapid.authorization(&public::origin(&uri), &notification.contact, notification.now) {
        Ok(authorization) => authorization,
        Err(why) => return Answer::Trouble(why),
    };
    let request = agent
        .post(uri)
        .header("Authorization", authorization)
        .header("Content-Encoding", "aes128gcm")
        .header("Content-Type", "application/octet-stream")
        .header("TTL", notification.seconds.to_string())
        .header("Topic", &notification.topic)
        .header("Urgency", if notification.is_urgent { "high" } else { "normal" });
    match request.send(&body) {
        Ok(mut answer) => {
            let status = answer.status().as_u16();
            drop(answer.body_mut().with_config().limit(MOST_ANSWER).read_to_vec());
            match status {
                200..300 => Answer::Rang,
                404 | 410 => Answer::Gone,
                status => Answer::Trouble(format!("the push service answered {status}")),
            }
        }
        // The address of a device is a secret of its own: only the kind of trouble is said.
        Err(ureq::Error::BadUri(_)) => Answer::Gone,
        Err(ureq::Error::Timeout(_)) => Answer::Trouble("the push service did not answer in time".to_owned()),
        Err(_) => Answer::Trouble("the push service cannot be reached".to_owned()),
    }
}

/// Reads the keys of a browser; `None` when they are none.
pub fn keys_of(device: &Device) -> Option<(PublicKey, Auth)> {
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
    let key = PublicKey::from_sec1_bytes(&bytes(&device.p256dh)?).ok()?;
    let auth: [u8; 16] = bytes(&device.auth)?.try_into().ok()?;
    Some((key, auth.into()))
}

fn encrypt(device: &Device, text: &str) -> Option<Vec<u8>> {
    let (key, auth) = keys_of(device)?;
    web_push_native::encrypt(text.as_bytes().to_vec(), &key, &auth).ok()
}
