//! Colleagues: who reads along, who takes over, and stopping an exchange without leaving the jeune alone.

use leptos::prelude::*;
use shared::{
    fields::Texte,
    ids::FilId,
    messages::{BlockFil, Collegue, FollowFil, HandFil, ListCollegues},
};

use super::formulaire::{Chosen, ColleagueField, ToolForm};
use crate::{
    api::call,
    ask::{Answer, Attempt, ask},
    texts::pro,
    ui::{DANGER, Loaded, ProblemNotice, TextField, codes::explain_field},
};

/// The colleagues of the team of a thread.
pub fn colleagues(fil: FilId) -> Answer<Vec<Collegue>> {
    ask(move || call(ListCollegues { fil: Some(fil) }))
}

/// Who reads along: one tap each. The jeune is told.
#[component]
pub fn Follow(
    /// The thread.
    fil: FilId,
    /// Something has changed.
    changed: Callback<()>,
) -> impl IntoView {
    let all = colleagues(fil);
    let attempt = Attempt::new();
    let line = move |one: Collegue| {
        let Collegue { compte: collegue, prenom, aide, suit } = one;
        let toggle = move |_| {
            attempt.run(call(FollowFil { fil, collegue, suit: !suit }), move |_| {
                all.refetch();
                changed.run(());
            });
        };
        view! {
            <li>
                <label class="choix">
                    <input
                        type="checkbox"
                        class="checkbox checkbox-primary rounded-md"
                        prop:checked=suit
                        on:change=toggle
                    />
                    <span>
                        {prenom} " " <span class="discret">{aide}</span>
                    </span>
                </label>
            </li>
        }
    };
    view! {
        <h2 class="font-bold">{pro::outil_suivre()}</h2>
        <p class="discret">{pro::outil_suivre_aide()}</p>
        <Loaded from=all let:all>
            {all.is_empty().then(|| view! { <p>{pro::outil_personne()}</p> })}
            <ul class="grid gap-2">{all.into_iter().map(line).collect_view()}</ul>
        </Loaded>
        <ProblemNotice problem=attempt.problem />
    }
}

/// A colleague is the référent from then on.
#[component]
pub fn Hand(
    /// The thread.
    fil: FilId,
    /// What follows.
    close: Callback<()>,
    /// Something has changed.
    changed: Callback<()>,
) -> impl IntoView {
    let (chosen, attempt) = (Chosen::new(), Attempt::new());
    let send = Callback::new(move |()| {
        let Some(collegue) = chosen.read() else { return false };
        attempt.run(call(HandFil { fil, collegue }), move |_| {
            close.run(());
            changed.run(());
        });
        true
    });
    view! {
        <ToolForm
            titre=pro::outil_confier()
            aide=pro::outil_confier_aide()
            yes=pro::outil_confier_oui()
            attempt
            send
            close
        >
            <ColleagueField fil label=pro::outil_a_qui() chosen />
        </ToolForm>
    }
}

/// Stopping: why, and who takes over. Neither is left out.
#[component]
pub fn Block(
    /// The thread.
    fil: FilId,
    /// What follows.
    close: Callback<()>,
    /// Something has changed.
    changed: Callback<()>,
) -> impl IntoView {
    let (chosen, attempt) = (Chosen::new(), Attempt::new());
    let (why, wrong) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let send = Callback::new(move |()| {
        let motif = Texte::parse(&why.get_untracked());
        wrong.set(motif.as_ref().err().copied().map(explain_field));
        let (Some(relais), Ok(motif)) = (chosen.read(), motif) else { return false };
        attempt.run(call(BlockFil { fil, motif, relais }), move |_| {
            close.run(());
            changed.run(());
        });
        true
    });
    view! {
        <ToolForm
            titre=pro::outil_arreter()
            aide=pro::outil_arreter_aide()
            yes=pro::outil_arreter_oui()
            yes_class=DANGER
            attempt
            send
            close
        >
            <TextField
                label=pro::outil_arreter_motif()
                name="arreter-motif"
                value=why
                hint=pro::outil_arreter_lu()
                error=wrong
            />
            <ColleagueField fil label=pro::outil_arreter_relais() chosen />
        </ToolForm>
    }
}
