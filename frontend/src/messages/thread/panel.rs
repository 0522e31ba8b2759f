//! What one does with a message, below it: a small menu, then what was chosen. One is open at a time.

use leptos::{ev, html, prelude::*};
use shared::{
    fields::Texte,
    ids::MessageId,
    messages::{DeleteMessage, EditMessage},
};
use wasm_bindgen::JsCast as _;

use super::{report::ReportForm, scroll};
use crate::{
    api::call,
    ask::{Attempt, memo, shown, watch},
    messages::log::Log,
    texts::commun,
    ui::{Confirm, Icon, ProblemNotice, SMALL, codes::explain, icons},
};

/// What is open below which message of a thread, and a signal that changes each minute.
#[derive(Clone, Copy)]
pub struct Panels {
    /// What is open.
    pub open: RwSignal<Option<(MessageId, Panel)>>,
    /// Changes each minute: what may be done for ten minutes follows it.
    pub minute: RwSignal<u32>,
}

/// What is open below a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// What one may choose.
    Menu,
    /// The text, to change.
    Edit,
    /// Whether to take it back.
    Delete,
    /// Why to report it.
    Report,
}

impl Panels {
    // The focus goes back to the button that opened it. The answer may come when the thread was left.
    fn close(self, id: MessageId) {
        if self.open.try_set(None).is_some() {
            return;
        }
        request_animation_frame(move || {
            let button = document().get_element_by_id(&menu_id(id));
            if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
                drop(button.focus());
            }
        });
    }
}

/// The id of the button that opens the menu of a message.
pub fn menu_id(id: MessageId) -> String {
    format!("menu-{id}")
}

/// What is open below this message, if something is.
#[component]
pub fn PanelView(
    /// Which message.
    id: MessageId,
    /// Whether the reader wrote it.
    mine: bool,
    /// What it says.
    texte: String,
    /// Its thread.
    log: Log,
    /// What is open.
    panels: Panels,
) -> impl IntoView {
    let open = memo(move || panels.open.get().filter(|(of, _)| *of == id).map(|(_, panel)| panel));
    let close = Callback::new(move |()| panels.close(id));
    shown(move || {
        let Some(panel) = open.get() else { return ().into_any() };
        let content = match panel {
            Panel::Menu => view! { <Menu id mine panels has_text=!texte.is_empty() /> }.into_any(),
            Panel::Edit => view! { <Edit id texte=texte.clone() log=log.clone() panels /> }.into_any(),
            Panel::Delete => view! { <Delete id log=log.clone() panels /> }.into_any(),
            Panel::Report => view! { <ReportForm fil=log.id message=Some(id) close /> }.into_any(),
        };
        let on_key = move |event: ev::KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                close.run(());
            }
        };
        // Whole, above where one writes.
        let panel = NodeRef::<html::Div>::new();
        watch(Box::new(move || {
            if let Some(panel) = panel.get() {
                request_animation_frame(move || scroll::to_panel(&panel));
            }
        }));
        view! {
            <div class="panneau" node_ref=panel on:keydown=on_key>
                {content}
            </div>
        }
        .into_any()
    })
}

#[component]
fn Menu(id: MessageId, mine: bool, panels: Panels, has_text: bool) -> impl IntoView {
    let first = NodeRef::<html::Div>::new();
    watch(Box::new(move || focus_first(first)));
    let item = move |path, label: &'static str, panel| {
        view! {
            <button type="button" class=SMALL on:click=move |_| panels.open.set(Some((id, panel)))>
                <Icon path />
                {label}
            </button>
        }
    };
    let items = match mine {
        true => view! {
            {has_text.then(|| item(icons::EDIT, commun::modifier(), Panel::Edit))}
            {item(icons::TRASH, commun::reprendre(), Panel::Delete)}
        }
        .into_any(),
        false => item(icons::FLAG, commun::signaler(), Panel::Report).into_any(),
    };
    view! {
        <div class="flex flex-wrap gap-2" role="group" aria-label=commun::message_options() node_ref=first>
            {items}
            <button type="button" class=SMALL on:click=move |_| panels.close(id)>
                <Icon path=icons::CLOSE />
                {commun::fermer()}
            </button>
        </div>
    }
}

fn focus_first(within: NodeRef<html::Div>) {
    let found = within.get().and_then(|within| within.query_selector("button").ok().flatten());
    if let Some(button) = found.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        drop(button.focus());
    }
}

#[component]
fn Edit(id: MessageId, texte: String, log: Log, panels: Panels) -> impl IntoView {
    let text = RwSignal::new(texte);
    let (attempt, error) = (Attempt::new(), RwSignal::new(None::<&'static str>));
    let area = NodeRef::<html::Textarea>::new();
    watch(Box::new(move || {
        if let Some(area) = area.get() {
            drop(area.focus());
        }
    }));
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match Texte::parse(&text.get_untracked()) {
            Ok(texte) => {
                let log = log.clone();
                error.set(None);
                attempt.run(call(EditMessage { message: id, texte }), move |message| {
                    // The event may have been quicker: this panel is then of a line that is gone.
                    panels.close(id);
                    log.replace(message);
                });
            }
            Err(refused) => error.set(Some(explain(refused.0))),
        }
    };
    view! {
        <form class="champ" on:submit=save>
            <label for="champ-modifier" class="font-bold">
                {commun::modifier_titre()}
            </label>
            <textarea
                id="champ-modifier"
                node_ref=area
                class="textarea h-auto! w-full"
                rows="3"
                dir="auto"
                aria-describedby="erreur-modifier"
                aria-invalid=move || error.get().map(|_| "true")
                bind:value=text
            ></textarea>
            <p id="erreur-modifier" class="erreur" role="alert">
                {move || error.get()}
            </p>
            <ProblemNotice problem=attempt.problem />
            <div class="flex flex-wrap gap-2">
                <button type="button" class=SMALL on:click=move |_| panels.close(id)>
                    {commun::ne_rien_changer()}
                </button>
                <button
                    type="submit"
                    class="btn btn-primary"
                    aria-disabled=move || attempt.pending.get().then_some("true")
                >
                    {commun::enregistrer()}
                </button>
            </div>
        </form>
    }
}

#[component]
fn Delete(id: MessageId, log: Log, panels: Panels) -> impl IntoView {
    let attempt = Attempt::new();
    let on_yes = Callback::new(move |()| {
        let log = log.clone();
        attempt.run(call(DeleteMessage { message: id }), move |message| {
            panels.close(id);
            log.replace(message);
        });
    });
    view! {
        <ProblemNotice problem=attempt.problem />
        <Confirm
            question=commun::reprendre_question()
            detail=commun::reprendre_detail()
            no=commun::reprendre_non()
            yes=commun::reprendre_oui()
            on_no=Callback::new(move |()| panels.close(id))
            on_yes
        />
    }
}
