//! Calendars that leave the product (RFC 5545). Their titles name no structure, no person and no need: a phone shows them on
//! a locked screen, and a shared one to everybody (P43).
//!
//! UID is the id of the rendez-vous, or the permanence with its day. SEQUENCE is how many seconds after it was made it last
//! changed: it only grows, without a counter. Times are wall times with TZID, so that 14:00 stays 14:00 (P34).

use std::{collections::HashMap, fmt::Write as _};

use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use icalendar::{Calendar, Component, Event, EventLike as _, EventStatus, Property};
use jiff::tz::TimeZone;
use shared::{
    Instant, ProblemKind,
    fields::Jour,
    ids::{CompteId, PermanenceId, RendezVousId},
    permanences::EtatRendezVous,
};

use super::rendez_vous::is_expected;
use crate::{
    ateliers,
    caller::Jeune,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{calendrier, compte, creneau, lieu, occurrence, permanence, rendez_vous},
    time,
};

// What is over for longer than this is not sent any more.
const PAST_DAYS: i64 = 60;
/// What a jeune has planned, whatever it is.
pub const TITLE: &str = "Rendez-vous";
const TITLE_PRO: &str = "Permanence";

/// Something in a calendar.
pub struct Entry {
    /// What names it for ever.
    pub uid: String,
    /// What it is, in a word that tells nothing.
    pub title: String,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// The zone of its clock.
    pub fuseau: String,
    /// When it was made.
    pub made: i64,
    /// When it last changed.
    pub changed: i64,
    /// Whether it goes from the calendar.
    pub cancelled: bool,
}

/// Something that a place announces to everybody.
pub struct PublicEvent {
    /// Always the same for the same thing.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// Starts.
    pub debut: Instant,
    /// Ends.
    pub fin: Instant,
    /// The clock of the place.
    pub fuseau: String,
    /// Where: what is announced to everybody may say so.
    pub lieu: String,
    /// When it was announced.
    pub made: Instant,
    /// When it last changed.
    pub changed: Instant,
}

/// A calendar for everybody. One without events says the clock of its place: it needs something (RFC 5545, 3.6).
pub fn print_public(
    events: impl Iterator<Item = PublicEvent>,
    (fuseau, now): (&str, Instant),
    address: &str,
) -> String {
    let (lieux, entries): (Vec<String>, Vec<Entry>) = events.map(PublicEvent::entry).unzip();
    let events = entries.iter().zip(&lieux).map(|(entry, lieu)| match lieu.as_str() {
        // By telephone there is none.
        "" => entry.event(address),
        lieu => entry.event(address).location(lieu).done(),
    });
    let text = print_events(events, &entries, "PUBLISH");
    match text.split_once("END:VCALENDAR") {
        Some((head, end)) if entries.is_empty() => format!("{head}{}END:VCALENDAR{end}", zone(fuseau, (now, now))),
        _ => text,
    }
}

impl PublicEvent {
    fn entry(self) -> (String, Entry) {
        let Self { uid, title, debut, fin, fuseau, lieu, made, changed } = self;
        let (made, changed) = (made.0, changed.0);
        (lieu, Entry { uid, title, debut, fin, fuseau, made, changed, cancelled: false })
    }
}

impl Entry {
    fn event(&self, address: &str) -> Event {
        let zone = TimeZone::get(&self.fuseau).unwrap_or(TimeZone::UTC);
        let at = |name: &str, moment: Instant| {
            Property::new(name, time::stamp(moment, &zone)).add_parameter("TZID", &self.fuseau).done()
        };
        let status = if self.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed };
        let mut event = Event::new();
        event
            .uid(&format!("{}@{}", self.uid, host(address)))
            .summary(&self.title)
            .status(status)
            .sequence(u32::try_from((self.changed - self.made).max(0) / 1_000).unwrap_or(u32::MAX))
            .add_property("DTSTAMP", format!("{}Z", time::stamp(Instant(self.changed), &TimeZone::UTC)))
            .append_property(at("DTSTART", self.debut))
            .append_property(at("DTEND", self.fin));
        event.done()
    }
}

// A stable name for this installation.
fn host(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, host)| host)
}

/// A calendar as text.
pub fn print(entries: &[Entry], method: &str, address: &str) -> String {
    print_events(entries.iter().map(|entry| entry.event(address)), entries, method)
}

fn print_events(events: impl Iterator<Item = Event>, entries: &[Entry], method: &str) -> String {
    let mut calendar = Calendar::empty();
    let head = [("VERSION", "2.0"), ("PRODID", "-//cote-a-cote//calendrier//FR"), ("CALSCALE", "GREGORIAN")];
    for (name, value) in head.into_iter().chain([("METHOD", method)]) {
        calendar.append_property(Property::new(name, value));
    }
    calendar.extend(events);
    let text = calendar.to_string();
    // The library writes no time zones: they come before the first event.
    match text.split_once("BEGIN:VEVENT") {
        Some((head, events)) => format!("{head}{}BEGIN:VEVENT{events}", zones(entries)),
        None => text,
    }
}

// The changes of the clocks around what is in the calendar, one by one: nothing has to be guessed from a rule.
fn zones(entries: &[Entry]) -> String {
    let mut names: Vec<&str> = entries.iter().map(|entry| entry.fuseau.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut text = String::new();
    for name in names {
        let mine = || entries.iter().filter(|entry| entry.fuseau == name);
        let (first, last) = (mine().map(|entry| entry.debut).min(), mine().map(|entry| entry.fin).max());
        text.extend(first.zip(last).map(|span| zone(name, span)));
    }
    text
}

fn zone(name: &str, (first, last): (Instant, Instant)) -> String {
    let Ok(zone) = TimeZone::get(name) else { return String::new() };
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{name}\r\n");
    for change in time::changes(first, last, &zone) {
        let kind = if change.is_summer { "DAYLIGHT" } else { "STANDARD" };
        let _ = write!(
            text,
            "BEGIN:{kind}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\nEND:{kind}\r\n",
            change.wall, change.from, change.to
        );
    }
    text.push_str("END:VTIMEZONE\r\n");
    text
}

type Row = (AsText<RendezVousId>, String, i64, i64, String, (i64, i64));

macro_rules! rendez_vous_of {
    ($caller:expr) => {
        rendez_vous::table
            .inner_join(creneau::table)
            .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
            .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
            .filter(rendez_vous::jeune_id.eq($caller.to_string()))
            .select((
                rendez_vous::id,
                rendez_vous::etat,
                creneau::debut,
                creneau::fin,
                lieu::fuseau,
                (rendez_vous::pris_le, rendez_vous::change_le),
            ))
    };
}

fn to_entry(row: Row) -> Option<Entry> {
    let (AsText(id), etat, debut, fin, fuseau, (made, changed)) = row;
    Some(Entry {
        uid: id.to_string(),
        title: TITLE.to_owned(),
        debut: Instant(debut),
        fin: Instant(fin),
        fuseau,
        made,
        changed,
        cancelled: !is_expected(EtatRendezVous::from_code(&etat)?),
    })
}

/// The file of a rendez-vous; of a cancelled or moved one it takes it away again.
pub fn one(db: &mut Conn, caller: &Jeune, rendez_vous: RendezVousId, address: &str) -> Result<String, Error> {
    let row: Option<Row> =
        rendez_vous_of!(caller.compte).filter(rendez_vous::id.eq(rendez_vous.to_string())).first(db).optional()?;
    let entry = row.and_then(to_entry).ok_or(ProblemKind::Introuvable)?;
    let method = if entry.cancelled { "CANCEL" } else { "PUBLISH" };
    Ok(print(&[entry], method, address))
}

/// Since when somebody has a secret address.
pub fn since(db: &mut Conn, compte: CompteId) -> Result<Option<Instant>, Error> {
    let since: Option<i64> =
        calendrier::table.find(compte.to_string()).select(calendrier::cree_le).first(db).optional()?;
    Ok(since.map(Instant))
}

/// Gives somebody a secret address; a former one ends.
pub fn open(tx: &mut Tx<'_>, compte: CompteId, empreinte: &str) -> Result<(), Error> {
    close(tx, compte)?;
    diesel::insert_into(calendrier::table)
        .values((
            calendrier::compte_id.eq(compte.to_string()),
            calendrier::empreinte.eq(empreinte),
            calendrier::cree_le.eq(tx.now.0),
        ))
        .execute(tx.db)?;
    Ok(())
}

/// Ends the secret address of somebody.
pub fn close(tx: &mut Tx<'_>, compte: CompteId) -> Result<(), Error> {
    diesel::delete(calendrier::table.find(compte.to_string())).execute(tx.db)?;
    Ok(())
}

/// The calendar behind a secret address.
pub fn read(db: &mut Conn, empreinte: &str, now: Instant, address: &str) -> Result<String, Error> {
    let row: Option<(AsText<CompteId>, String)> = calendrier::table
        .inner_join(compte::table)
        .filter(calendrier::empreinte.eq(empreinte))
        .select((compte::id, compte::role))
        .first(db)
        .optional()?;
    let (AsText(compte), role) = row.ok_or(ProblemKind::Introuvable)?;
    let since = now.plus_days(-PAST_DAYS);
    let is_jeune = role == "jeune";
    let mut entries = if is_jeune { of_jeune(db, compte, since)? } else { of_professional(db, compte, since)? };
    entries.extend(match is_jeune {
        true => ateliers::calendrier::of_jeune(db, compte, since)?,
        false => ateliers::calendrier::of_professional(db, compte, since)?,
    });
    Ok(print(&entries, "PUBLISH", address))
}

/// The rendez-vous of a jeune, since a moment.
pub fn of_jeune(db: &mut Conn, compte: CompteId, since: Instant) -> Result<Vec<Entry>, Error> {
    let rows: Vec<Row> =
        rendez_vous_of!(compte).filter(creneau::debut.gt(since.0)).order((creneau::debut, rendez_vous::id)).load(db)?;
    Ok(rows.into_iter().filter_map(to_entry).collect())
}

/// One entry for each day of each permanence, with how many people come. Nobody is named.
pub fn of_professional(db: &mut Conn, compte: CompteId, since: Instant) -> Result<Vec<Entry>, Error> {
    type Row = (AsText<PermanenceId>, AsText<Jour>, (i64, i64), String, (i64, Option<i64>), bool);
    let rows: Vec<Row> = creneau::table
        .inner_join(permanence::table)
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .filter(creneau::professionnel_id.eq(compte.to_string()))
        .filter(creneau::debut.gt(since.0))
        .order((creneau::debut, creneau::id))
        .select((
            creneau::permanence_id,
            creneau::jour,
            (creneau::debut, creneau::fin),
            lieu::fuseau,
            (permanence::publiee_le, permanence::change_le),
            creneau::annule,
        ))
        .load(db)?;
    let mut days: Vec<(PermanenceId, Jour, Entry)> = Vec::new();
    for (AsText(permanence), AsText(jour), (debut, fin), fuseau, (made, changed), cancelled) in rows {
        let (debut, fin, changed) = (Instant(debut), Instant(fin), changed.unwrap_or(made));
        let known = days
            .iter_mut()
            .rev()
            .find(|(one, day, entry)| (*one, *day, entry.cancelled) == (permanence, jour, cancelled));
        match known {
            Some((.., entry)) => (entry.debut, entry.fin) = (entry.debut.min(debut), entry.fin.max(fin)),
            None => {
                let (uid, title) = (format!("{permanence}-{jour}"), TITLE_PRO.to_owned());
                days.push((permanence, jour, Entry { uid, title, debut, fin, fuseau, made, changed, cancelled }));
            }
        }
    }
    count_people(db, compte, since, &mut days)?;
    // A day that is held has no cancelled twin: some of its créneaux were taken back alone.
    let held: Vec<String> =
        days.iter().filter(|(.., entry)| !entry.cancelled).map(|(.., entry)| entry.uid.clone()).collect();
    let entries = days.into_iter().map(|(.., entry)| entry);
    Ok(entries.filter(|entry| !entry.cancelled || !held.contains(&entry.uid)).collect())
}

/// When the days of some permanences were last moved or given back, one by one.
pub fn changes_of(
    db: &mut Conn,
    permanences: impl Iterator<Item = PermanenceId>,
) -> Result<HashMap<(Jour, PermanenceId), Instant>, Error> {
    let mut ids: Vec<String> = permanences.map(|id| id.to_string()).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(AsText<PermanenceId>, AsText<Jour>, i64)> = occurrence::table
        .filter(occurrence::permanence_id.eq_any(ids))
        .select((occurrence::permanence_id, occurrence::jour, occurrence::change_le))
        .load(db)?;
    Ok(rows.into_iter().map(|(AsText(id), AsText(jour), at)| ((jour, id), Instant(at))).collect())
}

fn count_people(
    db: &mut Conn,
    compte: CompteId,
    since: Instant,
    days: &mut [(PermanenceId, Jour, Entry)],
) -> Result<(), Error> {
    type Row = (AsText<PermanenceId>, AsText<Jour>, String, i64);
    let rows: Vec<Row> = rendez_vous::table
        .inner_join(creneau::table)
        .filter(creneau::professionnel_id.eq(compte.to_string()))
        .filter(creneau::debut.gt(since.0))
        .select((creneau::permanence_id, creneau::jour, rendez_vous::etat, rendez_vous::change_le))
        .load(db)?;
    let moved: Vec<(AsText<PermanenceId>, AsText<Jour>, i64)> = occurrence::table
        .inner_join(permanence::table)
        .filter(permanence::professionnel_id.eq(compte.to_string()))
        .select((occurrence::permanence_id, occurrence::jour, occurrence::change_le))
        .load(db)?;
    for (permanence, jour, entry) in days {
        // A calendar takes a change only when it is newer than what it has.
        let of_day = moved.iter().filter(|(AsText(one), AsText(day), _)| (one, day) == (&*permanence, &*jour));
        entry.changed = of_day.map(|(.., changed)| *changed).chain([entry.changed]).max().unwrap_or_default();
        let here = || rows.iter().filter(|(AsText(one), AsText(day), ..)| (one, day) == (&*permanence, &*jour));
        let people = here().filter(|(_, _, etat, _)| EtatRendezVous::from_code(etat).is_some_and(is_expected)).count();
        entry.changed = here().map(|(.., changed)| *changed).chain([entry.changed]).max().unwrap_or_default();
        if 0 < people {
            let _ = write!(entry.title, " ({people})");
        }
    }
    Ok(())
}
