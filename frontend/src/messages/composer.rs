//! Where one writes.

use leptos::{ev, html, prelude::*};
use shared::{fields::Texte, ids::FilId};

use super::Outbox;
use crate::{
    ask::watch,
    texts::commun,
    ui::{Icon, codes::explain, icons},
};

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
    let text = RwSignal::new(outbox.draft(fil).unwrap_or_default());
    let error = RwSignal::new(None::<&'static str>);
    let area = NodeRef::<html::Textarea>::new();
    watch(Box::new(move || outbox.keep_draft(fil, text.get())));
    let send = move || {
        match Texte::parse(&text.get_untracked()) {
            Ok(texte) => {
                outbox.send(fil, Some(texte), None);
                text.set(String::new());
                error.set(None);
            }
            Err(refused) if refused.0 == "vide" => error.set(None),
            Err(refused) => error.set(Some(explain(refused.0))),
        }
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
        <form class="ecrire" on:submit=on_submit>
            <label for="champ-message" class="sr-only">
                {commun::ecrire_message()}
            </label>
            <div class="flex items-end gap-2">
                <textarea
                    id="champ-message"
                    node_ref=area
                    class="textarea"
                    rows="1"
                    dir="auto"
                    placeholder=commun::ecrire_message()
                    aria-describedby="erreur-message"
                    aria-invalid=move || error.get().map(|_| "true")
                    on:keydown=on_key
                    bind:value=text
                ></textarea>
                <button type="submit" class="btn btn-primary px-4">
                    <Icon path=icons::SEND />
                    {commun::envoyer()}
                </button>
            </div>
            <p id="erreur-message" class="erreur" role="alert">
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
