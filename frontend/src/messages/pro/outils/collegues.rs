//! Colleagues: who reads along, who takes over, and stopping an exchange without leaving the jeune alone.

use leptos::{ev, prelude::*};
use shared::{
    fields::Texte,
    ids::{CompteId, FilId},
    messages::{BlockFil, Collegue, FollowFil, HandFil, ListCollegues},
};

use crate::{
    api::call,
    ask::{Answer, Attempt, ask},
    texts::{commun, pro},
    ui::{DANGER, Loaded, ProblemNotice, SMALL, SelectField, TextField, codes::explain_field, focus_first_error},
};

fn colleagues(fil: FilId) -> Answer<Vec<Collegue>> {
    ask(move || call(ListCollegues { fil: Some(fil) }))
}

fn choices(colleagues: &[Collegue]) -> Vec<(String, String)> {
    colleagues.iter().map(|one| (one.compte.to_string(), format!("{} · {}", one.prenom, one.aide))).collect()
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
    let all = colleagues(fil);
    let (chosen, missing) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let attempt = Attempt::new();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(collegue) = read(chosen, missing) else { return focus_first_error() };
        attempt.run(call(HandFil { fil, collegue }), move |_| {
            close.run(());
            changed.run(());
        });
    };
    view! {
        <form class="pile" novalidate on:submit=send>
            <h2 class="font-bold">{pro::outil_confier()}</h2>
            <p class="discret">{pro::outil_confier_aide()}</p>
            <Loaded from=all let:all>
                <SelectField
                    label=pro::outil_a_qui()
                    name="confier-a"
                    value=chosen
                    choices=choices(&all)
                    empty=pro::publier_choisir()
                    error=missing
                />
            </Loaded>
            <ProblemNotice problem=attempt.problem />
            <div class="flex flex-wrap gap-2">
                <button type="submit" class="btn btn-primary">
                    {pro::outil_confier_oui()}
                </button>
                <button type="button" class=SMALL on:click=move |_| close.run(())>
                    {commun::fermer()}
                </button>
            </div>
        </form>
    }
}

fn read(chosen: RwSignal<String>, missing: RwSignal<Option<String>>) -> Option<CompteId> {
    let collegue = chosen.get_untracked().parse().ok();
    missing.set(collegue.is_none().then(|| pro::erreur_a_choisir().to_owned()));
    collegue
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
    let all = colleagues(fil);
    let (chosen, missing) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let (why, wrong) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let attempt = Attempt::new();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let motif = Texte::parse(&why.get_untracked());
        wrong.set(motif.as_ref().err().copied().map(explain_field));
        let relais = read(chosen, missing);
        match (motif, relais) {
            (Ok(motif), Some(relais)) => attempt.run(call(BlockFil { fil, motif, relais }), move |_| {
                close.run(());
                changed.run(());
            }),
            _ => focus_first_error(),
        }
    };
    view! {
        <form class="pile" novalidate on:submit=send>
            <h2 class="font-bold">{pro::outil_arreter()}</h2>
            <p>{pro::outil_arreter_aide()}</p>
            <TextField label=pro::outil_arreter_motif() name="arreter-motif" value=why hint=pro::outil_arreter_lu() error=wrong />
            <Loaded from=all let:all>
                <SelectField
                    label=pro::outil_arreter_relais()
                    name="arreter-relais"
                    value=chosen
                    choices=choices(&all)
                    empty=pro::publier_choisir()
                    error=missing
                />
            </Loaded>
            <ProblemNotice problem=attempt.problem />
            <div class="flex flex-wrap gap-2">
                <button type="submit" class=DANGER>
                    {pro::outil_arreter_oui()}
                </button>
                <button type="button" class=SMALL on:click=move |_| close.run(())>
                    {commun::fermer()}
                </button>
            </div>
        </form>
    }
}
