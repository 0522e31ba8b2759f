//! The structures that animate a place, chosen among many.

use leptos::prelude::*;
use shared::ids::StructureId;

use crate::{
    annuaire::chercher::{NoStructure, Search, SearchField, name},
    ask::memo,
    texts::{espaces, pro},
    ui::{Icon, icons},
};

/// A structure, with its name.
pub type Named = (StructureId, String);

/// The chosen ones first, then those that are found.
#[component]
pub fn StructuresField(
    /// Those that are chosen.
    chosen: RwSignal<Vec<Named>>,
    /// Whether what is wrong is shown.
    #[prop(into)]
    tried: Signal<bool>,
    /// What the server says of them.
    #[prop(into)]
    refused: Signal<Option<String>>,
    /// Those that somebody else coordinates: they leave by themselves.
    #[prop(optional)]
    others: Vec<StructureId>,
) -> impl IntoView {
    let search = Search::new();
    let wrong = move || (tried.get() && chosen.with(Vec::is_empty)) || refused.with(Option::is_some);
    // Those that are chosen come first when something else is looked for: a list that jumps under the finger is no list.
    let shown = memo(move || {
        let found = search.found().ok().unwrap_or_default().liste;
        let mut all = untrack(move || chosen.get());
        let others: Vec<Named> = found.iter().map(|one| (one.id, name(one))).collect();
        all.extend(others.into_iter().filter(|(id, _)| !untrack(move || is_in(chosen, *id))));
        all
    });
    let note = (!others.is_empty()).then(|| {
        view! {
            <p id="structures-autres" class="note">
                <Icon path=icons::INFO />
                <span>{espaces::structures_autres()}</span>
            </p>
        }
    });
    let others = StoredValue::new(others);
    let choice = move |(id, label): Named| {
        let is_others = others.with_value(|all| all.contains(&id));
        let named = (id, label.clone());
        let change = move |event: leptos::ev::Event| {
            let is_chosen = event_target_checked(&event);
            chosen.update(|list| {
                list.retain(|(known, _)| *known != id);
                list.extend(is_chosen.then(|| named.clone()));
            });
        };
        view! {
            <label class="choix">
                <input
                    type="checkbox"
                    class="checkbox checkbox-primary rounded-md"
                    disabled=is_others
                    aria-describedby=is_others.then_some("structures-autres")
                    aria-invalid=move || wrong().then_some("true")
                    prop:checked=move || is_in(chosen, id)
                    on:change=change
                />
                <span>{label}</span>
            </label>
        }
    };
    let count = move || chosen.with(|list| espaces::structures_choisies(&list.len().to_string()));
    let is_empty = memo(move || search.found().ok().is_some_and(|found| found.total == 0));
    view! {
        <fieldset class="grid gap-2" aria-describedby="erreur-structures">
            <legend class="sr-only">{pro::espace_structures()}</legend>
            {note}
            {move || is_empty.get().then(|| view! { <NoStructure /> })}
            <SearchField search />
            <p role="status" class="font-bold">
                {count}
            </p>
            <div class="grid gap-2 sm:grid-cols-2">
                <For each=move || shown.get() key=|(id, _)| *id let:one>
                    {choice(one)}
                </For>
            </div>
            <p id="erreur-structures" class="erreur" role="alert">
                {move || wrong().then(|| refused.get().unwrap_or_else(|| pro::erreur_au_moins_une().to_owned()))}
            </p>
        </fieldset>
    }
    .into_any()
}

fn is_in(chosen: RwSignal<Vec<Named>>, id: StructureId) -> bool {
    chosen.with(|list| list.iter().any(|(known, _)| *known == id))
}
