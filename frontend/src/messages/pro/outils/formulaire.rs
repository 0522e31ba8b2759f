//! The shape that the tools share: what it does, what to fill in, the one action and the way out.

use leptos::{ev, prelude::*};
use shared::ids::FilId;

use super::collegues::colleagues;
use crate::{
    ask::Attempt,
    texts::{commun, pro},
    ui::{Loaded, ProblemNotice, SMALL, SelectField, focus_first_error},
};

/// A tool that is sent once.
#[component]
pub fn ToolForm(
    /// What it is.
    titre: &'static str,
    /// What to know before.
    aide: &'static str,
    /// The action.
    yes: &'static str,
    /// Its looks.
    #[prop(default = "btn btn-primary")]
    yes_class: &'static str,
    /// What became of it.
    attempt: Attempt,
    /// Sends; says whether all was filled in.
    send: Callback<(), bool>,
    /// The way out.
    close: Callback<()>,
    /// What to fill in.
    children: Children,
) -> impl IntoView {
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if !attempt.pending.get_untracked() && !send.run(()) {
            focus_first_error();
        }
    };
    view! {
        <form class="pile" novalidate on:submit=on_submit>
            <h2 class="font-bold">{titre}</h2>
            <p class="discret">{aide}</p>
            {children()}
            <ProblemNotice problem=attempt.problem />
            <div class="flex flex-wrap gap-2">
                <button
                    type="submit"
                    class=yes_class
                    aria-disabled=move || attempt.pending.get().then_some("true")
                >
                    {yes}
                </button>
                <button type="button" class=SMALL on:click=move |_| close.run(())>
                    {commun::fermer()}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// One of a list, which may be left out by mistake.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// What is chosen.
    pub value: RwSignal<String>,
    /// That nothing is.
    pub missing: RwSignal<Option<String>>,
}

impl Chosen {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { value: RwSignal::new(String::new()), missing: RwSignal::new(None) }
    }

    /// What is chosen; says so below the list when nothing is.
    pub fn read<T: std::str::FromStr>(self) -> Option<T> {
        let read = self.value.get_untracked().parse().ok();
        self.missing.set(read.is_none().then(|| pro::erreur_a_choisir().to_owned()));
        read
    }
}

/// A colleague of the team of a thread.
#[component]
pub fn ColleagueField(
    /// The thread.
    fil: FilId,
    /// What it is for.
    label: &'static str,
    /// Who is chosen.
    chosen: Chosen,
) -> impl IntoView {
    let all = colleagues(fil);
    view! {
        <Loaded from=all let:all>
            <SelectField
                label=label
                name="collegue"
                value=chosen.value
                choices=all.iter().map(|one| (one.compte.to_string(), format!("{} · {}", one.prenom, one.aide))).collect()
                empty=pro::publier_choisir()
                error=chosen.missing
            />
        </Loaded>
    }
    .into_any()
}
