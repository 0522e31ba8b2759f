//! A photo or a PDF that goes with a message: what to know comes first, then the choice.

use leptos::{ev, prelude::*, task::spawn_local};
use shared::messages::GenrePiece;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use super::reduce::{Refused, make_ready};
use crate::{
    ask::shown,
    messages::outbox::Attachment,
    texts::commun,
    ui::{Icon, SMALL, icons},
};

/// What was chosen and is not sent yet.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// Whether the panel is open.
    pub open: RwSignal<bool>,
    state: RwSignal<State>,
    ready: StoredValue<Option<Attachment>, LocalStorage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Nothing,
    Working,
    Ready(GenrePiece),
    Refused(Refused),
}

impl Chosen {
    /// Nothing yet.
    pub fn new() -> Self {
        let (open, state) = (RwSignal::new(false), RwSignal::new(State::Nothing));
        Self { open, state, ready: StoredValue::new_local(None) }
    }

    /// Whether there is a file.
    pub fn is_there(self) -> bool {
        matches!(self.state.get_untracked(), State::Ready(_))
    }

    /// The file, to send.
    pub fn take(self) -> Option<Attachment> {
        self.state.set(State::Nothing);
        self.open.set(false);
        self.ready.try_update_value(Option::take).flatten()
    }

    fn choose(self, event: &ev::Event) {
        let input = event.target().and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        let file = input.as_ref().and_then(HtmlInputElement::files).and_then(|files| files.get(0));
        if let Some(input) = input {
            // The same file can be chosen again.
            input.set_value("");
        }
        let Some(file) = file else { return };
        self.state.set(State::Working);
        spawn_local(async move {
            let state = match make_ready(&file).await {
                Ok(attachment) => {
                    let genre = attachment.genre;
                    self.ready.try_set_value(Some(attachment));
                    State::Ready(genre)
                }
                Err(refused) => State::Refused(refused),
            };
            self.state.try_set(state);
        });
    }
}

/// The panel above where one writes.
#[component]
pub fn Attach(
    /// What was chosen.
    chosen: Chosen,
) -> impl IntoView {
    shown(move || match chosen.open.get() {
        true => view! { <Opened chosen /> }.into_any(),
        false => ().into_any(),
    })
}

#[component]
fn Opened(chosen: Chosen) -> impl IntoView {
    let said = shown(move || match chosen.state.get() {
        State::Nothing => ().into_any(),
        State::Working => view! { <p>{commun::piece_prepare()}</p> }.into_any(),
        State::Ready(genre) => view! {
            <div class="piece">
                <Icon path=if genre == GenrePiece::Photo { icons::PHOTO } else { icons::PAPERS } />
                <span class="grow">
                    {if genre == GenrePiece::Photo { commun::piece_photo_prete() } else { commun::piece_pdf_pret() }}
                </span>
                <button type="button" class=SMALL on:click=move |_| drop(chosen.take())>
                    {commun::enlever()}
                </button>
            </div>
        }
        .into_any(),
        State::Refused(refused) => view! {
            <p class="erreur" role="alert">
                {refused.why()}
            </p>
        }
        .into_any(),
    });
    let is_ready = move || matches!(chosen.state.get(), State::Ready(_));
    view! {
        <div class="joindre">
            <p class="flex gap-2">
                <Icon path=icons::ALERT />
                <span>{commun::joindre_attention()}</span>
            </p>
            <div role="status">{said}</div>
            <div class="flex flex-wrap gap-2" class:hidden=is_ready>
                <label class="btn bouton-simple has-focus-visible:outline-3">
                    <Icon path=icons::PHOTO />
                    {commun::joindre()}
                    <input
                        type="file"
                        class="sr-only"
                        accept="image/*,application/pdf"
                        on:change=move |event| chosen.choose(&event)
                    />
                </label>
                <button type="button" class=SMALL on:click=move |_| drop(chosen.take())>
                    {commun::fermer()}
                </button>
            </div>
        </div>
    }
}
