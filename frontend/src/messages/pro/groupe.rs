//! The same words to several jeunes: each gets them in their own thread and sees nobody else.

use std::collections::BTreeSet;

use leptos::{ev, prelude::*};
use shared::{
    fields::Texte,
    messages::{Destinataire, Fil, SendToMany},
};

use super::queue::Queue;
use crate::{
    api::{call, new_uuid},
    ask::Attempt,
    texts::{commun, pro},
    ui::{ProblemNotice, SMALL, SeveralField, TextField, codes::explain_field, focus_first_error, focus_heading},
};

// As many as the contract allows at once.
const MOST: usize = 60;

/// The button, and what it opens.
#[component]
pub fn Group() -> impl IntoView {
    let (open, sent) = (RwSignal::new(false), RwSignal::new(None::<usize>));
    let queue = Queue::expect().fils;
    let mine = Memo::new(move |former: Option<&Option<Vec<Fil>>>| {
        let all = || queue.ok().map(|all| all.into_iter().filter(|fil| fil.est_mien).collect::<Vec<Fil>>());
        match former {
            // Of nobody there is nothing to keep: who one is may have been on its way still.
            Some(Some(kept)) if open.get() && !kept.is_empty() => Some(kept.clone()),
            _ => all(),
        }
    });
    let said = move || {
        sent.get().map(|count| match count {
            1 => pro::groupe_envoye_un().to_owned(),
            many => pro::groupe_envoye(&many.to_string()),
        })
    };
    view! {
        <button
            type="button"
            class="lien min-h-12 justify-self-start"
            aria-expanded=move || open.get().to_string()
            on:click=move |_| {
                sent.set(None);
                open.update(|open| *open = !*open);
            }
        >
            {pro::groupe_ouvrir()}
        </button>
        <p role="status" class="font-bold empty:hidden">
            {said}
        </p>
        <Show when=move || open.get()>
            // Those of the moment at which it was opened: a message that comes meanwhile takes no tick away.
            {move || mine.with(Option::is_some).then(|| view! { <Panel mine=mine.get_untracked() open sent /> })}
        </Show>
    }
}

#[component]
fn Panel(mine: Option<Vec<Fil>>, open: RwSignal<bool>, sent: RwSignal<Option<usize>>) -> impl IntoView {
    let queue = Queue::expect().fils;
    let mine = mine.unwrap_or_default();
    let chosen = RwSignal::new(BTreeSet::<String>::new());
    let (text, wrong) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let attempt = Attempt::new();
    // Made once for each intention: sent again after a lost answer nobody gets it twice.
    let intention = StoredValue::new(None::<SendToMany>);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let parsed = Texte::parse(&text.get_untracked());
        wrong.set(parsed.as_ref().err().copied().map(explain_field));
        let (Ok(texte), false) = (parsed, chosen.with_untracked(BTreeSet::is_empty)) else {
            return focus_first_error();
        };
        let to = chosen.get_untracked();
        let same = |known: &SendToMany| {
            known.texte == texte
                && known.destinataires.iter().map(|one| one.fil.to_string()).collect::<BTreeSet<_>>() == to
        };
        let request = intention.get_value().filter(same).unwrap_or_else(|| SendToMany {
            destinataires: to
                .iter()
                .filter_map(|fil| Some(Destinataire { fil: fil.parse().ok()?, message: new_uuid().parse().ok()? }))
                .collect(),
            texte,
        });
        intention.set_value(Some(request.clone()));
        let count = to.len();
        attempt.run(call(request), move |_| {
            queue.refetch();
            sent.set(Some(count));
            open.set(false);
            focus_heading();
        });
    };
    let nobody = move || chosen.with(BTreeSet::is_empty);
    let choices = mine.iter().map(|fil| (fil.id.to_string(), format!("{} · {}", fil.prenom, fil.espace))).collect();
    if mine.is_empty() {
        return view! { <p>{pro::groupe_personne()}</p> }.into_any();
    }
    view! {
        <form class="carte" novalidate on:submit=send>
            <p class="discret">{pro::groupe_aide()}</p>
            <SeveralField
                label=pro::groupe_a_qui()
                choices
                chosen
                most=MOST
                all=pro::lot_tous()
                none=pro::lot_aucun()
            />
            <TextField label=pro::groupe_texte() name="groupe-texte" value=text hint="" error=wrong />
            <ProblemNotice problem=attempt.problem />
            <div class="flex flex-wrap gap-2">
                <button
                    type="submit"
                    class="btn btn-primary"
                    aria-disabled=move || (nobody() || attempt.pending.get()).then_some("true")
                >
                    {move || match chosen.with(BTreeSet::len) {
                        1 => pro::groupe_envoyer_un().to_owned(),
                        many => pro::groupe_envoyer(&many.to_string()),
                    }}
                </button>
                <button type="button" class=SMALL on:click=move |_| open.set(false)>
                    {commun::fermer()}
                </button>
            </div>
        </form>
    }
    .into_any()
}
