//! What every request can reach: the database, the settings, the keys, the live streams.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use jiff::tz::TimeZone;
use shared::{
    Instant,
    fields::Jour,
    ids::{CompteId, SessionId},
};
use tokio::sync::Semaphore;

use crate::{
    avis::vapid::Vapid,
    caller::Identity,
    comptes::keys::{Keys, Salt},
    config::Settings,
    db::{self, Clock, Db},
    live::{Live, Word},
    problem::Error,
    time,
};

/// How long an identity is believed without asking the database again.
pub const IDENTITY_TTL: Duration = Duration::from_secs(30);

/// The application, shared by all workers.
pub struct App {
    /// The database.
    pub db: Db,
    /// The settings.
    pub settings: Settings,
    /// What signs the sessions.
    pub keys: Keys,
    /// What salts the passwords of this installation.
    pub salt: Salt,
    /// Who sends the notifications, for the push services.
    pub vapid: Vapid,
    /// The open streams.
    pub live: Live,
    /// How many passwords may be hashed at once (P24).
    pub hashing: Semaphore,
    /// How many photos may be read at once: each takes memory.
    pub photos: Semaphore,
    zone: TimeZone,
    identities: Mutex<HashMap<SessionId, (Instant, Identity)>>,
}

impl App {
    /// Opens the database, which must be at the newest schema, and reads the keys.
    pub fn open(settings: Settings, clock: Clock) -> Result<Self, Error> {
        let live = Live::default();
        let keys = Keys::load(&settings)?;
        let db = Db::open(&settings.database, live.clone(), clock)?;
        let mut own = db::connect(&settings.database)?;
        let (salt, vapid) = (Salt::of_installation(&mut own)?, Vapid::of_installation(&mut own)?);
        Ok(Self {
            db,
            keys,
            salt,
            vapid,
            live,
            hashing: Semaphore::new(2),
            photos: Semaphore::new(1),
            zone: settings.time_zone(),
            identities: Mutex::default(),
            settings,
        })
    }

    /// The day it is in the zone of the installation.
    pub fn today(&self) -> Jour {
        time::day_of(self.db.now(), &self.zone)
    }

    /// The zone of the installation.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// An account has left, or was made to: its streams end and nothing is believed of it any more, on any node (P18).
    pub fn leave_everywhere(&self, compte: CompteId) {
        self.leave(compte);
        self.live.speak(Some(Word::Left(compte)));
    }

    /// Forgets what is known of an account, on any node: its rights or sessions have changed.
    pub fn forget(&self, compte: CompteId) {
        self.lose(compte);
        self.live.speak(Some(Word::Changed(compte)));
    }

    /// Does what another node has announced.
    pub fn hear(&self, announced: &str) {
        let Ok(words) = serde_json::from_str::<Vec<Word>>(announced) else {
            // A newer version speaks: nobody knows whom it is about, so all catch up.
            return self.live.restart();
        };
        for word in words {
            match word {
                Word::Told(notice) => self.live.tell(vec![notice]),
                Word::Left(compte) => self.leave(compte),
                Word::Changed(compte) => self.lose(compte),
            }
        }
    }

    // The streams last: whoever opens one again is asked who they are.
    fn leave(&self, compte: CompteId) {
        self.lose(compte);
        self.live.end(compte);
    }

    /// The identity of a session, when it was read a moment ago.
    pub fn known_identity(&self, session: SessionId) -> Option<Identity> {
        let identities = self.identities.lock().ok()?;
        let (read, identity) = identities.get(&session)?;
        let fresh = self.db.now().0 - read.0 < i64::try_from(IDENTITY_TTL.as_millis()).ok()?;
        fresh.then(|| identity.clone())
    }

    /// Remembers an identity for a moment.
    pub fn remember(&self, session: SessionId, identity: Identity) {
        if let Ok(mut identities) = self.identities.lock() {
            if identities.len() >= 20_000 {
                identities.clear();
            }
            identities.insert(session, (self.db.now(), identity));
        }
    }

    fn lose(&self, compte: CompteId) {
        if let Ok(mut identities) = self.identities.lock() {
            identities.retain(|_, (_, identity)| identity.compte != compte);
        }
    }
}
