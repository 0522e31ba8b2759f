//! The other nodes of the installation, on PostgreSQL: what is told here is told to their streams, and the other way round.
//!
//! What there is to tell is a row, written with what happened (`db/annonce.rs`). `NOTIFY` only hurries its readers: it bears the
//! id of the node that calls and nothing else, and is sent after the commit, since within a transaction it would make all
//! commits wait for each other. Every node looks once a second all the same. So a connection that is killed, a node that dies
//! between its commit and its call, or a proxy that lets no `LISTEN` through costs a second at most, and nothing is lost.

use std::{
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant, SystemTime},
};

use actix_web::web;
use diesel::{PgConnection, RunQueryDsl, sql_types::Text};

use super::Word;
use crate::{
    app::App,
    db::{self, Conn, annonce},
    problem::Error,
};

// How often the connection is asked whether a call has come: libpq has no way to wait for one without the socket.
const TICK: Duration = Duration::from_millis(20);
// How long a node lets its writes come together before it calls again.
const BREATH: Duration = Duration::from_millis(5);
// How often one looks without having been called.
const LOOK: Duration = Duration::from_secs(1);
const PURGE: Duration = Duration::from_secs(60);
// Whoever was away for longer may have missed what is forgotten by now.
const AWAY: Duration = Duration::from_secs(60 * (annonce::KEPT_MINUTES as u64 - 1));
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(2)];
// So many words of one's own may wait for the database; a write never does.
const WAITING: usize = 4_096;

/// Starts to listen, when the database is one that nodes can share. Ends with the streams ([`super::Live::close`]).
pub fn start(app: &web::Data<App>) -> std::io::Result<()> {
    if !db::is_postgres(&app.settings.database) {
        return Ok(());
    }
    let (sender, said) = mpsc::sync_channel(WAITING);
    app.live.speak_by(sender);
    let node = Node { app: app.clone(), said, words: Vec::new(), place: None, read: SystemTime::UNIX_EPOCH };
    thread::Builder::new().name("nodes".to_owned()).spawn(move || node.run()).map(drop)
}

struct Node {
    app: web::Data<App>,
    // What this node says: a word of its own, or nothing but that it has written.
    said: Receiver<Option<Word>>,
    // Words that are not announced yet.
    words: Vec<Word>,
    place: Option<annonce::Place>,
    read: SystemTime,
}

impl Node {
    fn run(mut self) {
        let mut pause = PAUSES[0];
        while !self.app.live.is_closed() {
            let began = SystemTime::now();
            if let Err(why) = self.follow() {
                // One that had worked is tried again at once.
                pause = if began < self.read { PAUSES[0] } else { (pause * 2).min(PAUSES[1]) };
                tracing::warn!(%why, "the other nodes are not heard; trying again");
                thread::sleep(pause);
            }
        }
    }

    // On one connection, until it breaks or the server stops.
    fn follow(&mut self) -> Result<(), Error> {
        let mut db = Conn::Postgres(db::listen(&self.app.settings.database)?);
        let (mut looked, mut purged) = (None::<Instant>, None::<Instant>);
        while !self.app.live.is_closed() {
            if self.collect() {
                self.call(&mut db)?;
            }
            let Conn::Postgres(db) = &mut db else { break };
            let called = self.is_called(db)?;
            let is_held_up = self.place.as_ref().is_some_and(annonce::Place::is_held_up);
            if (called && !is_held_up) || looked.is_none_or(|looked| LOOK <= looked.elapsed()) {
                self.read(db)?;
                looked = Some(Instant::now());
            }
            if purged.is_none_or(|purged| PURGE <= purged.elapsed()) {
                annonce::forget_old(db)?;
                purged = Some(Instant::now());
            }
        }
        Ok(())
    }

    // Waits for a moment; says whether this node has something for the others.
    fn collect(&mut self) -> bool {
        match self.said.recv_timeout(TICK) {
            Ok(word) => self.words.extend(word),
            Err(RecvTimeoutError::Timeout) => return !self.words.is_empty(),
            // Nobody speaks any more: the server stops.
            Err(RecvTimeoutError::Disconnected) => thread::sleep(TICK),
        }
        thread::sleep(BREATH);
        self.words.extend(self.said.try_iter().flatten());
        true
    }

    fn call(&mut self, db: &mut Conn) -> Result<(), Error> {
        let node = self.app.live.node();
        if !self.words.is_empty() {
            annonce::announce(db, node, &self.words)?;
            self.words.clear();
        }
        let call = diesel::sql_query("SELECT pg_notify($1, $2)").bind::<Text, _>(db::CHANNEL).bind::<Text, _>(node);
        match call.execute(db).map_err(Error::from) {
            Err(why) if why.is_cut() => Err(why),
            // Where nobody may call, the others look.
            _ => Ok(()),
        }
    }

    fn is_called(&self, db: &mut PgConnection) -> Result<bool, Error> {
        let mut called = false;
        for call in db.notifications_iter() {
            called |= call?.payload != self.app.live.node();
        }
        Ok(called)
    }

    fn read(&mut self, db: &mut PgConnection) -> Result<(), Error> {
        let (node, now) = (self.app.live.node(), SystemTime::now());
        let was_away = now.duration_since(self.read).is_ok_and(|away| AWAY < away);
        match &mut self.place {
            Some(place) if !was_away => {
                for announced in place.read(db, node)? {
                    self.app.hear(&announced);
                }
            }
            place => {
                *place = Some(annonce::Place::last(db, node)?);
                // What was open before may have missed something: the pages open their streams again, and catch up.
                self.app.live.restart();
            }
        }
        self.read = now;
        Ok(())
    }
}
