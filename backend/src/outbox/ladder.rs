//! The ladder: in the app when it is open, else on the phones, else in writing when it was not seen after a quarter of an
//! hour. Decided when something is claimed, in the same transaction, so that the caps of a day hold with any number of workers.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    ids::{CompteId, EnvoiId},
    messages::avis::{CanalEcrit, GenreAvis},
};

use super::{
    Genre,
    channels::Down,
    words::{Counts, Voix},
};
use crate::{
    app::App,
    avis::{choices, devices, devices::Device, quiet},
    db::Conn,
    live::Live,
    problem::Error,
    schema::envoi,
    time,
};

/// How long something may stay unseen on a rung.
pub(super) const REST_MINUTES: i64 = 15;
// Somebody has left home already when what they go to begins in less.
const ON_THE_WAY_MINUTES: i64 = 60;
// A channel that is down is looked at again.
const DOWN_MINUTES: i64 = 1;

/// How far something has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum Etape {
    App,
    Push,
    Ecrit,
}

impl Etape {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Push => "push",
            Self::Ecrit => "ecrit",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        [Self::App, Self::Push, Self::Ecrit].into_iter().find(|etape| etape.code() == code)
    }
}

/// The name of a channel in the database.
pub(super) fn canal_code(canal: CanalEcrit) -> &'static str {
    match canal {
        CanalEcrit::Courriel => "courriel",
        CanalEcrit::Sms => "sms",
    }
}

/// Something that is due.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Due {
    pub(super) id: EnvoiId,
    pub(super) compte: CompteId,
    pub(super) genre: Genre,
    pub(super) etape: Etape,
    pub(super) urgent: bool,
    pub(super) perime_le: Instant,
    pub(super) essais: i32,
    pub(super) was_pushed: bool,
    pub(super) voix: Voix,
    pub(super) counts: Counts,
}

impl Due {
    /// Whether it is worth little later on.
    pub(super) fn is_soon(&self) -> bool {
        self.urgent || self.genre == Genre::Avis(GenreAvis::PlaceLiberee)
    }

    // An open page shows these by itself; a message has to be read, and of a reminder it says nothing.
    fn shows_itself(&self) -> bool {
        match self.genre {
            Genre::Avis(GenreAvis::RendezVous | GenreAvis::PlaceLiberee | GenreAvis::Atelier) => true,
            Genre::Avis(GenreAvis::Message) | Genre::Rappel | Genre::Resume => false,
        }
    }

    // Without a phone to ring, whoever comes by within a quarter of an hour is spared the e-mail.
    fn may_rest(&self) -> bool {
        matches!(self.genre, Genre::Avis(_)) && !self.is_soon()
    }

    fn told(&self) -> Step {
        if self.was_pushed { Step::Seen("push") } else { Step::Drop }
    }

    // A later moment, or the end when that is too late.
    fn later(&self, at: Instant, etape: Etape) -> Step {
        if at < self.perime_le { Step::Later { at, etape } } else { self.told() }
    }
}

/// What is done now.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Nothing yet.
    Later { at: Instant, etape: Etape },
    /// The person knows, by this channel.
    Seen(&'static str),
    /// Nothing, ever: no way, no wish, or too late.
    Drop,
    /// It leaves.
    Send(Way),
}

/// A way out.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) enum Way {
    /// To these phones and computers.
    Push(Vec<Device>),
    /// To this address.
    Ecrit(CanalEcrit, String),
}

/// How often a person is told in a day at the most.
#[derive(Clone, Copy, Debug)]
struct Caps {
    mails: i64,
    sms: i64,
    pushes: i64,
}

/// What the ladder stands on.
#[derive(Clone)]
pub(super) struct Ladder {
    live: Live,
    zone: TimeZone,
    caps: Caps,
    /// The channels that failed just now.
    pub(super) down: Down,
}

impl Ladder {
    pub(super) fn of(app: &App) -> Self {
        let settings = &app.settings;
        let caps = Caps {
            mails: settings.most_mails.into(),
            sms: settings.most_sms.into(),
            pushes: settings.most_pushes.into(),
        };
        Self { live: app.live.clone(), zone: app.zone().clone(), caps, down: Down::default() }
    }

    /// What to do with something that is due.
    pub(super) fn decide(&self, db: &mut Conn, one: &Due, now: Instant) -> Result<Step, Error> {
        let choice = choices::of(db, one.compte, one.genre)?;
        if !choice.push && !choice.ecrit {
            return Ok(one.told());
        }
        let is_open = self.live.is_open(one.compte);
        let rested = now.plus_minutes(REST_MINUTES);
        match one.etape {
            Etape::App if is_open && rested < one.perime_le => {
                return Ok(Step::Later { at: rested, etape: Etape::Push });
            }
            Etape::Push | Etape::Ecrit if is_open && one.shows_itself() => return Ok(Step::Seen("app")),
            Etape::App | Etape::Push | Etape::Ecrit => {}
        }
        if !one.urgent
            && let Some(end) = quiet::end(choice.silence, now, &self.zone)
        {
            // Whoever would set out in vain is woken; one sets out some time before.
            let is_outing = matches!(one.genre, Genre::Avis(GenreAvis::RendezVous | GenreAvis::Atelier));
            let in_vain = is_outing && one.perime_le <= end.plus_minutes(ON_THE_WAY_MINUTES);
            if !in_vain {
                return Ok(one.later(end, one.etape));
            }
        }
        if one.etape != Etape::Ecrit {
            if choice.push && count_pushes(db, one, self.today(now))? < self.caps.pushes {
                let devices = devices::of(db, one.compte)?;
                if !devices.is_empty() {
                    return Ok(Step::Send(Way::Push(devices)));
                }
            }
            if one.etape == Etape::App && one.may_rest() && choice.ecrit && rested < one.perime_le {
                return Ok(one.later(rested, Etape::Ecrit));
            }
        }
        if choice.ecrit { self.write(db, one, now) } else { Ok(one.told()) }
    }

    fn write(&self, db: &mut Conn, one: &Due, now: Instant) -> Result<Step, Error> {
        let address = choices::address(db, one.compte, now)?;
        // A summary is a long text.
        let address = address.filter(|(canal, _)| one.genre != Genre::Resume || *canal == CanalEcrit::Courriel);
        let Some((canal, address)) = address else { return Ok(one.told()) };
        let cap = match canal {
            CanalEcrit::Courriel => self.caps.mails,
            CanalEcrit::Sms => self.caps.sms,
        };
        if cap <= count_written(db, one, canal, self.today(now))? {
            let tomorrow = time::plus_days(time::day_of(now, &self.zone), 1);
            return Ok(one.later(time::start_of(tomorrow, &self.zone), Etape::Ecrit));
        }
        if self.down.is(canal) {
            return Ok(one.later(now.plus_minutes(DOWN_MINUTES), Etape::Ecrit));
        }
        Ok(Step::Send(Way::Ecrit(canal, address)))
    }

    fn today(&self, now: Instant) -> Instant {
        time::start_of(time::day_of(now, &self.zone), &self.zone)
    }
}

// What is under way counts as sent; a new try of the same counts once.
fn count_written(db: &mut Conn, one: &Due, canal: CanalEcrit, since: Instant) -> Result<i64, Error> {
    let others =
        envoi::table.filter(envoi::compte_id.eq(one.compte.to_string())).filter(envoi::id.ne(one.id.to_string()));
    Ok(others.filter(envoi::canal.eq(canal_code(canal))).filter(envoi::ecrit_le.ge(since.0)).count().get_result(db)?)
}

fn count_pushes(db: &mut Conn, one: &Due, since: Instant) -> Result<i64, Error> {
    let others =
        envoi::table.filter(envoi::compte_id.eq(one.compte.to_string())).filter(envoi::id.ne(one.id.to_string()));
    Ok(others.filter(envoi::pousse_le.ge(since.0)).count().get_result(db)?)
}
