//! "Reçu": this device has what was sent, whatever screen it shows. "Lu" is said by an open thread alone.

use std::{cell::RefCell, rc::Rc};

use leptos::task::spawn_local;
use shared::{
    ids::FilId,
    instant::Instant,
    messages::{Etape, Fil, MarkFil},
};

use crate::{api::call, ask::watch};

/// Everything up to the last message: the server knows which one that is.
const ALL: i64 = i64::MAX;

/// Says of each thread with something unread that it is here, once for each last message. Called at the root.
pub fn acknowledge(fils: impl Fn() -> Vec<Fil> + 'static) {
    let said = Rc::new(RefCell::new(Vec::<(FilId, Option<Instant>)>::new()));
    watch(Box::new(move || {
        for fil in fils().into_iter().filter(|fil| 0 < fil.non_lus) {
            let now = (fil.id, fil.dernier_le);
            if said.borrow().contains(&now) {
                continue;
            }
            said.borrow_mut().retain(|(id, _)| *id != fil.id);
            said.borrow_mut().push(now);
            let said = Rc::clone(&said);
            spawn_local(async move {
                if call(MarkFil { fil: fil.id, seq: ALL, etape: Etape::Recu }).await.is_err() {
                    said.borrow_mut().retain(|known| *known != now);
                }
            });
        }
    }));
}
