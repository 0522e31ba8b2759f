//! "Signaler": a message, or the other person, to the administrator.

use leptos::{ev, prelude::*};
use shared::{
    fields::Texte,
    ids::{FilId, MessageId},
    messages::{Motif, ReportFil},
};

use crate::{
    api::Once,
    ask::{Attempt, shown},
    texts::commun,
    ui::{EmergencyLink, ProblemNotice, RadioField, SMALL, TextField, codes::explain_field},
};

/// Why, and a few words if one likes.
#[component]
pub fn ReportForm(
    /// The thread.
    fil: FilId,
    /// The message; nothing: the person.
    message: Option<MessageId>,
    /// What follows.
    close: Callback<()>,
) -> impl IntoView {
    let (motif, words) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (attempt, done) = (Attempt::new(), RwSignal::new(false));
    let (missing, wrong) = (RwSignal::new(None), RwSignal::new(None));
    let once = StoredValue::new_local(Once::new());
    let choices = Motif::ALL.iter().map(|motif| (motif.code().to_owned(), motif_label(*motif).to_owned())).collect();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let chosen = Motif::from_code(&motif.get_untracked());
        missing.set(chosen.is_none().then(|| commun::signaler_choisir().to_owned()));
        let text = words.get_untracked();
        let precisions = if text.trim().is_empty() { Ok(None) } else { Texte::parse(&text).map(Some) };
        wrong.set(precisions.as_ref().err().copied().map(explain_field));
        if let (Some(motif), Ok(precisions)) = (chosen, precisions) {
            let request = ReportFil { fil, message, motif, precisions };
            attempt.run(once.get_value().call(request), move |_| {
                done.try_set(true);
            });
        }
    };
    // Both may be on the screen: each has names of its own.
    let (question, name, words_name) = match message {
        Some(_) => (commun::signaler_message(), "motif", "precisions"),
        None => (commun::signaler_personne(), "motif-personne", "precisions-personne"),
    };
    let choices = StoredValue::new(choices);
    shown(move || match done.get() {
        true => view! {
            <p role="status" class="font-bold">{commun::signaler_fait()}</p>
            <EmergencyLink />
            <button type="button" class=SMALL on:click=move |_| close.run(())>
                {commun::fermer()}
            </button>
        }
        .into_any(),
        false => view! {
            <form class="pile" on:submit=send>
                <p class="discret">{commun::signaler_aide()}</p>
                <RadioField label=question name=name value=motif choices=choices.get_value() error=missing />
                <TextField label=commun::signaler_mots() name=words_name value=words hint="" error=wrong />
                <ProblemNotice problem=attempt.problem />
                <div class="flex flex-wrap gap-2">
                    <button type="button" class=SMALL on:click=move |_| close.run(())>
                        {commun::signaler_non()}
                    </button>
                    <button
                        type="submit"
                        class="btn btn-primary"
                        aria-disabled=move || attempt.pending.get().then_some("true")
                    >
                        {commun::signaler()}
                    </button>
                </div>
            </form>
        }
        .into_any(),
    })
}

/// Why something is reported, in words.
pub fn motif_label(motif: Motif) -> &'static str {
    match motif {
        Motif::Blessant => commun::motif_blessant(),
        Motif::Menace => commun::motif_menace(),
        Motif::Deplace => commun::motif_deplace(),
        Motif::Identite => commun::motif_identite(),
        Motif::Autre => commun::motif_autre(),
    }
}
