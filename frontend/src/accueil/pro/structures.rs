//! The structures that animate a place, chosen among many.

use leptos::prelude::*;
use shared::{annuaire::Structure, ids::StructureId};

use crate::{
    annuaire::pro::{about, plain},
    texts::{espaces, pro},
    ui::{Field, MAIN},
};

// How many are shown before one searches; and of what was found.
const FEW: usize = 12;

/// The chosen ones first, then those that are found.
#[component]
pub fn StructuresField(
    /// All there are.
    structures: Vec<Structure>,
    /// Those that are chosen.
    chosen: RwSignal<Vec<StructureId>>,
    /// Whether what is wrong is shown.
    #[prop(into)]
    tried: Signal<bool>,
    /// What the server says of them.
    #[prop(into)]
    refused: Signal<Option<String>>,
) -> impl IntoView {
    if structures.is_empty() {
        return view! {
            <p>{pro::espace_sans_structure()}</p>
            <a href="/pro/structures" class=MAIN>
                {pro::structures_ajouter()}
            </a>
        }
        .into_any();
    }
    let wrong = move || (tried.get() && chosen.with(Vec::is_empty)) || refused.with(Option::is_some);
    let many = FEW < structures.len();
    let words = RwSignal::new(String::new());
    let known: Vec<(String, Structure)> = structures.into_iter().map(|one| (plain(&about(&one)), one)).collect();
    // What was chosen at first stays at its place: a list that jumps under the finger is no list.
    let first = chosen.get_untracked();
    let shown = Memo::new(move |_| {
        let words = words.with(|words| plain(words));
        let fits = |text: &str| words.split_whitespace().all(|word| text.contains(word));
        let is_first = |one: &Structure| first.contains(&one.id);
        let mine = known.iter().filter(|(_, one)| is_first(one));
        let found = known.iter().filter(|(text, one)| !is_first(one) && fits(text)).take(FEW);
        mine.chain(found).map(|(_, one)| one.clone()).collect::<Vec<_>>()
    });
    let choice = move |structure: Structure| {
        let id = structure.id;
        let change = move |event: leptos::ev::Event| {
            let is_chosen = event_target_checked(&event);
            chosen.update(|list| {
                list.retain(|known| *known != id);
                list.extend(is_chosen.then_some(id));
            });
        };
        let label = match structure.commune {
            Some(commune) => format!("{} ({commune})", structure.nom),
            None => structure.nom,
        };
        view! {
            <label class="choix">
                <input
                    type="checkbox"
                    class="checkbox checkbox-primary rounded-md"
                    aria-invalid=move || wrong().then_some("true")
                    prop:checked=move || chosen.with(|list| list.contains(&id))
                    on:change=change
                />
                <span>{label}</span>
            </label>
        }
    };
    let search = many.then(|| {
        view! {
            <Field label=pro::structures_chercher() hint=pro::structures_chercher_aide() name="recherche" kind="search" value=words />
        }
    });
    let count = move || chosen.with(|list| espaces::structures_choisies(&list.len().to_string()));
    view! {
        <fieldset class="grid gap-2" aria-describedby="erreur-structures">
            <legend class="mb-1.5 font-bold">{pro::espace_structures()}</legend>
            {search}
            <p role="status" class="discret">
                {count}
            </p>
            <div class="grid gap-2 sm:grid-cols-2">
                <For each=move || shown.get() key=|one| one.id let:one>
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
