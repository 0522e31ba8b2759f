//! What a professional does around a thread: quick replies, a créneau to propose, colleagues, and stopping an exchange.

mod atelier;
mod collegues;
mod creneau;
mod formulaire;
mod rapides;

use leptos::{ev, prelude::*};
use shared::ids::FilId;

use crate::{
    messages::thread::report::ReportForm,
    texts::{ateliers, commun, pro},
    ui::{Icon, SMALL, icons},
};
use atelier::ProposeAtelier;
use collegues::{Block, Follow, Hand};
use creneau::Propose;
use rapides::Replies;

/// Which of them is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tool {
    Replies,
    Propose,
    Atelier,
    Follow,
    Hand,
    Report,
    Block,
}

/// The tools of a thread: one is open at a time. Handing over, letting somebody follow and stopping are the référent's own.
#[component]
pub fn Tools(
    /// The thread.
    fil: FilId,
    /// Whether the reader is its référent.
    #[prop(into)]
    est_mien: Signal<bool>,
    /// Something has changed of who reads.
    changed: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(None::<Tool>);
    let close = Callback::new(move |()| open.set(None));
    let all = RwSignal::new(false);
    let button = move |tool: Tool, path, label: &'static str| {
        view! {
            <button
                type="button"
                class=SMALL
                aria-expanded=move || (open.get() == Some(tool)).to_string()
                on:click=move |_| open.update(|open| *open = Some(tool).filter(|tool| *open != Some(*tool)))
            >
                <Icon path />
                {label}
            </button>
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked().is_some() {
            event.stop_propagation();
            close.run(());
        }
    };
    let panel = move || {
        let content = match open.get()? {
            Tool::Replies => view! { <Replies close /> }.into_any(),
            Tool::Propose => view! { <Propose fil close /> }.into_any(),
            Tool::Atelier => view! { <ProposeAtelier fil close /> }.into_any(),
            Tool::Follow => view! { <Follow fil changed /> }.into_any(),
            Tool::Hand => view! { <Hand fil close changed /> }.into_any(),
            Tool::Block => view! { <Block fil close changed /> }.into_any(),
            Tool::Report => view! { <ReportForm fil message=None close /> }.into_any(),
        };
        Some(view! { <div class="carte">{content}</div> })
    };
    view! {
        <div class="grid gap-2" on:keydown=on_key>
            <div class="flex flex-wrap gap-2" role="group" aria-label=pro::outils()>
                {button(Tool::Replies, icons::MESSAGES, pro::outil_reponses())}
                {button(Tool::Propose, icons::CALENDAR, pro::outil_creneau())}
                <button
                    type="button"
                    class=SMALL
                    aria-expanded=move || all.get().to_string()
                    on:click=move |_| all.update(|all| *all = !*all)
                >
                    {pro::outil_plus()}
                </button>
            </div>
            <Show when=move || all.get()>
                <div class="flex flex-wrap gap-2" role="group" aria-label=pro::outil_plus()>
                    {button(Tool::Atelier, icons::PEOPLE, ateliers::outil())}
                    <Show when=move || est_mien.get()>
                        {button(Tool::Follow, icons::PEOPLE, pro::outil_suivre())}
                        {button(Tool::Hand, icons::PEOPLE, pro::outil_confier())}
                    </Show>
                    {button(Tool::Report, icons::FLAG, commun::signaler())}
                    <Show when=move || est_mien.get()>
                        {button(Tool::Block, icons::CLOSE, pro::outil_arreter())}
                    </Show>
                </div>
            </Show>
            {panel}
        </div>
    }
    .into_any()
}
