//! Where one writes.

mod attach;
mod reduce;

use std::cell::Cell;

use leptos::{ev, html, prelude::*};
use shared::{fields::Texte, ids::FilId};

use super::Outbox;
use crate::{
    ask::watch,
    texts::commun,
    ui::{Icon, codes::explain, icons},
};
use attach::{Attach, Chosen};
pub use reduce::{Refused, make_photo};

/// A text to put where one writes. Provided by a screen that has such texts; without it nothing is put.
#[derive(Clone, Copy)]
pub struct Insert(RwSignal<Option<String>>);

impl Insert {
    /// Called by the screen, above its thread.
    pub fn provide() -> Self {
        let insert = Self(RwSignal::new(None));
        provide_context(insert);
        insert
    }

    /// The one of the screen. Called at the top of a component below it.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Puts a text behind what is written already.
    pub fn put(self, text: String) {
        self.0.set(Some(text));
    }
}

// The longest text, and from where on the rest is counted.
const MOST: i64 = 4_000;
const NEAR: i64 = 3_600;

/// The line at the bottom of a thread. Enter makes a new line, Ctrl + Enter sends.
#[component]
pub fn Composer(
    /// The thread.
    fil: FilId,
) -> impl IntoView {
    let outbox = Outbox::expect();
    let text = RwSignal::new(String::new());
    let chosen = Chosen::new();
    let error = RwSignal::new(None::<&'static str>);
    let area = NodeRef::<html::Textarea>::new();
    // The draft comes once the phone has given it; what was typed meanwhile stays.
    let given = Cell::new(false);
    watch(Box::new(move || {
        let Some(draft) = outbox.draft(fil) else { return };
        if !given.replace(true) && text.with_untracked(String::is_empty) {
            text.set(draft);
        }
    }));
    if let Some(Insert(inserted)) = use_context::<Insert>() {
        watch(Box::new(move || {
            let Some(more) = inserted.get() else { return };
            inserted.set(None);
            text.update(|text| {
                if !text.is_empty() && !text.ends_with(char::is_whitespace) {
                    text.push(' ');
                }
                text.push_str(&more);
            });
            outbox.keep_draft(fil, text.get_untracked());
            if let Some(area) = area.get_untracked() {
                drop(area.focus());
            }
        }));
    }
    let send = move || {
        let parsed = Texte::parse(&text.get_untracked());
        let attached = chosen.is_there();
        match parsed {
            Ok(texte) => outbox.send(fil, Some(texte), chosen.take()),
            Err(refused) if refused.0 == "vide" && attached => outbox.send(fil, None, chosen.take()),
            Err(refused) if refused.0 == "vide" => return error.set(None),
            Err(refused) => return error.set(Some(explain(refused.0))),
        }
        text.set(String::new());
        error.set(None);
        if let Some(area) = area.get_untracked() {
            drop(area.focus());
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send();
        }
    };
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <form class="grid gap-1" on:submit=on_submit>
            <Attach chosen />
            <label for="champ-message" class="sr-only">
                {commun::ecrire_message()}
            </label>
            <div class="flex items-end gap-2">
                <button
                    type="button"
                    class="btn bouton-simple bouton-ecrire"
                    aria-expanded=move || chosen.open.get().to_string()
                    on:click=move |_| chosen.open.update(|open| *open = !*open)
                >
                    <Icon path=icons::CLIP class="size-5 shrink-0" />
                    {commun::joindre_court()}
                </button>
                <textarea
                    id="champ-message"
                    node_ref=area
                    class="textarea"
                    rows="1"
                    dir="auto"
                    placeholder=commun::ecrire_ici()
                    aria-describedby="erreur-message"
                    aria-invalid=move || error.get().map(|_| "true")
                    on:keydown=on_key
                    on:input=move |event| outbox.keep_draft(fil, event_target_value(&event))
                    bind:value=text
                ></textarea>
                <button type="submit" class="btn btn-primary bouton-ecrire">
                    <Icon path=icons::SEND class="size-5 shrink-0" />
                    {commun::envoyer()}
                </button>
            </div>
            <p id="erreur-message" class="erreur empty:hidden" role="alert">
                {move || error.get()}
            </p>
            <p class="discret empty:hidden" role="status">
                {move || counter(text.with(|text| text.chars().count()))}
            </p>
        </form>
    }
}

fn counter(length: usize) -> Option<String> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    match MOST - length {
        _ if length < NEAR => None,
        left if left >= 0 => Some(commun::caracteres_restants(&left.to_string())),
        left => Some(commun::caracteres_en_trop(&(-left).to_string())),
    }
}
